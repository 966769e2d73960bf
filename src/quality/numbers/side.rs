use std::collections::BTreeSet;

use super::key::Key;
use super::scan::Number;

/// What one text says in numbers.
#[derive(Debug)]
pub(super) struct Side {
    /// Its numbers in digits, in order.
    pub(super) numbers: Vec<Number>,
    /// Everything that its digits and number words can mean.
    pub(super) keys: BTreeSet<Key>,
}

impl Side {
    /// Joins the numbers in digits with what the words permit.
    pub(super) fn new(numbers: Vec<Number>, mut keys: BTreeSet<Key>) -> Self {
        keys.extend(
            numbers
                .iter()
                .flat_map(|n| n.readings.iter().flatten().cloned()),
        );
        Self { numbers, keys }
    }

    /// The numbers in digits, as written and each once, of which no reading is among `keys`.
    pub(super) fn without(&self, keys: &BTreeSet<Key>) -> Vec<String> {
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
}
