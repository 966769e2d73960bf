//! Finding the units of a text, and the number that each belongs to. A number belongs to the unit that
//! stands beside it; everything else that may name a unit is loose.

use std::collections::{BTreeMap, BTreeSet};

use super::Unit::{
    Celsius, Degree, Dollar, Euro, Fahrenheit, Hryvnia, Lira, Percent, Peso, Pound, Rial, Ruble,
    Rupee, Shekel, Won, Yen, Yuan,
};
use super::{Measure, Unit, Units};
use crate::text::fold_for_search;
use crate::text::numbers::context::word_length;
use crate::text::numbers::key::size;
use crate::text::numbers::scan::{Number, clean};
use crate::text::numbers::{Key, Numbers};

/// Words or phrases, separated by commas, and the units that each of them may mean. A phrase that ends
/// in `*` stands for all that begin with it.
pub(crate) type Row = (&'static str, &'static [Unit]);

/// The words of a language for units.
pub(crate) struct Words {
    /// Names of units, which stand behind a number.
    pub(crate) names: &'static [Row],
    /// Names of units that stand before a number in digits.
    pub(crate) before: &'static [Row],
    /// Names of units behind which the number stands in words: "the years, the five".
    pub(crate) numbered: &'static [Row],
    /// Duals of such names: "two days" in one word.
    pub(crate) twos: &'static [Row],
    /// Words that may mean a unit, or a length of time or a share in other words.
    pub(crate) perhaps: &'static [Row],
    /// Words that may stand between a number and its unit: "square", "US".
    pub(crate) between: &'static str,
    /// Folded letters that may be written in front of a word, as a part of it.
    pub(crate) prefixes: &'static [&'static str],
    /// Tells whether a word is a number word.
    pub(crate) is_number_word: fn(&str) -> bool,
}

impl Words {
    /// No words.
    pub(crate) const EMPTY: Self = Self {
        names: &[],
        before: &[],
        numbered: &[],
        twos: &[],
        perhaps: &[],
        between: "",
        prefixes: &[],
        is_number_word: |_| false,
    };
}

/// The signs of units, which stand on either side of a number.
const SIGNS: [(char, &[Unit]); 17] = [
    ('%', &[Percent]),
    ('٪', &[Percent]),
    ('$', &[Dollar, Peso]),
    ('€', &[Euro]),
    ('£', &[Lira, Pound]),
    ('¥', &[Yen, Yuan]),
    ('₪', &[Shekel]),
    ('₺', &[Lira]),
    ('₽', &[Ruble]),
    ('₴', &[Hryvnia]),
    ('₹', &[Rupee]),
    ('₨', &[Rupee]),
    ('₩', &[Won]),
    ('﷼', &[Rial]),
    ('°', &[Celsius, Degree, Fahrenheit]),
    ('℃', &[Celsius]),
    ('℉', &[Fahrenheit]),
];

/// The most words of a phrase, and those that are looked at between a number and its unit.
const LONGEST: usize = 3;
const BETWEEN: usize = 2;

/// Where the number of a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the unit.
    Before,
    /// Behind it, in digits.
    Behind,
    /// On either side.
    Beside,
    /// Behind it, in words.
    InWords,
    /// In the word itself, which is a dual.
    Inside,
    /// Nowhere, because the word may mean something else.
    Nowhere,
}

/// A meaning of a word.
#[derive(Debug, Clone, Copy)]
struct Entry {
    place: Place,
    units: &'static [Unit],
}

/// The words of a language, ready to be found.
pub(crate) struct Reader {
    words: &'static Words,
    exact: BTreeMap<String, Vec<Entry>>,
    begins: Vec<(String, Entry)>,
    between: BTreeSet<String>,
}

impl Reader {
    pub(crate) fn new(words: &'static Words) -> Self {
        let mut exact: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut begins = Vec::new();
        for (rows, place) in [
            (words.names, Place::Before),
            (words.before, Place::Behind),
            (words.numbered, Place::InWords),
            (words.twos, Place::Inside),
            (words.perhaps, Place::Nowhere),
        ] {
            for &(phrases, units) in rows {
                let entry = Entry { place, units };
                for phrase in phrases.split(", ") {
                    match phrase.strip_suffix('*') {
                        Some(begin) => begins.push((fold_for_search(begin), entry)),
                        None => exact
                            .entry(fold_for_search(phrase))
                            .or_default()
                            .push(entry),
                    }
                }
            }
        }
        for (sign, units) in SIGNS {
            let place = Place::Beside;
            let entries = exact.entry(sign.to_string()).or_default();
            entries.push(Entry { place, units });
        }
        let between = words.between.split(", ").map(fold_for_search);
        Self {
            words,
            exact,
            begins,
            between: between.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// Reads the units of a text with these numbers.
    pub(crate) fn read(&self, text: &str, numbers: &Numbers) -> Units {
        let text = clean(text);
        let reading = Reading {
            reader: self,
            tokens: tokens(&text),
            text: &text,
            digits: &numbers.in_digits,
            spoken: numbers.keys.greatest(),
        };
        reading.read()
    }

    /// What the phrase at the beginning of some words means, and how many words it has.
    fn find(&self, tokens: &[Token]) -> Option<(usize, Vec<Entry>)> {
        let near = tokens.windows(2).take(LONGEST - 1);
        let near = near.take_while(|pair| pair[1].start < pair[0].end + 2);
        (1..=near.count() + 1).rev().find_map(|count| {
            let words = tokens[..count].iter().map(|token| token.folded.as_str());
            let words: Vec<&str> = words.collect();
            let phrase = words.join(" ");
            if let Some(entries) = self.look_up(&phrase) {
                return Some((count, entries));
            }
            // With something in front of it, no number stands before it.
            let bare = self.words.prefixes.iter();
            let bare = bare.filter_map(|prefix| phrase.strip_prefix(*prefix));
            let mut found = bare.filter_map(|phrase| self.look_up(phrase));
            let mut entries = found.next()?;
            for entry in &mut entries {
                entry.place = Place::Nowhere;
            }
            Some((count, entries))
        })
    }

    fn look_up(&self, phrase: &str) -> Option<Vec<Entry>> {
        if let Some(entries) = self.exact.get(phrase) {
            return Some(entries.clone());
        }
        let spaces = |text: &str| text.matches(' ').count();
        let begins = self.begins.iter().filter(|(begin, _)| {
            phrase.starts_with(begin.as_str()) && spaces(begin) == spaces(phrase)
        });
        let entries: Vec<Entry> = begins.map(|&(_, entry)| entry).collect();
        (!entries.is_empty()).then_some(entries)
    }
}

/// A word or a sign.
struct Token {
    start: usize,
    end: usize,
    word: String,
    folded: String,
}

fn tokens(text: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = word_length(&text[at..]);
        let is_sign = SIGNS.iter().any(|(sign, _)| *sign == text[at]);
        let end = at + length.max(1);
        if length > 0 || is_sign {
            let word: String = text[at..end].iter().collect();
            tokens.push(Token {
                start: at,
                end,
                folded: if is_sign {
                    word.clone()
                } else {
                    fold_for_search(&word)
                },
                word,
            });
        }
        at = end;
    }
    tokens
}

/// A text that is read.
struct Reading<'a> {
    reader: &'a Reader,
    text: &'a [char],
    tokens: Vec<Token>,
    digits: &'a [Number],
    /// The greatest number that the word at each place may end.
    spoken: BTreeMap<usize, &'a str>,
}

impl Reading<'_> {
    fn read(&self) -> Units {
        let mut units = Units::default();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some((count, entries)) = self.reader.find(&self.tokens[at..]) else {
                at += 1;
                continue;
            };
            let measures = entries.iter().filter_map(|entry| {
                let (values, start, end) = match entry.place {
                    Place::Before => self.before(at, count),
                    Place::Behind => self.behind(at, count),
                    Place::Beside => self.before(at, count).or_else(|| self.behind(at, count)),
                    Place::InWords => self.in_words(at),
                    Place::Inside => self.inside(at),
                    Place::Nowhere => None,
                }?;
                Some(Measure {
                    values,
                    units: entry.units,
                    text: self.text[start..end].iter().collect(),
                })
            });
            let before = units.measures.len();
            units.measures.extend(measures);
            if units.measures.len() == before {
                let all = entries.iter().flat_map(|entry| entry.units);
                units.loose.extend(all.copied());
            }
            at += count;
        }
        units
    }

    /// The number before the unit at a token, with the places where both begin and end.
    fn before(&self, at: usize, count: usize) -> Option<(Vec<String>, usize, usize)> {
        let end = self.tokens[at + count - 1].end;
        let is_between = |token: &&Token| self.reader.between.contains(&token.folded);
        let between = self.tokens[..at].iter().rev().take(BETWEEN);
        let between = between.take_while(is_between).count();
        let first = at - between;
        let place = self.tokens[first].start;
        // As in "U.S. dollars" and "millions d'euros".
        let is_joint = |c: &char| is_joint(*c) || matches!(c, '.' | '\'' | '’');
        let mut inner = self.tokens[first..=at].windows(2);
        if !inner.all(|pair| self.text[pair[0].end..pair[1].start].iter().all(is_joint)) {
            return None;
        }
        let next = self.digits.partition_point(|number| number.start < place);
        if let Some(number) = next.checked_sub(1).and_then(|at| self.digits.get(at))
            && self.joined(self.behind_magnitude(number), place)
        {
            return Some((values(number)?, number.start, end));
        }
        let mut number = first.checked_sub(1)?;
        let last = &self.tokens[number];
        if !self.is_number_word(number) || !self.joined(last.end, place) {
            return None;
        }
        // A reader says a number at its last word or, when it ends, at the next one.
        let said = [last.start, place];
        let said = said.iter().filter_map(|place| self.spoken.get(place));
        let value = said.max_by(|a, b| size(a).total_cmp(&size(b)))?;
        while let Some(before) = number.checked_sub(1)
            && self.is_number_word(before)
            && self.joined(self.tokens[before].end, self.tokens[number].start)
        {
            number = before;
        }
        Some((vec![(*value).to_owned()], self.tokens[number].start, end))
    }

    /// The number in digits behind the unit at a token, likewise.
    fn behind(&self, at: usize, count: usize) -> Option<(Vec<String>, usize, usize)> {
        let end = self.tokens[at + count - 1].end;
        let next = self.digits.partition_point(|number| number.start < end);
        let number = self.digits.get(next)?;
        let joined = self.joined(end, number.start);
        Some((
            values(number).filter(|_| joined)?,
            self.tokens[at].start,
            number.after,
        ))
    }

    /// The number in words behind the unit at a token, likewise.
    fn in_words(&self, at: usize) -> Option<(Vec<String>, usize, usize)> {
        let mut last = at;
        while self.is_number_word(last + 1)
            && self.joined(self.tokens[last].end, self.tokens[last + 1].start)
        {
            last += 1;
        }
        let token = self.tokens.get(last).filter(|_| last > at)?;
        let value = self.spoken.get(&token.start)?;
        let value = (*value).to_owned();
        Some((vec![value], self.tokens[at].start, token.end))
    }

    /// The two of a dual, likewise, unless a number stands before it.
    fn inside(&self, at: usize) -> Option<(Vec<String>, usize, usize)> {
        let token = &self.tokens[at];
        let alone = self.before(at, 1).is_none();
        alone.then(|| (vec!["2".to_owned()], token.start, token.end))
    }

    /// The place behind a number in digits and its magnitude, which may be abbreviated with a stop.
    fn behind_magnitude(&self, number: &Number) -> usize {
        let has_stop = number.magnitude > 0 && self.text.get(number.after) == Some(&'.');
        number.after + usize::from(has_stop)
    }

    fn is_number_word(&self, at: usize) -> bool {
        let token = self.tokens.get(at);
        token.is_some_and(|token| (self.reader.words.is_number_word)(&token.word))
    }

    /// Whether nothing but a space or a hyphen stands between two places.
    fn joined(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start);
        between.is_some_and(|between| between.len() < 3 && between.iter().all(|c| is_joint(*c)))
    }
}

fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '־')
}

/// What a number in digits may be, the likeliest first; `None` if it is likely a time.
fn values(number: &Number) -> Option<Vec<String>> {
    let likeliest = number.value()?.to_owned();
    let others = number.readings.iter().skip(1);
    let others = others.filter_map(|reading| match reading.as_slice() {
        [Key::Value(value)] => Some(value.clone()),
        _ => None,
    });
    Some(std::iter::once(likeliest).chain(others).collect())
}
