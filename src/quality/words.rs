//! This file owns how the checks count words and letters, in any language.

/// The words of a text in lower case: runs of letters and digits, with apostrophes inside.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// How many letters and digits a text has.
pub(super) fn weight(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
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
