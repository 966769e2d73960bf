//! A web page as a flat list of events. This file owns parsing HTML and finding its main part
//! with Mozilla's Readability; it never walks a tree by recursion, so depth cannot hurt it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::flat::flattened;
use super::nesting::is_costly;

/// Pages nested deeper or with more elements than any real article are not given to
/// Readability, whose time grows with both.
const MAX_DEPTH: usize = 256;
const MAX_ELEMENTS: usize = 50_000;

/// Attributes that are looked at later.
const ATTRIBUTES: [&str; 9] = [
    "property", "name", "itemprop", "content", "rel", "href", "lang", "type", "datetime",
];

/// One step of a walk through a page, in document order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Open(Tag),
    Text(String),
    /// Closes the innermost open element; every [`Event::Open`] has one.
    Close,
}

/// An element's name in lower case and those of its attributes that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(&'static str, String)>,
}

impl Tag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Parses a page or a fragment. Comments and the contents of templates are left out. A page
/// that nests too deep to be parsed in linear time is flattened first.
pub(super) fn events(html: &str) -> Vec<Event> {
    let page = if is_costly(html) {
        Readability::from(flattened(html).as_str())
    } else {
        Readability::from(html)
    };
    let root = page.doc.root();
    let mut events = Vec::new();
    let mut open = vec![root];
    let mut next = root.first_child();
    loop {
        let Some(node) = next else {
            let Some(parent) = open.pop() else {
                return events;
            };
            // Under the root, which is no element, nothing is left.
            if open.is_empty() {
                return events;
            }
            events.push(Event::Close);
            next = parent.next_sibling();
            continue;
        };
        if let Some(name) = node.node_name() {
            let name = name.to_ascii_lowercase();
            let mut attributes = Vec::new();
            if matches!(name.as_str(), "html" | "meta" | "link" | "script" | "time") {
                for key in ATTRIBUTES {
                    if let Some(value) = node.attr(key) {
                        attributes.push((key, value.to_string()));
                    }
                }
            }
            events.push(Event::Open(Tag { name, attributes }));
            next = node.first_child();
            open.push(node);
        } else {
            if node.is_text() {
                events.push(Event::Text(node.text().to_string()));
            }
            next = node.next_sibling();
        }
    }
}

/// How deep elements are nested.
fn depth(events: &[Event]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for event in events {
        match event {
            Event::Open(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            Event::Close => depth = depth.saturating_sub(1),
            Event::Text(_) => {}
        }
    }
    deepest
}

/// The main part of a page as Readability finds it, or `None` where it finds nothing.
/// `page` are the page's own events.
pub(super) fn readable(html: &str, page: &[Event]) -> Option<Vec<Event>> {
    if depth(page) > MAX_DEPTH || is_costly(html) {
        return None;
    }
    let config = Config {
        disable_json_ld: true,
        max_elements_to_parse: MAX_ELEMENTS,
        char_threshold: 200,
        ..Config::default()
    };
    // Hostile pages reach code here that is not ours; a panic in it costs one attempt.
    let content = catch_unwind(AssertUnwindSafe(|| {
        let mut reader = Readability::new(html, None, Some(config)).ok()?;
        let article = reader.parse().ok()?;
        Some(article.content.to_string())
    }));
    content.ok().flatten().map(|content| events(&content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_balanced_events() {
        let found = events("<p>أ<b>ب</b>&amp;<!-- لا --></p>");
        let names: Vec<String> = found
            .iter()
            .map(|event| match event {
                Event::Open(tag) => tag.name.clone(),
                Event::Text(text) => format!("'{text}'"),
                Event::Close => "/".to_owned(),
            })
            .collect();
        let expected = [
            "html", "head", "/", "body", "p", "'أ'", "b", "'ب'", "/", "'&'", "/", "/", "/",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn deep_pages_are_parsed_but_not_given_to_readability() {
        let html = format!("{}نص{}", "<div>".repeat(300), "</div>".repeat(300));
        let found = events(&html);
        assert_eq!(depth(&found), 302);
        assert_eq!(readable(&html, &found), None);
    }

    #[test]
    fn pages_too_deep_for_a_tree_are_flattened() {
        let html = format!("{}نص{}", "<div>".repeat(300_000), "</div>".repeat(300_000));
        let found = events(&html);
        assert_eq!(depth(&found), 3);
        let texts = found.iter().filter(|event| matches!(event, Event::Text(_)));
        assert_eq!(texts.collect::<Vec<_>>(), [&Event::Text("نص".to_owned())]);
        assert_eq!(readable(&html, &found), None);
    }
}
