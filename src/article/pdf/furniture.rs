//! Running heads, page numbers and what a browser prints around a page. This file owns which lines
//! are no part of the story.

use std::collections::BTreeMap;

use super::lines::Line;
use super::paragraphs::{Column, SMALLER, usual_size};
use crate::article::plain::ends_sentence;

/// The share of a page's height, at its top and at its end, where running heads and feet stand.
const BAND: f64 = 0.12;

/// Where the margins of a page end for letters smaller than the story's.
const MARGIN: f64 = 0.07;

/// A running head is at least this far from other lines of its size, in sizes of its letters.
const APART: f64 = 1.8;
const SAME_SIZE: f64 = 0.05;

/// Takes the lines out that stand around the story, and returns their texts. `heights` are those of
/// the pages.
pub(super) fn without_furniture(columns: &mut Vec<Column>, heights: &[f64]) -> Vec<String> {
    let size = usual_size(columns);
    let mut pages: BTreeMap<(String, bool), Vec<usize>> = BTreeMap::new();
    for column in columns.iter() {
        for line in &column.lines {
            if let Some(is_head) = band(line, heights[column.page], BAND) {
                let seen = pages.entry((shape(&line.text), is_head)).or_default();
                if seen.last() != Some(&column.page) {
                    seen.push(column.page);
                }
            }
        }
    }
    let repeats = |line: &Line, is_head: bool| {
        let seen = pages.get(&(shape(&line.text), is_head));
        seen.is_some_and(|pages| pages.len() > 1)
    };
    // The lines that are no running head, by page.
    let mut others: Vec<Vec<(f64, f64)>> = vec![Vec::new(); heights.len()];
    for column in columns.iter() {
        for line in &column.lines {
            let is_head = band(line, heights[column.page], BAND);
            if !is_head.is_some_and(|is_head| repeats(line, is_head)) {
                others[column.page].push((line.y, line.size));
            }
        }
    }
    let neighbours = |line: &Line, page: usize| {
        let near = |(y, size): &(f64, f64)| {
            (line.y - y).abs() < APART * line.size && (line.size / size - 1.0).abs() < SAME_SIZE
        };
        others[page].iter().filter(|other| near(other)).count()
    };
    let is_furniture = |line: &Line, page: usize| {
        let height = heights[page];
        let Some(is_head) = band(line, height, BAND) else {
            return false;
        };
        let is_small = line.size < SMALLER * size && band(line, height, MARGIN).is_some();
        let is_repeated = repeats(line, is_head) && neighbours(line, page) == 0;
        // The last line of a paragraph at the top of a column may be a number, too, with a full stop.
        // It is among its own neighbours.
        let may_be_prose = ends_sentence(&line.text) && neighbours(line, page) > 1;
        let is_number = is_page_number(&shape(&line.text)) && !may_be_prose;
        is_repeated || is_small || is_number
    };
    let mut found = Vec::new();
    for column in columns.iter_mut() {
        let page = column.page;
        let (around, story): (Vec<Line>, Vec<Line>) = std::mem::take(&mut column.lines)
            .into_iter()
            .partition(|line| is_furniture(line, page));
        found.extend(around.into_iter().map(|line| line.text));
        column.lines = story;
    }
    columns.retain(|column| !column.lines.is_empty());
    found
}

/// Whether a line is in the band at the top or at the end of a page: `true` for the top.
fn band(line: &Line, height: f64, share: f64) -> Option<bool> {
    if line.y < share * height {
        Some(true)
    } else if line.y > (1.0 - share) * height {
        Some(false)
    } else {
        None
    }
}

/// The text with every number as `#`.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_numeric() && shape.ends_with('#') => {}
            c if c.is_numeric() => shape.push('#'),
            c => shape.push(c),
        }
    }
    shape
}

/// Whether a text is a number and signs around it.
fn is_page_number(shape: &str) -> bool {
    shape.contains('#') && !shape.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, y: f64) -> Line {
        Line {
            text: text.to_owned(),
            left: 50.0,
            right: 250.0,
            y,
            size: 10.0,
            first: 30.0,
            is_cell: false,
        }
    }

    #[test]
    fn a_number_that_ends_a_sentence_beside_others_is_no_page_number() {
        let column = |lines: Vec<Line>| Column { page: 0, lines };
        let mut columns = vec![
            column(vec![line("أول العمود", 60.0), line("آخر العمود رقم", 75.0)]),
            column(vec![line("19.", 60.0), line("فقرة أخرى", 80.0)]),
            column(vec![line("3", 780.0)]),
            column(vec![line("4.", 20.0)]),
        ];
        let found = without_furniture(&mut columns, &[800.0]);
        assert_eq!(found, ["3", "4."]);
        let texts: Vec<&str> = columns
            .iter()
            .flat_map(|column| column.lines.iter().map(|line| line.text.as_str()))
            .collect();
        assert_eq!(texts, ["أول العمود", "آخر العمود رقم", "19.", "فقرة أخرى"]);
    }
}
