//! The check of the translation's language: few of its words are words of the target.

use super::coverage::Coverage;

/// Words in small letters from which the shares mean something.
const LEAST_WORDS: usize = 4;
/// The least share of function words.
const FUNCTION_WORDS: f64 = 0.3;
/// The least share of words that the lexicon knows well, as its binary logarithm of sentences.
const KNOWN_WORDS: f64 = 0.6;
const WELL: f64 = 5.0;

/// Whether a translation is in another language than the target. Names do not count: only words that
/// begin with a small letter do.
pub(super) fn is_foreign(coverage: &Coverage) -> bool {
    let small = || {
        let words = coverage.target.iter();
        words.filter(|word| word.text.starts_with(char::is_lowercase))
    };
    let count = small().count();
    let share = |part: usize| part as f64 / count as f64;
    let is_function_word = coverage.lexicon.target_forms.is_function_word;
    // Single letters are words of other languages too.
    let is_english = |text: &str| matches!(text, "a" | "i") || text.chars().nth(1).is_some();
    let function = small()
        .filter(|word| is_english(&word.text) && is_function_word(&word.text, ""))
        .count();
    let known = small().filter(|word| {
        let stem = coverage.lexicon.target(&word.stem);
        stem.is_some_and(|stem| stem.count >= WELL)
    });
    count >= LEAST_WORDS && share(function) < FUNCTION_WORDS && share(known.count()) < KNOWN_WORDS
}
