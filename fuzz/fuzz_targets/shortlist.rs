//! Lexical shortlists of Firefox.
#![no_main]

use mujaz::model::fuzzing::shortlist;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    shortlist(bytes);
});
