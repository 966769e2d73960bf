use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::Receiver;

use crate::article::InputFile;
use crate::brief::{ModelIdentity, SCHEMA};
use crate::engine::{DecodeParams, Engine, Notice};
use crate::model::TextCodec;
use crate::text::TARGET;
use crate::translate::Budget;

/// Changes whenever the same input would give another brief for reasons that are in no setting.
const TEXT_VERSION: u32 = 1;

/// Which files a brief is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// Markdown.
    pub md: bool,
    /// JSON.
    pub json: bool,
    /// A web page, and the index page.
    pub html: bool,
}

impl Formats {
    /// The extensions of the formats that are on.
    pub fn extensions(self) -> Vec<&'static str> {
        [("md", self.md), ("json", self.json), ("html", self.html)]
            .into_iter()
            .filter_map(|(extension, on)| on.then_some(extension))
            .collect()
    }
}

/// One of several runs that divide the articles among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: u64,
    /// How many there are.
    pub count: u64,
}

impl Shard {
    /// Whether the article of this path is in this shard: by a stable hash of the path.
    pub fn holds(self, path: &str) -> bool {
        let hash = blake3::hash(path.as_bytes());
        let first: [u8; 8] = std::array::from_fn(|i| hash.as_bytes()[i]);
        u64::from_le_bytes(first) % self.count == self.index - 1
    }
}

/// The settings of a run; resolved from flags, environment and files, and then fixed.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The files to read.
    pub files: Vec<InputFile>,
    /// Where to write.
    pub out: PathBuf,
    /// Files of each brief.
    pub formats: Formats,
    /// ISO 639-1 code of the articles' language.
    pub from: String,
    /// This run's part.
    pub shard: Option<Shard>,
    /// Redo articles that are already done.
    pub force: bool,
    /// Beams of the translator.
    pub beams: usize,
    /// Source tokens above which a sentence is split.
    pub split_at: usize,
    /// `cpu`, `cuda:N` or several of these between commas, for the record.
    pub device: String,
    /// `f32` or `bf16`, for the record; with that of the summarizer where it differs.
    pub precision: String,
    /// Who translates.
    pub translator: ModelIdentity,
    /// How summaries are made.
    pub summarizing: Summarizing,
    /// The model for headlines of articles without a title; without it they are cut out of the
    /// first sentence.
    pub headliner: Option<ModelIdentity>,
}

/// How summaries are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summarizing {
    /// Not at all.
    Off,
    /// Sentences of the translation are chosen.
    Extractive,
    /// A model writes them.
    Model(ModelIdentity),
}

impl Settings {
    /// The suffix of a shard's own files; empty for a whole run.
    pub fn part(&self) -> String {
        self.shard
            .map_or_else(String::new, |s| format!("-{}-of-{}", s.index, s.count))
    }

    /// Settings that change the text, by name.
    pub fn recorded(&self) -> BTreeMap<String, String> {
        let summary = match &self.summarizing {
            Summarizing::Off => "none",
            Summarizing::Extractive => "extractive",
            Summarizing::Model(_) => "model",
        };
        let headline = match &self.headliner {
            Some(_) => "model",
            None => "extractive",
        };
        [
            ("beams", self.beams.to_string()),
            ("from", self.from.clone()),
            ("headline", headline.to_owned()),
            ("split_at", self.split_at.to_string()),
            ("summary", summary.to_owned()),
            ("to", TARGET.code.to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// The key of a job: the same key never needs to be done twice.
    pub fn key(&self, content: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut field = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        field(&format!("{SCHEMA}.{TEXT_VERSION}"));
        field(content);
        field(&self.translator.hash);
        if let Summarizing::Model(model) = &self.summarizing {
            field(&model.hash);
        }
        if let Some(model) = &self.headliner {
            field(&model.hash);
        }
        field(&self.precision);
        for (name, value) in self.recorded() {
            field(&name);
            field(&value);
        }
        hasher.finalize().to_hex().to_string()
    }
}

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

/// The models of a run.
pub struct Models {
    /// The translator.
    pub translator: Running,
    /// The summarizer, for [`Summarizing::Model`].
    pub summarizer: Option<Running>,
    /// The model for headlines, for runs that have one.
    pub headliner: Option<Deferred>,
}

/// A model that is loaded when it is first needed.
pub enum Deferred {
    /// How it is loaded.
    Waiting(Box<dyn FnOnce() -> Result<Running, String> + Send>),
    /// It was loaded.
    Running(Running),
    /// Why it could not be.
    Failed(String),
}

impl Deferred {
    /// The model; loads it at the first call.
    ///
    /// # Errors
    /// Why it cannot be loaded, at every call.
    pub(super) fn get(&mut self) -> Result<&Running, &str> {
        if let Self::Waiting(_) = self {
            let taken = std::mem::replace(self, Self::Failed(String::new()));
            if let Self::Waiting(load) = taken {
                let loaded = catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| {
                    Err("loading it hit a defect in mujaz; please report it".to_owned())
                });
                *self = loaded.map_or_else(Self::Failed, Self::Running);
            }
        }
        match self {
            Self::Running(running) => Ok(running),
            Self::Failed(reason) => Err(reason),
            Self::Waiting(_) => unreachable!("replaced above"),
        }
    }

    /// The model, where it was loaded.
    pub(super) fn running(&self) -> Option<&Running> {
        match self {
            Self::Running(running) => Some(running),
            _ => None,
        }
    }
}

impl Models {
    /// Events of the models' engines.
    pub(super) fn notices(&self) -> impl Iterator<Item = Receiver<Notice>> {
        let headliner = self.headliner.as_ref().and_then(Deferred::running);
        let running = std::iter::once(&self.translator)
            .chain(&self.summarizer)
            .chain(headliner);
        running.map(|r| r.engine.notices().clone())
    }
}
