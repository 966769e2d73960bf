//! Documents with articles of a database. This file owns how the lines of each format are found; the marks are
//! the same as in a text.

use super::{Found, Odd, factiva, page, several};
use crate::article::office::{docx, odt, rtf};
use crate::article::{Format, Refusal};

/// What the source of a document holds for each article of LexisNexis and of Nexis Uni, and the code of a headline of
/// Factiva.
const NEXIS: [[&str; 2]; 2] = [["DOCUMENT", "LENGTH"], ["End of Document", "Length"]];
const FACTIVA: &str = "HD";

/// The articles of a document or page and the name of its encoding: several, or the one that it is. `None` if it is no
/// export or cannot be read.
pub(super) fn articles(bytes: &[u8], format: Format) -> Option<(Vec<Found>, &'static str)> {
    let (parts, imports) = match format {
        Format::Html => return page::articles(bytes),
        Format::Docx => docx::paragraphs(bytes, may_be)?,
        Format::Odt => (odt::paragraphs(bytes, may_be)?, 0),
        Format::Rtf => (rtf::paragraphs(bytes, may_be)?, 0),
        _ => return None,
    };
    let lines = parts.iter().flat_map(|part| part.text.split('\n'));
    let lines: Vec<&str> = lines.collect();
    let mut found = several::of_lines(&lines)?;
    if imports > 0 {
        if found.len() == 1 {
            return None;
        }
        found.push(Err(imported()));
    }
    Some((found, "UTF-8"))
}

/// What stands for the files that Word imports: nothing says to which article they belong.
fn imported() -> Odd {
    let reason = "other files that Word imports when it opens the document are not read; save it once in Word";
    Odd {
        text: String::new(),
        refusal: Refusal::Failed(reason.to_owned()),
    }
}

/// Whether a document with this source may hold such articles, before its text is read.
fn may_be(source: &str) -> bool {
    let has_all = |marks: &[&str; 2]| marks.iter().all(|mark| source.contains(*mark));
    NEXIS.iter().any(has_all) || source.contains(FACTIVA) && factiva::has_number(source)
}

#[cfg(test)]
#[path = "documents_tests.rs"]
mod tests;
