//! The settings of a run: the recipe, which decides the text of briefs, and what is read and written.
//! The command line decides where their values come from; how a recipe becomes part of a key is
//! decided in `job_key`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::article::{FieldMap, InputFile, NotRead, ReadSettings};
use crate::brief::Rendering;
use crate::text::{TARGET, counted};
use crate::translate::Glossary;

use super::model_use::ModelUse;
use super::translators::{Translator, Translators};

/// The settings that decide the text of briefs.
#[derive(Debug)]
pub struct Recipe {
    /// ISO 639-1 code of the language of all articles; `None` if that of each is found.
    pub from: Option<String>,
    /// The translators, by the language that they read.
    pub translators: Translators,
    /// The fields of records that the user names.
    pub fields: FieldMap,
    /// Beams of the translators.
    pub beams: usize,
    /// Source tokens above which a sentence is split.
    pub split_at: usize,
    /// The source of summaries.
    pub summarizing: Summarizing,
    /// The model for headlines of articles without a title; without a model they are shortened
    /// from the first sentence.
    pub headliner: Option<ModelUse>,
    /// `cpu`, `cuda:N` or several of these between commas. It is only recorded and is not part of
    /// the key.
    pub device: String,
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
    /// The files of the inputs that are not read; they are only recorded.
    pub not_read: NotRead,
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
    /// Whether the files are some of a watched folder: one that is gone is left out, and the index
    /// and the digest are left as they are, for [`update_index`].
    ///
    /// [`update_index`]: super::update_index
    pub watching: bool,
}

/// One of several runs that divide the articles among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// The number of the shard, from 1.
    index: u64,
    /// The number of shards, of which there is at least one.
    count: u64,
}

impl Shard {
    /// The shard of this number of so many; `None` unless the number is from 1 to `count`.
    pub fn of(index: u64, count: u64) -> Option<Self> {
        (1..=count)
            .contains(&index)
            .then_some(Self { index, count })
    }

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

    /// The settings with which files are read, until `stop` is set.
    pub(super) fn reading<'r>(
        &self,
        recipe: &'r Recipe,
        stop: Option<&'r AtomicBool>,
    ) -> ReadSettings<'r> {
        ReadSettings {
            max_file: self.max_file,
            whole_books: self.whole_books,
            fields: &recipe.fields,
            stop,
        }
    }

    /// Whether the article with this path is in this run.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.shard.is_none_or(|shard| shard.holds(path))
    }

    /// Whether the article of a file with this path is in this run. What is found in a file that is taken for one
    /// article, such as the rows of a table called `.txt`, goes with the file: the other shards do not open it.
    pub(super) fn takes(&self, file: &InputFile, path: &str) -> bool {
        self.holds(if file.is_one_article() {
            &file.relative
        } else {
            path
        })
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
    /// Settings that change the text, by name, for the record of a run, or of an article that a
    /// translator read.
    pub fn recorded(&self, translator: Option<&Translator>) -> BTreeMap<String, String> {
        let summary = match &self.summarizing {
            Summarizing::Off => "none",
            Summarizing::Extractive => "extractive",
            Summarizing::Model(_) => "model",
        };
        let headline = match &self.headliner {
            Some(_) => "model",
            None => "extractive",
        };
        let glossary = translator.and_then(|translator| translator.glossary.as_deref());
        let glossary = glossary.map(glossary_setting);
        let approved = translator.and_then(|translator| translator.approved.as_ref());
        let approved = approved.map(|approved| {
            let (count, hash) = (approved.len(), approved.hash());
            (
                "approved",
                format!("{}, BLAKE3 {}", counted(count, "pair"), &hash[..12]),
            )
        });
        let fields = (!self.fields.is_empty()).then(|| ("fields", self.fields.to_string()));
        [
            ("beams", self.beams.to_string()),
            ("from", self.from().to_owned()),
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

    /// The same, for the record of a run whose first translator is this one. If none was loaded, the
    /// glossary is named all the same.
    pub(super) fn recorded_of_run(&self, first: Option<&Translator>) -> BTreeMap<String, String> {
        let mut settings = self.recorded(first);
        let glossary = self.translators.glossary().filter(|_| first.is_none());
        let glossary = glossary.map(glossary_setting);
        settings.extend(glossary.map(|(name, value)| (name.to_owned(), value)));
        settings
    }

    /// The setting of the language: a code, or `auto`.
    pub(super) fn from(&self) -> &str {
        self.from.as_deref().unwrap_or("auto")
    }
}

/// The setting that tells a glossary from others.
fn glossary_setting(glossary: &Glossary) -> (&'static str, String) {
    let (count, hash) = (glossary.terms().len(), glossary.hash());
    let value = format!("{}, BLAKE3 {}", counted(count, "term"), &hash[..12]);
    ("glossary", value)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::brief::ModelIdentity;
    use crate::engine::Precision;

    #[test]
    fn a_shard_is_one_of_those_that_there_are() {
        assert_eq!(Shard::of(2, 8), Some(Shard { index: 2, count: 8 }));
        for (index, count) in [(0, 8), (9, 8), (0, 0), (1, 0)] {
            assert_eq!(Shard::of(index, count), None, "{index}/{count}");
        }
    }

    /// A model whose files have this hash.
    pub(in crate::pipeline) fn model(hash: &str) -> ModelUse {
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

    /// A recipe without translators.
    pub(in crate::pipeline) fn recipe() -> Recipe {
        Recipe {
            from: Some("ar".into()),
            translators: Translators::default(),
            fields: FieldMap::default(),
            beams: 1,
            split_at: 128,
            summarizing: Summarizing::Extractive,
            headliner: None,
            device: "cpu".into(),
        }
    }
}
