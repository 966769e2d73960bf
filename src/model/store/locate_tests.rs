#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::verify;

fn model(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        fs::write(dir.join(file), "{}").unwrap();
    }
}

fn two_roots(dir: &Path) -> Places {
    let roots = vec![dir.join("a"), dir.join("b"), dir.join("a")];
    Places::new(Some(dir.join("a")), roots)
}

#[test]
fn a_name_is_looked_up_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let places = two_roots(dir.path());
    assert_eq!(places.roots().len(), 2);
    let catalogue = Catalogue::builtin();
    model(&dir.path().join("b/opus-mt-ar-en"));
    let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
    assert_eq!(found.dir, dir.path().join("b/opus-mt-ar-en"));
    assert_eq!(found.licence(), Some("Apache-2.0"));
    model(&dir.path().join("a/opus-mt-ar-en"));
    let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
    assert_eq!(found.dir, dir.path().join("a/opus-mt-ar-en"));
    fs::create_dir(dir.path().join("b/lexicon")).unwrap();
    fs::write(dir.path().join("b/lexicon/model.json"), "{}").unwrap();
    assert_eq!(places.names(), ["opus-mt-ar-en"]);
}

#[test]
fn a_folder_without_a_model_is_told_from_a_misspelt_name() {
    let dir = tempfile::tempdir().unwrap();
    let (places, catalogue) = (two_roots(dir.path()), Catalogue::builtin());
    // Tests run in the folder of the project.
    let error = places.locate(&catalogue, "src").unwrap_err().to_string();
    let said = "no model called \"src\" is on this machine. The folder src holds none: it has no \
                config.json.\nLooked in:";
    assert!(error.starts_with(said), "{error}");
}

#[cfg(unix)]
#[test]
fn a_model_that_the_disk_hides_is_not_one_that_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let (places, catalogue) = (two_roots(dir.path()), Catalogue::builtin());
    // A link to itself cannot be looked behind.
    let root = dir.path().join("a");
    std::os::unix::fs::symlink(&root, &root).unwrap();
    let error = places.locate(&catalogue, "opus-mt-ar-en").unwrap_err();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
    // It hides no complete one in the next place.
    model(&dir.path().join("b/opus-mt-ar-en"));
    let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
    assert_eq!(found.dir, dir.path().join("b/opus-mt-ar-en"));
}

#[cfg(unix)]
#[test]
fn a_broken_download_that_the_disk_hides_is_not_one_that_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let (places, catalogue) = (two_roots(dir.path()), Catalogue::builtin());
    let root = dir.path().join("a");
    fs::create_dir_all(&root).unwrap();
    let partial = partial_dir(&root, "opus-mt-ar-en");
    // A link to itself cannot be looked behind.
    std::os::unix::fs::symlink(&partial, &partial).unwrap();
    let error = places.locate(&catalogue, "opus-mt-ar-en").unwrap_err();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
}

#[test]
fn a_path_is_a_path_and_takes_the_folders_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("my-model");
    model(&path);
    let places = Places::new(None, Vec::new());
    let found = places
        .locate(&Catalogue::builtin(), path.to_str().unwrap())
        .unwrap();
    assert_eq!((found.name.as_str(), found.entry), ("my-model", None));
    fs::remove_file(path.join("config.json")).unwrap();
    let error = places
        .locate(&Catalogue::builtin(), path.to_str().unwrap())
        .unwrap_err();
    assert!(matches!(error, ModelError::Missing { .. }), "{error}");
    let error = places
        .locate(&Catalogue::builtin(), "./no/such/folder")
        .unwrap_err();
    assert!(matches!(error, ModelError::Unreadable { .. }), "{error}");
}

#[test]
fn a_known_model_that_is_not_here_names_the_command() {
    let dir = tempfile::tempdir().unwrap();
    let places = two_roots(dir.path());
    let text = places
        .locate(&Catalogue::builtin(), "opus-mt-ar-en")
        .unwrap_err()
        .to_string();
    assert!(text.contains("mujaz models pull opus-mt-ar-en"), "{text}");
    assert!(
        text.contains(&dir.path().join("b").display().to_string()),
        "{text}"
    );
    let text = places
        .locate(&Catalogue::builtin(), "opus-mt-ar-em")
        .unwrap_err()
        .to_string();
    assert!(text.contains("Did you mean opus-mt-ar-en"), "{text}");
}

#[test]
fn a_broken_off_download_is_incomplete() {
    let dir = tempfile::tempdir().unwrap();
    let places = two_roots(dir.path());
    fs::create_dir_all(partial_dir(&dir.path().join("a"), "opus-mt-ar-en")).unwrap();
    let error = places
        .locate(&Catalogue::builtin(), "opus-mt-ar-en")
        .unwrap_err();
    assert!(matches!(error, ModelError::Incomplete { .. }), "{error}");
    assert!(places.names().is_empty());
    // A complete one elsewhere is used all the same.
    model(&dir.path().join("b/opus-mt-ar-en"));
    assert!(
        places
            .locate(&Catalogue::builtin(), "opus-mt-ar-en")
            .is_ok()
    );
}

#[test]
fn a_folder_that_lacks_files_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let places = two_roots(dir.path());
    model(&dir.path().join("a/mine"));
    fs::remove_file(dir.path().join("a/mine/config.json")).unwrap();
    let error = places.locate(&Catalogue::builtin(), "mine").unwrap_err();
    assert!(
        error.to_string().ends_with("missing config.json"),
        "{error}"
    );
}

#[test]
fn a_firefox_model_is_found_by_its_own_files() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("mine");
    fs::create_dir(&folder).unwrap();
    let spec = folder.to_str().unwrap();
    let places = Places::new(None, vec![dir.path().to_path_buf()]);
    let packed = folder.join("model.aren.intgemm.alphas.bin.gz");
    fs::write(&packed, "").unwrap();
    let error = places.locate(&Catalogue::builtin(), spec).unwrap_err();
    assert!(error.to_string().contains("gunzip"), "{error}");
    fs::rename(&packed, packed.with_extension("")).unwrap();
    assert_eq!(
        places.locate(&Catalogue::builtin(), spec).unwrap().name,
        "mine"
    );
    let error = places.locate(&Catalogue::builtin(), "mine").unwrap_err();
    assert!(error.to_string().contains("vocab.*.spm"), "{error}");
    fs::write(folder.join("vocab.aren.spm"), "").unwrap();
    assert!(places.locate(&Catalogue::builtin(), "mine").is_ok());
    // The folder of another program's model, and a model file that was cut off.
    assert!(!is_model_file("model.bin"));
    let problems: Vec<String> = verify(&folder).iter().map(|p| p.to_string()).collect();
    let cut = "model.aren.intgemm.alphas.bin cannot be read: it is no model file of Marian";
    assert_eq!(problems, [cut]);
}
