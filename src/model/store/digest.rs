//! Hashes of files: BLAKE3 for mujaz itself, and the kinds that a hub states (SHA-256, git's blob
//! hash).

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;

use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::model::regular_file;

const BUFFER: usize = 1 << 20;

/// All hashes of one file in hex, computed in one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct Digests {
    pub(in crate::model) size: u64,
    pub(in crate::model) blake3: String,
    pub(in crate::model) sha256: String,
    /// The hash that `git hash-object` prints.
    pub(in crate::model) git: String,
}

impl Digests {
    pub(in crate::model) fn of(path: &Path) -> io::Result<Self> {
        let mut file = regular_file::open(path)?;
        let size = file.metadata()?.len();
        let (mut blake3, mut sha256, mut git) = (blake3::Hasher::new(), Sha256::new(), Sha1::new());
        git.update(format!("blob {size}\0").as_bytes());
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            blake3.update(&buffer[..read]);
            sha256.update(&buffer[..read]);
            git.update(&buffer[..read]);
        }
        Ok(Self {
            size,
            blake3: blake3.finalize().to_hex().to_string(),
            sha256: hex(&sha256.finalize()[..]),
            git: hex(&git.finalize()[..]),
        })
    }

    /// The git hash of the Git LFS pointer that stands for this file in a repository.
    ///
    /// A hub lists a large file under its pointer's hash. The pointer's text follows from size
    /// and SHA-256 (<https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>), so a file is
    /// the listed one exactly if its pointer has the listed hash.
    pub(in crate::model) fn pointer(&self) -> String {
        let pointer = format!(
            "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n",
            self.sha256, self.size
        );
        let mut git = Sha1::new();
        git.update(format!("blob {}\0{pointer}", pointer.len()).as_bytes());
        hex(&git.finalize()[..])
    }
}

/// BLAKE3 of a file, in hex.
pub(in crate::model) fn blake3_of(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(regular_file::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_are_those_of_git_and_sha256sum() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hello");
        std::fs::write(&path, "hello\n").unwrap();
        let digests = Digests::of(&path).unwrap();
        assert_eq!(digests.size, 6);
        assert_eq!(digests.git, "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(
            digests.sha256,
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
        );
        assert_eq!(
            digests.blake3,
            blake3::hash(b"hello\n").to_hex().to_string()
        );
        assert_eq!(blake3_of(&path).unwrap(), digests.blake3);
    }

    #[test]
    fn a_pointer_hashes_as_the_hub_lists_it() {
        // A file of a public repository, with the hashes that the hub's API states for it.
        let digests = Digests {
            size: 6_230_011,
            blake3: String::new(),
            sha256: "70b640f8f60b1cf0dcc72f30caf3da9495eb2fb6509da48c53374ad6806e6a9c".into(),
            git: String::new(),
        };
        assert_eq!(
            digests.pointer(),
            "e7223117b4a22a9806853068e5bdbb24c4b4d7aa"
        );
    }
}
