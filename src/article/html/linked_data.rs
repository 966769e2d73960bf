//! Linked data: the JSON-LD in which pages describe themselves to search engines. This file owns which
//! of the described things is the article of the page.

use serde_json::{Map, Value};

use super::meta_dates::date_of;
use crate::article::escapes::without_entities;
use crate::article::extracted::one_line;
use crate::article::json::lenient;

/// An article, or another thing with a date, as linked data describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkedArticle {
    /// Whether its type is that of an article, and not of a page, a video or a site.
    pub(super) is_article: bool,
    pub(super) headline: Option<String>,
    pub(super) date: Option<String>,
    /// Its text as stated: plain, HTML, or escaped HTML.
    pub(super) text: Option<String>,
}

impl LinkedArticle {
    /// The articles and pages in a script of linked data, in its order.
    pub(super) fn all_of(script: &str) -> Vec<Self> {
        let Some(value) = parse(script.trim()) else {
            return by_pattern(script).into_iter().collect();
        };
        let mut found = Vec::new();
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(object) => {
                    found.extend(read(object));
                    open.extend(object.values().rev());
                }
                Value::Array(values) => open.extend(values.iter().rev()),
                _ => {}
            }
        }
        found
    }
}

fn parse(script: &str) -> Option<Value> {
    let unescaped = || lenient::parse(&without_entities(script)).ok();
    lenient::parse(script).ok().or_else(unescaped)
}

/// The type of an article and its date, read from a script that is no JSON.
fn by_pattern(script: &str) -> Option<LinkedArticle> {
    let value = |name: &str| {
        let (_, behind) = script.split_once(&format!("\"{name}\""))?;
        let behind = behind.trim_start().strip_prefix(':')?.trim_start();
        let (value, _) = behind.strip_prefix('"')?.split_once('"')?;
        Some(value.to_owned())
    };
    let is_article = value("@type").is_some_and(|kind| kind.ends_with("Article"));
    let date = value("datePublished").filter(|date| date.starts_with(char::is_numeric));
    (is_article && date.is_some()).then(|| LinkedArticle {
        is_article,
        date,
        ..LinkedArticle::default()
    })
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
    let of = |name: &str| object.get(name).and_then(stated);
    let text = object.get("articleBody").filter(|_| is_article);
    let created = || object.get("dateCreated").filter(|_| is_article);
    let published = object.get("datePublished").and_then(date_in);
    let article = LinkedArticle {
        is_article,
        headline: of("headline").map(one_line).filter(|text| !text.is_empty()),
        date: published.or_else(|| date_in(created()?)),
        text: text_of(text, object.get("liveBlogUpdate").filter(|_| is_article)),
    };
    let says = article.date.is_some() || article.headline.is_some() || article.text.is_some();
    says.then_some(article)
}

/// The text that a value states, alone, as the first of a list, or with its type.
fn stated(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(values) => values.iter().find_map(stated),
        Value::Object(typed) => typed.get("@value").and_then(stated),
        _ => None,
    }
}

/// The date that a value states; some programs write the milliseconds since 1970.
fn date_in(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => date_of(&number.to_string()),
        value => stated(value).and_then(date_of),
    }
}

/// The text of an article with that of its updates, each below its headline.
fn text_of(text: Option<&Value>, updates: Option<&Value>) -> Option<String> {
    let updates: &[Value] = match updates {
        Some(Value::Array(updates)) => updates.as_slice(),
        Some(update) => std::slice::from_ref(update),
        None => &[],
    };
    let parts = updates.iter().flat_map(|update| {
        let parts = ["headline", "articleBody"].map(|name| update.get(name));
        parts.into_iter().flatten()
    });
    let texts = text.into_iter().chain(parts).map(lines_of);
    let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// All texts of a value, each on its lines.
fn lines_of(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let texts: Vec<&str> = values.iter().filter_map(stated).collect();
            texts.join("\n")
        }
        value => stated(value).unwrap_or_default().to_owned(),
    }
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
        let dates: Vec<Option<String>> = LinkedArticle::all_of(script)
            .into_iter()
            .map(|article| article.date.filter(|_| article.is_article))
            .collect();
        assert_eq!(
            dates,
            [None, Some("2024".to_owned()), Some("2025".to_owned())]
        );
        let video = r#"{"@type": "VideoObject", "datePublished": "2019"}"#;
        assert_eq!(LinkedArticle::all_of(video), []);
        assert_eq!(LinkedArticle::all_of("{"), []);
    }

    #[test]
    fn values_may_be_lists_or_have_a_type() {
        let script = r#"{"@type": "NewsArticle", "headline": ["عنوان"], "articleBody": ["أ", "ب"],
            "datePublished": {"@type": "Date", "@value": "2024-03-05"}}"#;
        let found = LinkedArticle::all_of(script);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].headline.as_deref(), Some("عنوان"));
        assert_eq!(found[0].date.as_deref(), Some("2024-03-05"));
        assert_eq!(found[0].text.as_deref(), Some("أ\nب"));
    }

    #[test]
    fn the_updates_of_a_live_page_belong_to_its_text() {
        let script = r#"{"@type": "LiveBlogPosting", "headline": "ع", "articleBody": "أ",
            "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "ب", "articleBody": "ج"},
            {"@type": "BlogPosting", "articleBody": "د"}]}"#;
        let found = LinkedArticle::all_of(script);
        assert_eq!(found[0].text.as_deref(), Some("أ\nب\nج\nد"));
        let none = LinkedArticle::all_of(r#"{"@type": "LiveBlogPosting", "headline": "ع"}"#);
        assert_eq!(none[0].text, None);
    }

    #[test]
    fn the_date_may_be_a_number_or_that_of_creation() {
        for (dates, expected) in [
            (r#""datePublished": 1709632800000"#, "2024-03-05T10:00:00Z"),
            (
                r#""dateCreated": "2024-03-05", "dateModified": "2024-03-07""#,
                "2024-03-05",
            ),
            (
                r#""datePublished": "", "dateCreated": "2024-03-05""#,
                "2024-03-05",
            ),
            (
                r#""datePublished": "null", "dateCreated": "2024-03-05""#,
                "2024-03-05",
            ),
        ] {
            let script = format!(r#"{{"@type": "NewsArticle", {dates}}}"#);
            let found = LinkedArticle::all_of(&script);
            assert_eq!(found.len(), 1, "{dates}");
            assert_eq!(found[0].date.as_deref(), Some(expected), "{dates}");
        }
        let page = r#"{"@type": "WebPage", "dateCreated": "2012-01-01"}"#;
        assert_eq!(LinkedArticle::all_of(page), []);
    }

    #[test]
    fn broken_scripts_still_say_their_date() {
        for script in [
            r#"{"@type": "NewsArticle", "articleBody": "قال "نعم" ثم", "datePublished": "2024"}"#,
            "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;datePublished&quot;: &quot;2024&quot;}",
        ] {
            let found = LinkedArticle::all_of(script);
            assert_eq!(
                found.first().and_then(|article| article.date.as_deref()),
                Some("2024")
            );
        }
    }
}
