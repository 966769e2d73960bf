//! Sentences that end with their verb. This file owns what the place of the verb says about an
//! abbreviation or an ellipsis, in languages whose profile knows the verbs.

use super::abbreviations::is_listed;
use super::characters::is_letter_or_digit;
use super::language::{FinalVerbs, Language};
use super::sentence_signs::is_gap;
use super::words::{last_word, letters};

/// Maximum number of words between a verb and the abbreviation that may end its sentence.
const REACH: usize = 40;

/// Whether a word is a finite verb.
pub(super) fn is_verb(word: &str, verbs: &FinalVerbs, language: &Language) -> bool {
    let word = word.trim_matches(|c: char| !is_letter_or_digit(c));
    is_listed(word, verbs.words, language)
        || verbs.forms.iter().any(|(beginning, ending)| {
            word.len() > beginning.len() + ending.len()
                && word.starts_with(beginning)
                && word.ends_with(ending)
        })
}

/// Whether a sentence may end with the abbreviation at the end of `stem`, because its clause has a
/// verb before it and `next` is none.
pub(super) fn may_end(stem: &str, next: &str, verbs: &FinalVerbs, language: &Language) -> bool {
    let unit = last_word(stem);
    let unit = unit.trim_start_matches(|c: char| !is_letter_or_digit(c));
    // Those that only follow years stand in the clause of the verb.
    let anywhere = is_listed(unit, verbs.may_end, language);
    if !anywhere && !is_listed(unit, language.sentences.time_units, language) {
        return false;
    }
    let initial = next.strip_suffix(language.sentences.stops);
    if is_verb(next, verbs, language) || initial.is_some_and(|initial| letters(initial) == 1) {
        return false;
    }
    let commas = language.sentences.commas;
    let before = &stem[..stem.len() - unit.len()];
    for word in before
        .trim_end_matches(is_gap)
        .split_whitespace()
        .rev()
        .take(REACH)
    {
        // What somebody said follows the verb of saying, and has a verb of its own.
        if is_listed(word, language.sentences.reporting, language) {
            return false;
        }
        if is_verb(word, verbs, language) {
            return true;
        }
        // A list that a colon begins has no verb behind it.
        if anywhere && word.ends_with(':') {
            return true;
        }
        let parts = is_listed(word, verbs.joints, language) || word.ends_with(commas);
        if parts && !anywhere {
            return false;
        }
    }
    false
}
