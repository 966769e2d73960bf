//! This file owns writing systems: which script a letter belongs to and in which direction it runs.

use super::characters::is_letter;

/// The direction in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Unknown; it is left to the program that shows the text.
    Auto,
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's attribute `dir`.
    pub fn html(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Whether a letter is of a script that puts no space between words: Chinese and Japanese.
pub(crate) fn lacks_spaces(c: char) -> bool {
    matches!(Script::of(c), Some(Script::Han | Script::Kana))
}

/// How much of a word a letter is on the average, in quarters, in the scripts that put no space between
/// words: half a word in Chinese and Japanese, a quarter in Thai, Lao, Burmese and Khmer; 0 in others.
pub(super) fn quarters_of_word(c: char) -> usize {
    match c {
        ..'\u{E00}' => 0,
        _ if lacks_spaces(c) => 2,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            if is_letter(c) =>
        {
            1
        }
        _ => 0,
    }
}

/// A writing system, as far as mujaz tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Arabic, with the letters of Persian, Urdu, Kurdish and others.
    Arabic,
    /// Latin.
    Latin,
    /// Greek.
    Greek,
    /// Cyrillic.
    Cyrillic,
    /// Hebrew.
    Hebrew,
    /// Devanagari.
    Devanagari,
    /// Chinese characters.
    Han,
    /// Hiragana and Katakana.
    Kana,
    /// Hangul.
    Hangul,
    /// Any other.
    Other,
}

impl Script {
    /// The script of a letter, by its Unicode block; `None` for any other character.
    pub fn of(c: char) -> Option<Self> {
        if !is_letter(c) {
            return None;
        }
        Some(match u32::from(c) {
            0x0600..=0x06FF
            | 0x0750..=0x077F
            | 0x0870..=0x08FF
            | 0xFB50..=0xFDFF
            | 0xFE70..=0xFEFF => Self::Arabic,
            0x0041..=0x024F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xFF21..=0xFF5A => Self::Latin,
            0x0370..=0x03FF | 0x1F00..=0x1FFF => Self::Greek,
            0x0400..=0x052F => Self::Cyrillic,
            0x0590..=0x05FF => Self::Hebrew,
            0x0900..=0x097F => Self::Devanagari,
            0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x2_0000..=0x3_FFFF => Self::Han,
            0x3040..=0x30FF => Self::Kana,
            0x1100..=0x11FF | 0xAC00..=0xD7AF => Self::Hangul,
            _ => Self::Other,
        })
    }

    /// The direction it is written in.
    pub fn direction(self) -> Direction {
        match self {
            Self::Arabic | Self::Hebrew => Direction::RightToLeft,
            Self::Other => Direction::Auto,
            _ => Direction::LeftToRight,
        }
    }

    /// English name, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arabic => "Arabic",
            Self::Latin => "Latin",
            Self::Greek => "Greek",
            Self::Cyrillic => "Cyrillic",
            Self::Hebrew => "Hebrew",
            Self::Devanagari => "Devanagari",
            Self::Han => "Chinese",
            Self::Kana => "Japanese",
            Self::Hangul => "Korean",
            Self::Other => "of the expected script",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_the_script_of_its_block_and_a_digit_has_none() {
        assert_eq!(Script::of('ع'), Some(Script::Arabic));
        assert_eq!(Script::of('پ'), Some(Script::Arabic));
        assert_eq!(Script::of('é'), Some(Script::Latin));
        assert_eq!(Script::of('я'), Some(Script::Cyrillic));
        assert_eq!(Script::of('東'), Some(Script::Han));
        assert_eq!(Script::of('٣'), None);
        assert_eq!(Script::of('،'), None);
    }
}
