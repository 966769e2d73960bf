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
    let standfirst = headline
        .into_iter()
        .flat_map(Element::elements)
        .filter(|line| line.name() == "hl2")
        .chain(in_head("abstract"));
    let byline = in_head("byline").chain(in_head("dateline"));
    let title = headline
        .and_then(|headline| headline_of(headline.child("hl1").unwrap_or(headline)))
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

/// The text with the line at its end that says who wrote it.
fn text_of(body: &Element) -> Vec<String> {
    let content = body
        .elements()
        .filter(|part| part.name() == "body.content" && !part.text().trim().is_empty());
    let mut text: Vec<String> = content.map(Element::html).collect();
    let end = body
        .child("body.end")
        .and_then(|end| line_in(end, "tagline"));
    if let (Some(last), Some(line)) = (text.last_mut(), end) {
        last.push_str(&format!("<p>{}</p>", html_escape::encode_text(&line)));
    }
    text
}
