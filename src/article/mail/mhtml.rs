//! Web pages that browsers store in one file, in the form of a mail (MHTML, RFC 2557). The first page
//! in it is the article; what it shows in frames, and pictures, are not read.

use mail_parser::{MessageParser, MessagePart, MimeHeaders};

use super::words::bytes_of_part;
use crate::article::extracted::Extracted;
use crate::article::record::Context;
use crate::article::{Refusal, html};

/// The line in which Chromium says where a page was.
const LOCATION: &str = "Snapshot-Content-Location";

/// Reads a stored page.
pub(in crate::article) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Refusal::Failed("it is no stored page: there is no header".to_owned()))?;
    let page = message
        .parts
        .iter()
        .find(|part| is_page(part))
        .ok_or_else(|| Refusal::Skipped("there is no page in it".to_owned()))?;
    let charset = page
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    let read = html::read_as(&bytes_of_part(&message, page), charset, context)?;
    let address = message
        .header_raw(LOCATION)
        .or_else(|| page.content_location())
        .map(str::trim)
        .filter(|address| address.starts_with("http"))
        .map(str::to_owned);
    Ok(Extracted {
        url: read.url.clone().or(address),
        ..read
    })
}

fn is_page(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        let is_html =
            kind.ctype().eq_ignore_ascii_case("text") && subtype.eq_ignore_ascii_case("html");
        is_html || subtype.eq_ignore_ascii_case("xhtml+xml")
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn parts(file: &str) -> (Option<String>, Option<String>, Vec<String>) {
        let context = Context::of(Language::of("ar"));
        let read = read(file.as_bytes(), &context).unwrap();
        let paragraphs = read.paragraphs.iter();
        let texts = paragraphs.map(|paragraph| read.text[paragraph.span.clone()].to_owned());
        (read.title.clone(), read.url.clone(), texts.collect())
    }

    const PAGE: &str = "<html><head><title>=D8=B9=D9=86=D9=88=D8=A7=D9=86 =D8=A7=D9=84=D8=AE=D8=A8=D8=B1</title></head>\
        <body><p>=D9=86=D8=B5 =D8=A3=D9=88=D9=84.</p><p>=\r\n=D9=86=D8=B5 =D8=AB=D8=A7=D9=86.</p></body></html>";

    #[test]
    fn the_first_page_is_read_and_frames_are_not() {
        let file = format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\nSubject: x\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n\r\n\
             ----b\r\nContent-Type: text/css\r\nContent-Location: cid:css@x\r\n\r\np {{}}\r\n\
             ----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://a.example/1\r\n\r\n{PAGE}\r\n\
             ----b\r\nContent-Type: text/html\r\nContent-Location: https://b.example/\r\n\r\n<p>frame</p>\r\n----b--\r\n"
        );
        assert_eq!(
            parts(&file),
            (
                Some("عنوان الخبر".to_owned()),
                Some("https://a.example/1".to_owned()),
                vec![
                    "عنوان الخبر".to_owned(),
                    "نص أول.".to_owned(),
                    "نص ثان.".to_owned()
                ]
            )
        );
    }

    #[test]
    fn a_page_of_one_part_is_read_and_a_file_without_a_page_is_skipped() {
        let file = format!(
            "From: \"Saved by Internet Explorer 11\"\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/html;\r\n\tcharset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://a.example/2\r\n\r\n{PAGE}"
        );
        assert_eq!(parts(&file).1.as_deref(), Some("https://a.example/2"));
        let context = Context::of(Language::of("ar"));
        let text = b"MIME-Version: 1.0\r\nContent-Type: text/css\r\n\r\np {}\r\n";
        assert_eq!(
            read(text, &context),
            Err(Refusal::Skipped("there is no page in it".to_owned()))
        );
    }
}
