//! How counts and units combine into one number.

use super::Hearing;
use crate::text::numbers::Key;

impl Hearing {
    /// Adds a count to the number, or begins another one with it.
    pub(super) fn add(&mut self, value: u64) {
        let mut is_doubtful = false;
        if self.order.half_to
            && value <= 24
            && let Some(at) = self.fraction.take()
            && self.at <= at + 2
        {
            self.permit(Key::of((value + 23) % 24));
            is_doubtful = true;
        }
        if self.linked && !self.order.and {
            // "Between fifty and five" has two numbers.
            is_doubtful |= self.value() > 0;
            self.permit_whole();
            self.permit(Key::of(value));
        }
        let tens = self.current / 100;
        let whole = self.current.is_multiple_of(100);
        let joined = if whole {
            self.joined(tens, value)
        } else {
            None
        };
        let Some(joined) = joined else {
            self.close();
            self.start(value);
            self.is_doubtful |= is_doubtful;
            return;
        };
        self.current = joined * 100;
        self.is_doubtful |= is_doubtful;
        self.shift_current();
    }

    /// Puts a count behind the parts of the number.
    fn start(&mut self, value: u64) {
        self.begin();
        match value.checked_ilog10() {
            Some(power) if power >= 2 => self.parts.push((10u64.pow(power), value * 100)),
            _ => self.current = value * 100,
        }
        self.shift_current();
    }

    /// The part below the last unit after a value is added, if it fits there.
    fn joined(&mut self, tens: u64, value: u64) -> Option<u64> {
        let order = self.order;
        let one_word = self.before == self.place;
        if tens == 0 {
            let unit = self.parts.last().map(|part| part.0)?;
            let fits = value.checked_ilog10().map_or(1, |power| 10u64.pow(power)) < unit;
            return if fits && value >= 100 {
                self.start(value);
                Some(0)
            } else {
                fits.then_some(value)
            };
        }
        let ones = (1..10).contains(&value);
        if order.scores && tens == 4 && value == 20 {
            return Some(80);
        }
        let fits = (tens.is_multiple_of(10) && tens >= 20 && ones)
            || (order.ones_after_ten && tens == 10 && ones)
            || (order.scores && matches!(tens, 60 | 80) && (1..20).contains(&value))
            || (order.ones_before_ten && tens < 10 && value == 10)
            || (order.ones_first
                && one_word
                && tens < 10
                && value >= 20
                && value.is_multiple_of(10));
        (fits && value < 100).then_some(tens + value)
    }

    /// Multiplies what is smaller than a unit by it.
    pub(super) fn multiply(&mut self, unit: u64) {
        if self.linked && !self.order.and {
            // "Five and a thousand" has two numbers.
            self.permit_whole();
        }
        let is_doubtful = self.linked && self.value() > 0;
        if let Some(at) = self.parts.iter().rposition(|part| part.0 == unit) {
            // "Two million and three million" as well.
            let current = std::mem::take(&mut self.current);
            let lower = self.parts.split_off(at + 1);
            self.close();
            (self.parts, self.current) = (lower, current);
        }
        let lower = self.parts.iter().filter(|part| part.0 < unit);
        let lower = lower.map(|part| part.1).fold(0, u64::saturating_add);
        let mut factor = lower.saturating_add(self.current);
        if factor == 0 {
            factor = 100;
        }
        factor = factor.saturating_add_signed(std::mem::take(&mut self.shift));
        self.parts.retain(|part| part.0 > unit);
        self.parts.push((unit, factor.saturating_mul(unit)));
        self.current = 0;
        self.is_doubtful |= is_doubtful;
        self.fraction = None;
    }
}
