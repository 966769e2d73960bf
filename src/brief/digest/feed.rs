//! The feed of the newest briefs, for feed readers and other programs that follow a folder. It says
//! what the index says, and holds no more articles than it lists.
//!
//! Source: RFC 4287, The Atom Syndication Format.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::entry::percent_encode;
use crate::brief::dates::moment_of;
use crate::brief::index::IndexLine;
use crate::brief::rendering::Rendering;
use crate::brief::uuid::uuid;
use crate::brief::wording::{UNTITLED, is_web_address};
use crate::brief::xml::{plain, xml};
use crate::text::{TARGET, language_name};

/// The name of the feed's file, which lies beside the digest.
pub const FEED_FILE: &str = "feed.xml";

/// How many briefs a feed lists at most.
const LISTED_AT_MOST: usize = 100;

/// How many seconds an article may be dated after its brief was made: clocks differ by their zones,
/// and a later date is wrong.
const AHEAD_AT_MOST: i64 = 86_400;

/// The newest of the briefs that were added.
#[derive(Debug, Default)]
pub struct Feed {
    /// By the time when they were made and by their paths, in the order of the feed.
    newest: BTreeMap<(Reverse<Option<i64>>, String), IndexLine>,
}

impl Feed {
    /// Adds a brief that was made at this time, in milliseconds since 1970, if it is one of the
    /// newest. One without a time counts as the oldest; one without a file is left out, because an
    /// entry leads to a file.
    pub fn add(&mut self, line: &IndexLine, made: Option<i64>) {
        if file(line).is_none() {
            return;
        }
        let key = (Reverse(made), line.path.clone());
        let is_full = self.newest.len() == LISTED_AT_MOST;
        let last = self.newest.last_key_value();
        if is_full && last.is_some_and(|(last, _)| *last < key) {
            return;
        }
        self.newest.insert(key, line.clone());
        if self.newest.len() > LISTED_AT_MOST {
            self.newest.pop_last();
        }
    }

    /// The feed as an Atom document. `id` is the UUID of the folder.
    pub fn atom(&self, title: &str, id: &str) -> String {
        let newest = self.newest.keys().next();
        let updated = newest.and_then(|(Reverse(made), _)| *made);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <id>urn:uuid:{id}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <author><name>mujaz</name></author>\n<generator version=\"{}\">mujaz</generator>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{FEED_FILE}\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n",
            TARGET.code,
            xml(title),
            moment(updated.unwrap_or(0)),
            env!("CARGO_PKG_VERSION"),
        );
        for ((Reverse(made), _), line) in &self.newest {
            entry(id, line, made.unwrap_or(0), &mut out);
        }
        out + "</feed>\n"
    }
}

/// The entry of a brief in the feed of this UUID.
fn entry(feed: &str, line: &IndexLine, made: i64, out: &mut String) {
    // Articles of the same path in two folders are two, and one that is translated again is the same.
    let mut identity = blake3::Hasher::new();
    identity.update(feed.as_bytes());
    identity.update(line.path.as_bytes());
    let _ = writeln!(
        out,
        "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>",
        uuid(&identity.finalize()),
        xml(title(line)),
        moment(made)
    );
    if let Some(date) = published(line, made) {
        let _ = writeln!(out, "<published>{date}</published>");
    }
    if let Some((path, rendering)) = file(line) {
        let _ = writeln!(
            out,
            "<link rel=\"alternate\" type=\"{}\" href=\"{}\"/>",
            rendering.media_type(),
            percent_encode(path)
        );
    }
    if let Some(address) = line.url.as_deref().and_then(web_address) {
        let _ = writeln!(out, "<link rel=\"via\" href=\"{}\"/>", xml(&address));
    }
    if let Some(verdict) = line.verdict {
        category("verdict", (verdict.class(), verdict.words()), out);
    }
    if !plain(&line.language).is_empty() {
        let name = language_name(&line.language);
        category("language", (line.language.as_str(), name), out);
    }
    if !plain(&line.summary).is_empty() {
        let summary = xml(&line.summary);
        let _ = writeln!(out, "<summary type=\"text\">{summary}</summary>");
    }
    out.push_str("</entry>\n");
}

fn category(scheme: &str, (term, label): (&str, &str), out: &mut String) {
    let (term, label) = (xml(term), xml(label));
    let _ = writeln!(
        out,
        "<category scheme=\"urn:mujaz:{scheme}\" term=\"{term}\" label=\"{label}\"/>"
    );
}

/// The file of a brief that an entry leads to, relative to the feed: one for people, if there is one.
fn file(line: &IndexLine) -> Option<(&str, Rendering)> {
    let order = [Rendering::Html, Rendering::Markdown, Rendering::Json];
    order.into_iter().find_map(|rendering| {
        let path = line.briefs.get(rendering.extension())?;
        Some((path.as_str(), rendering))
    })
}

/// The headline, or the name of the article's file if there is none.
fn title(line: &IndexLine) -> &str {
    if !line.headline.is_empty() && line.headline != UNTITLED {
        return &line.headline;
    }
    let name = line.path.rsplit('/').next();
    name.unwrap_or(&line.path)
}

/// The article's own date, if it can be read and may be true.
fn published(line: &IndexLine, made: i64) -> Option<String> {
    let date = moment_of(line.date.as_deref()?)?;
    let latest = (made / 1000).saturating_add(AHEAD_AT_MOST);
    if date.unix_timestamp() > latest {
        return None;
    }
    date.format(&Rfc3339).ok()
}

/// An address on the web; what no address may hold is percent-encoded.
fn web_address(url: &str) -> Option<String> {
    let url = plain(url);
    if !is_web_address(&url) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if matches!(c, '{' | '}' | '|' | '^') {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// A time in milliseconds since 1970, as RFC 3339 writes it.
fn moment(milliseconds: i64) -> String {
    let nanoseconds = i128::from(milliseconds) * 1_000_000;
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok();
    let text = time.and_then(|time| time.format(&Rfc3339).ok());
    text.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use quick_xml::escape::unescape;
    use quick_xml::events::{BytesStart, Event};

    use super::*;
    use crate::brief::markdown::tests::sample;
    use crate::brief::paths::brief_file;

    const ID: &str = "00000000-0000-8000-8000-000000000000";
    /// 2023-11-14, 22:13:20 UTC.
    const MADE: i64 = 1_700_000_000_000;

    /// The line of an article with this path, whose brief is a page.
    fn line(path: &str) -> IndexLine {
        let html = brief_file(path, Rendering::Html);
        let files = BTreeMap::from([("html".to_owned(), html)]);
        let mut brief = sample();
        brief.source.path = path.to_owned();
        IndexLine::of(&brief, &files)
    }

    fn feed(lines: &[(IndexLine, Option<i64>)]) -> Feed {
        let mut feed = Feed::default();
        for (line, made) in lines {
            feed.add(line, *made);
        }
        feed
    }

    /// The document with one entry.
    fn document(line: IndexLine) -> String {
        feed(&[(line, Some(MADE))]).atom("News", ID)
    }

    /// An element as a parser reads it.
    #[derive(Debug)]
    struct Element {
        name: String,
        attributes: BTreeMap<String, String>,
        text: String,
    }

    impl Element {
        fn of(tag: &BytesStart<'_>) -> Self {
            let attributes = tag.attributes().map(|attribute| {
                let attribute = attribute.unwrap();
                let value = unescape(&attribute.value).unwrap().into_owned();
                (attribute.key.as_ref().to_owned(), value)
            });
            Self {
                name: tag.name().as_ref().to_owned(),
                attributes: attributes.collect(),
                text: String::new(),
            }
        }
    }

    /// All elements of a whole document, in the order of their starts.
    fn parsed(document: &str) -> Vec<Element> {
        let forbidden =
            |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
        assert!(!document.contains(forbidden), "{document:?}");
        let mut reader = quick_xml::Reader::from_str(document);
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        loop {
            let text = match reader.read_event().unwrap() {
                Event::Start(tag) => {
                    open.push(elements.len());
                    elements.push(Element::of(&tag));
                    continue;
                }
                Event::Empty(tag) => {
                    elements.push(Element::of(&tag));
                    continue;
                }
                Event::End(_) => {
                    open.pop();
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name.xml10_content());
                    unescape(&reference).unwrap().into_owned()
                }
                Event::Eof => break,
                _ => continue,
            };
            if let Some(at) = open.last() {
                elements[*at].text.push_str(&text);
            }
        }
        assert!(open.is_empty(), "{document}");
        elements
    }

    /// The texts of the elements with this name.
    fn texts(document: &str, name: &str) -> Vec<String> {
        let elements = parsed(document).into_iter();
        let named = elements.filter(|element| element.name == name);
        named.map(|element| element.text).collect()
    }

    /// Where the links of this relation lead.
    fn links(document: &str, relation: &str) -> Vec<String> {
        let elements = parsed(document).into_iter();
        let links = elements
            .filter(|element| element.name == "link" && element.attributes["rel"] == relation);
        links
            .map(|mut link| link.attributes.remove("href").unwrap())
            .collect()
    }

    #[test]
    fn an_entry_says_what_the_index_says() {
        let document = feed(&[(line("news/dam.txt"), Some(MADE + 123))]).atom("News & more", ID);
        let id = uuid(&blake3::hash(format!("{ID}news/dam.txt").as_bytes()));
        let expected = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>urn:uuid:{ID}</id>
<title>News &amp; more</title>
<updated>2023-11-14T22:13:20.123Z</updated>
<author><name>mujaz</name></author>
<generator version="{}">mujaz</generator>
<link rel="self" type="application/atom+xml" href="feed.xml"/>
<link rel="alternate" type="text/html" href="index.html"/>
<entry>
<id>urn:uuid:{id}</id>
<title>The dam is full</title>
<updated>2023-11-14T22:13:20.123Z</updated>
<published>2023-05-04T00:00:00Z</published>
<link rel="alternate" type="text/html" href="briefs/news/dam.txt.html"/>
<link rel="via" href="https://example.org/a_b"/>
<category scheme="urn:mujaz:verdict" term="care" label="read with care"/>
<category scheme="urn:mujaz:language" term="ar" label="Arabic"/>
<summary type="text">The dam is full. Rain fell.</summary>
</entry>
</feed>
"#,
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(document, expected);
        assert_eq!(
            texts(&document, "title"),
            ["News & more", "The dam is full"]
        );
    }

    #[test]
    fn the_newest_come_first_and_the_oldest_fall_out() {
        let numbered = |number: i64| {
            let mut line = line(&format!("{number:03}"));
            line.headline = number.to_string();
            line
        };
        let count = i64::try_from(LISTED_AT_MOST).unwrap();
        let mut lines: Vec<_> = (0..count + 20)
            .map(|number| (numbered(number), Some(MADE + number / 2)))
            .collect();
        lines.insert(7, (numbered(900), None));
        let document = feed(&lines).atom("News", ID);
        let titles = texts(&document, "title");
        assert_eq!(titles.len(), LISTED_AT_MOST + 1);
        // Those of one moment stand by their paths.
        assert_eq!(titles[1..5], ["118", "119", "116", "117"]);
        assert_eq!(titles[LISTED_AT_MOST], "21");
        lines.reverse();
        assert_eq!(feed(&lines).atom("News", ID), document);
    }

    #[test]
    fn a_brief_without_a_time_is_the_oldest() {
        let lines = [(line("a"), None), (line("b"), Some(MADE))];
        assert_eq!(
            links(&feed(&lines).atom("News", ID), "alternate"),
            ["index.html", "briefs/b.html", "briefs/a.html"]
        );
        let unknown = feed(&lines[..1]).atom("News", ID);
        assert_eq!(texts(&unknown, "updated"), ["1970-01-01T00:00:00Z"; 2]);
    }

    #[test]
    fn an_article_keeps_its_id_when_it_is_translated_again() {
        let ids = |line: IndexLine, id: &str| texts(&feed(&[(line, Some(1))]).atom("", id), "id");
        let mut again = line("a.txt");
        again.id = "id2".to_owned();
        again.headline = "Another".to_owned();
        assert_eq!(ids(again, ID), ids(line("a.txt"), ID));
        let other = ids(line("b.txt"), ID);
        assert_ne!(other[1], ids(line("a.txt"), ID)[1]);
        let elsewhere = ids(line("b.txt"), &ID.replace("-8", "-9"));
        assert_ne!(other[1], elsewhere[1], "of another folder");
    }

    #[test]
    fn links_are_relative_addresses() {
        let document = document(line("a b/سد #1?.txt"));
        assert_eq!(
            links(&document, "alternate")[1],
            "briefs/a%20b/%D8%B3%D8%AF%20%231%3F.txt.html"
        );
        let mut only_json = line("a.txt");
        let file = only_json.briefs.remove("html").unwrap();
        assert_eq!(texts(&self::document(only_json.clone()), "entry"), [""; 0]);
        only_json.briefs.insert("json".to_owned(), file);
        let document = self::document(only_json);
        assert!(document.contains("type=\"application/json\" href=\"briefs/a.txt.html\""));
    }

    #[test]
    fn hostile_text_stays_text() {
        let attack =
            "</title><script>x</script>]]> & \"q\" '\u{0}\u{8}\u{202E}\u{FFFE}\u{FFFF}\u{85}";
        let mut hostile = line("a\u{1}<b>\"&.txt");
        hostile.headline = attack.to_owned();
        hostile.summary = attack.to_owned();
        hostile.language = attack.to_owned();
        hostile.date = Some(attack.to_owned());
        hostile.url = Some(format!("javascript:{attack}"));
        let document = document(hostile);
        let shown = "</title><script>x</script>]]> & \"q\" '";
        assert_eq!(texts(&document, "title")[1], shown);
        assert_eq!(texts(&document, "summary"), [shown]);
        let elements = parsed(&document);
        let categories = elements.iter().filter(|e| e.name == "category");
        let terms: Vec<&String> = categories.map(|e| &e.attributes["term"]).collect();
        assert_eq!(terms, ["care", shown]);
        assert!(!elements.iter().any(|element| element.name == "script"));
        assert_eq!(texts(&document, "published"), [""; 0]);
        assert_eq!(links(&document, "via"), [""; 0]);
    }

    #[test]
    fn only_a_web_address_is_a_source() {
        for (url, expected) in [
            (
                "https://example.org/أ?a=1&b=2",
                Some("https://example.org/أ?a=1&b=2"),
            ),
            (
                " HTTP://example.org/{a}|b^ ",
                Some("HTTP://example.org/%7Ba%7D%7Cb%5E"),
            ),
            ("ftp://example.org/", None),
            ("file:///etc/passwd", None),
            ("//example.org", None),
            ("", None),
        ] {
            let mut line = line("a");
            line.url = Some(url.to_owned());
            let found = links(&document(line), "via");
            assert_eq!(found.first().map(String::as_str), expected, "{url}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_read_or_be_true_is_left_out() {
        for (date, expected) in [
            (
                "2023-11-06T09:30:00+03:00",
                Some("2023-11-06T09:30:00+03:00"),
            ),
            ("2023-11-06t09:30:00z", Some("2023-11-06T09:30:00Z")),
            ("2023-11-06 09:30", Some("2023-11-06T00:00:00Z")),
            ("2023-11-15", Some("2023-11-15T00:00:00Z")),
            ("2023-11-16", None),
            ("9999-12-31T23:59:59-23:00", None),
            ("2023-02-30", None),
            (
                "Mon, 06 Nov 2023 09:30:00 +0300",
                Some("2023-11-06T09:30:00+03:00"),
            ),
            ("6 November 2023", Some("2023-11-06T00:00:00Z")),
            ("06/11/2023", None),
        ] {
            let mut line = line("a");
            line.date = Some(date.to_owned());
            let found = texts(&document(line), "published");
            assert_eq!(found.first().map(String::as_str), expected, "{date}");
        }
    }

    #[test]
    fn without_a_headline_the_file_names_an_entry() {
        let mut line = line("news/سد.txt");
        line.headline = UNTITLED.to_owned();
        line.summary = String::new();
        let document = document(line);
        assert_eq!(texts(&document, "title")[1], "سد.txt");
        assert!(!document.contains("<summary"));
    }

    #[test]
    fn a_feed_without_briefs_has_what_a_feed_must_have() {
        let document = Feed::default().atom("News", ID);
        for name in ["id", "title", "updated", "name"] {
            assert_eq!(texts(&document, name).len(), 1, "{name}");
        }
    }
}
