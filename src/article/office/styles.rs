//! Styles of word processors by the names that files give them in every language.

use crate::document::Role;

/// The meaning of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Role(Role),
    /// A line of the table of contents.
    Contents,
}

/// The meaning of a style by its name in lower case.
pub(super) fn style_of(name: &str) -> Option<Style> {
    match name {
        "title" => Some(Style::Role(Role::Title)),
        "subtitle" => Some(Style::Role(Role::Standfirst)),
        "toc heading" | "table of figures" => Some(Style::Contents),
        _ if name.starts_with("heading ") || is_numbered(name, "heading") => {
            Some(Style::Role(Role::Heading))
        }
        _ if name.starts_with("toc ") || is_numbered(name, "toc") => Some(Style::Contents),
        _ => None,
    }
}

fn is_numbered(name: &str, stem: &str) -> bool {
    name.strip_prefix(stem)
        .is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
}
