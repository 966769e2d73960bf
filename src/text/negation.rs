//! The negations of a sentence, by the places of their words. Which words negate is the business of
//! each language.

/// The words of a sentence that negate, or that may stand for a negation of another language; places
/// from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Negations {
    /// Words that negate and nothing else.
    pub surely: Vec<usize>,
    /// Those of the former that hardly stand for anything else, so that one without a counterpart is an
    /// error.
    pub strong: Vec<usize>,
    /// Words that can express a negation: verbs such as "fail", prefixes such as "un-".
    pub perhaps: Vec<usize>,
    /// Words that negate their neighbour alone, verbs that deny, and what may stand for those in the
    /// other language: losing one is an error only where nothing else negates.
    pub weak: Vec<usize>,
    /// Words that can carry the negation of a neighbour on: "nor", "or".
    pub shared: Vec<usize>,
    /// Words that take something out, as in "no … but" and "only".
    pub except: Vec<usize>,
    /// Words that turn "not yet" into "before".
    pub until: Vec<usize>,
}
