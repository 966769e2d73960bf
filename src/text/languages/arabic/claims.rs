//! The numbers that an Arabic text says in words so plainly that a translation must have them: days
//! of a month, lengths of time, counts of three and more, and half a million.

use super::clock::is_hour_word;
use super::number_words::{is_rank, months, stems, value};
use super::numbers::{Spoken, of_a_magnitude};
use crate::text::numbers::scan::Number;
use crate::text::numbers::{Claim, Key, Keys, Meaning};

/// A word with its place in characters, as written and normalised.
pub(super) struct Word<'a> {
    pub(super) place: usize,
    pub(super) written: &'a str,
    pub(super) normalised: &'a str,
    /// What stands between it and the word before it.
    pub(super) gap: Gap,
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Spaces, or nothing.
    Spaces,
    /// Digits, which belong to the number on either side, with anything else.
    Digits,
    /// Other signs.
    Signs,
}

/// A number in words: its first word, the one after it, and its value.
pub(super) struct Said {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) value: u64,
}

/// Units of time, normalised: after three to ten, and after larger numbers.
const UNITS: [(&[&str], &[&str], Unit); 6] = [
    (&["سنوات", "سنين", "اعوام"], &["سنه", "عاما"], Unit::Year),
    (&["اشهر", "شهور"], &["شهرا"], Unit::Month),
    (&["اسابيع"], &["اسبوعا"], Unit::Week),
    (&["ايام"], &["يوما"], Unit::Day),
    (&["ساعات"], &["ساعه"], Unit::Hour),
    (&["دقائق", "دقايق"], &["دقيقه"], Unit::Minute),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
}

/// The article, and what it is written with.
const DEFINITE: [&str; 5] = ["ال", "بال", "كال", "فال", "لل"];

/// Words behind a length of time that make it longer.
const AND_A_PART: [&str; 4] = ["ونصف", "وربع", "وثلث", "ونيف"];

/// Words behind a count of which English may make another number: "thirty years" for three decades,
/// "sixfold", "quadruplets".
const COUNTED_OTHERWISE: [&str; 12] = [
    "عقود",
    "عقدا",
    "قرون",
    "قرنا",
    "ارباع",
    "اخماس",
    "اسداس",
    "اسباع",
    "اعشار",
    "ضعفا",
    "اضعاف",
    "توائم",
];

/// Words before a year.
pub(super) const YEAR: [&str; 4] = ["عام", "سنه", "العام", "السنه"];

/// What a text claims.
pub(super) fn claims(words: &[Word<'_>]) -> Vec<Claim> {
    let claim = |said: Said| {
        let written = words[said.first..said.end].iter();
        let written: Vec<&str> = written.map(|word| word.written).collect();
        let as_claim = |meaning| Claim {
            text: written.join(" "),
            place: words[said.first].place,
            meaning,
        };
        let behind = &words[said.end..];
        let has_of = behind.first().is_some_and(|word| word.normalised == "من");
        let day = u32::try_from(said.value).ok();
        // The first of a month may be its beginning.
        if let Some(day) = day.filter(|day| *day > 1 && has_of && is_day(*day, behind)) {
            return Some(as_claim(Meaning::Day(day)));
        }
        let mut any = vec![Key::of(said.value)];
        if said.value == 3 {
            // Three months are a quarter.
            any.push(Key::Value("0.25".to_owned()));
        }
        let claimed = is_length(words, &said) || is_count(words, &said);
        claimed.then(|| as_claim(Meaning::AnyOf(any)))
    };
    let with_halves = |said: &Said| {
        let value = said.value.checked_add(and_a_half(words, said)?)?;
        let written = words[said.first..said.end + 2].iter();
        let written: Vec<&str> = written.map(|word| word.written).collect();
        Some(Claim {
            text: written.join(" "),
            place: words[said.first].place,
            meaning: Meaning::AnyOf(vec![Key::of(value)]),
        })
    };
    let halves = words.windows(2).enumerate().filter_map(|(at, pair)| {
        let before = at.checked_sub(1).map(|at| words[at].normalised);
        half(before, &pair[0], &pair[1])
    });
    let thirds = (0..words.len()).filter_map(|at| two_thirds(words, at));
    let said = said(words);
    let mut claims: Vec<Claim> = said.iter().filter_map(with_halves).collect();
    claims.extend(said.into_iter().filter_map(claim));
    claims.extend(halves);
    claims.extend(thirds);
    claims
}

/// What two thirds may be in English: two of them, or a share of the whole.
const TWO_THIRDS: [&str; 9] = [
    "2", "66", "67", "66.6", "66.7", "66.66", "66.67", "0.66", "0.67",
];

/// Two thirds, which are one word in the dual. It is also one third in the accusative, as in twenty minutes to an
/// hour, unless what it is a part of stands behind it.
fn two_thirds(words: &[Word<'_>], at: usize) -> Option<Claim> {
    let word = &words[at];
    let is_one_of = |names: &[&str]| stems(word.normalised).any(|(_, stem)| names.contains(&stem));
    let before = at.checked_sub(1).map_or("", |at| words[at].normalised);
    let is_part = words
        .get(at + 1)
        .is_some_and(|next| next.gap == Gap::Spaces && next.normalised.starts_with("ال"));
    let is_dual = is_one_of(&["ثلثي", "ثلثين", "ثلثان"])
        || (is_one_of(&["ثلثا"]) && is_part && before != "الا");
    is_dual.then(|| Claim {
        text: word.written.to_owned(),
        place: word.place,
        meaning: Meaning::AnyOf(
            TWO_THIRDS
                .map(|value| Key::Value(value.to_owned()))
                .to_vec(),
        ),
    })
}

/// Half of the last unit of a number, if it is named behind it once more: "a million and half a million".
fn and_a_half(words: &[Word<'_>], said: &Said) -> Option<u64> {
    let [and, unit, ..] = words.get(said.end..)? else {
        return None;
    };
    let is_whole = words[said.first].gap != Gap::Digits && and.gap == Gap::Spaces;
    let half = of_a_magnitude("نصف", unit.normalised)
        .filter(|_| is_whole && unit.gap == Gap::Spaces && and.normalised == "ونصف")?;
    (said.value >= 2 * half && said.value.is_multiple_of(2 * half)).then_some(half)
}

/// Half of a magnitude, unless a number stands before it.
fn half(before: Option<&str>, word: &Word<'_>, next: &Word<'_>) -> Option<Claim> {
    let counted = before.is_some_and(|before| number(before).is_some());
    let is_half = matches!(word.normalised, "نصف" | "بنصف" | "لنصف");
    let value = of_a_magnitude("نصف", next.normalised).filter(|_| is_half && !counted)?;
    Some(Claim {
        text: format!("{} {}", word.written, next.written),
        place: word.place,
        meaning: Meaning::AnyOf(vec![Key::of(value)]),
    })
}

/// The day of a month that a number in digits is, from what stands behind it.
pub(super) fn day_in_digits(number: &Number, behind: &[Word<'_>]) -> Option<Claim> {
    let day = number.plain().filter(|day| is_day(*day, behind))?;
    Some(Claim {
        text: number.text.clone(),
        place: number.start,
        meaning: Meaning::Day(day),
    })
}

/// The numbers in words.
pub(super) fn said(words: &[Word<'_>]) -> Vec<Said> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (mut spoken, mut end) = (Spoken::default(), at);
        let (mut next, mut and, mut stem_before) = (at, false, "");
        while let Some(word) = words.get(next) {
            if next > at && word.gap != Gap::Spaces {
                break;
            }
            next += 1;
            if word.normalised == "و" && end > at {
                and = true;
                continue;
            }
            let Some((prefix, stem, value)) = number(word.normalised) else {
                break;
            };
            let joint = match prefix {
                _ if and || prefix.starts_with('و') => Joint::And,
                "" => Joint::Bare,
                _ => Joint::Other,
            };
            let goes_on = !is_dozen(stem_before) && goes_on(spoken.value(), value, joint);
            if end > at && !goes_on {
                break;
            }
            stem_before = stem;
            spoken.hear(value, 0, &mut Keys::default());
            (end, and) = (next, false);
        }
        if end > at {
            found.push(Said {
                first: at,
                end,
                value: spoken.value(),
            });
        }
        at = end.max(at + 1);
    }
    found
}

/// Whether a number word is also a contract or a verb, with which no number begins.
pub(super) fn is_dozen(stem: &str) -> bool {
    matches!(stem, "عقد" | "عقدا")
}

/// What stands between a number word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    /// Nothing.
    Bare,
    /// The article or a preposition.
    Other,
}

/// Whether a number word continues the number before it. "Fifteen" has no "and", and "twenty-five"
/// has one: "the fifth and the tenth" are two numbers, and so are those of "Sunday the tenth" and "the
/// first thirty", because Sunday is called the first day. "Five in the hundred" are five.
fn goes_on(before: u64, value: u64, joint: Joint) -> bool {
    let below = before % 100;
    let is_unit = (1..10).contains(&below);
    let is_teen = value == 10 && joint == Joint::Bare;
    let has_tens = value >= 20 && joint == Joint::And;
    joint != Joint::Other && (below == 0 || value >= 100 || (is_unit && (is_teen || has_tens)))
}

/// The prefix of a number word, the word without it, and its value.
pub(super) fn number(word: &str) -> Option<(&'static str, &str, u64)> {
    stems(word).find_map(|(prefix, stem)| Some((prefix, stem, value(stem)?)))
}

/// Whether a number is the day of a month that stands behind it: "the seventh of October".
fn is_day(number: u32, behind: &[Word<'_>]) -> bool {
    let word = |at: usize| behind.get(at).map_or("", |word| word.normalised);
    let month = match (word(0), word(1)) {
        ("من", "شهر") => word(2),
        ("من", month) => month,
        (month, _) => month,
    };
    (1..=31).contains(&number) && !months(month).is_empty()
}

/// Whether a unit of time stands behind it, or the other way round with articles: "ten years", "the
/// years, the fifteen".
fn is_length(words: &[Word<'_>], said: &Said) -> bool {
    let normalised = |at: usize| words.get(at).map_or("", |word| word.normalised);
    let unit = |word: &str| {
        let of = |names: &[&str]| stems(word).any(|(_, stem)| names.contains(&stem));
        let few = said.value <= 10;
        let found = UNITS
            .iter()
            .find(|(several, one, _)| of(if few { several } else { one }));
        found.map(|(_, _, unit)| *unit)
    };
    let before = said.first.checked_sub(1).map_or("", normalised);
    let is_definite = |word: &str| DEFINITE.iter().any(|with| word.starts_with(with));
    let after = || {
        let of = |names: &[&str]| stems(before).any(|(_, stem)| names.contains(&stem));
        let both = is_definite(before) && is_definite(normalised(said.first));
        let found = UNITS.iter().find(|(several, _, _)| both && of(several));
        found.map(|(_, _, unit)| *unit)
    };
    let behind = unit(normalised(said.end));
    let Some(unit) = behind.or_else(after) else {
        return false;
    };
    let follower = normalised(said.end + usize::from(behind.is_some()));
    (3..100).contains(&said.value)
        && !AND_A_PART.contains(&follower)
        && !has_another_name(said.value, unit)
}

/// Whether it counts three things or more, which are not known from before: "seven civilians". English
/// often leaves out the number of "the seven civilians", of parts and of what it counts in another way.
fn is_count(words: &[Word<'_>], said: &Said) -> bool {
    let normalised = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map_or("", |word| word.normalised)
    };
    let parts = words[said.first..said.end].iter();
    let parts: Vec<_> = parts.filter_map(|word| number(word.normalised)).collect();
    let Some(&(prefix, first, _)) = parts.first() else {
        return false;
    };
    let before = normalised(said.first.checked_sub(1));
    let (behind, after) = (normalised(Some(said.end)), normalised(Some(said.end + 1)));
    let definite = ["ال", "لل"].iter().any(|article| prefix.ends_with(article));
    let ranked = parts.iter().any(|(_, stem, _)| is_rank(stem));
    // A part of it is in digits, or it is the verb of "seats five".
    let and = usize::from(behind == "و");
    let is_part = [said.first, said.end + and].into_iter().any(|at| {
        let word = words.get(at);
        word.is_some_and(|word| word.gap == Gap::Digits)
    });
    let goes_on = number(behind).is_some();
    let many = first.ends_with("ات") || matches!(first, "الاف" | "الوف" | "ملايين" | "بلايين");
    let is_fraction = matches!(first, "خمس" | "سبع" | "تسع" | "عشر")
        && DEFINITE.iter().any(|with| behind.starts_with(with));
    // A contract, a dozen, "I am not", and a housewife.
    let is_other_word = is_dozen(first)
        || matches!(first, "عقدان" | "عقدين" | "دزينه")
        || (first == "ست" && (prefix.ends_with('ل') || behind == "بيت"));
    let alone = parts.len() == 1 && (said.value >= 100 || is_fraction || is_other_word);
    let in_units = UNITS.iter().any(|(several, one, _)| {
        stems(behind).any(|(_, stem)| several.contains(&stem) || one.contains(&stem))
    });
    let percent = matches!(behind, "بالمئه" | "بالمائه")
        || (behind == "في" && matches!(after, "المئه" | "المائه"));
    // One of every four is a quarter, and between five and twenty there are two numbers.
    let counted_otherwise = matches!(before, "كل" | "بين")
        || COUNTED_OTHERWISE.contains(&behind)
        || AND_A_PART.contains(&behind)
        || percent
        || in_units;
    let is_dated = is_hour_word(before) || YEAR.contains(&before);
    said.value >= 3
        && !(is_part || goes_on)
        && !(definite || ranked || many || alone || counted_otherwise || is_dated)
}

/// Whether English often says a length of time in another unit: a week, a fortnight, three quarters, a year
/// and a half, half a century.
fn has_another_name(value: u64, unit: Unit) -> bool {
    let others: &[u64] = match unit {
        Unit::Year => &[25, 50, 75],
        Unit::Month => &[6, 9, 12, 18, 24],
        Unit::Week => &[4, 6, 8],
        Unit::Day => &[7, 10, 14, 15, 21, 30, 60, 90],
        Unit::Hour => &[12, 24, 36, 48, 72, 96],
        Unit::Minute => &[15, 30, 45, 60, 90],
    };
    others.contains(&value)
}

#[cfg(test)]
#[path = "claims_tests.rs"]
mod tests;
