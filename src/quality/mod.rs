//! The checks that compare a translation with its source and say in plain words what a reader
//! should doubt. Every check is a pure function of the two texts (and of the model's own score);
//! none of them changes a text, asks a model, or reads a file. Their limits are calibrated so that
//! human translations are rarely flagged.

mod acronyms;
mod addition;
mod calendar;
#[cfg(test)]
mod calendar_tests;
#[cfg(test)]
mod calibration;
mod check;
mod confidence;
mod coverage;
#[cfg(test)]
mod coverage_tests;
mod empty;
mod entities;
mod estimate;
mod exchanged;
mod language;
mod layout;
mod length;
mod lexicon;
mod magnitude;
mod names;
mod negation;
pub mod numbers;
mod packed;
mod pair;
mod reading;
mod repetition;
mod residue;
mod source_spellings;
mod spelling;
mod stems;
mod suspects;
mod transliteration;
mod trees;
mod units;
#[cfg(test)]
mod units_kinds_tests;
#[cfg(test)]
mod units_other_tests;
#[cfg(test)]
mod units_places_tests;
#[cfg(test)]
mod units_shares_tests;
#[cfg(test)]
mod units_tests;
mod verdict;
mod within_names;
mod words;

pub use check::{Judgement, check, check_intermediate, judge};
pub use entities::names;
pub use lexicon::Lexicon;
pub use pair::{Judging, Pair};
pub use reading::{guessed, reading};
pub use source_spellings::Links;
pub use verdict::{rounded, verdict};
