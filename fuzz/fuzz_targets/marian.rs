//! The header and the settings of Marian's model files, which Firefox has.
#![no_main]

use mujaz::model::fuzzing::marian;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    marian(bytes);
});
