//! Glossaries, and finding their terms.
#![no_main]

use std::path::Path;

use mujaz::text::Language;
use mujaz::translate::Glossary;

libfuzzer_sys::fuzz_target!(|text: &str| {
    for code in ["ar", "zh"] {
        let language = Language::of(code);
        let Ok(glossary) = Glossary::parse(Path::new("terms.tsv"), text, language) else {
            continue;
        };
        let terms = glossary.terms();
        assert_eq!(glossary.hash().len(), 64);
        for term in terms.iter().take(20) {
            assert!(!term.source.is_empty() && !term.english.is_empty());
            for number in glossary.found_in(&term.source, language) {
                assert!(number < terms.len());
            }
        }
    }
});
