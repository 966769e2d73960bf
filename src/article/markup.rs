//! Text from fields of records, which may be plain, HTML, or either of them escaped once too often.
//! This file owns telling these apart; nothing that a reader would see is lost.

use super::LeftOut;
use super::decode::{with_line_breaks, without_entities};
use super::extracted::one_line;
use super::html::{Block, fragment};
use crate::text::Language;

/// The text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// Plain text with `\n` at line ends.
    Plain(String),
    /// The blocks of a piece of HTML.
    Html(Vec<Block>, LeftOut),
}

impl Text {
    /// Reads a field's value.
    pub(super) fn of(value: &str, language: &Language) -> Self {
        let text = with_line_breaks(value);
        if is_html(&text) {
            return html_of(&text, language);
        }
        let decoded = without_entities(&text);
        // HTML that was escaped once more than it should.
        if is_html(&decoded) && decoded.contains("</") {
            return html_of(&decoded, language);
        }
        Self::Plain(decoded.into_owned())
    }

    /// Its lines or blocks, each as text.
    pub(super) fn lines(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => text.split('\n').collect(),
            Self::Html(blocks, _) => blocks.iter().map(|block| block.text.as_str()).collect(),
        }
    }

    /// Whether nothing in it is seen.
    pub(super) fn is_empty(&self) -> bool {
        self.lines().iter().all(|line| line.trim().is_empty())
    }
}

/// A field's value as one line without markup.
pub(super) fn line_of(value: &str, language: &Language) -> String {
    one_line(&Text::of(value, language).lines().join(" "))
}

/// A piece of HTML. Where no tag makes a paragraph, its lines do.
fn html_of(html: &str, language: &Language) -> Text {
    const BLOCKS: [&str; 14] = [
        "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section",
    ];
    let (blocks, left_out) = if html.contains('\n') && !has_tag(html, &BLOCKS) {
        fragment(&format!("<pre>{html}</pre>"), language)
    } else {
        fragment(html, language)
    };
    Text::Html(blocks, left_out)
}

/// Whether a text holds tags that occur in articles, or comments.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 32] = [
        "p",
        "br",
        "div",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "font",
        "img",
        "figure",
        "iframe",
        "blockquote",
        "table",
        "article",
        "section",
        "script",
        "style",
        "html",
        "head",
        "body",
    ];
    text.contains("<!--") || has_tag(text, &TAGS)
}

fn has_tag(text: &str, names: &[&str]) -> bool {
    text.split('<').skip(1).any(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        let closed = tag[end..].starts_with(['>', '/', ' ', '\n', '\t']);
        closed
            && names
                .iter()
                .any(|name| tag[..end].eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(value: &str) -> Vec<String> {
        let text = Text::of(value, Language::of("ar"));
        text.lines().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn mathematics_is_no_html() {
        assert!(!is_html("إذا كان a < b و c > d"));
        assert!(!is_html("a <3 b"));
        assert!(is_html("نص<br/>آخر"));
        assert!(is_html("<P class=x>نص"));
    }

    #[test]
    fn entities_stand_for_characters_and_lone_signs_for_themselves() {
        assert_eq!(
            lines("وصل&#1548; «AT&T» 5&#37; 5 < 10 &laquo;أ&raquo; &hellip;"),
            ["وصل، «AT&T» 5% 5 < 10 «أ» …"]
        );
        assert_eq!(
            lines("https://a.b/?a=1&copy=2&lang=ar"),
            ["https://a.b/?a=1&copy=2&lang=ar"]
        );
    }

    #[test]
    fn html_is_read_even_if_it_was_escaped_again() {
        assert_eq!(lines("<p>أ</p><p>ب</p>"), ["أ", "ب"]);
        assert_eq!(
            lines("&lt;p&gt;أ&lt;/p&gt;&lt;p&gt;ب&lt;/p&gt;"),
            ["أ", "ب"]
        );
        assert_eq!(
            line_of("<b>عاجل:</b> <i>أ</i>&nbsp;ب", Language::of("ar")),
            "عاجل: أ ب"
        );
    }

    #[test]
    fn comments_and_scripts_are_no_text_and_lines_stay_apart() {
        let text = "<!-- wp:paragraph -->\nسطر أول.\n<!-- /wp:paragraph -->\n\nسطر ثان.\
                    <script>var a = 1;</script>\n\nسطر ثالث.";
        assert_eq!(lines(text), ["سطر أول.", "سطر ثان.", "سطر ثالث."]);
    }
}
