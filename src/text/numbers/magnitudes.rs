//! This file owns which magnitudes a value has in English, where a language counts in others, such
//! as lakhs.

use std::collections::BTreeSet;

use super::magnitude_of;

/// The magnitudes of the numbers of a text, as powers of ten.
#[derive(Debug, Default)]
pub(crate) struct Magnitudes {
    /// Those that English needs for the numbers.
    pub(crate) named: BTreeSet<u32>,
    /// Those in which it may give them as well, or at which other words hint.
    pub(crate) perhaps: BTreeSet<u32>,
}

impl Magnitudes {
    /// Names the magnitudes of a value, which is five million where the words are fifty lakh.
    pub(crate) fn name(&mut self, value: u64) {
        if let Some(magnitude) = magnitude_of(value) {
            self.named.insert(magnitude);
            if magnitude > 2 && value / 10u64.pow(magnitude) >= 100 {
                self.named.insert(2);
            }
        }
        self.permit(value);
    }

    /// Adds the magnitudes in which English may give a value besides its own.
    pub(crate) fn permit(&mut self, value: u64) {
        let Some(magnitude @ 3..) = magnitude_of(value) else {
            return;
        };
        let count = value / 10u64.pow(magnitude);
        if count >= 1_000 {
            self.perhaps.insert(3);
        }
        // Half a million, a quarter of a billion.
        if count >= 250 && magnitude < 12 {
            self.perhaps.insert(magnitude + 3);
        }
    }
}
