//! Reading the numbers of a Ukrainian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, folded, with_letters};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::scan::{Notation, clean};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    fold: folded,
    table: WORDS,
    endings: ENDINGS,
    compounds: true,
    links: &[],
    tails: &[
        "річн",
        "річч",
        "літ",
        "денн",
        "поверх",
        "місячн",
        "годинн",
        "кратн",
        "тижнев",
        "хвилинн",
        "місн",
        "кімнатн",
        "кілометр",
        "метр",
        "сторонн",
        "відсотк",
        "тонн",
        "разов",
        "секундн",
        "бальн",
        "томн",
        "серійн",
        "смугов",
        "очков",
    ],
    order: Order {
        half_to: true,
        ..Order::PLAIN
    },
    and: &["з", "із", "і", "й", "та", "на"],
    hints: &[
        ("мільйонер", &[6, 9]),
        ("мільярдер", &[6, 9]),
        ("мультимільйо", &[6, 9]),
        ("багатомільйон", &[6]),
        ("багатомільярд", &[9]),
        ("багатотисяч", &[3]),
    ],
    units: &["м", "км", "см", "мм"],
    hours: &["годин", "год"],
    decades: &["х", "ті", "ми", "роки", "роках"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Ukrainian text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read_cleaned(&with_letters(&clean(text)))
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let word: String = with_letters(&word).into_iter().collect();
    READER.is_number_word(&word)
}
