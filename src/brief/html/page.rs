//! Whole pages around a body: their head, the policy that keeps everything foreign out, and
//! escaping.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::brief::direction::isolated_html;
use crate::brief::wording::clean;

/// A style or a script that stands in a page, with the hash by which the page's policy allows it.
pub(in crate::brief) struct Inline {
    text: String,
    source: String,
}

impl Inline {
    /// The text as it is to stand in the page.
    pub(in crate::brief) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let hash = BASE64_STANDARD.encode(Sha256::digest(&text));
        Self {
            text,
            source: format!("'sha256-{hash}'"),
        }
    }
}

/// The style of briefs and of the plain list. Colours follow the reader's system; print is black
/// on white.
static STYLE: LazyLock<Inline> = LazyLock::new(|| {
    Inline::new(concat!(
        include_str!("style.css"),
        include_str!("brief.css")
    ))
});

/// A page.
pub(in crate::brief) struct Page<'a> {
    /// The title, as plain text.
    pub(in crate::brief) title: &'a str,
    /// The style; that of briefs, if there is none.
    pub(in crate::brief) style: Option<&'a Inline>,
    /// The body, which is HTML already.
    pub(in crate::brief) body: &'a str,
    /// The data for the script, as JSON: the `id` of its element, and its text.
    pub(in crate::brief) data: Option<(&'a str, String)>,
    /// The script, behind the body.
    pub(in crate::brief) script: Option<&'a Inline>,
    /// Whether the script may load scripts and pages of the folder that the page is in.
    pub(in crate::brief) loads_neighbours: bool,
    /// The address of a feed of the same briefs, which feed readers look for here.
    pub(in crate::brief) feed: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// A page without script.
    pub(in crate::brief) fn new(title: &'a str, body: &'a str) -> Self {
        Self {
            title,
            style: None,
            body,
            data: None,
            script: None,
            loads_neighbours: false,
            feed: None,
        }
    }

    /// The page's HTML.
    pub(in crate::brief) fn html(&self) -> String {
        let style = self.style.unwrap_or(&STYLE);
        let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n");
        let _ = writeln!(
            out,
            "<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>",
            self.policy(style),
            escape(self.title)
        );
        if let Some(feed) = self.feed {
            let feed = escape(feed);
            let _ = writeln!(
                out,
                "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{feed}\">"
            );
        }
        let _ = write!(
            out,
            "<style>{}</style>\n</head>\n<body>\n{}",
            style.text, self.body
        );
        if let Some((id, json)) = &self.data {
            // An element is ended by its end tag only, which JSON can hold in no other form.
            let json = json.replace('<', "\\u003c");
            let _ = writeln!(
                out,
                "<script type=\"application/json\" id=\"{id}\">{json}</script>"
            );
        }
        if let Some(script) = self.script {
            let _ = writeln!(out, "<script>{}</script>", script.text);
        }
        out.push_str("</body>\n</html>\n");
        out
    }

    /// The Content Security Policy. `file:` is what browsers know a folder on the disk by.
    fn policy(&self, style: &Inline) -> String {
        let mut policy = format!("default-src 'none'; style-src {}", style.source);
        if let Some(script) = self.script {
            let _ = write!(policy, "; script-src {}", script.source);
            if self.loads_neighbours {
                policy.push_str(" 'self' file:; frame-src 'self' file:");
            }
        }
        policy + "; base-uri 'none'; form-action 'none'"
    }
}

/// Text escaped so that it shows as itself in HTML and inside a quoted attribute, on one line and
/// without control characters.
pub(in crate::brief) fn escape(text: &str) -> String {
    escape_clean(&clean(text))
}

/// [`escape`] for an English sentence that may quote its source: what runs from right to left is
/// isolated, so that a list of it is read in its order.
pub(in crate::brief) fn escape_english(text: &str) -> String {
    isolated_html(&clean(text), "", escape_clean)
}

/// [`escape_english`] for a doubt. The words that it quotes have the attributes `source`, so that they
/// are read aloud in their language.
pub(super) fn escape_doubt(text: &str, source: &str) -> String {
    // What runs from right to left is not out of a source that does not.
    let attributes = if source.contains("dir=\"rtl\"") {
        format!(" {source}")
    } else {
        String::new()
    };
    isolated_html(&clean(text), &attributes, escape_clean)
}

/// [`escape`] for a part of a text that is clean already. HTML 4 has no name for the apostrophe.
pub(super) fn escape_clean(text: &str) -> String {
    quick_xml::escape::escape(text).replace("&apos;", "&#39;")
}
