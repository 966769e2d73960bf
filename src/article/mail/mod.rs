//! Mail: single messages and mailboxes. The subject is the headline; what an answer quotes and
//! signatures are counted as left out; articles that are attached are read as members.

mod flowed;
mod mailbox;
pub(super) mod mhtml;
pub(super) mod outlook;
mod quotes;
mod words;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use serde_json::json;

use super::Reason;
use super::archive::names::Names;
use super::archive::read_as_named;
use super::extracted::Extracted;
use super::input::Input;
use super::markup::line_of;
use super::read::records;
use super::record::{Context, Out, Record, bytes_of, too_deep};
use super::subject::without_prefixes;
use super::{Format, LeftOut, Refusal};
use crate::text::{Language, count_words};
use mailbox::Messages;
use quotes::{without_quoted_page, without_quotes};
use words::{bytes_of_part, subject_of, text_of};

/// A text in HTML that has more than this many times the words of the plain one is not the same.
const SAYS_MORE: usize = 2;

/// Hands over a mail and the articles that are attached to it.
pub(super) fn message(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if let Some(bytes) = bytes_of(input, out)? {
        mail(&bytes, Format::Eml, out.whole(), out);
    }
    Ok(())
}

/// Hands over the mails of a mailbox and the articles that are attached to them.
pub(super) fn mailbox(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let mut messages = Messages::of(input);
    let mut number = 0;
    while let Some(message) = messages.next_message()? {
        number += 1;
        let path = out.numbered(number);
        mail(&message, Format::Mbox, path, out);
        if out.stopped() {
            break;
        }
    }
    Ok(())
}

fn mail(bytes: &[u8], format: Format, path: String, out: &mut Out<'_>) {
    let own = bytes.to_vec();
    let record = Record::new(path.clone(), bytes, format, move |context| {
        read(&own, context)
    });
    if out.send(record).is_break() {
        return;
    }
    let Some(message) = MessageParser::default().parse(bytes) else {
        return;
    };
    let may_open = out.may_open();
    let mut names = Names::default();
    for (index, part) in message.attachments().enumerate() {
        if out.stopped() {
            break;
        }
        let name = name_of(part).unwrap_or_else(|| format!("{}", index + 1));
        let content = match &part.body {
            PartType::Message(inner) => Cow::Borrowed(inner.raw_message()),
            _ => bytes_of_part(&message, part),
        };
        let format = format_of(part, &name, &content);
        if format.is_none() && is_furnishing(part) {
            continue;
        }
        let number = format!("{}", index + 1);
        let path_of = |name: &str, names: &mut Names| names.path_of(name.as_bytes());
        let Some(name) = path_of(&name, &mut names).or_else(|| path_of(&number, &mut names)) else {
            continue;
        };
        out.within(format!("{path}/{name}"), |out| {
            if !may_open {
                out.refuse(too_deep());
                return Ok(());
            }
            let input = Input::of(content.as_ref())?;
            match format {
                Some(format) => records(format, input, out),
                None => read_as_named(&name, input, out),
            }
        });
    }
}

/// The name of an attachment without folders, and not one that systems hide.
fn name_of(part: &MessagePart<'_>) -> Option<String> {
    let name = part.attachment_name()?.rsplit(['/', '\\']).next()?;
    let name = name.trim_start_matches('.');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The format of an attachment, by its name, its first bytes, or the type that the mail states.
fn format_of(part: &MessagePart<'_>, name: &str, content: &[u8]) -> Option<Format> {
    if matches!(part.body, PartType::Message(_)) {
        return Some(Format::Eml);
    }
    let by_name = Format::of_path(Path::new(name)).ok();
    by_name.or_else(|| Format::of_start(content)).or_else(|| {
        let stated = part.content_type()?;
        Format::of_media_type(&format!("{}/{}", stated.ctype(), stated.subtype()?))
    })
}

/// Whether a part is no text, but a picture, a signature or an appointment.
fn is_furnishing(part: &MessagePart<'_>) -> bool {
    let Some(stated) = part.content_type() else {
        return true;
    };
    let kind = stated.subtype().unwrap_or_default().to_ascii_lowercase();
    let is_sealed = [
        "signature",
        "calendar",
        "vcard",
        "ms-tnef",
        "delivery-status",
    ];
    match stated.ctype().to_ascii_lowercase().as_str() {
        "text" | "application" => {
            part.attachment_name().is_none() || is_sealed.iter().any(|mark| kind.contains(mark))
        }
        _ => true,
    }
}

fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let parser = MessageParser::default();
    let message = parser
        .parse(bytes)
        .ok_or_else(|| Refusal::Failed("it is no mail: there is no header".to_owned()))?;
    let (texts, left_out) = texts_of(&message, context.language);
    if texts.iter().all(|text| text.trim().is_empty()) {
        let reason = if left_out.kinds.contains(&Reason::Damaged) {
            "the text of the mail cannot be decoded"
        } else {
            "the mail has no text of its own"
        };
        return Err(Refusal::Skipped(reason.to_owned()));
    }
    let fields = json!({
        "title": subject_of(&message).as_deref().map(without_prefixes),
        "author": message.from().and_then(sender),
        "date": message.header_raw("Date").map(str::trim),
        "text": texts,
    });
    let mut read = super::json::article(&fields, "UTF-8", context)?;
    read.left_out.add(left_out);
    Ok(read)
}

/// The texts of a mail: those in plain text, or those in HTML where they say more.
fn texts_of(message: &Message<'_>, language: &Language) -> (Vec<String>, LeftOut) {
    let mut damaged = 0;
    let mut bodies = |parts: &[u32]| -> Vec<(bool, String)> {
        let parts = parts.iter().filter_map(|&at| message.part(at));
        let mut texts = Vec::new();
        for part in parts {
            // Pictures between the texts are parts of the body, too.
            if !matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
                continue;
            }
            match text_of(message, part) {
                Ok(decoded) => {
                    texts.push((matches!(part.body, PartType::Text(_)), decoded.text));
                }
                Err(_) if bytes_of_part(message, part).trim_ascii().is_empty() => {}
                Err(_) => damaged += 1,
            }
        }
        texts
    };
    let words = |texts: &[(bool, String)]| -> usize {
        let lines = texts.iter().map(|(_, text)| line_of(text, language));
        lines.map(|line| count_words(&line)).sum()
    };
    let (plain, pages) = (bodies(&message.text_body), bodies(&message.html_body));
    // Newsletters put a few words into the plain text: that the mail is to be seen elsewhere.
    let chosen = if words(&pages) > SAYS_MORE * words(&plain) {
        pages
    } else {
        plain
    };
    let mut left_out = LeftOut {
        blocks: damaged,
        kinds: std::iter::repeat_n(Reason::Damaged, damaged.min(1)).collect(),
        ..LeftOut::default()
    };
    let own = chosen.into_iter().map(|(is_plain, text)| {
        let without = if is_plain {
            without_quotes
        } else {
            without_quoted_page
        };
        let (own, quoted) = without(&text, language);
        left_out.add(quoted);
        own
    });
    (own.collect(), left_out)
}

/// The sender's name, else the address.
fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let said = first.name.as_ref().or(first.address.as_ref())?;
    Some(said.to_string())
}
