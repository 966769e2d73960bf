//! Reading the numbers of a Hebrew text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::scan::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::POINT,
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    prefixes: &[
        "ו", "ה", "ב", "ל", "מ", "כ", "ש", "וה", "וב", "ול", "ומ", "וכ", "שה", "כש", "מה", "לכ",
        "שב", "של", "כה", "וש",
    ],
    order: Order {
        ones_before_ten: true,
        half_to: true,
        ..Order::PLAIN
    },
    and: &["ו"],
    hints: &[
        ("מיליונר", &[6, 9]),
        ("מיליארדר", &[6, 9]),
        ("המיליונר", &[6, 9]),
        ("המיליארדר", &[6, 9]),
    ],
    units: &["מ", "קמ", "סמ", "ממ"],
    hours: &["שע"],
    decades: &["שנות", "ה"],
    duals: &["יים"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Hebrew text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
