//! Pairs of quotes and brackets. This file owns which signs form a pair; a pair counts only if it
//! closes soon enough to be trusted.

use super::characters::{is_letter, is_letter_or_digit};
use super::dash::is_dash;
use super::language::Language;

/// An opening sign further than this many characters from its closing sign counts as never closed.
const REACH: usize = 300;

/// A quote or bracket, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Start of its opening sign.
    pub(super) open: usize,
    /// End of its closing sign.
    pub(super) end: usize,
    /// Whether it is a quote and not a bracket.
    pub(super) quote: bool,
}

/// All pairs of a text.
pub(super) struct Enclosures {
    /// The pairs, sorted by their ends.
    pairs: Vec<Pair>,
    /// The starts of the pairs, sorted.
    opens: Vec<usize>,
    /// The union of all pairs, in order, without overlap.
    covered: Vec<(usize, usize)>,
}

impl Enclosures {
    pub(super) fn of(text: &str, language: &Language) -> Self {
        let mut pairs = pairs(text, language);
        if !language.sentences.single_quotes.is_empty() {
            pairs.extend(single_pairs(text, language.sentences.single_quotes));
            pairs.sort_by_key(|pair| pair.end);
        }
        let mut by_open: Vec<(usize, usize)> = pairs.iter().map(|p| (p.open, p.end)).collect();
        by_open.sort_unstable();
        let mut covered: Vec<(usize, usize)> = Vec::new();
        for &(open, end) in &by_open {
            match covered.last_mut() {
                Some(last) if open < last.1 => last.1 = last.1.max(end),
                _ => covered.push((open, end)),
            }
        }
        let opens = by_open.into_iter().map(|(open, _)| open).collect();
        Self {
            pairs,
            opens,
            covered,
        }
    }

    /// Whether a position lies inside a pair and not at its edge.
    pub(super) fn holds(&self, at: usize) -> bool {
        let i = self.covered.partition_point(|&(open, _)| open < at);
        i > 0 && at < self.covered[i - 1].1
    }

    /// Whether the sign at a position opens a pair.
    pub(super) fn opens_at(&self, at: usize) -> bool {
        self.opens.binary_search(&at).is_ok()
    }

    /// The outermost pair that holds a position.
    pub(super) fn holding(&self, at: usize) -> Option<Pair> {
        let i = self.covered.partition_point(|&(open, _)| open < at);
        let &(open, end) = self.covered.get(i.checked_sub(1)?)?;
        self.ending_at(end)
            .filter(|pair| pair.open == open && at < end)
    }

    /// Whether the sign `c` at a position closes a pair.
    pub(super) fn closes_at(&self, at: usize, c: char) -> bool {
        self.ending_at(at + c.len_utf8()).is_some()
    }

    /// The pair whose closing sign ends at a position.
    pub(super) fn ending_at(&self, at: usize) -> Option<Pair> {
        self.pairs
            .binary_search_by_key(&at, |pair| pair.end)
            .ok()
            .map(|i| self.pairs[i])
    }
}

/// Whether a sign is a double quote that is used at both ends.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '״')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '«' | '‹' | '(' | '[' | '{' | '「' | '『' | '《' | '〈' | '（' | '【' | '〔' | '［'
    )
}

pub(super) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '»' | '›' | ')' | ']' | '}' | '」' | '』' | '》' | '〉' | '）' | '】' | '〕' | '］'
    )
}

/// Pairs of single quotes, one or several at each end. Those inside words are no quotes.
fn single_pairs(text: &str, signs: &[char]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut behind = 0;
    for (index, (at, c)) in text.char_indices().enumerate() {
        if at < behind || !signs.contains(&c) {
            continue;
        }
        let rest = text[at..].trim_start_matches(signs);
        behind = text.len() - rest.len();
        let previous = text[..at].chars().next_back();
        let next = rest.chars().next();
        if [previous, next]
            .iter()
            .all(|c| c.is_some_and(is_letter_or_digit))
        {
            continue;
        }
        let begins = previous.is_none_or(|p| p.is_whitespace() || is_opener(p))
            && next.is_some_and(|next| !next.is_whitespace());
        if begins {
            open = Some((at, index));
        } else if let Some((open, from)) = open.take()
            && index - from <= REACH
        {
            let end = behind;
            pairs.push(Pair {
                open,
                end,
                quote: true,
            });
        }
    }
    pairs
}

/// Whether the letters before a quote inside a word are only words that are written together with
/// the quoted one, as in `ב"הארץ"`.
fn is_prefix(before: &str, language: &Language) -> bool {
    before
        .chars()
        .rev()
        .take_while(|c| is_letter(*c))
        .all(|c| language.spelling.clitics.contains(&c))
}

fn pairs(text: &str, language: &Language) -> Vec<Pair> {
    let reversed = language.sentences.reversed_guillemets;
    let in_words = language.sentences.quotes_in_words;
    let mut attached: Option<(usize, usize)> = None;
    let mut pairs = Vec::new();
    let mut guillemets: Vec<(usize, usize)> = Vec::new();
    let mut corners: Vec<(usize, usize)> = Vec::new();
    let mut round: Vec<(usize, usize)> = Vec::new();
    let mut square: Vec<(usize, usize)> = Vec::new();
    let mut double: Option<(usize, usize)> = None;
    let mut previous: Option<char> = None;
    for (index, (at, c)) in text.char_indices().enumerate() {
        let after = at + c.len_utf8();
        let closed = match c {
            // Where both directions are in use, the sign that stands first opens.
            '«' | '‹' | '»' | '›' if reversed => match guillemets.last() {
                Some(&(open, _)) if !text[open..].starts_with(c) => guillemets.pop(),
                _ => push(&mut guillemets, (at, index)),
            },
            '«' | '‹' => push(&mut guillemets, (at, index)),
            '(' | '（' => push(&mut round, (at, index)),
            '[' | '［' | '【' | '〔' => push(&mut square, (at, index)),
            '「' | '『' | '《' | '〈' => push(&mut corners, (at, index)),
            '»' | '›' => guillemets.pop(),
            ')' | '）' => round.pop(),
            ']' | '］' | '】' | '〕' => square.pop(),
            '」' | '』' | '》' | '〉' => corners.pop(),
            _ if in_words
                && is_double_quote(c)
                && previous.is_some_and(is_letter)
                && text[after..].starts_with(is_letter) =>
            {
                if is_prefix(&text[..at], language) {
                    attached = Some((at, index));
                }
                None
            }
            _ if is_double_quote(c) => {
                // The same sign opens and closes; its neighbours tell which.
                let joined = |p: char| in_words && is_dash_or_maqaf(p);
                let begins = previous
                    .is_none_or(|p| p.is_whitespace() || is_opener(p) || joined(p))
                    && text[after..].starts_with(|next: char| !next.is_whitespace());
                match double.take() {
                    Some(open) if !begins && index - open.1 <= REACH => Some(open),
                    // One that opened inside a word, or the end of a word's abbreviation.
                    None if !begins && in_words => attached.take(),
                    _ => {
                        double = Some((at, index));
                        None
                    }
                }
            }
            _ => None,
        };
        if let Some((open, from)) = closed
            && index - from <= REACH
        {
            pairs.push(Pair {
                open,
                end: after,
                quote: !matches!(c, ')' | ']' | '）' | '］' | '】' | '〕'),
            });
        }
        previous = Some(c);
    }
    pairs
}

fn is_dash_or_maqaf(c: char) -> bool {
    is_dash(c) || c == '־'
}

fn push(stack: &mut Vec<(usize, usize)>, sign: (usize, usize)) -> Option<(usize, usize)> {
    stack.push(sign);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Enclosures {
        Enclosures::of(text, &Language::UNKNOWN)
    }

    #[test]
    fn signs_pair_by_kind_and_nest() {
        let found = of("a (b «c») d");
        assert_eq!(
            found.pairs,
            [
                Pair {
                    open: 5,
                    end: 10,
                    quote: true
                },
                Pair {
                    open: 2,
                    end: 11,
                    quote: false
                }
            ]
        );
        assert!(found.holds(3) && found.holds(10));
        assert!(!found.holds(2) && !found.holds(11));
        assert!(found.opens_at(5) && !found.opens_at(4));
        assert_eq!(
            found.ending_at(11),
            Some(Pair {
                open: 2,
                end: 11,
                quote: false
            })
        );
    }

    #[test]
    fn straight_quotes_open_and_close_in_turn() {
        let found = of("x\"ab\" c \"d\"");
        assert_eq!(
            found.pairs,
            [
                Pair {
                    open: 1,
                    end: 5,
                    quote: true
                },
                Pair {
                    open: 8,
                    end: 11,
                    quote: true
                }
            ]
        );
    }

    /// The texts of the pairs in the language.
    fn inside<'t>(text: &'t str, code: &str) -> Vec<&'t str> {
        let found = Enclosures::of(text, Language::of(code));
        found.pairs.iter().map(|p| &text[p.open..p.end]).collect()
    }

    #[test]
    fn quotes_inside_words_open_only_behind_a_prefix_and_before_one_that_closes() {
        assert_eq!(
            inside("צה\"ל ב\"הארץ\" ו-\"כן\"", "he"),
            ["\"הארץ\"", "\"כן\""]
        );
        assert!(inside("מנכ\"ל ארה\"ב ש\"ס", "he").is_empty());
        assert_eq!(inside("\"דו\"ח\" ש״ח", "he"), ["\"דו\"ח\""]);
    }

    #[test]
    fn single_quotes_pair_where_they_are_no_apostrophes() {
        assert_eq!(
            inside("’ہاں‘ ’’نہیں۔‘‘ O’Brien", "ur"),
            ["’ہاں‘", "’’نہیں۔‘‘"]
        );
        assert!(inside("‘yes’ isn’t", "en").is_empty());
    }

    #[test]
    fn a_quote_that_never_closes_is_no_pair() {
        assert!(of("«ab cd").pairs.is_empty());
        assert!(of(&format!("«{}»", "a".repeat(400))).pairs.is_empty());
        let found = of("\"ab cd \"ef\" g");
        assert_eq!(
            found.pairs,
            [Pair {
                open: 7,
                end: 11,
                quote: true
            }]
        );
    }
}
