//! Documents as they are printed (PDF, ISO 32000-2). A page says where each letter is drawn and
//! nothing of words or lines; this folder reads them off the places of the letters, in these steps:
//! letters, words, columns, lines in the order of reading, paragraphs. Pages that are pictures are
//! not read.

mod columns;
mod direction;
mod furniture;
mod glyphs;
mod limits;
mod lines;
mod paragraphs;
mod streams;
#[cfg(test)]
mod testing;
mod whole;
mod words;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::direction::Order;
use self::glyphs::{Atom, Canvas, Drawn, Sight, TooMuch, UNKNOWN};
use self::paragraphs::Column;
use super::Reason;
use super::extracted::Extracted;
use super::parts::article_of;
use super::record::Context;
use super::{LeftOut, Refusal};
use crate::text::{self, Script};

/// A picture that covers this share of its page is the page itself.
const SCAN: f64 = 0.5;

/// The largest share of letters that may be unknown, in percent.
const MAX_UNKNOWN: usize = 10;

/// The largest share of words with signs in the middle, in percent.
const MAX_WRONG: usize = 4;

/// Signs that stand between the letters of a word.
const JOINERS: [char; 6] = ['-', '.', '/', ':', ',', '_'];

/// The reason for refusing a text without sense.
const UNREADABLE: &str =
    "the document does not say which letters its signs are; it needs OCR first";

/// A page with fewer letters has no text.
const FEW_LETTERS: usize = 20;

/// Reads a document.
pub(super) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    if !streams::unpack_sanely(bytes) {
        let reason = "a part of the document unpacks to more than 256 MiB, or all of it to more than 200 times its size, as no text does";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(unopened)?;
    if whole::is_cut_off(bytes) {
        let reason =
            "the document is cut off, and pages may be missing; get it again, or store it anew";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    if !limits::has_sane_fonts(&pdf) {
        let reason = "the document is damaged: its fonts have more letters than fonts can have";
        return Err(Refusal::Failed(reason.to_owned()));
    }
    let mut pages = Pages::default();
    let mut canvas = Canvas::new();
    for page in pdf.pages().iter() {
        match canvas.draw(page) {
            Ok(drawn) => pages.add(drawn),
            Err(TooMuch) => {
                let reason = "the document is damaged: it draws without end";
                return Err(Refusal::Failed(reason.to_owned()));
            }
        }
    }
    pages.check()?;
    let mut article = pages.article(pages.order(), context);
    if text::is_backwards(&article.text, context.language) {
        article = pages.article(Order::AsDrawn, context);
    }
    if is_garbled(&article.text) {
        return Err(Refusal::Failed(UNREADABLE.to_owned()));
    }
    Ok(article)
}

/// Whether many words have signs in the middle that no word has: the document gives its letters a
/// wrong meaning.
fn is_garbled(text: &str) -> bool {
    let is_arabic = |c: &char| Script::of(*c) == Some(Script::Arabic);
    let (mut words, mut wrong) = (0, 0);
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        if letters.iter().filter(|c| is_arabic(c)).count() < 2 {
            continue;
        }
        words += 1;
        let is_wrong = |trio: &[char]| {
            is_arabic(&trio[0])
                && is_arabic(&trio[2])
                && (trio[1].is_ascii() && !JOINERS.contains(&trio[1]) || trio[1] == UNKNOWN)
        };
        wrong += usize::from(letters.windows(3).any(is_wrong));
    }
    wrong * 100 > MAX_WRONG * words
}

/// What is wrong with a file that cannot be opened.
fn unopened(error: LoadPdfError) -> Refusal {
    let reason = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "the document needs a password; store it without one"
        }
        LoadPdfError::Decryption(_) => {
            "the document is encrypted in an unknown way; store it without a password"
        }
        LoadPdfError::Invalid => "it is no PDF document, or a damaged one",
    };
    Refusal::Failed(reason.to_owned())
}

/// What is drawn on the pages of a document.
#[derive(Debug, Default)]
struct Pages {
    /// The letters of each page that are read.
    letters: Vec<Vec<Atom>>,
    heights: Vec<f64>,
    /// The number of pages that are pictures.
    pictures: usize,
    /// Whether there is text that does not stand upright.
    has_turned: bool,
    left_out: LeftOut,
}

impl Pages {
    fn add(&mut self, drawn: Drawn) {
        let is_scan = drawn.picture >= SCAN;
        let letters = |sight: Sight| {
            let atoms = drawn.atoms.iter().filter(|atom| atom.sight == sight);
            atoms.filter(|atom| !atom.is_space()).count()
        };
        let (shown, hidden) = (letters(Sight::Shown), letters(Sight::Hidden));
        // Below a scan lies its text; in a scan with text above it, that text lies twice. Elsewhere
        // invisible letters are filled with a pattern.
        let reads_hidden = !is_scan || shown < hidden;
        // Some programs call everything an artifact.
        let reads_around = letters(Sight::Around) > shown + hidden;
        let (read, rest): (Vec<Atom>, Vec<Atom>) =
            drawn.atoms.into_iter().partition(|atom| match atom.sight {
                Sight::Shown => true,
                Sight::Hidden => reads_hidden,
                Sight::Around => reads_around,
            });
        if is_scan && read.len() < FEW_LETTERS {
            self.pictures += 1;
        }
        let around: String = rest
            .iter()
            .filter(|atom| atom.sight == Sight::Around)
            .map(|atom| atom.text.as_str())
            .collect();
        self.left_out.add(left_out(Reason::Running, &around));
        self.has_turned |= drawn.turned.chars().any(char::is_alphabetic);
        let turned = left_out(Reason::Elsewhere, &drawn.turned);
        self.left_out.add(turned);
        self.letters.push(read);
        self.heights.push(drawn.height);
    }

    /// Whether there is a text that can be read.
    fn check(&self) -> Result<(), Refusal> {
        let characters = || {
            let atoms = self.letters.iter().flatten();
            atoms.flat_map(|atom| atom.text.chars())
        };
        let letters = characters().filter(|c| c.is_alphabetic()).count();
        let unknown = characters().filter(|c| *c == UNKNOWN).count();
        if letters + unknown < FEW_LETTERS && self.pictures > 0 {
            let reason = "its pages are pictures without text; it needs OCR first";
            return Err(Refusal::Skipped(reason.to_owned()));
        }
        if letters + unknown == 0 && self.has_turned {
            let reason =
                "its letters are turned sideways; turn the pages upright and store it again";
            return Err(Refusal::Failed(reason.to_owned()));
        }
        if unknown * 100 > MAX_UNKNOWN * (letters + unknown) {
            return Err(Refusal::Failed(UNREADABLE.to_owned()));
        }
        Ok(())
    }

    fn order(&self) -> Order {
        let atoms = self.letters.iter().flatten();
        direction::order_of(atoms.map(|atom| atom.text.as_str()))
    }

    fn article(&self, order: Order, context: &Context<'_>) -> Extracted {
        let right_to_left = order == Order::FromTheRight;
        let mut columns: Vec<Column> = Vec::new();
        for (page, atoms) in self.letters.iter().enumerate() {
            let words = words::words(atoms.clone());
            for words in columns::columns(words, right_to_left) {
                let lines = lines::lines(words, order);
                columns.push(Column { page, lines });
            }
        }
        let mut left = self.left_out.clone();
        left.add(LeftOut {
            blocks: self.pictures,
            kinds: std::iter::repeat_n(Reason::Picture, self.pictures.min(1)).collect(),
            ..LeftOut::default()
        });
        for text in furniture::without_furniture(&mut columns, &self.heights) {
            left.add(left_out(Reason::Running, &text));
        }
        let parts = paragraphs::parts(&columns, right_to_left);
        Extracted {
            left_out: left,
            ..article_of(&parts, context.language)
        }
    }
}

/// A text that is left out for a reason.
fn left_out(reason: Reason, text: &str) -> LeftOut {
    let words = text::count_words(text);
    if words == 0 {
        return LeftOut::default();
    }
    LeftOut {
        words,
        blocks: 1,
        prose: 0,
        kinds: vec![reason],
    }
}
