//! Reading the numbers of a Spanish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::{FORMS, MONTHS};
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
    months: || month_words(MONTHS, FORMS),
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
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("es").say(&[
            ("1.234,5 metros", "1234.5"),
            ("1,234.5 metros", "1234.5"),
            ("3.000 millones", "3000000000"),
            ("15 mil millones", "15000000000"),
            ("185 mil", "185000"),
            ("un total de 250 M€", "250000000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("es").permit(&[
            ("veintidós mineros", &[22]),
            ("doscientas cincuenta mil", &[250_000]),
            ("mil novecientos ochenta y nueve", &[1_989]),
            ("tres mil millones", &[3_000_000_000]),
            ("dos millones y medio", &[2_500_000]),
            ("medio millón", &[500_000]),
            ("un billón", &[1_000_000_000_000]),
            ("siglo XXI", &[21]),
            ("en mayo", &[5]),
            ("quince días", &[15]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("es").do_not_permit(&[("veintidós", &[2]), ("veintidós", &[20])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("14.30 horas").keys.contains(&Key::Time(2, 30)));
        assert!(read("las 14:30").keys.contains(&Key::Time(2, 30)));
    }
}
