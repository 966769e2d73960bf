//! Pages with articles of a database. LexisNexis has the same lines in a page as in a text. Factiva may leave
//! its indexing out: then elements say what is what, and this file puts the codes of the fields in front of them.

use super::{Found, factiva, nexis, several};
use crate::article::decode::decode;
use crate::article::html::{Line, declared_charset, lines};

/// What stands around each article of Factiva, with the language of its site: `class="article enArticle"`.
const ARTICLE: &str = "\"article ";
const END_OF_ARTICLE: &str = "Article\"";

/// Maximum length of a code of that language, such as `zhcn`.
const MAX_CODE: usize = 4;

/// How the classes of a headline, of the name of an author and of a paragraph end.
const HEADLINE: &str = "Headline";
const AUTHOR: &str = "author";
const PARAGRAPH: &str = "articleParagraph";

/// The articles of a page and the name of its encoding; `None` if it is no export or cannot be read.
pub(super) fn articles(bytes: &[u8]) -> Option<(Vec<Found>, &'static str)> {
    if !may_be(&String::from_utf8_lossy(bytes)) {
        return None;
    }
    let decoded = decode(bytes, declared_charset(bytes).as_deref()).ok()?;
    let lines = lines(&decoded.text);
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let found = several::of_lines(&texts).or_else(|| several::of_lines(&with_codes(&lines)))?;
    Some((found, decoded.encoding))
}

/// Whether a page may hold several such articles, before its lines are read.
fn may_be(page: &str) -> bool {
    let mut articles = page.match_indices(ARTICLE).filter(|(at, mark)| {
        let code = |c: char| c.is_ascii_lowercase();
        let class = &page[at + mark.len()..];
        let end = class.trim_start_matches(code);
        end.starts_with(END_OF_ARTICLE) && class.len() - end.len() <= MAX_CODE
    });
    nexis::may_be(page) || articles.nth(1).is_some()
}

/// The field of an article that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// None, up to the next headline.
    Outside,
    /// The headline or the author, up to the number of words.
    Headline,
    Day,
    Source,
    /// The code of the source, the language and the rights.
    Below,
    Text,
}

/// The lines of articles without indexing, each field with its code in front of it.
fn with_codes(lines: &[Line]) -> Vec<&str> {
    let mut coded: Vec<&str> = Vec::new();
    let mut at = At::Outside;
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        let text = line.text.as_str();
        let is_of = |end: &str| line.classes.iter().any(|class| class.ends_with(end));
        let (code, next) = match at {
            _ if at != At::Headline && is_of(HEADLINE) => (Some("HD"), At::Headline),
            At::Source | At::Below | At::Text if factiva::is_number(text) => {
                (Some("AN"), At::Outside)
            }
            At::Below if is_of(PARAGRAPH) => (Some("TD"), At::Text),
            At::Headline if is_of(AUTHOR) => (Some("BY"), at),
            At::Headline if is_number_of_words(text) => (Some("WC"), At::Day),
            At::Headline | At::Text | At::Below => (None, at),
            At::Day => (Some("PD"), At::Source),
            At::Source if is_time(text) => (Some("ET"), at),
            At::Source => (Some("SN"), At::Below),
            At::Outside => continue,
        };
        coded.extend(code);
        coded.push(text);
        if at == At::Source && next == At::Below {
            // Below a code that stands alone, each line is looked at: it may be a paragraph.
            coded.extend(["SC", ""]);
        }
        at = next;
    }
    coded
}

/// Whether a line is the length of an article: `1,523 words`.
fn is_number_of_words(line: &str) -> bool {
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
    };
    let mut words = line.split(' ');
    words.next().is_some_and(is_number) && words.next().is_some() && words.next().is_none()
}

/// Whether a line is a time of day: `14:05`.
fn is_time(line: &str) -> bool {
    line.contains(':')
        && line
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_other_articles_are_no_mark() {
        for (page, expected) in [
            (r#"<div class="article enArticle">"#, true),
            (r#"<div class="article zhcnArticle">"#, true),
            (
                r#"{"@type":"NewsArticle"}<div class="article news">"#,
                false,
            ),
            (r#"<div class="article newsArticle">"#, true),
            (r#"<div class="article featureArticle">"#, false),
        ] {
            assert!(!may_be(page), "one article is no mark");
            assert_eq!(may_be(&page.repeat(2)), expected, "{page}");
        }
    }
}
