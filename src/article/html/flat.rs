//! Pages that nest too deeply for a tree, without their nesting. This file owns which tags
//! separate text and what is dropped; the result is HTML that parses in linear time to the same
//! text.

use super::elements::is_inline;
use super::tags::{OpenTag, Token, Tokens};

/// Tags with more attributes than this are not copied.
const MAX_ATTRIBUTES: usize = 100;

/// A page as a sequence of paragraphs, headings and list items, its metadata first. Only the text
/// of `script`, `style`, `noscript` and `template` is left out.
pub(super) fn flattened(html: &str) -> String {
    let mut flat = Flat::default();
    let mut tokens = Tokens::of(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) => flat.open(&tag, &mut tokens),
            Token::Close(name) => {
                if !is_inline(&name) {
                    flat.boundary("p");
                }
            }
            Token::Text(text) => flat.text(text),
        }
    }
    flat.boundary("p");
    flat.head + &flat.body
}

#[derive(Default)]
struct Flat {
    head: String,
    body: String,
    /// The element that text goes to (empty for `p`), and whether its start tag is written.
    element: &'static str,
    written: bool,
    has_root: bool,
    has_title: bool,
    /// Names of elements whose end tag does not occur any more.
    unending: Vec<String>,
}

impl Flat {
    fn open(&mut self, tag: &OpenTag<'_>, tokens: &mut Tokens<'_>) {
        let copied = tag.attributes <= MAX_ATTRIBUTES;
        match tag.name.as_str() {
            "html" => {
                if copied && !self.has_root {
                    self.has_root = true;
                    self.head.insert_str(0, tag.raw);
                }
                self.boundary("p");
            }
            "meta" | "link" => {
                if copied {
                    self.head.push_str(tag.raw);
                }
            }
            "time" => {
                if copied {
                    self.body.push_str(tag.raw);
                    self.body.push_str("</time>");
                }
            }
            "title" if !self.has_title => {
                if let Some(title) = self.content("title", tokens) {
                    self.has_title = true;
                    self.head.push_str("<title>");
                    self.head.push_str(title);
                    self.head.push_str("</title>");
                }
            }
            "script" => match self.content("script", tokens) {
                // A script with a comment in it may end elsewhere for the parser.
                Some(script) if tag.raw.contains("ld+json") && !script.contains("<!--") => {
                    self.head.push_str("<script type=application/ld+json>");
                    self.head.push_str(script);
                    self.head.push_str("</script>");
                }
                Some(_) => {}
                None => tokens.finish(),
            },
            "style" => {
                if self.content("style", tokens).is_none() {
                    tokens.finish();
                }
            }
            "noscript" | "template" => {
                let _ = self.content(&tag.name, tokens);
            }
            "br" => {
                if self.written {
                    self.body.push_str("<br>");
                }
            }
            "h1" => self.boundary("h1"),
            "h2" | "h3" | "h4" | "h5" | "h6" => self.boundary("h2"),
            "li" => self.boundary("li"),
            name if is_inline(name) => {}
            _ => self.boundary("p"),
        }
    }

    /// The text before an end tag. Each name is searched for in vain at most once.
    fn content<'a>(&mut self, name: &str, tokens: &mut Tokens<'a>) -> Option<&'a str> {
        if self.unending.iter().any(|unending| unending == name) {
            return None;
        }
        let content = tokens.until_close(name);
        if content.is_none() {
            self.unending.push(name.to_owned());
        }
        content
    }

    fn text(&mut self, text: &str) {
        if !self.written {
            if text.trim().is_empty() {
                return;
            }
            self.written = true;
            self.body.push('<');
            self.body.push_str(self.name());
            self.body.push('>');
        }
        self.body.push_str(if text == "<" { "&lt;" } else { text });
    }

    fn boundary(&mut self, next: &'static str) {
        if self.written {
            self.written = false;
            self.body.push_str("</");
            self.body.push_str(self.name());
            self.body.push('>');
        }
        self.element = next;
    }

    fn name(&self) -> &'static str {
        if self.element.is_empty() {
            "p"
        } else {
            self.element
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_and_nesting_is_not() {
        let html = "<html lang=ar><title>ع &amp; ن</title><div><div>أ <b>ب</b> &lt; < ج<br>د</div>\
                    <script>x < 1</script><!-- لا --><style>p{}</style><h3>هـ</h3>و<ul><li>ز\
                    <template><p>لا</template><template>ح";
        assert_eq!(
            flattened(html),
            "<html lang=ar><title>ع &amp; ن</title><p>أ ب &lt; &lt; ج<br>د</p><h2>هـ</h2><p>و</p>\
             <li>زح</li>"
        );
    }
}
