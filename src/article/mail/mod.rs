//! Mail: single messages and mailboxes. The subject is the headline; what an answer quotes and
//! signatures are counted as left out; articles that are attached are read as members.

mod mailbox;
mod quotes;
mod words;

use std::io;

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use serde_json::json;

use super::archive::names::Names;
use super::extracted::Extracted;
use super::input::Input;
use super::markup::line_of;
use super::read::records;
use super::record::{Context, Out, Record, bytes_of};
use super::{Format, LeftOut, Refusal};
use crate::text::Language;
use mailbox::Messages;
use quotes::without_quotes;
use words::{subject_of, text_of};

/// A plain text with fewer words than this may stand for one in HTML.
const STUB: usize = 40;

/// It does if the HTML has this many times its words.
const STUB_SHARE: usize = 3;

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
    let mut names = Names::default();
    for (index, part) in message.attachments().enumerate() {
        let named = part.attachment_name().map(str::to_owned);
        let name = named.unwrap_or_else(|| format!("{}", index + 1));
        let (content, known) = match &part.body {
            PartType::Message(inner) => (inner.raw_message(), Some(Format::Eml)),
            _ => (
                part.contents(),
                Format::of_path(std::path::Path::new(&name)).ok(),
            ),
        };
        // Pictures and signatures are attached as well; only articles are of interest.
        let Some(format) = known.or_else(|| Format::of_start(content)) else {
            continue;
        };
        let Some(safe) = names.path_of(name.replace(['/', '\\'], "_").as_bytes()) else {
            continue;
        };
        out.within(format!("{path}/{safe}"), |out| {
            if !out.may_open() {
                return Ok(());
            }
            records(format, Input::of(content)?, out)
        });
        if out.stopped() {
            break;
        }
    }
}

fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let parser = MessageParser::default();
    let message = parser
        .parse(bytes)
        .ok_or_else(|| Refusal::Failed("it is no mail: there is no header".to_owned()))?;
    let (texts, left_out) = texts_of(&message, context.language);
    let fields = json!({
        "title": subject_of(&message),
        "author": message.from().and_then(sender),
        "date": message.header_raw("Date").map(str::trim),
        "text": texts,
    });
    let mut read = super::json::article(&fields, "UTF-8", context)?;
    read.left_out.add(left_out);
    Ok(read)
}

/// The texts of a mail: those in plain text, or those in HTML where they say nothing.
fn texts_of(message: &Message<'_>, language: &Language) -> (Vec<String>, LeftOut) {
    let mut left_out = LeftOut::default();
    let mut texts = Vec::new();
    for part in message.text_bodies() {
        let Ok(decoded) = text_of(message, part) else {
            continue;
        };
        if matches!(part.body, PartType::Text(_)) {
            let (text, quoted) = without_quotes(&decoded.text);
            left_out.add(quoted);
            texts.push(text);
        } else {
            texts.push(decoded.text);
        }
    }
    let pages = message
        .html_bodies()
        .filter(|part| matches!(part.body, PartType::Html(_)));
    let pages: Vec<String> = pages
        .filter_map(|part| Some(text_of(message, part).ok()?.text))
        .collect();
    let words = |texts: &[String], language| -> usize {
        let lines = texts.iter().map(|text| line_of(text, language));
        lines.map(|line| line.split_whitespace().count()).sum()
    };
    // Newsletters put a few words into the plain text: that the mail is to be seen elsewhere.
    let plain = words(&texts, language);
    if plain < STUB && words(&pages, language) > plain * STUB_SHARE {
        return (pages, LeftOut::default());
    }
    (texts, left_out)
}

/// The sender's name, else the address.
fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let said = first.name.as_ref().or(first.address.as_ref())?;
    Some(said.to_string())
}
