//! The lines of a column. This file owns how words become lines, and what small figures above a line
//! are.

use super::direction::{Order, in_reading_order};
use super::words::Word;

/// A gap within a line from this width on, in sizes of its letters, parts cells of a table.
const CELL: f64 = 1.8;

/// Figures below this share of a line's size, raised by at least this share of it, point to notes.
const SMALL: f64 = 0.8;
const RAISED: f64 = 0.15;

/// Units whose square or cube is written with a raised figure.
const UNITS: [&str; 9] = ["m", "km", "cm", "mm", "ft", "م", "كم", "سم", "مم"];

/// A line of text, or a cell of one.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// In reading order.
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its baseline, in points from the upper edge of the page.
    pub(super) y: f64,
    pub(super) size: f64,
    /// The width of its first word in reading order.
    pub(super) first: f64,
    /// Whether it is one of several cells in a line.
    pub(super) is_cell: bool,
}

/// The lines of a column from top to bottom, cells in the order of reading.
pub(super) fn lines(mut words: Vec<Word>, order: Order) -> Vec<Line> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        let is_beside = |row: &Vec<Word>| {
            let largest = row.iter().max_by(|a, b| a.size.total_cmp(&b.size));
            largest.is_some_and(|other| overlap(&word, other))
        };
        match rows.last_mut().filter(|row| is_beside(row)) {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    rows.into_iter().flat_map(|row| cells(row, order)).collect()
}

/// Whether the middle of one of two words is as high as the other word.
fn overlap(a: &Word, b: &Word) -> bool {
    let within = |a: &Word, b: &Word| {
        let middle = a.y - 0.3 * a.size;
        (b.top()..=b.bottom()).contains(&middle)
    };
    within(a, b) || within(b, a)
}

fn cells(mut row: Vec<Word>, order: Order) -> Vec<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let largest = row.iter().map(|word| word.size).fold(0.0, f64::max);
    let base = row
        .iter()
        .filter(|word| word.size >= SMALL * largest)
        .map(|word| word.y)
        .fold(0.0, f64::max);
    let (figures, mut words): (Vec<Word>, Vec<Word>) = row
        .into_iter()
        .partition(|word| is_raised_figure(word, largest, base));
    for figure in figures {
        let gap = |word: &Word| (word.left - figure.right).max(figure.left - word.right);
        let nearest = words.iter_mut().min_by(|a, b| gap(a).total_cmp(&gap(b)));
        if let Some(unit) = nearest {
            raise(unit, &figure);
        }
    }
    let mut cells: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match cells.last_mut() {
            Some(cell) if word.left - cell[cell.len() - 1].right < CELL * largest => {
                cell.push(word);
            }
            _ => cells.push(vec![word]),
        }
    }
    if order == Order::FromTheRight {
        cells.reverse();
    }
    let is_cell = cells.len() > 1;
    cells
        .into_iter()
        .map(|cell| line(&cell, is_cell, order))
        .collect()
}

fn line(words: &[Word], is_cell: bool, order: Order) -> Line {
    let first = if order == Order::FromTheRight {
        words.last()
    } else {
        words.first()
    };
    // Of two sizes in a line, that of more letters.
    let mut sizes: Vec<(f64, f64)> = words
        .iter()
        .flat_map(|word| word.atoms.iter().map(|_| (word.size, word.y)))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (size, y) = sizes[sizes.len() / 2];
    Line {
        text: in_reading_order(words, order),
        left: words
            .iter()
            .map(|word| word.left)
            .fold(f64::INFINITY, f64::min),
        right: words.iter().map(|word| word.right).fold(0.0, f64::max),
        y,
        size,
        first: first.map_or(0.0, first_width),
        is_cell,
    }
}

/// The width of a word, or of the first one in a text that stands for several.
fn first_width(word: &Word) -> f64 {
    let texts = word.atoms.iter().map(|atom| atom.text.as_str());
    let text: String = texts.collect();
    let first = text.split(' ').next().unwrap_or_default();
    #[allow(clippy::cast_precision_loss)] // Lines are short.
    let share = first.len() as f64 / text.len().max(1) as f64;
    (word.right - word.left) * share
}

fn is_raised_figure(word: &Word, size: f64, y: f64) -> bool {
    word.size < SMALL * size
        && y - word.y > RAISED * size
        && word.characters() <= 3
        && word
            .atoms
            .iter()
            .all(|atom| atom.text.chars().all(char::is_numeric))
}

/// Writes the square or cube of a unit out; any other raised figure is that of a note.
fn raise(unit: &mut Word, figure: &Word) {
    let power = match figure.atoms.first().map(|atom| atom.text.as_str()) {
        Some("2" | "٢") => '²',
        Some("3" | "٣") => '³',
        _ => return,
    };
    let name: String = unit.atoms.iter().map(|atom| atom.text.as_str()).collect();
    let reversed: String = unit
        .atoms
        .iter()
        .rev()
        .map(|atom| atom.text.as_str())
        .collect();
    if UNITS.contains(&name.as_str()) || UNITS.contains(&reversed.as_str()) {
        let last = if name.is_ascii() {
            unit.atoms.last_mut()
        } else {
            unit.atoms.first_mut()
        };
        if let Some(last) = last {
            last.text.push(power);
        }
    }
}
