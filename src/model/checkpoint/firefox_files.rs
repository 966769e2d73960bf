//! Which files of a folder are those of a Firefox model. Their names hold its two languages, as in
//! `model.aren.intgemm.alphas.bin`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::ModelError;

/// Whether a file is the network of such a model.
pub(in crate::model) fn is_model_file(name: &str) -> bool {
    let rest = name.strip_prefix("model.");
    rest.is_some_and(|rest| rest.ends_with(".bin"))
}

/// Whether a file is the lexical shortlist of such a model.
pub(in crate::model) fn is_shortlist(name: &str) -> bool {
    let rest = name.strip_prefix("lex.");
    rest.is_some_and(|rest| rest.ends_with(".bin"))
}

/// The network in a folder; `None` if there is none.
///
/// # Errors
/// [`ModelError`] if there are several, or the folder cannot be read.
pub(in crate::model) fn model_file(dir: &Path) -> Result<Option<PathBuf>, ModelError> {
    only(dir, is_model_file)
}

/// The lexical shortlist in a folder; `None` if there is none.
///
/// # Errors
/// [`ModelError`] if there are several, or the folder cannot be read.
pub(in crate::model) fn shortlist(dir: &Path) -> Result<Option<PathBuf>, ModelError> {
    only(dir, is_shortlist)
}

/// The vocabulary for texts in both languages, or one for each.
pub(in crate::model) struct Vocabularies {
    pub(in crate::model) source: PathBuf,
    pub(in crate::model) target: Option<PathBuf>,
}

/// The vocabularies in a folder.
///
/// # Errors
/// [`ModelError`] if they are missing, there are several, or the folder cannot be read.
pub(in crate::model) fn vocabularies(dir: &Path) -> Result<Vocabularies, ModelError> {
    let named = |start: &'static str| {
        only(dir, |name| {
            name.starts_with(start) && name.ends_with(".spm")
        })
    };
    if let Some(source) = named("vocab.")? {
        let target = None;
        return Ok(Vocabularies { source, target });
    }
    match (named("srcvocab.")?, named("trgvocab.")?) {
        (Some(source), target @ Some(_)) => Ok(Vocabularies { source, target }),
        _ => Err(ModelError::Missing {
            path: dir.into(),
            names: vec![VOCABULARIES.into()],
        }),
    }
}

/// The vocabularies, for messages.
pub(in crate::model) const VOCABULARIES: &str =
    "a vocabulary (vocab.*.spm; or srcvocab.*.spm and trgvocab.*.spm)";

/// The two languages of a model by the names of its vocabularies, ISO 639-1: what it reads and what
/// it writes.
pub(in crate::model) fn languages(vocabularies: &Vocabularies) -> Option<(String, String)> {
    let name = vocabularies.source.file_name()?.to_str()?;
    let languages = name.split('.').nth(1)?;
    let (source, target) = (languages.get(..2)?, languages.get(2..)?);
    (target.len() == 2).then(|| (source.to_owned(), target.to_owned()))
}

/// The two languages of the model in a folder, if there is one of this kind: what it reads and what it
/// writes.
///
/// # Errors
/// Those of [`model_file`] and of [`vocabularies`].
pub(in crate::model) fn languages_of(dir: &Path) -> Result<Option<(String, String)>, ModelError> {
    match model_file(dir)? {
        Some(_) => Ok(languages(&vocabularies(dir)?)),
        None => Ok(None),
    }
}

/// The only file of a folder whose name fits.
fn only(dir: &Path, fits: impl Fn(&str) -> bool) -> Result<Option<PathBuf>, ModelError> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(dir).map_err(ModelError::io(dir, "read"))? {
        let path = entry.map_err(ModelError::io(dir, "read"))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(&fits) {
            found.push(path);
        }
    }
    found.sort();
    match found.as_slice() {
        [first, second, ..] => Err(ModelError::BadConfig {
            path: dir.into(),
            reason: format!(
                "it has two files where a model has one: {} and {}",
                first.display(),
                second.display()
            ),
        }),
        _ => Ok(found.pop()),
    }
}
