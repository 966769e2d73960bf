//! The subject of a request to a model, as a number that the engine carries.

/// The subject of a request to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// The number of the article, which no article of an earlier run with the same models has.
    pub(super) article: u32,
    /// The piece of the article's text; 0 for its headline and its summary.
    pub(super) piece: u32,
}

impl Key {
    /// The key of an article's headline or summary.
    pub(super) fn whole(article: u32) -> Self {
        Self { article, piece: 0 }
    }

    /// The key as the engine carries it.
    pub(super) fn packed(self) -> u64 {
        u64::from(self.article) << 32 | u64::from(self.piece)
    }

    /// The key from the number that the engine carried.
    pub(super) fn unpacked(key: u64) -> Self {
        Self {
            article: (key >> 32) as u32,
            piece: key as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_were() {
        for (article, piece) in [(0, 0), (7, 3), (u32::MAX, u32::MAX)] {
            let key = Key { article, piece };
            assert_eq!(Key::unpacked(key.packed()), key);
        }
    }
}
