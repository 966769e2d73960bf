//! Where a sentence may end by its signs alone: the boundaries of UAX 29 and some that it misses.
//! `cuts` decides which of them are ends.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::characters::is_letter;
use super::dash::is_dash;
use super::enclosures::{is_closer, is_double_quote, is_opener};
use super::language::Language;
use super::sentence_signs::{ends_sentence, without_closers};
use super::words::WORD_REACH;

/// The places at which sentences may end, in order.
pub(super) fn candidates(text: &str, language: &Language) -> Vec<usize> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut candidates: Vec<usize> = segmenter.segment_str(text).collect();
    // UAX 29 does not count the one-character ellipsis as an end of a sentence.
    for (at, sign) in text.match_indices('…') {
        let after = at + sign.len();
        let rest = text[after..].trim_start();
        let next = text.len() - rest.len();
        if next > after && !rest.starts_with([',', '،', '…']) {
            candidates.push(next);
        }
        let closed = text[after..].trim_start_matches(|c| is_closer(c) || is_double_quote(c));
        if !language.sentences.spaced && closed.len() < text.len() - after {
            candidates.push(text.len() - closed.len());
        }
    }
    candidates.extend(before_small_letters(text));
    if language.sentences.complete {
        candidates.extend(before_any_sign(text));
    }
    // Elsewhere a dash may part a quote from its speaker.
    if !language.sentences.reporting.is_empty() {
        candidates.extend(before_dashes(text));
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// The places behind the end of a sentence and before a dash, which UAX 29 takes for a sign inside
/// the sentence, but with which the next turn of a dialogue may begin.
fn before_dashes(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(is_dash).filter_map(|(dash, sign)| {
        let before = text[..dash].trim_end();
        let spaced = text[dash + sign.len()..].starts_with(char::is_whitespace);
        let ends = without_closers(before).ends_with(ends_sentence);
        (before.len() < dash && spaced && ends).then_some(dash)
    })
}

/// The places behind a full stop and before a small letter at which UAX 29 never ends a sentence,
/// but which may be ends: before the name of a brand, and behind letters without case.
fn before_small_letters(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices('.').filter_map(|(stop, _)| {
        let behind = text[stop + 1..].trim_start_matches(|c| is_closer(c) || is_double_quote(c));
        let rest = behind.trim_start();
        let mut chars = rest.char_indices().take(WORD_REACH);
        let small = chars.find(|(_, c)| is_letter(*c))?.0;
        let mut letters = rest[small..].chars();
        let begins = rest.len() < behind.len()
            && !rest[..small].contains(ends_sentence)
            && letters.next().is_some_and(char::is_lowercase);
        let is_brand = small == 0 && letters.next().is_some_and(char::is_uppercase);
        let caseless = |c: char| !c.is_lowercase() && !c.is_uppercase();
        let before = text[..stop].chars().rev().take(WORD_REACH);
        let last = || before.into_iter().find(|c| is_letter(*c));
        (begins && (is_brand || last().is_some_and(caseless))).then(|| text.len() - rest.len())
    })
}

/// Places behind ends of sentences where UAX 29 sees no boundary: before a small letter, a digit
/// or the dash of a dialogue, and where the space was forgotten.
fn before_any_sign(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(ends_sentence).filter_map(|(at, sign)| {
        let behind_sign = at + sign.len();
        let rest = &text[behind_sign..];
        let behind = rest.trim_start_matches(|c| is_closer(c) || is_double_quote(c));
        let next = behind.trim_start();
        let spaced = next.len() < behind.len();
        let opens = |c: char| is_opener(c) || is_double_quote(c);
        let word = next.trim_start_matches(|c| opens(c) || "%$€£₺₽₴§#№~+".contains(c));
        let small = sign == "." && word.starts_with(|c: char| c.is_numeric() || c.is_lowercase());
        let reply = next.trim_start_matches(|c: char| is_dash(c) || c.is_whitespace());
        let dialogue = behind.len() == rest.len()
            && next.starts_with(is_dash)
            && reply
                .trim_start_matches(|c| opens(c) || matches!(c, '¿' | '¡'))
                .starts_with(char::is_uppercase);
        let joined = sign == "."
            && text[..at].ends_with(char::is_lowercase)
            && rest.starts_with(|c: char| c.is_uppercase() || opens(c));
        if spaced && (small || dialogue) {
            Some(text.len() - next.len())
        } else {
            joined.then_some(behind_sign)
        }
    })
}
