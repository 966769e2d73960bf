//! A web page and its main part. This file owns parsing HTML, once for each page, and finding
//! the main part with Mozilla's Readability.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::events::{Event, Tag, depth};
use super::flat::flattened;
use super::nesting::is_costly;

/// Size limit of what is parsed, in bytes.
pub(super) const MAX_BYTES: usize = 1 << 30;

/// Pages nested deeper or with more elements than any real article are not given to
/// Readability, whose time grows with both.
const MAX_DEPTH: usize = 256;
const MAX_ELEMENTS: usize = 50_000;

/// Readability writes its result as HTML, in time that grows with the square of the signs to escape
/// in one text or attribute. A page of which signs times bytes exceed this is not given to it; at
/// the limit it takes about a second.
const MAX_ESCAPING: usize = 60_000_000_000;

/// Texts shorter than this, in bytes, are written quickly whatever they hold.
const LONG_TEXT: usize = 10_000;

/// A page or a fragment of one, parsed.
pub(super) struct Page {
    tree: Readability,
    events: Vec<Event>,
    /// Whether its nesting was removed, so that the tree no longer shows the main part.
    flat: bool,
    /// The cost of writing its texts, in signs to escape times bytes.
    escaping: usize,
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
        let (events, escaping) = walk(&tree);
        Self {
            tree,
            events,
            flat,
            escaping,
        }
    }

    /// All events of the page, in document order.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    /// The main part as Readability finds it, or `None` where it finds nothing.
    pub(super) fn main_part(self) -> Option<Vec<Event>> {
        let costly = depth(&self.events) > MAX_DEPTH || self.escaping > MAX_ESCAPING;
        if self.flat || costly {
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
        Some(walk(&Readability::from(content.as_str())).0)
    }
}

/// The cost of writing a text as HTML, in signs to escape times bytes.
fn escaping(text: &str) -> usize {
    if text.len() < LONG_TEXT {
        return 0;
    }
    let signs = text.matches(['&', '<', '>', '"', '\u{a0}']).count();
    signs.saturating_mul(text.len())
}

/// The events of a tree, without recursion, and the cost of writing its texts.
fn walk(page: &Readability) -> (Vec<Event>, usize) {
    let root = page.doc.root();
    let mut events = Vec::new();
    let mut cost = 0_usize;
    let mut open = vec![root];
    let mut next = root.first_child();
    loop {
        let Some(node) = next else {
            let Some(parent) = open.pop() else {
                return (events, cost);
            };
            // The root is not an element, so nothing is left to close.
            if open.is_empty() {
                return (events, cost);
            }
            events.push(Event::Close);
            next = parent.next_sibling();
            continue;
        };
        if let Some(name) = node.node_name() {
            let attributes: Vec<(String, String)> = node
                .attrs()
                .iter()
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect();
            let costs = attributes.iter().map(|(_, value)| escaping(value));
            cost = costs.fold(cost, usize::saturating_add);
            events.push(Event::Open(Tag::of(&name.to_ascii_lowercase(), attributes)));
            next = node.first_child();
            open.push(node);
        } else {
            if node.is_text() {
                let text = node.text().to_string();
                cost = cost.saturating_add(escaping(&text));
                events.push(Event::Text(text));
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
    fn pages_that_readability_would_write_slowly_are_not_given_to_it() {
        let paragraph =
            "<p>نص طويل بما يكفي، فيه جمل، وفواصل كثيرة، ليكون خبرا حقيقيا.</p>".repeat(20);
        assert!(main_part(&paragraph).is_some());
        for hostile in [
            format!("<p>{}</p>", "&amp;".repeat(300_000)),
            format!("<p>{}</p>", "\u{a0}x".repeat(300_000)),
            format!("<p a='{}'>نص</p>", "\"".repeat(300_000)),
        ] {
            assert_eq!(main_part(&format!("{paragraph}{hostile}")), None);
        }
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
