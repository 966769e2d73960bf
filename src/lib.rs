//! mujaz (موجز, "news brief") turns folders of Arabic news articles into English briefs: a
//! headline, a short summary, the full translation beside its source, and what to check.
//!
//! Dependencies point downwards: [`cli`] resolves settings and prints; [`pipeline`] joins the
//! stages; [`article`], [`text`], [`translate`], [`summarize`], [`quality`], [`brief`] and
//! [`store`] own one stage each; [`engine`] and [`model`] alone know libtorch. [`eval`] scores
//! translations.

pub mod article;
pub mod bench;
pub mod brief;
pub mod cli;
pub mod document;
pub mod engine;
mod environment;
pub mod eval;
pub mod model;
pub mod pipeline;
pub mod quality;
pub mod store;
pub mod summarize;
mod system_error;
pub mod text;
pub mod translate;
