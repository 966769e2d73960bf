//! What an English text says in words and its source must say in some form: counts, ranks, fractions,
//! multiples, times of day and the months of dates. This file owns which words are sure enough to be asked for.

use super::clock;
use super::halves::in_next_unit;
use super::number_words::{Word, month, number_word};
use super::parts;
use super::shares;
use super::spoken_times::times;
use super::wordings::quartered;
use crate::text::numbers::key::Key;
use crate::text::numbers::lexicon::Placed;
use crate::text::numbers::{Claim, Count, Meaning};

/// The smallest rank that is asked for: lower ones are also parts, and common in idioms.
const LEAST_RANK: u64 = 5;

/// The smallest multiple that is asked for.
const LEAST_MULTIPLE: u64 = 4;

/// Names of months that are other words too.
const OTHER_WORDS: [&str; 2] = ["may", "march"];

/// The words of a text: their starts and ends in characters, and themselves.
pub(super) struct Claims<'t> {
    text: &'t [char],
    words: Vec<Placed>,
}

impl<'t> Claims<'t> {
    pub(super) fn new(text: &'t [char], words: Vec<Placed>) -> Self {
        Self { text, words }
    }

    /// What is asked for: of the counts and ranks with their spans, those that stand alone; and
    /// fractions and months.
    pub(super) fn read(
        &self,
        counts: &[(usize, usize, Count)],
        ranks: &[(usize, usize, Count)],
    ) -> Vec<Claim> {
        let times = times(self.text, &self.words);
        let is_timed = |start: usize| {
            let behind = times.partition_point(|time| time.start <= start);
            behind
                .checked_sub(1)
                .is_some_and(|at| start < times[at].end)
        };
        let alone = counts
            .iter()
            .filter(|(start, end, count)| {
                let named = self.is_in_name(*start);
                let said = named || is_timed(*start) || self.is_expression(*start, *end);
                count.value > 1 && !said && !self.make_another_of(*start, *end)
            })
            .map(|(start, end, count)| {
                let unit = self.at(Some(self.first_from(*end)));
                let keys = std::iter::once(Key::of(count.value));
                Claim {
                    text: count.text.clone(),
                    place: *start,
                    meaning: Meaning::AnyOf(keys.chain(in_next_unit(count.value, &unit)).collect()),
                }
            });
        let ranked = ranks
            .iter()
            .filter(|(start, _, count)| {
                let named = self.is_in_name(*start);
                count.value >= LEAST_RANK && !named && !self.is_part(*start)
            })
            .filter(|(start, end, _)| !self.is_expression(*start, *end))
            .map(|(start, _, count)| Claim {
                text: count.text.clone(),
                place: *start,
                meaning: Meaning::AnyOf(vec![Key::of(count.value)]),
            });
        let numbers = alone.chain(ranked);
        numbers
            .chain(self.halves(counts))
            .chain(self.fractions())
            .chain(self.multiples())
            .chain(self.months())
            .chain(clock::claims(self.text, &self.words))
            .collect()
    }

    /// Whether the words around a count make another number of it: four and a half, three
    /// quarters, a quarter to four, two decades.
    fn make_another_of(&self, start: usize, end: usize) -> bool {
        let (first, behind) = (self.first_from(start), self.first_from(end));
        let after = |steps: usize| self.at(Some(behind + steps));
        let before = |steps: usize| self.at(first.checked_sub(steps));
        let joined = after(0) == "and" && matches!(&*after(1), "a" | "one" | "two" | "three");
        let in_units = matches!(&*after(0), "decades" | "centuries" | "weeks" | "fortnights");
        let clock = matches!(&*before(1), "to" | "past") && is_fraction(&before(2));
        (joined && is_fraction(&after(2))) || is_fraction(&after(0)) || in_units || clock
    }

    /// Counts with a half behind them, where nothing multiplies it: three and a half years.
    fn halves(&self, counts: &[(usize, usize, Count)]) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (start, end, count) in counts {
            let behind = self.first_from(*end);
            let after = |steps: usize| self.at(Some(behind + steps));
            let multiplied = matches!(number_word(&after(3)), Some(Word::Multiplier(_)));
            let halved = after(0) == "and" && after(1) == "a" && after(2) == "half";
            if halved && !multiplied && count.value < 100 {
                claims.push(Claim {
                    text: format!("{} and a half", count.text),
                    place: *start,
                    // Two years and six months are two and a half years.
                    meaning: Meaning::AnyOf(vec![
                        Key::Value(format!("{}.5", count.value)),
                        Key::of(count.value),
                    ]),
                });
            }
        }
        claims
    }

    /// Whether the number word at a place has a capital inside a sentence, as in Six Flags.
    fn is_in_name(&self, start: usize) -> bool {
        let before = self.text[..start].iter().rev();
        let before = before.copied().find(|c| !c.is_whitespace());
        let inside = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | ';'));
        inside && self.text.get(start).is_some_and(|c| c.is_uppercase())
    }

    /// Whether it counts nothing with the words around it: the name ten Hag, the starting eleven, the
    /// eleventh hour, the round of sixteen.
    fn is_expression(&self, start: usize, end: usize) -> bool {
        let first = self.first_from(start);
        let before = |steps: usize| self.at(first.checked_sub(steps));
        let behind = self.at(Some(self.first_from(end)));
        match &*self.at(Some(first)) {
            "ten" => behind == "hag",
            "eleven" => before(1) == "starting",
            "eleventh" => behind == "hour",
            "eight" | "sixteen" => before(1) == "of" && before(2) == "round",
            _ => false,
        }
    }

    /// Whether a rank is a part, as in "a fifth" and "two fifths".
    fn is_part(&self, start: usize) -> bool {
        let before = self.at(self.first_from(start).checked_sub(1));
        matches!(&*before, "a" | "an") || matches!(number_word(&before), Some(Word::Cardinal(_)))
    }

    /// A third of, a quarter of, half of.
    fn fractions(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for at in 0..self.words.len() {
            let word = self.at(Some(at));
            let one = matches!(&*self.at(at.checked_sub(1)), "a" | "one");
            let keys = parts::asked(&word);
            if keys.is_empty() || !(one || word == "half") {
                continue;
            }
            let joined = self.at(at.checked_sub(2)) == "and";
            // A quarter of a million is 250,000.
            let is_whole = quartered(&self.words, at).is_some();
            if self.at(Some(at + 1)) == "of" && !joined && !is_whole {
                claims.push(Claim {
                    text: word,
                    place: self.words[at].0,
                    meaning: Meaning::AnyOf(
                        keys.iter().map(|&key| Key::Value(key.to_owned())).collect(),
                    ),
                });
            }
        }
        claims
    }

    /// Fivefold, quadrupled: so many times, or that in per cent.
    fn multiples(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (start, _, word) in &self.words {
            let lower = word.to_lowercase();
            let is_asked = ["ed", "fold"].iter().any(|ending| lower.ends_with(ending));
            let times = shares::times(&lower).filter(|&times| times >= LEAST_MULTIPLE && is_asked);
            let Some(times) = times else {
                continue;
            };
            claims.push(Claim {
                text: word.clone(),
                place: *start,
                meaning: Meaning::AnyOf(vec![Key::of(times), Key::of(100 * (times - 1))]),
            });
        }
        claims
    }

    /// Months beside a number in digits.
    fn months(&self) -> Vec<Claim> {
        let digit = |at: Option<usize>| {
            at.and_then(|at| self.text.get(at))
                .is_some_and(char::is_ascii_digit)
        };
        let mut claims = Vec::new();
        for (start, end, word) in &self.words {
            let lower = word.to_lowercase();
            let Some(number) = month(&lower).filter(|_| word.starts_with(char::is_uppercase))
            else {
                continue;
            };
            let (before, after) = (digit(start.checked_sub(2)), digit(Some(end + 1)));
            let dated = if OTHER_WORDS.contains(&&*lower) {
                before
            } else {
                before || after
            };
            if dated {
                claims.push(Claim {
                    text: word.clone(),
                    place: *start,
                    meaning: Meaning::AnyOf(vec![Key::Month(number), Key::of(u64::from(number))]),
                });
            }
        }
        claims
    }

    fn first_from(&self, place: usize) -> usize {
        self.words.partition_point(|(start, _, _)| *start < place)
    }

    /// A word in lower case; empty where there is none.
    fn at(&self, at: Option<usize>) -> String {
        at.and_then(|at| self.words.get(at))
            .map_or_else(String::new, |(_, _, word)| word.to_lowercase())
    }
}

fn is_fraction(word: &str) -> bool {
    parts::all(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;

    fn claims(text: &str) -> Vec<String> {
        read(text)
            .claims
            .into_iter()
            .map(|claim| claim.text)
            .collect()
    }

    #[test]
    fn counts_that_other_words_make_another_number_of_are_not_asked_for() {
        for text in [
            "three quarters of a million",
            "four and a half million",
            "three eighths of the land",
            "sold a quarter to four men",
            "for two decades",
            "two weeks later",
            "one of them",
        ] {
            assert!(claims(text).is_empty(), "{text}: {:?}", claims(text));
        }
        assert_eq!(claims("Four men and two dogs"), ["Four", "two"]);
        assert_eq!(claims("four and a half hours"), ["four and a half"]);
        assert_eq!(claims("at a quarter to four"), ["quarter to four"]);
        assert_eq!(claims("at half past nine"), ["half past nine"]);
        assert_eq!(claims("at three thirty"), ["three thirty"]);
        assert_eq!(claims("at twenty past nine"), ["twenty past nine"]);
        assert_eq!(claims("at nine fifteen people met"), ["nine", "fifteen"]);
    }

    #[test]
    fn ranks_from_the_fifth_fractions_of_things_and_dated_months_are_asked_for() {
        assert_eq!(claims("the sixth defendant"), ["sixth"]);
        assert_eq!(claims("the twenty-first century"), ["twenty-first"]);
        assert_eq!(claims("a third of the pupils"), ["third"]);
        assert_eq!(claims("half of the schools"), ["half"]);
        assert_eq!(claims("exports rose fivefold"), ["fivefold"]);
        assert_eq!(claims("on July 28"), ["July"]);
        assert_eq!(claims("on 20 May"), ["May"]);
        assert_eq!(claims("He left. Six stayed"), ["Six"]);
        for text in [
            "the first and the second",
            "a fifth man",
            "two fifths",
            "in the nineties",
            "half an hour",
            "May 5 people come",
            "a bus to Six Flags",
            "in July",
        ] {
            assert!(claims(text).is_empty(), "{text}: {:?}", claims(text));
        }
    }
}
