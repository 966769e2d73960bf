//! How large the units of each dimension are, and what a temperature is on the other scale. Money has no
//! size, because rates change every day, but a toman is always ten rials.

use super::Unit::{
    self, Celsius, Cent, Degree, Dollar, Fahrenheit, Percent, Point, Rial, Toman, Zloty,
};

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    /// In seconds.
    Time,
    /// In metres.
    Length,
    /// In square metres.
    Area,
    /// In cubic metres.
    Volume,
    /// In kilograms.
    Mass,
    /// In kilowatts.
    Power,
    /// In wholes.
    Share,
    /// In degrees of a scale, which have no size.
    Temperature,
    /// In currencies, whose rates change.
    Money,
}

/// The size of each unit, or its sizes if its name has several meanings: American and British gallons, short
/// and long tons. A month is a twelfth of a year. A knot is a length in an hour, like the kilometre.
const SIZES: [(Unit, Dimension, &[f64]); 39] = {
    use Dimension::{Area, Length, Mass, Power, Share, Time, Volume};
    [
        (Unit::Percent, Share, &[0.01]),
        (Unit::Point, Share, &[0.01]),
        (Unit::PerMille, Share, &[0.001]),
        (Unit::BasisPoint, Share, &[0.000_1]),
        (Unit::Second, Time, &[1.0]),
        (Unit::Minute, Time, &[60.0]),
        (Unit::Hour, Time, &[3_600.0]),
        (Unit::Day, Time, &[86_400.0]),
        (Unit::Week, Time, &[604_800.0]),
        (Unit::Month, Time, &[2_629_800.0]),
        (Unit::Year, Time, &[31_557_600.0]),
        (Unit::Decade, Time, &[315_576_000.0]),
        (Unit::Century, Time, &[3_155_760_000.0]),
        (Unit::Millimetre, Length, &[0.001]),
        (Unit::Centimetre, Length, &[0.01]),
        (Unit::Metre, Length, &[1.0]),
        (Unit::Kilometre, Length, &[1_000.0]),
        (Unit::Mile, Length, &[1_609.344]),
        (Unit::NauticalMile, Length, &[1_852.0]),
        (Unit::Yard, Length, &[0.9144]),
        (Unit::Foot, Length, &[0.3048]),
        (Unit::Inch, Length, &[0.0254]),
        (Unit::Knot, Length, &[1_852.0]),
        (Unit::Hectare, Area, &[10_000.0]),
        // The acre, and the feddan.
        (Unit::Acre, Area, &[4_046.856, 4_200.833]),
        // The dunam, and that of Iraq.
        (Unit::Dunam, Area, &[1_000.0, 2_500.0]),
        (Unit::Mu, Area, &[666.666_7]),
        (Unit::Litre, Volume, &[0.001]),
        (Unit::Gallon, Volume, &[0.003_785_412, 0.004_546_09]),
        (Unit::Barrel, Volume, &[0.158_987_3]),
        (Unit::Gram, Mass, &[0.001]),
        (Unit::Kilogram, Mass, &[1.0]),
        (Unit::Ton, Mass, &[1_000.0, 907.184_74, 1_016.046_9]),
        (Unit::ShortTon, Mass, &[907.184_74]),
        (Unit::PoundWeight, Mass, &[0.453_592_37]),
        // The ounce, and that of gold.
        (Unit::Ounce, Mass, &[0.028_349_523, 0.031_103_477]),
        (Unit::Kilowatt, Power, &[1.0]),
        (Unit::Megawatt, Power, &[1_000.0]),
        (Unit::Gigawatt, Power, &[1_000_000.0]),
    ]
};

fn sizes(unit: Unit) -> Option<(Dimension, &'static [f64])> {
    let found = SIZES.iter().find(|(own, _, _)| *own == unit);
    found.map(|&(_, dimension, sizes)| (dimension, sizes))
}

/// Whether a unit is a currency, and not a hundredth of one.
fn is_currency(unit: Unit) -> bool {
    (Dollar..=Zloty).contains(&unit)
}

fn dimension(unit: Unit) -> Dimension {
    match unit {
        Celsius | Degree | Fahrenheit => Dimension::Temperature,
        _ => sizes(unit).map_or(Dimension::Money, |(dimension, _)| dimension),
    }
}

/// Whether all of these units are units of length.
pub(super) fn is_length(units: &[Unit]) -> bool {
    units
        .iter()
        .all(|unit| dimension(*unit) == Dimension::Length)
}

/// Whether a unit of one measure measures the same as one of another: both are money, or both lengths of time.
pub(crate) fn measure_alike(units: &[Unit], others: &[Unit]) -> bool {
    let mut pairs = units
        .iter()
        .flat_map(|unit| others.iter().map(move |other| (unit, other)));
    pairs.any(|(unit, other)| dimension(*unit) == dimension(*other))
}

/// What a unit of some dimension measures that is raised to a power.
fn raised(dimension: Dimension, power: u8) -> Dimension {
    match (dimension, power) {
        (Dimension::Length, 2) => Dimension::Area,
        (Dimension::Length, 3) => Dimension::Volume,
        _ => dimension,
    }
}

/// How many of one unit, raised to its power, are one of another with its own. There are several if one of
/// them has several sizes, and none for the same unit and for units that do not measure the same.
pub(crate) fn ratios((from, from_power): (Unit, u8), (to, to_power): (Unit, u8)) -> Vec<f64> {
    match (from, to) {
        (Cent, _) if is_currency(to) => return vec![0.01],
        (_, Cent) if is_currency(from) => return vec![100.0],
        // Two percent are not two percentage points.
        (Percent, Point) | (Point, Percent) => return Vec::new(),
        (Toman, Rial) => return vec![10.0],
        (Rial, Toman) => return vec![0.1],
        _ => {}
    }
    let (Some((own, own_sizes)), Some((other, other_sizes))) = (sizes(from), sizes(to)) else {
        return Vec::new();
    };
    if from == to || raised(own, from_power) != raised(other, to_power) {
        return Vec::new();
    }
    let pairs = own_sizes
        .iter()
        .flat_map(|own| other_sizes.iter().map(move |other| (own, other)));
    pairs
        .map(|(own, other)| own.powi(from_power.into()) / other.powi(to_power.into()))
        .collect()
}

/// Units of which the second follows the first in one measure, as in "5 feet 11 inches".
const COMPOUNDS: [(Unit, Unit); 9] = [
    (Unit::Foot, Unit::Inch),
    (Unit::PoundWeight, Unit::Ounce),
    (Unit::Hour, Unit::Minute),
    (Unit::Minute, Unit::Second),
    (Unit::Year, Unit::Month),
    (Unit::Day, Unit::Hour),
    (Unit::Kilogram, Unit::Gram),
    (Unit::Kilometre, Unit::Metre),
    (Unit::Metre, Unit::Centimetre),
];

/// The smaller unit of a measure whose parts may be in these units, and how many of it make one of the larger one;
/// `None` if they make no measure together.
pub(crate) fn compound(larger: &[Unit], smaller: &[Unit]) -> Option<(Unit, f64)> {
    let mut all = COMPOUNDS.iter();
    let (large, small) =
        all.find(|(large, small)| larger.contains(large) && smaller.contains(small))?;
    let usual = ratios((*large, 1), (*small, 1)).first().copied()?;
    Some((*small, usual.round()))
}

/// The most degrees Celsius that are likely a difference of temperatures: about ten.
const DIFFERENCE: f64 = 10.5;

/// What a temperature on one scale is on the other; `None` for other units, and for the same scale.
fn temperature(value: f64, from: Unit, to: Unit) -> Option<f64> {
    match (from, to) {
        (Celsius, Fahrenheit) => Some(value * 1.8 + 32.0),
        (Fahrenheit, Celsius) => Some((value - 32.0) / 1.8),
        _ => None,
    }
}

/// What so many degrees of one scale may be on the other, both without a sign. `below_zero` tells of each
/// whether a text says that it is below zero. If none of them is, a few degrees may be a difference. Nothing
/// for other units, and for the same scale.
pub(crate) fn degrees(value: f64, from: Unit, to: Unit, below_zero: [bool; 2]) -> Vec<f64> {
    let found = [value, -value, 0.0].map(|value| temperature(value, from, to));
    let [Some(above), Some(below), Some(zero)] = found else {
        return Vec::new();
    };
    let difference = above - zero;
    match below_zero {
        [true, true] => vec![below.abs()],
        [false, false] if value.min(difference) <= DIFFERENCE => vec![above.abs(), difference],
        [false, false] => vec![above.abs()],
        _ => vec![above.abs(), below.abs()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(ratios: &[f64], expected: &[f64]) -> bool {
        let same = |(a, b): (&f64, &f64)| (a / b - 1.0).abs() < 1e-4;
        ratios.len() == expected.len() && ratios.iter().zip(expected).all(same)
    }

    /// A unit and another with their powers, and the ratios.
    type Ratios = ((Unit, u8), (Unit, u8), &'static [f64]);

    const RATIOS: [Ratios; 15] = [
        ((Unit::Kilometre, 1), (Unit::Mile, 1), &[0.62137]),
        ((Unit::Kilometre, 2), (Unit::Mile, 2), &[0.3861]),
        ((Unit::Kilometre, 2), (Unit::Acre, 1), &[247.105, 238.049]),
        ((Unit::Hectare, 1), (Unit::Kilometre, 2), &[0.01]),
        ((Unit::Metre, 3), (Unit::Foot, 3), &[35.3147]),
        ((Unit::Metre, 3), (Unit::Litre, 1), &[1_000.0]),
        (
            (Unit::Ton, 1),
            (Unit::PoundWeight, 1),
            &[2_204.62, 2_000.0, 2_240.0],
        ),
        ((Unit::Knot, 1), (Unit::Kilometre, 1), &[1.852]),
        ((Unit::Month, 1), (Unit::Year, 1), &[0.083_333]),
        ((Unit::Week, 1), (Unit::Day, 1), &[7.0]),
        ((Unit::Cent, 1), (Unit::Euro, 1), &[0.01]),
        ((Toman, 1), (Rial, 1), &[10.0]),
        ((Unit::Ton, 1), (Unit::ShortTon, 1), &[1.102_31, 1.0, 1.12]),
        ((Unit::BasisPoint, 1), (Unit::Percent, 1), &[0.01]),
        ((Unit::BasisPoint, 1), (Unit::Point, 1), &[0.01]),
    ];

    #[test]
    fn units_of_one_dimension_have_ratios() {
        for (from, to, expected) in RATIOS {
            let found = ratios(from, to);
            assert!(is_near(&found, expected), "{from:?} {to:?}: {found:?}");
        }
    }

    #[test]
    fn other_units_have_none() {
        for (from, to) in [
            ((Unit::Mile, 1), (Unit::Mile, 1)),
            ((Unit::Mile, 2), (Unit::Mile, 1)),
            ((Unit::Kilometre, 2), (Unit::Mile, 1)),
            ((Unit::Kilometre, 1), (Unit::Mile, 2)),
            ((Unit::Hectare, 1), (Unit::Kilometre, 1)),
            ((Unit::Kilometre, 1), (Unit::Kilogram, 1)),
            ((Unit::Dollar, 1), (Unit::Euro, 1)),
            ((Unit::Dollar, 1), (Unit::Dollar, 1)),
            ((Unit::Cent, 1), (Unit::Cent, 1)),
            ((Unit::Celsius, 1), (Unit::Fahrenheit, 1)),
            ((Unit::Percent, 1), (Unit::Year, 1)),
            ((Unit::Point, 1), (Unit::Percent, 1)),
        ] {
            assert_eq!(ratios(from, to), [0.0; 0], "{from:?} {to:?}");
        }
    }

    #[test]
    fn some_units_make_a_measure_together() {
        let weight = [Unit::Pound, Unit::PoundWeight];
        assert_eq!(compound(&weight, &[Unit::Ounce]), Some((Unit::Ounce, 16.0)));
        let counts = COMPOUNDS.map(|(large, small)| compound(&[large], &[small]));
        let counts = counts.map(|found| found.map(|(_, count)| count));
        assert_eq!(
            counts,
            [12.0, 16.0, 60.0, 60.0, 12.0, 24.0, 1_000.0, 1_000.0, 100.0].map(Some)
        );
        assert_eq!(compound(&[Unit::Inch], &[Unit::Foot]), None);
        assert_eq!(compound(&[Unit::Pound], &[Unit::Ounce]), None);
    }

    #[test]
    fn degrees_have_another_zero() {
        let near = |below_zero, (value, from, to), expected: &[f64]| {
            let found = degrees(value, from, to, below_zero);
            let mut same = found
                .iter()
                .zip(expected)
                .map(|(a, b)| (a - b).abs() < 1e-9);
            assert!(
                found.len() == expected.len() && same.all(|same| same),
                "{found:?}"
            );
        };
        let ten = (10.0, Celsius, Fahrenheit);
        near([false, false], ten, &[50.0, 18.0]);
        near([true, false], ten, &[50.0, 14.0]);
        near([true, true], ten, &[14.0]);
        near([false, false], (35.0, Celsius, Fahrenheit), &[95.0]);
        near(
            [false, false],
            (18.0, Fahrenheit, Celsius),
            &[14.0 / 1.8, 10.0],
        );
        near(
            [false, true],
            (50.0, Fahrenheit, Celsius),
            &[10.0, 82.0 / 1.8],
        );
        near([false, false], (10.0, Celsius, Celsius), &[]);
        near([false, false], (10.0, Celsius, Unit::Mile), &[]);
    }

    #[test]
    fn money_lengths_and_degrees_are_of_one_kind_each() {
        assert!(measure_alike(&[Unit::Dollar, Unit::Peso], &[Unit::Cent]));
        assert!(measure_alike(&[Celsius], &[Degree, Fahrenheit]));
        assert!(measure_alike(&[Unit::Percent], &[Unit::PerMille]));
        assert!(!measure_alike(
            &[Unit::Dollar],
            &[Unit::Mile, Unit::Percent]
        ));
        assert!(is_length(&[Unit::Mile, Unit::NauticalMile]));
        assert!(!is_length(&[Unit::Dollar]));
    }
}
