//! Finding the number of each unit of a text. A number belongs to the unit that stands beside it;
//! everything else that may name a unit is loose.

mod feet;
mod no_units;
mod parts;

use std::collections::BTreeMap;

use super::reader::{Entry, Place, Reader, Token};
use super::scale::is_length;
use super::{Measure, Unit, Units};
use crate::text::numbers::context::is_joint;
use crate::text::numbers::key::size;
use crate::text::numbers::scan::Number;
use crate::text::numbers::{Key, Numbers};

/// The most words that are looked at between a number and its unit.
const BETWEEN: usize = 2;

/// The words behind a unit of which one may say that it is below zero.
const BELOW: usize = 3;

/// The number of a unit.
struct Found {
    /// What it may be, the likeliest first.
    values: Vec<String>,
    /// Where it begins.
    place: usize,
    /// Where the number and the unit begin and end.
    start: usize,
    end: usize,
}

impl Found {
    /// A number with its unit behind it.
    fn before(values: Vec<String>, start: usize, end: usize) -> Self {
        Self {
            values,
            place: start,
            start,
            end,
        }
    }
}

/// A text that is read.
pub(super) struct Reading<'a> {
    reader: &'a Reader,
    text: &'a [char],
    tokens: Vec<Token>,
    digits: &'a [Number],
    /// The greatest number that the word at each place may end.
    spoken: BTreeMap<usize, &'a str>,
}

impl<'a> Reading<'a> {
    /// A cleaned text with its tokens and its numbers.
    pub(super) fn new(
        reader: &'a Reader,
        tokens: Vec<Token>,
        text: &'a [char],
        numbers: &'a Numbers,
    ) -> Self {
        Self {
            reader,
            text,
            tokens,
            digits: &numbers.in_digits,
            spoken: numbers.keys.greatest(),
        }
    }

    /// The units of the text.
    pub(super) fn read(&self) -> Units {
        let mut units = Units::default();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some((count, entries)) = self.reader.find(&self.tokens[at..]) else {
                at += 1;
                continue;
            };
            if self.is_date(at, count, &entries)
                || self.is_named(at, count, &entries)
                || self.is_no_share(at, count, &entries)
            {
                at += count;
                continue;
            }
            self.read_unit(at, count, &entries, &mut units);
            at += count;
        }
        units.perhaps.extend(self.feet_and_inches());
        units
    }

    /// Adds what the unit at a token measures.
    fn read_unit(&self, at: usize, count: usize, entries: &[Entry], units: &mut Units) {
        let has_number = self.before(at, count).is_some();
        let mut is_measured = false;
        for entry in entries {
            let found = match entry.place {
                Place::Before => self.before(at, count),
                Place::Touching => self.touching(at, count),
                Place::Behind => self.behind(at, count).or_else(|| self.in_words(at, count)),
                Place::Beside => self.beside(at, count),
                Place::BehindOrBefore => self.behind(at, count).or_else(|| self.before(at, count)),
                Place::Numbered => self.with_article(at).or_else(|| self.in_words(at, count)),
                Place::Inside => self.inside(at),
                Place::Perhaps | Place::Nowhere | Place::Share => None,
            };
            let fraction = found
                .as_ref()
                .and_then(|found| self.fraction(found, at, count));
            let measure = |found| self.measure(found, entry, at, count);
            is_measured |= found.is_some();
            units.measures.extend(found.map(measure));
            let others = self.perhaps(entry.place, at, count).into_iter().flatten();
            units.perhaps.extend(others.chain(fraction).map(measure));
            if let Some(one) = self.one(entry.place, at, count).filter(|_| !has_number) {
                let fraction = self.fraction(&one, at, count);
                units
                    .ones
                    .extend([Some(one), fraction].into_iter().flatten().map(measure));
            }
        }
        if !is_measured {
            let is_unit = |entry: &&Entry| {
                has_number || !matches!(entry.place, Place::Perhaps | Place::Touching)
            };
            let all = entries.iter().filter(is_unit);
            units.loose.extend(all.flat_map(|entry| entry.units));
        }
    }

    /// A number with the unit at a token.
    fn measure(&self, found: Found, entry: &Entry, at: usize, count: usize) -> Measure {
        let power = if entry.power == 1 && is_length(entry.units) {
            self.power(at, count)
        } else {
            entry.power
        };
        let words = self.tokens[at..at + count].iter();
        let words: Vec<&str> = words.map(|token| token.folded.as_str()).collect();
        let implied = self.reader.implied.get(&words.join(" "));
        Measure {
            implied: implied.copied().unwrap_or_default(),
            below_zero: self.is_below_zero(found.place, at + count),
            values: found.values,
            units: entry.units,
            power,
            per_second: entry.per_second,
            place: found.place,
            text: self.text[found.start..found.end].iter().collect(),
            span: found.start..found.end,
        }
    }

    /// The numbers that the unit at a token may have besides the one that it has.
    fn perhaps(&self, place: Place, at: usize, count: usize) -> [Option<Found>; 3] {
        if !matches!(
            place,
            Place::Before | Place::Beside | Place::BehindOrBefore | Place::Perhaps
        ) {
            return [None, None, None];
        }
        let named = self.before(at, count);
        let other_end = named.as_ref().and_then(|named| {
            self.other_end(named)
                .or_else(|| self.other_end_in_words(named))
        });
        let part = self.part(at, count, named.as_ref());
        let named = named.filter(|_| place == Place::Perhaps);
        [named, other_end, part]
    }

    /// The number before the unit at a token.
    fn before(&self, at: usize, count: usize) -> Option<Found> {
        let end = self.tokens[at + count - 1].end;
        let first = self.first_between(at);
        let place = self.tokens[first].start;
        let next = self.digits.partition_point(|number| number.start < place);
        if let Some(number) = next.checked_sub(1).and_then(|at| self.digits.get(at))
            && self.joined(self.behind_magnitude(number), place)
        {
            return Some(Found::before(values(number)?, number.start, end));
        }
        let (value, start) = self.said(first.checked_sub(1)?, place)?;
        Some(Found::before(vec![value.to_owned()], start, end))
    }

    /// The first of the words that stand between a number and the unit at a token, or the unit itself. Digits
    /// are no tokens, so the word before may be one of something else: the `de` of "de 50 km".
    fn first_between(&self, at: usize) -> usize {
        let mut first = at;
        while at - first < BETWEEN
            && let Some(before) = first.checked_sub(1)
            && self.reader.between.contains(&self.tokens[before].folded)
            && self.is_abbreviated(self.tokens[before].end, self.tokens[first].start)
        {
            first = before;
        }
        first
    }

    /// Whether nothing but joints and the signs of abbreviations stands between two places, as in "U.S. dollars"
    /// and "millions d'euros".
    fn is_abbreviated(&self, end: usize, start: usize) -> bool {
        let is_joint = |c: &char| is_joint(*c) || matches!(c, '.' | '\'' | '’');
        self.text[end..start].iter().all(is_joint)
    }

    /// The number in words whose last word is a token, with the place where it begins. `next` is the
    /// place of the word behind it.
    fn said(&self, last: usize, next: usize) -> Option<(&str, usize)> {
        let token = self.tokens.get(last)?;
        if !self.is_number_word(last) || !self.joined(token.end, next) {
            return None;
        }
        // A reader says a number at its last word or, when it ends, at the next one; at a word for ten
        // or a hundred years it says the years.
        let said = [
            Some(token.start),
            (!self.counts_years(next)).then_some(next),
        ];
        let said = said.iter().flatten();
        let said = said.filter_map(|place| self.spoken.get(place));
        let value = said.max_by(|a, b| size(a).total_cmp(&size(b)))?;
        let mut first = last;
        while let Some(before) = first.checked_sub(1)
            && self.is_number_word(before)
            && self.joined(self.tokens[before].end, self.tokens[first].start)
        {
            first = before;
        }
        Some((*value, self.tokens[first].start))
    }

    /// Whether the word at a place is one for ten or for a hundred years, whatever it may mean besides.
    fn counts_years(&self, place: usize) -> bool {
        let at = self.tokens.partition_point(|token| token.start < place);
        let token = self.tokens.get(at);
        let entries = token.and_then(|token| self.reader.look_up(&token.folded));
        let is_period = |entry: &Entry| {
            let mut units = entry.units.iter();
            matches!(entry.place, Place::Before | Place::Perhaps)
                && units.any(|unit| matches!(unit, Unit::Decade | Unit::Century))
        };
        entries.is_some_and(|entries| entries.iter().any(is_period))
    }

    /// The number in digits behind the unit at a token.
    fn behind(&self, at: usize, count: usize) -> Option<Found> {
        let end = self.tokens[at + count - 1].end;
        let next = self.digits.partition_point(|number| number.start < end);
        let number = self.digits.get(next)?;
        let joined = self.joined(end, number.start);
        Some(Found {
            values: values(number).filter(|_| joined)?,
            place: number.start,
            start: self.tokens[at].start,
            end: number.after,
        })
    }

    /// The number on either side of the sign at a token. In "2024 $5 million" it is the one that
    /// touches the sign, and in "2024 $ 5 million" the one that is no year.
    fn beside(&self, at: usize, count: usize) -> Option<Found> {
        let (start, end) = (self.tokens[at].start, self.tokens[at + count - 1].end);
        let is_touched = self.last_before(start).is_some_and(|n| n.after == start);
        let touches = self.digits.binary_search_by_key(&end, |n| n.start).is_ok();
        if !is_touched && (touches || self.is_behind_year(start)) {
            self.behind(at, count).or_else(|| self.before(at, count))
        } else {
            self.before(at, count).or_else(|| self.behind(at, count))
        }
    }

    /// The last number in digits that begins before a place.
    fn last_before(&self, place: usize) -> Option<&Number> {
        let next = self.digits.partition_point(|number| number.start < place);
        self.digits.get(next.checked_sub(1)?)
    }

    /// Whether the number of a year, such as 2024, stands before a place.
    fn is_behind_year(&self, place: usize) -> bool {
        self.last_before(place)
            .is_some_and(|number| is_year(number) && self.joined(number.after, place))
    }

    /// The number in digits behind the unit at a token and an article.
    fn with_article(&self, at: usize) -> Option<Found> {
        let [unit, article] = self.tokens.get(at..at + 2)? else {
            return None;
        };
        let is_article = self.reader.words.article == Some(article.folded.as_str());
        let found = self.behind(at + 1, 1)?;
        let joined = is_article && self.joined(unit.end, article.start);
        joined.then_some(Found {
            start: unit.start,
            ..found
        })
    }

    /// The number in words behind the unit at a token.
    fn in_words(&self, at: usize, count: usize) -> Option<Found> {
        let unit = at + count - 1;
        let mut last = unit;
        while self.is_number_word(last + 1)
            && self.joined(self.tokens[last].end, self.tokens[last + 1].start)
        {
            last += 1;
        }
        let token = self.tokens.get(last).filter(|_| last > unit)?;
        let next = self.tokens.get(last + 1).map(|next| next.start);
        let mut places = [Some(token.start), next].into_iter().flatten();
        let value = places.find_map(|place| self.spoken.get(&place))?;
        Some(Found {
            values: vec![(*value).to_owned()],
            place: self.tokens[unit + 1].start,
            start: self.tokens[at].start,
            end: token.end,
        })
    }

    /// The number in digits that touches the unit at a token.
    fn touching(&self, at: usize, count: usize) -> Option<Found> {
        let start = self.tokens[at].start;
        self.last_before(start)
            .filter(|number| number.after == start)?;
        self.before(at, count)
    }

    /// Whether the degrees at a place are below zero: with a sign or a word before them, or one shortly behind
    /// the unit, which ends before the token `behind`.
    fn is_below_zero(&self, place: usize, behind: usize) -> bool {
        let is_word = |token: &Token| self.reader.below_zero.contains(&token.folded);
        let is_minus = |c: &char| matches!(c, '-' | '\u{2212}');
        let signed = match &self.text[..place] {
            [.., before, sign] => is_minus(sign) && !before.is_alphanumeric(),
            [sign] => is_minus(sign),
            [] => false,
        };
        let last = self.tokens.partition_point(|token| token.start < place);
        let before = last.checked_sub(1).and_then(|last| self.tokens.get(last));
        let said = before.is_some_and(|token| is_word(token) && self.joined(token.end, place));
        let next = self.digits.partition_point(|number| number.start <= place);
        let end = self
            .digits
            .get(next)
            .map_or(self.text.len(), |next| next.start);
        let near = self.tokens.get(behind..).unwrap_or_default().iter();
        let mut near = near.take(BELOW).take_while(|token| token.start < end);
        signed || said || near.any(is_word)
    }

    /// The two of a dual, unless a number stands before it.
    fn inside(&self, at: usize) -> Option<Found> {
        let token = &self.tokens[at];
        let alone = self.before(at, 1).is_none();
        alone.then(|| Found::before(vec!["2".to_owned()], token.start, token.end))
    }

    /// Whether nothing stands between the words from one token to another.
    fn is_run(&self, first: usize, last: usize) -> bool {
        let mut pairs = self.tokens[first..=last].windows(2);
        pairs.all(|pair| self.joined(pair[0].end, pair[1].start))
    }

    /// The power of the unit at a token, which a word beside it or a sign behind it says.
    fn power(&self, at: usize, count: usize) -> u8 {
        let end = self.tokens[at + count - 1].end;
        match self.text.get(end) {
            Some('²' | '2') => return 2,
            Some('³' | '3') => return 3,
            _ => {}
        }
        let behind = self.tokens.get(at + count);
        let behind = behind.filter(|token| self.joined(end, token.start));
        let before = self.tokens[self.first_between(at)..at].iter();
        let mut beside = behind.into_iter().chain(before);
        let power = beside.find_map(|token| self.reader.powers.get(&token.folded));
        power.map_or(1, |power| *power)
    }

    /// The place behind a number in digits and its magnitude, which may be abbreviated with a stop.
    fn behind_magnitude(&self, number: &Number) -> usize {
        let has_stop = number.magnitude > 0 && self.text.get(number.after) == Some(&'.');
        number.after + usize::from(has_stop)
    }

    fn is_number_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_number)
    }

    /// Whether nothing but a space or a hyphen stands between two places.
    fn joined(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start);
        between.is_some_and(|between| between.len() < 3 && between.iter().all(|c| is_joint(*c)))
    }
}

/// Whether a number may be the one of a year of our time.
fn is_year(number: &Number) -> bool {
    matches!(number.plain(), Some(1900..=2100)) && number.magnitude == 0
}

/// What a number in digits may be, the likeliest first; `None` if it is likely a time.
fn values(number: &Number) -> Option<Vec<String>> {
    let likeliest = number.value()?.to_owned();
    let others = number.readings.iter().skip(1);
    let others = others.filter_map(|reading| match reading.as_slice() {
        [Key::Value(value)] => Some(value.clone()),
        _ => None,
    });
    Some(std::iter::once(likeliest).chain(others).collect())
}
