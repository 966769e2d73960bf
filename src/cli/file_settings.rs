//! `mujaz.toml`: settings that need not be typed. Flags and environment variables override it; the
//! file in the current folder overrides the one in the user's config folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::Deserialize;

use super::exit::{ReadError, UsageError};
use crate::model::{ModelError, switched_off};
use crate::system_error::is_absent;

/// The settings that `mujaz.toml` may hold.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FileSettings {
    pub(super) output: Option<PathBuf>,
    pub(super) translator: Option<String>,
    pub(super) translators: Option<BTreeMap<String, String>>,
    pub(super) second_translator: Option<String>,
    pub(super) summarizer: Option<String>,
    pub(super) headliner: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) device: Option<String>,
    pub(super) precision: Option<String>,
    pub(super) glossary: Option<Vec<PathBuf>>,
    pub(super) memory: Option<PathBuf>,
    pub(super) beams: Option<usize>,
    pub(super) formats: Option<String>,
    pub(super) replicas: Option<usize>,
    pub(super) batch_tokens: Option<usize>,
    pub(super) model_memory: Option<String>,
    pub(super) offline: Option<bool>,
    pub(super) fail_on: Option<String>,
    pub(super) fields: Option<Vec<String>>,
    pub(super) include: Option<Vec<String>>,
    pub(super) exclude: Option<Vec<String>>,
    pub(super) max_file: Option<String>,
    pub(super) whole_books: Option<bool>,
}

/// The name of the file in the current folder, which overrides the other.
pub(super) const HERE: &str = "mujaz.toml";

/// The path of the file in the user's config folder; none on a machine without a home folder.
pub(super) fn user_path() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("mujaz").join(HERE))
}

impl FileSettings {
    /// Reads the files that exist.
    ///
    /// # Errors
    /// [`UsageError`] naming the file, for a key that mujaz does not know or a wrong value;
    /// [`ReadError`] if the system does not let it be read.
    pub(super) fn read() -> anyhow::Result<Self> {
        let here = Self::of(Path::new(HERE))?;
        let user = user_path().as_deref().map(Self::of).transpose()?;
        Ok(here.over(user.unwrap_or_default()))
    }

    /// What switches the network off: the option `--offline`, the environment, or these settings, in this
    /// order; `None` if it may be used.
    ///
    /// # Errors
    /// [`ModelError::UnclearSwitch`] if a variable says neither yes nor no.
    pub(super) fn network_off(&self, option: bool) -> Result<Option<String>, ModelError> {
        if option {
            return Ok(Some("--offline".to_owned()));
        }
        switched_off(self.offline.unwrap_or(false))
    }

    /// Reads one file; the settings of one that does not exist are empty.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub(super) fn of(path: &Path) -> anyhow::Result<Self> {
        use std::io::ErrorKind::InvalidData;
        let name = path.display().to_string();
        // It would be waited for, or read without an end.
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let what = "it is a pipe, a socket or a device, and no file";
            return Err(UsageError(format!("{name}: {what}")).into());
        }
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Self::parse(&text, &name)?),
            Err(e) if is_absent(&e) => Ok(Self::default()),
            Err(e) if e.kind() == InvalidData => {
                let what = "it is not in UTF-8; save it as UTF-8";
                Err(UsageError(format!("{name}: {what}")).into())
            }
            Err(error) => Err(ReadError { name, error }.into()),
        }
    }

    /// The settings in the text of the file of this name.
    fn parse(text: &str, name: &str) -> Result<Self, UsageError> {
        toml::from_str(text).map_err(|e| UsageError(format!("{name}: {e}")))
    }

    fn over(self, other: Self) -> Self {
        Self {
            output: self.output.or(other.output),
            translator: self.translator.or(other.translator),
            translators: match (self.translators, other.translators) {
                (Some(here), Some(mut both)) => {
                    both.extend(here);
                    Some(both)
                }
                (here, other) => here.or(other),
            },
            second_translator: self.second_translator.or(other.second_translator),
            summarizer: self.summarizer.or(other.summarizer),
            headliner: self.headliner.or(other.headliner),
            from: self.from.or(other.from),
            to: self.to.or(other.to),
            device: self.device.or(other.device),
            precision: self.precision.or(other.precision),
            glossary: self.glossary.or(other.glossary),
            memory: self.memory.or(other.memory),
            beams: self.beams.or(other.beams),
            formats: self.formats.or(other.formats),
            replicas: self.replicas.or(other.replicas),
            batch_tokens: self.batch_tokens.or(other.batch_tokens),
            model_memory: self.model_memory.or(other.model_memory),
            offline: self.offline.or(other.offline),
            fail_on: self.fail_on.or(other.fail_on),
            fields: self.fields.or(other.fields),
            include: self.include.or(other.include),
            exclude: self.exclude.or(other.exclude),
            max_file: self.max_file.or(other.max_file),
            whole_books: self.whole_books.or(other.whole_books),
        }
    }
}

/// Reads the text of a `mujaz.toml` for a fuzz target, and checks what was accepted.
///
/// # Panics
/// Where something does not hold that must.
#[cfg(feature = "fuzzing")]
pub fn check_settings(text: &str) {
    let Ok(read) = FileSettings::parse(text, HERE) else {
        return;
    };
    let none = FileSettings::default;
    assert_eq!(read.clone().over(none()), read);
    assert_eq!(none().over(read.clone()), read);
    assert_eq!(read.clone().over(read.clone()), read);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::exit::{Exit, of_error};
    use super::*;

    #[test]
    fn a_file_that_the_system_does_not_let_be_read_is_not_wrong_use() {
        let folder = tempfile::tempdir().unwrap();
        let error = FileSettings::of(folder.path()).unwrap_err();
        assert_eq!(of_error(&error), Exit::Io);
        let text = folder.path().join("mujaz.toml");
        std::fs::write(&text, b"beams = \"\xff\"").unwrap();
        let error = FileSettings::of(&text).unwrap_err();
        assert_eq!(of_error(&error), Exit::Usage);
        assert!(error.to_string().ends_with("save it as UTF-8"), "{error}");
    }

    #[test]
    fn there_are_no_settings_below_a_home_folder_that_is_none() {
        // Accounts of services often have /dev/null as their home folder.
        let home = tempfile::NamedTempFile::new().unwrap();
        let path = home.path().join(".config/mujaz/mujaz.toml");
        assert!(FileSettings::of(&path).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_read_as_settings() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("mujaz.toml");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        let error = FileSettings::of(&link).unwrap_err();
        assert_eq!(of_error(&error), Exit::Usage);
    }

    #[test]
    fn a_key_that_nobody_knows_is_an_error() {
        let error = toml::from_str::<FileSettings>("beems = 4")
            .unwrap_err()
            .to_string();
        assert!(error.contains("beems"), "{error}");
    }

    #[test]
    fn the_nearer_file_overrides_the_other() {
        let here: FileSettings = toml::from_str("beams = 4").unwrap();
        let user: FileSettings = toml::from_str("beams = 2\ndevice = \"cpu\"").unwrap();
        let both = here.over(user);
        assert_eq!((both.beams, both.device.as_deref()), (Some(4), Some("cpu")));
        let here: FileSettings = toml::from_str("[translators]\nfa = 'a'").unwrap();
        let user: FileSettings = toml::from_str("[translators]\nfa = 'b'\nur = 'c'").unwrap();
        let both = here.over(user).translators.unwrap();
        assert_eq!((both["fa"].as_str(), both["ur"].as_str()), ("a", "c"));
    }
}
