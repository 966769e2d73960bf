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
pub use retry::{Attempt, Ladder, worse};
pub use terms::Terms;
