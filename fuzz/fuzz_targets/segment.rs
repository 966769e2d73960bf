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
                // Only the dash after a dateline belongs to none.
                assert!(!between.contains(char::is_alphanumeric), "{between:?}");
                assert!(!text[part.span.clone()].trim().is_empty());
                end = part.span.end;
            }
            assert!(text[end..].trim().is_empty(), "{:?}", &text[end..]);
        }
    }
});
