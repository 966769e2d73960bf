//! The parts of a page whose elements say by their names, classes or styles that they are no part of its story.
//! This file owns when that is believed.

use super::super::blocks::{Block, Outline};
use crate::article::Reason;
use crate::article::plain::ends_sentence;
use crate::document::Role;

/// Minimum number of words of a paragraph that is known as one by itself.
const PARAGRAPH_WORDS: usize = 15;
/// Maximum number of paragraphs in an element whose name is not believed.
const MAX_PARAGRAPHS: usize = 8;
/// How many elements from a paragraph beside such an element outwards the one around both may be.
const BESIDE_DEPTH: usize = 3;

/// Why each block is left out, by the elements around it: the outermost decides. An element that
/// holds most of the page's text, or paragraphs between others, is believed to be the story whatever its
/// name, and hidden text is read if there is hardly any other.
pub(super) fn by_elements(
    outline: &Outline,
    weights: &[usize],
    title: Option<&str>,
) -> Vec<Option<Reason>> {
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
    // An element stands behind the one around it.
    let mut among_paragraphs = vec![false; nodes.len()];
    for node in 1..nodes.len() {
        among_paragraphs[node] = among_paragraphs[nodes[node].parent]
            || nodes[node].is_vague && is_among_paragraphs(outline, node);
    }
    let reason_of = |node: usize| {
        let reason = nodes[node].reason?;
        let is_story = match reason {
            Reason::Hidden => reads_hidden,
            reason => {
                inside[node] * 100 > all * reason.limit()
                    || holds_title[node]
                    || nodes[node].is_vague && among_paragraphs[node]
            }
        };
        (!is_story).then_some(reason)
    };
    let outermost = |block: &Block| outline.around(block.node).filter_map(reason_of).last();
    outline.blocks.iter().map(outermost).collect()
}

/// Whether an element holds nothing but paragraphs without links, and stands between a paragraph, or a heading,
/// and a paragraph in the element around it. What is put into a story to be clicked on has a link.
fn is_among_paragraphs(outline: &Outline, node: usize) -> bool {
    let inside = outline.nodes[node].blocks.clone();
    let parent = outline.nodes[node].parent;
    let is_paragraph = |block: &Block| {
        let is_text = block.role == Role::Body && !block.linked;
        is_text && block.words() >= PARAGRAPH_WORDS && ends_sentence(&block.text)
    };
    let is_heading = |block: &Block| block.role == Role::Heading && !block.linked;
    let before = inside.start.checked_sub(1).map(|at| &outline.blocks[at]);
    let behind = outline.blocks.get(inside.end);
    let (Some(before), Some(behind)) = (before, behind) else {
        return false;
    };
    (1..=MAX_PARAGRAPHS).contains(&inside.len())
        && (is_paragraph(before) || is_heading(before))
        && is_paragraph(behind)
        && is_beside(outline, before, parent)
        && is_beside(outline, behind, parent)
        && outline.blocks[inside]
            .iter()
            .all(|block| is_paragraph(block) && !block.has_link())
}

/// Whether a block stands in an element, alone or in one within it, and may be the story's own.
fn is_beside(outline: &Outline, block: &Block, element: usize) -> bool {
    let mut around = outline.around(block.node);
    for _ in 0..BESIDE_DEPTH {
        match around.next() {
            None => return element == 0,
            Some(node) if node == element => return true,
            Some(node) if outline.nodes[node].reason.is_some() && !outline.nodes[node].is_vague => {
                return false;
            }
            Some(_) => {}
        }
    }
    false
}
