//! The settings of a run. This file owns which of them decide a brief's text and therefore its job
//! key; the command line decides where their values come from.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::article::{FieldMap, InputFile, ReadSettings};
use crate::brief::{ModelIdentity, Rendering, SCHEMA};
use crate::engine::Precision;
use crate::store::Origin;
use crate::text::{Language, TARGET};
use crate::translate::{ApprovedPairs, Glossary};

/// Part of every job key. It is raised when the same input gives another brief although no setting
/// has changed.
const TEXT_VERSION: u32 = 1;

/// The settings that decide the text of a brief.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// ISO 639-1 code of the articles' language.
    pub from: String,
    /// The fields of records that the user names.
    pub fields: FieldMap,
    /// The terms that translations are to have.
    pub glossary: Option<Arc<Glossary>>,
    /// Translations that people approved, if there are any.
    pub approved: Option<Arc<ApprovedPairs>>,
    /// Beams of the translator.
    pub beams: usize,
    /// Source tokens above which a sentence is split.
    pub split_at: usize,
    /// The translator.
    pub translator: ModelUse,
    /// How summaries are made.
    pub summarizing: Summarizing,
    /// The model for headlines of articles without a title; without a model they are shortened
    /// from the first sentence.
    pub headliner: Option<ModelUse>,
    /// `cpu`, `cuda:N` or several of these between commas. It is only recorded and is not part of
    /// the key.
    pub device: String,
}

/// A model with the settings that it runs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelUse {
    /// The identity of its weights.
    pub identity: ModelIdentity,
    /// The number format that it computes in.
    pub precision: Precision,
    /// Whether a lexical shortlist restricts its output.
    pub shortlist: bool,
}

/// The source of summaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summarizing {
    /// There are no summaries.
    Off,
    /// Sentences of the translation are chosen.
    Extractive,
    /// A model writes them.
    Model(ModelUse),
}

/// The input and output of a run over files.
#[derive(Debug, Clone)]
pub struct FolderRun {
    /// The files to read.
    pub files: Vec<InputFile>,
    /// The folder to write to.
    pub out: PathBuf,
    /// The size above which files are skipped, in bytes.
    pub max_file: Option<u64>,
    /// Whether a book is one article, instead of one for each chapter.
    pub whole_books: bool,
    /// The formats of each brief.
    pub renderings: Vec<Rendering>,
    /// The shard that this run does; `None` for all articles.
    pub shard: Option<Shard>,
    /// Whether to redo articles that are already done.
    pub force: bool,
    /// The translation memory, if there is one.
    pub memory: Option<PathBuf>,
}

/// One of several runs that divide the articles among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// The number of the shard, from 1.
    pub index: u64,
    /// The number of shards.
    pub count: u64,
}

impl Shard {
    /// Whether the article with this path is in this shard, by a stable hash of the path.
    pub fn holds(self, path: &str) -> bool {
        let hash = blake3::hash(path.as_bytes());
        let first: [u8; 8] = std::array::from_fn(|i| hash.as_bytes()[i]);
        u64::from_le_bytes(first) % self.count == self.index - 1
    }
}

impl FolderRun {
    /// The suffix of the names of a shard's own files; empty for a whole run.
    pub fn part(&self) -> String {
        self.shard
            .map_or_else(String::new, |s| format!("-{}-of-{}", s.index, s.count))
    }

    /// How files are read.
    pub(super) fn reading<'r>(&self, recipe: &'r Recipe) -> ReadSettings<'r> {
        ReadSettings {
            max_file: self.max_file,
            whole_books: self.whole_books,
            fields: &recipe.fields,
        }
    }

    /// Whether the article with this path is in this run.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.shard.is_none_or(|shard| shard.holds(path))
    }
}

impl Summarizing {
    /// The summarizer, if a model writes summaries.
    pub fn model(&self) -> Option<&ModelUse> {
        match self {
            Self::Model(model) => Some(model),
            Self::Off | Self::Extractive => None,
        }
    }
}

impl Recipe {
    /// The profile of the articles' language.
    pub fn language(&self) -> &'static Language {
        Language::of(&self.from)
    }

    /// The number formats in words, for the record: the translator's, and those of other models
    /// that differ from it.
    pub fn precision(&self) -> String {
        let mut text = self.translator.precision.to_string();
        if self.translator.shortlist {
            text.push_str(" with a shortlist");
        }
        let others = [
            ("summarizer", self.summarizing.model()),
            ("headliner", self.headliner.as_ref()),
        ];
        for (role, model) in others {
            let own = model.map(|model| model.precision);
            if let Some(own) = own.filter(|own| *own != self.translator.precision) {
                text.push_str(&format!(", {role} {own}"));
            }
        }
        text
    }

    /// Settings that change the text, by name, for the record.
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
        let glossary = self.glossary.as_ref().map(|glossary| {
            let (count, hash) = (glossary.terms().len(), glossary.hash());
            (
                "glossary",
                format!("{}, BLAKE3 {}", counted(count, "term"), &hash[..12]),
            )
        });
        let approved = self.approved.as_ref().map(|approved| {
            let (count, hash) = (approved.len(), approved.hash());
            (
                "approved",
                format!("{}, BLAKE3 {}", counted(count, "pair"), &hash[..12]),
            )
        });
        let fields = (!self.fields.is_empty()).then(|| ("fields", self.fields.to_string()));
        [
            ("beams", self.beams.to_string()),
            ("from", self.from.clone()),
            ("headline", headline.to_owned()),
            ("split_at", self.split_at.to_string()),
            ("summary", summary.to_owned()),
            ("to", TARGET.code.to_owned()),
        ]
        .into_iter()
        .chain(fields)
        .chain(glossary)
        .chain(approved)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// The origin of its translations in a translation memory: everything that a text's translation
    /// depends on besides the text and its terms of the glossary.
    pub fn origin(&self) -> Origin {
        let mut fields = Fields(blake3::Hasher::new());
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("from", &self.from);
        fields.add("to", TARGET.code);
        fields.add("beams", &self.beams.to_string());
        // Sums are rounded in another way.
        let device = self.device.split(':').next().unwrap_or_default();
        fields.add("device", device);
        fields.model("translator", &self.translator);
        Origin {
            key: fields.0.finalize().to_hex().to_string(),
            translator: format!(
                "{} in {}, beams {}",
                self.translator.identity.name,
                self.translator.precision.name(),
                self.beams
            ),
            from: self.from.clone(),
            to: TARGET.code.to_owned(),
        }
    }

    /// The key of a job on content with this hash; the same key never needs to be done twice. Each
    /// setting is hashed with its name; no text meant for people is hashed.
    pub fn key(&self, content: &str) -> String {
        let Self {
            from,
            fields: named,
            glossary,
            approved,
            beams,
            split_at,
            translator,
            summarizing,
            headliner,
            device: _,
        } = self;
        let mut fields = Fields(blake3::Hasher::new());
        fields.add("schema", &SCHEMA.to_string());
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("content", content);
        fields.add("from", from);
        fields.add("to", TARGET.code);
        fields.add("beams", &beams.to_string());
        fields.add("split at", &split_at.to_string());
        fields.model("translator", translator);
        match summarizing {
            Summarizing::Off => fields.add("summary", "off"),
            Summarizing::Extractive => fields.add("summary", "extractive"),
            Summarizing::Model(model) => fields.model("summary", model),
        }
        match headliner {
            None => fields.add("headline", "extractive"),
            Some(model) => fields.model("headline", model),
        }
        // Without named fields the key is that of versions that knew none.
        if !named.is_empty() {
            fields.add("fields", &named.to_string());
        }
        if let Some(glossary) = glossary {
            fields.add("glossary", glossary.hash());
        }
        if let Some(approved) = approved {
            fields.add("approved", approved.hash());
        }
        fields.0.finalize().to_hex().to_string()
    }
}

/// A number of things, in words.
pub(super) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

/// Hashes named values so that different ones never give the same bytes.
struct Fields(blake3::Hasher);

impl Fields {
    fn add(&mut self, name: &str, value: &str) {
        for text in [name, value] {
            self.0.update(&(text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
    }

    fn model(&mut self, role: &str, model: &ModelUse) {
        self.add(role, &model.identity.hash);
        self.add("precision", model.precision.name());
        self.add("shortlist", if model.shortlist { "yes" } else { "no" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(hash: &str) -> ModelUse {
        ModelUse {
            identity: ModelIdentity {
                name: "a name".into(),
                revision: None,
                hash: hash.into(),
                licence: None,
            },
            precision: Precision::Int8,
            shortlist: false,
        }
    }

    fn recipe() -> Recipe {
        Recipe {
            from: "ar".into(),
            fields: FieldMap::default(),
            glossary: None,
            approved: None,
            beams: 1,
            split_at: 128,
            translator: model("t"),
            summarizing: Summarizing::Extractive,
            headliner: None,
            device: "cpu".into(),
        }
    }

    #[test]
    fn what_changes_the_text_changes_the_key_and_nothing_else_does() {
        let key = recipe().key("content");
        let changes: [fn(&mut Recipe); 12] = [
            |r| {
                let pairs = [("نص".to_owned(), "text".to_owned())];
                r.approved = ApprovedPairs::of(pairs).map(Arc::new);
            },
            |r| r.glossary = Some(Arc::new(Glossary::of_terms(&[("وزير", "minister")]))),
            |r| r.from = "fa".into(),
            |r| r.fields = FieldMap::of(&["text=b".to_owned()]).expect("a map"),
            |r| r.beams = 4,
            |r| r.split_at = 64,
            |r| r.translator.identity.hash = "u".into(),
            |r| r.translator.precision = Precision::F32,
            |r| r.translator.shortlist = true,
            |r| r.summarizing = Summarizing::Off,
            |r| r.summarizing = Summarizing::Model(model("s")),
            |r| r.headliner = Some(model("h")),
        ];
        let mut keys = vec![key.clone(), recipe().key("other content")];
        for change in changes {
            let mut changed = recipe();
            change(&mut changed);
            keys.push(changed.key("content"));
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let mut same = recipe();
        same.device = "cuda:1".into();
        same.translator.identity.name = "another name".into();
        assert_eq!(same.key("content"), key);
    }

    #[test]
    fn precisions_are_said_where_they_differ() {
        let mut recipe = recipe();
        recipe.headliner = Some(model("h"));
        assert_eq!(recipe.precision(), "int8");
        recipe.translator.shortlist = true;
        recipe.summarizing = Summarizing::Model(ModelUse {
            precision: Precision::F32,
            ..model("s")
        });
        assert_eq!(recipe.precision(), "int8 with a shortlist, summarizer f32");
    }
}
