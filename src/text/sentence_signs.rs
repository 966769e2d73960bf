//! The signs at the end of a sentence: stops, and what may stand behind them and still belong to it.

use super::characters::{is_invisible, is_superscript};
use super::enclosures::{is_closer, is_double_quote};

/// The largest number of bytes that the number of a footnote has.
const FOOTNOTE_DIGITS: usize = 6;

/// The largest number of characters of a footnote's name.
const FOOTNOTE_REACH: usize = 30;

/// Whether a character ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '؟'
            | '۔'
            | '\u{61D}'
            | '‼'
            | '‽'
            | '⁇'
            | '⁈'
            | '⁉'
            | '。'
            | '！'
            | '．'
            | '？'
            | '।'
            | '॥'
            | '։'
            | '።'
    )
}

/// The text without white space, invisible marks, quotes, brackets, stars of emphasis and marks of
/// footnotes at its end.
pub(super) fn without_closers(text: &str) -> &str {
    let mut text = text;
    loop {
        let core = text.trim_end_matches(|c: char| {
            is_gap(c)
                || is_closer(c)
                || is_double_quote(c)
                // The closing ones of `»…«`; no sentence ends with an opening sign.
                || matches!(c, '«' | '‹')
                || is_emphasis(c)
                || is_superscript(c)
                || matches!(c, '\'' | '’' | '‘')
        });
        let is_name = |c: char| c.is_numeric() || c == '^' || c.is_ascii_lowercase();
        let number = core.trim_end_matches(is_name);
        let name = &core[number.len()..];
        let bracketed = text[core.len()..].starts_with([']', ')']) && is_footnote(name);
        match number.strip_suffix(['[', '(']) {
            // The number of a footnote; one that a space parts from the stop is text in brackets.
            Some(before)
                if bracketed
                    && before
                        .trim_end_matches(is_invisible)
                        .ends_with(|c| ends_sentence(c) || matches!(c, ']' | ')')) =>
            {
                text = before;
            }
            _ => return core,
        }
    }
}

/// Whether a character parts words or is not seen.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a sign marks emphasis in Markdown and in plain text.
pub(super) fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

/// Whether a text in brackets is the number of a footnote, or its name in Markdown: `^note`.
fn is_footnote(name: &str) -> bool {
    let number = name.len() <= FOOTNOTE_DIGITS && name.chars().all(char::is_numeric);
    (number && !name.is_empty()) || (name.len() > 1 && name.starts_with('^'))
}

/// The length in bytes of emphasis, invisible and footnote marks at the start of a text, which
/// belong to the sentence before it.
pub(super) fn marks_behind(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let marks =
            rest.trim_start_matches(|c| is_emphasis(c) || is_superscript(c) || is_invisible(c));
        at = text.len() - marks.len();
        let Some(inside) = marks.strip_prefix(['[', '(']) else {
            return at;
        };
        let end = inside
            .char_indices()
            .take(FOOTNOTE_REACH)
            .find(|(_, c)| matches!(c, ']' | ')'))
            .map_or(0, |(at, _)| at);
        let (name, behind) = inside.split_at(end);
        match behind.strip_prefix([']', ')']) {
            Some(behind) if is_footnote(name) => {
                at = text.len() - behind.len();
            }
            _ => return at,
        }
    }
}
