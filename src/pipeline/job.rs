//! An article being translated: its segments, the pieces that are with the model, and the answers
//! so far. This file is pure; the stages around it send and receive.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use crate::article::Article;
use crate::brief::{BriefParagraph, BriefSegment, Flag, FlagKind, GlossaryHit, Status};
use crate::document::Role;
use crate::engine::{DecodeParams, EngineError, Hypothesis};
use crate::quality::{self, Pair};
use crate::store::{Remembered, TextKey};
use crate::text::{Language, SegmentKind, TARGET, segment};
use crate::translate::{Plan, join, plan};

use super::models::Translating;
use super::piece::{CUT, Candidate, PieceState};

/// An article that was read and is to be translated.
pub(super) struct Readable {
    /// The key of its job.
    pub(super) key: String,
    pub(super) article: Article,
    pub(super) read_seconds: f64,
}

/// An article that is being translated.
pub(super) struct Job {
    pub(super) key: String,
    pub(super) article: Article,
    language: &'static Language,
    translating: Arc<Translating>,
    segments: Vec<Segment>,
    pieces: Vec<PieceState>,
    /// Number of pieces that the model still has.
    open: usize,
    pub(super) read_seconds: f64,
    started: Instant,
    pub(super) translate_seconds: f64,
}

struct Segment {
    paragraph: usize,
    span: Range<usize>,
    kind: SegmentKind,
    /// The text of a segment that is not translated.
    kept: Option<Kept>,
    pieces: Range<usize>,
}

/// What stands in the place of a translation by the model.
enum Kept {
    /// The segment as it is: it has nothing to translate.
    Source(String),
    /// A translation that people approved.
    Approved(String),
}

/// A request to the model.
pub(super) struct Ask {
    /// The piece, for [`Job::answer`].
    pub(super) piece: u32,
    pub(super) tokens: Vec<u32>,
    pub(super) params: DecodeParams,
}

impl Job {
    /// Divides an article into segments and pieces.
    pub(super) fn new(
        readable: Readable,
        language: &'static Language,
        translating: Arc<Translating>,
    ) -> Self {
        let Readable {
            key,
            article,
            read_seconds,
        } = readable;
        let encode = |text: &str| translating.codec.encode(text);
        let mut segments = Vec::new();
        let mut pieces = Vec::new();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            for found in segment(
                &article.text,
                paragraph.span.clone(),
                paragraph.role,
                language,
            ) {
                let first = pieces.len();
                let source = &article.text[found.span.clone()];
                let approved = translating.approved.as_ref();
                let approved = approved.and_then(|approved| approved.find(source, language));
                let kept = match approved {
                    Some(translation) => Some(Kept::Approved(translation.to_owned())),
                    None => match plan(source, found.kind, translating.budget, language, &encode) {
                        Plan::Keep(text) => Some(Kept::Source(text)),
                        Plan::Translate(planned) => {
                            pieces.extend(
                                planned
                                    .into_iter()
                                    .map(|piece| PieceState::new(piece, found.kind, &translating)),
                            );
                            None
                        }
                    },
                };
                segments.push(Segment {
                    paragraph: number,
                    span: found.span,
                    kind: found.kind,
                    kept,
                    pieces: first..pieces.len(),
                });
            }
        }
        let open = pieces
            .iter()
            .filter(|p: &&PieceState| p.failure.is_none())
            .count();
        Self {
            key,
            article,
            language,
            translating,
            segments,
            pieces,
            open,
            read_seconds,
            started: Instant::now(),
            translate_seconds: 0.0,
        }
    }

    /// The pieces that have a text for the model.
    pub(super) fn unanswered(&self) -> Vec<u32> {
        let pieces = (0..).zip(&self.pieces);
        pieces
            .filter(|(_, state)| state.failure.is_none() && state.best.is_none())
            .map(|(piece, _)| piece)
            .collect()
    }

    /// The text of a piece.
    pub(super) fn text(&self, piece: u32) -> TextKey {
        self.pieces[piece as usize].text(&self.translating)
    }

    /// The number of segments with a translation that people approved.
    pub(super) fn approved(&self) -> usize {
        let kept = self.segments.iter().map(|segment| &segment.kept);
        kept.filter(|kept| matches!(kept, Some(Kept::Approved(_))))
            .count()
    }

    /// The next request to the model for a piece.
    pub(super) fn ask(&self, piece: u32) -> Ask {
        let state = &self.pieces[piece as usize];
        Ask {
            piece,
            tokens: state.piece.tokens.clone(),
            params: state.params(&self.translating),
        }
    }

    /// Whether no piece is with the model any more.
    pub(super) fn is_complete(&self) -> bool {
        self.open == 0
    }

    /// Takes the model's answer for a piece; returns the next request if it should be tried again.
    pub(super) fn answer(
        &mut self,
        piece: u32,
        result: Result<Vec<Hypothesis>, EngineError>,
    ) -> Option<Ask> {
        let state = self.pieces.get_mut(piece as usize)?;
        if state.answer(result, &self.translating, self.language) {
            return Some(self.ask(piece));
        }
        self.close_one();
        None
    }

    fn close_one(&mut self) {
        self.open -= 1;
        if self.open == 0 {
            self.translate_seconds = self.started.elapsed().as_secs_f64();
        }
    }

    /// The translation of a piece that is with the model no more, and whether it is worth keeping
    /// for others; `None` if an attempt failed, which another might have been better than.
    pub(super) fn translation(&self, piece: u32) -> Option<(Remembered, bool)> {
        let translated = self.pieces[piece as usize].translation(&self.translating)?;
        let keeping = !translated.translation.trim().is_empty();
        Some((translated, keeping))
    }

    /// Takes the translation of another piece with the same text.
    pub(super) fn take(&mut self, piece: u32, known: &Remembered) {
        let Some(state) = self.pieces.get_mut(piece as usize) else {
            return;
        };
        state.take(known, &self.translating, self.language);
        self.close_one();
    }

    /// The paragraphs of the brief, once the job is complete.
    pub(super) fn paragraphs(&self) -> Vec<BriefParagraph> {
        let mut paragraphs: Vec<BriefParagraph> = self
            .article
            .paragraphs
            .iter()
            .map(|p| BriefParagraph {
                role: p.role,
                segments: Vec::new(),
            })
            .collect();
        for segment in &self.segments {
            paragraphs[segment.paragraph]
                .segments
                .push(self.finish(segment));
        }
        paragraphs.retain(|p| !p.segments.is_empty());
        paragraphs
    }

    fn finish(&self, segment: &Segment) -> BriefSegment {
        let source = self.article.text[segment.span.clone()].to_owned();
        let pieces = &self.pieces[segment.pieces.clone()];
        let ended = if let Some(kept) = &segment.kept {
            let (Kept::Source(text) | Kept::Approved(text)) = kept;
            Ended::kept(text.clone())
        } else if let Some(reason) = pieces.iter().find_map(PieceState::failed) {
            Ended::failed(source.clone(), reason)
        } else {
            let results: Vec<&Candidate> = pieces.iter().filter_map(|p| p.best.as_ref()).collect();
            self.translated(&source, segment, &results)
        };
        BriefSegment {
            source,
            span: segment.span.clone(),
            translation: ended.translation,
            score: ended.score,
            estimate: ended.estimate,
            status: ended.status,
            approved: matches!(segment.kept, Some(Kept::Approved(_))),
            parts: pieces.len().max(1),
            dateline: segment.kind == SegmentKind::Dateline,
            flags: ended.flags,
        }
    }

    /// The terms of the glossary in a segment, by number.
    fn terms_of(&self, segment: &Segment) -> Vec<usize> {
        let pieces = self.pieces[segment.pieces.clone()].iter();
        pieces
            .flat_map(|piece| piece.terms.iter().copied())
            .collect()
    }

    /// The terms of the glossary in the article.
    pub(super) fn glossary_hits(&self) -> Vec<GlossaryHit> {
        let Some(terms) = &self.translating.terms else {
            return Vec::new();
        };
        let pieces = |segment: &Segment| -> Vec<_> {
            let pieces = &self.pieces[segment.pieces.clone()];
            pieces.iter().map(PieceState::terms_used).collect()
        };
        terms.hits(self.segments.iter().map(pieces))
    }

    /// Joins the translations of a segment's pieces and checks the whole.
    fn translated(&self, source: &str, segment: &Segment, results: &[&Candidate]) -> Ended {
        let texts: Vec<String> = results.iter().map(|c| c.text.clone()).collect();
        let translation = join(&texts);
        // Further digits are rounding errors of sums whose order depends on the batch.
        let score = results.iter().map(|c| c.score).sum::<f32>() / results.len().max(1) as f32;
        let score = (score * 1000.0).round() / 1000.0;
        let judgement = quality::judge(&Pair {
            source,
            from: self.language,
            translation: &translation,
            to: TARGET,
            fragment: segment.kind != SegmentKind::Sentence,
            score: Some(score),
            judging: self.translating.judging,
        });
        let mut flags = judgement.flags;
        if let Some(terms) = &self.translating.terms {
            let numbers = self.terms_of(segment);
            terms.explain(&numbers, &mut flags);
            flags.extend(terms.doubts(&numbers, &translation));
        }
        if results.len() > 1 {
            add_doubts_of_parts(&mut flags, results);
        }
        if results.iter().any(|c| c.cut) {
            flags.push(Flag::new(
                FlagKind::Length,
                "The translation reached the length limit before it came to an end: its last words are missing or invented.",
            ));
        }
        let status = if flags.is_empty() {
            Status::Translated
        } else {
            Status::Flagged
        };
        Ended {
            translation,
            score: Some(score),
            estimate: judgement.estimate.map(|p| (p * 1000.0).round() / 1000.0),
            status,
            flags,
        }
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

/// How a segment ended.
struct Ended {
    translation: String,
    score: Option<f32>,
    estimate: Option<f64>,
    status: Status,
    flags: Vec<Flag>,
}

impl Ended {
    /// It stays as it is.
    fn kept(text: String) -> Self {
        Self {
            translation: text,
            score: None,
            estimate: None,
            status: Status::Translated,
            flags: Vec::new(),
        }
    }

    /// Its source stands in the place of a translation.
    fn failed(source: String, reason: String) -> Self {
        Self {
            translation: source,
            score: None,
            estimate: None,
            status: Status::Failed,
            flags: vec![Flag::new(
                FlagKind::Failure,
                format!("Not translated: {reason}."),
            )],
        }
    }
}

/// The translated segments in reading order, with their role and paragraph.
pub(super) fn sentences(paragraphs: &[BriefParagraph]) -> Vec<(&BriefSegment, Role, usize)> {
    paragraphs
        .iter()
        .enumerate()
        .flat_map(|(number, p)| p.segments.iter().map(move |s| (s, p.role, number)))
        .filter(|(s, _, _)| s.status != Status::Failed)
        .collect()
}
