//! Reading the numbers of a French text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::scan::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    table: WORDS,
    endings: ENDINGS,
    order: Order {
        ones_after_ten: true,
        scores: true,
        ..Order::PLAIN
    },
    and: &["et", "de"],
    less: &["moins"],
    signs: &[("M", 6), ("k", 3), ("Md", 9), ("Mds", 9), ("Mrd", 9)],
    hints: &[
        ("millionnaire", &[6, 9]),
        ("milliardaire", &[6, 9]),
        ("multimilli", &[6, 9]),
    ],
    hours: &["h", "heure"],
    decades: &["année"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a French text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
