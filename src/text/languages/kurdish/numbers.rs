//! Reading the numbers of a Kurdish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::Grammar;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    compounds: true,
    links: &["و"],
    tails: &[
        "سال",
        "رۆژ",
        "مانگ",
        "کەس",
        "قۆڵ",
        "جار",
        "لایەن",
        "هێندە",
        "متر",
        "مەتر",
        "نهۆم",
    ],
    and: &["و"],
    hints: &[("ملیۆنێر", &[6, 9]), ("ملیاردێر", &[6, 9])],
    units: &["م", "کم", "مەتر"],
    hours: &["کاتژمێر", "کاژێر", "سەعات"],
    decades: &["ساڵانی", "کان", "ەکان"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Kurdish text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
