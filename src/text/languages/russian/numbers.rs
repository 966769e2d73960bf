//! Reading the numbers of a Russian text. This file owns the description of its numbers; what each
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
    links: &[],
    tails: &[
        "лет",
        "дневн",
        "этаж",
        "месячн",
        "часов",
        "кратн",
        "недельн",
        "минутн",
        "местн",
        "комнатн",
        "километр",
        "метр",
        "сторонн",
        "процентн",
        "тонн",
        "разов",
        "годичн",
        "годовал",
        "секундн",
        "очков",
        "тысячник",
        "балльн",
        "угольн",
        "томн",
        "серийн",
        "полосн",
    ],
    order: Order {
        half_to: true,
        ..Order::PLAIN
    },
    and: &["с", "со", "и"],
    hints: &[
        ("миллионер", &[6, 9]),
        ("миллиардер", &[6, 9]),
        ("мультимилли", &[6, 9]),
        ("многомиллион", &[6]),
        ("многомиллиард", &[9]),
        ("многотысяч", &[3]),
    ],
    units: &["м", "км", "см", "мм"],
    hours: &["час", "ч"],
    decades: &["х", "е", "ми", "годы", "годах"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Russian text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
