//! Reading the numbers of a French text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::{FORMS, MONTHS};
use super::number_words::{ENDINGS, WORDS};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    table: WORDS,
    months: || month_words(MONTHS, FORMS),
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
    decades: &["année*"],
    roman: true,
    claims: true,
    unclaimed: &["quarantaine", "quarantaines", "douzaines"],
    noon: &["midi"],
    midnight: &["minuit"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("fr").say(&[
            ("1 234,5 mètres", "1234.5"),
            ("1\u{202f}250 000 euros", "1250000"),
            ("1,5 Md€", "1500000000"),
            ("25 M€", "25000000"),
            ("3 000 milliards", "3000000000000"),
            ("1.200 élus", "1200"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("fr").permit(&[
            ("quatre-vingt-dix-sept", &[97]),
            ("quatre-vingts ans", &[80]),
            ("soixante et onze", &[71]),
            ("nonante-deux", &[92]),
            ("deux cent cinquante mille", &[250_000]),
            ("mil neuf cent quatre-vingt-neuf", &[1_989]),
            ("un million et demi", &[1_500_000]),
            ("un demi-million", &[500_000]),
            ("une vingtaine", &[20]),
            ("au XIIIe siècle", &[13]),
            ("en mai", &[5]),
            ("dix-sept", &[17]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("fr").do_not_permit(&[
            ("quatre-vingt-dix-sept", &[4]),
            ("quatre-vingt-dix-sept", &[20]),
            ("quatre-vingt-dix-sept", &[90]),
            ("quatre-vingt-dix-sept", &[17]),
        ]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(READER.read("14 h 30").keys.contains(&Key::Time(2, 30)));
        assert!(READER.read("16h30").keys.contains(&Key::Time(4, 30)));
    }
}
