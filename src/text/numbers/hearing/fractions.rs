//! Halves and quarters: what they add to the number before or behind them, and the times of day that they
//! may be part of.

use super::Hearing;
use crate::text::numbers::Key;

impl Hearing {
    /// Takes what "and a half" or "less a quarter" before a number has said of it. As a time it is
    /// the hour and its minutes.
    pub(super) fn shift_current(&mut self) {
        let shift = std::mem::take(&mut self.shift);
        if shift == 0 {
            return;
        }
        let hour = self.current / 100;
        self.permit(Key::of(if shift < 0 {
            hour.saturating_sub(1)
        } else {
            hour
        }));
        self.permit_all(&["0.5", "30", "0.25", "15", "45"]);
        self.current = self.current.saturating_add_signed(shift);
    }

    /// Hears a half. `certain` says that it belongs to the number before it.
    pub(super) fn half(&mut self, certain: bool) {
        self.permit_all(&["0.5", "50", "30"]);
        if certain || self.linked {
            if self.current > 0 && self.current.is_multiple_of(100) {
                // As a time it is the hour and its minutes.
                self.permit_whole();
                self.current += 50;
                return;
            }
            if self.current == 0
                && let Some((unit, value)) = self.parts.last_mut()
            {
                *value = value.saturating_add(*unit * 50);
                return;
            }
            if let Some(last) = self.last.filter(|last| self.at <= last.at + 4) {
                self.also_last(last.digits, last.value.saturating_add(last.unit * 50));
                return;
            }
            // A year and a half.
            self.permit_hundredths(150);
        }
        self.close();
        self.begun = self.at;
        self.current = 50;
        self.fraction = Some(self.at);
    }

    /// Hears that a fraction is missing from the last number: "eight less a quarter".
    pub(crate) fn less(&mut self) {
        if let Some(last) = self.last.filter(|last| self.at <= last.at + 4) {
            self.also_last(last.digits, last.value.saturating_sub(100));
        }
    }
}
