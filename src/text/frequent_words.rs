//! The language of a short text in Latin letters, by the words that are frequent in each language, and by
//! letters that no other has. This file owns how they are weighed; they are in the tables of `languages`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::characters::is_letter;
use super::fold::lower_case;
use super::language::Language;
use super::languages::{FREQUENT_WORDS, TELLING_LETTERS};

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

/// A word as it is written, and in lower case.
type Word<'t> = (&'t str, String);

/// How many frequent words the letters of other words of a language weigh: two for a word with a letter of
/// its own, and then one for a word with a letter that only some others have. Names bring letters along,
/// so words that begin with a capital weigh one together, and only without others.
fn weight_of_letters(code: &str, words: &[&Word<'_>]) -> usize {
    let mut listed = TELLING_LETTERS.iter();
    let Some(letters) = listed.find(|letters| letters.code == code) else {
        return 0;
    };
    let have = |letters: &'static [char]| words.iter().any(|(_, word)| word.contains(letters));
    if have(letters.never) {
        return 0;
    }
    let (mut own, mut beside) = (0, 0);
    for (written, word) in words {
        if written.starts_with(char::is_lowercase) {
            own += usize::from(word.contains(letters.own));
            beside += usize::from(!word.contains(letters.own) && word.contains(letters.beside));
        }
    }
    match own {
        0 => usize::from(have(letters.own)),
        _ => 2 * own + beside,
    }
}

/// The language of a part of an article in the language `own`, if it has several frequent words of that
/// language, more than of any other, and more than twice as many as of `own`. `None` if the frequent
/// words of `own` are not known.
pub(super) fn by_frequent_words(text: &str, own: &str) -> Option<&'static str> {
    if !has_frequent_words(own) {
        return None;
    }
    let words: Vec<Word<'_>> = text
        .split(|c| !is_letter(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word, lower_case(word)))
        .collect();
    if words.len() < WORDS {
        return None;
    }
    let count = |code: &str, frequent: &HashSet<&str>| {
        let is_known = |word: &&Word<'_>| frequent.contains(word.1.as_str());
        let (known, others): (Vec<_>, Vec<_>) = words.iter().partition(is_known);
        known.len() + weight_of_letters(code, &others)
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

    /// How many texts of a fixture are not told, by the language of the article and that of the text;
    /// none is taken for a third language.
    fn missed(file: &str) -> BTreeMap<(&'static str, &'static str), usize> {
        let mut missed = BTreeMap::new();
        for (label, text) in &lines(file) {
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
        missed
    }

    #[test]
    fn short_quotations_in_another_language_are_told_and_never_taken_for_a_third() {
        // Of 20 in each pair. French and Spanish share some of their words.
        let expected = [(("es", "fr"), 2), (("fr", "es"), 5)];
        assert_eq!(missed("short.tsv"), BTreeMap::from(expected));
    }

    #[test]
    fn most_short_sentences_of_news_are_told_too() {
        // Of 30 in each pair, and of 40 in Turkish, many of which have fewer than five words.
        let of_others = |own| -> BTreeMap<_, _> {
            let missed = missed("short-news.tsv").into_iter();
            let missed = missed.filter(|((found, _), _)| *found == own);
            missed.map(|((_, label), count)| (label, count)).collect()
        };
        let german = [("en", 8), ("es", 10), ("fr", 4), ("tr", 14)];
        assert_eq!(of_others("de"), BTreeMap::from(german));
        let english = [("de", 9), ("es", 10), ("fr", 3), ("tr", 14)];
        assert_eq!(of_others("en"), BTreeMap::from(english));
        let spanish = [("de", 9), ("en", 7), ("fr", 11), ("tr", 14)];
        assert_eq!(of_others("es"), BTreeMap::from(spanish));
        let french = [("de", 9), ("en", 7), ("es", 13), ("tr", 14)];
        assert_eq!(of_others("fr"), BTreeMap::from(french));
        let turkish = [("de", 9), ("en", 7), ("es", 10), ("fr", 3)];
        assert_eq!(of_others("tr"), BTreeMap::from(turkish));
    }

    #[test]
    fn sentences_of_other_languages_are_taken_for_none_of_these() {
        for (label, text) in lines("short-others.tsv") {
            for own in CODES {
                assert_eq!(by_frequent_words(&text, own), None, "{label}: {text}");
            }
        }
    }

    #[test]
    fn letters_that_only_turkish_has_weigh_as_much_as_words() {
        let text = "İşsizlik oranı son on yılın en düşük düzeyinde.";
        assert_eq!(by_frequent_words(text, "en"), Some("tr"));
        let azerbaijani = "Prezident həmin qanunu çoxdan imzaladığını açıq bildirdi.";
        assert_eq!(by_frequent_words(azerbaijani, "en"), None);
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
