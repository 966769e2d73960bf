//! Articles in web pages. This file owns how a page becomes an article: its story, its metadata, and
//! the roles of its blocks; nothing that was chosen is left out.

mod blocks;
mod charset;
mod dom;
mod elements;
mod events;
mod flat;
mod furniture;
mod headline;
mod lines;
mod linked_data;
mod marks;
mod meta_dates;
mod nesting;
mod page_meta;
mod state;
mod story;
mod tags;
mod times;
mod title_text;
mod xhtml;

use crate::document::Role;
use crate::text::{Language, count_words, has_at_least};

use super::decode::decode;
use super::escapes::{with_line_breaks, without_entities};
use super::extracted::{Extracted, one_line};
use super::plain::is_byline;
use super::record::Context;
use super::{LeftOut, Refusal};
pub(super) use blocks::Block;
use blocks::Outline;
pub(super) use charset::declared_charset;
use dom::Page;
pub(super) use elements::is_inline;
use events::Event;
pub(super) use lines::{Line, lines};
use page_meta::PageMeta;
use story::{Found, Known};

/// Size limit of a parsed page, in bytes.
const MAX_BYTES: usize = 1 << 30;

/// Maximum number of words of a block above the headline, and maximum number of such blocks.
const LABEL_WORDS: usize = 6;
const LABELS: usize = 6;

/// Maximum number of words beside the title in a heading that repeats it, and minimum number of words
/// of such a title.
const BESIDE_WORDS: usize = 8;
const TITLE_WORDS: usize = 3;

/// A page that shows more words than this is not drawn by a script from data in it.
const DRAWN_WORDS: usize = 300;

/// Reads a web page.
pub(super) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    read_as(bytes, None, context)
}

/// Reads a web page that its server says is in an encoding.
pub(super) fn read_as(
    bytes: &[u8],
    charset: Option<&str>,
    context: &Context<'_>,
) -> Result<Extracted, Refusal> {
    let declared = charset
        .map(str::to_owned)
        .or_else(|| declared_charset(bytes));
    let decoded = decode(bytes, declared.as_deref())?;
    let html = xhtml::as_html(&decoded.text);
    Ok(Extracted {
        encoding: decoded.encoding,
        ..extract(&html, context.language)?
    })
}

/// Whether a text is a whole web page and no piece of one.
pub(super) fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| {
            let begin = start.get(..tag.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
        })
}

/// Extracts the article of a web page.
///
/// Its story is chosen by [`story::of_page`]. If the page's metadata, or the data from which a script
/// draws it, hold a longer text of the article, that text is taken.
///
/// # Errors
/// Skipped if the page holds no text or lists other articles; failed if it holds a headline but no
/// article, or is larger than a gibibyte.
pub(super) fn extract(html: &str, language: &Language) -> Result<Extracted, Refusal> {
    if html.len() > MAX_BYTES {
        return Err(Refusal::Failed("the page is larger than 1 GiB".to_owned()));
    }
    let page = Page::parse(html);
    let in_frames = page
        .events()
        .iter()
        .any(|event| matches!(event, Event::Open(tag) if tag.name == "frameset"));
    if in_frames {
        let reason = "it is a page that only shows other pages in frames; store those";
        return Err(Refusal::Skipped(reason.to_owned()));
    }
    let meta = PageMeta::of(page.events(), language);
    let title = meta.title();
    let outline = Outline::of(page.events(), false);
    let shown = outline.blocks.iter().filter(|block| !block.linked);
    let is_drawn = shown.map(Block::words).sum::<usize>() <= DRAWN_WORDS;
    let drawn = title
        .as_deref()
        .filter(|_| is_drawn)
        .and_then(|title| state::article_in(page.events(), title, language));
    let main_part = page
        .main_part()
        .map(|content| Outline::of(&content, true).blocks)
        .unwrap_or_default();
    let known = Known {
        title: title.as_deref(),
        is_article: meta.is_article(),
        language,
    };
    let mut extracted = Extracted {
        date: meta.date(),
        url: meta.url(),
        language: meta.language(),
        ..Extracted::default()
    };
    if let Some(title) = &title {
        extracted.push(Role::Title, title);
    }
    let heads = extracted.paragraphs.len();
    let (blocks, left_out) = match story::of_page(outline, &main_part, known) {
        Found::Story(blocks, left_out) => (blocks, left_out),
        Found::Nothing => (Vec::new(), LeftOut::default()),
        _ if drawn.is_some() => (Vec::new(), LeftOut::default()),
        Found::Error => {
            let reason =
                "it is a page that a site shows in place of an article: an error or a login";
            return Err(Refusal::Skipped(reason.to_owned()));
        }
        Found::Index(articles) => {
            return Err(Refusal::Skipped(format!(
                "it is a page of links to {articles} articles and no article itself"
            )));
        }
    };
    let words = words_of(&blocks);
    let stated = meta.text().map(|text| stated_blocks(text, language));
    let stated = stated.filter(|stated| words_of(stated) * 2 > words * 3);
    let words = stated.as_deref().map_or(words, words_of);
    if let Some(drawn) = drawn.filter(|drawn| words_told(drawn) * 2 > words * 3) {
        return Ok(Extracted {
            date: extracted.date.or(drawn.date),
            url: extracted.url.or(drawn.url),
            language: extracted.language.or(drawn.language),
            ..drawn
        });
    }
    match stated {
        Some(stated) => push_blocks(&mut extracted, &stated, title.as_deref(), language),
        None => {
            push_blocks(&mut extracted, &blocks, title.as_deref(), language);
            extracted.left_out = left_out;
        }
    }
    if extracted.paragraphs.len() == heads {
        return Err(match title {
            Some(_) => Refusal::Failed("the page has a headline but no article text".to_owned()),
            None => Refusal::Skipped("there is no text in it".to_owned()),
        });
    }
    extracted.title = title;
    Ok(extracted)
}

/// The blocks of a text that the page's metadata state, which may be HTML, or escaped once more.
fn stated_blocks(text: &str, language: &Language) -> Vec<Block> {
    let text = with_line_breaks(&without_entities(text));
    if text.contains("</p>") || text.contains("<br") {
        return fragment(&text, language).0;
    }
    fragment(&text.replace('\n', "<br>"), language).0
}

fn words_of(blocks: &[Block]) -> usize {
    blocks.iter().map(Block::words).sum()
}

/// The words of an article without its headline and what stands below that.
fn words_told(article: &Extracted) -> usize {
    let paragraphs = article.paragraphs.iter();
    let told = paragraphs
        .filter(|paragraph| matches!(paragraph.role, Role::Body | Role::Item | Role::Heading));
    told.map(|paragraph| count_words(&article.text[paragraph.span.clone()]))
        .sum()
}

/// The blocks of a piece of HTML that is known to be part of an article, and what was left out.
pub(super) fn fragment(html: &str, language: &Language) -> (Vec<Block>, LeftOut) {
    if html.len() > MAX_BYTES {
        return (Vec::new(), LeftOut::default());
    }
    let page = Page::parse(html);
    story::of_fragment(Outline::of(page.events(), true), language)
}

/// Appends the blocks of an article, without those that repeat its title before the story, and without
/// headings that repeat it.
pub(super) fn push_blocks(
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

#[cfg(test)]
mod tests;
