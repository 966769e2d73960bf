//! A piece of an article's text: what the model is asked for it, in which attempt, and which of its
//! answers is kept. This file is pure.

use std::sync::Arc;

use crate::brief::{Flag, FlagKind};
use crate::engine::{DecodeParams, EngineError, Hypothesis};
use crate::quality::{self, Judging, Pair};
use crate::store::{Remembered, TextKey};
use crate::text::{Language, SegmentKind, TARGET};
use crate::translate::{Attempt, Piece, worse};

use super::translating::Translating;

/// The message of a piece's flag if its result reached the length limit.
pub(super) const CUT: &str = "cut at the length limit";

/// A piece of an article's text, and what the model has made of it so far.
pub(super) struct PieceState {
    /// What translates it.
    pub(super) translating: Arc<Translating>,
    pub(super) piece: Piece,
    pub(super) attempt: Attempt,
    pub(super) best: Option<Candidate>,
    pub(super) failure: Option<Failure>,
    pub(super) fragment: bool,
    /// The terms of the glossary in its text, by number.
    pub(super) terms: Vec<usize>,
}

/// Why there is no result.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// What happened, in words.
    pub(super) reason: String,
    /// [`FlagKind::Error`] if it may work another time, otherwise [`FlagKind::Failure`].
    pub(super) kind: FlagKind,
}

impl Failure {
    /// A failure that belongs to the text: it stays for as long as the text and the settings do.
    pub(super) fn of_text(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            kind: FlagKind::Failure,
        }
    }
}

impl From<&EngineError> for Failure {
    fn from(error: &EngineError) -> Self {
        if error.may_pass() {
            Self {
                reason: format!("{error}; another try may succeed"),
                kind: FlagKind::Error,
            }
        } else {
            Self::of_text(error.to_string())
        }
    }
}

/// A translation of a piece, with the doubts about it.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) score: f32,
    pub(super) flags: Vec<Flag>,
    pub(super) cut: bool,
}

impl PieceState {
    /// A piece that is yet to be asked for.
    pub(super) fn new(piece: Piece, kind: SegmentKind, translating: &Arc<Translating>) -> Self {
        // A tokenizer returns at least the end token, unless it cannot read the text.
        let failure = piece
            .tokens
            .is_empty()
            .then(|| Failure::of_text("the tokenizer cannot read it"));
        let terms = translating.terms.as_ref();
        Self {
            terms: terms.map_or_else(Vec::new, |terms| terms.found_in(&piece.text)),
            translating: translating.clone(),
            piece,
            attempt: Attempt::Plain,
            best: None,
            failure,
            fragment: kind != SegmentKind::Sentence,
        }
    }

    /// The same with these terms of the glossary, by number, instead of those in its text.
    pub(super) fn with_terms(self, terms: Vec<usize>) -> Self {
        Self { terms, ..self }
    }

    /// The same as a piece that is not asked for, because its text has nothing to translate: it stays
    /// as it is, with the score of what it is a translation of.
    pub(super) fn staying(mut self, score: f32) -> Self {
        self.failure = None;
        self.best = Some(self.weigh((self.piece.text.clone(), score, false)));
        self
    }

    /// The same as a piece that is not asked for, because it cannot be translated.
    pub(super) fn failing(self, failure: Failure) -> Self {
        Self {
            failure: Some(failure),
            ..self
        }
    }

    /// The parameters for the next attempt at it.
    pub(super) fn params(&self) -> DecodeParams {
        let Translating { ladder, terms, .. } = &*self.translating;
        let params = ladder.params(self.attempt, self.piece.max_new);
        match terms {
            Some(terms) if self.attempt != Attempt::Free => terms.asked(params, &self.terms),
            _ => params,
        }
    }

    /// Takes the model's answer; returns whether the model is to be asked again.
    pub(super) fn answer(&mut self, result: Result<Vec<Hypothesis>, EngineError>) -> bool {
        let translating = self.translating.clone();
        let hypotheses = match result {
            Ok(hypotheses) => hypotheses,
            Err(error) => {
                self.failure = Some(Failure::from(&error));
                return false;
            }
        };
        let best = hypotheses.into_iter().next().unwrap_or_default();
        let most = translating.budget.target;
        let limit = self.params().max_new.min(most);
        let text = translating.codec.decode(&best.tokens);
        let cut = best.tokens.len() >= limit;
        let candidate = self.weigh((text, best.score, cut));
        let has_terms = !self.terms.is_empty();
        let next = (translating.ladder).next(self.attempt, &candidate.flags, has_terms);
        let mut kinds = candidate.flags.iter().map(|flag| flag.kind);
        let looping = kinds.any(|kind| kind == FlagKind::Repetition);
        if cut && !looping {
            self.piece.max_new = (2 * self.piece.max_new).min(most);
        }
        let kept = self.best.as_ref();
        if kept.is_none_or(|kept| worse(&kept.flags, &candidate.flags)) {
            self.best = Some(candidate);
        }
        if let Some(attempt) = next {
            self.attempt = attempt;
        }
        next.is_some()
    }

    /// Its text, with all that its translation depends on.
    pub(super) fn text(&self) -> TextKey {
        let terms = self.translating.terms.as_ref();
        TextKey {
            source: self.piece.text.clone(),
            fragment: self.fragment,
            terms: terms.map_or_else(String::new, |terms| terms.listed(&self.terms)),
        }
    }

    /// Its translation; `None` if an attempt failed, which another might have been better than.
    pub(super) fn translation(&self) -> Option<Remembered> {
        let best = self.best.as_ref().filter(|_| self.failure.is_none())?;
        Some(Remembered {
            text: self.text(),
            translation: best.text.clone(),
            score: best.score,
            cut: best.cut,
        })
    }

    /// Takes the translation of another piece with the same text.
    pub(super) fn take(&mut self, known: &Remembered) {
        let translation = (known.translation.clone(), known.score, known.cut);
        self.best = Some(self.weigh(translation));
        self.failure = None;
    }

    /// Checks a translation of the piece: its text, its score and whether it was cut at the length
    /// limit.
    fn weigh(&self, (text, score, cut): (String, f32, bool)) -> Candidate {
        let through = self.translating.writes();
        let pair = Pair {
            source: &self.piece.text,
            from: self.translating.language,
            translation: &text,
            to: through.map_or(TARGET, Language::of),
            fragment: self.fragment,
            score: Some(score),
            // Words are compared once for the whole segment.
            judging: Judging::default(),
        };
        let mut flags = match through {
            Some(through) => quality::check_intermediate(&pair, through),
            None => quality::check(&pair),
        };
        if let Some(terms) = &self.translating.terms {
            flags.extend(terms.doubts(&self.terms, &text));
        }
        if cut {
            flags.push(Flag::new(FlagKind::Length, CUT));
        }
        Candidate {
            text,
            score,
            flags,
            cut,
        }
    }

    /// The terms of the glossary in its text, by number, and its translation.
    pub(super) fn terms_used(&self) -> (&[usize], &str) {
        let best = self.best.as_ref();
        (&self.terms, best.map_or("", |best| &best.text))
    }

    /// Why this piece has no translation, if it has none.
    pub(super) fn failed(&self) -> Option<Failure> {
        if let Some(best) = &self.best {
            let empty = best.flags.iter().any(|f| f.kind == FlagKind::Empty);
            return empty.then(|| Failure::of_text("the model gave no text for it"));
        }
        let none = || Failure::of_text("the model gave no answer");
        Some(self.failure.clone().unwrap_or_else(none))
    }
}
