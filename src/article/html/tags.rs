//! Raw HTML as tags and text, in time linear in its length. This file owns where a tag, a
//! comment and a raw text end, as the HTML standard says; it builds no tree.

/// A piece of raw HTML. Comments, declarations, and tags cut off at the end are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open(OpenTag<'a>),
    /// The name of an end tag in lower case.
    Close(String),
    /// Text with its entities; a `<` that begins no tag is a text of its own.
    Text(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenTag<'a> {
    /// The name in lower case.
    pub(super) name: String,
    /// The whole tag from `<` to `>`.
    pub(super) raw: &'a str,
    pub(super) attributes: usize,
    /// Whether it ends with `/>`.
    pub(super) self_closing: bool,
}

/// Reads tokens from the start of a page to its end.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Returns the text before the next end tag of a name; `None`, without moving, if there is
    /// none.
    pub(super) fn until_close(&mut self, name: &str) -> Option<&'a str> {
        let rest = &self.html[self.at..];
        let bytes = rest.as_bytes();
        let mut from = 0;
        while let Some(found) = rest[from..].find("</") {
            let start = from + found;
            let end = start + 2 + name.len();
            let named = bytes
                .get(start + 2..end)
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            let ended = bytes
                .get(end)
                .is_some_and(|&byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            if named && ended {
                self.at += start;
                return Some(&rest[..start]);
            }
            from = start + 2;
        }
        None
    }

    /// Skips all that is left.
    pub(super) fn finish(&mut self) {
        self.at = self.html.len();
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.html[self.at..];
            let bytes = rest.as_bytes();
            if *bytes.first()? != b'<' {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return Some(Token::Text(&rest[..end]));
            }
            let closing = bytes.get(1) == Some(&b'/');
            let name_at = 1 + usize::from(closing);
            if bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
                let name_end = bytes[name_at..]
                    .iter()
                    .position(|&byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
                    .map_or(bytes.len(), |length| name_at + length);
                let Some(end) = tag_end(bytes, name_end) else {
                    self.finish();
                    return None;
                };
                self.at += end.at;
                let name = rest[name_at..name_end].to_ascii_lowercase();
                if closing {
                    return Some(Token::Close(name));
                }
                return Some(Token::Open(OpenTag {
                    name,
                    raw: &rest[..end.at],
                    attributes: end.attributes,
                    self_closing: end.self_closing,
                }));
            }
            if rest.starts_with("<!--") {
                self.at += comment_end(rest);
            } else if matches!(bytes.get(1), Some(b'!' | b'?'))
                || (closing && bytes.len() > name_at)
            {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            } else {
                self.at += 1;
                return Some(Token::Text(&rest[..1]));
            }
        }
    }
}

struct TagEnd {
    at: usize,
    attributes: usize,
    self_closing: bool,
}

/// The end of a tag after its name, or `None` if the tag is cut off.
fn tag_end(bytes: &[u8], name_end: usize) -> Option<TagEnd> {
    let mut at = name_end;
    let mut attributes = 0;
    let mut self_closing = false;
    loop {
        let byte = *bytes.get(at)?;
        if byte == b'>' {
            return Some(TagEnd {
                at: at + 1,
                attributes,
                self_closing,
            });
        }
        if byte.is_ascii_whitespace() || byte == b'/' {
            self_closing = byte == b'/';
            at += 1;
            continue;
        }
        self_closing = false;
        attributes += 1;
        // A name may begin with `=`.
        at += 1;
        while !bytes.get(at)?.is_ascii_whitespace() && !matches!(bytes[at], b'/' | b'>' | b'=') {
            at += 1;
        }
        let mut value = at;
        while bytes.get(value)?.is_ascii_whitespace() {
            value += 1;
        }
        if bytes[value] != b'=' {
            continue;
        }
        at = value + 1;
        while bytes.get(at)?.is_ascii_whitespace() {
            at += 1;
        }
        let quote = bytes[at];
        if matches!(quote, b'"' | b'\'') {
            at += 1;
            at += bytes[at..].iter().position(|&byte| byte == quote)? + 1;
        } else {
            while !bytes.get(at)?.is_ascii_whitespace() && bytes[at] != b'>' {
                at += 1;
            }
        }
    }
}

/// The length of the comment at the start of a text.
fn comment_end(text: &str) -> usize {
    for short in ["<!-->", "<!--->"] {
        if text.starts_with(short) {
            return short.len();
        }
    }
    let bytes = text.as_bytes();
    let mut at = 4;
    while let Some(found) = text[at..].find("--") {
        let end = at + found + 2;
        if bytes.get(end) == Some(&b'>') {
            return end + 1;
        }
        if bytes[end..].starts_with(b"!>") {
            return end + 2;
        }
        at = end - 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        Tokens::of(html)
            .map(|token| match token {
                Token::Open(tag) => format!(
                    "{}:{}{}",
                    tag.name,
                    tag.attributes,
                    if tag.self_closing { "/" } else { "" }
                ),
                Token::Close(name) => format!("/{name}"),
                Token::Text(text) => format!("'{text}'"),
            })
            .collect()
    }

    #[test]
    fn tags_end_where_the_standard_says() {
        assert_eq!(
            shown("<A href='x>y' b = \"<p>\" c>نص</a ><br/><p q=x/>"),
            ["a:3", "'نص'", "/a", "br:0/", "p:1"]
        );
        assert_eq!(shown("<a\"b>c"), ["a\"b:0", "'c'"]);
        assert_eq!(shown("a < b <3"), ["'a '", "'<'", "' b '", "'<'", "'3'"]);
        assert_eq!(shown("أ<div class=\"x>"), ["'أ'"]);
    }

    #[test]
    fn comments_and_declarations_are_no_tokens() {
        assert_eq!(
            shown("<!doctype html>أ<!-- <p> -- > --->ب<!-->ج<!--->د<!--x--!>ه<?xml ?>و</3>ز</>ح"),
            ["'أ'", "'ب'", "'ج'", "'د'", "'ه'", "'و'", "'ز'", "'ح'"]
        );
        assert_eq!(shown("أ<!-- ب"), ["'أ'"]);
    }

    #[test]
    fn raw_text_ends_at_its_own_end_tag() {
        let mut tokens = Tokens::of("<b></scripty></p></SCRIPT >x");
        assert_eq!(tokens.until_close("script"), Some("<b></scripty></p>"));
        assert_eq!(tokens.next(), Some(Token::Close("script".to_owned())));
        assert_eq!(tokens.until_close("script"), None);
        assert_eq!(tokens.next(), Some(Token::Text("x")));
    }
}
