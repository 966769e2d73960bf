//! A page's events as blocks of text: paragraphs, headings, list items, cells. This file owns
//! white space and which elements hold no text; it never judges what belongs to an article.

use std::ops::Range;

use crate::article::plain::{body_of, has_words};
use crate::document::Role;

use super::elements::{Kind, kind_of};
use super::events::Event;

/// A run of text that the page sets apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Block {
    pub(in crate::article) role: Role,
    pub(in crate::article) text: String,
    /// Whether it stands in a `p` element.
    pub(super) in_paragraph: bool,
    /// Whether all of it is the text of links.
    pub(super) linked: bool,
}

/// The outermost elements of a name, as ranges of events.
pub(super) fn outermost(events: &[Event], name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, None);
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Open(tag) => {
                if start.is_none() && tag.name == name {
                    start = Some((at, depth));
                }
                depth += 1;
            }
            Event::Close => {
                depth = depth.saturating_sub(1);
                if let Some((from, level)) = start
                    && level == depth
                {
                    found.push(from..at + 1);
                    start = None;
                }
            }
            Event::Text(_) => {}
        }
    }
    found
}

/// The blocks of some events. `inside` says that they are part of an article, where a `header`
/// holds its headline and not the site's.
pub(super) fn blocks(events: &[Event], inside: bool) -> Vec<Block> {
    let mut walk = Walk {
        articles: usize::from(inside),
        ..Walk::default()
    };
    for event in events {
        match event {
            Event::Open(tag) => walk.open(&tag.name),
            Event::Text(text) if walk.skipped == 0 => walk.text(text),
            Event::Text(_) => {}
            Event::Close => walk.close(),
        }
    }
    walk.flush();
    walk.blocks
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    stack: Vec<Kind>,
    /// How many elements are open of each kind that matters to the text inside.
    skipped: usize,
    links: usize,
    paragraphs: usize,
    preformatted: usize,
    items: usize,
    headings: usize,
    articles: usize,
    /// The block that is being read.
    buffer: String,
    space: bool,
    unlinked: bool,
}

impl Walk {
    fn open(&mut self, name: &str) {
        let kind = if self.skipped > 0 {
            Kind::Hidden
        } else {
            kind_of(name, self.articles > 0)
        };
        if !kind.is_inline() {
            self.flush_once();
        }
        if kind == Kind::Break {
            self.buffer.push('\n');
            self.space = false;
        }
        self.stack.push(kind);
        if let Some(count) = self.count(kind) {
            *count += 1;
        }
    }

    fn close(&mut self) {
        let Some(kind) = self.stack.pop() else {
            return;
        };
        if !kind.is_inline() {
            self.flush_once();
        }
        if let Some(count) = self.count(kind) {
            *count = count.saturating_sub(1);
        }
    }

    fn count(&mut self, kind: Kind) -> Option<&mut usize> {
        match kind {
            Kind::Skipped | Kind::Hidden => Some(&mut self.skipped),
            Kind::Link => Some(&mut self.links),
            Kind::Paragraph => Some(&mut self.paragraphs),
            Kind::Preformatted => Some(&mut self.preformatted),
            Kind::Item => Some(&mut self.items),
            Kind::Heading => Some(&mut self.headings),
            Kind::Article => Some(&mut self.articles),
            Kind::Inline | Kind::Break | Kind::Block => None,
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if self.preformatted > 0 && c == '\n' {
                self.buffer.push('\n');
                self.space = false;
            } else if c.is_whitespace() {
                self.space = true;
            } else {
                if self.space && !self.buffer.is_empty() && !self.buffer.ends_with('\n') {
                    self.buffer.push(' ');
                }
                self.space = false;
                self.buffer.push(c);
                self.unlinked |= self.links == 0;
            }
        }
    }

    fn flush_once(&mut self) {
        if !self.buffer.is_empty() {
            self.flush();
        }
        self.space = false;
    }

    fn flush(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        let linked = !std::mem::take(&mut self.unlinked);
        let role = if self.headings > 0 {
            Role::Heading
        } else if self.items > 0 {
            Role::Item
        } else {
            Role::Body
        };
        let in_paragraph = self.paragraphs > 0;
        if self.preformatted > 0 {
            self.blocks
                .extend(body_of(&buffer).into_iter().map(|paragraph| Block {
                    role: if role == Role::Body {
                        paragraph.role
                    } else {
                        role
                    },
                    text: buffer[paragraph.span].to_owned(),
                    in_paragraph,
                    linked,
                }));
            return;
        }
        for line in buffer
            .split('\n')
            .map(str::trim)
            .filter(|line| has_words(line))
        {
            self.blocks.push(Block {
                role,
                text: line.to_owned(),
                in_paragraph,
                linked,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::dom::events;

    fn texts(html: &str) -> Vec<(Role, String)> {
        blocks(&events(html), false)
            .into_iter()
            .map(|block| (block.role, block.text))
            .collect()
    }

    fn pairs(expected: &[(Role, &str)]) -> Vec<(Role, String)> {
        expected
            .iter()
            .map(|(role, text)| (*role, (*text).to_owned()))
            .collect()
    }

    #[test]
    fn inline_tags_lose_no_text_and_blocks_split_it() {
        let html = "<p>قال <b>رئيس</b> <i><a href=x>الوزراء</a></i>&nbsp;&laquo;نعم&raquo;.</p>نص\
                    <div>داخل<p>فقرة</p>ذيل</div><h2>عنوان</h2><ul><li><p>بند</p><li>آخر</ul>";
        assert_eq!(
            texts(html),
            pairs(&[
                (Role::Body, "قال رئيس الوزراء «نعم»."),
                (Role::Body, "نص"),
                (Role::Body, "داخل"),
                (Role::Body, "فقرة"),
                (Role::Body, "ذيل"),
                (Role::Heading, "عنوان"),
                (Role::Item, "بند"),
                (Role::Item, "آخر"),
            ])
        );
    }

    #[test]
    fn scripts_and_navigation_are_gone() {
        let html = "<header>موقع</header><nav>قائمة</nav><script>var a = 1;</script>\
                    <style>p{}</style><article><header><p>تمهيد</p></header><p>نص <script>1\
                    </script>واحد</p>\
                    <aside>إعلان<p>آخر</p></aside></article><footer>حقوق</footer>";
        assert_eq!(
            texts(html),
            pairs(&[(Role::Body, "تمهيد"), (Role::Body, "نص واحد")])
        );
    }

    #[test]
    fn breaks_cells_and_preformatted_lines_are_kept_apart() {
        let html = "<p>أول<br>ثان<br><br> ثالث </p><table><tr><td>خلية</td><td>أخرى</td></table>\
                    <pre>سطر أ.\n\nسطر ب.</pre>";
        let expected = ["أول", "ثان", "ثالث", "خلية", "أخرى", "سطر أ.", "سطر ب."];
        assert_eq!(texts(html), pairs(&expected.map(|text| (Role::Body, text))));
    }

    #[test]
    fn links_are_told_from_text() {
        let html = "<p><a href=x>رابط</a></p><p><a href=x>رابط</a> ونص</p>";
        let linked: Vec<bool> = blocks(&events(html), false)
            .iter()
            .map(|block| block.linked)
            .collect();
        assert_eq!(linked, [true, false]);
    }

    #[test]
    fn outermost_elements_are_found() {
        let page = events("<article><article>أ</article></article><p>ب</p><article>ج</article>");
        let found = outermost(&page, "article");
        assert_eq!(found.len(), 2);
        assert_eq!(blocks(&page[found[1].clone()], true)[0].text, "ج");
    }
}
