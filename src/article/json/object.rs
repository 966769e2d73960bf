//! Articles in JSON objects. This file owns how an object becomes an article; which fields it may
//! have is in `fields`, and reading files and lines is done elsewhere.

use serde_json::{Map, Value};

use crate::article::Refusal;
use crate::article::extracted::{Extracted, language_of, one_line};
use crate::article::html::push_blocks;
use crate::article::markup::{Text, line_of};
use crate::article::plain::{body_of, is_byline, paragraphs};
use crate::document::Role;
use crate::text::Language;

use super::dates::date_field;
use super::fields::{is_missing, kind_of, string_field, unwrapped, value_of};
use super::names::{AUTHOR, DATE, LANGUAGE, REMOVED, SOURCE, STANDFIRST, TEXT, TITLE, URL};
use super::texts::texts_of;

/// How many of the names of texts a message gives.
const NAMED: usize = 4;

/// How many of an object's field names a message lists.
const LISTED: usize = 20;

/// The article that an object holds, or that the one object in it holds. Field names are compared
/// without regard to case; the text may be plain, HTML, or an array of either.
///
/// # Errors
/// Failed if the value is not an object or has no field for the text; skipped if the text is
/// empty or was removed.
pub(super) fn article_of(value: &Value, language: &Language) -> Result<Extracted, Refusal> {
    let Value::Object(object) = value else {
        return Err(Refusal::Failed(format!(
            "this is {}, not an object",
            kind_of(value)
        )));
    };
    // The objects around the one with the text may say what it does not.
    let objects = unwrapped(object);
    let object = objects[0];
    let said = |names| {
        objects
            .iter()
            .find_map(|object| string_field(object, names))
    };
    let parts = text_parts(object, language)?;
    let mut extracted = Extracted {
        title: said(TITLE)
            .map(|title| line_of(&title, language))
            .map(|title| without_source(&title, said(SOURCE).as_deref()).to_owned())
            .filter(|title| !title.is_empty()),
        date: objects.iter().find_map(|object| date_field(object, DATE)),
        url: said(URL),
        language: said(LANGUAGE).and_then(|tag| language_of(&tag)),
        ..Extracted::default()
    };
    let title = extracted.title.clone();
    if let Some(title) = &title {
        extracted.push(Role::Title, title);
    }
    push_standfirst(&mut extracted, object, &parts, language);
    // An address is no name, nor is the number of an author in a database.
    let is_name = |author: &String| !author.contains("://") && author.contains(char::is_alphabetic);
    if let Some(author) = said(AUTHOR).filter(is_name) {
        extracted.push(Role::Byline, &line_of(&author, language));
    }
    push_text(&mut extracted, &parts, title.as_deref(), language);
    Ok(extracted)
}

/// The longest of the articles anywhere in a value whose title `is_headline` knows.
pub(in crate::article) fn article_within(
    value: &Value,
    is_headline: impl Fn(&str) -> bool,
    language: &Language,
) -> Option<Extracted> {
    let mut longest: Option<Extracted> = None;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                let title = string_field(object, TITLE).map(|title| line_of(&title, language));
                let found = title
                    .filter(|title| is_headline(title))
                    .and_then(|_| article_of(value, language).ok());
                let length = longest.as_ref().map_or(0, |longest| longest.text.len());
                longest = found.filter(|found| found.text.len() > length).or(longest);
                open.extend(object.values().rev());
            }
            Value::Array(values) => open.extend(values.iter().rev()),
            _ => {}
        }
    }
    longest
}

/// A title without the name of its source behind a dash or a bar.
fn without_source<'t>(title: &'t str, source: Option<&str>) -> &'t str {
    let before = source
        .filter(|source| !source.is_empty())
        .and_then(|source| title.strip_suffix(source)?.strip_suffix(' '))
        .and_then(|rest| rest.strip_suffix(['-', '–', '—', '|'])?.strip_suffix(' '));
    before.map_or(title, str::trim_end)
}

/// The pieces of the text; never empty.
fn text_parts(object: &Map<String, Value>, language: &Language) -> Result<Vec<Text>, Refusal> {
    // A text that the service cut off is taken only if no other field has the whole.
    let mut cut = None;
    for name in TEXT {
        if let Some((_, value)) = value_of(object, name) {
            let texts = texts_of(value);
            if let [text] = texts.as_slice()
                && REMOVED.contains(&text.trim())
            {
                let reason = format!("its text was removed: {}", text.trim());
                return Err(Refusal::Skipped(reason));
            }
            let texts = texts.iter().map(|text| Text::of(text, language));
            let parts: Vec<Text> = texts.filter(|part| !part.is_empty()).collect();
            if parts.iter().any(Text::is_cut) {
                cut.get_or_insert(parts);
            } else if !parts.is_empty() {
                return Ok(parts);
            }
        }
    }
    if let Some(parts) = cut {
        return Ok(parts);
    }
    let named = object.iter().find(|(key, value)| {
        let text = is_missing(value) || value.is_string() || value.is_array();
        text && TEXT.iter().any(|name| key.eq_ignore_ascii_case(name))
    });
    if let Some((key, _)) = named {
        return Err(Refusal::Skipped(format!(
            "there is no text in the field {key:?}"
        )));
    }
    let mut found: Vec<String> = object
        .keys()
        .take(LISTED)
        .map(|key| key.chars().take(40).collect())
        .collect();
    if found.is_empty() {
        found.push("no fields".to_owned());
    } else if object.len() > LISTED {
        found.push("…".to_owned());
    }
    Err(Refusal::Failed(format!(
        "no text: looked for the fields {}, …; found {}; name the one with the text by --field text=NAME",
        TEXT[..NAMED].join(", "),
        found.join(", ")
    )))
}

/// Appends the description, one line per paragraph, unless the text itself begins with it.
fn push_standfirst(
    extracted: &mut Extracted,
    object: &Map<String, Value>,
    parts: &[Text],
    language: &Language,
) {
    let Some(standfirst) = string_field(object, STANDFIRST) else {
        return;
    };
    let standfirst = Text::of(&standfirst, language);
    let begin = one_line(&standfirst.lines().join(" "));
    // Feeds cut a description off and mark it so.
    let begin = begin.trim_end_matches(['.', '…', ' ', '[', ']']);
    let text = parts.first().map(|part| start_of(part, begin.len()));
    if begin.is_empty() || text.unwrap_or_default().starts_with(begin) {
        return;
    }
    for line in standfirst.lines() {
        extracted.push(Role::Standfirst, line);
    }
}

/// The start of a text on one line, at least `length` bytes if there are that many.
fn start_of(text: &Text, length: usize) -> String {
    let mut start = String::new();
    for line in text.lines() {
        if start.len() > length {
            break;
        }
        start.push_str(line);
        start.push(' ');
    }
    one_line(&start)
}

fn push_text(extracted: &mut Extracted, parts: &[Text], title: Option<&str>, language: &Language) {
    for (number, part) in parts.iter().enumerate() {
        let part = match part {
            Text::Plain(part, left_out) => {
                extracted.left_out.add(left_out.clone());
                part
            }
            Text::Html(blocks, left_out) => {
                extracted.left_out.add(left_out.clone());
                // Only the start of the first part can hold a headline.
                let title = title.filter(|_| number == 0);
                push_blocks(extracted, blocks, title, language);
                continue;
            }
        };
        let mut paragraphs = if title.is_none() && number == 0 && parts.len() == 1 {
            paragraphs(part, language)
        } else {
            body_of(part)
        };
        if number == 0 {
            let first = paragraphs
                .first()
                .map(|paragraph| &part[paragraph.span.clone()]);
            if first.is_some_and(|first| title == Some(one_line(first).as_str())) {
                paragraphs.remove(0);
            }
            if let Some(first) = paragraphs.first_mut()
                && first.role == Role::Body
                && is_byline(&part[first.span.clone()], language)
            {
                first.role = Role::Byline;
            }
        }
        extracted.append(part, &paragraphs);
    }
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
