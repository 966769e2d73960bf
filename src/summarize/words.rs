//! This file owns how English text is divided into words for summaries and headlines.

use crate::text::TARGET;

/// Whether a word in lower case is a stop word.
pub(super) fn is_stop_word(word: &str) -> bool {
    TARGET.is_stop_word(word)
}

/// The words of an English text in lower case, without a possessive `'s`.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|word| bare(word).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A word without punctuation around it and without a possessive ending.
pub(super) fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let cut = ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| word.strip_suffix(*ending));
    cut.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_possessive_and_their_capitals() {
        assert_eq!(
            words("\"Egypt's leaders' plan, 2nd draft\""),
            ["egypt", "leaders", "plan", "2nd", "draft"]
        );
    }

    #[test]
    fn stop_words_are_known() {
        assert!(is_stop_word("the"));
        assert!(!is_stop_word("minister"));
    }
}
