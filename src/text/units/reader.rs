//! The words and signs of units, ready to be found in a text. Which number belongs to a unit is found in
//! `reading`.

use std::collections::{BTreeMap, BTreeSet};

use super::Unit::{
    Celsius, Degree, Dollar, Euro, Fahrenheit, Hryvnia, Lira, PerMille, Percent, Peso, Pound, Rial,
    Ruble, Rupee, Shekel, Won, Yen, Yuan,
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
    /// Names of units of length that are squared in the word itself: "metrekare".
    pub(crate) squared: &'static [Row],
    /// The same of those that are cubed.
    pub(crate) cubed: &'static [Row],
    /// Names of speeds in so much a second: "metres per second", "m/s".
    pub(crate) per_second: &'static [Row],
    /// Names of units that touch the number in digits before them: "48F".
    pub(crate) touching: &'static [Row],
    /// Names of units that stand before a number in digits, or in words.
    pub(crate) before: &'static [Row],
    /// Codes of currencies, which stand before a number in digits or else behind any.
    pub(crate) codes: &'static [Row],
    /// Codes, signs and abbreviations of units, and words in lower case that they say besides, both separated by
    /// commas: the country of a currency, or a day.
    pub(crate) implied: &'static [(&'static str, &'static str)],
    /// Names of units behind which the number stands in words, "the years, the five", or in digits behind
    /// the article.
    pub(crate) numbered: &'static [Row],
    /// The folded article that stands before such a number in digits.
    pub(crate) article: Option<&'static str>,
    /// Duals of such names: "two days" in one word.
    pub(crate) twos: &'static [Row],
    /// Names that may mean one of the unit if no number stands before them, separated by commas.
    pub(crate) ones: &'static str,
    /// Folded words behind a unit that add a part of it, with the decimals of that part: "and a half" in one
    /// word.
    pub(crate) fractions: &'static [(&'static str, &'static str)],
    /// Tells whether the word behind a unit names one of it, so that it is no length of time: "Monday"
    /// behind "day".
    pub(crate) is_named: fn(Unit, &str) -> bool,
    /// What the bare sign of a degree may mean.
    pub(crate) degrees: &'static [Unit],
    /// Words beside a number of degrees that say that they are below zero, separated by commas.
    pub(crate) below_zero: &'static str,
    /// Words that may mean a unit, or a length of time or a share in other words.
    pub(crate) loose: &'static [Row],
    /// Words that may mean a unit, and mean it if it is a conversion of the number before them: "m", "mi".
    pub(crate) perhaps: &'static [Row],
    /// Words between two numbers that are a share, the second in digits: "one in 10".
    pub(crate) shares: &'static [Row],
    /// Words that may stand between a number and its unit: "US".
    pub(crate) between: &'static str,
    /// Words that square or cube the unit of length behind or before them, separated by commas, with the
    /// power. They may stand between a number and its unit too.
    pub(crate) powers: &'static [(&'static str, u8)],
    /// The words for half a unit, if they are read.
    pub(crate) parts: Option<Parts>,
    /// Folded letters that may be written in front of a word, as a part of it.
    pub(crate) prefixes: &'static [&'static str],
    /// Tells whether a word is a number word.
    pub(crate) is_number_word: fn(&str) -> bool,
    /// The length of the word with which a text begins, zero if it begins with none.
    pub(crate) length: fn(&[char]) -> usize,
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
        squared: &[],
        cubed: &[],
        per_second: &[],
        touching: &[],
        before: &[],
        codes: &[],
        implied: &[],
        numbered: &[],
        article: None,
        twos: &[],
        ones: "",
        fractions: &[],
        is_named: |_, _| false,
        degrees: &[Celsius, Degree],
        below_zero: "",
        loose: &[],
        shares: &[],
        perhaps: &[],
        between: "",
        powers: &[],
        parts: None,
        prefixes: &[],
        is_number_word: |_| false,
        length: word_length,
    };

    /// The names of units, and words that stand with them, as they are written.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &'static str> {
        let rows = [
            self.names,
            self.squared,
            self.cubed,
            self.per_second,
            self.before,
            self.loose,
            self.perhaps,
        ];
        let named = rows.into_iter().flatten().map(|(phrases, _)| *phrases);
        let others = [self.between, self.below_zero];
        let all = named.chain(others).flat_map(|phrases| phrases.split(", "));
        all.filter(|phrase| !phrase.is_empty())
    }
}

/// The signs of units, which stand on either side of a number.
const SIGNS: [(char, &[Unit]); 19] = [
    ('%', &[Percent]),
    ('％', &[Percent]),
    ('﹪', &[Percent]),
    ('٪', &[Percent]),
    ('‰', &[PerMille]),
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
    ('℃', &[Celsius]),
    ('℉', &[Fahrenheit]),
];

/// The sign of a degree, whose scale depends on the language.
const DEGREE: char = '°';

/// The sign of the real, which has another one in it.
const REAL: &str = "r $";

/// The most words of a phrase.
const LONGEST: usize = 3;

/// Where the number of a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the unit.
    Before,
    /// Before the unit, in digits that touch it.
    Touching,
    /// Behind it, in digits, or else in words.
    Behind,
    /// On either side.
    Beside,
    /// Behind it, in digits, or else before it.
    BehindOrBefore,
    /// Behind it, in words or with an article.
    Numbered,
    /// In the word itself, which is a dual.
    Inside,
    /// Before the unit, which the word means only then, and perhaps not even then.
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
    /// 2 or 3 if the word itself says that the unit is squared or cubed, else 1.
    pub(super) power: u8,
    /// Whether the word says so much a second.
    pub(super) per_second: bool,
}

impl Entry {
    /// A plain unit.
    fn new(place: Place, units: &'static [Unit]) -> Self {
        Self {
            place,
            units,
            power: 1,
            per_second: false,
        }
    }
}

/// The words of a language, ready to be found.
pub(crate) struct Reader {
    pub(super) words: &'static Words,
    exact: BTreeMap<String, Vec<Entry>>,
    begins: Vec<(String, Entry)>,
    pub(super) between: BTreeSet<String>,
    pub(super) powers: BTreeMap<String, u8>,
    pub(super) implied: BTreeMap<String, &'static str>,
    pub(super) ones: BTreeSet<String>,
    pub(super) below_zero: BTreeSet<String>,
}

impl Reader {
    pub(crate) fn new(words: &'static Words) -> Self {
        let mut exact: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut begins = Vec::new();
        let plain = |place| Entry::new(place, &[]);
        let raised = |power| Entry {
            power,
            ..plain(Place::Before)
        };
        let per_second = Entry {
            per_second: true,
            ..plain(Place::Before)
        };
        for (rows, kind) in [
            (words.names, plain(Place::Before)),
            (words.squared, raised(2)),
            (words.cubed, raised(3)),
            (words.per_second, per_second),
            (words.touching, plain(Place::Touching)),
            (words.before, plain(Place::Behind)),
            (words.codes, plain(Place::BehindOrBefore)),
            (words.numbered, plain(Place::Numbered)),
            (words.twos, plain(Place::Inside)),
            (words.loose, plain(Place::Nowhere)),
            (words.shares, plain(Place::Share)),
            (words.perhaps, plain(Place::Perhaps)),
        ] {
            for &(phrases, units) in rows {
                let entry = Entry { units, ..kind };
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
        for (sign, units) in SIGNS.into_iter().chain([(DEGREE, words.degrees)]) {
            let entries = exact.entry(sign.to_string()).or_default();
            entries.push(Entry::new(Place::Beside, units));
        }
        let real = Entry::new(Place::BehindOrBefore, &[Rial]);
        exact.entry(REAL.to_owned()).or_default().push(real);
        let mut powers = BTreeMap::new();
        for &(words, power) in words.powers {
            powers.extend(listed(words).map(|word| (word, power)));
        }
        let mut implied = BTreeMap::new();
        for &(units, words) in words.implied {
            implied.extend(units.split(", ").map(|unit| (unit.to_owned(), words)));
        }
        let between = listed(words.between).chain(powers.keys().cloned());
        Self {
            words,
            exact,
            begins,
            between: between.collect(),
            powers,
            implied,
            ones: listed(words.ones).collect(),
            below_zero: listed(words.below_zero).collect(),
        }
    }

    /// Reads the units of a text with these numbers.
    pub(crate) fn read(&self, text: &str, numbers: &Numbers) -> Units {
        let text = clean(text);
        Reading::new(self, tokens(&text, self.words), &text, numbers).read()
    }

    /// What the phrase at the beginning of some words means, and how many words it has.
    pub(super) fn find(&self, tokens: &[Token]) -> Option<(usize, Vec<Entry>)> {
        let near = tokens.windows(2).take(LONGEST - 1);
        let near = near.take_while(|pair| pair[1].start < pair[0].end + 2);
        (1..=near.count() + 1).rev().find_map(|count| {
            let mut phrase = String::new();
            for token in &tokens[..count] {
                if !phrase.is_empty() {
                    phrase.push(if token.is_slashed { '/' } else { ' ' });
                }
                phrase.push_str(&token.folded);
            }
            if let Some(entries) = self.look_up(&phrase) {
                return Some((count, entries));
            }
            // With something in front of it, no number stands before it: what is a unit only behind one is none.
            let bare = self.words.prefixes.iter();
            let bare = bare.filter_map(|prefix| phrase.strip_prefix(*prefix));
            let mut found = bare.filter_map(|phrase| self.look_up(phrase));
            let mut entries = found.next()?;
            entries.retain(|entry| entry.place != Place::Perhaps);
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
            phrase.starts_with(begin.as_str())
                && spaces(begin) == spaces(phrase)
                && !phrase.contains('/')
        });
        // A word for square metres may begin with the one for metres.
        let begins: Vec<&(String, Entry)> = begins.collect();
        let longest = begins.iter().map(|(begin, _)| begin.len()).max()?;
        let begins = begins.iter().filter(|(begin, _)| begin.len() == longest);
        Some(begins.map(|&&(_, entry)| entry).collect())
    }
}

/// The folded words of a list with commas.
fn listed(words: &str) -> impl Iterator<Item = String> {
    let words = words.split(", ").map(fold_for_search);
    words.filter(|word| !word.is_empty())
}

/// A word or a sign.
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) word: String,
    pub(super) folded: String,
    /// Whether it is a number word. It is asked often: a run of them is gone through for every unit in it.
    pub(super) is_number: bool,
    /// Whether a slash stands before it.
    is_slashed: bool,
}

fn tokens(text: &[char], words: &Words) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = (words.length)(&text[at..]);
        let is_sign = text[at] == DEGREE || SIGNS.iter().any(|(sign, _)| *sign == text[at]);
        let end = at + length.max(1);
        if length > 0 || is_sign {
            let word: String = text[at..end].iter().collect();
            tokens.push(Token {
                start: at,
                end,
                is_slashed: at.checked_sub(1).is_some_and(|before| text[before] == '/'),
                folded: if is_sign {
                    word.clone()
                } else {
                    fold_for_search(&word)
                },
                is_number: (words.is_number_word)(&word),
                word,
            });
        }
        at = end;
    }
    tokens
}
