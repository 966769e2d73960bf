//! Chinese. This folder owns the number reader of its profile.

mod number_words;
mod numbers;

use crate::text::Script;
use crate::text::language::{Language, NumberReader};

/// The profile of Chinese.
pub(crate) static LANGUAGE: Language = Language {
    code: "zh",
    name: "Chinese",
    script: Some(Script::Han),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    ..Language::UNKNOWN
};
