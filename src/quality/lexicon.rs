//! The lexicon of a language pair: which words translate which, learned from parallel text. This
//! file owns its format and how words are looked up; what follows from it is decided elsewhere.
//! `models/checker-ar-en/README.md` says how the lexicon was made.

use std::array;
use std::sync::LazyLock;

use super::packed::each_line;
use super::spelling::Spelling;
use super::stems::Stems;
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

/// The probability that each digit of the lexicon stands for.
static PROBABILITIES: LazyLock<[f32; 36]> =
    LazyLock::new(|| array::from_fn(|digit| (-(digit as f64) / 3.0).exp2() as f32));

/// Words of two languages and how probably they translate each other. Numbers are kept as the digits
/// of the file, and words in one text for each language: the lexicon stays in memory for a whole
/// run.
#[derive(Debug)]
pub struct Lexicon {
    pub(super) source_forms: WordForms,
    pub(super) target_forms: WordForms,
    /// How names of the target language are spelled in the source language.
    pub(super) spelling: Spelling,
    source: Stems,
    /// By the number of the source stem.
    source_digits: Vec<SourceDigits>,
    /// The translations of all source stems in the order of these; those of one stem by the number
    /// of the target stem.
    entries: Vec<Entry>,
    target: Stems,
    /// By the number of the target stem.
    target_digits: Vec<TargetDigits>,
}

#[derive(Debug, Clone, Copy)]
struct SourceDigits {
    count: u8,
    weight: u8,
    /// Where the entries of the stem end. They begin where those of the stem before end.
    end: u32,
}

#[derive(Debug, Clone, Copy)]
struct TargetDigits {
    count: u8,
    weight: u8,
    capital: u8,
    /// The digit of the most probable of the source stems that it translates.
    backwards: u8,
    /// Whether it may be a name that is transcribed.
    may_be_name: bool,
}

/// What is known of a stem of the source language.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceStem {
    /// The binary logarithm of the sentences that it occurs in.
    pub(super) count: f64,
    /// How telling it is that nothing covers it, 0 to 1.
    pub(super) weight: f64,
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
    /// The probability, given it, of the most probable source stem; 0 without any.
    pub(super) backwards: f64,
}

/// A translation of a source stem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    target: u32,
    forwards: u8,
    backwards: u8,
    capital: u8,
    may_be_name: bool,
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
        let mut lexicon = Self {
            source_forms,
            target_forms,
            spelling,
            source: Stems::default(),
            source_digits: Vec::new(),
            entries: Vec::new(),
            target: Stems::default(),
            target_digits: Vec::new(),
        };
        each_line(packed, |line| lexicon.line(line));
        lexicon.source.shrink();
        lexicon.source_digits.shrink_to_fit();
        lexicon.entries.shrink_to_fit();
        lexicon.target.shrink();
        lexicon.target_digits.shrink_to_fit();
        lexicon
    }

    /// Reads a line: `e` or `a`, the stem and its digits, and for `a` its entries.
    fn line(&mut self, line: &str) -> Option<()> {
        let mut fields = line.split('\t');
        let (side, stem) = (fields.next()?, fields.next()?);
        let mut digits = fields.next()?.chars().map(digit);
        let (count, weight) = (digits.next()??, digits.next()??);
        if side == "e" {
            self.target_digits.push(TargetDigits {
                count,
                weight,
                capital: digits.next()??,
                backwards: u8::MAX,
                may_be_name: (self.target_forms.may_be_name)(stem),
            });
            self.target.add(stem);
            return Some(());
        }
        let first = self.entries.len();
        for item in fields.next()?.split(' ').filter(|item| !item.is_empty()) {
            let (target, values) = item.rsplit_once(':')?;
            let target = self.target.number(target)?;
            let known = &mut self.target_digits[target as usize];
            let mut values = values.chars().map(digit);
            let (forwards, backwards) = (values.next()??, values.next()??);
            known.backwards = known.backwards.min(backwards);
            self.entries.push(Entry {
                target,
                forwards,
                backwards,
                capital: known.capital,
                may_be_name: known.may_be_name,
            });
        }
        self.entries[first..].sort_unstable_by_key(|entry| entry.target);
        self.source_digits.push(SourceDigits {
            count,
            weight,
            end: self.entries.len() as u32,
        });
        self.source.add(stem);
        Some(())
    }

    /// The stem under which a source word stands here, of those that it may have.
    pub(super) fn key(&self, stems: &[String]) -> String {
        let count = |stem: &String| self.source(stem).map_or(-1.0, |known| known.count);
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
        let Some(number) = self.source.number(stem) else {
            return &[];
        };
        let at = number as usize;
        let end = |at: usize| self.source_digits[at].end as usize;
        let first = at.checked_sub(1).map_or(0, end);
        &self.entries[first..end(at)]
    }

    /// What is known of a source stem.
    pub(super) fn source(&self, stem: &str) -> Option<SourceStem> {
        let number = self.source.number(stem)?;
        let digits = self.source_digits[number as usize];
        Some(SourceStem {
            count: digits.count.into(),
            weight: tenths(digits.weight),
        })
    }

    /// What is known of a target stem.
    pub(super) fn target(&self, stem: &str) -> Option<TargetStem> {
        let number = self.target.number(stem)?;
        let digits = self.target_digits[number as usize];
        Some(TargetStem {
            number,
            count: digits.count.into(),
            weight: tenths(digits.weight),
            capital: tenths(digits.capital),
            backwards: PROBABILITIES
                .get(usize::from(digits.backwards))
                .copied()
                .map_or(0.0, f64::from),
        })
    }

    /// The first letter of the target stem of an entry.
    pub(super) fn initial(&self, entry: &Entry) -> Option<char> {
        self.target.word(entry.target).chars().next()
    }

    /// How much a source stem tells, 0 to 1.
    pub(super) fn source_weight(&self, stem: &str) -> f64 {
        match self.source(stem) {
            Some(known) => rarity(known.count) * known.weight,
            None => 0.6,
        }
    }

    /// How much a target stem tells, 0 to 1.
    pub(super) fn target_weight(&self, stem: &str) -> f64 {
        match self.target(stem) {
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

    /// The probability of the target stem, given the source stem.
    pub(super) fn forwards(&self) -> f32 {
        PROBABILITIES[usize::from(self.forwards)]
    }

    /// The probability of the source stem, given the target stem.
    pub(super) fn backwards(&self) -> f32 {
        PROBABILITIES[usize::from(self.backwards)]
    }

    /// How often the target stem is written with a capital.
    pub(super) fn capital(&self) -> f32 {
        tenths(self.capital) as f32
    }

    /// The same, and 0 for a stem that is translated rather than transcribed.
    pub(super) fn proper(&self) -> f32 {
        if self.may_be_name {
            self.capital()
        } else {
            0.0
        }
    }

    /// How surely the two translate each other: 0 at a probability of 0.003, 1 at 0.1.
    pub(super) fn strength(&self) -> f64 {
        let most = f64::from(self.forwards().max(self.backwards()));
        ((most.log10() + 2.5) / 1.5).clamp(0.0, 1.0)
    }
}

/// 1 for a stem of one sentence, 0 for one that is in all of them.
fn rarity(count: f64) -> f64 {
    let all = DOCUMENTS.log2();
    ((all - count) / all).min(1.0)
}

/// The value of a digit: 0 to 35.
fn digit(c: char) -> Option<u8> {
    c.to_digit(36).map(|digit| digit as u8)
}

fn tenths(digit: u8) -> f64 {
    f64::from(digit) / 10.0
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

    #[test]
    fn values_are_those_that_the_digits_of_the_file_stand_for() {
        let lexicon = Lexicon::between("ar", "en").expect("a lexicon");
        // Lines of the file: e the h80; e two d70; a في g6 alfi:z4 vh:z5 vay:z5 kalv:z5 two:zi.
        let the = lexicon.target("the").expect("a common word");
        assert_eq!((the.number, the.count), (0, 17.0));
        assert_eq!((the.weight, the.capital), (0.8, 0.0));
        let known = lexicon.source("في").expect("a common word");
        assert_eq!((known.count, known.weight), (16.0, 0.6));
        let entries = lexicon.entries("في");
        assert_eq!(entries.len(), 5);
        let two = lexicon.target("two").expect("a common word");
        let entry = Entry::find(entries, two.number).expect("an entry");
        assert_eq!(entry.forwards(), (-35.0_f64 / 3.0).exp2() as f32);
        assert_eq!(entry.backwards(), 2.0_f32.powi(-6));
        assert_eq!(lexicon.initial(entry), Some('t'));
        // The likeliest source stem of congress has congress:32, and that of parenthood parenthood:gb.
        let backwards = |stem| lexicon.target(stem).expect("a known word").backwards;
        let expected = [2.0, 11.0].map(|digit: f64| f64::from((-digit / 3.0).exp2() as f32));
        assert_eq!(["congress", "parenthood"].map(backwards), expected);
        assert!(lexicon.entries("").is_empty() && lexicon.target("").is_none());
    }

    #[test]
    fn an_entry_takes_eight_bytes() {
        assert_eq!(size_of::<Entry>(), 8);
    }
}
