//! Lines of a text as spans: trimming, blocks, bullets, and telling wrapped prose from separate
//! lines. This file owns the layout only; what a line means is decided elsewhere.

use std::ops::{Range, RangeInclusive};

use crate::text::{TATWEEL, dash_at, is_invisible, stop_in_front};

/// Widths, in characters, at which editors and mail programs wrap prose.
const WRAP_WIDTHS: RangeInclusive<usize> = 50..=140;

/// The same in a text of narrow columns, which must show that it is one: verses are as short.
const NARROW_WIDTHS: RangeInclusive<usize> = 30..=140;

/// The smallest number of blocks that show it.
const NARROW_BLOCKS: usize = 2;

/// A line without its surrounding white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Line {
    pub(in crate::article) span: Range<usize>,
    /// Whether white space stood before it.
    pub(in crate::article) indented: bool,
}

/// Whether a character is white space, or one of the invisible marks often found around Arabic
/// lines.
pub(in crate::article) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// The span without white space at its ends; empty at the span's end if nothing is left.
pub(in crate::article) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let slice = &text[span.clone()];
    let start = span.start + (slice.len() - slice.trim_start_matches(is_blank).len());
    let end = span.end - (slice.len() - slice.trim_end_matches(is_blank).len());
    start..end.max(start)
}

/// All lines of a part of the text, blank ones included.
pub(in crate::article) fn lines(text: &str, within: Range<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = within.start;
    let breaks = ['\n', '\u{c}', '\u{2028}', '\u{2029}'];
    for raw in text[within].split_inclusive(breaks) {
        let end = start + raw.len();
        let span = trimmed(text, start..end);
        lines.push(Line {
            span,
            indented: raw.starts_with([' ', '\t']),
        });
        start = end;
    }
    lines
}

/// Whether a line holds a word; lines of dashes, stars or nothing do not.
pub(in crate::article) fn has_words(line: &str) -> bool {
    line.chars().any(|c| c.is_alphanumeric() && c != TATWEEL)
}

/// Runs of lines between blank lines or lines without words. No block is empty.
pub(in crate::article) fn blocks(text: &str, within: Range<usize>) -> Vec<Vec<Line>> {
    let mut blocks = Vec::new();
    let mut block = Vec::new();
    for line in lines(text, within) {
        if has_words(&text[line.span.clone()]) {
            block.push(line);
        } else if !block.is_empty() {
            blocks.push(std::mem::take(&mut block));
        }
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

/// Whether a line ends as a sentence does, apart from closing quotes and brackets, or has its stop
/// in front.
pub(in crate::article) fn ends_sentence(line: &str) -> bool {
    let stops = [
        '.', '!', '?', '؟', '…', '۔', '؛', ':', '。', '！', '？', '：',
    ];
    without_closers(line).ends_with(stops) || stop_in_front(line).is_some()
}

/// Whether a line ends in a full stop or semicolon, which headlines do not, or has its full stop in
/// front. An ellipsis is not a full stop.
pub(in crate::article) fn ends_with_stop(line: &str) -> bool {
    let end = without_closers(line);
    let stops = ['.', '۔', '؛', '。'];
    let ended = end.ends_with(stops) && !end.ends_with("..");
    ended || stop_in_front(line).is_some_and(|stop| stops.contains(&stop))
}

fn without_closers(line: &str) -> &str {
    let closing = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '»' | '"' | '\'' | ')' | ']' | '”' | '’' | '」' | '』' | '）' | '】'
            )
    };
    line.trim_end_matches(closing)
}

/// The length in bytes of the bullet or number at the start of a list item, with the space after
/// it.
pub(in crate::article) fn item_marker(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let (marker, needs_space) = match first {
        '-' | '–' | '—' | '*' | '·' | '+' => (first.len_utf8(), true),
        TATWEEL => (dash_at(line, 0), true),
        '•' | '●' | '▪' | '◦' | '■' | '‣' | '○' | '►' => (first.len_utf8(), false),
        _ => (number_marker(line)?, false),
    };
    if marker == 0 {
        return None;
    }
    let rest = &line[marker..];
    let text = rest.trim_start_matches(is_blank);
    let spaced = text.len() < rest.len();
    let says = !needs_space || text.contains(|c: char| c.is_alphabetic() && c != TATWEEL);
    if !has_words(text) || !says || (!spaced && needs_space) {
        return None;
    }
    // `10-12` and `3.5` are numbers, not items.
    let numbered = !first.is_ascii_punctuation() && first.is_numeric();
    if numbered && !spaced && !text.starts_with(char::is_alphabetic) {
        return None;
    }
    Some(line.len() - text.len())
}

/// The length of one or two digits followed by `.`, `)` or a dash.
fn number_marker(line: &str) -> Option<usize> {
    let is_digit = |c: char| matches!(c, '0'..='9' | '٠'..='٩' | '۰'..='۹');
    let rest = line.trim_start_matches(is_digit);
    let digits = line[..line.len() - rest.len()].chars().count();
    // "2 - text" has a space before its dash, and "2 - 3" is a score.
    let spaced = rest.strip_prefix(' ').filter(|rest| {
        let dash = dash_at(rest, 0);
        dash > 0 && rest[dash..].trim_start().starts_with(char::is_alphabetic)
    });
    let rest = spaced.unwrap_or(rest);
    let end = rest
        .chars()
        .next()
        .filter(|c| matches!(*c, '.' | '-' | ')' | '–' | TATWEEL))?;
    matches!(digits, 1 | 2).then(|| line.len() - rest.len() + end.len_utf8())
}

/// The widths at which the prose of a text may be wrapped. Narrow ones are among them if most of its
/// blocks of several lines are wrapped sentences with one full stop, at the end.
pub(in crate::article) fn wrap_widths(text: &str, blocks: &[Vec<Line>]) -> RangeInclusive<usize> {
    let ends = |line: &Line| ends_sentence(&text[line.span.clone()]);
    let is_wrapped = |lines: &&Vec<Line>| {
        let stops = lines.iter().filter(|line| ends(line)).count();
        stops == 1
            && lines.last().is_some_and(ends)
            && unwrapped(text, lines, &NARROW_WIDTHS).is_some_and(|found| found.len() == 1)
    };
    let several = || blocks.iter().filter(|lines| lines.len() > 2);
    let wrapped = several().filter(is_wrapped).count();
    if wrapped >= NARROW_BLOCKS && wrapped * 2 > several().count() {
        NARROW_WIDTHS
    } else {
        WRAP_WIDTHS
    }
}

/// The paragraphs of prose that was wrapped at a fixed width, or `None` if the lines look
/// separate.
///
/// A line was broken by wrapping if the first word of the next one would not have fitted. Every
/// other line end must then end a sentence, and few of the wrapped ones may.
pub(in crate::article) fn unwrapped(
    text: &str,
    lines: &[Line],
    widths: &RangeInclusive<usize>,
) -> Option<Vec<Range<usize>>> {
    let lengths: Vec<usize> = lines
        .iter()
        .map(|line| text[line.span.clone()].chars().count())
        .collect();
    let width = lengths.iter().copied().max()?;
    if lines.len() < 2 || !widths.contains(&width) {
        return None;
    }
    let ends = |at: usize| ends_sentence(&text[lines[at].span.clone()]);
    let (mut joined, mut stops) = (0, 0);
    let mut paragraphs = Vec::new();
    let mut start = lines[0].span.start;
    for at in 0..lines.len() - 1 {
        let next = &text[lines[at + 1].span.clone()];
        let word = next
            .split_whitespace()
            .next()
            .map_or(0, |word| word.chars().count());
        if lengths[at] + 1 + word > width {
            joined += 1;
            stops += usize::from(ends(at));
        } else if ends(at) {
            paragraphs.push(start..lines[at].span.end);
            start = lines[at + 1].span.start;
        } else {
            return None;
        }
    }
    let last = lines.len() - 1;
    // Two lines without a full stop are as likely two highlights as one wrapped line.
    if joined == 0 || stops * 2 > joined || (last == 1 && !ends(last)) {
        return None;
    }
    paragraphs.push(start..lines[last].span.end);
    Some(paragraphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_on_character_boundaries() {
        let text = "\u{feff}  نص \u{200f}\n\n---\nآخر";
        let found = blocks(text, 0..text.len());
        let texts: Vec<Vec<&str>> = found
            .iter()
            .map(|block| block.iter().map(|line| &text[line.span.clone()]).collect())
            .collect();
        assert_eq!(texts, [vec!["نص"], vec!["آخر"]]);
        assert_eq!(
            blocks(" \n\u{200f}\n", 0.." \n\u{200f}\n".len()),
            Vec::<Vec<Line>>::new()
        );
    }

    #[test]
    fn markers_of_list_items_are_measured() {
        assert_eq!(item_marker("- نص"), Some(2));
        assert_eq!(item_marker("•نص"), Some(3));
        assert_eq!(item_marker("1. نص"), Some(3));
        assert_eq!(item_marker("١-نص"), Some(3));
        assert_eq!(item_marker("12) نص"), Some(4));
        assert_eq!(item_marker("ـ نص"), Some(3));
        assert_eq!(item_marker("2ـ نص"), Some(4));
        assert_eq!(item_marker("٢ ـ نص"), Some(6));
        assert_eq!(item_marker("+ نص"), Some(2));
        for not_an_item in [
            "10-12 دولة",
            "3.5 مليار",
            "-نص",
            "**نص**",
            "2015- نص",
            "ـها",
            "ـــ",
            "- 1 -",
            "2 - 3",
            "-",
            "نص",
            "",
        ] {
            assert_eq!(item_marker(not_an_item), None, "{not_an_item}");
        }
    }

    #[test]
    fn sentence_ends_are_seen_behind_quotes() {
        assert!(ends_sentence("قال \"نعم.\""));
        assert!(ends_sentence("هل جاء؟»"));
        assert!(!ends_sentence("قال «نعم»"));
        assert!(ends_with_stop("انتهى."));
        assert!(!ends_with_stop("وبعد.."));
        assert!(!ends_with_stop("هل جاء؟"));
    }

    #[test]
    fn wrapped_prose_is_joined_and_lines_of_their_own_are_not() {
        let wrapped = "aaaa ".repeat(10) + "aaaa\n" + &"bbbb ".repeat(10) + "bbb\nend of it.";
        let found = unwrapped(&wrapped, &lines(&wrapped, 0..wrapped.len()), &WRAP_WIDTHS);
        let whole = 0..wrapped.len();
        assert_eq!(found, Some(vec![whole]));
        let highlights = "aaaa ".repeat(12) + "\n" + &"bbbb ".repeat(16) + "\n" + &"c ".repeat(30);
        assert_eq!(
            unwrapped(
                &highlights,
                &lines(&highlights, 0..highlights.len()),
                &WRAP_WIDTHS
            ),
            None
        );
    }
}
