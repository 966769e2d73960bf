//! The units that a text measures in, currencies and percent among them, each with its number. Which
//! words name them is the business of each language; the signs are the same in all of them. How large
//! the units of one dimension are is here too, and whether two measures may be one; which measures of two
//! texts are compared is not.

mod reader;
mod reading;
mod scale;
mod unit;

use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) use reader::{Parts, Reader, Words};
pub(crate) use scale::{compound, degrees, measure_alike, ratios};
pub use unit::Unit;

/// The units of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    /// Numbers with their units, in order.
    pub measures: Vec<Measure>,
    /// The units that its other words may mean.
    pub loose: BTreeSet<Unit>,
    /// Numbers that its words may measure in a unit besides: with abbreviations that may mean something
    /// else, at the other end of a range, "a mile" and "half a mile".
    pub perhaps: Vec<Measure>,
    /// Units without a number, in languages in which they may mean one.
    pub ones: Vec<Measure>,
}

impl Units {
    /// All numbers that may be in a unit.
    pub(crate) fn possible(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().chain(&self.perhaps)
    }
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What the number may be, in plain decimal digits, the likeliest first; never empty.
    pub values: Vec<String>,
    /// The units that the word may mean, such as money and weight for "pounds".
    pub units: &'static [Unit],
    /// 2 or 3 if the text says that the unit, which is one of length, is squared or cubed, else 1.
    pub power: u8,
    /// Whether it is so much a second; other speeds are like lengths.
    pub per_second: bool,
    /// Whether the text says that it is below zero.
    pub below_zero: bool,
    /// Words that the unit says as it is written, separated by commas, such as the country of a currency; mostly
    /// empty.
    pub implied: &'static str,
    /// Where the number begins, in characters of the cleaned text.
    pub place: usize,
    /// Where the number and the unit begin and end.
    pub span: Range<usize>,
    /// Both as written.
    pub text: String,
}

impl Measure {
    /// Whether it may be in one of these units.
    pub fn is_in<'u>(&self, units: impl IntoIterator<Item = &'u Unit>) -> bool {
        units.into_iter().any(|unit| self.units.contains(unit))
    }

    /// Whether it is a percentage, and nothing else.
    pub fn is_percentage(&self) -> bool {
        self.units == [Unit::Percent]
    }

    /// Whether the likeliest number of a measure of the translation may be the one of this measure.
    pub fn has_number_of(&self, translated: &Self) -> bool {
        translated
            .values
            .first()
            .is_some_and(|value| self.values.contains(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// The likeliest number and the text of each measure, and the loose units.
    fn read(code: &str, text: &str) -> (Vec<(String, String)>, Vec<Unit>) {
        let language = Language::of(code);
        let numbers = language.numbers.expect("a reader of numbers");
        let reader = language.units.expect("a reader of units");
        let units = reader(text, &(numbers.read)(text));
        let measures = units.measures.into_iter();
        let measures = measures.map(|measure| (measure.values[0].clone(), measure.text));
        (measures.collect(), units.loose.into_iter().collect())
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |&(value, text): &(&str, &str)| (value.to_owned(), text.to_owned());
        of.iter().map(owned).collect()
    }

    #[test]
    fn numbers_belong_to_the_units_beside_them() {
        let text = "He paid $5 million for 20 square miles, a 3-day trip and weeks of work.";
        let measures = [
            ("5000000", "$5 million"),
            ("20", "20 square miles"),
            ("3", "3-day"),
        ];
        assert_eq!(read("en", text), (pairs(&measures), vec![Unit::Week]));
        let text = "Two hundred U.S. dollars. At 95°F, 35 degrees Celsius or 5. Miles";
        let measures = [
            ("200", "Two hundred U.S. dollars"),
            ("95", "95°F"),
            ("35", "35 degrees Celsius"),
        ];
        assert_eq!(read("en", text), (pairs(&measures), vec![Unit::Mile]));
    }

    #[test]
    fn halves_ranges_and_abbreviations_may_be_measured_too() {
        let language = Language::of("en");
        let numbers = language.numbers.expect("a reader of numbers");
        let reader = language.units.expect("a reader of units");
        let text = "It took 6 to 9 miles, 12 mi, half an hour, a mile, two and a half years, \
                    a day and a half, 2 years and a half and 7 square miles.";
        let units = reader(text, &(numbers.read)(text));
        let of = |measure: &Measure| (measure.values[0].clone(), measure.text.clone());
        let perhaps: Vec<(String, String)> = units.perhaps.iter().map(of).collect();
        let expected = [
            ("6", "6 to 9 miles"),
            ("12", "12 mi"),
            ("0.5", "half an hour"),
            ("1", "a mile"),
            ("2.5", "two and a half years"),
            ("1.5", "a day and a half"),
            ("2.5", "2 years and a half"),
        ];
        assert_eq!(perhaps, pairs(&expected));
        let measures: Vec<(String, u8)> = units
            .measures
            .into_iter()
            .map(|measure| (measure.text, measure.power))
            .collect();
        let expected = [("9 miles", 1), ("2 years", 1), ("7 square miles", 2)];
        let expected = expected.map(|(text, power)| (text.to_owned(), power));
        assert_eq!(measures, expected);
    }

    #[test]
    fn signs_and_codes_take_the_number_behind_them_rather_than_a_year() {
        let text = "In 2024 $5 million, in 2024 UAH 6 million, 20 EUR, in 2024 $ 7, 8$, 2024 years";
        let measures = [
            ("5000000", "$5 million"),
            ("6000000", "UAH 6 million"),
            ("20", "20 EUR"),
            ("7", "$ 7"),
            ("8", "8$"),
        ];
        assert_eq!(read("en", text), (pairs(&measures), Vec::new()));
    }

    #[test]
    fn numbers_stand_behind_units_and_in_them_too() {
        let measures = [("5", "الأيام الخمسة"), ("2", "أسبوعين"), ("30", "%30")];
        let text = "في الأيام الخمسة بعد أسبوعين و %30 بالدولار";
        assert_eq!(read("ar", text), (pairs(&measures), vec![Unit::Dollar]));
    }
}
