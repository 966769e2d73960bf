//! The names that an English article has: people, places, organisations and others. The finder has
//! no model; it reads capitals, tables of known names and cues, article by article, so that one
//! mention can tell what another is. It never sees the source of a translation.

mod article;
mod cues;
mod evidence;
mod grouping;
mod kinds;
mod known;
mod spans;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod units;

pub use article::{EntityKind, Mention, NamedEntity, mentions};
