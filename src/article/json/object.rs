//! Articles in JSON objects. This file owns which fields are understood and how their values
//! become text; reading files and lines is done elsewhere.

use serde_json::{Map, Value};

use crate::article::Refusal;
use crate::article::decode::with_newlines;
use crate::article::extracted::{Extracted, language_of, one_line};
use crate::article::html::{fragment_blocks, push_blocks};
use crate::article::plain::{body_of, is_byline, paragraphs};
use crate::document::Role;
use crate::text::Language;

const TITLE: &[&str] = &["title", "headline", "name"];
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "articleBody",
    "article",
    "maintext",
    "story",
];
const STANDFIRST: &[&str] = &["description", "summary", "standfirst", "lead", "subtitle"];
const DATE: &[&str] = &[
    "date",
    "published",
    "datePublished",
    "date_published",
    "publish_date",
    "published_at",
    "time",
];
const URL: &[&str] = &["url", "link", "source_url", "canonical"];
const LANGUAGE: &[&str] = &["lang", "language"];
const AUTHOR: &[&str] = &["author", "byline"];

/// How many of an object's field names a message lists.
const LISTED: usize = 20;

/// The article that an object holds. Field names are compared without regard to case; the text
/// may be plain, HTML, or an array of either.
///
/// # Errors
/// Failed if the value is not an object or has no field for the text; skipped if the text is
/// empty.
pub(super) fn article_of(value: &Value, language: &Language) -> Result<Extracted, Refusal> {
    let Value::Object(object) = value else {
        return Err(Refusal::Failed(format!(
            "this is {}, not an object",
            kind_of(value)
        )));
    };
    let parts = text_parts(object)?;
    let mut extracted = Extracted {
        title: string_field(object, TITLE).map(|title| one_line(&title)),
        date: string_field(object, DATE),
        url: string_field(object, URL),
        language: string_field(object, LANGUAGE).and_then(|tag| language_of(&tag)),
        ..Extracted::default()
    };
    let title = extracted.title.clone();
    if let Some(title) = &title {
        extracted.push(Role::Title, title);
    }
    push_standfirst(&mut extracted, object, &parts);
    if let Some(author) = string_field(object, AUTHOR).filter(|author| !author.contains("://")) {
        extracted.push(Role::Byline, &one_line(&author));
    }
    push_text(&mut extracted, &parts, title.as_deref(), language);
    Ok(extracted)
}

/// The articles of an object that only wraps an array of them, as answers of news services do.
pub(super) fn wrapped_articles(value: &mut Value) -> Option<Vec<Value>> {
    let object = value.as_object_mut()?;
    if field(object, TEXT).is_some() {
        let text = field(object, TEXT).map(|(_, value)| parts_of(value));
        if text.is_some_and(|parts| !parts.is_empty()) {
            return None;
        }
    }
    [
        "articles",
        "items",
        "data",
        "results",
        "documents",
        "docs",
        "records",
        "news",
    ]
    .iter()
    .find_map(|name| {
        let values = object.get_mut(*name)?.as_array_mut()?;
        let holds = !values.is_empty() && values.iter().all(Value::is_object);
        holds.then(|| std::mem::take(values))
    })
}

/// The kind of a value with its indefinite article, for messages.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The first of the names under which the object has a value.
fn field<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<(&'a str, &'a Value)> {
    names.iter().find_map(|name| {
        object
            .iter()
            .find(|(key, value)| key.eq_ignore_ascii_case(name) && !is_empty(value))
            .map(|(key, value)| (key.as_str(), value))
    })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn string_field(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let (_, value) = field(object, &[*name])?;
        string_of(value)
    })
}

/// A string, a number, a list of them, or the name of a JSON-LD person.
fn string_of(value: &Value) -> Option<String> {
    let simple = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object
            .get("name")
            .and_then(Value::as_str)
            .map(|name| name.trim().to_owned()),
        _ => None,
    };
    let text = match value {
        Value::Array(values) => values
            .iter()
            .filter_map(simple)
            .collect::<Vec<_>>()
            .join("، "),
        value => simple(value)?,
    };
    (!text.is_empty()).then_some(text)
}

/// The pieces of the text with `\n` at line ends; never empty.
fn text_parts(object: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    for name in TEXT {
        if let Some((_, value)) = field(object, &[*name]) {
            let parts = parts_of(value);
            if !parts.is_empty() {
                return Ok(parts);
            }
        }
    }
    let named = object.iter().find(|(key, value)| {
        let text = is_empty(value) || value.is_string() || value.is_array();
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
        "no text: looked for the fields {}; found {}",
        TEXT.join(", "),
        found.join(", ")
    )))
}

fn parts_of(value: &Value) -> Vec<String> {
    let piece = |value: &Value| {
        let text = match value {
            Value::String(text) => text.as_str(),
            Value::Object(object) => ["text", "content"]
                .iter()
                .find_map(|name| object.get(*name)?.as_str())?,
            _ => return None,
        };
        (!text.trim().is_empty()).then(|| with_newlines(text))
    };
    match value {
        Value::Array(values) => values.iter().filter_map(piece).collect(),
        Value::String(_) => piece(value).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Appends the description, one line per paragraph, unless the text itself begins with it.
fn push_standfirst(extracted: &mut Extracted, object: &Map<String, Value>, parts: &[String]) {
    let Some(standfirst) = string_field(object, STANDFIRST) else {
        return;
    };
    let lines: Vec<String> = if is_html(&standfirst) {
        fragment_blocks(&standfirst)
            .into_iter()
            .map(|block| block.text)
            .collect()
    } else {
        with_newlines(&standfirst)
            .split('\n')
            .map(str::to_owned)
            .collect()
    };
    let begin = one_line(&lines.join(" "));
    let begin = begin.trim_end_matches(['.', '…', ' ']);
    let text = parts
        .first()
        .map(|part| plain_start(part, begin.len()))
        .unwrap_or_default();
    if begin.is_empty() || text.starts_with(begin) {
        return;
    }
    for line in &lines {
        extracted.push(Role::Standfirst, line);
    }
}

/// The start of a text on one line, without tags, at least `length` bytes if there are that many.
fn plain_start(part: &str, length: usize) -> String {
    if is_html(part) {
        let texts: Vec<String> = fragment_blocks(part).into_iter().map(|b| b.text).collect();
        return one_line(&texts.join(" "));
    }
    let enough = length.saturating_mul(2).saturating_add(1000);
    let end = part
        .char_indices()
        .map(|(at, _)| at)
        .find(|&at| at > enough);
    one_line(&part[..end.unwrap_or(part.len())])
}

fn push_text(
    extracted: &mut Extracted,
    parts: &[String],
    title: Option<&str>,
    language: &Language,
) {
    for (number, part) in parts.iter().enumerate() {
        if is_html(part) {
            // Only the start of the first part can hold a headline.
            let title = title.filter(|_| number == 0);
            push_blocks(extracted, &fragment_blocks(part), title, language);
            continue;
        }
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

/// Whether a text holds tags that occur in articles.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 24] = [
        "p",
        "br",
        "div",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "ul",
        "ol",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "img",
        "figure",
        "blockquote",
        "table",
        "article",
        "section",
        "html",
        "body",
    ];
    text.split('<').skip(1).any(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        let closed = tag[end..].starts_with(['>', '/', ' ', '\n', '\t']);
        closed
            && TAGS
                .iter()
                .any(|name| tag[..end].eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
