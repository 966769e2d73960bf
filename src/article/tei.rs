//! Texts with the elements of TEI: documents of scholars and of archives, and the two kinds of XML that
//! trafilatura writes of web pages. This file owns what their elements are in HTML, and where a document says its
//! headline, author and date.

use serde_json::{Value, json};

use super::element::Element;
use super::extracted::one_line;

/// The records of documents, with the usual fields; none if the documents are of another kind or have no text.
pub(super) fn records(roots: &[Element]) -> Vec<Value> {
    let mut records = Vec::new();
    for root in roots {
        match root.name() {
            "tei" | "tei.2" => records.extend(of_document(root)),
            "teicorpus" => {
                let mut documents = Vec::new();
                root.collect("tei", &mut documents);
                records.extend(documents.into_iter().filter_map(of_document));
            }
            "doc" => records.extend(of_page(root)),
            _ => {}
        }
    }
    records
}

/// The record of a document of TEI.
fn of_document(document: &Element) -> Option<Value> {
    let header = document.child("teiheader");
    let file = header.and_then(|header| header.child("filedesc"));
    let titles = file.and_then(|file| file.child("titlestmt"));
    let source = file.and_then(|file| file.child("sourcedesc"));
    let text = document.child("text")?;
    let mut bodies = Vec::new();
    text.collect("body", &mut bodies);
    let named = |name: &'static str| {
        let elements = titles.into_iter().flat_map(Element::elements);
        elements.filter(move |element| element.name() == name)
    };
    let is_main = |title: &&Element| title.attribute("type") == Some("main");
    let title = named("title")
        .find(is_main)
        .or_else(|| named("title").next());
    let authors: Vec<String> = named("author").map(Element::line).collect();
    let published = || file?.child("publicationstmt")?.find("date");
    let date = source.and_then(|source| source.find("date"));
    let mut pointers = Vec::new();
    if let Some(source) = source {
        source.collect("ptr", &mut pointers);
    }
    let mut targets = pointers
        .iter()
        .filter_map(|pointer| pointer.attribute("target"));
    let stated = || header?.find("language")?.attribute("ident");
    let description = header.and_then(|header| header.find("abstract"));
    with_text(
        &bodies,
        json!({
            "title": title.map(|title| one_line(&title.text())),
            "description": description.map(Element::line),
            "author": authors,
            "date": date.or_else(published).map(date_of),
            "url": targets.find(|target| target.starts_with("http")),
            "language": document.attribute("lang").or_else(|| text.attribute("lang")).or_else(stated),
        }),
    )
}

/// The record of a page that trafilatura wrote with what the page says of itself as attributes.
fn of_page(page: &Element) -> Option<Value> {
    let main = page.child("main")?;
    let parts: Vec<&Element> = [Some(main), page.child("comments")]
        .into_iter()
        .flatten()
        .collect();
    let of = |name: &str| page.attribute(name);
    with_text(
        &parts,
        json!({
            "title": of("title"),
            "description": of("excerpt").or_else(|| of("description")),
            "author": of("author"),
            "date": of("date"),
            "url": of("source").or_else(|| of("url")),
            "language": of("language"),
            "sitename": of("sitename"),
        }),
    )
}

/// A record with the text of some elements; `None` if they have none.
fn with_text(parts: &[&Element], mut record: Value) -> Option<Value> {
    let parts = parts.iter().filter(|part| !part.text().trim().is_empty());
    let html: String = parts
        .map(|part| part.renamed(as_html).outer_html())
        .collect();
    if html.is_empty() {
        return None;
    }
    record["text"] = Value::from(html);
    Some(record)
}

/// The day that an element states in a form for programs, or as a reader sees it.
fn date_of(date: &Element) -> String {
    let when = date.attribute("when").map(str::to_owned);
    when.unwrap_or_else(|| date.line())
}

/// The name and the class in HTML of an element that has others there.
fn as_html(element: &Element) -> Option<(&'static str, &'static str)> {
    let kind = element.attribute("type").unwrap_or_default();
    let name = match (element.name(), kind) {
        // What readers wrote below a page.
        ("comments", _) | ("div", "comments") => return Some(("div", "comments")),
        ("main" | "body" | "lg", _) => "div",
        ("head", _) | ("ab", "header") => "h2",
        ("ab" | "l", _) => "p",
        ("list", _) => "ul",
        ("item", _) => "li",
        ("lb", _) => "br",
        ("row", _) => "tr",
        ("cell", _) => "td",
        _ => return None,
    };
    Some((name, ""))
}
