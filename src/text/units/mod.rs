//! The units that a text measures in, currencies and percent among them, each with its number. Which
//! words name them is the business of each language; the signs are the same in all of them. Nothing
//! here converts one unit into another or compares two texts.

mod reader;
mod unit;

use std::collections::BTreeSet;

pub(crate) use reader::{Reader, Words};
pub use unit::Unit;

/// The units of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    /// Numbers with their units, in order.
    pub measures: Vec<Measure>,
    /// The units that its other words may mean.
    pub loose: BTreeSet<Unit>,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What the number may be, in plain decimal digits, the likeliest first; never empty.
    pub values: Vec<String>,
    /// The units that the word may mean, such as money and weight for "pounds".
    pub units: &'static [Unit],
    /// Both as written.
    pub text: String,
}

impl Measure {
    /// Whether it may be in one of these units.
    pub fn is_in<'u>(&self, units: impl IntoIterator<Item = &'u Unit>) -> bool {
        units.into_iter().any(|unit| self.units.contains(unit))
    }

    /// Whether the likeliest number of a measure of the translation may be the one of this measure.
    pub fn has_number_of(&self, translated: &Self) -> bool {
        translated
            .values
            .first()
            .is_some_and(|value| self.values.contains(value))
    }
}
