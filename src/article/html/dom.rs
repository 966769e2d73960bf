//! A web page and its main part. This file owns parsing HTML, once for each page, and finding
//! the main part with Mozilla's Readability.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::events::{Event, Tag, depth};
use super::flat::flattened;
use super::furniture::Marks;
use super::nesting::is_costly;

/// Pages nested deeper or with more elements than any real article are not given to
/// Readability, whose time grows with both.
const MAX_DEPTH: usize = 256;
const MAX_ELEMENTS: usize = 50_000;

/// The attributes that are read later, of the elements that have them.
const ATTRIBUTES: [&str; 11] = [
    "property", "name", "itemprop", "content", "rel", "href", "lang", "type", "datetime", "class",
    "pubdate",
];

/// A page or a fragment of one, parsed.
pub(super) struct Page {
    tree: Readability,
    events: Vec<Event>,
    /// Whether its nesting was removed, so that the tree no longer shows the main part.
    flat: bool,
}

impl Page {
    /// Parses a page. Comments and the contents of templates are left out. A page that nests too
    /// deep to be parsed in linear time is flattened first.
    pub(super) fn parse(html: &str) -> Self {
        let flat = is_costly(html);
        let tree = if flat {
            Readability::from(flattened(html).as_str())
        } else {
            Readability::from(html)
        };
        let events = walk(&tree);
        Self { tree, events, flat }
    }

    /// All events of the page, in document order.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    /// The main part as Readability finds it, or `None` where it finds nothing.
    pub(super) fn main_part(self) -> Option<Vec<Event>> {
        if self.flat || depth(&self.events) > MAX_DEPTH {
            return None;
        }
        let mut reader = self.tree;
        reader.config = Config {
            disable_json_ld: true,
            max_elements_to_parse: MAX_ELEMENTS,
            char_threshold: 200,
            ..Config::default()
        };
        // Hostile pages reach third-party code here; a panic in it costs one attempt.
        let content = catch_unwind(AssertUnwindSafe(|| {
            Some(reader.parse().ok()?.content.to_string())
        }));
        let content = content.ok().flatten()?;
        Some(walk(&Readability::from(content.as_str())))
    }
}

/// The events of a tree, without recursion.
fn walk(page: &Readability) -> Vec<Event> {
    let root = page.doc.root();
    let mut events = Vec::new();
    let mut open = vec![root];
    let mut next = root.first_child();
    loop {
        let Some(node) = next else {
            let Some(parent) = open.pop() else {
                return events;
            };
            // The root is not an element, so nothing is left to close.
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
            let read = matches!(
                name.as_str(),
                "html" | "meta" | "link" | "script" | "time" | "a"
            );
            if read {
                for key in ATTRIBUTES {
                    if let Some(value) = node.attr(key) {
                        attributes.push((key, value.to_string()));
                    }
                }
            }
            let of = |key: &str| node.attr(key).unwrap_or_default();
            let (class, id, role, style) = (of("class"), of("id"), of("role"), of("style"));
            let marks = Marks {
                name: &name,
                class: &class,
                id: &id,
                role: &role,
                style: &style,
                hidden: node.has_attr("hidden"),
            };
            let reason = marks.reason();
            events.push(Event::Open(Tag {
                name,
                reason,
                attributes,
            }));
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

#[cfg(test)]
pub(super) fn events(html: &str) -> Vec<Event> {
    Page::parse(html).events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::events::depth;

    fn main_part(html: &str) -> Option<Vec<Event>> {
        Page::parse(html).main_part()
    }

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
        assert_eq!(main_part(&html), None);
    }

    #[test]
    fn pages_too_deep_for_a_tree_are_flattened() {
        let html = format!("{}نص{}", "<div>".repeat(300_000), "</div>".repeat(300_000));
        let found = events(&html);
        assert_eq!(depth(&found), 3);
        let texts = found.iter().filter(|event| matches!(event, Event::Text(_)));
        assert_eq!(texts.collect::<Vec<_>>(), [&Event::Text("نص".to_owned())]);
        assert_eq!(main_part(&html), None);
    }
}
