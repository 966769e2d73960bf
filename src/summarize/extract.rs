//! The extractive summary. This file owns how sentences are scored and chosen; it never rewrites
//! one.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Role;

use super::words::{is_stop_word, words};

/// Number of sentences of a summary, unless another one is asked for.
pub const DEFAULT_LIMIT: usize = 3;

/// Two sentences that share more of their words than this count as the same.
const NEAR_DUPLICATE: f64 = 0.6;

/// A translated sentence that a summary may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The English sentence.
    pub text: &'a str,
    /// The role of its paragraph. Titles only say what the article is about; bylines and headings
    /// are never chosen.
    pub role: Role,
    /// Whether a check objects to its translation.
    pub flagged: bool,
    /// Its paragraph, counted from any start.
    pub paragraph: usize,
}

/// Chooses at most `limit` sentences for a summary and returns their indices in reading order.
///
/// News puts what matters first, so the score starts with the position, as in the LEAD baseline;
/// overlap with the title and the frequency of the words (Edmundson 1969, Luhn 1958) are added,
/// and doubtful or dependent sentences lose points. A short article gets fewer sentences.
pub fn choose(candidates: &[Candidate<'_>], limit: usize) -> Vec<usize> {
    let readings: Vec<Reading> = candidates.iter().map(Reading::of).collect();
    let eligible: Vec<usize> = (0..candidates.len())
        .filter(|&at| may_be_chosen(candidates[at].role) && !readings[at].words.is_empty())
        .collect();
    let limit = limit.min(match eligible.len() {
        0..=2 => 1,
        3 => 2,
        _ => usize::MAX,
    });
    let subject = Subject::of(candidates, &readings, &eligible);
    let mut scored = Vec::with_capacity(eligible.len());
    let mut rank = 0;
    let mut paragraph = None;
    for &at in &eligible {
        let candidate = &candidates[at];
        let opens = paragraph.replace(candidate.paragraph) != Some(candidate.paragraph);
        // All standfirsts are lead; the story's own lead starts after them.
        let place = if candidate.role == Role::Standfirst {
            0
        } else {
            rank
        };
        if candidate.role != Role::Standfirst {
            rank += 1;
        }
        let position = 2.0 / (1.0 + 0.35 * place as f64) + if opens { 0.1 } else { 0.0 };
        let score = position + subject.score(&readings[at]) - penalty(candidate, &readings[at]);
        scored.push((score, at));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, at) in scored {
        if chosen.len() == limit {
            break;
        }
        let set = &readings[at].set;
        if !chosen
            .iter()
            .any(|&other| overlap(set, &readings[other].set) > NEAR_DUPLICATE)
        {
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn may_be_chosen(role: Role) -> bool {
    matches!(role, Role::Standfirst | Role::Body | Role::Item)
}

/// A sentence as words.
struct Reading {
    words: Vec<String>,
    /// All distinct words, for finding duplicates.
    set: BTreeSet<String>,
    /// Words that are not stop words.
    content: BTreeSet<String>,
}

impl Reading {
    fn of(candidate: &Candidate<'_>) -> Self {
        let words = words(candidate.text);
        let set: BTreeSet<String> = words.iter().cloned().collect();
        let content = set
            .iter()
            .filter(|word| !is_stop_word(word))
            .cloned()
            .collect();
        Self {
            words,
            set,
            content,
        }
    }
}

/// The subject of the article, as words.
struct Subject<'a> {
    title: BTreeSet<&'a str>,
    /// The number of sentences in which each word occurs.
    counts: BTreeMap<&'a str, usize>,
    most: usize,
}

impl<'a> Subject<'a> {
    fn of(candidates: &[Candidate<'_>], readings: &'a [Reading], eligible: &[usize]) -> Self {
        let titles = candidates
            .iter()
            .zip(readings)
            .filter(|(c, _)| c.role == Role::Title);
        let title = titles.flat_map(|(_, reading)| reading.content.iter().map(String::as_str));
        let mut counts = BTreeMap::new();
        for &at in eligible {
            for word in &readings[at].content {
                *counts.entry(word.as_str()).or_insert(0) += 1;
            }
        }
        let most = counts.values().copied().max().unwrap_or(1);
        Self {
            title: title.collect(),
            counts,
            most,
        }
    }

    /// The share of the title's words plus the mean frequency of the sentence's words: at most 2.
    fn score(&self, reading: &Reading) -> f64 {
        let content = &reading.content;
        let shared = content
            .iter()
            .filter(|word| self.title.contains(word.as_str()))
            .count();
        let title = shared as f64 / self.title.len().max(1) as f64;
        let count = |word: &String| self.counts.get(word.as_str()).copied().unwrap_or(0);
        let total: usize = content.iter().map(count).sum();
        let centrality = total as f64 / (content.len().max(1) * self.most) as f64;
        title + centrality
    }
}

fn penalty(candidate: &Candidate<'_>, reading: &Reading) -> f64 {
    let text = candidate.text.trim();
    let mut penalty = 0.0;
    if candidate.flagged {
        penalty += 1.5;
    }
    if text
        .trim_end_matches(['"', '”', '»', '\'', ')'])
        .ends_with(['?', '؟'])
    {
        penalty += 1.0;
    }
    if reading.words.len() < 6 {
        penalty += 1.0;
    }
    if reading.words.len() > 60 {
        penalty += 0.7;
    }
    if is_quote(text) {
        penalty += 1.0;
    }
    if begins_dependent(&reading.words) {
        penalty += 0.6;
    }
    if candidate.role == Role::Item {
        penalty += 0.5;
    }
    penalty
}

/// Whether the sentence is only a quotation.
fn is_quote(text: &str) -> bool {
    text.starts_with(['"', '“', '«'])
        && text
            .trim_end_matches(['.', ',', '!', '?'])
            .ends_with(['"', '”', '»'])
}

/// Whether a sentence refers to the one before it: "He said", "This", "But".
fn begins_dependent(words: &[String]) -> bool {
    let first = words.first().map_or("", String::as_str);
    matches!(
        first,
        "he" | "she"
            | "it"
            | "they"
            | "him"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "these"
            | "those"
            | "but"
            | "however"
            | "also"
            | "and"
            | "so"
            | "there"
    )
}

/// Jaccard index of two sets of words.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    shared as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Candidate<'_> {
        Candidate {
            text,
            role: Role::Body,
            flagged: false,
            paragraph: 0,
        }
    }

    const LEAD: &str = "The government raised fuel prices across the country on Sunday.";
    const SECOND: &str = "Drivers in the capital queued for hours before the rise took effect.";
    const THIRD: &str = "Economists expect the measure to push inflation above ten percent.";
    const FOURTH: &str = "Unions called for a national strike against the decision next week.";
    const FIFTH: &str = "Similar protests shook several coastal towns three winters ago.";

    #[test]
    fn the_lead_is_chosen_in_reading_order() {
        let all = [LEAD, SECOND, THIRD, FOURTH, FIFTH].map(body);
        assert_eq!(choose(&all, DEFAULT_LIMIT), [0, 1, 2]);
    }

    #[test]
    fn a_flagged_sentence_gives_way() {
        let mut all = [LEAD, SECOND, THIRD, FOURTH, FIFTH].map(body);
        all[1].flagged = true;
        assert_eq!(choose(&all, DEFAULT_LIMIT), [0, 2, 3]);
    }

    #[test]
    fn short_articles_get_fewer_sentences() {
        let all = [LEAD, SECOND, THIRD, FOURTH].map(body);
        assert_eq!(choose(&all[..1], 3), [0]);
        assert_eq!(choose(&all[..2], 3), [0]);
        assert_eq!(choose(&all[..3], 3), [0, 1]);
        assert_eq!(choose(&all, 3), [0, 1, 2]);
        assert!(choose(&[], 3).is_empty());
        assert!(choose(&all, 0).is_empty());
    }

    #[test]
    fn the_same_news_is_told_once() {
        let again = "On Sunday the government raised fuel prices across the whole country.";
        let all = [LEAD, again, SECOND, THIRD, FOURTH].map(body);
        assert_eq!(choose(&all, 3), [0, 2, 3]);
    }

    #[test]
    fn the_title_draws_sentences_and_is_not_chosen_itself() {
        let title = Candidate {
            role: Role::Title,
            ..body("Unions call national strike decision")
        };
        let all = [
            title,
            body(LEAD),
            body(SECOND),
            body(THIRD),
            body(FOURTH),
            body(FIFTH),
        ];
        assert_eq!(choose(&all, 2), [1, 4]);
    }

    #[test]
    fn bylines_and_headings_are_never_chosen() {
        let byline = Candidate {
            role: Role::Byline,
            ..body("Cairo, by our own correspondent there")
        };
        let heading = Candidate {
            role: Role::Heading,
            ..body("What the people in the capital say")
        };
        assert_eq!(choose(&[byline, heading, body(LEAD)], 3), [2]);
    }

    #[test]
    fn questions_quotes_and_pronouns_lose() {
        let question = body("How long will the people of this country accept such prices?");
        let quote = body("\"We cannot feed our children with these prices any longer.\"");
        let pronoun = body("He said the cabinet would meet again to review all the prices.");
        let all = [body(LEAD), question, quote, pronoun, body(THIRD)];
        assert_eq!(choose(&all, 2), [0, 4]);
    }

    #[test]
    fn standfirsts_count_as_lead() {
        let deck = Candidate {
            role: Role::Standfirst,
            ..body(FIFTH)
        };
        let all = [deck, body(LEAD), body(SECOND), body(THIRD), body(FOURTH)];
        assert_eq!(choose(&all, 2), [0, 1]);
    }
}
