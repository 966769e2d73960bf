//! Headlines shortened from the lead sentence, and the limits of generated ones. Words are dropped
//! and the first letter may get a capital; nothing is reworded.

use std::ops::Range;

/// How many tokens of an article a model reads for its headline: the beginning is enough.
pub const HEADLINE_INPUT: usize = 128;
/// How many headlines a model is asked for; the first faithful one is used.
pub const HEADLINE_BEAMS: usize = 8;
/// Minimum and maximum number of tokens in a generated headline.
pub const HEADLINE_TOKENS: Range<usize> = 4..48;

/// Maximum number of words in a headline shortened from a sentence.
const LONGEST: usize = 14;
/// Minimum number of words that a cut at a clause may leave.
const SHORTEST: usize = 5;

/// A headline shortened from the lead sentence, for an article without a title.
///
/// A dateline is removed. A sentence of more than fourteen words is cut to five to fourteen words:
/// at the last comma in that range, or else before the last clause, or else after the fourteenth
/// word. Words that cannot end a headline and the final full stop are removed. Empty if the
/// sentence holds no words.
pub fn lead_headline(sentence: &str) -> String {
    let mut words: Vec<&str> = without_dateline(sentence.trim())
        .split_whitespace()
        .collect();
    if words.len() > LONGEST {
        let cuts = || (SHORTEST..=LONGEST).rev();
        let boundary = cuts()
            .find(|&at| is_pause(words[at - 1], words[at]))
            .or_else(|| cuts().find(|&at| begins_clause(words[at])))
            .unwrap_or(LONGEST);
        words.truncate(boundary);
        while words.len() > 1 && words.last().is_some_and(|word| dangles(word)) {
            words.pop();
        }
    }
    balanced(without_end(&words.join(" ")))
}

/// The text after a dateline such as `BAGHDAD (Reuters) - `: at most four words, each a name or in
/// brackets.
pub(super) fn without_dateline(sentence: &str) -> &str {
    let dash = [" - ", " – ", " — "]
        .into_iter()
        .filter_map(|dash| sentence.split_once(dash));
    let Some((place, story)) = dash.min_by_key(|(place, _)| place.len()) else {
        return sentence;
    };
    let named =
        |word: &str| word.starts_with('(') || word.chars().next().is_some_and(char::is_uppercase);
    let count = place.split_whitespace().count();
    let dateline = count <= 4
        && place.split_whitespace().all(named)
        && (place.ends_with(')') || !place.chars().any(char::is_lowercase) || count <= 2);
    if dateline {
        story.trim_start()
    } else {
        sentence
    }
}

/// Whether punctuation separates two words.
fn is_pause(word: &str, next: &str) -> bool {
    word.ends_with([',', ';', ':']) || matches!(next, "-" | "–" | "—")
}

fn begins_clause(word: &str) -> bool {
    let joins = [
        "after",
        "although",
        "amid",
        "as",
        "because",
        "before",
        "but",
        "despite",
        "following",
        "saying",
        "since",
        "when",
        "where",
        "which",
        "while",
        "who",
        "adding",
        "noting",
    ];
    joins.contains(&word.to_lowercase().as_str())
}

/// Whether a word cannot end a headline because another one must follow.
fn dangles(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ':']).to_lowercase();
    matches!(
        word.as_str(),
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "for"
            | "with"
            | "by"
            | "from"
            | "into"
            | "over"
            | "under"
            | "about"
            | "between"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "as"
            | "that"
            | "which"
            | "who"
            | "whose"
            | "where"
            | "when"
            | "while"
            | "if"
            | "than"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "could"
            | "should"
            | "can"
            | "may"
            | "might"
            | "must"
            | "not"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "this"
            | "these"
            | "those"
            | "some"
            | "more"
            | "most"
            | "very"
            | "such"
            | "after"
            | "before"
            | "since"
            | "during"
            | "because"
            | "amid"
            | "including"
            | "all"
            | "both"
            | "each"
            | "every"
            | "no"
            | "-"
            | "–"
            | "—"
    )
}

/// The text without final punctuation that a headline does not have. The full stop of an
/// abbreviation such as `U.S.` stays.
fn without_end(text: &str) -> &str {
    let mut text = text.trim_end_matches([' ', ',', ';', ':', '-', '–', '—']);
    let last = text.rsplit(' ').next().unwrap_or("");
    let abbreviation = last.matches('.').count() > 1 && !last.ends_with("..");
    if !abbreviation {
        text = text.trim_end_matches(['.', '…']);
    }
    text
}

/// The text without brackets or quotation marks that the cut left unpaired, capitalised at its
/// start.
fn balanced(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [('(', ')'), ('[', ']'), ('“', '”'), ('«', '»')] {
        if text.matches(open).count() != text.matches(close).count() {
            text.retain(|c| c != open && c != close);
        }
    }
    if text.matches('"').count() % 2 == 1 {
        text.retain(|c| c != '"');
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_sentence_loses_only_its_full_stop() {
        assert_eq!(
            lead_headline("the council approved the new budget on Monday."),
            "The council approved the new budget on Monday"
        );
        assert_eq!(
            lead_headline("Will the truce hold?"),
            "Will the truce hold?"
        );
        assert_eq!(
            lead_headline("He returned to the U.S."),
            "He returned to the U.S."
        );
    }

    #[test]
    fn a_long_sentence_ends_at_a_clause() {
        let sentence = "Rescue teams pulled nine people from the rubble on Tuesday, a day after a \
                        strong earthquake hit the north of the country.";
        assert_eq!(
            lead_headline(sentence),
            "Rescue teams pulled nine people from the rubble on Tuesday"
        );
        let sentence = "Oil prices rose sharply on world markets while traders waited for a \
                        decision of the producing countries in Vienna.";
        assert_eq!(
            lead_headline(sentence),
            "Oil prices rose sharply on world markets"
        );
    }

    #[test]
    fn a_sentence_without_clauses_ends_at_a_word_that_can_end_it() {
        let sentence = "The ministry of health announced a national campaign against measles in \
                        all of the provinces of the country this week.";
        assert_eq!(
            lead_headline(sentence),
            "The ministry of health announced a national campaign against measles"
        );
    }

    #[test]
    fn a_dateline_goes() {
        assert_eq!(
            lead_headline("BAGHDAD (Reuters) - Talks began on Monday."),
            "Talks began on Monday"
        );
        assert_eq!(
            lead_headline("Cairo - Talks began on Monday."),
            "Talks began on Monday"
        );
        assert_eq!(
            lead_headline("The talks of Monday - a first - failed."),
            "The talks of Monday - a first - failed"
        );
    }

    #[test]
    fn no_quotation_mark_or_bracket_is_left_alone() {
        let sentence = "The minister called the plan \"a good first step, one that every party \
                        in the house can support without fear\".";
        assert_eq!(
            lead_headline(sentence),
            "The minister called the plan a good first step"
        );
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert_eq!(lead_headline("  "), "");
        assert_eq!(lead_headline("..."), "");
    }
}
