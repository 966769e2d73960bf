//! The blocks of an article, in a page or in a piece of HTML from elsewhere. This file owns their roles: what
//! repeats the headline, stands beside it, or is the story.

use super::blocks::{Block, Outline};
use super::dom::{MAX_BYTES, Page};
use super::story;
use crate::article::LeftOut;
use crate::article::extracted::{Extracted, one_line};
use crate::article::plain::is_byline;
use crate::document::Role;
use crate::text::{Language, count_words, has_at_least};

/// Maximum number of words of a block above the headline, and maximum number of such blocks.
const LABEL_WORDS: usize = 6;
const LABELS: usize = 6;

/// Maximum number of words beside the title in a heading that repeats it, and minimum number of words
/// of such a title.
const BESIDE_WORDS: usize = 8;
const TITLE_WORDS: usize = 3;

/// The blocks of a piece of HTML that is known to be part of an article, and what was left out.
pub(in crate::article) fn fragment(html: &str, language: &Language) -> (Vec<Block>, LeftOut) {
    if html.len() > MAX_BYTES {
        return (Vec::new(), LeftOut::default());
    }
    let page = Page::parse(html);
    story::of_fragment(Outline::of(page.events(), true), language)
}

/// Appends the blocks of an article, without those that repeat its title before the story, and without
/// headings that repeat it.
pub(in crate::article) fn push_blocks(
    extracted: &mut Extracted,
    blocks: &[Block],
    title: Option<&str>,
    language: &Language,
) {
    let is_story = |block: &Block| is_story(block, title, language);
    // Without paragraphs only its first blocks can repeat the headline.
    let heads = blocks.iter().take_while(|block| repeats(block, title));
    let heads = heads.count();
    let above = heads + above_repetition(&blocks[heads..], title, language);
    let mut before_story = blocks[above..].iter().any(is_story);
    for (at, block) in blocks.iter().enumerate().skip(heads) {
        if before_story && at >= above && is_story(block) {
            before_story = false;
        }
        let role = if !before_story {
            // A picture's caption or a first paragraph may stand above the headline.
            if block.role == Role::Heading && repeats(block, title) {
                continue;
            }
            block.role
        } else if repeats(block, title) {
            continue;
        } else if let Some(label) = label_of(block, title, language) {
            let is_byline = is_byline(&label, language);
            extracted.push(
                if is_byline {
                    Role::Byline
                } else {
                    Role::Standfirst
                },
                &label,
            );
            continue;
        } else if block.role == Role::Body {
            Role::Byline
        } else if title.is_some() {
            // Anything between the headline and the story, however the page marks it up.
            Role::Standfirst
        } else {
            block.role
        };
        extracted.push(role, &block.text);
    }
}

/// How many blocks with a few words stand above the heading that repeats the title.
fn above_repetition(blocks: &[Block], title: Option<&str>, language: &Language) -> usize {
    let is_label = |block: &&Block| block.words() <= LABEL_WORDS;
    let labels = blocks.iter().take(LABELS).take_while(is_label).count();
    let mut heads = blocks.iter().take(labels + 1);
    let repetition = heads.position(|block| {
        let is_repetition = repeats(block, title) || label_of(block, title, language).is_some();
        block.role == Role::Heading && is_repetition
    });
    repetition.unwrap_or(0)
}

/// What stands in a heading beside the title, if it repeats the title with a label before or behind it.
fn label_of(block: &Block, title: Option<&str>, language: &Language) -> Option<String> {
    let title = title.filter(|title| has_at_least(title, TITLE_WORDS))?;
    if block.role != Role::Heading {
        return None;
    }
    let line = one_line(&block.text);
    let (before, behind) = line.split_once(title)?;
    // The title may be cut off, also within a word, and the heading only be longer.
    let is_set_apart = behind.starts_with([':', '|']) || block.seams.contains(&title.len());
    let is_known = |label: &str| label.contains(char::is_numeric) || is_byline(label, language);
    let label = match (before, behind.trim()) {
        ("", label) if behind.starts_with(' ') && is_known(label) => label,
        ("", label) if !behind.starts_with(' ') && is_set_apart => label,
        (label, "") => label,
        _ => return None,
    };
    let label = label.trim_matches([' ', ':', '|', '-', '–', '.', '،']);
    (!label.is_empty() && count_words(label) <= BESIDE_WORDS).then(|| label.to_owned())
}

fn is_story(block: &Block, title: Option<&str>, language: &Language) -> bool {
    block.role == Role::Body && !repeats(block, title) && !is_byline(&block.text, language)
}

fn repeats(block: &Block, title: Option<&str>) -> bool {
    title.is_some_and(|title| one_line(&block.text) == title)
}
