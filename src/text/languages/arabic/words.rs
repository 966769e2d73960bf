//! Arabic words and their stems, as the lexicon of a language pair counts them. A light stemmer:
//! it takes off what Arabic writes onto a word and knows no dictionary.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::function_words::FUNCTION_WORDS;
use crate::text::fold_for_search;

/// Conjunctions and prepositions with the article, and the article; the first that fits comes off.
const ARTICLES: [&str; 10] = [
    "وبال", "وكال", "ولل", "وال", "بال", "كال", "فال", "فلل", "لل", "ال",
];

/// Endings, in the order in which they are tried.
const ENDINGS: [&str; 17] = [
    "هما", "تها", "ها", "هم", "هن", "نا", "ان", "ات", "ون", "ين", "يه", "وا", "ته", "ه", "ي", "ت",
    "ا",
];

/// What may be written in front of a word, for searching: [`IN_FRONT`], and more of it together.
pub(super) const SEARCH_PREFIXES: [&str; 24] = [
    "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "وبال", "وكال", "فبال", "فكال", "فلل", "وب",
    "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك", "س",
];

/// What may be written in front of a name.
const IN_FRONT: [&str; 16] = [
    "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "وب", "ول", "فب", "فل", "و", "ف", "ب", "ل", "ك",
];

/// The words of a text, folded: runs of Arabic letters, of Latin letters, and numbers.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: Vec<char> = fold_for_search(text).chars().collect();
    let is_arabic = |c: &char| matches!(c, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}');
    let is_latin = |c: &char| matches!(c, 'a'..='z' | '\u{c0}'..='\u{24f}');
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = folded.get(at) {
        let rest = &folded[at..];
        let length = if is_arabic(first) {
            rest.iter().take_while(|c| is_arabic(c)).count()
        } else if is_latin(first) {
            rest.iter().take_while(|c| is_latin(c)).count()
        } else {
            crate::text::numbers::scan::digits_with(rest, &['.', ',', '٫', '٬', '/', ':'])
        };
        if length > 0 {
            words.push(rest[..length].iter().collect());
        }
        at += length.max(1);
    }
    words
}

/// The stems that a folded word may have. The first is the usual one; the others take off a
/// conjunction, a preposition or the prefix of a verb too.
pub(super) fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![stem(word)];
    let letters = word.chars().count();
    let bare = match word.chars().next() {
        Some('و' | 'ف') if letters >= 4 => &word['و'.len_utf8()..],
        _ => word,
    };
    if bare.len() < word.len() {
        stems.push(stem(bare));
    }
    let mut chars = bare.chars();
    let (first, second) = (chars.next(), chars.next());
    let after = |count: usize| {
        let start = bare.char_indices().nth(count);
        start.map_or("", |(at, _)| &bare[at..])
    };
    let letters = bare.chars().count();
    if letters >= 4 && matches!(first, Some('ب' | 'ل' | 'ك' | 'س' | 'ي' | 'ت' | 'ن' | 'ا'))
    {
        stems.push(without_endings(after(1)).to_owned());
    }
    if letters >= 5
        && matches!(first, Some('س' | 'ل' | 'ب' | 'ف'))
        && matches!(second, Some('ي' | 'ت' | 'ن' | 'ا'))
    {
        stems.push(without_endings(after(2)).to_owned());
    }
    stems
}

fn stem(word: &str) -> String {
    let leaves = |prefix: &&str| {
        word.strip_prefix(*prefix)
            .is_some_and(|rest| rest.chars().count() >= 2)
    };
    let bare = match ARTICLES.iter().find(|prefix| leaves(prefix)) {
        Some(prefix) => &word[prefix.len()..],
        None if word.starts_with('و') && word.chars().count() >= 4 => &word['و'.len_utf8()..],
        None => word,
    };
    without_endings(bare).to_owned()
}

/// A word without up to two endings, of which at least three letters are left.
fn without_endings(word: &str) -> &str {
    let mut word = word;
    for _ in 0..2 {
        let shorter = ENDINGS.iter().find_map(|ending| {
            word.strip_suffix(ending)
                .filter(|rest| rest.chars().count() >= 3)
        });
        match shorter {
            Some(shorter) => word = shorter,
            None => break,
        }
    }
    word
}

static FUNCTION: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    FUNCTION_WORDS
        .iter()
        .map(|word| fold_for_search(word))
        .collect()
});

/// Whether a folded word with this stem carries grammar rather than content.
pub(super) fn is_function_word(word: &str, stem: &str) -> bool {
    let joined = word.strip_prefix(['و', 'ف']);
    FUNCTION.contains(word)
        || FUNCTION.contains(stem)
        || word.chars().nth(1).is_none()
        || joined.is_some_and(|rest| FUNCTION.contains(rest))
}

/// Whether a folded word may be a name by its form: foreign names seldom have the article.
pub(super) fn may_be_name(word: &str) -> bool {
    let article = ["ال", "وال", "بال", "لل", "فال", "كال"];
    !article.iter().any(|prefix| word.starts_with(prefix))
}

/// A folded word, and it without each thing that may be written in front of it.
pub(super) fn variants(word: &str) -> Vec<String> {
    let shorter = IN_FRONT.iter().filter_map(|prefix| {
        word.strip_prefix(prefix)
            .filter(|rest| rest.chars().count() >= 3)
    });
    let all = std::iter::once(word).chain(shorter);
    all.map(str::to_owned).collect()
}

/// The consonants of a folded word, in the classes that names keep in English, with and without what
/// may be written in front of it. A letter after itself counts once; vowels are left out.
pub(super) fn consonants(word: &str) -> Vec<Vec<u8>> {
    variants(word).iter().map(|word| classes(word)).collect()
}

fn classes(word: &str) -> Vec<u8> {
    let mut classes = Vec::new();
    let mut before = ' ';
    for letter in word.chars() {
        let class = match letter {
            'ب' | 'پ' => b'B',
            'ت' | 'ط' => b'T',
            'ث' => b'Z',
            'ج' | 'چ' => b'J',
            'ح' | 'ه' => b'H',
            'خ' => b'X',
            'د' | 'ض' => b'D',
            'ذ' | 'ظ' => b'Q',
            'ر' => b'R',
            'ز' | 'س' | 'ص' => b'S',
            'ش' => b'C',
            'غ' | 'گ' => b'G',
            'ف' | 'ڤ' => b'F',
            'ق' | 'ك' => b'K',
            'ل' => b'L',
            'م' => b'M',
            'ن' => b'N',
            'و' => b'W',
            'ي' => b'Y',
            _ => 0,
        };
        if class != 0 && letter != before {
            classes.push(class);
        }
        before = letter;
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_numbers_stay_whole() {
        assert_eq!(
            words("أعلنت الوزارة، في ٣٫٥ BBC مليون"),
            ["اعلنت", "الوزاره", "في", "3٫5", "bbc", "مليون"]
        );
    }

    #[test]
    fn what_is_written_onto_a_word_comes_off() {
        assert_eq!(stem("والوزاره"), "وزار");
        assert_eq!(stem("وبالمدينه"), "مدين");
        assert_eq!(stem("وقال"), "قال");
        assert_eq!(stem("وفد"), "وفد");
        assert!(stems("سيلتقي").contains(&"لتق".to_owned()));
        assert_eq!(stems("بيت"), ["بيت"]);
    }

    #[test]
    fn names_are_tried_without_what_may_be_written_in_front_of_them() {
        assert_eq!(variants("وبغداد"), ["وبغداد", "غداد", "بغداد"]);
        assert_eq!(variants("لام"), ["لام"]);
        assert!(may_be_name("بغداد"));
        assert!(!may_be_name("بالعراق"));
    }

    #[test]
    fn function_words_are_known_with_and_without_a_conjunction() {
        for word in ["في", "وفي", "التي", "الي"] {
            assert!(is_function_word(word, &stem(word)), "{word}");
        }
        assert!(!is_function_word("وزير", "وزير"));
    }
}
