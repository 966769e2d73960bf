//! Runs: text of a document in one language and one direction. Word orders spaces and signs by the
//! direction of the run that they are in, so a text in both directions is divided into runs.

use std::fmt::Write as _;

use crate::brief::direction::parts;
use crate::brief::export::text::{Language, plain, xml};

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
    fn words_of_a_list_in_a_doubt_are_runs_of_their_own() {
        let run = |properties: &str, text: &str| {
            format!(
                "<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
            )
        };
        let english = |text: &str| run("<w:lang w:val=\"en\" w:eastAsia=\"en\"/>", text);
        let arabic = |text: &str| run("<w:rtl/>", text);
        let expected = [
            english("Lost: "),
            arabic("سد"),
            english(", "),
            arabic("نهر"),
        ];
        assert_eq!(
            runs("Lost: سد, نهر", Look::of(Language::of("en"))),
            expected.concat()
        );
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
