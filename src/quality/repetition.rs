//! This check finds loops: words, groups of words or letters that the translation repeats.
//! Repetition that the source has too is never flagged.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;
use super::words::words;

/// The longest group of words that is searched for loops.
const LONGEST: usize = 8;
/// The lengths in words of a group that must not be said twice in succession; shorter ones may be
/// style.
const ECHO: RangeInclusive<usize> = 4..=12;
/// The lengths of a group that excuses this if the source says it twice.
const SOURCE_ECHO: RangeInclusive<usize> = 1..=12;
/// By how much the count of the most frequent four words must exceed that of the source's most
/// frequent group of words: the "top n-gram count" of Guerreiro et al. 2023, "Looking for a Needle
/// in a Haystack".
const SURPLUS: usize = 3;

/// Flags a translation that repeats itself where its source does not.
pub(super) fn check(pair: &Pair<'_>) -> Option<Flag> {
    let translation = words(pair.translation);
    let source = words(pair.source);
    let repeated = word_loop(&translation, (4, 3))
        .filter(|_| word_loop(&source, (3, 2)).is_none())
        .or_else(|| echo(&translation, ECHO).filter(|_| echo(&source, SOURCE_ECHO).is_none()))
        .or_else(|| oscillation(&translation, &source))
        .or_else(|| {
            translation
                .iter()
                .find(|word| letter_loop(word, 1))
                .filter(|_| !source.iter().any(|word| letter_loop(word, 2)))
                .map(|word| word.chars().take(24).collect())
        })?;
    Some(
        Flag::new(FlagKind::Repetition, "The translation repeats itself.")
            .with_evidence([repeated]),
    )
}

/// The first repeated group of words. `times` holds how often a single word and a longer group
/// must occur in immediate succession.
fn word_loop(words: &[String], times: (usize, usize)) -> Option<String> {
    (1..=LONGEST).find_map(|n| repeated(words, n, if n == 1 { times.0 } else { times.1 }))
}

/// The first group of so many words that is said twice in immediate succession.
fn echo(words: &[String], mut lengths: RangeInclusive<usize>) -> Option<String> {
    lengths.find_map(|n| repeated(words, n, 2))
}

/// The first group of `n` words that occurs `times` in immediate succession.
fn repeated(words: &[String], n: usize, times: usize) -> Option<String> {
    let needed = (times - 1) * n;
    let mut equal = 0;
    for (at, (word, next)) in words.iter().zip(words.iter().skip(n)).enumerate() {
        equal = if word == next { equal + 1 } else { 0 };
        if equal == needed {
            let start = at + 1 - equal;
            return Some(words[start..start + n].join(" "));
        }
    }
    None
}

fn oscillation(translation: &[String], source: &[String]) -> Option<String> {
    let (count, group) = most_frequent(translation, 4)?;
    let usual = (2..=4)
        .filter_map(|n| most_frequent(source, n))
        .map(|(count, _)| count)
        .max();
    (count >= usual.unwrap_or(0) + SURPLUS).then(|| group.join(" "))
}

fn most_frequent(words: &[String], n: usize) -> Option<(usize, &[String])> {
    let mut counts: BTreeMap<&[String], usize> = BTreeMap::new();
    let mut best: Option<(usize, &[String])> = None;
    for group in words.windows(n) {
        let count = counts.entry(group).or_insert(0);
        *count += 1;
        if best.is_none_or(|(most, _)| *count > most) {
            best = Some((*count, group));
        }
    }
    best
}

/// Whether a word repeats one to six characters five times or more in succession, over at least
/// ten characters for letters and sixteen for digits (a trillion has twelve zeros), both divided
/// by `ease`.
fn letter_loop(word: &str, ease: usize) -> bool {
    let letters: Vec<char> = word.chars().collect();
    (1..=6).any(|n| {
        let mut equal = 0;
        letters
            .iter()
            .zip(letters.iter().skip(n))
            .any(|(letter, next)| {
                equal = if letter == next { equal + 1 } else { 0 };
                let length = if letter.is_numeric() { 16 } else { 10 };
                equal > 0 && equal + n >= length / ease && equal >= 4 * n / ease
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(source: &str, translation: &str) -> Option<Vec<String>> {
        check(&Pair::sentence(source, translation)).map(|flag| flag.evidence)
    }

    #[test]
    fn a_word_said_four_times_is_a_loop_and_three_times_is_not() {
        let source = "هذا جيد";
        assert_eq!(
            evidence(source, "blah blah, blah, blah"),
            Some(vec!["blah".to_owned()])
        );
        assert_eq!(evidence(source, "this is very very very good"), None);
    }

    #[test]
    fn a_group_said_three_times_is_a_loop_and_twice_is_not() {
        let source = "قال إنه سيعود غدا";
        assert_eq!(
            evidence(source, "He said of the city of the city of the city"),
            Some(vec!["of the city".to_owned()])
        );
        assert_eq!(evidence(source, "He said of the city of the city"), None);
    }

    #[test]
    fn four_words_said_twice_are_an_echo() {
        let source = "قال إنه سيعود إلى المدينة غدا";
        assert_eq!(
            evidence(
                source,
                "He said that he would, said that he would return tomorrow"
            ),
            Some(vec!["said that he would".to_owned()])
        );
        assert_eq!(
            evidence(source, "He said he would, said he would return tomorrow"),
            None
        );
    }

    #[test]
    fn a_source_that_repeats_itself_excuses_the_loop() {
        assert_eq!(evidence("لا لا لا لا", "No, no, no, no"), None);
        assert_eq!(
            evidence(
                "سيعود غدا، سيعود غدا",
                "He will return tomorrow, he will return tomorrow"
            ),
            None
        );
    }

    #[test]
    fn the_same_four_words_again_and_again_are_an_oscillation() {
        let english = "one of the best a one of the best b one of the best c one of the best";
        assert_eq!(
            evidence("هو من أفضل اللاعبين في العالم", english),
            Some(vec!["one of the best".to_owned()])
        );
    }

    #[test]
    fn a_loop_inside_a_word_is_found_unless_the_source_has_one() {
        assert_eq!(
            evidence("ضحك", "hahahahahaha"),
            Some(vec!["hahahahahaha".to_owned()])
        );
        assert_eq!(evidence("هههههههههه", "hahahahahaha"), None);
        assert_eq!(evidence("رقم", &"1".repeat(30)), Some(vec!["1".repeat(24)]));
        assert_eq!(evidence("تريليون", "1000000000000"), None);
    }

    #[test]
    fn an_empty_text_does_not_repeat_itself() {
        assert_eq!(evidence("", ""), None);
    }
}
