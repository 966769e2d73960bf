//! Exports of Telegram in JSON. This file owns where the messages are, and which of their fields tell the text
//! and the sender.

use serde_json::{Map, Value};

/// The types of chats in an export. Those that later versions add are told by their messages.
const CHATS: [&str; 10] = [
    "personal_chat",
    "bot_chat",
    "saved_messages",
    "replies",
    "verification_codes",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
];

/// The fields of the export of an account that list its chats.
const LISTS: [&str; 2] = ["chats", "left_chats"];

/// Takes the messages out of the export of a chat, or of all chats of an account, in their order. A notice of the
/// messenger, such as that someone joined, is `None`. Returns `None` if the value is no such export.
pub(in crate::article) fn messages_of(export: &mut Value) -> Option<Vec<Option<Value>>> {
    let chats: Vec<&mut Value> = if is_chat(export) {
        vec![export]
    } else {
        let fields = export.as_object_mut()?.iter_mut();
        fields
            .filter(|(name, _)| LISTS.contains(&name.as_str()))
            .filter_map(|(_, chats)| chats.get_mut("list")?.as_array_mut())
            .flatten()
            .filter(|chat| has_messages(chat))
            .collect()
    };
    // Beside one that is told, all are taken.
    if !chats.iter().any(|chat| is_chat(chat)) {
        return None;
    }
    let messages = chats
        .into_iter()
        .filter_map(|chat| match chat.get_mut("messages")?.take() {
            Value::Array(messages) => Some(messages),
            _ => None,
        });
    Some(messages.flatten().map(message_of).collect())
}

fn is_chat(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::as_str);
    let is_known = |kind| CHATS.contains(&kind) && has_messages(value);
    kind.is_some_and(|kind| is_known(kind) || begins_with_message(value))
}

fn has_messages(value: &Value) -> bool {
    value.get("messages").is_some_and(Value::is_array)
}

/// Whether the first message has the number, the type and the time that each has in an export.
fn begins_with_message(value: &Value) -> bool {
    let messages = value.get("messages").and_then(Value::as_array);
    messages.and_then(|all| all.first()).is_some_and(|first| {
        let kind = first.get("type").and_then(Value::as_str);
        first.get("id").is_some_and(Value::is_i64)
            && matches!(kind, Some("message" | "service"))
            && first.get("date").is_some_and(Value::is_string)
    })
}

/// The message with its text in one string and with its authors; `None` if it is a notice.
fn message_of(message: Value) -> Option<Value> {
    let mut message = match message {
        Value::Object(message) => message,
        other => return Some(other),
    };
    if message.get("type").and_then(Value::as_str) == Some("service") {
        return None;
    }
    let mut texts: Vec<String> = message.get("text").map(text_of).into_iter().collect();
    texts.extend(message.get("poll").map(texts_of_poll).into_iter().flatten());
    texts.retain(|text| !text.trim().is_empty());
    let text = texts.join("\n");
    let authors = authors_of(&message);
    // The same text once more, and the name of a piece of music.
    for name in ["text_entities", "title"] {
        message.remove(name);
    }
    message.insert("text".to_owned(), Value::String(text));
    message.insert("author".to_owned(), Value::Array(authors));
    Some(Value::Object(message))
}

/// The text of a message: a string, or strings and parts in another style.
fn text_of(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|part| {
                let styled = || part.get("text").and_then(Value::as_str);
                part.as_str().or_else(styled)
            });
            texts.collect()
        }
        _ => String::new(),
    }
}

/// The question of a poll, and its answers.
fn texts_of_poll(poll: &Value) -> Vec<String> {
    let answers = poll.get("answers").and_then(Value::as_array);
    let answers = answers.into_iter().flatten();
    let answers = answers.filter_map(|answer| answer.get("text"));
    let texts = poll.get("question").into_iter().chain(answers);
    texts.map(text_of).collect()
}

/// Who wrote a message: who it was forwarded from, else the sender, and the name below it.
fn authors_of(message: &Map<String, Value>) -> Vec<Value> {
    let name = |field: &str| message.get(field).filter(|name| name.is_string());
    let sender = name("forwarded_from").or_else(|| name("from"));
    let names = [sender, name("author")].into_iter().flatten();
    let mut authors: Vec<Value> = names.cloned().collect();
    authors.dedup();
    authors
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The texts and authors of the messages.
    fn told(mut export: Value) -> Option<Vec<Option<(Value, Value)>>> {
        let of = |message: Value| (message["text"].clone(), message["author"].clone());
        let messages = messages_of(&mut export)?;
        Some(
            messages
                .into_iter()
                .map(|message| message.map(of))
                .collect(),
        )
    }

    #[test]
    fn a_message_has_its_text_in_one_piece_and_who_wrote_it() {
        let export = json!({"name": "قناة الميناء", "type": "private_channel", "id": 1, "messages": [
            {"id": 1, "type": "service", "actor": "قناة الميناء", "action": "pin_message", "text": ""},
            {"id": 2, "type": "message", "from": "قناة الميناء", "text": [
                "قال ", {"type": "blockquote", "text": "المدير"}, ": ",
                {"type": "text_link", "text": "فتح", "href": "https://a.example"}, {"type": "code", "text": "5"}],
             "text_entities": [{"type": "plain", "text": "قال "}]},
            {"id": 3, "type": "message", "from": "قناة الميناء", "forwarded_from": "قناة البحر",
             "author": "سلمى", "text": "نص", "title": "أغنية"},
            {"id": 4, "type": "message", "from": null, "file": "a.pdf", "text": ""},
            7]});
        let expected = vec![
            None,
            Some((json!("قال المدير: فتح5"), json!(["قناة الميناء"]))),
            Some((json!("نص"), json!(["قناة البحر", "سلمى"]))),
            Some((json!(""), json!([]))),
            Some((json!(null), json!(null))),
        ];
        assert_eq!(told(export.clone()), Some(expected));
        let mut export = export;
        let messages = messages_of(&mut export).unwrap_or_default();
        let third = messages[2].as_ref().and_then(Value::as_object);
        let names = third.map(|third| third.keys().map(String::as_str).collect::<Vec<_>>());
        let mut names = names.unwrap_or_default();
        names.sort_unstable();
        assert_eq!(
            names,
            ["author", "forwarded_from", "from", "id", "text", "type"]
        );
    }

    #[test]
    fn the_text_of_a_poll_is_its_question_with_the_answers() {
        let poll = json!({"question": "هل فتح الميناء؟", "closed": false, "total_voters": 3,
            "answers": [{"text": "نعم", "voters": 2, "chosen": false}, {"text": ["لا ", {"type": "bold", "text": "بعد"}]}]});
        let export = json!({"name": "قناة الميناء", "type": "public_channel", "id": 1, "messages": [
            {"id": 1, "type": "message", "from": "سلمى", "text": "", "poll": poll}]});
        let expected = (json!("هل فتح الميناء؟\nنعم\nلا بعد"), json!(["سلمى"]));
        assert_eq!(told(export), Some(vec![Some(expected)]));
    }

    #[test]
    fn chats_of_types_that_are_not_known_are_told_by_their_messages() {
        let chat = json!({"name": "x", "type": "monoforum", "id": 1, "messages": [
            {"id": 7, "type": "message", "date": "2026-03-02T10:00:00", "from": "سلمى", "text": "أ"}]});
        let expected = Some(vec![Some((json!("أ"), json!(["سلمى"])))]);
        assert_eq!(told(chat.clone()), expected);
        assert_eq!(told(json!({"chats": {"list": [chat]}})), expected);
    }

    #[test]
    fn all_chats_of_an_account_are_read() {
        let chat = |kind: &str, text: &str| {
            json!({"name": "x", "type": kind, "id": 1,
                "messages": [{"id": 1, "type": "message", "from": "سلمى", "text": text}]})
        };
        let export = json!({
            "about": "x", "contacts": {"list": [{"first_name": "x"}]},
            "chats": {"about": "x", "list": [chat("saved_messages", "أ"), {"type": "x"}, chat("personal_chat", "ب")]},
            "left_chats": {"about": "x", "list": [chat("public_channel", "ج"), chat("replies", "د"), chat("new", "ه")]}
        });
        let of = |text: &str| Some((json!(text), json!(["سلمى"])));
        let expected = ["أ", "ب", "ج", "د", "ه"].map(of);
        assert_eq!(told(export), Some(expected.to_vec()));
        assert_eq!(told(chat("replies", "د")), Some(vec![of("د")]));
    }

    #[test]
    fn other_values_are_no_exports() {
        for value in [
            json!({"messages": [{"text": "نص"}]}),
            json!({"type": "public_channel", "text": "نص"}),
            json!({"type": "article", "messages": [{"text": "نص"}]}),
            json!({"chats": {"list": [{"text": "نص"}]}}),
            json!({"chats": 3}),
            json!([{"type": "public_channel", "messages": []}]),
            json!("نص"),
        ] {
            assert_eq!(told(value.clone()), None, "{value}");
        }
    }
}
