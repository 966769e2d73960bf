//! Times of day in Arabic: the third less a quarter is 2:45, and so is 14,45. This file owns which words are an hour, its
//! minutes and a part of the day.

use super::claims::{Gap, Word, number};
use super::number_words::{self, fraction, is_rank, stems};
use crate::text::numbers::key::Key;
use crate::text::numbers::noon::{excuse, has_twelve};
use crate::text::numbers::scan::{Number, TWELVE_HUNDRED};
use crate::text::numbers::{Claim, Keys, Meaning};

/// What stands before the fraction of an hour behind it, and before one that is missing, behind "less".
const AFTER: [&str; 2] = ["و", "وال"];
const MISSING: [&str; 2] = ["", "ال"];

/// The word for "less".
const LESS_WORD: &str = "الا";

/// Minutes, behind their number.
const MINUTES: [&str; 3] = ["دقيقه", "دقائق", "دقايق"];

/// The sides of noon, for [`Key::AfterNoon`].
const BEFORE_NOON: &[bool] = &[false];
const AFTER_NOON: &[bool] = &[true];

/// Parts of the day, and whether they are after noon.
const PARTS: [(&[&str], &[bool]); 6] = [
    (&["صباحا", "صباح"], BEFORE_NOON),
    (&["فجرا", "فجر"], BEFORE_NOON),
    (&["ظهرا", "ظهر"], AFTER_NOON),
    (&["عصرا", "عصر"], AFTER_NOON),
    (&["مساء", "مساءا"], AFTER_NOON),
    (&["ليلا", "ليل"], &[false, true]),
];

/// A time of day in words.
pub(super) struct Time<'w> {
    /// Its first word, and the one behind its last: of the hour and the minutes.
    pub(super) first: usize,
    pub(super) end: usize,
    /// The hour modulo twelve, and the minutes.
    pub(super) key: Key,
    /// The word behind the part of the day, which begins at `end`, and the sides of noon; if it is said.
    pub(super) part: Option<(usize, &'static [bool])>,
    /// What its words would mean alone, with their places.
    parts: Vec<(&'w Word<'w>, Key)>,
}

impl Time<'_> {
    /// Permits the time, and takes back what its words would mean alone: three and a quarter is no 3:45.
    pub(super) fn permit(&self, place: usize, keys: &mut Keys) {
        keys.insert(self.key.clone(), place);
        for (word, key) in &self.parts {
            keys.remove(key, word.place);
        }
    }
}

/// Lets what words of a time claim mean the time as well: five minutes to one are 12:55.
pub(super) fn join(times: &[Time<'_>], words: &[Word<'_>], claims: &mut [Claim]) {
    for claim in claims {
        let at = times.partition_point(|time| words[time.end - 1].place < claim.place);
        let time = times.get(at);
        let time = time.filter(|time| words[time.first].place <= claim.place);
        if let (Some(time), Meaning::AnyOf(any)) = (time, &mut claim.meaning) {
            any.push(time.key.clone());
        }
    }
}

/// The times of day that a text says in words.
pub(super) fn times<'w>(words: &'w [Word<'w>]) -> Vec<Time<'w>> {
    let mut times = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(time) = time(words, at) {
            at = time.end;
            times.push(time);
        } else {
            at += 1;
        }
    }
    times
}

/// The time whose hour is at a place: behind the word for it, or with minutes or a part of the day.
fn time<'w>(words: &'w [Word<'w>], at: usize) -> Option<Time<'w>> {
    if is(words, at, "منتصف")
        && ["الليل", "النهار"]
            .iter()
            .any(|word| is_next(words, at + 1, word))
    {
        return Some(Time {
            first: at,
            end: at + 2,
            key: Key::Time(0, 0),
            part: None,
            parts: Vec::new(),
        });
    }
    let (hour, mut end) = hour(words, at)?;
    let mut parts = Vec::new();
    if end > at + 1 {
        // The twelfth is no second and no tenth.
        parts.push((&words[at], Key::of(u64::from(hour - 10))));
        parts.push((&words[at + 1], Key::of(10)));
    }
    let mut key = Key::Time(hour % 12, 0);
    let minutes = minutes(words, end);
    if let Some((minutes, behind)) = minutes {
        let total = (i64::from(hour) * 60 + minutes).rem_euclid(12 * 60);
        let total = u32::try_from(total).ok()?;
        key = Key::Time(total / 60, total % 60);
        let last = &words[behind - 1];
        let values = stems(last.normalised).flat_map(|(_, stem)| fraction(stem));
        parts.extend(values.map(|value| (last, Key::Value((*value).to_owned()))));
        end = behind;
    }
    let part = part(words, end).filter(|_| words[end].gap == Gap::Spaces);
    let before = at.checked_sub(1).filter(|_| words[at].gap == Gap::Spaces);
    let first = before.filter(|&before| is_hour_word(words[before].normalised));
    let is_sure = first.is_some() || part.is_some() || minutes.is_some();
    is_sure.then_some(Time {
        first: first.unwrap_or(at),
        end,
        key,
        part,
        parts,
    })
}

/// Adds the time of day that a number in digits is by the words around it: twelve is noon or midnight, and 16,30 is
/// 16:30.
pub(super) fn read(number: &mut Number, words: &[Word<'_>]) {
    // The minutes of 8:12 are no hour.
    if number.place != number.start {
        return;
    }
    let behind = words.partition_point(|word| word.place < number.start);
    let before = behind.checked_sub(1).map(|at| words[at].normalised);
    let is_hour = before.is_some_and(is_hour_word) || is_zone(&words[behind..]);
    match number.plain() {
        Some(0 | 12 | 24) if is_hour || part(words, behind).is_some() => {
            number.also(Key::Time(0, 0));
        }
        Some(TWELVE_HUNDRED) if is_hour => number.also(Key::Time(0, 0)),
        _ => {}
    }
    if let Some((hour, minutes)) = with_minutes(number).filter(|_| is_hour) {
        number.also(Key::Time(hour % 12, minutes));
    }
}

/// What stands behind "noon" where it is no "appeared": noon tomorrow, noon on Thursday.
const NOON_OF: [&str; 12] = [
    "اليوم",
    "امس",
    "غد",
    "الغد",
    "يوم",
    "السبت",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
];

/// Leaves noon and midnight to the reader where the words of a text do not say one of them alone.
pub(super) fn excuse_noon(words: &[Word<'_>], numbers: &[Number], keys: &mut Keys) {
    let twelve = [0, 12, 24].map(Key::of);
    let is_open = has_twelve(numbers) || twelve.iter().any(|key| keys.contains(key));
    let says = |is_one: fn(&[Word<'_>], usize) -> bool| {
        !is_open && (0..words.len()).any(|at| is_one(words, at))
    };
    excuse(keys, says(is_noon), says(is_midnight));
}

/// Whether the word at a place says noon.
fn is_noon(words: &[Word<'_>], at: usize) -> bool {
    let next = |names: &[&str]| names.iter().any(|name| is_next(words, at + 1, name));
    match words[at].normalised {
        "ظهرا" | "الظهر" | "الظهيره" => true,
        "ظهر" => next(&NOON_OF),
        "منتصف" => next(&["النهار"]),
        _ => false,
    }
}

/// Whether the word at a place says midnight.
fn is_midnight(words: &[Word<'_>], at: usize) -> bool {
    let next = |name| is_next(words, at + 1, name);
    is(words, at, "منتصف") && ["الليل", "ليل", "ليله", "ليلتي"].into_iter().any(next)
}

/// Whether words begin with the name of a time zone; agencies write Greenwich as two letters.
fn is_zone(words: &[Word<'_>]) -> bool {
    let mut words = words.iter().map(|word| word.normalised);
    match words.next() {
        Some("بتوقيت" | "بالتوقيت") => true,
        Some("ت") => words.next() == Some("غ"),
        _ => false,
    }
}

/// The hour and the minutes of 16,30.
fn with_minutes(number: &Number) -> Option<(u32, u32)> {
    let ([hour, minutes], [',' | '،' | '.']) =
        (number.groups.as_slice(), number.separators.as_slice())
    else {
        return None;
    };
    let both: (u32, u32) = (hour.parse().ok()?, minutes.parse().ok()?);
    let is_time = minutes.len() == 2 && both.0 <= 24 && both.1 < 60 && number.magnitude == 0;
    is_time.then_some(both)
}

/// Whether a normalised word is the one for an hour of the day.
pub(super) fn is_hour_word(word: &str) -> bool {
    matches!(word, "الساعه" | "ساعه" | "والساعه" | "بالساعه" | "للساعه")
}

/// Whether the word at a place is this one.
fn is(words: &[Word<'_>], at: usize, normalised: &str) -> bool {
    words
        .get(at)
        .is_some_and(|word| word.normalised == normalised)
}

/// Whether it is, and only spaces stand before it.
fn is_next(words: &[Word<'_>], at: usize, normalised: &str) -> bool {
    is(words, at, normalised) && words[at].gap == Gap::Spaces
}

/// The hour at a place, from 1 to 12, and the place behind it.
fn hour(words: &[Word<'_>], at: usize) -> Option<(u32, usize)> {
    let (prefix, stem, value) = number(words.get(at)?.normalised)?;
    let is_one = stem == "واحده";
    let is_hour = ["ال", "لل"].iter().any(|article| prefix.ends_with(article))
        && stem.ends_with('ه')
        && (is_rank(stem) || is_one);
    let value = u32::try_from(value).ok().filter(|_| is_hour)?;
    let is_teen = is_next(words, at + 1, "عشره") && !is_one;
    match (value, is_teen) {
        (1..=2, true) => Some((value + 10, at + 2)),
        (3..=10, false) => Some((value, at + 1)),
        (1, false) => is_one.then_some((1, at + 1)),
        (2, false) => Some((2, at + 1)),
        _ => None,
    }
}

/// The minutes of a fraction of an hour with one of these prefixes.
fn of_an_hour(word: &str, prefixes: &[&str]) -> Option<i64> {
    let mut stems = stems(word).filter(|(prefix, _)| prefixes.contains(prefix));
    let minutes = |stem: &str| number_words::minutes(stem.strip_suffix('ا').unwrap_or(stem));
    let minutes = stems.find_map(|(_, stem)| minutes(stem));
    minutes.and_then(|minutes| i64::try_from(minutes).ok())
}

/// The minutes at a place, which are negative if they are missing, and the place behind them.
fn minutes(words: &[Word<'_>], at: usize) -> Option<(i64, usize)> {
    let word = words.get(at).filter(|word| word.gap == Gap::Spaces)?;
    if let Some(minutes) = of_an_hour(word.normalised, &AFTER) {
        return Some((minutes, at + 1));
    }
    if word.normalised == LESS_WORD {
        let next = words.get(at + 1)?;
        if let Some(minutes) = of_an_hour(next.normalised, &MISSING) {
            return Some((-minutes, at + 2));
        }
        let (minutes, end) = counted(words, at + 1)?;
        return Some((-minutes, end));
    }
    let (prefix, ..) = number(word.normalised)?;
    counted(words, at).filter(|_| prefix.starts_with('و'))
}

/// The number of minutes whose first word is at a place, and the place behind the word for them.
fn counted(words: &[Word<'_>], at: usize) -> Option<(i64, usize)> {
    let (_, _, first) = number(words.get(at)?.normalised)?;
    let second = words.get(at + 1).and_then(|word| number(word.normalised));
    let second = second.filter(|(prefix, _, value)| {
        let is_teen = prefix.is_empty() && *value == 10;
        first < 10 && (is_teen || (*prefix == "و" && (20..60).contains(value)))
    });
    let total = first + second.map_or(0, |(_, _, value)| value);
    let end = at + 1 + usize::from(second.is_some());
    let is_minutes = MINUTES.iter().any(|word| is_next(words, end, word));
    let total = i64::try_from(total)
        .ok()
        .filter(|total| *total < 60 && is_minutes)?;
    Some((total, end + 1))
}

/// The place behind the part of the day at a place, and the sides of noon on which it is.
pub(super) fn part(words: &[Word<'_>], at: usize) -> Option<(usize, &'static [bool])> {
    let has_of = is(words, at, "من");
    let at = at + usize::from(has_of);
    let word = words.get(at)?;
    if has_of && word.gap != Gap::Spaces {
        return None;
    }
    let next = |steps: usize, normalised: &str| is_next(words, at + steps, normalised);
    let is_noon = next(1, "الظهر") || next(1, "ظهر");
    match word.normalised {
        "بعد" if is_noon => Some((at + 2, AFTER_NOON)),
        "قبل" if is_noon => Some((at + 2, BEFORE_NOON)),
        "بعد" if next(1, "منتصف") && next(2, "الليل") => Some((at + 3, BEFORE_NOON)),
        name => {
            let found = PARTS.iter().find(|(names, _)| names.contains(&name));
            found.map(|(_, sides)| (at + 1, *sides))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn hours_and_their_minutes_are_times() {
        for (text, hour, minutes) in [
            ("في الساعة الخامسة", 5, 0),
            ("في الخامسة مساء", 5, 0),
            ("في السابعة والنصف صباحا", 7, 30),
            ("في الثالثة إلا ربعا بعد الظهر", 2, 45),
            ("في الرابعة إلا ثلثا فجرا", 3, 40),
            ("عند الثامنة وعشر دقائق", 8, 10),
            ("عند الثامنة وخمس وعشرين دقيقة", 8, 25),
            ("عند الساعة الواحدة إلا خمس دقائق", 0, 55),
            ("عند الثانية عشرة ظهرا", 0, 0),
            ("عند منتصف الليل", 0, 0),
        ] {
            let keys = read(text).keys;
            assert!(keys.contains(&Key::Time(hour, minutes)), "{text}");
        }
        let keys = read("عند الساعة الثانية عشرة ليلا").keys;
        let said = [2, 10, 12].map(|value| keys.contains(&Key::of(value)));
        assert_eq!(said, [false, false, true]);
    }

    #[test]
    fn twelve_in_digits_is_noon_or_midnight_where_words_say_so() {
        for (text, is_time) in [
            ("الساعة 12 ظهرا", true),
            ("الساعة 12", true),
            ("في 12 ليلا", true),
            ("عند 12 بتوقيت غرينتش", true),
            ("الساعة 1200 بتوقيت غرينتش", true),
            ("الساعة 12,00 بتوقيت غرينتش", true),
            ("قتل 12 شخصا ظهرا", false),
            ("اجتمع 1200 شخص", false),
            ("بلغ 12,00 في المئة", false),
            ("الساعة 8:12", false),
        ] {
            let keys = read(text).keys;
            assert_eq!(keys.contains(&Key::Time(0, 0)), is_time, "{text}");
        }
    }

    #[test]
    fn times_of_day_may_have_a_comma_before_their_minutes() {
        let is_time = |text: &str, key: Key| read(text).keys.contains(&key);
        assert!(is_time("(14,00 ت غ)", Key::Time(2, 0)));
        assert!(is_time("الساعة 09,45", Key::Time(9, 45)));
        assert!(!is_time("14,75 دولارا", Key::Time(2, 75)));
        assert!(!is_time("14,5", Key::Time(2, 5)));
    }

    #[test]
    fn ranks_without_minutes_or_a_part_of_the_day_are_no_hours() {
        for (text, hour) in [
            ("المادة الخامسة من القانون", 5),
            ("في الثانية عشرة من عمره", 0),
            ("المرة الثالثة والأخيرة", 3),
        ] {
            let keys = read(text).keys;
            assert!(!keys.contains(&Key::Time(hour, 0)), "{text}");
        }
    }
}
