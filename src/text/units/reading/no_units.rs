//! Words that are no units where they stand, although they name one elsewhere: the year of a date, the day before its
//! name, a share between no two numbers.

use super::super::Unit;
use super::super::reader::{Entry, Place, Token};
use super::{Reading, is_year};

impl Reading<'_> {
    /// Whether the word at a token is the one for the year of a date: "2024 года" and "عام 2024" are no lengths
    /// of time.
    pub(super) fn is_date(&self, at: usize, count: usize, entries: &[Entry]) -> bool {
        let end = self.tokens[at + count - 1].end;
        let next = self.digits.partition_point(|number| number.start < end);
        let next = self.digits.get(next);
        let is_before_year =
            || next.is_some_and(|number| is_year(number) && self.joined(end, number.start));
        entries.iter().all(|entry| entry.units == [Unit::Year])
            && (self.is_behind_year(self.tokens[at].start)
                || (is_before_year() && self.before(at, count).is_none()))
    }

    /// Whether the word at a token stands before a name of one such unit, as in "يوم الاثنين".
    pub(super) fn is_named(&self, at: usize, count: usize, entries: &[Entry]) -> bool {
        let [entry] = entries else {
            return false;
        };
        let (Place::Before | Place::Nowhere, [unit]) = (entry.place, entry.units) else {
            return false;
        };
        let is_name = |name: &Token| {
            self.joined(self.tokens[at + count - 1].end, name.start)
                && (self.reader.words.is_named)(*unit, &name.word)
        };
        self.tokens.get(at + count).is_some_and(is_name) && self.before(at, count).is_none()
    }

    /// Whether the word at a token means a share between two numbers and does not stand there.
    pub(super) fn is_no_share(&self, at: usize, count: usize, entries: &[Entry]) -> bool {
        let end = self.tokens[at + count - 1].end;
        let next = self.digits.partition_point(|number| number.start < end);
        let is_touching =
            |entry: &Entry| entry.place == Place::Touching && self.touching(at, count).is_some();
        entries.iter().any(|entry| entry.place == Place::Share)
            && !entries.iter().any(is_touching)
            && (self.before(at, count).is_none()
                || self.behind(at, count).is_none()
                || self.digits.get(next).is_some_and(is_year))
    }
}
