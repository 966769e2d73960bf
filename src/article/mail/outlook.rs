//! Messages of Outlook (MS-OXMSG): properties in a compound file. They are written as the mail that
//! they are or would become (RFC 5322), which is then read like any other.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;
use encoding_rs::{Encoding, UTF_8, UTF_16LE, WINDOWS_1252};
use mail_parser::MessageParser;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::mail;
use crate::article::decode::decode;
use crate::article::input::Input;
use crate::article::office::rtf::{self, Content};
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, Refusal};

/// How many messages may lie in each other. Those that lie deeper than mails may are refused by their
/// readers.
const MAX_DEPTH: usize = 4;

/// Maximum number of attachments of a message.
const MAX_ATTACHMENTS: usize = 2048;

/// Numbers of properties (MS-OXPROPS).
mod property {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const SUBMITTED: u16 = 0x0039;
    pub(super) const SENDER: u16 = 0x0042;
    pub(super) const TOPIC: u16 = 0x0070;
    pub(super) const HEADERS: u16 = 0x007d;
    pub(super) const SENDER_BEFORE: u16 = 0x0c1a;
    pub(super) const DELIVERED: u16 = 0x0e06;
    pub(super) const BARE_SUBJECT: u16 = 0x0e1d;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const COMPRESSED: u16 = 0x1009;
    pub(super) const PAGE: u16 = 0x1013;
    pub(super) const SHOWN_NAME: u16 = 0x3001;
    pub(super) const DATA: u16 = 0x3701;
    pub(super) const SHORT_NAME: u16 = 0x3704;
    pub(super) const METHOD: u16 = 0x3705;
    pub(super) const NAME: u16 = 0x3707;
    pub(super) const MEDIA_TYPE: u16 = 0x370e;
    pub(super) const PAGE_LETTERS: u16 = 0x3fde;
    pub(super) const LETTERS: u16 = 0x3ffd;
}

/// Types of properties.
mod kind {
    pub(super) const INTEGER: u16 = 0x0003;
    pub(super) const OBJECT: u16 = 0x000d;
    pub(super) const BYTES: u16 = 0x001e;
    pub(super) const UNICODE: u16 = 0x001f;
    pub(super) const TIME: u16 = 0x0040;
    pub(super) const BINARY: u16 = 0x0102;
}

/// The method of an attachment that is a message itself.
const EMBEDDED: u64 = 5;

/// The stream that holds properties of a fixed length, and the bytes before them: of a message, of one
/// inside another, of an attachment.
const FIXED: &str = "__properties_version1.0";
const BEFORE: [usize; 3] = [32, 24, 8];

/// Seconds from 1601, when the clocks of Windows begin, to 1970; their ticks in a second.
const EPOCH: i64 = 11_644_473_600;
const TICKS: u64 = 10_000_000;

/// Hands over a message and the articles that are attached to it.
pub(in crate::article) fn message(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    match written(&bytes) {
        Ok(message) => {
            mail(&message.mail, Format::Msg, out.whole(), out);
            for (name, refusal) in message.lost {
                let path = out.member(&name);
                out.within(path, |out| {
                    out.refuse(refusal);
                    Ok(())
                });
            }
        }
        Err(refusal) => out.refuse(refusal),
    }
    Ok(())
}

/// A message as a mail.
struct Written {
    mail: Vec<u8>,
    /// What cannot be read of it, by name, and why.
    lost: Vec<(String, Refusal)>,
}

/// The mail that a message of Outlook is.
///
/// # Errors
/// Failed if the file is damaged or no message.
fn written(bytes: &[u8]) -> Result<Written, Refusal> {
    let no_message =
        |why: String| Refusal::Failed(format!("it cannot be read as a message of Outlook: {why}"));
    let file =
        CompoundFile::open(Cursor::new(bytes)).map_err(|error| no_message(error.to_string()))?;
    if !file.is_stream(Path::new("/").join(FIXED)) {
        return Err(no_message("it has no properties".to_owned()));
    }
    let mut writer = Writer {
        file,
        // No text can hold the hash of the file that it stands in.
        mark: blake3::hash(bytes).to_hex().to_string(),
        boundaries: 0,
        left: bytes.len() * 2,
        written: Written {
            mail: Vec::with_capacity(bytes.len()),
            lost: Vec::new(),
        },
    };
    writer.message(Path::new("/"), 0)?;
    Ok(writer.written)
}

/// The properties of a message or an attachment.
struct Properties {
    folder: PathBuf,
    /// Those of a fixed length: number, type and value.
    fixed: Vec<(u16, u16, u64)>,
}

impl Properties {
    fn number(&self, property: u16, kind: u16) -> Option<u64> {
        let mut fixed = self.fixed.iter();
        fixed
            .find(|(own, of, _)| (*own, *of) == (property, kind))
            .map(|(_, _, value)| *value)
    }

    /// The letters that a property names.
    fn letters(&self, property: u16) -> Option<&'static Encoding> {
        let page = u16::try_from(self.number(property, kind::INTEGER)? & 0xffff_ffff).ok()?;
        codepage::to_encoding(page)
    }

    /// The date of sending or delivery.
    fn date(&self) -> Option<String> {
        let submitted = self.number(property::SUBMITTED, kind::TIME);
        let ticks = submitted.or_else(|| self.number(property::DELIVERED, kind::TIME))?;
        let seconds = i64::try_from(ticks / TICKS).ok()? - EPOCH;
        let date = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        date.format(&Rfc2822).ok()
    }
}

/// The web page of a message, and its letters if they are known.
type Page = (Vec<u8>, Option<&'static Encoding>);

struct Writer<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    mark: String,
    boundaries: usize,
    /// Number of bytes that may still be read: streams that lie over each other would have no end.
    left: usize,
    written: Written,
}

impl Writer<'_> {
    fn properties(&mut self, folder: &Path, before: usize) -> Result<Properties, Refusal> {
        let bytes = self.stream(&folder.join(FIXED))?.unwrap_or_default();
        let entries = bytes.get(before..).unwrap_or_default().chunks_exact(16);
        let fixed = entries.map(|entry| {
            let short = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
            let value = entry[8..].try_into().map_or(0, u64::from_le_bytes);
            (short(2), short(0), value)
        });
        Ok(Properties {
            folder: folder.to_owned(),
            fixed: fixed.collect(),
        })
    }

    /// The contents of a stream; `None` if there is none.
    fn stream(&mut self, path: &Path) -> Result<Option<Vec<u8>>, Refusal> {
        if !self.file.is_stream(path) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let most = self.left as u64 + 1;
        let read = self
            .file
            .open_stream(path)
            .and_then(|stream| stream.take(most).read_to_end(&mut bytes));
        let damaged = |why: String| Refusal::Failed(format!("the message is damaged: {why}"));
        let read = read.map_err(|error| damaged(error.to_string()))?;
        self.left = (self.left.checked_sub(read))
            .ok_or_else(|| damaged("its parts lie over each other".to_owned()))?;
        Ok(Some(bytes))
    }

    fn value(
        &mut self,
        of: &Properties,
        property: u16,
        kind: u16,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        self.stream(&of.folder.join(path_of(property, kind)))
    }

    /// A text, in whichever of its two types it is there.
    fn text(&mut self, of: &Properties, property: u16) -> Result<Option<String>, Refusal> {
        // Some programs count the end of a string of C.
        let whole = |bytes: &[u8], width: usize| {
            let zeros = bytes
                .rchunks_exact(width)
                .take_while(|unit| unit.iter().all(|byte| *byte == 0));
            bytes.len() - zeros.count() * width
        };
        let text = if let Some(bytes) = self.value(of, property, kind::UNICODE)? {
            UTF_16LE
                .decode_without_bom_handling(&bytes[..whole(&bytes, 2)])
                .0
                .into_owned()
        } else if let Some(bytes) = self.value(of, property, kind::BYTES)? {
            let bytes = &bytes[..whole(&bytes, 1)];
            let letters = of.letters(property::LETTERS).unwrap_or(WINDOWS_1252);
            match decode(bytes, Some(letters.name())) {
                Ok(decoded) => decoded.text,
                Err(_) => letters.decode_without_bom_handling(bytes).0.into_owned(),
            }
        } else {
            return Ok(None);
        };
        Ok((!text.trim().is_empty()).then_some(text))
    }

    /// The text of the first of these properties that has one.
    fn first_text(
        &mut self,
        of: &Properties,
        properties: &[u16],
    ) -> Result<Option<String>, Refusal> {
        for &property in properties {
            if let Some(text) = self.text(of, property)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn page(&mut self, of: &Properties) -> Result<Option<Page>, Refusal> {
        if let Some(page) = self.value(of, property::PAGE, kind::BINARY)? {
            return Ok(Some((page, of.letters(property::PAGE_LETTERS))));
        }
        let page = self.text(of, property::PAGE)?;
        Ok(page.map(|page| (page.into_bytes(), Some(UTF_8))))
    }

    fn message(&mut self, folder: &Path, depth: usize) -> Result<(), Refusal> {
        let properties = self.properties(folder, BEFORE[usize::from(depth > 0)])?;
        let sent = self.text(&properties, property::HEADERS)?;
        let senders = [property::SENDER, property::SENDER_BEFORE];
        let sender = self.first_text(&properties, &senders)?;
        let date = properties.date().or_else(|| {
            let sent = MessageParser::default().parse_headers(sent.as_deref()?)?;
            sent.header_raw("Date").map(str::to_owned)
        });
        let subjects = [property::SUBJECT, property::BARE_SUBJECT, property::TOPIC];
        if let Some(subject) = self.first_text(&properties, &subjects)? {
            self.header("Subject", &subject);
        }
        if let Some(sender) = sender {
            let quoted = sender.replace(['"', '\\'], "'");
            self.header("From", &format!("\"{quoted}\" <>"));
        }
        if let Some(date) = date {
            self.header("Date", &date);
        }
        self.header("MIME-Version", "1.0");
        let mixed = self.open("mixed");
        self.begin(&mixed);
        if let Err(refusal) = self.body(&properties) {
            self.written.lost.push(("text".to_owned(), refusal));
        }
        if depth < MAX_DEPTH {
            for (index, attachment) in self.attachments(folder)?.iter().enumerate() {
                if let Err(refusal) = self.attachment(attachment, depth, &mixed) {
                    let name = format!("attachment-{}", index + 1);
                    self.written.lost.push((name, refusal));
                }
            }
        }
        self.end(&mixed);
        Ok(())
    }

    /// The text: plain, as a page, or both; else what Outlook itself shows.
    fn body(&mut self, of: &Properties) -> Result<(), Refusal> {
        let plain = self.text(of, property::BODY)?;
        let page = self
            .page(of)?
            .filter(|(page, _)| !page.trim_ascii().is_empty());
        let either = self.open("alternative");
        let packed = match (&plain, &page) {
            (None, None) => self.value(of, property::COMPRESSED, kind::BINARY)?,
            _ => None,
        };
        let (mut plain, mut page) = (plain.unwrap_or_default(), page);
        if let Some(packed) = packed {
            match rtf::content_of(&rtf::unpacked(&packed)?)? {
                Content::Page(own) => page = Some((own.into_bytes(), Some(UTF_8))),
                Content::Parts(parts) => {
                    let texts: Vec<String> = parts.into_iter().map(|part| part.text).collect();
                    plain = texts.join("\n\n");
                }
            }
        }
        self.part(&either, "text/plain", Some(UTF_8), plain.as_bytes());
        if let Some((page, letters)) = page {
            self.part(&either, "text/html", letters, &page);
        }
        self.end(&either);
        Ok(())
    }

    /// The folders of the attachments in their order.
    fn attachments(&mut self, folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
        let entries = self.file.read_storage(folder);
        let entries =
            entries.map_err(|error| Refusal::Failed(format!("the message is damaged: {error}")))?;
        let mut folders: Vec<PathBuf> = entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
            .map(|entry| folder.join(entry.name()))
            .collect();
        folders.sort();
        if folders.len() > MAX_ATTACHMENTS {
            folders.truncate(MAX_ATTACHMENTS);
            let reason = format!("only the first {MAX_ATTACHMENTS} attachments were read");
            let lost = ("attachments".to_owned(), Refusal::Failed(reason));
            self.written.lost.push(lost);
        }
        Ok(folders)
    }

    fn attachment(&mut self, folder: &Path, depth: usize, around: &str) -> Result<(), Refusal> {
        let properties = self.properties(folder, BEFORE[2])?;
        let names = [property::NAME, property::SHORT_NAME, property::SHOWN_NAME];
        let name = self.first_text(&properties, &names)?;
        let method = properties.number(property::METHOD, kind::INTEGER);
        let method = method.unwrap_or_default() & 0xffff_ffff;
        if method == EMBEDDED {
            self.begin(around);
            self.header("Content-Type", "message/rfc822");
            self.name(name);
            self.written.mail.extend(b"\r\n");
            let inner = folder.join(path_of(property::DATA, kind::OBJECT));
            return self.message(&inner, depth + 1);
        }
        let Some(data) = self.value(&properties, property::DATA, kind::BINARY)? else {
            let reason = "the message only names it, or it is an object of another program";
            return Err(Refusal::Skipped(reason.to_owned()));
        };
        let stated = self.text(&properties, property::MEDIA_TYPE)?;
        let found = || infer::get(&data).map(|found| found.mime_type().to_owned());
        let media_type = stated
            .or_else(found)
            .unwrap_or_else(|| "application/octet-stream".to_owned());
        // A signed or sealed message is kept as the mail that it was.
        let media_type = if media_type.to_ascii_lowercase().starts_with("multipart/") {
            "message/rfc822".to_owned()
        } else {
            media_type
        };
        self.begin(around);
        self.header("Content-Type", &media_type);
        self.name(name);
        self.written
            .mail
            .extend(b"Content-Transfer-Encoding: binary\r\n\r\n");
        self.written.mail.extend(data);
        Ok(())
    }

    /// Writes a field; what would begin another one becomes a space.
    fn header(&mut self, name: &str, value: &str) {
        let value = value.replace(char::is_control, " ");
        self.written
            .mail
            .extend(format!("{name}: {value}\r\n").as_bytes());
    }

    /// Writes the name of an attachment.
    fn name(&mut self, name: Option<String>) {
        if let Some(name) = name {
            let name = utf8_percent_encode(&name, NON_ALPHANUMERIC);
            let value = format!("attachment; filename*=utf-8''{name}");
            self.header("Content-Disposition", &value);
        }
    }

    /// Writes that several parts follow; returns the line between them.
    fn open(&mut self, kind: &str) -> String {
        self.boundaries += 1;
        let boundary = format!("{}-{}", self.mark, self.boundaries);
        self.header(
            "Content-Type",
            &format!("multipart/{kind}; boundary=\"{boundary}\""),
        );
        self.written.mail.extend(b"\r\n");
        boundary
    }

    fn begin(&mut self, boundary: &str) {
        self.written
            .mail
            .extend(format!("\r\n--{boundary}\r\n").as_bytes());
    }

    fn end(&mut self, boundary: &str) {
        self.written
            .mail
            .extend(format!("\r\n--{boundary}--\r\n").as_bytes());
    }

    fn part(
        &mut self,
        around: &str,
        media_type: &str,
        letters: Option<&'static Encoding>,
        text: &[u8],
    ) {
        self.begin(around);
        let charset = letters.map(|letters| format!("; charset={}", letters.name()));
        self.header(
            "Content-Type",
            &format!("{media_type}{}", charset.unwrap_or_default()),
        );
        self.written
            .mail
            .extend(b"Content-Transfer-Encoding: 8bit\r\n\r\n");
        self.written.mail.extend(text);
    }
}

/// The name of the stream or folder of a property.
fn path_of(property: u16, kind: u16) -> String {
    format!("__substg1.0_{property:04X}{kind:04X}")
}
