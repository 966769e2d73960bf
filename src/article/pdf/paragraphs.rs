//! The paragraphs of a document: lines that belong together, also over the end of a column or a page.
//! This file owns where a paragraph ends; it never changes a word, but joins those that were divided
//! at the end of a line.

use super::direction::{unpaired, with_brackets};
use super::lines::{LARGER, Line};
use crate::article::parts::Part;
use crate::article::plain::{ends_sentence, item_marker};
use crate::document::Role;

/// Letters are smaller than those of the story up to this ratio.
pub(super) const SMALLER: f64 = 0.88;

/// A line further down than this, in distances between lines, begins a paragraph.
const FAR: f64 = 1.15;

/// The distance between lines, in sizes of their letters, where it cannot be measured.
const USUAL_DISTANCE: f64 = 1.5;

/// The bounds of an indent that begins a paragraph, in sizes of the letters.
const INDENT: std::ops::Range<f64> = 0.8..6.0;

/// A headline has at most so many paragraphs above it.
const ABOVE_TITLE: usize = 10;

/// The mark of a place where a word may be divided.
const SOFT_HYPHEN: char = '\u{ad}';

/// A column of lines with its page, from 0.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) page: usize,
    pub(super) lines: Vec<Line>,
}

/// Lines of one size that are one text.
#[derive(Debug)]
struct Block {
    text: String,
    page: usize,
    size: f64,
    role: Role,
    /// Whether it may go on in the next column: its last line is full.
    is_open: bool,
    /// Whether it may be the rest of one in the column before.
    may_continue: bool,
}

/// The measures of a document.
struct Measures {
    right_to_left: bool,
    /// The size of the story's letters.
    size: f64,
    /// The distance of its lines in sizes of its letters.
    distance: f64,
    /// Whether there is a gap between its paragraphs.
    has_gaps: bool,
    /// Whether most of its lines are paragraphs.
    has_short_ones: bool,
}

/// The size of most letters.
pub(super) fn usual_size(columns: &[Column]) -> f64 {
    let lines = columns.iter().flat_map(|column| &column.lines);
    let mut sizes: Vec<f64> = lines
        .flat_map(|line| line.text.chars().map(|_| line.size))
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

/// The parts of a document in reading order.
pub(super) fn parts(columns: &[Column], right_to_left: bool) -> Vec<Part> {
    let measures = Measures::of(columns, right_to_left);
    let mut blocks: Vec<Block> = Vec::new();
    for column in columns {
        blocks.extend(measures.blocks(column));
    }
    let mut blocks = measures.joined(blocks);
    measures.name_title(&mut blocks);
    let text: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    let (mirrored, as_stored) = unpaired(&text.join("\n"));
    blocks
        .into_iter()
        .map(|block| Part {
            role: block.role,
            text: with_brackets(&block.text, mirrored < as_stored),
        })
        .collect()
}

impl Measures {
    fn of(columns: &[Column], right_to_left: bool) -> Self {
        let size = usual_size(columns);
        let is_usual = |line: &Line| (SMALLER..LARGER).contains(&(line.size / size));
        let pairs = || {
            let pairs = columns.iter().flat_map(|column| column.lines.windows(2));
            pairs.filter(|pair| pair.iter().all(is_usual))
        };
        let apart = |pair: &[Line]| (pair[1].y - pair[0].y) / size;
        let mut distances: Vec<f64> = pairs().map(apart).filter(|apart| *apart > 0.5).collect();
        distances.sort_by(f64::total_cmp);
        let distance = distances.get(distances.len() / 5).copied();
        let distance = distance.unwrap_or(USUAL_DISTANCE);
        let is_far = |pair: &&[Line]| apart(pair) > FAR * distance;
        let ends = || pairs().filter(|pair| ends_sentence(&pair[0].text));
        Self {
            right_to_left,
            size,
            distance,
            has_short_ones: 10 * ends().count() > 7 * pairs().count(),
            has_gaps: 2 * ends().filter(is_far).count() > ends().count(),
        }
    }

    fn is_larger(&self, size: f64) -> bool {
        size > LARGER * self.size
    }

    fn is_smaller(&self, size: f64) -> bool {
        size < SMALLER * self.size
    }

    fn blocks(&self, column: &Column) -> Vec<Block> {
        // A headline may be wider than the column below it.
        let story: Vec<&Line> = column
            .lines
            .iter()
            .filter(|line| !self.is_larger(line.size))
            .collect();
        let edges = Edges::of(&story, self.right_to_left);
        let mut blocks: Vec<Block> = Vec::new();
        let mut before: Option<&Line> = None;
        for line in &column.lines {
            let marker = item_marker(&line.text);
            let goes_on = before.is_some_and(|before| self.goes_on(before, line, &edges));
            match blocks.last_mut().filter(|_| goes_on && marker.is_none()) {
                Some(block) => {
                    append(&mut block.text, &line.text);
                    block.is_open = edges.is_full(line);
                }
                None => blocks.push(Block {
                    text: line.text[marker.unwrap_or(0)..].to_owned(),
                    page: column.page,
                    size: line.size,
                    role: self.role_of(line, marker.is_some()),
                    is_open: edges.is_full(line) && !line.is_cell,
                    may_continue: before.is_none()
                        && marker.is_none()
                        && !line.is_cell
                        && edges.inset(line) < INDENT.start * line.size,
                }),
            }
            before = Some(line);
        }
        // A paragraph ends at the next one, but not at a caption or a note.
        let is_small: Vec<bool> = blocks
            .iter()
            .map(|block| self.is_smaller(block.size))
            .collect();
        for (at, block) in blocks.iter_mut().enumerate() {
            match is_small.get(at + 1) {
                Some(true) => block.is_open = true,
                Some(false) => block.is_open = false,
                None => {}
            }
            if at > 0 && is_small[at - 1] {
                block.may_continue = block.role == Role::Body;
            }
        }
        blocks
    }

    fn role_of(&self, line: &Line, is_item: bool) -> Role {
        if is_item {
            Role::Item
        } else if self.is_larger(line.size) {
            Role::Heading
        } else {
            Role::Body
        }
    }

    /// Whether a line goes on in the next one.
    fn goes_on(&self, line: &Line, next: &Line, edges: &Edges) -> bool {
        let ratio = next.size / line.size;
        if line.is_cell || next.is_cell || !(SMALLER..=LARGER).contains(&ratio) {
            return false;
        }
        let distance = (next.y - line.y) / line.size;
        if self.is_larger(line.size) {
            // Lines of a headline are broken where they look best.
            return distance < FAR * self.distance.max(USUAL_DISTANCE);
        }
        let is_far = distance > FAR * self.distance;
        let (inset, next_inset) = (edges.inset(line), edges.inset(next));
        let is_indented = !self.has_gaps
            && INDENT.contains(&(next_inset / next.size))
            && inset < INDENT.start / 2.0 * line.size
            && item_marker(&line.text).is_none();
        // Beside a picture lines are shorter.
        let may_be_short = self.has_gaps && !ends_sentence(&line.text);
        let would_fit = !may_be_short && edges.slack(line) > next.first + 0.35 * line.size;
        let is_whole = self.has_short_ones && ends_sentence(&line.text);
        !is_far && !is_indented && !would_fit && !is_whole
    }

    /// Blocks with those joined that a column or a page divides; what lies between, such as a note,
    /// follows.
    fn joined(&self, blocks: Vec<Block>) -> Vec<Block> {
        let mut joined: Vec<Block> = Vec::new();
        for block in blocks {
            let open = joined
                .iter()
                .rposition(|before| !self.is_smaller(before.size))
                .filter(|_| block.may_continue && !self.is_smaller(block.size));
            let before = open.map(|at| &mut joined[at]).filter(|before| {
                let is_same = (SMALLER..LARGER).contains(&(block.size / before.size));
                before.is_open
                    && is_same
                    && before.role != Role::Heading
                    && !ends_sentence(&before.text)
            });
            match before {
                Some(before) => {
                    append(&mut before.text, &block.text);
                    before.is_open = block.is_open;
                }
                None => joined.push(block),
            }
        }
        joined
    }

    /// Names the largest text near the beginning the headline, if it is larger than the story.
    fn name_title(&self, blocks: &mut [Block]) {
        let first_page = blocks.first().map_or(0, |block| block.page);
        let near = blocks
            .iter_mut()
            .take(ABOVE_TITLE)
            .filter(|block| block.page == first_page && block.role == Role::Heading)
            .filter(|block| block.text.chars().any(char::is_alphabetic));
        // Of several of one size, the first.
        let mut largest: Option<&mut Block> = None;
        for block in near {
            if largest
                .as_ref()
                .is_none_or(|other| block.size > 1.01 * other.size)
            {
                largest = Some(block);
            }
        }
        if let Some(title) = largest {
            title.role = Role::Title;
        }
    }
}

/// The ends of a column's lines.
struct Edges {
    left: f64,
    right: f64,
    right_to_left: bool,
}

impl Edges {
    fn of(lines: &[&Line], right_to_left: bool) -> Self {
        Self {
            left: lines
                .iter()
                .map(|line| line.left)
                .fold(f64::INFINITY, f64::min),
            right: lines.iter().map(|line| line.right).fold(0.0, f64::max),
            right_to_left,
        }
    }

    /// The distance of a line's beginning from the edge.
    fn inset(&self, line: &Line) -> f64 {
        if self.right_to_left {
            self.right - line.right
        } else {
            line.left - self.left
        }
    }

    /// The room behind a line.
    fn slack(&self, line: &Line) -> f64 {
        if self.right_to_left {
            line.left - self.left
        } else {
            self.right - line.right
        }
    }

    /// Whether another word would hardly fit behind a line.
    fn is_full(&self, line: &Line) -> bool {
        self.slack(line) < 6.0 * line.size
    }
}

/// Adds a line to a text. A word that is divided at the end of the line is joined.
fn append(text: &mut String, line: &str) {
    // A soft hyphen is kept by some programs beside the hyphen that is drawn for it.
    let bare = text.trim_end_matches(SOFT_HYPHEN);
    let stem = bare.strip_suffix(['-', '\u{2010}']).unwrap_or(bare);
    let stem = stem.trim_end_matches(SOFT_HYPHEN);
    let end = stem.len();
    let is_divided = end < text.len()
        && stem.ends_with(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if is_divided {
        text.truncate(end);
    } else {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divided_words_are_joined() {
        for (end, line, joined) in [
            ("the infra-", "structure", "the infrastructure"),
            ("the infra\u{ad}", "structure", "the infrastructure"),
            ("co\u{ad}\u{2010}", "operation", "cooperation"),
            ("co\u{2010}\u{ad}", "operation", "cooperation"),
            ("said --", "then", "said -- then"),
            ("from 1990-", "to", "from 1990- to"),
            ("the Anglo-", "American", "the Anglo- American"),
        ] {
            let mut text = end.to_owned();
            append(&mut text, line);
            assert_eq!(text, joined);
        }
    }
}
