//! The brief and its parts, as they are stored in JSON. This file owns the layout and its version;
//! it never renders a brief and never decides what to flag.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Source;
use crate::document::Role;
use crate::text::TARGET;

/// Version of the JSON layout; it rises when a field changes its meaning or is removed.
pub const SCHEMA: u32 = 1;

/// The result for one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The layout's version: [`SCHEMA`].
    pub schema: u32,
    /// BLAKE3 of the article's path and the key of its job, in hex. For a line of `mujaz filter`, its
    /// own id stands for the path.
    pub id: String,
    /// Where the article came from.
    pub source: Source,
    /// Whether the translation is fit to read; absent where its sentences have no estimate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Verdict>,
    /// The English headline.
    pub headline: Headline,
    /// The English summary.
    pub summary: Summary,
    /// The article, paragraph by paragraph, source beside translation.
    pub paragraphs: Vec<BriefParagraph>,
    /// The names in the translation, the most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// The terms of the glossary that the article has, in the order of its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary_hits: Vec<GlossaryHit>,
    /// Doubts about the article as a whole; doubts about a sentence are stored with it.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// The models and settings that made this brief.
    pub provenance: Provenance,
    /// Seconds spent.
    pub timings: Timings,
}

impl Brief {
    /// The id of a brief by what the article is known by, and the key of its job.
    pub fn id_of(name: &str, key: &str) -> String {
        let id = blake3::hash(format!("{name}\0{key}").as_bytes());
        id.to_hex().to_string()
    }

    /// ISO 639-1 code of a paragraph's language; empty if it is not known.
    pub fn language_of<'b>(&'b self, paragraph: &'b BriefParagraph) -> &'b str {
        paragraph.language.as_ref().unwrap_or(&self.source.language)
    }

    /// Whether the article needs no translation, because it is in the language of briefs.
    pub fn is_untranslated(&self) -> bool {
        self.source.language == TARGET.code
    }

    /// Whether this flag is one of a sentence, so that anything else that has it only repeats it.
    pub(super) fn doubts_a_sentence(&self, flag: &Flag) -> bool {
        let mut sentences = self.paragraphs.iter().flat_map(|p| &p.segments);
        sentences.any(|sentence| sentence.flags.contains(flag))
    }
}

/// Whether the translation of an article is fit to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The verdict itself.
    #[serde(rename = "verdict")]
    pub suitability: Suitability,
    /// Why, in words: "about 14 of 19 sentences are probably wrong".
    pub reason: String,
    /// The mean probability that a sentence is materially wrong, 0 to 1; a sentence without a
    /// translation counts as 1.
    pub estimate: f64,
}

/// What a reader may do with a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Suitability {
    /// It says what its source says, as far as can be seen.
    #[serde(rename = "fit to read")]
    Fit,
    /// Parts of it are doubted, or too little is known.
    #[serde(rename = "read with care")]
    Care,
    /// Much of it is probably wrong.
    #[serde(rename = "not fit to read")]
    Unfit,
}

impl Suitability {
    /// Every verdict, the best first.
    pub const ALL: [Self; 3] = [Self::Fit, Self::Care, Self::Unfit];

    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fit => "fit to read",
            Self::Care => "read with care",
            Self::Unfit => "not fit to read",
        }
    }

    /// The verdict in one word, for styles and data of pages.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Care => "care",
            Self::Unfit => "unfit",
        }
    }
}

/// A name in the translation of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name in its longest form, without titles.
    pub text: String,
    /// What it names.
    pub kind: NameKind,
    /// The numbers of the sentences that have it, from 1 within the article, one for each mention.
    pub sentences: Vec<usize>,
    /// How the source spells it, the most frequent spelling first; empty where neither the words of
    /// the source nor the glossary tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A person.
    Person,
    /// A country, a town, a building, a river.
    Place,
    /// An authority, a company, a club.
    Organisation,
}

/// Where a text of the brief comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The article's own text, translated.
    Translated,
    /// Written by a model from the translation.
    Generated,
    /// Sentences chosen from the translation.
    Extracted,
    /// There is no text.
    None,
}

/// The English headline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// One line.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Doubts about it.
    pub flags: Vec<Flag>,
}

/// The English summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The sentences in reading order.
    pub sentences: Vec<String>,
    /// Where they come from.
    pub origin: Origin,
    /// Doubts about them.
    pub flags: Vec<Flag>,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BriefParagraph {
    /// The paragraph's role in the article.
    pub role: Role,
    /// ISO 639-1 code of its language, if that is not the article's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// Its sentences in order.
    pub segments: Vec<BriefSegment>,
}

/// One source sentence and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BriefSegment {
    /// The sentence as it stands in the article.
    pub source: String,
    /// The bytes of the sentence in the article's text.
    pub span: Range<usize>,
    /// The English text; the source itself if the status is `failed`.
    pub translation: String,
    /// The text in another language by way of which it was translated, if it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intermediate: Option<Intermediate>,
    /// Mean log-probability of a target token, by the model; absent if no model was asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<f32>,
    /// The probability that the translation is materially wrong, 0 to 1; absent where the words of
    /// the two languages cannot be compared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub estimate: Option<f64>,
    /// How it ended.
    pub status: Status,
    /// Whether the translation is one that people approved, out of the translation memory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved: bool,
    /// Whether the translation is the second translator's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
    /// The number of parts that a long sentence was translated in; usually 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub parts: usize,
    /// Whether it is the place before the story's first sentence, followed by a dash.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dateline: bool,
    /// Doubts.
    pub flags: Vec<Flag>,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_one(n: &usize) -> bool {
    *n == 1
}

impl BriefSegment {
    /// The text between this segment and the next of its paragraph.
    pub fn separator(&self) -> &'static str {
        if self.dateline { " – " } else { " " }
    }

    /// A translated sentence without doubts, for tests.
    #[cfg(test)]
    pub(crate) fn translated(source: &str, translation: &str) -> Self {
        Self {
            source: source.to_owned(),
            span: 0..source.len(),
            translation: translation.to_owned(),
            intermediate: None,
            score: None,
            estimate: None,
            status: Status::Translated,
            approved: false,
            second: false,
            parts: 1,
            dateline: false,
            flags: Vec::new(),
        }
    }
}

/// A term of the glossary that an article has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlossaryHit {
    /// The term, as the glossary writes it.
    pub source: String,
    /// Its English.
    pub term: String,
    /// What the glossary says about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// The number of sentences with the term whose translation has its English.
    pub used: usize,
    /// The number of sentences with the term whose translation does not have its English.
    pub missing: usize,
}

/// The text in another language by way of which a sentence was translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intermediate {
    /// ISO 639-1 code of its language.
    pub language: String,
    /// The text, as the first model wrote it.
    pub text: String,
}

/// How a segment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Translated, and no check objects.
    Translated,
    /// Translated; a reader should look at the flags.
    Flagged,
    /// Not translated; the flags say why, and the source stands in its place.
    Failed,
}

/// The kind of doubt that a flag states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlagKind {
    /// No English text came out.
    Empty,
    /// The translation repeats itself.
    Repetition,
    /// Letters of the source script are left in the English text.
    Residue,
    /// The translation is much shorter or longer than its source.
    Length,
    /// A number is missing or has another unit, or one appears that the source does not have.
    Number,
    /// A month or weekday is missing, or one appears that the source does not have.
    Date,
    /// A name is missing, or one appears that the source does not have.
    Name,
    /// A negation is missing, or one appears that the source does not have.
    Negation,
    /// Words of the source have no counterpart in the translation.
    Omission,
    /// The translation is in another language.
    Language,
    /// The translation is probably wrong as a whole.
    Meaning,
    /// The model itself gives this translation a low probability.
    Confidence,
    /// A summary or headline holds a name or number that the article does not.
    Faithfulness,
    /// The text could not be translated.
    Failure,
    /// Something failed that may work another time: memory, a device, the program itself. A run
    /// does the article again.
    Error,
    /// Text of the page that may belong to the article was left out.
    Reading,
    /// A term of the glossary is missing.
    Term,
}

impl FlagKind {
    /// Whether there is no result, rather than one that is doubted.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failure | Self::Error)
    }
}

/// A doubt, in words a reader understands, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Its kind.
    pub kind: FlagKind,
    /// One sentence: "The number 108 is missing in English."
    pub message: String,
    /// The words or numbers it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl Flag {
    /// A flag without evidence beyond its message.
    pub fn new(kind: FlagKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            evidence: Vec::new(),
        }
    }

    /// The flag of a summary of whose sentences some are doubted: how many, and of what kind the
    /// first of their doubts is.
    pub fn of_summarized(kind: FlagKind, doubted: usize) -> Self {
        let what = match doubted {
            1 => "One sentence of the summary is".to_owned(),
            _ => format!("{doubted} sentences of the summary are"),
        };
        Self::new(kind, format!("{what} doubted; see the translation."))
    }

    /// The same flag with its evidence.
    #[must_use]
    pub fn with_evidence(mut self, evidence: impl IntoIterator<Item = String>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// The models and settings that made a brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The translation model; absent for an article that is in English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub translator: Option<ModelIdentity>,
    /// The translation models of paragraphs in another language than the article's, by that
    /// language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub other_translators: BTreeMap<String, ModelIdentity>,
    /// The second models of translators that go by way of another language, by the language of the
    /// article or the paragraphs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub onward_translators: BTreeMap<String, OnwardTranslator>,
    /// The second translators whose translations of some sentences are kept, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub second_translators: BTreeMap<String, ModelIdentity>,
    /// The model that wrote the summary; absent for an extractive one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub summarizer: Option<ModelIdentity>,
    /// The model that wrote the headline; absent for a translated or extracted one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub headliner: Option<ModelIdentity>,
    /// `cpu`, `cuda:N` or several of these between commas.
    pub device: String,
    /// `f32`, `bf16`, `f16` or `int8`: that of the translator of the article's language, or else of
    /// another model that took part; empty if none did. `settings` names models with another one.
    pub precision: String,
    /// The settings that change the text, as `name = value`, in the order of their names.
    pub settings: BTreeMap<String, String>,
    /// Version of mujaz.
    pub mujaz: String,
}

/// Which weights were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelIdentity {
    /// Name in the catalogue, or of the folder.
    pub name: String,
    /// Revision of the repository it was pulled from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub revision: Option<String>,
    /// BLAKE3 over the model's files, in hex.
    pub hash: String,
    /// SPDX name of the licence, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub licence: Option<String>,
}

/// The second model of a translator that goes by way of another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnwardTranslator {
    /// ISO 639-1 code of the language in between, which it reads.
    pub through: String,
    /// The model.
    #[serde(flatten)]
    pub model: ModelIdentity,
}

/// Seconds spent on an article. Time in the model is shared with other articles of the batch.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Timings {
    /// Reading, decoding, segmenting.
    pub read: f64,
    /// From the first segment handed to the model to the last one back.
    pub translate: f64,
    /// The summary and a generated headline.
    pub summarize: f64,
}
