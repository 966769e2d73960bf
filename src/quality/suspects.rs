//! The words of a pair that may be names without a counterpart, and what speaks for it. The forests
//! were fitted with these features: `scripts/checker/names.py` computes them in the same way.

use super::acronyms::is_acronym;
use super::coverage::{Coverage, UNCOVERED, Word, length_ratio, uncovered};
use super::estimate::heaviest;
use super::lexicon::Entry;
use super::names::{Names, SPELLED, Signs, Suspect};

/// The least cover of a word that shows where its neighbours went.
pub(super) const ANCHOR: f64 = 0.5;

/// The distance from the neighbours' counterparts that counts as far, and the largest that counts
/// as near.
const FAR: usize = 9;
const NEAR: usize = 4;

/// How often names are written with a capital at least.
pub(super) const CAPITAL: f32 = 0.7;

/// What all suspects of a pair have in common.
struct Shared {
    free: f64,
    spare: f64,
    added: f64,
    source_cover: f64,
    target_cover: f64,
    ratio: f64,
    heaviest: f64,
}

impl Names<'_> {
    fn shared(&self) -> Shared {
        let Coverage { source, target, .. } = self.coverage;
        let free = source
            .iter()
            .filter(|word| word.weight > 0.25 && word.cover < UNCOVERED);
        let spare = self.target.iter().filter(|signs| signs.open);
        let added = target.iter().enumerate().filter(|(place, word)| {
            self.target[*place].open_name
                && !self.layout.starts.contains(place)
                && word.text.chars().count() > 2
                && (self.coverage.lexicon.target_forms.may_be_name)(&word.text)
        });
        Shared {
            free: free.count() as f64,
            spare: spare.count() as f64,
            added: added.count() as f64,
            source_cover: uncovered(source),
            target_cover: uncovered(target),
            ratio: length_ratio(self.coverage),
            heaviest: heaviest(source).0,
        }
    }

    /// Words of the source that the translation may have lost.
    pub(super) fn lost(&self) -> Vec<Suspect> {
        let source = &self.coverage.source;
        let shared = self.shared();
        let anchors = Anchors::of(source);
        let places = |chosen: fn(&Signs) -> bool| -> Vec<usize> {
            (0..self.target.len())
                .filter(|&place| chosen(&self.target[place]))
                .collect()
        };
        let open = places(|signs| signs.open);
        let open_names = places(|signs| signs.open_name);
        let lost = source.iter().enumerate().filter(|&(at, word)| {
            let least = if word.native { 3 } else { 2 };
            let is_plain = word.number || (word.native && word.function);
            !is_plain
                && word.text.chars().count() >= least
                && self.source[at].lexical < UNCOVERED
                && (word.native || word.cover < UNCOVERED)
        });
        let suspects = lost.map(|(at, word)| {
            let mut features = self.of_source_word(word, &self.source[at]);
            let same = source.iter().filter(|other| other.stem == word.stem);
            let around = anchors.of_place(at);
            let is_open = |at: Option<usize>| {
                at.and_then(|at| self.source.get(at))
                    .is_some_and(|signs| signs.open)
            };
            features.extend([
                same.count() as f64,
                shared.spare,
                shared.source_cover,
                shared.target_cover,
                shared.ratio,
                (source.len() as f64).ln_1p(),
                shared.free,
                shared.heaviest,
                flag(is_open(at.checked_sub(1))),
                flag(is_open(Some(at + 1))),
                flag(self.is_given(at.checked_sub(1))),
                flag(self.is_given(Some(at + 1))),
                flag(!word.native),
                shared.added,
                nearest(&around, &open) as f64,
                nearest(&around, &open_names) as f64,
                self.acronyms as f64,
            ]);
            Suspect {
                place: at,
                features,
            }
        });
        suspects.collect()
    }

    /// The features of a source word alone.
    fn of_source_word(&self, word: &Word, signs: &Signs) -> Vec<f64> {
        let lexicon = self.coverage.lexicon;
        let letters = |text: &str| text.chars().count() as f64;
        let entries = if word.native {
            lexicon.entries(&word.stem)
        } else {
            &[]
        };
        let sum = |value: fn(&Entry) -> f64| -> f64 { entries.iter().map(value).sum() };
        let mass = sum(|entry| f64::from(entry.forwards()));
        let proper = sum(|entry| f64::from(entry.forwards()) * f64::from(entry.proper()));
        let most = |value: fn(&Entry) -> f32| -> f64 {
            let names = entries.iter().filter(|entry| entry.capital() >= CAPITAL);
            f64::from(names.map(value).fold(0.0, f32::max))
        };
        let known = lexicon.source(&word.stem);
        let (foreign, has_article) = if word.native {
            (
                lexicon.spelling.foreign(&word.text),
                !(lexicon.source_forms.may_be_name)(&word.text),
            )
        } else {
            (0.0, false)
        };
        vec![
            signs.name.unwrap_or(-1.0),
            signs.name.map_or(-1.0, |_| proper / mass.max(1e-6)),
            mass,
            most(Entry::forwards),
            most(Entry::backwards),
            known.map_or(-1.0, |known| known.count),
            known.map_or(0.6, |known| known.weight),
            foreign,
            flag(has_article),
            letters(&word.text),
            letters(&word.text) - letters(&word.stem),
            signs.spelled,
            signs.consonants,
            word.cover,
        ]
    }

    /// Whether a source word is a name that the translation gives.
    fn is_given(&self, at: Option<usize>) -> bool {
        let Some((at, signs)) = at.and_then(|at| Some((at, self.source.get(at)?))) else {
            return false;
        };
        let is_name = signs.name.is_some_and(|name| name >= 0.6) || signs.spelled > SPELLED;
        is_name && self.coverage.source[at].cover >= UNCOVERED
    }

    /// Words of the translation that the source may not have.
    pub(super) fn added(&self) -> Vec<Suspect> {
        let Coverage { source, target, .. } = self.coverage;
        let shared = self.shared();
        let anchors = Anchors::of(target);
        let mut evidence: Vec<f64> = self.source.iter().map(|signs| signs.evidence).collect();
        evidence.sort_by(|a, b| b.total_cmp(a));
        evidence.resize(evidence.len().max(2), 0.0);
        let latin = source
            .iter()
            .filter(|word| !word.native && !word.number && word.cover < UNCOVERED)
            .count() as f64;
        let is_suspect =
            |place: usize, word: &Word| word.capital && self.target[place].lexical < UNCOVERED;
        let capitals = target.iter().enumerate();
        let capitals = capitals.filter(|(place, word)| is_suspect(*place, word));
        let capitals = capitals.count() as f64;
        let added = target.iter().enumerate();
        let added = added.filter(|(place, word)| is_suspect(*place, word) && !word.number);
        let suspects = added.map(|(place, word)| {
            let mut features = self.of_target_word(place, word);
            let around = anchors.of_place(place);
            let near = self.source.iter().enumerate();
            let near = near.filter(|(at, _)| nearest(&around, &[*at]) <= NEAR);
            let near = near.map(|(_, signs)| signs.evidence).fold(0.0, f64::max);
            features.extend([
                shared.free,
                evidence[0],
                evidence[1],
                near,
                shared.source_cover,
                shared.target_cover,
                shared.ratio,
                (target.len() as f64).ln_1p(),
                capitals,
                shared.added,
                latin,
                word.text.chars().count() as f64,
                word.cover,
                shared.heaviest,
            ]);
            Suspect { place, features }
        });
        suspects.collect()
    }

    /// The features of a word of the translation and its neighbours alone.
    fn of_target_word(&self, place: usize, word: &Word) -> Vec<f64> {
        let lexicon = self.coverage.lexicon;
        let known = lexicon.target(&word.stem);
        let signs = &self.target[place];
        let neighbours = [place.checked_sub(1), Some(place + 1)].map(|place| {
            let place = place.filter(|&place| place < self.target.len())?;
            Some((&self.coverage.target[place], &self.target[place]))
        });
        let given = neighbours.map(|neighbour| {
            flag(neighbour.is_some_and(|(word, signs)| word.capital && !signs.open_name))
        });
        let open =
            neighbours.map(|neighbour| flag(neighbour.is_some_and(|(_, signs)| signs.open_name)));
        vec![
            known.map_or(-1.0, |known| known.capital),
            known.map_or(-1.0, |known| known.count),
            known.map_or(0.8, |known| known.weight),
            signs.spelled,
            signs.spelled_any,
            signs.consonants,
            flag(is_acronym(word)),
            flag(self.layout.starts.contains(&place)),
            flag(!(lexicon.target_forms.may_be_name)(&word.text)),
            given[0],
            given[1],
            open[0],
            open[1],
        ]
    }
}

/// For each word of a side, the places of the counterparts of its nearest surely covered
/// neighbours.
struct Anchors {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Anchors {
    fn of(side: &[Word]) -> Self {
        fn last_links<'w>(words: impl Iterator<Item = &'w Word>) -> Vec<Option<usize>> {
            let mut last = None;
            let links = words.map(|word| {
                let before = last;
                if word.cover >= ANCHOR && word.link.is_some() && !word.function {
                    last = word.link;
                }
                before
            });
            links.collect()
        }
        let mut after = last_links(side.iter().rev());
        after.reverse();
        Self {
            before: last_links(side.iter()),
            after,
        }
    }

    fn of_place(&self, place: usize) -> Vec<usize> {
        let both = [self.before[place], self.after[place]];
        both.into_iter().flatten().collect()
    }
}

/// The least distance between the anchors and the places, [`FAR`] at most.
fn nearest(around: &[usize], places: &[usize]) -> usize {
    let distances = places
        .iter()
        .flat_map(|place| around.iter().map(|anchor| place.abs_diff(*anchor)));
    distances.min().unwrap_or(FAR).min(FAR)
}

fn flag(is: bool) -> f64 {
    f64::from(u8::from(is))
}
