//! Documents of Microsoft Word (Office Open XML, ECMA-376 part 1, chapter 17). What a reader of the
//! printed document sees as its text is read: no deletions that are still tracked, no hidden text,
//! no headers, footers and comments; footnotes come at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Flow, Path};
use super::styles::{Style, style_of};
use super::symbols::{SYMBOL, of_symbol};
use crate::article::Reason;
use crate::article::archive::package::Package;
use crate::article::extracted::Extracted;
use crate::article::first_bytes::COMPOUND;
use crate::article::parts::{Part, article_of};
use crate::article::record::Context;
use crate::article::xml::{Node, Nodes, Tag, start_tags};
use crate::article::{LeftOut, Refusal};
use crate::document::Role;

/// The part that names the main part, and the main part of most documents.
const RELATIONS: &str = "_rels/.rels";
const MAIN: &str = "word/document.xml";

/// Maximum number of styles that one is based on.
const MAX_BASES: usize = 10;

/// Elements whose text is not part of the document as it is printed.
const UNSEEN: [&str; 3] = ["del", "moveFrom", "rt"];

/// How an element begins in whose place Word puts the contents of another file.
const IMPORT: &str = "<w:altChunk ";

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let mut opened = Opened::of(bytes)?;
    let styles = opened.styles()?;
    let mut parts = parts_of(&opened.document, &styles)?;
    let imports = opened.imports();
    if parts.is_empty() && imports > 0 {
        let reason = "its text is a file that Word imports when it opens it; save it once in Word";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    parts.extend(opened.notes(&styles)?);
    let mut article = article_of(&parts, context.language);
    if imports > 0 {
        article.left_out.add(LeftOut {
            blocks: imports,
            kinds: vec![Reason::Imported],
            ..LeftOut::default()
        });
    }
    Ok(article)
}

/// The paragraphs of a document, its notes behind them, and the number of files that Word imports; `None` if it cannot
/// be read, or if the source of its main part is not one that `may_be` looks for.
pub(in crate::article) fn paragraphs(
    bytes: &[u8],
    may_be: fn(&str) -> bool,
) -> Option<(Vec<Part>, usize)> {
    let mut opened = Opened::of(bytes).ok()?;
    if !may_be(&opened.document) {
        return None;
    }
    let styles = opened.styles().ok()?;
    let mut parts = parts_of(&opened.document, &styles).ok()?;
    parts.extend(opened.notes(&styles).ok()?);
    Some((parts, opened.imports()))
}

/// A document whose main part was unpacked.
struct Opened<'b> {
    package: Package<'b>,
    /// The folder of the main part, in which the other parts lie.
    folder: String,
    /// The source of the main part.
    document: String,
}

impl<'b> Opened<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, Refusal> {
        if bytes.starts_with(COMPOUND) {
            let reason = "it is a document of an old Word (.doc), or protected by a password; save it as .docx";
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
        Ok(Self {
            package,
            folder: folder.to_owned(),
            document,
        })
    }

    /// The source of a part beside the main one.
    fn beside(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        self.package.xml(&format!("{}/{name}", self.folder))
    }

    fn styles(&mut self) -> Result<Styles, Refusal> {
        Ok(Styles::of(&self.beside("styles.xml")?.unwrap_or_default()))
    }

    /// The paragraphs of its footnotes and endnotes.
    fn notes(&mut self, styles: &Styles) -> Result<Vec<Part>, Refusal> {
        let mut parts = Vec::new();
        for name in ["footnotes.xml", "endnotes.xml"] {
            if let Some(notes) = self.beside(name)? {
                parts.extend(parts_of(&notes, styles)?);
            }
        }
        Ok(parts)
    }

    /// The number of files in whose place it has an element.
    fn imports(&self) -> usize {
        self.document.matches(IMPORT).count()
    }
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

/// The styles that mean something.
#[derive(Debug, Default)]
struct Styles {
    known: BTreeMap<String, Style>,
    /// Those whose text is hidden.
    hidden: BTreeSet<String>,
}

impl Styles {
    fn of(xml: &str) -> Self {
        let (mut names, mut bases) = (BTreeMap::new(), BTreeMap::new());
        let mut vanishing = BTreeMap::new();
        let mut id = String::new();
        for tag in start_tags(xml, &["style", "name", "basedOn", "vanish"]) {
            let value = tag.attribute("val").unwrap_or_default();
            match tag.name.as_str() {
                "style" => id = tag.attribute("styleId").unwrap_or_default().to_owned(),
                "name" => {
                    names.insert(id.clone(), value.to_lowercase());
                }
                "basedOn" => {
                    bases.insert(id.clone(), value.to_owned());
                }
                "vanish" => {
                    vanishing.insert(id.clone(), is_on(&tag));
                }
                _ => {}
            }
        }
        let bases = &bases;
        let line = |id| {
            let base = |id: &&String| bases.get(*id);
            std::iter::successors(Some(id), base).take(MAX_BASES)
        };
        let hidden = names.keys().filter(|id| {
            let stated = line(*id).find_map(|id| vanishing.get(id));
            stated == Some(&true)
        });
        let hidden = hidden.cloned().collect();
        let known = names.keys().filter_map(|id| {
            Some((
                id.clone(),
                line(id).find_map(|id| style_of(names.get(id)?))?,
            ))
        });
        Self {
            known: known.collect(),
            hidden,
        }
    }

    /// The meaning of a style by its id; documents without styles use the names as ids.
    fn meaning(&self, id: &str) -> Option<Style> {
        let known = self.known.get(id).copied();
        known.or_else(|| style_of(&id.to_lowercase()))
    }
}

/// Whether a property that is there is on.
fn is_on(tag: &Tag) -> bool {
    !matches!(tag.attribute("val"), Some("0" | "false" | "off"))
}

/// Whether the frame of a paragraph holds a letter several lines high.
fn is_drop_cap(tag: &Tag) -> bool {
    matches!(tag.attribute("dropCap"), Some("drop" | "margin"))
}

/// Reads a part into paragraphs.
struct Walk<'s> {
    styles: &'s Styles,
    path: Path,
    flow: Flow,
    /// Whether each of the open runs is hidden; a text box in one has runs of its own.
    runs: Vec<bool>,
    /// Whether the text of each of the open paragraphs is hidden unless a run says otherwise.
    paragraphs: Vec<bool>,
    /// Depths of the content of controls that hold a table of contents.
    contents: BTreeSet<usize>,
    /// Depths of alternatives of which the first was read.
    chosen: BTreeSet<usize>,
}

fn parts_of(xml: &str, styles: &Styles) -> Result<Vec<Part>, Refusal> {
    let mut walk = Walk {
        styles,
        path: Path::default(),
        flow: Flow::default(),
        runs: Vec::new(),
        paragraphs: Vec::new(),
        contents: BTreeSet::new(),
        chosen: BTreeSet::new(),
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
        None => Ok(walk.flow.finish()),
    }
}

impl Walk<'_> {
    fn open(&mut self, tag: &Tag) {
        if self.path.is_seen() {
            self.enter(tag);
        }
        let hides = self.hides(tag);
        self.path.open(&tag.name, hides);
    }

    /// Whether the text of an element is not seen.
    fn hides(&self, tag: &Tag) -> bool {
        let separates = ["separator", "continuationSeparator", "continuationNotice"];
        let depth = self.path.depth();
        match tag.name.as_str() {
            "Fallback" => self.chosen.contains(&depth),
            "sdtContent" => self.contents.contains(&depth),
            "footnote" | "endnote" => tag
                .attribute("type")
                .is_some_and(|kind| separates.contains(&kind)),
            // The properties before a change that is tracked.
            name => name.ends_with("PrChange") || UNSEEN.contains(&name),
        }
    }

    fn enter(&mut self, tag: &Tag) {
        let value = tag.attribute("val");
        let in_paragraph = self.path.is_in("pPr");
        match tag.name.as_str() {
            "p" => {
                self.flow.begin(Role::Body);
                self.paragraphs.push(false);
            }
            "r" => self.runs.push(self.paragraphs.last() == Some(&true)),
            "vanish" if self.path.parent() == "rPr" && !in_paragraph => self.hide(is_on(tag)),
            "rStyle" if value.is_some_and(|id| self.styles.hidden.contains(id)) => self.hide(true),
            "Choice" => {
                self.chosen.insert(self.path.depth());
            }
            // The control is two levels up: its properties, and the part in them.
            "docPartGallery" if value == Some("Table of Contents") => {
                self.contents.insert(self.path.depth().saturating_sub(2));
            }
            "tab" | "ptab" if self.path.parent() == "r" => self.text_of_run(" "),
            "br" | "cr" => self.text_of_run("\n"),
            "noBreakHyphen" => self.text_of_run("-"),
            "sym" => self.symbol(tag),
            "pStyle" | "numId" | "del" | "framePr" if in_paragraph => self.property(tag),
            _ => {}
        }
    }

    /// Hides the open run or shows it.
    fn hide(&mut self, hides: bool) {
        if let Some(run) = self.runs.last_mut() {
            *run = hides;
        }
    }

    /// A property of the open paragraph.
    fn property(&mut self, tag: &Tag) {
        let value = tag.attribute("val");
        let Some(paragraph) = self.flow.paragraph() else {
            return;
        };
        match tag.name.as_str() {
            "pStyle" if value.is_some_and(|id| self.styles.hidden.contains(id)) => {
                if let Some(hides) = self.paragraphs.last_mut() {
                    *hides = true;
                }
            }
            "pStyle" => match value.and_then(|id| self.styles.meaning(id)) {
                Some(Style::Role(role)) => paragraph.role = Some(role),
                Some(Style::Contents) => paragraph.role = None,
                None => {}
            },
            "numId" if value != Some("0") && paragraph.role == Some(Role::Body) => {
                paragraph.role = Some(Role::Item);
            }
            // The mark at the end of the paragraph was deleted.
            "del" if self.path.parent() == "rPr" => paragraph.goes_on = true,
            // A drop cap is a paragraph of its own, in front of the one that it begins.
            "framePr" if is_drop_cap(tag) => paragraph.goes_on = true,
            _ => {}
        }
    }

    fn symbol(&mut self, tag: &Tag) {
        let code = tag.attribute("char").unwrap_or_default();
        let Ok(code) = u32::from_str_radix(code, 16) else {
            return;
        };
        let is_own = (0xf000..0xf100).contains(&code);
        let sign = if !is_own {
            char::from_u32(code).filter(|_| !(0xe000..0xf900).contains(&code))
        } else if tag.attribute("font") == Some(SYMBOL) {
            of_symbol(code - 0xf000)
        } else {
            // Signs of other fonts with their own codes are pictures.
            None
        };
        if let Some(sign) = sign {
            self.text_of_run(&sign.to_string());
        }
    }

    fn text(&mut self, text: &str) {
        if self.path.is_seen() && self.path.parent() == "t" {
            self.text_of_run(&text.replace('\n', " "));
        }
    }

    fn text_of_run(&mut self, text: &str) {
        if !self.runs.contains(&true) {
            self.flow.text(text);
        }
    }

    fn close(&mut self) {
        let Some(name) = self.path.close() else {
            return;
        };
        match name.as_str() {
            "p" => {
                self.flow.end();
                self.paragraphs.pop();
            }
            "sdt" => {
                self.contents.remove(&(self.path.depth() + 1));
            }
            "AlternateContent" => {
                self.chosen.remove(&(self.path.depth() + 1));
            }
            "r" => {
                self.runs.pop();
            }
            _ => {}
        }
    }
}
