//! Ukrainian. This folder owns the number reader of its profile.

mod number_words;
mod numbers;

use crate::text::Script;
use crate::text::language::{Language, NumberReader};

/// The profile of Ukrainian.
pub(crate) static LANGUAGE: Language = Language {
    code: "uk",
    name: "Ukrainian",
    script: Some(Script::Cyrillic),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    ..Language::UNKNOWN
};
