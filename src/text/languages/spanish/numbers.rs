//! Reading the numbers of a Spanish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::{FORMS, MONTHS};
use super::number_words::{ENDINGS, WORDS};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::context::words;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::{Decimals, Notation};
use crate::text::numbers::scan::clean;
use crate::text::numbers::spoken::Reader;
use crate::text::numbers::{Key, Numbers};

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
    noon: &["mediodía"],
    midnight: &["medianoche"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Spanish text.
pub(super) fn read(text: &str) -> Numbers {
    let text = clean(text);
    let mut numbers = READER.read_cleaned(&text);
    read_tenths(&text, &mut numbers);
    numbers
}

/// The counts of tenths, from one.
const TENTHS: [&str; 9] = [
    "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
];

/// Adds the decimals that tenths of a percent or a degree are: "dos décimas" for 0.2.
fn read_tenths(text: &[char], numbers: &mut Numbers) {
    let words = words(text);
    for (at, (start, _, word)) in words.iter().enumerate() {
        if !matches!(word.to_lowercase().as_str(), "décima" | "décimas") {
            continue;
        }
        let digit = match &text[..*start] {
            [.., before, digit, ' '] if before.is_whitespace() => digit.to_digit(10).map(u64::from),
            _ => None,
        };
        let counted = || {
            let (_, _, before) = words.get(at.checked_sub(1)?)?;
            let before = before.to_lowercase();
            (1..)
                .zip(TENTHS)
                .find_map(|(count, name)| (name == before).then_some(count))
        };
        if let Some(count) = digit.or_else(counted) {
            numbers
                .keys
                .insert(Key::Value(format!("0.{count}")), *start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;

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
            ("en los años ochenta miles de familias", &[80, 1_000]),
            ("miles de millones", &[1_000_000_000]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("es").do_not_permit(&[("veintidós", &[2]), ("veintidós", &[20])]);
    }

    #[test]
    fn tenths_are_decimals() {
        for (text, value, is_said) in [
            ("creció dos décimas más", "0.2", true),
            ("bajó 3 décimas", "0.3", true),
            ("bajó 13 décimas", "0.3", false),
            ("la décima vez", "0.1", false),
        ] {
            let key = Key::Value(value.to_owned());
            assert_eq!(read(text).keys.contains(&key), is_said, "{text}");
        }
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("14.30 horas").keys.contains(&Key::Time(2, 30)));
        assert!(read("las 14:30").keys.contains(&Key::Time(2, 30)));
    }
}
