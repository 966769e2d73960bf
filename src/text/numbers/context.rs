//! The context of a number: magnitude words, times, dates, ranges, bullets. This file adds readings
//! to numbers that were found in digits; it finds none itself.

use unicode_normalization::char::is_combining_mark;

use super::key::{Key, shifted, sum};
use super::lexicon::Placed;
use super::scan::{Number, TWELVE_HUNDRED, digit};
use crate::text::{is_letter, is_letter_or_digit};

/// The effect of a magnitude word on the number before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Magnitude {
    /// The power of ten.
    pub(crate) places: usize,
    /// Whether the word may mean something else: `5m` is five million or five metres.
    pub(crate) perhaps: bool,
}

/// The words that a language writes around its numbers.
pub(crate) struct Context<'a> {
    /// Reads the word after a number; the flag tells whether it follows without a space.
    pub(crate) magnitude: &'a dyn Fn(&str, bool) -> Option<Magnitude>,
    /// The length of the word with which a text begins, in characters.
    pub(crate) word: fn(&[char]) -> usize,
    /// Whether a magnitude may follow another one: "3 thousand million".
    pub(crate) stacked: bool,
    /// Units of length that can be squared, in lower case, in addition to the Latin ones.
    pub(crate) units: &'static [&'static str],
    /// The words between "3 million" and "500 thousand".
    pub(crate) and: &'static [&'static str],
}

/// Words behind a time of day in four digits, in lower case: zones, which every language writes alike, and words
/// of English.
const ZONES: [&str; 9] = [
    "gmt", "utc", "bst", "est", "edt", "cet", "cest", "hours", "hrs",
];

/// Reads the context of numbers: magnitudes, times, dates, ranges, bullets, powers of units.
pub(crate) fn read_context(text: &[char], numbers: &mut [Number], context: &Context<'_>) {
    for number in numbers.iter_mut() {
        while let Some((word, start, end)) = word_after(text, number.after, context)
            && let Some(found) = (context.magnitude)(&word, start == number.end)
        {
            number.after = end;
            apply(number, found);
            // Hostile text stacks them without end.
            if !context.stacked || number.magnitude > 15 {
                break;
            }
        }
        number.optional |= is_unit_power(text, number, context)
            || is_of_disease(text, number)
            || is_before_stoppage(text, number);
        if number.plain() == Some(TWELVE_HUNDRED)
            && let Some((word, ..)) = word_after(text, number.after, context)
            && ZONES.contains(&word.to_lowercase().as_str())
        {
            number.also(Key::Time(0, 0));
        }
    }
    let mut start = 0;
    while start < numbers.len() {
        let mut end = start + 1;
        while end < numbers.len() && joins(text, &numbers[end - 1], &numbers[end]) {
            end += 1;
        }
        read_chain(text, &mut numbers[start..end]);
        start = end;
    }
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        read_neighbours(text, &mut left[at - 1], &mut right[0], context);
    }
    if let Some(number) = numbers.first_mut() {
        number.optional |= is_bullet(text, number);
    }
}

/// Whether a character belongs to a word, as a letter or a mark on one.
pub(crate) fn in_word(c: char) -> bool {
    is_letter(c) || is_combining_mark(c)
}

/// Whether a character alone keeps two words of a number together, or a number and its unit.
pub(crate) fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '־')
}

/// The words of a text with their starts and ends, in characters.
pub(crate) fn words(text: &[char]) -> Vec<Placed> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = word_length(&text[at..]);
        if length > 0 {
            words.push((at, at + length, text[at..at + length].iter().collect()));
        }
        at += length.max(1);
    }
    words
}

/// The length of the word with which a text begins, in scripts with spaces between words.
pub(crate) fn word_length(text: &[char]) -> usize {
    text.iter().take_while(|&&c| in_word(c)).count()
}

fn word_after(text: &[char], from: usize, context: &Context<'_>) -> Option<(String, usize, usize)> {
    let gap = matches!(text.get(from)?, ' ' | '\u{a0}' | '-' | '\u{2011}');
    let start = from + usize::from(gap);
    let length = (context.word)(text.get(start..)?);
    (length > 0).then(|| {
        (
            text[start..start + length].iter().collect(),
            start,
            start + length,
        )
    })
}

fn apply(number: &mut Number, magnitude: Magnitude) {
    let plain = std::mem::take(&mut number.readings);
    number.magnitude += magnitude.places;
    for reading in &plain {
        if let [Key::Value(value)] = reading.as_slice() {
            number.also(Key::Value(shifted(value, magnitude.places)));
        }
    }
    if magnitude.perhaps || number.readings.is_empty() {
        number.readings.extend(plain);
    }
}

/// Whether a number is the power of a unit, like the 2 of `km2`.
fn is_unit_power(text: &[char], number: &Number, context: &Context<'_>) -> bool {
    if !matches!(number.plain(), Some(2 | 3)) {
        return false;
    }
    let before = &text[..number.start];
    let length = before
        .iter()
        .rev()
        .take(4)
        .take_while(|&&c| in_word(c))
        .count();
    let unit: String = before[before.len() - length..].iter().collect();
    let unit = unit.to_lowercase();
    ["m", "km", "cm", "mm"].contains(&unit.as_str()) || context.units.contains(&unit.as_str())
}

/// Names of COVID-19 before its number, in lower case. One text may have the number where the other says
/// "coronavirus". They stand in one list, because a text may write the name in the letters of another language.
const DISEASE: [&str; 10] = [
    "covid",
    "kovid",
    "ковид",
    "ковід",
    "كوفيد",
    "کووید",
    "کوید",
    "کووڈ",
    "کۆڤید",
    "קוביד",
];

/// The characters before a number in which the name of a disease may begin.
const BEFORE_NUMBER: usize = 8;

/// Whether a number is the 19 of `COVID-19`.
fn is_of_disease(text: &[char], number: &Number) -> bool {
    if number.plain() != Some(19) {
        return false;
    }
    let from = number.start.saturating_sub(BEFORE_NUMBER);
    let before: String = text[from..number.start].iter().collect();
    let before = before.trim_end_matches([' ', '\u{a0}', '-', '\u{2011}']);
    let before = before.to_lowercase();
    let mut words = before.rsplit(|c: char| !in_word(c));
    words.next().is_some_and(|word| DISEASE.contains(&word))
}

/// Whether a number is the last minute of a match before stoppage time, like the 90 of `90+2`.
fn is_before_stoppage(text: &[char], number: &Number) -> bool {
    matches!(number.plain(), Some(45 | 90 | 105 | 120))
        && text.get(number.end) == Some(&'+')
        && text.get(number.end + 1).copied().and_then(digit).is_some()
}

/// Whether a number is a bullet: `1. `, `2) ` or `3- ` at the start of a text.
fn is_bullet(text: &[char], number: &Number) -> bool {
    number.plain().is_some_and(|value| value < 100)
        && !text[..number.start].iter().any(|c| is_letter_or_digit(*c))
        && matches!(text.get(number.end), Some('.' | ')' | '-' | '–'))
        && text.get(number.end + 1) == Some(&' ')
}

fn joins(text: &[char], a: &Number, b: &Number) -> bool {
    let joints = [
        ':', '/', '-', '–', '—', '×', 'x', '\u{2010}', '\u{2011}', '\u{2212}',
    ];
    b.start == a.end + 1 && joints.contains(&text[a.end])
}

/// Reads numbers joined by one sign each as times, dates or seasons.
fn read_chain(text: &[char], chain: &mut [Number]) {
    let joint = |number: &Number| text.get(number.end).copied().unwrap_or(' ');
    let values: Vec<Option<u32>> = chain.iter().map(Number::plain).collect();
    if let [hour, minutes, ..] = &mut *chain
        && joint(hour) == ':'
        && minutes.groups[0].len() == 2
        && let (Some(h @ 0..=24), Some(m @ 0..=59)) = (values[0], values[1])
    {
        read_time(hour, minutes, (h, m));
    }
    let dated = chain.len() >= 3
        || values
            .iter()
            .flatten()
            .any(|value| (1900..2200).contains(value));
    let last = chain.len() - 1;
    let slashes = last > 0 && chain[..last].iter().all(|number| joint(number) == '/');
    let hyphens = last > 1 && chain[..last].iter().all(|number| joint(number) == '-');
    if dated && (slashes || hyphens) {
        for (number, value) in chain.iter_mut().zip(&values) {
            if let Some(month @ 1..=12) = value {
                number.also(Key::Month(*month));
            }
        }
    }
    // 1995-96 is 1995-1996, and the reverse.
    for at in 1..chain.len() {
        if let (Some(from @ 1000..=2200), Some(to)) = (values[at - 1], values[at]) {
            if to < 100 && chain[at].groups[0].len() == 2 {
                chain[at].also(Key::of(u64::from(from / 100 * 100 + to)));
            } else if to / 100 == from / 100 {
                chain[at].also(Key::of(u64::from(to % 100)));
            }
        }
    }
}

/// Reads an hour and its minutes, in two numbers.
pub(crate) fn read_time(hour: &mut Number, minutes: &mut Number, (h, m): (u32, u32)) {
    let time = Key::Time(h % 12, m);
    let written = format!("{}:{}", hour.text, minutes.text);
    hour.text.clone_from(&written);
    minutes.text = written;
    hour.readings = vec![vec![time.clone()], vec![Key::of(h.into())]];
    minutes.readings = vec![vec![time], vec![Key::of(m.into())]];
    match m {
        0 => {
            // 14:00 is 2 o'clock.
            hour.also(Key::of(u64::from((h + 12) % 24)));
            minutes.optional = true;
        }
        15 | 45 => minutes.also(Key::Value("0.25".to_owned())),
        30 => minutes.also(Key::Value("0.5".to_owned())),
        _ => {}
    }
    hour.after = minutes.end;
    minutes.place = hour.place;
}

fn read_neighbours(text: &[char], a: &mut Number, b: &mut Number, context: &Context<'_>) {
    let between = text.get(a.after..b.start).unwrap_or(&[]);
    if between.len() > 9 {
        return;
    }
    if a.magnitude == 0 && b.magnitude > 0 {
        // 340 to 500 million.
        for reading in a.readings.clone() {
            if let [Key::Value(value)] = reading.as_slice() {
                a.also(Key::Value(shifted(value, b.magnitude)));
            }
        }
    }
    let between: String = between.iter().collect();
    if (1..b.magnitude).contains(&a.magnitude)
        && context.and.contains(&between.trim())
        && let Some(x) = a.value()
        && let Some(plain) = b.plain()
        && let Some(total) = sum(x, &plain.to_string())
    {
        // 4 thousand and 100 billion is 4.1 trillion.
        let total = Key::Value(shifted(&total, b.magnitude));
        a.also(total.clone());
        b.readings.insert(0, vec![total]);
    }
    if a.magnitude > b.magnitude
        && (between.trim().is_empty() || context.and.contains(&between.trim()))
        && let (Some(x), Some(y)) = (a.value(), b.value())
        && let Some(total) = sum(x, y)
    {
        // 3 million and 500 thousand is 3.5 million.
        a.also(Key::Value(total.clone()));
        b.also(Key::Value(total));
    }
}
