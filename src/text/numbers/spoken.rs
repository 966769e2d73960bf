//! The reader of languages that have a [`Grammar`]: numbers in digits with the words around them,
//! and number words. This file owns how both come together; how number words combine is in
//! `hearing`.

use super::companions::read_companions;
use super::context::{Context, Magnitude, is_joint, read_context};
use super::heard::claims;
use super::hearing::Hearing;
use super::key::Key;
use super::lexicon::{Grammar, Lexicon, Placed, Sense, roman};
use super::noon;
use super::said_times::{join, said_times};
use super::scan::{Number, clean, scan_as};
use super::times::read_times;
use super::{Numbers, power_of_ten};

/// A language whose numbers are read by its grammar.
pub(crate) struct Reader {
    grammar: &'static Grammar,
    lexicon: Lexicon,
}

impl Reader {
    pub(crate) fn new(grammar: &'static Grammar) -> Self {
        Self {
            grammar,
            lexicon: Lexicon::new(grammar),
        }
    }

    /// Reads a text.
    pub(crate) fn read(&self, text: &str) -> Numbers {
        self.read_cleaned(&clean(text))
    }

    /// Reads the characters of a text without invisible ones.
    pub(crate) fn read_cleaned(&self, text: &[char]) -> Numbers {
        self.read_numbers(text, scan_as(text, &self.grammar.notation))
    }

    /// Reads a cleaned text whose numbers in digits were found already.
    pub(crate) fn read_numbers(&self, text: &[char], mut numbers: Vec<Number>) -> Numbers {
        let context = Context {
            magnitude: &|word, _| self.magnitude(word),
            word: self.grammar.word,
            stacked: true,
            units: self.grammar.units,
            and: self.grammar.and,
        };
        read_context(text, &mut numbers, &context);
        read_times(text, &mut numbers, self.grammar);
        read_companions(text, &mut numbers, self.grammar);
        let words = (self.grammar.words)(text);
        let mut hearing = self.hear(text, &words, &mut numbers);
        // Halves and quarters of hours are read as numbers, and not as the times that they make.
        for hour in 0..12 {
            for minutes in [15, 30, 45] {
                hearing.keys.excuse(Key::Time(hour, minutes));
            }
        }
        let found = (numbers.as_slice(), &mut hearing.keys);
        noon::read(&words, &hearing.heard, self.grammar, found);
        let mut claims = claims(text, &words, &hearing.heard, self.grammar);
        let times = said_times(&words, &hearing.heard, self.grammar);
        join(&times, &mut claims);
        for time in times {
            hearing.keys.insert(time.key, time.span.start);
        }
        Numbers::new(numbers, hearing.keys, Vec::new())
            .with_magnitudes(hearing.magnitudes.named, hearing.magnitudes.perhaps)
            .claiming(claims)
            .knowing_words()
    }

    /// Whether a word, or each part of a hyphenated one, is a number word.
    pub(crate) fn is_number_word(&self, word: &str) -> bool {
        let counts = |sense: &Sense| {
            matches!(
                sense,
                Sense::Add(_) | Sense::Times(_) | Sense::Hundredths(_)
            )
        };
        word.split('-').all(|part| {
            let senses = self.lexicon.senses(&(self.grammar.fold)(part));
            senses.is_some_and(|(_, parts)| parts.iter().any(|part| part.iter().any(counts)))
        })
    }

    /// The magnitude that a word behind digits gives them.
    fn magnitude(&self, word: &str) -> Option<Magnitude> {
        let sign = self.grammar.signs.iter().find(|(sign, _)| *sign == word);
        if let Some(&(sign, places)) = sign {
            return Some(Magnitude {
                places,
                perhaps: sign.len() == 1,
            });
        }
        let mut places = 0;
        for part in self.lexicon.senses(&(self.grammar.fold)(word))?.1 {
            let power = part.iter().find_map(|sense| match sense {
                Sense::Times(value) => power_of_ten(*value),
                _ => None,
            });
            places += power? as usize;
        }
        (places > 1).then_some(Magnitude {
            places,
            perhaps: false,
        })
    }

    /// Hears the words of a text, with the numbers in digits between them.
    fn hear(&self, text: &[char], words: &[Placed], numbers: &mut [Number]) -> Hearing {
        let grammar = self.grammar;
        let mut hearing = Hearing::new(grammar.order);
        let mut next = 0;
        let (mut behind, mut less) = (0, None);
        for (at, (start, end, word)) in words.iter().enumerate() {
            let (start, end) = (*start, *end);
            hearing.go_to(start, at);
            while let Some(number) = numbers.get(next).filter(|number| number.start < start) {
                behind = hear_digits(text, number, (next, behind), &mut hearing);
                next += 1;
            }
            let in_number = next > 0 && start < numbers[next - 1].after;
            if in_number {
                continue;
            }
            if !adjacent(text.get(behind..start).unwrap_or(&[])) {
                hearing.pause();
            }
            behind = end;
            let folded = (grammar.fold)(word);
            self.hear_word(&mut hearing, word, &folded);
            if grammar.less.contains(&folded.as_str()) {
                less = Some(at);
            } else if less.is_some_and(|less| at <= less + 2) && self.is_quarter(&folded) {
                hearing.less();
            }
        }
        while let Some(number) = numbers.get(next) {
            behind = hear_digits(text, number, (next, behind), &mut hearing);
            next += 1;
        }
        hearing.close();
        name_digits(numbers, &mut hearing);
        for (index, key) in std::mem::take(&mut hearing.also) {
            numbers[index].also(key);
        }
        hearing
    }

    /// Whether a folded word is a quarter.
    fn is_quarter(&self, folded: &str) -> bool {
        let senses = self.lexicon.senses(folded);
        senses.is_some_and(|(_, parts)| parts.iter().any(|part| part.contains(&Sense::Quarter)))
    }

    /// Hears one word, as written and folded.
    fn hear_word(&self, hearing: &mut Hearing, word: &str, folded: &str) {
        let grammar = self.grammar;
        if grammar.and.contains(&folded) && !folded.is_empty() {
            hearing.link();
            return;
        }
        for (hint, magnitudes) in grammar.hints {
            if folded.starts_with(hint) {
                hearing.magnitudes.perhaps.extend(*magnitudes);
            }
        }
        if grammar.roman
            && let Some(value) = roman(word)
        {
            hearing.permit(Key::of(value));
        }
        let Some((prefix, parts)) = self.lexicon.senses(folded) else {
            let dual = grammar.duals.iter().any(|dual| folded.ends_with(dual));
            if dual && folded.chars().count() >= 4 {
                hearing.hear(&[Sense::Add(2)]);
            } else {
                hearing.pause();
            }
            return;
        };
        // The conjunction may be written together with the number; a preposition or an article
        // begins another one.
        if grammar.and.contains(&prefix) {
            hearing.link();
        } else if !prefix.is_empty() {
            hearing.pause();
        }
        let are_tens = |senses: &&[Sense]| matches!(senses.first(), Some(Sense::Add(20..=90)));
        let is_decade = parts.last().is_some_and(are_tens)
            && grammar
                .decade_endings
                .iter()
                .any(|ending| folded.ends_with(ending));
        for senses in parts {
            hearing.hear(senses);
        }
        if is_decade {
            hearing.part();
        }
    }
}

/// Hears a number in digits with its index, and the place behind what was heard before it; returns
/// the place behind it.
fn hear_digits(
    text: &[char],
    number: &Number,
    (index, behind): (usize, usize),
    hearing: &mut Hearing,
) -> usize {
    let follows = adjacent(text.get(behind..number.start).unwrap_or(&[]));
    let value = number.value().unwrap_or("");
    hearing.digits(index, value, number.magnitude, follows);
    number.after
}

/// Names the magnitudes of numbers in digits with magnitude words, and permits those of others.
fn name_digits(numbers: &[Number], hearing: &mut Hearing) {
    for number in numbers {
        let whole = number.value().and_then(|value| value.split('.').next());
        let Some(Ok(value)) = whole.map(str::parse) else {
            continue;
        };
        if number.magnitude > 1 {
            hearing.magnitudes.name(value);
        } else {
            hearing.magnitudes.permit(value);
        }
    }
}

/// Whether two words with this text between them may belong to one number.
pub(super) fn adjacent(between: &[char]) -> bool {
    match between {
        [] => true,
        [gap] => is_joint(*gap),
        _ => between.len() < 4 && between.iter().all(|gap| gap.is_whitespace()),
    }
}
