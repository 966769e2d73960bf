//! Articles of Nexis: those of LexisNexis and those of Nexis Uni. This file owns what both have in common.

use super::{Found, cover, has_line, lexisnexis, nexis_uni};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Length limit of a line that is a number or a day, in bytes.
pub(super) const MAX_MARK: usize = 100;

/// Maximum length of the value of a field that is not read, in characters: a longer one is a paragraph of the text.
const MAX_VALUE: usize = 80;

/// Whether a text with this start may be one.
pub(super) fn may_be(start: &str) -> bool {
    let is_numbered = start.contains(" DOCUMENTS") && start.contains("LENGTH:");
    is_numbered || has_line(start, "Body") && has_line(start, "Length:")
}

/// The articles of a text; `None` if it does not have all marks.
pub(super) fn articles(text: &str) -> Option<Vec<Found>> {
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !is_page(line)).collect();
    let found = lexisnexis::divided(&lines).found();
    found.or_else(|| nexis_uni::divided(&lines).found())
}

/// The articles of a document with these lines; `None` if it is no export.
pub(super) fn of_lines(lines: &[&str]) -> Option<Vec<Found>> {
    let lines = lines.iter().map(|line| line.trim());
    let lines: Vec<&str> = lines.filter(|line| !is_page(line)).collect();
    lexisnexis::divided(&lines).of_document().or_else(|| {
        // Nothing but its style sets a paragraph of Nexis Uni apart.
        let apart: Vec<&str> = lines.iter().flat_map(|line| [*line, ""]).collect();
        nexis_uni::divided(&apart).of_document()
    })
}

/// Lines that stand together, each group with the place of its first line.
pub(super) fn groups_of<'l, 't>(lines: &'l [&'t str]) -> Vec<(usize, &'l [&'t str])> {
    let mut groups = Vec::new();
    let mut at = 0;
    for group in lines.split(|line| line.is_empty()) {
        if !group.is_empty() {
            groups.push((at, group));
        }
        at += group.len() + 1;
    }
    groups
}

pub(super) fn begins_with(line: &str, names: &[&str]) -> bool {
    names.iter().any(|name| line.starts_with(name))
}

/// Whether the value of a field is a length: `512 words`.
pub(super) fn is_length(value: &str) -> bool {
    value.ends_with("words") || value.ends_with("word")
}

/// Whether a value is too long for a place, a section or a name.
pub(super) fn is_long(value: &str) -> bool {
    value.chars().nth(MAX_VALUE).is_some()
}

/// Whether lines that stand together are rights.
pub(super) fn are_rights(group: &[&str]) -> bool {
    group.len() <= cover::RIGHTS_LINES && group.first().is_some_and(|line| cover::is_rights(line))
}

/// Whether a line is the number of a page, which may stand within a text: `Page 2 of 3`.
fn is_page(line: &str) -> bool {
    if line.len() > MAX_MARK {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["Page", page, "of", pages] = words.as_slice() else {
        return false;
    };
    let number = |word: &str| word.parse::<u32>().ok();
    matches!((number(page), number(pages)), (Some(page), Some(pages)) if (1..=pages).contains(&page))
}

/// Whether a line is a day, as Nexis writes it: `March 3, 2026 Tuesday`.
pub(super) fn is_date(line: &str) -> bool {
    if line.len() > MAX_MARK {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let [month, day, year, ..] = words.as_slice() else {
        return false;
    };
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = year.trim_end_matches(',');
    MONTHS.contains(month)
        && is_number(day.trim_end_matches(','))
        && year.len() == 4
        && is_number(year)
}

#[cfg(test)]
#[path = "nexis_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "nexis_layout_tests.rs"]
mod layout_tests;
