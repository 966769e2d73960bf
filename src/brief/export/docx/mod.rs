//! Briefs as a document of Word. Its parts are written here and not with `docx-rs`, which has no
//! direction of runs (`w:rtl`), and brings zip and XML crates in other versions than mujaz uses.
//!
//! Source: ECMA-376, Office Open XML, 5th edition, Part 1 (`WordprocessingML`).

mod body;
mod document;
mod pairs;
mod parts;
mod runs;

pub(super) use document::Docx;
