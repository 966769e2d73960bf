//! How a segment of a job ends: its translation, and what the checks say of it. This file is pure.

use crate::brief::{Flag, FlagKind, Status};
use crate::pipeline::piece::{CUT, Candidate, Failure, PieceState};
use crate::pipeline::translating::Translating;
use crate::quality::{self, Links, Pair};
use crate::text::{Language, SegmentKind, TARGET};
use crate::translate::join;

use super::Segment;

/// How a segment ended.
#[derive(Clone)]
pub(super) struct Ended {
    pub(super) translation: String,
    pub(super) score: Option<f32>,
    pub(super) estimate: Option<f64>,
    pub(super) status: Status,
    pub(super) flags: Vec<Flag>,
    /// Which words gave which, where the checks compared them.
    pub(super) links: Option<Links>,
}

impl Ended {
    /// It stays as it is.
    pub(super) fn kept(text: String) -> Self {
        Self {
            translation: text,
            score: None,
            estimate: None,
            status: Status::Translated,
            flags: Vec::new(),
            links: None,
        }
    }

    /// Its source stands in the place of a translation.
    pub(super) fn failed(source: String, failure: &Failure) -> Self {
        Self {
            translation: source,
            score: None,
            estimate: None,
            status: Status::Failed,
            flags: vec![Flag::new(
                failure.kind,
                format!("Not translated: {}.", failure.reason),
            )],
            links: None,
        }
    }
}

/// Joins the translations of a segment's pieces and checks the whole.
pub(super) fn translated(source: &str, segment: &Segment, pieces: &[PieceState]) -> Ended {
    let translating = &pieces[0].translating;
    let results: Vec<&Candidate> = pieces.iter().filter_map(|p| p.best.as_ref()).collect();
    let texts: Vec<String> = results.iter().map(|c| c.text.clone()).collect();
    let translation = join(&texts);
    // Further digits are rounding errors of sums whose order depends on the batch.
    let score = results.iter().map(|c| c.score).sum::<f32>() / results.len().max(1) as f32;
    let score = (score * 1000.0).round() / 1000.0;
    let judgement = quality::judge(&Pair {
        score: Some(score),
        ..pair(source, segment, translating, &translation)
    });
    let mut flags = judgement.flags;
    flags.extend(segment.doubt.clone());
    // The second translator goes straight to English.
    let first_leg = segment.first_leg.as_ref();
    let first_leg = first_leg.filter(|_| translating.is_onward);
    if let Some(terms) = &translating.terms {
        let numbers = pieces.iter().flat_map(|piece| piece.terms.iter().copied());
        let numbers: Vec<usize> = match first_leg {
            Some(leg) => leg.terms.clone(),
            None => numbers.collect(),
        };
        terms.explain(&numbers, &mut flags);
        flags.extend(terms.doubts(&numbers, &translation));
    }
    if results.len() > 1 {
        add_doubts_of_parts(&mut flags, &results);
    }
    if results.iter().any(|c| c.cut) {
        let what = "The translation reached the length limit before it came to an end: its last words are \
                    missing or invented.";
        flags.push(Flag::new(FlagKind::Length, what));
    }
    if let Some(leg) = first_leg {
        add_doubts_of_first(&mut flags, &leg.doubts);
    }
    let failures = pieces.iter().filter_map(|piece| piece.failure.as_ref());
    for failure in failures.filter(|failure| failure.kind == FlagKind::Error) {
        let what = format!("A further attempt at it failed: {}.", failure.reason);
        flags.push(Flag::new(FlagKind::Error, what));
    }
    let status = if flags.is_empty() {
        Status::Translated
    } else {
        Status::Flagged
    };
    Ended {
        translation,
        score: Some(score),
        estimate: judgement.estimate.map(quality::rounded),
        status,
        flags,
        links: judgement.links,
    }
}

/// Adds the doubts about single parts of a long sentence, which can get lost in the whole.
fn add_doubts_of_parts(flags: &mut Vec<Flag>, results: &[&Candidate]) {
    for flag in results.iter().flat_map(|c| &c.flags) {
        let carried = matches!(
            flag.kind,
            FlagKind::Length | FlagKind::Repetition | FlagKind::Confidence | FlagKind::Term
        );
        if carried && flag.message != CUT && flags.iter().all(|f| f.kind != flag.kind) {
            let message = format!("In one part of this sentence: {}", flag.message);
            flags.push(Flag {
                message,
                ..flag.clone()
            });
        }
    }
}

/// Adds the doubts about the text in between, except for those that are about the English in the end,
/// too.
fn add_doubts_of_first(flags: &mut Vec<Flag>, doubts: &[Flag]) {
    for doubt in doubts {
        if flags.iter().all(|flag| flag.kind != doubt.kind) {
            flags.push(doubt.clone());
        }
    }
}

/// A translation of a segment for the checks, without its score. Its source is compared with the English
/// in the end, also where the way goes through another language.
pub(super) fn pair<'a>(
    source: &'a str,
    segment: &Segment,
    translating: &Translating,
    translation: &'a str,
) -> Pair<'a> {
    Pair {
        source,
        from: Language::of(&translating.code),
        translation,
        to: TARGET,
        fragment: segment.kind != SegmentKind::Sentence,
        score: None,
        judging: translating.judging,
    }
}
