//! Stored web pages (WARC, ISO 28500). Pages that a server answered with are articles; requests, pages
//! that were stored before, redirects, errors, pictures and the like are passed over.

use std::io::{self, BufRead, Read};

use flate2::bufread::{GzDecoder, ZlibDecoder};

use super::Reason;
use super::archive::members::Members;
use super::archive::zstandard;
use super::extracted::Extracted;
use super::first_bytes::ZSTANDARD;
use super::input::{Input, MAX_WHOLE, at_most};
use super::record::{Context, Out, Record, too_large};
use super::unpacked::Unpacked;
use super::{Format, LeftOut, Refusal, content, html};

/// Length limit of a line of a header, in bytes.
const MAX_LINE: u64 = 1 << 16;

/// Maximum number of lines of a header.
const MAX_LINES: usize = 256;

/// Hands over the pages of a file.
pub(super) fn pages(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let mut number = 0;
    while let Some(header) = Header::read(input)? {
        number += 1;
        let length = header.length()?;
        let path = out.numbered(number);
        let mut body = input.by_ref().take(length);
        if let Some(kind) = header.kind() {
            if length > MAX_WHOLE {
                let refused = Record::refused(path, (0, String::new()), too_large());
                let _ = out.send(refused);
            } else {
                let mut bytes = Vec::new();
                body.read_to_end(&mut bytes)?;
                if (bytes.len() as u64) < length {
                    return Err(cut_off());
                }
                send(kind, bytes, &header, path, out);
            }
        }
        let passed = io::copy(&mut body, &mut io::sink())?;
        if header.kind().is_none() && passed < length {
            return Err(cut_off());
        }
        if out.stopped() {
            break;
        }
    }
    Ok(())
}

fn cut_off() -> io::Error {
    let reason = "the file is cut off; the pages before were read";
    io::Error::new(io::ErrorKind::UnexpectedEof, reason)
}

/// What a record holds that may be an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The answer of a server.
    Answer,
    /// A page without its header.
    Page,
    /// The text of a page, taken out by another program.
    Text,
}

/// The header of a record.
#[derive(Debug, Default)]
struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    /// Reads the next header; `None` at the end of the file.
    fn read(input: &mut Input<'_>) -> io::Result<Option<Self>> {
        let mut header = Self::default();
        let mut line = Vec::new();
        // Blank lines part the records.
        while line.is_empty() {
            if read_line(input, &mut line)? == 0 {
                return Ok(None);
            }
        }
        if !line.starts_with(b"WARC/") {
            let reason = "this is no WARC record; the pages before were read";
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        for _ in 0..MAX_LINES {
            if read_line(input, &mut line)? == 0 {
                return Err(cut_off());
            }
            if line.is_empty() {
                return Ok(Some(header));
            }
            let text = String::from_utf8_lossy(&line);
            if let (true, Some((_, value))) =
                (text.starts_with([' ', '\t']), header.fields.last_mut())
            {
                // A line that goes on.
                value.push_str(text.trim().trim_matches(['<', '>']));
            } else if let Some((name, value)) = text.split_once(':') {
                let value = value.trim().trim_matches(['<', '>']).to_owned();
                let name = name.trim().to_ascii_lowercase();
                header.fields.push((name, value));
            }
        }
        let reason = "the header of a record does not end; the pages before were read";
        Err(io::Error::new(io::ErrorKind::InvalidData, reason))
    }

    fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    fn length(&self) -> io::Result<u64> {
        let stated = self
            .field("content-length")
            .and_then(|length| length.parse().ok());
        stated.ok_or_else(|| {
            let reason = "a record does not say its length; the pages before were read";
            io::Error::new(io::ErrorKind::InvalidData, reason)
        })
    }

    fn kind(&self) -> Option<Kind> {
        let lower = |name| {
            let field = self.field(name).unwrap_or_default();
            field.to_ascii_lowercase()
        };
        let (address, content) = (lower("warc-target-uri"), lower("content-type"));
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if path.ends_with("/robots.txt") || address.starts_with("dns:") {
            return None;
        }
        let is_place = address.starts_with("http") || address.starts_with("file:");
        match self.field("warc-type")? {
            "response" => Some(Kind::Answer),
            "resource" if is_page(&content) => Some(Kind::Page),
            // Under other addresses crawlers keep the text of a page beside it.
            "resource" | "conversion" if is_place && content.starts_with("text/plain") => {
                Some(Kind::Text)
            }
            _ => None,
        }
    }
}

/// Reads a line without the white space at its end; returns the number of bytes that were read.
fn read_line(input: &mut Input<'_>, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    let count = input.by_ref().take(MAX_LINE).read_until(b'\n', line)?;
    line.truncate(line.trim_ascii_end().len());
    Ok(count)
}

fn is_page(content_type: &str) -> bool {
    content_type.starts_with("text/html") || content_type.starts_with("application/xhtml")
}

/// Hands over a page, if the server answered with one.
fn send(kind: Kind, bytes: Vec<u8>, header: &Header, path: String, out: &mut Out<'_>) {
    let stored = bytes.len();
    let page = match kind {
        Kind::Answer => page_of(bytes),
        Kind::Page | Kind::Text => Some(Page {
            is_text: kind == Kind::Text,
            charset: None,
            body: Ok(bytes),
        }),
    };
    let Some(Page {
        is_text,
        charset,
        body,
    }) = page
    else {
        return;
    };
    let body = body.and_then(|body| {
        let more = body.len().saturating_sub(stored);
        out.budget().take(more as u64)?;
        Ok(body)
    });
    let record = match body {
        Ok(body) => {
            let own = body.clone();
            let url = header.field("warc-target-uri").map(str::to_owned);
            let is_cut = header.field("warc-truncated").is_some();
            Record::new(path, &body, Format::Warc, move |context: &Context<'_>| {
                let read = if is_text {
                    content::text(&own, context)?
                } else {
                    html::read_as(&own, charset.as_deref(), context)?
                };
                let mut left_out = read.left_out.clone();
                if is_cut {
                    left_out.add(LeftOut {
                        blocks: 1,
                        kinds: vec![Reason::Cut],
                        ..LeftOut::default()
                    });
                }
                // The record's own date is that on which the page was stored, and no article is published then.
                Ok(Extracted {
                    url: read.url.clone().or_else(|| url.clone()),
                    left_out,
                    ..read
                })
            })
        }
        Err(error) => {
            let reason = format!("the stored page cannot be unpacked: {error}");
            Record::refused(path, (0, String::new()), Refusal::Failed(reason))
        }
    };
    let _ = out.send(record);
}

/// What a server answered with.
struct Page {
    is_text: bool,
    /// The encoding that the server states.
    charset: Option<String>,
    body: io::Result<Vec<u8>>,
}

/// The page of a server's answer; `None` if it is an error, a redirect or no page.
fn page_of(answer: Vec<u8>) -> Option<Page> {
    let answer = as_http_1(answer);
    let mut lines = [httparse::EMPTY_HEADER; MAX_LINES];
    let mut response = httparse::Response::new(&mut lines);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    let parsed = config.parse_response(&mut response, &answer);
    let Ok(httparse::Status::Complete(start)) = parsed else {
        let reason = "the header of the server's answer cannot be read";
        return answer.starts_with(b"HTTP/").then(|| Page {
            is_text: false,
            charset: None,
            body: Err(io::Error::new(io::ErrorKind::InvalidData, reason)),
        });
    };
    if response.code != Some(200) {
        return None;
    }
    let field = |name: &str| {
        let mut lines = response.headers.iter();
        let line = lines.find(|line| line.name.eq_ignore_ascii_case(name))?;
        Some(
            String::from_utf8_lossy(line.value)
                .trim()
                .to_ascii_lowercase(),
        )
    };
    let content_type = field("content-type").unwrap_or_else(|| "text/html".to_owned());
    let is_text = content_type.starts_with("text/plain");
    if !is_text && !is_page(&content_type) {
        return None;
    }
    let charset = content_type.split_once("charset=").map(|(_, name)| {
        let name = name.split(';').next().unwrap_or_default();
        name.trim_matches(['"', '\'', ' ']).to_owned()
    });
    let is_chunked = field("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
    let coding = field("content-encoding").unwrap_or_default();
    let body = &answer[start..];
    // Crawlers often store a body unpacked and leave the header as it was.
    let body = match unchunked(body).filter(|_| is_chunked) {
        Some(joined) => joined,
        None => body.to_vec(),
    };
    Some(Page {
        is_text,
        charset,
        body: decompressed(body, &coding),
    })
}

/// An answer of a later version of HTTP, which crawlers write down in the form of the first.
fn as_http_1(answer: Vec<u8>) -> Vec<u8> {
    let later = [b"HTTP/2".as_slice(), b"HTTP/3"];
    if !later.iter().any(|version| answer.starts_with(version)) {
        return answer;
    }
    let version = answer.iter().position(|&byte| byte == b' ').unwrap_or(0);
    [b"HTTP/1.1".as_slice(), &answer[version..]].concat()
}

/// The parts of a body that was sent in chunks (RFC 9112, section 7.1); `None` if it was not.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let (start, length) = match httparse::parse_chunk_size(body).ok()? {
            httparse::Status::Complete(found) => found,
            httparse::Status::Partial => return (!joined.is_empty()).then_some(joined),
        };
        if length == 0 {
            return Some(joined);
        }
        let end = usize::try_from(length).ok()?.checked_add(start)?;
        joined.extend_from_slice(body.get(start..end.min(body.len()))?);
        body = body.get(end..).unwrap_or_default();
        body = body.strip_prefix(b"\r\n").unwrap_or(body);
    }
}

fn decompressed(body: Vec<u8>, coding: &str) -> io::Result<Vec<u8>> {
    let packed = body.as_slice();
    let decoder: Box<dyn Read + '_> = if body.starts_with(b"\x1f\x8b") {
        Box::new(Members::of(packed, GzDecoder::new, GzDecoder::into_inner))
    } else if coding == "deflate" && body.first() == Some(&0x78) {
        Box::new(ZlibDecoder::new(packed))
    } else if body.starts_with(ZSTANDARD) {
        Box::new(zstandard::decoder(packed, false)?)
    } else if coding == "br" && !body.trim_ascii_start().starts_with(b"<") {
        let reason = "it is compressed by br, which mujaz does not read";
        return Err(io::Error::new(io::ErrorKind::Unsupported, reason));
    } else {
        return Ok(body);
    };
    let unpacked = Unpacked::new(decoder, body.len() as u64);
    at_most(MAX_WHOLE, unpacked)?.ok_or_else(|| {
        let reason = "it is larger than 256 MiB";
        io::Error::new(io::ErrorKind::FileTooLarge, reason)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{ReadSettings, read_bytes};
    use crate::text::Language;

    #[test]
    fn pages_of_a_file_share_how_far_they_may_unpack() {
        let page = "<p>a".to_owned() + &" ".repeat(3 << 20);
        let body = zstd::encode_all(page.as_bytes(), 3).unwrap();
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\n\r\n";
        let answer = [head.as_slice(), &body].concat();
        let length = answer.len();
        let header = format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n");
        let file = [header.as_bytes(), &answer, b"\r\n\r\n"].concat().repeat(2);
        let mut reasons = Vec::new();
        let settings = ReadSettings::default();
        read_bytes("a.warc", Format::Warc, &file, settings, &mut |record| {
            let read = record.parse(&Context::of(Language::of("ar")));
            reasons.push(read.err().map(|refusal| refusal.to_string()));
            ControlFlow::Continue(())
        });
        let reason = "the stored page cannot be unpacked: the file that it is packed in unpacks to more than \
                      200 times its size, as no text does";
        assert_eq!(reasons.len(), 2);
        assert_ne!(reasons[0].as_deref(), Some(reason));
        assert_eq!(reasons[1].as_deref(), Some(reason));
    }

    #[test]
    fn the_day_on_which_a_page_was_stored_is_not_the_date_of_its_article() {
        let record = |head: &str| {
            let text = "قال رئيس البلدية إن السوق الجديدة في المرفأ القديم تفتح أبوابها غدا.";
            let page = format!("<head><title>سوق في المرفأ</title>{head}</head><p>{text}</p>");
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Last-Modified: Tue, 05 Mar 2024 10:00:00 GMT\r\n\r\n{page}"
            );
            let length = answer.len();
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n\
                 Content-Length: {length}\r\n\r\n{answer}\r\n\r\n"
            )
        };
        let stated = "<meta property=article:published_time content=2024-03-04>";
        let file = record("") + &record(stated);
        let mut dates = Vec::new();
        let settings = ReadSettings::default();
        read_bytes(
            "a.warc",
            Format::Warc,
            file.as_bytes(),
            settings,
            &mut |record| {
                let article = record.parse(&Context::of(Language::of("ar"))).unwrap();
                dates.push(article.source.date);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(dates, [None, Some("2024-03-04".to_owned())]);
    }

    #[test]
    fn chunks_are_joined_and_what_is_not_chunked_is_told_apart() {
        let body = b"4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n";
        assert_eq!(unchunked(body).unwrap(), b"Wikipedia");
        assert_eq!(unchunked(b"<html>"), None);
    }

    #[test]
    fn only_pages_that_were_found_are_articles() {
        let answer = |head: &str| page_of(format!("HTTP/1.1 {head}\r\n\r\n<p>a").into_bytes());
        let page = answer("200 OK\r\nContent-Type: text/html; charset=\"Windows-1256\"").unwrap();
        assert_eq!(page.charset.as_deref(), Some("windows-1256"));
        assert_eq!(page.body.unwrap(), b"<p>a");
        assert!(answer("200 OK\r\nContent-Type: image/png").is_none());
        assert!(answer("404 Not Found\r\nContent-Type: text/html").is_none());
        assert!(answer("301 Moved\r\nContent-Type: text/html").is_none());
        assert!(page_of(b"nonsense".to_vec()).is_none());
        let later = b"HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n<p>a".to_vec();
        assert_eq!(page_of(later).unwrap().body.unwrap(), b"<p>a");
        assert!(page_of(b"HTTP/1.1 2x\r\n".to_vec()).unwrap().body.is_err());
    }

    #[test]
    fn pages_that_were_sent_in_zstandard_are_unpacked() {
        let packed = zstd::encode_all(b"<p>a".as_slice(), 3).unwrap();
        let body = |coding: &str, body: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n");
            page_of([head.as_bytes(), body].concat()).unwrap().body
        };
        assert_eq!(body("zstd", &packed).unwrap(), b"<p>a");
        assert_eq!(body("zstd", b"<p>a").unwrap(), b"<p>a", "stored unpacked");
        assert!(body("zstd", &packed[..packed.len() - 1]).is_err());
        assert!(body("br", b"\x0b\x02\x80").is_err());
    }
}
