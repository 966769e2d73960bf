use std::sync::Arc;

use crossbeam_channel::{Receiver, never};

use crate::engine::{DecodeParams, Engine, Intake, Notice, Outcome as Answer, Request};
use crate::model::TextCodec;
use crate::translate::{Budget, Ladder};

/// A model that runs, with what belongs to it.
pub struct Running {
    /// Its replicas.
    pub engine: Engine,
    /// Its tokenizer.
    pub codec: Arc<dyn TextCodec>,
    /// Its limits.
    pub budget: Budget,
    /// The settings that the model's authors decode with.
    pub defaults: DecodeParams,
}

/// What a model does in a run.
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

/// One thing for each role that has it.
#[derive(Debug, Clone)]
pub struct ByRole<T>([Option<T>; 3]);

impl<T> Default for ByRole<T> {
    fn default() -> Self {
        Self([None, None, None])
    }
}

impl<T> ByRole<T> {
    /// The one of a role.
    pub fn get(&self, role: Role) -> Option<&T> {
        self.0[role as usize].as_ref()
    }

    /// Sets the one of a role.
    pub fn set(&mut self, role: Role, one: T) {
        self.0[role as usize] = Some(one);
    }

    /// Takes the one of a role out.
    pub(super) fn take(&mut self, role: Role) -> Option<T> {
        self.0[role as usize].take()
    }

    /// All there are.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// All there are, by value.
    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.0.into_iter().flatten()
    }
}

/// Loads a model.
pub type Load<'a> = Box<dyn FnOnce() -> anyhow::Result<Running> + Send + 'a>;

/// How the models of a run are loaded, when they are needed.
pub type Loads<'a> = ByRole<Load<'a>>;

/// The models that run.
pub(super) type Models = ByRole<Running>;

impl Models {
    /// Where the answers of a role's model arrive; nothing ever does where there is none.
    pub(super) fn answers(&self, role: Role) -> Receiver<Answer> {
        self.get(role)
            .map_or_else(never, |model| model.engine.outcomes().clone())
    }

    /// Takes no more requests: what is being decoded finishes.
    pub(super) fn close(&self) {
        for model in self.iter() {
            model.engine.intake().close();
        }
    }

    /// What the replicas have to say since it was last asked.
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
}

impl Translating {
    /// By a translator that decodes with so many beams.
    pub(super) fn with(translator: &Running, beams: usize) -> Self {
        Self {
            intake: translator.engine.intake(),
            codec: translator.codec.clone(),
            budget: translator.budget,
            ladder: Ladder::new(beams, translator.defaults.clone()),
        }
    }
}

impl Running {
    /// Asks for a text that has to be written now that its article is under way.
    pub(super) fn ask(&self, key: Key, tokens: Vec<u32>, params: DecodeParams) {
        // Refused only by a closed engine: the article stays undone, and the next run takes it up.
        self.engine.intake().submit_again(Request {
            key: key.packed(),
            source: tokens.into(),
            params: params.into(),
        });
    }
}

/// What a request to a model is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// The number of the article in this run.
    pub(super) article: u32,
    /// The piece of the article's text; 0 for its headline and its summary.
    pub(super) piece: u32,
}

impl Key {
    /// The headline or the summary of an article.
    pub(super) fn whole(article: u32) -> Self {
        Self { article, piece: 0 }
    }

    /// As the engine carries it.
    pub(super) fn packed(self) -> u64 {
        u64::from(self.article) << 32 | u64::from(self.piece)
    }

    /// From what the engine carried.
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
