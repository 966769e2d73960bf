//! Unifying month names: double ones (`يوليو/تموز`) and regional ones are replaced by one
//! Gregorian name. This file owns when a word counts as a month; the names are in the language's
//! profile.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::characters::is_letter_or_digit;
use super::language::{Language, When};

/// A name or a chain of names to be replaced.
struct Hit {
    /// Bytes to replace.
    span: Range<usize>,
    /// Index of the first word after these bytes.
    next: usize,
    name: &'static str,
}

/// A month and one of its names, by their indices.
type MonthName = (usize, usize);

/// The month names of each language by its code, in base letters. They are asked for each word of an
/// article.
static NAMES: LazyLock<HashMap<&str, HashMap<String, MonthName>>> = LazyLock::new(|| {
    let names = |language: &'static Language| {
        let mut found = HashMap::new();
        for (month, names) in language.dates.months.iter().enumerate() {
            for (form, name) in names.names().enumerate() {
                let name = language.in_base_letters(name);
                found.entry(name).or_insert((month, form));
            }
        }
        (language.code, found)
    };
    Language::all().map(names).collect()
});

/// A month name found at a word.
struct Found {
    month: usize,
    /// The index of the name among the month's names.
    form: usize,
    /// The number of words in the name.
    words: usize,
    /// Bytes of a one-letter word written together with the name.
    prefix: usize,
}

/// The text with unified month names and their number, or `None` if nothing changes. White space
/// must be single spaces.
pub(super) fn unify(text: &str, language: &Language) -> Option<(String, usize)> {
    if language.dates.months.is_empty() {
        return None;
    }
    let words = words(text);
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut count, mut i) = (0, 0, 0);
    // No chain of different names begins before this word, the last one of a chain of one name.
    let mut last = 0;
    while i < words.len() {
        let found = if i < last {
            None
        } else {
            chain(text, &words, i, language)
        };
        last = found.as_ref().map_or(last, |(hit, _)| hit.next - 1);
        let doubled = found.filter(|(_, differs)| *differs).map(|(hit, _)| hit);
        let hit = doubled.or_else(|| regional(text, &words, i, language));
        let Some(hit) = hit else {
            i += 1;
            continue;
        };
        out.push_str(&text[copied..hit.span.start]);
        out.push_str(hit.name);
        if text[hit.span.end..].starts_with(is_letter_or_digit) {
            out.push(' ');
        }
        copied = hit.span.end;
        count += 1;
        i = hit.next;
    }
    if count == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some((out, count))
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_letter_or_digit(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(from..text.len());
    }
    words
}

/// The text of `count` words, if only single spaces stand between them.
fn phrase<'t>(text: &'t str, words: &[Range<usize>], i: usize, count: usize) -> Option<&'t str> {
    let taken = words.get(i..i + count)?;
    let spaced = taken
        .windows(2)
        .all(|pair| &text[pair[0].end..pair[1].start] == " ");
    spaced.then(|| &text[taken[0].start..taken[count - 1].end])
}

fn name_at(text: &str, words: &[Range<usize>], i: usize, language: &Language) -> Option<Found> {
    let names = NAMES.get(language.code)?;
    [2, 1].into_iter().find_map(|count| {
        let phrase = language.in_base_letters(phrase(text, words, i, count)?);
        let &(month, form) = names.get(&phrase)?;
        Some(Found {
            month,
            form,
            words: count,
            prefix: 0,
        })
    })
}

fn name_with_clitic(
    text: &str,
    words: &[Range<usize>],
    i: usize,
    language: &Language,
) -> Option<Found> {
    let first = text[words[i].clone()].chars().next()?;
    if !language.spelling.clitics.contains(&first) {
        return None;
    }
    let prefix = first.len_utf8();
    // Two words are enough for the longest name.
    let mut shorter: Vec<Range<usize>> = words[i..].iter().take(2).cloned().collect();
    shorter[0].start += prefix;
    let found = name_at(text, &shorter, 0, language)?;
    Some(Found { prefix, ..found })
}

/// Finds names of the same month, joined by a slash or with the second in brackets; tells whether they
/// differ.
fn chain(text: &str, words: &[Range<usize>], i: usize, language: &Language) -> Option<(Hit, bool)> {
    let first =
        name_at(text, words, i, language).or_else(|| name_with_clitic(text, words, i, language))?;
    let start = words[i].start + first.prefix;
    let mut next = i + first.words;
    let mut end = words[next - 1].end;
    let mut differs = false;
    while next < words.len() {
        let Some(second) = name_at(text, words, next, language) else {
            break;
        };
        if second.month != first.month {
            break;
        }
        let last = words[next + second.words - 1].end;
        match text[end..words[next].start].trim() {
            "/" | "\\" | "-" | "–" => end = last,
            "(" => match text[last..].trim_start().strip_prefix(')') {
                Some(rest) => end = text.len() - rest.len(),
                None => break,
            },
            _ => break,
        }
        differs |= second.form != first.form;
        next += second.words;
    }
    let hit = Hit {
        span: start..end,
        next,
        name: language.dates.months[first.month].name,
    };
    Some((hit, differs))
}

/// Finds a regional name beside the number of a day or a year.
fn regional(text: &str, words: &[Range<usize>], i: usize, language: &Language) -> Option<Hit> {
    for count in [2, 1] {
        let Some(phrase) = phrase(text, words, i, count) else {
            continue;
        };
        for month in language.dates.months {
            let Some(&(_, when)) = month.regional.iter().find(|(form, _)| *form == phrase) else {
                continue;
            };
            if is_dated(text, words, i..i + count, when, language) {
                let span = words[i].start..words[i + count - 1].end;
                return Some(Hit {
                    span,
                    next: i + count,
                    name: month.name,
                });
            }
        }
    }
    None
}

fn is_dated(
    text: &str,
    words: &[Range<usize>],
    name: Range<usize>,
    when: When,
    language: &Language,
) -> bool {
    // The word at `i`, if only a space separates it from the one before it.
    let after_space = |i: usize| -> Option<&str> {
        let word = words.get(i)?.clone();
        let before = words.get(i.checked_sub(1)?)?;
        let spaced = &text[before.end..word.start] == " ";
        spaced.then(|| language.without_date_ending(&text[word]))
    };
    // The day, which is an ordinal with a full stop in some languages.
    let joined = |before: &Range<usize>| match &text[before.end..words[name.start].start] {
        " " => true,
        ". " => language.sentences.ordinals.is_some(),
        _ => false,
    };
    let day = name.start.checked_sub(1).map(|i| &words[i]);
    let day_before = day.is_some_and(|day| {
        let number = language.without_date_ending(&text[day.clone()]);
        joined(day) && is_between(number, 1..=31)
    });
    if day_before {
        return true;
    }
    let Some(mut following) = after_space(name.end) else {
        return false;
    };
    if when == When::Near && is_between(following, 1..=31) {
        return true;
    }
    if language.dates.year_words.contains(&following) {
        following = after_space(name.end + 1).unwrap_or_default();
    }
    when != When::Day && is_between(following, 1000..=2100)
}

/// Whether a word is a number in the range, with at most four ASCII digits.
fn is_between(word: &str, range: std::ops::RangeInclusive<u32>) -> bool {
    word.len() <= 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && word
            .parse::<u32>()
            .is_ok_and(|number| range.contains(&number))
}

#[cfg(test)]
mod tests {
    use crate::text::Language;
    use crate::text::normalize;

    fn unified(text: &str) -> (String, usize) {
        let result = normalize(text, Language::of("ar"));
        (result.text, result.changes.months)
    }

    #[test]
    fn doubled_names_become_the_usual_gregorian_one() {
        for (text, expected) in [
            ("أغسطس/اب القادم", "أغسطس القادم"),
            ("أغسطس/آب", "أغسطس"),
            ("7 يوليو/تموز قاعدة", "7 يوليو قاعدة"),
            ("تموز/يوليو", "يوليو"),
            ("تموز / يوليو 2015", "يوليو 2015"),
            ("كانون الثاني/يناير", "يناير"),
            ("كانون الثاني (يناير) الماضي", "يناير الماضي"),
            ("يناير (كانون الثاني)", "يناير"),
            ("تشرين الأول/أكتوبر", "أكتوبر"),
            ("يوليو(تموز)الماضي", "يوليو الماضي"),
            ("ويونيو/حزيران", "ويونيو"),
            ("آب/اغسطس", "أغسطس"),
            ("جويلية/يوليو", "يوليو"),
        ] {
            assert_eq!(unified(text), (expected.to_owned(), 1), "{text}");
        }
    }

    #[test]
    fn names_of_two_months_stay_two() {
        assert_eq!(unified("يونيو/تموز"), ("يونيو/تموز".to_owned(), 0));
        assert_eq!(
            unified("يوليو (تموز 2015)"),
            ("يوليو (يوليو 2015)".to_owned(), 1)
        );
        assert_eq!(unified("يوليو/يوليو"), ("يوليو/يوليو".to_owned(), 0));
    }

    #[test]
    fn a_chain_of_one_name_takes_no_endless_time() {
        let chain = "يوليو/".repeat(50_000);
        assert_eq!(unified(&(chain.clone() + "أغسطس")).1, 0);
        assert_eq!(unified(&(chain + "تموز")), ("يوليو".to_owned(), 1));
    }

    #[test]
    fn regional_names_are_read_beside_a_day_or_a_year() {
        for (text, expected) in [
            ("في 5 آذار", "في 5 مارس"),
            ("٢٣ تموز ١٩٥٢", "23 يوليو 1952"),
            ("حزيران 1967", "يونيو 1967"),
            ("حزيران من عام 1967", "حزيران من عام 1967"),
            ("حزيران عام 1967", "يونيو عام 1967"),
            ("5 كانون الأول", "5 ديسمبر"),
            ("17 تشرين الثاني 2019", "17 نوفمبر 2019"),
            ("20 غشت", "20 أغسطس"),
            ("8 ماي 1945", "8 مايو 1945"),
            ("فيفري 2011", "فبراير 2011"),
            ("أوت 1955", "أغسطس 1955"),
            ("4 آب 2020", "4 أغسطس 2020"),
            ("6 نيسان", "6 أبريل"),
        ] {
            assert_eq!(unified(text).0, expected);
        }
    }

    #[test]
    fn ordinary_words_that_are_also_months_stay() {
        for text in [
            "اب 5 أطفال",
            "آب 5",
            "سيارة نيسان 2015",
            "قال آذار",
            "ماي سفن أب",
            "في تموز",
            "300 آب",
            "5، آب",
        ] {
            assert_eq!(unified(text), (text.to_owned(), 0));
        }
    }
}
