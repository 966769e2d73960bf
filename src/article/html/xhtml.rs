//! Pages that are written as XML. This file owns how they become HTML, which knows no elements that end
//! with their start tag: it would take `<script/>` for the beginning of a script.

use std::borrow::Cow;

use super::nesting::is_void;
use super::tags::{Token, Tokens};

/// How a page of XML begins, and the name of its namespace near its beginning.
const DECLARATION: &str = "<?xml";
const NAMESPACE: &str = "http://www.w3.org/1999/xhtml";

/// The number of characters in which the namespace is looked for.
const BEGINNING: usize = 2000;

/// The page with an end tag for each element that has none of its own.
pub(super) fn as_html(page: &str) -> Cow<'_, str> {
    let begin = page.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let end = begin
        .char_indices()
        .nth(BEGINNING)
        .map_or(begin.len(), |(at, _)| at);
    let is_xml = begin.starts_with(DECLARATION) || begin[..end].contains(NAMESPACE);
    if !is_xml || !page.contains("/>") {
        return Cow::Borrowed(page);
    }
    let mut html = String::with_capacity(page.len());
    for token in Tokens::of(page) {
        match token {
            Token::Open(tag) if tag.self_closing && !is_void(&tag.name) => {
                html.push_str(tag.raw.trim_end_matches("/>"));
                html.push_str(&format!("></{}>", tag.name));
            }
            Token::Open(tag) => html.push_str(tag.raw),
            Token::Close(name) => html.push_str(&format!("</{name}>")),
            Token::Text(text) => html.push_str(text),
        }
    }
    Cow::Owned(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_they_say() {
        let page = "<?xml version=\"1.0\"?><html><head><title/></head><body><script src=\"a>b\"/><p>a<br/>b</p></body></html>";
        assert_eq!(
            as_html(page),
            "<html><head><title></title></head><body><script src=\"a>b\"></script><p>a<br/>b</p></body></html>"
        );
        let page = "<html><script/><p>a</p></html>";
        assert_eq!(as_html(page), page);
    }
}
