//! A web page as a flat list of events in document order. It is walked without recursion, so that
//! deep nesting cannot overflow the stack.

use super::marks::Marks;
use crate::article::Reason;

/// One step of a walk through a page, in document order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Open(Tag),
    Text(String),
    /// Closes the innermost open element; every [`Event::Open`] has one.
    Close,
}

/// An element's name in lower case, with the attributes that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Whether its style makes a block of it.
    pub(super) is_block: bool,
    /// Whether its text is a note of the story, wherever it stands.
    pub(super) is_note: bool,
    /// Whether its text in a heading is a label beside the headline.
    pub(super) is_label: bool,
    /// Whether its class says that it shows a date.
    pub(super) is_date: bool,
    /// Why its text is no part of a story, by its own class, role or style.
    pub(super) reason: Option<Reason>,
    /// Whether only class names say so that paragraphs of a story have as well.
    pub(super) is_vague: bool,
    pub(super) attributes: Vec<(&'static str, String)>,
}

/// The attributes that are read later, of the elements that have them.
const ATTRIBUTES: [&str; 12] = [
    "property", "name", "itemprop", "content", "rel", "href", "lang", "type", "datetime", "class",
    "pubdate", "title",
];

impl Tag {
    /// An element of this name, in lower case, with all its attributes.
    pub(super) fn of(name: &str, attributes: Vec<(String, String)>) -> Self {
        let of = |key: &str| {
            let found = attributes.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.as_str())
        };
        let marks = Marks {
            name,
            class: of("class").unwrap_or_default(),
            id: of("id").unwrap_or_default(),
            role: of("role").or(of("epub:type")).unwrap_or_default(),
            style: of("style").unwrap_or_default(),
            hidden: of("hidden").is_some(),
            cites: name == "blockquote" && of("type") == Some("cite"),
        };
        let reason = marks.reason();
        let (is_block, is_note) = (marks.is_block(), marks.is_note());
        let is_read = matches!(
            name,
            "html" | "meta" | "link" | "script" | "time" | "a" | "abbr"
        ) || of("itemprop").is_some();
        let listed = |name: &str| ATTRIBUTES.into_iter().find(|key| is_read && *key == name);
        Self {
            name: name.to_owned(),
            is_block,
            is_note,
            is_label: marks.is_label(),
            is_date: marks.is_date(),
            reason,
            is_vague: reason.is_some() && marks.is_vague(),
            attributes: attributes
                .into_iter()
                .filter_map(|(name, value)| Some((listed(&name)?, value)))
                .collect(),
        }
    }

    /// Whether it is a link to another place than this page.
    pub(super) fn leads_away(&self) -> bool {
        let href = self.attribute("href").map(str::trim);
        self.name == "a" && href.is_some_and(|href| !href.is_empty() && !href.starts_with('#'))
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// How deeply elements are nested.
pub(super) fn depth(events: &[Event]) -> usize {
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
