//! This file owns the length limits of a generated summary, in tokens.

/// Maximum number of tokens in a summary: the limit that BART was tuned with on CNN/Daily Mail.
const LONGEST: usize = 142;
/// Tokens that every summary may have.
const ROOM: usize = 12;
/// Tokens that a summary of a long article must have.
const FLOOR: usize = 30;

/// The minimum and the maximum number of target tokens of a summary generated from an input of
/// this length.
///
/// A summary has at most half the tokens of its input and at least an eighth: with the usual fixed
/// minimum of 56 tokens a model hallucinates on short inputs.
pub fn limits(source_tokens: usize) -> (usize, usize) {
    (
        (source_tokens / 8).min(FLOOR),
        (source_tokens / 2).clamp(ROOM, LONGEST),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_follow_the_input_up_to_their_caps() {
        assert_eq!(limits(0), (0, 12));
        assert_eq!(limits(40), (5, 20));
        assert_eq!(limits(100), (12, 50));
        assert_eq!(limits(1_000), (30, 142));
        assert_eq!(limits(usize::MAX), (30, 142));
    }

    #[test]
    fn the_minimum_stays_below_the_maximum_and_the_input() {
        for tokens in 1..2_000 {
            let (least, most) = limits(tokens);
            assert!(least < most && least <= tokens, "{tokens}");
        }
    }
}
