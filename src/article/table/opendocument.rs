//! The sheets of OpenDocument spreadsheets (OASIS OpenDocument 1.3, part 3). A few bytes can stand for
//! billions of repeated cells: blank ones are counted, and a text is repeated so far.

use super::MAX_COLUMNS;
use crate::article::Refusal;
use crate::article::archive::package::Package;
use crate::article::xml::{Node, Nodes, Tag};

/// How many bytes the cells that repeat a content may hold together; further ones are blank.
const MAX_REPEATED: usize = 64 << 10;

/// Hands over the rows of each sheet, with its number, until `take` says that no more are wanted.
///
/// # Errors
/// Failed if the spreadsheet cannot be unpacked or is damaged.
pub(super) fn each_row(
    bytes: &[u8],
    take: &mut dyn FnMut(usize, &[String]) -> bool,
) -> Result<(), Refusal> {
    let mut package = Package::open(bytes)?;
    package.check_unlocked()?;
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
                // A row that is repeated holds the same article.
                if walk.close() && !take(walk.sheets - 1, &walk.row) {
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
    /// Number of blank cells behind the row.
    blanks: usize,
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
            "table-row" => {
                self.row.clear();
                self.blanks = 0;
            }
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

    /// Leaves an element; returns whether it was a row.
    fn close(&mut self) -> bool {
        match self.path.pop().as_deref() {
            Some("table-cell" | "covered-table-cell") => {
                let Cell { count, date, text } = std::mem::take(&mut self.cell);
                self.add(&date.unwrap_or(text), count);
                false
            }
            Some("table-row") => self.sheets > 0,
            _ => false,
        }
    }

    /// Adds cells with one content. Blank ones wait for one that is not.
    fn add(&mut self, content: &str, count: usize) {
        if content.trim().is_empty() {
            self.blanks = self.blanks.saturating_add(count);
            return;
        }
        let blanks = std::mem::take(&mut self.blanks);
        let room = MAX_COLUMNS.saturating_sub(self.row.len());
        self.row
            .extend(std::iter::repeat_n(String::new(), blanks.min(room)));
        let count = count.min(MAX_COLUMNS.saturating_sub(self.row.len()));
        let filled = count.min((MAX_REPEATED / content.len()).max(1));
        self.row
            .extend(std::iter::repeat_n(content.to_owned(), filled));
        self.blanks = count - filled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_repeated_stands_for_64_kib_at_most_and_cells_keep_their_places() {
        let mut walk = Walk::default();
        let long = "x".repeat(30_000);
        walk.add("ab", 3);
        walk.add(&long, 5);
        walk.add("end", 1);
        assert_eq!(
            walk.row,
            ["ab", "ab", "ab", &long[..], &long[..], "", "", "", "end"]
        );
        walk.add("many", usize::MAX);
        assert_eq!(walk.row.len(), 9 + 16_375);
        assert_eq!(walk.blanks, 0);
    }
}
