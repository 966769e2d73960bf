//! The months and weekdays that an Arabic text names.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::months::MONTHS;
use super::words::words;
use crate::text::calendar::{Calendar, months_in_digits};
use crate::text::fold_for_search;

/// What may be written in front of a name.
const IN_FRONT: [&str; 10] = ["", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"];

/// Names of months that are other words too, folded.
const OTHER_WORDS_TOO: [&str; 5] = ["مارس", "اب", "اوت", "ماي", "جوان"];

/// Weekdays with their article and without, folded, from Monday. Without it they are numbers and
/// other words too.
const WEEKDAYS: [(&str, &str); 7] = [
    ("الاثنين", "اثنين"),
    ("الثلاثا", "ثلاثا"),
    ("الاربعا", "اربعا"),
    ("الخميس", "خميس"),
    ("الجمعه", "جمعه"),
    ("السبت", "سبت"),
    ("الاحد", "احد"),
];

/// Plurals of weekdays: only a hint.
const WEEKDAYS_AT_TIMES: [(&str, u32); 2] = [("جمع", 4), ("سبوت", 5)];

/// Words before a weekday that make it one, folded: parts of the day, and prepositions of time.
const BEFORE_WEEKDAYS: [&str; 13] = [
    "يوم", "مسا", "صباح", "ليله", "فجر", "ايام", "عطله", "ظهر", "بعد", "قبل", "حتي", "امس", "عصر",
];

/// Reads a text.
pub(super) fn read(text: &str) -> Calendar {
    let mut calendar = Calendar::default();
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let before = at.checked_sub(1).map(|at| words[at].as_str());
        let is_day = before.is_some_and(|before| {
            let bare = |prefix| before.strip_prefix(prefix);
            let mut names = IN_FRONT.into_iter().filter_map(bare);
            names.any(|name| BEFORE_WEEKDAYS.contains(&name))
        });
        for prefix in IN_FRONT {
            let Some(rest) = word.strip_prefix(prefix) else {
                continue;
            };
            month(rest, next, prefix, &mut calendar);
            // The article loses its alif behind this preposition.
            let joined = prefix.ends_with('ل').then(|| format!("ا{rest}"));
            let name = joined.as_deref().unwrap_or(rest);
            for (day, (with_article, bare)) in (0..).zip(WEEKDAYS) {
                if name == with_article || rest == with_article {
                    calendar.weekdays.add(day, is_day);
                } else if rest == bare {
                    calendar.weekdays.add(day, false);
                }
            }
            for (plural, day) in WEEKDAYS_AT_TIMES {
                if rest == plural {
                    calendar.weekdays.add(day, false);
                }
            }
        }
    }
    let digits = months_in_digits(&fold_for_search(text));
    calendar.months.perhaps.extend(digits);
    calendar
}

/// The numbers of the months that a folded name stands for.
static FOLDED_MONTHS: LazyLock<HashMap<String, BTreeSet<u32>>> = LazyLock::new(|| {
    let mut months: HashMap<String, BTreeSet<u32>> = HashMap::new();
    for (number, names) in (1..).zip(MONTHS) {
        for name in names.names().map(fold_for_search) {
            months.entry(name).or_default().insert(number);
        }
    }
    months
});

fn month(rest: &str, next: Option<&String>, prefix: &str, calendar: &mut Calendar) {
    let of = |name: &str| FOLDED_MONTHS.get(name).into_iter().flatten();
    if let Some(next) = next {
        for &number in of(&format!("{rest} {next}")) {
            calendar.months.add(number, true);
        }
    }
    let long = prefix.is_empty() || rest.chars().count() > 3;
    let sure = long && !OTHER_WORDS_TOO.contains(&rest);
    for &number in of(rest) {
        calendar.months.add(number, sure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weekdays_are_named_in_many_ways() {
        let found = read("مساء الجمعة 15 تموز، وفي كانون الثاني، وليوم الأحد");
        assert_eq!(found.months.surely, BTreeSet::from([1, 7]));
        assert_eq!(found.weekdays.surely, BTreeSet::from([4, 6]));
    }

    #[test]
    fn words_that_mean_something_else_too_are_no_duty() {
        let found = read("مارس الرجل الخميس رياضته، وقال أحد الحاضرين");
        assert!(found.months.surely.is_empty() && found.months.perhaps.contains(&3));
        assert!(found.weekdays.surely.is_empty() && found.weekdays.perhaps.contains(&6));
    }
}
