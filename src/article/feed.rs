//! RSS and Atom feeds: each entry is an article. This file owns what their elements are called; the
//! entries are read as records with these fields.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::{Map, Value};

use super::Reason;
use super::extracted::language_of;
use super::markup::line_of;
use super::record::{Context, Out, Record};
use super::xml::{Node, Nodes, Tag};
use super::{Format, LeftOut, Refusal, json};
use crate::text::{Language, count_words, search_words};

/// Elements that are entries.
const ENTRIES: [&str; 2] = ["item", "entry"];

/// Prefixes of the namespaces whose elements are read, besides the feed's own: feeds use these for
/// the same things.
const PREFIXES: [&str; 6] = ["", "content", "dc", "dcterms", "a10", "wp"];

/// The elements of an entry with the fields that they fill, the more telling first.
const FIELDS: [(&str, &str); 15] = [
    ("title", "title"),
    ("encoded", TEXTS),
    ("content", TEXTS),
    ("description", TEXTS),
    ("summary", TEXTS),
    ("link", "url"),
    ("pubDate", "date"),
    ("published", "date"),
    ("date", "date"),
    ("updated", "date"),
    ("creator", "author"),
    ("author", "author"),
    ("source", SOURCE),
    ("post_type", POST_TYPE),
    ("status", POST_STATUS),
];

/// The field with the name of what published an entry, which may stand behind its title.
const SOURCE: &str = "source";

/// The fields in which an export of WordPress says what an entry is.
const POST_TYPE: &str = "post_type";
const POST_STATUS: &str = "status";

/// Kinds of entries of WordPress that are no articles, besides those that begin with `wp_`.
const NO_POSTS: [&str; 8] = [
    "attachment",
    "custom_css",
    "customize_changeset",
    "elementor_library",
    "nav_menu_item",
    "oembed_cache",
    "revision",
    "user_request",
];

/// The field of an entry with all its texts: the article, its summary, its beginning.
const TEXTS: &str = "text";

/// The field of an entry with a text that stands before the article.
const STANDFIRST: &str = "description";

/// The number of words from which a text that is not part of the longest is read as well.
const OWN_WORDS: usize = 15;

/// The share of a text's pairs of words, in percent, from which it is part of another.
const SAME: usize = 60;

/// Hands over the entries of a feed, whose text was in this encoding, and was cut off by an error if there is one.
pub(super) fn entries(
    text: &str,
    encoding: &'static str,
    cut: Option<io::Error>,
    out: &mut Out<'_>,
) {
    let mut feed = Feed::default();
    let mut nodes = Nodes::of(text);
    let mut number = 0;
    for node in nodes.by_ref() {
        let Some(entry) = feed.read(node) else {
            continue;
        };
        number += 1;
        let compact = compared(&entry);
        let language = feed.language.clone();
        let parse = move |context: &Context<'_>| {
            if let Some(refusal) = no_post(&entry) {
                return Err(refusal);
            }
            let (entry, left_out) = with_full_text(entry.clone(), context.language);
            if !entry.contains_key(TEXTS) && context.fields.is_empty() {
                let reason = "the entry has a headline and no text";
                return Err(Refusal::Skipped(reason.to_owned()));
            }
            let mut read = json::article(&Value::Object(entry), encoding, context)?;
            read.language = read.language.or_else(|| language.clone());
            read.left_out.add(left_out);
            Ok(read)
        };
        let path = out.numbered(number);
        let record = Record::new(path, compact.as_bytes(), Format::Feed, parse);
        if out.send(record).is_break() {
            return;
        }
    }
    let entries = if number == 1 { "entry" } else { "entries" };
    if let Some(error) = cut {
        let reason = format!("the feed ends after {number} {entries}: {error}");
        out.refuse(Refusal::Failed(reason));
    } else if let Some(error) = nodes.broken() {
        let reason = format!("the feed is damaged after {number} {entries}: {error}");
        out.refuse(Refusal::Failed(reason));
    } else if number == 0 {
        out.refuse(Refusal::Skipped("the feed has no entries".to_owned()));
    }
}

/// The fields of an entry that decide what is read of it, as compact JSON, whose hash tells whether the
/// entry changed. The name of its source counts where it may stand behind the title, and what WordPress
/// says of it where it is refused for that.
fn compared(entry: &Map<String, Value>) -> String {
    let field = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let has_source = field("title").ends_with(field(SOURCE));
    let is_refused = no_post(entry).is_some();
    let counts = |name: &str| match name {
        SOURCE => has_source,
        POST_TYPE | POST_STATUS => is_refused,
        _ => true,
    };
    let fields = entry.iter().filter(|(name, _)| counts(name));
    let fields = fields.map(|(name, value)| (name.clone(), value.clone()));
    Value::Object(fields.collect()).to_string()
}

/// The refusal of an entry of WordPress that is no post.
fn no_post(entry: &Map<String, Value>) -> Option<Refusal> {
    let field = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let (kind, status) = (field(POST_TYPE), field(POST_STATUS));
    if NO_POSTS.contains(&kind) || kind.starts_with("wp_") {
        let reason = format!("the entry is of WordPress's kind {kind:?} and no article");
        return Some(Refusal::Skipped(reason));
    }
    let reason = "the entry is in WordPress's trash or was never saved";
    matches!(status, "trash" | "auto-draft").then(|| Refusal::Skipped(reason.to_owned()))
}

/// The entry with the longest of its texts. Of the others, those that are part of it are left out, as
/// its beginning may be, and short summaries; a longer one that says something else stands before it.
fn with_full_text(
    mut entry: Map<String, Value>,
    language: &Language,
) -> (Map<String, Value>, LeftOut) {
    let mut left_out = LeftOut::default();
    let Some(Value::Array(texts)) = entry.remove(TEXTS) else {
        return (entry, left_out);
    };
    let line = |text: &Value| line_of(text.as_str().unwrap_or_default(), language);
    let lines: Vec<String> = texts.iter().map(line).collect();
    // Of equals the first is taken, so the list is turned round.
    let longest = (0..texts.len())
        .rev()
        .max_by_key(|&at| count_words(&lines[at]));
    for (at, text) in texts.into_iter().enumerate() {
        if Some(at) == longest {
            entry.insert(TEXTS.to_owned(), text);
            continue;
        }
        let said = longest.map_or("", |longest| lines[longest].as_str());
        let is_part = is_part(&lines[at], said);
        let words = count_words(&lines[at]);
        if !is_part && words >= OWN_WORDS && !entry.contains_key(STANDFIRST) {
            entry.insert(STANDFIRST.to_owned(), text);
            continue;
        }
        left_out.add(LeftOut {
            words,
            blocks: usize::from(words > 0),
            prose: if is_part { 0 } else { words },
            kinds: vec![if is_part {
                Reason::Repeated
            } else {
                Reason::Summary
            }],
        });
    }
    (entry, left_out)
}

/// Whether most words of a text stand in a longer one with the same word after them.
fn is_part(text: &str, longer: &str) -> bool {
    let pairs = |text: &str| -> Vec<(String, String)> {
        let words = search_words(text);
        words
            .windows(2)
            .map(|pair| (pair[0].1.clone(), pair[1].1.clone()))
            .collect()
    };
    let known: BTreeSet<(String, String)> = pairs(longer).into_iter().collect();
    let own = pairs(text);
    let found = own.iter().filter(|pair| known.contains(pair)).count();
    found * 100 >= own.len() * SAME
}

/// The state of reading a feed.
#[derive(Debug, Default)]
struct Feed {
    language: Option<String>,
    /// Names of the open elements.
    path: Vec<String>,
    /// The entry that is being read, with the depth of its element.
    entry: Option<(usize, Map<String, Value>)>,
    /// The field that is being read: its rank and name, the depth of its element, its text.
    field: Option<(usize, &'static str, usize, String)>,
    /// The rank of the element that filled each field.
    ranks: BTreeMap<&'static str, usize>,
    /// The prefix of the feed's own namespace.
    prefix: String,
}

impl Feed {
    /// Takes the next piece of the document; returns an entry when its end is read.
    fn read(&mut self, node: Node) -> Option<Map<String, Value>> {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Text(text) => self.text(&text),
            Node::Close => return self.close(),
        }
        None
    }

    fn open(&mut self, tag: Tag) {
        let depth = self.path.len();
        if depth == 0 {
            self.language = tag.attribute("lang").and_then(language_of);
            self.prefix.clone_from(&tag.prefix);
        }
        if let Some((.., text)) = &mut self.field {
            // Markup inside a field is part of its text.
            text.push_str(&tag.start_as(&tag.name));
        } else if let Some((entry_depth, _)) = &self.entry {
            if depth == entry_depth + 1 {
                self.open_field(&tag, depth);
            }
        } else if ENTRIES.contains(&tag.name.as_str()) {
            self.entry = Some((depth, Map::new()));
            self.ranks.clear();
        }
        self.path.push(tag.name);
    }

    fn open_field(&mut self, tag: &Tag, depth: usize) {
        if tag.prefix != self.prefix && !PREFIXES.contains(&tag.prefix.as_str()) {
            return;
        }
        let Some(rank) = FIELDS.iter().position(|(element, _)| *element == tag.name) else {
            return;
        };
        let name = FIELDS[rank].1;
        if let (Some(href), Some((_, entry))) = (tag.attribute("href"), &mut self.entry) {
            // A link of Atom; the one to the article has no relation or this one.
            if matches!(tag.attribute("rel"), None | Some("alternate")) {
                entry.entry(name).or_insert_with(|| href.into());
            }
            return;
        }
        self.field = Some((rank, name, depth, String::new()));
    }

    fn text(&mut self, text: &str) {
        if let Some((.., depth, field)) = &mut self.field {
            if self.path.len() > *depth + 1 {
                // Inside markup the text is escaped again, as it was in the feed.
                field.push_str(&html_escape::encode_text(text));
            } else {
                field.push_str(text);
            }
        } else if self.path.last().is_some_and(|name| name == "language") && self.entry.is_none() {
            self.language = language_of(text).or(self.language.take());
        }
    }

    fn close(&mut self) -> Option<Map<String, Value>> {
        let name = self.path.pop()?;
        let depth = self.path.len();
        if let Some((rank, field, start, mut text)) = self.field.take() {
            if depth > start {
                text.push_str(&format!("</{name}>"));
                self.field = Some((rank, field, start, text));
                return None;
            }
            self.fill(rank, field, text);
        }
        let (start, _) = self.entry.as_ref()?;
        if depth == *start {
            return self.entry.take().map(|(_, entry)| entry);
        }
        None
    }

    fn fill(&mut self, rank: usize, field: &'static str, text: String) {
        let Some((_, entry)) = &mut self.entry else {
            return;
        };
        // The author of Atom has a name, an address and a page.
        let text = match field {
            "author" => text
                .split_once("<name>")
                .and_then(|(_, rest)| Some(rest.split_once("</name>")?.0.to_owned()))
                .unwrap_or(text),
            _ => text,
        };
        if text.trim().is_empty() {
            return;
        }
        let text = Value::from(text.trim());
        if field == TEXTS {
            let texts = entry
                .entry(field)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(texts) = texts {
                texts.push(text);
            }
        } else if self.ranks.get(field).is_none_or(|known| rank < *known) {
            self.ranks.insert(field, rank);
            entry.insert(field.to_owned(), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{ReadSettings, read_bytes};

    const STORY: &str = "卫生部昨天宣布在东部地区开展疫苗接种运动，涵盖两万五千名儿童，为期十一天。接种点设在学校和卫生所，费用由政府承担。";

    /// What stands before the story of an entry with these texts, and what of it was left out.
    fn beside_story(text: &str) -> (Option<Value>, LeftOut) {
        let texts = vec![Value::from(text), Value::from(STORY)];
        let entry = Map::from_iter([(TEXTS.to_owned(), Value::Array(texts))]);
        let (mut entry, left_out) = with_full_text(entry, Language::of("zh"));
        assert_eq!(entry.remove(TEXTS), Some(Value::from(STORY)));
        (entry.remove(STANDFIRST), left_out)
    }

    /// The hash of an entry with this title and these further elements.
    fn hash(title: &str, more: &str) -> String {
        let feed = format!(
            "<rss><channel><item><title>{title}</title><description>نص الخبر</description>{more}</item></channel></rss>"
        );
        let mut hash = String::new();
        let settings = ReadSettings::default();
        read_bytes(
            "a.xml",
            Format::Feed,
            feed.as_bytes(),
            settings,
            &mut |record| {
                hash.clone_from(&record.blake3);
                ControlFlow::Continue(())
            },
        );
        hash
    }

    #[test]
    fn an_entry_changes_only_with_what_is_read_of_it() {
        let of_json = |json: &str| blake3::hash(json.as_bytes()).to_hex().to_string();
        let read = of_json(r#"{"text":["نص الخبر"],"title":"عنوان"}"#);
        let post = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>";
        assert_eq!(hash("عنوان", ""), read);
        assert_eq!(
            hash("عنوان", &format!("<source>جريدة</source>{post}")),
            read
        );
        let with_source = r#"{"source":"جريدة","text":["نص الخبر"],"title":"عنوان - جريدة"}"#;
        let behind_title = hash("عنوان - جريدة", "<source>جريدة</source>");
        assert_eq!(behind_title, of_json(with_source));
        let in_trash = r#"{"status":"trash","text":["نص الخبر"],"title":"عنوان"}"#;
        let refused = hash("عنوان", "<wp:status>trash</wp:status>");
        assert_eq!(refused, of_json(in_trash));
    }

    #[test]
    fn only_posts_of_wordpress_are_articles() {
        let refused = |kind: &str, status: &str| {
            let fields = [(POST_TYPE, kind), (POST_STATUS, status)];
            let entry = fields.map(|(name, value)| (name.to_owned(), Value::from(value)));
            no_post(&Map::from_iter(entry)).map(|refusal| refusal.to_string())
        };
        assert_eq!(
            refused("wp_template", "publish").as_deref(),
            Some("the entry is of WordPress's kind \"wp_template\" and no article")
        );
        assert_eq!(
            refused("post", "trash").as_deref(),
            Some("the entry is in WordPress's trash or was never saved")
        );
        for (kind, status) in [("post", "publish"), ("news", "draft"), ("page", "private")] {
            assert_eq!(refused(kind, status), None);
        }
        assert_eq!(no_post(&Map::new()), None);
    }

    #[test]
    fn texts_without_spaces_are_compared_by_their_characters() {
        let (before, left_out) = beside_story("卫生部昨天宣布在东部地区开展疫苗接种运动");
        assert_eq!(before, None);
        assert_eq!((left_out.words, left_out.prose), (10, 0));
        assert_eq!(left_out.kinds, [Reason::Repeated]);
        let other =
            "记者走访多个村庄后发现，许多家长仍然担心疫苗的安全，当地医生正在挨家挨户解释。";
        let (before, left_out) = beside_story(other);
        assert_eq!(before, Some(Value::from(other)));
        assert_eq!(left_out, LeftOut::default());
    }
}
