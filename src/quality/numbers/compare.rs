use std::collections::BTreeSet;

use crate::brief::{Flag, FlagKind};
use crate::quality::check::Pair;

use super::counts::{self, Uneven};
use super::english_words::number_word;
use super::key::Key;
use super::{arabic, english};

/// How many numbers a message names; the rest are counted.
const NAMED: usize = 5;

/// The differences between two texts, as written and each number once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Numbers in digits of the source that English has in no form.
    pub missing: Vec<String>,
    /// Numbers in digits of the English text that the source has in no form.
    pub added: Vec<String>,
    /// Numbers that the source has in digits more often than English in any form.
    pub fewer: Vec<Uneven>,
    /// Numbers that English has in digits far more often than the source in any form.
    pub more: Vec<Uneven>,
}

/// Compares the numbers of an Arabic text with those of its English translation.
pub fn compare(source: &str, translation: &str) -> Comparison {
    let source = arabic::read(source);
    let (english, _) = english::read(translation);
    Comparison {
        missing: source.without(&english.keys),
        added: english.without(&source.keys),
        fewer: counts::fewer(&source, &english),
        more: counts::more(&source, &english),
    }
}

/// Numbers of an English text, in digits and counts from two in words, that another English
/// text has in no form.
pub fn unsupported(text: &str, article: &str) -> Vec<String> {
    let (text, counts) = english::read(text);
    let (article, _) = english::read(article);
    let mut found = text.without(&article.keys);
    let mut seen: BTreeSet<u64> = BTreeSet::new();
    for count in counts {
        let supported = article.keys.contains(&Key::of(count.value));
        if count.value > 1 && !supported && seen.insert(count.value) {
            found.push(count.text);
        }
    }
    found
}

/// Whether an English word, or each part of a hyphenated one, is a number word.
pub fn is_number_word(word: &str) -> bool {
    word.split('-')
        .all(|part| number_word(&part.to_lowercase()).is_some())
}

/// One flag each for what is missing, what was added, and what is repeated less or more often.
pub(in crate::quality) fn check(pair: &Pair<'_>) -> Vec<Flag> {
    let Comparison {
        missing,
        added,
        fewer,
        more,
    } = compare(pair.source, pair.translation);
    let flag = |numbers: Vec<String>, one: &str, many: &str| {
        let message = match numbers.as_slice() {
            [] => return None,
            [number] => format!("The number {number} {one}"),
            _ => format!("The numbers {} {many}", listed(&numbers)),
        };
        Some(Flag::new(FlagKind::Number, message).with_evidence(numbers))
    };
    let missing = flag(missing, "is missing in English.", "are missing in English.");
    let added = flag(added, "is not in the source.", "are not in the source.");
    let fewer = uneven(&fewer, "more often in the source than in English");
    let more = uneven(&more, "more often in English than in the source");
    [missing, added, fewer, more]
        .into_iter()
        .flatten()
        .collect()
}

/// The flag for numbers that one text has more often; one number comes with its counts.
fn uneven(found: &[Uneven], many: &str) -> Option<Flag> {
    let numbers: Vec<String> = found.iter().map(|uneven| uneven.number.clone()).collect();
    let message = match found {
        [] => return None,
        [one] => format!(
            "The number {} is there {} in the source and {} in English.",
            one.number,
            times(one.source),
            times(one.english)
        ),
        _ => format!("The numbers {} are there {many}.", listed(&numbers)),
    };
    Some(Flag::new(FlagKind::Number, message).with_evidence(numbers))
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

fn listed(numbers: &[String]) -> String {
    match numbers {
        [first @ .., last] if numbers.len() <= NAMED => {
            format!("{} and {last}", first.join(", "))
        }
        _ => {
            let (named, rest) = numbers.split_at(NAMED.min(numbers.len()));
            format!("{} and {} more", named.join(", "), rest.len())
        }
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
