//! The header of safetensors files.
#![no_main]

use mujaz::model::fuzzing::safetensors;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    safetensors(bytes);
    // The input is the header, before so many bytes of data.
    let length = (bytes.len() as u64).to_le_bytes();
    for data in [0, 4, 64] {
        safetensors(&[&length[..], bytes, &vec![0_u8; data]].concat());
    }
});
