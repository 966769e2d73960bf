//! Quotes that end with a full stop, a question or an exclamation mark of their own. This file owns
//! whether the sentence around such a quote ends with it, in languages whose profile knows the
//! verbs of saying.

use super::abbreviations::{is_listed, is_same};
use super::characters::is_letter_or_digit;
use super::dash::is_dash;
use super::language::Language;
use super::sentence_signs::{ends_sentence, is_gap};
use super::words::{first_word, last_word};

/// Maximum number of words of a clause that names the speaker of the quote before it.
const CLAUSE_WORDS: usize = 14;

/// Maximum number of characters of such a clause.
const CLAUSE_REACH: usize = 200;

/// A quote that ends a sentence, and what stands beside it.
pub(super) struct Place<'t> {
    /// The sentence before the quote.
    pub(super) before: &'t str,
    /// The text up to the sign that ends the quoted sentence.
    pub(super) core: &'t str,
    /// The text behind the quote.
    pub(super) behind: &'t str,
    /// Whether the quote has the words of a sentence.
    pub(super) long: bool,
}

impl Place<'_> {
    /// Whether the sentence ends with the quote.
    pub(super) fn may_end(&self, language: &Language) -> bool {
        let before = self.before.trim_end_matches(is_gap);
        let before = before.trim_end_matches(['-', '–', '—']);
        if self.goes_on(language) {
            return false;
        }
        let stopped = self.core.ends_with(language.sentences.stops);
        if before.is_empty() {
            // Where the verb of the speaker comes first, its absence tells more.
            let alone = language.sentences.final_verbs.is_none();
            return (self.long || stopped || alone) && !names_speaker(self.behind, language);
        }
        if before.ends_with(':') {
            return true;
        }
        let word = last_word(before);
        let introduced = before.ends_with(language.sentences.commas)
            || is_listed(word, language.sentences.reporting, language)
            || is_listed(word, language.sentences.conjunctions, language);
        // A title or a slogan has question and exclamation marks but seldom a full stop.
        (self.long && (introduced || stopped)) || (introduced && stopped)
    }

    /// Whether a word follows with which no sentence begins: "and", "that".
    fn goes_on(&self, language: &Language) -> bool {
        let sentences = &language.sentences;
        let behind = self.behind.trim_start_matches(is_gap);
        let joined = sentences.and.is_some_and(|and| behind.starts_with(and));
        let next = bare(first_word(behind));
        let joint = sentences.final_verbs.as_ref().is_some_and(|verbs| {
            is_listed(next, verbs.joints, language)
                && is_listed(next, sentences.continuing, language)
        });
        joint
            || (joined
                && !sentences
                    .not_conjunctions
                    .iter()
                    .any(|word| next.starts_with(word)))
    }
}

/// Whether a clause follows that says who spoke.
pub(super) fn names_speaker(behind: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let behind = behind.trim_start_matches(|c: char| is_gap(c) || is_dash(c));
    let reach = behind.char_indices().nth(CLAUSE_REACH);
    let clause = &behind[..reach.map_or(behind.len(), |(at, _)| at)];
    let words: Vec<&str> = clause.split_whitespace().take(CLAUSE_WORDS).collect();
    let is_reporting = |word: &&str| is_listed(bare(word), sentences.reporting, language);
    if words.first().is_some_and(is_reporting) {
        return true;
    }
    if sentences.final_verbs.is_none() {
        return false;
    }
    let is_end = |word: &&str| word.ends_with(|c: char| ends_sentence(c) || c == ':');
    let Some(end) = words.iter().position(is_end) else {
        return false;
    };
    // "He asked:" begins a sentence of its own.
    !words[end].ends_with(':')
        && sentences.reporting.iter().any(|phrase| {
            let mut clause = words[..=end].iter().rev().map(|word| bare(word));
            let mut parts = phrase.rsplit(' ');
            parts.all(|part| {
                clause
                    .next()
                    .is_some_and(|word| is_same(word, part, language))
            })
        })
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !is_letter_or_digit(c))
}
