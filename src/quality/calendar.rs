//! The check of months and weekdays: those that a text names surely must be in its translation, and
//! the other way round.

use crate::brief::{Flag, FlagKind};
use crate::text::calendar::Named;

use super::pair::Pair;

/// A flag for each month and weekday that only one side names.
pub(super) fn check(pair: &Pair<'_>) -> Vec<Flag> {
    let (Some(from), Some(to)) = (pair.from.calendar, pair.to.calendar) else {
        return Vec::new();
    };
    let (source, translation) = (from(pair.source), to(pair.translation));
    let (target, dates) = (pair.to.name, &pair.to.dates);
    let month = |number: u32| dates.months[number as usize - 1].name;
    let day = |number: u32| dates.weekdays[number as usize];
    let months = differences(&source.months, &translation.months, month, target);
    let days = differences(&source.weekdays, &translation.weekdays, day, target);
    months.into_iter().chain(days).collect()
}

fn differences(
    source: &Named,
    translation: &Named,
    name: impl Fn(u32) -> &'static str,
    target: &str,
) -> Vec<Flag> {
    let flag = |number: u32, what: String| {
        let name = name(number);
        Flag::new(FlagKind::Date, format!("{name} {what}.")).with_evidence([name.to_owned()])
    };
    let missing = source.surely.difference(&translation.perhaps);
    let added = translation.surely.difference(&source.perhaps);
    let missing = missing.map(|&number| flag(number, format!("is missing in {target}")));
    missing
        .chain(added.map(|&number| flag(number, "is not in the source".to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(source: &str, translation: &str) -> Vec<String> {
        let flags = check(&Pair::sentence(source, translation));
        flags.into_iter().map(|flag| flag.message).collect()
    }

    #[test]
    fn another_month_or_weekday_is_named() {
        assert_eq!(
            messages("وصل في 5 نيسان", "He arrived on 5 June"),
            ["April is missing in English.", "June is not in the source."]
        );
        assert_eq!(
            messages("التقيا يوم الجمعة", "They met on Tuesday"),
            [
                "Friday is missing in English.",
                "Tuesday is not in the source."
            ]
        );
    }

    #[test]
    fn the_same_day_in_other_words_is_no_doubt() {
        assert!(messages("في 5/4/2021", "on April 5, 2021").is_empty());
        assert!(messages("التقيا الجمعة", "They met on Friday").is_empty());
        assert!(messages("قد يصل", "He may arrive").is_empty());
    }
}
