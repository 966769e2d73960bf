//! Parts of a whole in English words: half, a third, two quarters. This file owns their names and values.

use super::number_words::{Word, number_word};

/// A part that is no rank, or that is asked for.
struct Part {
    /// Its name, and the plural.
    names: [&'static str; 2],
    /// How many of it are the whole.
    all: u64,
    /// What both may stand for, besides the rank that the name is.
    values: &'static [&'static str],
    /// What one of it may be in another language: of these, a source must have one.
    asked: &'static [&'static str],
}

const PARTS: [Part; 5] = [
    Part {
        names: ["half", "halves"],
        all: 2,
        values: &["0.5", "50"],
        asked: &["0.5", "50", "2", "1"],
    },
    Part {
        names: ["third", "thirds"],
        all: 3,
        values: &[],
        asked: &["3", "33", "0.33"],
    },
    Part {
        names: ["quarter", "quarters"],
        all: 4,
        values: &["0.25", "0.75", "4", "25", "75"],
        asked: &["0.25", "4", "25", "15"],
    },
    Part {
        names: ["fifth", "fifths"],
        all: 5,
        values: &[],
        asked: &["0.2", "5", "20"],
    },
    Part {
        names: ["tenth", "tenths"],
        all: 10,
        values: &[],
        asked: &["0.1", "10"],
    },
];

fn named(word: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.names.contains(&word))
}

/// How many of the part that a word in lower case names are the whole: two of a half, and up to twenty.
pub(super) fn all(word: &str) -> Option<u64> {
    if let Some(part) = named(word) {
        return Some(part.all);
    }
    match number_word(word) {
        Some(Word::Ordinal(all @ 3..=20)) => Some(all),
        _ => None,
    }
}

/// What the name of a part in lower case may stand for, besides a rank.
pub(super) fn values(word: &str) -> &'static [&'static str] {
    named(word).map_or(&[], |part| part.values)
}

/// What one such part may be in a source, which must have one of these; nothing if it is not asked for.
pub(super) fn asked(word: &str) -> &'static [&'static str] {
    let one = named(word).filter(|part| part.names[0] == word);
    one.map_or(&[], |part| part.asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_names_of_their_own_or_those_of_ranks() {
        let parts = [
            "half",
            "halves",
            "quarters",
            "third",
            "eighths",
            "twentieth",
        ];
        assert_eq!(parts.map(all), [2, 2, 4, 3, 8, 20].map(Some));
        let others = ["one", "second", "nineties", "hundredth", "house"];
        assert_eq!(others.map(all), [None; 5]);
        assert_eq!(values("halves"), ["0.5", "50"]);
        assert_eq!(asked("fifth"), ["0.2", "5", "20"]);
        assert!(asked("fifths").is_empty());
    }
}
