//! The weights of PyTorch.
#![no_main]

use mujaz::model::fuzzing::pickle;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    pickle(bytes);
    // A fuzzer does not find its way through an archive's checksums: the input is the pickle inside.
    let data = [0_u8; 64];
    pickle(&mujaz_fuzz::packed(&[
        ("a/data.pkl", bytes),
        ("a/data/0", &data),
        ("a/data/1", &data),
    ]));
});
