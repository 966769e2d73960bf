//! `mujaz.toml`.
#![no_main]

use mujaz::cli::check_settings;

libfuzzer_sys::fuzz_target!(|text: &str| {
    check_settings(text);
});
