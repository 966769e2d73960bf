//! Glossaries: which English term stands for which term of the source. This file owns their format
//! and finding terms in sentences; the search makes sure of them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::hash_of;
use crate::store::read_at_most;
use crate::system_error::why_unreadable;
use crate::text::{Language, SoughtTerm, fold_for_search, is_whole, term_words};

/// Maximum number of characters of a term, and of its English: names are shorter, and the search takes
/// longer the longer a term is that an output is to contain.
const LONGEST: usize = 300;

/// Most bytes of a file, those of half a million terms. In memory they take fifty times as many.
const LARGEST: u64 = 16 << 20;

/// Why a glossary cannot be used.
#[derive(Debug, Error)]
pub enum GlossaryError {
    /// The file cannot be read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// A line is not a term.
    #[error("{path}, line {line}: {problem}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Its number, from 1.
        line: usize,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// A term and its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As the glossary writes it.
    pub source: String,
    /// Its English.
    pub english: String,
    /// What the glossary says about it.
    pub note: Option<String>,
}

/// The terms of all files of a run.
#[derive(Debug)]
pub struct Glossary {
    terms: Vec<Term>,
    /// Each term as it is looked for.
    sought: Vec<SoughtTerm>,
    /// The terms whose first word has this reading.
    by_first: HashMap<String, Vec<usize>>,
    hash: String,
}

/// The terms of a file, by their words.
type ReadTerms = BTreeMap<String, (Term, SoughtTerm)>;

impl Glossary {
    /// Reads files of terms of a language: a line each, with the term, a tab, its English, and after
    /// another tab a note if there is one; lines that begin with `#` are comments. What a later
    /// file says about a term overrides what an earlier one says. `None` without any file.
    ///
    /// # Errors
    /// [`GlossaryError`] for a file that cannot be read or has no term, a line without a tab or
    /// with an empty or a very long side, and a term with two translations in one file.
    pub fn read(files: &[PathBuf], language: &Language) -> Result<Option<Self>, GlossaryError> {
        let mut terms = ReadTerms::new();
        for path in files {
            let unreadable = |reason: &str| GlossaryError::Unreadable {
                path: path.clone(),
                reason: reason.to_owned(),
            };
            let bytes =
                read_at_most(path, LARGEST).map_err(|e| unreadable(&why_unreadable(path, &e)))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| unreadable("it is not in UTF-8; save it as UTF-8"))?;
            let read = read_file(path, &text, language)?;
            if read.is_empty() {
                return Err(unreadable("there is no term in it"));
            }
            terms.extend(read);
        }
        Ok((!terms.is_empty()).then(|| Self::of(terms)))
    }

    /// The terms in the text of one file, which `path` names in errors.
    ///
    /// # Errors
    /// Those of [`Self::read`] about lines.
    pub fn parse(path: &Path, text: &str, language: &Language) -> Result<Self, GlossaryError> {
        Ok(Self::of(read_file(path, text, language)?))
    }

    fn of(terms: ReadTerms) -> Self {
        let (terms, sought): (Vec<Term>, Vec<SoughtTerm>) = terms.into_values().unzip();
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, term) in sought.iter().enumerate() {
            let first = term.words().first();
            for form in first.iter().flat_map(|word| word.own_readings()) {
                let known = by_first.entry(form.bare.clone()).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self {
            hash: hash(&terms),
            terms,
            sought,
            by_first,
        }
    }

    /// A glossary of Arabic terms with their English.
    #[cfg(test)]
    pub(crate) fn of_terms(terms: &[(&str, &str)]) -> Self {
        let lines = terms
            .iter()
            .map(|(source, english)| format!("{source}\t{english}\n"));
        let text: String = lines.collect();
        let read = Self::parse(Path::new("terms"), &text, Language::of("ar"));
        read.unwrap_or_else(|error| panic!("{error}"))
    }

    /// All terms, in the order of their folded words.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms, by number, that a sentence contains, in its order. Where several begin, the
    /// longest is taken; terms do not overlap.
    pub fn found_in(&self, sentence: &str, language: &Language) -> Vec<usize> {
        let words = term_words(sentence, language);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let rest = &words[at..];
            let candidates = word
                .forms
                .iter()
                .filter_map(|form| self.by_first.get(&form.bare));
            let begins = |&&number: &&usize| {
                let term = &self.sought[number];
                term.begins(rest)
                    && (language.sentences.spaced || {
                        let last = &rest[term.words().len() - 1];
                        is_whole(sentence, word.span.start..last.span.end)
                    })
            };
            let longest = candidates.flatten().filter(begins).max_by_key(|&&number| {
                let words = self.sought[number].words();
                let own = rest[0].forms[0].bare == words[0].forms[0].bare;
                (words.len(), own, std::cmp::Reverse(number))
            });
            match longest {
                Some(&number) => {
                    found.push(number);
                    at += self.sought[number].words().len();
                }
                None => at += 1,
            }
        }
        found
    }

    /// BLAKE3 of what it says, in hex, whatever its files and their order.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

fn hash(terms: &[Term]) -> String {
    let texts = terms.iter().flat_map(|term| {
        let note = term.note.as_deref().unwrap_or_default();
        [&*term.source, &*term.english, note]
    });
    hash_of(texts)
}

/// The terms of a file.
fn read_file(path: &Path, text: &str, language: &Language) -> Result<ReadTerms, GlossaryError> {
    let mut terms = ReadTerms::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let problem = |problem: String| GlossaryError::Line {
            path: path.into(),
            line: number,
            problem,
        };
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if line.contains('\r') {
            let what = "its lines end in carriage returns alone; save it with line feeds";
            return Err(problem(what.to_owned()));
        }
        let mut fields = line.split('\t').map(str::trim);
        let source = fields.next().unwrap_or_default().to_owned();
        let Some(english) = fields.next() else {
            let what = "there is no tab in it; write the term, a tab and its English";
            return Err(problem(what.to_owned()));
        };
        let is_long = |side: &str| side.chars().nth(LONGEST).is_some();
        if is_long(&source) || is_long(english) {
            return Err(problem(format!(
                "a term and its English have at most {LONGEST} characters each; shorten them, or import \
                 the line as an approved translation: mujaz memory import"
            )));
        }
        let is_name = english.starts_with(char::is_uppercase);
        let sought = SoughtTerm::of(&source, language, is_name);
        let Some(sought) = sought.filter(|_| plain(english).contains(char::is_alphanumeric)) else {
            let what = "a term and its English need a letter or digit each";
            return Err(problem(what.to_owned()));
        };
        let note = fields.next().filter(|note| !note.is_empty());
        let term = Term {
            english: english.split_whitespace().collect::<Vec<_>>().join(" "),
            note: note.map(str::to_owned),
            source,
        };
        let words = term_words(&term.source, language);
        let words = words.iter().map(|word| &*word.forms[0].bare);
        let key = words.collect::<Vec<_>>().join(" ");
        let first = *lines.entry(key.clone()).or_insert(number);
        match terms.get(&key) {
            Some((known, _)) if known.english != term.english => {
                return Err(problem(format!(
                    "{} is “{}” here and “{}” in line {first}; keep one of them",
                    term.source, term.english, known.english
                )));
            }
            Some(_) => {}
            None => {
                terms.insert(key, (term, sought));
            }
        }
    }
    Ok(terms)
}

/// Whether a translation contains an English term or its plural: its words in order, whatever
/// their case and accents, with the ending of a possessive or without.
pub fn contains_term(translation: &str, english: &str) -> bool {
    let text = plain(translation);
    let term = plain(english);
    let has = |term: &str| {
        !term.is_empty()
            && text.match_indices(term).any(|(at, _)| {
                let (before, after) = (&text[..at], &text[at + term.len()..]);
                !before.ends_with(char::is_alphanumeric)
                    && !after.starts_with(char::is_alphanumeric)
            })
    };
    has(&term) || has(&plural(&term))
}

/// A text for comparing: folded, without accents, with simple quotation marks.
fn plain(text: &str) -> String {
    fold_for_search(&simple_quotes(&without_accents(text)))
}

/// The text with simple quotation marks, which every vocabulary has.
pub(super) fn simple_quotes(text: &str) -> String {
    text.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// The text without accents.
pub(super) fn without_accents(text: &str) -> String {
    let letters = text.nfd().filter(|&c| !is_combining_mark(c));
    letters.nfc().collect()
}

/// The regular plural of an English term.
pub(super) fn plural(term: &str) -> String {
    const HISSING: [&str; 5] = ["s", "x", "z", "ch", "sh"];
    let consonant = |stem: &str| !stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    if let Some(stem) = term.strip_suffix('y').filter(|stem| consonant(stem)) {
        format!("{stem}ies")
    } else if HISSING.iter().any(|ending| term.ends_with(ending)) {
        format!("{term}es")
    } else {
        format!("{term}s")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn arabic() -> &'static Language {
        Language::of("ar")
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_an_end_is_not_read_to_its_end() {
        let read = Glossary::read(&[PathBuf::from("/dev/zero")], arabic());
        let error = read.err().map(|error| error.to_string());
        let said = "/dev/zero: cannot be read: it is larger than 16 MiB";
        assert_eq!(error.as_deref(), Some(said));
    }

    fn glossary(text: &str) -> Glossary {
        Glossary::parse(Path::new("g.tsv"), text, arabic()).unwrap()
    }

    fn english<'a>(glossary: &'a Glossary, sentence: &str) -> Vec<&'a str> {
        let found = glossary.found_in(sentence, arabic());
        let terms = found
            .into_iter()
            .map(|number| &*glossary.terms[number].english);
        terms.collect()
    }

    #[test]
    fn the_longest_term_is_found_and_terms_do_not_overlap() {
        let glossary = glossary("وزير\tminister\nوزير الدفاع\tdefence minister\nالدفاع\tdefence\n");
        assert_eq!(
            english(&glossary, "قال وزير الدفاع إن الوزير الأول والدفاع"),
            ["defence minister", "minister", "defence"]
        );
        assert!(english(&glossary, "دفاع").is_empty());
    }

    #[test]
    fn a_word_as_it_stands_goes_before_one_with_something_written_onto_it() {
        let glossary = glossary("ورد\troses\nرد\treply\nكرد\tKurds\n");
        assert_eq!(english(&glossary, "ورد"), ["roses"]);
    }

    #[test]
    fn terms_are_found_between_characters_without_spaces() {
        let chinese = Language::of("zh");
        let text =
            "世界银行\tWorld Bank\n银行\tbank\n国会\tparliament\n中国\tChina\n5G网络\t5G network\n";
        let glossary = Glossary::parse(Path::new("g.tsv"), text, chinese).unwrap();
        let english = |sentence: &str| -> Vec<String> {
            let found = glossary.found_in(sentence, chinese).into_iter();
            found
                .map(|number| glossary.terms[number].english.clone())
                .collect()
        };
        assert_eq!(
            english("世界银行行长访问中国，商业银行建设5G网络。"),
            ["World Bank", "China", "bank", "5G network"]
        );
        assert_eq!(english("美国国会通过法案"), ["parliament"]);
        // "Cities", "a Chinese meeting", "one country".
        for sentence in ["城市", "城市会议", "该国"] {
            assert!(english(sentence).is_empty(), "{sentence}");
        }
        assert_eq!(english("中国会议"), ["China"]);
    }

    #[test]
    fn lines_that_are_no_terms_are_refused_with_their_number() {
        for (text, says) in [
            ("# a comment\n\nوزير minister", "line 3: there is no tab"),
            ("وزير\t-", "line 1: a term and its English"),
            ("\tminister", "line 1: a term and its English"),
            (
                "إيران\tIran\nايران\tPersia",
                "line 2: ايران is “Persia” here and “Iran” in line 1",
            ),
        ] {
            let error = read_file(Path::new("g.tsv"), text, arabic()).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
    }

    #[test]
    fn a_term_of_more_than_300_characters_is_refused_before_anything_is_made_of_it() {
        let (source, english) = ("س".repeat(LONGEST), "d".repeat(LONGEST));
        assert_eq!(LONGEST, 300);
        assert_eq!(glossary(&format!("{source}\t{english}\n")).terms().len(), 1);
        for line in [
            format!("وزير\tminister\n{source}س\t{english}"),
            format!("وزير\tminister\n{source}\t{english}d"),
            format!("وزير\tminister\nسد\t{}", "d".repeat(1_000_000)),
        ] {
            let error = read_file(Path::new("g.tsv"), &line, arabic()).unwrap_err();
            assert_eq!(
                error.to_string(),
                "g.tsv, line 2: a term and its English have at most 300 characters each; shorten them, or \
                 import the line as an approved translation: mujaz memory import"
            );
        }
    }

    #[test]
    fn a_later_file_overrides_an_earlier_one() {
        let dir = tempfile::tempdir().unwrap();
        let files = ["a.tsv", "b.tsv"].map(|name| dir.path().join(name));
        std::fs::write(&files[0], "\u{FEFF}وزير\tminister\tnote\nجيش\tarmy\n").unwrap();
        std::fs::write(&files[1], "وزير\tsecretary\n").unwrap();
        let glossary = Glossary::read(&files, arabic()).unwrap().unwrap();
        assert_eq!(english(&glossary, "وزير الجيش"), ["secretary", "army"]);
        assert!(Glossary::read(&[], arabic()).unwrap().is_none());
        std::fs::write(&files[0], "  # nothing\n").unwrap();
        let error = Glossary::read(&files, arabic()).unwrap_err().to_string();
        assert!(error.contains("no term"), "{error}");
        std::fs::write(&files[0], [0xff, 0xfe, 0x41]).unwrap();
        let error = Glossary::read(&files, arabic()).unwrap_err().to_string();
        assert!(
            error.contains("a.tsv") && error.contains("UTF-8"),
            "{error}"
        );
    }

    #[test]
    fn a_term_is_there_as_whole_words_whatever_their_case() {
        assert!(contains_term(
            "The Ministry of Health said",
            "ministry of health"
        ));
        assert!(contains_term(
            "two ballistic missiles.",
            "ballistic missile"
        ));
        assert!(contains_term("Iraq’s army", "Iraq"));
        assert!(!contains_term("Iraqi army", "Iraq"));
        assert!(!contains_term("unhealthy", "health"));
        assert!(contains_term("twenty cities", "city") && !contains_term("citys", "city"));
        assert!(contains_term("In Sao Paulo", "São Paulo"));
        assert!(contains_term("al-Qa'ida said", "al-Qa’ida"));
        assert!(!contains_term("anything", ""));
    }
}
