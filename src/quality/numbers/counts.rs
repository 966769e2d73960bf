//! This file compares how often both texts have the same number. Numbers that only one of them has
//! are found in the parent module.

use crate::text::numbers::Numbers;
use crate::text::numbers::scan::digit;

/// A number that both texts have, one of them more often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uneven {
    /// The number as written in the text that has it more often.
    pub number: String,
    /// How often the source has it.
    pub source: usize,
    /// How often the translation has it.
    pub translation: usize,
}

/// Numbers that the source repeats in digits and the translation, in digits or words, less often.
pub(super) fn fewer(source: &Numbers, translation: &Numbers) -> Vec<Uneven> {
    let groups = source.groups().into_iter().filter(|group| group.count > 1);
    groups
        .map(|group| Uneven {
            number: group.text.to_owned(),
            source: group.count,
            translation: translation.keys.count(&group.readings),
        })
        .filter(|uneven| (1..uneven.source).contains(&uneven.translation))
        .collect()
}

/// Numbers of at least two digits that English repeats in digits at least two times more often
/// than the source has them in digits or words. Once more is good style: English repeats what
/// Arabic leaves to a pronoun.
pub(super) fn more(source: &Numbers, translation: &Numbers) -> Vec<Uneven> {
    let groups = translation.groups().into_iter();
    groups
        .filter(|group| group.count > 2)
        .filter(|group| group.text.chars().filter_map(digit).count() > 1)
        .map(|group| Uneven {
            number: group.text.to_owned(),
            source: source.keys.count(&group.readings),
            translation: group.count,
        })
        .filter(|uneven| uneven.source > 0 && uneven.translation >= uneven.source + 2)
        .collect()
}
