#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

fn locked(dir: &Path, name: &str, content: &[u8]) -> LockedFile {
    fs::write(dir.join(name), content).unwrap();
    LockedFile {
        name: name.to_string(),
        size: content.len() as u64,
        sha256: None,
        git_sha1: None,
        blake3: blake3::hash(content).to_hex().to_string(),
    }
}

/// A file with one tensor of two f32 values.
fn safetensors() -> Vec<u8> {
    let header = br#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header);
    bytes.extend_from_slice(&[0; 8]);
    bytes
}

fn whole_model(dir: &Path) {
    for name in ["config.json", "source.spm", "target.spm", "vocab.json"] {
        fs::write(dir.join(name), "{}").unwrap();
    }
    fs::write(dir.join("model.safetensors"), safetensors()).unwrap();
}

#[test]
fn a_lock_is_read_back_as_it_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let files = vec![
        locked(dir.path(), "b", b"two"),
        locked(dir.path(), "a", b"one"),
    ];
    let lock = Lock::new("m", "o/m", "abc", Some("MIT".into()), files);
    assert_eq!(lock.files[0].name, "a");
    assert_eq!(Lock::read(dir.path()).unwrap(), None);
    lock.write(dir.path()).unwrap();
    assert_eq!(Lock::read(dir.path()).unwrap(), Some(lock));
    assert!(verify(dir.path()).is_empty());
}

#[test]
fn each_damage_of_a_locked_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let mut files = vec![
        locked(path, "changed", b"one"),
        locked(path, "gone", b"two"),
        locked(path, "short", b"three"),
    ];
    files.push(LockedFile {
        name: "../outside".into(),
        ..files[0].clone()
    });
    Lock::new("m", "o/m", "abc", None, files)
        .write(path)
        .unwrap();
    fs::write(path.join("changed"), "0ne").unwrap();
    fs::remove_file(path.join("gone")).unwrap();
    fs::write(path.join("short"), "thr").unwrap();
    let found: Vec<String> = verify(path).iter().map(Problem::to_string).collect();
    assert_eq!(
        found,
        [
            "../outside is no plain file name; the lock file was changed",
            "changed has changed since it was pulled",
            "gone is missing",
            "short has 3 bytes instead of 5",
        ]
    );
}

#[test]
fn a_broken_or_later_lock_is_a_problem() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(LOCK_FILE), "{").unwrap();
    assert_eq!(verify(dir.path()).len(), 1);
    let mut lock = Lock::new("m", "o/m", "abc", None, Vec::new());
    lock.write(dir.path()).unwrap();
    assert_eq!(
        verify(dir.path()),
        [Problem::new(LOCK_FILE, "lists no files")]
    );
    lock.version = 99;
    lock.write(dir.path()).unwrap();
    let error = Lock::read(dir.path()).unwrap_err().to_string();
    assert!(
        error.ends_with("written by a later mujaz (version 99)"),
        "{error}"
    );
}

#[test]
fn a_folder_without_a_lock_is_checked_by_its_files() {
    let dir = tempfile::tempdir().unwrap();
    whole_model(dir.path());
    assert!(verify(dir.path()).is_empty());
    fs::remove_file(dir.path().join("vocab.json")).unwrap();
    assert_eq!(
        verify(dir.path()),
        [Problem::new("vocab.json", "is missing")]
    );
}

#[test]
fn an_empty_folder_lacks_three_things() {
    let dir = tempfile::tempdir().unwrap();
    let missing = missing_files(dir.path()).unwrap();
    assert_eq!(missing.len(), 3);
    assert_eq!(missing[0], "config.json");
}

#[test]
fn weights_that_were_cut_off_are_found() {
    let dir = tempfile::tempdir().unwrap();
    whole_model(dir.path());
    let weights = dir.path().join("model.safetensors");
    let whole = safetensors();
    fs::write(&weights, &whole[..whole.len() - 3]).unwrap();
    let problems = verify(dir.path());
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].what,
        format!(
            "cannot be read: it has {} bytes instead of {}",
            whole.len() - 3,
            whole.len()
        )
    );
    for broken in [&b"abc"[..], &[0xff; 40], b"\x02\0\0\0\0\0\0\0[]"] {
        fs::write(&weights, broken).unwrap();
        assert_eq!(verify(dir.path()).len(), 1, "{broken:?}");
    }
}

#[test]
fn a_plain_name_stays_in_its_folder() {
    assert!(is_plain_name("model.safetensors"));
    for name in ["", ".", "..", "a/b", "/a", "../a", "a/", "a\\b"] {
        assert!(!is_plain_name(name), "{name}");
    }
}
