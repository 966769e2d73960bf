//! What is known about models: the catalogue, a hub's list of files, and the lock of a pulled model.
#![no_main]

use std::sync::LazyLock;

use mujaz::model::fuzzing::listing;
use mujaz::model::{Catalogue, check_name};

static BUILTIN: LazyLock<Catalogue> = LazyLock::new(Catalogue::builtin);

libfuzzer_sys::fuzz_target!(|text: &str| {
    listing(text.as_bytes());
    let _ = check_name(text);
    assert!(BUILTIN.nearest(text).len() <= 3);
    if let Ok(catalogue) = Catalogue::parse(text) {
        for entry in catalogue.entries().iter().take(5) {
            assert!(catalogue.find(&entry.name).is_some());
            assert!(catalogue.nearest(&entry.name).len() <= 3);
        }
        for language in catalogue.languages("en") {
            assert!(!catalogue.translators(language, "en").is_empty());
        }
    }
});
