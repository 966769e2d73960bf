//! Articles of Nexis. In texts of LexisNexis each begins with its number (`1 of 50 DOCUMENTS`) and has its length
//! above the text; in those of Nexis Uni the line `Body` stands above the text, and `End of Document` below it.

use super::{Article, Found, Odd};
use crate::article::Refusal;

/// Fields above the text of LexisNexis.
const ABOVE: [&str; 7] = [
    "BYLINE:",
    "SECTION:",
    "LENGTH:",
    "HEADLINE:",
    "DATELINE:",
    "HIGHLIGHT:",
    "SERIES:",
];

/// What some exports set above the text, where the headline is a field too.
const BODY: &str = "BODY:";

/// The field that no text has.
const LOADED: &str = "LOAD-DATE:";

/// What the line with the rights begins with, and how it ends.
const COPYRIGHT: &str = "Copyright";
const RIGHTS: &str = "Rights Reserved";

/// Fields below it.
const BELOW: [&str; 12] = [
    LOADED,
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

/// The lines of Nexis Uni below which only its own fields stand, and the one below which captions may.
const CLASSIFICATION: &str = "Classification";
const GRAPHIC: &str = "Graphic";

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

/// Maximum number of lines above the first article of a text.
const OTHER_LINES: usize = 10;

/// Length limit of a line that is a number or a day, in bytes.
const MAX_MARK: usize = 100;

/// Whether a text with this start may be one.
pub(super) fn may_be(start: &str) -> bool {
    let has = |marks: [&str; 2]| marks.into_iter().all(|mark| start.contains(mark));
    has([" DOCUMENTS", "LENGTH:"]) || has(["\nBody", "\nLength:"])
}

/// The articles of a text; `None` if it does not have all marks.
pub(super) fn articles(text: &str) -> Option<Vec<Found>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    numbered(&lines, OTHER_LINES).or_else(|| ended(&lines))
}

/// The articles of a document with these lines; `None` if it does not have all marks. A cover may stand above the
/// first article.
pub(super) fn of_lines(lines: &[&str]) -> Option<Vec<Found>> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    numbered(&lines, usize::MAX).or_else(|| {
        // Nothing but its style sets a paragraph of Nexis Uni apart.
        let apart: Vec<&str> = lines.iter().flat_map(|line| [*line, ""]).collect();
        ended(&apart)
    })
}

/// The articles of LexisNexis, with at most so many lines above the first one.
fn numbered(lines: &[&str], max_above: usize) -> Option<Vec<Found>> {
    let mut starts = Vec::new();
    let mut next = None;
    for (at, line) in lines.iter().enumerate() {
        if let Some(number) = number_of(line) {
            // They are counted without a gap, from 1 on in each of several files that were put into one.
            if number != 1 && next.is_some_and(|next| next != number) {
                return None;
            }
            next = Some(number + 1);
            starts.push(at);
        }
    }
    let first = *starts.first()?;
    let above = lines[..first].iter().filter(|line| !line.is_empty());
    if above.count() > max_above {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let documents = starts.iter().zip(ends);
    let documents = documents.map(|(start, end)| &lines[start + 1..end]);
    found_in(documents.collect(), |lines| of_blocks(&blocks_of(lines)))
}

/// What documents are; `None` if the first one does not have all marks.
fn found_in(
    documents: Vec<&[&str]>,
    article_of: impl Fn(&[&str]) -> Option<Article>,
) -> Option<Vec<Found>> {
    let found = documents.into_iter().map(|lines| {
        article_of(lines).ok_or_else(|| {
            let text = lines.join("\n");
            let reason =
                "it has no headline, length or text where other articles of Nexis have them";
            let refusal = Refusal::Failed(reason.to_owned());
            Odd { text, refusal }
        })
    });
    let found: Vec<Found> = found.collect();
    found.first()?.is_ok().then_some(found)
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
    let is_above = |block: &String| begins_with(block, &ABOVE);
    let first = blocks.iter().position(is_above)?;
    let fields = blocks[first..].iter().take_while(|block| is_above(block));
    let (head, rest) = blocks.split_at(first);
    let (fields, body) = rest.split_at(fields.count());
    if !value_of(fields, "LENGTH:")?
        .lines()
        .next()?
        .ends_with("words")
    {
        return None;
    }
    let date = head.iter().position(|block| is_date(block));
    // Without a day, the source alone stands above the headline.
    let source = || head.iter().position(|block| !block.starts_with(COPYRIGHT));
    let (above, titles) = head.split_at(date.or_else(source).map_or(0, |at| at + 1));
    let is_other = |block: &&String| block.starts_with(COPYRIGHT) || is_field(block);
    let titles = titles.iter().filter(|block| !is_other(block));
    let titles: Vec<&str> = titles.map(String::as_str).collect();
    let source = above
        .iter()
        .find(|block| !is_date(block) && !block.starts_with(COPYRIGHT));
    let source = source
        .cloned()
        .or_else(|| above.iter().find_map(|block| below_rights(block)));
    let names = [value_of(fields, "BYLINE:"), source];
    let text = body[..end_of_text(body)].join("\n\n");
    Some(Article {
        title: value_of(fields, "HEADLINE:").unwrap_or_else(|| titles.join("\n")),
        date: date.map(|at| day_of(&head[at])).unwrap_or_default(),
        authors: names.into_iter().flatten().collect(),
        standfirst: value_of(fields, "HIGHLIGHT:").unwrap_or_default(),
        text: text
            .strip_prefix(BODY)
            .unwrap_or(&text)
            .trim_start()
            .to_owned(),
    })
}

/// The day in its block, below which the edition may stand.
fn day_of(block: &str) -> String {
    block.lines().next().unwrap_or_default().to_owned()
}

/// The source where it stands in one block with the rights.
fn below_rights(block: &str) -> Option<String> {
    let (_, below) = block.split_once(RIGHTS)?;
    let source = below.lines().skip(1).last()?;
    block.starts_with(COPYRIGHT).then(|| source.to_owned())
}

fn begins_with(block: &str, names: &[&str]) -> bool {
    names.iter().any(|name| block.starts_with(name))
}

/// Whether a block is a field, also one that is not listed: `CORRECTION: …`.
fn is_field(block: &str) -> bool {
    let name = block.split_once(':').map(|(name, _)| name);
    name.is_some_and(|name| {
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte == b'-';
        name.len() > 1 && name.bytes().all(is_part)
    })
}

/// The value of a field above the text, with its further lines.
fn value_of(fields: &[String], name: &str) -> Option<String> {
    let block = fields.iter().flat_map(|block| block.lines());
    let mut lines = block.skip_while(|line| !line.starts_with(name));
    let first = lines.next()?.strip_prefix(name)?.trim();
    let further = lines.take_while(|line| !begins_with(line, &ABOVE));
    let lines: Vec<&str> = [first].into_iter().chain(further).collect();
    Some(lines.join("\n").trim().to_owned())
}

/// Where the fields below the text begin: the last ones, or those at the day on which it was loaded. A paragraph before them
/// may begin as one of them does.
fn end_of_text(body: &[String]) -> usize {
    let loaded = body.iter().rposition(|block| block.starts_with(LOADED));
    let mut end = loaded.unwrap_or(body.len());
    while let Some(before) = end.checked_sub(1) {
        let block = &body[before];
        if !begins_with(block, &BELOW) && !block.starts_with(COPYRIGHT) {
            break;
        }
        end = before;
    }
    end
}

/// The articles of Nexis Uni.
fn ended(lines: &[&str]) -> Option<Vec<Found>> {
    let mut documents: Vec<&[&str]> = lines.split_inclusive(|line| *line == END).collect();
    // What stands below the last one is not an article.
    let is_blank = |lines: &&[&str]| lines.iter().all(|line| line.is_empty());
    if documents.last().is_some_and(is_blank) {
        documents.pop();
    }
    found_in(documents, article_of)
}

/// The article that lines are; `None` if they do not have all marks.
fn article_of(lines: &[&str]) -> Option<Article> {
    if lines.last() != Some(&END) {
        return None;
    }
    let body = lines.iter().position(|line| *line == "Body")?;
    let (head, body) = (&lines[..body], &lines[body + 1..]);
    let field = |name: &str| {
        let value = head.iter().find_map(|line| line.strip_prefix(name));
        value.map(|value| value.trim().to_owned())
    };
    let length = head.iter().position(|line| line.starts_with("Length:"))?;
    if !head[length].ends_with("words") {
        return None;
    }
    let date = head[..length].iter().rposition(|line| is_date(line));
    let rights = || {
        let mut above = head[..length].iter();
        above.position(|line| line.starts_with(COPYRIGHT))
    };
    let (title, source) = headline_above(&head[..date.or_else(rights).unwrap_or(length)])?;
    let names = [field("Byline:"), Some(source)];
    Some(Article {
        title,
        date: date.map(|at| head[at].to_owned()).unwrap_or_default(),
        authors: names.into_iter().flatten().collect(),
        standfirst: field("Highlight:").unwrap_or_default(),
        text: body[..end_of_lines(body)].join("\n").trim().to_owned(),
    })
}

/// The headline and the source, which stand at the end of these lines, together or each for itself. A cover may stand
/// above.
fn headline_above(lines: &[&str]) -> Option<(String, String)> {
    let groups = lines.rsplit(|line| line.is_empty());
    let mut groups = groups.filter(|group| !group.is_empty());
    let (source, above) = groups.next()?.split_last()?;
    let title = if above.is_empty() {
        groups.next()?
    } else {
        above
    };
    Some((title.join("\n"), (*source).to_owned()))
}

/// Where the text of an article of Nexis Uni ends: above the last line below which its fields stand. The captions of
/// pictures may stand above them, in one paragraph.
fn end_of_lines(body: &[&str]) -> usize {
    let classified = body.iter().rposition(|line| *line == CLASSIFICATION);
    let loaded = || {
        let mut lines = body.iter();
        lines.rposition(|line| line.starts_with("Load-Date:"))
    };
    let last = body.len().saturating_sub(1);
    let end = classified.or_else(loaded).unwrap_or(last);
    let graphic = body[..end].iter().rposition(|line| *line == GRAPHIC);
    graphic
        .filter(|at| blocks_of(&body[at + 1..end]).len() <= 1)
        .unwrap_or(end)
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
#[path = "nexis_tests.rs"]
mod tests;
