//! OpenDocument texts (OASIS OpenDocument 1.3, part 3), as LibreOffice writes them. What a reader of
//! the printed document sees as its text is read, footnotes at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Flow, Path};
use crate::article::Refusal;
use crate::article::archive::package::Package;
use crate::article::extracted::Extracted;
use crate::article::parts::{Part, article_of};
use crate::article::record::Context;
use crate::article::xml::{Node, Nodes, Tag};
use crate::document::Role;

/// Maximum number of spaces that one element may stand for.
const MAX_SPACES: usize = 100;

/// Maximum number of styles that one is made from.
const MAX_BASES: usize = 10;

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
    let (mut package, content) = open(bytes)?;
    Ok(article_of(
        &parts_of(&mut package, &content)?,
        context.language,
    ))
}

/// The paragraphs of a document; `None` if it cannot be read, or if the source of its text is not one that `may_be`
/// looks for.
pub(in crate::article) fn paragraphs(bytes: &[u8], may_be: fn(&str) -> bool) -> Option<Vec<Part>> {
    let (mut package, content) = open(bytes).ok()?;
    if !may_be(&content) {
        return None;
    }
    parts_of(&mut package, &content).ok()
}

/// A document with the source of its text.
fn open(bytes: &[u8]) -> Result<(Package<'_>, String), Refusal> {
    let mut package = Package::open(bytes)?;
    package.check_unlocked()?;
    match package.xml("content.xml")? {
        Some(content) => Ok((package, content)),
        None => {
            let reason = "the document has no part content.xml";
            Err(Refusal::Failed(reason.to_owned()))
        }
    }
}

fn parts_of(package: &mut Package<'_>, content: &str) -> Result<Vec<Part>, Refusal> {
    let mut walk = Walk::default();
    // Styles that a person named stand in a part of their own.
    for node in Nodes::of(&package.xml("styles.xml")?.unwrap_or_default()) {
        match node {
            Node::Open(tag) if matches!(tag.name.as_str(), "p" | "h") => walk.path.open("p", true),
            Node::Open(tag) => walk.open(&tag),
            Node::Close => walk.close(),
            Node::Text(_) => {}
        }
    }
    let mut nodes = Nodes::of(content);
    for node in nodes.by_ref() {
        match node {
            Node::Open(tag) => walk.open(&tag),
            Node::Close => walk.close(),
            // Line breaks of the file are spaces; those of the document are elements.
            Node::Text(text) => walk.text(&text.replace(['\n', '\t'], " ")),
        }
    }
    if let Some(error) = nodes.broken() {
        return Err(Refusal::Failed(format!("the document is damaged: {error}")));
    }
    Ok(walk.finish())
}

#[derive(Debug, Default)]
struct Walk {
    path: Path,
    flow: Flow,
    /// The flow around the note that is being read, and the notes before it.
    around: Option<Flow>,
    notes: Vec<Part>,
    /// The style that each style is made from, by family and name.
    bases: BTreeMap<(String, String), String>,
    /// The families and names of styles whose text is not shown.
    hidden: BTreeSet<(String, String)>,
    /// The family and name of the style whose properties are being read.
    style: (String, String),
}

impl Walk {
    fn open(&mut self, tag: &Tag) {
        let hides = self.hides(tag);
        if self.path.is_seen() && !hides {
            self.enter(tag);
        }
        self.path.open(&tag.name, hides);
    }

    /// Whether the text of an element is not seen.
    fn hides(&self, tag: &Tag) -> bool {
        let family = match tag.name.as_str() {
            "p" | "h" => "paragraph",
            "span" => "text",
            "section" => {
                let hides = tag.attribute("display") == Some("none");
                return hides || tag.attribute("is-hidden") == Some("true");
            }
            // What is read aloud in place of a picture.
            "title" => return tag.prefix == "svg",
            name => return UNSEEN.contains(&name),
        };
        let name = tag.attribute("style-name").unwrap_or_default();
        self.line(family, name)
            .any(|style| self.hidden.contains(&style))
    }

    /// A style and those that it is made from, by family and name.
    fn line(&self, family: &str, name: &str) -> impl Iterator<Item = (String, String)> {
        let style = (family.to_owned(), name.to_owned());
        let base = |style: &(String, String)| {
            let base = self.bases.get(style)?;
            Some((style.0.clone(), base.clone()))
        };
        std::iter::successors(Some(style), base).take(MAX_BASES)
    }

    fn enter(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "style" => {
                let value = |name| tag.attribute(name).unwrap_or_default().to_owned();
                self.style = (value("family"), value("name"));
                if let Some(base) = tag.attribute("parent-style-name") {
                    self.bases.insert(self.style.clone(), base.to_owned());
                }
            }
            "text-properties"
                if self.path.parent() == "style" && tag.attribute("display") == Some("none") =>
            {
                self.hidden.insert(self.style.clone());
            }
            "hidden-paragraph" if tag.attribute("is-hidden") == Some("true") => {
                if let Some(paragraph) = self.flow.paragraph() {
                    paragraph.role = None;
                }
            }
            "note-body" => self.around = Some(std::mem::take(&mut self.flow)),
            "p" | "h" => self.flow.begin(self.role_of(tag)),
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
        let named = self
            .line("paragraph", name)
            .find_map(|(_, name)| match name.as_str() {
                "Title" => Some(Role::Title),
                "Subtitle" => Some(Role::Standfirst),
                _ if name.starts_with("Heading") => Some(Role::Heading),
                _ => None,
            });
        named.unwrap_or(if tag.name == "h" {
            Role::Heading
        } else if self.path.is_in("list-item") {
            Role::Item
        } else {
            Role::Body
        })
    }

    fn text(&mut self, text: &str) {
        if self.path.is_seen() {
            self.flow.text(text);
        }
    }

    fn close(&mut self) {
        match self.path.close().as_deref() {
            Some("p" | "h") => self.flow.end(),
            Some("note-body") => {
                if let Some(around) = self.around.take() {
                    let note = std::mem::replace(&mut self.flow, around);
                    self.notes.extend(note.finish());
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Vec<Part> {
        let mut parts = self.flow.finish();
        parts.extend(self.notes);
        parts
    }
}
