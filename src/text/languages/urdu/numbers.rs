//! Reading the numbers of a Urdu text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::Grammar;
use crate::text::numbers::scan::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        lakhs: true,
        ..Notation::POINT
    },
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    and: &["اور", "و"],
    hints: &[
        ("کروڑپتی", &[6, 9]),
        ("ارب", &[]),
        ("ارپتی", &[6, 9]),
        ("لکھپتی", &[3, 6]),
    ],
    units: &["میٹر", "کلومیٹر"],
    hours: &["بج"],
    decades: &["دہائی", "کی"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Urdu text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
