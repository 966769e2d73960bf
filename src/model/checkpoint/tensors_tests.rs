#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

fn fixture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/fixtures").join(name)
}

fn copy_of_shards() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixture("mbart")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    dir
}

const INDEX: &str = "model.safetensors.index.json";

#[test]
fn shards_are_read_as_one() {
    let checkpoint = Checkpoint::open(&fixture("mbart")).unwrap();
    assert!(checkpoint.path().ends_with(INDEX));
    for name in ["final_logits_bias", "model.shared.weight"] {
        assert!(checkpoint.find(&[name]).unwrap().is_some(), "{name}");
    }
}

#[test]
fn a_tensor_with_a_value_that_is_no_number_is_named() {
    use safetensors::tensor::{Dtype, TensorView, serialize_to_file};

    let read = |name: &str, values: &[f32]| {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        let view = TensorView::new(Dtype::F32, vec![values.len()], &bytes).unwrap();
        let path = dir.path().join("model.safetensors");
        serialize_to_file([(name, view)], None, &path).unwrap();
        let checkpoint = Checkpoint::open(dir.path()).unwrap();
        checkpoint.find(&[name]).map(|found| found.is_some())
    };
    assert!(read("w", &[1.0, -2.0, 0.0]).unwrap());
    for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let error = read("w", &[1.0, wrong]).unwrap_err().to_string();
        assert!(error.contains("tensor w holds values"), "{error}");
    }
    // A token that never comes.
    assert!(read("final_logits_bias", &[f32::NEG_INFINITY, 0.0]).unwrap());
    for wrong in [f32::NAN, f32::INFINITY] {
        assert!(read("final_logits_bias", &[wrong]).is_err());
    }
}

#[test]
fn a_missing_shard_is_named() {
    let dir = copy_of_shards();
    fs::remove_file(dir.path().join("model-00002-of-00002.safetensors")).unwrap();
    let error = Checkpoint::open(dir.path()).err().unwrap().to_string();
    let said = "missing the shard model-00002-of-00002.safetensors";
    assert!(error.contains(INDEX) && error.contains(said), "{error}");
}

#[cfg(unix)]
#[test]
fn a_shard_that_the_disk_hides_is_not_taken_for_missing() {
    let dir = copy_of_shards();
    let shard = dir.path().join("model-00002-of-00002.safetensors");
    fs::remove_file(&shard).unwrap();
    // A link to itself cannot be looked behind.
    std::os::unix::fs::symlink(&shard, &shard).unwrap();
    let error = Checkpoint::open(dir.path()).err().unwrap();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
}

#[test]
fn a_tensor_that_its_shard_lacks_is_named() {
    let dir = copy_of_shards();
    let index = dir.path().join(INDEX);
    let text = fs::read_to_string(&index).unwrap();
    fs::write(&index, text.replace("final_logits_bias", "another_bias")).unwrap();
    let error = Checkpoint::open(dir.path()).err().unwrap().to_string();
    assert!(
        error.contains("another_bias, which should be in model-00001"),
        "{error}"
    );
}

#[test]
fn a_shard_outside_of_the_folder_is_refused() {
    let dir = copy_of_shards();
    let index = dir.path().join(INDEX);
    for name in [
        "../a.safetensors",
        "/etc/a.safetensors",
        "..\\\\a.safetensors",
        "C:a.safetensors",
        "a\\u0000.safetensors",
        "..",
        "",
        "config.json",
    ] {
        let text = format!(r#"{{"weight_map": {{"x": "{name}"}}}}"#);
        fs::write(&index, text).unwrap();
        let error = Checkpoint::open(dir.path()).err().unwrap().to_string();
        assert!(
            error.contains("is no safetensors file of this folder"),
            "{error}"
        );
    }
    for map in [r#"{"x": 3}"#, "{}", "[]"] {
        fs::write(&index, format!(r#"{{"weight_map": {map}}}"#)).unwrap();
        assert!(matches!(
            Checkpoint::open(dir.path()),
            Err(ModelError::BadConfig { .. })
        ));
    }
}

#[test]
fn weights_in_rust_berts_format_are_the_same() {
    let original = Checkpoint::open(&fixture("marian")).unwrap();
    let read = |checkpoint: &Checkpoint, name: &str| checkpoint.find(&[name]).unwrap().unwrap();
    let names = original.tensors.keys();
    let named: Vec<_> = names.map(|name| (name, read(&original, name))).collect();
    let dir = tempfile::tempdir().unwrap();
    Tensor::save_multi(&named, dir.path().join("rust_model.ot")).unwrap();
    let copy = Checkpoint::open(dir.path()).unwrap();
    assert_eq!(copy.tensors.len(), named.len());
    for (name, tensor) in &named {
        assert_eq!(read(&copy, name), *tensor, "{name}");
    }
}

#[test]
fn a_damaged_file_of_rust_berts_format_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("rust_model.ot");
    fs::write(&path, b"not an archive").unwrap();
    let error = Checkpoint::open(dir.path()).err().unwrap().to_string();
    assert!(error.contains("rust_model.ot"), "{error}");
}
