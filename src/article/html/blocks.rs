//! A page's events as blocks of text: paragraphs, headings, list items, cells, and the elements
//! that they stand in. This file owns white space and which elements hold no text; it never judges
//! what belongs to a story.

use std::ops::Range;

use crate::article::escapes::{with_line_breaks, without_entities};
use crate::article::plain::{body_of, has_words, lines};
use crate::document::Role;
use crate::text::count_words;

use super::elements::{Kind, kind_of, reason_of};
use super::events::{Event, Tag};
use crate::article::Reason;

/// Maximum number of places in a heading at which elements begin or end that are kept.
const SEAMS: usize = 16;

/// A run of text that the page sets apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Block {
    pub(in crate::article) role: Role,
    pub(in crate::article) text: String,
    /// Whether it stands in a `p` element.
    pub(super) in_paragraph: bool,
    /// Whether all of it is the text of links to other places.
    pub(super) linked: bool,
    /// Where its first link begins, in bytes; its length if there is none.
    pub(super) first_link: usize,
    /// Where elements begin and end within a heading, in bytes.
    pub(super) seams: Vec<usize>,
    /// The number of the innermost element that sets text apart around it.
    pub(super) node: usize,
}

impl Block {
    /// Whether a part of it is a link to another place.
    pub(super) fn has_link(&self) -> bool {
        self.first_link < self.text.len()
    }

    /// Its number of words.
    pub(super) fn words(&self) -> usize {
        count_words(&self.text)
    }
}

/// An element that sets text apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// The number of the element around it; the root is its own parent.
    pub(super) parent: usize,
    /// Why its text is no part of a story, by its name, class, role or style.
    pub(super) reason: Option<Reason>,
    /// Whether only class names say so that paragraphs of a story have as well.
    pub(super) is_vague: bool,
    /// The kind of the element.
    pub(super) kind: Kind,
    /// Whether it is `main`.
    pub(super) is_main: bool,
    /// Whether it is a `header`.
    pub(super) is_header: bool,
    /// Whether it is a `blockquote`.
    pub(super) is_quotation: bool,
    /// The blocks inside it.
    pub(super) blocks: Range<usize>,
}

/// The blocks of a page and the elements that they stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    /// In reading order.
    pub(super) blocks: Vec<Block>,
    /// The elements in the order of their start tags, the root first.
    pub(super) nodes: Vec<Node>,
}

impl Outline {
    /// The outline of some events. `inside` says that they are part of an article, where a
    /// `header` holds its headline and not the site's.
    pub(super) fn of(events: &[Event], inside: bool) -> Self {
        let root = Node {
            parent: 0,
            reason: None,
            is_vague: false,
            kind: Kind::Block,
            is_main: false,
            is_header: false,
            is_quotation: false,
            blocks: 0..0,
        };
        let mut walk = Walk {
            nodes: vec![root],
            articles: usize::from(inside),
            ..Walk::default()
        };
        for event in events {
            match event {
                Event::Open(tag) => walk.open(tag),
                Event::Text(text) if walk.skipped == 0 => walk.text(text),
                Event::Text(_) => {}
                Event::Close => walk.close(),
            }
        }
        walk.flush();
        walk.nodes[0].blocks.end = walk.blocks.len();
        Self {
            blocks: walk.blocks,
            nodes: walk.nodes,
        }
    }

    /// The elements around a place, from the innermost outwards, the root excluded.
    pub(super) fn around(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let climb = move |node: &usize| Some(self.nodes[*node].parent);
        std::iter::successors(Some(node), climb).take_while(|node| *node > 0)
    }
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    nodes: Vec<Node>,
    /// The kind of every open element, and its number if it sets text apart.
    stack: Vec<(Kind, Option<usize>)>,
    /// The innermost element that sets text apart.
    node: usize,
    /// How many elements are open of each kind that matters to the text inside.
    skipped: usize,
    links: usize,
    paragraphs: usize,
    preformatted: usize,
    items: usize,
    headings: usize,
    articles: usize,
    /// How many list items were open where each open article began.
    items_outside: Vec<usize>,
    /// The block that is being read.
    buffer: String,
    space: bool,
    unlinked: bool,
    first_link: Option<usize>,
    /// Where elements begin and end in it, if it is a heading.
    seams: Vec<usize>,
}

impl Walk {
    fn open(&mut self, tag: &Tag) {
        // The footer of a quotation says whose it is.
        let is_text = tag.is_note || tag.name == "footer" && self.in_quotation();
        let by_name = || reason_of(&tag.name, self.articles > 0).filter(|_| !is_text);
        let reason = tag.reason.or_else(by_name);
        let is_vague = tag.is_vague && by_name().is_none();
        let kind = match kind_of(&tag.name) {
            _ if self.skipped > 0 => Kind::Hidden,
            kind if kind.is_inline() && reason == Some(Reason::Hidden) => Kind::Hidden,
            Kind::Link if !tag.leads_away() => Kind::Inline,
            Kind::Inline if tag.is_block => Kind::Block,
            kind => kind,
        };
        if self.headings > 0 && (kind == Kind::Break || tag.is_block) {
            self.space = true;
        } else if !kind.is_inline() || kind == Kind::Break {
            self.flush_once();
        }
        self.seam(kind);
        let mut node = None;
        if !kind.is_inline() {
            node = Some(self.nodes.len());
            self.nodes.push(Node {
                parent: self.node,
                reason,
                is_vague,
                kind,
                is_main: tag.name == "main",
                is_header: tag.name == "header",
                is_quotation: tag.name == "blockquote",
                blocks: self.blocks.len()..self.blocks.len(),
            });
            self.node = self.nodes.len() - 1;
        }
        self.stack.push((kind, node));
        if kind == Kind::Article {
            self.items_outside.push(self.items);
        }
        if let Some(count) = self.count(kind) {
            *count += 1;
        }
    }

    fn in_quotation(&self) -> bool {
        let mut node = self.node;
        while node > 0 && !self.nodes[node].is_quotation {
            node = self.nodes[node].parent;
        }
        node > 0
    }

    fn close(&mut self) {
        let Some(&(kind, node)) = self.stack.last() else {
            return;
        };
        if !kind.is_inline() {
            self.flush_once();
        }
        self.seam(kind);
        self.stack.pop();
        if let Some(node) = node {
            self.nodes[node].blocks.end = self.blocks.len();
            self.node = self.nodes[node].parent;
        }
        if kind == Kind::Article {
            self.items_outside.pop();
        }
        if let Some(count) = self.count(kind) {
            *count = count.saturating_sub(1);
        }
    }

    /// Takes it that an element of this kind begins or ends.
    fn seam(&mut self, kind: Kind) {
        let is_within = self.headings > 0 && kind.is_inline() && !self.buffer.is_empty();
        if is_within && self.seams.len() < SEAMS {
            self.seams.push(self.buffer.len());
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
                if self.links > 0 {
                    self.first_link.get_or_insert(self.buffer.len());
                }
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
        let clean = |text: &str| with_line_breaks(&without_entities(text));
        let first_link = self.first_link.take();
        let first_link = first_link.map_or(usize::MAX, |at| clean(&buffer[..at]).len());
        let seams = std::mem::take(&mut self.seams).into_iter();
        let seams: Vec<usize> = seams.map(|at| clean(&buffer[..at]).len()).collect();
        let text = clean(&buffer);
        let in_items = self.items > self.items_outside.last().copied().unwrap_or(0);
        let role = if self.headings > 0 {
            Role::Heading
        } else if in_items {
            Role::Item
        } else {
            Role::Body
        };
        let mut push = |role: Role, line: Range<usize>| {
            let own = &text[line.clone()];
            self.blocks.push(Block {
                role,
                text: own.to_owned(),
                in_paragraph: self.paragraphs > 0,
                linked,
                first_link: floor_char_boundary(own, first_link.saturating_sub(line.start)),
                seams: seams
                    .iter()
                    .filter_map(|at| at.checked_sub(line.start))
                    .collect(),
                node: self.node,
            });
        };
        if self.preformatted > 0 {
            for paragraph in body_of(&text) {
                let own = if role == Role::Body {
                    paragraph.role
                } else {
                    role
                };
                push(own, paragraph.span);
            }
            return;
        }
        for line in lines(&text, 0..text.len()) {
            if has_words(&text[line.span.clone()]) {
                push(role, line.span);
            }
        }
    }
}

/// The last boundary between characters that is not behind a place in bytes.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::html::dom::events;

    fn texts(html: &str) -> Vec<(Role, String)> {
        let outline = Outline::of(&events(html), false);
        let told = |block: &&Block| {
            outline
                .around(block.node)
                .all(|node| outline.nodes[node].reason.is_none())
        };
        let blocks = outline.blocks.iter().filter(told);
        blocks
            .map(|block| (block.role, block.text.clone()))
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
    fn notes_that_stand_aside_are_text() {
        let html = "<p>نص</p><aside><p>عمود</p></aside>\
                    <aside epub:type='footnote x'><p>حاشية</p></aside>\
                    <aside role=doc-endnote>أخرى</aside>";
        assert_eq!(
            texts(html),
            pairs(&[
                (Role::Body, "نص"),
                (Role::Body, "حاشية"),
                (Role::Body, "أخرى")
            ])
        );
    }

    #[test]
    fn the_footer_of_a_quotation_is_text() {
        let html = "<article><blockquote><p>لن نغادر.</p><footer>صياد</footer></blockquote>\
                    <footer>وسوم</footer></article>";
        assert_eq!(
            texts(html),
            pairs(&[(Role::Body, "لن نغادر."), (Role::Body, "صياد")])
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
        let html = "<p><a href=x>رابط</a></p><p><a href=x>رابط</a> ونص</p>\
                    <p>نص <a href=x>رابط</a></p><p><a href=#a>نصي</a></p>";
        let outline = Outline::of(&events(html), false);
        let linked: Vec<(bool, usize)> = outline
            .blocks
            .iter()
            .map(|block| (block.linked, block.first_link))
            .collect();
        assert_eq!(linked, [(true, 0), (false, 0), (false, 5), (false, 6)]);
        let html =
            "<p>&amp;quot;&amp;nbsp;نص <a href=x>رابط</a></p><pre>أ.\n\nب <a href=x>ج</a></pre>";
        let outline = Outline::of(&events(html), false);
        let before = outline
            .blocks
            .iter()
            .map(|block| &block.text[..block.first_link]);
        assert_eq!(before.collect::<Vec<_>>(), ["\"\u{a0}نص ", "أ.", "ب "]);
    }

    #[test]
    fn blocks_know_the_elements_around_them() {
        let html = "<main><div class=share><p>أ</p></div><article><ul><li>ب</ul></article></main>";
        let outline = Outline::of(&events(html), false);
        let reasons = outline.nodes.iter().filter_map(|node| node.reason);
        assert_eq!(reasons.collect::<Vec<_>>(), [Reason::Sharing]);
        let main = outline.nodes.iter().position(|node| node.is_main).unwrap();
        assert_eq!(outline.nodes[main].blocks, 0..2);
        assert!(
            outline
                .around(outline.blocks[1].node)
                .any(|node| node == main)
        );
        let html = "<ol><li><article><p>أ</p><ul><li>ب</ul></article></li></ol>";
        let roles = texts(html).into_iter().map(|(role, _)| role);
        assert_eq!(roles.collect::<Vec<_>>(), [Role::Body, Role::Item]);
    }
}
