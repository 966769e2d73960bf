//! The walk through a document: what each word means for the text around it.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::Content;
use super::letters::{Letters, OWN, letters_of, text_of_signs};
use super::tokens::{Token, Tokens};
use crate::article::office::flow::Flow;
use crate::article::office::styles::{Style, style_of};
use crate::article::office::symbols::SYMBOL;
use crate::document::Role;

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

/// How many notes and boxes may lie in each other as texts of their own.
const MAX_INSIDE: usize = 8;

/// The outline level of text that is no heading.
const BODY_LEVEL: i32 = 9;

/// The text of a document; `None` if it is cut off.
pub(super) fn content(bytes: &[u8]) -> Option<Content> {
    let mut walk = Walk::default();
    let mut tokens = Tokens { rest: bytes };
    while let Some(token) = tokens.next() {
        walk.token(token, &mut tokens);
        if walk.groups.is_empty() {
            return Some(walk.finish());
        }
    }
    None
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
            "dropcapli" if number.is_some_and(|lines| lines > 0) => {
                if let Some(paragraph) = self.flow.paragraph() {
                    paragraph.goes_on = true;
                }
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
