//! Words of a page: letters on one baseline without a gap between them. This file owns how letters
//! become words, whatever order a program drew them in.

use unicode_normalization::char::is_combining_mark;

use super::glyphs::Atom;
use crate::text::Script;

/// Letters whose baselines differ by less than this share of their size stand on one.
const BASELINE: f64 = 0.2;

/// Letters that are drawn twice at less than this share of their size from each other, to look bold,
/// are one.
const TWICE: f64 = 0.12;

/// The gap that parts words, as a share of the letters' size.
const GAP: f64 = 0.18;

/// The same on a line with spaces. Between two scripts programs leave them out.
const GAP_BESIDE_SPACES: f64 = 0.5;

/// A line or a page has spaces if there is one in so many letters.
const LETTERS_A_SPACE: usize = 15;

/// A line with fewer letters may have no space.
const SHORT_LINE: usize = 20;

/// The same between two figures, where a narrow one leaves room beside it.
const GAP_OF_FIGURES: f64 = 0.4;

/// Lam and alef whose origins are nearer than this share of their size are a ligature.
const LIGATURE: f64 = 0.03;

/// Places nearer than this, in points, are the same.
const SAME: f64 = 0.05;

/// The Arabic sign for a doubled letter.
const SHADDA: &str = "\u{651}";

/// The largest width of a space, as a share of the letters' size.
const SPACE: f64 = 0.6;

/// A word; its letters from left to right.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) atoms: Vec<Atom>,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where the next word on its line begins if only a space parts them, else its own end.
    pub(super) reach: f64,
    /// Its baseline, in points from the upper edge of the page.
    pub(super) y: f64,
    pub(super) size: f64,
}

impl Word {
    fn of(atoms: Vec<Atom>) -> Self {
        let left = atoms
            .iter()
            .map(|atom| atom.left)
            .fold(f64::INFINITY, f64::min);
        let right = atoms.iter().map(|atom| atom.right).fold(left, f64::max);
        let middle = &atoms[atoms.len() / 2];
        let (y, size) = (middle.y, middle.size);
        Self {
            atoms,
            left,
            right,
            reach: right,
            y,
            size,
        }
    }

    /// The upper and the lower end of its line.
    pub(super) fn top(&self) -> f64 {
        self.y - 0.75 * self.size
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + 0.2 * self.size
    }

    /// The number of its characters.
    pub(super) fn characters(&self) -> usize {
        let texts = self.atoms.iter().map(|atom| atom.text.chars().count());
        texts.sum()
    }
}

/// The words of a page, by baseline and then from left to right.
pub(super) fn words(atoms: Vec<Atom>) -> Vec<Word> {
    let page_has_spaces = has_spaces(&atoms);
    let (marks, letters): (Vec<Atom>, Vec<Atom>) = atoms
        .into_iter()
        .partition(|atom| atom.text.chars().all(is_combining_mark));
    let mut rows = rows(letters);
    for mark in marks {
        put_on_letter(mark, &mut rows);
    }
    rows.into_iter()
        .flat_map(|row| reaching(split(row, page_has_spaces)))
        .collect()
}

fn reaching(mut row: Vec<Word>) -> Vec<Word> {
    for at in 1..row.len() {
        let (left, size) = (row[at].left, row[at].size);
        let before = &mut row[at - 1];
        if left - before.right < SPACE * before.size.min(size) {
            before.reach = left.max(before.right);
        }
    }
    row
}

/// Letters on the same baseline, from left to right, each once.
fn rows(mut letters: Vec<Atom>) -> Vec<Vec<Atom>> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Atom>> = Vec::new();
    for atom in letters {
        match rows.last_mut() {
            Some(row) if atom.y - row[0].y <= BASELINE * atom.size.min(row[0].size) => {
                row.push(atom);
            }
            _ => rows.push(vec![atom]),
        }
    }
    rows.into_iter().map(in_order).collect()
}

/// Whether one letter is an alef and the other the lam before it, as they are read.
fn is_lam_alef(alef: &Atom, lam: &Atom) -> bool {
    lam.text.starts_with('ل') && alef.text.starts_with(['ا', 'أ', 'إ', 'آ'])
}

fn in_order(mut row: Vec<Atom>) -> Vec<Atom> {
    row.sort_by(|a, b| a.origin.total_cmp(&b.origin));
    for at in 1..row.len() {
        let (left, right) = (&row[at - 1], &row[at]);
        let apart = right.origin - left.origin;
        // The parts of a ligature have the same origin.
        let is_turned = if is_lam_alef(right, left) {
            apart < LIGATURE * right.size
        } else {
            apart < SAME && !is_lam_alef(left, right) && right.middle() < left.middle()
        };
        if is_turned {
            row.swap(at - 1, at);
        }
    }
    let mut once: Vec<Atom> = Vec::with_capacity(row.len());
    for atom in row {
        let is_again = |before: &Atom| {
            before.text == atom.text
                && !atom.is_space()
                && (atom.origin - before.origin).abs() < TWICE * atom.size
        };
        if !once.iter().rev().take(3).any(is_again) {
            once.push(atom);
        }
    }
    once
}

/// Adds a mark, such as a vowel sign, to the letter that it stands on or under.
fn put_on_letter(mark: Atom, rows: &mut [Vec<Atom>]) {
    let first = rows.partition_point(|row| row[0].y < mark.y - mark.size);
    let near = rows[first..]
        .iter_mut()
        .take_while(|row| row[0].y <= mark.y + mark.size);
    let distance = |atom: &Atom| {
        let beside = (mark.middle() - atom.middle()).abs();
        // Wide letters carry a mark anywhere.
        let inside = (atom.left..=atom.right).contains(&mark.middle());
        let across = if inside { beside / 4.0 } else { beside };
        across + (mark.y - atom.y).abs()
    };
    let nearest = near
        .flat_map(|row| {
            let right = row.partition_point(|atom| atom.origin < mark.middle());
            let from = right.saturating_sub(3);
            row[from..].iter_mut().take(6)
        })
        .filter(|atom| !atom.is_space())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
    if let Some(letter) = nearest {
        // As it is typed: a doubling before the vowel sign on it.
        match letter.text.find(is_combining_mark) {
            Some(at) if mark.text == SHADDA => letter.text.insert_str(at, SHADDA),
            _ => letter.text.push_str(&mark.text),
        }
    }
}

fn split(row: Vec<Atom>, page_has_spaces: bool) -> Vec<Word> {
    let has_spaces = if row.len() < SHORT_LINE {
        page_has_spaces
    } else {
        has_spaces(&row)
    };
    let mut words = Vec::new();
    let mut open: Vec<Atom> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for atom in row {
        let least = open
            .last()
            .map_or(0.0, |before| least_gap(before, &atom, has_spaces));
        let parts = atom.is_space() || atom.origin - end > least * atom.size;
        if parts && !open.is_empty() {
            words.push(Word::of(std::mem::take(&mut open)));
        }
        if !atom.is_space() {
            end = if open.is_empty() {
                atom.right
            } else {
                end.max(atom.right)
            };
            open.push(atom);
        }
    }
    if !open.is_empty() {
        words.push(Word::of(open));
    }
    words
}

fn has_spaces(atoms: &[Atom]) -> bool {
    let spaces = atoms.iter().filter(|atom| atom.is_space()).count();
    spaces * LETTERS_A_SPACE >= atoms.len()
}

/// The smallest gap between two letters that parts words, in sizes of the letters.
fn least_gap(left: &Atom, right: &Atom, has_spaces: bool) -> f64 {
    let is_figure = |atom: &Atom| atom.text.chars().all(char::is_numeric);
    let script = |atom: &Atom| atom.text.chars().find_map(Script::of);
    let changes =
        script(left).is_some() && script(right).is_some() && script(left) != script(right);
    if is_figure(left) && is_figure(right) {
        GAP_OF_FIGURES
    } else if has_spaces && !changes {
        GAP_BESIDE_SPACES
    } else {
        GAP
    }
}
