//! Exports of Telegram as pages. This file owns which elements of such a page are messages, and what in them is
//! the text, the time and the sender.

use std::io;

use serde_json::{Value, json};

use super::hand_over;
use crate::article::decode::decode;
use crate::article::extracted::one_line;
use crate::article::html::declared_charset;
use crate::article::input::Input;
use crate::article::record::{Out, Record, bytes_of};
use crate::article::xml::{Node, Nodes, Tag};
use crate::article::{Format, Refusal};
use crate::text::counted;

/// What stands around the messages, both near the beginning of a page.
const MARKS: [&[u8]; 2] = [b"class=\"page_body chat_page\"", b"class=\"history\""];

/// Number of bytes in which the marks are looked for.
const HEAD: usize = 8 << 10;

/// How the identifiers of lines begin that only part the days; those of messages are positive.
const DAY: &str = "message-";

/// Whether a page with these first bytes is an export.
pub(in crate::article) fn is_export(start: &[u8]) -> bool {
    let head = &start[..start.len().min(HEAD)];
    MARKS
        .iter()
        .all(|mark| head.windows(mark.len()).any(|window| window == *mark))
}

/// Hands over the messages of a page.
pub(in crate::article) fn messages(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let decoded = match decode(&bytes, declared_charset(&bytes).as_deref()) {
        Ok(decoded) => decoded,
        Err(refusal) => {
            let record = Record::new(out.whole(), &bytes, Format::Html, move |_| {
                Err(refusal.clone())
            });
            let _ = out.send(record);
            return Ok(());
        }
    };
    drop(bytes);
    let (messages, broken) = messages_in(&decoded.text);
    let count = messages.len();
    hand_over(messages, decoded.encoding, Format::Html, out);
    if let Some(error) = broken
        && !out.stopped()
    {
        let read = counted(count, "message");
        let reason = format!("the page is damaged after {read}: {error}");
        out.refuse(Refusal::Failed(reason));
    }
    Ok(())
}

/// The messages of a page, with `None` for notices of the messenger, and what is wrong with the page where reading
/// ended.
fn messages_in(html: &str) -> (Vec<Option<Value>>, Option<String>) {
    let mut reader = Reader::default();
    let mut nodes = Nodes::of(html);
    for node in nodes.by_ref() {
        match node {
            Node::Open(tag) => reader.open(&tag),
            Node::Text(text) => reader.text(&text),
            Node::Close => reader.close(),
        }
    }
    (reader.messages, nodes.broken())
}

/// What an element is of a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    /// No part of its own.
    #[default]
    Other,
    Message,
    /// What is passed on from another chat.
    Forwarded,
    Sender,
    /// Who what is passed on is from.
    Origin,
    Signature,
    Text,
    /// An answer of a poll, behind a dash; its question is a text.
    Answer,
    /// Lines of the text that are set apart.
    Lines,
    /// The time, and what the messenger says.
    Details,
}

#[derive(Debug, Default)]
struct Message {
    is_notice: bool,
    /// Whether what is passed on is being read.
    in_forwarded: bool,
    date: Option<String>,
    sender: String,
    origin: String,
    signature: String,
    text: String,
}

/// Reads the elements of a page one after the other.
#[derive(Debug, Default)]
struct Reader {
    messages: Vec<Option<Value>>,
    /// The message that is being read.
    message: Option<Message>,
    /// The sender of the last message, which the next one does not repeat if it follows soon.
    sender: String,
    /// What every open element is, and what the text in it belongs to.
    open: Vec<(Part, Part)>,
}

impl Reader {
    /// What the text at hand belongs to.
    fn target(&self) -> Part {
        self.open
            .last()
            .map(|(_, target)| *target)
            .unwrap_or_default()
    }

    fn open(&mut self, tag: &Tag) {
        let part = self.part_of(tag);
        let target = match part {
            Part::Other | Part::Lines => self.target(),
            part => part,
        };
        self.open.push((part, target));
        let sender = &self.sender;
        match (part, &mut self.message) {
            (Part::Message, message) => {
                let is_joined = classes(tag).any(|class| class == "joined");
                *message = Some(Message {
                    is_notice: classes(tag).any(|class| class == "service"),
                    sender: if is_joined {
                        sender.clone()
                    } else {
                        String::new()
                    },
                    ..Message::default()
                });
            }
            (Part::Forwarded, Some(message)) => message.in_forwarded = true,
            (Part::Lines, Some(message)) => end_line(&mut message.text),
            (Part::Other, Some(message)) if target == Part::Text && tag.name == "br" => {
                message.text.push('\n');
            }
            (Part::Details, Some(message)) if classes(tag).any(|class| class == "date") => {
                let stated = tag.attribute("title").map(with_iso_date);
                message.date = message.date.take().or(stated);
            }
            _ => {}
        }
    }

    /// What an element is of the message at hand.
    fn part_of(&self, tag: &Tag) -> Part {
        let has = |name: &str| classes(tag).any(|class| class == name);
        let Some(message) = &self.message else {
            let is_day = tag.attribute("id").is_some_and(|id| id.starts_with(DAY));
            let is_message = has("message") && (has("default") || has("service"));
            return if is_message && !is_day {
                Part::Message
            } else {
                Part::Other
            };
        };
        let is_details = has("details");
        if matches!(self.target(), Part::Text | Part::Answer) {
            return match tag.name.as_str() {
                // The votes for an answer.
                _ if is_details => Part::Details,
                "p" | "div" | "pre" | "blockquote" => Part::Lines,
                _ => Part::Other,
            };
        }
        if has("from_name") {
            if message.in_forwarded {
                Part::Origin
            } else {
                Part::Sender
            }
        } else if has("forwarded") && has("body") {
            Part::Forwarded
        } else if has("text") && tag.name == "div" || has("question") && has("bold") {
            Part::Text
        } else if has("answer") {
            Part::Answer
        } else if has("signature") {
            Part::Signature
        } else if is_details {
            Part::Details
        } else {
            Part::Other
        }
    }

    fn text(&mut self, text: &str) {
        let target = self.target();
        let Some(message) = &mut self.message else {
            return;
        };
        match target {
            Part::Sender => message.sender.push_str(text),
            Part::Origin => message.origin.push_str(text),
            Part::Signature => message.signature.push_str(text),
            // Only elements begin another line.
            Part::Text => message.text.push_str(&text.replace('\n', " ")),
            Part::Answer => {
                let text = text.replace('\n', " ");
                let is_start = message.text.is_empty() || message.text.ends_with('\n');
                let begin = Some(text.trim_start()).filter(|_| is_start);
                let begin = begin.map(|begin| begin.strip_prefix("- ").unwrap_or(begin));
                message.text.push_str(begin.unwrap_or(&text));
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let closed = self.open.pop().map(|(part, _)| part);
        match (closed, &mut self.message) {
            (Some(Part::Message), message) => {
                if let Some(message) = message.take() {
                    self.end(&message);
                }
            }
            (Some(Part::Forwarded), Some(message)) => message.in_forwarded = false,
            (Some(Part::Lines | Part::Text | Part::Answer), Some(message)) => {
                end_line(&mut message.text)
            }
            _ => {}
        }
    }

    fn end(&mut self, message: &Message) {
        if message.is_notice {
            self.messages.push(None);
            return;
        }
        self.sender.clone_from(&message.sender);
        let sender = if message.origin.is_empty() {
            &message.sender
        } else {
            &message.origin
        };
        let names = [sender, &message.signature];
        let mut authors: Vec<String> = names.into_iter().map(|name| one_line(name)).collect();
        authors.retain(|name| !name.is_empty());
        authors.dedup();
        let lines: Vec<String> = message.text.trim().split('\n').map(one_line).collect();
        let record = json!({"text": lines.join("\n"), "date": message.date, "author": authors});
        self.messages.push(Some(record));
    }
}

fn end_line(text: &mut String) {
    if !text.ends_with('\n') {
        text.push('\n');
    }
}

fn classes(tag: &Tag) -> impl Iterator<Item = &str> {
    tag.attribute("class")
        .unwrap_or_default()
        .split_whitespace()
}

/// A time as pages state it (`02.03.2026 10:00:00 UTC+03:00`) in the form of ISO 8601; another one as it is.
fn with_iso_date(stated: &str) -> String {
    let words: Vec<&str> = stated.split_whitespace().collect();
    let (date, time, zone) = match words.as_slice() {
        [date, time] => (date, time, ""),
        [date, time, zone] => (date, time, zone.strip_prefix("UTC").unwrap_or_default()),
        _ => return stated.to_owned(),
    };
    let numbers: Vec<&str> = date.split('.').collect();
    let is_number = |number: &&str, digits: usize| {
        number.len() == digits && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    match numbers.as_slice() {
        [day, month, year] if is_number(day, 2) && is_number(month, 2) && is_number(year, 4) => {
            format!("{year}-{month}-{day}T{time}{zone}")
        }
        _ => stated.to_owned(),
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
