//! Percentages that a text gives without the word: one in five, two-thirds, doubled.

use super::key::size;

/// A share or a change in other words than percent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Share {
    /// Where its words and numbers begin, in characters of the cleaned text; never empty.
    pub(crate) places: Vec<usize>,
    /// Its percentage.
    pub(crate) percent: f64,
    /// How many percentage points it may be off.
    pub(crate) tolerance: f64,
}

impl Share {
    /// Whether it may stand for a percentage, given in plain decimal digits.
    pub(crate) fn is(&self, percentage: &str) -> bool {
        (size(percentage) - self.percent).abs() <= self.tolerance
    }
}
