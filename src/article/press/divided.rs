//! The articles of a file and what else it holds. This file owns when a file with the marks of a database is divided,
//! and that no line in it is lost in silence.

use super::{Article, Found, Odd, cover};
use crate::article::Refusal;

/// Maximum number of lines that belong to no article, and of their characters, where only one article has all marks:
/// another text may quote it.
pub(super) const OTHER_LINES: usize = 10;
pub(super) const OTHER_CHARACTERS: usize = 1500;

/// What to do with lines that were refused.
pub(super) const REMEDY: &str = "if it is an article, put it into a file of its own";

/// What the lines of a file are, in their order.
#[derive(Debug, Default)]
pub(super) struct Divided {
    found: Vec<Found>,
    /// The number of articles with all marks.
    whole: usize,
    /// The number of lines that belong to no article, and of their characters.
    others: usize,
    characters: usize,
}

impl Divided {
    /// Adds an article or an odd item, and whether it has all marks.
    pub(super) fn add(&mut self, found: Found, is_whole: bool) {
        self.whole += usize::from(is_whole);
        self.found.push(found);
    }

    /// Adds an article of Nexis, or the lines that are none because they lack marks.
    pub(super) fn add_article(&mut self, article: Option<Article>, lines: &[&str]) {
        let is_whole = article.is_some();
        let what = "it has no headline, length or text where other articles of Nexis have them";
        self.add(article.ok_or_else(|| odd(lines, what)), is_whole);
    }

    /// Adds lines that belong to no article, unless they are a cover.
    pub(super) fn add_others(&mut self, lines: &[&str]) {
        if cover::is_cover(lines) {
            return;
        }
        let filled = lines.iter().map(|line| line.trim());
        for line in filled.filter(|line| !line.is_empty()) {
            self.others += 1;
            self.characters += line.chars().count();
        }
        let what =
            "it stands outside of the articles of a database: above the first of them or below one";
        self.found.push(Err(odd(lines, what)));
    }

    /// What a text is divided into; `None` if it is an ordinary one.
    pub(super) fn found(self) -> Option<Vec<Found>> {
        let are_few = self.others <= OTHER_LINES && self.characters <= OTHER_CHARACTERS;
        let is_export = self.whole > 1 || self.whole == 1 && are_few;
        is_export.then_some(self.found)
    }

    /// What a document or a page is divided into, or the one article that it is: `None` if fewer than two articles have
    /// all marks and something stands beside that one.
    pub(super) fn of_document(self) -> Option<Vec<Found>> {
        let is_one = self.whole == 1 && self.found.len() == 1;
        (self.whole > 1 || is_one).then_some(self.found)
    }
}

/// Lines that are no article, and what is wrong with them.
fn odd(lines: &[&str], what: &str) -> Odd {
    Odd {
        text: lines.join("\n").trim().to_owned(),
        refusal: Refusal::Failed(format!("{what}; {REMEDY}")),
    }
}
