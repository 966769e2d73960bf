//! Files whose extension promises another format than they hold. This file owns recognising a page
//! or a record saved as text, and a text saved as a page, by their first characters.

use super::Refusal;
use super::decode::{Decoded, decode};
use super::escapes::without_entities;
use super::extracted::Extracted;
use super::markup::without_tags;
use super::record::Context;
use super::{html, json, plain};

/// Reads a file of plain text, or the page or record that it holds.
pub(super) fn text(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let decoded = decode(bytes, None)?;
    let start = start_of(&decoded.text);
    if is_page(start) || is_fragment(start) {
        return html::read(bytes, context);
    }
    if is_markdown(start) || plain::markdown::has_fields(&decoded.text) {
        return Ok(plain::markdown::of_text(&decoded, context.language));
    }
    if start.starts_with(['{', '[']) {
        match json::lenient::parse(start) {
            Ok(value) if value.is_object() => {
                return json::article(&value, decoded.encoding, context);
            }
            Ok(_) => {
                let reason = "it holds an array of JSON; name it .json to have its articles read";
                return Err(Refusal::Failed(reason.to_owned()));
            }
            Err(_) if json::holds_several(start) => {
                let reason = "it holds JSON Lines; name it .jsonl to have its articles read";
                return Err(Refusal::Failed(reason.to_owned()));
            }
            Err(_) => {}
        }
    }
    let text = without_entities(&without_tags(&decoded.text)).into_owned();
    Ok(plain::of_text(
        Decoded { text, ..decoded },
        context.language,
    ))
}

/// Reads a Markdown file, or the page that it holds.
pub(super) fn markdown(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let decoded = decode(bytes, None)?;
    if is_page(start_of(&decoded.text)) {
        return html::read(bytes, context);
    }
    Ok(plain::markdown::of_text(&decoded, context.language))
}

/// Reads a web page, or the plain text or the record that it holds.
pub(super) fn page(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let is_tag =
        |pair: &[u8]| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || pair[1] == b'!');
    if bytes.trim_ascii_start().starts_with(b"{")
        && let Ok(decoded) = decode(bytes, None)
        && json::lenient::parse(&decoded.text).is_ok()
    {
        return text(bytes, context);
    }
    // In UTF-16 every other byte is zero, and the decoder decides what the bytes are.
    if bytes.windows(2).any(is_tag) || bytes.contains(&0) {
        return html::read(bytes, context);
    }
    let found = decode(bytes, None)?;
    let text = without_entities(&found.text).into_owned();
    Ok(plain::of_text(Decoded { text, ..found }, context.language))
}

fn start_of(text: &str) -> &str {
    text.trim_start_matches(['\u{feff}', ' ', '\n', '\t'])
}

/// Whether a text begins with an element of a page and has its end tag.
fn is_fragment(start: &str) -> bool {
    let Some(tag) = start.strip_prefix('<') else {
        return false;
    };
    let name = tag
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    !name.is_empty() && start.contains(&format!("</{name}>"))
}

/// Whether a text begins with a headline as Markdown has it.
fn is_markdown(start: &str) -> bool {
    let mut lines = start.lines();
    let first = lines.next().unwrap_or_default();
    let is_heading = first
        .strip_prefix("# ")
        .is_some_and(|line| !line.trim().is_empty());
    is_heading && lines.next().is_some_and(|line| line.trim().is_empty())
}

fn is_page(start: &str) -> bool {
    let is_xml = start.get(..5);
    is_xml.is_some_and(|begin| begin.eq_ignore_ascii_case("<?xml")) || html::is_page(start)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn texts(read: Result<Extracted, Refusal>) -> Vec<String> {
        let read = read.unwrap();
        let spans = read.paragraphs.iter();
        spans
            .map(|paragraph| read.text[paragraph.span.clone()].to_owned())
            .collect()
    }

    fn arabic() -> Context<'static> {
        Context::of(Language::of("ar"))
    }

    #[test]
    fn fields_above_a_text_are_read_as_those_of_markdown() {
        let file =
            "---\ntitle: عنوان الخبر\nauthor: ليلى\ndate: 2024-03-05\n---\nنص أول.\nنص ثان.\n";
        let read = text(file.as_bytes(), &arabic()).unwrap();
        assert_eq!(read.title.as_deref(), Some("عنوان الخبر"));
        assert_eq!(read.date.as_deref(), Some("2024-03-05"));
        assert_eq!(texts(Ok(read)), ["عنوان الخبر", "نص أول.", "نص ثان."]);
        let articles =
            "---\ntitle: عنوان الخبر\nوصل الوفد إلى بغداد أمس.\n---\ntitle: عنوان آخر\nنص ثان.\n";
        let read = text(articles.as_bytes(), &arabic()).unwrap();
        assert!(read.text.contains("وصل الوفد إلى بغداد أمس."));
    }

    #[test]
    fn a_page_or_a_record_saved_as_text_is_read_as_what_it_is() {
        let page = "\n<!DOCTYPE html><title>عنوان</title><p>نص أول.</p><p>نص ثان.</p>";
        assert_eq!(
            texts(text(page.as_bytes(), &arabic())),
            ["عنوان", "نص أول.", "نص ثان."]
        );
        let record = "{\"title\": \"عنوان\", \"text\": \"نص أول.\"}";
        assert_eq!(
            texts(text(record.as_bytes(), &arabic())),
            ["عنوان", "نص أول."]
        );
        let fragment = "<h1>عنوان</h1><p>نص أول.</p>";
        assert_eq!(
            texts(text(fragment.as_bytes(), &arabic())),
            ["عنوان", "نص أول."]
        );
        let tagged = "عنوان الخبر<br>نص أول.<br>نص ثان.";
        let expected = ["عنوان الخبر", "نص أول.", "نص ثان."];
        assert_eq!(texts(text(tagged.as_bytes(), &arabic())), expected);
        assert_eq!(
            texts(text("نص &laquo;أول&raquo;.".as_bytes(), &arabic())),
            ["نص «أول»."]
        );
        assert_eq!(texts(markdown(page.as_bytes(), &arabic()))[0], "عنوان");
        let lines = text(
            "{\"text\": \"أ\"}\n{\"text\": \"ب\"}\n".as_bytes(),
            &arabic(),
        );
        assert!(matches!(lines, Err(Refusal::Failed(_))));
        let list = text("[{\"text\": \"نص\"}]".as_bytes(), &arabic());
        assert!(matches!(list, Err(Refusal::Failed(_))));
        assert_eq!(
            texts(text("{نص} بين قوسين.".as_bytes(), &arabic())),
            ["{نص} بين قوسين."]
        );
    }

    #[test]
    fn a_text_with_a_headline_of_markdown_is_read_as_markdown() {
        let read = |lines: &str| texts(text(lines.as_bytes(), &arabic()));
        assert_eq!(
            read("# عنوان\n\n**نص** أول.\n\n## عنوان فرعي\n\nنص ثان."),
            ["عنوان", "نص أول.", "عنوان فرعي", "نص ثان."]
        );
        assert!(read("# وسم في نص.\nنص ثان.")[0].starts_with("# وسم"));
    }

    #[test]
    fn a_record_saved_as_a_page_is_read_as_a_record() {
        let record = "{\"title\": \"عنوان\", \"text\": \"<p>نص أول.</p>\"}";
        assert_eq!(
            texts(page(record.as_bytes(), &arabic())),
            ["عنوان", "نص أول."]
        );
        let template = "{% block %}<p>نص أول.</p><p>نص ثان.</p>";
        let read = texts(page(template.as_bytes(), &arabic()));
        assert_eq!(read.last().map(String::as_str), Some("نص ثان."));
    }

    #[test]
    fn a_text_saved_as_a_page_keeps_its_lines() {
        let lines = "عنوان\n\nنص أول 5 < 7.\n\nنص ثان &amp; ثالث.";
        assert_eq!(
            texts(page(lines.as_bytes(), &arabic())),
            ["عنوان", "نص أول 5 < 7.", "نص ثان & ثالث."]
        );
    }
}
