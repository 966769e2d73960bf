//! Where a text may be cut into sentences. This file owns the boundaries: the candidates minus those
//! that abbreviations, initials, quotes and brackets forbid.

use super::abbreviations::{are_letters, is_abbreviated, is_listed};
use super::beginnings::{
    begins_small, begins_with_capital, continues, opens as opens_sentence, reports,
};
use super::candidates::candidates;
use super::characters::{digit, is_invisible, is_letter, is_letter_or_digit};
use super::dash::is_dash;
use super::enclosures::{Enclosures, Pair, is_closer, is_double_quote, is_opener};
use super::final_verbs;
use super::full_stops::{self, follows_item, is_abbreviation, is_ordinal};
use super::joined::{is_cut_in_line, is_forgotten_space};
use super::language::Language;
use super::reported;
use super::sentence_signs::{ends_sentence, is_emphasis, is_gap, marks_behind, without_closers};
use super::timed::{continues_date, ends_with_measure, ends_with_time, is_time};
use super::words::{
    SENTENCE_WORDS, first_word, has_at_least, has_words, is_address, last_word, last_word_of,
    letters,
};

/// The same before an ellipsis in languages with words that tell whether the sentence goes on.
const TOLD_WORDS: usize = 3;

const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// Maximum number of words of an item whose neighbours in the same sentence are looked for.
const ITEM_WORDS: usize = 40;

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
        let closed = before.ends_with(|c| is_closer(c) || is_double_quote(c));
        if !core.chars().next_back().is_some_and(ends_sentence)
            || continues(core, after, self.language)
            || (closed && begins_small(after, self.language))
        {
            return false;
        }
        let pair = self.enclosures.ending_at(before.len());
        let pair = pair.filter(|pair| core.len() > pair.open);
        if let Some(pair) = pair {
            if !self.may_end_with(pair, core, last, at) {
                return false;
            }
            // The full stop of an abbreviation before a bracket that encloses whole sentences.
            if !pair.quote && has_words(&self.text[pair.open..pair.end]) {
                return true;
            }
        }
        if core.ends_with("..") || core.ends_with("۔۔") || core.ends_with('…') {
            if !self.language.sentences.spaced {
                return !self.run_on && self.is_whole_speech(before.len(), last);
            }
            let quoted = pair.is_some();
            return spaced && !self.run_on && self.ends_with_ellipsis(core, last, at, quoted);
        }
        if !spaced && !self.is_cut_without_space(core, at) {
            return false;
        }
        if after.starts_with(is_dash) && pair.is_none() && !self.is_turn(core, last, at) {
            return false;
        }
        match core.strip_suffix(self.language.sentences.stops) {
            Some(stem) if self.is_item_number(stem, after, last) => false,
            Some(stem) if self.is_clause_number(stem) => self.begins_with_and(after),
            Some(stem) if is_ordinal(&stem[last..], after, self.language) => false,
            Some(stem) if self.has_abbreviation(stem, after) => {
                let stem = &stem[last..];
                if let Some(verbs) = &self.language.sentences.final_verbs {
                    let next = first_word(after.trim_start_matches(is_gap));
                    return final_verbs::may_end(stem, next, verbs, self.language)
                        && !continues_date(after, self.language);
                }
                (ends_with_time(stem, after, self.language)
                    && !continues_date(after, self.language))
                    || (ends_with_measure(stem, self.language) && self.begins_with_and(after))
                    || (!is_time(stem, self.language)
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

    /// Whether a sentence ends with an ellipsis, by its length and by the word that follows.
    fn ends_with_ellipsis(&self, core: &str, last: usize, at: usize, quoted: bool) -> bool {
        let sentences = &self.language.sentences;
        let (text, after) = (&self.text[last..at], &self.text[at..]);
        if sentences.complete {
            let opens = if sentences.capital_nouns {
                opens_sentence(after, self.language)
            } else {
                begins_with_capital(after)
            };
            return opens || (has_words(text) && !sentences.capital_nouns);
        }
        let told = !sentences.continuing.is_empty();
        let least = if told { TOLD_WORDS } else { SENTENCE_WORDS };
        has_at_least(text, least) && (quoted || !self.goes_on(core, at))
    }

    /// Whether a dash begins the next turn of a dialogue, and neither parts the words of a speaker
    /// from his name nor ends a question inside a sentence.
    fn is_turn(&self, core: &str, last: usize, at: usize) -> bool {
        let first = self.text[last..].trim_start_matches(is_gap);
        let stopped = core.ends_with(self.language.sentences.stops);
        (first.starts_with(is_dash) || stopped)
            && !reported::names_speaker(&self.text[at..], self.language)
    }

    /// Whether the sentence goes on behind an ellipsis, in languages with words that tell.
    fn goes_on(&self, core: &str, at: usize) -> bool {
        let sentences = &self.language.sentences;
        if sentences.continuing.is_empty() {
            return false;
        }
        let next = first_word(self.text[at..].trim_start_matches(is_gap));
        let next = next.trim_matches(|c: char| !is_letter_or_digit(c));
        let word = last_word(
            core.trim_end_matches(ends_sentence)
                .trim_end_matches(is_gap),
        );
        is_listed(next, sentences.continuing, self.language)
            || self.begins_with_and(&self.text[at..])
            || sentences
                .final_verbs
                .as_ref()
                .is_some_and(|verbs| !final_verbs::is_verb(word, verbs, self.language))
    }

    /// Whether the number before a full stop is that of an item in a running text: it stands alone
    /// behind the end of a sentence, is the first behind a colon, or is one of several in the same
    /// sentence.
    fn is_item_number(&self, stem: &str, behind: &str, last: usize) -> bool {
        let label = last_word_of(stem, self.language);
        let number = label.trim_start_matches(|c: char| !c.is_numeric());
        let before = stem.get(last..stem.len() - label.len());
        let before = before.unwrap_or_default().trim_end_matches(is_gap);
        if is_listed(label, self.language.sentences.first_items, self.language) {
            return before.is_empty() || before.ends_with([':', '：']);
        }
        let short = (1..=2).contains(&number.chars().count());
        if !short || !number.chars().all(char::is_numeric) {
            return false;
        }
        if number.len() == label.len() {
            let is_first = matches!(number, "1" | "١" | "۱");
            if before.is_empty() || (is_first && before.ends_with([':', '：'])) {
                return true;
            }
        }
        if !self.language.sentences.spaced {
            return follows_item(before, number);
        }
        let Some(value) = value_of(number) else {
            return false;
        };
        let items = |text: &str, wanted: u32| {
            let mut words = text.split_whitespace().rev().take(ITEM_WORDS);
            words.any(|word| self.item_of(word) == Some(wanted))
        };
        let next_end = || {
            behind
                .split_whitespace()
                .take(ITEM_WORDS)
                .find(|word| without_closers(word).ends_with(ends_sentence))
        };
        (value > 1 && items(before, value - 1))
            || (value == 1 && next_end().and_then(|word| self.item_of(word)) == Some(2))
    }

    /// The number of an item that a word is, with its full stop.
    fn item_of(&self, word: &str) -> Option<u32> {
        let number = word.strip_suffix(self.language.sentences.stops)?;
        let number = number.trim_start_matches(|c: char| !c.is_numeric());
        (1..=2)
            .contains(&number.chars().count())
            .then(|| value_of(number))?
    }

    fn begins_with_and(&self, text: &str) -> bool {
        let and = self.language.sentences.and;
        and.is_some_and(|and| text.trim_start_matches(is_gap).starts_with(and))
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

    /// Whether a sentence may end with this pair. A short quote is part of a sentence, and so is a
    /// bracket inside one, or a quote whose speaker is named behind it.
    fn may_end_with(&self, pair: Pair, core: &str, last: usize, at: usize) -> bool {
        let sentences = &self.language.sentences;
        let before = self.text.get(last..pair.open).unwrap_or_default();
        let after = &self.text[at..];
        if !pair.quote {
            return before.trim().is_empty();
        }
        let long = has_words(&self.text[pair.open..pair.end]);
        if sentences.complete {
            // The title of a work is part of a sentence.
            let title = self.text[pair.open..].starts_with(['《', '〈']);
            let introduced = self.introduces(before.trim_end());
            if title || (!introduced && reports(after, self.language)) {
                return false;
            }
            let alone = introduced || before.trim().is_empty();
            let capital = !self.language.has_capitals() || begins_with_capital(after);
            return long || (capital && (alone || opens_sentence(after, self.language)));
        }
        if sentences.reporting.is_empty() {
            return long;
        }
        let place = reported::Place {
            before,
            core,
            behind: after,
            long,
        };
        place.may_end(self.language)
    }

    fn is_cut_without_space(&self, core: &str, at: usize) -> bool {
        if !self.language.sentences.spaced {
            return is_cut_in_line(core, &self.text[at..]);
        }
        let (left, right) = (last_word(core), first_word(&self.text[at..]));
        // Some typists put the space before the full stop.
        if left == "." {
            return right.starts_with(|c: char| is_letter(c) && !c.is_ascii());
        }
        if !right.starts_with(|c: char| is_letter(c) || is_opener(c) || is_double_quote(c)) {
            return false;
        }
        if [left, right].iter().any(|word| is_address(word)) {
            return false;
        }
        let stops = self.language.sentences.stops;
        if !core.ends_with(stops) {
            return true;
        }
        if self.language.has_capitals() && self.language.sentences.complete {
            return is_forgotten_space(left, &self.text[at..], self.language);
        }
        // Letters spelled one by one, or by their names as in BBC, are one word.
        let before = left.trim_end_matches(stops).rsplit(stops).next();
        let behind = right.split(stops).next();
        let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
        if are_letters(before, behind, self.language) {
            return false;
        }
        let known = !self.language.sentences.letter_names.is_empty();
        let (before, behind) = (letters(before), letters(behind));
        before > 1 && behind > 1 && (known || before > 3 || behind > 3)
    }

    /// Whether the full stop after `stem` belongs to an abbreviation, to initials, or to the number
    /// of an item at the beginning of a line.
    fn has_abbreviation(&self, stem: &str, after: &str) -> bool {
        if !self.language.sentences.complete {
            return is_abbreviated(stem, after, self.language);
        }
        let word = last_word_of(stem, self.language);
        let line_start = stem[..stem.len() - word.len()]
            .trim_end_matches([' ', '\t'])
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n' || c == '\r');
        let word = word.trim_start_matches(|c: char| !is_letter_or_digit(c));
        let is_item = line_start
            && (1..=3).contains(&word.chars().count())
            && word.chars().all(char::is_numeric);
        is_item || is_abbreviation(stem, after, self.language)
    }
}

/// The value of a number in digits of any of the usual series.
fn value_of(number: &str) -> Option<u32> {
    let mut digits = number.chars().map(digit);
    digits.try_fold(0_u32, |value, digit| Some(value * 10 + digit?))
}
