//! Scores that Arabic says in words: a clean hat-trick is 3-0, a goal for its like 1-1, and a negative draw 0-0.
//! This file owns which words are a nought or a one in them.

use super::number_words::stems;

/// Names of goals, and of so many of them.
const GOALS: [&str; 13] = [
    "هدف",
    "هدفا",
    "هدفان",
    "هدفين",
    "اهداف",
    "ثنائيه",
    "ثلاثيه",
    "رباعيه",
    "خماسيه",
    "سداسيه",
    "سباعيه",
    "ثمانيه",
    "تساعيه",
];

/// What is said of goals to which there was no answer.
const CLEAN: [&str; 7] = ["نظيف", "نظيفه", "نظيفين", "نظيفان", "وحيد", "يتيم", "بيضاء"];

/// How many goals of the other side stand behind a goal.
const AGAINST: [&str; 6] = ["لمثله", "لهدف", "لهدفين", "لثلاثه", "لاربعه", "لصفر"];

/// The most words between a draw and its score.
const DRAW: usize = 5;

/// What is missing behind "without".
const ANSWERS: [&str; 2] = ["رد", "مقابل"];

/// The values, besides those of number words, that the normalised word at a place has in a score.
pub(super) fn values(words: &[(usize, String)], at: usize) -> &'static [u64] {
    let word = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map_or("", |(_, word)| word.as_str())
    };
    let is =
        |at: Option<usize>, names: &[&str]| stems(word(at)).any(|(_, stem)| names.contains(&stem));
    let before = |steps: usize| at.checked_sub(steps);
    let behind = |steps: usize| Some(at + steps);
    let here = Some(at);
    // A negative draw, or to draw negatively.
    let is_draw = |at| stems(word(at)).any(|(_, stem)| stem.contains("تعادل"));
    if is(here, &["سلبا", "سلبي", "سلبيا"]) {
        let draws = (1..=DRAW).any(|steps| is_draw(before(steps)));
        return if draws { &[0] } else { &[] };
    }
    if is(here, &CLEAN) && (is(before(1), &GOALS) || is(before(2), &GOALS)) {
        return &[0];
    }
    let without = |at| is(at, &["دون", "بدون", "بلا"]);
    if is(here, &ANSWERS) && (without(before(1)) || without(before(2))) {
        return &[0];
    }
    let is_one = is(here, &["هدف", "هدفا"]);
    let is_against = word(here) == "لهدف" || is(before(1), &["مقابل"]);
    let is_answered = AGAINST.contains(&word(behind(1))) || is(behind(1), &["مقابل"]);
    let is_unanswered = without(behind(1)) || (word(behind(1)) == "من" && without(behind(2)));
    if is_one && (is_against || is_answered || is_unanswered || is(behind(1), &CLEAN)) {
        return &[1];
    }
    &[]
}

/// The value that the normalised word at a place has in a score, and the first of the words that say it.
pub(super) fn said(words: &[(usize, String)], at: usize) -> Option<(usize, u64)> {
    let is = |at: usize, names: &[&str]| stems(&words[at].1).any(|(_, stem)| names.contains(&stem));
    if is(at, &["هدفين", "هدفان"]) {
        return Some((at, 2));
    }
    let value = *values(words, at).first()?;
    let before = at.checked_sub(1);
    let before = before.filter(|&before| is(before, &["دون", "بدون", "بلا", "مقابل"]));
    Some((before.unwrap_or(at), value))
}

/// Whether the normalised word at a place is one for goals.
pub(super) fn are_goals(words: &[(usize, String)], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|(_, word)| GOALS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn words_of_scores_are_noughts_and_ones() {
        for (text, said) in [
            ("فاز الأهلي بثلاثية نظيفة", [3, 0]),
            ("فاز بهدفين نظيفين", [2, 0]),
            ("فاز بهدفين دون رد", [2, 0]),
            ("فاز بهدف دون رد", [1, 0]),
            ("فاز بهدف من دون مقابل", [1, 0]),
            ("فاز بهدف وحيد", [1, 0]),
            ("فاز برباعية بيضاء", [4, 0]),
            ("فاز بسباعية نظيفة", [7, 0]),
            ("تعادلا بهدف لمثله", [1, 1]),
            ("فاز بثلاثة أهداف مقابل هدف", [3, 1]),
            ("فاز بهدفين لهدف", [2, 1]),
            ("تعادل الفريقان سلبا", [0, 0]),
            ("انتهت المباراة بالتعادل السلبي", [0, 0]),
        ] {
            let keys = read(text).keys;
            for value in said {
                assert!(keys.contains(&Key::of(value)), "{text}: {value}");
            }
        }
        for (text, value) in [
            ("أثر سلبي على الاقتصاد", 0),
            ("مدينة نظيفة", 0),
            ("فاز بثلاثية", 0),
            ("رد الوزير", 0),
            ("الهدف من ذلك", 1),
        ] {
            assert!(!read(text).keys.contains(&Key::of(value)), "{text}");
        }
    }
}
