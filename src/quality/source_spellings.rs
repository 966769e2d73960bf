//! How the source of an article spells the names of its translation: by the words that the lexicon
//! or the consonants of names link to them. Pure; what is not surely linked has no spelling.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::coverage::Coverage;
use super::lexicon::Lexicon;
use crate::text::{Language, fold_for_search};

/// From this cover on, a word of a name is surely linked.
const LINKED: f64 = 0.6;

/// How many sentences are looked at for one name.
const LOOKED_AT: usize = 8;

/// How many spellings of a name are given.
const SPELLINGS: usize = 4;

/// A sentence and its translation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Translated<'a> {
    pub(super) source: &'a str,
    pub(super) translation: &'a str,
    /// Which words gave which, if that is known already.
    pub(super) links: Option<&'a Links>,
}

/// A sentence with its translation; `None` where there are not both.
pub(super) type SentencePair<'a> = Option<Translated<'a>>;

/// Which words of a sentence gave the words of its translation, as far as names need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    source: Vec<SourceWord>,
    target: Vec<TargetWord>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SourceWord {
    /// As it stands in the sentence.
    spelling: Box<str>,
    native: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct TargetWord {
    text: Box<str>,
    /// Whether it needs a link: function words and such as "al" do not.
    telling: bool,
    /// The place of the source word that it is surely linked to.
    link: Option<usize>,
}

impl Links {
    pub(super) fn of(coverage: &Coverage) -> Self {
        let source = coverage.source.iter().map(|word| SourceWord {
            spelling: word.spelling.as_str().into(),
            native: word.native,
        });
        let target = coverage.target.iter().map(|word| TargetWord {
            text: word.text.as_str().into(),
            telling: !word.function && word.text.chars().count() > 2,
            link: word.link.filter(|_| word.cover >= LINKED),
        });
        Self {
            source: source.collect(),
            target: target.collect(),
        }
    }
}

/// The sentences of an article in which names are looked for. A sentence whose links are not known is
/// compared with its source once, when the first name needs it.
pub(super) struct Spelled<'a> {
    sentences: &'a [SentencePair<'a>],
    lexicon: &'static Lexicon,
    /// What the language of the source writes in front of words.
    prefixes: &'static [&'static str],
    compared: BTreeMap<usize, Option<Links>>,
}

impl<'a> Spelled<'a> {
    /// The sentences of an article in `language`, which the lexicon is of.
    pub(super) fn new(
        sentences: &'a [SentencePair<'a>],
        language: &str,
        lexicon: &'static Lexicon,
    ) -> Self {
        Self {
            sentences,
            lexicon,
            prefixes: Language::of(language).spelling.search_prefixes,
            compared: BTreeMap::new(),
        }
    }

    /// How the source spells a name in the sentences with these numbers, from 0, the most frequent
    /// spelling first.
    pub(super) fn of(&mut self, name: &str, numbers: &[usize]) -> Vec<String> {
        let lexicon = self.lexicon;
        let name = (lexicon.target_forms.words)(name);
        let mut numbers = numbers.to_vec();
        numbers.dedup();
        let mut found: Vec<(String, usize)> = Vec::new();
        for number in numbers.into_iter().take(LOOKED_AT) {
            let Some(sentence) = self.sentences[number] else {
                continue;
            };
            let compare = || {
                let coverage = Coverage::of(sentence.source, sentence.translation, lexicon);
                coverage.as_ref().map(Links::of)
            };
            let links = match sentence.links {
                None => self.compared.entry(number).or_insert_with(compare).as_ref(),
                known => known,
            };
            let Some(spelling) = links.and_then(|links| spelling(links, &name)) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == spelling) {
                Some((_, times)) => *times += 1,
                None => found.push((spelling, 1)),
            }
        }
        found.sort_by_key(|(_, times)| Reverse(*times));
        let spellings: Vec<String> = found.into_iter().map(|(spelling, _)| spelling).collect();
        let is_joined = |spelling: &String| {
            let mut others = spellings.iter();
            others.any(|other| is_joined_to(spelling, other, self.prefixes))
        };
        let alone = spellings.iter().filter(|spelling| !is_joined(spelling));
        alone.take(SPELLINGS).cloned().collect()
    }
}

/// Whether a spelling is another one behind a letter that the language joins to words, such as a
/// preposition.
fn is_joined_to(spelling: &str, other: &str, prefixes: &[&str]) -> bool {
    spelling.strip_suffix(other).is_some_and(|front| {
        front.chars().count() == 1 && prefixes.contains(&fold_for_search(front).as_str())
    })
}

/// How the source spells a name, given as words, at the first of its places in the translation where
/// all of it is linked.
fn spelling(links: &Links, name: &[String]) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let places = links.target.windows(name.len());
    let mut named = places.filter(|words| {
        let words = words.iter().map(|word| &*word.text);
        words.eq(name.iter().map(String::as_str))
    });
    named.find_map(|words| linked(links, words))
}

/// The words of the source that words of the translation are linked to, where they stand together.
fn linked(links: &Links, words: &[TargetWord]) -> Option<String> {
    let telling = words.iter().filter(|word| word.telling);
    let places: Vec<usize> = telling.map(|word| word.link).collect::<Option<_>>()?;
    let (first, last) = (*places.iter().min()?, *places.iter().max()?);
    if last - first > words.len() {
        return None;
    }
    let source = &links.source[first..=last];
    if !source.iter().any(|word| word.native) {
        return None;
    }
    let spelling: Vec<&str> = source.iter().map(|word| &*word.spelling).collect();
    Some(spelling.join(" "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn both<'a>((source, translation): (&'a str, &'a str)) -> SentencePair<'a> {
        Some(Translated {
            source,
            translation,
            links: None,
        })
    }

    fn found(sentences: &[(&str, &str)], name: &str) -> Vec<String> {
        let sentences: Vec<_> = sentences.iter().map(|pair| both(*pair)).collect();
        let numbers: Vec<usize> = (0..sentences.len()).collect();
        let lexicon = Lexicon::between("ar", "en").unwrap();
        Spelled::new(&sentences, "ar", lexicon).of(name, &numbers)
    }

    #[test]
    fn a_name_has_the_words_of_the_source_that_are_linked_to_it() {
        let sentence = [(
            "وصل الوزير أحمد سالم إلى بغداد.",
            "Minister Ahmed Salim arrived in Baghdad.",
        )];
        assert_eq!(found(&sentence, "Ahmed Salim"), ["أحمد سالم"]);
        assert_eq!(found(&sentence, "Baghdad"), ["بغداد"]);
        assert!(found(&sentence, "Damascus").is_empty());
        assert!(found(&sentence, "").is_empty());
    }

    #[test]
    fn a_name_that_nothing_in_the_source_gives_has_no_spelling() {
        let sentence = [(
            "وصل الوزير إلى المدينة.",
            "Minister Karim arrived in the city.",
        )];
        assert!(found(&sentence, "Karim").is_empty());
    }

    #[test]
    fn spellings_are_ordered_and_those_with_a_letter_in_front_left_out() {
        let arrived = |place: &str| format!("وصل الوزير إلى {place}.");
        let sources = ["لبغداد", "بغداد", "بغدادَ", "بغداد"].map(arrived);
        let sentences: Vec<(&str, &str)> = sources
            .iter()
            .map(|source| (source.as_str(), "The minister arrived in Baghdad."))
            .collect();
        assert_eq!(found(&sentences, "Baghdad"), ["بغداد", "بغدادَ"]);
        assert_eq!(found(&sentences[..1], "Baghdad"), ["لبغداد"]);
    }

    #[test]
    fn a_sentence_without_both_texts_tells_nothing() {
        let sentences = [None, both(("زار بغداد.", "He visited Baghdad."))];
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let mut spelled = Spelled::new(&sentences, "ar", lexicon);
        assert!(spelled.of("Baghdad", &[0]).is_empty());
        assert_eq!(spelled.of("Baghdad", &[0, 1, 1]), ["بغداد"]);
    }

    #[test]
    fn an_endless_sentence_tells_nothing() {
        let source = |times: usize| format!("زار بغداد {}", "كتب ".repeat(times));
        let translation = "He visited Baghdad.";
        let named = |times| found(&[(source(times).as_str(), translation)], "Baghdad");
        assert_eq!(named(10), ["بغداد"]);
        assert!(named(3_000).is_empty());
    }

    #[test]
    fn links_that_are_known_are_not_sought_again() {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let translation = "He visited Baghdad.";
        // The links of the same sentence with a vowel sign tell that they were used.
        let known = Links::of(&Coverage::of("زار بغدادَ.", translation, lexicon).unwrap());
        let mut sentence = both(("زار بغداد.", translation));
        if let Some(sentence) = &mut sentence {
            sentence.links = Some(&known);
        }
        let mut spelled = Spelled::new(std::slice::from_ref(&sentence), "ar", lexicon);
        assert_eq!(spelled.of("Baghdad", &[0]), ["بغدادَ"]);
        assert!(spelled.compared.is_empty());
    }
}
