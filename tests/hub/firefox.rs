//! Firefox models from a registry on this machine that behaves as Mozilla's does.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::registry::{self, RUN, Registry, packed};
use super::server::hex;
use super::{Home, says};

/// A home folder whose registry of Firefox models is this one.
pub(super) fn home_with(registry: &Registry) -> Home {
    Home {
        dir: tempfile::tempdir().unwrap(),
        address: registry.listener.address.clone(),
    }
}

fn pull_firefox(home: &Home) -> Command {
    let mut command = home.mujaz("pull firefox-ar-en");
    command.env("HF_TOKEN", "secret");
    command
}

/// The files of a small model.
pub(super) fn firefox_files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/firefox");
    let file = |kind, name: &'static str| (kind, name, fs::read(dir.join(name)).unwrap());
    vec![
        file("lexicalShortlist", "lex.50.50.aren.s2t.bin"),
        file("model", "model.aren.intgemm.alphas.bin"),
        file("vocab", "vocab.aren.spm"),
    ]
}

#[test]
fn a_firefox_model_is_pulled_unpacked_checked_and_translates() {
    let files = firefox_files();
    let registry = Registry::new(&files);
    let home = home_with(&registry);
    let pulled = pull_firefox(&home).assert().success();
    pulled.stderr(
        says("licence MPL-2.0")
            .and(says("hash correct"))
            .and(says(RUN)),
    );
    let logins = registry.requests().into_iter().filter(|(_, login)| *login);
    assert_eq!(logins.count(), 0, "the token is for the hub alone");

    let dir = home.models().join("firefox-ar-en");
    let lock: Value =
        serde_json::from_slice(&fs::read(dir.join("mujaz-lock.json")).unwrap()).unwrap();
    assert_eq!(lock["revision"], RUN);
    assert_eq!(lock["repository"], "ar-en/base-memory");
    assert_eq!(lock["files"].as_array().unwrap().len(), 3);
    for ((_, name, content), locked) in files.iter().zip(lock["files"].as_array().unwrap()) {
        assert_eq!(fs::read(dir.join(name)).unwrap(), *content);
        assert_eq!(locked["name"], *name);
        assert_eq!(locked["sha256"], hex(&Sha256::digest(content)[..]));
    }
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 4);
    home.mujaz("verify firefox-ar-en").assert().success();
    pull_firefox(&home)
        .assert()
        .success()
        .stderr(says("here and whole"));
    assert_eq!(registry.requests(), []);

    let mut translate = home.mujaz("path firefox-ar-en");
    let path = translate.assert().success().get_output().stdout.clone();
    let path = String::from_utf8(path).unwrap();
    let mut filter = Command::new(env!("CARGO_BIN_EXE_mujaz"));
    filter
        .args([
            "filter",
            "--summarizer",
            "none",
            "--translator",
            path.trim(),
        ])
        .write_stdin("{\"text\": \"وصل وزير الخارجية إلى بغداد.\"}\n")
        .assert()
        .success()
        .stdout(says("\"name\":\"firefox-ar-en\"").and(says("\"translation\":\"")));
}

#[test]
fn a_firefox_model_that_is_not_what_mozilla_lists_is_not_kept() {
    let registry = Registry::new(&firefox_files());
    let home = home_with(&registry);
    let object = |registry: &Registry, bytes: Vec<u8>| {
        registry.change(|state| {
            let name = state
                .objects
                .keys()
                .find(|name| name.contains("vocab."))
                .cloned();
            state.objects.insert(name.unwrap(), bytes)
        })
    };
    let right = object(&registry, packed(b"another vocabulary")).unwrap();
    let refused = || {
        let failed = pull_firefox(&home).assert().code(3);
        let error = String::from_utf8(failed.get_output().stderr.clone()).unwrap();
        assert!(!home.models().join("firefox-ar-en").exists(), "{error}");
        error
    };
    assert!(refused().contains("vocab.aren.spm"));
    // What unpacks to far more than it should, and what does not unpack at all.
    object(&registry, packed(&vec![0; 64 << 20]));
    assert!(refused().contains("vocab.aren.spm"));
    let left = fs::read_dir(home.models().join(".firefox-ar-en.partial")).unwrap();
    let bytes: u64 = left
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(bytes < 4 << 20, "{bytes}");
    object(&registry, b"no gzip file".to_vec());
    assert!(refused().contains("vocab.aren.spm"));
    object(&registry, right[..right.len() / 2].to_vec());
    assert!(refused().contains("vocab.aren.spm"));

    object(&registry, right);
    pull_firefox(&home).assert().success();
}

#[test]
fn a_registry_that_has_changed_is_reported() {
    let files = firefox_files();
    let explain = |change: &dyn Fn(&mut registry::State)| {
        let registry = Registry::new(&files);
        registry.change(|state| change(state));
        let failed = pull_firefox(&home_with(&registry)).assert().code(3);
        String::from_utf8(failed.get_output().stderr.clone()).unwrap()
    };
    let error = explain(&|state| state.models["models"] = serde_json::json!({}));
    assert!(
        error.contains("no model of the architecture base-memory for ar-en"),
        "{error}"
    );
    let error = explain(&|state| state.records["data"] = serde_json::json!([]));
    assert!(
        error.contains("Firefox's list has no model with the hash"),
        "{error}"
    );
    let error = explain(&|state| {
        let records = state.records["data"].as_array_mut().unwrap();
        records.retain(|record| record["name"] != "vocab.aren.spm");
    });
    assert!(error.contains("no hash for vocab.aren.spm"), "{error}");
    let error = explain(&|state| {
        state.models["models"]["ar-en"][1]["files"]["vocab"]["path"] = "../../etc/passwd.gz".into();
    });
    assert!(
        error.contains("there is no file ../../etc/passwd.gz"),
        "{error}"
    );
    let error = explain(&|state| state.objects.clear());
    assert!(error.contains("there is no file"), "{error}");
    let error = explain(&|state| state.models = "no list".into());
    assert!(error.contains("no answer of the registry"), "{error}");
}
