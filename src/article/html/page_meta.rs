//! A page's statements about itself outside its text: headline, date, address, language. This file
//! owns where these are looked for and which source is believed.

use serde_json::Value;

use super::events::{Event, Tag};
use crate::article::extracted::{language_of, one_line};

/// Names of `meta` elements that hold the date of publication, the best first.
const DATES: [&str; 11] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
];

/// Separators between a headline and the site's name in a `title` element.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • "];

/// Metadata found in a page.
#[derive(Debug, Default)]
pub(super) struct PageMeta {
    /// `meta` elements: the name in lower case, and the content.
    entries: Vec<(String, String)>,
    page_title: Option<String>,
    headings: Vec<String>,
    canonical: Option<String>,
    time: Option<String>,
    linked_data_date: Option<String>,
    language: Option<String>,
}

impl PageMeta {
    pub(super) fn of(events: &[Event]) -> Self {
        let mut meta = Self::default();
        // The element whose text is being collected, its depth, and the text.
        let mut capture: Option<(String, usize, String)> = None;
        let mut depth = 0_usize;
        for event in events {
            match event {
                Event::Open(tag) => {
                    meta.tag(tag);
                    let script = tag.name == "script"
                        && tag
                            .attribute("type")
                            .is_some_and(|kind| kind.contains("ld+json"));
                    if capture.is_none() && (script || tag.name == "title" || tag.name == "h1") {
                        capture = Some((tag.name.clone(), depth, String::new()));
                    }
                    depth += 1;
                }
                Event::Text(text) => {
                    if let Some((_, _, gathered)) = &mut capture {
                        gathered.push_str(text);
                    }
                }
                Event::Close => {
                    depth = depth.saturating_sub(1);
                    if capture
                        .as_ref()
                        .is_some_and(|(_, level, _)| *level == depth)
                        && let Some((name, _, text)) = capture.take()
                    {
                        meta.captured(&name, &text);
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
            "time" if self.time.is_none() => {
                self.time = tag.attribute("datetime").map(str::to_owned);
            }
            _ => {}
        }
    }

    fn captured(&mut self, name: &str, text: &str) {
        if name == "script" {
            if self.linked_data_date.is_none() {
                self.linked_data_date = date_in_linked_data(text);
            }
            return;
        }
        let text = one_line(text);
        if text.is_empty() {
            return;
        }
        if name == "h1" {
            self.headings.push(text);
        } else if self.page_title.is_none() {
            self.page_title = Some(text);
        }
    }

    fn entry(&self, key: &str) -> Option<&str> {
        let found = self.entries.iter().find(|(name, _)| name == key);
        found.map(|(_, content)| content.as_str())
    }

    /// The headline: the `h1` that the page's own titles begin with; else `og:title`; else a lone
    /// `h1`; else the `title` element without the site's name.
    pub(super) fn title(&self) -> Option<String> {
        let site = self.entry("og:site_name");
        let og_title = self
            .entry("og:title")
            .or_else(|| self.entry("twitter:title"));
        let page_title = self.page_title.as_deref();
        let confirmed = self
            .headings
            .iter()
            .filter(|heading| Some(heading.as_str()) != site)
            .filter(|heading| {
                let confirms = |title: &str| title.starts_with(heading.as_str());
                og_title.is_some_and(confirms) || page_title.is_some_and(confirms)
            })
            .max_by_key(|heading| heading.len());
        if let Some(heading) = confirmed {
            return Some(heading.clone());
        }
        if let Some(title) = og_title {
            return Some(without_site(title, site, false).to_owned());
        }
        if let [heading] = self.headings.as_slice() {
            return Some(heading.clone());
        }
        page_title
            .map(|title| without_site(title, site, true).to_owned())
            .or_else(|| self.headings.first().cloned())
    }

    pub(super) fn date(&self) -> Option<String> {
        DATES
            .iter()
            .find_map(|key| self.entry(key))
            .or(self.linked_data_date.as_deref())
            .or(self.time.as_deref())
            .map(|date| date.trim().to_owned())
            .filter(|date| !date.is_empty())
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
}

/// The title without the site's name at its end; `guess` allows a short last part to be one.
fn without_site<'a>(title: &'a str, site: Option<&str>, guess: bool) -> &'a str {
    for separator in SEPARATORS {
        if let Some((headline, last)) = title.rsplit_once(separator) {
            let short = last.split_whitespace().count() <= 4;
            let enough = headline.split_whitespace().count() >= 3;
            if site == Some(last.trim()) || (guess && short && enough) {
                return headline.trim();
            }
        }
    }
    title
}

/// The first `datePublished` in a JSON-LD script.
fn date_in_linked_data(script: &str) -> Option<String> {
    let value: Value = serde_json::from_str(script.trim()).ok()?;
    let mut open = vec![&value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(date)) = object.get("datePublished") {
                    return Some(date.clone());
                }
                open.extend(object.values());
            }
            Value::Array(values) => open.extend(values.iter().rev()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::dom::events;

    fn meta(html: &str) -> PageMeta {
        PageMeta::of(&events(html))
    }

    #[test]
    fn the_confirmed_heading_is_the_title() {
        let html = "<title>عنوان الخبر الأول - موقع الأخبار</title><h1>موقع الأخبار</h1>\
                    <h1>عنوان <b>الخبر</b> الأول</h1>";
        assert_eq!(meta(html).title().as_deref(), Some("عنوان الخبر الأول"));
    }

    #[test]
    fn without_a_heading_titles_lose_the_name_of_the_site() {
        let html = "<title>عنوان الخبر الأول | الموقع</title>";
        assert_eq!(meta(html).title().as_deref(), Some("عنوان الخبر الأول"));
        let html = "<meta property=og:title content='خبر - الموقع'>\
                    <meta property=og:site_name content='الموقع'><title>غيره</title>";
        assert_eq!(meta(html).title().as_deref(), Some("خبر"));
        let html = "<meta property=og:title content='فوز - وخسارة - في يوم'>";
        assert_eq!(meta(html).title().as_deref(), Some("فوز - وخسارة - في يوم"));
        assert_eq!(meta("<p>نص</p>").title(), None);
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
