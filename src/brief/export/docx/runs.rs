//! Runs: text of a document in one language and one direction. Word orders spaces and signs by the
//! direction of the run that they are in, so a text in both directions is divided into runs.

use std::fmt::Write as _;

use crate::brief::export::text::{Language, plain, xml};
use crate::text::{Direction, Script};

/// Language and direction of a text, and how it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// The language.
    pub(super) language: Language<'a>,
    /// The background, as six hexadecimal digits.
    pub(super) shade: Option<&'static str>,
    /// The style of characters.
    pub(super) style: Option<&'static str>,
}

impl<'a> Look<'a> {
    /// Plain text in this language.
    pub(super) fn of(language: Language<'a>) -> Self {
        Self {
            language,
            shade: None,
            style: None,
        }
    }

    /// The same on this background.
    pub(super) fn on(self, shade: Option<&'static str>) -> Self {
        Self { shade, ..self }
    }

    /// The same in this style of characters.
    pub(super) fn styled(self, style: &'static str) -> Self {
        Self {
            style: Some(style),
            ..self
        }
    }

    /// The properties of a run, in the order of the schema. `foreign` says that the run's direction
    /// is not that of the language, so that its language is not known.
    fn properties(self, right_to_left: bool, foreign: bool) -> String {
        let mut out = String::new();
        if let Some(style) = self.style {
            let _ = write!(out, "<w:rStyle w:val=\"{style}\"/>");
        }
        if let Some(shade) = self.shade {
            let _ = write!(
                out,
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{shade}\"/>"
            );
        }
        if right_to_left {
            out.push_str("<w:rtl/>");
        }
        match self.language.tag().filter(|_| !foreign) {
            Some(tag) if right_to_left => {
                let _ = write!(out, "<w:lang w:bidi=\"{tag}\"/>");
            }
            Some(tag) => {
                let _ = write!(out, "<w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\"/>");
            }
            None => {}
        }
        if out.is_empty() {
            out
        } else {
            format!("<w:rPr>{out}</w:rPr>")
        }
    }
}

/// A text as runs.
pub(super) fn runs(text: &str, look: Look<'_>) -> String {
    let text = plain_inside(text);
    let base = look.language.runs_right_to_left(&text);
    let run = |(part, right_to_left): (&str, bool)| {
        format!(
            "<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            look.properties(right_to_left, right_to_left != base),
            xml_inside(part)
        )
    };
    parts(&text, base).into_iter().map(run).collect()
}

/// [`plain`] text that keeps a space at its ends.
fn plain_inside(text: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let inner = plain(text);
    if inner.is_empty() {
        return space(!text.is_empty()).to_owned();
    }
    let (before, after) = (
        space(text.starts_with(char::is_whitespace)),
        space(text.ends_with(char::is_whitespace)),
    );
    format!("{before}{inner}{after}")
}

fn xml_inside(part: &str) -> String {
    let inner = xml(part);
    let trimmed = part.trim();
    let at = part.find(trimmed).unwrap_or(0);
    let (before, after) = (&part[..at], &part[at + trimmed.len()..]);
    format!("{before}{inner}{after}")
}

/// The parts of a text that run in one direction, and whether this is from right to left. Letters
/// tell it; what stands between two letters of the other direction than the text's runs with them,
/// and digits run with letters from left to right before them.
fn parts(text: &str, base: bool) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut begun, mut other) = (0, None::<(usize, usize)>);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let strong = Script::of(c).and_then(|script| match script.direction() {
            Direction::RightToLeft => Some(true),
            Direction::LeftToRight => Some(false),
            Direction::Auto => None,
        });
        match (strong, &mut other) {
            (Some(direction), Some((_, last))) if direction != base => *last = end,
            (Some(direction), None) if direction != base => other = Some((at, end)),
            (Some(_), Some((start, last))) => {
                parts.push((&text[begun..*start], base));
                parts.push((&text[*start..*last], !base));
                begun = *last;
                other = None;
            }
            (None, Some((_, last))) if base && c.is_ascii_digit() => *last = end,
            _ => {}
        }
    }
    if let Some((start, last)) = other {
        parts.push((&text[begun..start], base));
        parts.push((&text[start..last], !base));
        begun = last;
    }
    parts.push((&text[begun..], base));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// A paragraph with these properties and this content, which are XML already.
pub(super) fn paragraph(properties: &str, content: &str) -> String {
    if properties.is_empty() {
        format!("<w:p>{content}</w:p>\n")
    } else {
        format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>\n")
    }
}

/// The style of a paragraph, as a property.
pub(super) fn style(name: &str) -> String {
    format!("<w:pStyle w:val=\"{name}\"/>")
}

/// A link to a bookmark of the document.
pub(super) fn link(bookmark: &str, text: &str) -> String {
    let look = Look::of(Language::of("en")).styled("Hyperlink");
    format!(
        "<w:hyperlink w:anchor=\"{bookmark}\" w:history=\"1\">{}</w:hyperlink>",
        runs(text, look)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_both_directions_is_divided() {
        assert_eq!(
            parts("Nothing: سد, وادي (12)", false),
            [("Nothing: ", false), ("سد, وادي", true), (" (12)", false)]
        );
        assert_eq!(
            parts("قال Al Jazeera 24 في 10 مدن", true),
            [
                ("قال ", true),
                ("Al Jazeera 24", false),
                (" في 10 مدن", true)
            ]
        );
        assert_eq!(parts("abc", false), [("abc", false)]);
        assert_eq!(parts("", false), []);
    }

    #[test]
    fn a_run_has_its_language_and_its_direction() {
        let look = Look::of(Language::of("ar"));
        assert_eq!(
            runs("سد ", look),
            "<w:r><w:rPr><w:rtl/><w:lang w:bidi=\"ar\"/></w:rPr>\
             <w:t xml:space=\"preserve\">سد </w:t></w:r>"
        );
        let look = Look::of(Language::of("fr")).on(Some("FFF2CC"));
        assert_eq!(
            runs("a<b", look),
            "<w:r><w:rPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFF2CC\"/>\
             <w:lang w:val=\"fr\" w:eastAsia=\"fr\"/></w:rPr>\
             <w:t xml:space=\"preserve\">a&lt;b</w:t></w:r>"
        );
    }
}
