//! The story of a page. This file owns which blocks belong to it: what a reader of the page sees as
//! the story is kept, and everything else is left out for a reason that is counted.
//!
//! The main part is where Mozilla's Readability method finds it; but what it drops inside that part,
//! and prose beside it, is kept unless a rule of this file names it as something else.

mod index;
mod marked;
mod scope;
mod selection;

use crate::article::LeftOut;
use crate::text::Language;

use super::blocks::{Block, Outline};
use crate::article::Reason;
use scope::Scope;
use selection::Selection;

/// What a page turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A story: its blocks in reading order, and what was left out.
    Story(Vec<Block>, LeftOut),
    /// A list of this many other articles.
    Index(usize),
    /// What a site shows in place of an article: an error, a test, a login.
    Error,
    /// There is no text.
    Nothing,
}

/// What is known of a page besides its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    /// Whether the page says in its metadata that it is an article.
    pub(super) is_article: bool,
    pub(super) language: &'a Language,
}

/// The story of a page; `main_part` are the blocks that Readability finds, if any.
pub(super) fn of_page(outline: Outline, main_part: &[Block], known: Known<'_>) -> Found {
    let mut selection = Selection::of(&outline, known);
    if !known.is_article
        && let Some(articles) = index::articles_listed(&selection)
    {
        return Found::Index(articles);
    }
    selection.leave_lines();
    selection.leave_link_items();
    selection.leave_repetitions();
    selection.leave_teasers();
    let scope = Scope::of(&selection, main_part);
    scope.leave_outside(&mut selection);
    selection.leave_bare_headings();
    if !known.is_article && index::is_error(&selection) {
        return Found::Error;
    }
    let (left_out, reasons) = (selection.left_out(), selection.reasons);
    let blocks = kept(outline, &reasons);
    if blocks.is_empty() {
        Found::Nothing
    } else {
        Found::Story(blocks, left_out)
    }
}

/// The blocks of a piece of HTML that is known to be a story, and what was left out.
pub(super) fn of_fragment(outline: Outline, language: &Language) -> (Vec<Block>, LeftOut) {
    let known = Known {
        title: None,
        is_article: true,
        language,
    };
    let mut selection = Selection::of(&outline, known);
    selection.leave_lines();
    let (left_out, reasons) = (selection.left_out(), selection.reasons);
    (kept(outline, &reasons), left_out)
}

fn kept(outline: Outline, reasons: &[Option<Reason>]) -> Vec<Block> {
    let blocks = outline.blocks.into_iter().zip(reasons);
    let kept = blocks.filter(|(_, reason)| reason.is_none());
    kept.map(|(block, _)| block).collect()
}

#[cfg(test)]
mod tests;
