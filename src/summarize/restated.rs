use std::collections::BTreeSet;

use super::headline::without_dateline;
use super::words::{is_stop_word, words};

/// Fewest words of a generated headline.
const SHORTEST: usize = 4;
/// The headline's subject is among so many first content words of the sentence.
const OPENING: usize = 2;

/// Which of an article's sentences a generated headline restates; `None` if it may say anything
/// else. What is asked for is what small models get wrong most often:
///
/// - four words or more, none of which carries a subject twice;
/// - all content words stand in the sentence, in its order, apart from their endings;
/// - it begins as the sentence does, so that it has its subject;
/// - it denies something exactly if the sentence does;
/// - where a `said` stands between its words in the sentence, it has one too, or a colon: else who
///   reports becomes who acts.
pub fn restated(headline: &str, sentences: &[&str]) -> Option<usize> {
    let said: Vec<Word> = content(headline).collect();
    let distinct: BTreeSet<&str> = said.iter().map(|w| w.stem.as_str()).collect();
    let well_formed = headline.split_whitespace().count() >= SHORTEST
        && !said.is_empty()
        && distinct.len() == said.len();
    let reports = headline.contains(':') || words(headline).iter().any(|w| is_report(w));
    let bears_out = |sentence: &&str| {
        denies(sentence) == denies(headline)
            && places(&said, without_dateline(sentence)).is_some_and(|(first, last)| {
                let between = &words(without_dateline(sentence))[first..last];
                reports || !between.iter().any(|w| is_report(w))
            })
    };
    well_formed
        .then(|| sentences.iter().position(|s| bears_out(&s)))
        .flatten()
}

/// A word that carries a subject.
struct Word {
    stem: String,
    /// Which word of the text it is.
    place: usize,
}

fn content(text: &str) -> impl Iterator<Item = Word> {
    let all = words(text).into_iter().enumerate();
    all.filter(|(_, word)| !is_stop_word(word))
        .map(|(place, word)| Word {
            stem: stem(&word).to_owned(),
            place,
        })
}

/// The places of the first and the last of the words that are said in the sentence that tells them.
fn places(said: &[Word], sentence: &str) -> Option<(usize, usize)> {
    let told: Vec<Word> = content(sentence).collect();
    let mut rest = told.iter();
    let found: Vec<&Word> = said
        .iter()
        .map_while(|word| rest.find(|w| w.stem == word.stem))
        .collect();
    let opens = told.iter().take(OPENING).any(|w| w.stem == said[0].stem);
    (opens && found.len() == said.len()).then(|| (found[0].place, found[found.len() - 1].place))
}

/// Whether a text says that something is not so, or not done.
fn denies(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "against", "cannot", "denies", "neither", "never", "no", "nobody", "none", "nor", "not",
        "without",
    ];
    const STEMS: [&str; 5] = ["denied", "deny", "fail", "refus", "reject"];
    words(text).iter().any(|word| {
        WORDS.contains(&word.as_str())
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || STEMS.iter().any(|stem| word.starts_with(stem))
    })
}

/// Whether a word puts what follows into another's mouth.
fn is_report(word: &str) -> bool {
    let words = [
        "according",
        "say",
        "saying",
        "says",
        "said",
        "tells",
        "told",
    ];
    words.contains(&word) || word.starts_with("alleg") || word.starts_with("claim")
}

/// An English word without its commonest endings; three letters stay.
fn stem(word: &str) -> &str {
    let endings = ["ing", "ies", "ied", "es", "ed", "s", "ly", "e", "y"];
    let cut = endings.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().count() >= 3).then_some(stem)
    });
    cut.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_restates_one_sentence_or_nothing() {
        let sentences = [
            "The council met on Monday.",
            "Ministers refused to sign the trade agreement with Egypt, officials said.",
        ];
        let place = |headline| restated(headline, &sentences);
        assert_eq!(place("Ministers refuse to sign trade agreements"), Some(1));
        assert_eq!(place("Council meets to sign trade agreement"), None, "met");
        assert_eq!(place("Council refuses to sign agreement"), None, "of two");
        assert_eq!(place("Egypt's Egypt refuses the agreement"), None, "twice");
        assert_eq!(place("Egypt's trade agreement"), None, "too short");
        assert_eq!(place("Egypt's officials said it"), None, "other subject");
        assert_eq!(place("Agreement refuses to sign ministers"), None, "order");
        assert_eq!(place("Ministers refused trade agreement"), Some(1));
        let sentences = ["Police said five people were killed in the attack on Sunday."];
        assert_eq!(restated("Police killed in attack Sunday", &sentences), None);
        assert_eq!(restated("Police said: people killed", &sentences), Some(0));
        assert_eq!(restated("Police: five people killed", &sentences), Some(0));
        assert_eq!(place("Ministers to sign trade agreement"), None, "refused");
        assert_eq!(place("It is what it was"), None, "says nothing");
    }
}
