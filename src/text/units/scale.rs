//! How large the units of each dimension are, and what a temperature is on the other scale. Money has no
//! size: rates change every day.

use super::Unit::{self, Celsius, Fahrenheit};

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
}

/// The size of each unit, or its sizes if its name has several meanings: American and British gallons, short
/// and long tons. A month is a twelfth of a year. A knot is a length in an hour, like the kilometre.
const SIZES: [(Unit, Dimension, &[f64]); 33] = {
    use Dimension::{Area, Length, Mass, Power, Time, Volume};
    [
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
        (Unit::Litre, Volume, &[0.001]),
        (Unit::Gallon, Volume, &[0.003_785_412, 0.004_546_09]),
        (Unit::Barrel, Volume, &[0.158_987_3]),
        (Unit::Gram, Mass, &[0.001]),
        (Unit::Kilogram, Mass, &[1.0]),
        (Unit::Ton, Mass, &[1_000.0, 907.184_74, 1_016.046_9]),
        (Unit::PoundWeight, Mass, &[0.453_592_37]),
        // The ounce, and that of gold.
        (Unit::Ounce, Mass, &[0.028_349_523, 0.031_103_477]),
        (Unit::Kilowatt, Power, &[1.0]),
        (Unit::Megawatt, Power, &[1_000.0]),
        (Unit::Gigawatt, Power, &[1_000_000.0]),
    ]
};

fn size(unit: Unit) -> Option<(Dimension, &'static [f64])> {
    let found = SIZES.iter().find(|(own, _, _)| *own == unit);
    found.map(|&(_, dimension, sizes)| (dimension, sizes))
}

/// How many of the unit `to`, raised to `power` if it is one of length, are one of another unit, which has the
/// power that it must have then. There are several if one of them has several sizes, and none for the
/// same unit and for units of different dimensions.
pub(crate) fn ratios(from: Unit, to: Unit, power: u32) -> Vec<f64> {
    let (Some((own, own_sizes)), Some((other, other_sizes))) = (size(from), size(to)) else {
        return Vec::new();
    };
    let (other, other_power) = match (other, power) {
        (Dimension::Length, 2) => (Dimension::Area, 2),
        (Dimension::Length, 3) => (Dimension::Volume, 3),
        _ => (other, 1),
    };
    let own_power = match (own, other) {
        _ if from == to => return Vec::new(),
        (Dimension::Length, Dimension::Area) => 2,
        (Dimension::Length, Dimension::Volume) => 3,
        _ if own == other => 1,
        _ => return Vec::new(),
    };
    let pairs = own_sizes
        .iter()
        .flat_map(|own| other_sizes.iter().map(move |other| (own, other)));
    pairs
        .map(|(own, other)| own.powi(own_power) / other.powi(other_power))
        .collect()
}

/// Units of which the second follows the first in one measure, as in "5 feet 11 inches".
const COMPOUNDS: [(Unit, Unit); 5] = [
    (Unit::Foot, Unit::Inch),
    (Unit::PoundWeight, Unit::Ounce),
    (Unit::Hour, Unit::Minute),
    (Unit::Minute, Unit::Second),
    (Unit::Year, Unit::Month),
];

/// The smaller unit of a measure whose parts may be in these units, and how many of it make one of the larger one;
/// `None` if they make no measure together.
pub(crate) fn compound(larger: &[Unit], smaller: &[Unit]) -> Option<(Unit, f64)> {
    let mut all = COMPOUNDS.iter();
    let (large, small) =
        all.find(|(large, small)| larger.contains(large) && smaller.contains(small))?;
    let usual = ratios(*large, *small, 1).first().copied()?;
    Some((*small, usual.round()))
}

/// What so many degrees of one scale are on the other: a temperature, one below zero, and a difference.
/// `None` for other units, and for the same scale.
pub(crate) fn degrees(value: f64, from: Unit, to: Unit) -> Option<[f64; 3]> {
    match (from, to) {
        (Celsius, Fahrenheit) => {
            Some([value * 1.8 + 32.0, (32.0 - value * 1.8).abs(), value * 1.8])
        }
        (Fahrenheit, Celsius) => Some([
            ((value - 32.0) / 1.8).abs(),
            (value + 32.0) / 1.8,
            value / 1.8,
        ]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(ratios: &[f64], expected: &[f64]) -> bool {
        let same = |(a, b): (&f64, &f64)| (a / b - 1.0).abs() < 1e-4;
        ratios.len() == expected.len() && ratios.iter().zip(expected).all(same)
    }

    /// A unit, another one with its power, and the ratios.
    const RATIOS: [(Unit, Unit, u32, &[f64]); 10] = [
        (Unit::Kilometre, Unit::Mile, 1, &[0.62137]),
        (Unit::Kilometre, Unit::Mile, 2, &[0.3861]),
        (Unit::Kilometre, Unit::Acre, 1, &[247.105, 238.049]),
        (Unit::Hectare, Unit::Kilometre, 2, &[0.01]),
        (Unit::Metre, Unit::Foot, 3, &[35.3147]),
        (Unit::Metre, Unit::Litre, 1, &[1_000.0]),
        (
            Unit::Ton,
            Unit::PoundWeight,
            1,
            &[2_204.62, 2_000.0, 2_240.0],
        ),
        (Unit::Knot, Unit::Kilometre, 1, &[1.852]),
        (Unit::Month, Unit::Year, 1, &[0.083_333]),
        (Unit::Week, Unit::Day, 1, &[7.0]),
    ];

    #[test]
    fn units_of_one_dimension_have_ratios() {
        for (from, to, power, expected) in RATIOS {
            let found = ratios(from, to, power);
            assert!(is_near(&found, expected), "{from:?} {to:?}: {found:?}");
        }
    }

    #[test]
    fn other_units_have_none() {
        for (from, to, power) in [
            (Unit::Mile, Unit::Mile, 1),
            (Unit::Hectare, Unit::Kilometre, 1),
            (Unit::Kilometre, Unit::Kilogram, 1),
            (Unit::Dollar, Unit::Euro, 1),
            (Unit::Dollar, Unit::Dollar, 1),
            (Unit::Celsius, Unit::Fahrenheit, 1),
            (Unit::Percent, Unit::Year, 1),
        ] {
            assert_eq!(ratios(from, to, power), [0.0; 0], "{from:?} {to:?}");
        }
    }

    #[test]
    fn some_units_make_a_measure_together() {
        let weight = [Unit::Pound, Unit::PoundWeight];
        assert_eq!(compound(&weight, &[Unit::Ounce]), Some((Unit::Ounce, 16.0)));
        let counts = COMPOUNDS.map(|(large, small)| compound(&[large], &[small]));
        let counts = counts.map(|found| found.map(|(_, count)| count));
        assert_eq!(counts, [12.0, 16.0, 60.0, 60.0, 12.0].map(Some));
        assert_eq!(compound(&[Unit::Inch], &[Unit::Foot]), None);
        assert_eq!(compound(&[Unit::Pound], &[Unit::Ounce]), None);
    }

    #[test]
    fn degrees_have_another_zero() {
        let near = |found: Option<[f64; 3]>, expected: [f64; 3]| {
            let found = found.expect("degrees");
            let same = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
            assert!(found.iter().zip(&expected).all(same), "{found:?}");
        };
        near(degrees(10.0, Celsius, Fahrenheit), [50.0, 14.0, 18.0]);
        near(
            degrees(50.0, Fahrenheit, Celsius),
            [10.0, 82.0 / 1.8, 50.0 / 1.8],
        );
        assert_eq!(degrees(10.0, Celsius, Celsius), None);
        assert_eq!(degrees(10.0, Celsius, Unit::Mile), None);
    }
}
