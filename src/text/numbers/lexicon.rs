//! The number words of a language: what each of them contributes to a number, with its endings,
//! and how a compound such as `zweiundzwanzig` divides into them. How they combine is decided in
//! `hearing`.

use std::collections::{BTreeSet, HashMap};

use super::context::{word_length, words};
use super::notation::Notation;

/// The contribution of a word to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// A count or a rank: it adds to what stands before it.
    Add(u64),
    /// A number with a fraction, in hundredths: one and a half.
    Hundredths(u64),
    /// A multiplier of what stands before it: hundred, thousand, lakh.
    Times(u64),
    /// Half. After a number and the word for "and" it adds half of the number's last unit.
    Half,
    /// "And a half" in one word.
    AndHalf,
    /// A third, of which there may be two.
    Third,
    /// A quarter.
    Quarter,
    /// Hundredths that the next number has more or, in "quarter less", fewer: Urdu `ساڑھے`.
    Shift(i64),
    /// A period of so many years, which makes years of the number before it.
    Span(u64),
    /// A month, from 1.
    Month(u32),
    /// Values that the word may stand for on its own, though it is not a number word.
    Also(&'static [&'static str]),
}

/// How number words join below a hundred, besides tens before ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Ones stand before tens in one word: `zweiundzwanzig`.
    pub(crate) ones_first: bool,
    /// Ones stand before a ten of their own: `שלוש עשרה`.
    pub(crate) ones_before_ten: bool,
    /// Ones follow a ten: `on beş`.
    pub(crate) ones_after_ten: bool,
    /// Twenties are counted: `quatre-vingt-dix`.
    pub(crate) scores: bool,
    /// "Half eight" is half past seven.
    pub(crate) half_to: bool,
    /// "And" stands in most numbers, so that what it joins is seldom two of them.
    pub(crate) and: bool,
}

impl Order {
    /// Tens before ones, and nothing else.
    pub(crate) const PLAIN: Self = Self {
        ones_first: false,
        ones_before_ten: false,
        ones_after_ten: false,
        scores: false,
        half_to: false,
        and: false,
    };
}

/// A word with its start and its end in a text.
pub(crate) type Placed = (usize, usize, String);

/// Number words with one meaning: stems, and their endings in one string each, separated by spaces.
/// No endings means those of the grammar, and `-` is the bare stem.
pub(crate) type Row = (&'static str, &'static str, Sense);

/// Everything that the reader of a language has to know about its numbers. Words and endings are
/// folded; lists in one string are separated by spaces.
pub(crate) struct Grammar {
    /// The signs in numbers.
    pub(crate) notation: Notation,
    /// The spelling of a word in the tables below.
    pub(crate) fold: fn(&str) -> String,
    /// The length of the word with which a text begins, after digits.
    pub(crate) word: fn(&[char]) -> usize,
    /// The words of a text with their starts and ends.
    pub(crate) words: fn(&[char]) -> Vec<Placed>,
    /// The number words.
    pub(crate) table: &'static [Row],
    /// The names of months that are one word each, with the numbers of the months from 1.
    pub(crate) months: fn() -> Vec<(u32, &'static str)>,
    /// The endings of words that have none of their own.
    pub(crate) endings: &'static str,
    /// What may be written together with a number word in front of it.
    pub(crate) prefixes: &'static [&'static str],
    /// Whether number words are written together.
    pub(crate) compounds: bool,
    /// What may stand between number words that are written together.
    pub(crate) links: &'static [&'static str],
    /// Beginnings of what may follow a number in one word, as in "forty-year-old".
    pub(crate) tails: &'static [&'static str],
    /// How words join below a hundred.
    pub(crate) order: Order,
    /// Words between the parts of a number.
    pub(crate) and: &'static [&'static str],
    /// Words that make a fraction after them one that is missing: "a quarter to".
    pub(crate) less: &'static [&'static str],
    /// Words before or behind minutes that are missing from the hour behind them: "ten to six".
    pub(crate) to: &'static [&'static str],
    /// Signs of magnitude that only count behind digits, as written, with their powers of ten.
    pub(crate) signs: &'static [(&'static str, usize)],
    /// Beginnings of words that hint at magnitudes.
    pub(crate) hints: &'static [(&'static str, &'static [u32])],
    /// Units of length that can be squared.
    pub(crate) units: &'static [&'static str],
    /// Beginnings of words between an hour and its minutes.
    pub(crate) hours: &'static [&'static str],
    /// Words before or after the number of a decade; `*` stands for any ending.
    pub(crate) decades: &'static [&'static str],
    /// Endings with which a word for tens is a decade of years, and multiplies nothing.
    pub(crate) decade_endings: &'static [&'static str],
    /// Beginnings of the word for a final behind 1/8, which is the round of sixteen.
    pub(crate) finals: &'static [&'static str],
    /// Words for noon and for midnight: phrases, with single spaces between their words.
    pub(crate) noon: &'static [&'static str],
    pub(crate) midnight: &'static [&'static str],
    /// Endings of nouns in the dual, which stand for a 2.
    pub(crate) duals: &'static [&'static str],
    /// Whether centuries and names have Roman numerals.
    pub(crate) roman: bool,
    /// Whether its number words are so sure that a translation must have what they say.
    pub(crate) claims: bool,
    /// Number words that alone may be other words, and rows of them without gaps, which a translation need not have.
    pub(crate) unclaimed: &'static [&'static str],
}

impl Grammar {
    /// A language with nothing but digits.
    pub(crate) const EMPTY: Self = Self {
        notation: Notation::OPEN,
        fold: str::to_lowercase,
        word: word_length,
        words,
        table: &[],
        months: Vec::new,
        endings: "-",
        prefixes: &[],
        compounds: false,
        links: &[],
        tails: &[],
        order: Order::PLAIN,
        and: &[],
        less: &[],
        to: &[],
        signs: &[],
        hints: &[],
        units: &[],
        hours: &[],
        decades: &[],
        decade_endings: &[],
        finals: &[],
        noon: &[],
        midnight: &[],
        duals: &[],
        roman: false,
        claims: false,
        unclaimed: &[],
    };
}

/// The longest word in bytes that is divided into its parts, and the most parts that it may have.
const LONGEST: usize = 200;
const MOST_PARTS: usize = 10;

/// The forms of a language's number words.
pub(crate) struct Lexicon {
    forms: HashMap<String, Vec<Sense>>,
    /// The first characters of all forms.
    first: BTreeSet<char>,
    /// The length of the longest form in characters.
    longest: usize,
    prefixes: &'static [&'static str],
    compounds: bool,
    links: &'static [&'static str],
    tails: &'static [&'static str],
}

impl Lexicon {
    pub(crate) fn new(grammar: &Grammar) -> Self {
        let mut forms: HashMap<String, Vec<Sense>> = HashMap::new();
        let mut add = |form: String, sense: Sense| {
            let senses = forms.entry(form).or_default();
            if !senses.contains(&sense) {
                senses.push(sense);
            }
        };
        for &(stems, endings, sense) in grammar.table {
            let endings = if endings.is_empty() {
                grammar.endings
            } else {
                endings
            };
            for stem in stems.split_whitespace() {
                for ending in endings.split_whitespace() {
                    let ending = if ending == "-" { "" } else { ending };
                    add(format!("{stem}{ending}"), sense);
                }
            }
        }
        for (number, name) in (grammar.months)() {
            add((grammar.fold)(name), Sense::Month(number));
        }
        let first = forms.keys().filter_map(|form| form.chars().next());
        Self {
            first: first.collect(),
            longest: forms
                .keys()
                .map(|form| form.chars().count())
                .max()
                .unwrap_or(0),
            forms,
            prefixes: grammar.prefixes,
            compounds: grammar.compounds,
            links: grammar.links,
            tails: grammar.tails,
        }
    }

    /// The prefix of a folded word and what its parts mean, each with all that it may mean; `None`
    /// if the word has nothing to do with numbers.
    pub(crate) fn senses(&self, word: &str) -> Option<(&'static str, Vec<&[Sense]>)> {
        let bare = |prefix: &&'static str| Some((*prefix, word.strip_prefix(prefix)?));
        std::iter::once(("", word))
            .chain(self.prefixes.iter().filter_map(bare))
            .find_map(|(prefix, word)| Some((prefix, self.divided(word)?)))
    }

    fn divided(&self, word: &str) -> Option<Vec<&[Sense]>> {
        if let Some(senses) = self.forms.get(word) {
            return Some(vec![senses.as_slice()]);
        }
        let first = word.chars().next()?;
        let divides = self.compounds || !self.tails.is_empty();
        if !divides || !self.first.contains(&first) {
            return None;
        }
        // Hostile text has words without end.
        let mut parts = Vec::new();
        (word.len() < LONGEST && self.divide(word, &mut parts)).then_some(parts)
    }

    fn divide<'a>(&'a self, word: &str, parts: &mut Vec<&'a [Sense]>) -> bool {
        let ends: Vec<usize> = word
            .char_indices()
            .take(self.longest)
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        for &end in ends.iter().rev() {
            let (head, rest) = word.split_at(end);
            let Some(senses) = self.forms.get(head) else {
                continue;
            };
            parts.push(senses);
            let tail = |tail: &&str| rest.starts_with(*tail);
            if rest.is_empty() || self.tails.iter().any(tail) {
                return true;
            }
            let linked = self.links.iter().filter_map(|link| rest.strip_prefix(link));
            if self.compounds
                && parts.len() < MOST_PARTS
                && std::iter::once(rest)
                    .chain(linked)
                    .any(|rest| !rest.is_empty() && self.divide(rest, parts))
            {
                return true;
            }
            parts.pop();
        }
        false
    }
}

/// What may be written behind a Roman numeral, as in French ordinals.
const ROMAN_ENDINGS: [&str; 8] = ["", "e", "er", "re", "ère", "ème", "ième", "es"];

/// The value of a Roman numeral, with the endings that languages write behind one.
pub(crate) fn roman(word: &str) -> Option<u64> {
    let numeral = word.trim_end_matches(|c: char| c.is_lowercase());
    let ending = &word[numeral.len()..];
    if numeral.is_empty() || !ROMAN_ENDINGS.contains(&ending) || numeral.chars().count() > 7 {
        return None;
    }
    let values: Vec<u64> = numeral.chars().map(roman_digit).collect::<Option<_>>()?;
    if values.len() == 1 && values[0] >= 50 {
        return None;
    }
    let (mut total, mut highest) = (0, 0);
    for &value in values.iter().rev() {
        if value < highest {
            total -= value.min(total);
        } else {
            total += value;
            highest = value;
        }
    }
    Some(total)
}

/// Roman digits in Latin letters, and in the Cyrillic ones that are typed for them.
fn roman_digit(c: char) -> Option<u64> {
    Some(match c {
        'I' | 'І' => 1,
        'V' => 5,
        'X' | 'Х' => 10,
        'L' => 50,
        'C' => 100,
        'M' => 1_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_divide_into_their_words() {
        let grammar = Grammar {
            table: &[
                ("zwei", "", Sense::Add(2)),
                ("zwanzig", "- ste", Sense::Add(20)),
                ("hundert", "", Sense::Times(100)),
            ],
            compounds: true,
            links: &["und"],
            tails: &["jährig"],
            ..Grammar::EMPTY
        };
        let lexicon = Lexicon::new(&grammar);
        let firsts = |word: &str| {
            let parts = lexicon.senses(word).map(|(_, parts)| parts);
            let firsts = parts.iter().flatten().map(|part| part[0]);
            firsts.collect::<Vec<Sense>>()
        };
        assert_eq!(
            firsts("zweihundertzweiundzwanzigste"),
            [
                Sense::Add(2),
                Sense::Times(100),
                Sense::Add(2),
                Sense::Add(20)
            ]
        );
        assert_eq!(firsts("zweijährige"), [Sense::Add(2)]);
        assert_eq!(firsts("zweig"), []);
        assert_eq!(firsts(&"zwei".repeat(1_000)), []);
    }

    #[test]
    fn roman_numerals_have_values() {
        assert_eq!(roman("XIX"), Some(19));
        assert_eq!(roman("XIIIe"), Some(13));
        assert_eq!(roman("ХХ"), Some(20));
        assert_eq!(roman("XL"), Some(40));
        assert_eq!(roman("C"), None);
        assert_eq!(roman("Vitale"), None);
        assert_eq!(roman("Il"), None);
    }
}
