//! Glossaries: which English term stands for which term of the source. This file owns their format
//! and finding terms in sentences; the search makes sure of them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::text::{Language, TermWord, begins_with_term, fold_for_search, term_words};

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
    words: Vec<Vec<TermWord>>,
    /// The terms whose first word has this reading.
    by_first: HashMap<String, Vec<usize>>,
}

impl Glossary {
    /// Reads files of terms of a language: a line each, with the term, a tab, its English, and after
    /// another tab a note if there is one; lines that begin with `#` are comments. What a later
    /// file says about a term stands above what an earlier one says. `None` without any term.
    ///
    /// # Errors
    /// [`GlossaryError`] for a file that cannot be read, a line without a tab or with an empty
    /// side, and a term with two translations in one file.
    pub fn read(files: &[PathBuf], language: &Language) -> Result<Option<Self>, GlossaryError> {
        let mut terms = BTreeMap::new();
        for path in files {
            let bytes = std::fs::read(path).map_err(|e| GlossaryError::Unreadable {
                path: path.clone(),
                reason: e.to_string(),
            })?;
            let text = String::from_utf8(bytes).map_err(|_| GlossaryError::Unreadable {
                path: path.clone(),
                reason: "it is not in UTF-8; save it as UTF-8".to_owned(),
            })?;
            terms.extend(read_file(path, &text, language)?);
        }
        let terms: Vec<Term> = terms.into_values().collect();
        Ok((!terms.is_empty()).then(|| Self::of(terms, language)))
    }

    fn of(terms: Vec<Term>, language: &Language) -> Self {
        let words: Vec<Vec<TermWord>> = terms
            .iter()
            .map(|term| term_words(&term.source, language))
            .collect();
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, words) in words.iter().enumerate() {
            for form in words.first().iter().flat_map(|word| word.own_readings()) {
                let known = by_first.entry(form.bare.clone()).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self {
            terms,
            words,
            by_first,
        }
    }

    /// A glossary of Arabic terms with their English.
    #[cfg(test)]
    pub(crate) fn of_terms(terms: &[(&str, &str)]) -> Self {
        let terms = terms.iter().map(|(source, english)| Term {
            source: (*source).to_owned(),
            english: (*english).to_owned(),
            note: None,
        });
        Self::of(terms.collect(), Language::of("ar"))
    }

    /// All terms, in the order of their folded spelling.
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
            let begins = |&&number: &&usize| begins_with_term(sentence, rest, &self.words[number]);
            let longest = candidates.flatten().filter(begins).max_by_key(|&&number| {
                let own = rest[0].forms[0].bare == self.words[number][0].forms[0].bare;
                (self.words[number].len(), own, std::cmp::Reverse(number))
            });
            match longest {
                Some(&number) => {
                    found.push(number);
                    at += self.words[number].len();
                }
                None => at += 1,
            }
        }
        found
    }

    /// BLAKE3 of what it says, in hex, whatever its files and their order.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for Term {
            source,
            english,
            note,
        } in &self.terms
        {
            for text in [source, english, note.as_deref().unwrap_or_default()] {
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// The terms of a file by their folded spelling.
fn read_file(
    path: &Path,
    text: &str,
    language: &Language,
) -> Result<BTreeMap<String, Term>, GlossaryError> {
    let mut terms: BTreeMap<String, (usize, Term)> = BTreeMap::new();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let problem = |problem: String| GlossaryError::Line {
            path: path.into(),
            line: number,
            problem,
        };
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut fields = line.split('\t').map(str::trim);
        let source = fields.next().unwrap_or_default().to_owned();
        let Some(english) = fields.next() else {
            let what = "there is no tab in it; write the term, a tab and its English";
            return Err(problem(what.to_owned()));
        };
        let note = fields.next().filter(|note| !note.is_empty());
        if term_words(&source, language).is_empty() || !english.contains(char::is_alphanumeric) {
            let what = "a term and its English need a letter or digit each";
            return Err(problem(what.to_owned()));
        }
        let term = Term {
            english: english.split_whitespace().collect::<Vec<_>>().join(" "),
            note: note.map(str::to_owned),
            source,
        };
        let key = fold_for_search(&term.source);
        if let Some((first, known)) = terms.get(&key)
            && known.english != term.english
        {
            return Err(problem(format!(
                "{} is “{}” here and “{}” in line {first}; keep one of them",
                term.source, term.english, known.english
            )));
        }
        terms.entry(key).or_insert((number, term));
    }
    Ok(terms
        .into_iter()
        .map(|(key, (_, term))| (key, term))
        .collect())
}

/// Endings that a term may have in a translation, besides its own.
pub(super) const PLURALS: [&str; 2] = ["es", "s"];

/// Whether a translation contains an English term: its words in order, whatever their case, with
/// the ending of a plural or a possessive on the last.
pub fn contains_term(translation: &str, english: &str) -> bool {
    let plain = |text: &str| fold_for_search(text).replace(['’', '‘'], "'");
    let (text, term) = (plain(translation), plain(english));
    let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    text.match_indices(&term).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + term.len()..]);
        let plural = PLURALS
            .iter()
            .filter_map(|ending| after.strip_prefix(*ending));
        !before.ends_with(char::is_alphanumeric) && std::iter::once(after).chain(plural).any(is_end)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn arabic() -> &'static Language {
        Language::of("ar")
    }

    fn glossary(text: &str) -> Glossary {
        let terms = read_file(Path::new("g.tsv"), text, arabic()).unwrap();
        Glossary::of(terms.into_values().collect(), arabic())
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
    fn a_later_file_stands_above_an_earlier_one() {
        let dir = tempfile::tempdir().unwrap();
        let files = ["a.tsv", "b.tsv"].map(|name| dir.path().join(name));
        std::fs::write(&files[0], "\u{FEFF}وزير\tminister\tnote\nجيش\tarmy\n").unwrap();
        std::fs::write(&files[1], "وزير\tsecretary\n").unwrap();
        let glossary = Glossary::read(&files, arabic()).unwrap().unwrap();
        assert_eq!(english(&glossary, "وزير الجيش"), ["secretary", "army"]);
        assert!(Glossary::read(&[], arabic()).unwrap().is_none());
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
    }
}
