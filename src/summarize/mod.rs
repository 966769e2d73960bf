//! The headline and the summary of a translated article: choosing sentences, shortening the lead
//! to a headline, limiting the length of generated texts, and the gates that reject those with
//! names, numbers or statements that the article does not have. The modules here are pure
//! functions over English text; none of them translates, and none of them corrects what a gate
//! rejects.

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
