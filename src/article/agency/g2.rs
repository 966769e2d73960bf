//! NewsML-G2 of the IPTC: each item with a text of its own is an article. Packages and pictures are
//! none.

use super::{Story, extended, headline_of, inline, line_in, line_of, skipped};
use crate::article::Refusal;
use crate::article::element::Element;
use crate::article::extracted::language_of;

/// Classes of items that are no text (the `ninat` scheme of the IPTC).
const NO_TEXT: [&str; 6] = [
    "animation",
    "audio",
    "composite",
    "graphic",
    "picture",
    "video",
];

/// The story of an item.
pub(super) fn story(item: &Element) -> Result<Story, Refusal> {
    let meta = item.child("contentmeta");
    let in_meta = |name: &str| line_in(meta?, name);
    let language = meta
        .and_then(|meta| meta.child("language")?.attribute("tag"))
        .or_else(|| item.attribute("lang"));
    let Some(found) = item.child("contentset").and_then(text_of) else {
        return Err(without_text(item));
    };
    let byline: Vec<String> = [in_meta("by"), in_meta("dateline")]
        .into_iter()
        .flatten()
        .collect();
    let headline = stated(meta, "headline", language).and_then(headline_of);
    let summary = stated(meta, "description", language).and_then(line_of);
    Ok(Story {
        title: headline.or(found.title),
        standfirst: summary.map_or(found.standfirst, |summary| vec![summary]),
        byline: if byline.is_empty() {
            found.byline
        } else {
            byline
        },
        date: date_of(item).or(found.date),
        language: language.map(str::to_owned).or(found.language),
        text: found.text,
    })
}

/// The text of the first form of the content that has one: all forms say the same.
fn text_of(content: &Element) -> Option<Story> {
    let forms = |name: &'static str| {
        let forms = content.elements();
        forms.filter(move |form| form.name() == name)
    };
    // What has an encoding is no text as it stands.
    let data = forms("inlinedata").filter(|data| data.attribute("encoding").is_none());
    forms("inlinexml").chain(data).find_map(inline)
}

/// The element of this name in the language of the item, else the first one. What describes a picture is
/// no summary of the story.
fn stated<'e>(
    meta: Option<&'e Element>,
    name: &str,
    language: Option<&str>,
) -> Option<&'e Element> {
    let lines = meta?.elements().filter(|line| {
        let role = line.attribute("role").unwrap_or_default();
        line.name() == name && !role.ends_with("caption")
    });
    let lines: Vec<&Element> = lines.collect();
    let wanted = language.and_then(language_of);
    let is_own = |line: &&&Element| line.attribute("lang").and_then(language_of) == wanted;
    lines.iter().find(is_own).or(lines.first()).copied()
}

fn date_of(item: &Element) -> Option<String> {
    let stated = line_in(item.child("itemmeta")?, "firstcreated")
        .or_else(|| line_in(item.child("contentmeta")?, "contentcreated"))
        .or_else(|| line_in(item.child("itemmeta")?, "versioncreated"))?;
    Some(extended(&stated))
}

/// Why an item without a text has none.
fn without_text(item: &Element) -> Refusal {
    let class = item
        .child("itemmeta")
        .and_then(|meta| meta.child("itemclass")?.attribute("qcode"));
    let class = class.and_then(|class| class.rsplit(':').next());
    let kind = NO_TEXT.into_iter().find(|kind| Some(*kind) == class);
    match kind {
        Some(kind) => skipped(&format!(
            "the item is of the class {kind} and has no text of its own"
        )),
        None => skipped("the text of the item is not in this file, or there is none"),
    }
}
