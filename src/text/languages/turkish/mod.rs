//! Turkish. This folder owns the number reader of its profile.

mod number_words;
mod numbers;

use crate::text::Script;
use crate::text::language::{Language, NumberReader};

/// The profile of Turkish.
pub(crate) static LANGUAGE: Language = Language {
    code: "tr",
    name: "Turkish",
    script: Some(Script::Latin),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    ..Language::UNKNOWN
};
