//! A page as the lines that it shows, for pages in which a program wrote a form of its own. This file owns where a
//! line begins; it never judges what belongs to a story.

use std::mem;

use super::elements::is_inline;
use super::tags::{Token, Tokens};
use crate::article::xml::{Node, Nodes};

/// Elements whose content is no text of the page.
const UNSEEN: [&str; 5] = ["script", "style", "title", "noscript", "template"];

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::article) struct Line {
    /// Its words with one space between two; empty where breaks set two lines apart.
    pub(in crate::article) text: String,
    /// The classes of all elements that begin between the text of the last line and the end of this one.
    pub(in crate::article) classes: Vec<String>,
}

/// The lines of a page in their order.
pub(in crate::article) fn lines(html: &str) -> Vec<Line> {
    let mut reader = Reader::default();
    let mut tokens = Tokens::of(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) if UNSEEN.contains(&tag.name.as_str()) => {
                if tokens.until_close(&tag.name).is_none() {
                    tokens.finish();
                }
            }
            Token::Open(tag) if tag.name == "br" => reader.break_line(),
            Token::Open(tag) => {
                if !is_inline(&tag.name) {
                    reader.end_block();
                }
                reader.add_classes(tag.raw);
            }
            Token::Close(name) => {
                if !is_inline(&name) {
                    reader.end_block();
                }
            }
            Token::Text(text) => reader.add_text(&html_escape::decode_html_entities(text)),
        }
    }
    reader.end_block();
    reader.lines
}

#[derive(Debug, Default)]
struct Reader {
    lines: Vec<Line>,
    /// The line that is being read.
    line: Line,
    /// Whether white space follows its last word.
    space: bool,
}

impl Reader {
    fn add_text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if mem::take(&mut self.space) && !self.line.text.is_empty() {
                self.line.text.push(' ');
            }
            self.line.text.push(c);
        }
    }

    fn add_classes(&mut self, tag: &str) {
        let Some(Node::Open(tag)) = Nodes::of(tag).next() else {
            return;
        };
        let classes = tag.attribute("class").unwrap_or_default();
        let classes = classes.split_whitespace().map(str::to_owned);
        self.line.classes.extend(classes);
    }

    fn break_line(&mut self) {
        let is_below_text = self.lines.last().is_none_or(|line| !line.text.is_empty());
        if self.line.text.is_empty() && is_below_text {
            self.lines.push(Line::default());
        }
        self.end_block();
    }

    fn end_block(&mut self) {
        self.space = false;
        if !self.line.text.is_empty() {
            self.lines.push(mem::take(&mut self.line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a page, each with its classes in front of it.
    fn shown(html: &str) -> Vec<String> {
        let lines = lines(html).into_iter();
        let shown = lines.map(|line| format!("{}:{}", line.classes.join(" "), line.text));
        shown.collect()
    }

    #[test]
    fn blocks_and_breaks_begin_lines() {
        let page = "<html><head><title>no</title><style>no</style></head><body>\n\
             <div class=\"a b\"><div>x <b>y</b>&nbsp;\n &amp; z</div></div>\n<br><div>c<br>d<br><br><br>e</div>\
             <script>no</script><table><tr><td><b>HD</b>&nbsp;</td><td>f</td></tr></table></body></html>";
        assert_eq!(
            shown(page),
            ["a b:x y & z", ":", ":c", ":d", ":", ":e", ":HD", ":f"]
        );
    }

    #[test]
    fn classes_are_those_of_elements_that_begin_in_front_of_a_line_or_in_it() {
        let page = "<div class=o><br><p class='p q'><span class=\"s\">x</span> <i class=i>y</i></p><p>z</p>";
        assert_eq!(shown(page), [":", "o p q s i:x y", ":z"]);
    }

    #[test]
    fn what_does_not_end_hides_the_rest() {
        assert_eq!(shown("x<script>y<p>z"), [":x"]);
    }
}
