//! Reading the numbers of a German text. This file owns the description of its numbers; what each
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
    compounds: true,
    links: &["und"],
    tails: &[
        "jähr", "fach", "mal", "köpfig", "stellig", "tägig", "stündig", "stöckig", "prozent",
        "teilig", "monat", "wöch", "minüt", "sekünd", "geschoss", "spurig", "seitig", "kampf",
        "sitzer", "zimmer", "eck", "meter", "tonn", "euro", "jahr", "teilen", "bänd", "gradig",
        "facht", "seitig", "sprachig", "ling",
    ],
    order: Order {
        ones_first: true,
        half_to: true,
        ..Order::PLAIN
    },
    and: &["und"],
    hints: &[
        ("millionär", &[6, 9]),
        ("milliardär", &[6, 9]),
        ("million", &[6]),
        ("milliard", &[9]),
    ],
    hours: &["uhr", "h", "stunden", "std"],
    decades: &["er", "ern"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a German text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
