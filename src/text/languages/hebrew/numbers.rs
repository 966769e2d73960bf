//! Reading the numbers of a Hebrew text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::context::words;
use crate::text::numbers::lexicon::{Grammar, Order, Placed};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::spoken::Reader;
use crate::text::numbers::{Key, Numbers};

static GRAMMAR: Grammar = Grammar {
    notation: Notation::POINT,
    fold: folded,
    words: words_without_years,
    table: WORDS,
    months: || month_words(MONTHS, &[]),
    endings: ENDINGS,
    prefixes: &[
        "ו", "ה", "ב", "ל", "מ", "כ", "ש", "וה", "וב", "ול", "ומ", "וכ", "שה", "כש", "מה", "לכ",
        "שב", "של", "כה", "וש",
    ],
    order: Order {
        and: true,
        ones_before_ten: true,
        half_to: true,
        ..Order::PLAIN
    },
    and: &["ו"],
    hints: &[
        ("מיליונר", &[6, 9]),
        ("מיליארדר", &[6, 9]),
        ("המיליונר", &[6, 9]),
        ("המיליארדר", &[6, 9]),
    ],
    units: &["מ", "קמ", "סמ", "ממ"],
    hours: &["שע", "בשע", "לשע", "משע"],
    decades: &["שנות", "בשנות", "משנות", "לשנות", "ושנות"],
    duals: &["יים"],
    claims: true,
    noon: &[
        "צהריים",
        "הצהריים",
        "בצהריים",
        "בצהרי",
        "צהרי",
        "הצהרים",
        "בצהרים",
        "חצות היום",
        "בחצות היום",
    ],
    midnight: &["חצות", "בחצות", "לחצות", "מחצות"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Hebrew text.
pub(super) fn read(text: &str) -> Numbers {
    let mut numbers = READER.read(text);
    for (place, word) in text.split_whitespace().enumerate() {
        if let Some(value) = in_letters(word) {
            numbers.keys.insert(Key::of(value), place);
            // A year is written without its thousands.
            if value >= YEARS {
                numbers.keys.insert(Key::of(MILLENNIUM + value), place);
            }
        }
    }
    numbers
}

/// The smallest number in letters that may be a year, and the thousands of its millennium.
const YEARS: u64 = 500;
const MILLENNIUM: u64 = 5_000;

/// The value of a number in letters, which has gershayim before its last one: תשפ״ד, also with a
/// preposition before it.
fn in_letters(word: &str) -> Option<u64> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let (head, last) = ['״', '"']
        .iter()
        .find_map(|&sign| word.split_once(sign))
        .filter(|(_, last)| last.chars().count() == 1)?;
    let head = head
        .trim_start_matches(['ב', 'ל', 'מ', 'ה', 'ו', 'ש'])
        .to_owned()
        + last;
    let head = if head.chars().count() > 1 {
        head
    } else {
        word.replace(['״', '"'], "")
    };
    let mut sum = 0;
    let mut least = u64::MAX;
    for c in head.chars() {
        let value = letter_value(c)?;
        // The letters go from the larger to the smaller.
        if value > least {
            return None;
        }
        (sum, least) = (sum + value, value);
    }
    Some(sum)
}

fn letter_value(c: char) -> Option<u64> {
    const LETTERS: [char; 22] = [
        'א', 'ב', 'ג', 'ד', 'ה', 'ו', 'ז', 'ח', 'ט', 'י', 'כ', 'ל', 'מ', 'נ', 'ס', 'ע', 'פ', 'צ',
        'ק', 'ר', 'ש', 'ת',
    ];
    let at = LETTERS.iter().position(|&letter| letter == c)? as u64;
    Some(match at {
        0..9 => at + 1,
        9..18 => (at - 8) * 10,
        _ => (at - 17) * 100,
    })
}

/// The words of a text, with one name for years that are no part of twelve: their plural is spelled
/// like a form of two.
fn words_without_years(text: &[char]) -> Vec<Placed> {
    let mut words = words(text);
    for at in 0..words.len() {
        let twelve = words
            .get(at + 1)
            .is_some_and(|(_, _, next)| next.starts_with("עשר"));
        if words[at].2.ends_with("שנים") && !twelve {
            "שנה".clone_into(&mut words[at].2);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("he").say(&[
            ("1.5 מיליארד", "1500000000"),
            ("כ-3,200 איש", "3200"),
            ("10,000 ש\"ח", "10000"),
            ("3.1%", "3.1"),
            ("250 אלף", "250000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("he").permit(&[
            ("שלוש מאות וחמישים אלף", &[350_000]),
            ("אלפיים וחמש מאות", &[2_500]),
            ("ארבע-עשרה", &[14]),
            ("שני מיליון וחצי", &[2_500_000]),
            ("חצי מיליון", &[500_000]),
            ("המאה התשע עשרה", &[19]),
            ("עשרים וחמישה", &[25]),
            ("שלושת אלפים", &[3_000]),
            ("ברבע לתשע", &[8, 45]),
            ("במאי", &[5]),
            ("שבועיים", &[2, 14]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("he").do_not_permit(&[("ארבע-עשרה", &[4]), ("לפני שנים רבות", &[2])]);
        NumbersOf("he").permit(&[("שנים-עשר", &[12])]);
        NumbersOf("he").do_not_permit(&[("ארבע-עשרה", &[10]), ("המאה התשע עשרה", &[119])]);
    }

    #[test]
    fn numbers_in_letters_have_the_sum_of_their_letters() {
        NumbersOf("he").permit(&[
            ("בשנת תשפ״ד", &[784, 5784]),
            ("בתשפ\"ד", &[5784]),
            ("ט\"ו בשבט", &[15]),
            ("י״ב בסיוון", &[12]),
        ]);
        // An acronym is no number unless its letters go down.
        NumbersOf("he").do_not_permit(&[("צה״ל", &[125])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("ב-14:30").keys.contains(&Key::Time(2, 30)));
        assert!(read("ב-14.30").keys.contains(&Key::Time(2, 30)));
    }
}
