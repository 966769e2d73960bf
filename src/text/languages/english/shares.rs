//! Shares and multiples in English words: one in five, two-thirds, doubled. This file owns the percentages
//! that they are.

use super::number_words::{Word, number_word};
use super::parts;
use crate::text::numbers::lexicon::Placed;
use crate::text::numbers::scan::Number;
use crate::text::numbers::shares::Share;

/// Beginnings of verbs for so many times as much.
const MULTIPLES: [(&str, u64); 5] = [
    ("doubl", 2),
    ("tripl", 3),
    ("trebl", 3),
    ("quadrupl", 4),
    ("quintupl", 5),
];

/// The endings of these verbs, and of "halve" without its last letter.
const ENDINGS: [&str; 4] = ["e", "ed", "es", "ing"];

/// Last words of phrases that make a share a rough one: about, more than, close to.
const ROUGHLY: [&str; 14] = [
    "about",
    "almost",
    "approximately",
    "around",
    "barely",
    "just",
    "nearly",
    "over",
    "roughly",
    "some",
    "than",
    "to",
    "under",
    "virtually",
];

/// How many percentage points a share may be off, and a rough one.
const OFF: (f64, f64) = (1.0, 2.0);

/// The same as a part of the share, for small ones.
const OFF_IN_PART: (f64, f64) = (0.1, 0.2);

/// The most words of a share, as in "one voter out of every five".
const LONGEST: usize = 6;

/// How many times as much a word in lower case says: tripled, fivefold.
pub(super) fn times(word: &str) -> Option<u64> {
    if let Some(count) = word.strip_suffix("fold") {
        return match number_word(count) {
            Some(Word::Cardinal(count @ 2..)) => Some(count),
            _ => None,
        };
    }
    let of_verb = |&(begin, times): &(&str, u64)| {
        let ending = word.strip_prefix(begin)?;
        ENDINGS.contains(&ending).then_some(times)
    };
    MULTIPLES.iter().find_map(of_verb)
}

/// A word in lower case, or a number in digits, with what it counts.
struct Item {
    start: usize,
    end: usize,
    word: String,
    count: Option<u64>,
}

/// The shares that the words of a text, given with their starts and ends, and its numbers in digits are.
pub(super) fn read(words: &[Placed], numbers: &[Number]) -> Vec<Share> {
    let in_words = words.iter().map(|(start, end, word)| {
        let word = word.to_lowercase();
        let count = match number_word(&word) {
            Some(Word::Cardinal(count)) => Some(count),
            _ => (word == "hundred").then_some(100),
        };
        Item {
            start: *start,
            end: *end,
            word,
            count,
        }
    });
    let in_digits = numbers.iter().map(|number| Item {
        start: number.start,
        end: number.end,
        word: String::new(),
        count: number.plain().map(u64::from),
    });
    let mut items: Vec<Item> = in_words.chain(in_digits).collect();
    items.sort_by_key(|item| item.start);
    (0..items.len())
        .filter_map(|at| share(&items, at))
        .collect()
}

/// The share that begins at an item.
fn share(items: &[Item], at: usize) -> Option<Share> {
    let joined = |pair: &&[Item]| pair[1].start <= pair[0].end + 1;
    let pairs = items[at..].windows(2).take(LONGEST - 1);
    let run = &items[at..=at + pairs.take_while(joined).count()];
    let (parts, all, length) = counted(run)
        .or_else(|| fraction(run))
        .or_else(|| multiple(run))?;
    let percent = 100.0 * parts as f64 / all as f64;
    let before = at
        .checked_sub(1)
        .map_or("", |before| items[before].word.as_str());
    let (points, part) = if ROUGHLY.contains(&before) {
        (OFF.1, OFF_IN_PART.1)
    } else {
        (OFF.0, OFF_IN_PART.0)
    };
    Some(Share {
        places: run[..length].iter().map(|item| item.start).collect(),
        percent,
        tolerance: f64::min(points, part * percent),
    })
}

/// The word at a place of a run; empty where there is none.
fn word(run: &[Item], at: usize) -> &str {
    run.get(at).map_or("", |item| item.word.as_str())
}

/// One in five, seven out of 10, one voter in three: how many of how many, and the number of items.
fn counted(run: &[Item]) -> Option<(u64, u64, usize)> {
    let parts = run.first()?.count?;
    let joint = (1..=2).find(|&at| matches!(word(run, at), "in" | "of" | "out"))?;
    let behind = |steps: usize| word(run, joint + steps);
    let second = match (behind(0), behind(1), behind(2)) {
        ("out", "of", "every") => joint + 3,
        ("out", "of", _) | ("in", "a" | "every", _) | ("of", "every", _) => joint + 2,
        ("in", ..) => joint + 1,
        _ => return None,
    };
    let all = run.get(second)?.count?;
    (0 < parts && parts < all && all <= 100).then_some((parts, all, second + 1))
}

/// A third, two-thirds, half.
fn fraction(run: &[Item]) -> Option<(u64, u64, usize)> {
    let first = run.first()?;
    if first.word == "half" {
        return Some((1, 2, 1));
    }
    let parts = match &*first.word {
        "a" | "an" => 1,
        _ => first.count?,
    };
    // The half of "a half" is one by itself.
    let all = parts::all(word(run, 1)).filter(|all| *all > 2)?;
    (0 < parts && parts < all).then_some((parts, all, 2))
}

/// Doubled, which is a hundred percent more, and halved.
fn multiple(run: &[Item]) -> Option<(u64, u64, usize)> {
    let word = word(run, 0);
    if word
        .strip_prefix("halv")
        .is_some_and(|ending| ENDINGS.contains(&ending))
    {
        return Some((1, 2, 1));
    }
    Some((times(word)? - 1, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;

    #[test]
    fn shares_and_multiples_are_percentages() {
        for (text, percentage, other) in [
            ("One in four voters", "25", "20"),
            ("one voter in five", "20", "25"),
            ("seven in 10", "70", "77"),
            ("8 out of 10", "80", "8"),
            ("Nine out of every ten", "90", "9"),
            ("two in every hundred", "2", "3"),
            ("four of every five", "80", "20"),
            ("one in 20", "5", "4"),
            ("a third", "33", "30"),
            ("Two-thirds", "66", "33"),
            ("three quarters", "75", "25"),
            ("nine tenths", "90", "10"),
            ("about a fifth", "18.2", "17"),
            ("a fifth", "19.5", "18.2"),
            ("more than half", "52", "53"),
            ("Prices doubled", "100", "200"),
            ("tripled", "200", "100"),
            ("a fivefold rise", "400", "500"),
            ("halved", "50", "100"),
        ] {
            let shares = read(text).shares;
            let is = |percentage: &str| shares.iter().any(|share| share.is(percentage));
            assert!(is(percentage), "{text}: {shares:?}");
            assert!(!is(other), "{text}: {shares:?}");
        }
        for text in ["Four of them", "ten in five days", "the third", "a tripod"] {
            assert!(read(text).shares.is_empty(), "{text}");
        }
    }
}
