//! The checks on human and machine translations of FLORES-200 dev, if the files are present.

use std::collections::BTreeMap;
use std::fs;

use crate::brief::{Flag, FlagKind};

use super::check::check;
use super::lexicon::Lexicon;
use super::pair::{Judging, Pair};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/eval/flores-dev");

/// Lines of the source and of a translation; `None` if the files are missing.
fn pairs(system: &str) -> Option<Vec<(String, String)>> {
    let read = |name: &str| fs::read_to_string(format!("{FOLDER}/flores-dev.{name}")).ok();
    let (Some(source), Some(english)) = (read("ar"), read(system)) else {
        eprintln!("skipped: no FLORES files in {FOLDER}");
        return None;
    };
    let lines = source.lines().zip(english.lines());
    Some(lines.map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
}

fn flags(source: &str, translation: &str) -> Vec<Flag> {
    check(&Pair::sentence(source, translation))
}

fn has_digits(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

fn flagged(pairs: &[(String, String)], kind: FlagKind) -> usize {
    let has = |(a, b): &&(String, String)| flags(a, b).iter().any(|flag| flag.kind == kind);
    pairs.iter().filter(has).count()
}

#[test]
fn human_translations_are_rarely_flagged() {
    let Some(pairs) = pairs("en") else { return };
    let any = pairs
        .iter()
        .filter(|(a, b)| !flags(a, b).is_empty())
        .count();
    assert!(any * 100 <= pairs.len() * 5, "{any} of {}", pairs.len());
    for kind in [FlagKind::Empty, FlagKind::Repetition, FlagKind::Residue] {
        assert_eq!(flagged(&pairs, kind), 0, "{kind:?}");
    }
}

#[test]
fn lengths_of_good_translations_are_rarely_flagged() {
    for system in ["en", "google.en", "microsoft.en"] {
        let Some(pairs) = pairs(system) else { return };
        let count = flagged(&pairs, FlagKind::Length);
        assert!(
            count * 1_000 <= pairs.len() * 3,
            "{system}: {count} of {}",
            pairs.len()
        );
    }
}

#[test]
fn numbers_of_human_translations_are_rarely_flagged() {
    let Some(pairs) = pairs("en") else { return };
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter(|(source, _)| has_digits(source))
        .collect();
    let count = flagged(&pairs, FlagKind::Number);
    assert!(count * 100 <= pairs.len() * 5, "{count} of {}", pairs.len());
}

#[test]
fn a_changed_digit_is_nearly_always_flagged() {
    let Some(pairs) = pairs("en") else { return };
    let (mut changed, mut caught) = (0, 0);
    for (source, english) in &pairs {
        if !has_digits(source) || !flags(source, english).is_empty() {
            continue;
        }
        for (at, digit) in english.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            let other = if digit == '9' {
                '4'
            } else {
                char::from(digit as u8 + 1)
            };
            let broken = format!("{}{other}{}", &english[..at], &english[at + 1..]);
            changed += 1;
            caught += usize::from(
                flags(source, &broken)
                    .iter()
                    .any(|f| f.kind == FlagKind::Number),
            );
        }
    }
    assert!(
        changed > 100 && caught * 100 >= changed * 95,
        "{caught} of {changed}"
    );
}

const PLANTED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/eval/doubt/seeded-dev.tsv"
);

fn word_by_word(source: &str, translation: &str) -> Vec<Flag> {
    check(&Pair {
        judging: Judging {
            lexicon: Lexicon::between("ar", "en"),
            calibrated: false,
        },
        ..Pair::sentence(source, translation)
    })
}

#[test]
fn planted_errors_are_noticed() {
    let Ok(text) = fs::read_to_string(PLANTED) else {
        eprintln!("skipped: no {PLANTED}");
        return;
    };
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in text.lines() {
        let [source, translation, kind] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (flagged, all) = found.entry(kind).or_default();
        *flagged += usize::from(!word_by_word(source, translation).is_empty());
        *all += 1;
    }
    // The least share of each kind in percent; what they are today stands in the checker's card.
    let least = [
        ("number_changed", 98),
        ("number_missing", 93),
        ("magnitude", 95),
        ("month", 95),
        ("weekday", 95),
        ("name_changed", 79),
        ("name_missing", 63),
        ("negation", 75),
        ("half_missing", 90),
        ("clause_missing", 80),
        ("loop", 100),
        ("foreign", 100),
        ("other_sentence", 98),
        ("copied_source", 100),
    ];
    for (kind, least) in least {
        let (flagged, all) = found[kind];
        assert!(flagged * 100 >= all * least, "{kind}: {flagged} of {all}");
    }
    let (flagged, all) = found["ok"];
    assert!(flagged * 100 <= all * 4, "references: {flagged} of {all}");
}

#[test]
fn good_machine_translations_are_rarely_flagged() {
    for system in ["google.en", "microsoft.en"] {
        let Some(pairs) = pairs(system) else { return };
        let flagged = pairs
            .iter()
            .filter(|(source, translation)| !word_by_word(source, translation).is_empty());
        let count = flagged.count();
        assert!(count * 100 <= pairs.len() * 6, "{system}: {count}");
    }
}
