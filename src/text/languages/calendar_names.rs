//! The months and weekdays that a text names, by a table of the names of its language. This file owns
//! how a table is applied; the tables are in the folders of the languages.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::TARGET;
use crate::text::calendar::{Calendar, months_in_digits};
use crate::text::language::Month;
use crate::text::{fold_for_search, is_invisible, is_letter_or_digit};

/// Letters that a word needs for longer words with the same beginning to hint at what it names.
const BEGINNING: usize = 4;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A month, from 1.
    Month(u32),
    /// A weekday, from Monday, 0.
    Weekday(u32),
}

/// When a text names it for sure, so that a translation must name it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Always.
    Always,
    /// Beside a number, or a word that only stands beside months.
    Dated,
    /// Never: the words mean something else too.
    Never,
}

/// Names of one month or weekday. Endings may stand behind a bar: `март|- а у`, with `-` for none.
#[derive(Debug)]
pub(super) struct Row {
    what: What,
    sure: Sure,
    names: &'static [&'static str],
}

/// The names of months that are one word each, without the sign of abbreviation, and their forms, with the
/// numbers of the months from 1.
pub(super) fn month_words(
    months: &'static [Month],
    forms: &'static [&'static str],
) -> Vec<(u32, &'static str)> {
    let forms = (1..=12).zip(forms).flat_map(|(number, forms)| {
        let forms = forms.split(' ');
        forms.map(move |form| (number, form))
    });
    let names = (1..).zip(months).flat_map(|(number, month)| {
        let names = month.names().map(|name| name.trim_end_matches('\''));
        names.map(move |name| (number, name))
    });
    let names = names.filter(|(_, name)| !name.contains(' '));
    names.chain(forms).collect()
}

/// Names of a month.
pub(super) const fn month(number: u32, names: &'static [&'static str]) -> Row {
    let (what, sure) = (What::Month(number), Sure::Always);
    Row { what, sure, names }
}

/// Names of a month that are other words too, if no number is beside them.
pub(super) const fn dated(number: u32, names: &'static [&'static str]) -> Row {
    let (what, sure) = (What::Month(number), Sure::Dated);
    Row { what, sure, names }
}

/// Words that may stand for a month.
pub(super) const fn month_hint(number: u32, names: &'static [&'static str]) -> Row {
    let (what, sure) = (What::Month(number), Sure::Never);
    Row { what, sure, names }
}

/// Names of a weekday.
pub(super) const fn weekday(number: u32, names: &'static [&'static str]) -> Row {
    let (what, sure) = (What::Weekday(number), Sure::Always);
    Row { what, sure, names }
}

/// Words that may stand for a weekday.
pub(super) const fn weekday_hint(number: u32, names: &'static [&'static str]) -> Row {
    let (what, sure) = (What::Weekday(number), Sure::Never);
    Row { what, sure, names }
}

/// What the capital of a name shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capitals {
    /// Nothing.
    Free,
    /// That it may be the name of somebody: months and weekdays have none.
    OfPeople,
    /// That it belongs to the number beside it.
    OfDates,
}

/// The names of the months and weekdays of a language.
#[derive(Debug)]
pub(super) struct CalendarNames {
    /// The months of its dates. Regional names need a number beside them.
    pub(super) months: &'static [Month],
    /// Those of their names that are other words too.
    pub(super) doubtful: &'static [&'static str],
    /// Other names. Where one begins another one, the longer is read.
    pub(super) rows: &'static [Row],
    /// What may be written in front of a name.
    pub(super) prefixes: &'static [&'static str],
    /// What may be written behind a name.
    pub(super) endings: &'static [&'static str],
    /// Words between the number of a day or a year and a month.
    pub(super) links: &'static [&'static str],
    /// Words that stand beside months alone.
    pub(super) beside: &'static [&'static str],
    /// What a capital shows.
    pub(super) capitals: Capitals,
}

impl CalendarNames {
    /// No names.
    pub(super) const EMPTY: Self = Self {
        months: &[],
        doubtful: &[],
        rows: &[],
        prefixes: &[],
        endings: &[],
        links: &[],
        beside: &[],
        capitals: Capitals::Free,
    };
}

/// A table made ready for reading.
#[derive(Debug)]
pub(super) struct Reader {
    /// By the folded words of a name, with single spaces.
    names: HashMap<String, Vec<(What, Sure)>>,
    /// Beginnings of words that hint at a name.
    beginnings: Vec<(String, What)>,
    /// The number of words of the longest name.
    longest: usize,
    links: &'static [&'static str],
    beside: Vec<String>,
    capitals: Capitals,
}

/// A word or a number of a text.
struct Token {
    /// It in folded letters.
    key: String,
    /// Whether it begins with a capital.
    capital: bool,
    /// The number that it begins with.
    number: Option<u32>,
}

impl Reader {
    pub(super) fn new(table: &CalendarNames) -> Self {
        let mut reader = Self {
            names: HashMap::new(),
            beginnings: Vec::new(),
            longest: 1,
            links: table.links,
            beside: table.beside.iter().map(|word| phrase(word)).collect(),
            capitals: table.capitals,
        };
        for (number, month) in (1..).zip(table.months) {
            for name in month.names() {
                let is_regional = month.regional.iter().any(|(regional, _)| *regional == name);
                let sure = if is_regional || table.doubtful.contains(&name) {
                    Sure::Dated
                } else {
                    Sure::Always
                };
                reader.add(name, (What::Month(number), sure), table);
            }
        }
        for row in table.rows {
            for name in row.names.iter().flat_map(|name| spelled_out(name)) {
                reader.add(&name, (row.what, row.sure), table);
            }
        }
        reader
    }

    fn add(&mut self, name: &str, means: (What, Sure), table: &CalendarNames) {
        if !name.contains(' ') && name.chars().count() >= BEGINNING {
            self.beginnings.push((phrase(name), means.0));
        }
        for prefix in [""].iter().chain(table.prefixes) {
            for ending in [""].iter().chain(table.endings) {
                let key = phrase(&format!("{prefix}{name}{ending}"));
                self.longest = self.longest.max(key.split(' ').count());
                let known = self.names.entry(key).or_default();
                if !known.contains(&means) {
                    known.push(means);
                }
            }
        }
    }

    /// Reads a text.
    pub(super) fn read(&self, text: &str) -> Calendar {
        let mut calendar = hints(text, &fold_for_search(text));
        let tokens = tokens(text);
        let mut at = 0;
        while at < tokens.len() {
            let most = self.longest.min(tokens.len() - at);
            let found = (1..=most).rev().find_map(|count| {
                let words: Vec<&str> = tokens[at..at + count]
                    .iter()
                    .map(|token| token.key.as_str())
                    .collect();
                let named = self.names.get(&words.join(" "))?;
                Some((count, named))
            });
            let Some((count, named)) = found else {
                let key = &tokens[at].key;
                for (beginning, what) in &self.beginnings {
                    if key.starts_with(beginning) {
                        add(&mut calendar, *what, false);
                    }
                }
                at += 1;
                continue;
            };
            // The name itself is the last word, behind a preposition.
            let capital = tokens[at + count - 1].capital;
            for &(what, sure) in named {
                let sure = match sure {
                    Sure::Always => !(capital && self.capitals == Capitals::OfPeople),
                    Sure::Dated => self.is_dated(&tokens, at..at + count),
                    Sure::Never => false,
                };
                add(&mut calendar, what, sure);
            }
            at += count;
        }
        calendar
    }

    /// Whether what stands beside a name makes it a month.
    fn is_dated(&self, tokens: &[Token], name: Range<usize>) -> bool {
        let is_link = |token: &&Token| self.links.contains(&token.key.as_str());
        let mut before = tokens[..name.start].iter().rev();
        let mut after = tokens[name.end..].iter();
        let neighbours = [before.clone().next(), after.clone().next()];
        let mut neighbours = neighbours.into_iter().flatten();
        if neighbours.any(|token| self.beside.contains(&token.key)) {
            return true;
        }
        let needs_capital = self.capitals == Capitals::OfDates;
        if needs_capital && !tokens[name.start].capital {
            return false;
        }
        let number = |token: Option<&Token>| token.and_then(|token| token.number);
        let day = number(before.find(|token| !is_link(token)));
        let year = number(after.find(|token| !is_link(token)));
        day.is_some_and(|day| (1..=31).contains(&day))
            || year.is_some_and(|year| (1_000..=2_100).contains(&year))
    }
}

/// What a text, given as it stands and folded, may mean in any language: by English names in it, as
/// of institutions and feasts, and by dates in digits.
pub(super) fn hints(text: &str, folded: &str) -> Calendar {
    let mut calendar = TARGET.calendar.map(|read| read(text)).unwrap_or_default();
    calendar.months.surely.clear();
    calendar.weekdays.surely.clear();
    calendar.months.perhaps.extend(months_in_digits(folded));
    calendar
}

fn add(calendar: &mut Calendar, what: What, surely: bool) {
    match what {
        What::Month(number) => calendar.months.add(number, surely),
        What::Weekday(number) => calendar.weekdays.add(number, surely),
    }
}

/// The names that a name with endings behind a bar stands for.
fn spelled_out(name: &str) -> Vec<String> {
    match name.split_once('|') {
        Some((stem, endings)) => endings
            .split(' ')
            .map(|ending| format!("{stem}{}", ending.trim_start_matches('-')))
            .collect(),
        None => vec![name.to_owned()],
    }
}

/// The folded words of a text with single spaces.
fn phrase(text: &str) -> String {
    let words: Vec<String> = tokens(text).into_iter().map(|token| token.key).collect();
    words.join(" ")
}

/// The words and numbers of a text.
fn tokens(text: &str) -> Vec<Token> {
    let inside = |c: char| is_letter_or_digit(c) || is_combining_mark(c) || is_invisible(c);
    text.split(|c: char| !inside(c))
        .filter_map(|word| {
            let key = fold_for_search(word);
            let end = key.find(|c: char| !c.is_ascii_digit());
            let number = key[..end.unwrap_or(key.len())].parse().ok();
            let capital = word.starts_with(char::is_uppercase);
            (!key.is_empty()).then_some(Token {
                key,
                capital,
                number,
            })
        })
        .collect()
}
