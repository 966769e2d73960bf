//! The words and signs of units, ready to be found in a text. Which number belongs to a unit is found in
//! `reading`.

use std::collections::{BTreeMap, BTreeSet};

use super::Unit::{
    Celsius, Degree, Dollar, Euro, Fahrenheit, Hryvnia, Lira, Percent, Peso, Pound, Rial, Ruble,
    Rupee, Shekel, Won, Yen, Yuan,
};
use super::reading::Reading;
use super::{Unit, Units};
use crate::text::fold_for_search;
use crate::text::numbers::Numbers;
use crate::text::numbers::context::word_length;
use crate::text::numbers::scan::clean;

/// Words or phrases, separated by commas, and the units that each of them may mean. A phrase that ends
/// in `*` stands for all that begin with it.
pub(crate) type Row = (&'static str, &'static [Unit]);

/// The words of a language for units.
pub(crate) struct Words {
    /// Names of units, which stand behind a number.
    pub(crate) names: &'static [Row],
    /// Names of units that stand before a number in digits.
    pub(crate) before: &'static [Row],
    /// Codes of currencies, which stand before a number in digits or else behind any.
    pub(crate) codes: &'static [Row],
    /// Names of units behind which the number stands in words, "the years, the five", or in digits behind
    /// the article.
    pub(crate) numbered: &'static [Row],
    /// The folded article that stands before such a number in digits.
    pub(crate) article: Option<&'static str>,
    /// Duals of such names: "two days" in one word.
    pub(crate) twos: &'static [Row],
    /// Words that may mean a unit, or a length of time or a share in other words.
    pub(crate) loose: &'static [Row],
    /// Words that may mean a unit, and mean it if it is a conversion of the number before them: "m", "mi".
    pub(crate) perhaps: &'static [Row],
    /// Words between two numbers that are a share, the second in digits: "one in 10".
    pub(crate) shares: &'static [Row],
    /// Words that may stand between a number and its unit: "square", "US".
    pub(crate) between: &'static str,
    /// Words of `between` that square or cube a unit of length, folded, with the power.
    pub(crate) powers: &'static [(&'static str, u32)],
    /// The words for half a unit, if they are read.
    pub(crate) parts: Option<Parts>,
    /// Folded letters that may be written in front of a word, as a part of it.
    pub(crate) prefixes: &'static [&'static str],
    /// Tells whether a word is a number word.
    pub(crate) is_number_word: fn(&str) -> bool,
}

/// The folded words of "half a mile", "a mile" and "a mile and a half".
pub(crate) struct Parts {
    /// The articles.
    pub(crate) one: &'static [&'static str],
    /// The half.
    pub(crate) half: &'static str,
    /// What joins it to a number.
    pub(crate) and: &'static str,
}

impl Words {
    /// No words.
    pub(crate) const EMPTY: Self = Self {
        names: &[],
        before: &[],
        codes: &[],
        numbered: &[],
        article: None,
        twos: &[],
        loose: &[],
        shares: &[],
        perhaps: &[],
        between: "",
        powers: &[],
        parts: None,
        prefixes: &[],
        is_number_word: |_| false,
    };
}

/// The signs of units, which stand on either side of a number.
const SIGNS: [(char, &[Unit]); 19] = [
    ('%', &[Percent]),
    ('％', &[Percent]),
    ('﹪', &[Percent]),
    ('٪', &[Percent]),
    ('$', &[Dollar, Peso]),
    ('€', &[Euro]),
    ('£', &[Lira, Pound]),
    ('¥', &[Yen, Yuan]),
    ('₪', &[Shekel]),
    ('₺', &[Lira]),
    ('₽', &[Ruble]),
    ('₴', &[Hryvnia]),
    ('₹', &[Rupee]),
    ('₨', &[Rupee]),
    ('₩', &[Won]),
    ('﷼', &[Rial]),
    ('°', &[Celsius, Degree, Fahrenheit]),
    ('℃', &[Celsius]),
    ('℉', &[Fahrenheit]),
];

/// The sign of the real, which has another one in it.
const REAL: &str = "r $";

/// The most words of a phrase.
const LONGEST: usize = 3;

/// Where the number of a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the unit.
    Before,
    /// Behind it, in digits.
    Behind,
    /// On either side.
    Beside,
    /// Behind it, in digits, or else before it.
    BehindOrBefore,
    /// Behind it, in words or with an article.
    Numbered,
    /// In the word itself, which is a dual.
    Inside,
    /// Before the unit, which the word may not mean.
    Perhaps,
    /// Nowhere, because the word may mean something else.
    Nowhere,
    /// Nowhere too, and the word means the unit only between two numbers.
    Share,
}

/// A meaning of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) units: &'static [Unit],
}

/// The words of a language, ready to be found.
pub(crate) struct Reader {
    pub(super) words: &'static Words,
    exact: BTreeMap<String, Vec<Entry>>,
    begins: Vec<(String, Entry)>,
    pub(super) between: BTreeSet<String>,
}

impl Reader {
    pub(crate) fn new(words: &'static Words) -> Self {
        let mut exact: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut begins = Vec::new();
        for (rows, place) in [
            (words.names, Place::Before),
            (words.before, Place::Behind),
            (words.codes, Place::BehindOrBefore),
            (words.numbered, Place::Numbered),
            (words.twos, Place::Inside),
            (words.loose, Place::Nowhere),
            (words.shares, Place::Share),
            (words.perhaps, Place::Perhaps),
        ] {
            for &(phrases, units) in rows {
                let entry = Entry { place, units };
                for phrase in phrases.split(", ") {
                    match phrase.strip_suffix('*') {
                        Some(begin) => begins.push((fold_for_search(begin), entry)),
                        None => exact
                            .entry(fold_for_search(phrase))
                            .or_default()
                            .push(entry),
                    }
                }
            }
        }
        for (sign, units) in SIGNS {
            let place = Place::Beside;
            let entries = exact.entry(sign.to_string()).or_default();
            entries.push(Entry { place, units });
        }
        let real = Entry {
            place: Place::BehindOrBefore,
            units: &[Rial],
        };
        exact.entry(REAL.to_owned()).or_default().push(real);
        let between = words.between.split(", ").map(fold_for_search);
        Self {
            words,
            exact,
            begins,
            between: between.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// Reads the units of a text with these numbers.
    pub(crate) fn read(&self, text: &str, numbers: &Numbers) -> Units {
        let text = clean(text);
        Reading::new(self, tokens(&text), &text, numbers).read()
    }

    /// What the phrase at the beginning of some words means, and how many words it has.
    pub(super) fn find(&self, tokens: &[Token]) -> Option<(usize, Vec<Entry>)> {
        let near = tokens.windows(2).take(LONGEST - 1);
        let near = near.take_while(|pair| pair[1].start < pair[0].end + 2);
        (1..=near.count() + 1).rev().find_map(|count| {
            let words = tokens[..count].iter().map(|token| token.folded.as_str());
            let words: Vec<&str> = words.collect();
            let phrase = words.join(" ");
            if let Some(entries) = self.look_up(&phrase) {
                return Some((count, entries));
            }
            // With something in front of it, no number stands before it.
            let bare = self.words.prefixes.iter();
            let bare = bare.filter_map(|prefix| phrase.strip_prefix(*prefix));
            let mut found = bare.filter_map(|phrase| self.look_up(phrase));
            let mut entries = found.next()?;
            for entry in &mut entries {
                entry.place = Place::Nowhere;
            }
            Some((count, entries))
        })
    }

    pub(super) fn look_up(&self, phrase: &str) -> Option<Vec<Entry>> {
        if let Some(entries) = self.exact.get(phrase) {
            return Some(entries.clone());
        }
        let spaces = |text: &str| text.matches(' ').count();
        let begins = self.begins.iter().filter(|(begin, _)| {
            phrase.starts_with(begin.as_str()) && spaces(begin) == spaces(phrase)
        });
        let entries: Vec<Entry> = begins.map(|&(_, entry)| entry).collect();
        (!entries.is_empty()).then_some(entries)
    }
}

/// A word or a sign.
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) word: String,
    pub(super) folded: String,
}

fn tokens(text: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = word_length(&text[at..]);
        let is_sign = SIGNS.iter().any(|(sign, _)| *sign == text[at]);
        let end = at + length.max(1);
        if length > 0 || is_sign {
            let word: String = text[at..end].iter().collect();
            tokens.push(Token {
                start: at,
                end,
                folded: if is_sign {
                    word.clone()
                } else {
                    fold_for_search(&word)
                },
                word,
            });
        }
        at = end;
    }
    tokens
}
