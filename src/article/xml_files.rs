//! Files of XML: a feed, a page, the items of an agency, documents of TEI, or a dump of a content system. This file owns
//! telling them apart by the element at their top, and what is said of those that are none.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value};

use super::decode::decode;
use super::element::Element;
use super::html::declared_charset;
use super::input::Input;
use super::record::{Context, Out, Record, too_large};
use super::xml::{Node, Nodes};
use super::{FieldMap, Format, LeftOut, Reason, Refusal, agency, feed, html, json, tei};

/// Elements at the top of documents that hold no articles, or none that is read, with what they are.
const OTHER_KINDS: [(&str, &str); 9] = [
    (
        "workbook",
        "it is a spreadsheet in the XML of Excel 2003; open it and save it as .xlsx",
    ),
    (
        "worddocument",
        "it is a document in the XML of Word 2003; open it and save it as .docx",
    ),
    (
        "fictionbook",
        "it is a book in the format FictionBook; convert it to .epub",
    ),
    (
        "mediawiki",
        "it is a dump of a wiki, whose texts are in wiki markup; convert it to JSON Lines",
    ),
    (
        "tt",
        "it holds subtitles in the format TTML; convert it to .srt",
    ),
    (
        "urlset",
        "it is a list of a site's addresses (a sitemap) and holds no texts",
    ),
    (
        "sitemapindex",
        "it is a list of a site's addresses (a sitemap) and holds no texts",
    ),
    ("opml", "it is a list of feeds and holds no texts"),
    ("svg", "it is a picture"),
];

/// Elements whose attribute says which field they are, as databases and search servers write them.
const NAMED_FIELDS: [&str; 5] = ["field", "column", "str", "arr", "property"];

/// Elements of pages that are no fields, although fields have these names too.
const OF_PAGES: [&str; 3] = ["html", "article", "story"];

/// Elements at the top of feeds.
const FEEDS: [&str; 3] = ["rss", "feed", "rdf"];

/// How many names of elements a message lists.
const LISTED: usize = 20;

/// Hands over the articles of a file.
pub(super) fn articles(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let (bytes, cut) = input.until_error();
    let Some(bytes) = bytes else {
        out.refuse(too_large());
        return Ok(());
    };
    let decoded = match decode(&bytes, declared_charset(&bytes).as_deref()) {
        Ok(decoded) => decoded,
        Err(refusal) => {
            if let Some(error) = cut {
                return Err(error);
            }
            let record = Record::new(out.whole(), &bytes, Format::Xml, move |_| {
                Err(refusal.clone())
            });
            let _ = out.send(record);
            return Ok(());
        }
    };
    let text = decoded.text.trim_start_matches(['\u{feff}', ' ', '\n']);
    let root = root_of(text);
    if FEEDS.contains(&root.as_str()) {
        feed::entries(text, decoded.encoding, cut, out);
        return Ok(());
    }
    match root.as_str() {
        root if root == "html" || Format::of_start(&bytes) == Some(Format::Html) => {
            // A page is one article, which is not known without its end.
            if let Some(error) = cut {
                return Err(error);
            }
            let page = bytes.clone();
            let parse = move |context: &Context<'_>| html::read(&page, context);
            let _ = out.send(Record::new(out.whole(), &bytes, Format::Html, parse));
        }
        root => match OTHER_KINDS.iter().find(|(name, _)| *name == root) {
            Some((_, reason)) => out.refuse(Refusal::Skipped((*reason).to_owned())),
            None => {
                let read = Read {
                    text,
                    bytes: &bytes,
                    encoding: decoded.encoding,
                    cut,
                };
                return documents(read, out);
            }
        },
    }
    Ok(())
}

/// What was read of a file.
struct Read<'f> {
    text: &'f str,
    bytes: &'f [u8],
    encoding: &'static str,
    /// What cut it off.
    cut: Option<io::Error>,
}

/// The name of the first element in lower case, without a prefix; empty if there is none.
pub(super) fn root_of(text: &str) -> String {
    let root = Nodes::of(text).find_map(|node| match node {
        Node::Open(tag) => Some(tag.name.to_lowercase()),
        _ => None,
    });
    root.unwrap_or_default()
}

/// Hands over the items of an agency, or the records of a dump. One article has the name of the file.
fn documents(read: Read<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Read {
        text,
        bytes: file,
        encoding,
        cut,
    } = read;
    let (roots, broken) = Element::all_of(text);
    let stories = agency::stories(&roots).into_iter();
    let mut articles: Vec<Result<Value, Refusal>> = stories
        .map(|story| story.map(agency::Story::into_record))
        .collect();
    if articles.is_empty() {
        articles = tei::records(&roots).into_iter().map(Ok).collect();
    }
    if articles.is_empty() {
        articles = dumped(&roots, out.fields()).into_iter().map(Ok).collect();
    }
    let count = articles.len();
    if count == 0 {
        if let Some(error) = cut {
            return Err(error);
        }
        out.refuse(Refusal::Skipped(without_text(&roots)));
    }
    let is_cut = cut.is_some() || broken.is_some();
    for (index, article) in articles.into_iter().enumerate() {
        let compact = match &article {
            Ok(record) if count > 1 => record.to_string(),
            _ => String::new(),
        };
        let (path, bytes) = if count > 1 {
            (out.numbered(index + 1), compact.as_bytes())
        } else {
            (out.whole(), file)
        };
        // What comes after the last article of a damaged document is not known.
        let is_damaged = is_cut && index + 1 == count;
        let parse = move |context: &Context<'_>| {
            let record = article.as_ref().map_err(Clone::clone)?;
            let mut read = json::article(record, encoding, context)?;
            if is_damaged {
                read.left_out.add(LeftOut {
                    blocks: 1,
                    kinds: vec![Reason::Damaged],
                    ..LeftOut::default()
                });
            }
            Ok(read)
        };
        if out
            .send(Record::new(path, bytes, Format::Xml, parse))
            .is_break()
        {
            return Ok(());
        }
    }
    // One article that is cut off says so itself.
    if let Some(error) = cut.filter(|_| count > 1) {
        let reason = format!("the file ends after {count} articles: {error}");
        out.refuse(Refusal::Failed(reason));
    }
    Ok(())
}

/// The records of a dump: elements around one that is named as the text of an article, or as the user
/// names it. A record has a field for each element in it.
fn dumped(roots: &[Element], fields: &FieldMap) -> Vec<Value> {
    let mut records = Vec::new();
    for root in roots {
        collect(root, fields, &mut records);
    }
    records
}

fn collect(element: &Element, fields: &FieldMap, records: &mut Vec<Value>) {
    let is_record = element.elements().any(|field| is_text(field, fields));
    // A text without a title beside records is what stands on the page above the articles.
    let is_around = || !has_title(element) && element.elements().any(|e| holds_record(e, fields));
    if is_record && !is_around() {
        records.push(record_of(element));
    } else {
        for inner in element.elements() {
            collect(inner, fields, records);
        }
    }
}

fn has_title(element: &Element) -> bool {
    let mut names = element.elements().map(field_name);
    names.any(json::is_title_field)
}

/// Whether an element is a text with a title, or around one.
fn holds_record(element: &Element, fields: &FieldMap) -> bool {
    let is_record = has_title(element) && element.elements().any(|e| is_text(e, fields));
    is_record || element.elements().any(|inner| holds_record(inner, fields))
}

/// Whether an element is the text of an article, and not around articles.
fn is_text(field: &Element, fields: &FieldMap) -> bool {
    let name = field_name(field);
    let is_usual = !OF_PAGES.contains(&name) && json::has_text_field(std::iter::once(name));
    let is_named = fields.is_text(name) || is_usual && !holds_fields(field);
    is_named && !field.text().trim().is_empty()
}

/// Whether elements in a field are fields themselves.
fn holds_fields(element: &Element) -> bool {
    element.elements().any(|inner| {
        let name = field_name(inner);
        let is_field = json::is_title_field(name) || json::has_text_field(std::iter::once(name));
        is_field && !OF_PAGES.contains(&name) || holds_fields(inner)
    })
}

fn field_name(element: &Element) -> &str {
    let is_named = NAMED_FIELDS.contains(&element.name());
    let named = element.attribute("name").filter(|_| is_named);
    named.unwrap_or(element.name())
}

/// The fields of a record; those of one name are a list.
fn record_of(element: &Element) -> Value {
    let mut record = Map::new();
    for field in element.elements() {
        let is_marked_up = field.elements().next().is_some();
        let text = if is_marked_up {
            field.html()
        } else {
            field.text()
        };
        if field.text().trim().is_empty() {
            continue;
        }
        let (name, value) = (field_name(field), Value::from(text.trim()));
        match record.get_mut(name) {
            None => {
                record.insert(name.to_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(before) => *before = Value::Array(vec![before.take(), value]),
        }
    }
    Value::Object(record)
}

/// Why there is no article in a document, and what to do.
fn without_text(roots: &[Element]) -> String {
    let mut names = BTreeSet::new();
    for root in roots {
        names_in(root, &mut names);
    }
    if names.is_empty() {
        return "there is no element of XML in it".to_owned();
    }
    let shown = names.iter().take(LISTED);
    let mut shown: Vec<String> = shown.map(|name| name.chars().take(40).collect()).collect();
    if names.len() > LISTED {
        shown.push("…".to_owned());
    }
    format!(
        "it is no feed, no item of an agency, and no element of it is named as the text of articles: found {}; name the one with the text by --field text=NAME",
        shown.join(", ")
    )
}

fn names_in<'e>(element: &'e Element, names: &mut BTreeSet<&'e str>) {
    names.insert(field_name(element));
    for inner in element.elements() {
        names_in(inner, names);
    }
}

#[cfg(test)]
#[path = "xml_files_tests.rs"]
mod tests;
