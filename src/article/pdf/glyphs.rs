//! What a page draws: letters with their places, and pictures. This file owns how a PDF library's
//! drawing operations become letters; it never decides how they are read.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, interpret_page,
};
use unicode_normalization::UnicodeNormalization;

use crate::text::TATWEEL;

/// Maximum number of drawing operations and letters of a page. One of a newspaper has about 20,000.
const MAX_OPERATIONS: usize = 500_000;

/// Units of a glyph's outline in the size of its font.
const UNITS: f64 = 1000.0;

/// The height above and below the baseline of a stroke that is no letter, in units of a glyph's outline.
const STROKE: f64 = 300.0;

/// What stands for a glyph whose letter is not known.
pub(super) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// How letters are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// On the page.
    Shown,
    /// Nowhere, as the text that a program for scans puts under the picture of a page.
    Hidden,
    /// Around the text, as the document says: running heads and page numbers.
    Around,
}

/// A glyph with the text that it stands for, or several that stand for one text together.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) text: String,
    pub(super) sight: Sight,
    /// Where it is put on its line, in points from the left edge of the page.
    pub(super) origin: f64,
    /// The ends of its ink, in points from the left edge of the page.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its baseline, in points from the upper edge of the page.
    pub(super) y: f64,
    /// The size of its font in points.
    pub(super) size: f64,
}

impl Atom {
    /// Whether it is white space.
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// The middle of its ink.
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// What a page draws.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Height of the page in points.
    pub(super) height: f64,
    /// In the order of drawing.
    pub(super) atoms: Vec<Atom>,
    /// Text that is turned, as beside pictures.
    pub(super) turned: String,
    /// The share of the page that its largest picture covers.
    pub(super) picture: f64,
}

/// A page asks for more than [`MAX_OPERATIONS`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

/// Draws the pages of one document.
pub(super) struct Canvas<'a> {
    cache: InterpreterCache<'a>,
    /// Ink of glyphs, by the keys of the library.
    ink: HashMap<u128, Rect>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: InterpreterCache::new(),
            ink: HashMap::new(),
        }
    }

    /// What a page draws.
    ///
    /// # Errors
    /// The page draws without end, as forms that hold each other several times do.
    pub(super) fn draw(&mut self, page: &Page<'a>) -> Result<Drawn, TooMuch> {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let upright = Affine::new(page.initial_transform(true).as_coeffs().map(f64::from));
        let settings = InterpreterSettings {
            // The remarks of a reader are no part of the page.
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let bounds = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(upright, bounds, &self.cache, page.xref(), settings);
        let mut pen = Pen {
            page: bounds,
            operations: 0,
            ink: &mut self.ink,
            drawn: Drawn {
                height,
                ..Drawn::default()
            },
            marks: Vec::new(),
        };
        // The library cannot be told to stop.
        match catch_unwind(AssertUnwindSafe(|| {
            interpret_page(page, &mut context, &mut pen);
        })) {
            Ok(()) => Ok(pen.drawn),
            Err(payload) if payload.is::<TooMuch>() => Err(TooMuch),
            Err(payload) => resume_unwind(payload),
        }
    }
}

/// A marked part of a page that is being drawn.
struct Mark {
    /// The number of letters before it.
    start: usize,
    /// The text that its glyphs stand for together.
    actual: Option<String>,
    is_around: bool,
}

struct Pen<'p> {
    page: Rect,
    operations: usize,
    ink: &'p mut HashMap<u128, Rect>,
    drawn: Drawn,
    marks: Vec<Mark>,
}

impl Pen<'_> {
    fn count(&mut self, operations: usize) {
        self.operations += operations;
        if self.operations > MAX_OPERATIONS {
            resume_unwind(Box::new(TooMuch));
        }
    }

    /// The ink of a glyph in its own units; empty if it has none or it is not known.
    fn ink_of(&mut self, glyph: &Glyph<'_>) -> Rect {
        match glyph {
            Glyph::Outline(outline) => *self
                .ink
                .entry(outline.identifier().cache_key())
                .or_insert_with(|| outline.outline().bounding_box()),
            Glyph::Type3(drawn) => {
                let width = drawn.advance_width().map_or(0.0, f64::from);
                Rect::new(0.0, 0.0, width, UNITS)
            }
        }
    }

    /// Puts one text in the place of the glyphs from `start` on, if they are of one line.
    fn stand_for(&mut self, start: usize, text: String) {
        let Some(atoms) = self
            .drawn
            .atoms
            .get(start..)
            .filter(|atoms| !atoms.is_empty())
        else {
            return;
        };
        let width = |atom: &Atom| atom.right - atom.left;
        let widest = atoms
            .iter()
            .max_by(|a, b| width(a).total_cmp(&width(b)))
            .expect("there is one");
        let apart = |atom: &Atom| (atom.y - widest.y).abs() > widest.size;
        if atoms.iter().any(apart) {
            return;
        }
        let least = |of: fn(&Atom) -> f64| atoms.iter().map(of).fold(f64::INFINITY, f64::min);
        let whole = Atom {
            text,
            origin: widest.origin,
            left: least(|atom| atom.left),
            right: -least(|atom| -atom.right),
            ..widest.clone()
        };
        self.drawn.atoms.truncate(start);
        if !whole.text.is_empty() {
            self.drawn.atoms.push(whole);
        }
    }
}

impl<'a> Device<'a> for Pen<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len());
        let is_around = self.marks.iter().any(|mark| mark.is_around);
        let sight = match mode {
            DrawMode::Invisible => Sight::Hidden,
            _ if is_around => Sight::Around,
            _ => Sight::Shown,
        };
        self.drawn.turned.push(' ');
        let places: Vec<Affine> = run
            .glyphs()
            .iter()
            .map(|glyph| props.transform * glyph.transform())
            .collect();
        for (at, glyph) in run.glyphs().iter().enumerate() {
            let place = places[at];
            let origin = place * Point::ZERO;
            let [across, slope, skew, up, ..] = place.as_coeffs();
            let own = self.ink_of(glyph);
            let text = text_of(glyph);
            // A text that stands for several glyphs needs the places of all.
            let is_told = self.marks.iter().any(|mark| mark.actual.is_some());
            if !is_told && is_stroke(own, &text) {
                continue;
            }
            if !self.page.contains(origin) {
                continue;
            }
            // Letters that stand upright go to the right, and up against the axis of the page.
            if across <= 0.0 || up >= 0.0 || slope.abs() > 0.1 * across {
                self.drawn.turned.push_str(&text);
                continue;
            }
            let size = UNITS * up.hypot(skew);
            let ink = place.transform_rect_bbox(own);
            let (left, right) = if ink.width() > 0.0 {
                (ink.x0, ink.x1)
            } else if text.chars().all(char::is_whitespace) {
                (origin.x, origin.x)
            } else {
                // A font that is not in the file: up to the next letter.
                let next = places
                    .get(at + 1)
                    .map_or(0.0, |next| (*next * Point::ZERO).x);
                let near = (origin.x..origin.x + 1.5 * size).contains(&next);
                (origin.x, if near { next } else { origin.x + size / 2.0 })
            };
            self.drawn.atoms.push(Atom {
                text,
                sight,
                origin: origin.x,
                left,
                right,
                y: origin.y,
                size,
            });
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.count(1);
        let actual = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .map(|text| decoded(text.as_bytes()));
        self.marks.push(Mark {
            start: self.drawn.atoms.len(),
            actual,
            is_around: tag == b"Artifact",
        });
    }

    fn end_marked_content(&mut self) {
        let Some(mark) = self.marks.pop() else {
            return;
        };
        if let Some(text) = mark.actual {
            self.stand_for(mark.start, text);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(1);
        let square = Rect::new(0.0, 0.0, image.width().into(), image.height().into());
        let covered = props
            .transform
            .transform_rect_bbox(square)
            .intersect(self.page);
        let share = covered.area() / self.page.area().max(1.0);
        self.drawn.picture = self.drawn.picture.max(share);
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Whether a glyph is the flat stroke that makes Arabic words longer, or a dot of a letter. Some programs
/// state no text for these, so that their codes are taken for one.
fn is_stroke(ink: Rect, text: &str) -> bool {
    let is_flat = ink.height() > 0.0 && ink.y1 < STROKE && ink.y0 > -STROKE;
    let is_low = |c: char| matches!(c, '.' | ',' | '_' | '-' | '…' | '·' | TATWEEL);
    text.chars().all(|c| c == TATWEEL)
        || is_flat
            && text
                .chars()
                .all(|c| c == UNKNOWN || c.is_ascii() && !is_low(c) && !c.is_whitespace())
}

/// The text that a glyph stands for.
fn text_of(glyph: &Glyph<'_>) -> String {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(c)) => c.to_string(),
        Some(BfString::String(text)) => text,
        None => return UNKNOWN.to_string(),
    };
    let is_known = |c: char| !c.is_control() && !is_private(c);
    match text.as_str() {
        "\t" | "\n" | "\r" => " ".to_owned(),
        _ if text.is_empty() || !text.chars().all(is_known) => UNKNOWN.to_string(),
        _ => in_letters(&text),
    }
}

/// The text with letters in place of the forms that they have in a word.
fn in_letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb50}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdf9}' | '\u{fe70}'..='\u{fefc}' => {
                // Vowel signs that stand alone are made with a space or a stroke below them.
                letters.extend(c.nfkc().filter(|c| *c != ' ' && *c != TATWEEL));
            }
            _ => letters.push(c),
        }
    }
    // One glyph is never alef before lam; some programs list a ligature's letters from the left.
    match letters.chars().collect::<Vec<_>>()[..] {
        [alef @ ('ا' | 'أ' | 'إ' | 'آ'), 'ل'] => format!("ل{alef}"),
        _ => letters,
    }
}

/// Whether a character has a meaning only in one font.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A text string of PDF (ISO 32000-2, 7.9.2): UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2);
            let units = units.map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            let characters = char::decode_utf16(units).map(|c| c.unwrap_or(UNKNOWN));
            characters.filter(|c| !c.is_control()).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_become_letters() {
        for (form, letters) in [
            ("\u{fedf}", "ل"),
            ("\u{fefb}", "لا"),
            ("ال", "لا"),
            ("\u{fe76}", "\u{64e}"),
            ("\u{fc61}", "\u{64f}\u{651}"),
            ("\u{fd3e}", "\u{fd3e}"),
        ] {
            assert_eq!(in_letters(form), letters);
        }
    }

    #[test]
    fn text_strings_are_read_in_each_encoding() {
        assert_eq!(decoded(b"\xfe\xff\x06\x41\x06\x4a"), "في");
        assert_eq!(decoded("\u{feff}في".as_bytes()), "في");
        assert_eq!(decoded(b"(a)"), "(a)");
    }
}
