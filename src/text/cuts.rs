//! Where a text may be cut into sentences. This file owns the boundaries: those of UAX 29, plus
//! some that it misses, minus those that abbreviations, initials, quotes and brackets forbid.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::enclosures::{Enclosures, Pair, is_closer, is_double_quote, is_opener};
use super::language::Language;

/// A quote, or a run before an ellipsis, with fewer words than this is not a sentence.
const SENTENCE_WORDS: usize = 4;

/// How many characters to search for the ends of a word; longer words are not abbreviations.
const WORD_REACH: usize = 64;

/// Whether a character ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '؟'
            | '۔'
            | '\u{61D}'
            | '‼'
            | '‽'
            | '⁇'
            | '⁈'
            | '⁉'
            | '。'
            | '！'
            | '．'
            | '？'
            | '।'
            | '॥'
            | '։'
            | '።'
    )
}

/// The text without white space, quotes and brackets at its end.
pub(super) fn without_closers(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || is_closer(c) || is_double_quote(c) || matches!(c, '\'' | '’')
    })
}

/// Byte positions at which a new sentence begins, in order, without the text's ends. White space
/// may follow a position. With `run_on`, an ellipsis ends no sentence, as in headlines.
pub(super) fn cuts(text: &str, language: &Language, run_on: bool) -> Vec<usize> {
    let scan = Scan {
        text,
        language,
        run_on,
        enclosures: Enclosures::of(text),
    };
    let mut cuts = Vec::new();
    let mut last = 0;
    for candidate in candidates(text) {
        let at = scan.behind_closers(scan.before_openers(candidate));
        if at > last && at < text.len() && scan.is_cut(last, at) {
            cuts.push(at);
            last = at;
        }
    }
    cuts
}

fn candidates(text: &str) -> Vec<usize> {
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
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

struct Scan<'t> {
    text: &'t str,
    language: &'t Language,
    run_on: bool,
    enclosures: Enclosures,
}

impl Scan<'_> {
    /// The position before opening signs: UAX 29 assigns an opening quote directly after a full
    /// stop to the sentence before it.
    fn before_openers(&self, mut at: usize) -> usize {
        loop {
            let before = self.text[..at].trim_end();
            let Some(c) = before.chars().next_back() else {
                return at;
            };
            let sign = before.len() - c.len_utf8();
            let opens = is_opener(c) || (is_double_quote(c) && self.enclosures.opens_at(sign));
            if !opens {
                return at;
            }
            at = sign;
        }
    }

    /// The position after closing signs: one that follows a space still belongs to the sentence
    /// before it.
    fn behind_closers(&self, mut at: usize) -> usize {
        loop {
            let rest = self.text[at..].trim_start();
            let sign = self.text.len() - rest.len();
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { return at };
            let follows = chars.next().is_none_or(char::is_whitespace);
            let closes =
                is_closer(c) || (is_double_quote(c) && follows && !self.enclosures.opens_at(sign));
            if !closes {
                return at;
            }
            at = sign + c.len_utf8();
        }
    }

    fn is_cut(&self, last: usize, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let core = without_closers(before);
        if core.len() <= last || self.enclosures.holds(at) {
            return false;
        }
        let spaced = before.len() < at || self.text[at..].starts_with(char::is_whitespace);
        if !core.chars().next_back().is_some_and(ends_sentence) {
            return false;
        }
        if let Some(pair) = self.enclosures.ending_at(before.len())
            && core.len() > pair.open
            && !self.may_end_with(pair, last)
        {
            return false;
        }
        if core.ends_with("..") || core.ends_with('…') {
            return spaced && !self.run_on && has_words(&self.text[last..at]);
        }
        if !spaced && !self.is_cut_without_space(core, at) {
            return false;
        }
        match core.strip_suffix('.') {
            Some(stem) => !self.is_abbreviated(stem),
            None => true,
        }
    }

    /// Whether a sentence may end with this pair. A short quote is part of a sentence, and so is a
    /// bracket inside one.
    fn may_end_with(&self, pair: Pair, last: usize) -> bool {
        if pair.quote {
            has_words(&self.text[pair.open..pair.end])
        } else {
            pair.open <= last || self.text[last..pair.open].trim().is_empty()
        }
    }

    fn is_cut_without_space(&self, core: &str, at: usize) -> bool {
        let (left, right) = (last_word(core), first_word(&self.text[at..]));
        if !right.starts_with(|c: char| c.is_alphabetic() || is_opener(c) || is_double_quote(c)) {
            return false;
        }
        if [left, right].iter().any(|word| is_address(word)) {
            return false;
        }
        if !core.ends_with('.') {
            return true;
        }
        // Letters spelled one by one, or by their names as in BBC, are one word.
        let before = left
            .trim_end_matches('.')
            .rsplit('.')
            .next()
            .map_or(0, letters);
        let behind = right.split('.').next().map_or(0, letters);
        before > 1 && behind > 1 && (before > 3 || behind > 3)
    }

    /// Whether the full stop after `stem` belongs to an abbreviation, to initials, or to the
    /// number of an item at the beginning of a line.
    fn is_abbreviated(&self, stem: &str) -> bool {
        let word = last_word(stem);
        let line_start = stem[..stem.len() - word.len()]
            .trim_end_matches([' ', '\t'])
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n' || c == '\r');
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            return false;
        }
        if line_start && word.chars().count() <= 3 && word.chars().all(char::is_numeric) {
            return true;
        }
        let bare = self
            .language
            .sentences
            .and
            .and_then(|and| word.strip_prefix(and));
        [Some(word), bare]
            .into_iter()
            .flatten()
            .filter(|word| !word.is_empty())
            .any(|word| {
                self.language.sentences.abbreviations.contains(&word)
                    || word
                        .split('.')
                        .all(|part| letters(part) == 1 && part.chars().all(|c| c.is_alphabetic()))
            })
    }
}

/// The number of letters in a word, without marks and tatweel.
fn letters(word: &str) -> usize {
    word.chars()
        .filter(|&c| {
            c.is_alphanumeric()
                && c != '\u{640}'
                && !unicode_normalization::char::is_combining_mark(c)
        })
        .count()
}

fn has_words(text: &str) -> bool {
    text.split_whitespace().nth(SENTENCE_WORDS - 1).is_some()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}
