//! Articles of Nexis Uni: the line `Body` stands above the text, and `End of Document` below it.

use super::divided::Divided;
use super::nexis::{are_rights, begins_with, groups_of, is_date, is_length, is_long};
use super::{Article, cover};

/// The line above the text, and the last one of an article.
const BODY: &str = "Body";
const END: &str = "End of Document";

/// Fields above the text.
const BYLINE: &str = "Byline:";
const HIGHLIGHT: &str = "Highlight:";
const LENGTH: &str = "Length:";
const SECTION: &str = "Section:";
const ABOVE: [&str; 7] = [
    BYLINE,
    HIGHLIGHT,
    LENGTH,
    SECTION,
    "Dateline:",
    "Series:",
    "Correction:",
];

/// The line below which only fields stand, and the one below which captions may.
const CLASSIFICATION: &str = "Classification";
const GRAPHIC: &str = "Graphic";

/// Maximum number of lines of captions: more are paragraphs that no empty line sets apart.
const CAPTION_LINES: usize = 5;

/// Fields below the text that may also stand without the line above them. They have one line.
const BELOW: [&str; 3] = ["Load-Date:", "Language:", "Publication-Type:"];

/// Maximum number of paragraphs of a headline.
const HEADLINE_GROUPS: usize = 3;

/// The articles of these lines, and what else they are.
pub(super) fn divided(lines: &[&str]) -> Divided {
    let mut divided = Divided::default();
    for lines in lines.split_inclusive(|line| *line == END) {
        let is_ended = lines.last() == Some(&END);
        match article_of(lines).filter(|_| is_ended) {
            Some((above, article)) => {
                divided.add_others(&lines[..above]);
                divided.add_article(Some(article), lines);
            }
            None if is_ended || lines.contains(&BODY) => divided.add_article(None, lines),
            None => divided.add_others(lines),
        }
    }
    divided
}

/// The article that lines are, behind the number of lines above it; `None` if they do not have all marks.
fn article_of(lines: &[&str]) -> Option<(usize, Article)> {
    let is_words = |line: &&str| line.strip_prefix(LENGTH).is_some_and(is_length);
    let length = lines.iter().position(is_words)?;
    let body = length + lines[length..].iter().position(|line| *line == BODY)?;
    let (head, body) = (&lines[..body], &lines[body + 1..]);
    let day = head[..length].iter().rposition(|line| is_date(line));
    let cover = cover::end(&head[..day.unwrap_or(length)]);
    let is_below = |line: &&str| cover::is_rights(line) || field_of(line).is_some();
    let first = || {
        let first = head[cover..].iter().position(is_below);
        first.map(|first| cover + first)
    };
    let top = day.or_else(first)?;
    let headline = headline_above(&head[cover..top])?;
    let (below, date) = match day {
        Some(day) => (behind_edition(&head[day + 1..]), head[day].to_owned()),
        None => (&head[top..], String::new()),
    };
    let mut fields = Fields::of(below);
    fields.authors.push(headline.source);
    let article = Article {
        title: headline.lines.join("\n"),
        date,
        authors: fields.authors.into_iter().map(str::to_owned).collect(),
        standfirst: fields.standfirst.join("\n"),
        text: body[..end_of_text(body)].join("\n").trim().to_owned(),
    };
    Some((cover + headline.at, article))
}

/// The lines without the edition, which may stand below the day.
fn behind_edition<'l, 't>(lines: &'l [&'t str]) -> &'l [&'t str] {
    let Some(at) = lines.iter().position(|line| !line.is_empty()) else {
        return lines;
    };
    let line = lines[at];
    let is_other = cover::is_rights(line) || field_of(line).is_some() || is_long(line);
    if !is_other && (at == 0 || line.contains("Edition")) {
        &lines[at + 1..]
    } else {
        lines
    }
}

fn field_of(line: &str) -> Option<&'static str> {
    ABOVE.into_iter().find(|name| line.starts_with(name))
}

/// What is read between the day and the text.
#[derive(Debug, Default)]
struct Fields<'t> {
    authors: Vec<&'t str>,
    /// The highlight, and lines that belong to no field.
    standfirst: Vec<&'t str>,
}

impl<'t> Fields<'t> {
    fn of(lines: &[&'t str]) -> Self {
        let mut fields = Self::default();
        // The field whose further lines may follow.
        let mut current = None;
        for &line in lines {
            if line.is_empty() || cover::is_rights(line) {
                current = None;
                continue;
            }
            let field = field_of(line);
            let value = field.and_then(|name| line.strip_prefix(name));
            let value = value.unwrap_or(line).trim();
            match field.or(current) {
                Some(BYLINE) => fields.authors.push(value),
                Some(HIGHLIGHT) => fields.standfirst.push(value),
                Some(name) if !is_long(value) && (field.is_some() || name == SECTION) => {}
                _ => fields.standfirst.push(value),
            }
            current = field.or(current);
        }
        fields
    }
}

/// A headline, its place and the source below it.
struct Headline<'t> {
    at: usize,
    lines: Vec<&'t str>,
    source: &'t str,
}

/// The headline and the source that stand at the end of these lines, together or each for itself.
fn headline_above<'t>(lines: &[&'t str]) -> Option<Headline<'t>> {
    let mut groups = groups_of(lines);
    let (at, last) = groups.pop()?;
    let (&source, above) = last.split_last()?;
    if !above.is_empty() {
        let lines = above.to_vec();
        return Some(Headline { at, lines, source });
    }
    let is_line = |group: &[&str]| group.len() == 1 && cover::is_short(group[0]);
    let are_lines = groups.iter().all(|(_, group)| is_line(group));
    // All of a headline may be apart. Among more lines than that, the last one is the headline.
    let first = if are_lines && groups.len() <= HEADLINE_GROUPS {
        0
    } else {
        groups.len().checked_sub(1)?
    };
    let at = groups.get(first)?.0;
    let lines = groups[first..].iter().flat_map(|(_, group)| group.iter());
    let lines = lines.copied().collect();
    Some(Headline { at, lines, source })
}

/// Where the text ends: above its fields. The captions of pictures may stand above them, in one paragraph, and rights
/// above these.
fn end_of_text(body: &[&str]) -> usize {
    let last = body.len().saturating_sub(1);
    let end = fields_below(&body[..last]);
    let graphic = body[..end].iter().rposition(|line| *line == GRAPHIC);
    let are_captions = |at: &usize| {
        let groups = groups_of(&body[at + 1..end]);
        groups.len() <= 1 && groups.iter().all(|(_, lines)| lines.len() <= CAPTION_LINES)
    };
    above_rights(&body[..graphic.filter(are_captions).unwrap_or(end)])
}

/// Where the rights at the end of a text begin.
fn above_rights(text: &[&str]) -> usize {
    let groups = groups_of(text);
    let rights = groups.iter().rev();
    let rights = rights.take_while(|(_, group)| are_rights(group));
    rights.last().map_or(text.len(), |(at, _)| *at)
}

/// Where the fields at the end of these lines begin: all of them below the line that names them, else those that no
/// text has.
fn fields_below(lines: &[&str]) -> usize {
    let groups = groups_of(lines);
    let named = fields_at_end(&groups, is_name);
    let classified = || {
        let above = groups.len().checked_sub(named.len() + 1)?;
        let (at, group) = groups[above];
        let line = group.iter().rposition(|line| *line == CLASSIFICATION)?;
        let below = &group[line + 1..];
        let has_fields = !(named.is_empty() && below.is_empty());
        (has_fields && below.iter().all(|line| is_name(line))).then_some(at + line)
    };
    let known = || {
        let fields = fields_at_end(&groups, |line| begins_with(line, &BELOW));
        fields.first().map(|(at, _)| *at)
    };
    classified().or_else(known).unwrap_or(lines.len())
}

/// The groups at the end that begin as fields do.
fn fields_at_end<'g, 'l, 't>(
    groups: &'g [(usize, &'l [&'t str])],
    is_field: impl Fn(&str) -> bool,
) -> &'g [(usize, &'l [&'t str])] {
    let fields = groups.iter().rev();
    let fields = fields.take_while(|(_, group)| is_field(group[0]) && !hides_text(group));
    &groups[groups.len() - fields.count()..]
}

/// Whether a line that is not a field stands behind a field of one line.
fn hides_text(group: &[&str]) -> bool {
    group
        .windows(2)
        .any(|pair| begins_with(pair[0], &BELOW) && !is_name(pair[1]))
}

/// Whether a line begins with the name of a field: `Publication-Type: …`, `Journal Code: …`.
fn is_name(line: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else {
        return false;
    };
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
    };
    name.split(' ').count() <= 2 && name.split(' ').all(is_word)
}
