//! Languages, and text in them: the text that a model reads, where sentences begin and end, how a
//! long one is divided, which numbers a text has, and whether it is in the expected language.
//!
//! The module owns every rule that depends on a language, in one [`Language`] profile for each;
//! reading and the checks use these profiles. It takes strings and returns spans and strings; it
//! never reads files, never asks a model, and never changes the text that a span points into.

mod abbreviations;
mod article_language;
mod beginnings;
#[cfg(test)]
mod boundaries_tests;
pub mod calendar;
mod candidates;
mod characters;
mod counted;
mod cuts;
mod dash;
mod dateline;
mod enclosures;
mod final_verbs;
mod fold;
mod frequent_words;
mod full_stops;
mod furniture;
mod identify;
mod joined;
mod language;
mod language_names;
mod languages;
mod months;
pub mod negation;
mod normalize;
pub mod numbers;
#[cfg(test)]
mod random;
mod reported;
mod script;
mod search;
mod segment;
mod sentence_signs;
mod split;
mod terms;
mod timed;
pub mod units;
mod whole_words;
mod words;

pub use article_language::{Guess, guess};
pub(crate) use article_language::{
    is_in_other_letters, language_of_part, main_script, script_of_foreign_words,
};
use characters::is_letter;
pub(crate) use characters::{is_invisible, is_letter_or_digit, is_plain, steers_display};
pub(crate) use counted::counted;
pub(crate) use dash::{TATWEEL, dash_at};
pub(crate) use dateline::{is_agencies, is_place_and_date};
pub use fold::{SearchRules, search_rules};
pub(crate) use fold::{fold_for_search, lower_case, lower_case_of};
pub use furniture::Furniture;
pub(crate) use furniture::page_words;
pub use identify::{Identified, identify};
pub(crate) use identify::{check, is_backwards, is_translatable, legible};
pub use language::{
    Dates, FinalVerbs, Language, LengthRatio, Month, News, NumberReader, NumberSign, Ordinals,
    Sentences, Spelling, TypedAtEnd, When, WordForms,
};
pub(crate) use language_names::{known_languages, language_code, language_name};
pub(crate) use languages::script_of_language;
pub use languages::{EntityKind, Mention, NamedEntity, TARGET, mentions};
pub use normalize::{Changes, Normalized, normalize};
pub(crate) use normalize::{stop_in_front, usual_letters};
pub(crate) use script::lacks_spaces;
pub use script::{Direction, Script};
pub use search::{Finder, Query, Term};
pub(crate) use search::{search_stems, search_words};
pub use segment::{Segment, SegmentKind, segment};
pub(crate) use split::split_long;
pub use terms::{SoughtTerm, TermForm, TermWord, term_words};
pub(crate) use whole_words::is_whole;
pub(crate) use words::{count_words, has_at_least};
