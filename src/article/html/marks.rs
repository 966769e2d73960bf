//! Marks of elements: the names, classes, roles and styles that tell a part of a page from its story.
//! This file owns the words in them; whether such a part is believed is decided in `story`.

use crate::article::Reason;

/// The parts of class names and identifiers that mark a part of a page. A name of several words
/// must occur as it stands.
const NAMES: [(Reason, &[&str]); 7] = [
    (
        Reason::Quoted,
        &[
            // Gmail's own class for a quotation also holds what is passed on.
            "gmail-attr",
            "gmail-signature",
            "yahoo-quoted",
            "moz-cite-prefix",
            "moz-signature",
            "protonmail-quote",
        ],
    ),
    (
        Reason::Comments,
        &[
            "comment",
            "comments",
            "commentlist",
            "disqus",
            "fb-comments",
        ],
    ),
    (
        Reason::Notices,
        &[
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "newsletter",
            "subscribe",
            "subscription",
            "popup",
            "modal",
            "ad",
            "ads",
            "advert",
            "advertisement",
            "adsbygoogle",
            "sponsor",
            "sponsored",
            "promo",
            "promotion",
            "copyright",
            "disclaimer",
        ],
    ),
    (
        Reason::Related,
        &[
            "related",
            "recommended",
            "recommendations",
            "readalso",
            "read-also",
            "see-also",
            "more-news",
            "more-stories",
            "latest-news",
            "most-read",
            "mostread",
            "most-popular",
            "popular-posts",
            "trending",
            "teasers",
            "outbrain",
            "taboola",
            "also-read",
            "also-like",
        ],
    ),
    (
        Reason::Sharing,
        &[
            "share",
            "sharing",
            "social",
            "sharedaddy",
            "addtoany",
            "addthis",
            "follow-us",
        ],
    ),
    (
        Reason::Navigation,
        &[
            "breadcrumb",
            "breadcrumbs",
            "nav",
            "navbar",
            "navigation",
            "menu",
            "submenu",
            "pagination",
            "pager",
            "topbar",
            "toolbar",
            "skip-link",
            "footer",
            "masthead",
        ],
    ),
    (Reason::Side, &["sidebar", "aside", "widget", "rail"]),
];

/// Those of them that paragraphs of a story have as well: one that is about sharing, stands below an
/// advertisement, or was put there by a tool of that name.
const VAGUE: [&str; 15] = [
    "ad",
    "ads",
    "advert",
    "promo",
    "promotion",
    "popup",
    "modal",
    "share",
    "sharing",
    "social",
    "widget",
    "rail",
    "sidebar",
    "nav",
    "menu",
];

/// Beginnings of names that say what a part has or is without, not what it is.
const QUALIFIERS: [&str; 10] = [
    "has",
    "no",
    "with",
    "without",
    "is",
    "not",
    "category",
    // Page builders call all that they place a widget or a block, and Telegram its messages.
    "elementor",
    "wp",
    "tgme",
];

/// The parts of class names that mark a label beside the headline in a heading, as those of [`UNSEEN`] do: a
/// section, a date, the author.
const LABELS: [&str; 21] = [
    "kicker",
    "eyebrow",
    "overline",
    "overtitle",
    "surtitle",
    "subtitle",
    "sub-title",
    "subheading",
    "label",
    "badge",
    "tag",
    "flag",
    "category",
    "section",
    "topic",
    "rubric",
    "date",
    "time",
    "author",
    "byline",
    "editsection",
];

/// The parts of names of elements that show when an article was published, and those of other dates.
const DATES: [&str; 8] = [
    "date",
    "pubdate",
    "postdate",
    "publishdate",
    "datetime",
    "timestamp",
    "published",
    "posted",
];
const OTHER_DATES: [&str; 17] = [
    "updated", "update", "modified", "lastmod", "expires", "expiry", "deadline", "today",
    "current", "now", "event", "match", "birth", "death", "start", "end", "due",
];

/// Class names of what only programs for the blind read aloud: labels of controls and the like.
const UNSEEN: [&str; 4] = [
    "sr-only",
    "visually-hidden",
    "screen-reader-text",
    "element-invisible",
];

/// The label that is a part of the headline itself at the end of a name that begins with one of these words:
/// `title-section`, but not `section-title`.
const PART: &str = "section";
const HEADLINES: [&str; 3] = ["title", "headline", "heading"];

/// Roles of the notes that books and pages put aside, in EPUB and in WAI-ARIA.
const NOTES: [&str; 5] = [
    "footnote",
    "endnote",
    "rearnote",
    "doc-footnote",
    "doc-endnote",
];

/// What an element's name and attributes say about its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks<'a> {
    pub(super) name: &'a str,
    pub(super) class: &'a str,
    pub(super) id: &'a str,
    pub(super) role: &'a str,
    pub(super) style: &'a str,
    pub(super) hidden: bool,
    /// Whether it quotes another mail, as mail programs mark it.
    pub(super) cites: bool,
}

impl Marks<'_> {
    /// Whether the element's style makes a block of it.
    pub(super) fn is_block(&self) -> bool {
        has_rule(
            self.style,
            &["display:block", "display:flex", "display:grid"],
        )
    }

    /// Whether its text in a heading is a label beside the headline.
    pub(super) fn is_label(&self) -> bool {
        let may_be = matches!(self.name, "span" | "a" | "em" | "strong" | "b" | "i");
        let mut names = self.class.split_whitespace();
        matches!(self.name, "small" | "time")
            || may_be
                && names.any(|name| {
                    let parts = parts(name);
                    let joined = parts.join("-");
                    let is_part = HEADLINES.contains(&parts[0].as_str())
                        && parts.last().is_some_and(|last| last == PART);
                    let labels = LABELS.iter().chain(&UNSEEN);
                    let mut labels = labels.filter(|own| occurs(own, &parts, &joined));
                    labels.any(|own| !(is_part && *own == PART))
                })
    }

    /// Whether its name says that it shows a date of publication.
    pub(super) fn is_date(&self) -> bool {
        let names = self.class.split_whitespace().chain([self.id]);
        let parts: Vec<String> = names.flat_map(parts).collect();
        let has = |listed: &[&str]| parts.iter().any(|part| listed.contains(&part.as_str()));
        !matches!(self.name, "html" | "body" | "meta" | "time") && has(&DATES) && !has(&OTHER_DATES)
    }

    /// Whether its text is a note of the story.
    pub(super) fn is_note(&self) -> bool {
        let mut roles = self.role.split_whitespace();
        roles.any(|role| NOTES.contains(&role))
    }

    /// Why the element's text is no part of a story, by its own marks.
    pub(super) fn reason(&self) -> Option<Reason> {
        if self.hidden || hides(self.style) {
            return Some(Reason::Hidden);
        }
        let is_gmail = self.name == "blockquote" && self.class.contains("gmail_quote");
        if self.cites || is_gmail {
            return Some(Reason::Quoted);
        }
        if matches!(self.name, "html" | "body" | "main" | "article" | "h1") {
            return None;
        }
        if self
            .class
            .split_whitespace()
            .any(|name| UNSEEN.contains(&name))
        {
            return Some(Reason::Hidden);
        }
        let by_name = || self.names().find_map(named).map(|(reason, _)| reason);
        self.reason_by_role().or_else(by_name)
    }

    /// Whether nothing but class names and an identifier that paragraphs of a story have as well say why the
    /// element's text is no part of one.
    pub(super) fn is_vague(&self) -> bool {
        let by_names = matches!(self.reason(), Some(reason) if reason != Reason::Hidden);
        let mut marking = self.names().filter_map(named);
        by_names
            && self.reason_by_role().is_none()
            && self.names().any(|name| named(name).is_some())
            && marking.all(|(_, listed)| VAGUE.contains(&listed))
    }

    /// The class names and the identifier.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.class.split_whitespace().chain([self.id])
    }

    fn reason_by_role(&self) -> Option<Reason> {
        match self.role {
            "navigation" | "banner" | "contentinfo" | "menu" | "menubar" | "search" => {
                Some(Reason::Navigation)
            }
            "complementary" => Some(Reason::Side),
            // The number of a note, and that of a page of the printed book.
            "noteref" | "doc-noteref" | "pagebreak" | "doc-pagebreak" => Some(Reason::Hidden),
            "dialog" | "alertdialog" => Some(Reason::Notices),
            _ => None,
        }
    }
}

/// Whether an inline style keeps an element from being seen.
fn hides(style: &str) -> bool {
    has_rule(style, &["display:none", "visibility:hidden"])
}

fn has_rule(style: &str, rules: &[&str]) -> bool {
    style.split(';').any(|rule| {
        let rule: String = rule
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let rule = rule.trim_end_matches("!important");
        rules.contains(&rule)
    })
}

/// What a class name or an identifier says, with the listed name that occurs in it.
fn named(name: &str) -> Option<(Reason, &'static str)> {
    if name.is_empty() {
        return None;
    }
    let parts = parts(name);
    if QUALIFIERS.contains(&parts[0].as_str()) {
        return None;
    }
    let joined = parts.join("-");
    NAMES.iter().find_map(|(reason, names)| {
        let mut names = names.iter();
        let listed = names.find(|listed| occurs(listed, &parts, &joined))?;
        Some((*reason, *listed))
    })
}

/// Whether a listed name of one or several words occurs in the words of a name, which are also given
/// joined by hyphens.
fn occurs(listed: &str, parts: &[String], joined: &str) -> bool {
    if listed.contains('-') {
        joined.contains(listed)
    } else {
        parts.iter().any(|part| part == listed)
    }
}

/// The words of a name in lower case: `postComments` and `post_comments` have two. Never empty.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if begins || !c.is_alphanumeric() {
            parts.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(part) = parts.last_mut()
        {
            part.extend(c.to_lowercase());
        }
        before = c;
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.push(String::new());
    }
    parts
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
