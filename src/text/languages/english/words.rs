//! English words and their stems, as the lexicon of a language pair counts them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::function_words::FUNCTION_WORDS;
use crate::text::numbers::scan::digits_with;

/// The words of a text as written, without accents: runs of letters and numbers. A possessive `'s`
/// comes off, `n't` becomes the word "not", and the dots of "U.S." go.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfkc()
            .collect::<String>()
            .nfd()
            .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
            .collect()
    };
    let chars = without_dots_of_initials(&plain.chars().collect::<Vec<_>>());
    let is_letter = |c: &char| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}');
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = chars.get(at) {
        let rest = &chars[at..];
        if !is_letter(first) {
            let length = digits_with(rest, &['.', ',', '/', ':']);
            if length > 0 {
                words.push(rest[..length].iter().collect());
            }
            at += length.max(1);
            continue;
        }
        let length = rest.iter().take_while(|c| is_letter(c)).count();
        let word: String = rest[..length].iter().collect();
        let ending: String = match rest.get(length) {
            Some('\'' | '’') => rest[length + 1..]
                .iter()
                .take_while(|c| c.is_ascii_alphabetic())
                .collect(),
            _ => String::new(),
        };
        at += length;
        if !ending.is_empty() {
            at += 1 + ending.chars().count();
        }
        push(&mut words, word, &ending);
    }
    words
}

fn push(words: &mut Vec<String>, word: String, ending: &str) {
    let lower = ending.to_lowercase();
    let negated =
        lower == "t" && word.to_lowercase().ends_with('n') && word.chars().nth(2).is_some();
    match lower.as_str() {
        _ if negated => {
            let verb = match word.to_lowercase().as_str() {
                "can" => "can".to_owned(),
                "won" => "will".to_owned(),
                _ => word[..word.len() - 1].to_owned(),
            };
            words.extend([verb, "not".to_owned()]);
        }
        "" if word == "US" => words.push("USA".to_owned()),
        "" | "s" | "d" | "m" | "re" | "ve" | "ll" => words.push(word),
        _ => words.push(word + ending),
    }
}

/// `U.S.` as `US`, where no letter or stop stands before.
fn without_dots_of_initials(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let begins = !out
            .last()
            .is_some_and(|c| c.is_ascii_alphabetic() || *c == '.');
        let pairs = chars[at..]
            .chunks_exact(2)
            .take_while(|pair| pair[0].is_ascii_uppercase() && pair[1] == '.')
            .count();
        if begins && pairs >= 2 {
            out.extend(chars[at..at + 2 * pairs].iter().step_by(2));
            at += 2 * pairs;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// The stem of a word: without the endings of plurals, of verbs and of adverbs.
pub(super) fn stem(word: &str) -> String {
    let mut w = word.to_lowercase();
    let count = w.chars().count();
    if count <= 3 || w.starts_with(|c: char| c.is_ascii_digit()) {
        return w;
    }
    if w.ends_with("ies") && count > 4 {
        w.truncate(w.len() - 3);
        w.push('y');
    } else if ["sses", "xes", "zes", "ches", "shes"]
        .iter()
        .any(|e| w.ends_with(e))
    {
        w.truncate(w.len() - 2);
    } else if w.ends_with('s') && !["ss", "us", "is"].iter().any(|e| w.ends_with(e)) {
        w.pop();
    }
    for ending in ["ing", "ed", "ly"] {
        let Some(rest) = w.strip_suffix(ending) else {
            continue;
        };
        if rest.chars().count() < 3 || !rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            continue;
        }
        let mut rest = rest.to_owned();
        let mut last = rest.chars().rev();
        let (a, b) = (last.next(), last.next());
        if ending != "ly" && a == b && !matches!(a, Some('l' | 's' | 'z')) {
            rest.pop();
        }
        w = rest;
        break;
    }
    if w.ends_with('e') && w.chars().count() >= 4 {
        w.pop();
    }
    if w.ends_with('y') && w.chars().count() >= 3 {
        w.pop();
        w.push('i');
    }
    w
}

/// The stems that a word may have: one.
pub(super) fn stems(word: &str) -> Vec<String> {
    vec![stem(word)]
}

static FUNCTION: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| FUNCTION_WORDS.iter().copied().collect());
static FUNCTION_STEMS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| FUNCTION_WORDS.iter().map(|word| stem(word)).collect());

/// Whether a word with this stem carries grammar rather than content.
pub(super) fn is_function_word(word: &str, stem: &str) -> bool {
    FUNCTION.contains(word.to_lowercase().as_str())
        || FUNCTION_STEMS.contains(stem)
        || word.chars().nth(1).is_none()
}

/// The consonants of a word in the classes that transliterations of Arabic names have; one reading.
/// Doubled letters count once, vowels are left out.
pub(super) fn consonants(word: &str) -> Vec<Vec<u8>> {
    let mut letters: Vec<char> = word.to_lowercase().chars().collect();
    letters.dedup();
    let mut classes = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let found = [3, 2].iter().find_map(|&count| {
            let group: String = letters.get(at..at + count)?.iter().collect();
            Some((group_class(&group)?, count))
        });
        if let Some((class, count)) = found {
            classes.extend_from_slice(class);
            at += count;
            continue;
        }
        let softens = matches!(letters.get(at + 1), Some('e' | 'i' | 'y'));
        let class: &[u8] = match letters[at] {
            'c' if softens => b"k",
            'c' | 'k' | 'q' => b"K",
            'b' | 'p' => b"B",
            'd' => b"D",
            'f' => b"F",
            'g' => b"g",
            'h' => b"H",
            'j' => b"J",
            'l' => b"L",
            'm' => b"M",
            'n' => b"N",
            'r' => b"R",
            's' | 'z' => b"S",
            't' => b"T",
            'v' => b"V",
            'w' => b"W",
            'x' => b"KS",
            'y' => b"Y",
            _ => b"",
        };
        classes.extend_from_slice(class);
        at += 1;
    }
    vec![classes]
}

fn group_class(group: &str) -> Option<&'static [u8]> {
    Some(match group {
        "sch" | "sh" => b"C",
        "tch" => b"TC",
        "ch" => b"c",
        "kh" => b"X",
        "gh" => b"G",
        "th" => b"Z",
        "dh" => b"Q",
        "ph" => b"F",
        "ck" | "qu" => b"K",
        "zh" => b"J",
        "ts" | "tz" => b"TS",
        "wh" => b"W",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_possessives_and_initials_are_taken_apart() {
        assert_eq!(
            words("The U.S. can't say Egypt’s 1,200 cafés won't open. US"),
            [
                "The", "USA", "can", "not", "say", "Egypt", "1,200", "cafes", "will", "not",
                "open", "USA"
            ]
        );
    }

    #[test]
    fn stems_lose_their_endings() {
        for (word, expected) in [
            ("cities", "citi"),
            ("running", "run"),
            ("telling", "tell"),
            ("classes", "class"),
            ("said", "said"),
            ("houses", "hous"),
            ("quickly", "quick"),
            ("1990s", "1990s"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn groups_of_letters_are_one_sound() {
        assert_eq!(consonants("Khashoggi"), [b"XCg".to_vec()]);
        assert_eq!(consonants("Cairo"), [b"KR".to_vec()]);
    }
}
