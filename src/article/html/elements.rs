//! This file owns what the elements of HTML mean for the text inside them.

use crate::article::Reason;

/// The role of an element for the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Holds no text of the page, and separates the text before it from the text after it.
    Skipped,
    /// Holds no text of the page, but stands in the middle of a line.
    Hidden,
    Inline,
    Link,
    Break,
    Block,
    Paragraph,
    Preformatted,
    Item,
    Heading,
    Article,
}

impl Kind {
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Self::Inline | Self::Link | Self::Break | Self::Hidden)
    }
}

/// Whether an element of this name stands in the middle of a line of text.
pub(in crate::article) fn is_inline(name: &str) -> bool {
    kind_of(name).is_inline()
}

/// Why the text of an element of this name is no part of a story. `inside` says that it is part of
/// an article, where a `header` holds the headline and not the site's.
pub(super) fn reason_of(name: &str, inside: bool) -> Option<Reason> {
    match name {
        "nav" | "menu" => Some(Reason::Navigation),
        "header" | "footer" if !inside => Some(Reason::Navigation),
        "aside" | "footer" => Some(Reason::Side),
        "dialog" => Some(Reason::Notices),
        _ => None,
    }
}

/// The kind of an element of this name.
pub(super) fn kind_of(name: &str) -> Kind {
    match name {
        "script" | "style" | "noscript" | "noframes" | "template" | "iframe" | "object"
        | "embed" | "svg" | "canvas" | "audio" | "video" | "map" | "select" | "textarea"
        | "button" | "input" => Kind::Hidden,
        "head" => Kind::Skipped,
        "br" => Kind::Break,
        "a" => Kind::Link,
        "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del"
        | "dfn" | "em" | "font" | "i" | "img" | "ins" | "kbd" | "label" | "mark" | "math"
        | "meta" | "nobr" | "q" | "rp" | "rt" | "ruby" | "s" | "samp" | "small" | "span"
        | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" => Kind::Inline,
        "p" => Kind::Paragraph,
        "pre" => Kind::Preformatted,
        "li" => Kind::Item,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "article" | "main" => Kind::Article,
        _ => Kind::Block,
    }
}
