//! The profile of a language: every table and rule that depends on one. This file owns the types
//! and the profile of an unknown language; the values of known ones are in `languages`.

use super::calendar::Calendar;
use super::furniture::Furniture;
use super::languages::{ENGLISH_FURNITURE, ENGLISH_SENTENCES};
use super::negation::Negations;
use super::numbers::Numbers;
use super::script::{Direction, Script};
use super::terms::TermForm;
use super::units::Units;

/// Everything that mujaz knows about one language. A rule without data for a language does
/// nothing: an empty table matches no word, and a check without its data raises no doubt.
///
/// A new language is a folder in `languages` with such a value, listed in `languages/mod.rs`.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1 code; empty for languages without a profile.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// The script of the language; `None` if letters of any script count.
    pub script: Option<Script>,
    /// Marks, digits, letter variants.
    pub spelling: Spelling,
    /// Months, weekdays and the other words of dates.
    pub dates: Dates,
    /// The signs and words that end or divide sentences.
    pub sentences: Sentences,
    /// The words of datelines, bylines and credits.
    pub news: News,
    /// The words of the lines around articles.
    pub furniture: Furniture,
    /// The reader of its numbers.
    pub numbers: Option<NumberReader>,
    /// The reader of its units and currencies, for a text and its numbers.
    pub units: Option<fn(&str, &Numbers) -> Units>,
    /// How its words are counted in a lexicon of a language pair.
    pub words: Option<WordForms>,
    /// The readings of a word in terms, from its folded form and its letters as they stand.
    pub term_forms: Option<fn(&str, &str) -> Vec<TermForm>>,
    /// The reader of the months and weekdays that a text names.
    pub calendar: Option<fn(&str) -> Calendar>,
    /// The usual length of a translation into English, relative to its source.
    pub length: Option<LengthRatio>,
    /// Stop words, in lower case.
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
    /// Letters of other languages' keyboards that are typed for letters of this one: (typed, own).
    pub typed: &'static [(char, char)],
    /// Letters that are typed as several characters: (typed, own), in NFKC.
    pub sequences: &'static [(&'static str, &'static str)],
    /// Signs that are typed for another one inside words, that is, between two letters: (typed,
    /// own).
    pub inner_signs: &'static [(&'static str, &'static str)],
    /// Letters that are typed for another one at the end of a word.
    pub typed_at_end: &'static [TypedAtEnd],
    /// Letters that only stand at the end of a word.
    pub finals: &'static [char],
    /// One-letter words that are written together with the next word.
    pub clitics: &'static [char],
    /// Letters that count as equal in searching: (variant, base).
    pub folds: &'static [(char, char)],
    /// Letters that are left out in searching.
    pub search_dropped: &'static [char],
    /// Folded letters that may be written in front of a word, such as the article, alone and
    /// together.
    pub search_prefixes: &'static [&'static str],
    /// Letters of another script that look like letters of this one: (foreign, own). They are
    /// replaced in words whose other letters are of this script.
    pub lookalikes: &'static [(char, char)],
}

/// A letter that is typed for another one at the end of words of two letters or more.
#[derive(Debug)]
pub struct TypedAtEnd {
    /// The letter that is typed.
    pub typed: char,
    /// The letter that is meant.
    pub own: char,
    /// Letters behind which the typed one is meant.
    pub not_after: &'static [char],
}

/// The words of dates.
#[derive(Debug)]
pub struct Dates {
    /// The twelve months in order; may be empty.
    pub months: &'static [Month],
    /// First words of the months of other calendars.
    pub other_months: &'static [&'static str],
    /// Words that may stand between a month and its year.
    pub year_words: &'static [&'static str],
    /// The days of the week.
    pub weekdays: &'static [&'static str],
    /// Other words on a line with an article's date: "corresponding to", "o'clock".
    pub words: &'static [&'static str],
    /// Inflected and shortened names of the months in order, those of one month separated by spaces. What
    /// names none alone stands behind them. They are recognised, and never replaced.
    pub month_forms: &'static [&'static str],
}

/// The signs and words that end or divide sentences, in addition to the rules of Unicode.
#[derive(Debug)]
pub struct Sentences {
    /// Words after which a full stop does not end a sentence, without that stop. One that begins
    /// with a hyphen is the end of compounds: "-str".
    pub abbreviations: &'static [&'static str],
    /// Abbreviations in the letters of other languages, which names bring along.
    pub foreign_abbreviations: &'static [&'static str],
    /// Abbreviations before a number, which are other words elsewhere: "no. 5".
    pub before_numbers: &'static [&'static str],
    /// The abbreviations that follow a year or a time of day, whose full stop may end a sentence.
    pub time_units: &'static [&'static str],
    /// Words before the number of an hour: "at".
    pub time_words: &'static [&'static str],
    /// Prepositions with which a phrase of time begins.
    pub prepositions: &'static [&'static str],
    /// Words before the number of a clause, which may have a full stop at its end: "section".
    pub clauses: &'static [&'static str],
    /// The conjunction that may be written together with an abbreviation after it.
    pub and: Option<char>,
    /// Characters that divide clauses more strongly than commas.
    pub semicolons: &'static [char],
    /// Commas.
    pub commas: &'static [char],
    /// Words and phrases that begin a clause.
    pub conjunctions: &'static [&'static str],
    /// Beginnings of words that start with the letter of [`Self::and`] but not with the
    /// conjunction.
    pub not_conjunctions: &'static [&'static str],
    /// Whether [`Self::abbreviations`] has all common abbreviations, small single letters included.
    /// Then a small letter or a digit may begin a sentence after the full stop of any other word.
    pub complete: bool,
    /// Abbreviations whose full stop ends a sentence if a capital follows: "etc". Spaces behind
    /// inner full stops are optional.
    pub endings: &'static [&'static str],
    /// Abbreviations whose full stop ends a sentence only if one of [`Self::openers`] follows.
    pub doubtful: &'static [&'static str],
    /// The same in the letters of other languages, which names bring along.
    pub foreign_doubtful: &'static [&'static str],
    /// Whether nouns have capitals, so that a capital behind an ellipsis shows nothing.
    pub capital_nouns: bool,
    /// Whether a capital that a small word follows begins a sentence after [`Self::doubtful`] ones:
    /// in languages without articles, whose sentences begin with any noun.
    pub nouns_open: bool,
    /// Units of measure whose full stop ends a sentence behind a number if a capital follows.
    pub units: &'static [&'static str],
    /// Words that begin sentences and no names, in lower case; elided ones with an apostrophe.
    pub openers: &'static [&'static str],
    /// Those of [`Self::openers`] that are also parts of family names and may follow initials.
    pub particles: &'static [&'static str],
    /// The words around ordinal numbers, if the language writes these with a full stop.
    pub ordinals: Option<Ordinals>,
    /// Whether a speech of several sentences is cut if its quotation marks enclose nothing else
    /// and no clause introduces or reports it.
    pub cuts_speeches: bool,
    /// Whether guillemets are also used the other way round: `»…«`.
    pub reversed_guillemets: bool,
    /// Whether words are separated by spaces.
    pub spaced: bool,
    /// Signs between the items of an enumeration, which divide more weakly than commas.
    pub list_commas: &'static [char],
    /// The full stops that abbreviations, initials and numbers of items have too.
    pub stops: &'static [char],
    /// Letters of one-letter words that are written together with an abbreviation, besides
    /// [`Self::and`].
    pub prefixes: &'static [char],
    /// The names of foreign letters, by which initials are spelled: "dee". One in
    /// [`Self::abbreviations`] is an initial even if no other stands beside it.
    pub letter_names: &'static [&'static str],
    /// Nouns whose kinds have letters, which are no initials: "group".
    pub lettered: &'static [&'static str],
    /// The labels of first items of lists, in letters.
    pub first_items: &'static [&'static str],
    /// Single quotes; empty if the signs are apostrophes or letters.
    pub single_quotes: &'static [char],
    /// Whether double quotes stand inside words, as in Hebrew acronyms.
    pub quotes_in_words: bool,
    /// Verbs of a clause that follows a quote and says whose it is: "said". The clause ends with
    /// the verb in languages with [`Self::final_verbs`], and begins with it in others.
    pub reporting: &'static [&'static str],
    /// Words with which a sentence goes on behind an ellipsis.
    pub continuing: &'static [&'static str],
    /// How the verbs that end sentences are known, in languages in which they stand at the end.
    pub final_verbs: Option<FinalVerbs>,
}

/// The words around ordinal numbers that are written with a full stop, as in German "5. Mai".
/// Names of months need not be listed.
#[derive(Debug, Clone, Copy)]
pub struct Ordinals {
    /// Words before ordinals, in lower case: "the", "on".
    pub before: &'static [&'static str],
    /// Words after ordinals: "century".
    pub after: &'static [&'static str],
    /// Whether a number of up to three digits with a full stop is an ordinal unless one of
    /// [`Sentences::openers`] follows.
    pub usual: bool,
}

/// The finite verbs of a language whose sentences end with them. An abbreviation ends a sentence
/// only if its clause has one already.
#[derive(Debug)]
pub struct FinalVerbs {
    /// Usual finite verbs.
    pub words: &'static [&'static str],
    /// The beginnings and endings that make a word a finite verb, both of them.
    pub forms: &'static [(&'static str, &'static str)],
    /// Conjunctions before another clause: "that", "and".
    pub joints: &'static [&'static str],
    /// Abbreviations that may end a sentence: "etc".
    pub may_end: &'static [&'static str],
}

/// The words of datelines, bylines and credits.
#[derive(Debug)]
pub struct News {
    /// Places in datelines.
    pub places: &'static [&'static str],
    /// News agencies and papers; initials are separated by spaces.
    pub agencies: &'static [&'static str],
    /// Other words in datelines, besides places, agencies and dates: "special", "office".
    pub dateline_words: &'static [&'static str],
    /// Labels before a colon that make any line a credit: "source", "edited by".
    pub credit_labels: &'static [&'static str],
    /// Labels before a colon that make a line before the story a byline, although headlines also
    /// begin with them: "report", "interview".
    pub work_labels: &'static [&'static str],
    /// First words of lines with an author's name that begin no other line: "by".
    pub by: &'static [&'static str],
    /// First words of lines with an author's name that can also begin a headline: "wrote".
    pub wrote: &'static [&'static str],
    /// Verbs before a parenthetical dash, which does not end a dateline.
    pub speech_verbs: &'static [&'static str],
    /// Words at the end of a clause that reports the speech before it, in languages without
    /// spaces and capitals.
    pub report_endings: &'static [&'static str],
    /// Whether a full stop ends a dateline that has a place and an agency: `МОСКВА. 5 мая. ТАСС.`
    pub stops_after_dateline: bool,
    /// The word that ends a dateline without a dash, in languages without spaces: "telegraphs".
    pub dateline_ends: &'static [&'static str],
    /// Whether datelines also end with a colon after a place, and with a bracket after a place.
    pub short_datelines: bool,
}

/// The functions that read the numbers of a language.
#[derive(Debug, Clone, Copy)]
pub struct NumberReader {
    /// Reads the numbers of a text.
    pub read: fn(&str) -> Numbers,
    /// Tells whether a word, or each part of a hyphenated one, is a number word.
    pub is_number_word: fn(&str) -> bool,
}

/// How the words of a language are told apart and compared.
#[derive(Debug, Clone, Copy)]
pub struct WordForms {
    /// The words of a text, in order, as the other functions take them.
    pub words: fn(&str) -> Vec<String>,
    /// The stems that a word may have, the usual one first; never empty.
    pub stems: fn(&str) -> Vec<String>,
    /// Whether a word, with its stem, carries grammar rather than content.
    pub is_function_word: fn(&str, &str) -> bool,
    /// The negations among the words of a sentence.
    pub negations: fn(&[String]) -> Negations,
    /// The consonants of a word in classes of sounds, in each of its readings, for names that were
    /// transliterated.
    pub consonants: fn(&str) -> Vec<Vec<u8>>,
    /// A word, and it without each thing that may be written in front of it, for names.
    pub variants: fn(&str) -> Vec<String>,
    /// Whether a word may be a name by its form, if nothing else is known of it.
    pub may_be_name: fn(&str) -> bool,
}

/// The usual length of a translation into English, in letters and digits per letter or digit of
/// the source. The limits are the lowest and the highest ratio that raise no doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LengthRatio {
    /// Minimum number of letters and digits in a source for which a ratio is meaningful.
    pub from: usize,
    /// The limits for sentences.
    pub sentence: (f64, f64),
    /// The limits for titles and captions, whose length varies more.
    pub fragment: (f64, f64),
    /// The limit for a shorter source: a ratio, and letters allowed in addition.
    pub short: (usize, usize),
}

/// The names of one month.
#[derive(Debug)]
pub struct Month {
    /// The name that news use most; the others are replaced by it.
    pub name: &'static str,
    /// Other spellings of that name.
    pub variants: &'static [&'static str],
    /// Names used in some countries only.
    pub regional: &'static [(&'static str, When)],
}

/// The numbers beside which a single regional month name is read as a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day before or after it, or a year after it.
    Near,
    /// A day before or a year after it, because the word has other meanings.
    DayOrYear,
    /// A day before it, because the word also has meanings that numbers follow.
    Day,
}

/// A sign of written numbers and its replacement.
#[derive(Debug)]
pub struct NumberSign {
    /// The sign.
    pub from: char,
    /// Its replacement.
    pub to: char,
    /// Whether it needs a digit on both sides; otherwise one side is enough.
    pub between: bool,
}

impl NumberSign {
    /// A sign between two digits.
    pub(crate) const fn between(from: char, to: char) -> Self {
        let between = true;
        Self { from, to, between }
    }

    /// A sign before or behind a digit.
    pub(crate) const fn beside(from: char, to: char) -> Self {
        let between = false;
        Self { from, to, between }
    }
}

impl Language {
    /// The profile of an unknown language: the rules that hold in every language, and the words of English
    /// that its pages and names may have.
    pub const UNKNOWN: Self = Self {
        code: "",
        name: "",
        script: None,
        spelling: Spelling::UNKNOWN,
        dates: Dates::UNKNOWN,
        sentences: ENGLISH_SENTENCES,
        news: News::UNKNOWN,
        furniture: ENGLISH_FURNITURE,
        numbers: None,
        units: None,
        words: None,
        term_forms: None,
        calendar: None,
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

    /// The language's own letter for one that another keyboard types; any other character is
    /// returned unchanged.
    pub fn own_letter(&self, c: char) -> char {
        let typed = self.spelling.typed.iter().find(|(typed, _)| *typed == c);
        typed.map_or(c, |&(_, own)| own)
    }

    /// The base letter of a variant; any other character is returned unchanged.
    pub fn fold(&self, c: char) -> char {
        self.spelling
            .folds
            .iter()
            .find(|(variant, _)| *variant == c)
            .map_or(c, |&(_, base)| base)
    }

    /// A word with base letters in the place of their variants.
    pub fn in_base_letters(&self, word: &str) -> String {
        word.chars().map(|c| self.fold(c)).collect()
    }

    /// Whether two words are the same apart from letter variants.
    pub fn same_word(&self, a: &str, b: &str) -> bool {
        a.chars()
            .map(|c| self.fold(c))
            .eq(b.chars().map(|c| self.fold(c)))
    }

    /// The ASCII form of a decimal digit from a series in [`Spelling::zeros`].
    pub fn ascii_digit(&self, c: char) -> Option<char> {
        self.spelling.zeros.iter().find_map(|&zero| {
            let value = u32::from(c).checked_sub(u32::from(zero))?;
            char::from_digit(value, 10)
        })
    }

    /// A word of a date without the word of [`Dates::words`] that is written onto its number: the
    /// year of `2019ء`, the day of `12ی`.
    pub fn without_date_ending<'t>(&self, word: &'t str) -> &'t str {
        let ending = word.trim_start_matches(char::is_numeric);
        let number = &word[..word.len() - ending.len()];
        let listed = || self.dates.words.iter().any(|w| self.same_word(ending, w));
        if number.is_empty() || ending.is_empty() || !listed() {
            word
        } else {
            number
        }
    }

    /// Whether a word in lower case is a stop word.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.contains(&word)
    }

    /// Whether the language has capital letters.
    pub fn has_capitals(&self) -> bool {
        matches!(
            self.script,
            Some(Script::Latin | Script::Cyrillic | Script::Greek)
        )
    }

    /// The direction the language is written in.
    pub fn direction(&self) -> Direction {
        self.script.map_or(Direction::Auto, Script::direction)
    }
}

impl Spelling {
    /// Digits and number signs that no language uses for anything else.
    pub const UNKNOWN: Self = Self {
        marks: &[],
        keeps_joiners: true,
        zeros: &['\u{660}', '\u{6F0}'],
        number_signs: &[
            NumberSign::between('\u{66C}', ','),
            NumberSign::between('\u{66B}', '.'),
            NumberSign::beside('\u{66A}', '%'),
        ],
        typed: &[],
        sequences: &[],
        inner_signs: &[],
        typed_at_end: &[],
        finals: &[],
        clitics: &[],
        folds: &[],
        search_dropped: &[],
        search_prefixes: &[],
        lookalikes: &[],
    };
}

impl Dates {
    /// Empty tables.
    pub const UNKNOWN: Self = Self {
        months: &[],
        other_months: &[],
        year_words: &[],
        weekdays: &[],
        words: &[],
        month_forms: &[],
    };

    /// All names of months, inflected and shortened ones included.
    pub fn month_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (months, forms) = (self.months, self.month_forms);
        months
            .iter()
            .flat_map(Month::names)
            .chain(forms.iter().flat_map(|forms| forms.split(' ')))
    }
}

impl Sentences {
    /// The signs of several scripts, without words.
    pub const UNKNOWN: Self = Self {
        abbreviations: &[],
        foreign_abbreviations: &[],
        before_numbers: &[],
        time_units: &[],
        time_words: &[],
        prepositions: &[],
        clauses: &[],
        and: None,
        semicolons: &[';', '؛', '；'],
        commas: &[',', '،', '，', '、'],
        conjunctions: &[],
        not_conjunctions: &[],
        complete: false,
        endings: &[],
        doubtful: &[],
        foreign_doubtful: &[],
        capital_nouns: false,
        nouns_open: false,
        units: &[],
        openers: &[],
        particles: &[],
        ordinals: None,
        cuts_speeches: false,
        reversed_guillemets: false,
        spaced: true,
        list_commas: &[],
        stops: &['.'],
        prefixes: &[],
        letter_names: &[],
        lettered: &[],
        first_items: &[],
        single_quotes: &[],
        quotes_in_words: false,
        reporting: &[],
        continuing: &[],
        final_verbs: None,
    };
}

impl News {
    /// The agencies whose Latin initials appear in news of every language.
    pub const UNKNOWN: Self = Self {
        places: &[],
        agencies: &["Reuters", "AFP", "AP", "dpa", "Xinhua", "EFE"],
        dateline_words: &[],
        credit_labels: &[],
        work_labels: &[],
        by: &[],
        wrote: &[],
        speech_verbs: &[],
        report_endings: &[],
        stops_after_dateline: false,
        dateline_ends: &[],
        short_datelines: false,
    };
}

impl Month {
    /// A month with the same names in all countries.
    pub(crate) const fn new(name: &'static str, variants: &'static [&'static str]) -> Self {
        Self {
            name,
            variants,
            regional: &[],
        }
    }

    /// All names of the month.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (variants, regional) = (self.variants, self.regional);
        std::iter::once(self.name)
            .chain(variants.iter().copied())
            .chain(regional.iter().map(|&(name, _)| name))
    }
}
