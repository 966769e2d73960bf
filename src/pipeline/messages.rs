//! The messages between the stages. They are the only thing that one stage knows of another.

use std::sync::Arc;

use crossbeam_channel::Sender;

use crate::article::Source;
use crate::brief::Brief;
use crate::store::Outcome;

use super::error::RunError;
use super::job::Job;
use super::models::{Role, Running};
use super::translating::Translating;

/// What an article is recorded by if it ends without a brief.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) path: String,
    /// The key of its job.
    pub(super) key: String,
    /// Its own headline, if it was read and has one.
    pub(super) title: Option<String>,
    /// Whether the reader took a place for it, which the sink gives back.
    pub(super) has_place: bool,
}

impl Named {
    /// An article that was read in this run, and the key of its job.
    pub(super) fn of(source: &Source, key: &str) -> Self {
        Self {
            path: source.path.clone(),
            key: key.to_owned(),
            title: source.title.clone(),
            has_place: true,
        }
    }
}

/// An article that ended without a brief.
pub(super) struct Settled {
    pub(super) article: Named,
    pub(super) outcome: Outcome,
    pub(super) reason: String,
    /// Whether it may end otherwise another time: the program or the machine failed, and not the
    /// article.
    pub(super) may_pass: bool,
}

impl Settled {
    /// An article on which the program panicked, while `doing` something.
    pub(super) fn defect(article: Named, doing: &str) -> Self {
        Self {
            article,
            outcome: Outcome::Failed,
            reason: format!("{doing} it hit a defect in mujaz; please report it with the article"),
            may_pass: true,
        }
    }
}

/// A message to the collector, from the stages before it.
pub(super) enum Event {
    /// A job with nothing for the translator to do, and the number of its article.
    Complete(u32, Box<Job>),
    /// An article that ended without a brief.
    Settled(Settled),
    /// A brief of an earlier run of which some files are missing, with the key of its job.
    Again(Box<Brief>, String),
    /// The run cannot go on.
    Broken(RunError),
}

/// A message to the loader. Whoever waits for its answer hears nothing if a model cannot be loaded.
pub(super) enum Want {
    /// The first article has arrived: the summarizer is needed, if there is one.
    Summarizer(Sender<()>),
    /// A text in this language has arrived, and its translator is not loaded. The answer is a reason if
    /// there is a translator that cannot be used and that the run can do without.
    Translator(String, Sender<Result<Arc<Translating>, String>>),
    /// The translator of this language failed at a sentence, or is probably wrong about one, and the
    /// second one is not loaded. The collector gets the answer.
    SecondTranslator(String),
    /// The first article without a title has arrived.
    Headliner,
    /// These weights are to make room for others, and no article uses them.
    Unload(usize, Sender<()>),
}

/// A message from the loader to the collector.
pub(super) enum Loaded {
    /// A model is ready; for earlier runs its replicas have spent this many seconds in it.
    Ready(Role, Box<Running>, f64),
    /// The second translator of a language is ready.
    Second(Arc<Translating>),
    /// The models of these roles are to be unloaded, once the collector has let go of them.
    LetGo(Vec<Role>, Sender<()>),
    /// A model cannot be loaded, and the run cannot go on.
    Failed(RunError),
}

/// A message to the writer.
pub(super) enum Product {
    /// A brief, with the key of its job.
    Brief(Box<Brief>, String),
    /// A brief of an earlier run of which some files are missing.
    Again(Box<Brief>, String),
    /// An article that ended without a brief.
    Settled(Settled),
}

impl Product {
    /// The path of its article and the key of its job.
    pub(super) fn names(&self) -> (&str, &str) {
        match self {
            Self::Brief(brief, key) | Self::Again(brief, key) => (&brief.source.path, key),
            Self::Settled(Settled { article, .. }) => (&article.path, &article.key),
        }
    }

    /// What its article is recorded by if it gets no brief.
    pub(super) fn article(&self) -> Named {
        match self {
            Self::Brief(brief, key) | Self::Again(brief, key) => Named {
                has_place: self.has_place(),
                ..Named::of(&brief.source, key)
            },
            Self::Settled(settled) => settled.article.clone(),
        }
    }

    /// Whether its article has a place to be given back.
    pub(super) fn has_place(&self) -> bool {
        match self {
            Self::Brief(..) => true,
            Self::Again(..) => false,
            Self::Settled(settled) => settled.article.has_place,
        }
    }
}
