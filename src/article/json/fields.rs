//! The fields of articles in JSON. This file owns what counts as a value and where one is looked for;
//! it never reads a text.

use serde_json::{Map, Value};

use super::lenient::written_twice;
use super::names::{BLOCKS, INLINE, MISSING, NESTED, NO_TEXTS, TEXT, VALUES, WHOLE, WRAPPERS};

/// Maximum depth at which blocks of text are looked for.
const MAX_NESTING: usize = 16;

/// Maximum depth at which articles may be wrapped.
const MAX_WRAPS: usize = 4;

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

/// Whether a value says nothing.
pub(super) fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => {
            let text = text.trim();
            text.is_empty() || MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
        Value::Array(values) => values.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The field of this name, in any case, if it has a value.
pub(super) fn value_of<'a>(
    object: &'a Map<String, Value>,
    name: &str,
) -> Option<(&'a str, &'a Value)> {
    object
        .iter()
        .find(|(key, value)| key.eq_ignore_ascii_case(name) && !is_missing(value))
        .map(|(key, value)| (key.as_str(), value))
}

/// The first of the fields that has a text or a number, as text.
pub(super) fn string_field(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| string_of(value_of(object, name)?.1))
}

/// A string, a number, a list of them, or the value that an object holds.
pub(super) fn string_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(values) => {
            let simple = values.iter().filter_map(simple);
            simple.collect::<Vec<_>>().join("، ")
        }
        value => simple(value)?,
    };
    (!text.is_empty()).then_some(text)
}

fn simple(value: &Value) -> Option<String> {
    match value {
        value if is_missing(value) => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => inner(object).and_then(simple),
        _ => None,
    }
}

fn inner(object: &Map<String, Value>) -> Option<&Value> {
    let mut fields = VALUES.iter().filter_map(|name| object.get(*name));
    fields.find(|value| !is_missing(value) && !value.is_array())
}

/// The texts that a value holds: its own, those of a list, or those of the blocks that editors of
/// content systems store; the parts of one block, such as words in bold, make one text.
pub(super) fn texts_of(value: &Value) -> Vec<String> {
    texts_within(value, MAX_NESTING)
}

fn texts_within(value: &Value, depth: usize) -> Vec<String> {
    match value {
        value if depth == 0 || is_missing(value) => Vec::new(),
        Value::String(text) => {
            let inner = written_twice(text).map(|value| texts_within(&value, depth - 1));
            inner
                .filter(|texts| !texts.is_empty())
                .unwrap_or_else(|| vec![text.clone()])
        }
        Value::Array(parts) if is_line(parts) => {
            vec![parts.iter().filter_map(text_of_part).collect()]
        }
        Value::Array(values) => values
            .iter()
            .flat_map(|value| texts_within(value, depth - 1))
            .collect(),
        Value::Object(object) => {
            if let Some(text) = own_text(object) {
                return vec![text.to_owned()];
            }
            let mut nested = NESTED.iter().filter_map(|name| object.get(*name));
            let Some(nested) = nested.find(|value| value.is_array() || value.is_object()) else {
                return Vec::new();
            };
            let texts = texts_within(nested, depth - 1);
            if is_block(object)
                && nested
                    .as_array()
                    .is_some_and(|parts| parts.iter().all(is_part))
            {
                vec![texts.concat()]
            } else {
                texts
            }
        }
        _ => Vec::new(),
    }
}

fn own_text(object: &Map<String, Value>) -> Option<&str> {
    let texts = VALUES.iter().filter(|name| !NO_TEXTS.contains(name));
    let mut texts = texts.filter_map(|name| object.get(*name)?.as_str());
    texts.find(|text| !text.is_empty())
}

/// Whether an array is one text: strings and parts of it in another style.
fn is_line(parts: &[Value]) -> bool {
    let is_styled = |part: &Value| {
        let kind = part.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| INLINE.contains(&kind)) && text_of_part(part).is_some()
    };
    parts.iter().any(is_styled) && parts.iter().all(|part| part.is_string() || is_styled(part))
}

fn text_of_part(part: &Value) -> Option<&str> {
    match part {
        Value::String(text) => Some(text),
        Value::Object(part) => own_text(part),
        _ => None,
    }
}

/// Whether a value is a piece of a block's text.
fn is_part(value: &Value) -> bool {
    value.is_string()
        || value
            .as_object()
            .is_some_and(|part| own_text(part).is_some())
}

/// Whether an object is one block of text, such as a paragraph.
fn is_block(object: &Map<String, Value>) -> bool {
    let kind = ["type", "nodeType", "_type"]
        .iter()
        .find_map(|name| object.get(*name)?.as_str());
    kind.is_some_and(|kind| BLOCKS.iter().any(|block| kind.starts_with(block)))
}

fn has_text(object: &Map<String, Value>) -> bool {
    TEXT.iter()
        .filter_map(|name| value_of(object, name))
        .any(|(_, value)| !texts_of(value).is_empty())
}

/// The object with a text that an object wraps, and the objects around it outwards; never empty. If
/// none has a text, the object alone.
pub(super) fn unwrapped(object: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    let mut inner = object;
    let mut objects = vec![object];
    for _ in 0..MAX_WRAPS {
        // The text of an object in `article` is that of an article with fields of its own.
        let whole = WHOLE
            .iter()
            .filter_map(|name| inner.get(*name)?.as_object())
            .find(|inside| has_text(inside));
        if has_text(inner) && whole.is_none() {
            break;
        }
        let wrapped = whole.or_else(|| {
            WRAPPERS
                .iter()
                .filter_map(|name| inner.get(*name)?.as_object())
                .find(|wrapped| !wrapped.is_empty())
        });
        match wrapped {
            Some(wrapped) => {
                inner = wrapped;
                objects.push(inner);
            }
            None => break,
        }
    }
    if !has_text(inner) {
        objects.truncate(1);
    }
    objects.reverse();
    objects
}

/// Whether a value is an object with the text of an article, or wraps one.
pub(super) fn is_article(value: &Value) -> bool {
    let object = value.as_object();
    object.is_some_and(|object| has_text(unwrapped(object)[0]))
}

/// The articles of an object that only wraps an array of them, as answers of news services do. They
/// are taken out of it.
pub(super) fn wrapped_articles(value: &mut Value) -> Option<Vec<Value>> {
    wrapped_within(value, MAX_WRAPS)
}

fn wrapped_within(value: &mut Value, depth: usize) -> Option<Vec<Value>> {
    let object = value.as_object_mut()?;
    if depth == 0 || has_text(object) {
        return None;
    }
    let mut articles: Vec<Value> = Vec::new();
    for name in WRAPPERS {
        let Some(inner) = object.get_mut(*name) else {
            continue;
        };
        if let Some(values) = inner.as_array_mut() {
            // A graph of linked data also has nodes about the page and the site.
            if *name == "@graph" && values.iter().any(is_article) {
                values.retain(is_article);
            }
            let first = values.first().and_then(Value::as_object);
            let holds = values.iter().all(Value::is_object)
                && first.is_some_and(|first| articles.is_empty() || has_text(unwrapped(first)[0]));
            if holds {
                articles.append(values);
            }
        } else if articles.is_empty() {
            articles.extend(wrapped_within(inner, depth - 1).into_iter().flatten());
        }
    }
    (!articles.is_empty()).then_some(articles)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::names::{AUTHOR, TITLE, URL};
    use super::*;

    #[test]
    fn arrays_of_articles_are_found_where_services_put_them() {
        for mut value in [
            json!({"status": "ok", "articles": [{"text": "نص"}]}),
            json!({"hits": {"total": 1, "hits": [{"_source": {"text": "نص"}}]}}),
            json!({"response": {"results": [{"webTitle": "x"}]}}),
            json!({"data": {"posts": [{"title": "x"}]}}),
        ] {
            assert_eq!(
                wrapped_articles(&mut value).map(|found| found.len()),
                Some(1)
            );
        }
        for mut value in [
            json!({"text": "نص", "items": [{}]}),
            json!({"items": ["نص"]}),
            json!({"items": []}),
            json!([]),
        ] {
            assert_eq!(wrapped_articles(&mut value), None);
        }
    }

    #[test]
    fn no_array_of_articles_hides_another() {
        let mut value =
            json!({"news": [{"text": "أ"}], "articles": [{"text": "ب"}], "posts": [{"id": 1}]});
        assert_eq!(
            wrapped_articles(&mut value).map(|found| found.len()),
            Some(2)
        );
    }

    #[test]
    fn a_graph_has_nodes_that_are_no_articles() {
        let mut value = json!({"@graph": [{"@type": "WebSite", "name": "ص"},
            {"@type": "NewsArticle", "articleBody": "نص"}]});
        let found = wrapped_articles(&mut value).expect("articles");
        assert_eq!(
            found,
            [json!({"@type": "NewsArticle", "articleBody": "نص"})]
        );
        let mut value = json!({"@graph": [{"@type": "WebSite", "name": "ص"}]});
        assert_eq!(
            wrapped_articles(&mut value).map(|found| found.len()),
            Some(1)
        );
    }

    #[test]
    fn parts_in_another_style_are_one_text() {
        for (value, texts) in [
            (
                json!([{"type": "bold", "text": "عنوان"}, "\n\nقال ", {"type": "link", "text": "x.y"}, " ", "نعم."]),
                vec!["عنوان\n\nقال x.y نعم."],
            ),
            (json!(["أ", {"type": "image", "text": "ب"}]), vec!["أ", "ب"]),
            (json!(["أ", "ب"]), vec!["أ", "ب"]),
        ] {
            assert_eq!(texts_of(&value), texts, "{value}");
        }
    }

    #[test]
    fn texts_are_found_in_json_that_is_a_string() {
        for (text, texts) in [
            (
                "[{\"type\": \"paragraph\", \"text\": \"أ\"}, \"ب\"]",
                vec!["أ", "ب"],
            ),
            (" {\"blocks\": [{\"text\": \"أ\"}]}\n", vec!["أ"]),
            ("[1] حاشية [2]", vec!["[1] حاشية [2]"]),
            ("[1, 2]", vec!["[1, 2]"]),
        ] {
            assert_eq!(texts_of(&json!(text)), texts, "{text}");
        }
    }

    #[test]
    fn texts_are_found_in_the_blocks_of_editors() {
        for (value, texts) in [
            (json!(["أ", null, {"text": "ب"}]), vec!["أ", "ب"]),
            (
                json!({"blocks": [{"type": "paragraph", "data": {"text": "أ"}},
                {"type": "list", "data": {"items": ["ب", "ج"]}}]}),
                vec!["أ", "ب", "ج"],
            ),
            (
                json!({"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [
                {"nodeType": "text", "value": "قال "}, {"nodeType": "text", "value": "نعم."}]}]}),
                vec!["قال نعم."],
            ),
            (json!([{"type": "image", "name": "photo.jpg"}]), vec![]),
        ] {
            assert_eq!(texts_of(&value), texts, "{value}");
        }
    }

    #[test]
    fn a_wrapped_article_is_unwrapped() {
        let value = json!({"_id": "1", "_source": {"title": "ع", "text": "نص"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["title"], "ع");
        assert_eq!(inner[1]["_id"], "1");
        let value = json!({"article": {"name": "ع", "date": "2024", "content": "نص"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["date"], "2024");
        let value =
            json!({"text": "نص…", "truncated": true, "extended_tweet": {"full_text": "نص كامل"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["full_text"], "نص كامل");
        assert_eq!(inner[1]["truncated"], true);
        let value = json!({"tweet": {"full_text": "نص", "lang": "ar"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["lang"], "ar");
        let value = json!({"data": {"id": 1}});
        let object = value.as_object().expect("an object");
        assert_eq!(unwrapped(object), [object]);
    }

    #[test]
    fn values_are_read_from_objects_and_missing_ones_are_none() {
        let value = json!({
            "title": {"rendered": "عنوان"}, "author": "NaN", "byline": ["أ", null, {"name": "ب"}],
        });
        let object = value.as_object().expect("an object");
        assert_eq!(string_field(object, TITLE).as_deref(), Some("عنوان"));
        assert_eq!(string_field(object, AUTHOR).as_deref(), Some("أ، ب"));
        assert_eq!(string_field(object, URL), None);
    }
}
