//! The parts of a document that do not depend on its text: types, relations, styles, lists.

use crate::brief::export::text::xml;

pub(super) const CONTENT_TYPES: &str = include_str!("content_types.xml");
pub(super) const RELATIONSHIPS: &str = include_str!("rels.xml");
pub(super) const OF_DOCUMENT: &str = include_str!("document_rels.xml");
pub(super) const STYLES: &str = include_str!("styles.xml");
pub(super) const NUMBERING: &str = include_str!("numbering.xml");
pub(super) const SETTINGS: &str = include_str!("settings.xml");
pub(super) const FOOTER: &str = include_str!("footer.xml");

/// What stands before the first paragraph.
pub(super) const DOCUMENT_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>\n";

/// What stands behind the last paragraph: a page of A4.
pub(super) const DOCUMENT_TAIL: &str = "<w:sectPr>\
    <w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" \
    w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n";

/// What stands before the first comment.
pub(super) const COMMENTS_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\n";

/// What stands behind the last comment.
pub(super) const COMMENTS_TAIL: &str = "</w:comments>\n";

/// Properties of the document. They have no time of making, so that the same briefs give the same
/// bytes.
pub(super) fn core(title: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title>\
         <dc:creator>mujaz</dc:creator><dc:language>en</dc:language></cp:coreProperties>\n",
        xml(title)
    )
}
