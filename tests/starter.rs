//! The shipped translator gives, in 32-bit floats, what Hugging Face transformers makes of its
//! weights (written by `scripts/fixtures/starter.py`).

#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;

#[test]
fn ten_sentences_become_the_texts_of_transformers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = root.join("tests/fixtures/starter");
    let out = tempfile::tempdir().unwrap();
    for beams in ["1", "4"] {
        let ours = out.path().join(beams);
        Command::cargo_bin("mujaz")
            .unwrap()
            .arg("bench")
            .arg("--translator")
            .arg(root.join("models/starter-ar-en"))
            .arg("--sentences")
            .arg(fixtures.join("sentences.txt"))
            .args([
                "--precision",
                "f32",
                "--device",
                "cpu",
                "--max-tokens",
                "60",
            ])
            .args(["--beams", beams, "--output"])
            .arg(&ours)
            .assert()
            .success();
        let expected = std::fs::read_to_string(fixtures.join(format!("beams-{beams}.txt")));
        assert_eq!(std::fs::read_to_string(ours).unwrap(), expected.unwrap());
    }
}

#[test]
fn a_benchmark_is_one_json_object_with_what_programs_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::cargo_bin("mujaz")
        .unwrap()
        .arg("bench")
        .arg("--translator")
        .arg(root.join("tests/fixtures/marian"))
        .arg("--sentences")
        .arg(root.join("tests/fixtures/starter/sentences.txt"))
        .args(["--device", "cpu", "--target-tokens", "7", "--json"])
        .assert()
        .success();
    let report: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(report["segments"], 10);
    assert_eq!(report["target_tokens"], 70);
    for key in [
        "model",
        "device",
        "precision",
        "beams",
        "seconds",
        "target_tokens_per_second",
        "segments_per_second",
        "load_seconds",
        "peak_rss_bytes",
        "model_share",
    ] {
        assert!(!report[key].is_null(), "{key}");
    }
    for stage in ["tokenize", "encode", "decode", "search", "detokenize"] {
        assert!(report["stages"][stage].is_f64(), "{stage}");
    }
}
