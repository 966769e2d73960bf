//! Requests of batch files, as OpenAI's Batch API and the `run-batch` of vLLM take them. This file owns
//! which part of a request is its article.

use serde_json::{Value, json};

use crate::article::Refusal;

use super::fields::kind_of;

/// The address of the requests that are answered.
const CHAT: &str = "/v1/chat/completions";

/// How many characters of a request a message shows.
const SHOWN: usize = 80;

/// The article of a request as an object with a text, which is the last message of the user. Messages
/// before it are examples or a conversation, and those of the system are instructions, which no
/// translator follows.
///
/// # Errors
/// Failed if it is a request for something else than a chat completion, or has no such message, or one
/// that is not text alone.
pub(super) fn article_in(request: &Value) -> Result<Value, Refusal> {
    let url = string(request, "url");
    if url != CHAT {
        return Err(Refusal::Failed(format!(
            "requests to {} are not answered, only those to {CHAT:?}",
            shown(url)
        )));
    }
    let body = request.get("body").unwrap_or(&Value::Null);
    let Some(messages) = body.get("messages").and_then(Value::as_array) else {
        return Err(Refusal::Failed(
            "its body has no array of messages".to_owned(),
        ));
    };
    let is_of_user = |message: &&Value| string(message, "role") == "user";
    let Some(message) = messages.iter().rev().find(is_of_user) else {
        return Err(Refusal::Failed("it has no message of the user".to_owned()));
    };
    let content = message.get("content").unwrap_or(&Value::Null);
    Ok(json!({ "content": texts_of(content)? }))
}

/// The content of a message as a text or an array of texts.
fn texts_of(content: &Value) -> Result<Value, Refusal> {
    let parts = match content {
        Value::String(_) | Value::Null => return Ok(content.clone()),
        Value::Array(parts) => parts,
        other => {
            let kind = kind_of(other);
            return Err(Refusal::Failed(format!(
                "the content of its message is {kind}, not a text"
            )));
        }
    };
    let texts = parts.iter().map(|part| {
        let kind = string(part, "type");
        let text = part.get("text").filter(|text| text.is_string());
        text.filter(|_| kind == "text").cloned().ok_or_else(|| {
            Refusal::Failed(format!(
                "its message has a part of the type {}, and only text is read",
                shown(kind)
            ))
        })
    });
    texts.collect()
}

/// The string in a field of an object; empty if there is none.
fn string<'v>(object: &'v Value, name: &str) -> &'v str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A part of a request, in quotes and not too long for a message.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_messages(messages: &Value) -> Result<Value, Refusal> {
        let body = json!({ "model": "any", "messages": messages, "temperature": 0 });
        article_in(&json!({ "custom_id": "a", "method": "POST", "url": CHAT, "body": body }))
    }

    #[test]
    fn the_last_message_of_the_user_is_the_article() {
        let messages = json!([
            { "role": "system", "content": "Translate." },
            { "role": "user", "content": "مثال" },
            { "role": "assistant", "content": "example" },
            { "role": "user", "content": "خبر\n\nنص" },
        ]);
        assert_eq!(
            of_messages(&messages),
            Ok(json!({ "content": "خبر\n\nنص" }))
        );
        let parts = json!([
            { "type": "text", "text": "خبر" },
            { "type": "text", "text": "نص" },
        ]);
        assert_eq!(
            of_messages(&json!([{ "role": "user", "content": parts }])),
            Ok(json!({ "content": ["خبر", "نص"] }))
        );
        // That there is no text in it is said where articles are made of objects.
        assert_eq!(
            of_messages(&json!([{ "role": "user" }])),
            Ok(json!({ "content": null }))
        );
    }

    #[test]
    fn what_is_no_request_for_an_article_is_refused_in_words() {
        let refused = |request: &Value| article_in(request).expect_err("no article").to_string();
        let others = r#"are not answered, only those to "/v1/chat/completions""#;
        let embeddings = json!({ "url": "/v1/embeddings", "body": { "input": "نص" } });
        assert_eq!(
            refused(&embeddings),
            format!(r#"requests to "/v1/embeddings" {others}"#)
        );
        assert_eq!(refused(&json!({})), format!(r#"requests to "" {others}"#));
        let long = json!({ "url": "\n".repeat(1000) });
        let expected = format!("requests to \"{}\" {others}", "\\n".repeat(SHOWN));
        assert_eq!(refused(&long), expected);
        assert_eq!(
            refused(&json!({ "url": CHAT, "body": { "prompt": "نص" } })),
            "its body has no array of messages"
        );
        let of = |messages: Value| {
            let refusal = of_messages(&messages).expect_err("no article");
            refusal.to_string()
        };
        assert_eq!(
            of(json!([{ "role": "system", "content": "x" }])),
            "it has no message of the user"
        );
        assert_eq!(
            of(json!([{ "role": "user", "content": 7 }])),
            "the content of its message is a number, not a text"
        );
        let picture =
            json!([{ "type": "text", "text": "نص" }, { "type": "image_url", "image_url": {} }]);
        assert_eq!(
            of(json!([{ "role": "user", "content": picture }])),
            r#"its message has a part of the type "image_url", and only text is read"#
        );
    }
}
