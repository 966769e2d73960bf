//! Linked data: the JSON-LD in which pages describe themselves to search engines. This file owns which
//! of the described things is the article of the page.

use serde_json::{Map, Value};

use crate::article::extracted::one_line;
use crate::article::json::lenient;

/// An article, or another thing with a date, as linked data describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkedArticle {
    /// Whether its type is that of an article, and not of a page, a video or a site.
    pub(super) is_article: bool,
    pub(super) headline: Option<String>,
    pub(super) date: Option<String>,
    /// Its text, with `\n` at line ends.
    pub(super) text: Option<String>,
}

impl LinkedArticle {
    /// The article in a script of linked data: the first thing whose type is that of an article;
    /// without one, the first page.
    pub(super) fn of(script: &str) -> Option<Self> {
        let value = lenient::parse(script.trim()).ok()?;
        let mut best: Option<Self> = None;
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(object) => {
                    let found = read(object);
                    best = better(best, found);
                    open.extend(object.values().rev());
                }
                Value::Array(values) => open.extend(values.iter().rev()),
                _ => {}
            }
        }
        best
    }
}

/// The one of two that is more likely the article of the page; the first of equals.
pub(super) fn better(
    first: Option<LinkedArticle>,
    second: Option<LinkedArticle>,
) -> Option<LinkedArticle> {
    let rank = |found: &Option<LinkedArticle>| {
        found
            .as_ref()
            .map(|article| (article.is_article, article.date.is_some()))
    };
    if rank(&second) > rank(&first) {
        second
    } else {
        first
    }
}

fn read(object: &Map<String, Value>) -> Option<LinkedArticle> {
    let types: Vec<&str> = match object.get("@type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |ends: &[&str]| {
        types
            .iter()
            .any(|name| ends.iter().any(|end| name.ends_with(end)))
    };
    let is_article = is(&["Article", "Posting", "Report"]);
    // A type that is not known may be anything, but a video or an organisation is no article.
    if !is_article && !types.is_empty() && !is(&["Page", "CreativeWork"]) {
        return None;
    }
    let of = |name: &str| object.get(name).and_then(Value::as_str);
    let filled = |text: &&str| !text.trim().is_empty();
    let article = LinkedArticle {
        is_article,
        headline: of("headline").map(one_line).filter(|text| !text.is_empty()),
        date: of("datePublished").filter(filled).map(str::to_owned),
        text: of("articleBody")
            .filter(|text| is_article && filled(text))
            .map(str::to_owned),
    };
    let says = article.date.is_some() || article.headline.is_some() || article.text.is_some();
    says.then_some(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_told_from_other_things() {
        let script = r#"{"@graph": [
            {"@type": "WebSite", "datePublished": "2018"},
            {"@type": "VideoObject", "name": "x", "datePublished": "2019"},
            {"@type": "WebPage", "datePublished": "2020"},
            {"@type": ["NewsArticle"], "headline": " ع ن ", "datePublished": "2024"},
            {"@type": "NewsArticle", "datePublished": "2025"}]}"#;
        let found = LinkedArticle::of(script);
        let found = found.as_ref();
        assert_eq!(
            found.and_then(|article| article.date.as_deref()),
            Some("2024")
        );
        assert_eq!(
            found.and_then(|article| article.headline.as_deref()),
            Some("ع ن")
        );
        let video = r#"{"@type": "VideoObject", "datePublished": "2019"}"#;
        assert_eq!(LinkedArticle::of(video), None);
        let bare = r#"{"datePublished": "2021"}"#;
        assert_eq!(
            LinkedArticle::of(bare)
                .and_then(|article| article.date)
                .as_deref(),
            Some("2021")
        );
        assert_eq!(LinkedArticle::of("{"), None);
    }
}
