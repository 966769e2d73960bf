//! Reading the numbers of a Persian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::Grammar;
use crate::text::numbers::scan::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        slash: true,
        ..Notation::OPEN
    },
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    compounds: true,
    links: &["و"],
    tails: &[
        "سال",
        "روز",
        "نفر",
        "جانب",
        "ماه",
        "ساعت",
        "درصد",
        "مرحله",
        "طرفه",
        "برابر",
        "گانه",
        "متر",
        "کیلو",
        "تن",
        "بار",
        "هفته",
        "دقیق",
        "طبقه",
        "کشور",
    ],
    and: &["و"],
    hints: &[("میلیونر", &[6, 9]), ("میلیاردر", &[6, 9])],
    units: &["م", "کیلومتر", "متر"],
    hours: &["ساعت"],
    decades: &["دهه"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Persian text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
