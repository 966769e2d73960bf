//! Numbers owns the comparison of the numbers of two texts: digits with their grouping,
//! decimals, magnitudes, times, dates and ranges, and the number words of both languages. A
//! number of the source must appear in English in some form; English digits must rest on the
//! source. Number words only permit, they never demand, and counts are not compared: a
//! translation may name once what its source names twice. It never converts units.

mod arabic;
mod arabic_words;
mod compare;
mod context;
mod english;
mod english_words;
mod key;
mod scan;
mod side;

pub use compare::{Comparison, compare, is_number_word, unsupported};

pub(super) use compare::check;
