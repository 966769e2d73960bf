//! The headline and the summary of a translated article, in terms of its paragraphs. This file is
//! pure; it never asks a model.

use crate::brief::{BriefParagraph, Flag, FlagKind, Headline, Origin, Status, Summary};
use crate::document::Role;
use crate::summarize::{
    Candidate, DEFAULT_LIMIT, choose, faithful_headline, lead_headline, unsupported,
};
use crate::text::{TARGET, segment};

use super::job::sentences;

/// The article's own headline in English; without one, a headline shortened from the first
/// sentence.
pub(super) fn headline(paragraphs: &[BriefParagraph]) -> Headline {
    if let Some(title) = paragraphs.iter().find(|p| p.role == Role::Title) {
        let text = title
            .segments
            .iter()
            .map(|s| s.translation.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let flags: Vec<Flag> = title
            .segments
            .iter()
            .flat_map(|s| s.flags.iter().cloned())
            .collect();
        let failed = title.segments.iter().any(|s| s.status == Status::Failed);
        if !failed && !text.trim().is_empty() {
            return Headline {
                text,
                origin: Origin::Translated,
                flags,
            };
        }
    }
    let lead = sentences(paragraphs).into_iter().find(|(s, role, _)| {
        matches!(role, Role::Body | Role::Standfirst)
            && !s.dateline
            && s.translation.split_whitespace().count() > 3
    });
    match lead {
        Some((s, _, _)) => Headline {
            text: lead_headline(&s.translation),
            origin: Origin::Extracted,
            flags: s.flags.clone(),
        },
        None => Headline {
            text: String::new(),
            origin: Origin::None,
            flags: Vec::new(),
        },
    }
}

/// The first faithful headline of a model, with the doubts of the sentence that supports it.
pub(super) fn generated_headline(
    hypotheses: &[String],
    paragraphs: &[BriefParagraph],
) -> Option<Headline> {
    let all = sentences(paragraphs);
    let texts: Vec<&str> = all.iter().map(|(s, _, _)| s.translation.as_str()).collect();
    let (text, sentence) = faithful_headline(hypotheses, &texts)?;
    Some(Headline {
        text,
        origin: Origin::Generated,
        flags: all[sentence].0.flags.clone(),
    })
}

/// A summary of sentences chosen from the translation.
pub(super) fn extract(paragraphs: &[BriefParagraph]) -> Summary {
    let mut all = sentences(paragraphs);
    // A place and a date are no sentence.
    all.retain(|(segment, _, _)| !segment.dateline);
    let candidates: Vec<Candidate<'_>> = all
        .iter()
        .map(|(s, role, paragraph)| Candidate {
            text: &s.translation,
            role: *role,
            flagged: !s.flags.is_empty(),
            paragraph: *paragraph,
        })
        .collect();
    let chosen = choose(&candidates, DEFAULT_LIMIT);
    let sentences = chosen
        .iter()
        .map(|&i| all[i].0.translation.clone())
        .collect::<Vec<_>>();
    let doubts: Vec<&Flag> = chosen
        .iter()
        .filter_map(|&i| all[i].0.flags.first())
        .collect();
    let first = doubts.first();
    let flag = first.map(|first| Flag::of_summarized(first.kind, doubts.len()));
    let origin = if sentences.is_empty() {
        Origin::None
    } else {
        Origin::Extracted
    };
    Summary {
        sentences,
        origin,
        flags: flag.into_iter().collect(),
    }
}

/// The English text that a summarizer reads: as many leading sentences as `fits` allows. Returns
/// the text, the number of sentences in it, and the number of all.
pub(super) fn input(
    paragraphs: &[BriefParagraph],
    fits: &dyn Fn(&str) -> bool,
) -> (String, usize, usize) {
    let all = sentences(paragraphs);
    let story: Vec<&str> = all
        .iter()
        .filter(|(_, role, _)| matches!(role, Role::Standfirst | Role::Body | Role::Item))
        .map(|(s, _, _)| s.translation.as_str())
        .collect();
    // Finds the longest beginning that fits by bisection, because each test costs a tokenization.
    let (mut low, mut high) = (0, story.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(&story[..middle].join(" ")) {
            low = middle
        } else {
            high = middle - 1
        }
    }
    (story[..low].join(" "), low, story.len())
}

/// The first summary of a model that names nothing the article does not. If there is none, the
/// error lists what the first one invented.
pub(super) fn faithful(
    hypotheses: &[String],
    paragraphs: &[BriefParagraph],
) -> Result<Vec<String>, Vec<String>> {
    let article: String = sentences(paragraphs)
        .iter()
        .flat_map(|(s, _, _)| [s.translation.as_str(), "\n"])
        .collect();
    let mut invented = Vec::new();
    for text in hypotheses
        .iter()
        .map(|t| t.trim())
        .filter(|t| !t.is_empty())
    {
        let found = unsupported(text, &article);
        if found.is_empty() {
            return Ok(split_sentences(text));
        }
        if invented.is_empty() {
            invented = found;
        }
    }
    Err(invented)
}

/// A truncated text, up to the end of its last complete sentence.
pub(super) fn whole_sentences(text: &str) -> String {
    let end = text.rfind(['.', '!', '?']).map_or(0, |at| at + 1);
    text[..end].to_owned()
}

fn split_sentences(text: &str) -> Vec<String> {
    segment(text, 0..text.len(), Role::Body, TARGET)
        .into_iter()
        .map(|s| text[s.span].to_owned())
        .collect()
}

/// The flag for a rejected summary, with the reason.
pub(super) fn rejected(invented: &[String]) -> Flag {
    let what = if invented.is_empty() {
        "The generated summary was empty, so sentences of the translation stand in its place."
            .to_owned()
    } else {
        "The generated summary named things that the article does not, so sentences of the translation stand in its place.".to_owned()
    };
    Flag::new(FlagKind::Faithfulness, what).with_evidence(invented.iter().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::BriefSegment;

    fn segment(text: &str, dateline: bool) -> BriefSegment {
        BriefSegment {
            dateline,
            ..BriefSegment::translated(text, text)
        }
    }

    #[test]
    fn a_dateline_is_neither_headline_nor_sentence_of_the_summary() {
        let paragraphs = [BriefParagraph {
            role: Role::Body,
            language: None,
            segments: vec![
                segment("Tunis, Tunisia, 2 November", true),
                segment(
                    "The jury gave its grand prize to a film about fishermen.",
                    false,
                ),
            ],
        }];
        let summary = extract(&paragraphs);
        assert_eq!(
            summary.sentences,
            [paragraphs[0].segments[1].translation.clone()]
        );
        assert!(headline(&paragraphs).text.starts_with("The jury"));
    }
}
