//! Measures that a translation has in another unit: 12 miles for 20 kilometres, two weeks for 14 days. Their
//! numbers stand for those of the source. A number that the conversion does not give is doubted like any
//! other, and so is one in the source's own unit.

#[cfg(test)]
mod parts_tests;

use std::borrow::Cow;
use std::ops::Range;

use crate::text::numbers::key::size;
use crate::text::numbers::{Key, Numbers, magnitudes_of};
use crate::text::units::{Measure, Unit, Units, compound, degrees, ratios};

/// How far a conversion may be from the exact value, as a share of it.
const CLOSE: f64 = 0.03;

/// The same where a whole number of the other unit make one.
const EXACT: f64 = 0.01;

/// The same for one that is rounded to the digits with which it is written: 2 miles for 3 kilometres.
const ROUNDED: f64 = 0.1;

/// How many degrees a temperature may be from the exact one, because both may be rounded.
const DEGREE: f64 = 1.0;

/// How many of the smaller unit a measure in two may be from the exact value, because it may be rounded or cut off.
const CUT_OFF: f64 = 1.0;

/// The most characters between the parts of a measure in two units, as in "an hour and 30 minutes".
const BETWEEN_PARTS: usize = 5;

/// The seconds of an hour.
const HOUR: f64 = 3_600.0;

/// The most measures of a text that are looked at: no sentence has more, and each is compared with each.
const MOST: usize = 100;

/// Lets numbers of a translation mean those of the source that they are the conversions of. Where the
/// translation has the number of the source too, the conversion only stands beside it.
pub(in crate::quality) fn permit(
    (source, translation): &(Units, Units),
    (own_numbers, numbers): &mut (Numbers, Numbers),
) {
    let translated: Vec<&Measure> = translation.possible().take(MOST).collect();
    let own = Own::all(source);
    let obstacles = obstacles(source, &own, &translated);
    let single = translated.iter().copied();
    let single = single.filter(|other| obstacles.iter().all(|own| !own.rules_out(other)));
    let converted: Vec<Converted<'_>> = single
        .map(Converted::One)
        .chain(pairs(&translated).filter_map(Converted::in_two_units))
        .collect();
    for own in &own {
        for other in &translated {
            if let Some(value) = own.measure.values.first()
                && own.measure.is_in(other.units)
                && own.measure.has_number_of(other)
                && own.is_unsaid(value, own_numbers)
            {
                own.say(value, &[*other], own_numbers, numbers);
            }
        }
        let measure: &Measure = &own.measure;
        let count = |units: &Units| {
            let alike =
                |other: &&Measure| measure.is_in(other.units) && measure.has_number_of(other);
            units.possible().take(MOST).filter(alike).count()
        };
        let stands_alone = count(translation) < count(source);
        for other in &converted {
            let mut values = measure.values.iter();
            let Some(value) = values.find(|value| other.is_of(value, measure)) else {
                continue;
            };
            let key = Key::Value(value.clone());
            numbers.magnitudes_perhaps.extend(magnitudes_of(value));
            for part in other.parts() {
                numbers.also(part.place, &key);
                let reached = part.values.iter().flat_map(|value| magnitudes_of(value));
                own_numbers.magnitudes_perhaps.extend(reached);
            }
            if own.is_unsaid(value, own_numbers) {
                own.say(value, other.parts(), own_numbers, numbers);
            }
            if stands_alone && let [first, ..] = other.parts() {
                numbers.keys.insert(key, first.place);
            }
        }
    }
}

/// A measure of the source that may be converted.
struct Own<'m> {
    measure: Cow<'m, Measure>,
    /// Its parts, if the source says it in two units.
    parts: Vec<&'m Measure>,
}

impl<'m> Own<'m> {
    /// The measures of a source, with those that it says in two units: "a metre and 80 centimetres".
    fn all(source: &'m Units) -> Vec<Self> {
        let single: Vec<&Measure> = source.possible().chain(&source.ones).take(MOST).collect();
        let sums = pairs(&single)
            .filter_map(Converted::in_two_units)
            .filter_map(Self::sum);
        let sums: Vec<Self> = sums.collect();
        let single = single.into_iter().map(|measure| Self {
            measure: Cow::Borrowed(measure),
            parts: Vec::new(),
        });
        single.chain(sums).collect()
    }

    /// A measure in two units as one of the smaller unit.
    fn sum(converted: Converted<'m>) -> Option<Self> {
        let Converted::Two([larger, smaller], _, total) = converted else {
            return None;
        };
        let measure = Measure {
            values: vec![total.to_string()],
            span: larger.span.start..smaller.span.end,
            place: larger.place,
            ..smaller.clone()
        };
        Some(Self {
            measure: Cow::Owned(measure),
            parts: vec![larger, smaller],
        })
    }

    /// Whether no word and no digits of the source are this value: it is one without a number, has a half
    /// behind its unit, or is the sum of two parts.
    fn is_unsaid(&self, value: &str, numbers: &Numbers) -> bool {
        let key = Key::Value(value.to_owned());
        !self.parts.is_empty() || !numbers.keys.contains(&key)
    }

    /// Lets both texts have such a value. What measures it in the translation has the parts of it that the source
    /// says, too.
    fn say(
        &self,
        value: &str,
        translated: &[&Measure],
        own_numbers: &mut Numbers,
        numbers: &mut Numbers,
    ) {
        let key = Key::Value(value.to_owned());
        if !own_numbers.keys.contains(&key) {
            own_numbers.keys.insert(key, self.measure.place);
        }
        let whole = value.split_once('.').map(|(whole, _)| whole);
        let parts = self.parts.iter().filter_map(|part| part.values.first());
        let parts = parts.map(String::as_str).chain(whole);
        if let [first, ..] = translated {
            for part in parts {
                numbers
                    .keys
                    .insert(Key::Value(part.to_owned()), first.place);
            }
        }
    }
}

/// All pairs of different measures, in no order: "an hour" is among those that are only perhaps measured.
fn pairs<'m>(measures: &[&'m Measure]) -> impl Iterator<Item = [&'m Measure; 2]> {
    measures
        .iter()
        .flat_map(move |larger| measures.iter().map(move |smaller| [*larger, *smaller]))
}

/// A measure of the source that may be the one that a translation has in the same unit.
struct Obstacle<'m> {
    own: &'m Measure,
    /// Whether the translation has it.
    is_kept: bool,
}

impl Obstacle<'_> {
    /// Whether a measure of the translation is no conversion because of this one: it is this one, or the changed
    /// form of it.
    fn rules_out(&self, other: &Measure) -> bool {
        may_be_alike(self.own, other) && (self.own.has_number_of(other) || !self.is_kept)
    }
}

/// The measures of a source that stand for themselves, and are no parts of others.
fn obstacles<'m>(source: &'m Units, own: &[Own<'m>], translated: &[&Measure]) -> Vec<Obstacle<'m>> {
    let parts = own.iter().flat_map(|own| &own.parts);
    let parts: Vec<&Range<usize>> = parts.map(|part| &part.span).collect();
    let is_part = |own: &&Measure| parts.contains(&&own.span);
    let whole = source.possible().take(MOST).filter(|own| !is_part(own));
    let obstacle = |own: &'m Measure| Obstacle {
        own,
        is_kept: translated
            .iter()
            .any(|other| own.is_in(other.units) && own.has_number_of(other)),
    };
    whole.map(obstacle).collect()
}

/// A measure of the translation that may come from one of the source in another unit.
enum Converted<'m> {
    One(&'m Measure),
    /// A measure in two units, with the smaller one and how many of it both parts are.
    Two([&'m Measure; 2], Unit, f64),
}

impl<'m> Converted<'m> {
    /// Two measures as one, if they stand side by side and their units belong together: "5 feet 11 inches".
    fn in_two_units([larger, smaller]: [&'m Measure; 2]) -> Option<Self> {
        let between = smaller.span.start.checked_sub(larger.span.end)?;
        let (unit, count) = compound(larger.units, smaller.units)?;
        let (many, few) = (size(larger.values.first()?), size(smaller.values.first()?));
        let is_plain = larger.power == 1 && smaller.power == 1;
        (is_plain && few < count && between <= BETWEEN_PARTS).then_some(Self::Two(
            [larger, smaller],
            unit,
            many * count + few,
        ))
    }

    fn parts(&self) -> &[&'m Measure] {
        match self {
            Self::One(measure) => std::slice::from_ref(measure),
            Self::Two(parts, ..) => parts,
        }
    }

    /// Whether it is the conversion of a measure of the source with this value.
    fn is_of(&self, value: &str, own: &Measure) -> bool {
        match self {
            Self::One(other) => is_conversion(value, own, other),
            Self::Two(_, unit, total) => {
                let mut from = own.units.iter();
                own.power == 1 && from.any(|from| agrees_in_sum(value, *from, *unit, *total))
            }
        }
    }
}

/// Whether a value in one unit is so many of a smaller one, in which it is said to the last.
fn agrees_in_sum(value: &str, from: Unit, unit: Unit, total: f64) -> bool {
    let ratio = match ratios((from, 1), (unit, 1)).first() {
        Some(usual) => *usual,
        None if from == unit => 1.0,
        None => return false,
    };
    let exact = size(value) * ratio;
    let off = (total - exact).abs();
    if is_whole(ratio) {
        return off < 0.5;
    }
    let is_near = is_rounded(total / ratio, size(value), last_digit(value));
    off <= CUT_OFF || (off <= ROUNDED * exact && is_near)
}

/// Whether both may be in the same unit. "Degrees" may be those of either scale, so they may be converted ones too.
fn may_be_alike(own: &Measure, other: &Measure) -> bool {
    let mut scales = own.units.iter().flat_map(|from| {
        let others = other.units.iter();
        others.map(|to| degrees(0.0, *from, *to, [false; 2]))
    });
    own.is_in(other.units) && scales.all(|found| found.is_empty())
}

/// Whether a measure of the translation is the conversion of one of the source with this value.
fn is_conversion(value: &str, own: &Measure, other: &Measure) -> bool {
    let Some(written) = other.values.first() else {
        return false;
    };
    let is_same = own.is_in(other.units);
    let below_zero = [own.below_zero, other.below_zero];
    // A speed in so much a second is more of it in an hour.
    let seconds = match (own.per_second, other.per_second) {
        (true, false) => HOUR,
        (false, true) => HOUR.recip(),
        _ => 1.0,
    };
    let is_right = |from, to| {
        let degrees = degrees(size(value), from, to, below_zero);
        let mut off = degrees.iter().map(|exact| exact - size(written));
        let ratios = ratios((from, own.power), (to, other.power));
        let mut converted = ratios.iter().map(|ratio| ratio * seconds);
        off.any(|off| off.abs() <= DEGREE)
            || (!is_same && converted.any(|ratio| agrees(value, ratio, written)))
    };
    let mut from = own.units.iter();
    from.any(|from| other.units.iter().any(|to| is_right(*from, *to)))
}

/// Whether a value is written in another unit, of which `ratio` make one of its own. Either of them may be
/// rounded, because 2 metres may have been 6 feet before; but two weeks are 14 days and not 13.
fn agrees(value: &str, ratio: f64, written: &str) -> bool {
    let (from, to) = (size(value), size(written));
    let exact = from * ratio;
    let off = (to - exact).abs() / exact;
    if is_whole(ratio) {
        return off <= EXACT;
    }
    let is_near =
        is_rounded(exact, to, grain(written)) || is_rounded(to / ratio, from, last_digit(value));
    off <= CLOSE || (off <= ROUNDED && is_near)
}

/// Whether a whole number of the other unit make one.
fn is_whole(ratio: f64) -> bool {
    ratio > 0.5 && (ratio - ratio.round()).abs() < 1e-3
}

/// Whether an exact value becomes another one if it is rounded to multiples of `grain`.
fn is_rounded(exact: f64, value: f64, grain: f64) -> bool {
    ((exact / grain).round() - value / grain).abs() < 1e-6
}

/// What a value is rounded to, to judge by its last digit that is not zero: tens for 120, fives for 15.
fn grain(value: &str) -> f64 {
    let digits = value.trim_end_matches('0');
    let zeros = if value.contains('.') {
        0
    } else {
        value.len() - digits.len()
    };
    let step = if digits.ends_with('5') { 5.0 } else { 1.0 };
    step * last_digit(value) * 10f64.powi(i32::try_from(zeros).unwrap_or(0))
}

/// What one more in the last digit of a value is.
fn last_digit(value: &str) -> f64 {
    let decimals = value
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    10f64.powi(-i32::try_from(decimals).unwrap_or(0))
}
