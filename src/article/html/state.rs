//! The data from which a script draws a page: JSON in a script element, as Next.js, Nuxt and Arc write it, or
//! what scripts assign and hand on. This file owns where they stand; which object in them is an article is
//! decided where records are read.

use serde_json::Value;

use super::events::Event;
use super::headline::HEADLINE_WORDS;
use super::{flight, script, tables};
use crate::article::extracted::Extracted;
use crate::article::json::{article_within, lenient};
use crate::text::{Language, count_words};

/// Data shorter than this, in bytes, hold no article.
const MIN_BYTES: usize = 200;

/// How many beginnings of values in scripts are looked at that turn out to be none.
const MAX_FAILURES: usize = 64;

/// The calls that hand on the flight of React, the table of React Router, and the data of SvelteKit.
const FLIGHT: &str = "__next_f.push(";
const STREAM: &str = "streamController.enqueue(";
const START: &str = "kit.start(";

/// How the values begin that scripts assign: an object, the function around one, or JSON in a string.
const BEGINNINGS: [&str; 4] = ["{", "(function", "JSON.parse(", "Object.freeze("];

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
    let mut left = MAX_FAILURES;
    let (mut flight, mut stream) = (String::new(), String::new());
    for pair in events.windows(2) {
        let [Event::Open(tag), Event::Text(text)] = pair else {
            continue;
        };
        if tag.name != "script" {
            continue;
        }
        let kind = tag
            .attribute("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.is_empty() || kind.contains("javascript") || kind == "module" {
            for call in arguments_of(text, FLIGHT) {
                // Another number stands before bytes that are no text.
                if let [Value::Array(parts)] = call.as_slice()
                    && let [number, Value::String(part)] = parts.as_slice()
                    && number.as_u64() == Some(1)
                {
                    flight.push_str(part);
                }
            }
            for call in arguments_of(text, STREAM) {
                stream.push_str(call.first().and_then(Value::as_str).unwrap_or_default());
            }
            data.extend(arguments_of(text, START).into_iter().flatten());
            assigned(text, &mut left, &mut data);
        } else if kind.contains("json") && !kind.contains("ld+json") && text.len() >= MIN_BYTES {
            let Ok(value) = lenient::parse(text.trim()) else {
                continue;
            };
            // An answer of a server, which SvelteKit keeps as it came.
            let body = value.get("body").and_then(Value::as_str);
            let answer = body.and_then(lenient::written_twice);
            data.extend(tables::value_of(&value, text.len()));
            data.extend([value].into_iter().chain(answer));
        }
    }
    data.extend(flight::values_of(&flight));
    // What is behind the first line was not known yet when the page was sent.
    let table = stream.lines().next().and_then(script::value_at);
    data.extend(table.and_then(|(table, _)| tables::value_of(&table, stream.len())));
    data
}

/// The arguments of each call of a name in a script, up to the first that is not understood.
fn arguments_of(script: &str, call: &str) -> Vec<Vec<Value>> {
    let mut calls = Vec::new();
    let mut rest = script;
    while let Some((_, behind)) = rest.split_once(call)
        && let Some((values, behind)) = script::arguments_at(behind)
    {
        calls.push(values);
        rest = behind;
    }
    calls
}

/// Takes the values that a script assigns, as in `window.state = {…};`.
fn assigned(script: &str, left: &mut usize, data: &mut Vec<Value>) {
    let mut rest = script;
    while let Some(at) = rest.find('=') {
        rest = rest[at + 1..].trim_start();
        if *left == 0 || rest.len() < MIN_BYTES {
            return;
        }
        if !BEGINNINGS.iter().any(|begin| rest.starts_with(*begin)) {
            continue;
        }
        match script::value_at(rest) {
            Some((value, behind)) => {
                if rest.len() - behind.len() >= MIN_BYTES {
                    data.push(value);
                }
                rest = behind;
            }
            None => *left -= 1,
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

    #[test]
    fn the_article_is_found_in_the_data_of_frameworks() {
        let long = "كلمة ".repeat(40);
        let long = long.trim_end();
        let expected = Some(format!("{TITLE}\n\n{long}"));
        let of_scripts = |scripts: &[String]| {
            let scripts = scripts
                .iter()
                .map(|script| format!("<script>{script}</script>"));
            text(&scripts.collect::<String>())
        };
        // Next.js: a long text is a row of its own, and the pieces end anywhere.
        let rows = format!(
            "0:[\"$\",\"$L2\",null,{{\"post\":{{\"title\":\"{TITLE}\",\"body\":\"$5\"}}}}]\n5:T{:x},{long}6:[]\n",
            long.len()
        );
        let (start, end) = rows.split_at(rows.find("post").expect("a field"));
        let pieces = [start, end].map(|piece| format!("self.__next_f.push([1,{}])", json!(piece)));
        let begin = "(self.__next_f=self.__next_f||[]).push([0])".to_owned();
        let bytes = "self.__next_f.push([3,\"AAAA\"])".to_owned();
        let [first, second] = pieces;
        assert_eq!(of_scripts(&[begin, first, bytes, second]), expected);
        // Nuxt 2: a function that is called with what occurs several times.
        let nuxt = format!(
            "window.__NUXT__=(function(a,b){{b.title=a;b.content={};return {{data:[{{article:b}}],ok:!0}}}}\
             (\"{TITLE}\",{{}}));",
            json!(long)
        );
        assert_eq!(of_scripts(&[nuxt]), expected);
        // Nuxt 3: a table of values that name each other by place.
        let table = json!([["Reactive", 1], {"data": 2}, {"title": 3, "body": 4}, TITLE, long]);
        let named = format!("<script type='application/json' id=__NUXT_DATA__>{table}</script>");
        assert_eq!(text(&named), expected);
        // React Router, SvelteKit, and a state that is JSON in a string.
        let table = json!([{"_1": 2}, "post", {"_3": 4, "_5": 6}, "title", TITLE, "body", long]);
        let stream = json!(format!("{table}\n"));
        let found = article(long).to_string();
        for script in [
            format!("window.__reactRouterContext.streamController.enqueue({stream});"),
            format!("kit.start(app, element, {{data: [null,{{type:'data',data:{found}}}]}});"),
            format!("window.__STATE__ = JSON.parse({});", json!(found)),
        ] {
            assert_eq!(
                of_scripts(std::slice::from_ref(&script)),
                expected,
                "{script}"
            );
        }
        let answer = json!({"status": 200, "body": found});
        let kept =
            format!("<script type='application/json' data-sveltekit-fetched>{answer}</script>");
        assert_eq!(text(&kept), expected);
    }
}
