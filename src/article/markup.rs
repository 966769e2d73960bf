//! Text from fields of records, which may be plain, HTML, or either of them escaped once too often.
//! This file owns telling these apart; nothing that a reader would see is lost.

use super::LeftOut;
use super::Reason;
use super::escapes::{with_line_breaks, without_entities};
use super::extracted::one_line;
use super::html::{Block, fragment};
use crate::text::Language;

/// A text that was cut off by more characters than this was none.
const MAX_CUT: usize = 10_000_000;

/// Characters of an Arabic word, with the space after it.
const CHARACTERS_PER_WORD: usize = 6;

/// Tags that part a text; the line break first.
const BLOCKS: [&str; 14] = [
    "br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section",
];

/// Other tags that occur in articles.
const TAGS: [&str; 18] = [
    "span",
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
    "article",
    "script",
    "style",
    "html",
    "head",
    "body",
];

/// Maximum number of characters of a tag in a plain text.
const TAG_REACH: usize = 300;

/// The text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// Plain text with `\n` at line ends.
    Plain(String, LeftOut),
    /// The blocks of a piece of HTML.
    Html(Vec<Block>, LeftOut),
}

impl Text {
    /// Reads a field's value.
    pub(super) fn of(value: &str, language: &Language) -> Self {
        let text = with_line_breaks(value);
        let text = without_shortcodes(
            text.trim()
                .strip_prefix("<![CDATA[")
                .map_or(text.as_str(), |inside| {
                    inside.strip_suffix("]]>").unwrap_or(inside)
                }),
        );
        if is_html(&text) {
            return html_of(&text, language);
        }
        let decoded = without_entities(&text);
        // HTML that was escaped once more than it should.
        if is_html(&decoded) && decoded.contains("</") {
            return html_of(&decoded, language);
        }
        let (text, left_out) = without_cut_mark(&decoded);
        Self::Plain(text.to_owned(), left_out)
    }

    /// Its lines or blocks, each as text.
    pub(super) fn lines(&self) -> Vec<&str> {
        match self {
            Self::Plain(text, _) => text.split('\n').collect(),
            Self::Html(blocks, _) => blocks.iter().map(|block| block.text.as_str()).collect(),
        }
    }

    /// Whether a service kept back a part of it.
    pub(super) fn is_cut(&self) -> bool {
        matches!(self, Self::Plain(_, left_out) if !left_out.is_empty())
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

/// A plain text in which tags were left, with a line break for each tag that parts a text. A `<` that
/// begins no tag stays.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let close = rest.char_indices().take(TAG_REACH).find(|(_, c)| *c == '>');
        let tag = close.map(|(close, _)| &rest[..=close]);
        match tag.and_then(|tag| Some((tag, tag_name(tag)?))) {
            Some((tag, name)) => {
                if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
                    out.push('\n');
                }
                rest = &rest[tag.len()..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The name of the tag at the start of a text, if it is one that occurs in articles.
fn tag_name(tag: &str) -> Option<&str> {
    let tag = tag.strip_prefix('<')?;
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let (name, behind) = tag.split_at(end);
    let closed = behind.starts_with(['>', '/', ' ', '\n', '\t']);
    let known = TAGS
        .iter()
        .chain(&BLOCKS)
        .any(|known| name.eq_ignore_ascii_case(known));
    (closed && known).then_some(name)
}

/// A piece of HTML. Where no tag makes a paragraph, or only a few line breaks do, its lines do.
fn html_of(html: &str, language: &Language) -> Text {
    let lines = html.trim().matches('\n').count();
    let parted = has_tag(html, &BLOCKS);
    let only_breaks = html.matches("<br").count() < lines && !has_tag(html, &BLOCKS[1..]);
    let (blocks, left_out) = if lines > 0 && (!parted || only_breaks) {
        fragment(&format!("<pre>{html}</pre>"), language)
    } else {
        fragment(html, language)
    };
    Text::Html(blocks, left_out)
}

/// The text without the mark by which news services cut it off, and how much that took:
/// `[+2315 chars]`.
fn without_cut_mark(text: &str) -> (&str, LeftOut) {
    let cut = text
        .trim_end()
        .strip_suffix("chars]")
        .and_then(|rest| rest.rsplit_once("[+"))
        .and_then(|(before, count)| Some((before, count.trim().parse::<usize>().ok()?)))
        .filter(|(_, count)| *count < MAX_CUT);
    let Some((before, characters)) = cut else {
        return (text, LeftOut::default());
    };
    let words = characters / CHARACTERS_PER_WORD;
    let left_out = LeftOut {
        words,
        blocks: 1,
        prose: words,
        kinds: vec![Reason::Cut],
    };
    (before.trim_end(), left_out)
}

/// The text without the codes in square brackets by which content systems place pictures, forms and
/// layouts. Words in brackets that are none of them stay.
fn without_shortcodes(text: &str) -> String {
    const CODES: [&str; 11] = [
        "caption",
        "gallery",
        "embed",
        "video",
        "audio",
        "playlist",
        "adsense",
        "ads",
        "shortcode",
        "contact-form-7",
        "youtube",
    ];
    /// Maximum number of characters of a code.
    const CODE_REACH: usize = 1000;
    const FAMILIES: [&str; 4] = ["vc_", "et_pb_", "fusion_", "rev_"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let code = inside.strip_prefix('/').unwrap_or(inside);
        let end = code
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(code.len());
        let (name, behind) = code.split_at(end);
        let known = CODES.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family));
        let mut signs = behind
            .char_indices()
            .take(if known { CODE_REACH } else { 0 });
        match signs.find(|(_, c)| *c == ']').map(|(at, _)| at) {
            Some(close) => {
                rest = &behind[close + 1..];
                // Between the codes of an embedded page stands its address.
                let address = rest.find(|c: char| c.is_whitespace() || c == '[');
                if name == "embed"
                    && let Some(after) = rest[address.unwrap_or(0)..].strip_prefix("[/embed]")
                {
                    rest = after;
                }
            }
            None => {
                out.push('[');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text holds tags that occur in articles, or comments.
fn is_html(text: &str) -> bool {
    let mut signs = text.match_indices('<');
    text.contains("<!--") || signs.any(|(at, _)| tag_name(&text[at..]).is_some())
}

fn has_tag(text: &str, names: &[&str]) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let name = tag_name(&text[at..]);
        name.is_some_and(|name| names.iter().any(|listed| name.eq_ignore_ascii_case(listed)))
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
    fn tags_in_a_plain_text_become_line_breaks_or_nothing() {
        let text = "عنوان<br/>نص <b>أول</b> 5 < 7 <3.\n<p class=x>نص ثان</p><foo>";
        assert_eq!(
            without_tags(text),
            "عنوان\nنص أول 5 < 7 <3.\n\nنص ثان\n<foo>"
        );
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
        assert_eq!(lines("سطر أول.\n\nسطر<br>ثان.\n\nسطر ثالث.").len(), 4);
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
    fn a_text_that_a_service_cut_off_says_how_much() {
        let text = Text::of("نص أول … [+600 chars]", Language::of("ar"));
        let Text::Plain(text, left_out) = text else {
            panic!("{text:?}");
        };
        assert_eq!((text.as_str(), left_out.words), ("نص أول …", 100));
        assert_eq!(lines("نص [+س chars]"), ["نص [+س chars]"]);
        let endless = "نص [+18446744073709551615 chars]";
        assert_eq!(lines(endless), [endless]);
    }

    #[test]
    fn sections_of_characters_and_codes_of_content_systems_are_no_text() {
        assert_eq!(lines("<![CDATA[نص أول.]]>"), ["نص أول."]);
        assert_eq!(
            lines(
                "[caption id=\"1\"]صورة[/caption] نص [vc_row a=1]أول[/vc_row] [1] [أ] [embed]https://a.b[/embed]."
            ),
            ["صورة نص أول [1] [أ] ."]
        );
        assert_eq!(lines("نص [caption بلا نهاية"), ["نص [caption بلا نهاية"]);
        assert_eq!(lines("قال &amp;quot;نعم&amp;quot;"), ["قال \"نعم\""]);
    }

    #[test]
    fn comments_and_scripts_are_no_text_and_lines_stay_apart() {
        let text = "<!-- wp:paragraph -->\nسطر أول.\n<!-- /wp:paragraph -->\n\nسطر ثان.\
                    <script>var a = 1;</script>\n\nسطر ثالث.";
        assert_eq!(lines(text), ["سطر أول.", "سطر ثان.", "سطر ثالث."]);
    }
}
