//! Numbers in digits among the words: what words before and behind them make of them.

use super::{Hearing, Last, MOST_CHAINED, QUARTER, key};
use crate::text::numbers::{Key, magnitude_of};

impl Hearing {
    /// Hears a number in digits, which has this index and value. `follows` says that nothing stands
    /// between it and the word before.
    pub(crate) fn digits(&mut self, index: usize, value: &str, magnitude: usize, follows: bool) {
        let whole = value.parse::<u64>().ok();
        let words = self.parts.last().map(|part| (self.value(), part.0));
        let words = words.filter(|_| self.current == 0);
        let before = words.or(self.chain).filter(|_| follows);
        self.close();
        let power = u32::try_from(magnitude).unwrap_or(0).min(15);
        let unit = 10u64.pow(power);
        if let Some(value) = whole {
            self.shift_digits(index, value, unit);
        }
        let total = match (before, whole) {
            (Some((total, last)), Some(value)) if value < last => {
                // "One million 200", in words and digits.
                Some(total.saturating_add(value.saturating_mul(100)))
            }
            (Some((total, last)), Some(value)) if unit > last && value / unit < last => {
                // "A thousand 500 million": the magnitude is that of both.
                let first = total.saturating_mul(unit);
                Some(first.saturating_add(value.saturating_mul(100)))
            }
            _ => None,
        };
        let magnitude = total.and_then(|total| magnitude_of(total / 100));
        self.magnitudes.perhaps.extend(magnitude);
        if total.is_none() || self.chained.len() == MOST_CHAINED {
            self.break_chain();
        }
        if total.is_some() && words.is_some() {
            // The words are a part of the number in digits.
            self.heard.pop();
        }
        self.chained.push(index);
        if let Some(total) = total {
            for &part in &self.chained {
                self.also.push((part, key(total)));
            }
        }
        let whole_in_hundredths = whole.map(|value| value.saturating_mul(100));
        self.chain = total.or(whole_in_hundredths).map(|total| (total, unit));
        if self.order.half_to
            && let Some(at) = self.fraction.take()
            && self.at <= at + 1
            && let Some(hour @ 1..=24) = whole
        {
            self.also.push((index, Key::of((hour + 23) % 24)));
        }
        self.last = whole_in_hundredths.map(|value| Last {
            value,
            unit,
            at: self.at,
            digits: Some(index),
        });
    }

    /// Takes what "and a half" or "less a quarter" has said of a number in digits behind it.
    fn shift_digits(&mut self, index: usize, value: u64, unit: u64) {
        let shift = std::mem::take(&mut self.shift);
        if shift == 0 {
            return;
        }
        let scaled = i64::try_from(unit).map_or(0, |unit| unit.saturating_mul(shift));
        let shifted = value.saturating_mul(100).saturating_add_signed(scaled);
        self.also.push((index, key(shifted)));
        self.permit_all(&QUARTER);
        self.permit_all(&["0.5", "30"]);
        if shift < 0 && value <= 24 {
            self.also.push((index, Key::of(value.saturating_sub(1))));
        }
    }
}
