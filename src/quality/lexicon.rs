//! The lexicon of a language pair: which words translate which, learned from parallel text. This
//! file owns its format and how words are looked up; what follows from it is decided elsewhere.
//! `models/checker-ar-en/README.md` says how the lexicon was made.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use super::spelling::Spelling;
use crate::text::{Language, WordForms};

/// Pairs of sentences that the Arabic and English lexicon was counted in.
const DOCUMENTS: f64 = 361_271.0;

static ARABIC_ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("../../models/checker-ar-en/lexicon.tsv.gz");
    let forms = |code| {
        let words = Language::of(code).words;
        words.expect("both languages of a lexicon have word forms: else a bug")
    };
    let spelling = Spelling::read(include_bytes!("../../models/checker-ar-en/spelling.tsv.gz"));
    Lexicon::read(packed, spelling, (forms("ar"), forms("en")))
});

/// Words of two languages and how probably they translate each other.
#[derive(Debug)]
pub struct Lexicon {
    pub(super) source_forms: WordForms,
    pub(super) target_forms: WordForms,
    /// How names of the target language are spelled in the source language.
    pub(super) spelling: Spelling,
    source: HashMap<Box<str>, SourceStem>,
    target: HashMap<Box<str>, TargetStem>,
}

/// What is known of a stem of the source language.
#[derive(Debug)]
pub(super) struct SourceStem {
    /// The binary logarithm of the sentences that it occurs in.
    pub(super) count: f64,
    /// How telling it is that nothing covers it, 0 to 1.
    pub(super) weight: f64,
    /// By the number of the target stem.
    entries: Vec<Entry>,
}

/// What is known of a stem of the target language.
#[derive(Debug, Clone, Copy)]
pub(super) struct TargetStem {
    /// Its number.
    pub(super) number: u32,
    /// The binary logarithm of the sentences that it occurs in.
    pub(super) count: f64,
    /// How telling it is that nothing covers it, 0 to 1.
    pub(super) weight: f64,
    /// How often it is written with a capital inside sentences, 0 to 1.
    pub(super) capital: f64,
    /// Whether it may be a name that is transcribed.
    may_be_name: bool,
    /// Its first letter.
    initial: char,
}

/// A translation of a source stem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    target: u32,
    /// The probability of the target stem, given the source stem.
    pub(super) forwards: f32,
    /// The probability of the source stem, given the target stem.
    pub(super) backwards: f32,
    /// How often the target stem is written with a capital.
    pub(super) capital: f32,
    /// The same, and 0 for a stem that is translated rather than transcribed.
    pub(super) proper: f32,
    /// The first letter of the target stem.
    pub(super) initial: char,
}

impl Lexicon {
    /// The lexicon between two languages, by their ISO 639-1 codes, where there is one.
    pub fn between(from: &str, to: &str) -> Option<&'static Self> {
        match (from, to) {
            ("ar", "en") => Some(&ARABIC_ENGLISH),
            _ => None,
        }
    }

    fn read(
        packed: &[u8],
        spelling: Spelling,
        (source_forms, target_forms): (WordForms, WordForms),
    ) -> Self {
        let mut text = String::new();
        GzDecoder::new(packed)
            .read_to_string(&mut text)
            .expect("a built-in lexicon that cannot be unpacked is a bug");
        let mut lexicon = Self {
            source_forms,
            target_forms,
            spelling,
            source: HashMap::new(),
            target: HashMap::new(),
        };
        for line in text.lines() {
            lexicon
                .line(line)
                .expect("a built-in lexicon that cannot be read is a bug");
        }
        lexicon
    }

    /// Reads a line: `e` or `a`, the stem and its digits, and for `a` its entries.
    fn line(&mut self, line: &str) -> Option<()> {
        let mut fields = line.split('\t');
        let (side, stem) = (fields.next()?, fields.next()?);
        let digits: Vec<f64> = fields.next()?.chars().map(digit).collect::<Option<_>>()?;
        let (count, weight) = (*digits.first()?, digits.get(1)? / 10.0);
        if side == "e" {
            let number = u32::try_from(self.target.len()).ok()?;
            let capital = digits.get(2)? / 10.0;
            let known = TargetStem {
                number,
                count,
                weight,
                capital,
                may_be_name: (self.target_forms.may_be_name)(stem),
                initial: stem.chars().next()?,
            };
            self.target.insert(stem.into(), known);
            return Some(());
        }
        let mut entries = Vec::new();
        for item in fields.next()?.split(' ').filter(|item| !item.is_empty()) {
            let (stem, values) = item.rsplit_once(':')?;
            let target = self.target.get(stem)?;
            let mut values = values
                .chars()
                .map(|c| Some((-digit(c)? / 3.0).exp2() as f32));
            entries.push(Entry {
                target: target.number,
                forwards: values.next()??,
                backwards: values.next()??,
                capital: target.capital as f32,
                proper: if target.may_be_name {
                    target.capital as f32
                } else {
                    0.0
                },
                initial: target.initial,
            });
        }
        entries.sort_unstable_by_key(|entry| entry.target);
        let known = SourceStem {
            count,
            weight,
            entries,
        };
        self.source.insert(stem.into(), known);
        Some(())
    }

    /// The stem under which a source word stands here, of those that it may have.
    pub(super) fn key(&self, stems: &[String]) -> String {
        let count = |stem: &String| self.source.get(stem.as_str()).map_or(-1.0, |s| s.count);
        let mut best = &stems[0];
        for stem in &stems[1..] {
            if count(stem) >= count(best) + 2.0 {
                best = stem;
            }
        }
        best.clone()
    }

    /// The translations of a source stem; none where it is not known.
    pub(super) fn entries(&self, stem: &str) -> &[Entry] {
        self.source
            .get(stem)
            .map_or(&[], |known| known.entries.as_slice())
    }

    /// What is known of a source stem.
    pub(super) fn source(&self, stem: &str) -> Option<&SourceStem> {
        self.source.get(stem)
    }

    /// What is known of a target stem.
    pub(super) fn target(&self, stem: &str) -> Option<&TargetStem> {
        self.target.get(stem)
    }

    /// How much a source stem tells, 0 to 1.
    pub(super) fn source_weight(&self, stem: &str) -> f64 {
        match self.source.get(stem) {
            Some(known) => rarity(known.count) * known.weight,
            None => 0.6,
        }
    }

    /// How much a target stem tells, 0 to 1.
    pub(super) fn target_weight(&self, stem: &str) -> f64 {
        match self.target.get(stem) {
            Some(known) => rarity(known.count) * known.weight,
            None => 0.8,
        }
    }
}

impl Entry {
    /// The entry of a target stem among those of a source stem.
    pub(super) fn find(entries: &[Self], target: u32) -> Option<&Self> {
        let at = entries
            .binary_search_by_key(&target, |entry| entry.target)
            .ok()?;
        Some(&entries[at])
    }

    /// How surely the two translate each other: 0 at a probability of 0.003, 1 at 0.1.
    pub(super) fn strength(&self) -> f64 {
        let most = f64::from(self.forwards.max(self.backwards));
        ((most.log10() + 2.5) / 1.5).clamp(0.0, 1.0)
    }
}

/// 1 for a stem of one sentence, 0 for one that is in all of them.
fn rarity(count: f64) -> f64 {
    let all = DOCUMENTS.log2();
    ((all - count) / all).min(1.0)
}

fn digit(c: char) -> Option<f64> {
    c.to_digit(36).map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_knows_common_words_both_ways() {
        let lexicon = Lexicon::between("ar", "en").expect("a lexicon");
        let strength = |word: &str, english: &str| {
            let key = lexicon.key(&(lexicon.source_forms.stems)(word));
            let target = lexicon.target(english)?;
            let entry = Entry::find(lexicon.entries(&key), target.number)?;
            Some(entry.strength())
        };
        assert!(strength("الوزاره", "ministri").is_some_and(|s| s > 0.8));
        assert!(strength("وللمدرسه", "school").is_some_and(|s| s > 0.8));
        assert_eq!(strength("الوزاره", "school"), None);
        assert!(Lexicon::between("fr", "en").is_none());
    }
}
