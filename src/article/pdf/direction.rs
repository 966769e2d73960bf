//! From the order on the page to the order of reading, the reverse of the Unicode bidirectional
//! algorithm (UAX 9): letters lie from left to right, and those of right-to-left scripts are read
//! from right to left, but not the numbers and Latin names among them.

use super::glyphs::Atom;
use super::words::Word;
use crate::text::{Direction, Script};

/// Signs that have a mirror image, in pairs.
const PAIRS: [(char, char); 6] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('«', '»'),
    ('‹', '›'),
    ('<', '>'),
];

/// Characters that keep the two numbers around them in one number.
const SEPARATORS: [char; 7] = ['.', ',', ':', '/', '٫', '٬', '\u{a0}'];

/// Signs that keep the order of two numbers around them among Hebrew letters: among Arabic ones the first number stands
/// to the right of the second.
const RANGES: [&str; 2] = ["-", "+"];

/// Signs that among Hebrew letters stay on their side of the number that they are written onto (UAX 9, class ET).
const TERMINATORS: [&str; 9] = ["%", "‰", "$", "€", "£", "¥", "₪", "°", "#"];

/// Where the marks for bracket signs begin whose direction is not decided yet.
const UNDECIDED: u32 = 0xF_0000;

/// The class of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Number,
    Neutral,
}

/// Pieces of a line, from left to right.
#[derive(Debug, Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    class: Class,
}

impl<'t> Piece<'t> {
    const SPACE: Self = Self {
        text: " ",
        class: Class::Neutral,
    };

    fn of(atom: &'t Atom) -> Self {
        let text = atom.text.as_str();
        let mut classes = text.chars().map(class_of);
        let class = classes.find(|class| *class != Class::Neutral);
        Self {
            text,
            class: class.unwrap_or(Class::Neutral),
        }
    }
}

fn class_of(c: char) -> Class {
    if c.is_numeric() {
        return Class::Number;
    }
    match Script::of(c) {
        Some(script) if script.direction() == Direction::RightToLeft => Class::Right,
        Some(_) => Class::Left,
        None => Class::Neutral,
    }
}

/// How a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    FromTheRight,
    FromTheLeft,
    /// From left to right, also the letters of right-to-left scripts: the program that wrote the
    /// document knew nothing of them.
    AsDrawn,
}

/// How a document with these texts is read: in the direction of most of its letters.
pub(super) fn order_of<'t>(texts: impl Iterator<Item = &'t str>) -> Order {
    let (mut left, mut right) = (0_usize, 0_usize);
    for class in texts.flat_map(str::chars).map(class_of) {
        left += usize::from(class == Class::Left);
        right += usize::from(class == Class::Right);
    }
    if right > left {
        Order::FromTheRight
    } else {
        Order::FromTheLeft
    }
}

/// The text of a line in the order of reading. Brackets among right-to-left letters are marks that
/// [`with_brackets`] decides about.
pub(super) fn in_reading_order(words: &[Word], order: Order) -> String {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for word in words {
        if !pieces.is_empty() {
            pieces.push(Piece::SPACE);
        }
        pieces.extend(word.atoms.iter().map(Piece::of));
    }
    let mut text = String::new();
    let has = |class: Class| pieces.iter().any(|piece| piece.class == class);
    match order {
        Order::AsDrawn => pieces.iter().for_each(|piece| text.push_str(piece.text)),
        // A line of numbers and signs has the direction of the text around it.
        Order::FromTheRight if has(Class::Right) || !has(Class::Left) => {
            from_the_right(&pieces, &mut text);
        }
        _ => from_the_left(&pieces, &mut text),
    }
    text
}

fn from_the_left(pieces: &[Piece<'_>], text: &mut String) {
    let mut at = 0;
    while at < pieces.len() {
        if pieces[at].class == Class::Right {
            let end = last_before(&pieces[at..], Class::Left, |class| class == Class::Right) + at;
            from_the_right(&pieces[at..=end], text);
            at = end + 1;
        } else {
            text.push_str(pieces[at].text);
            at += 1;
        }
    }
}

fn from_the_right(pieces: &[Piece<'_>], text: &mut String) {
    let letters = || pieces.iter().flat_map(|piece| piece.text.chars());
    let has = |script: Script| letters().any(|c| Script::of(c) == Some(script));
    let is_hebrew = has(Script::Hebrew) && !has(Script::Arabic);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let rest = &pieces[at..];
        let before_number = is_hebrew
            && TERMINATORS.contains(&rest[0].text)
            && rest.get(1).is_some_and(|next| next.class == Class::Number);
        let length = match rest[0].class {
            Class::Left => latin(rest),
            Class::Number => number(rest, is_hebrew),
            Class::Neutral if before_number => 1 + number(&rest[1..], is_hebrew),
            Class::Right | Class::Neutral => 1,
        };
        runs.push((at, length));
        at += length;
    }
    for &(at, length) in runs.iter().rev() {
        let run = &pieces[at..at + length];
        match run {
            [piece] if piece.class == Class::Neutral => {
                text.extend(piece.text.chars().map(undecided));
            }
            _ => run.iter().for_each(|piece| text.push_str(piece.text)),
        }
    }
}

/// The place of the last piece of the wanted classes before the first of another class.
fn last_before(pieces: &[Piece<'_>], before: Class, wanted: impl Fn(Class) -> bool) -> usize {
    pieces
        .iter()
        .take_while(|piece| piece.class != before)
        .enumerate()
        .filter(|(_, piece)| wanted(piece.class))
        .last()
        .map_or(0, |(at, _)| at)
}

/// The number of pieces of Latin words with their numbers that begin here.
fn latin(pieces: &[Piece<'_>]) -> usize {
    let wanted = |class| matches!(class, Class::Left | Class::Number);
    let length = 1 + last_before(pieces, Class::Right, wanted);
    // A number goes with the word before it, but of two numbers the second stands in front: the day
    // of "2 May 2025".
    let mut words = pieces[..length].rsplit(|piece| piece.text == " ");
    let is_number = |word: Option<&[Piece<'_>]>| {
        word.is_some_and(|word| word.iter().all(|piece| piece.class == Class::Number))
    };
    let last = words.next().map_or(0, <[_]>::len);
    let last_is_number = is_number(Some(&pieces[length - last..length]));
    if last_is_number && is_number(words.next()) {
        return length - last - 1;
    }
    length
}

/// The number of pieces of a number that begins here, with Latin letters that are written onto it, and among Hebrew
/// letters with its signs and the number that it is a range with.
fn number(pieces: &[Piece<'_>], is_hebrew: bool) -> usize {
    let class = |at: usize| pieces.get(at).map(|piece: &Piece<'_>| piece.class);
    let mut at = 1;
    loop {
        match class(at) {
            Some(Class::Number) => at += 1,
            Some(Class::Left) => return at + latin(&pieces[at..]),
            Some(Class::Neutral)
                if class(at + 1) == Some(Class::Number)
                    && (pieces[at].text.chars().all(|c| SEPARATORS.contains(&c))
                        || is_hebrew && RANGES.contains(&pieces[at].text)) =>
            {
                at += 2;
            }
            Some(Class::Neutral) if is_hebrew && TERMINATORS.contains(&pieces[at].text) => at += 1,
            _ => return at,
        }
    }
}

fn mirrored(c: char) -> char {
    let pair = PAIRS.iter().find(|pair| pair.0 == c || pair.1 == c);
    pair.map_or(c, |&(open, close)| if c == open { close } else { open })
}

fn undecided(c: char) -> char {
    if mirrored(c) == c {
        return c;
    }
    char::from_u32(UNDECIDED + u32::from(c)).unwrap_or(c)
}

fn decided(c: char) -> Option<char> {
    let code = u32::from(c).checked_sub(UNDECIDED)?;
    char::from_u32(code).filter(|c| mirrored(*c) != *c)
}

/// How many closing brackets have no opening one before them and the other way round, if those that
/// are not decided are mirrored and if they are not.
pub(super) fn unpaired(text: &str) -> (usize, usize) {
    let count = |turns: bool| {
        let mut open: Vec<char> = Vec::new();
        let mut unpaired = 0;
        for c in text.chars() {
            let c = match decided(c) {
                Some(c) if turns => mirrored(c),
                Some(c) => c,
                None => c,
            };
            if PAIRS.iter().any(|pair| pair.0 == c) {
                open.push(c);
            } else if PAIRS.iter().any(|pair| pair.1 == c) {
                if open.last() == Some(&mirrored(c)) {
                    open.pop();
                } else {
                    unpaired += 1;
                }
            }
        }
        unpaired + open.len()
    };
    (count(true), count(false))
}

/// The text with its brackets as they are read. Some programs store the sign that is seen, others the
/// one that is meant; those that fit together are right, and `seen` decides where both do.
pub(super) fn with_brackets(text: &str, seen: bool) -> String {
    let (mirrored_ones, as_stored) = unpaired(text);
    let turns = if mirrored_ones == as_stored {
        seen
    } else {
        mirrored_ones < as_stored
    };
    text.chars()
        .map(|c| match decided(c) {
            Some(c) if turns => mirrored(c),
            Some(c) => c,
            None => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use unicode_bidi::{BidiInfo, Level};

    use super::super::glyphs::Sight;
    use super::super::words::words;
    use super::*;

    /// The words of a line whose letters lie from left to right.
    fn line(letters: &str) -> Vec<Word> {
        let atoms = (0_u32..).zip(letters.chars()).map(|(at, c)| Atom {
            text: c.to_string(),
            sight: Sight::Shown,
            origin: f64::from(at),
            left: f64::from(at),
            right: f64::from(at) + 0.9,
            y: 10.0,
            size: 2.0,
        });
        words(atoms.collect())
    }

    #[test]
    fn what_the_bidirectional_algorithm_lays_out_is_read_back() {
        for text in [
            "وصل 34 لاجئا (بينهم 12 طفلا) إلى «الميناء».",
            "قال المدير Daniel O'Brien إن المكتب سيطور Gemini و Maps في 2 May 2025.",
            "حصلت القائمة على 19 مقعدا (31.7%).",
            "ارتفع السعر 1,208.5 دولار في 14/05/2023 الساعة 16:30.",
            "طائرة Boeing 737 من الفترة 2024-2028، و4 شركات 3M.",
            "ارتفع بنسبة ٣٫٥٪ إلى ١٢٠٠ ريال",
            "رفع الموقع https://example.org/a-b?c=1 اليوم",
            "و«الشركة [الأولى]» هنا",
            "1964.",
            "העלות הייתה 3,250,000 ש\"ח (45%) בשנים 2019-2023.",
            "המחיר עלה ל-$45 ביום 5.3.2024, ב-9:30.",
        ] {
            let info = BidiInfo::new(text, Some(Level::rtl()));
            let laid_out = info.reorder_line(&info.paragraphs[0], 0..text.len());
            let read = in_reading_order(&line(&laid_out), Order::FromTheRight);
            assert_eq!(with_brackets(&read, false), text);
        }
    }

    #[test]
    fn brackets_are_read_as_they_fit_together() {
        let stored_as = |letters: &str| {
            let read = in_reading_order(&line(letters), Order::FromTheRight);
            with_brackets(&read, false)
        };
        assert_eq!(stored_as("لاق )معن(و"), "و(نعم) قال");
        assert_eq!(stored_as("لاق (معن)و"), "و(نعم) قال");
    }

    #[test]
    fn a_latin_line_keeps_its_order() {
        for order in [Order::FromTheLeft, Order::FromTheRight] {
            let read = in_reading_order(&line("He said (so) 5%."), order);
            assert_eq!(read, "He said (so) 5%.");
        }
    }
}
