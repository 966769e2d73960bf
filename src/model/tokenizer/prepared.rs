//! What a SentencePiece model does to a text before it divides it: its character map, and marks for
//! words in place of spaces.

use sentencepiece_model::SentencePieceModel;
use tokenizers::normalizers::precompiled::Precompiled;
use tokenizers::tokenizer::{NormalizedString, Normalizer};

use super::{WORD_START, charsmap};

/// How a model prepares a text.
pub(super) struct Preparation {
    charsmap: Option<Precompiled>,
    /// Whether every text begins with the mark of a word.
    prefixed: bool,
    /// Whether a run of spaces counts as one.
    collapsed: bool,
}

impl Preparation {
    /// As a file says.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn of(model: &SentencePieceModel) -> Result<Self, String> {
        let normalizer = model.normalizer();
        Ok(Self {
            charsmap: charsmap::of(model)?,
            prefixed: normalizer.is_none_or(|n| n.add_dummy_prefix()),
            collapsed: normalizer.is_none_or(|n| n.remove_extra_whitespaces()),
        })
    }

    /// With the character map of a file, and with a mark before each word, whatever the file says of
    /// spaces.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn by_words(model: &SentencePieceModel) -> Result<Self, String> {
        Ok(Self {
            charsmap: charsmap::of(model)?,
            prefixed: true,
            collapsed: true,
        })
    }

    /// The text that is divided; `None` if the model cannot read it.
    pub(super) fn text(&self, text: &str) -> Option<String> {
        let mut normalized = NormalizedString::from(text);
        if let Some(charsmap) = &self.charsmap {
            charsmap.normalize(&mut normalized).ok()?;
        }
        Some(self.marked(normalized.get()))
    }

    /// The text with a mark before each word instead of spaces.
    fn marked(&self, text: &str) -> String {
        let mut marked = String::with_capacity(text.len() + 8);
        if text.is_empty() {
            return marked;
        }
        let words = text
            .split(' ')
            .filter(|word| !(self.collapsed && word.is_empty()));
        for (number, word) in words.enumerate() {
            if number > 0 || self.prefixed {
                marked.push(WORD_START);
            }
            marked.push_str(word);
        }
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_become_marks_of_words() {
        let marked = |prefixed: bool, collapsed: bool, text: &str| {
            let charsmap = None;
            let preparation = Preparation {
                charsmap,
                prefixed,
                collapsed,
            };
            preparation.text(text)
        };
        for (prefixed, collapsed, text, expected) in [
            (true, true, " a  b ", "\u{2581}a\u{2581}b"),
            (false, true, " a  b ", "a\u{2581}b"),
            (true, false, "a  b", "\u{2581}a\u{2581}\u{2581}b"),
            (false, false, " a", "\u{2581}a"),
            (true, true, "  ", ""),
            (true, false, "", ""),
        ] {
            assert_eq!(marked(prefixed, collapsed, text).as_deref(), Some(expected));
        }
    }
}
