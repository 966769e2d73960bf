//! Reading the numbers of a Spanish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::Grammar;
use crate::text::numbers::scan::{Decimals, Notation};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        decimals: Decimals::CommaOrPoint,
        ..Notation::OPEN
    },
    table: WORDS,
    endings: ENDINGS,
    and: &["y", "e", "de"],
    less: &["menos"],
    signs: &[("M", 6), ("k", 3), ("mm", 9), ("MM", 6)],
    hints: &[("millonari", &[6, 9]), ("multimillonari", &[6, 9])],
    hours: &["h", "hora"],
    decades: &["año", "década"],
    roman: true,
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Spanish text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
}
