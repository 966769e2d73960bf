//! Reading the numbers of a Spanish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::{Decimals, Notation};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        decimals: Decimals::CommaOrPoint,
        ..Notation::OPEN
    },
    table: WORDS,
    months: || month_words(MONTHS),
    endings: ENDINGS,
    order: Order {
        and: true,
        ones_after_ten: true,
        ..Order::PLAIN
    },
    and: &["y", "e", "de"],
    less: &["menos"],
    signs: &[
        ("M", 6),
        ("k", 3),
        ("MM", 6),
        ("mill", 6),
        ("mdd", 6),
        ("mdp", 6),
    ],
    hints: &[("millonari", &[6, 9]), ("multimillonari", &[6, 9])],
    hours: &["h", "hora"],
    decades: &["año*", "década*"],
    roman: true,
    claims: true,
    unclaimed: &["cuarentena", "docenas"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Spanish text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbers::Key;

    fn permits(text: &str, values: &[u64]) -> bool {
        let keys = read(text).keys;
        values.iter().all(|value| keys.contains(&Key::of(*value)))
    }

    fn value_of(text: &str) -> Option<String> {
        read(text).in_digits[0].value().map(str::to_owned)
    }

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        assert_eq!(value_of("1.234,5 metros").as_deref(), Some("1234.5"));
        assert_eq!(value_of("1,234.5 metros").as_deref(), Some("1234.5"));
        assert_eq!(value_of("3.000 millones").as_deref(), Some("3000000000"));
        assert_eq!(value_of("15 mil millones").as_deref(), Some("15000000000"));
        assert_eq!(value_of("185 mil").as_deref(), Some("185000"));
        assert_eq!(value_of("un total de 250 M€").as_deref(), Some("250000000"));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("veintidós mineros", &[22]));
        assert!(permits("doscientas cincuenta mil", &[250_000]));
        assert!(permits("mil novecientos ochenta y nueve", &[1_989]));
        assert!(permits("tres mil millones", &[3_000_000_000]));
        assert!(permits("dos millones y medio", &[2_500_000]));
        assert!(permits("medio millón", &[500_000]));
        assert!(permits("un billón", &[1_000_000_000_000]));
        assert!(permits("siglo XXI", &[21]));
        assert!(permits("en mayo", &[5]));
        assert!(permits("quince días", &[15]));
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        assert!(!permits("veintidós", &[2]));
        assert!(!permits("veintidós", &[20]));
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("14.30 horas").keys.contains(&Key::Time(2, 30)));
        assert!(read("las 14:30").keys.contains(&Key::Time(2, 30)));
    }
}
