//! The language of a short text in Latin letters, by the words that are frequent in each language. This
//! file owns how they are weighed; the words are in the tables of `languages`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::characters::is_letter;
use super::fold::lower_case;
use super::language::Language;
use super::languages::{FREQUENT_WORDS, UNIQUE_LETTERS};

/// The smallest number of words of a text whose language is told.
const WORDS: usize = 5;

/// The smallest number of frequent words that tell it.
const FREQUENT: usize = 3;

/// The smallest share of frequent words among all words: 3 in 10.
const SHARE: (usize, usize) = (3, 10);

static WORDS_OF: LazyLock<Vec<(&str, HashSet<&str>)>> = LazyLock::new(|| {
    let listed = FREQUENT_WORDS.iter();
    listed
        .map(|&(code, words)| (code, words.split(' ').collect()))
        .collect()
});

/// Whether the frequent words of a language are known.
pub(super) fn has_frequent_words(code: &str) -> bool {
    FREQUENT_WORDS.iter().any(|(listed, _)| *listed == code)
}

fn unique_letters(code: &str) -> Option<&'static [char]> {
    let listed = UNIQUE_LETTERS.iter().find(|(listed, _)| *listed == code);
    listed.map(|&(_, letters)| letters)
}

/// The language of a part of an article in the language `own`, if it has several frequent words of that
/// language, more than of any other, and more than twice as many as of `own`. `None` if the frequent
/// words of `own` are not known.
pub(super) fn by_frequent_words(text: &str, own: &str) -> Option<&'static str> {
    if !has_frequent_words(own) {
        return None;
    }
    let words: Vec<String> = text
        .split(|c| !is_letter(c))
        .filter(|word| !word.is_empty())
        .map(lower_case)
        .collect();
    if words.len() < WORDS {
        return None;
    }
    let count = |code: &str, frequent: &HashSet<&str>| {
        let known = |word: &&String| frequent.contains(word.as_str());
        let listed = words.iter().filter(known).count();
        // Names bring these letters along, so they count once.
        let has_letters = unique_letters(code).is_some_and(|letters| {
            let mut others = words.iter().filter(|word| !known(word));
            others.any(|word| word.contains(letters))
        });
        listed + usize::from(has_letters)
    };
    let mut counts: Vec<(usize, &'static str)> = WORDS_OF
        .iter()
        .map(|(code, frequent)| (count(code, frequent), *code))
        .collect();
    counts.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let of_own = counts.iter().find(|(_, code)| *code == own)?.0;
    let mut others = counts.iter().filter(|(_, code)| *code != own);
    let (most, code) = *others.next()?;
    let next = others.next().map_or(0, |&(count, _)| count);
    let enough = most >= FREQUENT && most * SHARE.1 >= words.len() * SHARE.0;
    let clear = next < most && of_own * 2 < most;
    let has_profile = !Language::of(code).code.is_empty();
    (enough && clear && has_profile).then_some(code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The lines of a fixture: language, text.
    fn lines(file: &str) -> Vec<(String, String)> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let text = std::fs::read_to_string(folder.join("languages").join(file));
        let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
        let fields = text.lines().map(|line| line.split('\t'));
        let pairs = fields.map(|mut fields| {
            let mut field = || fields.next().unwrap_or_default().to_owned();
            (field(), field())
        });
        pairs.collect()
    }

    const CODES: [&str; 5] = ["en", "fr", "es", "de", "tr"];

    #[test]
    fn short_quotations_in_another_language_are_told_and_never_taken_for_a_third() {
        let quotations = lines("short.tsv");
        let mut missed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (label, text) in &quotations {
            let letters = text.chars().filter(|&c| is_letter(c)).count();
            assert!((20..80).contains(&letters), "{text}");
            for own in CODES {
                let found = by_frequent_words(text, own);
                if own == label {
                    assert_eq!(found, None, "{text}");
                } else if found.is_none() {
                    let label = CODES.into_iter().find(|code| code == label);
                    *missed.entry((own, label.unwrap_or(""))).or_default() += 1;
                } else {
                    assert_eq!(found, Some(label.as_str()), "{own}: {text}");
                }
            }
        }
        // Of 20 in each pair. French and Spanish share some of their words.
        let expected = [
            (("de", "tr"), 1),
            (("en", "tr"), 1),
            (("es", "fr"), 2),
            (("es", "tr"), 1),
            (("fr", "es"), 5),
            (("fr", "tr"), 1),
        ];
        assert_eq!(missed, BTreeMap::from(expected));
    }

    #[test]
    fn no_text_in_the_language_of_its_article_is_taken_for_another_one() {
        for (label, text) in [lines("sentences.tsv"), lines("paragraphs.tsv")].concat() {
            assert_eq!(by_frequent_words(&text, &label), None, "{label}: {text}");
        }
    }

    #[test]
    fn names_and_few_words_tell_nothing() {
        for text in [
            "The Washington Post",
            "Recep Tayyip Erdoğan, Ekrem İmamoğlu, Kemal Kılıçdaroğlu",
            "Le Monde, Libération, Agence France-Presse, Paris Match",
            "Real Madrid, Atlético, Barcelona y Sevilla",
        ] {
            assert_eq!(by_frequent_words(text, "de"), None, "{text}");
        }
    }

    #[test]
    fn the_table_has_words_in_lower_case() {
        for (code, words) in FREQUENT_WORDS {
            for word in words.split(' ') {
                assert!(
                    !word.is_empty() && lower_case(word) == word,
                    "{code}: {words}"
                );
                assert!(word.chars().all(is_letter), "{code}: {word}");
            }
        }
    }
}
