//! Downloading one file from the hub, range by range, into a part that a later attempt continues.
//! The file is compared with the hub's hash before it gets its name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use flate2::read::GzDecoder;

use super::event::PullEvent;
use super::origin::{HubFile, HubHash, Origin};
use crate::model::regular_file::is_there;
use crate::model::store::digest::Digests;
use crate::model::{LockedFile, ModelError};

/// Size of the first range in bytes. A download goes range by range, each twice as long as the one
/// before, so that a broken connection costs only one range.
const FIRST_RANGE: u64 = 1 << 20;
const SMALLEST_RANGE: u64 = 1 << 18;
const LARGEST_RANGE: u64 = 1 << 26;

/// How often a range is requested again before the download fails.
const RETRIES: u32 = 3;

/// The errors of reading what is no gzip file, or only a part of one.
const NO_GZIP: [ErrorKind; 3] = [
    ErrorKind::InvalidInput,
    ErrorKind::InvalidData,
    ErrorKind::UnexpectedEof,
];

/// The download of one file.
pub(super) struct Download<'a> {
    pub(super) origin: &'a dyn Origin,
    pub(super) commit: &'a str,
    /// The folder that the file goes to.
    pub(super) folder: &'a Path,
    pub(super) file: &'a HubFile,
}

impl Download<'_> {
    /// Keeps an existing file if it is the right one, and downloads what is missing otherwise.
    pub(super) fn run(
        &self,
        progress: &mut dyn FnMut(PullEvent),
    ) -> Result<LockedFile, ModelError> {
        let file = self.file;
        let path = self.folder.join(&file.name);
        if is_there(&path)? {
            let digests = Digests::of(&path).map_err(ModelError::io(&path, "read"))?;
            if file.is(&digests) {
                progress(PullEvent::Kept {
                    file: file.name.clone(),
                });
                return Ok(self.locked(digests));
            }
            fs::remove_file(&path).map_err(ModelError::io(&path, "delete"))?;
        }
        // The hash in the name prevents continuing a file of another commit.
        let hash = file.hash.text().chars();
        let mark: String = hash.filter(char::is_ascii_alphanumeric).take(12).collect();
        let part = self.folder.join(format!("{}.{mark}.part", file.name));
        self.fetch(&part, progress)?;
        let part = match file.packed {
            Some(_) => self.unpack(&part)?,
            None => part,
        };
        let digests = Digests::of(&part).map_err(ModelError::io(&part, "read"))?;
        if !file.is(&digests) {
            fs::remove_file(&part).map_err(ModelError::io(&part, "delete"))?;
            return Err(ModelError::WrongHash {
                repository: self.origin.repository().to_string(),
                file: file.name.clone(),
                expected: file.hash.text().to_string(),
                found: file.found(&digests),
            });
        }
        fs::rename(&part, &path).map_err(ModelError::io(&path, "create"))?;
        progress(PullEvent::Checked {
            file: file.name.clone(),
        });
        Ok(self.locked(digests))
    }

    /// Downloads the rest of the part and waits until all of it is on disk.
    fn fetch(&self, part: &Path, progress: &mut dyn FnMut(PullEvent)) -> Result<(), ModelError> {
        let (name, size) = (&self.file.name, self.file.stored());
        let mut output = OpenOptions::new()
            .create(true)
            .append(true)
            .open(part)
            .map_err(ModelError::io(part, "create"))?;
        let mut done = output
            .metadata()
            .map_err(ModelError::io(part, "read"))?
            .len();
        if done > size {
            output.set_len(0).map_err(ModelError::io(part, "write"))?;
            done = 0;
        }
        progress(PullEvent::Started {
            file: name.clone(),
            size,
            from: done,
        });
        let (mut length, mut failures) = (FIRST_RANGE, 0);
        while done < size {
            let end = size.min(done + length);
            let (from, mut written) = (done, Ok(()));
            let mut take = |bytes: &[u8]| {
                written = output.write_all(bytes);
                if written.is_ok() {
                    done += bytes.len() as u64;
                    progress(PullEvent::Progress { done });
                }
                written.is_ok()
            };
            let answer = self
                .origin
                .range(self.commit, self.file, from..end, &mut take);
            written.map_err(ModelError::io(part, "write"))?;
            if answer.is_err() {
                // Bytes received before a connection broke may be wrong.
                output
                    .set_len(from)
                    .map_err(ModelError::io(part, "write"))?;
                done = from;
            }
            match answer {
                Ok(()) => {
                    failures = 0;
                    length = (length * 2).min(LARGEST_RANGE);
                }
                Err(fault) if fault.passing && failures < RETRIES => {
                    failures += 1;
                    length = (length / 4).max(SMALLEST_RANGE);
                    progress(PullEvent::Retry {
                        file: name.clone(),
                        attempt: failures,
                    });
                    thread::sleep(Duration::from_millis(125_u64 << failures));
                }
                Err(fault) => return Err(self.origin.explain(&fault, name)),
            }
        }
        output.sync_all().map_err(ModelError::io(part, "write"))
    }

    /// Unpacks a complete part into a file beside it, and deletes the part. What is no gzip file,
    /// or holds more than the file should, ends early and is no file with the right hash.
    fn unpack(&self, part: &Path) -> Result<PathBuf, ModelError> {
        let whole = part.with_extension("whole");
        let input = File::open(part).map_err(ModelError::io(part, "read"))?;
        let mut input =
            GzDecoder::new(BufReader::new(input)).take(self.file.size.saturating_add(1));
        let mut output = File::create(&whole).map_err(ModelError::io(&whole, "create"))?;
        match io::copy(&mut input, &mut output) {
            Ok(_) => {}
            Err(error) if NO_GZIP.contains(&error.kind()) => {}
            Err(error) => return Err(ModelError::io(&whole, "write")(error)),
        }
        output.sync_all().map_err(ModelError::io(&whole, "write"))?;
        fs::remove_file(part).map_err(ModelError::io(part, "delete"))?;
        Ok(whole)
    }

    fn locked(&self, digests: Digests) -> LockedFile {
        let in_git = matches!(self.file.hash, HubHash::Git(_));
        LockedFile {
            name: self.file.name.clone(),
            size: digests.size,
            sha256: (!in_git).then_some(digests.sha256),
            git_sha1: in_git.then_some(digests.git),
            blake3: digests.blake3,
        }
    }
}
