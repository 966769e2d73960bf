//! Rich Text Format 1.9.1, as word processors write it and as Outlook keeps the text of mail, which
//! may be a web page inside it (MS-OXRTFEX). What a reader of the printed document sees is read.

mod letters;
mod packed;
mod tokens;
mod walk;

pub(in crate::article) use packed::unpacked;

use crate::article::extracted::Extracted;
use crate::article::first_bytes::RTF;
use crate::article::parts::{Part, article_of};
use crate::article::record::Context;
use crate::article::{Refusal, html};

/// The text of a document.
pub(in crate::article) enum Content {
    /// That of a web page that was put into the document.
    Page(String),
    /// The document's own.
    Parts(Vec<Part>),
}

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    match content_of(bytes)? {
        Content::Page(page) => html::read(page.as_bytes(), context),
        Content::Parts(parts) => Ok(article_of(&parts, context.language)),
    }
}

/// The paragraphs of a document; `None` if it cannot be read or is a web page, or if its source is not one that
/// `may_be` looks for.
pub(in crate::article) fn paragraphs(bytes: &[u8], may_be: fn(&str) -> bool) -> Option<Vec<Part>> {
    if !may_be(&String::from_utf8_lossy(bytes)) {
        return None;
    }
    match content_of(bytes).ok()? {
        Content::Parts(parts) => Some(parts),
        Content::Page(_) => None,
    }
}

/// The text of a document.
///
/// # Errors
/// Failed if it is no document or cut off.
pub(in crate::article) fn content_of(bytes: &[u8]) -> Result<Content, Refusal> {
    let bytes = bytes.trim_ascii_start();
    if !bytes.starts_with(RTF) {
        let reason = "it cannot be read as Rich Text Format: it does not begin like it";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    walk::content(bytes).ok_or_else(|| Refusal::Failed("the document is cut off".to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::document::Role;

    fn parts(rtf: &str) -> Vec<(Role, String)> {
        match content_of(rtf.as_bytes()).unwrap() {
            Content::Parts(parts) => {
                let parts = parts
                    .into_iter()
                    .filter(|part| !part.text.trim().is_empty());
                parts.map(|part| (part.role, part.text)).collect()
            }
            Content::Page(page) => panic!("{page}"),
        }
    }

    fn texts(rtf: &str) -> Vec<String> {
        parts(rtf).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn letters_are_those_of_the_font_or_of_the_document_or_unicode() {
        for rtf in [
            r"{\rtf1\ansi\ansicpg1256 \'ce\'c8\'d1\par}",
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil\fcharset0 A;}{\f1\fnil\fcharset178 B;}}\f1 \'ce\'c8\'d1\f0}",
            r"{\rtf1\ansi\uc1 \u1582?\u1576?\u1585?}",
            r"{\rtf1\ansi\uc2 \u1582\'c3\'20\u1576 ab\u1585\'00x}",
            "{\\rtf1\\ansi{\\upr{x}{\\*\\ud y}}\\uc0\\u1582\\u1576\r\n\\u1585}",
        ] {
            let read = texts(rtf);
            assert!(read[0].ends_with("خبر"), "{rtf}: {read:?}");
        }
        assert_eq!(texts(r"{\rtf1 \u-10179?\u-8704?}"), ["😀"]);
        assert_eq!(texts(r"{\rtf1 a\~b\{c\}\\\emdash d}"), ["a\u{a0}b{c}\\—d"]);
    }

    #[test]
    fn signs_of_fonts_are_characters_where_they_are_known() {
        let fonts =
            r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}";
        let rtf = format!(r"{{\rtf1{fonts}51{{\f1\'b0}}{{\f1\u61616 ?}}{{\f2 a\u61500 ?}}C}}");
        assert_eq!(texts(&rtf), ["51°°C"]);
    }

    #[test]
    fn stand_ins_may_be_words_and_end_at_groups() {
        let rtf = r"{\rtf1\uc1 \u8220\ldblquote a\u8211{\b b}\u8221\par c}";
        assert_eq!(texts(rtf), ["“a–b”", "c"]);
        assert_eq!(texts(r"{\rtf1 {\upr{??}{\*\ud{\uc0\u1582 }}}}"), ["خ"]);
    }

    #[test]
    fn the_usual_font_and_old_code_pages_have_letters() {
        let rtf = r"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset178 Arial;}}\pard \'ce\'c8\'d1\par}";
        assert_eq!(texts(rtf), ["خبر"]);
        assert_eq!(texts(r"{\rtf1\ansi\ansicpg708 \'ce\'c8\'d1}"), ["خبر"]);
    }

    #[test]
    fn what_repeats_a_page_is_not_read_whatever_its_properties() {
        let rtf = r"{\rtf1\fromhtml1 a\htmlrtf \plain no\v0\htmlrtf0 b}";
        let Content::Page(page) = content_of(rtf.as_bytes()).unwrap() else {
            panic!("it is a page");
        };
        assert_eq!(page, "ab");
    }

    #[test]
    fn what_is_not_printed_is_not_read() {
        let rtf = r"{\rtf1{\info{\title no}}{\header no\par}{\*\generator no;}a {\v no}{\deleted no}b{\field{\*\fldinst HYPERLINK no}{\fldrslt c}}{\pict 0102}\par{\listtext -\tab}d\bin3 }}}e\par}";
        assert_eq!(texts(rtf), ["a bc", "de"]);
    }

    #[test]
    fn notes_and_boxes_follow_their_paragraph() {
        let rtf = r"{\rtf1 a{\*\footnote n1\par n2}b{\shp{\*\shpinst{\sp{\sn no}{\sv no}}{\shptxt box\par}}}\par c\cell d\cell\row}";
        assert_eq!(texts(rtf), ["ab", "n1", "n2", "box", "c", "d"]);
    }

    #[test]
    fn styles_and_levels_are_roles() {
        let rtf = r"{\rtf1{\stylesheet{\s0 Normal;}{\s3\b Title;}{\s4 heading 2;}{\s5 toc 1;}}\pard\s3 t\par\pard\s4 h\par\pard\outlinelevel0 h\par\pard\s5 c\par\pard\s0 b\par}";
        let roles: Vec<Role> = parts(rtf).into_iter().map(|(role, _)| role).collect();
        assert_eq!(
            roles,
            [Role::Title, Role::Heading, Role::Heading, Role::Body]
        );
    }

    #[test]
    fn a_drop_cap_begins_the_paragraph_behind_it() {
        let rtf = r"{\rtf1\pard\dropcapli3\dropcapt1 T\par\pard he canal.\par\pard It rained.\par}";
        assert_eq!(texts(rtf), ["The canal.", "It rained."]);
    }

    #[test]
    fn a_page_inside_is_read_as_a_page() {
        let rtf = r"{\rtf1\ansi\ansicpg1256\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \'ce\'c8\'d1 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 {\*\mhtmltag no}{\*\htmltag </p>}\htmlrtf }\htmlrtf0 }";
        let Content::Page(page) = content_of(rtf.as_bytes()).unwrap() else {
            panic!("it is a page");
        };
        assert_eq!(page, "<p>خبر &lt;</p>");
    }

    #[test]
    fn damage_is_said() {
        for rtf in [
            "",
            "{\\rt",
            "{\\rtf1 a",
            "{\\rtf1 {{{",
            "{\\rtf1 \\",
            "{\\rtf1 \\'c",
        ] {
            assert!(content_of(rtf.as_bytes()).is_err(), "{rtf}");
        }
        let deep = format!("{{\\rtf1 {}a{}}}", "{".repeat(100_000), "}".repeat(100_000));
        assert_eq!(texts(&deep), ["a"]);
        assert_eq!(texts("{\\rtf1 a}}}b"), ["a"]);
    }
}
