//! Planning a segment. This file owns which text goes to the model and in how many pieces; it
//! never cuts off any of it.

use crate::text::{Language, SegmentKind, is_translatable, normalize, split_long};

/// Token limits of a translator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Source tokens, end token included, above which a sentence is split.
    pub source: usize,
    /// Maximum number of target tokens, by the positions that the model has.
    pub target: usize,
}

/// The plan for one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// The segment has nothing to translate (numbers, Latin text, addresses) and stays as it is.
    Keep(String),
    /// Texts for the model, in order; more than one if the sentence is over the budget.
    Translate(Vec<Piece>),
}

/// One text for the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Normalised text.
    pub text: String,
    /// Its tokens.
    pub tokens: Vec<u32>,
    /// Maximum number of target tokens in its translation.
    pub max_new: usize,
}

/// Plans a segment. `encode` turns text into the translator's tokens, end token included.
pub fn plan(
    source: &str,
    kind: SegmentKind,
    budget: Budget,
    language: &Language,
    encode: &dyn Fn(&str) -> Vec<u32>,
) -> Plan {
    let text = normalize(source, language).text;
    if !is_translatable(&text, language) {
        return Plan::Keep(text);
    }
    let cost = |part: &str| encode(part).len();
    let pieces: Vec<Piece> = split_long(&text, budget.source, &cost, language)
        .into_iter()
        .map(|range| piece(&text[range], kind, budget, encode))
        .collect();
    if pieces.is_empty() {
        Plan::Keep(text)
    } else {
        Plan::Translate(pieces)
    }
}

/// One piece with its length limit. Short fragments make models loop or hallucinate, so they get a
/// tight limit.
pub(super) fn piece(
    text: &str,
    kind: SegmentKind,
    budget: Budget,
    encode: &dyn Fn(&str) -> Vec<u32>,
) -> Piece {
    let tokens = encode(text);
    let slack = if kind == SegmentKind::Sentence { 16 } else { 5 };
    let max_new = (2 * tokens.len() + slack).min(budget.target);
    Piece {
        text: text.to_owned(),
        tokens,
        max_new,
    }
}

/// The translations of a segment's pieces as one text.
pub fn join(parts: &[String]) -> String {
    let mut text = String::new();
    for part in parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn words(text: &str) -> Vec<u32> {
        (0..=text.split_whitespace().count() as u32).collect()
    }

    #[test]
    fn a_sentence_within_the_budget_is_one_normalised_piece() {
        let budget = Budget {
            source: 10,
            target: 100,
        };
        let plan = plan(
            "وصل  ٢٥ شخصاً.",
            SegmentKind::Sentence,
            budget,
            Language::of("ar"),
            &words,
        );
        let Plan::Translate(pieces) = plan else {
            panic!("kept")
        };
        assert_eq!(pieces.len(), 1);
        assert_eq!(pieces[0].text, "وصل 25 شخصا.");
        assert_eq!(pieces[0].max_new, 2 * 4 + 16);
    }

    #[test]
    fn a_sentence_over_the_budget_is_split_and_nothing_is_cut() {
        let budget = Budget {
            source: 5,
            target: 100,
        };
        let text = "ذهب الولد إلى المدرسة صباحا، وعاد إلى البيت مساء مع أخيه";
        let Plan::Translate(pieces) = plan(
            text,
            SegmentKind::Sentence,
            budget,
            Language::of("ar"),
            &words,
        ) else {
            panic!("kept")
        };
        assert!(pieces.len() > 1 && pieces.iter().all(|p| p.tokens.len() <= 5));
        let parts: Vec<String> = pieces.into_iter().map(|p| p.text).collect();
        assert_eq!(join(&parts), text);
    }

    #[test]
    fn text_without_letters_of_the_source_stays_as_it_is() {
        let budget = Budget {
            source: 5,
            target: 100,
        };
        let plan = plan(
            "www.example.org ٢٠٢٤",
            SegmentKind::Fragment,
            budget,
            Language::of("ar"),
            &words,
        );
        assert_eq!(plan, Plan::Keep("www.example.org 2024".into()));
    }

    #[test]
    fn a_fragment_has_a_tight_limit() {
        let budget = Budget {
            source: 50,
            target: 12,
        };
        let Plan::Translate(pieces) = plan(
            "بغداد",
            SegmentKind::Dateline,
            budget,
            Language::of("ar"),
            &words,
        ) else {
            panic!("kept")
        };
        assert_eq!(pieces[0].max_new, 9);
    }
}
