//! Reading the numbers of a Urdu text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::Grammar;
use crate::text::numbers::notation::Notation;
use crate::text::numbers::scan::{clean, digit};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        lakhs: true,
        ..Notation::POINT
    },
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS, &[]),
    endings: ENDINGS,
    and: &["اور", "و", "کر"],
    hints: &[
        ("کروڑپتی", &[6, 9]),
        ("ارب", &[]),
        ("ارپتی", &[6, 9]),
        ("لکھپتی", &[3, 6]),
        // Lakhs of people are hundreds of thousands, and often millions.
        ("لاکھوں", &[6]),
    ],
    units: &["میٹر", "کلومیٹر"],
    hours: &["بج"],
    decades: &["دہائی*", "عشر*"],
    claims: true,
    unclaimed: &["اسی", "ستر", "نواسی", "درجنوں"],
    noon: &["دوپہر"],
    midnight: &["نصف شب", "نیم شب", "آدھی رات"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Urdu text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read_cleaned(&with_points(clean(text)))
}

/// A text with a point for each Urdu full stop between digits, where it stands before decimals.
fn with_points(mut text: Vec<char>) -> Vec<char> {
    for at in 1..text.len().saturating_sub(1) {
        let between = digit(text[at - 1]).is_some() && digit(text[at + 1]).is_some();
        if text[at] == '۔' && between {
            text[at] = '.';
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("ur").say(&[
            ("2,50,000 افراد", "250000"),
            ("24 کروڑ", "240000000"),
            ("1.2 لاکھ", "120000"),
            ("4 ہزار ارب", "4000000000000"),
            ("38۔5 فیصد", "38.5"),
            ("۳۵ ممالک", "35"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("ur").permit(&[
            ("پچاس لاکھ", &[5_000_000]),
            ("ڈیڑھ لاکھ", &[150_000]),
            ("ساڑھے تین ہزار", &[3_500]),
            ("سوا دو کروڑ", &[22_500_000]),
            ("پونے دو کروڑ", &[17_500_000]),
            ("ایک سو پچیس", &[125]),
            ("پونے چار بجے", &[3, 45]),
            ("انیسویں صدی", &[19]),
            ("تین کھرب", &[300_000_000_000]),
            ("مئی میں", &[5]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("ur").do_not_permit(&[("ایک سو پچیس", &[100]), ("ایک سو پچیس", &[25])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("2:30 بجے").keys.contains(&Key::Time(2, 30)));
        assert!(read("2 بج کر 30 منٹ").keys.contains(&Key::Time(2, 30)));
    }
}
