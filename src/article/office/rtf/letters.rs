//! Which letters the bytes of a document are.

use std::ops::Range;

use encoding_rs::Encoding;

use crate::article::office::symbols::of_symbol;

/// The code pages of the numbers by which fonts name their letters.
const CHARSETS: [(i32, u16); 15] = [
    (0, 1252),
    (77, 10000),
    (128, 932),
    (129, 949),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
];

/// Codes by which fonts of signs name theirs.
pub(super) const OWN: Range<u32> = 0xf000..0xf100;

/// The letters of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Those of the document's usual font.
    Usual,
    Page(&'static Encoding),
    /// Those of the font Symbol.
    Symbol,
    /// Those of another font of signs, which are pictures.
    Signs,
}

/// The text of signs by their codes in a font.
pub(super) fn text_of_signs(letters: Letters, codes: impl Iterator<Item = u32>) -> String {
    match letters {
        Letters::Symbol => codes.filter_map(of_symbol).collect(),
        _ => String::new(),
    }
}

/// The letters of a font in a document with these.
pub(super) fn letters_of(charset: Option<i32>, document: &'static Encoding) -> Letters {
    const DEFAULT: i32 = 1;
    const SIGNS: i32 = 2;
    match charset.unwrap_or(DEFAULT) {
        SIGNS => Letters::Signs,
        charset => {
            let page = CHARSETS.iter().find(|(own, _)| *own == charset);
            let known = page.and_then(|(_, page)| codepage::to_encoding(*page));
            Letters::Page(known.unwrap_or(document))
        }
    }
}
