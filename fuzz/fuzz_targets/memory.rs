//! Pairs for a translation memory: what is read is read again as it was written.
#![no_main]

use mujaz::translate::{ExchangePair, PairFormat};

const LANGUAGES: (&str, &str) = ("ar", "en");

libfuzzer_sys::fuzz_target!(|text: &str| {
    for format in [PairFormat::Tsv, PairFormat::Tmx] {
        let Ok(read) = format.read(text, LANGUAGES) else {
            continue;
        };
        let pairs: Vec<(String, String)> = read
            .pairs
            .iter()
            .map(|(source, translation)| (one_line(source), one_line(translation)))
            .collect();
        for (source, translation) in &pairs {
            assert!(!source.is_empty() && !translation.is_empty());
        }
        // XML cannot hold all characters, and a mark of the byte order at the beginning is none.
        let kept = |text: &str| !text.chars().any(|c| c.is_control() || is_special(c));
        let pairs: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|(source, translation)| kept(source) && kept(translation))
            .collect();
        let lines = pairs.iter().map(|(source, translation)| {
            format.pair(&ExchangePair {
                languages: LANGUAGES,
                source,
                translation,
                origin: "approved",
            })
        });
        let written = format.head() + &lines.collect::<String>() + format.tail();
        let again = format.read(&written, LANGUAGES);
        assert_eq!(again.map(|read| read.pairs), Ok(pairs));
    }
});

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_special(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
