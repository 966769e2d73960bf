//! The months and weekdays that a text names. Which words name them is the business of each
//! language; dates in digits are read here.

use std::collections::BTreeSet;

/// The months and weekdays of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Months from 1.
    pub months: Named,
    /// Weekdays from Monday, 0.
    pub weekdays: Named,
}

/// What a text names, as numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Those that a translation must name too.
    pub surely: BTreeSet<u32>,
    /// Those that the text may mean, the former among them.
    pub perhaps: BTreeSet<u32>,
}

impl Named {
    /// Adds one, which the text names `surely` or perhaps.
    pub(crate) fn add(&mut self, number: u32, surely: bool) {
        self.perhaps.insert(number);
        if surely {
            self.surely.insert(number);
        }
    }
}

/// The numbers that a date in digits, such as 12/7/2021 or 2021-07-12, may give its month.
pub(crate) fn months_in_digits(text: &str) -> BTreeSet<u32> {
    let is_joint = |c: char| matches!(c, '/' | '.' | '-');
    let mut months = BTreeSet::new();
    for chain in text.split(|c: char| !(c.is_ascii_digit() || is_joint(c))) {
        let parts: Vec<&str> = chain
            .split(is_joint)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() > 1 {
            let numbers = parts.iter().filter(|part| part.len() <= 2);
            let numbers = numbers.filter_map(|part| part.parse::<u32>().ok());
            months.extend(numbers.filter(|number| (1..=12).contains(number)));
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_digits_permit_their_months() {
        assert_eq!(months_in_digits("on 12/7/2021."), BTreeSet::from([7, 12]));
        assert_eq!(months_in_digits("2021-07-15"), BTreeSet::from([7]));
        assert_eq!(months_in_digits("12 men, 7 women"), BTreeSet::new());
    }
}
