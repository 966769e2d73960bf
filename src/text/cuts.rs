//! Where a text may be cut into sentences. This file owns the boundaries: those of UAX 29, plus
//! some that it misses, minus those that abbreviations, initials, quotes and brackets forbid.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::beginnings::{begins_with_capital, continues, opens as opens_sentence, reports};
use super::characters::{is_invisible, is_superscript};
use super::dash::is_dash;
use super::enclosures::{Enclosures, Pair, is_closer, is_double_quote, is_opener};
use super::fold::lower_case;
use super::full_stops::{self, is_abbreviation, is_ordinal};
use super::language::Language;
use super::script::Script;

/// A quote, or a run before an ellipsis, with fewer words than this is not a sentence.
const SENTENCE_WORDS: usize = 4;

const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// The largest number of bytes that the number of a footnote has.
const FOOTNOTE_DIGITS: usize = 6;

/// The largest number of characters of a footnote's name.
const FOOTNOTE_REACH: usize = 30;

/// A phrase of time with this many other words and a preposition in front is a sentence.
const FULL_WORDS: usize = 4;

/// The same, if the next word begins with a capital that may be that of a name.
const LONG_WORDS: usize = 7;

/// Maximum number of words of a sentence that are looked at to tell it from a phrase of time.
const OPENING_WORDS: usize = 40;

/// The number of digits of a year that stands without the word "year".
const YEAR_DIGITS: usize = 4;

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

/// The text without white space, invisible marks, quotes, brackets, stars of emphasis and marks of
/// footnotes at its end.
pub(super) fn without_closers(text: &str) -> &str {
    let mut text = text;
    loop {
        let core = text.trim_end_matches(|c: char| {
            is_gap(c)
                || is_closer(c)
                || is_double_quote(c)
                // The closing ones of `»…«`; no sentence ends with an opening sign.
                || matches!(c, '«' | '‹')
                || is_emphasis(c)
                || is_superscript(c)
                || matches!(c, '\'' | '’')
        });
        let is_name = |c: char| c.is_numeric() || c == '^' || c.is_ascii_lowercase();
        let number = core.trim_end_matches(is_name);
        let name = &core[number.len()..];
        let bracketed = text[core.len()..].starts_with([']', ')']) && is_footnote(name);
        match number.strip_suffix(['[', '(']) {
            // The number of a footnote; one that a space parts from the stop is text in brackets.
            Some(before)
                if bracketed
                    && before
                        .trim_end_matches(is_invisible)
                        .ends_with(|c| ends_sentence(c) || matches!(c, ']' | ')')) =>
            {
                text = before;
            }
            _ => return core,
        }
    }
}

/// Whether a character parts words or is not seen.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a sign marks emphasis in Markdown and in plain text.
fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

/// Whether a text in brackets is the number of a footnote, or its name in Markdown: `^note`.
fn is_footnote(name: &str) -> bool {
    let number = name.len() <= FOOTNOTE_DIGITS && name.chars().all(char::is_numeric);
    (number && !name.is_empty()) || (name.len() > 1 && name.starts_with('^'))
}

/// The length in bytes of emphasis, invisible and footnote marks at the start of a text, which
/// belong to the sentence before it.
fn marks_behind(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let marks =
            rest.trim_start_matches(|c| is_emphasis(c) || is_superscript(c) || is_invisible(c));
        at = text.len() - marks.len();
        let Some(inside) = marks.strip_prefix(['[', '(']) else {
            return at;
        };
        let end = inside
            .char_indices()
            .take(FOOTNOTE_REACH)
            .find(|(_, c)| matches!(c, ']' | ')'))
            .map_or(0, |(at, _)| at);
        let (name, behind) = inside.split_at(end);
        match behind.strip_prefix([']', ')']) {
            Some(behind) if is_footnote(name) => {
                at = text.len() - behind.len();
            }
            _ => return at,
        }
    }
}

/// Byte positions at which a new sentence begins, in order, without the text's ends. White space
/// may follow a position. With `run_on`, an ellipsis ends no sentence, as in headlines.
pub(super) fn cuts(text: &str, language: &Language, run_on: bool) -> Vec<usize> {
    let scan = Scan {
        text,
        language,
        run_on,
        enclosures: Enclosures::of(text, language),
    };
    let mut cuts = Vec::new();
    let (mut last, mut speech_end) = (0, 0);
    for candidate in candidates(text, language) {
        let at = scan.behind_closers(scan.before_openers(candidate));
        if at <= last || at >= text.len() {
            continue;
        }
        if let Some(speech) = scan.speech_at(last, at) {
            speech_end = speech.end;
        }
        if (at < speech_end || !scan.enclosures.holds(at)) && scan.is_cut(last, at) {
            cuts.push(at);
            last = at;
        }
    }
    cuts
}

fn candidates(text: &str, language: &Language) -> Vec<usize> {
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
    if language.sentences.complete {
        candidates.extend(before_small_letters(text));
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// Positions behind ends of sentences where UAX 29 sees no boundary: before a small letter, a digit
/// or the dash of a dialogue, and where the space was forgotten.
fn before_small_letters(text: &str) -> impl Iterator<Item = usize> {
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
            let opens = (is_opener(c) && !self.enclosures.closes_at(sign, c))
                || self.enclosures.opens_at(sign);
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
            let before = self.text[..at].trim_end_matches(is_invisible);
            if before.ends_with(|c| ends_sentence(c) || is_emphasis(c)) {
                at += marks_behind(&self.text[at..]);
            }
            let rest = self.text[at..].trim_start();
            let sign = self.text.len() - rest.len();
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { return at };
            let follows = chars.next().is_none_or(char::is_whitespace);
            let closes = !self.enclosures.opens_at(sign)
                && (is_closer(c)
                    || (is_double_quote(c) && follows)
                    || (is_opener(c) && self.enclosures.closes_at(sign, c)));
            if !closes {
                return at;
            }
            at = sign + c.len_utf8();
        }
    }

    fn is_cut(&self, last: usize, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches(is_gap);
        let core = without_closers(before);
        if core.len() <= last {
            return false;
        }
        let parts = |c: char| c.is_whitespace() || c == ZERO_WIDTH_SPACE;
        let spaced =
            self.text[before.len()..at].contains(parts) || self.text[at..].starts_with(parts);
        let after = &self.text[at..];
        if !core.chars().next_back().is_some_and(ends_sentence)
            || continues(core, after, self.language)
        {
            return false;
        }
        if let Some(pair) = self.enclosures.ending_at(before.len())
            && core.len() > pair.open
        {
            if !self.may_end_with(pair, last, after) {
                return false;
            }
            // The full stop of an abbreviation before a bracket that encloses whole sentences.
            if !pair.quote && has_words(&self.text[pair.open..pair.end]) {
                return true;
            }
        }
        if core.ends_with("..") || core.ends_with('…') {
            if !self.language.sentences.spaced {
                return !self.run_on && self.is_whole_speech(before.len(), last);
            }
            let sentences = &self.language.sentences;
            let opens = if sentences.complete && !sentences.capital_nouns {
                begins_with_capital(after)
            } else {
                opens_sentence(after, self.language)
            };
            let full = has_words(&self.text[last..at]) && !sentences.capital_nouns;
            return spaced && !self.run_on && (full || opens);
        }
        if !spaced && !self.is_cut_without_space(core, at) {
            return false;
        }
        match core.strip_suffix('.') {
            Some(stem) if self.is_item_number(stem, last) => false,
            Some(stem) if self.is_clause_number(stem) => self.begins_with_and(&self.text[at..]),
            Some(stem) if is_ordinal(&stem[last..], after, self.language) => false,
            Some(stem) if self.is_abbreviated(stem, after) => {
                let stem = &stem[last..];
                (self.ends_with_time(stem, after) && !self.continues_date(after))
                    || (self.ends_with_measure(stem) && self.begins_with_and(after))
                    || (!self.is_time(stem)
                        && full_stops::ends_sentence(stem, after, self.language))
            }
            _ => true,
        }
    }

    /// The speech that holds a position, if it begins where the last sentence ended and nothing
    /// but a new sentence follows it.
    fn speech_at(&self, last: usize, at: usize) -> Option<Pair> {
        if !self.language.sentences.cuts_speeches {
            return None;
        }
        let pair = self.enclosures.holding(at).filter(|pair| pair.quote)?;
        let begins = pair.open >= last && self.text[last..pair.open].trim().is_empty();
        let inside = self.text[pair.open..pair.end]
            .trim_end_matches(|c| is_closer(c) || is_double_quote(c) || is_gap(c) || is_opener(c));
        let behind = &self.text[pair.end..];
        // The full stop may stand behind the closing sign.
        let stopped = behind
            .strip_prefix('.')
            .filter(|rest| !rest.starts_with('.'));
        let after = stopped.unwrap_or(behind).trim_start_matches(is_gap);
        let ends = after.is_empty()
            || (!after.starts_with([',', '，', '、', '—', '–', '-', '.', '。'])
                && !continues(inside, after, self.language)
                && !reports(after, self.language));
        (begins && ends && (stopped.is_some() || inside.ends_with(ends_sentence))).then_some(pair)
    }

    /// Whether a stem is a sentence that ends with a year or a time of day and its abbreviation, as
    /// in "1345 AH". A phrase that only opens a sentence, as in "in the year 1345 AH", is none.
    fn ends_with_time(&self, stem: &str, after: &str) -> bool {
        let capital = !self.language.has_capitals() || begins_with_capital(after);
        if !self.is_time(stem) || !capital {
            return false;
        }
        let opens = self.opens_with_preposition(stem);
        let content = stem
            .split_whitespace()
            .take(OPENING_WORDS)
            .filter(|word| !word.contains(char::is_numeric) && !self.is_date_word(word))
            .count();
        let full = if !self.language.has_capitals() || opens_sentence(after, self.language) {
            FULL_WORDS
        } else {
            LONG_WORDS
        };
        content >= if opens { full } else { 1 }
    }

    /// Whether a stem ends with a year, a century or a time of day and its abbreviation.
    fn is_time(&self, stem: &str) -> bool {
        let sentences = &self.language.sentences;
        let mut words = stem.split_whitespace().rev();
        let unit = words.next().unwrap_or_default();
        if !sentences.time_units.contains(&unit) {
            return false;
        }
        let number = words.next().unwrap_or_default();
        let before = words.next().unwrap_or_default();
        let named = [sentences.time_words, self.language.dates.year_words]
            .into_iter()
            .any(|words| words.contains(&before));
        let is_plain = number.chars().all(char::is_numeric);
        if number.contains(':') || (is_plain && (number.chars().count() == YEAR_DIGITS || named)) {
            return true;
        }
        let is_part = |part: &str| {
            part.chars().count() == YEAR_DIGITS && part.chars().all(char::is_numeric)
                || part.chars().all(|c| "IVXLХІ".contains(c))
        };
        sentences.complete
            && number
                .trim_start_matches('(')
                .split(['-', '–', '—', '/'])
                .all(|part| !part.is_empty() && is_part(part))
    }

    /// Whether a stem is a sentence that ends with a number and its unit, as in "300 m".
    fn ends_with_measure(&self, stem: &str) -> bool {
        let mut words = stem.split_whitespace().rev();
        let unit = words.next().unwrap_or_default();
        let number = words.next().unwrap_or_default();
        self.language.sentences.time_units.contains(&unit)
            && number
                .chars()
                .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '٫' | '٬'))
            && words.next().is_some()
            && !self.opens_with_preposition(stem)
    }

    /// Whether the number before a full stop is that of an item in a running text: it stands alone
    /// behind the end of a sentence, or is the first behind a colon.
    fn is_item_number(&self, stem: &str, last: usize) -> bool {
        let number = last_word_of(stem, self.language);
        let short = (1..=2).contains(&number.chars().count());
        if !short || !number.chars().all(char::is_numeric) {
            return false;
        }
        let before = stem.get(last..stem.len() - number.len());
        let before = before.unwrap_or_default().trim_end_matches(is_gap);
        let is_first = matches!(number, "1" | "١" | "۱");
        before.is_empty()
            || (is_first && before.ends_with([':', '：']))
            || (self.language.sentences.complete && follows_item(before, number))
    }

    /// Whether a text goes on with a date, "corresponding to", or with a preposition.
    fn continues_date(&self, text: &str) -> bool {
        let next = first_word(text.trim_start_matches(is_gap));
        next.starts_with(char::is_numeric)
            || self.is_date_word(next)
            || self.language.sentences.prepositions.contains(&next)
    }

    fn opens_with_preposition(&self, stem: &str) -> bool {
        let sentences = &self.language.sentences;
        let first = stem.split_whitespace().next().unwrap_or_default();
        let bare = sentences.and.and_then(|and| first.strip_prefix(and));
        let small = lower_case(first);
        [Some(first), bare, Some(small.as_str())]
            .into_iter()
            .flatten()
            .any(|word| sentences.prepositions.contains(&word))
    }

    fn begins_with_and(&self, text: &str) -> bool {
        let and = self.language.sentences.and;
        and.is_some_and(|and| text.trim_start_matches(is_gap).starts_with(and))
    }

    fn is_date_word(&self, word: &str) -> bool {
        let dates = &self.language.dates;
        let months = dates.month_names();
        let listed = [
            dates.words,
            dates.year_words,
            dates.other_months,
            dates.weekdays,
        ];
        listed
            .into_iter()
            .flatten()
            .copied()
            .chain(months)
            .chain(self.language.sentences.time_words.iter().copied())
            .any(|listed| self.language.same_word(word, listed))
    }

    /// Whether a stem ends with the number of a clause in several parts: "section 2.1".
    fn is_clause_number(&self, stem: &str) -> bool {
        let number = last_word(stem);
        let mut parts = number.split(['.', '٫']);
        let several = parts.clone().nth(1).is_some()
            && parts.all(|part| !part.is_empty() && part.chars().all(char::is_numeric));
        let before = last_word(stem[..stem.len() - number.len()].trim_end());
        several
            && self.language.sentences.clauses.iter().any(|clause| {
                before
                    .strip_suffix(clause)
                    .is_some_and(|prefix| letters(prefix) <= 2)
            })
    }

    /// Whether a quote that ends here begins a sentence, or a colon introduces it.
    fn is_whole_speech(&self, end: usize, last: usize) -> bool {
        self.enclosures.ending_at(end).is_some_and(|pair| {
            let before = self
                .text
                .get(last..pair.open)
                .unwrap_or_default()
                .trim_end();
            pair.quote && (before.is_empty() || self.introduces(before))
        })
    }

    /// Whether a text introduces a whole speech: with a colon, or with a word of reporting and a
    /// comma in a language without spaces.
    fn introduces(&self, before: &str) -> bool {
        let reporting = self.language.news.report_endings;
        before.ends_with([':', '：'])
            || before
                .strip_suffix(['，', ','])
                .is_some_and(|clause| reporting.iter().any(|word| clause.ends_with(word)))
    }

    /// Whether a sentence may end with this pair, by the text after it. A short quote is part of a
    /// sentence, and so is a bracket inside one.
    fn may_end_with(&self, pair: Pair, last: usize, after: &str) -> bool {
        let before = self
            .text
            .get(last..pair.open)
            .unwrap_or_default()
            .trim_end();
        if !pair.quote {
            return before.is_empty();
        }
        // The title of a work is part of a sentence.
        if self.text[pair.open..].starts_with(['《', '〈']) {
            return false;
        }
        let introduced = self.introduces(before);
        if !introduced && reports(after, self.language) {
            return false;
        }
        let known = self.language.sentences.complete;
        let is_speech = introduced || before.is_empty() || opens_sentence(after, self.language);
        has_words(&self.text[pair.open..pair.end])
            || (known && is_speech && (!self.language.has_capitals() || begins_with_capital(after)))
    }

    fn is_cut_without_space(&self, core: &str, at: usize) -> bool {
        if !self.language.sentences.spaced {
            return is_cut_in_line(core, &self.text[at..]);
        }
        let (left, right) = (last_word(core), first_word(&self.text[at..]));
        // Some typists put the space before the full stop.
        if left == "." {
            return right.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
        }
        if !right.starts_with(|c: char| c.is_alphabetic() || is_opener(c) || is_double_quote(c)) {
            return false;
        }
        if [left, right].iter().any(|word| is_address(word)) {
            return false;
        }
        if !core.ends_with('.') {
            return true;
        }
        if self.language.has_capitals() && self.language.sentences.complete {
            return is_forgotten_space(left, &self.text[at..], self.language);
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
    fn is_abbreviated(&self, stem: &str, after: &str) -> bool {
        let word = last_word_of(stem, self.language);
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
        is_abbreviation(stem, after, self.language)
    }
}

/// Whether a number follows the item before it in an enumeration: `1. ...; 2. ...`.
fn follows_item(before: &str, number: &str) -> bool {
    let previous = number.parse::<u32>().ok().and_then(|n| n.checked_sub(1));
    let joined = before.ends_with([';', ',', '；', '，'])
        || last_word(before).chars().all(char::is_lowercase);
    joined
        && previous.is_some_and(|n| {
            let item = format!("{n}.");
            before.match_indices(&item).any(|(at, _)| {
                !before[..at].ends_with(char::is_numeric)
                    && !before[at + item.len()..].starts_with(char::is_numeric)
            })
        })
}

/// Whether a full stop without a space behind it ends a sentence of a language with capitals: a
/// small word is before it, and a capital follows. Names such as `Booking.Com` have two capitals.
fn is_forgotten_space(left: &str, after: &str, language: &Language) -> bool {
    let word = left.trim_end_matches('.');
    let word = word
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let is_word = letters(word) > 1 && word.ends_with(char::is_lowercase);
    let is_small = word.starts_with(char::is_lowercase);
    let next: String = after
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let whole = next.chars().skip(1).all(char::is_lowercase);
    is_word && whole && (opens_sentence(after, language) || (is_small && letters(&next) > 3))
}

/// Whether a sentence ends between two characters of a language without spaces. The full stop of
/// ASCII is also one of initials, numbers and addresses.
fn is_cut_in_line(core: &str, after: &str) -> bool {
    let Some(stem) = core.strip_suffix('.') else {
        return after
            .starts_with(|c: char| c.is_alphanumeric() || is_opener(c) || is_double_quote(c));
    };
    let is_own = |c: char| matches!(Script::of(c), Some(Script::Han | Script::Kana));
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let ended = stem.ends_with(|c: char| is_own(c) || matches!(c, '%' | '％'))
        || is_closer(stem.chars().next_back().unwrap_or_default())
        || digits > 2;
    ended && after.starts_with(|c: char| is_own(c) || is_opener(c) || is_double_quote(c))
}

/// The number of letters in a word, without marks and tatweel.
pub(super) fn letters(word: &str) -> usize {
    word.chars()
        .filter(|&c| {
            c.is_alphanumeric()
                && c != '\u{640}'
                && !unicode_normalization::char::is_combining_mark(c)
        })
        .count()
}

fn has_words(text: &str) -> bool {
    has_at_least(text, SENTENCE_WORDS)
}

/// Whether a text has at least so many words. Two characters of a script without spaces count as a
/// word.
pub(super) fn has_at_least(text: &str, words: usize) -> bool {
    let is_own = |c: &char| matches!(Script::of(*c), Some(Script::Han | Script::Kana));
    text.split_whitespace()
        .nth(words.saturating_sub(1))
        .is_some()
        || text
            .chars()
            .filter(is_own)
            .nth((words * 2).saturating_sub(1))
            .is_some()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

/// The last word of a text; in a language without spaces, the letters and signs of ASCII at its
/// end.
pub(super) fn last_word_of<'t>(text: &'t str, language: &Language) -> &'t str {
    let word = last_word(text);
    if language.sentences.spaced {
        return word;
    }
    word.rsplit(|c: char| !c.is_ascii()).next().unwrap_or(word)
}

pub(super) fn last_word(text: &str) -> &str {
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
