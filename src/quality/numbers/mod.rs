//! The comparison of the numbers of two texts. A number of the source must appear in the
//! translation in some form; digits in the translation must have a counterpart in the source. A
//! number that the source repeats in digits must be repeated in the translation, in digits or
//! words. Number words of the source only permit a number, unless the reader of its language says that
//! they claim one; a count in words of the translation needs a counterpart where the source's language has a reader that knows its
//! number words. Each language decides how the numbers of its texts are read.

mod conversions;
#[cfg(test)]
mod conversions_tests;
mod counts;
#[cfg(test)]
mod languages_tests;
#[cfg(test)]
mod news_tests;
mod shares;
#[cfg(test)]
mod times_tests;
#[cfg(test)]
mod wordings_tests;

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;
use crate::text::TARGET;
use crate::text::numbers::Numbers;

pub(super) use conversions::permit as permit_conversions;
pub use counts::Uneven;
pub(super) use shares::permit as permit_shares;

/// How many numbers a message names; the rest are counted.
const NAMED: usize = 5;

/// The differences between two texts, as written, each number once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Numbers of the source, in digits or claimed in words, that the translation has in no form.
    pub missing: Vec<String>,
    /// Numbers in digits of the translation that the source has in no form; and what it says
    /// in words, where the reader of the source's language knows the words of numbers.
    pub added: Vec<String>,
    /// Numbers that the source has in digits more often than the translation in any form.
    pub fewer: Vec<Uneven>,
    /// Numbers that the translation has in digits far more often than the source in any form.
    pub more: Vec<Uneven>,
}

/// Compares the numbers of a text with those of its translation.
pub fn compare(source: &Numbers, translation: &Numbers) -> Comparison {
    let mut added = translation.without(&source.keys);
    if source.knows_words {
        let claims = translation.claims_without(&source.keys);
        added.extend(claims.into_iter().map(str::to_owned));
    }
    let mut missing = source.without(&translation.keys);
    let claims = source.claims_without(&translation.keys);
    let claims = claims.into_iter().map(str::to_owned);
    let claims: Vec<String> = claims.filter(|text| !missing.contains(text)).collect();
    missing.extend(claims);
    Comparison {
        missing,
        added,
        fewer: counts::fewer(source, translation),
        more: counts::more(source, translation),
    }
}

/// Numbers of an English text (in digits, and counts from two in words) that another English text
/// has in no form.
pub fn unsupported(text: &str, article: &str) -> Vec<String> {
    let Some(reader) = TARGET.numbers else {
        return Vec::new();
    };
    let (text, article) = ((reader.read)(text), (reader.read)(article));
    let mut found = text.without(&article.keys);
    let counts = text.counts_without(&article.keys);
    found.extend(counts.map(|count| count.text.clone()));
    found
}

/// The numbers of a source and of its translation; `None` if mujaz cannot read those of one of the
/// languages.
pub(super) fn read(pair: &Pair<'_>) -> Option<(Numbers, Numbers)> {
    let (source, target) = (pair.from.numbers?, pair.to.numbers?);
    Some(((source.read)(pair.source), (target.read)(pair.translation)))
}

/// The numbers that each text says in words and the other has too, as written. Those that need not be there are
/// asked for in digits: the lexicon has words.
pub(super) fn agreed((source, translation): &(Numbers, Numbers)) -> [Vec<&str>; 2] {
    let own = source.claims_with(&translation.keys);
    let own = own.chain(source.said_with(translation)).collect();
    [own, translation.claims_with(&source.keys).collect()]
}

/// Makes one flag each for missing numbers, added numbers, and numbers repeated less or more
/// often. `name` is the name of the translation's language.
pub(super) fn check((source, translation): &(Numbers, Numbers), name: &str) -> Vec<Flag> {
    let Comparison {
        missing,
        added,
        fewer,
        more,
    } = compare(source, translation);
    let flag = |numbers: Vec<String>, one: &str, many: &str| {
        let message = match numbers.as_slice() {
            [] => return None,
            [number] => format!("The number {number} {one}"),
            _ => format!("The numbers {} {many}", listed(&numbers)),
        };
        Some(Flag::new(FlagKind::Number, message).with_evidence(numbers))
    };
    let missing = flag(
        missing,
        &format!("is missing in {name}."),
        &format!("are missing in {name}."),
    );
    let added = flag(added, "is not in the source.", "are not in the source.");
    let fewer = uneven(
        &fewer,
        name,
        &format!("more often in the source than in {name}"),
    );
    let more = uneven(
        &more,
        name,
        &format!("more often in {name} than in the source"),
    );
    [missing, added, fewer, more]
        .into_iter()
        .flatten()
        .collect()
}

/// The flag for numbers that one text has more often; a single number comes with its counts.
fn uneven(found: &[Uneven], language: &str, many: &str) -> Option<Flag> {
    let numbers: Vec<String> = found.iter().map(|uneven| uneven.number.clone()).collect();
    let message = match found {
        [] => return None,
        [one] => format!(
            "The number {} is there {} in the source and {} in {language}.",
            one.number,
            times(one.source),
            times(one.translation)
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
mod tests;
