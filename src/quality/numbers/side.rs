use std::collections::{BTreeMap, BTreeSet};

use super::key::Key;
use super::scan::Number;

/// Everything that the digits and number words of a text can mean, each with the places, in
/// characters, that can mean it.
#[derive(Debug, Default)]
pub(super) struct Keys(BTreeMap<Key, BTreeSet<usize>>);

impl Keys {
    /// Adds a meaning of the number or word at `place`.
    pub(super) fn insert(&mut self, key: Key, place: usize) {
        self.0.entry(key).or_default().insert(place);
    }

    /// Whether the text can mean `key` anywhere.
    pub(super) fn contains(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    /// How many places can mean one of the readings.
    pub(super) fn count(&self, readings: &BTreeSet<&[Key]>) -> usize {
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

    /// How often all keys of a reading are there outside `taken`.
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

    fn places(&self, key: &Key) -> Option<&BTreeSet<usize>> {
        self.0.get(key)
    }

    /// Adds what a number may mean. The parts of 2.5 are no places of 2 and 5.
    fn add(&mut self, number: &Number) {
        for (rank, reading) in number.readings.iter().enumerate() {
            for key in reading {
                let places = self.0.entry(key.clone()).or_default();
                if rank == 0 || reading.len() == 1 {
                    places.insert(number.place);
                }
            }
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The numbers in digits of one text that have the same likeliest reading.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The first of them, as written.
    pub(super) text: &'a str,
    /// How many there are.
    pub(super) count: usize,
    /// All their readings.
    pub(super) readings: BTreeSet<&'a [Key]>,
}

/// The numbers of one text.
#[derive(Debug)]
pub(super) struct Side {
    /// Its numbers in digits, in order.
    pub(super) numbers: Vec<Number>,
    /// Everything that its digits and number words can mean.
    pub(super) keys: Keys,
}

impl Side {
    /// Joins the numbers in digits with what the words permit.
    pub(super) fn new(numbers: Vec<Number>, mut keys: Keys) -> Self {
        for number in &numbers {
            keys.add(number);
        }
        Self { numbers, keys }
    }

    /// The numbers in digits, as written and each once, of which no reading is among `keys`.
    pub(super) fn without(&self, keys: &Keys) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.numbers
            .iter()
            .filter(|number| !number.optional)
            .filter(|number| {
                let found = |reading: &Vec<Key>| reading.iter().all(|key| keys.contains(key));
                !number.readings.iter().any(found)
            })
            .filter(|number| seen.insert(number.text.as_str()))
            .map(|number| number.text.clone())
            .collect()
    }

    /// The numbers in digits that have a place of their own, counted, in the order in which
    /// each first appears.
    pub(super) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut known: BTreeMap<&[Key], usize> = BTreeMap::new();
        for number in &self.numbers {
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
