//! Feeds, and other files of XML.
#![no_main]

use mujaz::article::Format;
use mujaz_fuzz::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(Format::Feed, bytes);
    read(Format::Xml, bytes);
});
