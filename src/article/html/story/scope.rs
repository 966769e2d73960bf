//! The part of a page in which its story stands: around what Readability finds, and beside it. This
//! file owns where that part ends; what in it is no story is decided in `selection`.

use std::collections::{HashMap, HashSet};

use crate::article::plain::ends_sentence;

use super::super::blocks::{Block, Outline};
use super::super::elements::Kind;
use super::selection::{LABEL_WORDS, LINKED_WORDS, Selection, is_credit_line};
use crate::article::Reason;
use crate::document::Role;

/// Minimum number of words of prose beside the main part that is worth keeping.
const BESIDE_WORDS: usize = 12;
/// Minimum number of words of several paragraphs beside it, however long it is.
const BESIDE_SEVERAL: usize = 25;

/// The part of a page in which the story stands.
pub(super) struct Scope<'a> {
    /// Elements whose text belongs to it.
    nodes: HashSet<usize>,
    /// The texts of the main part that Readability finds.
    pub(super) main_part: HashSet<&'a str>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(selection: &Selection<'_>, main_part: &'a [Block]) -> Self {
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

    pub(super) fn holds(&self, outline: &Outline, node: usize) -> bool {
        self.nodes.contains(&0) || outline.around(node).any(|node| self.nodes.contains(&node))
    }

    /// Leaves out what is not within the scope, and what in it is only links or labels.
    pub(super) fn leave_outside(&self, selection: &mut Selection<'_>) {
        let first = selection.open().find(|&at| {
            self.holds(selection.outline, selection.blocks()[at].node) && selection.weights[at] > 0
        });
        let title = selection.open().find(|&at| {
            selection.blocks()[at].role == Role::Heading
                && selection.known.title == Some(selection.blocks()[at].text.as_str())
        });
        let open: Vec<usize> = selection.open().collect();
        for at in open {
            let block = &selection.blocks()[at];
            let inside = self.holds(selection.outline, block.node);
            let is_credit = || is_credit_line(&block.text, selection.known.language);
            let seen = self.main_part.contains(block.text.as_str());
            let reason = if !inside {
                let above = title.is_some_and(|title| title < at)
                    && first.is_some_and(|first| at < first)
                    && is_credit();
                let is_title = selection.known.title == Some(block.text.as_str());
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
                let is_item = selection.among_text[at];
                (!is_text && !is_item && !is_credit()).then_some(Reason::Links)
            } else {
                let is_label = !seen
                    && selection.weights[at] == 0
                    && block.role == Role::Body
                    && block.words() < LABEL_WORDS
                    && !is_credit();
                is_label.then_some(Reason::Labels)
            };
            if let Some(reason) = reason {
                selection.leave([at], reason);
            }
        }
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
    let ancestors: HashSet<usize> = outline.around(core).collect();
    let main = outline
        .around(core)
        .find(|&node| outline.nodes[node].is_main);
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
        if around.contains(&core) || main.is_some_and(|main| !around.contains(&main)) {
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
