//! Segments to English: what is sent to the model and in which pieces, how pieces become one
//! translation again, and what is tried when a translation looks wrong. It plans and judges;
//! it never runs a model itself.

mod planner;
mod retry;

pub use planner::{Budget, Piece, Plan, join, plan};
pub use retry::{Attempt, Ladder, worse};
