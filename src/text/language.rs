//! The profile of a language: every table and rule that depends on one. This file owns the types
//! and the profile of an unknown language; the values of known ones are in `languages`.

use super::numbers::Numbers;
use super::script::{Direction, Script};

/// Everything that mujaz knows about one language. A rule for which a language has nothing does
/// nothing: an empty table matches no word, and a check without its data raises no doubt.
///
/// A new language is a folder in `languages` with such a value, entered in `languages/mod.rs`.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1 code; empty for the languages that have no profile of their own.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// The script the language is written in; `None` where any letter counts.
    pub script: Option<Script>,
    /// Characters: marks, digits, variants of letters.
    pub spelling: Spelling,
    /// Months, weekdays and the other words of dates.
    pub dates: Dates,
    /// What ends and divides sentences.
    pub sentences: Sentences,
    /// How news begin, and who they are by.
    pub news: News,
    /// The reader of its numbers.
    pub numbers: Option<NumberReader>,
    /// How long a translation into English is, against its source.
    pub length: Option<LengthRatio>,
    /// Words in lower case that carry no subject.
    pub stop_words: &'static [&'static str],
}

/// The characters of a language.
#[derive(Debug)]
pub struct Spelling {
    /// Inclusive ranges of optional marks that are removed before translation.
    pub marks: &'static [(char, char)],
    /// Whether zero-width joiners belong to the spelling and stay.
    pub keeps_joiners: bool,
    /// The zero of every digit series that becomes ASCII.
    pub zeros: &'static [char],
    /// Signs that are replaced next to digits.
    pub number_signs: &'static [NumberSign],
    /// One-letter words written together with the word that follows.
    pub clitics: &'static [char],
    /// Letters taken for one another in searching: (variant, base).
    pub folds: &'static [(char, char)],
    /// Letters left out in searching.
    pub search_dropped: &'static [char],
}

/// The words of dates.
#[derive(Debug)]
pub struct Dates {
    /// The twelve months in order, or none.
    pub months: &'static [Month],
    /// First words of the months of other calendars.
    pub other_months: &'static [&'static str],
    /// Words that may stand between a month and its year.
    pub year_words: &'static [&'static str],
    /// The days of the week.
    pub weekdays: &'static [&'static str],
    /// Other words that the line with an article's date may hold: "corresponding to", "o'clock".
    pub words: &'static [&'static str],
}

/// What ends and divides sentences, beside the rules of Unicode.
#[derive(Debug)]
pub struct Sentences {
    /// Words after which a full stop ends no sentence, without that stop.
    pub abbreviations: &'static [&'static str],
    /// The conjunction that may be written in front of an abbreviation.
    pub and: Option<char>,
    /// Characters that divide clauses most strongly.
    pub semicolons: &'static [char],
    /// Commas.
    pub commas: &'static [char],
    /// Words and phrases that begin a clause.
    pub conjunctions: &'static [&'static str],
    /// Beginnings of words that start with the letter of [`Self::and`] without meaning it.
    pub not_conjunctions: &'static [&'static str],
}

/// The words of datelines, bylines and credits.
#[derive(Debug)]
pub struct News {
    /// Places that articles are dated from.
    pub places: &'static [&'static str],
    /// News agencies and papers; initials with spaces between.
    pub agencies: &'static [&'static str],
    /// Words of datelines beside places, agencies and dates: "special", "office".
    pub dateline_words: &'static [&'static str],
    /// Labels before a colon that make a line a credit wherever it stands: "source", "edited by".
    pub credit_labels: &'static [&'static str],
    /// Labels before a colon that make a line a byline, although headlines begin with them too:
    /// "report", "interview".
    pub work_labels: &'static [&'static str],
    /// First words of a line with an author's name, which no other line begins with: "by".
    pub by: &'static [&'static str],
    /// First words of a line with an author's name that may begin a headline: "wrote".
    pub wrote: &'static [&'static str],
    /// Verbs before a parenthetical dash, which ends no dateline.
    pub speech_verbs: &'static [&'static str],
}

/// How the numbers of a language are read.
#[derive(Debug, Clone, Copy)]
pub struct NumberReader {
    /// The numbers of a text.
    pub read: fn(&str) -> Numbers,
    /// Whether a word, or each part of a hyphenated one, is a number word.
    pub is_number_word: fn(&str) -> bool,
}

/// The usual length of a translation into English, in letters and digits for each letter or digit
/// of the source: the lowest and the highest ratio that raise no doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LengthRatio {
    /// Letters and digits of a source from which a ratio means something.
    pub from: usize,
    /// The limits for sentences.
    pub sentence: (f64, f64),
    /// The limits for titles and captions, which are abridged and expanded more freely.
    pub fragment: (f64, f64),
    /// The limit for a shorter source: a ratio, and an allowance in letters on top of it.
    pub short: (usize, usize),
}

/// The names of one month.
#[derive(Debug)]
pub struct Month {
    /// The name that news use most, which the others become.
    pub name: &'static str,
    /// Other spellings of that name.
    pub variants: &'static [&'static str],
    /// Names used in some countries only.
    pub regional: &'static [(&'static str, When)],
}

/// Beside which numbers a regional month name, standing alone, is read as a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day before or after, or a year after.
    Near,
    /// A day before or a year after: the word has other meanings.
    DayOrYear,
    /// A day before: the word has meanings that numbers follow.
    Day,
}

/// A sign of written numbers and what it becomes.
#[derive(Debug)]
pub struct NumberSign {
    /// As it is found.
    pub from: char,
    /// The character that replaces it.
    pub to: char,
    /// Whether it needs a digit on both sides; otherwise one side is enough.
    pub between: bool,
}

impl Language {
    /// The profile of a language of which nothing is known: only what can be wrong in no language.
    pub const UNKNOWN: Self = Self {
        code: "",
        name: "",
        script: None,
        spelling: Spelling::UNKNOWN,
        dates: Dates::UNKNOWN,
        sentences: Sentences::UNKNOWN,
        news: News::UNKNOWN,
        numbers: None,
        length: None,
        stop_words: &[],
    };

    /// Whether a character is an optional mark of the language.
    pub fn is_mark(&self, c: char) -> bool {
        self.spelling
            .marks
            .iter()
            .any(|&(first, last)| (first..=last).contains(&c))
    }

    /// The base letter of a variant; any other character is its own base.
    pub fn fold(&self, c: char) -> char {
        self.spelling
            .folds
            .iter()
            .find(|(variant, _)| *variant == c)
            .map_or(c, |&(_, base)| base)
    }

    /// Whether two words are the same but for letter variants.
    pub fn same_word(&self, a: &str, b: &str) -> bool {
        a.chars()
            .map(|c| self.fold(c))
            .eq(b.chars().map(|c| self.fold(c)))
    }

    /// The value of a decimal digit of a series in [`Spelling::zeros`], as ASCII.
    pub fn ascii_digit(&self, c: char) -> Option<char> {
        self.spelling.zeros.iter().find_map(|&zero| {
            let value = u32::from(c).checked_sub(u32::from(zero))?;
            char::from_digit(value, 10)
        })
    }

    /// Whether a word in lower case carries no subject.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.contains(&word)
    }

    /// The direction the language is written in.
    pub fn direction(&self) -> Direction {
        self.script.map_or(Direction::Auto, Script::direction)
    }
}

impl Spelling {
    /// The digits and signs of numbers that no language uses otherwise.
    pub const UNKNOWN: Self = Self {
        marks: &[],
        keeps_joiners: true,
        zeros: &['\u{660}', '\u{6F0}'],
        number_signs: &[
            NumberSign {
                from: '\u{66C}',
                to: ',',
                between: true,
            },
            NumberSign {
                from: '\u{66B}',
                to: '.',
                between: true,
            },
            NumberSign {
                from: '\u{66A}',
                to: '%',
                between: false,
            },
        ],
        clitics: &[],
        folds: &[],
        search_dropped: &[],
    };
}

impl Dates {
    /// No words of dates.
    pub const UNKNOWN: Self = Self {
        months: &[],
        other_months: &[],
        year_words: &[],
        weekdays: &[],
        words: &[],
    };
}

impl Sentences {
    /// The signs of several scripts, and abbreviations that English names bring everywhere.
    pub const UNKNOWN: Self = Self {
        abbreviations: &[
            "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sen", "Rep", "Gen", "No", "vs", "Inc",
        ],
        and: None,
        semicolons: &[';', '؛', '；'],
        commas: &[',', '،', '，', '、'],
        conjunctions: &[],
        not_conjunctions: &[],
    };
}

impl News {
    /// The agencies whose Latin initials stand in news of every language.
    pub const UNKNOWN: Self = Self {
        places: &[],
        agencies: &["Reuters", "AFP", "AP", "dpa", "Xinhua", "EFE"],
        dateline_words: &[],
        credit_labels: &[],
        work_labels: &[],
        by: &[],
        wrote: &[],
        speech_verbs: &[],
    };
}

impl Month {
    /// All names of the month.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (variants, regional) = (self.variants, self.regional);
        std::iter::once(self.name)
            .chain(variants.iter().copied())
            .chain(regional.iter().map(|&(name, _)| name))
    }
}
