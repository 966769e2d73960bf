//! This file owns how the checks count words and letters, in any language.

use crate::text::is_letter_or_digit;

/// The words of a text in lower case: runs of letters and digits, with apostrophes inside.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !is_letter_or_digit(c) && c != '\'' && c != '’')
        .map(|word| {
            word.trim_matches(|c: char| !is_letter_or_digit(c))
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// How many letters and digits a text has.
pub(super) fn weight(text: &str) -> usize {
    text.chars().filter(|c| is_letter_or_digit(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_keep_inner_apostrophes() {
        assert_eq!(
            words("'The Minister's 3 visits' -- ended."),
            ["the", "minister's", "3", "visits", "ended"]
        );
    }

    #[test]
    fn weight_counts_letters_and_digits_only() {
        assert_eq!(weight("a-b, 12!"), 4);
    }
}
