//! Articles of LexisNexis: each begins with its number (`1 of 50 DOCUMENTS`) and has its length above the text.

use super::divided::Divided;
use super::nexis::{MAX_MARK, are_rights, begins_with, groups_of, is_date, is_length, is_long};
use super::{Article, cover};

/// Fields above the text.
const BYLINE: &str = "BYLINE:";
const DATELINE: &str = "DATELINE:";
const HEADLINE: &str = "HEADLINE:";
const HIGHLIGHT: &str = "HIGHLIGHT:";
const LENGTH: &str = "LENGTH:";
const SECTION: &str = "SECTION:";
const ABOVE: [&str; 7] = [
    BYLINE, DATELINE, HEADLINE, HIGHLIGHT, LENGTH, SECTION, "SERIES:",
];

/// Those of them that are read.
const READ: [&str; 3] = [BYLINE, HEADLINE, HIGHLIGHT];

/// What some exports set above the text.
const BODY: &str = "BODY:";

/// The field that no text has, and the one below which captions may stand.
const LOADED: &str = "LOAD-DATE:";
const GRAPHIC: &str = "GRAPHIC:";

/// Fields below the text. Above it they are not read either.
const BELOW: [&str; 24] = [
    LOADED,
    GRAPHIC,
    "LANGUAGE:",
    "NOTES:",
    "SUBJECT:",
    "PUBLICATION-TYPE:",
    "DOCUMENT-TYPE:",
    "JOURNAL-CODE:",
    "ACC-NO:",
    "TYPE:",
    "URL:",
    "PUB-TYPE:",
    "CITY:",
    "COMPANY:",
    "CORRECTION:",
    "CORRECTION-DATE:",
    "COUNTRY:",
    "GEOGRAPHIC:",
    "INDUSTRY:",
    "ISSN:",
    "ORGANIZATION:",
    "PERSON:",
    "STATE:",
    "TICKER:",
];

/// Those of them that no paragraph begins as.
const OF_NO_TEXT: [&str; 9] = [
    LOADED,
    "LANGUAGE:",
    "PUBLICATION-TYPE:",
    "DOCUMENT-TYPE:",
    "JOURNAL-CODE:",
    "ACC-NO:",
    "PUB-TYPE:",
    "CORRECTION-DATE:",
    "ISSN:",
];

/// Those of them that have one line.
const OF_ONE_LINE: [&str; 3] = [LOADED, "LANGUAGE:", "PUBLICATION-TYPE:"];

/// Maximum number of further captions, each in a paragraph of its own.
const MAX_CAPTIONS: usize = 5;

/// Maximum number of lines between the fields above the text that belong to none of them.
const MAX_OTHERS: usize = 10;

/// Lines that stand together.
type Block<'l, 't> = &'l [&'t str];

/// The articles of these lines, and what else they are.
pub(super) fn divided(lines: &[&str]) -> Divided {
    let starts = starts(lines);
    let mut divided = Divided::default();
    let Some(&first) = starts.first() else {
        return divided;
    };
    divided.add_others(&lines[..first]);
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let lines = &lines[start + 1..end];
        divided.add_article(article_of(lines), lines);
    }
    divided
}

/// A line that may begin an article: 1 of `1 of 50 DOCUMENTS`.
#[derive(Debug)]
struct Mark {
    at: usize,
    number: u64,
    count: u64,
    /// Whether an article stands below it.
    is_whole: bool,
}

impl Mark {
    fn of(line: &str, at: usize) -> Option<Self> {
        if line.len() > MAX_MARK {
            return None;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let [number, "of", count, "DOCUMENTS" | "DOCUMENT"] = words.as_slice() else {
            return None;
        };
        let number: u64 = number.parse().ok()?;
        let count: u64 = count.parse().ok()?;
        (1..=count).contains(&number).then_some(Self {
            at,
            number,
            count,
            is_whole: false,
        })
    }

    /// Whether a mark without an article below it begins an odd item, and is not a line of a text.
    fn begins_item(&self, before: Option<&Self>, after: Option<&Self>) -> bool {
        let is_continued =
            after.is_some_and(|after| after.count == self.count && after.number > self.number);
        let is_repeated =
            after.is_some_and(|after| after.count == self.count && after.number == self.number);
        match before {
            None => is_continued,
            Some(before) if before.count == self.count && before.number < self.number => {
                is_continued || before.number + 1 == self.number && !is_repeated
            }
            // Another file begins.
            Some(before) => self.number == 1 && before.number == before.count && is_continued,
        }
    }
}

/// The places of the numbers of articles.
fn starts(lines: &[&str]) -> Vec<usize> {
    let marks = lines.iter().enumerate();
    let mut marks: Vec<Mark> = marks.filter_map(|(at, line)| Mark::of(line, at)).collect();
    let ends: Vec<usize> = marks.iter().map(|mark| mark.at).collect();
    let ends = ends.into_iter().skip(1).chain([lines.len()]);
    for (mark, end) in marks.iter_mut().zip(ends) {
        mark.is_whole = article_of(&lines[mark.at + 1..end]).is_some();
    }
    let mut begun: Vec<&Mark> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let before = begun.last().copied();
        if mark.is_whole || mark.begins_item(before, marks.get(index + 1)) {
            begun.push(mark);
        }
    }
    begun.iter().map(|mark| mark.at).collect()
}

/// The article that lines are: its source, day and headline, fields, the text, and fields again. `None` if its length
/// is not stated.
fn article_of(lines: &[&str]) -> Option<Article> {
    let first = lines.iter().position(|line| begins_with(line, &ABOVE))?;
    let fields = Fields::of(&lines[first..])?;
    let body = fields.body(&lines[first..]);
    let body = blocks_of(&body);
    let head = blocks_of(&lines[..first]);
    let date = head.iter().position(|block| is_date(block[0]));
    // Without a day, the source alone stands above the headline.
    let source = || head.iter().position(|block| !are_rights(block));
    let (above, titles) = head.split_at(date.or_else(source).map_or(0, |at| at + 1));
    let (headline, others) = headline_of(titles);
    let (title, above_text) = if !fields.headline.is_empty() {
        (fields.headline.join("\n"), [headline, others].concat())
    } else if headline.is_empty() {
        let below_day = date.map(|at| &head[at][1..]).unwrap_or_default();
        (below_day.join("\n"), others)
    } else {
        (headline.join("\n"), others)
    };
    let standfirst = [above_text, fields.standfirst].concat();
    let mut authors = vec![fields.byline.join("\n")];
    authors.extend(sources_of(above));
    authors.retain(|name| !name.is_empty());
    let text = body[..end_of_text(&body)].iter();
    let text: Vec<String> = text.map(|block| block.join("\n")).collect();
    Some(Article {
        title,
        date: date.map(|at| head[at][0].to_owned()).unwrap_or_default(),
        authors,
        standfirst: standfirst.join("\n"),
        text: text.join("\n\n"),
    })
}

fn blocks_of<'l, 't>(lines: &'l [&'t str]) -> Vec<Block<'l, 't>> {
    groups_of(lines)
        .into_iter()
        .map(|(_, group)| group)
        .collect()
}

/// Where an article was published, above its headline: in blocks of their own, or below the rights.
fn sources_of(above: &[Block<'_, '_>]) -> Vec<String> {
    let others = above
        .iter()
        .filter(|block| !is_date(block[0]) && !are_rights(block));
    let sources: Vec<String> = others.map(|block| block.join("\n")).collect();
    if !sources.is_empty() {
        return sources;
    }
    let rights = above.iter().filter(|block| are_rights(block));
    let below = rights.filter_map(|block| {
        let last = block.iter().skip(1).next_back()?;
        (!cover::is_rights(last)).then(|| (*last).to_owned())
    });
    below.collect()
}

/// The headline in the blocks behind the day, and lines that are none. Fields are no headline, unless they stand first
/// and are not known: `SYRIA: …`.
fn headline_of<'t>(blocks: &[Block<'_, 't>]) -> (Vec<&'t str>, Vec<&'t str>) {
    let is_read = |block: &&Block<'_, 't>| !begins_with(block[0], &BELOW) && !are_rights(block);
    let mut kept: Vec<Block<'_, 't>> = blocks.iter().filter(is_read).copied().collect();
    if kept.is_empty() {
        kept.extend(blocks.last().filter(|block| !are_rights(block)));
    }
    let (mut headline, mut others) = (Vec::new(), Vec::new());
    for (index, block) in kept.into_iter().enumerate() {
        if index > 0 && is_field(block[0]) {
            others.extend_from_slice(block);
        } else {
            headline.extend_from_slice(block);
        }
    }
    (headline, others)
}

/// Whether a line is a field, also one that is not listed: `VIDEO: …`.
fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map(|(name, _)| name);
    name.is_some_and(|name| {
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte == b'-';
        name.len() > 1 && name.bytes().all(is_part)
    })
}

/// The fields above the text.
#[derive(Debug, Default)]
struct Fields<'t> {
    headline: Vec<&'t str>,
    byline: Vec<&'t str>,
    /// The highlight, and lines that belong to no field.
    standfirst: Vec<&'t str>,
    seen: Vec<&'static str>,
    /// The number of lines above the first one of the text, and what of that line is text.
    end: usize,
    first: &'t str,
}

impl<'t> Fields<'t> {
    /// Reads lines from the first field on; `None` if the length is not among them.
    fn of(lines: &[&'t str]) -> Option<Self> {
        let mut fields = Self::default();
        // The field whose further lines may follow.
        let mut current: Option<&str> = None;
        let mut others = 0;
        for (at, &line) in lines.iter().enumerate() {
            fields.end = at;
            fields.first = line;
            let has_length = fields.seen.contains(&LENGTH);
            let name = ABOVE.into_iter().find(|name| line.starts_with(name));
            let value = name.and_then(|name| line.strip_prefix(name));
            let value = value.unwrap_or(line).trim();
            match name {
                _ if line.is_empty() => current = None,
                None if has_length && line.starts_with(BODY) => {
                    fields.first = line.strip_prefix(BODY).unwrap_or_default().trim();
                    return Some(fields);
                }
                Some(LENGTH) if !has_length && !is_length(value) => return None,
                Some(name) if !fields.seen.contains(&name) => {
                    if has_length && is_long(value) && !READ.contains(&name) {
                        // The place may stand in front of the text.
                        fields.first = if name == DATELINE { value } else { line };
                        return Some(fields);
                    }
                    fields.seen.push(name);
                    fields.add(name, value);
                    current = Some(name);
                }
                None if current.is_some_and(|name| goes_on(name, line)) => {
                    fields.add(current.unwrap_or_default(), line);
                }
                _ if has_length && !is_above_body(&lines[at..]) => return Some(fields),
                _ => {
                    current = None;
                    others += 1;
                    if !begins_with(line, &BELOW) {
                        fields.standfirst.push(line);
                    }
                }
            }
            if others > MAX_OTHERS {
                return None;
            }
        }
        fields.end = lines.len();
        fields.seen.contains(&LENGTH).then_some(fields)
    }

    fn add(&mut self, name: &str, value: &'t str) {
        match name {
            BYLINE => self.byline.push(value),
            HEADLINE => self.headline.push(value),
            HIGHLIGHT => self.standfirst.push(value),
            // Nothing is lost of a value that is no place, section or name.
            _ if is_long(value) => self.standfirst.push(value),
            _ => {}
        }
    }

    /// The lines of the text and those below it.
    fn body(&self, lines: &[&'t str]) -> Vec<&'t str> {
        let Some(below) = lines.get(self.end + 1..) else {
            return Vec::new();
        };
        [self.first]
            .into_iter()
            .chain(below.iter().copied())
            .collect()
    }
}

/// Whether a field may have this further line.
fn goes_on(name: &str, line: &str) -> bool {
    match name {
        HEADLINE | HIGHLIGHT => true,
        BYLINE | SECTION => !is_long(line),
        _ => false,
    }
}

/// Whether lines are fields down to the one that names the text.
fn is_above_body(lines: &[&str]) -> bool {
    let mut filled = lines.iter().filter(|line| !line.is_empty());
    filled
        .find(|line| !is_field(line) || line.starts_with(BODY))
        .is_some_and(|line| line.starts_with(BODY))
}

/// Where the fields below the text begin: the last ones, or those at the day on which it was loaded. A paragraph may
/// begin as most of them do, so that one of the others has to be among them; rights are cut off without fields, too.
fn end_of_text(body: &[Block<'_, '_>]) -> usize {
    let loaded = body
        .iter()
        .rposition(|block| block[0].starts_with(LOADED))
        .filter(|at| is_tail(&body[*at..]));
    let mut end = loaded.unwrap_or(body.len());
    while let Some(before) = end.checked_sub(1) {
        if !is_below(body[before]) {
            break;
        }
        end = before;
    }
    let below = &body[end..];
    if below.iter().any(|block| has_field(block, &OF_NO_TEXT)) {
        return end;
    }
    let rights = below.iter().rev();
    let rights = rights.take_while(|block| !has_field(block, &BELOW));
    body.len() - rights.count()
}

/// Whether a line of a block begins as one of these fields.
fn has_field(block: Block<'_, '_>, names: &[&str]) -> bool {
    block.iter().any(|line| begins_with(line, names))
}

/// Whether all blocks from the day of loading on are fields, rights and captions, or the cover of another file.
fn is_tail(blocks: &[Block<'_, '_>]) -> bool {
    let mut captions = 0_usize;
    for (at, block) in blocks.iter().enumerate() {
        if is_below(block) {
            let is_graphic = block.iter().any(|line| line.starts_with(GRAPHIC));
            captions = if is_graphic { MAX_CAPTIONS } else { 0 };
        } else if captions > 0 {
            captions -= 1;
        } else {
            return cover::is_cover(&blocks[at..].concat());
        }
    }
    true
}

/// Whether a block is fields below the text, or rights.
fn is_below(block: Block<'_, '_>) -> bool {
    let mut may_go_on = false;
    are_rights(block)
        || block.iter().all(|line| {
            let is_named = begins_with(line, &BELOW);
            if is_named {
                may_go_on = !begins_with(line, &OF_ONE_LINE);
            }
            is_named || may_go_on || cover::is_rights(line)
        })
}
