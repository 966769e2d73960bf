//! News as agencies send it: NewsML-G2, NewsML 1 and NITF. This file owns what the three have in
//! common; the elements of each are known to a file of its own.

mod g2;
mod newsml;
mod nitf;

use serde_json::{Value, json};

use super::Refusal;
use super::element::Element;
use super::extracted::one_line;

/// The elements at the top of the documents of agencies, in lower case.
pub(super) const ROOTS: [&str; 5] = ["newsitem", "newsmessage", "packageitem", "newsml", "nitf"];

/// A story with what its item says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Story {
    title: Option<String>,
    /// Lines between the headline and the story.
    standfirst: Vec<String>,
    /// The byline and the dateline.
    byline: Vec<String>,
    date: Option<String>,
    language: Option<String>,
    /// The pieces of the text, each plain or HTML.
    text: Vec<String>,
}

impl Story {
    /// The story as a record with the usual fields.
    pub(super) fn into_record(self) -> Value {
        json!({
            "title": self.title,
            "description": self.standfirst.join("\n"),
            "author": self.byline,
            "date": self.date,
            "language": self.language,
            "text": self.text,
        })
    }
}

/// The stories of a document, each with the reason if it is none; empty if the document is not one of
/// an agency.
pub(super) fn stories(roots: &[Element]) -> Vec<Result<Story, Refusal>> {
    let sent = all(roots, "newsenvelope")
        .first()
        .and_then(|envelope| line_in(envelope, "dateandtime"));
    let mut stories = Vec::new();
    for item in all(roots, "newsitem") {
        if item.child("newscomponent").is_some() {
            stories.extend(newsml::stories(item, sent.as_deref()));
        } else {
            stories.push(g2::story(item));
        }
    }
    if stories.is_empty() {
        let documents = all(roots, "nitf").into_iter();
        stories.extend(documents.map(|document| with_text(nitf::story(document))));
    }
    if stories.is_empty() && !all(roots, "packageitem").is_empty() {
        stories.push(Err(skipped(
            "it is a package that names other items; mujaz reads the items, each in its own file",
        )));
    }
    stories
}

/// The elements of this name among and in others, but none within another of them.
fn all<'e>(roots: &'e [Element], name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for root in roots {
        if root.name() == name {
            found.push(root);
        } else {
            root.collect(name, &mut found);
        }
    }
    found
}

/// A story, if it has a text.
fn with_text(story: Story) -> Result<Story, Refusal> {
    if story.text.is_empty() {
        return Err(skipped("the item has no text"));
    }
    Ok(story)
}

fn skipped(reason: &str) -> Refusal {
    Refusal::Skipped(reason.to_owned())
}

/// The line of the first element of this name that is directly in another, if there is text in it.
fn line_in(around: &Element, name: &str) -> Option<String> {
    around.child(name).and_then(line_of)
}

fn line_of(element: &Element) -> Option<String> {
    let line = element.line();
    (!line.is_empty()).then_some(line)
}

/// The words of a headline, in which elements only set some of them off.
fn headline_of(element: &Element) -> Option<String> {
    let line = one_line(&element.text());
    (!line.is_empty()).then_some(line)
}

/// The story in an element around a text in NITF, XHTML, other XML or plain letters; `None` if there
/// is no text.
fn inline(around: &Element) -> Option<Story> {
    if let Some(document) = around.find("nitf") {
        return with_text(nitf::story(document)).ok();
    }
    let content = around.find("body").unwrap_or(around);
    if content.text().trim().is_empty() {
        return None;
    }
    let is_marked_up = content.elements().next().is_some();
    let text = if is_marked_up {
        content.html()
    } else {
        content.text()
    };
    Some(Story {
        text: vec![text],
        ..Story::default()
    })
}

/// A date in the extended form of ISO 8601, if it is stated in the basic one:
/// `20260503T092000+0300`.
fn extended(stated: &str) -> String {
    let is_number =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let (day, time) = match stated.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (stated, None),
    };
    if !is_number(day, 8) {
        return stated.to_owned();
    }
    let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    let Some(time) = time else {
        return day;
    };
    let Some(clock) = time.get(..6).filter(|clock| is_number(clock, 6)) else {
        return format!("{day}T{time}");
    };
    let clock = format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]);
    let zone = &time[6..];
    match zone.strip_prefix(['+', '-']) {
        Some(shift) if is_number(shift, 4) => {
            format!("{day}T{clock}{}{}:{}", &zone[..1], &shift[..2], &shift[2..])
        }
        _ => format!("{day}T{clock}{zone}"),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
