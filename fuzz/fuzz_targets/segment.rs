//! Structure and sentences: nothing of a text is lost and nothing is in two segments.
#![no_main]

use mujaz::document::Role;
use mujaz::text::{Language, segment};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for code in ["ar", "en"] {
        let language = Language::of(code);
        for role in [Role::Body, Role::Title] {
            let mut end = 0;
            for part in segment(text, 0..text.len(), role, language) {
                let between = &text[end..part.span.start];
                // Only the dash after a dateline belongs to none; Arabic also writes it as a tatweel.
                let is_text = |c: char| c.is_alphanumeric() && c != '\u{640}';
                assert!(!between.contains(is_text), "{between:?}");
                assert!(!text[part.span.clone()].trim().is_empty());
                end = part.span.end;
            }
            assert!(text[end..].trim().is_empty(), "{:?}", &text[end..]);
        }
    }
});
