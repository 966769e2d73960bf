//! The structure of plain text: headline, lines between headline and story, credits, story. This
//! file owns the rules; they only mark spans, and every line with a word in it lies in exactly one
//! span.

use std::ops::{Range, RangeInclusive};

use super::cues::{is_byline, is_credit, is_label, starts_with_dateline};
use super::lines::{
    Line, blocks, ends_sentence, ends_with_stop, item_marker, unwrapped, wrap_widths,
};
use crate::document::{Paragraph, Role};
use crate::text::{Language, count_words, has_at_least};

/// Maximum number of words in a headline.
const TITLE_WORDS: usize = 20;
/// Maximum number of characters in a headline.
const TITLE_CHARACTERS: usize = 160;
/// Maximum number of lines above a headline that are none.
const LABELS: usize = 10;
/// Minimum number of wrapped lines right below a headline.
const WRAPPED_LINES: usize = 3;
/// Maximum number of words in a line before the story.
const STANDFIRST_WORDS: usize = 60;

/// The paragraphs of a plain text, in reading order and without overlap. Prose wrapped at a fixed
/// width is joined; other lines stay separate.
pub(in crate::article) fn paragraphs(text: &str, language: &Language) -> Vec<Paragraph> {
    with_head(text, split(text, 0), language)
}

/// The paragraphs of a text from a position on, whose headline may already be known.
pub(super) fn paragraphs_after(
    text: &str,
    start: usize,
    has_title: bool,
    language: &Language,
) -> Vec<Paragraph> {
    let blocks = split(text, start);
    if has_title {
        after_title(text, blocks, language)
    } else {
        with_head(text, blocks, language)
    }
}

/// The paragraphs of a text that is known to have no headline.
pub(in crate::article) fn body_of(text: &str) -> Vec<Paragraph> {
    split(text, 0).into_iter().flatten().collect()
}

/// Divides a text from a position on into blocks of paragraphs; without blank lines, each paragraph
/// is a block.
fn split(text: &str, start: usize) -> Vec<Vec<Paragraph>> {
    let blocks = blocks(text, start..text.len());
    let widths = wrap_widths(text, &blocks);
    let mut found: Vec<Vec<Paragraph>> = blocks
        .iter()
        .map(|block| split_block(text, block, &widths))
        .collect();
    if found.len() == 1 {
        found = found
            .into_iter()
            .flatten()
            .map(|paragraph| vec![paragraph])
            .collect();
    }
    found
}

fn split_block(text: &str, lines: &[Line], widths: &RangeInclusive<usize>) -> Vec<Paragraph> {
    let marker = |line: &Line| item_marker(&text[line.span.clone()]);
    if lines.iter().any(|line| marker(line).is_some()) {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for line in lines {
            let continues = line.indented
                && paragraphs
                    .last()
                    .is_some_and(|before| before.role == Role::Item);
            match (marker(line), continues) {
                (Some(bullet), _) => paragraphs.push(Paragraph {
                    role: Role::Item,
                    span: line.span.start + bullet..line.span.end,
                }),
                (None, true) => {
                    if let Some(item) = paragraphs.last_mut() {
                        item.span.end = line.span.end;
                    }
                }
                (None, false) => {
                    paragraphs.push(Paragraph {
                        role: Role::Body,
                        span: line.span.clone(),
                    });
                }
            }
        }
        return paragraphs;
    }
    unwrapped(text, lines, widths)
        .or_else(|| unwrapped_below_first(text, lines, widths))
        .unwrap_or_else(|| lines.iter().map(|line| line.span.clone()).collect())
        .into_iter()
        .map(|span| Paragraph {
            role: Role::Body,
            span,
        })
        .collect()
}

/// The paragraphs of wrapped prose right below a line of its own, as a headline is.
fn unwrapped_below_first(
    text: &str,
    lines: &[Line],
    widths: &RangeInclusive<usize>,
) -> Option<Vec<Range<usize>>> {
    let (first, prose) = lines.split_first()?;
    if prose.len() < WRAPPED_LINES {
        return None;
    }
    let mut paragraphs = vec![first.span.clone()];
    paragraphs.extend(unwrapped(text, prose, widths)?);
    Some(paragraphs)
}

/// Marks the headline, the lines before the story and the credits in blocks that are all story so
/// far.
pub(in crate::article) fn with_head(
    text: &str,
    mut blocks: Vec<Vec<Paragraph>>,
    language: &Language,
) -> Vec<Paragraph> {
    let is_credit = |line: &str| is_credit(line, language);
    let mut at = 0;
    loop {
        let more = at + 1 < blocks.len();
        if more && is_single(text, &blocks[at], is_credit) {
            set_roles(&mut blocks[at], Role::Byline);
        } else if at < LABELS
            && let Some(block) = blocks.get_mut(at)
            && (more || block.len() > 1)
            && block[0].role == Role::Body
            && is_label(&text[block[0].span.clone()], language)
        {
            let rest = block.split_off(1);
            set_roles(block, Role::Byline);
            if !rest.is_empty() {
                blocks.insert(at + 1, rest);
            }
        } else {
            break;
        }
        at += 1;
    }
    let more = at + 1 < blocks.len();
    if let Some(block) = blocks.get_mut(at)
        && (more || block.len() > 1)
        && let Some((first, rest)) = block.split_first_mut()
        && first.role == Role::Body
        && is_title(&text[first.span.clone()], language)
    {
        first.role = Role::Title;
        let open = rest
            .iter()
            .filter(|line| !ends_sentence(&text[line.span.clone()]))
            .count();
        let highlights = more && open * 2 > rest.len();
        for line in rest {
            if is_byline(&text[line.span.clone()], language) {
                line.role = Role::Byline;
            } else if highlights {
                line.role = Role::Standfirst;
            }
        }
        at += 1;
        before_story(text, &mut blocks[at..], language);
    }
    finish(text, blocks, language)
}

/// Marks the lines between a known headline and the story, and the credits.
pub(in crate::article) fn after_title(
    text: &str,
    mut blocks: Vec<Vec<Paragraph>>,
    language: &Language,
) -> Vec<Paragraph> {
    before_story(text, &mut blocks, language);
    finish(text, blocks, language)
}

fn finish(text: &str, mut blocks: Vec<Vec<Paragraph>>, language: &Language) -> Vec<Paragraph> {
    let several = blocks.len() > 1;
    if let Some(last) = blocks.last_mut()
        && several
        && is_single(text, last, |line| is_credit(line, language))
    {
        set_roles(last, Role::Byline);
    }
    blocks.into_iter().flatten().collect()
}

fn before_story(text: &str, blocks: &mut [Vec<Paragraph>], language: &Language) {
    let story = story_start(text, blocks, language);
    for paragraph in blocks[..story].iter_mut().flatten() {
        let line = &text[paragraph.span.clone()];
        paragraph.role = if is_byline(line, language) {
            Role::Byline
        } else {
            Role::Standfirst
        };
    }
}

/// The first block of the story among the blocks after the headline.
fn story_start(text: &str, blocks: &[Vec<Paragraph>], language: &Language) -> usize {
    let is_byline = |line: &str| is_byline(line, language);
    let skip_bylines = |mut at: usize| {
        while at < blocks.len() && is_single(text, &blocks[at], is_byline) {
            at += 1;
        }
        at
    };
    let mut at = skip_bylines(0);
    if at + 1 < blocks.len() && is_standfirst(text, &blocks[at], language) {
        at = skip_bylines(at + 1);
    }
    // A dateline opens the story, so short blocks just before it are not part of it.
    for (number, block) in blocks.iter().enumerate().skip(at).take(3) {
        if opens_with_dateline(text, block, language) {
            return number;
        }
        if !block.iter().all(|paragraph| is_short(text, paragraph)) {
            break;
        }
    }
    at
}

/// Whether a block has two or more lines, most of which do not end as sentences do.
fn is_standfirst(text: &str, block: &[Paragraph], language: &Language) -> bool {
    let open = block
        .iter()
        .filter(|paragraph| !ends_sentence(&text[paragraph.span.clone()]))
        .count();
    block.len() > 1
        && open * 2 > block.len()
        && block.iter().all(|paragraph| is_short(text, paragraph))
        && !opens_with_dateline(text, block, language)
}

fn is_short(text: &str, paragraph: &Paragraph) -> bool {
    matches!(paragraph.role, Role::Body | Role::Item)
        && !has_at_least(&text[paragraph.span.clone()], STANDFIRST_WORDS + 1)
}

fn opens_with_dateline(text: &str, block: &[Paragraph], language: &Language) -> bool {
    block.first().is_some_and(|first| {
        first.role == Role::Body && starts_with_dateline(&text[first.span.clone()], language)
    })
}

fn is_single(text: &str, block: &[Paragraph], is: impl Fn(&str) -> bool) -> bool {
    matches!(block, [only] if only.role == Role::Body && is(&text[only.span.clone()]))
}

fn set_roles(block: &mut [Paragraph], role: Role) {
    for paragraph in block {
        paragraph.role = role;
    }
}

fn is_title(line: &str, language: &Language) -> bool {
    line.chars().take(TITLE_CHARACTERS + 1).count() <= TITLE_CHARACTERS
        && !line.contains('\n')
        && count_words(line) <= TITLE_WORDS
        && !ends_with_stop(line)
        && !starts_with_dateline(line, language)
}

#[cfg(test)]
#[path = "structure_tests.rs"]
mod tests;
