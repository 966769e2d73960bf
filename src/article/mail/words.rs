//! The letters of mail: texts and headers in the encodings that they state, or that their bytes show.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, HeaderName, Message, MessagePart, MimeHeaders};

use crate::article::Refusal;
use crate::article::decode::{Decoded, decode};

use super::flowed::joined;

/// Length limit of an encoded word in characters. The standard has 75, which not all programs keep.
const MAX_WORD: usize = 4096;

/// The bytes of a part, with its transfer encoding undone.
pub(super) fn bytes_of_part<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> Cow<'m, [u8]> {
    let span = part.offset_body as usize..part.offset_end as usize;
    let raw = message.raw_message.get(span).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::None => None,
    };
    decoded.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// The text of a part, with the lines joined that its program says it broke. The parser would believe the
/// encoding that the part states; here it counts only as far as the bytes bear it out.
pub(super) fn text_of(message: &Message<'_>, part: &MessagePart<'_>) -> Result<Decoded, Refusal> {
    let content_type = part.content_type();
    let charset = content_type.and_then(|kind| kind.attribute("charset"));
    let decoded = decode(&bytes_of_part(message, part), charset)?;
    let says = |name: &str, value: &str| {
        let stated = content_type.and_then(|kind| kind.attribute(name));
        stated.is_some_and(|stated| stated.eq_ignore_ascii_case(value))
    };
    if !says("format", "flowed") {
        return Ok(decoded);
    }
    Ok(Decoded {
        text: joined(&decoded.text, says("delsp", "yes")),
        ..decoded
    })
}

/// The subject on one line.
pub(super) fn subject_of(message: &Message<'_>) -> Option<String> {
    let headers = message.headers();
    let subject = headers
        .iter()
        .find(|header| header.name == HeaderName::Subject)?;
    let span = subject.offset_start as usize..subject.offset_end as usize;
    let raw = message.raw_message.get(span)?;
    let text = match std::str::from_utf8(raw) {
        Ok(text) if text.contains("=?") => words_of(text),
        Ok(text) => text.to_owned(),
        Err(_) => decode(raw, None).ok()?.text,
    };
    let line = crate::article::extracted::one_line(&text);
    (!line.is_empty()).then_some(line)
}

/// The text of encoded words (RFC 2047). Those beside each other in one encoding are decoded as one:
/// some programs part a letter.
fn words_of(text: &str) -> String {
    let mut out = String::new();
    let mut pending: Option<(String, Vec<u8>)> = None;
    let mut rest = text;
    while let Some((before, word)) = next_word(rest) {
        if !before.trim().is_empty() {
            flush(&mut pending, &mut out);
            out.push_str(before);
        }
        match &mut pending {
            Some((charset, bytes)) if charset.eq_ignore_ascii_case(word.charset) => {
                bytes.extend(word.bytes);
            }
            _ => {
                flush(&mut pending, &mut out);
                pending = Some((word.charset.to_owned(), word.bytes));
            }
        }
        rest = word.rest;
    }
    flush(&mut pending, &mut out);
    out.push_str(rest);
    out
}

fn flush(pending: &mut Option<(String, Vec<u8>)>, out: &mut String) {
    if let Some((charset, bytes)) = pending.take()
        && let Ok(decoded) = decode(&bytes, Some(&charset))
    {
        out.push_str(&decoded.text);
    }
}

/// An encoded word.
struct Word<'t> {
    charset: &'t str,
    bytes: Vec<u8>,
    /// The text after it.
    rest: &'t str,
}

/// The next encoded word, and the text before it.
fn next_word(text: &str) -> Option<(&str, Word<'_>)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("=?")?;
        if let Some(word) = word_at(&text[start + 2..]) {
            return Some((&text[..start], word));
        }
        from = start + 2;
    }
}

fn word_at(text: &str) -> Option<Word<'_>> {
    let mut places = text.char_indices().map(|(at, _)| at);
    let reach = places.nth(MAX_WORD).unwrap_or(text.len());
    let (charset, inside) = text[..reach].split_once('?')?;
    let (coding, inside) = inside.split_once('?')?;
    let (payload, _) = inside.split_once("?=")?;
    let rest = &text[charset.len() + coding.len() + payload.len() + 4..];
    let bytes = match coding {
        "B" | "b" => base64_decode(payload.as_bytes())?,
        "Q" | "q" => quoted_printable_decode(payload.replace('_', "=20").as_bytes())?,
        _ => return None,
    };
    // A language may follow the name (RFC 2231, section 5).
    let charset = charset.split('*').next().unwrap_or_default();
    Some(Word {
        charset,
        bytes,
        rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_joined_before_they_are_decoded() {
        assert_eq!(
            words_of("=?utf-8?Q?=D8=AC=D8?=\r\n =?utf-8?Q?=B3=D8=B1?= x"),
            "جسر x"
        );
        assert_eq!(words_of("Re: =?windows-1256?B?zsjR?="), "Re: خبر");
        assert_eq!(words_of("a =?b =?utf-8?Q?a_b?="), "a =?b a b");
        assert_eq!(words_of("2 =? 3"), "2 =? 3");
    }

    #[test]
    fn lines_are_joined_where_the_mail_says_that_they_were_broken() {
        let text = |kind: &str| {
            let mail =
                format!("Content-Type: text/plain; charset=utf-8{kind}\r\n\r\nقال \r\nالوزير.\r\n");
            let message = mail_parser::MessageParser::default().parse(mail.as_bytes());
            let message = message.expect("a mail");
            let part = message.part(message.text_body[0]).expect("a part");
            text_of(&message, part).expect("a text").text
        };
        assert_eq!(text("; Format=Flowed").trim_end(), "قال الوزير.");
        assert_eq!(text("; format=flowed; DelSp=yes").trim_end(), "قالالوزير.");
        assert_eq!(text("; format=fixed").trim_end(), "قال \nالوزير.");
    }
}
