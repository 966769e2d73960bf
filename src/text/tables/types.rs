use crate::text::Script;

/// The tables that the rules of this module need for one language.
#[derive(Debug)]
pub struct LanguageTables {
    /// ISO 639-1 code; empty for the default set.
    pub code: &'static str,
    /// The script the language is written in; `None` where any letter counts.
    pub script: Option<Script>,
    /// Inclusive ranges of optional marks that are removed before translation.
    pub marks: &'static [(char, char)],
    /// Whether zero-width joiners belong to the spelling and stay.
    pub keeps_joiners: bool,
    /// The zero of every digit series that becomes ASCII.
    pub zeros: &'static [char],
    /// Signs that are replaced next to digits.
    pub number_signs: &'static [NumberSign],
    /// The twelve months in order, or none.
    pub months: &'static [Month],
    /// Words that may stand between a month and its year.
    pub year_words: &'static [&'static str],
    /// One-letter words written together with the word that follows.
    pub clitics: &'static [char],
    /// Letters taken for one another in searching: (variant, base).
    pub folds: &'static [(char, char)],
    /// Letters left out in searching.
    pub search_dropped: &'static [char],
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
    /// Places that articles are dated from.
    pub places: &'static [&'static str],
    /// News agencies and papers, as they stand in datelines; initials with spaces between.
    pub agencies: &'static [&'static str],
    /// Other words of datelines: weekdays, "special".
    pub dateline_words: &'static [&'static str],
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

impl LanguageTables {
    /// Whether a character is an optional mark of the language.
    pub fn is_mark(&self, c: char) -> bool {
        self.marks
            .iter()
            .any(|&(first, last)| (first..=last).contains(&c))
    }

    /// The base letter of a variant; any other character is its own base.
    pub fn fold(&self, c: char) -> char {
        self.folds
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

    /// The value of a decimal digit of a series in [`Self::zeros`], as ASCII.
    pub fn ascii_digit(&self, c: char) -> Option<char> {
        self.zeros.iter().find_map(|&zero| {
            let value = u32::from(c).checked_sub(u32::from(zero))?;
            char::from_digit(value, 10)
        })
    }
}
