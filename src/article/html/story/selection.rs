//! The blocks of a page, each kept or left out for a reason. This file owns the rules by which blocks
//! are left out one after the other, and counts them.

use crate::article::LeftOut;
use crate::article::plain::{ends_sentence, is_byline};
use crate::document::Role;
use crate::text::{Language, count_words, dash_at};

use super::super::blocks::{Block, Outline};
use super::super::elements::Kind;
use super::super::furniture::{Line, heads_comments, heads_list, reason_of_line};
use super::Known;
use super::marked::by_elements;
use crate::article::Reason;

/// A block outside paragraphs with fewer words than this, and without a full stop, is no prose.
const PROSE_WORDS: usize = 10;
/// A block with fewer words than this may be a button or a counter.
pub(super) const LABEL_WORDS: usize = 4;
/// A link with fewer words than this is no paragraph of a story.
pub(super) const LINKED_WORDS: usize = 8;
/// Maximum number of words that a teaser of another article has besides its headline.
const TEASER_WORDS: usize = 80;

/// The words of a block that is prose, else 0.
fn prose(block: &Block) -> usize {
    if block.linked || block.role == Role::Heading {
        return 0;
    }
    let words = block.words();
    let is_prose = block.in_paragraph || words >= PROSE_WORDS || ends_sentence(&block.text);
    if is_prose { words } else { 0 }
}

/// The places where lists can end on a page, and the prose before each block, counted once.
struct Lists {
    /// The next heading after each block that is no link; the number of blocks if there is none.
    next_heading: Vec<usize>,
    /// The weight of the blocks that were open before each block.
    before: Vec<usize>,
}

impl Lists {
    fn of(selection: &Selection<'_>) -> Self {
        let blocks = selection.blocks();
        let mut next_heading = vec![blocks.len(); blocks.len()];
        for at in (1..blocks.len()).rev() {
            let ends = blocks[at].role == Role::Heading && !blocks[at].has_link();
            next_heading[at - 1] = if ends { at } else { next_heading[at] };
        }
        let mut before = vec![0];
        for (weight, reason) in selection.weights.iter().zip(&selection.reasons) {
            let open = if reason.is_none() { *weight } else { 0 };
            before.push(before.last().copied().unwrap_or(0) + open);
        }
        Self {
            next_heading,
            before,
        }
    }

    fn weight(&self, blocks: std::ops::Range<usize>) -> usize {
        self.before[blocks.end] - self.before[blocks.start]
    }

    fn all(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }
}

/// The blocks of a page with the reason why each is left out, if it is.
pub(super) struct Selection<'a> {
    pub(super) outline: &'a Outline,
    pub(super) known: Known<'a>,
    pub(super) reasons: Vec<Option<Reason>>,
    /// The words of each block that count as prose; where a page has no prose, all words.
    pub(super) weights: Vec<usize>,
    /// Whether each block is a link that is an item among items of text.
    pub(super) among_text: Vec<bool>,
}

impl<'a> Selection<'a> {
    /// Leaves out what the page's elements mark as something else than a story.
    pub(super) fn of(outline: &'a Outline, known: Known<'a>) -> Self {
        let mut weights: Vec<usize> = outline.blocks.iter().map(prose).collect();
        if weights.iter().all(|weight| *weight == 0) {
            let is_marked = |node: usize| outline.nodes[node].reason.is_some();
            let words = |block: &Block| match block.linked {
                false if !outline.around(block.node).any(is_marked) => block.words(),
                _ => 0,
            };
            weights = outline.blocks.iter().map(words).collect();
        }
        let reasons = by_elements(outline, &weights, known.title);
        Self {
            outline,
            known,
            reasons,
            weights,
            among_text: links_among_text(outline),
        }
    }

    pub(super) fn blocks(&self) -> &'a [Block] {
        &self.outline.blocks
    }

    /// The numbers of the blocks that are not left out.
    pub(super) fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.reasons.len()).filter(|&at| self.reasons[at].is_none())
    }

    pub(super) fn leave(&mut self, blocks: impl IntoIterator<Item = usize>, reason: Reason) {
        for at in blocks {
            self.reasons[at].get_or_insert(reason);
        }
    }

    pub(super) fn weight_of(&self, blocks: impl IntoIterator<Item = usize>) -> usize {
        blocks.into_iter().map(|at| self.weights[at]).sum()
    }

    pub(super) fn open_weight(&self) -> usize {
        self.weight_of(self.open())
    }

    /// Leaves out lines that are known by their words.
    pub(super) fn leave_lines(&mut self) {
        let blocks = self.blocks();
        let mut leads_to_links = false;
        let mut story = false;
        let lists = Lists::of(self);
        for (at, block) in blocks.iter().enumerate() {
            if self.reasons[at].is_some() {
                continue;
            }
            if block.words() <= LABEL_WORDS && self.leave_list(at, story, &lists) {
                continue;
            }
            let line = Line {
                text: &block.text,
                links: block.has_link(),
                before_link: &block.text[..block.first_link],
            };
            let reason = reason_of_line(&line, self.known.language);
            let follows = leads_to_links && block.linked;
            if let Some(reason) = reason.or(follows.then_some(Reason::Related)) {
                self.leave([at], reason);
            }
            leads_to_links = follows || reason == Some(Reason::Related);
            story |= self.weights[at] > 0;
        }
    }

    /// Leaves out the comments or the list of other articles that a line heads: the rest of the
    /// element around it, up to the next heading.
    fn leave_list(&mut self, at: usize, story: bool, lists: &Lists) -> bool {
        let block = &self.blocks()[at];
        let parent = self.outline.nodes[block.node].parent;
        let end = self.outline.nodes[parent].blocks.end.max(at + 1);
        if story && heads_comments(&block.text, self.known.language) {
            // Comments follow the story; what is longer than all before it is no list of them.
            if lists.weight(at..end) * 2 <= lists.all() {
                self.leave(at..end, Reason::Comments);
                return true;
            }
            return false;
        }
        if !heads_list(&block.text, self.known.language) {
            return false;
        }
        self.leave([at], Reason::Related);
        let list = at + 1..lists.next_heading[at].clamp(at + 1, end);
        // A line in the midst of an element heads nothing but the links behind it.
        let heads = self.outline.nodes[parent].blocks.start == at;
        if !heads {
            let links = list.take_while(|&at| self.blocks()[at].linked);
            self.leave(links.collect::<Vec<_>>(), Reason::Related);
        } else if lists.weight(list.clone()) * 2 < lists.all() {
            // A list holds less than the story does, and it has links or is headed as one.
            let is_list =
                block.role == Role::Heading || list.clone().any(|at| self.blocks()[at].has_link());
            if is_list {
                self.leave(list, Reason::Related);
            }
        }
        true
    }

    pub(super) fn leave_link_items(&mut self) {
        let is_link = |block: &Block| block.role == Role::Item && block.linked;
        let links: Vec<usize> = self
            .open()
            .filter(|&at| is_link(&self.blocks()[at]) && !self.among_text[at])
            .collect();
        self.leave(links, Reason::Links);
    }

    /// Leaves out a second copy of the story, as pages have it for narrow screens: a run of blocks in
    /// another element that repeats the story from its start. So is its first paragraph where it also
    /// stands above it.
    pub(super) fn leave_repetitions(&mut self) {
        let open: Vec<usize> = self.open().collect();
        let blocks = self.blocks();
        let Some(start) = open.iter().position(|&at| self.weights[at] > 0) else {
            return;
        };
        let first = &blocks[open[start]];
        let same = |a: usize, b: usize| blocks[open[a]].text == blocks[open[b]].text;
        let mut copy = start + 1;
        while copy < open.len() {
            let repeats = same(start, copy) && blocks[open[copy]].node != first.node;
            let length = if repeats {
                (0..open.len() - copy)
                    .take_while(|&i| start + i < copy && same(start + i, copy + i))
                    .count()
            } else {
                0
            };
            let parent_of = |block: usize| self.outline.nodes[blocks[block].node].parent;
            let parent = |at: usize| parent_of(open[at]);
            // Above the story its first paragraph may stand alone; that among others is the story's.
            let is_lead = copy == start + 1 && length == 1 && first.words() >= PROSE_WORDS;
            if (length >= 2 || is_lead) && parent(start) != parent(copy) {
                let beside = |at: usize| {
                    open.iter()
                        .filter(|other| parent_of(**other) == parent(at))
                        .count()
                };
                // The headline above the copy belongs to it.
                let before = copy - 1;
                let is_title = before >= start + length.min(copy - start)
                    && blocks[open[before]].role == Role::Heading;
                let left = if is_lead && beside(copy) > beside(start) {
                    start..copy
                } else if is_title {
                    before..copy + length
                } else {
                    copy..copy + length
                };
                self.leave(open[left].to_vec(), Reason::Repeated);
            }
            copy += length.max(1);
        }
    }

    /// Whether a block is the headline of another article.
    pub(super) fn heads_another(&self, at: usize) -> bool {
        let block = &self.blocks()[at];
        let own = self
            .known
            .title
            .is_some_and(|title| title.contains(block.text.as_str()));
        block.role == Role::Heading && block.linked && !own
    }

    /// Leaves out the teasers of other articles: an element with one headline, which is a link, and
    /// few words.
    pub(super) fn leave_teasers(&mut self) {
        let all = self.open_weight();
        let headlines: Vec<usize> = self.open().filter(|&at| self.heads_another(at)).collect();
        // How many headings, and how many words of prose, stand before each block.
        let mut before = vec![(0, 0)];
        for (block, at) in self.blocks().iter().zip(0..) {
            let (headings, weight) = before[at];
            let is_heading = usize::from(block.role == Role::Heading);
            let open = usize::from(self.reasons[at].is_none());
            before.push((headings + is_heading, weight + open * self.weights[at]));
        }
        for at in headlines {
            let heading = self.blocks()[at].node;
            let card = self.outline.around(heading).skip(1).find(|&node| {
                let node = &self.outline.nodes[node];
                matches!(node.kind, Kind::Article | Kind::Item | Kind::Block)
                    && node.blocks.len() > 1
            });
            let Some(card) = card else { continue };
            let inside = self.outline.nodes[card].blocks.clone();
            let (start, end) = (before[inside.start], before[inside.end]);
            let (headings, weight) = (end.0 - start.0, end.1 - start.1);
            if headings == 1 && weight <= TEASER_WORDS && weight * 2 <= all {
                self.leave(inside, Reason::Related);
            } else {
                self.leave([at], Reason::Links);
            }
        }
    }

    /// Leaves out a heading under which everything was left out.
    pub(super) fn leave_bare_headings(&mut self) {
        let (mut left, mut before_text) = (None, false);
        for at in (0..self.reasons.len()).rev() {
            let block = &self.blocks()[at];
            match self.reasons[at] {
                Some(reason @ (Reason::Links | Reason::Related | Reason::Elsewhere)) => {
                    left = left.or(Some(reason));
                }
                Some(_) => {}
                None if block.role != Role::Heading || ends_sentence(&block.text) => {
                    (left, before_text) = (None, true);
                }
                None => {
                    let is_title = self.known.title == Some(block.text.as_str());
                    match left {
                        Some(reason) if !before_text && !is_title => {
                            self.reasons[at] = Some(reason);
                        }
                        _ => (left, before_text) = (None, false),
                    }
                }
            }
        }
    }

    pub(super) fn left_out(&self) -> LeftOut {
        let mut left_out = LeftOut::default();
        for (block, reason) in self.blocks().iter().zip(&self.reasons) {
            let Some(reason) = reason.filter(|reason| reason.counts()) else {
                continue;
            };
            left_out.words += block.words();
            left_out.blocks += 1;
            if !left_out.kinds.contains(&reason) {
                left_out.kinds.push(reason);
            }
            if matches!(reason, Reason::Elsewhere | Reason::Side) {
                left_out.prose += prose(block);
            }
        }
        left_out.kinds.sort_unstable();
        left_out
    }
}

/// Whether a block beside the story names its author, place or date.
pub(super) fn is_credit_line(text: &str, language: &Language) -> bool {
    let last = text.trim_end().char_indices().next_back();
    let ends_in_dash = last.is_some_and(|(at, _)| dash_at(text, at) > 0);
    is_byline(text, language) || (ends_in_dash && count_words(text) <= LINKED_WORDS)
}

/// Which blocks are links that are items of a list with at least twice as many items of text.
fn links_among_text(outline: &Outline) -> Vec<bool> {
    let item_of = |block: &Block| {
        let mut around = outline.around(block.node);
        around.find(|&node| outline.nodes[node].kind == Kind::Item)
    };
    // Of each item: whether it holds links, and whether it holds text.
    let mut holds = vec![(false, false); outline.nodes.len()];
    for block in &outline.blocks {
        if let Some(item) = item_of(block) {
            holds[item].0 |= block.linked;
            holds[item].1 |= !block.linked;
        }
    }
    // Of each list: how many items are links, and how many are text.
    let mut items = vec![(0_usize, 0_usize); outline.nodes.len()];
    for (item, held) in holds.iter().enumerate() {
        let (links, texts) = &mut items[outline.nodes[item].parent];
        match held {
            (true, false) => *links += 1,
            (false, true) => *texts += 1,
            _ => {}
        }
    }
    let is_among_text = |block: &Block| {
        let item = item_of(block).filter(|&item| holds[item] == (true, false));
        item.is_some_and(|item| {
            let (links, texts) = items[outline.nodes[item].parent];
            links * 2 <= texts
        })
    };
    outline.blocks.iter().map(is_among_text).collect()
}
