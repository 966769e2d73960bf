//! What a translation memory holds: texts with their translations, pairs that people approved, and
//! where they come from. How they lie in the file is the memory's own.

/// The origin of the pairs that people approved, in place of a translator.
pub(crate) const APPROVED: &str = "approved";

/// How texts were translated: only the same translator with the same settings writes the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// A hash of the translator and of the settings that change its text.
    pub key: String,
    /// The translator in words.
    pub translator: String,
    /// Language of the sources, ISO 639-1.
    pub from: String,
    /// Language of the translations, ISO 639-1.
    pub to: String,
}

/// A text for a translator, with all that its translation depends on besides the origin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextKey {
    /// What is sent to the translator.
    pub source: String,
    /// Whether it is a fragment and not a sentence.
    pub fragment: bool,
    /// The English of the glossary's terms in it, a line each.
    pub terms: String,
}

impl TextKey {
    /// The first sixteen bytes of its BLAKE3.
    pub(super) fn hash(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[u8::from(self.fragment)]);
        hasher.update(&(self.terms.len() as u64).to_le_bytes());
        hasher.update(self.terms.as_bytes());
        hasher.update(self.source.as_bytes());
        let hash = hasher.finalize();
        std::array::from_fn(|i| hash.as_bytes()[i])
    }
}

/// A text and its translation by a translator.
#[derive(Debug, Clone, PartialEq)]
pub struct Remembered {
    /// The text.
    pub text: TextKey,
    /// What came back.
    pub translation: String,
    /// Mean log-probability of a target token in nats.
    pub score: f32,
    /// Whether it was cut at the length limit.
    pub cut: bool,
}

/// A pair that people approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// The normalised source.
    pub source: String,
    /// Its translation.
    pub translation: String,
}

/// A pair of a memory, approved or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryPair {
    /// Language of the source, ISO 639-1.
    pub from: String,
    /// Language of the translation, ISO 639-1.
    pub to: String,
    /// The source.
    pub source: String,
    /// The translation.
    pub translation: String,
    /// The translator, or `approved`.
    pub origin: String,
}

/// The size of a memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryStats {
    /// Number of pairs by translator, with their languages.
    pub translators: Vec<(Origin, u64)>,
    /// Number of approved pairs by languages.
    pub approved: Vec<((String, String), u64)>,
}

/// The pairs that are to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// All.
    All,
    /// Those that people approved.
    Approved,
    /// Those of translators, and not the approved ones.
    Translated,
    /// Those whose source or translation contains this text.
    Containing(String),
}
