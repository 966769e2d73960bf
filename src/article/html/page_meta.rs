//! A page's statements about itself outside its text: headline, date, address, language. This file
//! owns where these are looked for and which source is believed.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::elements::{is_inline, reason_of};
use super::events::{Event, Tag};
use super::headline::{HEADLINE_WORDS, Heading, Titles};
use super::linked_data::LinkedArticle;
use super::meta_dates::date_in;
use super::times::{Place, Time, is_time, short_text};
use super::title_text::{heading_of, title_of};
use crate::article::extracted::{language_of, one_line};
use crate::text::{Language, has_at_least};

/// Among how many headings the headline is looked for.
const MAX_HEADINGS: usize = 100;

/// The share of a headline's words, in percent, that the titles of its own page have.
const OWN_HEADLINE: usize = 40;

/// Maximum number of articles of linked data that are looked at.
const MAX_LINKED: usize = 50;

/// A `title` longer than this, in bytes, holds more than a headline and a name.
const MAX_TITLE: usize = 2000;

/// A line longer than this, in bytes, is no headline.
const MAX_LINE: usize = 400;

/// Minimum number of words of a line below which no date of the story is shown any more.
const SENTENCE_WORDS: usize = 25;

/// Maximum number of lines of a page that are compared with its titles.
const MAX_LINES: usize = 2000;

/// Metadata found in a page.
#[derive(Debug, Default)]
pub(super) struct PageMeta {
    /// `meta` elements: the name in lower case, and the content.
    entries: Vec<(String, String)>,
    page_title: Option<String>,
    headings: Vec<Heading>,
    canonical: Option<String>,
    times: Vec<Time>,
    linked: Vec<LinkedArticle>,
    /// The texts of short lines, among which a headline may stand without being a heading.
    lines: HashSet<String>,
    /// Whether a line was read that is long enough for a sentence of the story.
    tells: bool,
    language: Option<String>,
}

/// The element whose text is being collected.
struct Capture {
    tag: Tag,
    depth: usize,
    text: String,
    /// The text without labels.
    unlabelled: String,
    /// The depth of the label that is open.
    label: Option<usize>,
    /// Whether all of it so far is the text of links.
    linked: bool,
    /// The text before it on its line.
    before: String,
}

/// The elements around a place in a page.
#[derive(Default)]
struct Around {
    /// Every open element: its name, and whether its text is no part of the story.
    open: Vec<(String, bool)>,
}

impl Around {
    fn open(&mut self, tag: &Tag) {
        let reason = tag
            .reason
            .or_else(|| reason_of(&tag.name, self.in_article()));
        self.open.push((tag.name.clone(), reason.is_some()));
    }

    fn in_article(&self) -> bool {
        let is_article = |name: &str| matches!(name, "article" | "main");
        self.open.iter().any(|(name, _)| is_article(name))
    }

    fn in_frame(&self) -> bool {
        self.open.iter().any(|(_, left)| *left)
    }

    fn in_link(&self) -> bool {
        self.open.iter().any(|(name, _)| name == "a")
    }
}

impl PageMeta {
    pub(super) fn of(events: &[Event], language: &Language) -> Self {
        let mut meta = Self::default();
        let mut capture: Option<Capture> = None;
        let mut around = Around::default();
        // The text of the line that is being read.
        let mut line = String::new();
        for (at, event) in events.iter().enumerate() {
            if !matches!(event, Event::Text(_)) {
                let parts = match event {
                    Event::Open(tag) => !is_inline(&tag.name) || tag.name == "br" || tag.is_block,
                    _ => around.open.last().is_some_and(|(name, _)| !is_inline(name)),
                };
                if parts {
                    meta.line(&line);
                    line.clear();
                    if let Some(capture) = &mut capture {
                        capture.text.push(' ');
                        capture.unlabelled.push(' ');
                    }
                }
            }
            match event {
                Event::Open(tag) => {
                    meta.tag(tag);
                    if tag.is_date {
                        meta.shown_date(tag, &events[at + 1..], &around, language);
                    }
                    if capture.is_none() && is_captured(tag) {
                        capture = Some(Capture {
                            tag: tag.clone(),
                            depth: around.open.len(),
                            text: String::new(),
                            unlabelled: String::new(),
                            label: None,
                            linked: true,
                            before: line.clone(),
                        });
                    } else if let Some(capture) = &mut capture
                        && tag.is_label
                    {
                        capture.label.get_or_insert(around.open.len());
                    }
                    around.open(tag);
                }
                Event::Text(text) => {
                    line.extend(text.chars().take(MAX_LINE.saturating_sub(line.len())));
                    if let Some(capture) = &mut capture {
                        capture.text.push_str(text);
                        if capture.label.is_none() {
                            capture.unlabelled.push_str(text);
                        }
                        capture.linked &= around.in_link() || text.trim().is_empty();
                    }
                }
                Event::Close => {
                    around.open.pop();
                    let depth = around.open.len();
                    if let Some(capture) = &mut capture
                        && capture.label == Some(depth)
                    {
                        capture.label = None;
                    }
                    if let Some(found) = capture.take_if(|capture| capture.depth == depth) {
                        meta.captured(&found, &around, language);
                        if is_time(&found.tag) {
                            line.clear();
                        }
                    }
                }
            }
        }
        meta
    }

    fn tag(&mut self, tag: &Tag) {
        let content = tag
            .attribute("content")
            .map(one_line)
            .filter(|text| !text.is_empty());
        match tag.name.as_str() {
            "html" => {
                self.language = tag.attribute("lang").and_then(language_of);
            }
            "meta" => {
                let key = ["property", "name", "itemprop"]
                    .into_iter()
                    .find_map(|attribute| tag.attribute(attribute));
                if let (Some(key), Some(content)) = (key, content) {
                    self.entries
                        .push((key.trim().to_ascii_lowercase(), content));
                }
            }
            "link" => {
                let canonical = tag
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if canonical && self.canonical.is_none() {
                    self.canonical = tag.attribute("href").map(str::to_owned);
                }
            }
            _ => {}
        }
    }

    /// Takes the date that an element shows above the story, where that of the site's frame is past.
    fn shown_date(&mut self, tag: &Tag, inside: &[Event], around: &Around, language: &Language) {
        let in_article = around.in_article();
        // The name of the site is a heading too, mostly a link, and the day on which the page is seen stands below it.
        let is_headline =
            |heading: &Heading| !heading.linked && has_at_least(&heading.text, HEADLINE_WORDS);
        let is_past_frame = in_article || self.headings.iter().any(is_headline);
        if self.tells || !is_past_frame {
            return;
        }
        let place = Place {
            in_article,
            in_frame: around.in_frame() || tag.reason.is_some(),
        };
        let time = short_text(inside).and_then(|text| Time::shown(&text, place, language));
        self.times.extend(time);
    }

    fn line(&mut self, line: &str) {
        self.tells = self.tells || has_at_least(line, SENTENCE_WORDS);
        let short = line.len() < MAX_LINE && self.lines.len() < MAX_LINES;
        let line = one_line(line);
        if short && line.contains(' ') {
            self.lines.insert(line);
        }
    }

    fn captured(&mut self, found: &Capture, around: &Around, language: &Language) {
        let text = one_line(&found.text);
        match found.tag.name.as_str() {
            "script" => {
                self.linked.extend(LinkedArticle::all_of(&found.text));
                self.linked.truncate(MAX_LINKED);
            }
            _ if is_time(&found.tag) => {
                let place = Place {
                    in_article: around.in_article(),
                    in_frame: around.in_frame(),
                };
                self.times
                    .extend(Time::of(&found.tag, &text, &found.before, place, language));
            }
            _ if text.is_empty() => {}
            "title" if text.len() > MAX_TITLE => {}
            "title" => {
                let title = Some(title_of(&found.text)).filter(|title| !title.is_empty());
                self.page_title = self.page_title.take().or(title);
            }
            name if self.headings.len() < MAX_HEADINGS => {
                let text = heading_of(&found.text);
                if text.is_empty() {
                    return;
                }
                let unlabelled = heading_of(&found.unlabelled);
                // What stands in the middle of a heading is a part of it and no label.
                let is_beside = text.starts_with(&unlabelled) || text.ends_with(&unlabelled);
                let is_headline = is_beside && has_at_least(&unlabelled, HEADLINE_WORDS);
                self.headings.push(Heading {
                    is_first_level: name == "h1",
                    linked: found.linked,
                    text: if is_headline {
                        unlabelled
                    } else {
                        text.clone()
                    },
                    whole: text,
                });
            }
            _ => {}
        }
    }

    fn entry(&self, key: &str) -> Option<&str> {
        let found = self.entries.iter().find(|(name, _)| name == key);
        found.map(|(_, content)| content.as_str())
    }

    /// The article in linked data: of several, the one whose headline is nearest to the page's titles.
    fn linked(&self) -> Option<&LinkedArticle> {
        // The first of equals is taken.
        self.linked.iter().min_by_key(|article| {
            (
                !article.is_article,
                Reverse(self.likeness(article)),
                article.date.is_none(),
            )
        })
    }

    /// The largest share, in percent, of the words of an article's headline that stand in a title of
    /// the page; 100 if it has no headline, or the page no title.
    fn likeness(&self, article: &LinkedArticle) -> usize {
        let titles = [self.entry("og:title"), self.page_title.as_deref()];
        let headings = self.headings.iter().map(|heading| heading.text.as_str());
        let titles = titles.into_iter().flatten().chain(headings);
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect()
        };
        let Some(headline) = article.headline.as_deref().map(words) else {
            return 100;
        };
        let share = titles.map(|title| {
            let title = words(title);
            let found = headline.iter().filter(|word| title.contains(word)).count();
            found * 100 / headline.len().max(1)
        });
        share.max().unwrap_or(100)
    }

    /// Whether linked data describe this page, and not only a teaser of another one. Their headline is
    /// often shorter than the page's, or worded otherwise.
    fn is_own(&self, article: &LinkedArticle) -> bool {
        self.likeness(article) >= OWN_HEADLINE
    }

    /// The headline, by [`Titles::headline`].
    pub(super) fn title(&self) -> Option<String> {
        let linked = self.linked().filter(|article| self.is_own(article));
        let linked = linked.and_then(|article| article.headline.as_deref());
        let linked = linked.map(title_of);
        let shared = self
            .entry("og:title")
            .or_else(|| self.entry("twitter:title"))
            .map(title_of)
            .filter(|title| !title.is_empty());
        let titles = Titles {
            site: self
                .entry("og:site_name")
                .or_else(|| self.entry("application-name")),
            shared: shared.as_deref(),
            linked: linked.as_deref(),
            lines: &self.lines,
            page: self.page_title.as_deref(),
            headings: &self.headings,
        };
        titles.headline()
    }

    /// The date of publication: that of a `meta` element, else of linked data, else of the `time`
    /// element that says so, else of the first one in the article that is not that of a change, else
    /// the one that is shown above the story.
    pub(super) fn date(&self) -> Option<String> {
        let own = self.linked().filter(|article| self.is_own(article));
        let linked = own.and_then(|article| article.date.as_deref());
        let time = || Time::of_publication(&self.times);
        date_in(&self.entries)
            .or_else(|| linked.map(str::to_owned))
            .or_else(|| time().map(str::to_owned))
    }

    pub(super) fn url(&self) -> Option<String> {
        let url = self
            .canonical
            .as_deref()
            .or_else(|| self.entry("og:url"))?
            .trim();
        (!url.is_empty()).then(|| url.to_owned())
    }

    pub(super) fn language(&self) -> Option<String> {
        self.language.clone()
    }

    /// Whether the page says that it is an article.
    pub(super) fn is_article(&self) -> bool {
        self.linked()
            .is_some_and(|article| article.is_article && self.is_own(article))
            || self.entry("og:type") == Some("article")
    }

    /// The text of the article in linked data.
    pub(super) fn text(&self) -> Option<&str> {
        let own = self.linked().filter(|article| self.is_own(article));
        own?.text.as_deref()
    }
}

fn is_captured(tag: &Tag) -> bool {
    match tag.name.as_str() {
        "title" | "h1" | "h2" | "h3" => true,
        "script" => tag
            .attribute("type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")),
        _ => is_time(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::dom::events;

    fn meta(html: &str) -> PageMeta {
        PageMeta::of(&events(html), Language::of("ar"))
    }

    #[test]
    fn linked_data_of_another_page_are_not_believed() {
        let page = |headline: &str| {
            let linked = serde_json::json!({
                "@type": "NewsArticle", "headline": headline, "datePublished": "2024-03-05",
                "articleBody": "نص"
            });
            let html = format!(
                "<title>«ميناء الشمال» يستقبل أولى السفن | موقع</title><h1>«ميناء الشمال» يستقبل أولى \
                 السفن</h1><script type=application/ld+json>{linked}</script>"
            );
            let meta = meta(&html);
            (
                meta.date(),
                meta.is_article(),
                meta.text().map(str::to_owned),
            )
        };
        // Search engines ask for short headlines, without quotation marks.
        let (date, is_article, text) = page("ميناء الشمال يستقبل السفن لأول مرة");
        assert_eq!(
            (date.as_deref(), is_article, text.as_deref()),
            (Some("2024-03-05"), true, Some("نص"))
        );
        assert_eq!(
            page("فوز فريق النسور في الدقائق الأخيرة"),
            (None, false, None)
        );
    }

    #[test]
    fn date_address_and_language_are_read() {
        let html = "<html lang=ar-IQ><link rel=canonical href='https://a.b/c'>\
                    <meta property='article:published_time' content='2021-07-12'>\
                    <time datetime=2020-01-01>";
        let found = meta(html);
        assert_eq!(found.date().as_deref(), Some("2021-07-12"));
        assert_eq!(found.url().as_deref(), Some("https://a.b/c"));
        assert_eq!(found.language().as_deref(), Some("ar"));
        let html = r#"<script type="application/ld+json">
            {"@graph": [{"@type": "X"}, {"datePublished": "2021-07-13"}]}</script>"#;
        assert_eq!(meta(html).date().as_deref(), Some("2021-07-13"));
        assert_eq!(
            meta("<time datetime=2020-01-01>").date().as_deref(),
            Some("2020-01-01")
        );
    }
}
