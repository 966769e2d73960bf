//! Whole web pages in records, as crawlers store them. This file owns which records are read as the page in them.

use serde_json::{Map, Value};

use crate::article::Refusal;
use crate::article::extracted::Extracted;
use crate::article::html::{extract, is_page};
use crate::text::Language;

use super::dates::date_field;
use super::fields::{string_field, unwrapped, value_of};
use super::names::{DATE, TEXT, TITLE, URL};
use super::object::article_of;

/// What stands in the head of every page.
const TITLE_ELEMENT: &[u8] = b"<title";

/// The article that a record holds, or that the web page in it is.
///
/// # Errors
/// Those of [`article_of`] and [`extract`].
pub(super) fn article_of_record(value: &Value, language: &Language) -> Result<Extracted, Refusal> {
    let objects = value.as_object().map(unwrapped).unwrap_or_default();
    let Some(page) = objects.first().copied().and_then(page_in) else {
        return article_of(value, language);
    };
    let page = extract(page, language)?;
    let said = |names| {
        let mut objects = objects.iter();
        objects.find_map(|object| string_field(object, names))
    };
    // What a page is called elsewhere is no better than what it calls itself.
    if page.title.is_none() && said(TITLE).is_some() {
        return article_of(value, language);
    }
    let dated = || {
        let mut objects = objects.iter();
        objects.find_map(|object| date_field(object, DATE))
    };
    Ok(Extracted {
        date: page.date.or_else(dated),
        url: said(URL).or(page.url),
        ..page
    })
}

/// The whole page that the field for the text holds. Programs that cut the story out of a page may leave the elements
/// of one around it, but not its title.
fn page_in(object: &Map<String, Value>) -> Option<&str> {
    let mut values = TEXT.iter().filter_map(|name| value_of(object, name));
    let (_, value) = values.next()?;
    value
        .as_str()
        .filter(|text| is_page(text) && has_title(text))
}

fn has_title(page: &str) -> bool {
    let mut starts = page.as_bytes().windows(TITLE_ELEMENT.len());
    starts.any(|start| start.eq_ignore_ascii_case(TITLE_ELEMENT))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::Role;

    fn article_of_object(value: &Value) -> Result<Extracted, Refusal> {
        article_of_record(value, Language::of("ar"))
    }

    fn marked(extracted: &Extracted) -> Vec<(Role, &str)> {
        let paragraphs = extracted.paragraphs.iter();
        paragraphs
            .map(|paragraph| (paragraph.role, &extracted.text[paragraph.span.clone()]))
            .collect()
    }

    #[test]
    fn a_whole_page_in_a_field_is_read_as_a_page() {
        let page = "<!DOCTYPE html><html><head><title>عنوان الخبر الأول | الموقع</title>\
                    <meta property='article:published_time' content='2024-03-05'></head><body>\
                    <nav><a href=/>الرئيسية</a></nav><h1>عنوان الخبر الأول</h1><p>قال الوزير إن العمل سيبدأ غدا.</p>\
                    </body></html>";
        let record = json!({"url": "https://a.b/c", "html": page, "fetched": "2025-01-01"});
        let found = article_of_object(&record).unwrap();
        assert_eq!(
            marked(&found),
            [
                (Role::Title, "عنوان الخبر الأول"),
                (Role::Body, "قال الوزير إن العمل سيبدأ غدا."),
            ]
        );
        assert_eq!(found.date.as_deref(), Some("2024-03-05"));
        assert_eq!(found.url.as_deref(), Some("https://a.b/c"));
        // A text beside the page is the article.
        let record = json!({"title": "عنوان", "text": "نص أول.", "html": page});
        assert_eq!(
            marked(&article_of_object(&record).unwrap()),
            [(Role::Title, "عنوان"), (Role::Body, "نص أول.")]
        );
    }

    #[test]
    fn the_story_that_a_program_cut_out_of_a_page_has_the_headline_of_its_record() {
        let story = "<html><body><div><p>قال الوزير إن العمل سيبدأ غدا.</p><h1>مطالب الصيادين في المرفأ</h1>\
                     <p>ورحب الصيادون بالخطوة.</p></div></body></html>";
        let record = json!({"title": "عنوان الخبر الأول", "content": story, "date": "2024-03-05"});
        let found = article_of_object(&record).unwrap();
        assert_eq!(
            marked(&found),
            [
                (Role::Title, "عنوان الخبر الأول"),
                (Role::Body, "قال الوزير إن العمل سيبدأ غدا."),
                (Role::Heading, "مطالب الصيادين في المرفأ"),
                (Role::Body, "ورحب الصيادون بالخطوة."),
            ]
        );
        assert_eq!(found.date.as_deref(), Some("2024-03-05"));
    }
}
