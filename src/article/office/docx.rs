//! Documents of Microsoft Word (Office Open XML, ECMA-376 part 1, chapter 17). What a reader of the
//! printed document sees as its text is read: no deletions that are still tracked, no hidden text,
//! no headers, footers and comments; footnotes come at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::package::Package;
use super::{Part, article_of};
use crate::article::Refusal;
use crate::article::extracted::Extracted;
use crate::article::record::Context;
use crate::article::xml::{Node, Nodes, Tag};
use crate::document::Role;

/// The first bytes of a compound file, as old and as protected documents are.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// The part that names the main part, and the main part of most documents.
const RELATIONS: &str = "_rels/.rels";
const MAIN: &str = "word/document.xml";

/// Maximum number of styles that one is based on.
const MAX_BASES: usize = 10;

/// Elements whose text is not part of the document as it is printed.
const UNSEEN: [&str; 7] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
];

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    if bytes.starts_with(COMPOUND) {
        let reason =
            "it is a document of an old Word (.doc), or protected by a password; save it as .docx";
        return Err(Refusal::Skipped(reason.to_owned()));
    }
    let mut package = Package::open(bytes)?;
    let main = package
        .xml(RELATIONS)?
        .and_then(|relations| main_part(&relations));
    let main = main.as_deref().unwrap_or(MAIN);
    let Some(document) = package.xml(main)? else {
        return Err(Refusal::Failed(format!("the document has no part {main}")));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |name: &str| package.xml(&format!("{folder}/{name}"));
    let styles = Styles::of(&beside("styles.xml")?.unwrap_or_default());
    let mut parts = parts_of(&document, &styles)?;
    for name in ["footnotes.xml", "endnotes.xml"] {
        if let Some(notes) = beside(name)? {
            parts.extend(parts_of(&notes, &styles)?);
        }
    }
    Ok(article_of(&parts, context.language))
}

/// The name of the main part.
fn main_part(relations: &str) -> Option<String> {
    Nodes::of(relations).find_map(|node| match node {
        Node::Open(tag) if tag.attribute("Type")?.ends_with("/officeDocument") => {
            Some(tag.attribute("Target")?.trim_start_matches('/').to_owned())
        }
        _ => None,
    })
}

/// The meaning of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Role(Role),
    /// A line of the table of contents.
    Contents,
}

/// The styles that mean something.
#[derive(Debug, Default)]
struct Styles {
    known: BTreeMap<String, Style>,
}

impl Styles {
    fn of(xml: &str) -> Self {
        let (mut names, mut bases) = (BTreeMap::new(), BTreeMap::new());
        let mut id = String::new();
        for node in Nodes::of(xml) {
            let Node::Open(tag) = node else { continue };
            let value = tag.attribute("val").unwrap_or_default();
            match tag.name.as_str() {
                "style" => id = tag.attribute("styleId").unwrap_or_default().to_owned(),
                "name" => {
                    names.insert(id.clone(), value.to_lowercase());
                }
                "basedOn" => {
                    bases.insert(id.clone(), value.to_owned());
                }
                _ => {}
            }
        }
        let meaning = |id: &String| {
            std::iter::successors(Some(id), |id| bases.get(*id))
                .take(MAX_BASES)
                .find_map(|id| style_of(names.get(id)?))
        };
        let known = names
            .keys()
            .filter_map(|id| Some((id.clone(), meaning(id)?)));
        Self {
            known: known.collect(),
        }
    }

    /// The meaning of a style by its id; documents without styles use the names as ids.
    fn meaning(&self, id: &str) -> Option<Style> {
        let known = self.known.get(id).copied();
        known.or_else(|| style_of(&id.to_lowercase()))
    }
}

fn style_of(name: &str) -> Option<Style> {
    match name {
        "title" => Some(Style::Role(Role::Title)),
        "subtitle" => Some(Style::Role(Role::Standfirst)),
        "toc heading" | "table of figures" => Some(Style::Contents),
        _ if name.starts_with("heading ") || is_numbered(name, "heading") => {
            Some(Style::Role(Role::Heading))
        }
        _ if name.starts_with("toc ") => Some(Style::Contents),
        _ => None,
    }
}

fn is_numbered(name: &str, stem: &str) -> bool {
    name.strip_prefix(stem)
        .is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Open {
    text: String,
    style: Option<Style>,
    is_item: bool,
    /// Whether its mark was deleted, so that the next paragraph goes on in it.
    goes_on: bool,
    /// The paragraphs of text boxes in it.
    inside: Vec<Part>,
}

/// Reads a part into paragraphs.
struct Walk<'s> {
    styles: &'s Styles,
    /// The names of the open elements.
    path: Vec<String>,
    /// The depth of the element whose text is not seen, if one is open.
    unseen: Option<usize>,
    /// Whether the open run is hidden.
    is_hidden: bool,
    /// Depths of content controls that hold a table of contents.
    contents: BTreeSet<usize>,
    paragraphs: Vec<Open>,
    parts: Vec<Part>,
    /// The text of paragraphs that go on in the next one.
    carried: String,
}

fn parts_of(xml: &str, styles: &Styles) -> Result<Vec<Part>, Refusal> {
    let mut walk = Walk {
        styles,
        path: Vec::new(),
        unseen: None,
        is_hidden: false,
        contents: BTreeSet::new(),
        paragraphs: Vec::new(),
        parts: Vec::new(),
        carried: String::new(),
    };
    let mut nodes = Nodes::of(xml);
    for node in nodes.by_ref() {
        match node {
            Node::Open(tag) => walk.open(&tag),
            Node::Close => walk.close(),
            Node::Text(text) => walk.text(&text),
        }
    }
    match nodes.broken() {
        Some(error) => Err(Refusal::Failed(format!("the document is damaged: {error}"))),
        None => Ok(walk.parts),
    }
}

impl Walk<'_> {
    fn is_in(&self, name: &str) -> bool {
        self.path.iter().any(|open| open == name)
    }

    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn open(&mut self, tag: &Tag) {
        let is_unseen = UNSEEN.contains(&tag.name.as_str())
            // The properties before a change that is tracked.
            || tag.name.ends_with("PrChange")
            // Separators of notes, and contents that repeat the headings.
            || matches!(tag.attribute("type"), Some("separator" | "continuationSeparator" | "continuationNotice"))
            || tag.name == "sdtContent" && self.contents.contains(&self.path.len());
        // The deletion of a paragraph's mark is an element without text.
        let ends_paragraph = tag.name == "del" && self.parent() == "rPr" && self.is_in("pPr");
        if let (true, Some(paragraph)) = (ends_paragraph, self.paragraphs.last_mut()) {
            paragraph.goes_on = true;
        }
        if self.unseen.is_none() {
            if is_unseen {
                self.unseen = Some(self.path.len());
            } else {
                self.enter(tag);
            }
        }
        self.path.push(tag.name.clone());
    }

    fn enter(&mut self, tag: &Tag) {
        let value = tag.attribute("val");
        let is_on = !matches!(value, Some("0" | "false" | "off"));
        match tag.name.as_str() {
            "p" => self.paragraphs.push(Open::default()),
            "r" => self.is_hidden = false,
            "vanish" | "webHidden" if self.parent() == "rPr" && !self.is_in("pPr") => {
                self.is_hidden = is_on;
            }
            "pStyle" => {
                let style = value.and_then(|id| self.styles.meaning(id));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = style;
                }
            }
            "numId" if self.is_in("pPr") => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_item = value != Some("0");
                }
            }
            "docPartGallery" if value == Some("Table of Contents") => {
                // The control is two levels up: its properties, and the part in them.
                self.contents.insert(self.path.len().saturating_sub(2));
            }
            "tab" | "ptab" if self.parent() == "r" => self.text_of_run(" "),
            "br" | "cr" => self.text_of_run("\n"),
            "noBreakHyphen" => self.text_of_run("-"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen.is_none() && self.parent() == "t" {
            self.text_of_run(&text.replace('\n', " "));
        }
    }

    fn text_of_run(&mut self, text: &str) {
        if let (false, Some(paragraph)) = (self.is_hidden, self.paragraphs.last_mut()) {
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
        match name.as_str() {
            "p" => self.end_paragraph(),
            "sdt" => {
                self.contents.remove(&(self.path.len() + 1));
            }
            // What is hidden ends with its run, also around a text box.
            "r" => self.is_hidden = false,
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.paragraphs.pop() else {
            return;
        };
        let mut parts = Vec::new();
        if open.goes_on {
            self.carried.push_str(&open.text);
        } else {
            let text = std::mem::take(&mut self.carried) + &open.text;
            let role = match open.style {
                Some(Style::Contents) => None,
                Some(Style::Role(role)) => Some(role),
                None if open.is_item => Some(Role::Item),
                None => Some(Role::Body),
            };
            parts.extend(role.map(|role| Part { role, text }));
        }
        parts.extend(open.inside);
        match self.paragraphs.last_mut() {
            Some(around) => around.inside.extend(parts),
            None => self.parts.extend(parts),
        }
    }
}
