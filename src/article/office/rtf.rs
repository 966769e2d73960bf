//! Rich Text Format 1.9.1, as word processors write it and as Outlook keeps the text of mail, which
//! may be a web page inside it (MS-OXRTFEX). What a reader of the printed document sees is read.

use std::collections::BTreeMap;
use std::ops::Range;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::flow::Flow;
use super::styles::{Style, style_of};
use super::symbols::{SYMBOL, of_symbol};
use crate::article::extracted::Extracted;
use crate::article::parts::{Part, article_of};
use crate::article::record::Context;
use crate::article::{Refusal, html};
use crate::document::Role;

/// How a document begins.
pub(in crate::article) const MARK: &[u8] = b"{\\rtf";

/// Groups whose text is not part of the document as it is printed, besides those marked as such.
const UNSEEN: [&str; 22] = [
    "annotation",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "colortbl",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "listtext",
    "nonshppict",
    "pict",
    "pntext",
    "sp",
    "tc",
    "xe",
];

/// Marked groups (`\*`) whose text is seen all the same: notes, those around a text box,
/// and text in Unicode that stands beside the same in bytes.
const SEEN: [&str; 4] = ["footnote", "shpinst", "shptxt", "ud"];

/// The characters that words stand for.
const CHARACTERS: [(&str, &str); 14] = [
    ("bullet", "•"),
    ("emdash", "—"),
    ("emspace", " "),
    ("endash", "–"),
    ("enspace", " "),
    ("ldblquote", "“"),
    ("lquote", "‘"),
    ("ltrmark", "\u{200e}"),
    ("qmspace", " "),
    ("rdblquote", "”"),
    ("rquote", "’"),
    ("rtlmark", "\u{200f}"),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
];

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
const OWN: Range<u32> = 0xf000..0xf100;

/// How many notes and boxes may lie in each other as texts of their own.
const MAX_INSIDE: usize = 8;

/// The outline level of text that is no heading.
const BODY_LEVEL: i32 = 9;

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

/// The text of a document.
///
/// # Errors
/// Failed if it is no document or cut off.
pub(in crate::article) fn content_of(bytes: &[u8]) -> Result<Content, Refusal> {
    let bytes = bytes.trim_ascii_start();
    if !bytes.starts_with(MARK) {
        let reason = "it cannot be read as Rich Text Format: it does not begin like it";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    let mut walk = Walk::default();
    let mut tokens = Tokens { rest: bytes };
    while let Some(token) = tokens.next() {
        walk.token(token, &mut tokens);
        if walk.groups.is_empty() {
            break;
        }
    }
    if !walk.groups.is_empty() {
        return Err(Refusal::Failed("the document is cut off".to_owned()));
    }
    Ok(walk.finish())
}

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'b> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'b str, Option<i32>),
    /// A control symbol.
    Symbol(u8),
    /// A byte of text, as itself or by its number.
    Byte(u8),
}

/// The pieces of the source in order.
struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    fn take(&mut self, length: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The control word or symbol after a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let length = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if length == 0 {
            let symbol = *self.take(1).first()?;
            if symbol != b'\'' {
                return Some(Token::Symbol(symbol));
            }
            let digits = std::str::from_utf8(self.take(2)).ok()?;
            return Some(Token::Byte(u8::from_str_radix(digits, 16).unwrap_or(b'?')));
        }
        let name = std::str::from_utf8(self.take(length)).unwrap_or_default();
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self
            .rest
            .iter()
            .skip(sign)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let mut number = None;
        if digits > 0 {
            let written = std::str::from_utf8(self.take(sign + digits)).unwrap_or_default();
            number = written.parse().ok();
        }
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        Some(Token::Word(name, number))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            return Some(match *self.take(1).first()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                // Line breaks of the file are nothing; those of the document are words.
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Unseen,
    Fonts,
    Styles,
    /// A piece of the web page inside the document.
    Tag,
}

/// The letters of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// Those of the document's usual font.
    Usual,
    Page(&'static Encoding),
    /// Those of the font Symbol.
    Symbol,
    /// Those of another font of signs, which are pictures.
    Signs,
}

/// What holds until the end of a group.
#[derive(Debug, Clone, Copy)]
struct Group {
    place: Place,
    letters: Letters,
    /// The number of characters after one by its number that stand for it in older programs.
    stand_ins: usize,
    is_hidden: bool,
    is_deleted: bool,
    /// Whether text repeats the web page for other programs.
    is_repeated: bool,
    /// Whether the group is a text of its own in a paragraph, as a footnote is.
    is_inside: bool,
}

impl Group {
    fn hides(&self) -> bool {
        self.is_hidden || self.is_deleted || self.is_repeated
    }
}

struct Walk {
    groups: Vec<Group>,
    flow: Flow,
    /// The web page inside the document, if it is one.
    page: Option<String>,
    /// The letters of the document and of its fonts; the font that is being described.
    letters: &'static Encoding,
    fonts: BTreeMap<i32, Letters>,
    font: i32,
    default_font: Option<i32>,
    /// The styles by their numbers; the one that is being described, and its name.
    styles: BTreeMap<i32, Style>,
    style: i32,
    style_name: String,
    /// The number of open texts inside others.
    inside: usize,
    /// Whether the next group says in bytes what the one after it says in Unicode.
    repeats_next: bool,
    /// Whether the next word is that of a marked group.
    is_marked: bool,
    /// Bytes of text that are not decoded yet, and units of UTF-16.
    bytes: Vec<u8>,
    units: Vec<u16>,
    /// The number of characters to pass over.
    passed_over: usize,
}

impl Default for Walk {
    fn default() -> Self {
        let mut flow = Flow::default();
        flow.begin(Role::Body);
        Self {
            groups: Vec::new(),
            flow,
            page: None,
            letters: WINDOWS_1252,
            fonts: BTreeMap::new(),
            font: 0,
            default_font: None,
            styles: BTreeMap::new(),
            style: 0,
            style_name: String::new(),
            inside: 0,
            repeats_next: false,
            is_marked: false,
            bytes: Vec::new(),
            units: Vec::new(),
            passed_over: 0,
        }
    }
}

impl Walk {
    fn token(&mut self, token: Token<'_>, tokens: &mut Tokens<'_>) {
        match token {
            Token::Byte(byte) if self.passed_over == 0 => {
                self.flush_units();
                self.bytes.push(byte);
                return;
            }
            Token::Byte(_) => {
                self.passed_over -= 1;
                return;
            }
            Token::Word("u", Some(unit)) => {
                self.flush_bytes();
                // Units above 32,767 are written as negative numbers.
                self.units.push(unit as u16);
                self.passed_over = self.groups.last().map_or(1, |group| group.stand_ins);
                return;
            }
            // What stands in for a character may be a word or a symbol.
            Token::Word(name, _) if self.passed_over > 0 => {
                let is_character = CHARACTERS.iter().any(|(own, _)| *own == name);
                self.passed_over = if is_character {
                    self.passed_over - 1
                } else {
                    0
                };
                if is_character {
                    return;
                }
            }
            Token::Symbol(b'~' | b'_' | b'-') if self.passed_over > 0 => {
                self.passed_over -= 1;
                return;
            }
            _ => {}
        }
        self.flush();
        let is_marked = std::mem::take(&mut self.is_marked);
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Symbol(b'*') => self.is_marked = true,
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word("bin", Some(length)) => {
                tokens.take(usize::try_from(length).unwrap_or_default());
            }
            Token::Word(name, number) => self.word(name, number, is_marked),
            Token::Byte(_) => {}
        }
    }

    fn open(&mut self) {
        let group = self.groups.last().copied().unwrap_or(Group {
            place: Place::Text,
            letters: Letters::Usual,
            stand_ins: 1,
            is_hidden: false,
            is_deleted: false,
            is_repeated: false,
            is_inside: false,
        });
        let place = if std::mem::take(&mut self.repeats_next) {
            Place::Unseen
        } else {
            group.place
        };
        self.passed_over = 0;
        self.groups.push(Group {
            place,
            is_inside: false,
            ..group
        });
    }

    fn close(&mut self) {
        self.passed_over = 0;
        let Some(group) = self.groups.pop() else {
            return;
        };
        if group.is_inside {
            self.inside -= 1;
            self.flow.end();
        }
        if group.place == Place::Styles {
            let name = std::mem::take(&mut self.style_name);
            let name = name.trim_end_matches(';').to_lowercase();
            self.styles
                .extend(style_of(&name).map(|style| (self.style, style)));
            self.style = 0;
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'{' | b'}' | b'\\' => self.text(char::from(symbol).encode_utf8(&mut [0; 4])),
            b'\r' | b'\n' => self.end_paragraph(),
            // A hyphen that is shown only at the end of a line, and marks of an index.
            _ => {}
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>, is_marked: bool) {
        let is_on = number != Some(0);
        let Some(group) = self.groups.last_mut() else {
            return;
        };
        match name {
            "htmltag" if is_marked => group.place = Place::Tag,
            _ if is_marked && !SEEN.contains(&name) => group.place = Place::Unseen,
            _ if UNSEEN.contains(&name) => group.place = Place::Unseen,
            "fonttbl" => group.place = Place::Fonts,
            "stylesheet" => group.place = Place::Styles,
            "upr" => self.repeats_next = true,
            "footnote" | "shptxt" if self.inside < MAX_INSIDE => {
                self.inside += 1;
                group.is_inside = true;
                self.flow.begin(Role::Body);
            }
            "fromhtml" if is_on => self.page = Some(String::new()),
            "ansicpg" => self.letters_are(number),
            "deff" => self.default_font = number,
            "uc" => {
                group.stand_ins = number
                    .and_then(|count| usize::try_from(count).ok())
                    .unwrap_or(1)
            }
            "v" => group.is_hidden = is_on,
            "deleted" => group.is_deleted = is_on,
            "htmlrtf" => group.is_repeated = is_on,
            "plain" => {
                group.is_hidden = false;
                group.letters = Letters::Usual;
            }
            "f" if group.place == Place::Fonts => self.font = number.unwrap_or_default(),
            "f" => self.font_is(number),
            "fcharset" if group.place == Place::Fonts => {
                self.fonts
                    .insert(self.font, letters_of(number, self.letters));
            }
            "s" if group.place == Place::Styles => self.style = number.unwrap_or_default(),
            _ => self.structure(name, number),
        }
    }

    /// A word that is about paragraphs or stands for a character.
    fn structure(&mut self, name: &str, number: Option<i32>) {
        if !self.is_seen() {
            return;
        }
        match name {
            "par" | "sect" | "page" | "cell" | "nestcell" | "row" | "nestrow" => {
                self.end_paragraph()
            }
            "line" => self.text("\n"),
            "tab" => self.text(" "),
            "pard" => self.role_is(Role::Body),
            "outlinelevel" if number.is_some_and(|level| (0..BODY_LEVEL).contains(&level)) => {
                self.role_is(Role::Heading);
            }
            "s" => match number.and_then(|style| self.styles.get(&style)) {
                Some(Style::Role(role)) => self.role_is(*role),
                Some(Style::Contents) => {
                    if let Some(paragraph) = self.flow.paragraph() {
                        paragraph.role = None;
                    }
                }
                None => self.role_is(Role::Body),
            },
            _ => {
                if let Some((_, text)) = CHARACTERS.iter().find(|(own, _)| *own == name) {
                    self.text(text);
                }
            }
        }
    }

    fn letters_are(&mut self, page: Option<i32>) {
        // The Arabic code page of ASMO has the letters of ISO-8859-6.
        let page = page.map(|page| if page == 708 { 28596 } else { page });
        let page = page.and_then(|page| u16::try_from(page).ok());
        if let Some(letters) = page.and_then(codepage::to_encoding) {
            self.letters = letters;
        }
    }

    fn font_is(&mut self, font: Option<i32>) {
        let known = font.and_then(|font| self.fonts.get(&font).copied());
        let letters = known.unwrap_or(Letters::Usual);
        if let Some(group) = self.groups.last_mut() {
            group.letters = letters;
        }
    }

    fn role_is(&mut self, role: Role) {
        // The words that give a paragraph its role stand before its text.
        if let Some(paragraph) = self.flow.paragraph() {
            paragraph.role = Some(role);
        }
    }

    fn end_paragraph(&mut self) {
        if self.page.is_some() {
            self.text("\n");
        } else if self.is_seen() {
            let role = self.flow.paragraph().map(|paragraph| paragraph.role);
            self.flow.end();
            self.flow.begin(Role::Body);
            // Its properties hold for the next paragraph too, until they are reset.
            if let (Some(role), Some(next)) = (role, self.flow.paragraph()) {
                next.role = role;
            }
        }
    }

    fn is_seen(&self) -> bool {
        let group = self.groups.last();
        group.is_some_and(|group| matches!(group.place, Place::Text | Place::Tag) && !group.hides())
    }

    fn flush(&mut self) {
        self.flush_bytes();
        self.flush_units();
    }

    fn flush_units(&mut self) {
        if self.units.is_empty() {
            return;
        }
        let units = std::mem::take(&mut self.units);
        let is_own = |unit: &u16| OWN.contains(&u32::from(*unit));
        let text = if units.iter().all(is_own) {
            text_of_signs(
                self.letters(),
                units.into_iter().map(|unit| u32::from(unit) - OWN.start),
            )
        } else {
            String::from_utf16_lossy(&units)
        };
        self.text(&text);
    }

    fn flush_bytes(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        match self.letters() {
            Letters::Page(letters) => {
                let text = letters.decode_without_bom_handling(&bytes).0;
                self.text(&text);
            }
            signs => {
                let text = text_of_signs(signs, bytes.into_iter().map(u32::from));
                self.text(&text);
            }
        }
    }

    fn letters(&self) -> Letters {
        let own = self.groups.last().map(|group| group.letters);
        own.filter(|letters| *letters != Letters::Usual)
            .unwrap_or_else(|| {
                let usual = self.default_font.and_then(|font| self.fonts.get(&font));
                usual.copied().unwrap_or(Letters::Page(self.letters))
            })
    }

    fn text(&mut self, text: &str) {
        let Some(group) = self.groups.last() else {
            return;
        };
        match (group.place, &mut self.page) {
            (Place::Styles, _) => self.style_name.push_str(text),
            (Place::Fonts, _) => {
                let signs = self
                    .fonts
                    .get_mut(&self.font)
                    .filter(|font| **font == Letters::Signs);
                if let (Some(signs), true) = (signs, text.starts_with(SYMBOL)) {
                    *signs = Letters::Symbol;
                }
            }
            (Place::Tag, Some(page)) => page.push_str(text),
            (Place::Text, _) if group.hides() => {}
            (Place::Text, Some(page)) => page.push_str(text),
            (Place::Text, None) => self.flow.text(text),
            _ => {}
        }
    }

    fn finish(mut self) -> Content {
        self.flush();
        match self.page {
            Some(page) => Content::Page(page),
            None => Content::Parts(self.flow.finish()),
        }
    }
}

/// The text of signs by their codes in a font.
fn text_of_signs(letters: Letters, codes: impl Iterator<Item = u32>) -> String {
    match letters {
        Letters::Symbol => codes.filter_map(of_symbol).collect(),
        _ => String::new(),
    }
}

/// The letters of a font in a document with these.
fn letters_of(charset: Option<i32>, document: &'static Encoding) -> Letters {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
