//! The lines of a column. This file owns how words become lines, and what small figures above a line
//! are.

use super::direction::{Order, in_reading_order};
use super::words::Word;

/// A gap within a line from this width on, in sizes of its letters, parts cells of a table.
const CELL: f64 = 1.8;

/// Letters are larger than those of the story from this ratio on.
pub(super) const LARGER: f64 = 1.12;

/// A justified line ends less than this from both edges of its column, in sizes of its letters, and
/// its widest gap is at most so much wider than its narrowest.
const EDGE: f64 = 0.5;
const ALIKE: f64 = 1.3;

/// Lines that are nearer than this, in sizes of their letters, are of one text.
pub(super) const NEAR: f64 = 2.0;

/// Figures below this share of a line's size, raised by at least this share of it, point to notes.
const SMALL: f64 = 0.88;
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
    let rows: Vec<Row> = rows.into_iter().map(Row::of).collect();
    let whole = whole(&rows);
    rows.into_iter()
        .zip(whole)
        .flat_map(|(row, is_whole)| row.cells(is_whole, order))
        .collect()
}

/// Whether the middle of one of two words is as high as the other word.
fn overlap(a: &Word, b: &Word) -> bool {
    let within = |a: &Word, b: &Word| {
        let middle = a.y - 0.3 * a.size;
        (b.top()..=b.bottom()).contains(&middle)
    };
    within(a, b) || within(b, a)
}

/// The words on one line from left to right, without the raised figures; never empty.
struct Row {
    words: Vec<Word>,
    /// Size of its largest letters.
    size: f64,
}

impl Row {
    fn of(mut row: Vec<Word>) -> Self {
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
        Self {
            words,
            size: largest,
        }
    }

    fn left(&self) -> f64 {
        self.words[0].left
    }

    fn right(&self) -> f64 {
        let ends = self.words.iter().map(|word| word.right);
        ends.fold(0.0, f64::max)
    }

    /// The narrowest and the widest gap between two words, in sizes of the letters.
    fn gaps(&self) -> (f64, f64) {
        let gaps = self
            .words
            .windows(2)
            .map(|pair| pair[1].left - pair[0].right);
        let (least, most) = gaps.fold((f64::INFINITY, 0.0_f64), |(least, most), gap| {
            (least.min(gap), most.max(gap))
        });
        (least / self.size, most / self.size)
    }

    /// Whether it has several words, and most of them are no numbers.
    fn is_prose(&self) -> bool {
        let is_number = |word: &&Word| {
            let mut characters = word.atoms.iter().flat_map(|atom| atom.text.chars());
            !characters.any(char::is_alphabetic)
        };
        let numbers = self.words.iter().filter(is_number).count();
        self.words.len() > 1 && 2 * numbers < self.words.len()
    }

    /// Its cells in the order of reading; one if it is a whole line.
    fn cells(self, is_whole: bool, order: Order) -> Vec<Line> {
        let mut cells: Vec<Vec<Word>> = Vec::new();
        for word in self.words {
            match cells.last_mut() {
                Some(cell)
                    if is_whole || word.left - cell[cell.len() - 1].right < CELL * self.size =>
                {
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
}

/// Which rows are one line of justified text, however wide its gaps are: they fill their column, their
/// gaps are alike, and a line beside them fills it with gaps that cells have not.
fn whole(rows: &[Row]) -> Vec<bool> {
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    // A headline may be wider than the column below it.
    let story = || rows.iter().filter(|row| row.size <= LARGER * usual);
    let left = story().map(Row::left).fold(f64::INFINITY, f64::min);
    let right = story().map(Row::right).fold(0.0, f64::max);
    let may_be: Vec<bool> = rows
        .iter()
        .map(|row| {
            let (least, most) = row.gaps();
            let edge = EDGE * row.size;
            row.is_prose()
                && row.left() - left < edge
                && right - row.right() < edge
                && (most < CELL || most <= ALIKE * least)
        })
        .collect();
    let mut whole: Vec<bool> = rows
        .iter()
        .zip(&may_be)
        .map(|(row, may_be)| *may_be && row.gaps().1 < CELL)
        .collect();
    let is_near = |a: &Row, b: &Row| (a.words[0].y - b.words[0].y).abs() <= NEAR * a.size;
    for at in 1..rows.len() {
        whole[at] |= may_be[at] && whole[at - 1] && is_near(&rows[at], &rows[at - 1]);
    }
    for at in (1..rows.len()).rev() {
        whole[at - 1] |= may_be[at - 1] && whole[at] && is_near(&rows[at - 1], &rows[at]);
    }
    whole
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

#[cfg(test)]
mod tests {
    use super::super::glyphs::Atom;
    use super::super::testing::drawn;
    use super::super::words;
    use super::*;

    fn read(atoms: Vec<Atom>) -> Vec<String> {
        let lines = lines(words::words(atoms), Order::FromTheLeft);
        lines.into_iter().map(|line| line.text).collect()
    }

    /// The lines of a column of letters of one size.
    fn read_column(column: &[(f64, &str)]) -> Vec<String> {
        let atoms = column
            .iter()
            .flat_map(|line| drawn(50.0, line.0, 10.0, line.1));
        read(atoms.collect())
    }

    #[test]
    fn wide_gaps_in_justified_lines_part_no_words() {
        let column = [
            (100.0, "officials said infrastructure"),
            (115.0, "would    considerably    help"),
            (130.0, "nevertheless       everywhere"),
            (145.0, "in the town."),
        ];
        let expected = [
            "officials said infrastructure",
            "would considerably help",
            "nevertheless everywhere",
            "in the town.",
        ];
        assert_eq!(read_column(&column), expected);
    }

    #[test]
    fn cells_stay_apart_below_a_line_of_text() {
        let table = [
            (100.0, "the prices of the last months"),
            (115.0, "iron          40          210"),
            (130.0, "wood                      195"),
            (145.0, "cement      stone       glass"),
            (175.0, "article                 price"),
        ];
        let expected = [
            "the prices of the last months",
            "iron",
            "40",
            "210",
            "wood",
            "195",
            "cement",
            "stone",
            "glass",
            "article",
            "price",
        ];
        assert_eq!(read_column(&table), expected);
    }

    #[test]
    fn the_raised_number_of_a_note_is_no_word_whatever_its_size() {
        for size in [6.0, 8.3] {
            let mut atoms = drawn(50.0, 100.0, 10.0, "in the town.");
            atoms.extend(drawn(110.0, 96.0, size, "1"));
            assert_eq!(read(atoms), ["in the town."]);
        }
    }
}
