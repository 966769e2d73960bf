//! The headline of a page among its titles. This file owns how the name of the site and the path of
//! sections are told from it.

use std::collections::HashSet;

use super::super::extracted::one_line;
use crate::text::{count_words, has_at_least};

/// Signs with spaces around them that part a headline from the name of the site.
const SEPARATORS: [&str; 13] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " • ", " › ", " ‹ ", " > ", " · ", " ~ ", " _ ",
];

/// Signs that part a headline from the name of the site and the sections before it without spaces, too.
const TIGHT_SEPARATORS: [&str; 3] = ["|", "::", "_"];

/// The separators that also part sections, but never the parts of one headline.
const PATH_SEPARATORS: [&str; 5] = [" | ", " :: ", " » ", " › ", " > "];

/// Minimum number of words of a headline that no heading confirms.
pub(super) const HEADLINE_WORDS: usize = 3;

/// Maximum number of words of the name of a site, and of one in a title for sharing, most of which are a headline alone.
const SITE_WORDS: usize = 4;
const SHARED_SITE_WORDS: usize = 2;

/// Maximum number of words of a label that stands in a heading beside the headline.
const LABEL_WORDS: usize = 2;

/// A heading of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) is_first_level: bool,
    /// Whether all of it is a link.
    pub(super) linked: bool,
    /// Its text without labels at its beginning and end, and with them.
    pub(super) text: String,
    pub(super) whole: String,
}

/// The titles of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Titles<'a> {
    /// The name of the site as the page states it.
    pub(super) site: Option<&'a str>,
    /// The title for sharing: `og:title`.
    pub(super) shared: Option<&'a str>,
    /// The headline in linked data.
    pub(super) linked: Option<&'a str>,
    /// The `title` element.
    pub(super) page: Option<&'a str>,
    pub(super) headings: &'a [Heading],
    /// The short lines of the page.
    pub(super) lines: &'a HashSet<String>,
}

impl<'a> Titles<'a> {
    /// The headline: the heading that the page's own titles confirm, a first-level one before others
    /// unless only the `title` element has it and the title for sharing or that of linked data is a longer
    /// heading; else one of these two; else a lone first-level heading; else the `title` element. The
    /// name of the site is taken off.
    pub(super) fn headline(&self) -> Option<String> {
        let told: Vec<&str> = [self.shared, self.linked].into_iter().flatten().collect();
        let stated: Vec<&str> = told.iter().copied().chain(self.page).collect();
        let first = self.confirmed(true, &stated);
        let is_told = |heading: &str| told.iter().any(|title| title.starts_with(heading));
        let second = match first {
            None => self.confirmed(false, &stated),
            Some(first) if is_told(first) => None,
            // The name of the site or of a section may be the title of all its pages, and their first heading.
            Some(first) => self.confirmed(false, &told).filter(|second| {
                has_at_least(second, HEADLINE_WORDS) && count_words(second) > count_words(first)
            }),
        };
        if let Some(text) = second.or(first) {
            return Some(text.clone());
        }
        if let Some(title) = stated.iter().find_map(|title| self.labelled(title)) {
            return Some(title.to_owned());
        }
        if let Some(title) = self.page
            && let Some(line) = self.line_of(title)
        {
            return Some(line.to_owned());
        }
        if let Some(title) = self.shared.or(self.linked) {
            // The page's own title may be the one without the name of the site.
            let is_own = |part: &str| {
                let is_most = part != title && count_words(part) * 2 > count_words(title);
                is_most && Some(part) == self.page
            };
            if let Some(own) = parts(title, &SEPARATORS).find(|part| is_own(part)) {
                return Some(own.to_owned());
            }
            // Titles for sharing seldom have the name of the site, unless they are made as the page's own is.
            let is_same = self.site.is_none() && self.page == Some(title);
            return Some(self.without_site(title, is_same.then_some(SHARED_SITE_WORDS)));
        }
        let mut first_level = self
            .headings
            .iter()
            .filter(|heading| heading.is_first_level && !self.is_site(heading));
        if let (Some(heading), None) = (first_level.next(), first_level.next()) {
            return Some(heading.text.clone());
        }
        let heading = || self.headings.iter().find(|heading| heading.is_first_level);
        self.page
            .map(|title| self.without_site(title, Some(SITE_WORDS)))
            .or_else(|| heading().map(|heading| heading.text.clone()))
    }

    /// The longest heading of the first level, or of another, that one of some titles confirms.
    fn confirmed(&self, is_first_level: bool, titles: &[&str]) -> Option<&'a String> {
        // What the titles have too is no label.
        let confirmed = |heading: &'a Heading| {
            let mut texts = [&heading.whole, &heading.text].into_iter();
            texts.find(|text| titles.iter().any(|title| self.confirms(title, text)))
        };
        let of_level = |heading: &&Heading| heading.is_first_level == is_first_level;
        let headings = self.headings.iter().filter(of_level);
        headings
            .filter(|heading| !self.is_site(heading))
            .filter_map(confirmed)
            .max_by_key(|text| text.len())
    }

    /// Whether a title is a heading, alone or with the name of the site or sections beside it.
    fn confirms(&self, title: &str, heading: &str) -> bool {
        title == heading
            || title
                .strip_prefix(heading)
                .is_some_and(|rest| rest.starts_with([' ', '-', '|', '…', '_', '–', '—', '·']))
            || parts(title, &SEPARATORS).any(|part| part == heading)
            || title
                .split_once(": ")
                .is_some_and(|(before, behind)| behind == heading && self.is_linked_heading(before))
    }

    /// The part of a title that is a first-level heading but for a label before or behind it, as in
    /// `عاجل` and the headline.
    fn labelled<'t>(&self, title: &'t str) -> Option<&'t str> {
        let is_labelled = |part: &&str| {
            self.headings.iter().any(|heading| {
                let text = heading.text.as_str();
                let label = text
                    .strip_suffix(*part)
                    // With a space between, the heading may only be longer than the title.
                    .or_else(|| {
                        let behind = text.strip_prefix(*part);
                        behind.filter(|label| !label.starts_with(char::is_whitespace))
                    })
                    .unwrap_or_default();
                let is_short = !label.is_empty() && count_words(label) <= LABEL_WORDS;
                is_short && heading.is_first_level && !self.is_site(heading)
            })
        };
        let mut parts = parts(title, &SEPARATORS);
        parts.find(|part| has_at_least(part, HEADLINE_WORDS) && is_labelled(part))
    }

    fn is_linked_heading(&self, text: &str) -> bool {
        let mut headings = self.headings.iter();
        headings.any(|heading| heading.linked && heading.text == text)
    }

    /// The longest part of a title, in words, that stands alone as a line of the page.
    fn line_of<'t>(&self, title: &'t str) -> Option<&'t str> {
        let words = |part: &&str| count_words(part);
        let is_site = |part: &str| Some(part) == self.site;
        let several = parts(title, &SEPARATORS).nth(1).is_some();
        let lines = parts(title, &SEPARATORS).filter(|part| several && self.lines.contains(*part));
        lines
            .filter(|part| !is_site(part) && words(part) >= HEADLINE_WORDS)
            .max_by_key(words)
    }

    /// Whether a heading is the name of the site: as stated, or as a link that stands behind the
    /// headline in the `title` element, or before it.
    fn is_site(&self, heading: &Heading) -> bool {
        if Some(heading.text.as_str()) == self.site {
            return true;
        }
        let beside = |title: &str| {
            let mut parts = parts(title, &SEPARATORS);
            let first = parts.next();
            let last = parts.next_back();
            let text = Some(heading.text.as_str());
            // The shorter end is the name of the site.
            let words = |part: Option<&str>| part.map_or(0, count_words);
            let other = if first == text { last } else { first };
            (last.is_some() && [first, last].contains(&text) && words(text) <= words(other))
                || title
                    .split_once(": ")
                    .is_some_and(|(before, _)| heading.linked && before == heading.text)
        };
        let longer = || {
            self.headings.iter().any(|other| {
                other != heading
                    && self
                        .page
                        .is_some_and(|page| self.confirms(page, &other.text))
            })
        };
        self.page.is_some_and(beside)
            && (heading.linked || longer())
            && self.shared != Some(&heading.text)
    }

    /// The title without the site's name; `guess` allows a last part of so many words to be one.
    fn without_site(&self, title: &str, guess: Option<usize>) -> String {
        let stated = self.site.filter(|site| title.trim() != *site);
        if let Some(headline) = stated.and_then(|site| self.without_stated(title, site)) {
            return headline;
        }
        if let Some(most) = guess {
            for separator in SEPARATORS.iter().filter(|sign| parts_at(title, sign)) {
                if let Some(headline) = before_site(title, separator, most) {
                    return headline.to_owned();
                }
            }
            for separator in TIGHT_SEPARATORS {
                let mut headline = title;
                while let Some(before) = before_site(headline, separator, most) {
                    headline = before;
                }
                if headline != title {
                    return headline.to_owned();
                }
            }
        }
        title.to_owned()
    }

    /// The title without the stated name of the site at its beginning or end, and without the
    /// sections of the path between them.
    fn without_stated(&self, title: &str, site: &str) -> Option<String> {
        let signs = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '-' | '–' | '—' | '|' | ':' | '•' | '·' | '»' | '«' | '›' | '‹' | '>' | '/'
                )
        };
        let behind = title
            .strip_suffix(site)
            .map(|rest| (rest, rest.trim_end_matches(signs)));
        let before = title
            .strip_prefix(site)
            .map(|rest| (rest, rest.trim_start_matches(signs)));
        // Without a sign between, the name is part of the headline.
        let (_, rest) = [behind, before]
            .into_iter()
            .flatten()
            .find(|(whole, rest)| whole.trim().len() > rest.len() && !rest.is_empty())?;
        let sections = parts(rest, &PATH_SEPARATORS);
        let headline = sections.max_by_key(|part| count_words(part));
        headline.map(one_line)
    }
}

/// What stands before the last separator, if it can be a headline and what is behind it a name of so many words.
fn before_site<'t>(title: &'t str, separator: &str, most: usize) -> Option<&'t str> {
    let (headline, last) = title.rsplit_once(separator)?;
    let is_name = !last.trim().is_empty() && count_words(last) <= most;
    let is_headline = has_at_least(headline, HEADLINE_WORDS);
    (is_name && is_headline && !(separator == "_" && is_joined(headline, last)))
        .then(|| headline.trim())
}

/// Whether a `_` between two texts joins the words of a tag or of an identifier.
fn is_joined(before: &str, behind: &str) -> bool {
    let last = before.rsplit(char::is_whitespace).next();
    let is_tag = last.is_some_and(|word| word.contains('#'));
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    // A script without spaces between words has no need of joints.
    let is_spaced = |c: Option<char>| c.is_some_and(|c| u32::from(c) < 0x2e80);
    let spaced = is_spaced(before.chars().next_back()) && is_spaced(behind.chars().next());
    let is_word = spaced && !behind.trim().contains(char::is_whitespace);
    let is_joint = is_word && (before.contains('_') || behind.starts_with('و'));
    let ascii = is_ascii(before.chars().next_back()) && is_ascii(behind.chars().next());
    is_tag || is_joint || ascii
}

/// Whether a separator parts a title. In a title with `«` a `»` ends a quotation.
fn parts_at(title: &str, separator: &str) -> bool {
    separator.trim() != "»" || !title.contains('«')
}

/// The parts of a title between separators.
fn parts<'t>(title: &'t str, separators: &[&str]) -> impl DoubleEndedIterator<Item = &'t str> {
    let mut parts = vec![title];
    for separator in separators.iter().filter(|sign| parts_at(title, sign)) {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
#[path = "headline_tests.rs"]
mod tests;
