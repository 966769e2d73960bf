//! The check of names: names of the translation that nothing in the source gives, and names of the
//! source that the translation does not have, by lexicon and consonants.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::coverage::{Coverage, UNCOVERED, Word, length_ratio, uncovered};
use super::estimate::{capitals, heaviest};
use super::transliteration::similarity;

/// A name that the other side does not give.
#[derive(Debug)]
struct Suspect {
    place: usize,
    /// How surely it is a name, 0 to 1.
    name: f64,
    /// Whether the lexicon has the word.
    known: bool,
    /// The best similarity of its consonants to a word of the other side.
    likeness: f64,
}

/// What there is to say about the names of a translation.
#[derive(Debug)]
pub(super) struct Names {
    /// The features of the regressions, in their order.
    pub(super) features: Vec<f64>,
    /// Names of the translation that the source does not give.
    pub(super) added: Vec<String>,
    /// Names of the source that the translation does not give.
    pub(super) missing: Vec<String>,
}

impl Names {
    /// Compares the names of a sentence, `translation` as it is written, with its source.
    pub(super) fn of(coverage: &Coverage, translation: &str) -> Self {
        let (source, target) = (&coverage.source, &coverage.target);
        let starts = starts(coverage, translation);
        let added = added(coverage, &starts);
        let missing = missing(coverage);
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        let unlike: Vec<&Suspect> = missing.iter().filter(|s| s.likeness < 0.6).collect();
        let value = |s: &Suspect| s.name * (1.0 - s.likeness);
        let sum = |known: Option<bool>| -> f64 {
            let chosen = unlike
                .iter()
                .filter(|s| known.is_none_or(|known| s.known == known));
            chosen.map(|s| value(s)).sum()
        };
        let free = source
            .iter()
            .filter(|w| w.weight > 0.25 && w.cover < UNCOVERED);
        let spare = target
            .iter()
            .filter(|w| w.weight > 0.2 && w.cover < UNCOVERED)
            .count() as f64;
        let (names, lost) = known_names(coverage);
        let acronyms = target.iter().filter(|word| {
            is_acronym(&word.text)
                && word.text.chars().count() >= 2
                && word.cover < 0.2
                && word.likeness < 0.6
                && !word.function
        });
        let starting = starts.iter().map(|&at| &target[at]).filter(|word| {
            let capital = coverage
                .lexicon
                .target(&word.stem)
                .map_or(0.9, |stem| stem.capital);
            word.capital
                && word.cover < UNCOVERED
                && capital >= 0.8
                && word.text.chars().count() > 3
        });
        let from_lexicon: f64 = added.iter().filter(|s| s.known).map(|s| s.name).sum();
        let features = vec![
            (added.len() as f64).min(3.0),
            most(&mut added.iter().map(|s| s.name)),
            most(&mut added.iter().map(value)),
            f64::from(u8::from(added.iter().any(|s| !s.known))),
            most(&mut unlike.iter().map(|s| value(s))),
            sum(None).min(3.0),
            (free.count() as f64).min(6.0),
            spare.min(5.0),
            heaviest(source).0.min(5.0),
            uncovered(source),
            uncovered(target),
            (-length_ratio(coverage)).max(-0.3),
            sum(Some(true)).min(3.0),
            sum(Some(false)).min(3.0),
            lost / names.max(1.0),
            lost.min(3.0),
            (source.len() as f64).ln_1p(),
            (acronyms.count() as f64).min(2.0),
            (sum(None) - 0.5 * spare).clamp(-2.0, 3.0),
            most(&mut unlike.iter().filter(|s| s.known).map(|s| value(s))),
            from_lexicon.min(2.0),
            (starting.count() as f64).min(2.0),
        ];
        let words = |suspects: &[&Suspect], words: &[Word]| {
            let texts = suspects.iter().map(|s| words[s.place].spelling.clone());
            texts.collect()
        };
        Self {
            features,
            added: words(&likeliest(&added), target),
            missing: words(&likeliest(&missing), source),
        }
    }
}

/// The suspects that are most surely names, three at most, in their order. Those that are much less
/// sure than the first are left out.
fn likeliest(suspects: &[Suspect]) -> Vec<&Suspect> {
    let value = |s: &Suspect| s.name * (1.0 - s.likeness);
    let most = suspects.iter().map(value).fold(0.0, f64::max);
    let sure = |s: &&Suspect| value(s) >= most / 3.0;
    let mut found: Vec<&Suspect> = suspects.iter().filter(sure).collect();
    found.sort_by(|a, b| value(b).total_cmp(&value(a)));
    found.truncate(3);
    found.sort_by_key(|s| s.place);
    found
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() <= 5
        && word.chars().any(char::is_alphabetic)
        && !word.chars().any(char::is_lowercase)
}

/// Capitalised words of the translation, inside sentences, that nothing in the source gives.
fn added(coverage: &Coverage, starts: &BTreeSet<usize>) -> Vec<Suspect> {
    let mut suspects = Vec::new();
    for (place, word) in coverage.target.iter().enumerate() {
        let is_name = word.capital
            && !starts.contains(&place)
            && word.text.chars().count() >= 3
            && (coverage.lexicon.target_forms.may_be_name)(&word.text)
            && !is_acronym(&word.text);
        if is_name && word.cover < UNCOVERED && word.likeness < 0.55 {
            let stem = coverage.lexicon.target(&word.stem);
            suspects.push(Suspect {
                place,
                name: stem.map_or(0.9, |stem| stem.capital),
                known: word.known,
                likeness: word.likeness,
            });
        }
    }
    suspects
}

/// Source words that are names, or unknown, and that nothing in the translation gives.
fn missing(coverage: &Coverage) -> Vec<Suspect> {
    let forms = (coverage.lexicon.source_forms, coverage.lexicon.target_forms);
    let candidates: Vec<Vec<Vec<u8>>> = coverage
        .target
        .iter()
        .filter(|word| word.capital || !word.known)
        .map(|word| (forms.1.consonants)(&word.text))
        .collect();
    let compares = coverage.compares_consonants();
    let mut suspects = Vec::new();
    for (place, word) in coverage.source.iter().enumerate() {
        let letters = word.text.chars().count();
        if !word.native || word.function || letters < 3 || word.cover >= UNCOVERED {
            continue;
        }
        let name = nameness(coverage, word);
        if name.is_none() && letters < 4 {
            continue;
        }
        let mut readings = (forms.0.consonants)(&word.text);
        if !compares {
            readings.truncate(1);
        }
        let pairs = candidates.iter().flatten();
        let likeness = pairs
            .flat_map(|latin| readings.iter().map(move |own| similarity(latin, own)))
            .fold(0.0, f64::max);
        suspects.push(Suspect {
            place,
            name: name.unwrap_or_else(|| {
                if (forms.0.may_be_name)(&word.text) {
                    0.55
                } else {
                    0.25
                }
            }),
            known: name.is_some(),
            likeness,
        });
    }
    suspects
}

/// How surely a source word is a name by its translations; `None` for a word without any to speak
/// of that is rare.
fn nameness(coverage: &Coverage, word: &Word) -> Option<f64> {
    let entries = coverage.lexicon.entries(&word.stem);
    let all: f64 = entries.iter().map(|entry| f64::from(entry.forwards)).sum();
    if all < 0.05 {
        let count = coverage.lexicon.count_of_source(&word.stem).unwrap_or(0.0);
        return (count >= 2.0).then_some(0.0);
    }
    capitals(entries)
}

/// How many names of the source the lexicon knows as such, and how many of them are lost.
fn known_names(coverage: &Coverage) -> (f64, f64) {
    let words = coverage
        .source
        .iter()
        .filter(|word| word.native && !word.function);
    let names = words.filter(|word| nameness(coverage, word).is_some_and(|name| name >= 0.6));
    let (mut all, mut lost) = (0.0, 0.0);
    for word in names {
        all += 1.0;
        lost += f64::from(u8::from(word.cover < UNCOVERED));
    }
    (all, lost)
}

/// The places of words that begin a sentence or a quotation, where a capital means nothing.
fn starts(coverage: &Coverage, translation: &str) -> BTreeSet<usize> {
    let plain: Vec<char> = translation
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .collect();
    let mut starts = BTreeSet::new();
    let mut position = 0;
    for (place, word) in coverage.target.iter().enumerate() {
        let letters: Vec<char> = word.text.chars().collect();
        let head = &letters[..letters.len().min(3)];
        let found = (position..plain.len()).find(|&at| plain[at..].starts_with(head));
        let at = found.unwrap_or(position.min(plain.len()));
        let gap = plain[position.min(at)..at].iter().rev();
        let before = gap.copied().find(|c| !c.is_whitespace());
        let opens = before.is_some_and(|c| ".!?:\"“”«'‘(-–—•".contains(c));
        if place == 0 || opens {
            starts.insert(place);
        }
        position = at + letters.len();
    }
    starts
}
