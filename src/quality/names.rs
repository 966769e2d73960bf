//! The check of names: names of the translation that nothing in the source gives, names of the
//! source that the translation does not have, and names that changed places. This file owns what the
//! words of a pair tell of each other as names, by lexicon, spelling and acronyms; what makes a word
//! suspect is elsewhere.

use crate::brief::{Flag, FlagKind};

use super::acronyms;
use super::check::each_once;
use super::coverage::{Alike, Coverage, UNCOVERED, Word};
use super::estimate::{MODEL, capitals};
use super::layout::Layout;
use super::pair::Pair;
use super::trees::Forest;

/// The likeness of spellings from which two words may be one name.
pub(super) const SPELLED: f64 = 0.25;

/// A flag mentions a suspect beside the likeliest one if the logarithm of its odds is at most so much
/// lower.
const CLOSE: f64 = 1.5;

/// How much a second suspect counts for the first one: a name of several words has several, and a
/// name that was replaced has one on each side.
const BESIDE: f64 = 0.25;

/// The least logarithm of odds that counts.
const UNLIKELY: f64 = -2.5;

/// Maximum number of names that a flag mentions.
pub(super) const MOST: usize = 3;

/// What is known of a word as a name.
#[derive(Debug, Clone)]
pub(super) struct Signs {
    /// How surely the other side has its counterpart by the lexicon or as an acronym, 0 to 1.
    pub(super) lexical: f64,
    /// The best likeness of its spelling to a word of the other side, -1 to 1; for the target side
    /// to one that the lexicon does not cover.
    pub(super) spelled: f64,
    /// The same, with any word.
    pub(super) spelled_any: f64,
    /// The best similarity of its consonants to a word of the other side, 0 to 1.
    pub(super) consonants: f64,
    /// How surely it is a name by its translations, 0 to 1; for source words with some.
    pub(super) name: Option<f64>,
    /// Whether it is a content word without a counterpart.
    pub(super) open: bool,
    /// Whether it has a capital and nothing gives it; for the target side.
    pub(super) open_name: bool,
    /// How much it speaks for a name that is lost, 0 to 1; for the source side.
    pub(super) evidence: f64,
}

/// A pair of sentences as far as their names go.
#[derive(Debug)]
pub(super) struct Names<'c> {
    pub(super) coverage: &'c Coverage,
    /// Of each word of the source.
    pub(super) source: Vec<Signs>,
    /// Of each word of the translation.
    pub(super) target: Vec<Signs>,
    /// How the words of the translation stand in it.
    pub(super) layout: Layout,
    /// Acronyms of the translation that nothing in the source gives.
    pub(super) acronyms: usize,
}

/// A word that may be a name without a counterpart.
#[derive(Debug)]
pub(super) struct Suspect {
    pub(super) place: usize,
    /// In the order of the forest.
    pub(super) features: Vec<f64>,
}

/// The doubts about names, except for the months and weekdays about which there are doubts already.
pub(super) fn check(pair: &Pair<'_>, coverage: &Coverage, dated: &[String]) -> Vec<Flag> {
    let limits = &MODEL.thresholds;
    let names = Names::of(coverage, pair.translation);
    let suspects = names.added();
    let added = Likeliest::of(&suspects, &MODEL.target_name, &coverage.target);
    let lost = Likeliest::of(&names.lost(), &MODEL.source_name, &coverage.source);
    let missing = lost.missing();
    let mut added = if added.changed(&lost) > limits.name_changed {
        added.names
    } else {
        names.wrong_within(&suspects, &MODEL.target_name)
    };
    let lost = lost.names;
    added.retain(|name| !dated.contains(name));
    let mut flags = Vec::new();
    if !added.is_empty() {
        let named = each_once(&added);
        let noun = if named.len() == 1 { "name" } else { "names" };
        let what = format!(
            "Nothing in the source is like the {noun} {}.",
            named.join(", ")
        );
        flags.push(Flag::new(FlagKind::Name, what).with_evidence(added));
    }
    if missing > limits.name_missing {
        let what = format!(
            "A name may be missing in {}: {}.",
            pair.to.name,
            each_once(&lost).join(", ")
        );
        flags.push(Flag::new(FlagKind::Name, what).with_evidence(lost));
    }
    if let Some(exchanged) = names.exchanged() {
        let [one, other] = &exchanged;
        let what = format!("The names {one} and {other} may have changed places.");
        flags.push(Flag::new(FlagKind::Name, what).with_evidence(exchanged));
    }
    flags
}

impl<'c> Names<'c> {
    /// Compares the names of a sentence, `translation` as it is written, with its source.
    pub(super) fn of(coverage: &'c Coverage, translation: &str) -> Self {
        let mut names = Self {
            coverage,
            source: coverage.source.iter().map(Signs::of).collect(),
            target: coverage.target.iter().map(Signs::of).collect(),
            layout: Layout::of(&coverage.target, translation),
            acronyms: 0,
        };
        names.compare_spellings();
        names.acronyms = acronyms::explain(coverage, &mut names.source, &mut names.target);
        names.find_open();
        names
    }

    fn compare_spellings(&mut self) {
        let most = |sign: &mut f64, value: f64| *sign = sign.max(value);
        let lexicon = self.coverage.lexicon;
        for &Alike {
            place,
            joined,
            at,
            consonants,
        } in &self.coverage.alike
        {
            if !joined {
                most(&mut self.source[at].consonants, consonants);
                most(&mut self.target[place].consonants, consonants);
            }
            let (own, other) = (&self.coverage.source[at], &self.coverage.target[place]);
            if own.lexical >= UNCOVERED && other.lexical >= UNCOVERED {
                continue;
            }
            let last = place + usize::from(joined);
            let target = self.coverage.target[place..=last].iter();
            let target: String = target.map(|word| word.text.to_lowercase()).collect();
            let likeness = (lexicon.source_forms.variants)(&own.text)
                .iter()
                .map(|variant| lexicon.spelling.likeness(&target, variant))
                .fold(-1.0, f64::max);
            most(&mut self.source[at].spelled, likeness);
            for signs in &mut self.target[place..=last] {
                most(&mut signs.spelled_any, likeness);
                if own.lexical < UNCOVERED {
                    most(&mut signs.spelled, likeness);
                }
            }
        }
    }

    fn find_open(&mut self) {
        for (signs, word) in self.target.iter_mut().zip(&self.coverage.target) {
            let uncovered = signs.lexical < UNCOVERED;
            signs.open = word.weight > 0.2 && word.cover < UNCOVERED && uncovered;
            signs.open_name = word.capital && uncovered && signs.spelled_any < SPELLED;
        }
        for (signs, word) in self.source.iter_mut().zip(&self.coverage.source) {
            signs.open = word.weight > 0.0 && word.cover < UNCOVERED;
            if word.native && !word.function {
                signs.name = name(self.coverage, word);
            }
            let unexplained = signs.lexical < UNCOVERED && signs.spelled < SPELLED;
            if word.native && word.weight > 0.0 && unexplained {
                signs.evidence = signs.name.unwrap_or(0.5) * word.weight;
            }
        }
    }
}

impl Signs {
    fn of(word: &Word) -> Self {
        Self {
            lexical: word.lexical,
            spelled: -1.0,
            spelled_any: -1.0,
            consonants: 0.0,
            name: None,
            open: false,
            open_name: false,
            evidence: 0.0,
        }
    }
}

/// How surely a source word is a name by its translations; `None` without any to speak of.
fn name(coverage: &Coverage, word: &Word) -> Option<f64> {
    let entries = coverage.lexicon.entries(&word.stem);
    let all: f64 = entries
        .iter()
        .map(|entry| f64::from(entry.forwards()))
        .sum();
    if all < 0.05 { None } else { capitals(entries) }
}

/// The suspects of a side by how likely they are.
#[derive(Debug)]
pub(super) struct Likeliest {
    /// The logarithm of the odds that the likeliest is a name without a counterpart, and the same of
    /// the next one; [`UNLIKELY`] at least.
    odds: f64,
    next: f64,
    /// The likely ones as the sentence spells them, in its order; three at most.
    pub(super) names: Vec<String>,
}

impl Likeliest {
    pub(super) fn of(suspects: &[Suspect], forest: &Forest, words: &[Word]) -> Self {
        let judged = suspects.iter();
        let mut judged: Vec<(f64, usize)> = judged
            .map(|suspect| (forest.odds(&suspect.features), suspect.place))
            .collect();
        judged.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let odds = |rank: usize| judged.get(rank).map_or(UNLIKELY, |own| own.0.max(UNLIKELY));
        let (most, next) = (odds(0), odds(1));
        judged.truncate(MOST);
        judged.retain(|own| own.0 >= most - CLOSE);
        judged.sort_by_key(|own| own.1);
        let names = judged.iter().map(|own| words[own.1].spelling.clone());
        Self {
            odds: most,
            next,
            names: names.collect(),
        }
    }

    /// The probability that the translation has a name that the source, with the suspects `lost`,
    /// does not have.
    pub(super) fn changed(&self, lost: &Self) -> f64 {
        self.probability(lost.odds)
    }

    /// The probability that the translation lacks a name.
    pub(super) fn missing(&self) -> f64 {
        self.probability(self.next)
    }

    /// The probability of the likeliest suspect, for which another one speaks too.
    fn probability(&self, other: f64) -> f64 {
        if self.names.is_empty() {
            return 0.0;
        }
        1.0 / (1.0 + (-(self.odds + BESIDE * other)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::Lexicon;

    fn names<T>(source: &str, translation: &str, read: impl Fn(&Names<'_>) -> T) -> T {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let coverage = Coverage::of(source, translation, lexicon).unwrap();
        read(&Names::of(&coverage, translation))
    }

    #[test]
    fn spellings_tell_a_name_that_the_lexicon_does_not_have() {
        let source = "وصل كيسلوسكي أمس.";
        let spelled = |translation| names(source, translation, |names| names.target[0].spelled);
        assert!(spelled("Keselowski arrived yesterday.") > SPELLED);
        assert!(spelled("Kowalczyk arrived yesterday.") < SPELLED);
    }

    #[test]
    fn an_acronym_covers_the_words_that_it_stands_for() {
        let source = "لم تصوت اللجنة الأولمبية الدولية.";
        let open = |translation| names(source, translation, |names| names.acronyms);
        assert_eq!(open("The IOC did not vote."), 0);
        assert_eq!(open("The IQZ did not vote."), 1);
    }

    #[test]
    fn likely_suspects_are_named_in_their_order() {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let coverage = Coverage::of("", "Alpha Beta Gamma Delta", lexicon);
        let words = coverage.unwrap().target;
        let text = r#"{"bias": 0.0, "trees": [[
            [0, 1.0, 2], [-1, -4.0, 0], [0, 2.0, 4], [-1, 1.0, 0], [-1, 2.5, 0]
        ]]}"#;
        let forest: Forest = serde_json::from_str(text).unwrap();
        let suspect = |place, value| Suspect {
            place,
            features: vec![value],
        };
        let suspects = [suspect(0, 1.5), suspect(1, 0.5), suspect(3, 2.5)];
        let found = Likeliest::of(&suspects, &forest, &words);
        assert_eq!(found.names, ["Alpha", "Delta"]);
        assert_eq!((found.odds, found.next), (2.5, 1.0));
        let odds = |probability: f64| (probability / (1.0 - probability)).ln();
        assert!((odds(found.missing()) - 2.75).abs() < 1e-9);
        let unlikely = Likeliest::of(&[suspect(1, 0.5)], &forest, &words);
        assert!((odds(found.changed(&unlikely)) - 1.875).abs() < 1e-9);
        let none = Likeliest::of(&[], &forest, &words);
        assert_eq!((none.missing(), none.changed(&found)), (0.0, 0.0));
    }
}
