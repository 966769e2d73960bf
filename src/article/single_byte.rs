//! Encodings with one byte for each letter, which look alike. This file owns how one is chosen: by how much a text
//! looks like Arabic.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1256};

/// How many bytes the detector looks at.
const SAMPLE: usize = 1 << 16;

/// The encoding of bytes that are no Unicode: of the declared one, the detector's choice, windows-1256 and ISO-8859-6,
/// the one whose text looks most like Arabic; if none does, the declared one, where that can be right.
pub(super) fn single_byte(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let detected = detector.guess(None, Utf8Detection::Deny);
    let declared = declared
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8);
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
