//! The gate for generated headlines. This file owns when a sentence of the article supports a
//! headline; one without support is rejected, never corrected.

use std::collections::BTreeSet;

use super::faithfulness::unsupported;
use super::headline::{lead_headline, without_dateline};
use super::words::{is_stop_word, words};

/// Minimum number of words in a generated headline.
const SHORTEST: usize = 4;
/// The headline's subject must be among this many first content words of the sentence.
const OPENING: usize = 2;

/// The first of a model's headlines that one sentence of the article supports and that has no name
/// or number missing from the article, with the index of that sentence.
pub fn faithful_headline(hypotheses: &[String], sentences: &[&str]) -> Option<(String, usize)> {
    let article = sentences.join("\n");
    hypotheses.iter().find_map(|text| {
        let text = lead_headline(text);
        let sentence = restated(&text, sentences)?;
        unsupported(&text, &article)
            .is_empty()
            .then_some((text, sentence))
    })
}

/// The index of the sentence of an article that supports a generated headline, if there is one.
/// The conditions exclude the most frequent errors of small models:
///
/// - the headline has four words or more and no content word twice;
/// - all its content words occur in the sentence, in the same order, apart from their endings;
/// - it begins as the sentence does, so that it has the same subject;
/// - both negate something or neither does, and the headline has exactly the words that change a
///   meaning (`by`, `if`, `may`, `not`) that stand between its words in the sentence;
/// - if a word such as `said` stands there, the headline has one too, or a colon; otherwise
///   whoever reports an act would seem to commit it.
pub fn restated(headline: &str, sentences: &[&str]) -> Option<usize> {
    let said: Vec<Word> = content(headline).collect();
    let distinct: BTreeSet<&str> = said.iter().map(|w| w.stem.as_str()).collect();
    let well_formed = headline.split_whitespace().count() >= SHORTEST
        && !said.is_empty()
        && distinct.len() == said.len();
    let own = words(headline);
    let reports = headline.contains(':') || own.iter().any(|w| is_report(w));
    let bears_out = |sentence: &&str| {
        let all = words(without_dateline(sentence));
        let Some((first, last)) = places(&said, without_dateline(sentence)) else {
            return false;
        };
        let between = &all[first..=last];
        denies(&all) == denies(&own)
            && turns(between) == turns(&own)
            && (reports || !between.iter().any(|w| is_report(w)))
    };
    well_formed
        .then(|| sentences.iter().position(bears_out))
        .flatten()
}

/// A content word.
struct Word {
    stem: String,
    /// The index of the word in the text.
    place: usize,
}

fn content(text: &str) -> impl Iterator<Item = Word> {
    let all = words(text).into_iter().enumerate();
    all.filter(|(_, word)| !is_stop_word(word) && !is_report(word))
        .map(|(place, word)| Word {
            stem: stem(&word).to_owned(),
            place,
        })
}

/// The places, in the sentence, of the first and the last of the headline's words.
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

/// Whether words negate something.
fn denies(words: &[String]) -> bool {
    words.iter().any(|word| is_denial(word))
}

fn is_denial(word: &str) -> bool {
    const WORDS: [&str; 11] = [
        "against", "cannot", "denies", "neither", "never", "no", "nobody", "none", "nor", "not",
        "without",
    ];
    const STEMS: [&str; 5] = ["denied", "deny", "fail", "refus", "reject"];
    WORDS.contains(&word)
        || word.ends_with("n't")
        || word.ends_with("n’t")
        || STEMS.iter().any(|stem| word.starts_with(stem))
}

/// The words that change a meaning, in order.
fn turns(words: &[String]) -> Vec<&str> {
    const WORDS: [&str; 11] = [
        "before", "by", "could", "if", "may", "might", "should", "unless", "until", "would",
        "after",
    ];
    let turning = |word: &&str| WORDS.contains(word) || is_denial(word);
    words
        .iter()
        .map(String::as_str)
        .filter(turning)
        .map(stem)
        .collect()
}

/// Whether a word attributes a statement to someone.
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

/// An English word without its most common endings; at least three letters stay.
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

    const ATTACK: &str = "Five people were killed in an attack near Aleppo on Monday.";

    fn passes(headline: &str, sentence: &str) -> bool {
        restated(headline, &[sentence]).is_some()
    }

    #[test]
    fn a_headline_restates_one_sentence_in_its_order() {
        assert!(passes("Five killed in attack near Aleppo", ATTACK));
        assert!(!passes("People killed five in attack", ATTACK), "order");
        assert!(!passes("Attack near Aleppo on Monday", ATTACK), "subject");
        assert!(!passes("Five people killed", ATTACK), "length");
        assert!(!passes(
            "Five people killed in attack near Damascus",
            ATTACK
        ));
        assert!(!passes("It is what it was", ATTACK), "nothing said");
        let twice = "The council asked the council of ministers for money.";
        assert!(!passes("Council asked council for money", twice), "twice");
        let sentences = [
            "The council met on Monday.",
            "Ministers sign the trade agreement with Egypt, officials said.",
        ];
        let place = |headline| restated(headline, &sentences);
        assert_eq!(place("Ministers signed trade agreements"), Some(1));
        assert_eq!(place("Council to sign agreement Monday"), None, "of two");
        let dateline = "CAIRO (Reuters) - Oil prices fell sharply on Monday.";
        assert!(passes(
            "Oil prices fall sharply",
            &dateline.replace("fell", "fall")
        ));
    }

    #[test]
    fn what_turns_a_meaning_stays() {
        let refused = "Ministers refused to sign the trade agreement.";
        assert!(passes("Ministers refuse to sign trade agreement", refused));
        assert!(!passes("Ministers to sign trade agreement", refused));
        let double = "Ministers did not reject the plan of the council.";
        assert!(!passes("Ministers reject plan of council", double));
        let passive = "Five soldiers were killed by rebels in Aleppo.";
        assert!(passes("Five soldiers killed by rebels", passive));
        assert!(!passes("Five soldiers killed rebels in Aleppo", passive));
        let condition = "Israel would attack Iran if the talks end.";
        assert!(!passes("Israel to attack Iran soon", condition));
        assert!(!passes("Israel to attack Iran", condition));
        assert!(passes("Israel would attack Iran", condition));
    }

    #[test]
    fn who_reports_does_not_become_who_acts() {
        let told = "Police said five people were killed in the attack on Sunday.";
        assert!(!passes("Police killed in attack Sunday", told));
        assert!(passes("Police: five people killed in attack", told));
        assert!(passes("Police say five people killed", told));
        let behind = "Prices fell sharply on Monday, the minister said.";
        assert!(passes("Prices fell sharply on Monday", behind));
    }
}
