//! The settings of a run. This file owns which of them decide a brief's text and therefore its job
//! key; the command line decides where their values come from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::article::{FieldMap, InputFile, ReadSettings};
use crate::brief::{Rendering, SCHEMA};
use crate::store::Origin;
use crate::text::TARGET;

use super::error::RunError;
use super::model_use::ModelUse;
use super::translators::{Translator, Translators};

/// Part of every job key. It is raised when the same input gives another brief although no setting
/// has changed.
const TEXT_VERSION: u32 = 1;

/// The sign between the parts of a job's key.
const KEY_SIGN: char = ':';

/// How many characters of the content's hash are in a job's key.
const CONTENT: usize = 16;

/// What an earlier job is to the same article now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// It would have the same key.
    Same,
    /// The content is the same, and now there is no translator for one of its languages.
    Untranslatable,
    /// Anything else.
    Other,
}

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
    /// How summaries are made.
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
    /// The number formats in words, for the record: those of translators, and those of other
    /// models that differ from them.
    pub fn precision<'t>(&self, translators: impl IntoIterator<Item = &'t ModelUse>) -> String {
        let mut formats: Vec<String> = Vec::new();
        for model in translators {
            let mut format = model.precision.to_string();
            if model.shortlist {
                format.push_str(" with a shortlist");
            }
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
        let others = [
            ("summarizer", self.summarizing.model()),
            ("headliner", self.headliner.as_ref()),
        ];
        for (role, model) in others {
            let own = model.map(|model| model.precision.to_string());
            let differs = |own: &String| !formats.iter().any(|format| format.starts_with(own));
            if let Some(own) = own.filter(differs) {
                formats.push(format!("{own} ({role})"));
            }
        }
        formats.join(", ")
    }

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
        let glossary = translator.and_then(|translator| translator.glossary.as_ref());
        let glossary = glossary.map(|glossary| {
            let (count, hash) = (glossary.terms().len(), glossary.hash());
            (
                "glossary",
                format!("{}, BLAKE3 {}", counted(count, "term"), &hash[..12]),
            )
        });
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

    /// The origin of a translator's translations in a translation memory: everything that a text's
    /// translation depends on besides the text and its terms of the glossary.
    pub fn origin(&self, language: &str, translator: &Translator) -> Origin {
        let model = &translator.model;
        let mut fields = Fields(blake3::Hasher::new());
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("from", language);
        fields.add("to", TARGET.code);
        fields.add("beams", &self.beams.to_string());
        // Sums are rounded in another way.
        let device = self.device.split(':').next().unwrap_or_default();
        fields.add("device", device);
        fields.model("translator", model);
        Origin {
            key: fields.finish(),
            translator: format!(
                "{} in {}, beams {}",
                model.identity.name,
                model.precision.name(),
                self.beams
            ),
            from: language.to_owned(),
            to: TARGET.code.to_owned(),
        }
    }

    /// The key of a job on content with this hash in which texts of these languages were found, the
    /// article's own first: the languages, the beginning of the content's hash, and a hash of
    /// everything. The same key never needs to be done twice. Each setting is hashed with its name;
    /// no text meant for people is hashed.
    ///
    /// # Errors
    /// [`RunError::Models`] if a translator cannot be used.
    pub fn key(&self, content: &str, languages: &[&str]) -> Result<String, RunError> {
        let Self {
            from: _,
            translators,
            fields: named,
            beams,
            split_at,
            summarizing,
            headliner,
            device: _,
        } = self;
        let mut fields = Fields(blake3::Hasher::new());
        fields.add("schema", &SCHEMA.to_string());
        fields.add("text version", &TEXT_VERSION.to_string());
        fields.add("content", content);
        fields.add("from", self.from());
        fields.add("to", TARGET.code);
        fields.add("beams", &beams.to_string());
        fields.add("split at", &split_at.to_string());
        for language in languages {
            fields.add("language", language);
            match translators.of(language)? {
                Some(translator) => fields.translator(translator),
                None => fields.add("translator", "none"),
            }
        }
        match summarizing {
            Summarizing::Off => fields.add("summary", "off"),
            Summarizing::Extractive => fields.add("summary", "extractive"),
            Summarizing::Model(model) => fields.model("summary", model),
        }
        match headliner {
            None => fields.add("headline", "extractive"),
            Some(model) => fields.model("headline", model),
        }
        if !named.is_empty() {
            fields.add("fields", &named.to_string());
        }
        let languages = languages.join("+");
        let content = beginning(content);
        let hash = fields.finish();
        Ok(format!("{languages}{KEY_SIGN}{content}{KEY_SIGN}{hash}"))
    }

    /// What texts in these languages, as the key of a job names them, are made with: a hash of the
    /// version of mujaz and of everything that a job's key is made of but the content.
    pub fn fingerprint(&self, languages: &str) -> String {
        // A translator that cannot be used ends the run elsewhere.
        let key = self.key("", &codes(languages)).unwrap_or_default();
        let made_with = format!("{} {key}", env!("CARGO_PKG_VERSION"));
        let hash = blake3::hash(made_with.as_bytes()).to_hex();
        hash.as_str()[..CONTENT].to_owned()
    }

    /// What a job with this key, on content with this hash, would be now. An article that is not
    /// read has no languages yet; those of an earlier job on the same content are in its key.
    ///
    /// # Errors
    /// [`RunError::Models`] if a translator cannot be used.
    pub fn compare_key(&self, key: &str, content: &str) -> Result<Earlier, RunError> {
        let mut parts = key.split(KEY_SIGN);
        let (Some(languages), Some(own), Some(_)) = (parts.next(), parts.next(), parts.next())
        else {
            return Ok(Earlier::Other);
        };
        if own != beginning(content) {
            return Ok(Earlier::Other);
        }
        let languages = codes(languages);
        if self.key(content, &languages)? == key {
            return Ok(Earlier::Same);
        }
        let lacks = |code: &&str| self.translators.lack(code).is_some();
        Ok(if languages.iter().any(lacks) {
            Earlier::Untranslatable
        } else {
            Earlier::Other
        })
    }

    /// The setting of the language: a code, or `auto`.
    fn from(&self) -> &str {
        self.from.as_deref().unwrap_or("auto")
    }
}

/// The languages that a job's key names, with `+` between them.
pub(super) fn languages_of_key(key: &str) -> &str {
    key.split_once(KEY_SIGN)
        .map_or("", |(languages, _)| languages)
}

fn codes(languages: &str) -> Vec<&str> {
    let codes = languages.split('+');
    codes.filter(|code| !code.is_empty()).collect()
}

/// The part of a content's hash that is in a job's key.
fn beginning(content: &str) -> &str {
    content.get(..CONTENT).unwrap_or(content)
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

    fn finish(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }

    fn translator(&mut self, translator: &Translator) {
        self.model("translator", &translator.model);
        if let Some(glossary) = &translator.glossary {
            self.add("glossary", glossary.hash());
        }
        if let Some(approved) = &translator.approved {
            self.add("approved", approved.hash());
        }
        if let Some(second) = &translator.second {
            self.model("second translator", second);
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
    use std::sync::Arc;

    use super::*;
    use crate::brief::ModelIdentity;
    use crate::engine::Precision;
    use crate::translate::{ApprovedPairs, Glossary};

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

    fn translator(hash: &str) -> Translator {
        Translator {
            model: model(hash),
            glossary: None,
            approved: None,
            second: None,
        }
    }

    fn translators(of: &[(&'static str, Translator)]) -> Translators {
        let mut translators = Translators::default();
        for (language, translator) in of.iter().cloned() {
            translators.add(
                language,
                ("a model", true),
                Box::new(move || Ok(translator)),
            );
        }
        translators
    }

    fn recipe() -> Recipe {
        Recipe {
            from: Some("ar".into()),
            translators: translators(&[("ar", translator("t"))]),
            fields: FieldMap::default(),
            beams: 1,
            split_at: 128,
            summarizing: Summarizing::Extractive,
            headliner: None,
            device: "cpu".into(),
        }
    }

    fn key(recipe: &Recipe) -> String {
        recipe.key("content", &["ar"]).expect("a key")
    }

    #[test]
    fn what_changes_the_text_changes_the_key_and_nothing_else_does() {
        let changes: [fn(&mut Recipe); 8] = [
            |r| r.from = None,
            |r| r.fields = FieldMap::of(&["text=b".to_owned()]).expect("a map"),
            |r| r.beams = 4,
            |r| r.split_at = 64,
            |r| r.summarizing = Summarizing::Off,
            |r| r.summarizing = Summarizing::Model(model("s")),
            |r| r.headliner = Some(model("h")),
            |r| r.translators = Translators::default(),
        ];
        let own: [fn(&mut Translator); 5] = [
            |t| {
                let pairs = [("نص".to_owned(), "text".to_owned())];
                t.approved = ApprovedPairs::of(pairs).map(Arc::new);
            },
            |t| t.glossary = Some(Arc::new(Glossary::of_terms(&[("وزير", "minister")]))),
            |t| t.model.identity.hash = "u".into(),
            |t| t.model.precision = Precision::F32,
            |t| t.model.shortlist = true,
        ];
        let whole = recipe();
        let mut keys = vec![
            key(&whole),
            whole.key("other content", &["ar"]).expect("a key"),
            whole.key("content", &["fa"]).expect("a key"),
            whole.key("content", &["ar", "fa"]).expect("a key"),
            whole.key("content", &[]).expect("a key"),
        ];
        for change in changes {
            let mut changed = recipe();
            change(&mut changed);
            keys.push(key(&changed));
        }
        for change in own {
            let mut changed = translator("t");
            change(&mut changed);
            keys.push(key(&Recipe {
                translators: translators(&[("ar", changed)]),
                ..recipe()
            }));
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let mut named = translator("t");
        named.model.identity.name = "another name".into();
        let same = Recipe {
            device: "cuda:1".into(),
            translators: translators(&[("ar", named)]),
            ..recipe()
        };
        assert_eq!(key(&same), key(&whole));
    }

    #[test]
    fn a_job_is_done_again_only_for_a_translator_of_its_own_languages() {
        let of = |of: &[(&'static str, Translator)]| Recipe {
            from: None,
            translators: translators(of),
            ..recipe()
        };
        let arabic = of(&[("ar", translator("t"))]);
        let done = arabic.key("content", &["ar"]).expect("a key");
        let mixed = arabic.key("content", &["ar", "fa"]).expect("a key");
        let skipped = arabic.key("content", &["fa"]).expect("a key");
        let compare =
            |recipe: &Recipe, key: &str| recipe.compare_key(key, "content").expect("an answer");
        for key in [&done, &mixed, &skipped] {
            assert_eq!(compare(&arabic, key), Earlier::Same);
        }
        let other = arabic
            .compare_key(&done, "other content")
            .expect("an answer");
        assert_eq!(other, Earlier::Other);
        let both = of(&[("ar", translator("t")), ("fa", translator("p"))]);
        assert_eq!(compare(&both, &done), Earlier::Same);
        for key in [&*mixed, &*skipped, "", "a key of an older version"] {
            assert_eq!(compare(&both, key), Earlier::Other, "{key}");
        }
        // A brief stays when its translator is gone.
        let persian = both.key("content", &["fa"]).expect("a key");
        assert_eq!(compare(&arabic, &persian), Earlier::Untranslatable);
    }

    #[test]
    fn precisions_are_said_where_they_differ() {
        let mut recipe = recipe();
        recipe.headliner = Some(model("h"));
        let mut own = model("t");
        assert_eq!(recipe.precision([&own]), "int8");
        own.shortlist = true;
        recipe.summarizing = Summarizing::Model(ModelUse {
            precision: Precision::F32,
            ..model("s")
        });
        let text = recipe.precision([&own, &model("u"), &model("v")]);
        assert_eq!(text, "int8 with a shortlist, int8, f32 (summarizer)");
        assert_eq!(recipe.precision([]), "f32 (summarizer), int8 (headliner)");
    }
}
