//! The story of a page. This file owns which blocks belong to it: what a reader of the page sees as
//! the story is kept, and everything else is left out for a reason that is counted.
//!
//! The main part is where Mozilla's Readability method finds it; but what it drops inside that part,
//! and prose beside it, is kept unless a rule of this file names it as something else.

use std::collections::{HashMap, HashSet};

use crate::article::LeftOut;
use crate::article::plain::{ends_sentence, is_byline};
use crate::document::Role;
use crate::text::{Language, dash_at};

use super::blocks::{Block, Outline};
use super::elements::Kind;
use super::furniture::{
    Line, Reason, heads_comments, heads_list, is_read_more, reason_of_line, tells_error,
};

/// A block outside paragraphs with fewer words than this, and without a full stop, is no prose.
const PROSE_WORDS: usize = 10;
/// A block with fewer words than this may be a button or a counter.
const LABEL_WORDS: usize = 4;
/// A link with fewer words than this is no paragraph of a story.
const LINKED_WORDS: usize = 8;
/// Maximum number of words that a teaser of another article has besides its headline.
const TEASER_WORDS: usize = 80;
/// Minimum number of teasers that make a page an index.
const TEASERS: usize = 3;
/// Mean number of words below which the texts under linked headlines are teasers.
const MEAN_TEASER_WORDS: usize = 60;
/// Maximum number of words of a page that says why it has no article.
const ERROR_WORDS: usize = 70;
/// Minimum number of words of prose beside the main part that is worth keeping.
const BESIDE_WORDS: usize = 12;
/// The same for several paragraphs, however long the main part is.
const BESIDE_SEVERAL: usize = 25;

/// What a page turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A story: its blocks in reading order, and what was left out.
    Story(Vec<Block>, LeftOut),
    /// A list of this many other articles.
    Index(usize),
    /// What a site shows in place of an article: an error, a test, a login.
    Error,
    /// There is no text.
    Nothing,
}

/// What is known of a page besides its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    /// Whether the page says in its metadata that it is an article.
    pub(super) is_article: bool,
    pub(super) language: &'a Language,
}

/// The story of a page; `main_part` are the blocks that Readability finds, if any.
pub(super) fn of_page(outline: Outline, main_part: &[Block], known: Known<'_>) -> Found {
    let mut selection = Selection::of(&outline, known);
    if !known.is_article
        && let Some(articles) = selection.index()
    {
        return Found::Index(articles);
    }
    selection.leave_lines();
    selection.leave_link_items();
    selection.leave_repetitions();
    selection.leave_teasers();
    let scope = Scope::of(&selection, main_part);
    selection.leave_outside(&scope);
    selection.leave_bare_headings();
    if !known.is_article && selection.is_error() {
        return Found::Error;
    }
    let (left_out, reasons) = (selection.left_out(), selection.reasons);
    let blocks = kept(outline, &reasons);
    if blocks.is_empty() {
        Found::Nothing
    } else {
        Found::Story(blocks, left_out)
    }
}

/// The blocks of a piece of HTML that is known to be a story, and what was left out.
pub(super) fn of_fragment(outline: Outline, language: &Language) -> (Vec<Block>, LeftOut) {
    let known = Known {
        title: None,
        is_article: true,
        language,
    };
    let mut selection = Selection::of(&outline, known);
    selection.leave_lines();
    let (left_out, reasons) = (selection.left_out(), selection.reasons);
    (kept(outline, &reasons), left_out)
}

fn kept(outline: Outline, reasons: &[Option<Reason>]) -> Vec<Block> {
    let blocks = outline.blocks.into_iter().zip(reasons);
    let kept = blocks.filter(|(_, reason)| reason.is_none());
    kept.map(|(block, _)| block).collect()
}

/// The prose under the headlines or links of a page, as its blocks are read.
struct Teasers {
    /// The number of headlines or links.
    count: usize,
    /// The words before the first of them.
    before: usize,
    under: usize,
    open: bool,
}

impl Teasers {
    fn new() -> Self {
        Self {
            count: 0,
            before: 0,
            under: 0,
            open: false,
        }
    }

    fn next(&mut self, open: bool) {
        self.open = open;
        self.count += usize::from(open);
    }

    fn add(&mut self, words: usize) {
        if self.open {
            self.under += words;
        } else if self.count == 0 {
            self.before += words;
        }
    }

    /// Whether most of the page's words stand under at least so many of them, a few under each.
    fn hold(&self, all: usize, least: usize) -> bool {
        self.count >= least
            && self.under * 10 >= all * 7
            && self.under <= self.count * MEAN_TEASER_WORDS
            && self.under >= self.count
    }
}

/// The words of a block that is prose, else 0.
fn prose(block: &Block) -> usize {
    if block.linked || block.role == Role::Heading {
        return 0;
    }
    let words = block.words();
    let is_prose = block.in_paragraph || words >= PROSE_WORDS || ends_sentence(&block.text);
    if is_prose { words } else { 0 }
}

/// The blocks of a page with the reason why each is left out, if it is.
struct Selection<'a> {
    outline: &'a Outline,
    known: Known<'a>,
    reasons: Vec<Option<Reason>>,
    /// The words of each block that count as prose; where a page has no prose, all words.
    weights: Vec<usize>,
}

impl<'a> Selection<'a> {
    /// Leaves out what the page's elements mark as something else than a story.
    fn of(outline: &'a Outline, known: Known<'a>) -> Self {
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
        }
    }

    fn blocks(&self) -> &'a [Block] {
        &self.outline.blocks
    }

    /// The numbers of the blocks that are not left out.
    fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.reasons.len()).filter(|&at| self.reasons[at].is_none())
    }

    fn leave(&mut self, blocks: impl IntoIterator<Item = usize>, reason: Reason) {
        for at in blocks {
            self.reasons[at].get_or_insert(reason);
        }
    }

    fn weight_of(&self, blocks: impl IntoIterator<Item = usize>) -> usize {
        blocks.into_iter().map(|at| self.weights[at]).sum()
    }

    fn open_weight(&self) -> usize {
        self.weight_of(self.open())
    }

    /// Leaves out lines that are known by their words.
    fn leave_lines(&mut self) {
        let blocks = self.blocks();
        let mut leads_to_links = false;
        let mut story = false;
        for (at, block) in blocks.iter().enumerate() {
            if self.reasons[at].is_some() {
                continue;
            }
            if block.words() <= LABEL_WORDS && self.leave_list(at, story) {
                continue;
            }
            let line = Line {
                text: &block.text,
                links: block.first_link < block.text.len(),
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
    fn leave_list(&mut self, at: usize, story: bool) -> bool {
        let block = &self.blocks()[at];
        let parent = self.outline.nodes[block.node].parent;
        let end = self.outline.nodes[parent].blocks.end.max(at + 1);
        if story && heads_comments(&block.text, self.known.language) {
            // Comments follow the story; what is longer than all before it is no list of them.
            let comments = self.weight_of((at..end).filter(|&at| self.reasons[at].is_none()));
            if comments * 2 <= self.open_weight() {
                self.leave(at..end, Reason::Comments);
                return true;
            }
            return false;
        }
        if !heads_list(&block.text, self.known.language) {
            return false;
        }
        self.leave([at], Reason::Related);
        // A list holds less than the story does.
        let all = self.open_weight();
        let is_next = |&next: &usize| {
            self.blocks()[next].role == Role::Heading && self.blocks()[next].node != block.node
        };
        let linked = |at: usize| self.blocks()[at].first_link < self.blocks()[at].text.len();
        let heading = (at + 1..end).filter(is_next).find(|&next| !linked(next));
        let list = at + 1..heading.unwrap_or(end);
        let has_links = block.role == Role::Heading || list.clone().any(linked);
        // A line in the midst of an element heads nothing but the links behind it.
        let heads = self.outline.nodes[parent].blocks.start == at;
        if !heads {
            let links = list.take_while(|&at| self.blocks()[at].linked);
            self.leave(links.collect::<Vec<_>>(), Reason::Related);
        } else if has_links && self.weight_of(list.clone()) * 2 < all {
            self.leave(list, Reason::Related);
        }
        true
    }

    fn leave_link_items(&mut self) {
        let is_link = |block: &Block| block.role == Role::Item && block.linked;
        let links: Vec<usize> = self
            .open()
            .filter(|&at| is_link(&self.blocks()[at]))
            .collect();
        self.leave(links, Reason::Links);
    }

    /// Leaves out a second copy of the story, as pages have it for narrow screens: a run of blocks in
    /// another element that repeats the story from its start.
    fn leave_repetitions(&mut self) {
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
            let parent = |at: usize| self.outline.nodes[blocks[open[at]].node].parent;
            if length >= 2 && parent(start) != parent(copy) {
                // The headline above the copy belongs to it.
                let before = copy - 1;
                let is_title = before >= start + length.min(copy - start)
                    && blocks[open[before]].role == Role::Heading;
                let from = if is_title { before } else { copy };
                self.leave(open[from..copy + length].to_vec(), Reason::Repeated);
            }
            copy += length.max(1);
        }
    }

    /// Whether a block is the headline of another article.
    fn heads_another(&self, at: usize) -> bool {
        let block = &self.blocks()[at];
        let own = self
            .known
            .title
            .is_some_and(|title| title.contains(block.text.as_str()));
        block.role == Role::Heading && block.linked && !own
    }

    /// The number of articles that a page lists, if it is an index: most of its prose stands under
    /// linked headlines, or between links or before links to the rest, a few words each; or nearly all
    /// its text is links.
    fn index(&self) -> Option<usize> {
        let (mut all, mut linked_words) = (0, 0);
        let (mut headlines, mut links) = (Teasers::new(), Teasers::new());
        let (mut headings, mut more) = (0, 0);
        for at in self.open() {
            let block = &self.blocks()[at];
            let tail = &block.text[block.first_link..];
            let is_more = is_read_more(tail, self.known.language);
            more += usize::from(is_more);
            if block.role == Role::Heading {
                headings += 1;
                headlines.next(self.heads_another(at));
            }
            if block.linked && !is_more {
                let line = Line {
                    text: &block.text,
                    links: true,
                    before_link: "",
                };
                let is_line = reason_of_line(&line, self.known.language).is_some();
                if block.words() >= LABEL_WORDS && !is_line {
                    links.next(true);
                    linked_words += block.words();
                }
            }
            let weight = self.weights[at];
            all += weight;
            headlines.add(weight);
            links.add(weight);
        }
        let only_links = links.count >= TEASERS * 2 && linked_words > all * 3;
        // A story begins before its first link.
        let teasers = headlines.hold(all, TEASERS)
            || (links.hold(all, TEASERS + 1) && links.before * 10 <= all)
            || (more >= TEASERS
                && all <= more * MEAN_TEASER_WORDS
                && (headings >= more || links.before * 10 <= all));
        (teasers || only_links).then_some(headlines.count.max(links.count).max(more))
    }

    /// Leaves out the teasers of other articles: an element with one headline, which is a link, and
    /// few words.
    fn leave_teasers(&mut self) {
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

    /// Leaves out what is not within the scope, and what in it is only links or labels.
    fn leave_outside(&mut self, scope: &Scope<'_>) {
        let first = self
            .open()
            .find(|&at| scope.holds(self.outline, self.blocks()[at].node) && self.weights[at] > 0);
        let title = self.open().find(|&at| {
            self.blocks()[at].role == Role::Heading
                && self.known.title == Some(self.blocks()[at].text.as_str())
        });
        let open: Vec<usize> = self.open().collect();
        for at in open {
            let block = &self.blocks()[at];
            let inside = scope.holds(self.outline, block.node);
            let is_credit = || is_credit_line(&block.text, self.known.language);
            let seen = scope.main_part.contains(block.text.as_str());
            let reason = if !inside {
                let above = title.is_some_and(|title| title < at)
                    && first.is_some_and(|first| at < first)
                    && is_credit();
                let is_title = self.known.title == Some(block.text.as_str());
                let reason = if is_title {
                    Reason::Repeated
                } else {
                    Reason::Elsewhere
                };
                (!above).then_some(reason)
            } else if block.role == Role::Heading {
                None
            } else if block.linked {
                let is_text = (seen || block.in_paragraph)
                    && block.words() >= LINKED_WORDS
                    && ends_sentence(&block.text);
                (!is_text && !is_credit()).then_some(Reason::Links)
            } else {
                let is_label = !seen
                    && self.weights[at] == 0
                    && block.role == Role::Body
                    && block.words() < LABEL_WORDS
                    && !is_credit();
                is_label.then_some(Reason::Labels)
            };
            if let Some(reason) = reason {
                self.leave([at], reason);
            }
        }
    }

    /// Leaves out a heading under which everything was left out.
    fn leave_bare_headings(&mut self) {
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

    /// Whether a page says in a few words why it has no article.
    fn is_error(&self) -> bool {
        let words: usize = self.open().map(|at| self.blocks()[at].words()).sum();
        if words > ERROR_WORDS {
            return false;
        }
        let open = self.open().map(|at| self.blocks()[at].text.as_str());
        let texts: Vec<&str> = self.known.title.into_iter().chain(open).collect();
        tells_error(&texts.join("\n"), self.known.language)
    }

    fn left_out(&self) -> LeftOut {
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
fn is_credit_line(text: &str, language: &Language) -> bool {
    let words = text.split_whitespace().count();
    let last = text.trim_end().char_indices().next_back();
    let ends_in_dash = last.is_some_and(|(at, _)| dash_at(text, at) > 0);
    is_byline(text, language) || (ends_in_dash && words <= LINKED_WORDS)
}

/// Why each block is left out, by the elements around it: the outermost decides. An element that
/// holds most of the page's text is believed to be the story whatever its name, and hidden text is
/// read if there is hardly any other.
fn by_elements(outline: &Outline, weights: &[usize], title: Option<&str>) -> Vec<Option<Reason>> {
    let nodes = &outline.nodes;
    let hidden: Vec<bool> = outline
        .blocks
        .iter()
        .map(|block| {
            let mut around = outline.around(block.node);
            around.any(|node| nodes[node].reason == Some(Reason::Hidden))
        })
        .collect();
    let all: usize = weights.iter().sum();
    let seen: usize = weights
        .iter()
        .zip(&hidden)
        .filter(|(_, hidden)| !**hidden)
        .map(|(weight, _)| weight)
        .sum();
    let (all, reads_hidden) = if seen * 5 < all {
        (all, true)
    } else {
        (seen, false)
    };
    let mut inside = vec![0; nodes.len()];
    for ((block, weight), hidden) in outline.blocks.iter().zip(weights).zip(&hidden) {
        if reads_hidden || !hidden {
            outline
                .around(block.node)
                .for_each(|node| inside[node] += weight);
        }
    }
    let mut holds_title = vec![false; nodes.len()];
    for block in &outline.blocks {
        if block.role == Role::Heading && !block.linked && title == Some(block.text.as_str()) {
            // The frame around the headline is not what its name says, if it holds text too.
            let around = outline.around(block.node);
            around.for_each(|node| {
                let is_header = nodes[node].is_header;
                holds_title[node] |= is_header || inside[node] * 2 > all;
            });
        }
    }
    let reason_of = |node: usize| {
        let reason = nodes[node].reason?;
        let is_story = match reason {
            Reason::Hidden => reads_hidden,
            reason => inside[node] * 100 > all * reason.limit() || holds_title[node],
        };
        (!is_story).then_some(reason)
    };
    let outermost = |block: &Block| outline.around(block.node).filter_map(reason_of).last();
    outline.blocks.iter().map(outermost).collect()
}

/// The part of a page in which the story stands.
struct Scope<'a> {
    /// Elements whose text belongs to it.
    nodes: HashSet<usize>,
    /// The texts of the main part that Readability finds.
    main_part: HashSet<&'a str>,
}

impl<'a> Scope<'a> {
    fn of(selection: &Selection<'_>, main_part: &'a [Block]) -> Self {
        let texts = main_part.iter().map(|block| block.text.as_str()).collect();
        let mut scope = Self {
            nodes: HashSet::new(),
            main_part: texts,
        };
        let core = scope.core(selection);
        scope.nodes.insert(core);
        let beside = beside(selection, core, &scope.main_part);
        scope.nodes.extend(beside);
        scope
    }

    fn holds(&self, outline: &Outline, node: usize) -> bool {
        self.nodes.contains(&0) || outline.around(node).any(|node| self.nodes.contains(&node))
    }

    /// The smallest element around the main part, or around the largest article where Readability
    /// finds little.
    fn core(&self, selection: &Selection<'_>) -> usize {
        let Selection {
            outline, weights, ..
        } = selection;
        let all = selection.open_weight();
        let is_found = |&at: &usize| {
            weights[at] > 0 && self.main_part.contains(outline.blocks[at].text.as_str())
        };
        let found: Vec<usize> = selection.open().filter(is_found).collect();
        if !found.is_empty() && selection.weight_of(found.iter().copied()) * 4 >= all {
            let nodes = found.iter().map(|&at| outline.blocks[at].node);
            return around_all(outline, nodes);
        }
        let mut best = (0, 0);
        for (number, node) in outline.nodes.iter().enumerate() {
            let open = |at: &usize| selection.reasons[*at].is_none();
            if node.kind == Kind::Article {
                let weight = selection.weight_of(node.blocks.clone().filter(open));
                if weight > best.1 && weight * 3 >= all {
                    best = (number, weight);
                }
            }
        }
        best.0
    }
}

/// The smallest element around several, and around their article: not a paragraph, heading or item.
fn around_all(outline: &Outline, nodes: impl Iterator<Item = usize>) -> usize {
    let path = |node: usize| {
        let mut path: Vec<usize> = outline.around(node).collect();
        path.push(0);
        path.reverse();
        path
    };
    let mut common: Option<Vec<usize>> = None;
    for node in nodes {
        let path = path(node);
        common = Some(match common {
            None => path,
            Some(common) => {
                let same = common.iter().zip(&path).take_while(|(a, b)| a == b).count();
                common[..same].to_vec()
            }
        });
    }
    let common = common.unwrap_or_default();
    let kind = |node: &&usize| outline.nodes[**node].kind;
    let article = common
        .iter()
        .rev()
        .find(|node| kind(node) == Kind::Article && !outline.nodes[**node].is_main);
    let whole = common
        .iter()
        .rev()
        .find(|node| matches!(kind(node), Kind::Article | Kind::Block));
    article.or(whole).copied().unwrap_or(0)
}

/// A part of the page beside the core, by what it holds.
#[derive(Default)]
struct Beside {
    weight: usize,
    paragraphs: usize,
    linked: usize,
    has_article: bool,
    leads_away: bool,
}

/// The elements beside the core that hold prose of the story too: other articles, and whatever has a
/// fair share of sentences and no headline of its own that leads away. Outside `main` there are
/// none if the core is inside.
fn beside(selection: &Selection<'_>, core: usize, main_part: &HashSet<&str>) -> Vec<usize> {
    let outline = selection.outline;
    if core == 0 {
        return Vec::new();
    }
    let ancestors: Vec<usize> = outline.around(core).collect();
    let main = ancestors.iter().find(|node| outline.nodes[**node].is_main);
    let core_weight = selection.weight_of(
        outline.nodes[core]
            .blocks
            .clone()
            .filter(|&at| selection.reasons[at].is_none()),
    );
    let mut groups: HashMap<usize, Beside> = HashMap::new();
    let mut order = Vec::new();
    for at in selection.open() {
        let block = &outline.blocks[at];
        let around: Vec<usize> = outline.around(block.node).collect();
        if around.contains(&core) || main.is_some_and(|main| !around.contains(main)) {
            continue;
        }
        let top = around
            .iter()
            .take_while(|node| !ancestors.contains(node))
            .last();
        let Some(&top) = top else { continue };
        let group = groups.entry(top).or_insert_with(|| {
            order.push(top);
            Beside::default()
        });
        let sentence = ends_sentence(&block.text) || main_part.contains(block.text.as_str());
        if sentence {
            group.weight += selection.weights[at];
            group.paragraphs += usize::from(selection.weights[at] > 0);
        }
        group.linked += if block.linked { block.words() } else { 0 };
        group.leads_away |= selection.heads_another(at);
        let below = around.iter().take_while(|node| !ancestors.contains(node));
        group.has_article |= below
            .into_iter()
            .any(|&node| outline.nodes[node].kind == Kind::Article);
    }
    order.retain(|top| {
        let group = &groups[top];
        let node = &outline.nodes[*top];
        let is_paragraph = node.kind == Kind::Paragraph;
        let is_neighbour = is_paragraph && node.parent == outline.nodes[core].parent;
        let enough = group.weight >= BESIDE_WORDS && group.weight * 7 >= core_weight;
        let several = group.paragraphs > 1 && group.weight >= BESIDE_SEVERAL;
        group.weight > group.linked
            && !group.leads_away
            && (is_neighbour || group.has_article || enough || several)
    });
    order
}

#[cfg(test)]
#[path = "story_tests.rs"]
mod tests;
