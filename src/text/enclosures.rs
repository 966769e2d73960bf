//! Pairs of quotes and brackets. This file owns which signs form a pair; a pair counts only if it
//! closes soon enough to be trusted.

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
        let pairs = pairs(text, language.sentences.reversed_guillemets);
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
    matches!(c, '"' | '“' | '”' | '„' | '‟')
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

fn pairs(text: &str, reversed: bool) -> Vec<Pair> {
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
            _ if is_double_quote(c) => {
                // The same sign opens and closes; its neighbours tell which.
                let begins = previous.is_none_or(|p| p.is_whitespace() || is_opener(p))
                    && text[after..].starts_with(|next: char| !next.is_whitespace());
                match double.take() {
                    Some(open) if !begins && index - open.1 <= REACH => Some(open),
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
