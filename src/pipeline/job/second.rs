//! Which sentences of a job a second translator sees, and which of two translations is kept. This
//! file is pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::brief::{Flag, FlagKind, Status};
use crate::quality;
use crate::translate::{is_for_second, worse};

use super::ended::{Ended, pair};
use super::{Job, Segment, planned};
use crate::pipeline::translating::Translating;

impl Job {
    /// The second translators, each once, whose translation of some sentence is kept.
    pub(in crate::pipeline) fn second_translators(&self) -> Vec<&Arc<Translating>> {
        let kept = self.segments.iter().filter(|segment| segment.by_second);
        let kept: Vec<_> = kept
            .map(|segment| &self.pieces[segment.pieces.start].translating)
            .collect();
        let is_kept = |second: &&Arc<Translating>| kept.iter().any(|by| Arc::ptr_eq(by, second));
        self.seconds.iter().filter(is_kept).collect()
    }

    /// Whether a second translator was asked.
    pub(in crate::pipeline) fn has_asked_second(&self) -> bool {
        !self.seconds.is_empty()
    }

    /// Ends the sentences and returns the languages of those that their second translator is to see.
    pub(in crate::pipeline) fn languages_for_second(&mut self) -> BTreeSet<String> {
        let mut languages = BTreeSet::new();
        for at in 0..self.segments.len() {
            let segment = &self.segments[at];
            if segment.kept.is_some() {
                continue;
            }
            let translating = &self.pieces[segment.pieces.start].translating;
            if translating.translator.second.is_none() {
                continue;
            }
            let code = translating.code.clone();
            if segment.ended.is_none() {
                self.segments[at].ended = Some(self.end(segment, segment.pieces.clone()));
            }
            if self.segments[at].is_for_second() {
                languages.insert(code);
            }
        }
        languages
    }

    /// Makes pieces of the sentences that these second translators, by language, are to see.
    /// Returns how many sentences that are.
    pub(in crate::pipeline) fn ask_second(
        &mut self,
        seconds: &BTreeMap<String, Arc<Translating>>,
    ) -> u64 {
        let mut asked = 0;
        for segment in &mut self.segments {
            if !segment.is_for_second() {
                continue;
            }
            let first = &self.pieces[segment.pieces.start].translating;
            let Some(second) = seconds.get(&first.code) else {
                continue;
            };
            let start = self.pieces.len();
            let source = &self.article.text[segment.span.clone()];
            planned(source, segment.kind, second, &mut self.pieces);
            if self.pieces.len() > start {
                asked += 1;
                segment.second = Some(start..self.pieces.len());
                let open = self.pieces[start..].iter().filter(|p| p.failure.is_none());
                self.open += open.count();
            }
            if !self.seconds.iter().any(|known| Arc::ptr_eq(known, second)) {
                self.seconds.push(second.clone());
            }
        }
        asked
    }

    /// Keeps the better translation of each sentence that a second translator saw. Returns how
    /// many of the second translators' are kept.
    pub(in crate::pipeline) fn keep_better(&mut self) -> u64 {
        let mut kept = 0;
        for at in 0..self.segments.len() {
            let segment = &self.segments[at];
            let (Some(pieces), Some(first)) = (&segment.second, &segment.ended) else {
                continue;
            };
            let second = self.end(segment, pieces.clone());
            let first = self.version(segment, &segment.pieces, first);
            let is_better = self
                .version(segment, pieces, &second)
                .is_better_than(&first);
            let segment = &mut self.segments[at];
            let pieces = segment.second.take();
            if let Some(pieces) = pieces.filter(|_| is_better) {
                kept += 1;
                segment.pieces = pieces;
                segment.first_leg = None;
                segment.ended = Some(second);
                segment.by_second = true;
            } else if let Some(first) = &mut segment.ended {
                first.add_passing_errors(second);
            }
        }
        kept
    }

    /// A translation with its estimate, without the score that its translator gave it: those of two
    /// models cannot be compared.
    fn version<'e>(
        &self,
        segment: &Segment,
        pieces: &Range<usize>,
        ended: &'e Ended,
    ) -> Version<'e> {
        let translating = &self.pieces[pieces.start].translating;
        let estimate = if ended.status == Status::Failed || !translating.judging.calibrated {
            ended.estimate
        } else {
            let source = &self.article.text[segment.span.clone()];
            let pair = pair(source, segment, translating, &ended.translation);
            quality::judge(&pair).estimate.map(quality::rounded)
        };
        Version { ended, estimate }
    }
}

impl Segment {
    /// Whether a second translator is to see it.
    fn is_for_second(&self) -> bool {
        // A second translator of the same language reads a text in another one no better.
        let ended = self.ended.as_ref().filter(|_| self.doubt.is_none());
        ended.is_some_and(|ended| is_for_second(&ended.flags))
    }
}

impl Ended {
    /// Takes over what failed in another translation and may work another time.
    fn add_passing_errors(&mut self, other: Self) {
        let mut errors = other.flags;
        errors.retain(|flag| flag.kind == FlagKind::Error);
        for flag in errors {
            let message = format!("A second translator was asked. {}", flag.message);
            self.flags.push(Flag { message, ..flag });
            if self.status == Status::Translated {
                self.status = Status::Flagged;
            }
        }
    }
}

/// A translation with its estimate, if it has one.
struct Version<'a> {
    ended: &'a Ended,
    estimate: Option<f64>,
}

impl Version<'_> {
    fn is_better_than(&self, other: &Self) -> bool {
        match (self.ended.status, other.ended.status) {
            (Status::Failed, _) => return false,
            (_, Status::Failed) => return true,
            _ => {}
        }
        match self.estimate.zip(other.estimate) {
            Some((own, other)) => own < other,
            None => worse(&other.doubts(), &self.doubts()),
        }
    }

    /// What the checks object to. How sure a model is does not compare with how sure another one is.
    fn doubts(&self) -> Vec<Flag> {
        let flags = self.ended.flags.iter();
        let flags = flags.filter(|flag| flag.kind != FlagKind::Confidence);
        flags.cloned().collect()
    }
}
