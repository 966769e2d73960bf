//! Article text in exports, with the language and the direction that it is to be shown in.

use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{BY_SECOND, reason};
pub(super) use crate::brief::xml::{plain, xml};
use crate::text::{Direction, Script, main_script, script_of_language};

/// The English of a sentence; if there is none, its source and why.
pub(super) fn english(segment: &BriefSegment) -> String {
    match segment.status {
        Status::Failed => format!("{} {}", plain(&segment.source), not_translated(segment)),
        Status::Translated | Status::Flagged => or_none(plain(&segment.translation)),
    }
}

/// Why a sentence was not translated, in brackets.
pub(super) fn not_translated(segment: &BriefSegment) -> String {
    format!("(not translated: {})", plain(&reason(segment)))
}

/// The translation of a sentence, with the second translator's sign if it is its own: for pages that
/// say under "About this brief" what the sign means.
pub(super) fn translated(segment: &BriefSegment) -> String {
    let text = or_none(plain(&segment.translation));
    if segment.second {
        format!("{text}{BY_SECOND}")
    } else {
        text
    }
}

/// The text, or a placeholder.
fn or_none(text: String) -> String {
    if text.is_empty() {
        "(no English text)".to_owned()
    } else {
        text
    }
}

/// The sentences of a paragraph, as `write` writes them, with what stands between them.
pub(super) fn joined(
    paragraph: &BriefParagraph,
    mut write: impl FnMut(&BriefSegment) -> String,
) -> String {
    let mut out = String::new();
    let mut between = "";
    for segment in &paragraph.segments {
        out.push_str(between);
        out.push_str(&write(segment));
        between = segment.separator();
    }
    out
}

/// The language of the sentence with this number, from 1 within the article.
pub(super) fn language_of_sentence(brief: &Brief, number: usize) -> Language<'_> {
    let mut last = 0;
    let paragraph = brief.paragraphs.iter().find(|paragraph| {
        last += paragraph.segments.len();
        number <= last
    });
    Language::of(paragraph.map_or(&brief.source.language, |p| brief.language_of(p)))
}

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

    /// The direction: `ltr`, `rtl` or `auto`, as XHTML and XLIFF write it.
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
