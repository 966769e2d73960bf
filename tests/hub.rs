//! `mujaz models` against a hub on this machine that behaves as the real one does.

#![allow(clippy::unwrap_used)]

#[path = "hub/firefox.rs"]
mod firefox;
#[path = "hub/registry.rs"]
mod registry;
#[path = "hub/server.rs"]
mod server;
#[path = "hub/setup.rs"]
mod setup;

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use server::{COMMIT, Hub, MIB, REPOSITORY, WEIGHTS, hex, noise};

const MODEL: &str = "opus-mt-tc-big-ar-en";

/// A separate home folder, so that nothing of this machine's user is read or changed.
struct Home {
    dir: TempDir,
    address: String,
}

impl Home {
    fn new(hub: &Hub) -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            address: hub.listener.address.clone(),
        }
    }

    fn models(&self) -> PathBuf {
        self.dir.path().join("cache/mujaz/models")
    }

    fn mujaz(&self, words: &str) -> Command {
        self.program(&format!("models {words}"))
    }

    /// The program with these words, in the home folder.
    fn program(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mujaz"));
        for name in [
            "MUJAZ_MODELS",
            "MUJAZ_TRANSLATOR",
            "HF_TOKEN",
            "HF_TOKEN_PATH",
            "HF_HUB_OFFLINE",
            "TRANSFORMERS_OFFLINE",
            "MUJAZ_OFFLINE",
            "HF_HUB_CACHE",
        ] {
            command.env_remove(name);
        }
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.dir.path())
            .env("XDG_CACHE_HOME", self.dir.path().join("cache"))
            .env("XDG_CONFIG_HOME", self.dir.path().join("config"))
            .env("HF_HOME", self.dir.path().join("hf"))
            .env("HF_ENDPOINT", &self.address)
            .env("NO_PROXY", "127.0.0.1")
            .env("MUJAZ_FIREFOX_REGISTRY", &self.address)
            .current_dir(self.dir.path())
            .args(words.split(' '));
        command
    }
}

fn says(text: &str) -> predicates::str::ContainsPredicate {
    predicate::str::contains(text.to_string())
}

#[test]
fn a_model_is_pulled_checked_and_not_fetched_twice() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let pulled = home.mujaz(&format!("pull {MODEL}")).assert().success();
    pulled.stderr(says("licence CC-BY-4.0").and(says("hash correct")));

    let dir = home.models().join(MODEL);
    assert_eq!(fs::read(dir.join(WEIGHTS)).unwrap(), noise(3 * MIB + 77));
    assert!(
        !dir.join("README.md").exists(),
        "only what the catalogue lists is fetched"
    );
    let lock: Value =
        serde_json::from_slice(&fs::read(dir.join("mujaz-lock.json")).unwrap()).unwrap();
    assert_eq!(lock["revision"], COMMIT);
    assert_eq!(lock["repository"], REPOSITORY);
    assert_eq!(lock["licence"], "CC-BY-4.0");
    assert_eq!(lock["files"].as_array().unwrap().len(), 6);
    assert_eq!(lock["files"][0]["name"], "config.json");
    let weights = lock["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["name"] == WEIGHTS);
    let sha256 = hex(&Sha256::digest(noise(3 * MIB + 77))[..]);
    assert_eq!(weights.unwrap()["sha256"], sha256);

    home.mujaz(&format!("verify {MODEL}"))
        .assert()
        .success()
        .stdout(says(": ok"));
    let path = home.mujaz(&format!("path {MODEL}")).assert().success();
    path.stdout(format!("{}\n", dir.display()));
    home.mujaz("list")
        .assert()
        .success()
        .stdout(says("installed"));

    hub.requests();
    home.mujaz(&format!("pull {MODEL}"))
        .assert()
        .success()
        .stderr(says("here and whole"));
    assert_eq!(hub.requests(), Vec::<String>::new());
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_stopped() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    hub.change(|state| state.cut = Some(MIB));
    let pull = format!("pull {MODEL}");
    home.mujaz(&pull)
        .assert()
        .code(3)
        .stderr(says("what has arrived is kept"));
    assert!(!home.models().join(MODEL).exists());
    home.mujaz(&format!("path {MODEL}"))
        .assert()
        .code(3)
        .stderr(says("incomplete"));
    home.mujaz("list")
        .assert()
        .success()
        .stdout(says("incomplete"));

    hub.change(|state| state.cut = None);
    hub.requests();
    home.mujaz(&pull)
        .assert()
        .success()
        .stderr(says("config.json: here already"));
    let requests = hub.requests();
    let weights: Vec<&String> = requests
        .iter()
        .filter(|line| line.starts_with("GET") && line.contains(WEIGHTS))
        .collect();
    assert!(
        weights[0].ends_with(&format!("bytes={MIB}-{}", 2 * MIB - 1)),
        "{weights:?}"
    );
    assert!(
        !requests.iter().any(|line| line.ends_with("config.json")),
        "{requests:?}"
    );
    let dir = home.models().join(MODEL);
    assert_eq!(fs::read(dir.join(WEIGHTS)).unwrap(), noise(3 * MIB + 77));
    home.mujaz(&format!("verify {MODEL}")).assert().success();
}

#[test]
fn a_connection_that_breaks_is_mended_within_the_call() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    hub.change(|state| {
        let content = noise(MIB + 5);
        state.listed.insert(WEIGHTS.to_string(), content.clone());
        state.sent.insert(WEIGHTS.to_string(), content);
        state.longest = Some(300_000);
    });
    home.mujaz(&format!("pull {MODEL}"))
        .assert()
        .success()
        .stderr(says("trying again"));
    let weights = home.models().join(MODEL).join(WEIGHTS);
    assert_eq!(fs::read(weights).unwrap(), noise(MIB + 5));
}

#[test]
fn a_file_with_a_wrong_hash_is_deleted_and_no_model_appears() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    for name in ["vocab.json", WEIGHTS] {
        let right = hub.change(|state| state.listed[name].clone());
        let mut wrong = right.clone();
        wrong[0] ^= 1;
        hub.change(|state| state.sent.insert(name.to_string(), wrong));
        let pull = home.mujaz(&format!("pull {MODEL}")).assert().code(3);
        pull.stderr(says(&format!("{name} is not the file that is listed")));
        assert!(!home.models().join(MODEL).exists());
        let partial = home.models().join(format!(".{MODEL}.partial"));
        let left: Vec<String> = fs::read_dir(partial)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(!left.iter().any(|file| file.starts_with(name)), "{left:?}");
        hub.change(|state| state.sent.insert(name.to_string(), right));
    }
    home.mujaz(&format!("pull {MODEL}")).assert().success();
}

#[test]
fn a_file_that_the_repository_lacks_is_named() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    hub.change(|state| state.listed.remove("vocab.json"));
    home.mujaz(&format!("pull {MODEL}"))
        .assert()
        .code(3)
        .stderr(says("no file vocab.json"));
    assert!(!home.models().join(MODEL).exists());

    let hub = Hub::translator();
    let home = Home::new(&hub);
    hub.change(|state| state.sent.remove("vocab.json"));
    home.mujaz(&format!("pull {MODEL}"))
        .assert()
        .code(3)
        .stderr(says("vocab.json (404)"));
    assert!(!home.models().join(MODEL).exists());
}

#[test]
fn refusals_of_the_hub_are_explained() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    for (status, words) in [
        (401, "HF_TOKEN"),
        (403, "accept its conditions"),
        (404, "moved or renamed"),
    ] {
        hub.change(|state| state.refuse = Some(status));
        home.mujaz(&format!("pull {MODEL}"))
            .assert()
            .code(3)
            .stderr(says(words));
    }
}

#[test]
fn what_is_pulled_is_in_the_catalogue() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let unknown = home.mujaz("pull no-such-model").assert().code(3);
    unknown.stderr(
        says("\"no-such-model\" is not in the catalogue; mujaz models list")
            .and(says("Looked in").not()),
    );
    assert_eq!(hub.requests(), Vec::<String>::new());
}

#[test]
fn offline_means_that_no_request_is_sent() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let flag = home
        .mujaz(&format!("pull {MODEL} --offline"))
        .assert()
        .code(3);
    flag.stderr(says("the network is switched off (--offline)"));
    let settings = [
        ("HF_HUB_OFFLINE", "1"),
        ("HF_HUB_OFFLINE", "true"),
        ("HF_HUB_OFFLINE", "YES"),
        ("HF_HUB_OFFLINE", "on"),
        ("HF_HUB_OFFLINE", "t"),
        ("TRANSFORMERS_OFFLINE", "1"),
        ("MUJAZ_OFFLINE", "1"),
        ("MUJAZ_OFFLINE", "y"),
        ("MUJAZ_OFFLINE", "TRUE"),
    ];
    for (name, value) in settings {
        let mut command = home.mujaz(&format!("pull {MODEL}"));
        let refused = command.env(name, value).assert().code(3);
        refused.stderr(
            says(&format!("({name}={value})"))
                .and(says(&format!("mujaz models add {MODEL} --copy"))),
        );
    }
    // What is neither yes nor no is not taken for no.
    for name in ["HF_HUB_OFFLINE", "MUJAZ_OFFLINE"] {
        let mut command = home.mujaz(&format!("pull {MODEL}"));
        let refused = command.env(name, "2").assert().code(2);
        refused.stderr(says(&format!("{name}=2: neither yes nor no")));
    }
    let toml = home.dir.path().join("mujaz.toml");
    fs::write(&toml, "offline = true\n").unwrap();
    let refused = home.mujaz(&format!("pull {MODEL}")).assert().code(3);
    refused.stderr(says("(offline = true in mujaz.toml)"));
    assert_eq!(hub.requests(), Vec::<String>::new());

    // The environment stands above the file.
    let mut command = home.mujaz(&format!("pull {MODEL}"));
    command.env("MUJAZ_OFFLINE", "0").assert().success();
    fs::remove_file(&toml).unwrap();
    home.mujaz(&format!("pull {MODEL}")).assert().success();
    home.mujaz(&format!("pull {MODEL} --offline"))
        .assert()
        .success();
}

#[test]
fn a_restricted_licence_is_accepted_by_name() {
    let name = "nllb-200-distilled-600M";
    let files = [
        ("config.json", b"{}".to_vec()),
        ("tokenizer.json", b"{}".to_vec()),
        ("sentencepiece.bpe.model", noise(300)),
        (WEIGHTS, noise(1000)),
    ];
    let hub = Hub::new("facebook/nllb-200-distilled-600M", "cc-by-nc-4.0", &files);
    let home = Home::new(&hub);
    let refused = home.mujaz(&format!("pull {name}")).assert().code(2);
    refused.stderr(says("CC-BY-NC-4.0").and(says("--accept-license")));
    assert_eq!(hub.requests(), Vec::<String>::new());
    home.mujaz(&format!("pull {name} --accept-license"))
        .assert()
        .success();
    home.mujaz(&format!("verify {name}")).assert().success();
}

#[test]
fn a_damaged_file_is_found_and_alone_fetched_again() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    home.mujaz(&format!("pull {MODEL}")).assert().success();
    let vocabulary = home.models().join(MODEL).join("vocab.json");
    let right = fs::read(&vocabulary).unwrap();
    let mut wrong = right.clone();
    wrong[3] ^= 1;
    fs::write(&vocabulary, wrong).unwrap();
    let damaged = home.mujaz("verify --all").assert().code(3);
    damaged.stdout(says("vocab.json has changed").and(says("mujaz models pull")));

    hub.requests();
    home.mujaz(&format!("pull {MODEL}")).assert().success();
    assert_eq!(fs::read(&vocabulary).unwrap(), right);
    assert!(!hub.requests().iter().any(|line| line.contains(WEIGHTS)));

    fs::remove_file(&vocabulary).unwrap();
    home.mujaz(&format!("verify {MODEL}"))
        .assert()
        .code(3)
        .stdout(says("vocab.json"));
    home.mujaz(&format!("pull {MODEL}")).assert().success();
    home.mujaz(&format!("remove {MODEL}")).assert().success();
    assert_eq!(fs::read_dir(home.models()).unwrap().count(), 0);
}

#[test]
fn an_unknown_name_suggests_a_known_one() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let unknown = home.mujaz("pull opus-mt-tc-big-ar-em").assert().code(3);
    unknown.stderr(says("Did you mean opus-mt-tc-big-ar-en"));
    home.mujaz("pull").assert().code(2);
}

#[test]
fn answers_without_an_end_are_given_up() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let pull = format!("pull {MODEL}");
    let list = format!("/api/models/{REPOSITORY}/tree/{COMMIT}");
    hub.change(|state| state.next = Some(list));
    let refused = home.mujaz(&pull).assert().code(3);
    refused.stderr(says("its list of files has no end"));
    hub.change(|state| state.next = Some("http://127.0.0.1:1/more".into()));
    let refused = home.mujaz(&pull).assert().code(3);
    refused.stderr(says("goes on at another place, http://127.0.0.1:1/more"));
    hub.change(|state| (state.next, state.endless) = (None, true));
    let refused = home.mujaz(&pull).assert().code(3);
    refused.stderr(says("an answer of more than 32 MB"));
    hub.change(|state| state.endless = false);
    home.mujaz(&pull).assert().success();
}

#[test]
fn a_server_that_knows_no_ranges_is_good_enough() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    hub.change(|state| state.whole = true);
    home.mujaz(&format!("pull {MODEL}")).assert().success();
    let weights = home.models().join(MODEL).join(WEIGHTS);
    assert_eq!(fs::read(weights).unwrap(), noise(3 * MIB + 77));
    let asked = hub.requests();
    let asked = asked.iter().filter(|line| line.contains(WEIGHTS));
    assert_eq!(
        asked.count(),
        1,
        "the file comes once, not once for each range"
    );
}
