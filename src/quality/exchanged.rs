//! Names that changed places in a translation: each stands among the words that the source has
//! around the other one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::coverage::Word;
use super::names::Names;
use super::suspects::ANCHOR;

/// How many words before and behind a name count as those around it.
const AROUND: usize = 3;

/// By how many words, on average, the words around a name must be nearer to the other name in the
/// source. Translations move names without exchanging them, but seldom both against their words.
const NEARER: f64 = 3.0;

/// A name of the translation, and where the source has it.
struct Placed {
    /// The places of its words.
    words: Range<usize>,
    /// The mean place of their counterparts.
    at: f64,
}

impl Names<'_> {
    /// The two names, as the translation spells them, that most clearly changed places.
    pub(super) fn exchanged(&self) -> Option<[String; 2]> {
        let links = self.sure_links();
        let names = self.placed(&links);
        let mut most = NEARER;
        let mut found = None;
        for (rank, one) in names.iter().enumerate() {
            for other in &names[rank + 1..] {
                let nearer = one.pull(other, &links).min(other.pull(one, &links));
                if nearer > most {
                    (most, found) = (nearer, Some([one, other]));
                }
            }
        }
        let spelled = |name: &Placed| {
            let words = self.coverage.target[name.words.clone()].iter();
            let words: Vec<&str> = words.map(|word| word.spelling.as_str()).collect();
            words.join(" ")
        };
        found.map(|names| names.map(spelled))
    }

    /// For each word of the translation, the place of its counterpart, if it is one that has no other
    /// counterpart itself.
    fn sure_links(&self) -> Vec<Option<usize>> {
        let words = self.coverage.target.iter().enumerate();
        let links = words.map(|(place, word)| {
            let link = word.link.filter(|_| word.cover >= ANCHOR && !word.function);
            link.filter(|&at| self.coverage.source[at].link == Some(place))
        });
        links.collect()
    }

    /// The names of the translation of which the source has words. A word that a side has twice tells
    /// no place, nor does a single word that begins a sentence.
    fn placed(&self, links: &[Option<usize>]) -> Vec<Placed> {
        let (source, target) = (&self.coverage.source, &self.coverage.target);
        let counts = [stems(source), stems(target)];
        let is_single = |word: &Word, side: usize| counts[side].get(word.stem.as_str()) == Some(&1);
        let names = self.layout.names(target).into_iter();
        let names =
            names.filter(|name| name.len() > 1 || !self.layout.starts.contains(&name.start));
        let placed = names.filter_map(|words| {
            let own = words.clone().filter_map(|place| {
                let at = links[place]?;
                let is_telling = is_single(&target[place], 1) && is_single(&source[at], 0);
                is_telling.then_some(at as f64)
            });
            let at = mean(own)?;
            Some(Placed { words, at })
        });
        placed.collect()
    }
}

impl Placed {
    /// By how many words, on average, the words around this name are nearer to another name in the
    /// source than to this one; infinitely less if there are none.
    fn pull(&self, other: &Self, links: &[Option<usize>]) -> f64 {
        let (start, end) = (self.words.start, self.words.end);
        let before = start.saturating_sub(AROUND)..start;
        let behind = end..(end + AROUND).min(links.len());
        let around = before.chain(behind);
        let around = around.filter(|place| !other.words.contains(place));
        let nearer = around.filter_map(|place| links[place]).map(|at| {
            let at = at as f64;
            (at - self.at).abs() - (at - other.at).abs()
        });
        mean(nearer).unwrap_or(f64::NEG_INFINITY)
    }
}

/// How often a side has each stem.
fn stems(words: &[Word]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word.stem.as_str()).or_insert(0) += 1;
    }
    counts
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::Lexicon;
    use crate::quality::coverage::Coverage;

    fn exchanged(source: &str, translation: &str) -> Option<String> {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let coverage = Coverage::of(source, translation, lexicon).unwrap();
        let found = Names::of(&coverage, translation).exchanged();
        found.map(|names| names.join("/"))
    }

    #[test]
    fn names_among_each_others_words_changed_places() {
        let source = "زار الرئيس الفرنسي مصنعا للسيارات في برلين صباح الاثنين، وبحث وزير الخارجية \
                      الألماني أسعار الغاز والنفط مع نظيره في باريس مساء الثلاثاء.";
        let of = |people: [&str; 2], towns: [&str; 2]| {
            let translation = format!(
                "The {} president visited a car factory in {} on Monday morning, and the {} \
                 foreign minister discussed gas and oil prices with his counterpart in {} on \
                 Tuesday evening.",
                people[0], towns[0], people[1], towns[1]
            );
            exchanged(source, &translation)
        };
        assert_eq!(of(["French", "German"], ["Berlin", "Paris"]), None);
        assert_eq!(
            of(["French", "German"], ["Paris", "Berlin"]).as_deref(),
            Some("Paris/Berlin")
        );
        assert_eq!(
            of(["German", "French"], ["Berlin", "Paris"]).as_deref(),
            Some("German/French")
        );
        // A town that is named twice has no place of its own.
        assert_eq!(of(["French", "German"], ["Paris", "Paris"]), None);
    }

    #[test]
    fn clauses_may_change_places() {
        let source = "قالت الشرطة إن الحريق في مصنع للأدوية في طنجة لم يسبب إصابات، وإن المدارس \
                      والمستشفيات القريبة من ميناء أغادير ستغلق أبوابها غدا.";
        let of = |port: &str, town: &str| {
            let translation = format!(
                "Schools and hospitals near the port of {port} will close tomorrow, and the fire in \
                 a pharmaceutical factory in {town} caused no injuries, the police said."
            );
            exchanged(source, &translation)
        };
        assert_eq!(of("Agadir", "Tangier"), None);
        assert_eq!(of("Tangier", "Agadir").as_deref(), Some("Tangier/Agadir"));
    }

    #[test]
    fn names_that_are_only_a_little_nearer_to_each_others_words_stand_right() {
        let source = "وصل الرئيس المصري إلى بغداد أمس بعد زيارة قصيرة، ويتوجه وزير الخارجية التركي إلى \
                      دمشق غدا لإجراء محادثات.";
        // The words around Baghdad, here in Damascus' place, are nearer to دمشق by 3 words, which is not
        // enough: minister, heads, tomorrow and talks are linked to words 10, 1, 15 and 17.
        let translation = "The Egyptian president arrived in Damascus yesterday after a short visit, \
                           and the Turkish foreign minister heads to Baghdad tomorrow for talks.";
        assert_eq!(exchanged(source, translation), None);
    }

    #[test]
    fn the_pull_of_another_name_is_a_mean_difference_of_distances() {
        let place = |words, at| Placed { words, at };
        // Words 0 to 9 of the translation; the names are words 2 and 7.
        let links = [0, 1, 8, 3, 4, 5, 6, 2, 9, 10].map(Some);
        let names = [place(2..3, 8.0), place(7..8, 2.0)];
        // Around the first are the source's words 0, 1, 3, 4 and 5, at a mean distance of 5.4 from
        // 8 and of 1.8 from 2; around the second 4, 5, 6, 9 and 10, 4.8 from 2 and 2.4 from 8.
        let pulls = [
            names[0].pull(&names[1], &links),
            names[1].pull(&names[0], &links),
        ];
        assert!((pulls[0] - 3.6).abs() < 1e-9 && (pulls[1] - 2.4).abs() < 1e-9);
        // A name with no word around it that has a counterpart.
        let alone = place(2..3, 8.0);
        assert_eq!(alone.pull(&names[1], &[None; 10]), f64::NEG_INFINITY);
    }
}
