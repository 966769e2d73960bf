//! Switches in environment variables. This file owns which words mean yes and which mean no, for mujaz's
//! own variables and for those of other programs that it obeys.

use thiserror::Error;

/// The words that switch something on, in small letters.
const YES: [&str; 6] = ["1", "y", "yes", "t", "true", "on"];

/// The words that do not. A variable without a text is not set.
const NO: [&str; 7] = ["", "0", "n", "no", "f", "false", "off"];

/// The error of a switch that is set to another word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("neither yes nor no: write 1 or 0")]
pub(crate) struct NeitherYesNorNo;

/// Reads the value of a switch, in small or large letters.
///
/// # Errors
/// [`NeitherYesNorNo`] for a word that is not known: what somebody switched on is not taken for off.
pub(crate) fn yes_or_no(text: &str) -> Result<bool, NeitherYesNorNo> {
    let word = text.trim().to_ascii_lowercase();
    if YES.contains(&word.as_str()) {
        Ok(true)
    } else if NO.contains(&word.as_str()) {
        Ok(false)
    } else {
        Err(NeitherYesNorNo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_read_as_people_write_it_and_nothing_else_is_guessed() {
        for yes in [
            "1", "y", "Y", "yes", "YES", "t", "true", "TRUE", "on", "On", " 1 ",
        ] {
            assert_eq!(yes_or_no(yes), Ok(true), "{yes:?}");
        }
        for no in [
            "", "0", "n", "no", "No", "f", "false", "FALSE", "off", "OFF",
        ] {
            assert_eq!(yes_or_no(no), Ok(false), "{no:?}");
        }
        for unclear in ["2", "perhaps", "enabled", "نعم", "yes!"] {
            assert_eq!(yes_or_no(unclear), Err(NeitherYesNorNo), "{unclear:?}");
        }
    }
}
