//! Numbers owns the comparison of the numbers of two texts: digits with their grouping,
//! decimals, magnitudes, times, dates and ranges, and the number words of both languages. A
//! number of the source must appear in English in some form; English digits must rest on the
//! source. A number that the source repeats in digits must be repeated in English, in digits or
//! words. Number words only permit, they never demand. It never converts units.

mod arabic;
mod arabic_words;
mod compare;
mod context;
mod counts;
mod english;
mod english_words;
mod key;
mod scan;
mod side;

pub use compare::{Comparison, compare, is_number_word, unsupported};
pub use counts::Uneven;

pub(super) use compare::check;
