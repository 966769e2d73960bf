//! The steps that a `tokenizer.json` describes, looked at before the `tokenizers` crate builds them.
//! The crate believes the file: a damaged character map ends the program, a long piece overflows the
//! stack when it is dropped, and a few replacements one after another make gigabytes of a sentence.
//! This file owns refusing such a file.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::charsmap;
use super::stored::LONGEST_PIECE;

/// Most bytes of one kind of step. A character map is nearly all of them and has some 320 KB.
const LONGEST_STEPS: usize = 4 << 20;
/// Most values in one kind of step; known tokenizers have fewer than 200.
const MOST_VALUES: usize = 10_000;
/// How many times as long the steps may make a text; for a text of nothing but the character with
/// the longest replacement, those of XLM-R make it 1,024 times as long.
const MOST_GROWTH: usize = 1 << 14;
/// How many times as long the steps may make an output; its pieces are longer than letters.
const MOST_OUTPUT_GROWTH: usize = 16;
/// Most bytes of all added tokens together; NLLB's 207 have some 2 KB.
const MOST_ADDED: usize = 1 << 20;

/// What is looked at of a file.
#[derive(Deserialize)]
struct Described {
    normalizer: Option<Box<RawValue>>,
    pre_tokenizer: Option<Box<RawValue>>,
    post_processor: Option<Box<RawValue>>,
    decoder: Option<Box<RawValue>>,
    #[serde(default)]
    added_tokens: Vec<Added>,
    model: Option<Model>,
}

#[derive(Deserialize)]
struct Added {
    content: String,
}

#[derive(Deserialize)]
struct Model {
    #[serde(default)]
    vocab: LongestPiece,
}

/// The length in bytes of the longest piece of a Unigram vocabulary, which is a list of pairs; 0 for
/// the vocabularies of other models, of which no trie is made.
#[derive(Default)]
struct LongestPiece(usize);

impl<'de> Deserialize<'de> for LongestPiece {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Vocabulary;

        impl<'de> Visitor<'de> for Vocabulary {
            type Value = LongestPiece;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a vocabulary")
            }

            fn visit_unit<E>(self) -> Result<LongestPiece, E> {
                Ok(LongestPiece(0))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pairs: A) -> Result<LongestPiece, A::Error> {
                let mut longest = 0;
                while let Some((piece, _)) = pairs.next_element::<(String, IgnoredAny)>()? {
                    longest = longest.max(piece.len());
                }
                Ok(LongestPiece(longest))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pieces: A) -> Result<LongestPiece, A::Error> {
                while pieces.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(LongestPiece(0))
            }
        }

        deserializer.deserialize_any(Vocabulary)
    }
}

/// Refuses a `tokenizer.json` that could end the program or cost gigabytes.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let file: Described = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    if file
        .model
        .is_some_and(|model| model.vocab.0 > LONGEST_PIECE)
    {
        return Err(format!("it has a piece of more than {LONGEST_PIECE} bytes"));
    }
    let added = file.added_tokens.iter().map(|token| token.content.len());
    if added.sum::<usize>() > MOST_ADDED {
        return Err(format!(
            "its added tokens have more than {MOST_ADDED} bytes together"
        ));
    }
    let before = growth(file.normalizer.as_deref())?;
    let growth_of_text = before.saturating_mul(growth(file.pre_tokenizer.as_deref())?);
    growth(file.post_processor.as_deref())?;
    if growth_of_text > MOST_GROWTH || growth(file.decoder.as_deref())? > MOST_OUTPUT_GROWTH {
        return Err("its steps could make a text thousands of times as long".to_owned());
    }
    Ok(())
}

/// How many times as long steps of one kind can make a text.
fn growth(steps: Option<&RawValue>) -> Result<usize, String> {
    let Some(steps) = steps else {
        return Ok(1);
    };
    if steps.get().len() > LONGEST_STEPS {
        return Err(format!("its steps have more than {LONGEST_STEPS} bytes"));
    }
    let steps: Value = serde_json::from_str(steps.get()).map_err(|e| e.to_string())?;
    let mut seen = Seen {
        values: 0,
        growth: 1,
    };
    seen.add(&steps)?;
    Ok(seen.growth)
}

/// What the steps that were looked at so far come to.
struct Seen {
    values: usize,
    growth: usize,
}

impl Seen {
    fn add(&mut self, value: &Value) -> Result<(), String> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(format!("its steps have more than {MOST_VALUES} values"));
        }
        match value {
            Value::Array(values) => values.iter().try_for_each(|value| self.add(value)),
            Value::Object(step) => {
                self.growth = self.growth.saturating_mul(growth_of(step)?);
                step.values().try_for_each(|value| self.add(value))
            }
            _ => Ok(()),
        }
    }
}

/// How many times as long one step can make a text. It is known by its fields, as the crate takes
/// steps without a `type` too.
fn growth_of(step: &Map<String, Value>) -> Result<usize, String> {
    let text = |key: &str| step.get(key).and_then(Value::as_str);
    let is = |name: &str| text("type") == Some(name);
    if is("Precompiled") || step.contains_key("precompiled_charsmap") {
        let map = text("precompiled_charsmap").and_then(|map| BASE64_STANDARD.decode(map).ok());
        if !map.is_some_and(|map| charsmap::is_sound(&map)) {
            return Err(charsmap::DAMAGED.to_owned());
        }
        return Ok(charsmap::LONGEST);
    }
    if let Some(Value::Array(template)) = step.get("single") {
        let mut texts = template.iter().filter_map(|part| part.get("Sequence"));
        let first = texts.next().and_then(|text| text.get("id"));
        if first.and_then(Value::as_str) != Some("A") || texts.next().is_some() {
            return Err("its template does not take a text once".to_owned());
        }
    }
    if let (Some(pattern), Some(content)) = (step.get("pattern"), text("content")) {
        let replaced = pattern.get("String").and_then(Value::as_str);
        return Ok(match replaced.map_or(0, str::len) {
            // A pattern, or an empty text, may be found between any two letters.
            0 => content.len() + 1,
            replaced => content.len().div_ceil(replaced).max(1),
        });
    }
    if let Some(prepended) = text("prepend") {
        return Ok(prepended.len() + 1);
    }
    // A byte of those that are not ASCII becomes a character of two; an empty suffix or delimiter
    // stands between any two letters.
    let doubles = ["add_prefix_space", "suffix", "word_delimiter_token"];
    let doubled = is("ByteLevel") || doubles.iter().any(|key| step.contains_key(*key));
    Ok(1 + usize::from(doubled))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is wrong with a tokenizer that has these parts.
    fn refused(parts: &Value) -> Option<String> {
        check(parts.to_string().as_bytes()).err()
    }

    fn normalizers(steps: &Value) -> Option<String> {
        refused(&json!({"normalizer": {"type": "Sequence", "normalizers": steps}}))
    }

    const LONG: &str = "its steps could make a text thousands of times as long";

    #[test]
    fn steps_that_multiply_a_text_are_refused() {
        let by = |content: &str| json!({"type": "Replace", "pattern": {"String": "e"}, "content": content});
        // 128 times 128 is what may be, and twice as much is not.
        let step = by(&"e".repeat(128));
        assert_eq!(normalizers(&json!([step, step])), None);
        assert_eq!(
            normalizers(&json!([step, step, by("ee")])).as_deref(),
            Some(LONG)
        );
        let bytes = json!({"type": "ByteLevel"});
        assert_eq!(normalizers(&json!(vec![&bytes; 14])), None);
        assert_eq!(normalizers(&json!(vec![&bytes; 15])).as_deref(), Some(LONG));
        let prepended = json!([{"type": "Prepend", "prepend": "x".repeat(1 << 14)}]);
        assert_eq!(normalizers(&prepended).as_deref(), Some(LONG));
        // Steps without a type, before and after the division into words.
        let mut untyped = by(&"e".repeat(129));
        untyped["type"] = Value::Null;
        let both = json!({"normalizer": untyped, "pre_tokenizer": {"pretokenizers": [untyped]}});
        assert_eq!(refused(&both).as_deref(), Some(LONG));
    }

    #[test]
    fn steps_that_multiply_an_output_are_refused() {
        let by = |content: &str| json!({"type": "Replace", "pattern": {"Regex": "e"}, "content": content});
        let decoder = |content: &str| refused(&json!({"decoder": {"decoders": [by(content)]}}));
        assert_eq!(decoder(&"e".repeat(15)), None);
        assert_eq!(decoder(&"e".repeat(16)).as_deref(), Some(LONG));
        let suffixes = json!({"decoder": {"decoders": vec![json!({"suffix": ""}); 5]}});
        assert_eq!(refused(&suffixes).as_deref(), Some(LONG));
    }

    #[test]
    fn a_damaged_character_map_is_refused() {
        for map in ["", "AAAA", "/////wAAAAA=", "no base64"] {
            let step = json!({"type": "Precompiled", "precompiled_charsmap": map});
            let error = normalizers(&json!([step]));
            assert_eq!(
                error.as_deref(),
                Some("its character map is damaged"),
                "{map}"
            );
        }
        let error = normalizers(&json!([{"type": "Precompiled"}]));
        assert_eq!(error.as_deref(), Some("its character map is damaged"));
    }

    #[test]
    fn a_template_takes_a_text_once() {
        let text = |id: &str| json!({"Sequence": {"id": id, "type_id": 0}});
        let end = json!({"SpecialToken": {"id": "</s>", "type_id": 0}});
        let template = |single: &Value| refused(&json!({"post_processor": {"single": single}}));
        let wrong = Some("its template does not take a text once");
        assert_eq!(template(&json!([end, text("A"), end])), None);
        assert_eq!(template(&json!([text("A"), text("A")])).as_deref(), wrong);
        assert_eq!(template(&json!([text("B"), end])).as_deref(), wrong);
        assert_eq!(template(&json!([end])).as_deref(), wrong);
    }

    #[test]
    fn what_no_tokenizer_has_as_much_of_is_refused() {
        let vocabulary = |bytes: usize| {
            refused(&json!({"model": {"vocab": [["a", -1.0], ["a".repeat(bytes), -2.0]]}}))
        };
        assert_eq!(vocabulary(1000), None);
        let long = Some("it has a piece of more than 1000 bytes");
        assert_eq!(vocabulary(1001).as_deref(), long);
        let other = json!({"model": {"vocab": {"a".repeat(1001): 0}}, "added_tokens": []});
        assert_eq!(refused(&other), None);
        let added = |bytes: usize| {
            refused(&json!({"added_tokens": [{"id": 1, "content": "a".repeat(bytes)}]}))
        };
        assert_eq!(added(1 << 20), None);
        let many = Some("its added tokens have more than 1048576 bytes together");
        assert_eq!(added((1 << 20) + 1).as_deref(), many);
        // A list of 9,999 numbers is 10,000 values.
        let values = |count: usize| refused(&json!({"post_processor": vec![0; count]}));
        assert_eq!(values(9_999), None);
        let many = Some("its steps have more than 10000 values");
        assert_eq!(values(10_000).as_deref(), many);
        let long = json!({"decoder": "a".repeat((4 << 20) - 1)});
        let said = Some("its steps have more than 4194304 bytes");
        assert_eq!(refused(&long).as_deref(), said);
    }
}
