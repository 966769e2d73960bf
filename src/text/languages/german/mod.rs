//! German. This folder owns the number reader of its profile.

mod number_words;
mod numbers;

use crate::text::Script;
use crate::text::language::{Language, NumberReader};

/// The profile of German.
pub(crate) static LANGUAGE: Language = Language {
    code: "de",
    name: "German",
    script: Some(Script::Latin),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    ..Language::UNKNOWN
};
