//! Dates of the Hijri calendar beside the Gregorian ones of the same day. A translation may leave them out, as
//! it has the other date.

use super::claims::Word;
use crate::text::numbers::scan::Number;

/// The names of the months, or their first words, normalised.
const MONTHS: [&str; 13] = [
    "محرم",
    "المحرم",
    "صفر",
    "ربيع",
    "جمادي",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "القعده",
    "الحجه",
    "قعده",
    "حجه",
];

/// Words that follow a Hijri year, normalised.
const OF_THE_HIJRA: [&str; 5] = ["هجريه", "هجري", "هجريا", "للهجره", "ه"];

/// Words between two dates of one day, normalised.
const CORRESPONDING: [&str; 4] = ["الموافق", "الموافقه", "المصادف", "الموافقين"];

/// The years that a number of four digits may be.
const YEARS: std::ops::RangeInclusive<u32> = 1_300..=1_500;

/// The words before a year among which the one for its month is: "of the first Rabi".
const BEFORE_YEAR: usize = 2;

/// Lets a translation leave out the days and years of such dates in digits.
pub(super) fn read(words: &[Word<'_>], numbers: &mut [Number]) {
    let is_twofold = words
        .iter()
        .any(|word| CORRESPONDING.contains(&word.normalised));
    if !is_twofold {
        return;
    }
    for number in numbers {
        let next = words.partition_point(|word| word.place < number.start);
        let is = |at: Option<usize>, names: &[&str]| {
            let word = at.and_then(|at| words.get(at));
            word.is_some_and(|word| names.contains(&word.normalised))
        };
        // The month may be "Dhu al-Hijja", in two words.
        let is_day = matches!(number.plain(), Some(1..=30))
            && (is(Some(next), &MONTHS)
                || (is(Some(next), &["ذو", "ذي", "شهر"]) && is(Some(next + 1), &MONTHS)));
        let mut before = (1..=BEFORE_YEAR).map(|steps| next.checked_sub(steps));
        let is_year = number.plain().is_some_and(|year| YEARS.contains(&year))
            && (is(Some(next), &OF_THE_HIJRA) || before.any(|at| is(at, &MONTHS)));
        number.optional |= is_day || is_year;
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;

    fn optional(text: &str) -> Vec<String> {
        let numbers = read(text).in_digits.into_iter();
        let optional = numbers.filter(|number| number.optional);
        optional.map(|number| number.text).collect()
    }

    #[test]
    fn a_hijri_date_may_be_left_out_where_the_other_one_stands_beside_it() {
        let cases: [(&str, &[&str]); 5] = [
            (
                "في 15 محرم 1446 هجرية الموافق 21 يوليو 2024",
                &["15", "1446"],
            ),
            (
                "الأحد 16 يونيو 2024 الموافق 10 ذو الحجة 1445",
                &["10", "1445"],
            ),
            ("في 3 ربيع الأول 1446هـ الموافق 6 سبتمبر", &["3", "1446"]),
            ("في 15 محرم 1446 هجرية", &[]),
            ("وصل 1446 شخصا في الموعد الموافق 21 يوليو", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(optional(text), expected, "{text}");
        }
    }
}
