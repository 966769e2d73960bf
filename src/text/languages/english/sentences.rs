//! These tables hold the English words by which sentences end.

use crate::text::language::Sentences;

/// The words, which names and laws bring into languages without a profile too.
pub(crate) const SENTENCES: Sentences = Sentences {
    abbreviations: &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sen", "Rep", "Gen", "No", "vs", "Inc",
    ],
    clauses: &[
        "Section", "Article", "Clause", "section", "article", "clause",
    ],
    ..Sentences::UNKNOWN
};
