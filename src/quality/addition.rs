//! The check of added sentences: each sentence of a translation must have words that the source
//! gives. A translation of one sentence is judged as a whole elsewhere.

use crate::brief::{Flag, FlagKind};

use super::coverage::{Coverage, UNCOVERED};

/// Content words from which the share of a sentence means something.
const CONTENT_WORDS: usize = 5;

/// The share of a sentence's weight without a counterpart above which the sentence was added. On
/// FLORES dev no human translation has such a sentence.
const ADDED: f64 = 0.7;

/// Maximum number of words that a flag quotes.
const QUOTED: usize = 5;

/// A flag for the first sentence of `translation` that nothing in the source gives.
pub(super) fn check(coverage: &Coverage, translation: &str) -> Option<Flag> {
    let sentences = sentences(translation);
    if sentences.len() < 2 {
        return None;
    }
    let mut from = 0;
    for sentence in sentences {
        let length = (coverage.lexicon.target_forms.words)(sentence).len();
        let words = coverage.target.get(from..from + length)?;
        from += length;
        let (mut count, mut all, mut open) = (0, 0.0, 0.0);
        for word in words.iter().filter(|word| word.weight > 0.0) {
            count += 1;
            all += word.weight;
            if word.cover < UNCOVERED {
                open += word.weight;
            }
        }
        if count >= CONTENT_WORDS && open > ADDED * all {
            return Some(flag(sentence));
        }
    }
    None
}

fn flag(sentence: &str) -> Flag {
    let words: Vec<&str> = sentence.split_whitespace().take(QUOTED).collect();
    let beginning = words.join(" ");
    let what = format!(
        "Nothing in the source corresponds to the sentence that begins with \u{201c}{beginning}\u{201d}."
    );
    Flag::new(FlagKind::Meaning, what).with_evidence([beginning])
}

/// The sentences of a text. Abbreviations may cut one in two, which does no harm: both have words
/// from the source.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(char::is_whitespace) {
        let ends = text[start..at]
            .trim_end_matches(['"', '”', '’'])
            .ends_with(['.', '!', '?']);
        let begins = |c: char| c.is_uppercase() || matches!(c, '"' | '“');
        if ends && text[at..].trim_start().starts_with(begins) {
            found.push(&text[start..at]);
            start = at;
        }
    }
    found.push(&text[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::Lexicon;

    const SOURCE: &str = "وصل الوزير إلى بغداد أمس. وقال إن المحادثات ستستمر في العاصمة.";
    const GOOD: &str = "The minister arrived in Baghdad yesterday. He said that the talks would \
                        continue in the capital.";

    fn message(translation: &str) -> Option<String> {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let coverage = Coverage::of(SOURCE, translation, lexicon).unwrap();
        check(&coverage, translation).map(|flag| flag.message)
    }

    #[test]
    fn a_sentence_that_nothing_gives_was_added() {
        assert_eq!(message(GOOD), None);
        let added =
            format!("{GOOD} Oil prices rose sharply and analysts expect further increases.");
        assert_eq!(
            message(&added).as_deref(),
            Some(
                "Nothing in the source corresponds to the sentence that begins with “Oil prices \
                 rose sharply and”."
            )
        );
    }

    #[test]
    fn sentences_end_at_stops_before_capitals() {
        assert_eq!(
            sentences("He left. \"Why?\" She asked. It cost 3.5 dollars."),
            [
                "He left.",
                " \"Why?\"",
                " She asked.",
                " It cost 3.5 dollars."
            ]
        );
        assert_eq!(sentences("at 5 p.m. on Monday"), ["at 5 p.m. on Monday"]);
        assert_eq!(sentences(""), [""]);
    }
}
