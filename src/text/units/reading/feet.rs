//! Feet and inches without the words for both: 5'11", 5-foot-11.

use super::super::reader::Place;
use super::super::{Measure, Unit};
use super::{Reading, is_joint};
use crate::text::fold_for_search;
use crate::text::numbers::scan::Number;

/// The inches of a foot.
const FOOT: u32 = 12;

/// The most characters between the number of feet and that of inches.
const BETWEEN: usize = 8;

/// The signs of feet and of inches.
const FEET: [char; 3] = ['\'', '’', '′'];
const INCHES: [char; 3] = ['"', '”', '″'];

impl Reading<'_> {
    /// The feet and inches that the numbers in digits may be. Feet with a name of their own are left out.
    pub(super) fn feet_and_inches(&self) -> Vec<Measure> {
        let pairs = self.digits.windows(2).filter_map(|pair| match pair {
            [feet, inches] => Some((feet, inches)),
            _ => None,
        });
        pairs
            .filter(|(_, inches)| inches.plain().is_some_and(|inches| inches < FOOT))
            .flat_map(|(feet, inches)| self.signed(feet, inches))
            .collect()
    }

    /// Two numbers as feet and inches, if signs or a word for feet say so.
    fn signed(&self, feet: &Number, inches: &Number) -> Vec<Measure> {
        let (end, behind) = (inches.end, self.text.get(inches.end));
        let between = self.text.get(feet.end..inches.start).unwrap_or_default();
        let found = match between {
            [sign] if FEET.contains(sign) && behind.is_some_and(|c| INCHES.contains(c)) => vec![
                self.plain(feet, &[Unit::Foot], feet.end + 1),
                self.plain(inches, &[Unit::Inch], end + 1),
            ],
            _ if between.len() <= BETWEEN && self.are_feet(between) => {
                vec![self.plain(inches, &[Unit::Inch], end)]
            }
            _ => Vec::new(),
        };
        found.into_iter().flatten().collect()
    }

    /// Whether nothing but a word for feet stands between two numbers.
    fn are_feet(&self, between: &[char]) -> bool {
        let word: String = between.iter().collect();
        let word = word.trim_matches(is_joint);
        let entries = self.reader.look_up(&fold_for_search(word));
        entries.is_some_and(|entries| {
            let mut entries = entries.iter();
            entries.any(|entry| entry.place == Place::Before && entry.units == [Unit::Foot])
        })
    }

    /// A number with the unit behind it, which ends at a place.
    fn plain(&self, number: &Number, units: &'static [Unit], end: usize) -> Option<Measure> {
        let value = number.value()?.to_owned();
        Some(Measure {
            values: vec![value],
            units,
            power: 1,
            per_second: false,
            below_zero: false,
            implied: "",
            place: number.start,
            span: number.start..end,
            text: self.text[number.start..end].iter().collect(),
        })
    }
}
