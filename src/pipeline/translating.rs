//! Translating the texts of one language, once its model is loaded.

use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::{DecodeParams, Intake, Request};
use crate::model::TextCodec;
use crate::quality::Judging;
use crate::text::Language;
use crate::translate::{Budget, Ladder, Terms};

use super::key::Key;
use super::models::Running;
use super::recall::Recall;
use super::translators::Translator;

/// Everything that translating texts of one language needs.
pub(super) struct Translating {
    /// ISO 639-1 code of the language.
    pub(super) code: String,
    /// The profile of the language that its model reads: that one, unless the way to English goes
    /// through another language, and this is the rest of it.
    pub(super) language: &'static Language,
    /// The model with everything that its translations depend on.
    pub(super) translator: Translator,
    pub(super) codec: Arc<dyn TextCodec>,
    pub(super) budget: Budget,
    pub(super) ladder: Ladder,
    pub(super) judging: Judging,
    /// The glossary, if there is one.
    pub(super) terms: Option<Terms>,
    /// The texts that need not be translated again.
    pub(super) recall: Arc<Recall>,
    /// Whether it is asked after another one.
    pub(super) is_second: bool,
    /// Whether it translates what another one wrote in a third language.
    pub(super) is_onward: bool,
    /// The rest of the way, if its model writes a third language.
    pub(super) onward: Option<Arc<Translating>>,
    intake: Mutex<Intake>,
}

impl Translating {
    /// The parts of a loaded translator of a language.
    pub(super) fn new(
        running: &Running,
        code: &str,
        translator: Translator,
        beams: usize,
        recall: Recall,
    ) -> Self {
        let terms = translator.glossary.clone();
        let language = Language::of(code);
        Self {
            code: code.to_owned(),
            language,
            terms: terms.map(|glossary| Terms::new(glossary, language, &*running.codec)),
            intake: Mutex::new(running.engine.intake()),
            codec: running.codec.clone(),
            budget: running.budget,
            ladder: Ladder::new(beams, running.defaults.clone()),
            judging: running.judging,
            translator,
            recall: Arc::new(recall),
            is_second: false,
            is_onward: false,
            onward: None,
        }
    }

    /// Goes on with the same model, which was unloaded and is loaded again.
    pub(super) fn resume(&self, running: &Running) {
        *self.intake.lock().unwrap_or_else(PoisonError::into_inner) = running.engine.intake();
    }

    fn intake(&self) -> Intake {
        let intake = self.intake.lock();
        intake.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same, asked after another one.
    pub(super) fn into_second(self) -> Self {
        Self {
            is_second: true,
            ..self
        }
    }

    /// The same as the first part of a way of which this is the rest. The terms of the glossary are
    /// English, so that they are asked of the rest.
    pub(super) fn into_first(self, onward: Arc<Self>) -> Self {
        Self {
            terms: None,
            onward: Some(onward),
            ..self
        }
    }

    /// The same as the rest of a way through the language with this ISO 639-1 code. Terms of the
    /// glossary are still those of the language where the way begins.
    pub(super) fn into_onward(self, through: &str) -> Self {
        Self {
            language: Language::of(through),
            is_onward: true,
            ..self
        }
    }

    /// The ISO 639-1 code of the language that the first model of a way through it writes; `None` where
    /// English is written.
    pub(super) fn writes(&self) -> Option<&str> {
        self.onward.as_ref()?;
        let onward = self.translator.onward.as_ref();
        onward.map(|onward| onward.through.as_str())
    }

    /// Submits a request for a piece; waits while the pool is full. Returns false if the engine was
    /// closed.
    pub(super) fn submit(&self, key: Key, ask: Ask) -> bool {
        self.intake().submit(ask.request(key))
    }

    /// Submits a request that must not wait for room, because its article is in progress.
    pub(super) fn submit_again(&self, key: Key, ask: Ask) {
        // Only a closed engine refuses it; the article then stays undone until the next run.
        self.intake().submit_again(ask.request(key));
    }
}

/// A request to the model for a piece.
pub(super) struct Ask {
    pub(super) tokens: Vec<u32>,
    pub(super) params: DecodeParams,
}

impl Ask {
    fn request(self, key: Key) -> Request {
        Request {
            key: key.packed(),
            source: self.tokens.into(),
            params: self.params.into(),
        }
    }
}
