//! The reader of languages that have a [`Grammar`]: numbers in digits with the words around them,
//! and number words. This file owns how both come together; how number words combine is in
//! `hearing`.

use std::collections::HashSet;

use super::Numbers;
use super::context::{Context, Magnitude, in_word, read_context, read_time};
use super::hearing::Hearing;
use super::key::{Key, shifted, sum};
use super::lexicon::{Grammar, Lexicon, Sense, roman};
use super::scan::{Number, clean, scan_as};

/// A language whose numbers are read by its grammar.
pub(crate) struct Reader {
    grammar: &'static Grammar,
    lexicon: Lexicon,
    and: HashSet<&'static str>,
}

/// Signs between two equal numbers that English may name once.
const JOINTS: [&str; 8] = ["-", "–", "—", "/", ":", "×", "\u{2212}", "\u{2011}"];

impl Reader {
    pub(crate) fn new(grammar: &'static Grammar) -> Self {
        Self {
            grammar,
            lexicon: Lexicon::new(grammar),
            and: grammar.and.iter().copied().collect(),
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
        for number in &mut numbers {
            read_point_time(number);
            read_short_year(number);
            self.read_decade(text, number);
        }
        self.read_hours(text, &mut numbers);
        read_split_counts(text, &mut numbers);
        read_slashed_years(text, &mut numbers);
        self.read_finals(text, &mut numbers);
        self.read_echoes(text, &mut numbers);
        let hearing = self.hear(text, &mut numbers);
        Numbers::new(numbers, hearing.keys, Vec::new())
            .with_magnitudes(hearing.magnitudes.named, hearing.magnitudes.perhaps)
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
                Sense::Times(value) => value.checked_ilog10().filter(|p| 10u64.pow(*p) == *value),
                _ => None,
            });
            places += power? as usize;
        }
        (places > 1).then_some(Magnitude {
            places,
            perhaps: false,
        })
    }

    /// Adds the readings of decades and centuries of years: the 1990s, the nineties, the 1700s.
    fn read_decade(&self, text: &[char], number: &mut Number) {
        let Some(year) = number.plain().filter(|year| year % 10 == 0 && *year > 0) else {
            return;
        };
        let names = |word: &str| {
            let word = (self.grammar.fold)(word);
            self.grammar
                .decades
                .iter()
                .any(|decade| word.starts_with(decade))
        };
        if !words_around(text, number).iter().any(|word| names(word)) {
            return;
        }
        if year >= 1_000 {
            number.also(Key::of(u64::from(year % 100)));
            if year % 100 == 0 {
                number.also(Key::of(u64::from(year / 100 + 1)));
            }
        } else if year < 100 {
            number.also(Key::of(u64::from(1_900 + year)));
        }
    }

    /// Reads hours and minutes with a word for the hour between them: 14 h 30.
    fn read_hours(&self, text: &[char], numbers: &mut [Number]) {
        for at in 1..numbers.len() {
            let (left, right) = numbers.split_at_mut(at);
            let (hour, minutes) = (&mut left[at - 1], &mut right[0]);
            let between = text.get(hour.end..minutes.start).unwrap_or(&[]);
            let (Some(h @ 0..=24), Some(m @ 0..=59)) = (hour.plain(), minutes.plain()) else {
                continue;
            };
            if between.len() > 16 || hour.after > minutes.start {
                continue;
            }
            let between = (self.grammar.fold)(&between.iter().collect::<String>());
            let mut words = between.split([' ', '\u{a0}', '\u{202f}', '-', ',']);
            let is_hour = |word: &str| self.grammar.hours.iter().any(|h| word.starts_with(h));
            let Some(word) = words.find(|word| !word.is_empty()) else {
                continue;
            };
            let linked = words.all(|word| word.is_empty() || self.and.contains(word));
            // "14 h 30", or "at hour 14 and 30 minutes".
            let before = || is_hour(&(self.grammar.fold)(&word_before(text, hour.start)));
            if linked && (is_hour(word) || (self.and.contains(word) && before())) {
                read_time(hour, minutes, (h, m));
            }
        }
        for number in numbers
            .iter_mut()
            .filter(|number| number.place == number.start)
        {
            // Half past two is 14:30, and two in the afternoon is 14 h.
            let timed = matches!(
                number.readings.first().map(Vec::as_slice),
                Some([Key::Time(..)])
            );
            if let Some(h @ 13..=24) = number.plain()
                && (timed || self.is_hour(text, number))
            {
                number.also(Key::of(u64::from(h - 12)));
            }
        }
    }

    /// Whether the word before or after a number says that it is an hour.
    fn is_hour(&self, text: &[char], number: &Number) -> bool {
        let after = text.get(number.end..).unwrap_or(&[]);
        let after = after
            .iter()
            .skip_while(|&&c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
        let after: String = after.take_while(|&&c| in_word(c)).take(LONGEST).collect();
        [word_before(text, number.start), after].iter().any(|word| {
            let word = (self.grammar.fold)(word);
            self.grammar.hours.iter().any(|hour| word.starts_with(hour))
        })
    }

    /// Reads 1/4 before the word for a final as the name of a round, which English has in words.
    fn read_finals(&self, text: &[char], numbers: &mut [Number]) {
        for at in 1..numbers.len() {
            let (left, right) = numbers.split_at_mut(at);
            let (one, part) = (&mut left[at - 1], &mut right[0]);
            let after = text.get(part.end..).unwrap_or(&[]).iter().take(LONGEST);
            let after = (self.grammar.fold)(after.collect::<String>().trim_start());
            let is_final = self
                .grammar
                .finals
                .iter()
                .any(|word| after.starts_with(word));
            if text.get(one.end..part.start) == Some(&['/'])
                && one.plain() == Some(1)
                && let Some(parts) = part.plain()
                && is_final
            {
                part.also(Key::of(u64::from(parts) * 2));
                one.optional = true;
                part.optional = true;
            }
        }
    }

    /// Counts the second number of an echo with the first, as in "5-5", which is "five all", and
    /// "5 and 5", which is "five each".
    fn read_echoes(&self, text: &[char], numbers: &mut [Number]) {
        for at in 1..numbers.len() {
            let (left, right) = numbers.split_at_mut(at);
            let (a, b) = (&left[at - 1], &mut right[0]);
            let between = text.get(a.after..b.start).unwrap_or(&[]);
            if between.len() > 5 || a.readings.first() != b.readings.first() {
                continue;
            }
            let between: String = between.iter().collect();
            let between = between.trim();
            if JOINTS.contains(&between) || self.and.contains((self.grammar.fold)(between).as_str())
            {
                b.place = a.place;
            }
        }
    }

    /// Hears the words of a text, with the numbers in digits between them.
    fn hear(&self, text: &[char], numbers: &mut [Number]) -> Hearing {
        let grammar = self.grammar;
        let mut hearing = Hearing::new(grammar.order);
        let mut next = 0;
        let (mut behind, mut less) = (0, None);
        for (at, (start, end, word)) in (grammar.words)(text).into_iter().enumerate() {
            hearing.go_to(start, at);
            while let Some(number) = numbers.get(next).filter(|number| number.start < start) {
                let follows = adjacent(text.get(behind..number.start).unwrap_or(&[]));
                hearing.digits(
                    next,
                    number.value().unwrap_or(""),
                    number.magnitude,
                    follows,
                );
                behind = number.after;
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
            let folded = (grammar.fold)(&word);
            self.hear_word(&mut hearing, &word, &folded);
            if grammar.less.contains(&folded.as_str()) {
                less = Some(at);
            } else if less.is_some_and(|less| at <= less + 2) && self.is_quarter(&folded) {
                hearing.less();
            }
        }
        while let Some(number) = numbers.get(next) {
            let follows = adjacent(text.get(behind..number.start).unwrap_or(&[]));
            hearing.digits(
                next,
                number.value().unwrap_or(""),
                number.magnitude,
                follows,
            );
            behind = number.after;
            next += 1;
        }
        hearing.close();
        for number in numbers.iter() {
            if number.magnitude > 1
                && let Some(whole) = number.value().and_then(|value| value.split('.').next())
                && let Ok(value) = whole.parse()
            {
                hearing.magnitudes.name(value);
            }
        }
        for (index, key) in std::mem::take(&mut hearing.also) {
            numbers[index].also(key);
        }
        hearing
    }

    fn is_quarter(&self, folded: &str) -> bool {
        let senses = self.lexicon.senses(folded);
        senses.is_some_and(|(_, parts)| parts.iter().any(|part| part.contains(&Sense::Quarter)))
    }

    fn hear_word(&self, hearing: &mut Hearing, word: &str, folded: &str) {
        let grammar = self.grammar;
        if self.and.contains(folded) && !folded.is_empty() {
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
        if self.and.contains(prefix) {
            hearing.link();
        } else if !prefix.is_empty() {
            hearing.pause();
        }
        for senses in parts {
            hearing.hear(senses);
        }
    }
}

/// The word directly before a place.
fn word_before(text: &[char], at: usize) -> String {
    let before = text[..at].iter().rev();
    let word = before
        .skip_while(|&&c| matches!(c, ' ' | '\u{a0}' | '-' | '־'))
        .take_while(|&&c| in_word(c))
        .take(LONGEST);
    let mut word: Vec<char> = word.copied().collect();
    word.reverse();
    word.into_iter().collect()
}

/// The letters of a word that are looked at, and the characters around a number.
const LONGEST: usize = 20;

/// The two words before a number, without signs between them, and the two after it.
fn words_around(text: &[char], number: &Number) -> Vec<String> {
    let from = number.start.saturating_sub(LONGEST);
    let before = text[from..number.start].iter().rev();
    let mut before: Vec<char> = before.take_while(|&&c| is_inside(c)).copied().collect();
    before.reverse();
    let after = text.get(number.end..).unwrap_or(&[]).iter().take(LONGEST);
    let after: Vec<char> = after.take_while(|&&c| is_inside(c)).copied().collect();
    let words = |text: &[char]| {
        super::context::words(text)
            .into_iter()
            .map(|(_, _, word)| word)
    };
    let last_two = words(&before).rev().take(2);
    last_two.chain(words(&after).take(2)).collect()
}

/// Whether a character may stand between a number and the word for a decade.
fn is_inside(c: char) -> bool {
    in_word(c) || c.is_whitespace() || matches!(c, '-' | '־' | '\'' | '’' | '\u{2011}')
}

/// Whether two words with this text between them may belong to one number.
fn adjacent(between: &[char]) -> bool {
    match between {
        [] => true,
        [gap] => gap.is_whitespace() || matches!(gap, '-' | '\u{2011}' | '\u{2010}' | '־'),
        _ => between.len() < 4 && between.iter().all(|gap| gap.is_whitespace()),
    }
}

/// Adds the reading of a count of millions that is itself in two parts: 2 thousand 500 million.
fn read_split_counts(text: &[char], numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (a, b) = (&mut left[at - 1], &mut right[0]);
        let between = text.get(a.after..b.start).unwrap_or(&[]);
        let smaller = b.plain().is_some_and(|value| value < 1_000);
        if a.magnitude == 3 && b.magnitude > 3 && smaller && adjacent(between) {
            let high = a.value().map(|value| shifted(value, b.magnitude));
            if let Some(total) = high.and_then(|high| sum(&high, b.value()?)) {
                a.also(Key::Value(total.clone()));
                b.also(Key::Value(total));
            }
        }
    }
}

/// Adds the reading of a date with two digits of its year: 03.10.24.
fn read_short_year(number: &mut Number) {
    let ([day, month, year], ['.', '.']) = (number.groups.as_slice(), number.separators.as_slice())
    else {
        return;
    };
    if let (2, Ok(day @ 1..=31), Ok(month @ 1..=12), Ok(year @ 0..=99)) = (
        year.len(),
        day.parse::<u32>(),
        month.parse::<u32>(),
        year.parse::<u32>(),
    ) {
        for century in [1_900, 2_000] {
            let keys = [
                Key::of(u64::from(day)),
                Key::Month(month),
                Key::of(u64::from(century + year)),
            ];
            number.readings.push(keys.to_vec());
        }
    }
}

/// Adds the reading of a date with two digits of its year: 03/10/24.
fn read_slashed_years(text: &[char], numbers: &mut [Number]) {
    for at in 2..numbers.len() {
        let is_slashed = |a: &Number, b: &Number| text.get(a.end..b.start) == Some(&['/']);
        let dated = is_slashed(&numbers[at - 2], &numbers[at - 1])
            && is_slashed(&numbers[at - 1], &numbers[at]);
        let year = &mut numbers[at];
        if dated
            && year.end == year.start + 2
            && let Some(short) = year.plain()
        {
            year.also(Key::of(u64::from(2_000 + short)));
            year.also(Key::of(u64::from(1_900 + short)));
        }
    }
}

/// Adds the time of day that 14.30 may be.
fn read_point_time(number: &mut Number) {
    let ([hour, minutes], ['.']) = (number.groups.as_slice(), number.separators.as_slice()) else {
        return;
    };
    if hour.len() > 2 || minutes.len() != 2 || number.magnitude > 0 {
        return;
    }
    if let (Ok(h @ 0..=24), Ok(m @ 0..=59)) = (hour.parse::<u32>(), minutes.parse::<u32>()) {
        number.also(Key::Time(h % 12, m));
        if m == 0 && h > 12 {
            number.also(Key::of(u64::from(h - 12)));
        }
    }
}
