//! Articles of Nexis. In texts of LexisNexis each begins with its number (`1 of 50 DOCUMENTS`) and has its length
//! above the text; in those of Nexis Uni the line `Body` stands above the text, and `End of Document` below it.

use super::Article;

/// Fields above the text of LexisNexis.
const ABOVE: [&str; 6] = [
    "BYLINE:",
    "SECTION:",
    "LENGTH:",
    "DATELINE:",
    "HIGHLIGHT:",
    "SERIES:",
];

/// Fields below it.
const BELOW: [&str; 12] = [
    "LOAD-DATE:",
    "LANGUAGE:",
    "GRAPHIC:",
    "NOTES:",
    "SUBJECT:",
    "PUBLICATION-TYPE:",
    "DOCUMENT-TYPE:",
    "JOURNAL-CODE:",
    "ACC-NO:",
    "TYPE:",
    "URL:",
    "PUB-TYPE:",
];

/// Lines of Nexis Uni that end the text.
const BEHIND_BODY: [&str; 4] = ["Classification", "Graphic", "Notes", END];

/// The last line of an article of Nexis Uni.
const END: &str = "End of Document";

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

/// Maximum number of lines above the first article.
const OTHER_LINES: usize = 10;

/// Length limit of a line that is a number or a day, in bytes.
const MAX_MARK: usize = 100;

/// Whether a text with this start may be one.
pub(super) fn may_be(start: &str) -> bool {
    let has = |marks: [&str; 2]| marks.into_iter().all(|mark| start.contains(mark));
    has([" DOCUMENTS", "LENGTH:"]) || has(["\nBody", "\nLength:"])
}

/// The articles of a text; `None` if it does not have all marks.
pub(super) fn articles(text: &str) -> Option<Vec<Article>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    numbered(&lines).or_else(|| ended(&lines))
}

/// The articles of LexisNexis.
fn numbered(lines: &[&str]) -> Option<Vec<Article>> {
    let mut starts = Vec::new();
    let mut next = None;
    for (at, line) in lines.iter().enumerate() {
        if let Some(number) = number_of(line) {
            // They are counted without a gap.
            if next.is_some_and(|next| next != number) {
                return None;
            }
            next = Some(number + 1);
            starts.push(at);
        }
    }
    let first = *starts.first()?;
    let above = lines[..first].iter().filter(|line| !line.is_empty());
    if above.count() > OTHER_LINES {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let documents = starts.iter().zip(ends);
    let documents = documents.map(|(start, end)| blocks_of(&lines[start + 1..end]));
    documents.map(|blocks| of_blocks(&blocks)).collect()
}

/// The number of an article: 1 of `1 of 50 DOCUMENTS`.
fn number_of(line: &str) -> Option<u64> {
    if line.len() > MAX_MARK {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let [number, "of", count, "DOCUMENTS" | "DOCUMENT"] = words.as_slice() else {
        return None;
    };
    let number: u64 = number.parse().ok()?;
    let count: u64 = count.parse().ok()?;
    (1..=count).contains(&number).then_some(number)
}

/// Lines that stand together, each group with its line breaks.
fn blocks_of(lines: &[&str]) -> Vec<String> {
    let groups = lines.split(|line| line.is_empty());
    let groups = groups.filter(|group| !group.is_empty());
    groups.map(|group| group.join("\n")).collect()
}

/// The article that blocks are: its source, day and headline, fields, the text, and fields again. `None` if its length
/// is not stated.
fn of_blocks(blocks: &[String]) -> Option<Article> {
    let is_field =
        |block: &String, names: &[&str]| names.iter().any(|name| block.starts_with(name));
    let first = blocks.iter().position(|block| is_field(block, &ABOVE))?;
    let fields = blocks[first..]
        .iter()
        .take_while(|block| is_field(block, &ABOVE))
        .count();
    let (head, rest) = blocks.split_at(first);
    let (fields, body) = rest.split_at(fields);
    let field = |name: &str| {
        let mut lines = fields.iter().flat_map(|block| block.lines());
        lines
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    if !field("LENGTH:")?.ends_with("words") {
        return None;
    }
    let date = head.iter().position(|block| is_date(block));
    let title = head
        .len()
        .checked_sub(1)
        .filter(|at| *at > 0 && Some(*at) != date);
    let source = head.iter().enumerate().find(|(at, block)| {
        let is_other = Some(*at) == date || Some(*at) == title;
        !is_other && !block.starts_with("Copyright")
    });
    let text: Vec<&str> = body
        .iter()
        .take_while(|block| !is_field(block, &BELOW))
        .map(String::as_str)
        .collect();
    let block = |at: Option<usize>| at.map(|at| head[at].clone()).unwrap_or_default();
    let names = [field("BYLINE:"), source.map(|(_, block)| block.as_str())];
    Some(Article {
        title: block(title),
        date: block(date),
        authors: names.into_iter().flatten().map(str::to_owned).collect(),
        text: text.join("\n\n"),
    })
}

/// The articles of Nexis Uni.
fn ended(lines: &[&str]) -> Option<Vec<Article>> {
    let mut documents: Vec<&[&str]> = lines.split_inclusive(|line| *line == END).collect();
    // What stands below the last one is not an article.
    let is_blank = |lines: &&[&str]| lines.iter().all(|line| line.is_empty());
    if documents.last().is_some_and(is_blank) {
        documents.pop();
    }
    documents.into_iter().map(of_lines).collect()
}

/// The article that lines are; `None` if they do not have all marks.
fn of_lines(lines: &[&str]) -> Option<Article> {
    if lines.last() != Some(&END) {
        return None;
    }
    let body = lines.iter().position(|line| *line == "Body")?;
    let (head, body) = (&lines[..body], &lines[body + 1..]);
    let field = |name: &str| {
        let value = head.iter().find_map(|line| line.strip_prefix(name));
        value.map(str::trim)
    };
    if !field("Length:")?.ends_with("words") {
        return None;
    }
    let mut named = head.iter().filter(|line| !line.is_empty());
    let (title, source) = (named.next()?, named.next()?);
    let date = named
        .find(|line| is_date(line))
        .copied()
        .unwrap_or_default();
    let is_end = |line: &&str| BEHIND_BODY.contains(line) || line.starts_with("Load-Date:");
    let end = body.iter().position(is_end).unwrap_or(body.len());
    let names = [field("Byline:"), Some(*source)];
    Some(Article {
        title: (*title).to_owned(),
        date: date.to_owned(),
        authors: names.into_iter().flatten().map(str::to_owned).collect(),
        text: body[..end].join("\n").trim().to_owned(),
    })
}

/// Whether a line is a day, as Nexis writes it: `March 3, 2026 Tuesday`.
fn is_date(line: &str) -> bool {
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
mod tests {
    use super::*;

    const NUMBERED: &str = "\n                    1 of 2 DOCUMENTS\n\n\n            جريدة المرفأ\n\n       March 3, 2026 Tuesday\n\n\
        السد ممتلئ وقرى\nالوادي تستعد للري\n\nBYLINE: سلمى\n\nLENGTH: 20 words\n\nأعلن الوزير أن السد امتلأ.\n\nوقال إن الري\nيبدأ غدا.\n\n\
        LOAD-DATE: March 4, 2026\n\nLANGUAGE: ARABIC\n\n       Copyright 2026 المرفأ\n\n                    2 of 2 DOCUMENTS\n\n\
        Copyright 2026 المرفأ\n\nجريدة المرفأ\n\nMarch 4, 2026\n\nجسر جديد\n\nSECTION: محليات\nLENGTH: 9 words\n\nافتتح الجسر.\n";

    fn article(title: &str, date: &str, authors: &[&str], text: &str) -> Article {
        Article {
            title: title.to_owned(),
            date: date.to_owned(),
            authors: authors.iter().map(|name| (*name).to_owned()).collect(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn articles_of_lexisnexis_begin_with_their_number() {
        assert!(may_be(NUMBERED));
        let expected = vec![
            article(
                "السد ممتلئ وقرى\nالوادي تستعد للري",
                "March 3, 2026 Tuesday",
                &["سلمى", "جريدة المرفأ"],
                "أعلن الوزير أن السد امتلأ.\n\nوقال إن الري\nيبدأ غدا.",
            ),
            article(
                "جسر جديد",
                "March 4, 2026",
                &["جريدة المرفأ"],
                "افتتح الجسر.",
            ),
        ];
        assert_eq!(articles(NUMBERED), Some(expected));
        for (mark, other) in [
            ("2 of 2 DOCUMENTS", "3 of 3 DOCUMENTS"),
            ("LENGTH: 9 words", "LENGTH: 9"),
            ("SECTION: محليات\nLENGTH: 9 words\n", ""),
        ] {
            assert_eq!(articles(&NUMBERED.replace(mark, other)), None, "{mark}");
        }
        let above = "سطر\n".repeat(OTHER_LINES + 1);
        assert_eq!(articles(&(above + NUMBERED)), None);
    }

    #[test]
    fn articles_of_nexis_uni_end_with_their_line() {
        let text = "السد ممتلئ\nجريدة المرفأ\nMarch 3, 2026 Tuesday\n\nCopyright 2026 المرفأ\nLength: 20 words\nByline: سلمى\nBody\n\n\
            أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.\n\nClassification\n\nLanguage: ARABIC\n\nLoad-Date: March 4, 2026\n\n\
            End of Document\n\nجسر جديد\nجريدة المرفأ\nLength: 9 words\nBody\n\nافتتح الجسر.\n\nEnd of Document\n\n";
        assert!(may_be(text));
        let expected = vec![
            article(
                "السد ممتلئ",
                "March 3, 2026 Tuesday",
                &["سلمى", "جريدة المرفأ"],
                "أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.",
            ),
            article("جسر جديد", "", &["جريدة المرفأ"], "افتتح الجسر."),
        ];
        assert_eq!(articles(text), Some(expected));
        for (mark, other) in [
            ("Body\n\nافتتح", "افتتح"),
            ("Length: 9 words\n", ""),
            ("افتتح الجسر.\n\nEnd of Document\n", "افتتح الجسر.\n"),
        ] {
            assert_eq!(articles(&text.replace(mark, other)), None, "{mark}");
        }
    }
}
