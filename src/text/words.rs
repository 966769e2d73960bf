//! The words at the ends of a text, and how many letters and words it has.

use super::characters::is_letter_or_digit;
use super::language::Language;
use super::script::quarters_of_word;

/// A quote, or a run before an ellipsis, with fewer words than this is not a sentence.
pub(super) const SENTENCE_WORDS: usize = 4;

/// How many characters to search for the ends of a word; longer words are not abbreviations.
pub(super) const WORD_REACH: usize = 64;

/// The number of letters in a word, without marks and tatweel.
pub(super) fn letters(word: &str) -> usize {
    word.chars()
        .filter(|&c| {
            is_letter_or_digit(c)
                && c != '\u{640}'
                && !unicode_normalization::char::is_combining_mark(c)
        })
        .count()
}

pub(super) fn has_words(text: &str) -> bool {
    has_at_least(text, SENTENCE_WORDS)
}

/// The number of words of a text. What stands between white space is a word, or as many as its letters
/// make in a script that puts no space between words: two characters of Chinese are one.
pub(crate) fn count_words(text: &str) -> usize {
    text.split_whitespace().map(words_of_run).sum()
}

/// Whether a text has at least so many words, by [`count_words`]; no more of it is read than that
/// takes.
pub(crate) fn has_at_least(text: &str, words: usize) -> bool {
    let mut missing = words;
    text.split_whitespace().any(|run| {
        missing = missing.saturating_sub(words_of_run(run));
        missing == 0
    })
}

fn words_of_run(run: &str) -> usize {
    let quarters: usize = run.chars().map(quarters_of_word).sum();
    (quarters / 4).max(1)
}

/// Whether a word is an address or a handle.
pub(super) fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

/// The last word of a text; in a language without spaces, the letters and signs of ASCII at its
/// end.
pub(super) fn last_word_of<'t>(text: &'t str, language: &Language) -> &'t str {
    let word = last_word(text);
    if language.sentences.spaced {
        return word;
    }
    word.rsplit(|c: char| !c.is_ascii()).next().unwrap_or(word)
}

pub(super) fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_where_no_spaces_are_written() {
        for (text, words) in [
            ("", 0),
            (" \n", 0),
            ("أعلنت الوزارة 3 قرارات.", 4),
            ("The so-called deal — again", 5),
            ("是", 1),
            // Ten characters and a full stop.
            ("市政府公布了新的规划。", 5),
            ("市政府 公布了新的规划", 4),
            ("公司营收为12.4亿元，增长3.2%", 4),
            ("苹果公司发布 iPhone 15 Pro 手机", 7),
            ("東京でオリンピックの開会式が行われた", 9),
            // "The government announces a new policy": 21 letters and a tone mark.
            ("รัฐบาลประกาศนโยบายใหม่", 5),
            ("정부는 새 정책을 발표했다", 4),
        ] {
            assert_eq!(count_words(text), words, "{text}");
            assert_eq!(has_at_least(text, words), words > 0, "{text}");
            assert!(!has_at_least(text, words + 1), "{text}");
        }
    }
}
