//! Decoding bytes to text. This file owns the choice of the character encoding and never guesses
//! silently: the name of the chosen encoding is part of the result.

use std::cmp::Ordering;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use infer::MatcherType;

use super::Refusal;
use super::escapes::with_newlines;
use super::misread::Misread;
use super::single_byte::single_byte;

/// Minimum number of words of question marks, or of signs for lost letters, that show damage.
const LOST_WORDS: usize = 5;

/// How many bytes are looked at to recognise UTF-16.
const SAMPLE: usize = 1 << 16;

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without a byte-order mark, with `\n` at every line end.
    pub text: String,
    /// Name of the encoding in the WHATWG standard, or of both if the text was decoded wrongly before.
    pub encoding: &'static str,
    /// The encoding of the bytes.
    pub stored: &'static Encoding,
    /// The encoding that the text had before it was decoded wrongly, if it was.
    pub misread: Option<Misread>,
    /// How many places could not be decoded and became U+FFFD.
    pub replaced: usize,
}

/// Decodes a file or record.
///
/// The encoding is found in this order: a byte-order mark; UTF-16 by its letters and spaces; valid
/// UTF-8; damaged UTF-8; the declared encoding or the detector's choice, if it gives words with their
/// capitals; then, of these, windows-1256 and ISO-8859-6, the one whose text looks most like Arabic. A text
/// that shows that its bytes were decoded as Latin letters before it was stored is read again.
///
/// # Errors
/// Skipped if there is nothing but white space or the bytes are not text; failed if more than
/// one character in a hundred could not be decoded.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, Refusal> {
    let decoded = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        with(encoding, &bytes[mark..])
    } else if let Some(kind) = kind_of(bytes) {
        return Err(Refusal::Skipped(format!("it looks like {kind}")));
    } else if let Some(encoding) = utf_16_without_mark(bytes) {
        with(encoding, bytes)
    } else if is_binary(bytes) {
        return Err(Refusal::Skipped("it looks like a binary file".to_owned()));
    } else if is_utf_8(bytes) {
        with(UTF_8, bytes)
    } else {
        with(single_byte(bytes, declared), bytes)
    };
    let decoded = match Misread::of(&decoded.text) {
        Some(misread) => reread(misread, decoded),
        None => decoded,
    };
    if decoded
        .text
        .chars()
        .all(|c| c.is_whitespace() || c == '\u{feff}')
    {
        return Err(Refusal::Skipped("the file is empty".to_owned()));
    }
    match damage(&decoded) {
        Some(damage) => Err(Refusal::Failed(format!("the text is damaged: {damage}"))),
        None => Ok(decoded),
    }
}

fn reread(misread: Misread, decoded: Decoded) -> Decoded {
    let lost = |text: &str| text.matches('\u{fffd}').count();
    let text = misread.reread(&decoded.text);
    Decoded {
        replaced: decoded.replaced + lost(&text).saturating_sub(lost(&decoded.text)),
        text: with_newlines(text.trim_start_matches('\u{feff}')),
        encoding: misread.name(),
        misread: Some(misread),
        stored: decoded.stored,
    }
}

/// The damage of a text in words, if it is more than a little.
fn damage(decoded: &Decoded) -> Option<String> {
    let Decoded {
        text,
        encoding,
        replaced,
        ..
    } = decoded;
    // A file cut off in the middle of a character is damaged in only one place.
    let cut_off = usize::from(*replaced == 1 && text.ends_with('\u{fffd}'));
    let characters = text.chars().count();
    if (replaced - cut_off) * 100 > characters {
        return Some(format!(
            "{replaced} of {characters} characters are not valid {encoding}"
        ));
    }
    let lost = text.matches('\u{fffd}').count();
    if lost >= LOST_WORDS && lost * 100 > characters {
        return Some(format!(
            "{lost} of its {characters} characters were lost before it came here"
        ));
    }
    let is_lost = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte == b'?');
    let words = text.split_whitespace();
    let lost = words.clone().filter(is_lost).count();
    let words = words.count();
    (lost >= LOST_WORDS && lost * 10 >= words)
        .then(|| format!("the letters of {lost} of its {words} words are question marks"))
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let replaced = if damaged {
        // A U+FFFD in the text itself is not damage; only UTF-8 and UTF-16 can encode it.
        let spelt = match encoding.name() {
            "UTF-8" => count(bytes, &[0xef, 0xbf, 0xbd]),
            "UTF-16LE" => bytes
                .chunks_exact(2)
                .filter(|unit| *unit == [0xfd, 0xff])
                .count(),
            "UTF-16BE" => bytes
                .chunks_exact(2)
                .filter(|unit| *unit == [0xff, 0xfd])
                .count(),
            _ => 0,
        };
        text.chars()
            .filter(|&c| c == '\u{fffd}')
            .count()
            .saturating_sub(spelt)
    } else {
        0
    };
    Decoded {
        text: with_newlines(&text),
        encoding: encoding.name(),
        stored: encoding,
        misread: None,
        replaced,
    }
}

fn count(bytes: &[u8], pattern: &[u8; 3]) -> usize {
    bytes
        .windows(3)
        .filter(|window| *window == pattern.as_slice())
        .count()
}

/// The kind of a file that is not text, by its first bytes.
fn kind_of(bytes: &[u8]) -> Option<String> {
    let found = infer::get(bytes)?;
    // Some kinds have two letters only, such as the BM of a picture and of BMW.
    let is_certain = matches!(found.extension(), "pdf" | "rtf" | "ps" | "gif");
    if !is_certain && !is_binary(bytes) {
        return None;
    }
    let kind = match found.matcher_type() {
        // Pages and scripts are text.
        MatcherType::Text => return None,
        MatcherType::App => "a program or database",
        MatcherType::Archive => "an archive or a document",
        MatcherType::Audio => "a recording",
        MatcherType::Book | MatcherType::Doc => "a document",
        MatcherType::Font => "a font",
        MatcherType::Image => "an image",
        MatcherType::Video => "a video",
        MatcherType::Custom => "a file of another kind",
    };
    Some(format!("{kind} ({})", found.extension().to_uppercase()))
}

/// Recognises UTF-16 without a byte-order mark: read so, nearly all of it is letters and signs of texts, and with the
/// bytes of each pair the other way round its spaces and full stops are other signs.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.contains(&0) {
        return None;
    }
    let pairs = bytes[..bytes.len().min(SAMPLE)].chunks_exact(2);
    let marks_of = |read: fn([u8; 2]) -> u16| -> Option<usize> {
        let (mut all, mut usual, mut marks) = (0_usize, 0_usize, 0_usize);
        for pair in pairs.clone() {
            let unit = read([pair[0], pair[1]]);
            all += 1;
            usual += usize::from(is_usual(unit));
            // Line ends, spaces, and the full stop and comma of Chinese.
            marks += usize::from(matches!(unit, 0x0a | 0x20 | 0x3002 | 0xff0c));
        }
        (usual * 10 >= all * 9 && marks > 0).then_some(marks)
    };
    let (le, be) = (marks_of(u16::from_le_bytes), marks_of(u16::from_be_bytes));
    match le.cmp(&be) {
        Ordering::Greater => Some(UTF_16LE),
        Ordering::Less => Some(UTF_16BE),
        Ordering::Equal => None,
    }
}

/// Whether a unit of UTF-16 is one that texts consist of: white space, letters up to those of Arabic, marks of general
/// use, Chinese, Japanese and Korean, halves of pairs for pictures, and forms of Arabic letters.
fn is_usual(unit: u16) -> bool {
    matches!(
        unit,
        0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x77f | 0x2000..=0x206f | 0x20a0..=0x20bf
        | 0x3000..=0x30ff | 0x4e00..=0x9fff | 0xac00..=0xd7a3 | 0xd83c..=0xd83e | 0xdc00..=0xdfff
        | 0xfb50..=0xfefc | 0xff00..=0xffee
    )
}

fn is_binary(bytes: &[u8]) -> bool {
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c);
    bytes.contains(&0) || bytes.iter().filter(control).count() * 10 > bytes.len()
}

/// Whether bytes are UTF-8, possibly damaged: most of what is not ASCII must be valid.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    invalid * 4 <= valid
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use encoding_rs::{ISO_8859_6, WINDOWS_1256};

    use super::*;

    const TEXT: &str =
        "قال رئيس الوزراء في بغداد إن المفاوضات، التي طال انتظارها، ستبدأ قريبا.\nفهل تنجح؟";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable);
        bytes.into_owned()
    }

    fn decoded(text: &str, encoding: &'static str) -> Result<Decoded, Refusal> {
        Ok(Decoded {
            text: text.to_owned(),
            encoding,
            stored: Encoding::for_label(encoding.as_bytes()).unwrap(),
            misread: None,
            replaced: 0,
        })
    }

    #[test]
    fn texts_whose_letters_were_lost_are_refused() {
        let lost = format!("{TEXT}\n{}", "???? ?????? ".repeat(5));
        assert!(matches!(
            decode(lost.as_bytes(), None),
            Err(Refusal::Failed(_))
        ));
        assert!(decode(format!("{TEXT} ???").as_bytes(), None).is_ok());
        let lost = TEXT.repeat(10).replace('م', "\u{fffd}");
        assert!(matches!(
            decode(lost.as_bytes(), None),
            Err(Refusal::Failed(_))
        ));
    }

    #[test]
    fn arabic_code_pages_are_told_apart() {
        let windows = encoded(WINDOWS_1256, TEXT);
        assert_eq!(decode(&windows, None), decoded(TEXT, "windows-1256"));
        assert_eq!(
            decode(&windows, Some("windows-1256")),
            decoded(TEXT, "windows-1256")
        );
        let iso = encoded(ISO_8859_6, TEXT);
        assert_eq!(decode(&iso, None), decoded(TEXT, "ISO-8859-6"));
    }

    #[test]
    fn a_text_that_was_decoded_wrongly_is_read_again() {
        let misread: String = TEXT.bytes().map(char::from).collect();
        let again = |misread: Misread| {
            let encoding = misread.name();
            let misread = Some(misread);
            decoded(TEXT, "UTF-8").map(|text| Decoded {
                encoding,
                misread,
                ..text
            })
        };
        assert_eq!(decode(misread.as_bytes(), None), again(Misread::Utf8));
        let misread: String = encoded(WINDOWS_1256, TEXT)
            .into_iter()
            .map(char::from)
            .collect();
        let found = decode(misread.as_bytes(), None);
        assert_eq!(found, again(Misread::Windows1256));
        // Programs that drop what they cannot show leave no letter whole.
        let misread: String = TEXT.bytes().map(char::from).collect();
        let torn = misread.replace(['\u{81}', '\u{84}', '\u{8a}'], "");
        let refusal = decode(torn.as_bytes(), None).unwrap_err();
        assert!(matches!(&refusal, Refusal::Failed(reason) if reason.contains("damaged")));
    }

    #[test]
    fn a_wrong_declaration_loses() {
        let windows = encoded(WINDOWS_1256, TEXT);
        for wrong in [
            "iso-8859-6",
            "utf-8",
            "iso-8859-1",
            "utf-16",
            "no-such-charset",
        ] {
            assert_eq!(
                decode(&windows, Some(wrong)),
                decoded(TEXT, "windows-1256"),
                "{wrong}"
            );
        }
        let iso = encoded(ISO_8859_6, TEXT);
        assert_eq!(
            decode(&iso, Some("windows-1256")),
            decoded(TEXT, "ISO-8859-6")
        );
        assert_eq!(
            decode(TEXT.as_bytes(), Some("windows-1256")),
            decoded(TEXT, "UTF-8")
        );
    }

    #[test]
    fn a_declaration_of_another_script_is_believed() {
        let russian = "Премьер-министр заявил, что переговоры начнутся скоро.";
        let bytes = encoded(encoding_rs::WINDOWS_1251, russian);
        assert_eq!(
            decode(&bytes, Some("cp1251")),
            decoded(russian, "windows-1251")
        );
    }

    #[test]
    fn utf_16_is_read_both_ways_with_and_without_mark() {
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&le, None), decoded(TEXT, "UTF-16LE"));
        assert_eq!(decode(&be, None), decoded(TEXT, "UTF-16BE"));
        assert_eq!(
            decode(&[b"\xff\xfe".as_slice(), &le].concat(), None)
                .unwrap()
                .text,
            TEXT
        );
        assert_eq!(
            decode(&[b"\xfe\xff".as_slice(), &be].concat(), None)
                .unwrap()
                .text,
            TEXT
        );
    }

    #[test]
    fn utf_16_without_mark_is_read_in_other_scripts() {
        for text in [
            "Управление сообщило, что ремонт закончен.",
            "水务局周四宣布，老水渠修复工程已经完工。\n局长说，水会流到四个村庄。",
            "The canal was repaired last year.",
            "רשות המים הודיעה כי השיקום הושלם.",
        ] {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&le, None), decoded(text, "UTF-16LE"));
            assert_eq!(decode(&be, None), decoded(text, "UTF-16BE"));
        }
    }

    #[test]
    fn the_mark_of_utf_8_goes_and_line_ends_become_one() {
        let bytes = "\u{feff}أول\r\nثان\rثالث".as_bytes();
        assert_eq!(decode(bytes, None), decoded("أول\nثان\nثالث", "UTF-8"));
    }

    #[test]
    fn a_little_damage_is_counted_and_much_is_refused() {
        let mut bytes = TEXT.repeat(4).into_bytes();
        bytes.insert(2, 0xff);
        let found = decode(&bytes, None).unwrap();
        assert_eq!((found.encoding, found.replaced), ("UTF-8", 1));
        let mut bytes = TEXT.as_bytes().to_vec();
        for at in 0..5 {
            bytes.insert(at * 3, 0xff);
        }
        let refusal = decode(&bytes, None).unwrap_err();
        assert!(matches!(&refusal, Refusal::Failed(reason) if reason.contains("damaged")));
    }

    #[test]
    fn a_file_cut_off_in_a_character_is_read() {
        let bytes = TEXT.as_bytes();
        let at = TEXT.find('؟').unwrap() + 1;
        let found = decode(&bytes[..at], None).unwrap();
        assert_eq!(found.replaced, 1);
        assert!(found.text.ends_with("تنجح\u{fffd}"));
    }

    #[test]
    fn a_replacement_character_in_the_source_is_no_damage() {
        let text = "نص فيه \u{fffd} وحده";
        assert_eq!(decode(text.as_bytes(), None), decoded(text, "UTF-8"));
    }

    #[test]
    fn nothing_and_white_space_are_skipped() {
        let empty = Err(Refusal::Skipped("the file is empty".to_owned()));
        for bytes in [b"".as_slice(), b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"] {
            assert_eq!(decode(bytes, None), empty);
        }
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        let reason = |bytes: &[u8]| decode(bytes, None).unwrap_err().to_string();
        assert_eq!(
            reason(b"%PDF-1.7 ..."),
            "it looks like an archive or a document (PDF)"
        );
        assert_eq!(
            reason(b"\x1f\x8b\x08\0"),
            "it looks like an archive or a document (GZ)"
        );
        assert_eq!(
            reason(b"PK\x03\x04rest"),
            "it looks like an archive or a document (ZIP)"
        );
        assert_eq!(reason(b"text\0with nul"), "it looks like a binary file");
        assert_eq!(reason(b"BM\0\0\x1a\0"), "it looks like an image (BMP)");
        for text in ["BMW تعلن", "MZ نص", "ID3 نص"] {
            assert!(decode(text.as_bytes(), None).is_ok(), "{text}");
        }
        assert!(matches!(decode(b"GIF89a", None), Err(Refusal::Skipped(_))));
    }
}
