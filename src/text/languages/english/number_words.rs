//! This file owns what each English number word stands for. How words combine into a number is
//! decided in `numbers`.

use super::MONTHS;

const CARDINALS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// The contribution of an English number word to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A count below a hundred.
    Cardinal(u64),
    /// A rank, a fraction or a decade.
    Ordinal(u64),
    /// A multiplier: hundred, dozen, thousand and above.
    Multiplier(u64),
}

/// Reads a word in lower case.
pub(super) fn number_word(word: &str) -> Option<Word> {
    if let Some(value) = cardinal(word) {
        return Some(Word::Cardinal(value));
    }
    if let Some(value) = multiplier(word) {
        return Some(Word::Multiplier(value));
    }
    ordinal(word).map(Word::Ordinal)
}

fn cardinal(word: &str) -> Option<u64> {
    place(&CARDINALS, word).or_else(|| place(&TENS, word).map(|ten| (ten + 2) * 10))
}

fn ordinal(word: &str) -> Option<u64> {
    if let Some(rank) = place(&ORDINALS, word) {
        return Some(rank);
    }
    let ten = word
        .strip_suffix("ieth")
        .or_else(|| word.strip_suffix("ies"));
    if let Some(stem) = ten {
        return cardinal(&format!("{stem}y")).filter(|value| *value >= 20);
    }
    // Thirds, fifths, tens; but not seconds, which are time.
    let one = word.strip_suffix('s').filter(|stem| *stem != "second")?;
    place(&ORDINALS, one).or_else(|| cardinal(one).filter(|value| *value > 1))
}

fn multiplier(word: &str) -> Option<u64> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "hundred" | "hundredth" => 100,
        "dozen" => 12,
        "thousand" | "thousandth" => 1_000,
        "lakh" => 100_000,
        "million" | "millionth" => 1_000_000,
        "crore" => 10_000_000,
        "billion" | "billionth" => 1_000_000_000,
        "trillion" | "trillionth" => 1_000_000_000_000,
        "quadrillion" => 1_000_000_000_000_000,
        _ => return None,
    })
}

fn place(table: &[&str], word: &str) -> Option<u64> {
    table
        .iter()
        .position(|entry| *entry == word)
        .and_then(|at| u64::try_from(at).ok())
}

/// The power of ten of a magnitude word or letter, in lower case, after digits, and whether it may
/// mean something else. Letters count only without a space before them.
pub(super) fn magnitude(word: &str, attached: bool) -> Option<(usize, bool)> {
    Some(match word {
        "hundred" => (2, false),
        "thousand" | "thousands" => (3, false),
        "lakh" | "lakhs" => (5, false),
        "million" | "millions" | "mn" | "mln" => (6, false),
        "crore" | "crores" => (7, false),
        "billion" | "billions" | "bn" | "bln" => (9, false),
        "trillion" | "trillions" | "tn" | "trn" => (12, false),
        "quadrillion" | "quadrillions" => (15, false),
        "k" if attached => (3, true),
        "m" if attached => (6, true),
        "b" if attached => (9, true),
        _ => return None,
    })
}

/// The power of ten in an abbreviation of so many cubic metres, cubic feet or barrels, in lower case: 20 bcm. Some
/// are other units as well, such as megabytes.
pub(super) fn magnitude_of_unit(word: &str) -> Option<usize> {
    Some(match word {
        "mcm" | "mcf" | "mb" | "mbd" | "mbpd" | "mmbd" | "mmbpd" => 6,
        "bcm" | "bcf" => 9,
        "tcm" | "tcf" => 12,
        _ => return None,
    })
}

/// Values that a word other than a number word may stand for: "a" is one. Parts and multiples have files of
/// their own.
pub(super) fn implied(word: &str) -> &'static [&'static str] {
    match word {
        "a" | "an" | "once" | "single" | "alone" | "only" => &["1"],
        "both" | "couple" | "pair" | "pairs" | "twice" | "twin" | "twins" | "duo" => &["2"],
        "trio" | "thrice" | "triplets" | "triad" | "trilogy" | "trilateral" | "trimester"
        | "trimesters" => &["3"],
        "quartet" | "quadruplets" => &["4"],
        "quintet" | "quintuplets" => &["5"],
        "decade" => &["10"],
        "century" => &["100"],
        "no" | "none" | "nil" | "goalless" | "scoreless" => &["0"],
        "fortnight" => &["14", "15", "2"],
        _ => &[],
    }
}

/// The month, from 1, with this name or abbreviation in lower case.
pub(super) fn month(word: &str) -> Option<u32> {
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| month.names().any(|name| name.eq_ignore_ascii_case(word)))
        .map(|(number, _)| number)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    word.split('-')
        .all(|part| number_word(&part.to_lowercase()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_ranks_and_multipliers_are_told_apart() {
        assert_eq!(number_word("eleven"), Some(Word::Cardinal(11)));
        assert_eq!(number_word("ninety"), Some(Word::Cardinal(90)));
        assert_eq!(number_word("third"), Some(Word::Ordinal(3)));
        assert_eq!(number_word("fifths"), Some(Word::Ordinal(5)));
        assert_eq!(number_word("twentieth"), Some(Word::Ordinal(20)));
        assert_eq!(number_word("nineties"), Some(Word::Ordinal(90)));
        assert_eq!(number_word("thousands"), Some(Word::Multiplier(1_000)));
        assert_eq!(number_word("seconds"), None);
        assert_eq!(number_word("house"), None);
    }

    #[test]
    fn letters_are_magnitudes_only_behind_digits() {
        assert_eq!(magnitude("m", true), Some((6, true)));
        assert_eq!(magnitude("m", false), None);
        assert_eq!(magnitude("bn", false), Some((9, false)));
        assert_eq!(magnitude_of_unit("bcm"), Some(9));
    }

    #[test]
    fn months_have_names_and_abbreviations() {
        assert_eq!(month("july"), Some(7));
        assert_eq!(month("sept"), Some(9));
        assert_eq!(month("dec"), Some(12));
        assert_eq!(month("day"), None);
    }
}
