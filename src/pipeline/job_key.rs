//! The key by which an earlier job is found again in the journal. This file owns which settings are part
//! of it, and how settings are hashed.

use crate::brief::SCHEMA;
use crate::text::TARGET;

use super::error::RunError;
use super::model_use::ModelUse;
use super::settings::{Recipe, Summarizing};
use super::translators::{Onward, Translator};

/// Part of every key. It is raised when the same input gives another brief although no setting
/// has changed.
pub(super) const TEXT_VERSION: u32 = 1;

/// The sign between the parts of a job's key.
const KEY_SIGN: char = ':';

/// How many characters of the content's hash are in a job's key.
const CONTENT: usize = 16;

/// The relation between an earlier job and the job that its article would be now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// It would have the same key.
    Same,
    /// The content is the same, and now there is no translator for one of its languages. It is still
    /// taken to be in the same language.
    Untranslatable,
    /// Anything else.
    Other,
}

impl Recipe {
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
        let mut fields = Fields::new();
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

    /// A hash of everything that briefs of texts in these languages, as the key of a job names them,
    /// are made with: the version of mujaz, and all that is in a job's key but the content.
    pub fn fingerprint(&self, languages: &str) -> String {
        // A translator that cannot be used ends the run elsewhere.
        let key = self.key("", &codes(languages)).unwrap_or_default();
        let made_with = format!("{} {key}", env!("CARGO_PKG_VERSION"));
        let hash = blake3::hash(made_with.as_bytes()).to_hex();
        hash.as_str()[..CONTENT].to_owned()
    }

    /// Compares the key of an earlier job with the one that it would have now, on content with this
    /// hash. An article that is not read has no languages yet; those of an earlier job on the same
    /// content are in its key.
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
        // What the user says that an article is overrides what it was taken for.
        let from = self.from.as_deref();
        let is_same = from.is_none_or(|from| languages.first().is_none_or(|own| *own == from));
        Ok(if is_same && languages.iter().any(lacks) {
            Earlier::Untranslatable
        } else {
            Earlier::Other
        })
    }
}

/// The languages that a job's key names, with `+` between them.
pub(super) fn languages_of_key(key: &str) -> &str {
    key.split_once(KEY_SIGN)
        .map_or("", |(languages, _)| languages)
}

/// The beginning of the content's hash that a job's key names; `None` if the content was not read.
pub(super) fn content_of_key(key: &str) -> Option<&str> {
    let content = key.split(KEY_SIGN).nth(1);
    content.filter(|content| !content.is_empty())
}

fn codes(languages: &str) -> Vec<&str> {
    let codes = languages.split('+');
    codes.filter(|code| !code.is_empty()).collect()
}

/// The part of a content's hash that is in a job's key.
fn beginning(content: &str) -> &str {
    content.get(..CONTENT).unwrap_or(content)
}

/// Hashes named values so that different ones never give the same bytes.
pub(super) struct Fields(blake3::Hasher);

impl Fields {
    /// No values yet.
    pub(super) fn new() -> Self {
        Self(blake3::Hasher::new())
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        for text in [name, value] {
            self.0.update(&(text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
    }

    pub(super) fn finish(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }

    fn translator(&mut self, translator: &Translator) {
        self.model("translator", &translator.model);
        if let Some(onward) = &translator.onward {
            self.onward(onward);
        }
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

    pub(super) fn onward(&mut self, onward: &Onward) {
        self.add("through", &onward.through);
        self.model("onward translator", &onward.model);
    }

    pub(super) fn model(&mut self, role: &str, model: &ModelUse) {
        self.add(role, &model.identity.hash);
        self.add("precision", model.precision.name());
        self.add("shortlist", if model.shortlist { "yes" } else { "no" });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::super::settings::tests::{model, recipe as without_translators};
    use super::*;
    use crate::article::FieldMap;
    use crate::engine::Precision;
    use crate::pipeline::Translators;
    use crate::translate::{ApprovedPairs, Glossary};

    pub(in crate::pipeline) fn translator(hash: &str) -> Translator {
        Translator {
            model: model(hash),
            onward: None,
            glossary: None,
            approved: None,
            second: None,
        }
    }

    /// The rest of a way through a language, by the model with this hash.
    pub(in crate::pipeline) fn onward(through: &str, hash: &str) -> Option<Onward> {
        Some(Onward {
            through: through.to_owned(),
            model: model(hash),
        })
    }

    fn translators(of: &[(&'static str, Translator)]) -> Translators {
        let mut translators = Translators::default();
        for (language, translator) in of.iter().cloned() {
            translators.add(language, "a model", true, Box::new(move || Ok(translator)));
        }
        translators
    }

    fn recipe() -> Recipe {
        Recipe {
            translators: translators(&[("ar", translator("t"))]),
            ..without_translators()
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
        let own: [fn(&mut Translator); 8] = [
            |t| {
                let pairs = [("نص".to_owned(), "text".to_owned())];
                t.approved = ApprovedPairs::of(pairs).map(Arc::new);
            },
            |t| t.glossary = Some(Arc::new(Glossary::of_terms(&[("وزير", "minister")]))),
            |t| t.onward = onward("fa", "u"),
            |t| t.onward = onward("fa", "v"),
            |t| t.onward = onward("tr", "u"),
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
    fn a_key_names_the_content_that_was_read() {
        let of = |content| recipe().key(content, &["ar", "fa"]).expect("a key");
        let content = "0123456789abcdef0123";
        assert_eq!(content_of_key(&of(content)), Some("0123456789abcdef"));
        for unread in [&*of(""), "", "a key of an older version"] {
            assert_eq!(content_of_key(unread), None, "{unread}");
        }
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
        // One that was taken for Persian is Arabic, as the user says now, or Persian still.
        let named = |language: &str| Recipe {
            from: Some(language.to_owned()),
            ..of(&[("ar", translator("t"))])
        };
        assert_eq!(compare(&named("ar"), &persian), Earlier::Other);
        assert_eq!(compare(&named("fa"), &persian), Earlier::Untranslatable);
    }
}
