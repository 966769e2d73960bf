//! The names of one article. This file owns what callers see, and the order in which they see it.

use std::ops::Range;

use super::evidence::{Evidence, tame_capitals};
use super::grouping::Groups;
use super::spans;
use super::tokens::tokens;
use super::units::Sentence;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A country, city, region, water, street or building.
    Place,
    /// A body of people that acts: a ministry, company, party, club or newspaper.
    Organisation,
    /// An event, work, law, holiday or product.
    Other,
}

/// A name that an article has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntity {
    /// The longest form that the article uses.
    pub text: String,
    /// What it names; one kind in an article.
    pub kind: EntityKind,
    /// The numbers of the sentences with it, from 0; a sentence stands there once per mention.
    pub sentences: Vec<usize>,
}

/// A place where an article names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The number of the sentence, from 0.
    pub sentence: usize,
    /// The bytes of the sentence that are the name.
    pub span: Range<usize>,
    /// The number of the named entity among those that were returned with it.
    pub entity: usize,
}

/// The names of an article, by its sentences: most mentions first, then by first mention; and every
/// mention in reading order.
/// `capital` says how often a word is written with a capital inside English sentences, 0 to 1, as a
/// lexicon has counted it, or `None` for a word that it does not know.
pub fn mentions(
    sentences: &[&str],
    capital: &dyn Fn(&str) -> Option<f64>,
) -> (Vec<NamedEntity>, Vec<Mention>) {
    let mut read: Vec<_> = sentences.iter().map(|text| tokens(text)).collect();
    for tokens in &mut read {
        tame_capitals(tokens);
    }
    let (evidence, headlines) = Evidence::of(sentences, &read);
    let mut groups = Groups::default();
    for (number, (tokens, &headline)) in read.iter().zip(&headlines).enumerate() {
        let sentence = Sentence {
            tokens,
            evidence: &evidence,
            headline,
            capital,
        };
        groups.add(
            number,
            sentences[number],
            &sentence,
            &spans::pieces(&sentence),
        );
    }
    groups.finish()
}

#[cfg(test)]
mod tests {
    use super::EntityKind::{Organisation, Person, Place};
    use super::*;

    fn named_entities(sentences: &[&str]) -> Vec<NamedEntity> {
        mentions(sentences, &|_| None).0
    }

    /// The names of an article, in the order of the answer, with their kinds and numbers of mentions.
    fn names(article: &[&str]) -> Vec<(String, EntityKind, usize)> {
        let found = named_entities(article).into_iter();
        found
            .map(|entity| (entity.text, entity.kind, entity.sentences.len()))
            .collect()
    }

    #[test]
    fn a_first_word_is_a_name_if_the_article_bears_it_out() {
        let alone = ["Marwa beans are cheap."];
        assert_eq!(names(&alone), []);
        let article = ["Qarfa beans are cheap.", "Farmers in Qarfa sell them."];
        assert_eq!(names(&article), [("Qarfa".to_owned(), Place, 2)]);
        let common = ["Market stalls opened.", "The market in Erbil is old."];
        assert_eq!(names(&common), [("Erbil".to_owned(), Place, 1)]);
    }

    #[test]
    fn headlines_are_no_evidence() {
        let article = [
            "Olive Farmers Demand Higher Prices in Jenin",
            "FARMERS PROTEST IN JENIN OVER PRICES",
            "The olive farmers met on Monday.",
        ];
        assert_eq!(names(&article), [("Jenin".to_owned(), Place, 2)]);
    }

    #[test]
    fn short_forms_join_long_ones() {
        let article = [
            "The winner is Ahmed Salim of Basra.",
            "Salim thanked the ministry.",
            "Al-Sisi wrote to him.",
            "Abdel Fattah al-Sisi praised Salim.",
        ];
        assert_eq!(
            names(&article),
            [
                ("Ahmed Salim".to_owned(), Person, 3),
                ("Abdel Fattah al-Sisi".to_owned(), Person, 2),
                ("Basra".to_owned(), Place, 1),
            ]
        );
    }

    #[test]
    fn acronyms_join_what_they_stand_for() {
        let article = [
            "The World Health Organization (WHO) sent doctors to Aden.",
            "WHO will send more.",
            "The report of the AFP does not say who.",
        ];
        assert_eq!(
            names(&article),
            [
                ("World Health Organization".to_owned(), Organisation, 3),
                ("Aden".to_owned(), Place, 1),
                ("AFP".to_owned(), Organisation, 1),
            ]
        );
        assert_eq!(names(&["AMMAN (AFP) - Rain fell."]).len(), 2);
    }

    #[test]
    fn a_sentence_stands_once_per_mention() {
        let entities = named_entities(&["It rained.", "Aden and Sanaa are far; Aden is hot."]);
        assert_eq!(entities[0].text, "Aden");
        assert_eq!(entities[0].sentences, [1, 1]);
    }

    #[test]
    fn a_lexicon_tells_ordinary_words_from_names() {
        let article = ["Zarfa rose.", "The Scholar of Zindan met Bobek."];
        let capital = |word: &str| match word {
            "Scholar" => Some(0.1),
            "Zarfa" => Some(1.0),
            _ => None,
        };
        let texts = |entities: Vec<NamedEntity>| -> Vec<String> {
            entities.into_iter().map(|entity| entity.text).collect()
        };
        let found = mentions(&article, &capital).0;
        assert_eq!(texts(found), ["Zarfa", "Zindan", "Bobek"]);
        let found = named_entities(&article);
        assert_eq!(texts(found), ["Scholar", "Zindan", "Bobek"]);
    }
}
