//! This check finds translations without any text.

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;
use super::words::weight;

/// Flags a translation without letters and digits if its source has some.
pub(super) fn check(pair: &Pair<'_>) -> Option<Flag> {
    let empty = weight(pair.source) > 0 && weight(pair.translation) == 0;
    empty.then(|| {
        Flag::new(
            FlagKind::Empty,
            format!("No {} text came out.", pair.to.name),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_alone_is_empty() {
        let flag = check(&Pair::sentence("مرحبا", " \"...\" "));
        assert_eq!(
            flag,
            Some(Flag::new(FlagKind::Empty, "No English text came out."))
        );
    }

    #[test]
    fn a_source_without_words_may_stay_empty() {
        assert_eq!(check(&Pair::sentence("***", "")), None);
    }

    #[test]
    fn a_digit_is_text() {
        assert_eq!(check(&Pair::sentence("٧", "7")), None);
    }
}
