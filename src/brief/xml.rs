//! Article text in XML: cleaned, and escaped so that it never becomes markup.

use super::wording::clean;

/// One line without control characters, and without the two characters that XML 1.0 forbids
/// besides them.
pub(super) fn plain(text: &str) -> String {
    let mut text = clean(text);
    text.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text
}

/// [`plain`] text, escaped for XML and for quoted attributes.
pub(super) fn xml(text: &str) -> String {
    quick_xml::escape::escape(plain(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_can_hold_is_kept() {
        assert_eq!(
            xml("a\u{0}\u{1}\u{202E}\u{FFFE}\u{FFFF}<b>\n\t&\"'"),
            "a&lt;b&gt; &amp;&quot;&apos;"
        );
    }
}
