//! The check of the translation's language: few of its words are words of the target.

use super::coverage::Coverage;

/// Words in small letters from which the shares mean something.
const LEAST_WORDS: usize = 4;
/// Words in small letters that follow each other, of a part in another language.
const PART: usize = 10;
/// The least share of function words.
const FUNCTION_WORDS: f64 = 0.3;
/// The least share of words that the lexicon knows well, as its binary logarithm of sentences.
const KNOWN_WORDS: f64 = 0.6;
const WELL: f64 = 5.0;

/// What a word tells of the language that it belongs to.
struct Sign {
    function: bool,
    known: bool,
}

/// Whether a translation is in another language than the target. Names do not count: only words that
/// begin with a small letter do.
pub(super) fn is_foreign(coverage: &Coverage) -> bool {
    let signs = signs(coverage);
    signs.len() >= LEAST_WORDS && is_other_language(&signs)
}

/// Whether a part of a translation is in another language than the target.
pub(super) fn is_partly_foreign(coverage: &Coverage) -> bool {
    signs(coverage).windows(PART).any(is_other_language)
}

fn is_other_language(signs: &[Sign]) -> bool {
    let share = |is: fn(&Sign) -> bool| {
        let count = signs.iter().filter(|sign| is(sign)).count();
        count as f64 / signs.len() as f64
    };
    share(|sign| sign.function) < FUNCTION_WORDS && share(|sign| sign.known) < KNOWN_WORDS
}

/// The signs of the words that begin with a small letter, in order.
fn signs(coverage: &Coverage) -> Vec<Sign> {
    let is_function_word = coverage.lexicon.target_forms.is_function_word;
    // Single letters are words of other languages too.
    let is_english = |text: &str| matches!(text, "a" | "i") || text.chars().nth(1).is_some();
    let small = coverage
        .target
        .iter()
        .filter(|word| word.text.starts_with(char::is_lowercase));
    let signs = small.map(|word| Sign {
        function: is_english(&word.text) && is_function_word(&word.text, ""),
        known: coverage
            .lexicon
            .target(&word.stem)
            .is_some_and(|stem| stem.count >= WELL),
    });
    signs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::Lexicon;

    #[test]
    fn a_part_in_another_language_is_told_from_the_whole() {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let read = |translation: &str| {
            let coverage = Coverage::of("", translation, lexicon).unwrap();
            (is_foreign(&coverage), is_partly_foreign(&coverage))
        };
        let good = "The minister said that the talks on the ceasefire would go on in the capital";
        let german = "und der minister sagte dass die lage in der ganzen region schwierig bleibt";
        assert_eq!(read(good), (false, false));
        assert_eq!(read(&format!("{good} {german}")), (false, true));
        assert_eq!(read(german), (true, true));
    }
}
