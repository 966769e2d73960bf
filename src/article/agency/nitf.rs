//! NITF, the News Industry Text Format of the IPTC (versions 3 and before): a document is an article.

use super::{Story, extended, headline_of, line_in, line_of};
use crate::article::element::Element;

/// The story of a document. What is not for readers (notes to editors, rights, keywords) is not read.
pub(super) fn story(document: &Element) -> Story {
    let body = document.child("body");
    let head = body.and_then(|body| body.child("body.head"));
    let in_head = |name: &'static str| {
        let parts = head.into_iter().flat_map(Element::elements);
        parts.filter(move |part| part.name() == name)
    };
    let headline = head.and_then(|head| head.child("hedline"));
    let lines = || headline.into_iter().flat_map(Element::elements);
    let main = ["hl1", "hl2"].into_iter().find_map(|name| {
        let mut lines = lines().filter(|line| line.name() == name);
        lines.find(|line| line_of(line).is_some())
    });
    // A headline may have several lines, also of the first rank.
    let others = lines().filter(|line| main.is_some_and(|main| !std::ptr::eq(*line, main)));
    let standfirst = others.chain(in_head("abstract"));
    let byline = in_head("byline").chain(in_head("dateline"));
    let title = main
        .or(headline)
        .and_then(headline_of)
        .or_else(|| line_in(document.child("head")?, "title"));
    Story {
        title,
        standfirst: standfirst.filter_map(line_of).collect(),
        byline: byline.filter_map(line_of).collect(),
        date: date_of(document),
        language: body
            .and_then(|body| body.attribute("lang"))
            .map(str::to_owned),
        text: body.map(text_of).unwrap_or_default(),
    }
}

fn date_of(document: &Element) -> Option<String> {
    let stated = ["date.issue", "date.release", "story.date"]
        .into_iter()
        .find_map(|name| document.find(name)?.attribute("norm"))?;
    Some(extended(stated))
}

/// The text with what stands at its end: the line that says who wrote it, and a bibliography.
fn text_of(body: &Element) -> Vec<String> {
    let parts = |name: &'static str| {
        let parts = body.elements().filter(move |part| part.name() == name);
        let parts = parts.filter(|part| !part.text().trim().is_empty());
        parts.map(Element::html)
    };
    let mut text: Vec<String> = parts("body.content").collect();
    if let Some(last) = text.last_mut() {
        last.extend(parts("body.end"));
    }
    text
}
