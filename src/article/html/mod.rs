//! Articles in web pages. This file owns how a page becomes an article, from its story, its metadata and
//! the data in it; nothing that was chosen is left out.

mod blocks;
mod charset;
mod copies;
mod dom;
mod elements;
mod events;
mod flat;
mod flight;
mod furniture;
mod headline;
mod lines;
mod linked_data;
mod marks;
mod meta_dates;
mod nesting;
mod page_meta;
mod pieces;
mod script;
mod state;
mod story;
mod tables;
mod tags;
mod times;
mod title_text;
mod xhtml;

use std::borrow::Cow;

use crate::document::Role;
use crate::text::{Language, count_words};

use super::decode::decode;
use super::escapes::{with_line_breaks, without_entities};
use super::extracted::Extracted;
use super::record::Context;
use super::{LeftOut, Refusal};
pub(super) use blocks::Block;
use blocks::Outline;
pub(super) use charset::declared_charset;
use dom::{MAX_BYTES, Page};
pub(super) use elements::is_inline;
use events::Event;
pub(super) use lines::{Line, lines};
use page_meta::PageMeta;
pub(super) use pieces::{fragment, push_blocks};
use story::{Found, Known};

/// A page that shows more words than this is not drawn by a script from data in it.
const DRAWN_WORDS: usize = 300;

/// How the parts begin that React sends behind the frame of a page, hidden until a script puts them in their places,
/// and how they begin then.
const STREAMED: &str = "<div hidden id=\"S:";
const PLACED: &str = "<div id=\"S:";

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
    let html = placed(html);
    let page = Page::parse(&html);
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

/// A page with what React sends behind its frame in sight.
fn placed(html: &str) -> Cow<'_, str> {
    if html.contains(STREAMED) {
        Cow::Owned(html.replace(STREAMED, PLACED))
    } else {
        Cow::Borrowed(html)
    }
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

#[cfg(test)]
mod tests;
