//! Which mentions name the same. This file owns how short forms and acronyms find their long forms.

use std::collections::HashMap;
use std::ops::Range;

use super::EntityKind;
use super::article::{Mention, NamedEntity};
use super::kinds::{self, Scores};
use super::known::{self, Marks, WordMap};
use super::spans::Piece;
use super::tokens::{Shape, Token};
use super::units::Sentence;

/// Short names of states and unions, and the long ones they always stand for.
const ALIASES: [(&str, &str); 8] = [
    ("us", "united states"),
    ("u.s.", "united states"),
    ("usa", "united states"),
    ("uk", "united kingdom"),
    ("uae", "united arab emirates"),
    ("un", "united nations"),
    ("u.n.", "united nations"),
    ("eu", "european union"),
];

/// The sentences of mentions and the bytes of their names.
type Spans = Vec<(usize, Range<usize>)>;

/// Mentions with the same words.
#[derive(Debug)]
struct Group {
    /// The words that count, folded.
    words: Vec<String>,
    text: String,
    /// Whether its text was taken from a headline.
    from_headline: bool,
    scores: Scores,
    /// Whether the tables know it as a place or an organisation.
    known: bool,
    titled: bool,
    mentions: Spans,
    /// The group that it belongs to.
    joins: Option<usize>,
}

/// The mentions of an article, grouped.
#[derive(Debug, Default)]
pub(super) struct Groups {
    list: Vec<Group>,
    by_words: WordMap<String, usize>,
    /// Acronyms and what they stand for, as the article says.
    stands_for: Vec<(usize, usize)>,
}

impl Groups {
    /// Adds the names of a sentence.
    pub(super) fn add(
        &mut self,
        number: usize,
        text: &str,
        sentence: &Sentence<'_, '_>,
        pieces: &[Piece],
    ) {
        let mut before: Option<(&Piece, usize)> = None;
        for piece in pieces {
            let words = sentence.tokens.get(piece.first()..=piece.last());
            let tokens = words.unwrap_or_default();
            let span = tokens[0].start..tokens[tokens.len() - 1].end();
            let group = self.group(words_of(tokens), &text[span.clone()], sentence.headline);
            let known = Marks::PLACE | Marks::ORGANISATION;
            let of = &mut self.list[group];
            of.known |= piece.units.len() == 1 && piece.units[0].is(known);
            of.titled |= piece.titled;
            of.scores.add(kinds::scores(sentence, piece));
            of.mentions.push((number, span));
            if let Some((other, of_other)) = before
                && other.last() + 1 == piece.first()
                && tokens[0].gap.trim() == "("
            {
                self.stands_for.extend(self.acronym(of_other, group));
            }
            before = Some((piece, group));
        }
    }

    fn group(&mut self, words: Vec<String>, text: &str, headline: bool) -> usize {
        let key = words.join(" ");
        if let Some(&group) = self.by_words.get(&key) {
            let of = &mut self.list[group];
            if of.from_headline && !headline {
                text.clone_into(&mut of.text);
                of.from_headline = false;
            }
            return group;
        }
        let group = self.list.len();
        self.list.push(Group {
            words,
            text: text.to_owned(),
            from_headline: headline,
            scores: Scores::default(),
            known: false,
            titled: false,
            mentions: Vec::new(),
            joins: None,
        });
        self.by_words.insert(key, group);
        group
    }

    /// Which of two groups, one in parentheses behind the other, is the acronym of which.
    fn acronym(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        let stands = |short: usize, long: usize| {
            let (short, long) = (&self.list[short], &self.list[long]);
            let capitals = short.text.chars().all(|c| !c.is_lowercase());
            let initial = short.text.chars().next().map(|c| c.to_ascii_lowercase());
            let initials = long.words.iter().map(|word| word.chars().next());
            capitals && long.words.len() > 1 && initials.into_iter().any(|of| of == initial)
        };
        if stands(b, a) {
            Some((b, a))
        } else if stands(a, b) {
            Some((a, b))
        } else {
            None
        }
    }

    fn join(&mut self) {
        for (short, long) in std::mem::take(&mut self.stands_for) {
            if short != long && self.list[long].joins.is_none() {
                self.list[short].joins = Some(long);
            }
        }
        for (short, long) in ALIASES {
            let (short, long) = (self.by_words.get(short), self.by_words.get(long));
            if let (Some(&short), Some(&long)) = (short, long) {
                self.list[short].joins = Some(long);
            }
        }
        let persons = self.persons();
        let joins = |of: &Group| of.joins.or_else(|| self.long_form(of, &persons));
        let joins: Vec<Option<usize>> = self.list.iter().map(joins).collect();
        for (group, joins) in self.list.iter_mut().zip(joins) {
            group.joins = joins;
        }
    }

    /// The persons by the first and by the last word of their names: an article may be a list of names.
    fn persons(&self) -> WordMap<&str, Vec<usize>> {
        let mut persons: WordMap<&str, Vec<usize>> = WordMap::default();
        for (group, of) in self.list.iter().enumerate() {
            if of.scores.kind() == EntityKind::Person {
                for word in of.words.first().into_iter().chain(of.words.last()) {
                    persons.entry(word).or_default().push(group);
                }
            }
        }
        persons
    }

    /// The person that a part of a name stands for: the one that was named last before it, else the
    /// first one behind it.
    fn long_form(&self, of: &Group, persons: &WordMap<&str, Vec<usize>>) -> Option<usize> {
        if of.known && !of.titled {
            return None;
        }
        let is_part = |long: &Group| {
            let (part, whole) = (&of.words, &long.words);
            part.len() < whole.len() && (whole.ends_with(part) || whole.starts_with(part))
        };
        let ends = of.words.first().into_iter().chain(of.words.last());
        let alike = ends.filter_map(|word| persons.get(word.as_str()));
        let candidates = alike.flatten().copied();
        let candidates = candidates.filter(|&long| is_part(&self.list[long]));
        let first = of.mentions.first().map(|mention| mention.0)?;
        let at = |&group: &usize| self.list[group].mentions[0].0;
        let (before, behind): (Vec<_>, Vec<_>) = candidates.partition(|group| at(group) <= first);
        before.into_iter().max().or(behind.into_iter().min())
    }

    /// The names, most mentions first, and the mentions in reading order.
    pub(super) fn finish(mut self) -> (Vec<NamedEntity>, Vec<Mention>) {
        self.join();
        let mut merged: Vec<(usize, Scores, Spans)> = Vec::new();
        let mut place_of: HashMap<usize, usize> = HashMap::new();
        for group in 0..self.list.len() {
            let root = self.root(group);
            let place = *place_of.entry(root).or_insert_with(|| {
                merged.push((root, Scores::default(), Vec::new()));
                merged.len() - 1
            });
            let of = &self.list[group];
            let (_, scores, mentions) = &mut merged[place];
            // What a short form looks like alone says less than the long form does.
            scores.add(of.scores);
            if group == root {
                scores.add(of.scores);
            }
            mentions.extend(of.mentions.iter().cloned());
        }
        for (_, _, mentions) in &mut merged {
            mentions.sort_by_key(|(sentence, span)| (*sentence, span.start));
        }
        merged.sort_by_key(|(_, _, mentions)| {
            let first = &mentions[0];
            (usize::MAX - mentions.len(), first.0, first.1.start)
        });
        let mut found = Vec::new();
        let mut entities = Vec::with_capacity(merged.len());
        for (entity, (root, scores, mentions)) in merged.into_iter().enumerate() {
            entities.push(NamedEntity {
                text: self.list[root].text.clone(),
                kind: scores.kind(),
                sentences: mentions.iter().map(|mention| mention.0).collect(),
            });
            found.extend(mentions.into_iter().map(|(sentence, span)| Mention {
                sentence,
                span,
                entity,
            }));
        }
        found.sort_by_key(|mention| (mention.sentence, mention.span.start));
        (entities, found)
    }

    fn root(&self, mut group: usize) -> usize {
        for _ in 0..self.list.len() {
            match self.list[group].joins {
                Some(long) => group = long,
                None => break,
            }
        }
        group
    }
}

/// The words by which names are compared: without articles and without "son of".
fn words_of(tokens: &[Token<'_>]) -> Vec<String> {
    let joints =
        |key: &str| matches!(key, "bin" | "ibn" | "bint" | "ben") || known::is_article(key);
    let counted = tokens
        .iter()
        .filter(|token| token.shape == Shape::Caps || tokens.len() == 1 || !joints(&token.key));
    let plain = |token: &Token<'_>| {
        known::without_article(&token.key)
            .trim_end_matches('.')
            .to_owned()
    };
    let words: Vec<String> = counted.map(plain).collect();
    if words.is_empty() {
        tokens.iter().map(|token| token.key.clone()).collect()
    } else {
        words
    }
}
