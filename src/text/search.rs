//! Searching: the words by which a text is found, and queries over them. A word is found in every
//! spelling, with what its language writes in front of it, and with its endings where the language
//! has stems.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::characters::is_letter_or_digit;
use super::fold::{fold_for_search, is_left_out};
use super::language::Language;
use super::script::{Script, lacks_spaces};

/// The words of a text, folded, with their bytes in it. In writing without spaces each letter is
/// a word.
pub(crate) fn search_words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut push = |range: Range<usize>| {
        let folded = fold_for_search(&text[range.clone()]);
        if folded.contains(is_letter_or_digit) {
            words.push((range, folded));
        }
    };
    for (at, c) in text.char_indices() {
        let alone = lacks_spaces(c);
        if !alone && is_letter_or_digit(c) {
            start.get_or_insert(at);
        } else if alone || !(is_left_out(c) || is_combining_mark(c)) {
            if let Some(start) = start.take() {
                push(start..at);
            }
            if alone {
                push(at..at + c.len_utf8());
            }
        }
    }
    if let Some(start) = start {
        push(start..text.len());
    }
    words
}

/// The stems of a folded word in the languages of its script that have some.
pub(crate) fn search_stems(word: &str) -> BTreeSet<String> {
    let script = word.chars().find_map(Script::of);
    Language::all()
        .filter(|language| script.is_some() && language.script == script)
        .filter_map(|language| language.words.as_ref())
        .flat_map(|words| (words.stems)(word))
        .collect()
}

/// A word or a phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Its words, folded, in order.
    pub words: Vec<String>,
    /// The stems by which it is found too, if it is a single whole word.
    pub stems: BTreeSet<String>,
    /// Whether its last word is the beginning of one.
    pub is_prefix: bool,
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What a text must have.
    pub wanted: Vec<Term>,
    /// What it must not have.
    pub unwanted: Vec<Term>,
}

impl Query {
    /// The query of a line: words that must all be there, `"a phrase"`, `-word` that must not be
    /// there, and `begin*`. What is said twice counts once.
    ///
    /// # Errors
    /// A sentence that says what the line lacks.
    pub fn parse(line: &str) -> Result<Self, String> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            let (is_unwanted, term) = match rest.strip_prefix('-') {
                Some(term) => (true, term),
                None => (false, rest),
            };
            let (text, is_phrase, after) = match term.strip_prefix(is_quote) {
                Some(phrase) => {
                    let (text, after) = phrase.split_once(is_quote).unwrap_or((phrase, ""));
                    (text, true, after)
                }
                None => {
                    let end = term.find(char::is_whitespace).unwrap_or(term.len());
                    (&term[..end], false, &term[end..])
                }
            };
            if let Some(term) = Term::of(text, is_phrase) {
                if is_unwanted {
                    unwanted.push(term);
                } else {
                    wanted.push(term);
                }
            }
            rest = after.trim_start();
        }
        for terms in [&mut wanted, &mut unwanted] {
            let mut seen = BTreeSet::new();
            terms.retain(|term: &Term| seen.insert(term.clone()));
        }
        if wanted.is_empty() {
            return Err("there is no word to search for in it".to_owned());
        }
        Ok(Self { wanted, unwanted })
    }

    /// What finds the wanted terms in texts.
    pub fn finder(&self) -> Finder<'_> {
        let mut finder = Finder {
            wanted: &self.wanted,
            by_word: HashMap::new(),
            by_stem: HashMap::new(),
            beginnings: Vec::new(),
        };
        for (number, term) in self.wanted.iter().enumerate() {
            match term.words.as_slice() {
                [_] if term.is_prefix => finder.beginnings.push(number),
                [first, ..] => finder.by_word.entry(first).or_default().push(number),
                [] => {}
            }
            for stem in &term.stems {
                finder.by_stem.entry(stem).or_default().push(number);
            }
        }
        finder
    }
}

/// The wanted terms of a query, which may be thousands, by what a text has where one of them begins.
#[derive(Debug)]
pub struct Finder<'q> {
    wanted: &'q [Term],
    /// The terms with this first word.
    by_word: HashMap<&'q str, Vec<usize>>,
    /// The terms that are found by this stem.
    by_stem: HashMap<&'q str, Vec<usize>>,
    /// The terms that are the beginning of a word.
    beginnings: Vec<usize>,
}

impl Finder<'_> {
    /// The places of a text that have a wanted word or phrase, in order, and how many of the terms
    /// it has.
    pub fn hits(&self, text: &str) -> (Vec<Range<usize>>, usize) {
        let words: Vec<(Range<usize>, String)> = search_words(text);
        let mut hits = Vec::new();
        let mut terms = BTreeSet::new();
        for (at, (range, word)) in words.iter().enumerate() {
            let same = self.by_word.get(word.as_str()).into_iter().flatten();
            for &number in same.chain(&self.beginnings) {
                if let Some(length) = self.wanted[number].length_at(&words[at..]) {
                    hits.push(range.start..words[at + length - 1].0.end);
                    terms.insert(number);
                }
            }
            if self.by_stem.is_empty() {
                continue;
            }
            for stem in search_stems(word) {
                if let Some(numbers) = self.by_stem.get(stem.as_str()) {
                    hits.push(range.clone());
                    terms.extend(numbers);
                }
            }
        }
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        hits.dedup_by(|next, hit| next.start < hit.end);
        (hits, terms.len())
    }
}

/// Whether a character opens or closes a phrase, on any keyboard.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

impl Term {
    fn of(text: &str, is_phrase: bool) -> Option<Self> {
        let words: Vec<String> = search_words(text).into_iter().map(|word| word.1).collect();
        let is_prefix = !is_phrase && text.ends_with('*');
        let stems = match words.as_slice() {
            [] => return None,
            [word] if !is_phrase && !is_prefix => search_stems(word),
            _ => BTreeSet::new(),
        };
        Some(Self {
            words,
            stems,
            is_prefix,
        })
    }

    /// How many of these words the term consists of, if they begin with it as it stands.
    fn length_at(&self, words: &[(Range<usize>, String)]) -> Option<usize> {
        let last = self.words.len() - 1;
        let fits = |(at, own): (usize, &String)| {
            words.get(at).is_some_and(|(_, word)| {
                word == own || self.is_prefix && at == last && word.starts_with(own.as_str())
            })
        };
        let all = self.words.iter().enumerate().all(fits);
        all.then_some(self.words.len())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn found<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        let (hits, _) = Query::parse(query).unwrap().finder().hits(text);
        hits.into_iter().map(|hit| &text[hit]).collect()
    }

    #[test]
    fn words_are_found_in_every_spelling_and_with_what_is_written_onto_them() {
        let text = "زار الوزيرُ العِـراق، وقال إن القاهرة وبغداد والعراقيين";
        assert_eq!(found("العراق", text), ["العِـراق", "والعراقيين"]);
        assert_eq!(found("عراق", text), ["العِـراق", "والعراقيين"]);
        assert_eq!(found("القاهره", text), ["القاهرة"]);
        assert_eq!(found("بغداد", text), ["وبغداد"]);
        assert_eq!(found("باريس", text), Vec::<&str>::new());
    }

    #[test]
    fn english_words_are_found_with_their_endings_and_beginnings_on_request() {
        let text = "The ministers' ministry: Minister Müller’s café opened.";
        assert_eq!(found("minister", text), ["ministers", "Minister"]);
        assert_eq!(
            found("minist*", text),
            ["ministers", "ministry", "Minister"]
        );
        assert_eq!(found("MULLER", "Müller"), Vec::<&str>::new());
        assert_eq!(found("\"minister müller\"", text), ["Minister Müller"]);
        assert_eq!(found("“müller minister”", text), Vec::<&str>::new());
    }

    #[test]
    fn without_spaces_a_word_is_found_anywhere() {
        assert_eq!(found("疫苗", "卫生部开展疫苗接种"), ["疫苗"]);
    }

    #[test]
    fn a_query_has_words_phrases_and_exclusions() {
        let query = Query::parse("dam -\"full dam\" -sea begin* «two words»").unwrap();
        let words = |terms: &[Term]| -> Vec<String> {
            terms.iter().map(|term| term.words.join(" ")).collect()
        };
        assert_eq!(words(&query.wanted), ["dam", "begin", "two words"]);
        assert_eq!(words(&query.unwanted), ["full dam", "sea"]);
        assert!(query.wanted[1].is_prefix && query.wanted[1].stems.is_empty());
        assert!(Query::parse("-a !").is_err());
        assert!(Query::parse("  ").is_err());
    }

    #[test]
    fn overlapping_hits_are_one() {
        let query = Query::parse("\"a b\" b b").unwrap();
        let found = query.finder().hits("a b b");
        assert_eq!(found, (vec![0..3, 4..5], 2));
    }

    #[test]
    fn a_query_of_five_thousand_words_finds_each() {
        let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
        let word = |n: usize| format!("{}{}{}ings", letter(n / 676), letter(n / 26), letter(n));
        let text = (0..5000).map(word).collect::<Vec<_>>().join(" ");
        let query = Query::parse(&text).unwrap();
        let (hits, terms) = query.finder().hits(&text);
        assert_eq!((hits.len(), terms), (5000, 5000));
        assert_eq!(
            (hits[0].clone(), hits[4999].clone()),
            (0..7, 39_992..39_999)
        );
    }
}
