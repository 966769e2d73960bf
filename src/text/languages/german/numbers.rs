//! Reading the numbers of a German text. This file owns the description of its numbers; what each
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
    compounds: true,
    links: &["und"],
    tails: &[
        "jähr", "fach", "mal", "köpfig", "stellig", "tägig", "stündig", "stöckig", "prozent",
        "teilig", "monat", "wöch", "minüt", "sekünd", "geschoss", "spurig", "seitig", "kampf",
        "sitzer", "zimmer", "eck", "meter", "tonn", "euro", "jahr", "teilen", "bänd", "gradig",
        "facht", "sprachig", "ling",
    ],
    order: Order {
        ones_first: true,
        half_to: true,
        ..Order::PLAIN
    },
    and: &["und"],
    to: &["vor"],
    signs: &[
        ("Tsd", 3),
        ("Mio", 6),
        ("Mill", 6),
        ("Mrd", 9),
        ("Mia", 9),
        ("Bio", 12),
        ("Bill", 12),
    ],
    hints: &[
        ("millionär", &[6, 9]),
        ("milliardär", &[6, 9]),
        ("million", &[6]),
        ("milliard", &[9]),
    ],
    hours: &["uhr", "h", "stunden", "std"],
    decades: &["er", "ern"],
    roman: true,
    claims: true,
    noon: &["mittag", "mittags"],
    midnight: &["mitternacht", "mitternachts"],
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
        NumbersOf("de").say(&[
            ("1.234,5 Euro", "1234.5"),
            ("128.400 Einwohner", "128400"),
            ("1,5 Mio. Menschen", "1500000"),
            ("4,2 Mrd. Euro", "4200000000"),
            ("87 Tsd. Autos", "87000"),
            ("8'700'000 Menschen", "8700000"),
            ("3 Billionen", "3000000000000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("de").permit(&[
            ("Zweiundzwanzig Leute", &[22]),
            ("zweihundertfünfzigtausend", &[250_000]),
            ("neunzehnhundertneunundachtzig", &[1_989]),
            ("die zweiundvierzigjährige Frau", &[42]),
            ("in den Achtzigerjahren", &[80]),
            ("fünf Millionen", &[5_000_000]),
            ("zwei bis drei Millionen", &[2_000_000, 3_000_000]),
            ("eine halbe Million", &[500_000]),
            ("zweieinhalb Millionen", &[2_500_000]),
            ("anderthalb Millionen", &[1_500_000]),
            ("im Mai", &[5]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("de").do_not_permit(&[
            ("zweiundzwanzig", &[2]),
            ("zweiundzwanzig", &[20]),
            ("die Achtung", &[8]),
        ]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(READER.read("14.30 Uhr").keys.contains(&Key::Time(2, 30)));
        assert!(READER.read("16 Uhr 30").keys.contains(&Key::Time(4, 30)));
    }
}
