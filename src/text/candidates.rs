//! Where a sentence may end by its signs alone: the boundaries of UAX 29 and some that it misses.
//! `cuts` decides which of them are ends.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::cuts::{WORD_REACH, ends_sentence, without_closers};
use super::dash::is_dash;
use super::enclosures::{is_closer, is_double_quote};
use super::language::Language;

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
    }
    candidates.extend(before_small_letters(text));
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
        let small = chars.find(|(_, c)| c.is_alphabetic())?.0;
        let mut letters = rest[small..].chars();
        let begins = rest.len() < behind.len()
            && !rest[..small].contains(ends_sentence)
            && letters.next().is_some_and(char::is_lowercase);
        let is_brand = small == 0 && letters.next().is_some_and(char::is_uppercase);
        let caseless = |c: char| !c.is_lowercase() && !c.is_uppercase();
        let before = text[..stop].chars().rev().take(WORD_REACH);
        let last = || before.into_iter().find(|c| c.is_alphabetic());
        (begins && (is_brand || last().is_some_and(caseless))).then(|| text.len() - rest.len())
    })
}
