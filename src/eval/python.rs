//! Python's definition of white space. Both reference tools are written in Python, which counts
//! four control characters more than Unicode's White_Space does.

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Python's `str.split()`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Python's `str.rstrip()`, which sacrebleu applies to every line that it reads.
pub fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separators_of_ascii_are_white_space() {
        let all: Vec<&str> =
            words("\u{1c}a\u{1d}b\u{1e}c\u{1f}d\u{85}e\u{a0}f\u{2028}g\r").collect();
        assert_eq!(all, ["a", "b", "c", "d", "e", "f", "g"]);
        assert_eq!(trim_end(" a\r\u{1f}\u{3000}"), " a");
    }

    #[test]
    fn zero_width_characters_are_not() {
        assert_eq!(words("a\u{200b}b\u{feff}c\u{180e}d").count(), 1);
    }
}
