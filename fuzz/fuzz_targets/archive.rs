//! Archives and compressed files.
#![no_main]

use mujaz::article::Format;
use mujaz_fuzz::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(Format::Zip, bytes);
    read(Format::Tar, bytes);
    for compressed in [Format::Gz, Format::Bz2, Format::Xz, Format::Zst] {
        read(compressed, bytes);
    }
});
