//! The block of fields at the start of a Markdown file, as writers, site generators and extractors put it there.
//! This file owns which of the fields are read.

use std::ops::Range;

use crate::article::extracted::language_of;

use super::lines::{lines, trimmed};

/// How many lines the front matter may have.
const FRONT_LINES: usize = 200;

/// The fields of the block at the start of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Where the text after the block starts, in bytes.
    pub(super) body: usize,
    /// Where the value of `title` stands, without quotes.
    pub(super) title: Option<Range<usize>>,
    /// The value of `date`.
    pub(super) date: Option<String>,
    /// The value of `url` or a similar key.
    pub(super) url: Option<String>,
    /// The value of `lang` or `language`, if it is a code.
    pub(super) language: Option<String>,
}

/// The front matter of a Markdown file: simple lines `key: value` between two lines `---`, as in YAML, or
/// `key = value` between two lines `+++`, as in TOML.
pub(super) fn front_matter(text: &str) -> Option<FrontMatter> {
    let end = line_ends(text).take(FRONT_LINES).last()?;
    let mut lines = lines(text, 0..end).into_iter();
    let first = lines.next()?;
    let (ends, sign) = match &text[first.span] {
        "---" => (["---", "..."], ':'),
        "+++" => (["+++", "+++"], '='),
        _ => return None,
    };
    let mut found = FrontMatter::default();
    // Below the name of a table of TOML the fields are those of something else.
    let mut in_table = false;
    for line in lines {
        let entry = &text[line.span.clone()];
        if ends.contains(&entry) {
            found.body = text[line.span.end..]
                .find('\n')
                .map_or(text.len(), |at| line.span.end + at + 1);
            return Some(found);
        }
        in_table |= sign == '=' && entry.starts_with('[');
        let Some((key, value)) = entry.split_once(sign).filter(|_| !in_table) else {
            continue;
        };
        let span = unquoted(text, line.span.end - value.len()..line.span.end);
        let value = &text[span.clone()];
        if line.indented || value.is_empty() || value.starts_with(['|', '>']) {
            continue;
        }
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => found.title = Some(span),
            "date" | "published" | "pubdate" => found.date = Some(value.to_owned()),
            "url" | "link" | "canonical" | "source_url" => found.url = Some(value.to_owned()),
            "lang" | "language" => found.language = language_of(value),
            _ => {}
        }
    }
    None
}

/// Whether all lines of a block are fields, lists and texts of several lines below one, names of tables, or comments.
pub(super) fn are_fields(block: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_key = |key: &str| !key.is_empty() && key.chars().all(is_part);
    // Whether the value of the last field stands below it.
    let mut is_open = false;
    block.lines().all(|line| {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') || matches!(line, "---" | "..." | "+++") {
            return true;
        }
        let field = line.split_once([':', '=']);
        if let Some((_, value)) = field.filter(|(key, _)| is_key(key.trim_end())) {
            is_open = matches!(value.trim(), "" | "|" | ">" | "|-" | ">-" | "[");
            return true;
        }
        let is_table = line.starts_with('[') && line.ends_with(']');
        is_table || is_open && line.starts_with([' ', '\t', '-', ']'])
    })
}

fn line_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    })
}

fn unquoted(text: &str, span: Range<usize>) -> Range<usize> {
    let span = trimmed(text, span);
    let value = &text[span.clone()];
    for quote in ['"', '\''] {
        if value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote) {
            return trimmed(text, span.start + 1..span.end - 1);
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(front_matter("---\nنص بلا نهاية\n"), None);
        assert_eq!(front_matter("نص\n---\n"), None);
        assert_eq!(front_matter("+++\ntitle = \"نص\"\n---\n"), None);
        assert_eq!(front_matter(""), None);
    }

    #[test]
    fn a_story_between_lines_of_dashes_is_no_field() {
        for fields in [
            "---\ntitle: عنوان\ndate: 2024-03-05\n---\n",
            "---\n# comment\ntitle: عنوان: آخر\ntags:\n- أ\n  - ب\nauthor: أحمد\n---\n",
            "+++\ntitle = 'عنوان'\ntags = [\n  'أ',\n]\n\n[author]\nname = 'ليلى'\n+++\n",
        ] {
            assert!(are_fields(fields), "{fields}");
        }
        for story in [
            "وصل الوفد أمس.",
            "  وصل الوفد أمس.",
            "قال الوزير: نعم.",
            "- نعم.",
        ] {
            let block = format!("---\ntitle: عنوان\n\n{story}\n---\n");
            assert!(!are_fields(&block), "{block}");
        }
    }

    #[test]
    fn fields_may_be_those_of_toml() {
        let text = "+++\ntitle = \"عنوان: الملف\"\ndate = 2024-03-05T10:00:00Z\n[author]\ntitle = 'كاتب'\n\
                    +++\nنص.\n";
        let front = front_matter(text).expect("front matter");
        assert_eq!(front.title.map(|span| &text[span]), Some("عنوان: الملف"));
        assert_eq!(front.date.as_deref(), Some("2024-03-05T10:00:00Z"));
        assert_eq!(&text[front.body..], "نص.\n");
    }
}
