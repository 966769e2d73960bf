//! The names that news services, feeds, crawlers and databases give to the fields of articles in JSON.
//! This file owns the tables and nothing else.

pub(super) const TITLE: &[&str] = &[
    "title",
    "headline",
    "name",
    "post_title",
    "article_title",
    "articleTitle",
    "headlines",
    "webTitle",
    "العنوان",
    "عنوان",
    "عنوان الخبر",
];
pub(super) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "articleBody",
    "article_body",
    "article",
    "maintext",
    "story",
    "full_text",
    "fulltext",
    "fullText",
    "bodyText",
    "body_text",
    "body_html",
    "body_xhtml",
    "bodyHtml",
    "article_text",
    "articleText",
    "content_html",
    "contentHtml",
    "content_text",
    "contentText",
    "content_elements",
    "content:encoded",
    "cleaned_text",
    "selftext",
    "rawContent",
    "post_content",
    "paragraphs",
    "html",
    "blocks",
    "النص",
    "نص",
    "نص الخبر",
    "المحتوى",
    "محتوى",
    "الخبر",
];
/// What Reddit puts in the place of a text that its author or a moderator removed.
pub(super) const REMOVED: &[&str] = &["[removed]", "[deleted]", "[ Removed by Reddit ]"];
pub(super) const STANDFIRST: &[&str] = &[
    "standfirst",
    "lead",
    "lede",
    "intro",
    "dek",
    "deck",
    "description",
    "summary",
    "subtitle",
    "subheadline",
    "subheadlines",
    "trailText",
    "teaser",
    "excerpt",
    "abstract",
    "الملخص",
];
pub(super) const DATE: &[&str] = &[
    "date",
    "published",
    "datePublished",
    "date_published",
    "date_publish",
    "publish_date",
    "publishDate",
    "published_at",
    "publishedAt",
    "publishedDate",
    "publishedOn",
    "published_date",
    "publication_date",
    "publicationDate",
    "webPublicationDate",
    "published_time",
    "published_on",
    "article:published_time",
    "first_publication_date",
    "firstPublicationDate",
    "first_publish_date",
    "display_date",
    "displayDate",
    "datePosted",
    "publish_time",
    "publishTime",
    "releaseDate",
    "release_date",
    "pub_date",
    "pubDate",
    "post_date",
    "isoDate",
    "date_gmt",
    "time",
    "timestamp",
    "datetime",
    "created_at",
    "createdAt",
    "created_utc",
    "date_created",
    "dateCreated",
    "created",
    "firstcreated",
    "versioncreated",
    "seendate",
    "التاريخ",
    "تاريخ",
    "تاريخ النشر",
];
pub(super) const URL: &[&str] = &[
    "url",
    "link",
    "source_url",
    "canonical",
    "canonical_url",
    "external_url",
    "webUrl",
    "permalink",
    "الرابط",
    "رابط",
];
pub(super) const LANGUAGE: &[&str] = &["language", "lang", "inLanguage", "اللغة"];
pub(super) const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "creator",
    "dc:creator",
    "الكاتب",
    "كاتب",
    "المحرر",
];

/// Names of what published an article, which some services write behind its title.
pub(super) const SOURCE: &[&str] = &[
    "source",
    "source_name",
    "site_name",
    "sitename",
    "publisher",
];

/// Fields whose object, or array of objects, is the article or the articles of the object around.
pub(super) const WRAPPERS: &[&str] = &[
    "articles",
    "items",
    "data",
    "results",
    "documents",
    "docs",
    "records",
    "news",
    "posts",
    "entries",
    "edges",
    "@graph",
    "stories",
    "messages",
    "hits",
    "response",
    "feed",
    "channel",
    "value",
    "_source",
    "article",
    "item",
    "post",
    "story",
    "document",
    "doc",
    "record",
    "result",
    "node",
    "attributes",
    "fields",
    "extended_tweet",
    "tweet",
];

/// Those of them whose text is that of the article although the object around has a text as well.
pub(super) const WHOLE: [&str; 5] = [
    "article",
    "story",
    "extended_tweet",
    "note_tweet",
    "retweeted_status",
];

/// Fields beside those for authors and sources whose object is about something else than the article.
pub(super) const ASIDE: [&str; 13] = [
    "user", "image", "photo", "media", "video", "audio", "comment", "comments", "related",
    "teaser", "next", "prev", "previous",
];

/// Fields that hold the value of a field that is an object.
pub(super) const VALUES: &[&str] = &[
    "rendered",
    "text",
    "content",
    "html",
    "value",
    "plain",
    "#text",
    "$t",
    "_",
    "*",
    "__cdata",
    "basic",
    "name",
    "$date",
    "$numberLong",
    "stringValue",
    "timestampValue",
    "S",
];

/// The fields among these that never hold a text.
pub(super) const NO_TEXTS: [&str; 4] = ["name", "$date", "$numberLong", "timestampValue"];

/// Fields of a block in a list that hold the heading above its text.
pub(super) const HEADINGS: [&str; 5] = ["heading", "subheading", "header", "title", "question"];

/// Other fields that hold the text of a block in a list.
pub(super) const BLOCK_TEXTS: [&str; 4] = ["body", "paragraph", "p", "answer"];

/// Fields in which blocks of text hold others, or their parts.
pub(super) const NESTED: [&str; 13] = [
    "content",
    "content_elements",
    "children",
    "blocks",
    "items",
    "data",
    "text",
    "paragraphs",
    "json",
    "root",
    "document",
    "value",
    "nodes",
];

/// Beginnings of the types of blocks whose parts make one text, and whole types of such blocks.
pub(super) const BLOCKS: [&str; 5] = ["paragraph", "heading", "block", "list-item", "list_item"];
pub(super) const BLOCK_NAMES: [&str; 8] = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Types of the parts of a block that are around its text, and of those that end a line.
pub(super) const AROUND_TEXT: [&str; 9] = [
    "link",
    "a",
    "autolink",
    "hyperlink",
    "entry-hyperlink",
    "asset-hyperlink",
    "resource-hyperlink",
    "itemlink",
    "mark",
];
pub(super) const BREAKS: [&str; 5] = ["hardbreak", "hard_break", "linebreak", "break", "br"];

/// Types of the parts of a text that stand within a line, as messengers store them.
pub(super) const INLINE: [&str; 15] = [
    "plain",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "link",
    "text_link",
    "mention",
    "mention_name",
    "hashtag",
    "cashtag",
    "email",
    "phone",
    "custom_emoji",
];

/// Words that databases and scripts write for a missing value.
pub(super) const MISSING: [&str; 7] = ["nan", "null", "none", "n/a", "undefined", "nil", "<na>"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_formats_has_all_names_of_fields() {
        let page = include_str!("../../../docs/formats.md");
        for (part, names) in [
            ("title", TITLE),
            ("text", TEXT),
            ("description", STANDFIRST),
            ("date", DATE),
            ("url", URL),
            ("author", AUTHOR),
            ("language", LANGUAGE),
        ] {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let row = format!("| `{part}` | {} |", names.join(", "));
            assert!(page.contains(&row), "docs/formats.md lacks:\n{row}");
        }
    }
}
