//! Whether the environment switches the network off.

/// The variable that Hugging Face's own tools read, and the one that they read where that is not set.
const HUB: [&str; 2] = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"];

/// The variable of mujaz.
const OWN: &str = "MUJAZ_OFFLINE";

/// What in the environment switches the network off, as `HF_HUB_OFFLINE=1`; `None` if nothing does.
///
/// Source: `huggingface_hub` 1.33, `constants.py`, for the names, their order and the values.
pub fn switched_off() -> Option<String> {
    by(|name| std::env::var(name).ok())
}

/// [`switched_off`] for an environment of these variables.
fn by(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let is_set = |name: &&'static str| variable(name).is_some_and(|value| !value.is_empty());
    let names = [OWN].into_iter().chain(HUB.into_iter().find(is_set));
    let mut set = names.filter_map(|name| Some((name, variable(name)?)));
    let (name, value) = set.find(|(_, value)| is_on(value))?;
    Some(format!("{name}={value}"))
}

fn is_on(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "1" | "on" | "yes" | "true"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What switches the network off where these variables are set.
    fn with(set: &[(&str, &str)]) -> Option<String> {
        let find = |name: &str| set.iter().find(|(own, _)| *own == name);
        by(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_network_is_off_where_hugging_face_has_it_off() {
        assert_eq!(with(&[]), None);
        for value in ["1", "ON", "Yes", "true"] {
            let expected = Some(format!("HF_HUB_OFFLINE={value}"));
            assert_eq!(with(&[("HF_HUB_OFFLINE", value)]), expected);
        }
        for value in ["", "0", "off", "false", "2", "y"] {
            assert_eq!(with(&[("HF_HUB_OFFLINE", value)]), None, "{value}");
        }
        let older = |hub: &str| with(&[("HF_HUB_OFFLINE", hub), ("TRANSFORMERS_OFFLINE", "1")]);
        assert_eq!(older("").as_deref(), Some("TRANSFORMERS_OFFLINE=1"));
        assert_eq!(older("0"), None, "the newer name decides");
    }

    #[test]
    fn its_own_variable_switches_the_network_off_and_never_on() {
        let both = |own: &str| with(&[("MUJAZ_OFFLINE", own), ("HF_HUB_OFFLINE", "1")]);
        assert_eq!(both("true").as_deref(), Some("MUJAZ_OFFLINE=true"));
        assert_eq!(both("0").as_deref(), Some("HF_HUB_OFFLINE=1"));
    }
}
