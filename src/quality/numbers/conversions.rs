//! Measures that a translation has in another unit: 12 miles for 20 kilometres, two weeks for 14 days. Their
//! numbers stand for those of the source. A number that the conversion does not give is doubted like any
//! other, and so is one in the source's own unit.

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
const JOINT: usize = 5;

/// The most measures of a text that are looked at: no sentence has more, and each is compared with each.
const MOST: usize = 100;

/// Lets numbers of a translation mean those of the source that they are the conversions of. Where the
/// translation has the number of the source too, the conversion only stands beside it.
pub(in crate::quality) fn permit(
    (source, translation): &(Units, Units),
    (own_numbers, numbers): &mut (Numbers, Numbers),
) {
    let translated: Vec<&Measure> = translation.possible().take(MOST).collect();
    let single = translated
        .iter()
        .copied()
        .filter(|other| may_be_converted(other, source, translation))
        .map(Converted::One);
    // In no order: "an hour" is among those that are only perhaps measured.
    let pairs = translated
        .iter()
        .flat_map(|larger| translated.iter().map(move |smaller| [*larger, *smaller]));
    let converted: Vec<Converted<'_>> = single
        .chain(pairs.filter_map(Converted::in_two_units))
        .collect();
    for own in source.possible().take(MOST) {
        let count = |units: &Units| {
            let alike = |other: &&Measure| own.is_in(other.units) && own.has_number_of(other);
            units.possible().take(MOST).filter(alike).count()
        };
        let stands_alone = count(translation) < count(source);
        for other in &converted {
            let mut values = own.values.iter();
            let Some(value) = values.find(|value| other.is_of(value, own)) else {
                continue;
            };
            let key = Key::Value(value.clone());
            numbers.magnitudes_perhaps.extend(magnitudes_of(value));
            for part in other.parts() {
                numbers.also(part.place, &key);
                let reached = part.values.iter().flat_map(|value| magnitudes_of(value));
                own_numbers.magnitudes_perhaps.extend(reached);
            }
            if stands_alone && let [first, ..] = other.parts() {
                numbers.keys.insert(key, first.place);
            }
        }
    }
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
        let (unit, count) = compound(larger.units, smaller.units)?;
        let (many, few) = (size(larger.values.first()?), size(smaller.values.first()?));
        let end = larger.place + larger.text.chars().count();
        let between = smaller.place.checked_sub(end)?;
        let is_plain = larger.power == 1 && smaller.power == 1;
        (is_plain && few < count && between <= JOINT).then_some(Self::Two(
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
    let ratio = match ratios(from, unit, 1).first() {
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

/// Whether a measure of the translation may come from one of the source in another unit: it is none that the
/// source has in its own unit, and the changed form of none, because the translation has those.
fn may_be_converted(other: &Measure, source: &Units, translation: &Units) -> bool {
    let is_kept = |own: &Measure| {
        let mut translated = translation.possible().take(MOST);
        translated.any(|other| own.is_in(other.units) && own.has_number_of(other))
    };
    let mut alike = source.possible().take(MOST);
    alike.all(|own| !may_be_alike(own, other) || (!own.has_number_of(other) && is_kept(own)))
}

/// Whether both may be in the same unit. "Degrees" may be those of either scale, but where the other text names
/// one they may be those of the other.
fn may_be_alike(own: &Measure, other: &Measure) -> bool {
    let names_scale =
        |measure: &Measure| matches!(measure.units, [Unit::Celsius | Unit::Fahrenheit]);
    own.is_in(other.units) && names_scale(own) == names_scale(other)
}

/// Whether a measure of the translation is the conversion of one of the source with this value.
fn is_conversion(value: &str, own: &Measure, other: &Measure) -> bool {
    let Some(written) = other.values.first() else {
        return false;
    };
    let is_right = |from, to| match degrees(size(value), from, to) {
        Some(degrees) => {
            let mut off = degrees.iter().map(|exact| exact - size(written));
            off.any(|off| off.abs() <= DEGREE)
        }
        None => {
            let ratios = ratios(from, to, other.power);
            let is_same = own.is_in(other.units);
            !is_same && ratios.iter().any(|ratio| agrees(value, *ratio, written))
        }
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
