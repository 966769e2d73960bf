//! Translating segments: what is sent to the model and in which pieces, how pieces become one
//! translation again, and what is tried if a translation looks wrong. The module plans and judges;
//! it never runs a model itself.

mod approved;
mod exchange;
mod glossary;
mod planner;
mod retry;
mod terms;

pub use approved::ApprovedPairs;
pub use exchange::{ExchangePair, PairFormat, ReadPairs};
pub use glossary::{Glossary, GlossaryError, Term, contains_term};
pub use planner::{Budget, Piece, Plan, join, plan};
pub use retry::{Attempt, Ladder, is_for_second, worse};
pub use terms::Terms;

/// BLAKE3 of texts in order, in hex; texts divided in another way have another.
fn hash_of<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
