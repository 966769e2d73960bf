//! A web page as a flat list of events in document order. It is walked without recursion, so that
//! deep nesting cannot overflow the stack.

use super::furniture::Reason;

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
    /// Why its text is no part of a story, by its own class, role or style.
    pub(super) reason: Option<Reason>,
    pub(super) attributes: Vec<(&'static str, String)>,
}

impl Tag {
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
