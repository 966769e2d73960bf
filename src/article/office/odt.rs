//! OpenDocument texts (OASIS OpenDocument 1.3, part 3), as LibreOffice writes them. What a reader of
//! the printed document sees as its text is read, footnotes at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::package::Package;
use super::{Part, article_of};
use crate::article::Refusal;
use crate::article::extracted::Extracted;
use crate::article::record::Context;
use crate::article::xml::{Node, Nodes, Tag};
use crate::document::Role;

/// Maximum number of spaces that one element may stand for.
const MAX_SPACES: usize = 100;

/// Elements whose text is not part of the document as it is printed.
const UNSEEN: [&str; 10] = [
    "tracked-changes",
    "annotation",
    "table-of-content",
    "alphabetical-index",
    "hidden-text",
    "ruby-text",
    "note-citation",
    "script",
    "forms",
    "desc",
];

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let mut package = Package::open(bytes)?;
    let Some(content) = package.xml("content.xml")? else {
        return Err(Refusal::Failed(
            "the document has no part content.xml".to_owned(),
        ));
    };
    let mut walk = Walk::default();
    let mut nodes = Nodes::of(&content);
    for node in nodes.by_ref() {
        match node {
            Node::Open(tag) => walk.open(tag),
            Node::Close => walk.close(),
            // Line breaks of the file are spaces; those of the document are elements.
            Node::Text(text) => walk.text(&text.replace(['\n', '\t'], " ")),
        }
    }
    if let Some(error) = nodes.broken() {
        return Err(Refusal::Failed(format!("the document is damaged: {error}")));
    }
    walk.parts.extend(walk.notes);
    Ok(article_of(&walk.parts, context.language))
}

/// A paragraph that is being read.
#[derive(Debug)]
struct Open {
    role: Role,
    text: String,
    /// The paragraphs of text boxes in it.
    inside: Vec<Part>,
    is_note: bool,
}

#[derive(Debug, Default)]
struct Walk {
    /// The names of the open elements.
    path: Vec<String>,
    /// The depth of the element whose text is not seen, if one is open.
    unseen: Option<usize>,
    /// The style that each automatic style is made from.
    bases: BTreeMap<String, String>,
    /// The styles whose text is not shown.
    hidden: BTreeSet<String>,
    /// The style whose properties are being read.
    style: String,
    paragraphs: Vec<Open>,
    parts: Vec<Part>,
    notes: Vec<Part>,
}

impl Walk {
    fn is_in(&self, name: &str) -> bool {
        self.path.iter().any(|open| open == name)
    }

    fn open(&mut self, tag: Tag) {
        if self.unseen.is_none() {
            let styled = tag.attribute("style-name");
            let is_hidden = styled.is_some_and(|style| self.hidden.contains(style));
            if is_hidden || UNSEEN.contains(&tag.name.as_str()) {
                self.unseen = Some(self.path.len());
            } else {
                self.enter(&tag);
            }
        }
        self.path.push(tag.name);
    }

    fn enter(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "text-properties" if tag.attribute("display") == Some("none") => {
                self.hidden.insert(self.style.clone());
            }
            "style" => {
                self.style = tag.attribute("name").unwrap_or_default().to_owned();
                let named = tag
                    .attribute("name")
                    .zip(tag.attribute("parent-style-name"));
                if let Some((name, base)) = named {
                    self.bases.insert(name.to_owned(), base.to_owned());
                }
            }
            "p" | "h" => {
                let role = self.role_of(tag);
                self.paragraphs.push(Open {
                    role,
                    text: String::new(),
                    inside: Vec::new(),
                    is_note: self.is_in("note-body"),
                });
            }
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok());
                self.text(&" ".repeat(count.unwrap_or(1).min(MAX_SPACES)));
            }
            "tab" => self.text(" "),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn role_of(&self, tag: &Tag) -> Role {
        let name = tag.attribute("style-name").unwrap_or_default();
        let base = self.bases.get(name).map_or(name, String::as_str);
        match base {
            "Title" => Role::Title,
            "Subtitle" => Role::Standfirst,
            _ if tag.name == "h" || base.starts_with("Heading") => Role::Heading,
            _ if self.is_in("list-item") => Role::Item,
            _ => Role::Body,
        }
    }

    fn text(&mut self, text: &str) {
        if let (None, Some(paragraph)) = (self.unseen, self.paragraphs.last_mut()) {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        if let Some(depth) = self.unseen {
            if depth == self.path.len() {
                self.unseen = None;
            }
            return;
        }
        if !matches!(name.as_str(), "p" | "h") {
            return;
        }
        let Some(open) = self.paragraphs.pop() else {
            return;
        };
        let part = Part {
            role: open.role,
            text: open.text,
        };
        if open.is_note && self.paragraphs.iter().all(|around| !around.is_note) {
            self.notes.push(part);
            self.notes.extend(open.inside);
            return;
        }
        match self.paragraphs.last_mut() {
            Some(around) => {
                around.inside.push(part);
                around.inside.extend(open.inside);
            }
            None => {
                self.parts.push(part);
                self.parts.extend(open.inside);
            }
        }
    }
}
