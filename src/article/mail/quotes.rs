//! What a mail in plain text holds besides its own text: the mail that it answers, and a signature.

use crate::article::LeftOut;
use crate::article::html::Reason;

/// The line before a signature (RFC 3676, section 4.3), without the space that mail programs drop.
const SIGNATURE: &str = "--";

/// Words of the line that mail programs put above a quoted mail, in English, Arabic and French.
const INTRODUCTIONS: [&str; 5] = ["wrote:", "كتب:", "كتبت:", "a écrit :", "a écrit:"];

/// Beginnings of that line.
const BEGINNINGS: [&str; 5] = ["On ", "في ", "بتاريخ ", "كتب ", "Le "];

/// The text of a mail without what it quotes and without its signature, and what was left out. A
/// mail that is nothing but quoted is read as it is.
pub(super) fn without_quotes(text: &str) -> (String, LeftOut) {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut dropped: Vec<&str> = Vec::new();
    let end = lines
        .iter()
        .position(|line| line.trim_end() == SIGNATURE)
        .unwrap_or(lines.len());
    let mut at = 0;
    while at < end {
        let line = lines[at];
        let introduces = introduction(&lines[at..end]);
        if let Some(length) = introduces {
            dropped.extend(&lines[at..at + length]);
            at += length;
            continue;
        }
        if line.trim_start().starts_with('>') {
            dropped.push(line);
        } else {
            kept.push(line);
        }
        at += 1;
    }
    dropped.extend(&lines[end..]);
    if kept.iter().all(|line| line.trim().is_empty()) {
        return (text.to_owned(), LeftOut::default());
    }
    (kept.join("\n"), counted(&dropped))
}

/// The number of lines of an introduction to a quotation, if the lines begin with one: a line, or a
/// line that was broken, with quoted lines under it.
fn introduction(lines: &[&str]) -> Option<usize> {
    let begins = BEGINNINGS
        .iter()
        .any(|begin| lines[0].trim_start().starts_with(begin));
    if !begins {
        return None;
    }
    let length = (1..=2.min(lines.len())).find(|&length| {
        let end = lines[length - 1].trim_end();
        INTRODUCTIONS.iter().any(|word| end.ends_with(word))
            || end.ends_with(':') && lines[..length].iter().any(|line| line.contains('@'))
    })?;
    let below = lines[length..].iter().find(|line| !line.trim().is_empty());
    below
        .is_some_and(|line| line.trim_start().starts_with('>'))
        .then_some(length)
}

fn counted(lines: &[&str]) -> LeftOut {
    let has_words = |line: &&&str| line.chars().any(char::is_alphanumeric);
    let texts: Vec<&&str> = lines.iter().filter(has_words).collect();
    if texts.is_empty() {
        return LeftOut::default();
    }
    LeftOut {
        words: texts
            .iter()
            .map(|line| line.split_whitespace().count())
            .sum(),
        blocks: texts.len(),
        prose: 0,
        kinds: vec![Reason::Quoted],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_and_signatures_are_counted_and_left_out() {
        let mail = "نص أول.\n\nفي الأحد، 3 مارس كتب مازن <m@x.org>:\n> نص مقتبس.\n> آخر.\n\nنص ثان.\n-- \nسلمى";
        let (text, left_out) = without_quotes(mail);
        assert_eq!(text, "نص أول.\n\n\nنص ثان.");
        assert_eq!(left_out.words, 7 + 3 + 2 + 1);
        assert_eq!(left_out.kinds, [Reason::Quoted]);
        let (text, _) =
            without_quotes("Hello.\nOn Mon, 4 Mar 2024 at 10:00, Mazen\n<m@x.org> wrote:\n\n> a\n");
        assert_eq!(text, "Hello.\n");
    }

    #[test]
    fn own_text_stays() {
        for mail in [
            "> نص مقتبس فقط.",
            "في بغداد قال الوزير:\nنص.",
            "نص -- نص",
            "نص\n--- \nنص",
        ] {
            assert_eq!(without_quotes(mail), (mail.to_owned(), LeftOut::default()));
        }
    }
}
