//! The fields of articles in JSON. This file owns what counts as a value and where one is looked for;
//! what a text may be is in `texts`.

use serde_json::{Map, Value};

use super::names::{ASIDE, AUTHOR, MISSING, SOURCE, TEXT, TITLE, VALUES, WHOLE, WRAPPERS};
use super::texts::texts_of;

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

fn has_text(object: &Map<String, Value>) -> bool {
    TEXT.iter()
        .filter_map(|name| value_of(object, name))
        .any(|(_, value)| !texts_of(value).is_empty())
}

/// The object with a text that an object wraps, and the objects around it outwards; never empty. If
/// none has a text, the object alone.
pub(super) fn unwrapped(object: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    unwrapped_within(object, MAX_WRAPS)
}

fn unwrapped_within(object: &Map<String, Value>, wraps: usize) -> Vec<&Map<String, Value>> {
    let mut inner = object;
    let mut objects = vec![object];
    for left in (0..wraps).rev() {
        // The text of an object in `article` is that of an article with fields of its own.
        let whole = WHOLE
            .iter()
            .filter_map(|name| inner.get(*name)?.as_object())
            .find(|inside| has_text(inside));
        if has_text(inner) && whole.is_none() {
            break;
        }
        let wrapper = || {
            let mut named = WRAPPERS.iter().filter_map(|name| value_of(inner, name));
            named.find_map(|(_, value)| value.as_object())
        };
        let wrapped = whole.or_else(wrapper).or_else(|| lone_article(inner, left));
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

/// The object in a field of any other name that holds an article, a text with a title, if it is the only one. Under
/// a title that the one of the object around it does not have, it is about something else.
fn lone_article(object: &Map<String, Value>, wraps: usize) -> Option<&Map<String, Value>> {
    let names = |key: &str, names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    let own = string_field(object, TITLE);
    let objects = object.iter().filter_map(|(key, value)| {
        let is_aside = names(key, AUTHOR) || names(key, SOURCE) || names(key, &ASIDE);
        let inside = value.as_object().filter(|_| !is_aside)?;
        let objects = unwrapped_within(inside, wraps);
        let has_title = || {
            let mut objects = objects.iter();
            let title = objects.find_map(|object| string_field(object, TITLE));
            title.is_some_and(|title| own.as_ref().is_none_or(|own| own.contains(title.as_str())))
        };
        (has_text(objects[0]) && (names(key, TEXT) || has_title())).then_some(inside)
    });
    let found: Vec<_> = objects.take(2).collect();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
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
        let Some(key) = value_of(object, name).map(|(key, _)| key.to_owned()) else {
            continue;
        };
        let Some(inner) = object.get_mut(&key) else {
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

    use super::super::names::URL;
    use super::*;

    #[test]
    fn arrays_of_articles_are_found_where_services_put_them() {
        for mut value in [
            json!({"status": "ok", "articles": [{"text": "نص"}]}),
            json!({"hits": {"total": 1, "hits": [{"_source": {"text": "نص"}}]}}),
            json!({"response": {"results": [{"webTitle": "x"}]}}),
            json!({"data": {"posts": [{"title": "x"}]}}),
            json!({"Items": [{"title": {"S": "x"}, "body": {"S": "نص"}}], "Count": 1}),
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
        let value = json!({"text": "RT @a: نص…", "created_at": "2024", "retweeted_status":
            {"text": "نص…", "extended_tweet": {"full_text": "نص كامل"}}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["full_text"], "نص كامل");
        assert_eq!(inner.len(), 3);
        let value = json!({"id": "1", "text": "نص…", "note_tweet": {"text": "نص كامل"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["text"], "نص كامل");
        let value = json!({"tweet": {"full_text": "نص", "lang": "ar"}});
        let inner = value.as_object().map(unwrapped).expect("an object");
        assert_eq!(inner[0]["lang"], "ar");
        let value = json!({"data": {"id": 1}});
        let object = value.as_object().expect("an object");
        assert_eq!(unwrapped(object), [object]);
    }

    #[test]
    fn a_lone_article_is_found_in_fields_of_any_name() {
        for value in [
            json!({"data": {"articleBySlug": {"headline": "ع", "bodyHtml": "نص"}}}),
            json!({"props": {"pageProps": {"post": {"title": "ع", "body": "نص"}}}}),
            json!({"page": {"title": "ع", "content": {"body": "نص"}}}),
            json!({"title": "ع | الموقع", "reportage": {"title": "ع", "body": "نص"}}),
            json!({"parse": {"title": "ع", "pageid": 1, "text": {"*": "<p>نص</p>"}}}),
            json!({"fields": {"title": {"stringValue": "ع"}, "body": {"stringValue": "نص"}}}),
        ] {
            let objects = value.as_object().map(unwrapped).expect("an object");
            assert!(has_text(objects[0]), "{value}");
            let title = objects
                .iter()
                .find_map(|object| string_field(object, TITLE));
            assert_eq!(title.as_deref(), Some("ع"), "{value}");
        }
        for value in [
            json!({"title": "ع", "author": {"name": "ليلى", "text": "كاتبة"}}),
            json!({"title": "ع", "image": {"title": "صورة", "text": "سوق"}}),
            json!({"title": "ع", "note": {"text": "ملاحظة"}}),
            json!({"title": "ع", "promotion": {"title": "ف", "text": "نص"}}),
            json!({"a": {"title": "ع", "text": "نص"}, "b": {"title": "ف", "text": "نص"}}),
        ] {
            let object = value.as_object().expect("an object");
            assert_eq!(unwrapped(object), [object], "{value}");
        }
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
