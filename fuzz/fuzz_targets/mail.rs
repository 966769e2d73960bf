//! Mail, and pages stored in its form.
#![no_main]

use mujaz::article::Format;
use mujaz_fuzz::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(Format::Eml, bytes);
    read(Format::Mbox, bytes);
    read(Format::Mhtml, bytes);
});
