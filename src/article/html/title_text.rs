//! The texts of headings and titles. This file owns what in them nobody sees, or is no text.

use crate::article::escapes::without_entities;
use crate::article::extracted::one_line;
use crate::article::markup::without_tags;
use crate::article::plain::trimmed;

/// A heading as it is read where it stands: on one line, with what an export escaped twice as characters, and
/// without marks that nobody sees at its ends.
pub(super) fn heading_of(text: &str) -> String {
    let line = one_line(&without_entities(text));
    line[trimmed(&line, 0..line.len())].to_owned()
}

/// A title in the metadata, where tags are also none of its text.
pub(super) fn title_of(text: &str) -> String {
    heading_of(&without_tags(&without_entities(text)))
}

#[cfg(test)]
mod tests {
    use super::super::dom::events;
    use super::super::page_meta::PageMeta;
    use crate::text::Language;

    #[test]
    fn marks_tags_and_escapes_are_no_part_of_a_headline() {
        let own = "قال \"نعم\" للسوق الجديدة";
        for html in [
            "<title>&lt;b&gt;قال &quot;نعم&quot;&lt;/b&gt; للسوق الجديدة</title>",
            "<title>\u{200f}قال \"نعم\" للسوق الجديدة\u{200f}</title>",
            "<h1>\u{202b}قال &amp;quot;نعم&amp;quot; للسوق <b>الجديدة</b>\u{202c}</h1>",
            "<meta property=og:title content='قال &amp;quot;نعم&amp;quot; للسوق الجديدة'>",
        ] {
            assert_eq!(
                PageMeta::of(&events(html), Language::of("ar"))
                    .title()
                    .as_deref(),
                Some(own),
                "{html}"
            );
        }
    }
}
