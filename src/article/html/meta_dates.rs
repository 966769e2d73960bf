//! The dates of publication that a page's metadata state. This file owns the names of `meta` elements, and that
//! a date has a number; what else is none is decided where dates of records are.

use crate::article::json::stated_date;

/// Names of `meta` elements that hold the date of publication, the best first.
const NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "article:published_date",
    "article:publicationdate",
    "og:published_time",
    "datepublished",
    "originalpublicationdate",
    "article_date_original",
    "date",
    "dc.date",
    "dc:date",
    "dc.date.issued",
    "dc.date.publication",
    "dc.date.created",
    "dc.created",
    "dcterms.created",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publish_time",
    "publish-time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "article:publish_date",
    "article:post_date",
    "article.created",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "bt:pubdate",
    "mediator_published_time",
    "og:pubdate",
    "og:publish_date",
    "og:datepublished",
    "og:release_date",
    "published_time",
    "published_date",
    "published-date",
    "publisheddate",
    "publication_date",
    "publication-date",
    "publicationdate",
    "pub_date",
    "pdate",
    "ptime",
    "displaydate",
    "dateposted",
    "release_date",
    "dcterms.issued",
    "rnews:datepublished",
    "datecreated",
    "date_created",
    "date.created",
    "creation_date",
    "date.available",
];

/// The date of publication among `meta` elements, given as their names in lower case and their contents.
pub(super) fn date_in(entries: &[(String, String)]) -> Option<String> {
    NAMES.iter().find_map(|name| {
        let mut stated = entries.iter().filter(|(key, _)| key == name);
        stated.find_map(|(_, content)| date_of(content))
    })
}

/// A date with a number in it: templates also write `null` there, or the name of a variable.
pub(super) fn date_of(content: &str) -> Option<String> {
    stated_date(content).filter(|date| date.contains(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(entries: &[(&str, &str)]) -> Option<String> {
        let owned = |(name, content): &(&str, &str)| ((*name).to_owned(), (*content).to_owned());
        date_in(&entries.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_best_name_with_a_date_is_believed() {
        for (entries, expected) in [
            (
                [
                    ("date", "2024-03-01"),
                    ("article:published_time", " 2024-03-05 "),
                ],
                "2024-03-05",
            ),
            (
                [("article:published_time", "null"), ("date", "2024-03-05")],
                "2024-03-05",
            ),
            (
                [
                    ("article:published_time", "0000-00-00"),
                    ("ptime", "2024-03-05"),
                ],
                "2024-03-05",
            ),
            ([("date", "{{date}}"), ("date", "2024-03-05")], "2024-03-05"),
            (
                [
                    ("lastmod", "2024-03-07"),
                    ("originalpublicationdate", "2024-03-05"),
                ],
                "2024-03-05",
            ),
            (
                [("viewport", "width=1"), ("datepublished", "1709632800")],
                "2024-03-05T10:00:00Z",
            ),
        ] {
            assert_eq!(date(&entries).as_deref(), Some(expected), "{entries:?}");
        }
        for name in [
            "article:modified_time",
            "og:updated_time",
            "dc.date.modified",
            "lastmod",
        ] {
            assert_eq!(date(&[(name, "2024-03-05")]), None, "{name}");
        }
    }
}
