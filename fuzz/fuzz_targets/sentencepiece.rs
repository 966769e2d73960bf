//! SentencePiece models.
#![no_main]

use mujaz::model::fuzzing::sentencepiece;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    sentencepiece(bytes);
});
