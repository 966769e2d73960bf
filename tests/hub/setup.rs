//! `mujaz setup` without a terminal, against servers on this machine.

use std::fs;
use std::path::PathBuf;

use predicates::prelude::*;

use super::firefox::{firefox_files, home_with};
use super::registry::Registry;
use super::server::Hub;
use super::{Home, says};

fn settings(home: &Home) -> PathBuf {
    home.dir.path().join("config/mujaz/mujaz.toml")
}

#[test]
fn a_translator_is_fetched_loaded_and_kept() {
    let registry = Registry::new(&firefox_files());
    let home = home_with(&registry);
    home.program("doctor").assert().stdout(says("mujaz setup"));
    let done = home.program("setup --yes --small").assert().success();
    done.stderr(
        says("licence MPL-2.0")
            .and(says("hash correct"))
            .and(says("firefox-ar-en: loads, for Arabic"))
            .and(says("Next: mujaz run articles -o briefs")),
    );
    let written = fs::read_to_string(settings(&home)).unwrap();
    assert!(
        written.ends_with("[translators]\nar = \"firefox-ar-en\"\n"),
        "{written}"
    );
    home.mujaz("routes ar")
        .assert()
        .success()
        .stdout(says("firefox-ar-en  MPL-2.0  named"));
    let doctor = home.program("doctor").assert();
    doctor.stdout(says("mujaz setup").not());

    registry.requests();
    let again = home.program("setup --yes --small").assert().success();
    again.stderr(says("says so already").and(says("here already")));
    assert_eq!(registry.requests(), []);
    assert_eq!(fs::read_to_string(settings(&home)).unwrap(), written);
}

#[test]
fn without_a_terminal_nothing_is_done_unasked() {
    let registry = Registry::new(&firefox_files());
    let home = home_with(&registry);
    let refused = home.program("setup --small --from ar").assert().code(2);
    refused.stderr(says("about 37 MB").and(says("mujaz setup --yes --from ar --small")));
    let dry = home.program("setup --small --dry-run").assert().success();
    dry.stdout(
        says("firefox-ar-en")
            .and(says("licence MPL-2.0"))
            .and(says("mujaz.toml")),
    );
    assert_eq!(registry.requests(), []);
    assert_eq!(fs::read_dir(home.dir.path()).unwrap().count(), 0);
}

#[test]
fn a_mujaz_toml_that_is_there_stays_as_it_is() {
    let registry = Registry::new(&firefox_files());
    let home = home_with(&registry);
    let own = home.dir.path().join("mujaz.toml");
    let text = "# mine\nbeams = 2\n\n[translators]\nar = \"starter-ar-en\" # for now\n";
    fs::write(&own, text).unwrap();
    let done = home.program("setup --yes --small").assert().success();
    done.stderr(
        says("in place of other lines for these languages:\n\nar = \"firefox-ar-en\"\n")
            .and(says("runs here take starter-ar-en for Arabic"))
            .and(says("--translator ar=firefox-ar-en")),
    );
    assert_eq!(fs::read_to_string(&own).unwrap(), text);
    assert!(!settings(&home).exists());

    fs::write(&own, "beems = 2\n").unwrap();
    let wrong = home.program("setup --yes --small").assert().code(2);
    wrong.stderr(says("beems"));
}

#[test]
fn the_choice_can_be_kept_in_the_current_folder() {
    let registry = Registry::new(&firefox_files());
    let home = home_with(&registry);
    let set_up = home.program("setup --yes --small --here").assert();
    set_up.success();
    assert!(home.dir.path().join("mujaz.toml").is_file());
    assert!(!settings(&home).exists());
}

#[test]
fn a_model_that_does_not_come_or_does_not_load_is_not_kept() {
    // The weights of this hub are noise.
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let noise = home.program("setup --yes").assert().code(3);
    noise.stderr(says("cannot be loaded"));
    assert!(!settings(&home).exists());
    hub.change(|state| state.refuse = Some(404));
    let home = Home::new(&hub);
    let failed = home.program("setup --yes --small").assert().code(3);
    failed.stderr(says("No mujaz.toml was written"));
    assert!(!settings(&home).exists());
}

#[test]
fn without_a_network_what_is_here_stays() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    let stayed = home.program("setup --yes --offline").assert().success();
    stayed.stderr(says("starter-ar-en").and(says("nothing better can be had here")));
    assert!(!settings(&home).exists());
    let none = home.program("setup --yes --offline --from fa").assert();
    none.code(3).stderr(says("the network is switched off"));
    // Hugging Face's own switch has the same effect.
    let mut command = home.program("setup --yes");
    let stayed = command.env("HF_HUB_OFFLINE", "1").assert().success();
    stayed.stderr(
        says("Arabic gets starter-ar-en")
            .and(says("switched off (HF_HUB_OFFLINE=1)"))
            .and(says("mujaz models add opus-mt-tc-big-ar-en --copy")),
    );
    let own = home.dir.path().join("mujaz.toml");
    fs::write(&own, "offline = true\n").unwrap();
    let stayed = home.program("setup --yes").assert().success();
    stayed.stderr(says("switched off (offline = true in mujaz.toml)"));
    let mut command = home.program("setup --yes");
    let unclear = command.env("MUJAZ_OFFLINE", "perhaps").assert().code(2);
    unclear.stderr(says("MUJAZ_OFFLINE=perhaps: neither yes nor no"));
    assert_eq!(hub.requests(), Vec::<String>::new());
}

#[test]
fn languages_without_a_translator_are_wrong_use() {
    let hub = Hub::translator();
    let home = Home::new(&hub);
    for (language, words) in [
        ("en", "needs no translator"),
        ("arabic", "two small letters"),
    ] {
        let wrong = home
            .program(&format!("setup --yes --from {language}"))
            .assert();
        wrong.code(2).stderr(says(words));
    }
    assert_eq!(hub.requests(), Vec::<String>::new());
}
