//! The numbers, months and weekdays of each language, on translations that are right and on some with
//! one wrong number.

use std::fs;
use std::path::Path;

use crate::brief::FlagKind;
use crate::quality::{Pair, check};
use crate::text::Language;

/// The least share of wrong numbers that are noticed.
const NOTICED: f64 = 0.95;

#[test]
fn wrong_numbers_are_noticed_and_right_ones_are_not_doubted_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/languages/numbers");
    let mut wrong = Vec::new();
    for code in [
        "de", "es", "fa", "fr", "he", "ku", "ru", "tr", "uk", "ur", "zh",
    ] {
        let text = fs::read_to_string(folder.join(format!("{code}.tsv")));
        let text = text.unwrap_or_else(|error| panic!("{code}: {error}"));
        let (mut alarms, mut right, mut noticed, mut planted) = (0.0, 0.0, 0.0, 0.0);
        for line in text.lines() {
            let mut fields = line.split('\t');
            let (kind, _) = (fields.next(), fields.next());
            let source = fields.next().unwrap_or_default();
            let translation = fields.next().unwrap_or_default();
            let flags = check(&Pair {
                from: Language::of(code),
                ..Pair::sentence(source, translation)
            });
            let doubt = flags.iter().find(|flag| flag.kind == FlagKind::Number);
            let dated = flags.iter().find(|flag| flag.kind == FlagKind::Date);
            if let (Some("right"), Some(doubt)) = (kind, dated) {
                alarms += 1.0;
                eprintln!("{code} false: {}: {source} | {translation}", doubt.message);
            }
            match (kind, doubt) {
                (Some("right"), doubt) => {
                    right += 1.0;
                    if let Some(doubt) = doubt {
                        alarms += 1.0;
                        eprintln!("{code} false: {}: {source} | {translation}", doubt.message);
                    }
                }
                (_, Some(_)) => (planted, noticed) = (planted + 1.0, noticed + 1.0),
                (_, None) => {
                    planted += 1.0;
                    eprintln!("{code} missed: {source} | {translation}");
                }
            }
        }
        eprintln!("{code}: {alarms} false of {right}, {noticed} of {planted} noticed");
        if alarms > 0.0 || noticed < NOTICED * planted {
            wrong.push(code);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
