//! The check of units and currencies: five million dollars must not become five million euros, and
//! percent must not become people. Translations convert units, and say lengths of time in others; so
//! this check only objects where the very number of the source stands with another unit, and everything
//! else that names the two units is accounted for.

use std::collections::{BTreeMap, BTreeSet};

use crate::brief::{Flag, FlagKind};
use crate::text::numbers::scan::{Number, clean};
use crate::text::numbers::{Key, Numbers};
use crate::text::units::{Measure, Unit, Units, measure_alike, ratios};

use super::pair::Pair;

/// The units of a source and of its translation, which have these numbers; `None` if the source has none,
/// or mujaz cannot read those of one of the languages.
pub(super) fn read(
    pair: &Pair<'_>,
    (source, translation): &(Numbers, Numbers),
) -> Option<(Units, Units)> {
    let (from, to) = (pair.from.units?, pair.to.units?);
    let own = from(pair.source, source);
    let has_measures = own.possible().chain(&own.ones).next().is_some();
    has_measures.then(|| (own, to(pair.translation, translation)))
}

/// A flag for each number of the source that has another unit in the translation, or is no percentage
/// there. `translation` has the numbers of the translation, and `language` is the name of its language.
pub(super) fn check(
    (own, translated): &(Units, Units),
    translation: &Numbers,
    language: &str,
) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    let mut named = BTreeSet::new();
    let candidates = Candidate::all(own, translated);
    let has_percent = has_percent(translated, translation);
    for measure in own.measures.iter().filter(|measure| is_many(measure)) {
        let text = measure.text.as_str();
        let other = changed(measure, own, translated, &candidates);
        if other.is_none() && (has_percent || !is_plain(measure, translation)) {
            continue;
        }
        let other = other.map(|other| other.text.as_str());
        if !named.insert((text, other)) {
            continue;
        }
        flags.push(if let Some(other) = other {
            let what = format!("The unit of {text} is another one in {language}: {other}.");
            Flag::new(FlagKind::Number, what).with_evidence([text.to_owned(), other.to_owned()])
        } else {
            let what = format!("{text} is not a percentage in {language}.");
            Flag::new(FlagKind::Number, what).with_evidence([text.to_owned()])
        });
    }
    flags
}

/// The measures of each text that the other has too, with the same number and unit, as written.
pub(super) fn agreed((own, translated): &(Units, Units)) -> [Vec<&str>; 2] {
    let mut said: BTreeMap<&str, BTreeSet<Unit>> = BTreeMap::new();
    for measure in &translated.measures {
        if let Some(value) = measure.values.first() {
            said.entry(value.as_str())
                .or_default()
                .extend(measure.units);
        }
    }
    let is_said = |measure: &&Measure| {
        let mut values = measure.values.iter();
        values.any(|value| {
            said.get(value.as_str())
                .is_some_and(|units| measure.is_in(units))
        })
    };
    let own_said = own.measures.iter().filter(is_said);
    let candidates = Candidate::all(own, translated);
    let of_source = candidates.iter().filter(|other| other.is_of_source);
    [
        own_said.map(|measure| measure.text.as_str()).collect(),
        of_source.map(|other| other.measure.text.as_str()).collect(),
    ]
}

/// What the unit of a measure of the translation says besides, and the words behind that measure in the source
/// to which it may belong.
pub(super) struct Implied {
    pub(super) behind: String,
    /// Separated by commas.
    pub(super) words: &'static str,
}

/// What units of the translation say besides, of measures that the source has too: that they are Saudi, or a day.
pub(super) fn implied(source: &str, (own, translated): &(Units, Units)) -> Vec<Implied> {
    let others = translated.measures.iter();
    let others: Vec<&Measure> = others.filter(|other| !other.implied.is_empty()).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let text = clean(source);
    let mut implied = Vec::new();
    for measure in own.measures.iter().take(MOST) {
        let behind = text.get(measure.span.end..).unwrap_or_default().iter();
        let behind: String = behind.take(BEHIND).collect();
        let words: Vec<&str> = behind.split_whitespace().take(2).collect();
        let same = others.iter().take(MOST);
        let same = same.filter(|other| measure.is_in(other.units) && measure.has_number_of(other));
        implied.extend(same.map(|other| Implied {
            behind: words.join(" "),
            words: other.implied,
        }));
    }
    implied
}

/// The most measures of each text whose units may say more, and the characters behind one that are looked at.
const MOST: usize = 20;
const BEHIND: usize = 30;

/// The most characters between the two numbers of "52 to 48".
const BETWEEN_SHARES: usize = 4;

/// The most characters between a measure and its conversion in brackets.
const BRACKET: usize = 4;

/// How much larger or smaller than another a unit may be that says nearly as much: 200 yards for 200 metres.
const NEARLY: f64 = 0.1;

/// Whether the same number of the unit of a measure and of another's is nearly as much.
fn is_nearly(measure: &Measure, other: &Measure) -> bool {
    let is_near = |from, to| {
        let ratios = ratios((from, measure.power), (to, other.power));
        ratios.iter().any(|ratio| (ratio - 1.0).abs() <= NEARLY)
    };
    let mut from = measure.units.iter();
    measure.per_second == other.per_second
        && from.any(|from| other.units.iter().any(|to| is_near(*from, *to)))
}

/// Whether a number is more than one: "one day" is no length of time, and "a kilometre" has no number.
fn is_many(measure: &Measure) -> bool {
    !measure
        .values
        .iter()
        .any(|value| value == "0" || value == "1")
}

/// A measure of the translation, with what the source has of it. It is found once for each, because hostile
/// texts have thousands of measures on both sides.
struct Candidate<'t> {
    measure: &'t Measure,
    /// Whether the source has its number in some unit.
    has_number: bool,
    /// Whether the source has its number in its unit.
    is_of_source: bool,
}

impl<'t> Candidate<'t> {
    fn all(source: &Units, translation: &'t Units) -> Vec<Self> {
        let mut sources: BTreeMap<&str, BTreeSet<Unit>> = BTreeMap::new();
        for own in &source.measures {
            for value in &own.values {
                sources.entry(value.as_str()).or_default().extend(own.units);
            }
        }
        let candidate = |measure: &'t Measure| {
            let likeliest = measure.values.first();
            let units = likeliest.and_then(|value| sources.get(value.as_str()));
            Self {
                measure,
                has_number: units.is_some(),
                is_of_source: units.is_some_and(|units| measure.is_in(units)),
            }
        };
        translation.measures.iter().map(candidate).collect()
    }
}

/// The measure of the translation with the number of a source's measure and a unit that is not the
/// source's.
fn changed<'t>(
    measure: &Measure,
    source: &Units,
    translation: &Units,
    candidates: &[Candidate<'t>],
) -> Option<&'t Measure> {
    if measure.is_in(&translation.loose) {
        return None;
    }
    // What the translation has in this unit is the measure, or one of its conversions unless the source
    // has its number too: in another place, perhaps in the unit that this one got.
    let is_there = candidates.iter().any(|other| {
        other.measure.is_in(measure.units)
            && (!other.has_number || measure.has_number_of(other.measure))
    });
    let is_changed = |other: &&Candidate<'t>| {
        !other.is_of_source
            && measure.has_number_of(other.measure)
            && !other.measure.is_in(&source.loose)
            && !is_nearly(measure, other.measure)
    };
    if is_there {
        let mut beside = candidates.windows(2);
        let beside = beside.find(|pair| {
            is_again(measure, [pair[0].measure, pair[1].measure]) && is_changed(&&pair[1])
        })?;
        return Some(beside[1].measure);
    }
    let mut changed = candidates.iter().filter(is_changed);
    let first = changed.next()?;
    let is_alike = |other: &&Candidate<'t>| measure_alike(measure.units, other.measure.units);
    let mut all = std::iter::once(first).chain(changed);
    Some(all.find(is_alike).unwrap_or(first).measure)
}

/// Whether a translation has the number of a measure in its unit, and the same number as if converted right
/// behind it: "20 metres (20 feet)".
fn is_again(measure: &Measure, [right, other]: [&Measure; 2]) -> bool {
    let between = other.span.start.checked_sub(right.span.end);
    right.is_in(measure.units)
        && measure.has_number_of(right)
        && !other.is_in(measure.units)
        && measure_alike(measure.units, other.units)
        && between.is_some_and(|between| between <= BRACKET)
}

/// Whether a translation may have a percentage.
fn has_percent(units: &Units, numbers: &Numbers) -> bool {
    units.loose.contains(&Unit::Percent)
        || units
            .measures
            .iter()
            .any(|measure| measure.is_in(&[Unit::Percent]))
        || numbers.keys.contains(&Key::of(100))
        || has_parts_of_hundred(&numbers.in_digits)
}

/// Whether a percentage of the source is a number in a translation that has no percentages.
fn is_plain(measure: &Measure, numbers: &Numbers) -> bool {
    let is_number = |value: &str| measure.values.iter().any(|own| own == value);
    let mut in_digits = numbers.in_digits.iter().filter_map(|number| number.value());
    let mut in_words = numbers.in_words.iter();
    measure.is_percentage()
        && (in_digits.any(is_number) || in_words.any(|count| is_number(&count.value.to_string())))
}

/// Whether two numbers side by side make a hundred: a vote of 52-48.
fn has_parts_of_hundred(numbers: &[Number]) -> bool {
    let value = |number: &Number| number.value()?.parse::<f64>().ok();
    numbers.windows(2).any(|pair| {
        let is_joined = pair[1].start.saturating_sub(pair[0].end) <= BETWEEN_SHARES;
        let sum = value(&pair[0]).zip(value(&pair[1]));
        is_joined && sum.is_some_and(|(a, b)| (a + b - 100.0).abs() < 1e-6)
    })
}
