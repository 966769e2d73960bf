//! The settings of models: `config.json`, a zero, and `generation_config.json`.
#![no_main]

use mujaz::model::fuzzing::config;

libfuzzer_sys::fuzz_target!(|text: &str| {
    config(text);
});
