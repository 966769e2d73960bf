//! Encodings with one byte for each letter, which look alike. This file owns how one is chosen: by capitals that stand
//! where words have them, else by how much a text looks like Arabic.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1256};

/// How many bytes the detector looks at.
const SAMPLE: usize = 1 << 16;

/// Of the words with letters outside ASCII, at most one in so many is capitalised as no word is.
const WORDS_A_MIXED: usize = 10;

/// Minimum number of such words, if none of them has letters of ASCII as well.
const FEWEST_WORDS: usize = 3;

/// The encoding of bytes that are no Unicode: the declared one or the detector's choice, if its text has small letters
/// and capitals where words have them; else, of these, windows-1256 and ISO-8859-6, the one whose text looks most like
/// Arabic; if none does, the declared one, where that can be right.
pub(super) fn single_byte(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let detected = detector.guess(None, Utf8Detection::Deny);
    let declared = declared
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8);
    // Accents of French and the letters of KOI8-R are letters in ISO-8859-6, too.
    let cased =
        |encoding: &&'static Encoding| is_cased(&encoding.decode_without_bom_handling(sample).0);
    if let Some(encoding) = declared.into_iter().chain([detected]).find(cased) {
        return encoding;
    }
    let mut best: Option<(Plausibility, &'static Encoding)> = None;
    let candidates = declared
        .into_iter()
        .chain([detected, WINDOWS_1256, ISO_8859_6]);
    for encoding in candidates {
        let plausibility = Plausibility::of(encoding, bytes);
        if best.as_ref().is_none_or(|(found, _)| plausibility > *found) {
            best = Some((plausibility, encoding));
        }
    }
    match best {
        Some((plausibility, encoding)) if plausibility.per_mille >= 600 => encoding,
        // No reading looks like Arabic, so the declared encoding is trusted.
        _ => declared
            .filter(|encoding| !encoding.decode_without_bom_handling(bytes).1)
            .unwrap_or(detected),
    }
}

/// Whether most words with letters outside ASCII are of a script with capitals, and written as words are: in small
/// letters, with a capital in front, or in capitals. Arabic that is read in an encoding of Latin or Cyrillic letters has
/// capitals anywhere.
fn is_cased(text: &str) -> bool {
    let (mut words, mut others, mut half_ascii, mut mixed) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut small, mut capitals) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        let has_case = |c: char| c.is_lowercase() || c.is_uppercase();
        if !word.chars().all(has_case) {
            others += 1;
            continue;
        }
        words += 1;
        half_ascii += usize::from(word.contains(|c: char| c.is_ascii()));
        let mut rest = word.chars();
        let begins_small = rest.next().is_some_and(char::is_lowercase);
        let capital = |c: char| c.is_uppercase();
        let is_small = !rest.clone().any(capital);
        mixed += usize::from(!is_small && (begins_small || !rest.all(capital)));
        let foreign = word.chars().filter(|c| !c.is_ascii());
        let great = foreign.clone().filter(|c| c.is_uppercase()).count();
        capitals += great;
        small += foreign.count() - great;
    }
    let is_lost = |c: &char| matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}');
    let lost = text.chars().filter(is_lost).count();
    words > others
        && (words >= FEWEST_WORDS || half_ascii > 0)
        && (mixed + lost) * WORDS_A_MIXED <= words
        && small >= capitals
}

/// How much a decoded text looks like Arabic, compared field by field.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Plausibility {
    /// Arabic letters minus twice the misread characters, per thousand characters outside ASCII.
    per_mille: i64,
    /// Definite articles, which decide between readings that consist only of letters.
    articles: usize,
}

impl Plausibility {
    fn of(encoding: &'static Encoding, bytes: &[u8]) -> Self {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let (mut letters, mut rubbish, mut all, mut articles) = (0_i64, 0_i64, 0_i64, 0);
        let mut before = ' ';
        for c in text.chars().filter(|c| *c != '\u{640}') {
            if !c.is_ascii() {
                all += 1;
            }
            match c {
                '\u{621}'..='\u{64a}' | 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => letters += 1,
                '\u{fffd}' | '\u{80}'..='\u{9f}' => rubbish += 1,
                // Vowel marks follow letters; anywhere else they are misread letters.
                '\u{64b}'..='\u{652}' => match before {
                    '\u{621}'..='\u{64a}' | '\u{651}' => all -= 1,
                    _ => rubbish += 1,
                },
                _ => {}
            }
            articles += usize::from(before == 'ا' && c == 'ل');
            before = c;
        }
        Self {
            per_mille: (letters - 2 * rubbish) * 1000 / all.max(1),
            articles,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that the bytes of a text in an encoding are read as.
    fn read(text: &str, encoding: &str, declared: Option<&str>) -> String {
        let encoding = Encoding::for_label(encoding.as_bytes()).expect("an encoding");
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text}");
        let found = single_byte(&bytes, declared);
        found.decode_without_bom_handling(&bytes).0.into_owned()
    }

    #[test]
    fn encodings_of_latin_and_cyrillic_letters_are_told_from_those_of_arabic() {
        let french = "La réfection du canal a été achevée à la fin de l'année, après l'été.";
        let english = "The café beside the canal was closed for the whole of the winter.";
        let russian = "Управление сообщило в четверг, что ремонт старого канала закончен. \
            Вода придёт в четыре деревни, сказала директор.";
        let ukrainian = "Управління повідомило в четвер, що ремонт старого каналу завершено.";
        let arabic = "أعلنت مديرية المياه أمس الخميس أنها انتهت من ترميم القناة القديمة.";
        let persian = "گزارش شد که آب به چهار روستا رسید و پل تازه گشوده شد.".replace('ی', "ي");
        for (text, encoding) in [
            (french, "iso-8859-1"),
            (french, "iso-8859-15"),
            (english, "iso-8859-1"),
            (russian, "koi8-r"),
            (russian, "iso-8859-5"),
            (russian, "windows-1251"),
            (ukrainian, "koi8-u"),
            (arabic, "windows-1256"),
            (arabic, "iso-8859-6"),
            (&persian, "windows-1256"),
        ] {
            assert_eq!(read(text, encoding, None), text, "{encoding}");
            assert_eq!(read(text, encoding, Some(encoding)), text, "{encoding}");
        }
        for declared in ["windows-1252", "koi8-r", "windows-1251"] {
            assert_eq!(read(arabic, "windows-1256", Some(declared)), arabic);
        }
        assert_eq!(read(russian, "koi8-r", Some("iso-8859-1")), russian);
    }

    #[test]
    fn words_are_small_or_begin_with_a_capital_or_are_capitals() {
        for text in [
            "École fermée à Étampes",
            "café",
            "Совет ООН решил",
            "Öl für Äcker und Bäume",
        ] {
            assert!(is_cased(text), "{text}");
        }
        for text in [
            "",
            "cafe",
            "ÇáÎÈÑ ãä ÈíÑæÊ",
            "ÚÇÌá",
            "аЛБХ нЛМ",
            "نص",
            "УПРАВЛЕНИЕ",
            "é",
            "né\u{fffd}",
        ] {
            assert!(!is_cased(text), "{text}");
        }
    }
}
