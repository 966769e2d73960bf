//! Documents with several articles of a database. This file owns how the lines of each format are found; the marks are
//! the same as in a text.

use super::{Found, Odd, page, several};
use crate::article::office::{docx, odt, rtf};
use crate::article::{Format, Refusal};

/// What the source of a document holds for each article of Nexis, and of Factiva. Word names a style `Document Map`.
const NEXIS: [&str; 2] = ["DOCUMENTS", "End of Document"];
const FACTIVA: [&str; 2] = ["HD", "Document "];

/// The articles of a document or page and the name of its encoding; `None` if it is one article or cannot be read.
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

/// Whether a document with this source may hold several such articles, before its text is read.
fn may_be(source: &str) -> bool {
    let is_repeated = |mark: &&str| source.matches(*mark).nth(1).is_some();
    NEXIS.iter().any(is_repeated) || FACTIVA.iter().all(is_repeated)
}

#[cfg(test)]
#[path = "documents_tests.rs"]
mod tests;
