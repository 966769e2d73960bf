//! The walk through a document's XML: which elements are seen, and paragraphs that may hold others, as
//! the anchor of a text box does. What the elements mean, each format's own file says.

use crate::article::parts::Part;
use crate::document::Role;

/// The open elements.
#[derive(Debug, Default)]
pub(super) struct Path {
    names: Vec<String>,
    /// The depth of the element whose text is not seen, if one is open.
    unseen: Option<usize>,
}

impl Path {
    /// Enters an element, whose text is not seen if `hides` says so.
    pub(super) fn open(&mut self, name: &str, hides: bool) {
        if hides && self.unseen.is_none() {
            self.unseen = Some(self.names.len());
        }
        self.names.push(name.to_owned());
    }

    /// Leaves the innermost element; returns its name if it was seen.
    pub(super) fn close(&mut self) -> Option<String> {
        let name = self.names.pop()?;
        match self.unseen {
            None => Some(name),
            Some(depth) => {
                if depth == self.names.len() {
                    self.unseen = None;
                }
                None
            }
        }
    }

    /// Whether text here is seen.
    pub(super) fn is_seen(&self) -> bool {
        self.unseen.is_none()
    }

    /// The number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.names.len()
    }

    /// The name of the innermost element.
    pub(super) fn parent(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// Whether an element of this name is open.
    pub(super) fn is_in(&self, name: &str) -> bool {
        self.names.iter().any(|open| open == name)
    }
}

/// A paragraph that is being read; without a role it is no part of the article.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) role: Option<Role>,
    pub(super) text: String,
    /// Whether its end was deleted, or it is a drop cap, so that the next paragraph beside it goes on in it.
    pub(super) goes_on: bool,
}

/// The paragraphs of a document in reading order. Those inside another come after it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The open paragraphs with what is inside each; the first is the document.
    open: Vec<(Paragraph, Inside)>,
    document: Inside,
}

/// The finished paragraphs in one place, and the text of those that go on in the next.
#[derive(Debug, Default)]
struct Inside {
    parts: Vec<Part>,
    carried: String,
    /// The role of the carried text, if it is part of the article.
    carried_role: Option<Role>,
}

impl Inside {
    fn add(&mut self, paragraph: Paragraph) {
        // A line of contents must not take the text before it along.
        if paragraph.role.is_some() || paragraph.goes_on {
            self.carried.push_str(&paragraph.text);
        }
        let role = paragraph.role.or(self.carried_role);
        if paragraph.goes_on {
            self.carried_role = role;
            return;
        }
        let text = std::mem::take(&mut self.carried);
        self.carried_role = None;
        self.parts.extend(role.map(|role| Part { role, text }));
    }

    /// All paragraphs; the last may have had no next one to go on in.
    fn finish(mut self) -> Vec<Part> {
        if !self.carried.is_empty() {
            self.parts.push(Part {
                role: Role::Body,
                text: self.carried,
            });
        }
        self.parts
    }
}

impl Flow {
    /// Begins a paragraph.
    pub(super) fn begin(&mut self, role: Role) {
        let paragraph = Paragraph {
            role: Some(role),
            ..Paragraph::default()
        };
        self.open.push((paragraph, Inside::default()));
    }

    /// The innermost open paragraph.
    pub(super) fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.open.last_mut().map(|(paragraph, _)| paragraph)
    }

    /// Adds text to the innermost open paragraph.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraph() {
            paragraph.text.push_str(text);
        }
    }

    /// Ends the innermost open paragraph.
    pub(super) fn end(&mut self) {
        let Some((paragraph, inside)) = self.open.pop() else {
            return;
        };
        let around = match self.open.last_mut() {
            Some((_, around)) => around,
            None => &mut self.document,
        };
        around.add(paragraph);
        around.parts.extend(inside.finish());
    }

    /// All paragraphs; those that were not ended, as in a damaged document, end here.
    pub(super) fn finish(mut self) -> Vec<Part> {
        while !self.open.is_empty() {
            self.end();
        }
        self.document.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(flow: Flow) -> Vec<String> {
        flow.finish().into_iter().map(|part| part.text).collect()
    }

    /// A flow whose first paragraph goes on in the next one.
    fn with_deleted_mark() -> Flow {
        let mut flow = Flow::default();
        flow.begin(Role::Body);
        flow.text("a");
        flow.paragraph().expect("it is open").goes_on = true;
        flow.end();
        flow
    }

    #[test]
    fn a_paragraph_goes_on_in_the_next_one_beside_it() {
        let mut flow = with_deleted_mark();
        flow.begin(Role::Body);
        // A text box in the paragraph.
        flow.begin(Role::Body);
        flow.text("box");
        flow.end();
        flow.text("b");
        flow.end();
        assert_eq!(texts(flow), ["ab", "box"]);
    }

    #[test]
    fn a_line_that_is_no_part_of_the_article_takes_no_text_along() {
        let mut flow = with_deleted_mark();
        flow.begin(Role::Body);
        flow.text("contents");
        flow.paragraph().expect("it is open").role = None;
        flow.end();
        assert_eq!(texts(flow), ["a"]);
    }

    #[test]
    fn nothing_is_lost_at_the_end() {
        assert_eq!(texts(with_deleted_mark()), ["a"]);
        let mut flow = Flow::default();
        flow.begin(Role::Body);
        flow.text("a");
        assert_eq!(texts(flow), ["a"]);
    }

    #[test]
    fn what_is_inside_an_unseen_element_is_unseen() {
        let mut path = Path::default();
        path.open("a", false);
        path.open("b", true);
        path.open("c", false);
        assert!(!path.is_seen());
        assert_eq!(path.close(), None);
        assert_eq!(path.close(), None);
        assert!(path.is_seen());
        assert_eq!(path.close().as_deref(), Some("a"));
    }
}
