//! The language of article text, as a page or a file states it: its tag and its direction. What is no tag
//! of a language is never written as one.

use crate::text::{Direction, Script, main_script, script_of_language};

/// The language of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language<'a> {
    tag: Option<&'a str>,
    direction: Direction,
}

impl<'a> Language<'a> {
    /// The language with this code; a code that is no language tag counts as unknown.
    pub(super) fn of(code: &'a str) -> Self {
        let tag = is_tag(code).then_some(code);
        let primary = tag.and_then(|tag| tag.split('-').next()).unwrap_or("");
        let script = script_of_language(&primary.to_ascii_lowercase());
        Self {
            tag,
            direction: script.map_or(Direction::Auto, Script::direction),
        }
    }

    /// The language tag, if the language is known.
    pub(super) fn tag(self) -> Option<&'a str> {
        self.tag
    }

    /// The direction: `ltr`, `rtl` or `auto`, as HTML and XLIFF write it.
    pub(super) fn direction(self) -> &'static str {
        self.direction.html()
    }

    /// Whether a text in the language runs from right to left. Where the language does not tell it,
    /// its letters do.
    pub(super) fn runs_right_to_left(self, text: &str) -> bool {
        match self.direction {
            Direction::RightToLeft => true,
            Direction::LeftToRight => false,
            Direction::Auto => {
                main_script(text).is_some_and(|script| script.direction() == Direction::RightToLeft)
            }
        }
    }
}

/// Whether a text has the form of a language tag, as XML Schema has it.
fn is_tag(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = text.split('-').next().unwrap_or("");
    text.split('-').all(is_part) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_no_language_tag_is_unknown() {
        assert_eq!(Language::of("ar").tag(), Some("ar"));
        assert_eq!(Language::of("zh-Hant").tag(), Some("zh-Hant"));
        for code in ["", "-", "a b", "ar\"", "abcdefghi", "1a"] {
            assert_eq!(Language::of(code).tag(), None, "{code}");
        }
    }

    #[test]
    fn letters_tell_the_direction_where_the_language_does_not() {
        assert!(Language::of("ar").runs_right_to_left("abc"));
        assert!(!Language::of("fr").runs_right_to_left("سد"));
        assert!(Language::of("").runs_right_to_left("سد 12"));
        assert!(!Language::of("").runs_right_to_left("12"));
    }
}
