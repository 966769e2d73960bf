//! The page of the digest and its data. The page holds its style and script and the names of the
//! parts; each part is a script that hands over entries, because a page on a disk may load nothing
//! else.

use std::sync::LazyLock;

use serde::Serialize;

use super::entry::DigestEntry;
use super::feed::FEED_FILE;
use crate::brief::html::{Inline, Page};
use crate::brief::marks::{Mark, Marks};
use crate::text::{SearchRules, search_rules};

/// How many articles one part holds.
pub const ARTICLES_PER_PART: usize = 500;

static STYLE: LazyLock<Inline> = LazyLock::new(|| Inline::new(include_str!("assets/page.css")));

/// The scripts, in one scope, in an order in which each uses only those before it when it is read.
static SCRIPT: LazyLock<Inline> = LazyLock::new(|| {
    let files = [
        include_str!("assets/dom.js"),
        include_str!("assets/fold.js"),
        include_str!("assets/query.js"),
        include_str!("assets/facets.js"),
        include_str!("assets/marks.js"),
        include_str!("assets/records.js"),
        include_str!("assets/opened.js"),
        include_str!("assets/view.js"),
        include_str!("assets/scan.js"),
        include_str!("assets/addresses.js"),
        include_str!("assets/ask.js"),
        include_str!("assets/differences.js"),
        include_str!("assets/versions.js"),
        include_str!("assets/texts.js"),
        include_str!("assets/snippet.js"),
        include_str!("assets/row.js"),
        include_str!("assets/list.js"),
        include_str!("assets/filters.js"),
        include_str!("assets/timeline.js"),
        include_str!("assets/chips.js"),
        include_str!("assets/pane.js"),
        include_str!("assets/carry.js"),
        include_str!("assets/transfer.js"),
        include_str!("assets/keys.js"),
        include_str!("assets/load.js"),
        include_str!("assets/main.js"),
    ];
    Inline::new(format!(
        "\n(() => {{\n\"use strict\";\n{}}})();\n",
        files.join("\n")
    ))
});

/// What the page must know before its parts.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a str,
    articles: usize,
    parts: Vec<String>,
    /// How many articles each part but the last should hold.
    articles_per_part: usize,
    /// The files with the full texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
    fold: &'a SearchRules,
    clitics: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<&'a [Mark]>,
}

/// The page of a digest of `articles` articles, whose `parts` and files of full `texts` lie at these
/// addresses, relative to the page. `marks` are the readers' own, as they were exported from a page.
pub fn digest_html(
    title: &str,
    articles: usize,
    parts: Vec<String>,
    texts: Vec<String>,
    marks: &Marks,
) -> String {
    let rules = search_rules();
    let head = Head {
        title,
        articles,
        parts,
        articles_per_part: ARTICLES_PER_PART,
        texts,
        fold: &rules,
        clitics: &rules.prefixes,
        marks: Some(marks.as_slice()).filter(|marks| !marks.is_empty()),
    };
    let page = Page {
        style: Some(&STYLE),
        data: Some(("digest", json(&head))),
        script: Some(&SCRIPT),
        loads_neighbours: true,
        feed: Some(FEED_FILE),
        ..Page::new(title, include_str!("assets/page.html"))
    };
    page.html()
}

/// A part of the data: a script that calls `mujaz.articles` with the part's number, from 1, and its
/// entries.
pub fn part_js(number: usize, entries: &[DigestEntry]) -> String {
    format!("mujaz.articles({number}, {});\n", json(&entries))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("an entry of strings and counts that is not JSON is a bug")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brief::IndexLine;
    use crate::brief::markdown::tests::sample;

    #[test]
    fn the_page_allows_its_own_script_and_its_neighbours_and_nothing_else() {
        let parts = vec!["index/articles-0001.js".to_owned()];
        let page = digest_html("News", 3, parts, Vec::new(), &Marks::default());
        let policy = page
            .split("content=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(policy.ends_with(
            "'self' file:; frame-src 'self' file:; base-uri 'none'; form-action 'none'"
        ));
        assert!(!policy.contains("unsafe"));
        // A browser does not load what is linked so; it offers it to feed readers.
        let link =
            "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"feed.xml\">\n<style>";
        assert!(page.contains(link));
        for attribute in [" style=", " onclick=", "http:", "https:"] {
            let body = page
                .split_once("<body>")
                .unwrap()
                .1
                .split_once("<script")
                .unwrap()
                .0;
            assert!(!body.contains(attribute), "{attribute}");
        }
    }

    #[test]
    fn no_text_of_the_page_ends_an_element_that_it_stands_in() {
        let attack = "</script><script>alert(1)</script><!-- </style> ]]>";
        let mark = serde_json::json!({ "brief": attack, "sentence": 1, "note": attack });
        let marks = serde_json::json!({ "mujaz_marks": 1, "marks": [mark] });
        let marks = Marks::read(&marks.to_string()).unwrap();
        let files = vec![attack.to_owned()];
        let page = digest_html(attack, 1, files.clone(), files, &marks);
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script").count(), 2);
        assert_eq!(page.matches("</style").count(), 1);
        let data = page.split("id=\"digest\">").nth(1).unwrap();
        let data = data.split("</script>").next().unwrap();
        let head: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(head["title"], attack);
        assert_eq!(head["texts"][0], attack);
        assert_eq!(head["marks"][0]["note"], attack);
        assert!(!page.contains("<!--"));
    }

    #[test]
    fn a_part_is_one_call_with_json() {
        let mut brief = sample();
        brief.headline.text = "a \u{2028} \"b\" \\".to_owned();
        let entry = DigestEntry::from(IndexLine::of(&brief, &BTreeMap::new()));
        let part = part_js(7, std::slice::from_ref(&entry));
        let json = part.strip_prefix("mujaz.articles(7, ").unwrap();
        let json = json.strip_suffix(");\n").unwrap();
        let read: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(read, serde_json::to_value([entry]).unwrap());
    }
}
