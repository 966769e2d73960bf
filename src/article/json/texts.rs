//! The texts that fields hold: strings, lists, and the blocks that editors of content systems store. This
//! file owns how they are taken apart; it never reads one.

use serde_json::{Map, Value};

use super::fields::is_missing;
use super::lenient::written_twice;
use super::names::{
    AROUND_TEXT, BLOCK_NAMES, BLOCK_TEXTS, BLOCKS, BREAKS, HEADINGS, INLINE, NESTED, NO_TEXTS,
    VALUES,
};

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
            if let Some(Value::Array(changes)) = object.get("ops") {
                let texts = changes
                    .iter()
                    .filter_map(|change| change.get("insert")?.as_str());
                return vec![texts.collect()];
            }
            let Some(nested) = nested_in(object) else {
                return Vec::new();
            };
            let pieces = nested.as_array().filter(|_| is_block(object));
            match pieces.and_then(|pieces| joined(pieces, depth - 1)) {
                Some(text) if text.trim().is_empty() => Vec::new(),
                Some(text) => vec![text],
                None => texts_within(nested, depth - 1),
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

/// What holds the blocks in an object, or the parts of its text.
fn nested_in(object: &Map<String, Value>) -> Option<&Value> {
    let mut nested = NESTED.iter().filter_map(|name| object.get(*name));
    nested.find(|value| value.is_array() || value.is_object())
}

/// The pieces of a block's text in one; `None` if something in it is none.
fn joined(pieces: &[Value], depth: usize) -> Option<String> {
    pieces.iter().map(|piece| piece_of(piece, depth)).collect()
}

/// The text of a piece of a block: its own, which may be empty, that of the pieces of a link, or the end of a line.
fn piece_of(piece: &Value, depth: usize) -> Option<String> {
    let object = match piece {
        Value::String(text) => return Some(text.clone()),
        Value::Object(object) if depth > 0 => object,
        _ => return None,
    };
    if let Some(text) = own_text(object) {
        return Some(text.to_owned());
    }
    let kind = type_of(object).unwrap_or_default();
    if BREAKS.contains(&kind.as_str()) {
        return Some("\n".to_owned());
    }
    if AROUND_TEXT.contains(&kind.as_str()) {
        return joined(nested_in(object)?.as_array()?, depth - 1);
    }
    // Editors leave empty texts around a link, and put pictures and other entries into a line.
    let mut values = VALUES.iter().filter_map(|name| object.get(*name)?.as_str());
    let is_empty = kind.contains("inline") || values.any(str::is_empty);
    is_empty.then(String::new)
}

/// Whether an object is one block of text, such as a paragraph.
fn is_block(object: &Map<String, Value>) -> bool {
    type_of(object).is_some_and(|kind| {
        let begins = BLOCKS.iter().any(|block| kind.starts_with(block));
        begins || BLOCK_NAMES.contains(&kind.as_str())
    })
}

/// The type of a block or of a piece of one, in lower case.
fn type_of(object: &Map<String, Value>) -> Option<String> {
    let mut types = ["type", "nodeType", "_type"].into_iter();
    let kind = types.find_map(|name| object.get(name)?.as_str());
    kind.map(str::to_ascii_lowercase)
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
    fn a_paragraph_of_an_editor_is_one_text_whatever_its_parts() {
        let contentful = json!({"nodeType": "document", "content": [
            {"nodeType": "paragraph", "data": {}, "content": [
                {"nodeType": "text", "value": ""},
                {"nodeType": "hyperlink", "data": {"uri": "x"}, "content": [{"nodeType": "text", "value": "قال"}]},
                {"nodeType": "embedded-entry-inline", "data": {"target": {}}, "content": []},
                {"nodeType": "text", "value": " نعم."}]},
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": ""}]},
            {"nodeType": "embedded-asset-block", "data": {"target": {}}, "content": []},
            {"nodeType": "unordered-list", "content": [{"nodeType": "list-item", "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "أ"}]},
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "ب"}]}]}]}]});
        let expected = vec!["قال نعم.", "أ", "ب"];
        assert_eq!(texts_of(&contentful), expected);
        assert_eq!(
            texts_of(&json!({"json": contentful, "links": {}})),
            expected
        );
        for (value, texts) in [
            (
                json!({"root": {"type": "root", "children": [{"type": "paragraph", "children": [
                    {"type": "link", "url": "x", "children": [{"type": "text", "text": "قال"}]},
                    {"type": "text", "text": " نعم."}]}]}}),
                vec!["قال نعم."],
            ),
            (
                json!({"type": "doc", "content": [{"type": "paragraph", "content": [
                    {"type": "text", "text": "أ "}, {"type": "text", "text": "ب"}, {"type": "hardBreak"},
                    {"type": "text", "text": "ج"}]}]}),
                vec!["أ ب\nج"],
            ),
            (
                json!({"value": {"schema": "dast", "document": {"type": "root", "children": [
                    {"type": "paragraph", "children": [{"type": "span", "value": "أ"}]}]}}}),
                vec!["أ"],
            ),
            (
                json!([{"type": "p", "children": [{"text": "أ "}, {"text": "ب", "bold": true}]}]),
                vec!["أ ب"],
            ),
            (
                json!({"ops": [{"insert": "أ "}, {"insert": {"image": "x"}}, {"insert": "ب\nج\n"}]}),
                vec!["أ ب\nج\n"],
            ),
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
