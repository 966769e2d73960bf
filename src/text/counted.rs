//! Counts in English messages.

use std::fmt::Display;

/// A number of things in words, as `1 file` and `2 files`. `what` names one of them, and gets an "s"
/// if they are several.
pub(crate) fn counted<N: Display + From<u8> + PartialEq>(count: N, what: &str) -> String {
    let ending = if count == N::from(1_u8) { "" } else { "s" };
    format!("{count} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_thing_is_named_without_an_ending() {
        assert_eq!(counted(0_usize, "file"), "0 files");
        assert_eq!(counted(1_u64, "file"), "1 file");
        assert_eq!(counted(21_u32, "file"), "21 files");
    }
}
