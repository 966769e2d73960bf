//! An article being translated: its segments, the pieces that are with the model, and the answers
//! so far. This file is pure; the stages around it send and receive.

mod ended;
mod onward;
mod second;

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use crate::article::Article;
use crate::brief::{BriefParagraph, BriefSegment, Flag, GlossaryHit, Status};
use crate::document::Role;
use crate::engine::{EngineError, Hypothesis};
use crate::quality::Links;
use crate::store::{Remembered, TextKey};
use crate::text::{Language, SegmentKind, is_in_other_letters, language_name, normalize, segment};
use crate::translate::{Plan, join, plan};

use super::languages::{Languages, Way};
use super::piece::{Failure, PieceState};
use super::room::Hold;
use super::translating::{Ask, Translating};
use ended::{Ended, translated};
use onward::FirstLeg;

/// An article that was read and is to be translated.
pub(super) struct Readable {
    /// The key of its job.
    pub(super) key: String,
    pub(super) article: Article,
    pub(super) languages: Languages,
    pub(super) read_seconds: f64,
}

/// An article that is being translated.
pub(super) struct Job {
    pub(super) key: String,
    pub(super) article: Article,
    pub(super) languages: Languages,
    /// The translators of its paragraphs, each once.
    translating: Vec<Arc<Translating>>,
    /// The second translators that were asked, each once.
    seconds: Vec<Arc<Translating>>,
    segments: Vec<Segment>,
    pieces: Vec<PieceState>,
    /// Number of pieces that the model still has.
    open: usize,
    pub(super) read_seconds: f64,
    started: Instant,
    pub(super) translate_seconds: f64,
    /// Keeps its translators in memory.
    _hold: Hold,
}

struct Segment {
    paragraph: usize,
    span: Range<usize>,
    kind: SegmentKind,
    /// The text of a segment that is not translated.
    kept: Option<Kept>,
    /// A doubt about its language.
    doubt: Option<Flag>,
    /// Its pieces, for the second model if the way goes through another language and the first part of
    /// it is done.
    pieces: Range<usize>,
    /// The first part of a way through another language, once it is done.
    first_leg: Option<FirstLeg>,
    /// How it ended, once that is known.
    ended: Option<Ended>,
    /// Its pieces for the second translator, until one of the two translations is kept.
    second: Option<Range<usize>>,
    /// Whether the second translator's is kept.
    by_second: bool,
}

/// What stands in the place of a translation by the model.
enum Kept {
    /// The segment as it is: it has nothing to translate.
    Source(String),
    /// A translation that people approved.
    Approved(String),
    /// The segment as it is, because it cannot be translated, for this reason.
    Untranslated(String),
}

impl Job {
    /// Divides an article into segments and pieces. `way` gives the treatment of each paragraph.
    pub(super) fn new(readable: Readable, way: &dyn Fn(&Languages, usize) -> Way) -> Self {
        let Readable {
            key,
            article,
            languages,
            read_seconds,
        } = readable;
        let mut segments = Vec::new();
        let mut pieces = Vec::new();
        let mut translating: Vec<Arc<Translating>> = Vec::new();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            let language = Language::of(languages.of(number));
            let way = way(&languages, number);
            if let Way::Translated(used, _) = &way
                && !translating.iter().any(|known| Arc::ptr_eq(known, used))
            {
                translating.push(used.clone());
            }
            for found in segment(
                &article.text,
                paragraph.span.clone(),
                paragraph.role,
                language,
            ) {
                let first = pieces.len();
                let source = &article.text[found.span.clone()];
                let (mut kept, doubt) = match &way {
                    Way::Kept => (Some(Kept::Source(normalize(source, language).text)), None),
                    Way::Left(reason) => (Some(Kept::Untranslated(reason.clone())), None),
                    Way::Translated(translating, doubt) => {
                        let kept = planned(source, found.kind, translating, &mut pieces);
                        (kept, doubt.clone())
                    }
                };
                if matches!(kept, Some(Kept::Source(_)))
                    && is_in_other_letters(source, languages.of(number))
                {
                    let reason = "it is in letters of another language, which is not known";
                    kept = Some(Kept::Untranslated(reason.to_owned()));
                }
                segments.push(Segment {
                    paragraph: number,
                    span: found.span,
                    kind: found.kind,
                    kept,
                    doubt,
                    pieces: first..pieces.len(),
                    first_leg: None,
                    ended: None,
                    second: None,
                    by_second: false,
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
            languages,
            translating,
            seconds: Vec::new(),
            segments,
            pieces,
            open,
            read_seconds,
            started: Instant::now(),
            translate_seconds: 0.0,
            _hold: Hold::default(),
        }
    }

    /// The same, with what keeps its translators in memory as long as it lives.
    pub(super) fn holding(self, hold: Hold) -> Self {
        Self {
            _hold: hold,
            ..self
        }
    }

    /// The translators of its paragraphs, each once, in the order of the text.
    pub(super) fn translators(&self) -> &[Arc<Translating>] {
        &self.translating
    }

    /// The translator of a piece.
    pub(super) fn translating(&self, piece: u32) -> &Arc<Translating> {
        &self.pieces[piece as usize].translating
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
        self.pieces[piece as usize].text()
    }

    /// The texts of all its pieces, with what translates them.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&Translating, TextKey)> {
        let pieces = self.pieces.iter();
        pieces.map(|state| (&*state.translating, state.text()))
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
            tokens: state.piece.tokens.clone(),
            params: state.params(),
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
        if state.answer(result) {
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
        let translated = self.pieces[piece as usize].translation()?;
        let keeping = !translated.translation.trim().is_empty();
        Some((translated, keeping))
    }

    /// Takes the translation of another piece with the same text.
    pub(super) fn take(&mut self, piece: u32, known: &Remembered) {
        let Some(state) = self.pieces.get_mut(piece as usize) else {
            return;
        };
        state.take(known);
        self.close_one();
    }

    /// The paragraphs of the brief, once the job is complete, and for each of their segments in order
    /// which words gave which, where that is known. `None` if `give_up`, which is asked before each
    /// segment, says so.
    pub(super) fn paragraphs(
        &self,
        give_up: &dyn Fn() -> bool,
    ) -> Option<(Vec<BriefParagraph>, Vec<Option<Links>>)> {
        let mut paragraphs: Vec<BriefParagraph> = self
            .article
            .paragraphs
            .iter()
            .enumerate()
            .map(|(number, p)| BriefParagraph {
                role: p.role,
                language: self
                    .languages
                    .others
                    .get(&number)
                    .map(|other| other.code.to_owned()),
                segments: Vec::new(),
            })
            .collect();
        let mut links = Vec::with_capacity(self.segments.len());
        // Segments are in the order of the paragraphs.
        for segment in &self.segments {
            if give_up() {
                return None;
            }
            let (finished, own) = self.finish(segment);
            paragraphs[segment.paragraph].segments.push(finished);
            links.push(own);
        }
        paragraphs.retain(|p| !p.segments.is_empty());
        Some((paragraphs, links))
    }

    fn finish(&self, segment: &Segment) -> (BriefSegment, Option<Links>) {
        let pieces = &self.pieces[segment.pieces.clone()];
        let ended = match &segment.ended {
            Some(ended) => ended.clone(),
            None => self.end(segment, segment.pieces.clone()),
        };
        let first_leg = segment.first_leg.as_ref();
        let parts = first_leg.map_or(1, |leg| leg.parts);
        let finished = BriefSegment {
            source: self.article.text[segment.span.clone()].to_owned(),
            span: segment.span.clone(),
            translation: ended.translation,
            intermediate: first_leg.map(|leg| leg.intermediate.clone()),
            score: ended.score,
            estimate: ended.estimate,
            status: ended.status,
            approved: matches!(segment.kept, Some(Kept::Approved(_))),
            second: segment.by_second,
            parts: parts.max(pieces.len()),
            dateline: segment.kind == SegmentKind::Dateline,
            flags: ended.flags,
        };
        (finished, ended.links)
    }

    /// How a segment ends with the translations of these pieces.
    fn end(&self, segment: &Segment, pieces: Range<usize>) -> Ended {
        let source = &self.article.text[segment.span.clone()];
        if let Some(kept) = &segment.kept {
            return match kept {
                Kept::Source(text) | Kept::Approved(text) => Ended::kept(text.clone()),
                Kept::Untranslated(reason) => {
                    Ended::failed(source.to_owned(), &Failure::of_text(reason))
                }
            };
        }
        let pieces = &self.pieces[pieces];
        match pieces.iter().find_map(PieceState::failed) {
            Some(failure) => {
                let failure = on_the_way(failure, pieces, segment.first_leg.as_ref());
                Ended::failed(source.to_owned(), &failure)
            }
            None => translated(source, segment, pieces),
        }
    }

    /// The terms of the glossary in the article.
    pub(super) fn glossary_hits(&self) -> Vec<GlossaryHit> {
        let wholes: Vec<String> = self.segments.iter().map(|s| self.behind_first(s)).collect();
        let mut hits = Vec::new();
        for translating in self.translators() {
            // A second translator has the same glossary.
            let own = |state: &&PieceState| state.translating.code == translating.code;
            let pieces = |at: usize| -> Vec<(&[usize], &str)> {
                let segment = &self.segments[at];
                let pieces = self.pieces[segment.pieces.clone()].iter().filter(own);
                match &segment.first_leg {
                    Some(leg) => {
                        let whole = (leg.terms.as_slice(), wholes[at].as_str());
                        pieces.take(1).map(|_| whole).collect()
                    }
                    None => pieces.map(PieceState::terms_used).collect(),
                }
            };
            let onward = translating.onward.as_ref();
            if let Some(terms) = &onward.unwrap_or(translating).terms {
                hits.extend(terms.hits((0..self.segments.len()).map(pieces)));
            }
        }
        hits
    }

    /// The translation of a segment whose way goes through another language, as one text; empty for
    /// others.
    fn behind_first(&self, segment: &Segment) -> String {
        let pieces: &[PieceState] = match segment.first_leg {
            Some(_) => &self.pieces[segment.pieces.clone()],
            None => &[],
        };
        let best = pieces.iter().filter_map(|piece| piece.best.as_ref());
        let texts: Vec<String> = best.map(|best| best.text.clone()).collect();
        join(&texts)
    }
}

/// The failure of one of these pieces, with the part of a way through another language that it was on:
/// into that language, or from there once the first part is done.
fn on_the_way(failure: Failure, pieces: &[PieceState], first_leg: Option<&FirstLeg>) -> Failure {
    let Some(translating) = pieces.first().map(|piece| &piece.translating) else {
        return failure;
    };
    let part = match (translating.writes(), first_leg) {
        (Some(through), _) => format!("through {}", language_name(through)),
        (None, Some(leg)) if translating.is_onward => {
            // The second model is not asked for a text that the first should not have written.
            let side = if leg.is_foreign { "through" } else { "from" };
            format!("{side} {}", language_name(&leg.intermediate.language))
        }
        _ => return failure,
    };
    Failure {
        reason: format!("on its way {part}, {}", failure.reason),
        ..failure
    }
}

/// What stands in the place of a segment's translation, or its pieces for the model.
fn planned(
    source: &str,
    kind: SegmentKind,
    translating: &Arc<Translating>,
    pieces: &mut Vec<PieceState>,
) -> Option<Kept> {
    let language = translating.language;
    let approved = translating.translator.approved.as_ref();
    if let Some(translation) = approved.and_then(|approved| approved.find(source, language)) {
        return Some(Kept::Approved(translation.to_owned()));
    }
    let encode = |text: &str| translating.codec.encode(text);
    match plan(source, kind, translating.budget, language, &encode) {
        Plan::Keep(text) => Some(Kept::Source(text)),
        Plan::Translate(planned) => {
            let planned = planned.into_iter();
            pieces.extend(planned.map(|piece| PieceState::new(piece, kind, translating)));
            None
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
