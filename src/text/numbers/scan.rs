//! Finding numbers in digits. This file owns which characters belong to a number and how grouping
//! and decimal signs may be read; it never looks at the words around them.

use super::key::{Key, canonical};
use super::notation::{Decimals, Notation};
pub(crate) use crate::text::characters::digit;
use crate::text::is_invisible;

/// A number in digits, with every reading that its spelling allows.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    /// The position of its first digit, in characters of the cleaned text.
    pub(crate) start: usize,
    /// The position after its last digit.
    pub(crate) end: usize,
    /// The position at which it counts: `start`, or the start of the number that it belongs to.
    pub(crate) place: usize,
    /// The position after its magnitude word, or `end`.
    pub(crate) after: usize,
    /// The number as written; for a time, the whole time.
    pub(crate) text: String,
    /// Its runs of digits, as ASCII.
    pub(crate) groups: Vec<String>,
    /// Characters between the runs.
    pub(crate) separators: Vec<char>,
    /// Each reading is a list of keys that belong together; the first is the likeliest.
    pub(crate) readings: Vec<Vec<Key>>,
    /// The power of ten of its magnitude word.
    pub(crate) magnitude: usize,
    /// Whether it may be missing from a translation, like bullets of lists and powers of units.
    pub(crate) optional: bool,
}

impl Number {
    /// Adds a reading of one key.
    pub(crate) fn also(&mut self, key: Key) {
        let reading = vec![key];
        if !self.readings.contains(&reading) {
            self.readings.push(reading);
        }
    }

    /// The value of a number that is a single short run of digits.
    pub(crate) fn plain(&self) -> Option<u32> {
        match self.groups.as_slice() {
            [run] if run.len() < 6 => run.parse().ok(),
            _ => None,
        }
    }

    /// The likeliest reading, if it is a single value.
    pub(crate) fn value(&self) -> Option<&str> {
        match self.readings.first().map(Vec::as_slice) {
            Some([Key::Value(value)]) => Some(value),
            _ => None,
        }
    }
}

/// How many characters a number in ASCII digits takes at the beginning of a text; single signs of
/// `joints` between digits belong to it.
pub(crate) fn digits_with(text: &[char], joints: &[char]) -> usize {
    let run = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.iter().take_while(|c| c.is_ascii_digit()).count()
    };
    let mut length = run(0);
    while length > 0 && text.get(length).is_some_and(|c| joints.contains(c)) && run(length + 1) > 0
    {
        length += 1 + run(length + 1);
    }
    length
}

/// The characters of a text without invisible ones. Numeric HTML references, which some systems
/// leave in their output, become apostrophes, so that their digits do not count.
pub(crate) fn clean(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c == '&'
            && let Some(behind) = behind_reference(rest.as_str())
        {
            chars.push('\'');
            rest = behind.chars();
        } else if !is_invisible(c) {
            chars.push(c);
        }
    }
    chars
}

fn behind_reference(text: &str) -> Option<&str> {
    let body = text.strip_prefix('#')?;
    let end = body
        .char_indices()
        .take(8)
        .find(|(_, c)| *c == ';')
        .map(|(at, _)| at)?;
    let digits = &body[..end];
    let numeric = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_alphanumeric());
    numeric.then(|| &body[end + 1..])
}

const SPACES: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];
const POINTS: [char; 5] = [',', '.', '٬', '٫', '،'];

/// Noon in four digits. It is a count more often, and a time only where words around it say so: else 1,200
/// people at midnight would be no doubt.
pub(crate) const TWELVE_HUNDRED: u32 = 1_200;

/// Every number of a cleaned text, in order, in a language that writes points and commas both ways.
pub(crate) fn scan(text: &[char]) -> Vec<Number> {
    scan_as(text, &Notation::OPEN)
}

/// Every number of a cleaned text, in order, as a language writes them.
pub(crate) fn scan_as(text: &[char], notation: &Notation) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if digit(text[at]).is_some() {
            let number = read(text, at, notation);
            at = number.end;
            numbers.push(number);
        } else {
            at += 1;
        }
    }
    numbers
}

fn read(text: &[char], start: usize, notation: &Notation) -> Number {
    let mut end = run_end(text, start);
    let mut groups = vec![ascii(&text[start..end])];
    let mut separators: Vec<char> = Vec::new();
    let mut threes = true;
    while let Some(&separator) = text.get(end) {
        let space = SPACES.contains(&separator);
        if !space && !POINTS.contains(&separator) {
            break;
        }
        let next = run_end(text, end + 1);
        if next <= end + 1 {
            break;
        }
        threes &= next - end - 1 == 3;
        // Spaces of several widths may stand in one number, where a language groups with them.
        let separator = if space && separator != '\'' && notation.decimals != Decimals::Open {
            separators
                .first()
                .copied()
                .filter(|first| first.is_whitespace())
                .unwrap_or(separator)
        } else {
            separator
        };
        let alike = separators.last().is_none_or(|&last| last == separator);
        // A space belongs to a number only if it groups thousands.
        if space && !(threes && alike && groups[0].len() <= 3) {
            break;
        }
        groups.push(ascii(&text[end + 1..next]));
        separators.push(separator);
        end = next;
    }
    if let Some(fraction) = slashed(text, start, end).filter(|_| notation.slash) {
        groups.push(ascii(&text[end + 1..fraction]));
        separators.push('/');
        end = fraction;
    }
    let mut number = Number {
        start,
        end,
        place: start,
        after: end,
        text: text[start..end].iter().collect(),
        readings: readings(&groups, &separators, notation),
        groups,
        separators,
        magnitude: 0,
        optional: false,
    };
    if let Some(value) = number.plain()
        && number.groups[0].len() == 4
        && value < 2400
        && value % 100 < 60
        && value != TWELVE_HUNDRED
    {
        // 1120 may be the time 11:20.
        number.also(Key::Time(value / 100 % 12, value % 100));
    }
    number
}

/// The end of a number with a slash before its decimals, unless more numbers are joined to it, as
/// in a date. `start` and `end` are those of the number before the slash.
fn slashed(text: &[char], start: usize, end: usize) -> Option<usize> {
    let next = run_end(text, end + 1);
    let alone = !matches!(text.get(next), Some('/' | '-' | '–' | ':'))
        && !matches!(
            start.checked_sub(1).and_then(|at| text.get(at)),
            Some('/' | '-' | '–' | ':')
        );
    (text.get(end) == Some(&'/') && next > end + 1 && next <= end + 4 && alone).then_some(next)
}

fn run_end(text: &[char], from: usize) -> usize {
    let run = text.get(from..).unwrap_or(&[]);
    from + run.iter().take_while(|&&c| digit(c).is_some()).count()
}

fn ascii(run: &[char]) -> String {
    run.iter()
        .filter_map(|&c| char::from_digit(digit(c)?, 10))
        .collect()
}

fn readings(groups: &[String], separators: &[char], notation: &Notation) -> Vec<Vec<Key>> {
    let value = |whole: &str, fraction: &str| vec![Key::Value(canonical(whole, fraction))];
    let apart: Vec<Key> = groups.iter().flat_map(|group| value(group, "")).collect();
    let joined = value(&groups.concat(), "");
    let thousands = groups_thousands(groups);
    if let [sign] = separators
        && let Some(readings) = fixed(groups, *sign, notation)
    {
        return readings;
    }
    if notation.lakhs && groups_lakhs(groups) && separators.iter().all(|&sign| sign == ',') {
        return vec![joined];
    }
    match separators {
        [] => vec![joined],
        ['٬'] => vec![joined],
        [point @ ('٫' | '.')] => {
            let mut all = vec![value(&groups[0], &groups[1])];
            if thousands {
                all.push(joined);
            }
            if *point == '.' {
                all.push(apart);
            }
            all
        }
        [',' | '،'] if thousands => vec![joined],
        [',' | '،'] if groups[1].len() <= 2 || groups[0].starts_with('0') => {
            vec![value(&groups[0], &groups[1]), apart]
        }
        [',' | '،'] => vec![apart],
        [_] => vec![joined, apart],
        [first, .., last] => {
            let (head, tail) = groups.split_at(groups.len() - 1);
            let alike = separators[..separators.len() - 1]
                .iter()
                .all(|c| c == first);
            if alike && first == last && thousands {
                let spaced = *first == ' ';
                return if spaced {
                    vec![joined, apart]
                } else {
                    vec![joined]
                };
            }
            if alike && first != last && POINTS.contains(last) && groups_thousands(head) {
                return vec![value(&head.concat(), &tail[0]), apart];
            }
            let mut all = vec![apart];
            if let [day, month, year] = groups
                && let Ok(number @ 1..=12) = month.parse::<u32>()
            {
                let date = [value(day, ""), vec![Key::Month(number)], value(year, "")];
                all.push(date.concat());
            }
            all
        }
    }
}

/// The readings of two runs of digits around a sign whose meaning the language fixes.
fn fixed(groups: &[String], sign: char, notation: &Notation) -> Option<Vec<Vec<Key>>> {
    let value = || vec![Key::Value(canonical(&groups[0], &groups[1]))];
    let apart = || vec![groups.iter().map(|group| plain(group)).collect()];
    let joined = || vec![plain(&groups.concat())];
    let thousands = groups_thousands(groups);
    Some(match (sign, notation.decimals) {
        ('/', _) => [vec![value()], apart()].concat(),
        ('.', Decimals::Comma) if thousands => vec![joined()],
        ('.', Decimals::CommaOrPoint) if thousands => vec![joined(), value()],
        ('.', Decimals::Open) => return None,
        ('.', _) => [vec![value()], apart()].concat(),
        (',', Decimals::CommaOrPoint) if thousands => vec![joined(), value()],
        (',', Decimals::Comma | Decimals::CommaOrPoint) => vec![value()],
        _ => return None,
    })
}

fn plain(digits: &str) -> Key {
    Key::Value(canonical(digits, ""))
}

/// Whether runs of digits are grouped as lakhs and crores, like 1,23,45,678.
fn groups_lakhs(groups: &[String]) -> bool {
    let [first, middle @ .., last] = groups else {
        return false;
    };
    let leads = (1..=2).contains(&first.len()) && !first.starts_with('0');
    leads && !middle.is_empty() && middle.iter().all(|group| group.len() == 2) && last.len() == 3
}

/// Whether runs of digits are grouped by thousands, like 1 234 567.
fn groups_thousands(groups: &[String]) -> bool {
    let Some((first, rest)) = groups.split_first() else {
        return false;
    };
    let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
    leads && rest.iter().all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> (String, Vec<Vec<Key>>) {
        let number = scan(&clean(text)).remove(0);
        (number.text, number.readings)
    }

    fn first_as(text: &str, notation: &Notation) -> Vec<Vec<Key>> {
        scan_as(&clean(text), notation).remove(0).readings
    }

    fn v(value: &str) -> Key {
        Key::Value(value.to_owned())
    }

    #[test]
    fn grouping_and_decimals_are_told_apart() {
        assert_eq!(
            first("104,500"),
            ("104,500".to_owned(), vec![vec![v("104500")]])
        );
        assert_eq!(first("١٬٢٣٤٬٥٦٧").1, [[v("1234567")]]);
        assert_eq!(first("٢٫٥").1, [[v("2.5")]]);
        assert_eq!(first("783،562").1, [[v("783562")]]);
        assert_eq!(first("1,234.50").1[0], [v("1234.5")]);
        assert_eq!(first("0,125").1, [vec![v("0.125")], vec![v("0"), v("125")]]);
    }

    #[test]
    fn an_ambiguous_point_has_all_its_readings() {
        let all = [vec![v("2.5")], vec![v("2500")], vec![v("2"), v("500")]];
        assert_eq!(first("2.500").1, all);
        assert_eq!(first("6,34").1, [vec![v("6.34")], vec![v("6"), v("34")]]);
    }

    #[test]
    fn spaces_belong_to_a_number_only_between_thousands() {
        assert_eq!(first("10 000 men").0, "10 000");
        assert_eq!(first("2016 300 men").0, "2016");
        assert_eq!(first("12 13").0, "12");
    }

    #[test]
    fn a_final_point_is_no_decimal() {
        assert_eq!(first("in 2016.").0, "2016");
    }

    #[test]
    fn a_date_with_points_may_name_its_month() {
        let all = [
            vec![v("12"), v("7"), v("2021")],
            vec![v("12"), Key::Month(7), v("2021")],
        ];
        assert_eq!(first("12.07.2021").1, all);
    }

    #[test]
    fn invisible_characters_and_html_references_are_not_read() {
        let numbers = scan(&clean("It&#39;s \u{200f}1\u{200e}2 &#x27; & #5"));
        let texts: Vec<&str> = numbers.iter().map(|n| n.text.as_str()).collect();
        assert_eq!(texts, ["12", "5"]);
    }

    #[test]
    fn digits_without_end_are_one_number() {
        assert_eq!(first(&"7".repeat(100_000)).0.len(), 100_000);
    }

    #[test]
    fn a_language_fixes_what_points_and_commas_mean() {
        let comma = |text| first_as(text, &Notation::COMMA);
        assert_eq!(comma("1.234"), [[v("1234")]]);
        assert_eq!(comma("1,234"), [[v("1.234")]]);
        assert_eq!(comma("1.234,5")[0], [v("1234.5")]);
        assert_eq!(comma("1 234,5")[0], [v("1234.5")]);
        assert_eq!(comma("14.30"), [vec![v("14.3")], vec![v("14"), v("30")]]);
        let point = |text| first_as(text, &Notation::POINT);
        assert_eq!(point("2.500"), [vec![v("2.5")], vec![v("2"), v("500")]]);
        assert_eq!(point("2,500"), [[v("2500")]]);
    }

    #[test]
    fn lakhs_and_slashes_are_read_where_they_are_in_use() {
        let lakhs = Notation {
            lakhs: true,
            ..Notation::POINT
        };
        assert_eq!(first_as("1,23,45,678", &lakhs), [[v("12345678")]]);
        let slash = Notation {
            slash: true,
            ..Notation::OPEN
        };
        assert_eq!(
            first_as("۱/۵", &slash),
            [vec![v("1.5")], vec![v("1"), v("5")]]
        );
        assert_eq!(first_as("1403/5/2", &slash)[0], [v("1403")]);
    }
}
