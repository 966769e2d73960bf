//! Reading the numbers of a Turkish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::scan::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    compounds: true,
    tails: &["yıl", "yaş", "gün", "kat", "kişi"],
    order: Order {
        ones_after_ten: true,
        ..Order::PLAIN
    },
    and: &["ve", "ile"],
    hints: &[("milyoner", &[6, 9]), ("milyarder", &[6, 9])],
    hours: &["saat"],
    decades: &["lar", "ler", "lı", "li", "lu", "lü"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Turkish text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
