//! The data from which a script draws a page: JSON in a script element, as Next.js and Arc write it. This
//! file owns where they stand; which object in them is an article is decided where records are read.

use serde_json::{Deserializer, Value};

use super::events::Event;
use super::headline::HEADLINE_WORDS;
use crate::article::extracted::Extracted;
use crate::article::json::{article_within, lenient};
use crate::text::{Language, count_words};

/// Data shorter than this, in bytes, hold no article.
const MIN_BYTES: usize = 200;

/// How many objects that scripts assign are parsed.
const MAX_OBJECTS: usize = 64;

/// The article with this headline in the data of a page; of several the longest. Only if there is none, the headline
/// may be the most of the title: the name of the site may stand beside it.
pub(super) fn article_in(events: &[Event], title: &str, language: &Language) -> Option<Extracted> {
    let data = data_of(events);
    let is_most = |found: &str| {
        let words = count_words(found);
        words >= HEADLINE_WORDS && words * 2 > count_words(title) && title.contains(found)
    };
    let whole = longest(&data, |found| found == title, language);
    whole.or_else(|| longest(&data, is_most, language))
}

/// The longest of the articles in data whose title `is_headline` knows.
fn longest(
    data: &[Value],
    is_headline: impl Fn(&str) -> bool,
    language: &Language,
) -> Option<Extracted> {
    let articles = data
        .iter()
        .filter_map(|value| article_within(value, &is_headline, language));
    // The first of equals is taken.
    articles.reduce(|best, next| {
        if next.text.len() > best.text.len() {
            next
        } else {
            best
        }
    })
}

/// The data in the scripts of a page, in their order. Linked data are read elsewhere.
fn data_of(events: &[Event]) -> Vec<Value> {
    let mut data = Vec::new();
    let mut left = MAX_OBJECTS;
    for pair in events.windows(2) {
        let [Event::Open(tag), Event::Text(text)] = pair else {
            continue;
        };
        if tag.name != "script" || text.len() < MIN_BYTES {
            continue;
        }
        let kind = tag
            .attribute("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.is_empty() || kind.contains("javascript") || kind == "module" {
            assigned(text, &mut left, &mut data);
        } else if kind.contains("json") && !kind.contains("ld+json") {
            data.extend(lenient::parse(text.trim()).ok());
        }
    }
    data
}

/// Takes the objects that a script assigns, as in `window.state = {…};`.
fn assigned(script: &str, left: &mut usize, data: &mut Vec<Value>) {
    let mut rest = script;
    while let Some(at) = rest.find('=') {
        rest = rest[at + 1..].trim_start();
        if *left == 0 || rest.len() < MIN_BYTES {
            return;
        }
        if rest.starts_with('{') {
            *left -= 1;
            let mut values = Deserializer::from_str(rest).into_iter::<Value>();
            if let Some(Ok(value)) = values.next() {
                rest = &rest[values.byte_offset()..];
                data.push(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::dom::events;
    use super::*;

    const TITLE: &str = "سوق جديدة للسمك في المرفأ";

    fn text(html: &str) -> Option<String> {
        let title = format!("{TITLE} - صحيفة المرفأ");
        article_in(&events(html), &title, Language::of("ar")).map(|found| found.text)
    }

    fn article(text: &str) -> Value {
        json!({"title": TITLE, "body": text, "date": "2024-03-05"})
    }

    #[test]
    fn the_article_of_the_page_is_found_in_its_data() {
        let long = "كلمة ".repeat(40);
        let long = long.trim_end();
        let other = json!({"title": "خبر آخر عن المدينة كلها", "body": long.repeat(2)});
        let data = json!({"props": {"related": [other], "posts": {"1": article(long)}}});
        let expected = Some(format!("{TITLE}\n\n{long}"));
        for script in [
            format!("<script id=__NEXT_DATA__ type='application/json'>{data}</script>"),
            format!("<script>var a = 1; window.state={{b: 1}}; window.data = {data};f(a)</script>"),
            format!("<script type='text/javascript'>x.y={data};x.z={{\"a\":1}}</script>"),
        ] {
            assert_eq!(
                text(&format!("<div id=root></div>{script}")),
                expected,
                "{script}"
            );
        }
        // A series whose name is a part of the headline is another text.
        let series = json!({"title": "سوق جديدة للسمك", "text": long.repeat(2)});
        let script = format!("a={{\"series\":{series},\"post\":{}}}", article(long));
        let named = format!("<script>{script}</script>");
        let found = article_in(&events(&named), TITLE, Language::of("ar"));
        assert_eq!(found.map(|found| found.text), expected);
        let whole = article(&format!("{long}."));
        let both = format!("<script>a={data}</script><script>b={whole}</script>");
        assert_eq!(text(&both), Some(format!("{TITLE}\n\n{long}.")));
        for script in [
            format!("<script type='application/ld+json'>{data}</script>"),
            format!("<script type='text/template'>a={data}</script>"),
            format!(
                "<script>a={{\"related\":[{}]}}</script>",
                json!({"title": "خبر آخر هنا", "body": long})
            ),
            "<script>a={</script>".to_owned(),
        ] {
            assert_eq!(text(&script), None, "{script}");
        }
    }
}
