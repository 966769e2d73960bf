//! The results of requests of batch files, in the form that OpenAI's Batch API and the `run-batch` of
//! vLLM have. This file owns that form; it has no time and no random number in it.

use serde_json::{Value, json};

/// Who answered, where no translator was needed.
const PROGRAM: &str = "mujaz";
/// How many hex digits of a hash name a result.
const DIGITS: usize = 32;

/// A request that gets its result.
pub(super) struct Request<'a> {
    custom_id: Option<&'a Value>,
    /// A hash of the request, the settings and the models.
    hash: &'a str,
}

/// What a request for a brief is answered with.
pub(super) struct Completion<'a> {
    /// The name of the translator; an article in English has none.
    pub(super) translator: Option<&'a str>,
    /// The hash of the version, the settings and the models.
    pub(super) fingerprint: &'a str,
    /// The message.
    pub(super) content: &'a str,
}

/// Why a request has no brief.
pub(super) struct Refused<'a> {
    /// How the article ended.
    pub(super) code: &'static str,
    /// The reason, as a clause.
    pub(super) message: &'a str,
    /// Whether the same request may succeed another time: the program or the machine failed.
    pub(super) may_pass: bool,
}

impl<'a> Request<'a> {
    /// A request of this `custom_id`; `hash`, in hex, is one of the request, the settings and the models.
    pub(super) fn of(custom_id: Option<&'a Value>, hash: &'a str) -> Self {
        let hash = hash.get(..DIGITS).unwrap_or(hash);
        Self { custom_id, hash }
    }

    /// The result of a request with a brief.
    pub(super) fn completed(&self, completion: &Completion<'_>) -> Value {
        let body = json!({
            "id": format!("chatcmpl-{}", self.hash),
            "object": "chat.completion",
            // The same request gets the same bytes at any time.
            "created": 0,
            "model": completion.translator.unwrap_or(PROGRAM),
            "system_fingerprint": completion.fingerprint,
            "choices": [{
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": completion.content,
                    "refusal": null,
                },
                "logprobs": null,
                "finish_reason": "stop",
            }],
        });
        self.result(200, &body, &Value::Null)
    }

    /// The result of a request without a brief. Some programs look for an error in the body of the
    /// response, others beside it.
    pub(super) fn refused(&self, refused: &Refused<'_>) -> Value {
        let Refused { code, message, .. } = refused;
        let (status, kind) = if refused.may_pass {
            (500, "server_error")
        } else {
            (400, "invalid_request_error")
        };
        let body = json!({
            "error": { "message": message, "type": kind, "param": null, "code": code },
        });
        self.result(status, &body, &json!({ "code": code, "message": message }))
    }

    fn result(&self, status: u16, body: &Value, error: &Value) -> Value {
        json!({
            "id": format!("batch_req_{}", self.hash),
            "custom_id": self.custom_id,
            "response": {
                "status_code": status,
                "request_id": format!("req_{}", self.hash),
                "body": body,
            },
            "error": error,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    const START: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_brief_is_the_message_of_a_completion() {
        let custom_id = json!("a");
        let request = Request::of(Some(&custom_id), HASH);
        let completion = Completion {
            translator: Some("opus"),
            fingerprint: "f",
            content: "{\"headline\":\"h\"}",
        };
        let result = request.completed(&completion);
        let expected = json!({
            "id": format!("batch_req_{START}"),
            "custom_id": "a",
            "response": {
                "status_code": 200,
                "request_id": format!("req_{START}"),
                "body": {
                    "id": format!("chatcmpl-{START}"),
                    "object": "chat.completion",
                    "created": 0,
                    "model": "opus",
                    "system_fingerprint": "f",
                    "choices": [{
                        "index": 0,
                        "message": {
                            "role": "assistant",
                            "content": "{\"headline\":\"h\"}",
                            "refusal": null,
                        },
                        "logprobs": null,
                        "finish_reason": "stop",
                    }],
                },
            },
            "error": null,
        });
        assert_eq!(result, expected);
        let untranslated = request.completed(&Completion {
            translator: None,
            ..completion
        });
        assert_eq!(untranslated["response"]["body"]["model"], "mujaz");
    }

    #[test]
    fn a_reason_is_an_error_in_the_response_and_beside_it() {
        for (may_pass, status, kind) in [
            (false, 400, "invalid_request_error"),
            (true, 500, "server_error"),
        ] {
            let result = Request::of(None, HASH).refused(&Refused {
                code: "failed",
                message: "no text",
                may_pass,
            });
            let expected = json!({
                "id": format!("batch_req_{START}"),
                "custom_id": null,
                "response": {
                    "status_code": status,
                    "request_id": format!("req_{START}"),
                    "body": { "error": {
                        "message": "no text",
                        "type": kind,
                        "param": null,
                        "code": "failed",
                    } },
                },
                "error": { "code": "failed", "message": "no text" },
            });
            assert_eq!(result, expected);
        }
    }
}
