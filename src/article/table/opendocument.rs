//! The sheets of OpenDocument spreadsheets (OASIS OpenDocument 1.3, part 3). Repeated cells are counted
//! and not kept: a few bytes can stand for billions of them.

use super::MAX_COLUMNS;
use crate::article::Refusal;
use crate::article::archive::package::Package;
use crate::article::xml::{Node, Nodes, Tag};

/// Hands over the rows of each sheet, with its number, until `take` says that no more are wanted.
///
/// # Errors
/// Failed if the spreadsheet cannot be unpacked or is damaged.
pub(super) fn each_row(
    bytes: &[u8],
    take: &mut dyn FnMut(usize, Vec<String>) -> bool,
) -> Result<(), Refusal> {
    let mut package = Package::open(bytes)?;
    let Some(content) = package.xml("content.xml")? else {
        let reason = "the spreadsheet has no part content.xml";
        return Err(Refusal::Failed(reason.to_owned()));
    };
    let mut nodes = Nodes::of(&content);
    let mut walk = Walk::default();
    for node in nodes.by_ref() {
        match node {
            Node::Open(tag) => walk.open(tag),
            Node::Text(text) => walk.text(&text.replace(['\n', '\t'], " ")),
            Node::Close => {
                if let Some(row) = walk.close()
                    && !take(walk.sheets, row)
                {
                    return Ok(());
                }
            }
        }
    }
    match nodes.broken() {
        Some(error) => Err(Refusal::Failed(format!(
            "the spreadsheet is damaged: {error}"
        ))),
        None => Ok(()),
    }
}

#[derive(Debug, Default)]
struct Walk {
    /// The names of the open elements.
    path: Vec<String>,
    /// Number of sheets that were begun.
    sheets: usize,
    row: Vec<String>,
    cell: Cell,
}

/// The cell that is being read.
#[derive(Debug, Default)]
struct Cell {
    /// How many cells beside each other have this content.
    count: usize,
    /// A date, which counts more than how it is shown.
    date: Option<String>,
    text: String,
}

impl Walk {
    fn open(&mut self, tag: Tag) {
        match tag.name.as_str() {
            "table" => self.sheets += 1,
            "table-row" => self.row.clear(),
            "table-cell" | "covered-table-cell" => {
                let count = tag.attribute("number-columns-repeated");
                self.cell = Cell {
                    count: count.and_then(|count| count.parse().ok()).unwrap_or(1),
                    date: tag.attribute("date-value").map(str::to_owned),
                    text: String::new(),
                };
            }
            "p" if !self.cell.text.is_empty() => self.cell.text.push('\n'),
            "s" | "tab" => self.cell.text.push(' '),
            "line-break" => self.cell.text.push('\n'),
            _ => {}
        }
        self.path.push(tag.name);
    }

    fn text(&mut self, text: &str) {
        let is_in = |name: &str| self.path.iter().any(|open| open == name);
        if is_in("p") && !is_in("annotation") {
            self.cell.text.push_str(text);
        }
    }

    /// Leaves an element; returns the row that it was.
    fn close(&mut self) -> Option<Vec<String>> {
        match self.path.pop()?.as_str() {
            "table-cell" | "covered-table-cell" => {
                let Cell { count, date, text } = std::mem::take(&mut self.cell);
                let content = date.unwrap_or(text);
                let room = MAX_COLUMNS.saturating_sub(self.row.len());
                self.row
                    .extend(std::iter::repeat_n(content, count.min(room)));
                None
            }
            // A row that is repeated holds the same article.
            "table-row" => {
                let filled = self.row.iter().rposition(|cell| !cell.trim().is_empty());
                self.row.truncate(filled.map_or(0, |last| last + 1));
                Some(std::mem::take(&mut self.row))
            }
            _ => None,
        }
    }
}
