//! Exports of Telegram, in JSON (`result.json`) and as pages (`messages.html`). This file owns how their
//! messages become records; finding them is done in a file for each form.

mod messages;
pub(super) mod page;

use serde_json::Value;

use super::record::{Context, Out, Record};
use super::{Format, Refusal, json};
pub(super) use messages::messages_of;

/// Hands over the messages of an export as numbered records. Notices of the messenger (`None`) count in the
/// numbers and are passed over.
pub(super) fn hand_over(
    messages: Vec<Option<Value>>,
    encoding: &'static str,
    format: Format,
    out: &mut Out<'_>,
) {
    for (index, message) in messages.into_iter().enumerate() {
        let Some(message) = message else {
            continue;
        };
        // Its reactions change from one export to the next.
        let compact = out.fields().parts_of(&message).to_string();
        let parse = move |context: &Context<'_>| {
            if is_without_text(&message) && context.fields.is_empty() {
                let reason = "it is a message without text, such as a picture, a film or a notice";
                return Err(Refusal::Skipped(reason.to_owned()));
            }
            json::article(&message, encoding, context)
        };
        let path = out.numbered(index + 1);
        let record = Record::new(path, compact.as_bytes(), format, parse);
        if out.send(record).is_break() {
            return;
        }
    }
}

fn is_without_text(message: &Value) -> bool {
    let text = message.get("text").and_then(Value::as_str);
    text.is_some_and(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{FieldMap, ReadSettings, read_bytes};
    use crate::text::Language;

    #[test]
    fn a_message_is_the_same_whatever_the_number_of_its_reactions() {
        let hash = |text: &str, count: u32, fields: &FieldMap| {
            let export = serde_json::json!({"name": "x", "type": "public_channel", "messages": [
                {"id": 1, "type": "message", "text": text, "reactions": [{"count": count}], "place_name": count.to_string()}]});
            let mut hashes = Vec::new();
            let settings = ReadSettings {
                fields,
                ..ReadSettings::default()
            };
            let bytes = export.to_string();
            read_bytes(
                "a.json",
                Format::Json,
                bytes.as_bytes(),
                settings,
                &mut |record| {
                    hashes.push(record.blake3);
                    ControlFlow::Continue(())
                },
            );
            hashes.concat()
        };
        let none = FieldMap::NONE;
        let named = FieldMap::of(&["title=place_name".to_owned()]).expect("a map");
        let own = hash("نعم.", 4, none);
        assert_eq!(own.len(), 64);
        assert_eq!(hash("نعم.", 5, none), own);
        assert_ne!(hash("لا.", 4, none), own);
        assert_ne!(hash("نعم.", 4, &named), hash("نعم.", 5, &named));
    }

    #[test]
    fn each_message_with_a_text_is_an_article() {
        let export = r#"{
            "name": "قناة الميناء", "type": "public_channel", "id": 1, "messages": [
            {"id": 1, "type": "service", "action": "create_channel", "text": ""},
            {"id": 2, "type": "message", "date": "2026-03-02T10:00:00", "from": "قناة الميناء",
             "text": ["أعلن ", {"type": "bold", "text": "المدير"}, " أن الميناء فتح."]},
            {"id": 3, "type": "message", "date": "2026-03-02T11:00:00", "from": "قناة الميناء",
             "photo": "photos/photo_1.jpg", "text": ""},
            {"id": 4, "type": "message", "date": "2026-03-02T12:00:00", "from": null, "text": "نعم."}]}"#;
        let mut found = Vec::new();
        let settings = ReadSettings::default();
        let name = "result.json";
        read_bytes(
            name,
            Format::Json,
            export.as_bytes(),
            settings,
            &mut |record: Record| {
                let article = record.parse(&Context::of(Language::of("ar")));
                let told = article.map(|article| (article.text, article.source.date));
                found.push((record.path, told.map_err(|refusal| refusal.to_string())));
                ControlFlow::Continue(())
            },
        );
        let date = |hour: u32| Some(format!("2026-03-02T{hour}:00:00"));
        let without_text = "it is a message without text, such as a picture, a film or a notice";
        let expected = [
            (
                "#2",
                Ok((
                    "قناة الميناء\n\nأعلن المدير أن الميناء فتح.".to_owned(),
                    date(10),
                )),
            ),
            ("#3", Err(without_text.to_owned())),
            ("#4", Ok(("نعم.".to_owned(), date(12)))),
        ];
        assert_eq!(
            found,
            expected.map(|(number, told)| (format!("{name}{number}"), told))
        );
    }
}
