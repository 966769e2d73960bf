//! The checks of a translation, with the readers of numbers, names and dates: the input is a source, a
//! line break and a translation.
#![no_main]

use mujaz::quality::{Judging, Lexicon, Pair, judge};
use mujaz::text::Language;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (source, translation) = text.split_once('\n').unwrap_or((text, text));
    let (from, to) = (Language::of("ar"), Language::of("en"));
    let judged = judge(&Pair {
        source,
        from,
        translation,
        to,
        fragment: false,
        score: None,
        judging: Judging {
            lexicon: Lexicon::between(from.code, to.code),
            calibrated: false,
        },
    });
    assert!(
        judged
            .estimate
            .is_none_or(|estimate| (0.0..=1.0).contains(&estimate))
    );
});
