//! Summarize owns the headline and the summary of a translated article: the choice of
//! sentences, a headline cut out of the lead, the limits of a generated text, the gate that
//! lets only names and numbers of the article through, and the one for generated headlines. The modules here are pure functions over
//! English text; none of them translates, and none of them mends what the gate rejects.

mod extract;
mod faithfulness;
mod headline;
mod length;
mod restated;
mod words;

pub use extract::{Candidate, DEFAULT_LIMIT, choose};
pub use faithfulness::unsupported;
pub use headline::{HEADLINE_BEAMS, HEADLINE_INPUT, HEADLINE_TOKENS, lead_headline};
pub use length::limits;
pub use restated::{faithful_headline, restated};
