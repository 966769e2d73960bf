//! Texts that were decoded in a wrong encoding once and stored so: `Ø§Ù„Ø®Ø¨Ø±`, `ط§ظ„ط®ط¨ط±` or `ÇáÎÈÑ` in place
//! of Arabic, `Ð½ÐµÑ‚` of Russian, `Ã©tÃ©` of French. This file owns recognising them and reading their bytes
//! again; other texts stay as they are.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1256};

/// The signs that the first bytes of characters of two and more bytes in UTF-8 become.
const FIRST_BYTES: RangeInclusive<char> = 'Â'..='ô';

/// The last letter of Latin scripts in the languages that are read.
const LAST_LATIN: char = '\u{24f}';

/// First bytes of Arabic letters in UTF-8 (U+0600 to U+06FF), as Latin encodings read them.
const LEADS: [char; 4] = ['Ø', 'Ù', 'Ú', 'Û'];

/// The first bytes of most Arabic letters in UTF-8, as windows-1256 reads them.
const ARABIC_LEADS: [char; 2] = ['ط', 'ظ'];

/// The Arabic article in windows-1256, as Latin encodings read it.
const ARTICLE: &str = "Çá";

/// The smallest number of articles in a text, and of letters that follow another one.
const LEAST: usize = 3;

/// In Arabic at least one word of so many has an article.
const WORDS_AN_ARTICLE: usize = 20;

/// The encoding of bytes that were read in another one: as windows-1252 or ISO-8859-1, unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misread {
    Utf8,
    Windows1256,
    /// UTF-8 that was read as windows-1256.
    Utf8InArabic,
}

impl Misread {
    /// The encoding of a text that was decoded wrongly; `None` for any other text.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (mut pairs, mut joined, mut marked, mut letters, mut latin) = (0, 0, 0, 0, 0);
        let (mut begun, mut in_arabic) = (0, 0);
        let mut before = ' ';
        // Whether each of the two characters before ends a pair, the nearer one first.
        let mut ends = (false, false);
        for c in text.chars() {
            let is_pair = LEADS.contains(&before) && continues(c);
            pairs += usize::from(is_pair);
            joined += usize::from(is_pair && ends.1);
            ends = (is_pair, ends.0);
            begun += usize::from(FIRST_BYTES.contains(&before) && continues(c));
            let is_in_arabic = ARABIC_LEADS.contains(&before)
                && byte_in(WINDOWS_1256, c).is_some_and(is_later_byte);
            in_arabic += usize::from(is_in_arabic);
            marked += usize::from(!c.is_ascii());
            letters += usize::from(c.is_alphabetic());
            latin += usize::from(matches!(c, 'À'..='ÿ'));
            before = c;
        }
        // Each letter of two bytes became two signs; Latin signs among the letters have three. Letters stand
        // in words: a pair alone may be right, as in `MØ’s` and `Ø 20 mm`.
        if joined >= LEAST && pairs * 3 >= marked {
            return Some(Self::Utf8);
        }
        if in_arabic >= LEAST && in_arabic * 3 >= marked {
            return Some(Self::Utf8InArabic);
        }
        if begun >= LEAST && is_utf_8_of_words(text, marked) {
            return Some(Self::Utf8);
        }
        // Only languages with accents on most letters would look so, and they do not repeat this one.
        if latin * 10 < letters * 6 {
            return None;
        }
        let articles = text.matches(ARTICLE).count();
        let words = text.split_whitespace().count();
        (articles >= LEAST && articles * WORDS_AN_ARTICLE >= words).then_some(Self::Windows1256)
    }

    /// Both encodings, the right one first.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8, read as windows-1252",
            Self::Windows1256 => "windows-1256, read as windows-1252",
            Self::Utf8InArabic => "UTF-8, read as windows-1256",
        }
    }

    /// The text that the bytes of a text stand for. Characters that come from no byte stay; bytes that
    /// are not valid become U+FFFD.
    pub(super) fn reread(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut bytes: Vec<u8> = Vec::new();
        for c in text.chars() {
            let byte = match self {
                Self::Utf8InArabic => byte_in(WINDOWS_1256, c),
                Self::Utf8 | Self::Windows1256 => byte_of(c),
            };
            if let Some(byte) = byte {
                bytes.push(byte);
            } else {
                out.push_str(&self.decoded(&bytes));
                bytes.clear();
                out.push(c);
            }
        }
        out.push_str(&self.decoded(&bytes));
        out
    }

    fn decoded(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 | Self::Utf8InArabic => String::from_utf8_lossy(bytes),
            Self::Windows1256 => WINDOWS_1256.decode_without_bom_handling(bytes).0,
        }
    }
}

/// Whether most signs of a text outside ASCII, of which there are `marked`, come from bytes, and these are letters in
/// UTF-8 that stand beside others of their script. Accents that are right are not valid in UTF-8.
fn is_utf_8_of_words(text: &str, marked: usize) -> bool {
    let others = text.chars().filter(|c| byte_of(*c).is_none()).count();
    if others * 3 > marked {
        return false;
    }
    let lost = |text: &str| text.matches('\u{fffd}').count();
    let reread = Misread::Utf8.reread(text);
    let broken = lost(&reread).saturating_sub(lost(text));
    let mut joined = 0_usize;
    let mut before = ' ';
    for c in reread.chars() {
        let is_word = before.is_alphabetic() && c.is_alphabetic();
        let is_one_script = (before <= LAST_LATIN) == (c <= LAST_LATIN);
        let is_new = !(before.is_ascii() && c.is_ascii());
        joined += usize::from(is_word && is_one_script && is_new);
        before = c;
    }
    joined >= LEAST && broken * 4 <= joined
}

/// Whether a character is what a later byte of a letter in UTF-8 became.
fn continues(c: char) -> bool {
    byte_of(c).is_some_and(is_later_byte)
}

fn is_later_byte(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}

/// The byte that a character was read from, in ISO-8859-1 or windows-1252.
fn byte_of(c: char) -> Option<u8> {
    u8::try_from(u32::from(c))
        .ok()
        .or_else(|| byte_in(WINDOWS_1252, c))
}

/// The byte that stands for a character in an encoding.
fn byte_in(encoding: &'static Encoding, c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !unmappable => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "قال «المدير» إن المكتبة، التي أغلقت أمس، ستفتح أبوابها – قريبا 🙂 للقراء.";

    #[test]
    fn texts_that_were_decoded_wrongly_are_read_again() {
        let as_windows = WINDOWS_1252
            .decode_without_bom_handling(TEXT.as_bytes())
            .0
            .into_owned();
        let as_iso: String = TEXT.bytes().map(char::from).collect();
        for misread in [as_windows, as_iso] {
            assert_eq!(Misread::of(&misread), Some(Misread::Utf8));
            assert_eq!(Misread::Utf8.reread(&misread), TEXT);
        }
        let text = TEXT.replace('🙂', "");
        let (bytes, _, unmappable) = WINDOWS_1256.encode(&text);
        assert!(!unmappable);
        let misread: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        assert_eq!(Misread::of(&misread), Some(Misread::Windows1256));
        assert_eq!(Misread::Windows1256.reread(&misread), text);
        // A sign that was added later stays.
        let misread = format!("→ {misread}");
        assert_eq!(Misread::Windows1256.reread(&misread), format!("→ {text}"));
    }

    #[test]
    fn utf_8_that_was_read_as_windows_1256_is_read_again() {
        let misread = WINDOWS_1256
            .decode_without_bom_handling(TEXT.as_bytes())
            .0
            .into_owned();
        assert_eq!(Misread::of(&misread), Some(Misread::Utf8InArabic));
        assert_eq!(Misread::Utf8InArabic.reread(&misread), TEXT);
        let right = "ارتفع سعر النفط، وتوقفت الخطط، وغرق الشط، وجفت الأرض.";
        assert_eq!(Misread::of(right), None);
    }

    #[test]
    fn texts_of_other_scripts_are_read_again() {
        for text in [
            "L'été, la réfection du vieux canal a été achevée.",
            "Управление сообщило, что ремонт закончен.",
            "רשות המים הודיעה כי השיקום הושלם.",
            "水务局周四宣布，老水渠修复工程已经完工。",
            "Kanalın onarımı perşembe günü bitti.",
        ] {
            let as_windows = WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0;
            let as_iso: String = text.bytes().map(char::from).collect();
            for misread in [as_windows.into_owned(), as_iso] {
                assert_eq!(Misread::of(&misread), Some(Misread::Utf8), "{text}");
                assert_eq!(Misread::Utf8.reread(&misread), text);
            }
            assert_eq!(Misread::of(text), None, "{text}");
        }
    }

    #[test]
    fn texts_that_are_right_stay() {
        for text in [
            TEXT,
            "",
            "KØBENHAVN: FØRSTE SØNDAG I ØSTERBRO, SØNDERBORG OG ØLSTYKKE",
            "Ça, ça et ça: l'été où Noël tomba déjà, Çà et là.",
            "Où était-il allé ? À Nîmes, à Sète, à Béziers.",
            "يسمى الحرف Ø في الدنماركية",
            "MØ’s new single is MØ’s first in years, and MØ’s best.",
            "Îles d'Å\u{a0}: l'été y fut très doux, même à\u{a0}Noël.",
            "Rohre mit Ø\u{a0}20, Ø\u{a0}30 und Ø\u{a0}40 mm",
        ] {
            assert_eq!(Misread::of(text), None, "{text}");
        }
    }
}
