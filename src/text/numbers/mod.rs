//! The numbers of a text: digits with their grouping, decimals, magnitudes, times, dates and
//! ranges, and everything that its number words may mean. This module owns what is common to all
//! languages; number words and magnitudes are read in the folder of each language. Nothing here
//! compares two texts, and units are not looked at.

pub(crate) mod companions;
pub(crate) mod context;
mod heard;
pub(crate) mod hearing;
pub(crate) mod key;
pub(crate) mod lexicon;
mod magnitudes;
pub(crate) mod noon;
pub(crate) mod notation;
mod said_times;
pub(crate) mod scan;
pub(crate) mod shares;
pub(crate) mod spoken;
mod times;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use key::Key;
use key::size;
use scan::Number;
use shares::Share;

/// Everything that the digits and number words of a text can mean, each with the places, in
/// characters, that can mean it.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    all: BTreeMap<Key, BTreeSet<usize>>,
    /// The places of numbers in digits.
    digits: BTreeSet<usize>,
    /// Meanings that are asked for in digits only.
    excused: BTreeSet<Key>,
}

impl Keys {
    /// Adds a meaning of the number or word at `place`.
    pub(crate) fn insert(&mut self, key: Key, place: usize) {
        self.all.entry(key).or_default().insert(place);
    }

    /// Takes back a meaning of the word at `place`.
    pub(crate) fn remove(&mut self, key: &Key, place: usize) {
        if let Some(places) = self.all.get_mut(key) {
            places.remove(&place);
            if places.is_empty() {
                self.all.remove(key);
            }
        }
    }

    /// Leaves what the other text says in words about `key` to the reader: the text may have it in a
    /// way that is not read.
    pub(crate) fn excuse(&mut self, key: Key) {
        self.excused.insert(key);
    }

    /// Whether the text can mean this day of a month anywhere but by the name of a month, which is a
    /// number too: the day is lost if the tenth of October becomes October.
    fn contains_day(&self, day: u32) -> bool {
        let months = self.places(&Key::Month(day));
        let is_month = |place: &usize| {
            months.is_some_and(|months| months.contains(place)) && !self.digits.contains(place)
        };
        let places = self.places(&Key::of(u64::from(day)));
        // Parts of a date in digits have no place of their own.
        places.is_some_and(|places| places.is_empty() || !places.iter().all(is_month))
    }

    /// Whether the text can mean `key` anywhere.
    pub(crate) fn contains(&self, key: &Key) -> bool {
        self.all.contains_key(key)
    }

    /// Whether the text can mean a value below this power of ten of which English may say that it is so many
    /// of it: half a million, 0.25 million.
    pub(crate) fn reach_quarter_of(&self, magnitude: u32) -> bool {
        let whole = 10u64.pow(magnitude) as f64;
        self.all.keys().any(|key| match key {
            Key::Value(value) => (whole / 4.0..whole).contains(&size(value)),
            _ => false,
        })
    }

    /// The number of places that can mean one of the readings.
    pub(crate) fn count(&self, readings: &BTreeSet<&[Key]>) -> usize {
        let alone: BTreeSet<usize> = readings
            .iter()
            .filter_map(|reading| match *reading {
                [key] => self.places(key),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let in_parts: usize = readings
            .iter()
            .filter(|reading| reading.len() > 1)
            .map(|reading| self.count_whole(reading, &alone))
            .sum();
        alone.len() + in_parts
    }

    /// How often all keys of a reading occur outside `taken`.
    fn count_whole(&self, reading: &[Key], taken: &BTreeSet<usize>) -> usize {
        let keys: BTreeSet<&Key> = reading.iter().collect();
        keys.into_iter()
            .map(|key| {
                self.places(key)
                    .map_or(0, |places| places.difference(taken).count())
            })
            .min()
            .unwrap_or(0)
    }

    /// The greatest value at each place: what a number in words is as a whole.
    pub(crate) fn greatest(&self) -> BTreeMap<usize, &str> {
        let mut greatest: BTreeMap<usize, &str> = BTreeMap::new();
        for (key, places) in &self.all {
            let Key::Value(value) = key else {
                continue;
            };
            let value = value.as_str();
            for &place in places {
                let known = greatest.entry(place).or_insert(value);
                if size(value) > size(known) {
                    *known = value;
                }
            }
        }
        greatest
    }

    fn places(&self, key: &Key) -> Option<&BTreeSet<usize>> {
        self.all.get(key)
    }

    /// Whether the text can mean all keys of a reading. Those of a reading in parts need places of
    /// their own: the parts of 8.5 are no 5 and 8.
    fn satisfies(&self, reading: &[Key]) -> bool {
        match reading {
            [key] => self.contains(key),
            _ => reading
                .iter()
                .all(|key| self.places(key).is_some_and(|own| !own.is_empty())),
        }
    }

    /// Adds everything that a number may mean. The parts of 2.5 do not count as places of 2 and 5,
    /// and the minutes of 8:45 may be a quarter in words but are no 0.25 to other digits.
    fn add(&mut self, number: &Number) {
        self.digits.insert(number.place);
        let minutes = number.place != number.start;
        let is_part = |key: &Key| matches!(key, Key::Value(value) if value.starts_with("0."));
        for (rank, reading) in number.readings.iter().enumerate() {
            for key in reading.iter().filter(|key| !(minutes && is_part(key))) {
                let places = self.all.entry(key.clone()).or_default();
                if rank == 0 || reading.len() == 1 {
                    places.insert(number.place);
                }
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// The numbers in digits of one text that have the same likeliest reading.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The first of them, as written.
    pub(crate) text: &'a str,
    /// How many numbers the group has.
    pub(crate) count: usize,
    /// All their readings.
    pub(crate) readings: BTreeSet<&'a [Key]>,
}

/// A count that a text writes in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// The count as written.
    pub(crate) text: String,
    /// Its value.
    pub(crate) value: u64,
}

/// A number that a text says in words, which a text that it translates must have in some form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// As written.
    pub(crate) text: String,
    /// Where it begins, in characters of the cleaned text.
    pub(crate) place: usize,
    /// What it may be in the other text.
    pub(crate) meaning: Meaning,
}

/// The meaning of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One of these.
    AnyOf(Vec<Key>),
    /// This day of a month.
    Day(u32),
}

impl Claim {
    /// Whether what is written at a place belongs to it.
    fn covers(&self, place: usize) -> bool {
        let Some(behind) = place.checked_sub(self.place) else {
            return false;
        };
        // No text has more characters than bytes, which need not be counted.
        behind < self.text.len() && behind < self.text.chars().count()
    }
}

impl Meaning {
    fn is_said_by(&self, keys: &Keys) -> bool {
        match self {
            Self::AnyOf(any) => any.iter().any(|key| keys.contains(key)),
            Self::Day(day) => keys.contains_day(*day),
        }
    }

    fn is_among(&self, keys: &Keys) -> bool {
        let is_excused = match self {
            Self::AnyOf(any) => any.iter().any(|key| keys.excused.contains(key)),
            Self::Day(_) => false,
        };
        is_excused || self.is_said_by(keys)
    }
}

/// The numbers of one text.
#[derive(Debug)]
pub struct Numbers {
    /// Its numbers in digits, in order.
    pub(crate) in_digits: Vec<Number>,
    /// Its counts in words, if the language's reader lists them.
    pub(crate) in_words: Vec<Count>,
    /// Everything that its digits and number words can mean.
    pub(crate) keys: Keys,
    /// What its words claim, if the language's reader lists that.
    pub(crate) claims: Vec<Claim>,
    /// What its words say besides, which no other text must have: where one has it in digits, they have a
    /// counterpart. Only some readers list it.
    pub(crate) said: Vec<Claim>,
    /// Whether the language's reader knows its number words so well that a count in words of the
    /// other text must be among the keys.
    pub(crate) knows_words: bool,
    /// The magnitudes that its words name: hundreds (2), thousands (3), millions (6), billions (9)
    /// and trillions (12).
    pub(crate) magnitudes: BTreeSet<u32>,
    /// Those that other words hint at, such as millionaire.
    pub(crate) magnitudes_perhaps: BTreeSet<u32>,
    /// Its percentages in other words, if the language's reader lists them.
    pub(crate) shares: Vec<Share>,
}

/// The powers of ten of magnitudes.
const MAGNITUDES: [u32; 5] = [2, 3, 6, 9, 12];

/// The magnitude that a number word of this value names.
pub(crate) fn magnitude_of(value: u64) -> Option<u32> {
    let mut falling = MAGNITUDES.into_iter().rev();
    falling.find(|&power| value >= 10u64.pow(power))
}

/// The power of ten that a value is; `None` if it is none.
pub(crate) fn power_of_ten(value: u64) -> Option<u32> {
    let power = value.checked_ilog10();
    power.filter(|power| 10u64.pow(*power) == value)
}

/// The magnitudes that a value in plain decimal digits reaches.
pub(crate) fn magnitudes_of(value: &str) -> impl Iterator<Item = u32> {
    let whole = value.split('.').next().map_or(0, str::len);
    MAGNITUDES
        .into_iter()
        .filter(move |&power| whole > power as usize)
}

impl Numbers {
    /// The same with the magnitudes that its words name, and those that they hint at.
    pub(crate) fn with_magnitudes(self, named: BTreeSet<u32>, perhaps: BTreeSet<u32>) -> Self {
        Self {
            magnitudes: named,
            magnitudes_perhaps: perhaps,
            ..self
        }
    }

    /// The counts in words, of two and more, that are not among `keys`, each value once.
    pub(crate) fn counts_without<'n>(&'n self, keys: &'n Keys) -> impl Iterator<Item = &'n Count> {
        let mut seen = BTreeSet::new();
        self.in_words.iter().filter(move |count| {
            count.value > 1 && !keys.contains(&Key::of(count.value)) && seen.insert(count.value)
        })
    }

    /// The claims that `keys` do not have, as written, each once.
    pub(crate) fn claims_without(&self, keys: &Keys) -> BTreeSet<&str> {
        self.claims
            .iter()
            .filter(|claim| !claim.meaning.is_among(keys))
            .map(|claim| claim.text.as_str())
            .collect()
    }

    /// The claims that `keys` do have, as written.
    pub(crate) fn claims_with<'n>(&'n self, keys: &Keys) -> impl Iterator<Item = &'n str> {
        let claims = self.claims.iter();
        let said = claims.filter(|claim| claim.meaning.is_said_by(keys));
        said.map(|claim| claim.text.as_str())
    }

    /// The same with what its words claim.
    pub(crate) fn claiming(self, claims: Vec<Claim>) -> Self {
        Self { claims, ..self }
    }

    /// What its words say and another text has in digits, or as noon or midnight, as written.
    pub(crate) fn said_with<'n>(&'n self, other: &'n Self) -> impl Iterator<Item = &'n str> {
        let readings = other.in_digits.iter().flat_map(|number| &number.readings);
        let in_digits = readings.filter_map(|reading| match reading.as_slice() {
            [key] => Some(key),
            _ => None,
        });
        let in_digits: BTreeSet<&Key> = in_digits.collect();
        let has = move |key: &Key| match key {
            Key::Time(..) | Key::AfterNoon(_) => other.keys.contains(key),
            Key::Value(_) | Key::Month(_) => in_digits.contains(key),
        };
        let said = self.said.iter().filter(move |claim| match &claim.meaning {
            Meaning::AnyOf(any) => any.iter().any(&has),
            Meaning::Day(_) => false,
        });
        said.map(|claim| claim.text.as_str())
    }

    /// The same with what its words say besides.
    pub(crate) fn saying(self, said: Vec<Claim>) -> Self {
        Self { said, ..self }
    }

    /// The same with its percentages in other words.
    pub(crate) fn with_shares(self, shares: Vec<Share>) -> Self {
        Self { shares, ..self }
    }

    /// The same of a reader that knows the number words of its language well.
    pub(crate) fn knowing_words(self) -> Self {
        Self {
            knows_words: true,
            ..self
        }
    }

    /// Lets the number in digits that begins at `place` mean `key` as well, and so the claim in words that
    /// stands there.
    pub(crate) fn also(&mut self, place: usize, key: &Key) {
        let at = self
            .in_digits
            .partition_point(|number| number.start < place);
        if let Some(number) = self.in_digits.get_mut(at)
            && number.start == place
        {
            number.also(key.clone());
        }
        for claim in self.claims.iter_mut().filter(|claim| claim.covers(place)) {
            if let Meaning::AnyOf(any) = &mut claim.meaning
                && !any.contains(key)
            {
                any.push(key.clone());
            }
        }
    }

    /// The same with the readings that were added to its numbers among its keys.
    pub(crate) fn with_readings(mut self) -> Self {
        for number in &self.in_digits {
            self.keys.add(number);
        }
        self
    }

    /// Whether a number in digits is so large that it has this magnitude.
    pub(crate) fn spans(&self, magnitude: u32) -> bool {
        let values = self.in_digits.iter().filter_map(Number::value);
        values.flat_map(magnitudes_of).any(|own| own == magnitude)
    }

    /// Combines the numbers in digits with the meanings that words permit.
    pub(crate) fn new(in_digits: Vec<Number>, mut keys: Keys, in_words: Vec<Count>) -> Self {
        for number in &in_digits {
            keys.add(number);
        }
        Self {
            in_digits,
            in_words,
            keys,
            claims: Vec::new(),
            said: Vec::new(),
            knows_words: false,
            magnitudes: BTreeSet::new(),
            magnitudes_perhaps: BTreeSet::new(),
            shares: Vec::new(),
        }
    }

    /// The numbers in digits without any reading among `keys`, as written, each once.
    pub(crate) fn without(&self, keys: &Keys) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.in_digits
            .iter()
            .filter(|number| !number.optional)
            .filter(|number| {
                !number
                    .readings
                    .iter()
                    .any(|reading| keys.satisfies(reading))
            })
            .filter(|number| seen.insert(number.text.as_str()))
            .map(|number| number.text.clone())
            .collect()
    }

    /// The numbers in digits that have a place of their own, grouped and counted, in the order in
    /// which each group first appears.
    pub(crate) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut known: BTreeMap<&[Key], usize> = BTreeMap::new();
        for number in &self.in_digits {
            let Some(likeliest) = number.readings.first() else {
                continue;
            };
            if number.optional || number.place != number.start {
                continue;
            }
            let at = *known.entry(likeliest.as_slice()).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Group {
                    text: &number.text,
                    count: 0,
                    readings: BTreeSet::new(),
                });
            }
            let group = &mut groups[at];
            group.count += 1;
            group
                .readings
                .extend(number.readings.iter().map(Vec::as_slice));
        }
        groups
    }
}
