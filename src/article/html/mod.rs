//! Articles in web pages. This file owns the choice between the main part that Readability finds
//! and all blocks of the page, and how blocks become paragraphs; nothing chosen is left out.

mod blocks;
mod charset;
mod dom;
mod elements;
mod events;
mod flat;
mod nesting;
mod page_meta;
mod tags;

use crate::document::Role;
use crate::text::Language;

use super::Refusal;
use super::decode::decode;
use super::extracted::{Extracted, one_line};
use super::plain::is_byline;
use super::record::Context;
pub(super) use blocks::Block;
use blocks::{blocks, outermost};
use charset::declared_charset;
use dom::Page;
use events::Event;
use page_meta::PageMeta;

/// Size limit of a parsed page, in bytes.
const MAX_BYTES: usize = 1 << 30;

/// Reads a web page.
pub(super) fn read(bytes: &[u8], context: &Context) -> Result<Extracted, Refusal> {
    let decoded = decode(bytes, declared_charset(bytes).as_deref())?;
    Ok(Extracted {
        encoding: decoded.encoding,
        ..extract(&decoded.text, context.language)?
    })
}

/// Extracts the article of a web page.
///
/// The main part is found by Mozilla's Readability method. If it holds less than four fifths of
/// the paragraphs of the page's `article` or `main` (or, without those, less than a quarter of the
/// page's), all text of that element without navigation is taken instead.
///
/// # Errors
/// Skipped if the page holds no text; failed if it holds a headline but no article, or is
/// larger than a gibibyte.
fn extract(html: &str, language: &Language) -> Result<Extracted, Refusal> {
    if html.len() > MAX_BYTES {
        return Err(Refusal::Failed("the page is larger than 1 GiB".to_owned()));
    }
    let page = Page::parse(html);
    let meta = PageMeta::of(page.events());
    let title = meta.title();
    let found = story_blocks(page);
    if found.is_empty() {
        return Err(match title {
            Some(_) => Refusal::Failed("the page has a headline but no article text".to_owned()),
            None => Refusal::Skipped("there is no text in it".to_owned()),
        });
    }
    let mut extracted = Extracted {
        date: meta.date(),
        url: meta.url(),
        language: meta.language(),
        ..Extracted::default()
    };
    if let Some(title) = &title {
        extracted.push(Role::Title, title);
    }
    push_blocks(&mut extracted, &found, title.as_deref(), language);
    extracted.title = title;
    Ok(extracted)
}

/// The blocks of a piece of HTML that is known to be part of an article.
pub(super) fn fragment_blocks(html: &str) -> Vec<Block> {
    if html.len() > MAX_BYTES {
        return Vec::new();
    }
    blocks(Page::parse(html).events(), true)
}

/// Appends the blocks of an article, without those that repeat its title before the story.
pub(super) fn push_blocks(
    extracted: &mut Extracted,
    blocks: &[Block],
    title: Option<&str>,
    language: &Language,
) {
    let is_story = |block: &Block| is_story(block, title, language);
    let has_story = blocks.iter().any(is_story);
    let mut before_story = has_story;
    for block in blocks {
        if before_story && is_story(block) {
            before_story = false;
        }
        let role = if !before_story {
            block.role
        } else if repeats(block, title) {
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

fn is_story(block: &Block, title: Option<&str>, language: &Language) -> bool {
    block.role == Role::Body && !repeats(block, title) && !is_byline(&block.text, language)
}

fn repeats(block: &Block, title: Option<&str>) -> bool {
    title.is_some_and(|title| one_line(&block.text) == title)
}

fn story_blocks(page: Page) -> Vec<Block> {
    let (all, whole_body) = all_blocks(page.events());
    let found = page
        .main_part()
        .map(|content| blocks(&content, true))
        .unwrap_or_default();
    let in_paragraphs = weight(all.iter().filter(|block| block.in_paragraph));
    let held = weight(found.iter());
    // A whole body also holds comments and teasers, so a smaller share of it is enough.
    let enough = if whole_body {
        held * 4 >= in_paragraphs
    } else {
        held * 5 >= in_paragraphs * 4
    };
    if held > 0 && enough { found } else { all }
}

/// All blocks of the page's article, main part or body, and whether it is the body.
fn all_blocks(page: &[Event]) -> (Vec<Block>, bool) {
    let text = |mut found: Vec<Block>| {
        found.retain(|block| !(block.role == Role::Item && block.linked));
        found
    };
    let body = text(blocks(page, false));
    let needed = weight(body.iter().filter(|block| block.in_paragraph));
    for name in ["article", "main"] {
        let best = outermost(page, name)
            .into_iter()
            .map(|range| text(blocks(&page[range], true)))
            .max_by_key(|found| weight(found.iter()));
        if let Some(best) = best {
            let held = weight(best.iter());
            if held > 0 && held * 3 >= needed {
                return (best, false);
            }
        }
    }
    (body, true)
}

/// The number of characters outside links.
fn weight<'a>(blocks: impl Iterator<Item = &'a Block>) -> usize {
    blocks
        .filter(|block| !block.linked)
        .map(|block| block.text.chars().count())
        .sum()
}

#[cfg(test)]
mod tests;
