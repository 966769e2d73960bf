//! What databases set around the articles of a file: covers, rights and the terms of a search. This file owns which
//! lines these are; other lines without an article are never passed over.

/// Lines that a cover or the summary of a search begins with, and what others of them begin with.
const FIRST_LINES: [&str; 4] = [
    "Factiva",
    "Dow Jones",
    "Dow Jones Factiva",
    "Search Summary",
];
const FIRST_WORDS: [&str; 9] = [
    "User Name:",
    "Date and Time:",
    "Job Number:",
    "Documents (",
    "Document (",
    "Download Request:",
    "Print Request:",
    "Time Of Request:",
    "Time of Request:",
];

/// What further lines of a cover begin with.
const WORDS: [&str; 10] = [
    "Client/Matter",
    "Search Terms",
    "Search Type",
    "Narrowed by",
    "Content Type",
    "Timeline:",
    "Send To:",
    "Terms:",
    "Source:",
    "Project ID:",
];

/// Values in a cover, as lines of their own.
const VALUES: [&str; 2] = ["News", "-None-"];

/// Lines in the summary of a search below which a value of any length stands.
const NAMES: [&str; 11] = [
    "Text",
    "Date",
    "Source",
    "Author",
    "Company",
    "Subject",
    "Industry",
    "Region",
    "Language",
    "Results Found",
    "Timestamp",
];

/// Maximum length of other lines of a cover, in characters, such as headlines and addresses.
const MAX_LINE: usize = 150;

/// Maximum number of lines of rights that stand together, with the name of who has them.
pub(super) const RIGHTS_LINES: usize = 4;

/// Maximum length of a line that states rights, in bytes: what is longer is a paragraph.
const MAX_RIGHTS: usize = 300;

/// Whether lines are a cover, the summary of a search or rights, or blank. Below rights a text may stand in short lines.
pub(super) fn is_cover(lines: &[&str]) -> bool {
    let lines = lines.iter().map(|line| line.trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let rights = lines.iter().take_while(|line| is_rights(line)).count();
    let others = &lines[rights..];
    let are_few = rights > 0 && others.len() < RIGHTS_LINES;
    let mut is_value = false;
    (are_few || others.first().is_none_or(|line| is_first(line)))
        && others.iter().all(|line| {
            let fits = is_value || is_word(line) || is_listed(line) || is_short(line);
            is_value = NAMES.contains(line);
            fits || is_rights(line)
        })
}

/// The number of lines at the start of some that are known to be those of a cover.
pub(super) fn end(lines: &[&str]) -> usize {
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            continue;
        }
        if is_first(line) || end > 0 && (is_word(line) || is_listed(line)) {
            end = at + 1;
        } else if end == 0 || !is_short(line) {
            break;
        }
    }
    end
}

/// Whether a line states rights: `Copyright 2026 …`, `© …`, `All Rights Reserved`. A text may begin with the word alone.
pub(super) fn is_rights(line: &str) -> bool {
    if line.len() > MAX_RIGHTS {
        return false;
    }
    let is_year = |rest: &str| rest.len() > 3 && rest.bytes().take(4).all(|b| b.is_ascii_digit());
    let rest = line
        .strip_prefix("Copyright")
        .map(|rest| rest.trim_start_matches(|c: char| c == ':' || c.is_whitespace()));
    let is_reservation = || {
        let line = line.trim_end_matches('.').to_ascii_lowercase();
        line.ends_with("rights reserved")
    };
    line.starts_with('©')
        || rest.is_some_and(|rest| {
            is_year(rest)
                || ["©", "(c)", "(C)"]
                    .iter()
                    .any(|sign| rest.starts_with(sign))
        })
        || is_reservation()
}

/// Whether a line may be a headline or an address rather than a paragraph.
pub(super) fn is_short(line: &str) -> bool {
    !line.ends_with('.') && line.chars().nth(MAX_LINE).is_none()
}

fn is_first(line: &str) -> bool {
    FIRST_LINES.contains(&line) || FIRST_WORDS.iter().any(|word| line.starts_with(word))
}

fn is_word(line: &str) -> bool {
    is_first(line) || VALUES.contains(&line) || WORDS.iter().any(|word| line.starts_with(word))
}

/// Whether a line is a headline in the list of a cover: `12. …`.
fn is_listed(line: &str) -> bool {
    let number = line.split_once(". ").map(|(number, _)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_not_known_are_no_cover() {
        let long = "نص ".repeat(60);
        for (lines, expected) in [
            (vec!["", " "], true),
            (vec!["Dow Jones Factiva", ""], true),
            (
                vec!["Documents (1)", "1. السد ممتلئ", "Client/Matter: -None-"],
                true,
            ),
            (vec!["Time Of Request: x", "Send To:", "", "SALMA"], true),
            (
                vec!["Search Summary", "Text", long.as_str(), "Date", "All"],
                true,
            ),
            (vec!["Search Summary", "Text", "x", long.as_str()], false),
            (vec!["© 2026 Factiva, Inc."], true),
            (vec!["© 2026 Factiva, Inc.", "السد", "ممتلئ", "اليوم"], true),
            (
                vec!["© 2026 Factiva, Inc.", "السد", "ممتلئ", "اليوم", "نعم"],
                false,
            ),
            (
                vec![
                    "© 2026 Factiva, Inc.",
                    "Dow Jones Factiva",
                    "السد",
                    "ممتلئ",
                    "اليوم",
                    "نعم",
                ],
                true,
            ),
            (vec!["خبر", "Dow Jones Factiva"], false),
            (vec!["1. السد ممتلئ"], false),
            (vec!["Dow Jones Factiva", "وصل الوفد."], false),
        ] {
            assert_eq!(is_cover(&lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_cover_ends_with_its_last_known_line() {
        let lines = [
            "Documents (1)",
            "",
            "1. السد",
            "ممتلئ",
            "-None-",
            "السد",
            "المرفأ",
        ];
        assert_eq!(end(&lines), 5);
        assert_eq!(end(&lines[2..]), 0);
    }

    #[test]
    fn rights_have_a_year_or_a_sign() {
        let paragraph = format!("© المرفأ {}", "ينشر اليوم تقريرا ".repeat(10));
        for (line, expected) in [
            (paragraph.as_str(), false),
            ("Copyright 2026 المرفأ", true),
            ("Copyright: (c) المرفأ", true),
            ("Copyright © المرفأ", true),
            ("© المرفأ", true),
            ("All Rights Reserved", true),
            ("Copyright law was amended in 2026.", false),
            ("Copyright", false),
            ("السد ممتلئ", false),
        ] {
            assert_eq!(is_rights(line), expected, "{line}");
        }
    }
}
