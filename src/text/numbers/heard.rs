//! Numbers in words as they were heard, and which of them a translation must have: those whose words mean
//! nothing else. Small numbers, a hundred and a million are often idioms, or left out.

use super::hearing::key;
use super::key::Key;
use super::lexicon::{Grammar, Placed};
use super::{Claim, Meaning, power_of_ten};

/// A number in words, as it was heard to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heard {
    /// The indices of its first word and of its last one.
    pub(super) words: (usize, usize),
    /// What it may be, in hundredths, the likeliest first; never empty.
    pub(super) values: Vec<u64>,
    /// Whether its words may be another number as well, or two of them.
    pub(super) is_doubtful: bool,
}

/// The least number that is claimed, and the least one with a half, in hundredths.
const LEAST: u64 = 1_200;
const LEAST_AND_A_HALF: u64 = 350;

/// The hours after noon, which English counts from one again.
const AFTERNOON: std::ops::RangeInclusive<u64> = 13..=24;

/// What the words of a text claim.
pub(super) fn claims(
    text: &[char],
    words: &[Placed],
    heard: &[Heard],
    grammar: &Grammar,
) -> Vec<Claim> {
    if !grammar.claims {
        return Vec::new();
    }
    let claim = |heard: &Heard| {
        let (first, last) = heard.words;
        let [(start, _, begin), ..] = words.get(first..=last)? else {
            return None;
        };
        let (_, end, _) = words.get(last)?;
        // A name, such as the Twenty-Seven of the European Union.
        let is_name = first > 0 && begin.starts_with(char::is_uppercase);
        let is_sure = heard.values.first().is_some_and(|value| is_sure(*value));
        let is_whole = !is_part(text, *start, *end) && !has_tail(&words[first..=last], grammar);
        // "Twelve less a quarter" is 11:45.
        let behind = words.get(last + 1).map(|(_, _, word)| (grammar.fold)(word));
        let is_less = behind.is_some_and(|word| grammar.less.contains(&word.as_str()));
        let is_claimed = is_sure && is_whole && !is_name && !is_less && !heard.is_doubtful;
        is_claimed.then(|| Claim {
            text: text[*start..*end].iter().collect(),
            place: *start,
            meaning: Meaning::AnyOf(heard.values.iter().flat_map(|value| keys(*value)).collect()),
        })
    };
    heard.iter().filter_map(claim).collect()
}

/// Whether so many hundredths are no round number that may stand for many, and none that is often left out.
fn is_sure(value: u64) -> bool {
    let whole = value / 100;
    match value % 100 {
        0 => value >= LEAST && power_of_ten(whole).is_none(),
        50 => value >= LEAST_AND_A_HALF,
        _ => false,
    }
}

/// What so many hundredths may be in the translation: also an hour, perhaps with thirty minutes, or noon and
/// midnight.
fn keys(value: u64) -> Vec<Key> {
    let whole = value / 100;
    let mut keys = vec![key(value)];
    if matches!(value, 1_200 | 2_400) {
        keys.push(Key::Time(0, 0));
    }
    match (value % 100, u32::try_from(whole)) {
        (0, _) if AFTERNOON.contains(&whole) => keys.push(Key::of(whole - 12)),
        (50, Ok(hour @ 1..=24)) => keys.push(Key::Time(hour % 12, 30)),
        _ => {}
    }
    keys
}

/// Whether a number is a part of a hyphenated word, or of one with decimals in Chinese numerals.
fn is_part(text: &[char], start: usize, end: usize) -> bool {
    let is_joint = |at: Option<usize>| {
        let sign = at.and_then(|at| text.get(at));
        matches!(
            sign,
            Some('-' | '\u{2010}' | '\u{2011}' | '־' | '点' | '點')
        )
    };
    is_joint(start.checked_sub(1)) || is_joint(Some(end))
}

/// Whether a word of a number has more in it than the number, as "forty-year-old" in one word, or is one that
/// means something else when it stands alone. All words together may be one, too.
fn has_tail(words: &[Placed], grammar: &Grammar) -> bool {
    // Where "and" stands in a number, as in Persian, it makes three words of two.
    let is_alone = words.len() < 3;
    let is_other = |word: &str| grammar.unclaimed.contains(&word);
    let folded = words.iter().map(|(_, _, word)| (grammar.fold)(word));
    let folded: Vec<String> = folded.collect();
    let goes_on = |word: &String| grammar.tails.iter().any(|tail| word.contains(*tail));
    folded.iter().any(goes_on)
        || is_other(&folded.concat())
        || (is_alone && folded.iter().any(|word| is_other(word)))
}

#[cfg(test)]
mod tests {
    use crate::text::Language;

    fn claimed(code: &str, text: &str) -> Vec<String> {
        let reader = Language::of(code).numbers.expect("a reader of numbers");
        let claims = (reader.read)(text).claims.into_iter();
        claims.map(|claim| claim.text).collect()
    }

    #[test]
    fn numbers_that_are_nothing_else_are_claimed() {
        let cases: [(&str, &str, &[&str]); 14] = [
            ("ru", "над двенадцатью регионами", &["двенадцатью"]),
            ("ru", "к восьми с половиной годам", &["восьми с половиной"]),
            ("uk", "Двадцять сім країн", &["Двадцять сім"]),
            ("fr", "Cent vingt migrants", &["Cent vingt"]),
            ("fr", "il y a vingt-cinq ans", &["vingt-cinq"]),
            ("es", "treinta y cinco años", &["treinta y cinco"]),
            ("es", "un millón y medio de hogares", &["un millón y medio"]),
            ("de", "eine halbe Million Menschen", &["halbe Million"]),
            ("tr", "otuz beş ülke", &["otuz beş"]),
            ("he", "שישים ושבעה אחוזים", &["שישים ושבעה"]),
            ("ur", "بیس زخمی ہیں", &["بیس"]),
            ("ur", "ساڑھے نو بجے", &["ساڑھے نو"]),
            ("fa", "سی و پنج کشور", &["سی و پنج"]),
            ("zh", "二十五名船员", &["二十五"]),
        ];
        for (code, text, expected) in cases {
            assert_eq!(claimed(code, text), expected, "{text}");
        }
    }

    #[test]
    fn small_and_round_numbers_parts_of_words_and_other_words_are_not() {
        for (code, text) in [
            ("ru", "пять человек и сто домов"),
            ("ru", "двадцатилетний студент"),
            ("ru", "сорока на заборе"),
            ("ru", "в половине двенадцатого"),
            ("fr", "des dizaines de milliers de personnes"),
            ("fr", "les Vingt ministres"),
            ("fr", "en quarantaine"),
            ("es", "docenas de miles de personas"),
            ("es", "docenas de heridos"),
            ("es", "a las doce menos cuarto"),
            ("de", "Zehntausende um halb zwölf"),
            ("tr", "on binlerce kişi"),
            ("tr", "bin bir güçlükle"),
            ("fa", "سی ان ان"),
            ("fa", "بی بی سی دو شب"),
            ("ur", "اسی روز"),
            ("ku", "سی و پێنج کەس"),
            ("zh", "警方打击犯罪"),
            ("zh", "万一发生地震"),
            ("zh", "亿万民众"),
            ("zh", "三点五亿元"),
        ] {
            assert_eq!(claimed(code, text), [""; 0], "{text}");
        }
    }
}
