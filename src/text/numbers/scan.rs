//! Finding numbers in digits. This file owns which characters belong to a number and how grouping
//! and decimal signs may be read; it never looks at the words around them.

use super::key::{Key, canonical};
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

/// The value of an ASCII, Arabic-Indic or Persian digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ => None,
    }
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

/// Every number of a cleaned text, in order.
pub(crate) fn scan(text: &[char]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if digit(text[at]).is_some() {
            let number = read(text, at);
            at = number.end;
            numbers.push(number);
        } else {
            at += 1;
        }
    }
    numbers
}

fn read(text: &[char], start: usize) -> Number {
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
        let alike = separators.last().is_none_or(|&last| last == separator);
        // A space belongs to a number only if it groups thousands.
        if space && !(threes && alike && groups[0].len() <= 3) {
            break;
        }
        groups.push(ascii(&text[end + 1..next]));
        separators.push(separator);
        end = next;
    }
    let mut number = Number {
        start,
        end,
        place: start,
        after: end,
        text: text[start..end].iter().collect(),
        readings: readings(&groups, &separators),
        groups,
        separators,
        magnitude: 0,
        optional: false,
    };
    if let Some(value) = number.plain()
        && number.groups[0].len() == 4
        && value < 2400
        && value % 100 < 60
    {
        // 1120 may be the time 11:20.
        number.also(Key::Time(value / 100 % 12, value % 100));
    }
    number
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

fn readings(groups: &[String], separators: &[char]) -> Vec<Vec<Key>> {
    let value = |whole: &str, fraction: &str| vec![Key::Value(canonical(whole, fraction))];
    let apart: Vec<Key> = groups.iter().flat_map(|group| value(group, "")).collect();
    let joined = value(&groups.concat(), "");
    let thousands = groups_thousands(groups);
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
}
