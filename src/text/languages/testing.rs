//! What the tests of every profile ask: sentences, datelines, parts of long sentences, the text
//! that a model reads, terms and numbers.

use std::collections::BTreeSet;

use crate::document::Role;
use crate::text::numbers::{Key, Numbers};
use crate::text::random::random_texts;
use crate::text::{
    Furniture, Language, SegmentKind, SoughtTerm, TARGET, normalize, segment, split_long,
    term_words,
};

/// The sentences of a paragraph.
pub(super) fn sentences<'t>(code: &str, text: &'t str) -> Vec<&'t str> {
    let found = segment(text, 0..text.len(), Role::Body, Language::of(code));
    found
        .into_iter()
        .map(|segment| &text[segment.span])
        .collect()
}

/// Asserts that the sentences of each text, joined by a space, are found again.
pub(super) fn assert_sentences(code: &str, texts: &[&[&str]]) {
    let glue = if Language::of(code).sentences.spaced {
        " "
    } else {
        ""
    };
    for expected in texts {
        assert_eq!(sentences(code, &expected.join(glue)), *expected);
    }
}

/// Asserts that each dateline is found before a sentence, whose first part it is.
pub(super) fn assert_datelines(code: &str, story: &str, datelines: &[(&str, &str)]) {
    for (dateline, sign) in datelines {
        let text = format!("{dateline}{sign}{story}");
        assert_eq!(sentences(code, &text), [*dateline, story]);
        let found = segment(&text, 0..text.len(), Role::Body, Language::of(code));
        assert_eq!(found[0].kind, SegmentKind::Dateline, "{text}");
    }
}

/// The parts of a sentence that may have so many words, or characters where no spaces are written.
pub(super) fn parts<'t>(code: &str, text: &'t str, budget: usize) -> Vec<&'t str> {
    let language = Language::of(code);
    let cost = |part: &str| {
        if language.sentences.spaced {
            part.split_whitespace().count()
        } else {
            part.chars().count()
        }
    };
    let found = split_long(text, budget, &cost, language);
    found.into_iter().map(|range| &text[range]).collect()
}

/// Asserts what texts become for the model; a second pass changes nothing.
pub(super) fn assert_normalized(code: &str, texts: &[(&str, &str)]) {
    let language = Language::of(code);
    for (text, expected) in texts {
        let once = normalize(text, language).text;
        assert_eq!(once, *expected, "{text}");
        assert_eq!(normalize(&once, language).text, once);
    }
}

/// Whether a term of a glossary, or a name, is in a text.
pub(super) fn has_term(code: &str, term: &str, text: &str, is_name: bool) -> bool {
    let language = Language::of(code);
    let words = term_words(text, language);
    let term = SoughtTerm::of(term, language, is_name);
    term.is_some_and(|term| (0..words.len()).any(|at| term.begins(&words[at..])))
}

/// Asserts that terms are found in texts: (term, text).
pub(super) fn assert_terms(code: &str, pairs: &[(&str, &str)]) {
    for (term, text) in pairs {
        assert!(has_term(code, term, text, false), "{term} in {text}");
    }
}

/// Asserts that terms are not found in texts.
pub(super) fn assert_no_terms(code: &str, pairs: &[(&str, &str)]) {
    for (term, text) in pairs {
        assert!(!has_term(code, term, text, false), "{term} in {text}");
    }
}

/// Asserts that names are found in texts: (name, text).
pub(super) fn assert_names(code: &str, pairs: &[(&str, &str)]) {
    for (name, text) in pairs {
        assert!(has_term(code, name, text, true), "{name} in {text}");
    }
}

/// Asserts that names are not found in texts.
pub(super) fn assert_no_names(code: &str, pairs: &[(&str, &str)]) {
    for (name, text) in pairs {
        assert!(!has_term(code, name, text, true), "{name} in {text}");
    }
}

/// What the reader of the numbers of a language makes of texts.
pub(super) struct NumbersOf(pub(super) &'static str);

impl NumbersOf {
    fn read(&self, text: &str) -> Numbers {
        let reader = Language::of(self.0).numbers.expect("it has a reader");
        (reader.read)(text)
    }

    /// Asserts the likeliest value of the first number in digits of each text.
    pub(super) fn say(&self, texts: &[(&str, &str)]) {
        for (text, value) in texts {
            let numbers = self.read(text);
            assert_eq!(numbers.in_digits[0].value(), Some(*value), "{text}");
        }
    }

    /// Asserts that each text permits all of its values.
    pub(super) fn permit(&self, texts: &[(&str, &[u64])]) {
        for (text, values) in texts {
            let keys = self.read(text).keys;
            let permits = |value: &u64| keys.contains(&Key::of(*value));
            assert!(values.iter().all(permits), "{text}");
        }
    }

    /// Asserts that each text permits none of its values.
    pub(super) fn do_not_permit(&self, texts: &[(&str, &[u64])]) {
        for (text, values) in texts {
            let keys = self.read(text).keys;
            let permits = |value: &u64| keys.contains(&Key::of(*value));
            assert!(!values.iter().any(permits), "{text}");
        }
    }
}

const POOL: &str = "aBéßİı. . . .?!…。！？，、：；“”‘’„«»‹›「」『』《》（）()[]-–— \n\t\u{A0}\u{200B}0159%°§/'’ʼг.иАІь中文日报电年月说道 Москва Berlin";

#[test]
fn nothing_is_lost_in_random_text_of_any_language() {
    for language in Language::all() {
        for text in random_texts(POOL, 5, 60).take(300) {
            let letters =
                |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
            let found = segment(&text, 0..text.len(), Role::Body, language);
            let joined: String = found.iter().map(|s| &text[s.span.clone()]).collect();
            assert_eq!(
                letters(&joined),
                letters(&text),
                "{}: {text:?}",
                language.code
            );
            assert!(
                found
                    .iter()
                    .all(|s| text[s.span.clone()].trim() == &text[s.span.clone()])
            );
            assert!(
                found
                    .windows(2)
                    .all(|pair| pair[0].span.end <= pair[1].span.start)
            );
            let cost = |part: &str| part.chars().count();
            let parts = split_long(&text, 9, &cost, language);
            let joined: String = parts.iter().map(|part| &text[part.clone()]).collect();
            assert_eq!(
                letters(&joined),
                letters(&text),
                "{}: {text:?}",
                language.code
            );
            assert!(parts.iter().all(|part| cost(&text[part.clone()]) <= 9));
            let once = normalize(&text, language).text;
            assert_eq!(
                normalize(&once, language).text,
                once,
                "{}: {text:?}",
                language.code
            );
        }
    }
}

#[test]
fn the_tables_of_a_profile_have_no_empty_words_and_each_word_once() {
    for language in Language::all() {
        let (sentences, news, furniture) =
            (&language.sentences, &language.news, &language.furniture);
        for words in [
            sentences.abbreviations,
            sentences.before_numbers,
            sentences.endings,
            sentences.doubtful,
            sentences.foreign_doubtful,
            sentences.units,
            sentences.openers,
            sentences.particles,
            sentences.conjunctions,
            sentences.reporting,
            news.places,
            news.agencies,
            news.credit_labels,
            news.by,
            news.wrote,
            news.report_endings,
            furniture.read_also,
            furniture.lists,
            furniture.follow,
            furniture.labels,
            furniture.notices,
            furniture.addresses,
            furniture.errors,
            furniture.apologies,
            language.dates.month_forms,
            language.dates.words,
        ] {
            assert!(
                words.iter().all(|word| !word.trim().is_empty()),
                "{}",
                language.code
            );
            let mut seen = BTreeSet::new();
            let twice = words.iter().find(|word| !seen.insert(**word));
            assert_eq!(twice, None, "{}", language.code);
        }
        // These are looked for in text in lower case.
        for words in [
            furniture.notices,
            furniture.addresses,
            furniture.errors,
            furniture.apologies,
            sentences.openers,
        ] {
            for word in words {
                assert_eq!(crate::text::lower_case(word), **word, "{}", language.code);
            }
        }
    }
}

#[test]
fn tables_of_pages_do_not_repeat_the_english_words() {
    let lists = |f: &'static Furniture| {
        [
            f.home,
            f.read_also,
            f.lists,
            f.read_more,
            f.follow,
            f.labels,
            f.fields,
            f.comments,
            f.notices,
            f.addresses,
            f.rights,
            f.errors,
            f.apologies,
            f.updated,
            f.openings,
            f.subject,
            f.mail_date,
            f.mail_fields,
            f.quote_begins,
            f.quote_verbs,
        ]
    };
    let english = lists(&TARGET.furniture);
    // The others have the English table itself.
    let own = Language::all().filter(|l| l.furniture.home != TARGET.furniture.home);
    for language in own {
        for (words, english) in lists(&language.furniture).into_iter().zip(english) {
            let twice = words.iter().find(|word| english.contains(word));
            assert_eq!(twice, None, "{}", language.code);
        }
    }
}

#[test]
fn the_reader_of_numbers_knows_the_names_of_months() {
    let codes = ["de", "es", "fa", "fr", "he", "ku", "ru", "tr", "uk", "ur"];
    let read = |code: &'static str, text: &str| NumbersOf(code).read(text).keys;
    for code in codes {
        for (number, month) in (1..).zip(Language::of(code).dates.months) {
            for name in month.names().filter(|name| !name.contains(' ')) {
                let keys = read(code, &format!("5 {name} 2024"));
                assert!(keys.contains(&Key::Month(number)), "{code}: {name}");
            }
        }
    }
    for (code, text, number) in [
        ("ku", "٥ی سێپتەمبەر", 9),
        ("ru", "5 янв. 2024", 1),
        ("uk", "5 груд. 2024", 12),
        ("de", "5. Mrz. 2024", 3),
        ("fr", "5 juill. 2024", 7),
        ("es", "5 febr. 2024", 2),
    ] {
        assert!(read(code, text).contains(&Key::Month(number)), "{text}");
    }
}
