//! The dateline of a story: the place and agency that it begins with, as in `بغداد (رويترز) -`.
//! This file owns its patterns; the places and agencies are in the language's profile.

use std::ops::Range;

use super::characters::is_letter_or_digit;
use super::dash::{TATWEEL, dash_at, is_dash};
use super::fold::lower_case;
use super::language::Language;

/// Maximum number of words in a dateline.
const MAX_WORDS: usize = 8;

/// Maximum number of words outside the brackets of `unknown place (known agency)`, and inside
/// those of `known place (unknown agency)`.
const MAX_UNKNOWN: usize = 3;

/// Maximum number of characters in a dateline.
const REACH: usize = 120;

/// Maximum number of characters in the brackets of a dateline.
const BRACKET: usize = 40;

/// The dateline of a paragraph, and where the story continues.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The bytes of the dateline, without a final dash but with a final colon.
    pub(super) span: Range<usize>,
    /// Where the story continues, in bytes.
    pub(super) rest: usize,
}

/// Finds the dateline at the beginning of a paragraph. Only places and agencies of the language
/// make a dateline, because an ordinary sentence with a dash must not lose its beginning.
pub(super) fn find(paragraph: &str, language: &Language) -> Option<Dateline> {
    let signs = signs(paragraph);
    let short = || match language.news.short_datelines {
        true => without_dash(paragraph, &signs, language),
        false => None,
    };
    let found = with_colon(paragraph, &signs, language)
        .or_else(|| with_stop(paragraph, &signs, language))
        .or_else(|| {
            signs.dashes.iter().rev().find_map(|dash| {
                let head = paragraph[..dash.start].trim_end();
                let rest = paragraph[dash.end..].trim_start();
                is_dateline(head, language).then(|| Dateline {
                    span: 0..head.len(),
                    rest: paragraph.len() - rest.len(),
                })
            })
        })
        .or_else(|| in_line(paragraph, language));
    let found = found.or_else(short)?;
    paragraph[found.rest..]
        .contains(is_letter_or_digit)
        .then_some(found)
}

/// Whether a text consists only of places, agencies and dates: `بيروت، 5 آذار 2024`.
pub(crate) fn is_place_and_date(text: &str, language: &Language) -> bool {
    let reading = read(text, language);
    reading.known && (1..=MAX_WORDS).contains(&reading.words)
}

/// Whether a text consists only of news agencies: `رويترز - أ ف ب`.
pub(crate) fn is_agencies(text: &str, language: &Language) -> bool {
    let words = words(text, language);
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let joined = language
            .sentences
            .and
            .and_then(|and| first.strip_prefix(and));
        let count =
            longest(rest, language.news.agencies, language).max(joined.map_or(0, |first| {
                let mut apart = rest.to_vec();
                apart[0] = first;
                longest(&apart, language.news.agencies, language)
            }));
        if count == 0 {
            return false;
        }
        rest = &rest[count..];
    }
    !words.is_empty()
}

/// The signs that may end a dateline.
struct Signs {
    /// Runs of dashes followed by white space.
    dashes: Vec<Range<usize>>,
    /// The first colon, if white space follows it.
    colon: Option<usize>,
    /// The ends of full stops followed by white space.
    stops: Vec<usize>,
}

fn signs(paragraph: &str) -> Signs {
    let mut signs = Signs {
        dashes: Vec::new(),
        colon: None,
        stops: Vec::new(),
    };
    let mut behind = 0;
    for (at, c) in paragraph.char_indices().take(REACH) {
        if at < behind {
            continue;
        }
        let rest = &paragraph[at..];
        let dash = dash_at(paragraph, at);
        if dash > 0 {
            behind = at + dash;
            if at > 0 && paragraph[behind..].starts_with(char::is_whitespace) {
                signs.dashes.push(at..behind);
            }
        } else if c == '.' && rest[1..].starts_with(char::is_whitespace) {
            signs.stops.push(at + 1);
        } else if c == ':' {
            if rest[1..].starts_with(char::is_whitespace) {
                signs.colon = Some(at);
            }
            break;
        } else if matches!(
            c,
            '!' | '?' | '؟' | '؛' | ';' | '«' | '"' | '“' | '”' | '\n'
        ) {
            break;
        }
    }
    signs
}

/// Finds a dateline of the form `reporter - agency - place:` or `place - agency:`.
fn with_colon(paragraph: &str, signs: &Signs, language: &Language) -> Option<Dateline> {
    let colon = signs.colon?;
    if signs.dashes.is_empty() {
        return None;
    }
    let head = &paragraph[..colon];
    let (mut agency, mut start) = (false, 0);
    let ends = signs
        .dashes
        .iter()
        .map(|dash| (dash.start, dash.end))
        .chain([(colon, colon)]);
    for (i, (end, next)) in ends.enumerate() {
        let part = read(&head[start..end], language);
        // Only the first part may be unknown, because it can be a reporter's name.
        if part.words == 0 || !(part.known || (i == 0 && part.words <= MAX_UNKNOWN)) {
            return None;
        }
        agency |= part.agency;
        start = next;
    }
    let rest = paragraph[colon + 1..].trim_start();
    (agency && read(head, language).words <= MAX_WORDS).then(|| Dateline {
        span: 0..colon + 1,
        rest: paragraph.len() - rest.len(),
    })
}

/// Finds a dateline of a place and an agency with a full stop at its end.
fn with_stop(paragraph: &str, signs: &Signs, language: &Language) -> Option<Dateline> {
    if !language.news.stops_after_dateline {
        return None;
    }
    let is_whole = |end: usize| {
        let head = read(&paragraph[..end], language);
        head.words <= MAX_WORDS && head.known && head.place && head.agency
    };
    let end = signs
        .stops
        .iter()
        .copied()
        .rev()
        .find(|&end| is_whole(end))?;
    let rest = paragraph[end..].trim_start_matches(|c: char| c.is_whitespace() || is_dash(c));
    Some(Dateline {
        span: 0..end,
        rest: paragraph.len() - rest.len(),
    })
}

/// Finds a dateline of a language without spaces, which ends with a word and perhaps the names of
/// reporters in brackets: `新华社北京5月3日电（记者张三）`.
fn in_line(paragraph: &str, language: &Language) -> Option<Dateline> {
    let ends = language.news.dateline_ends;
    if ends.is_empty() {
        return None;
    }
    let brackets = [('（', '）'), ('(', ')'), ('【', '】'), ('［', '］')];
    let bracketed = |text: &str| {
        brackets.iter().find_map(|&(open, close)| {
            let inside = text.strip_prefix(open)?;
            let end = inside
                .char_indices()
                .take(BRACKET)
                .find(|&(_, c)| c == close)?
                .0;
            Some((
                open.len_utf8(),
                open.len_utf8() + end,
                open.len_utf8() + end + close.len_utf8(),
            ))
        })
    };
    let end = if let Some((from, to, end)) = bracketed(paragraph) {
        let inside = &paragraph[from..to];
        let agency = language
            .news
            .agencies
            .iter()
            .any(|agency| inside.starts_with(agency));
        let ended = ends.iter().any(|end| inside.contains(end));
        (agency && ended).then_some(end)?
    } else {
        let end = known_run(paragraph, language)?;
        let behind = paragraph[end..].trim_start();
        let reporters = bracketed(behind).map_or(0, |(.., to)| to);
        let spaced = behind.len() < paragraph.len() - end;
        if reporters > 0 {
            paragraph.len() - behind.len() + reporters
        } else {
            (spaced || behind.starts_with(['：', ':'])).then_some(end)?
        }
    };
    let rest =
        paragraph[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    Some(Dateline {
        span: 0..end,
        rest: paragraph.len() - rest.len(),
    })
}

/// Finds a dateline that ends with a colon after a place, with a bracket after a place, or both:
/// `place: (agency)`.
fn without_dash(paragraph: &str, signs: &Signs, language: &Language) -> Option<Dateline> {
    let is_place = |text: &str| {
        let reading = read(text, language);
        reading.known && reading.place && reading.words <= MAX_WORDS
    };
    let place = match signs.colon {
        Some(colon) if is_place(&paragraph[..colon]) => colon + 1,
        _ => 0,
    };
    // A bracket with anything but an agency or an office belongs to the sentence.
    let bracket = || {
        let (before, inside) = paragraph[place..].split_once('(')?;
        let (inside, _) = inside.split_once(')')?;
        let reading = read(inside, language);
        let joined = if place > 0 {
            before.trim().is_empty()
        } else {
            is_place(before)
        };
        let end = place + before.len() + inside.len() + 2;
        (joined && reading.known && reading.words > 0).then_some(end)
    };
    let end = bracket().or((place > 0).then_some(place))?;
    let behind = &paragraph[end..];
    let colon = usize::from(behind.starts_with(':'));
    let rest = behind[colon..].trim_start();
    Some(Dateline {
        span: 0..end + colon,
        rest: paragraph.len() - rest.len(),
    })
}

/// The end of the word that ends a dateline, if only an agency, places and dates stand before it.
fn known_run(text: &str, language: &Language) -> Option<usize> {
    let (mut at, mut agency) = (0, false);
    while at < text.len() && at < REACH {
        let rest = &text[at..];
        let longest = |list: &[&str]| {
            let found = list.iter().filter(|word| rest.starts_with(**word));
            found.map(|word| word.len()).max().unwrap_or(0)
        };
        let name = longest(language.news.agencies);
        if agency && longest(language.news.dateline_ends) > 0 {
            return Some(at + longest(language.news.dateline_ends));
        }
        let others = [
            language.news.places,
            language.dates.words,
            language.news.dateline_words,
        ];
        let other = others.into_iter().map(longest).max().unwrap_or(0);
        agency |= name > 0;
        let sign = rest.chars().next().filter(|c| {
            c.is_numeric() || c.is_whitespace() || matches!(c, '、' | '／' | '/' | '·')
        });
        at += match name.max(other) {
            0 => sign?.len_utf8(),
            known => known,
        };
    }
    None
}

fn is_dateline(head: &str, language: &Language) -> bool {
    let head = head.trim_end_matches('.');
    let whole = read(head, language);
    if whole.words == 0 || whole.words > MAX_WORDS {
        return false;
    }
    if whole.known && (whole.place || whole.agency) {
        return true;
    }
    let Some((outside, inside)) = head.strip_suffix(')').and_then(|head| head.split_once('('))
    else {
        return false;
    };
    let (outside, inside) = (read(outside, language), read(inside, language));
    (inside.known && inside.agency && outside.words <= MAX_UNKNOWN)
        || (outside.known && outside.place && inside.words <= MAX_UNKNOWN)
}

/// The meaning of the words of a text.
#[derive(Default)]
struct Reading {
    words: usize,
    place: bool,
    agency: bool,
    /// Whether every word is a place, an agency, a date or another dateline word.
    known: bool,
}

fn read(text: &str, language: &Language) -> Reading {
    let words = words(text, language);
    let mut reading = Reading {
        words: words.len(),
        known: true,
        ..Reading::default()
    };
    if words.len() > MAX_WORDS * 2 {
        reading.known = false;
        return reading;
    }
    let mut i = 0;
    while i < words.len() {
        let rest = &words[i..];
        let place = longest(rest, language.news.places, language);
        let agency = longest(rest, language.news.agencies, language);
        if place.max(agency) > 0 {
            reading.place |= place >= agency;
            reading.agency |= agency > place;
            i += place.max(agency);
        } else {
            let date = date_words(rest, language);
            reading.known &= date > 0;
            i += date.max(1);
        }
    }
    reading
}

fn words<'t>(text: &'t str, language: &Language) -> Vec<&'t str> {
    text.split(|c: char| !is_letter_or_digit(c) && !language.is_mark(c))
        .filter(|word| word.contains(|c: char| c != TATWEEL))
        .collect()
}

/// The largest number of words at the beginning that one of the phrases covers; 0 if there is
/// none.
fn longest(words: &[&str], phrases: &[&str], language: &Language) -> usize {
    phrases
        .iter()
        .map(|phrase| starting(words, phrase, language))
        .max()
        .unwrap_or(0)
}

fn starting(words: &[&str], phrase: &str, language: &Language) -> usize {
    let mut count = 0;
    for part in phrase.split(' ') {
        match words.get(count) {
            Some(word) if is_name(word, part, language) => count += 1,
            _ => return 0,
        }
    }
    count
}

/// Whether a word is a name, perhaps in capitals.
fn is_name(word: &str, name: &str, language: &Language) -> bool {
    let in_capitals = || {
        language.has_capitals()
            && word.chars().nth(1).is_some()
            && !word.contains(char::is_lowercase)
            && language.same_word(&lower_case(word), &lower_case(name))
    };
    language.same_word(word, name) || in_capitals()
}

fn date_words(words: &[&str], language: &Language) -> usize {
    let Some(first) = words.first() else { return 0 };
    let first = language.without_date_ending(first);
    if first.chars().all(char::is_numeric) {
        return 1;
    }
    let months = language.dates.month_names();
    let month = months
        .map(|name| starting(words, name, language))
        .max()
        .unwrap_or(0);
    let listed = [
        language.dates.weekdays,
        language.dates.other_months,
        language.news.dateline_words,
    ];
    let listed = listed.map(|phrases| longest(words, phrases, language));
    listed.into_iter().fold(month, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn parts(paragraph: &str) -> Option<(&str, &str)> {
        find(paragraph, Language::of("ar"))
            .map(|found| (&paragraph[found.span], &paragraph[found.rest..]))
    }

    #[test]
    fn a_place_an_agency_or_both_before_a_dash_are_a_dateline() {
        for (head, dash) in [
            ("بغداد", " - "),
            ("بغداد", " – "),
            ("بغداد", "- "),
            ("بغداد", " -- "),
            ("بغداد (رويترز)", " - "),
            ("(رويترز)", " - "),
            ("عين اليوم", " – "),
            ("واشنطن، 3 مايو (أ ف ب)", " - "),
            ("دبي (أ.ف.ب)", " - "),
            ("القاهرة - أ ف ب", " - "),
            ("رام الله، الخميس", " — "),
            ("الليث (واس)", " - "),
            ("بيروت", " ـ "),
            ("القاهرة", "ـ "),
            ("القاهرة ـ أ ف ب", " ـ "),
            ("بيروت (خدمة خاصة)", " - "),
        ] {
            let paragraph = format!("{head}{dash}قال الوزير إن الاجتماع انتهى.");
            assert_eq!(
                parts(&paragraph),
                Some((head, "قال الوزير إن الاجتماع انتهى.")),
                "{paragraph}"
            );
        }
    }

    #[test]
    fn a_colon_ends_a_dateline_with_an_agency() {
        assert_eq!(
            parts("القاهرة - أ ف ب: أعلنت الوزارة"),
            Some(("القاهرة - أ ف ب:", "أعلنت الوزارة"))
        );
        assert_eq!(
            parts("سامي كريم- سبق- جدة: أعلنت الوزارة"),
            Some(("سامي كريم- سبق- جدة:", "أعلنت الوزارة"))
        );
        assert_eq!(parts("سبق- الرياض: أعلنت"), Some(("سبق- الرياض:", "أعلنت")));
    }

    #[test]
    fn ordinary_sentences_with_dashes_have_none() {
        for paragraph in [
            "قال الوزير - وهو من بغداد - إن الاجتماع انتهى.",
            "القرار الأول - كما نعلم - صعب.",
            "زار الرئيس بغداد - ثم عاد.",
            "بغداد-دمشق خط جديد",
            "بغداد -",
            "- بغداد تستضيف القمة",
            "السؤال: لماذا؟",
            "بغداد. قال - نعم",
            "",
        ] {
            assert_eq!(parts(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn other_languages_know_the_agencies_only() {
        let found = find("GOTHAM (Reuters) - The mayor spoke.", Language::of("en"));
        assert_eq!(
            found,
            Some(Dateline {
                span: 0..16,
                rest: 19
            })
        );
        assert_eq!(find("Gotham - The mayor spoke.", Language::of("en")), None);
    }
}
