//! The texts that fields hold: strings, lists, and the blocks that editors of content systems store. This
//! file owns how they are taken apart; it never reads one.

use serde_json::{Map, Value};

use super::fields::is_missing;
use super::lenient::written_twice;
use super::names::{BLOCK_TEXTS, BLOCKS, HEADINGS, INLINE, NESTED, NO_TEXTS, VALUES};

/// Maximum depth at which blocks of text are looked for.
const MAX_NESTING: usize = 16;

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
            .flat_map(|value| texts_of_block(value, depth - 1))
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

/// The texts of a block in a list, with the heading that it has beside its text.
fn texts_of_block(block: &Value, depth: usize) -> Vec<String> {
    let texts = texts_within(block, depth);
    let Some(object) = block.as_object() else {
        return texts;
    };
    let of = |names: &[&str]| {
        let texts = names.iter().filter_map(|name| object.get(*name)?.as_str());
        texts
            .map(str::to_owned)
            .find(|text| !text.trim().is_empty())
    };
    let texts: Vec<String> = if texts.is_empty() {
        of(&BLOCK_TEXTS).into_iter().collect()
    } else {
        texts
    };
    let heading = of(&HEADINGS).filter(|heading| !texts.is_empty() && !texts.contains(heading));
    heading.into_iter().chain(texts).collect()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
            (
                json!([{"heading": "أ", "text": "ب"}, {"title": "ج", "content": ["د", "ه"]},
                {"question": "و", "answer": "ز"}, {"heading": "ح"}, {"p": "ط"}]),
                vec!["أ", "ب", "ج", "د", "ه", "و", "ز", "ط"],
            ),
            (
                json!([{"type": "text", "content": "أ"}, {"type": "image", "caption": "ب"},
                {"type": "list", "items": [{"type": "text", "content": "ج"}]},
                {"type": "quote", "content_elements": [{"type": "text", "content": "د"}]}]),
                vec!["أ", "ج", "د"],
            ),
        ] {
            assert_eq!(texts_of(&value), texts, "{value}");
        }
    }
}
