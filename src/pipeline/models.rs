//! The models of a run. This file owns their roles, how they are loaded and how requests to them
//! are numbered; the stages decide what to ask and what to do with the answers.

use std::sync::Arc;

use crossbeam_channel::{Receiver, never};

use crate::engine::{DecodeParams, Engine, Intake, Notice, Outcome as Answer, Request};
use crate::model::TextCodec;
use crate::quality::Judging;
use crate::translate::{ApprovedPairs, Budget, Ladder, Terms};

use super::settings::Recipe;

/// A loaded model with everything that belongs to it.
pub struct Running {
    /// Its replicas.
    pub engine: Engine,
    /// Its tokenizer.
    pub codec: Arc<dyn TextCodec>,
    /// Its limits.
    pub budget: Budget,
    /// The settings that the model's authors decode with.
    pub defaults: DecodeParams,
    /// How its translations are judged word by word.
    pub judging: Judging,
}

/// The role of a model in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It translates.
    Translator,
    /// It writes summaries.
    Summarizer,
    /// It writes headlines of articles without a title.
    Headliner,
}

impl Role {
    /// All of them, in the order in which an article needs them.
    pub const ALL: [Self; 3] = [Self::Translator, Self::Headliner, Self::Summarizer];
}

/// One value for each role that has one.
#[derive(Debug, Clone)]
pub struct ByRole<T>([Option<T>; 3]);

impl<T> Default for ByRole<T> {
    fn default() -> Self {
        Self([None, None, None])
    }
}

impl<T> ByRole<T> {
    /// The value of a role.
    pub fn get(&self, role: Role) -> Option<&T> {
        self.0[role as usize].as_ref()
    }

    /// Sets the value of a role.
    pub fn set(&mut self, role: Role, one: T) {
        self.0[role as usize] = Some(one);
    }

    /// Takes the value of a role out.
    pub(super) fn take(&mut self, role: Role) -> Option<T> {
        self.0[role as usize].take()
    }

    /// All values.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// All values, by value.
    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.0.into_iter().flatten()
    }
}

/// Loads a model.
pub type Load<'a> = Box<dyn FnOnce() -> anyhow::Result<Running> + Send + 'a>;

/// The functions that load the models of a run when they are needed.
pub type Loads<'a> = ByRole<Load<'a>>;

/// The models that are loaded.
pub(super) type Models = ByRole<Running>;

impl Models {
    /// The channel on which the answers of a role's model arrive; without a model, none ever do.
    pub(super) fn answers(&self, role: Role) -> Receiver<Answer> {
        self.get(role)
            .map_or_else(never, |model| model.engine.outcomes().clone())
    }

    /// Closes the models to requests; what is being decoded finishes.
    pub(super) fn close(&self) {
        for model in self.iter() {
            model.engine.intake().close();
        }
    }

    /// Notices of the replicas since the last call.
    pub(super) fn notices(&self) -> Vec<Notice> {
        self.iter()
            .flat_map(|model| model.engine.notices().try_iter())
            .collect()
    }
}

/// Everything that translating an article needs.
pub(super) struct Translating {
    pub(super) intake: Intake,
    pub(super) codec: Arc<dyn TextCodec>,
    pub(super) budget: Budget,
    pub(super) ladder: Ladder,
    pub(super) judging: Judging,
    /// The glossary, if there is one.
    pub(super) terms: Option<Terms>,
    /// Translations that people approved, if there are any.
    pub(super) approved: Option<Arc<ApprovedPairs>>,
}

impl Translating {
    /// The parts of a translator that works by a recipe.
    pub(super) fn with(translator: &Running, recipe: &Recipe) -> Self {
        let terms = recipe.glossary.clone();
        Self {
            approved: recipe.approved.clone(),
            terms: terms
                .map(|glossary| Terms::new(glossary, recipe.language(), &*translator.codec)),
            intake: translator.engine.intake(),
            codec: translator.codec.clone(),
            budget: translator.budget,
            ladder: Ladder::new(recipe.beams, translator.defaults.clone()),
            judging: translator.judging,
        }
    }
}

impl Running {
    /// Submits a request that must not wait for room, because its article is in progress.
    pub(super) fn ask(&self, key: Key, tokens: Vec<u32>, params: DecodeParams) {
        // Only a closed engine refuses it; the article then stays undone until the next run.
        self.engine.intake().submit_again(Request {
            key: key.packed(),
            source: tokens.into(),
            params: params.into(),
        });
    }
}

/// The subject of a request to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// The number of the article in this run.
    pub(super) article: u32,
    /// The piece of the article's text; 0 for its headline and its summary.
    pub(super) piece: u32,
}

impl Key {
    /// The key of an article's headline or summary.
    pub(super) fn whole(article: u32) -> Self {
        Self { article, piece: 0 }
    }

    /// The key as the engine carries it.
    pub(super) fn packed(self) -> u64 {
        u64::from(self.article) << 32 | u64::from(self.piece)
    }

    /// The key from the number that the engine carried.
    pub(super) fn unpacked(key: u64) -> Self {
        Self {
            article: (key >> 32) as u32,
            piece: key as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_were() {
        for (article, piece) in [(0, 0), (7, 3), (u32::MAX, u32::MAX)] {
            let key = Key { article, piece };
            assert_eq!(Key::unpacked(key.packed()), key);
        }
    }
}
