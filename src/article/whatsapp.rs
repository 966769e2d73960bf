//! Chats that WhatsApp exports as text (`_chat.txt`, `WhatsApp Chat with ….txt`). This file owns how they divide into
//! messages; what becomes of these is the same as in exports of Telegram.

use std::io;

use serde_json::{Value, json};

use super::decode::decode;
use super::input::Input;
use super::record::{Out, bytes_of, only};
use super::{Format, content, telegram};
use crate::text::is_invisible;

/// Maximum length of the date and time of a message, and of the name of its sender, in characters.
const MAX_STAMP: usize = 60;
const MAX_SENDER: usize = 80;

/// Maximum length of what says which half of the day a time is in, in characters.
const MAX_HALF: usize = 4;

/// What stands in front of the words that the program writes itself, such as that a picture is missing.
const OWN: char = '\u{200e}';

/// Whether a file of plain text begins as an export does: its first line and others have a date and a time in front, and
/// most of these name a sender. Entries of a running report have no sender.
pub(super) fn is_export(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some((_, first)) = lines.next().and_then(stamped) else {
        return false;
    };
    let others = lines.filter_map(stamped).map(|(_, said)| has_sender(said));
    let (sent, all) = others.fold(
        (usize::from(has_sender(first)), 1),
        |(sent, all), is_sent| (sent + usize::from(is_sent), all + 1),
    );
    all > 1 && sent * 2 >= all
}

/// Hands over the messages of an export.
pub(super) fn messages(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    match decode(&bytes, None) {
        Ok(decoded) => {
            drop(bytes);
            let messages = messages_of(&decoded.text);
            telegram::hand_over(messages, decoded.encoding, Format::Txt, out);
        }
        Err(_) => only(bytes, Format::Txt, content::text, out),
    }
    Ok(())
}

/// The messages of a chat in their order.
fn messages_of(text: &str) -> Vec<Option<Value>> {
    let mut messages: Vec<Message<'_>> = Vec::new();
    for line in text.lines() {
        if let Some((stamp, said)) = stamped(line) {
            messages.push(Message::of(stamp, said));
        } else if let Some(message) = messages.last_mut() {
            message.lines.push(line);
        }
    }
    let messages = messages.into_iter();
    messages
        .map(|message| Some(message.into_record()))
        .collect()
}

/// A message, with its text in lines. A notice of the program has no sender, and one line.
struct Message<'t> {
    stamp: String,
    sender: Option<&'t str>,
    lines: Vec<&'t str>,
}

impl<'t> Message<'t> {
    /// The message that begins with what is said in its first line.
    fn of(stamp: String, said: &'t str) -> Self {
        let (sender, first) = sent(said).unzip();
        Self {
            stamp,
            sender,
            lines: vec![first.unwrap_or(said)],
        }
    }

    /// The message as a record of JSON, without the text of a notice.
    fn into_record(self) -> Value {
        let is_notice =
            self.sender.is_none() && self.lines[1..].iter().all(|line| line.trim().is_empty());
        let lines: Vec<&str> = self.lines.into_iter().map(without_own_words).collect();
        let text = lines.join("\n");
        let text = text.trim();
        // So older versions write that a picture is missing.
        let text = if is_notice || is_between_brackets(text) {
            ""
        } else {
            text
        };
        json!({"date": self.stamp, "author": self.sender, "text": text})
    }
}

/// The sender of a message, and the first line of what is sent.
fn sent(said: &str) -> Option<(&str, &str)> {
    let (sender, first) = said.split_once(": ")?;
    sender
        .chars()
        .nth(MAX_SENDER)
        .is_none()
        .then_some((sender, first))
}

fn has_sender(said: &str) -> bool {
    sent(said).is_some()
}

/// A line without what the program wrote: the name of a file, or behind a text that it was changed.
fn without_own_words(line: &str) -> &str {
    if line.starts_with(OWN) {
        return "";
    }
    match line.rsplit_once(OWN) {
        Some((before, own)) if is_between_brackets(own) => before,
        _ => line,
    }
}

fn is_between_brackets(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>')
}

/// The date and time in front of a line, and what stands behind them: `[5/3/2024, 10:15:00] ` on an iPhone,
/// `5/3/2024, 10:15 - ` elsewhere.
fn stamped(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(is_invisible);
    let (stamp, said) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once("] ")?,
        None => line.split_once(" - ")?,
    };
    if stamp.chars().nth(MAX_STAMP).is_some() {
        return None;
    }
    // Between numbers in Arabic digits stand marks of direction.
    let stamp: String = stamp.chars().filter(|c| !is_invisible(*c)).collect();
    is_stamp(&stamp).then_some((stamp, said))
}

/// Whether a text is a date and a time in digits, as any language writes them.
fn is_stamp(text: &str) -> bool {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '،'));
    let mut words = parts.filter(|word| !word.is_empty());
    let is_date = |word: &str| are_numbers(word, &['/', '.', '-'], 3);
    let is_time = |word: &str| are_numbers(word, &[':', '.'], 2);
    let is_half =
        |word: &str| word.chars().nth(MAX_HALF).is_none() && !word.contains(char::is_numeric);
    words.next().is_some_and(is_date) && words.next().is_some_and(is_time) && words.all(is_half)
}

/// Whether a word consists of numbers, at least so many and at most three, with one of some signs between two of them.
fn are_numbers(word: &str, signs: &[char], least: usize) -> bool {
    let numbers: Vec<&str> = word.split(signs).collect();
    let is_number = |number: &&str| !number.is_empty() && number.chars().all(char::is_numeric);
    (least..=3).contains(&numbers.len()) && numbers.iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{Context, ReadSettings, Record, read_bytes};
    use crate::text::Language;

    /// The text and the date of a message, or why it has none.
    type Told = Result<(String, Option<String>), String>;

    /// The numbers of the records of a file, with what is told of each.
    fn read(chat: &str) -> Vec<(String, Told)> {
        let mut found = Vec::new();
        let settings = ReadSettings::default();
        read_bytes(
            "c.txt",
            Format::Txt,
            chat.as_bytes(),
            settings,
            &mut |record: Record| {
                let article = record.parse(&Context::of(Language::of("ar")));
                let told = article.map(|article| (article.text, article.source.date));
                found.push((record.path, told.map_err(|refusal| refusal.to_string())));
                ControlFlow::Continue(())
            },
        );
        found
    }

    fn told(number: &str, text: &str, date: &str) -> (String, Told) {
        (
            format!("c.txt#{number}"),
            Ok((text.to_owned(), Some(date.to_owned()))),
        )
    }

    fn without_text(number: &str) -> (String, Told) {
        let reason = "it is a message without text, such as a picture, a film or a notice";
        (format!("c.txt#{number}"), Err(reason.to_owned()))
    }

    #[test]
    fn each_message_of_an_iphone_is_an_article() {
        let chat = "\u{200e}[05/03/2024, 10:00:00 ص] قناة الوادي: \u{200e}الرسائل مشفرة.\n\
            [05/03/2024, 10:10:00 ص] قناة الوادي: أعلنت المديرية أن الماء وصل.\nوقالت: لن ينقطع.\n\
            \u{200e}[05/03/2024, 10:20:00 ص] قناة الوادي: \u{200e}تم حذف الصورة\n\
            [05/03/2024, 10:30:00 ص] هدى: نعم، وصل. \u{200e}<تم تعديل هذه الرسالة>\n";
        assert_eq!(
            read(chat),
            [
                without_text("1"),
                told(
                    "2",
                    "قناة الوادي\n\nأعلنت المديرية أن الماء وصل.\nوقالت: لن ينقطع.",
                    "05/03/2024, 10:10:00 ص"
                ),
                without_text("3"),
                told("4", "هدى\n\nنعم، وصل.", "05/03/2024, 10:30:00 ص"),
            ]
        );
    }

    #[test]
    fn each_message_of_another_telephone_is_an_article() {
        let chat = "٥\u{200f}/٣\u{200f}/٢٠٢٤، ١٠:١٥ ص - أنشأ فارس المجموعة\n\
            ٥\u{200f}/٣\u{200f}/٢٠٢٤، ١٠:١٦ ص - فارس: أعلنت المديرية أن الماء وصل.\n\
            ٥\u{200f}/٣\u{200f}/٢٠٢٤، ١٠:١٧ ص - فارس: <تم استبعاد الوسائط>\n\
            ٥\u{200f}/٣\u{200f}/٢٠٢٤، ١٠:١٨ ص - فارس: \u{200e}IMG-1.jpg (الملف مرفق)\nوصل الماء إلى القرى.\n";
        assert_eq!(
            read(chat),
            [
                without_text("1"),
                told(
                    "2",
                    "فارس\n\nأعلنت المديرية أن الماء وصل.",
                    "٥/٣/٢٠٢٤، ١٠:١٦ ص"
                ),
                without_text("3"),
                told("4", "فارس\n\nوصل الماء إلى القرى.", "٥/٣/٢٠٢٤، ١٠:١٨ ص"),
            ]
        );
    }

    #[test]
    fn dates_and_times_are_those_of_many_languages() {
        for line in [
            "3/5/24, 10:15\u{202f}AM - Ali: a",
            "05.03.24, 10:15 - Ali: a",
            "[2024-03-05, 10:15:30] Ali: a",
            "[5/3/24 10.15.30] Ali: a",
            "5/3/24, 10:15 a. m. - Ali: a",
        ] {
            assert!(is_export(format!("{line}\n\n{line}").as_bytes()), "{line}");
        }
        for text in [
            "3/5/24, 10:15 - Ali: a\nb",
            "خبر\n3/5/24, 10:15 - Ali: a\n3/5/24, 10:15 - Ali: a",
            "5 مارس - وصل الماء.\n5 مارس - وصل الماء.",
            "[1] مصدر\n[2] مصدر",
            "2024 - عام الماء\n2025 - عام الرمان",
            "5/3/2024, 10:15 - وصل الماء إلى القرى.\n5/3/2024, 10:30 - المدير: لن ينقطع.\n5/3/2024, 10:45 - انقطع الماء.",
        ] {
            assert!(!is_export(text.as_bytes()), "{text}");
        }
    }
}
