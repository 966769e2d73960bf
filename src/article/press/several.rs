//! Lines of documents and pages with articles of a database. This file owns that each line is a paragraph.

use super::{Article, BYTE_ORDER_MARK, Found, factiva, nexis};

/// The articles of a document with these lines; `None` if it is no export of a database.
pub(super) fn of_lines(lines: &[&str]) -> Option<Vec<Found>> {
    let lines = lines.iter();
    let lines: Vec<&str> = lines
        .map(|line| line.trim_start_matches(BYTE_ORDER_MARK))
        .collect();
    let found = nexis::of_lines(&lines).or_else(|| factiva::of_lines(&lines))?;
    let found = found.into_iter();
    Some(found.map(|one| one.map(in_paragraphs)).collect())
}

/// The article with each line of its text as a paragraph: a line of a document ends only where a paragraph does.
fn in_paragraphs(article: Article) -> Article {
    let lines = article.text.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Article {
        text: lines.join("\n\n"),
        ..article
    }
}
