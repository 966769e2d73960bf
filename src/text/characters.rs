//! Kinds of characters that Unicode has no property for, no short one, or one that takes long to look
//! up. This file owns which are which.

use std::sync::LazyLock;

/// Characters below this one are those of the scripts with small alphabets and the common
/// punctuation.
pub(super) const SMALL_ALPHABETS: char = '\u{2100}';

/// A set of the characters below [`SMALL_ALPHABETS`], a bit each. The standard library searches for
/// each letter beyond Latin, and articles consist of them.
struct Set([u64; SMALL_ALPHABETS as usize / 64]);

impl Set {
    fn of(is_in: fn(char) -> bool) -> Self {
        let mut set = [0; SMALL_ALPHABETS as usize / 64];
        for c in ('\0'..SMALL_ALPHABETS).filter(|c| is_in(*c)) {
            set[c as usize / 64] |= 1 << (c as usize % 64);
        }
        Self(set)
    }

    /// Whether the character is in the set; `None` if it is beyond those that the set knows.
    fn has(&self, c: char) -> Option<bool> {
        let bits = self.0.get(c as usize / 64)?;
        Some(bits >> (c as usize % 64) & 1 == 1)
    }
}

/// [`char::is_alphabetic`].
pub(super) fn is_letter(c: char) -> bool {
    static LETTERS: LazyLock<Set> = LazyLock::new(|| Set::of(char::is_alphabetic));
    LETTERS.has(c).unwrap_or_else(|| c.is_alphabetic())
}

/// [`char::is_alphanumeric`].
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    static BOTH: LazyLock<Set> = LazyLock::new(|| Set::of(char::is_alphanumeric));
    BOTH.has(c).unwrap_or_else(|| c.is_alphanumeric())
}

/// Whether a character joins the letters beside it, or keeps them apart.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a character has neither width nor meaning of its own.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

/// Whether a character ends lines, or changes the order in which those around it are shown. The two
/// marks of direction do neither: Arabic names have them.
pub(crate) fn steers_display(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character only shows itself on a terminal: no control character, also not of the direction
/// of writing, which would show a text in another order.
pub(crate) fn is_plain(c: char) -> bool {
    // Deprecated format characters, annotations and tags.
    let hidden = matches!(c,
        '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    !c.is_control() && !steers_display(c) && !hidden
}

/// Whether a character is a letter of the two Arabic presentation blocks; the ornate parentheses
/// are not.
pub(super) fn is_presentation_form(c: char) -> bool {
    matches!(
        c,
        '\u{FB50}'..='\u{FBB1}'
            | '\u{FBD3}'..='\u{FD3D}'
            | '\u{FD50}'..='\u{FDC7}'
            | '\u{FDF0}'..='\u{FDFC}'
            | '\u{FE70}'..='\u{FEFC}'
    )
}

/// Whether a character is a fraction.
pub(super) fn is_fraction(c: char) -> bool {
    matches!(c, '\u{BC}'..='\u{BE}' | '\u{2150}'..='\u{215F}' | '\u{2189}')
}

/// Whether a character is a raised figure.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(
        c,
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
    )
}

/// The value of an ASCII, Arabic-Indic or Persian digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(c as u32 - 0x6F0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_those_of_the_standard_library() {
        for c in '\0'..='\u{FFFF}' {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
