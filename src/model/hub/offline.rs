//! Whether the network is switched off, by the environment or by the settings.

use std::ffi::OsString;

use crate::environment::yes_or_no;
use crate::model::ModelError;

/// The variable that Hugging Face's own tools read, and the one that they read where that is not set.
const HUB: [&str; 2] = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"];

/// The variable of mujaz, which overrides its settings.
const OWN: &str = "MUJAZ_OFFLINE";

/// What switches the network off, as `HF_HUB_OFFLINE=1`; `None` if nothing does. `settings` is what
/// `mujaz.toml` says. `MUJAZ_OFFLINE` overrides that; it does not switch on what Hugging Face's
/// variables switch off.
///
/// The names and their order are those of `huggingface_hub` 1.33, `constants.py`. It takes words that it
/// does not know, `y` and `t` among them, for a network that may be used.
///
/// # Errors
/// [`ModelError::UnclearSwitch`] if a variable says neither yes nor no.
pub fn switched_off(settings: bool) -> Result<Option<String>, ModelError> {
    by(|name| std::env::var_os(name), settings)
}

/// [`switched_off`] for an environment of these variables.
fn by(
    variable: impl Fn(&str) -> Option<OsString>,
    settings: bool,
) -> Result<Option<String>, ModelError> {
    // Whether a variable that is set is on, and what it says.
    let read = |name: &'static str| -> Result<Option<(bool, String)>, ModelError> {
        let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let value = value.to_string_lossy().into_owned();
        match yes_or_no(&value) {
            Ok(is_on) => Ok(Some((is_on, format!("{name}={value}")))),
            Err(reason) => Err(ModelError::UnclearSwitch {
                variable: name,
                value,
                reason: reason.to_string(),
            }),
        }
    };
    let own = read(OWN)?;
    let hub = match read(HUB[0])? {
        Some(hub) => Some(hub),
        None => read(HUB[1])?,
    };
    let file =
        (settings && own.is_none()).then(|| (true, "offline = true in mujaz.toml".to_owned()));
    let mut set = [own, hub, file].into_iter().flatten();
    Ok(set.find(|(is_on, _)| *is_on).map(|(_, told)| told))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What switches the network off where these variables are set.
    fn found(set: &[(&str, &str)], settings: bool) -> Result<Option<String>, ModelError> {
        let find = |name: &str| set.iter().find(|(own, _)| *own == name);
        by(
            |name| find(name).map(|(_, value)| OsString::from(value)),
            settings,
        )
    }

    /// The same without settings, where every variable says yes or no.
    fn with(set: &[(&str, &str)]) -> Option<String> {
        found(set, false).unwrap()
    }

    #[test]
    fn the_network_is_off_where_hugging_face_has_it_off() {
        assert_eq!(with(&[]), None);
        for value in ["1", "ON", "Yes", "true", "y", "t", "TRUE"] {
            let expected = Some(format!("HF_HUB_OFFLINE={value}"));
            assert_eq!(with(&[("HF_HUB_OFFLINE", value)]), expected);
        }
        for value in ["", "0", "off", "false", "n", "No"] {
            assert_eq!(with(&[("HF_HUB_OFFLINE", value)]), None, "{value}");
        }
        let older = |hub: &str| with(&[("HF_HUB_OFFLINE", hub), ("TRANSFORMERS_OFFLINE", "1")]);
        assert_eq!(older("").as_deref(), Some("TRANSFORMERS_OFFLINE=1"));
        assert_eq!(older("0"), None, "the newer name decides");
    }

    #[test]
    fn its_own_variable_switches_the_network_off_and_the_hubs_variable_never_on() {
        let both = |own: &str| with(&[("MUJAZ_OFFLINE", own), ("HF_HUB_OFFLINE", "1")]);
        assert_eq!(both("true").as_deref(), Some("MUJAZ_OFFLINE=true"));
        assert_eq!(both("0").as_deref(), Some("HF_HUB_OFFLINE=1"));
    }

    #[test]
    fn the_settings_count_where_its_own_variable_is_not_set() {
        let with = |set: &[(&str, &str)]| found(set, true).unwrap();
        let settings = Some("offline = true in mujaz.toml");
        assert_eq!(with(&[]).as_deref(), settings);
        assert_eq!(with(&[("MUJAZ_OFFLINE", "")]).as_deref(), settings);
        assert_eq!(with(&[("HF_HUB_OFFLINE", "0")]).as_deref(), settings);
        assert_eq!(with(&[("MUJAZ_OFFLINE", "no")]), None);
    }

    #[test]
    fn a_variable_that_says_neither_yes_nor_no_is_named() {
        for name in ["MUJAZ_OFFLINE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"] {
            let error = found(&[(name, "2")], false).unwrap_err().to_string();
            assert_eq!(error, format!("{name}=2: neither yes nor no: write 1 or 0"));
        }
    }
}
