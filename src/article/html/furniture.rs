//! Lines that stand on a page around a story: notices, calls to follow, links to other articles. This
//! file owns how they are recognised by their words, which are those of the language's profile and of
//! English.

use crate::text::{
    Furniture, Language, TARGET, count_words, has_at_least, lower_case, lower_case_of, page_words,
};

use crate::article::Reason;

/// A line of a page, as far as the rules need to know it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Whether a part of it, or all of it, is a link.
    pub(super) links: bool,
    /// The text before its first link, or all of it.
    pub(super) before_link: &'a str,
}

/// Maximum number of words of a line that leads elsewhere.
const LINE_WORDS: usize = 25;

/// Maximum number of words of a call to follow that is a sentence with a link.
const CALL_LINKED: usize = 8;

/// Maximum number of words of a call to follow that has no link.
const CALL_WORDS: usize = 6;

/// Why a line is no text of the story, by its words.
pub(super) fn reason_of_line(line: &Line<'_>, language: &Language) -> Option<Reason> {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let words = line.text.split_whitespace().filter(is_word);
    let count: usize = words.map(count_words).sum();
    let lower = lower_case(line.text);
    let says = |list: fn(&Furniture) -> &'static [&'static str]| {
        page_words(language, list).any(|phrase| lower.contains(*phrase))
    };
    let is_notice = !has_at_least(line.text, NOTICE_WORDS + 1);
    if is_notice && says(|furniture| furniture.notices) && says(|furniture| furniture.addresses) {
        return Some(Reason::Notices);
    }
    if count > LINE_WORDS {
        return None;
    }
    if count <= LABEL_LINE && says_rights(line.text, language) {
        return Some(Reason::Notices);
    }
    if line.links && states_origin(line.text, language) {
        return Some(Reason::Notices);
    }
    if is_labels(line.text, language) {
        return Some(Reason::Labels);
    }
    if line.links && leads_from_home(line.text, language) {
        return Some(Reason::Navigation);
    }
    if line.links && heads_list(line.before_link, language) {
        return Some(Reason::Related);
    }
    // Style alone may set a link apart from the words before it.
    let leads = |phrase: &&str| {
        let rest = rest_after(line.before_link, phrase, language);
        rest.is_some_and(|rest| !rest.contains(char::is_alphanumeric))
    };
    if line.links && page_words(language, |furniture| furniture.read_also).any(leads) {
        return Some(Reason::Related);
    }
    let begins = |phrase: &&&str| rest_after(line.text, phrase, language).is_some();
    let also = page_words(language, |furniture| furniture.read_also).find(begins);
    if let Some(phrase) = also
        && let Some(rest) = rest_after(line.text, phrase, language)
    {
        let label = rest
            .trim_start()
            .starts_with([':', '：', '…', '!', '|', '»', '«']);
        let only = !rest.contains(char::is_alphanumeric);
        // The link begins within the phrase.
        let linked = line.links && rest_after(line.before_link, phrase, language).is_none();
        if label || only || linked {
            return Some(Reason::Related);
        }
    }
    let ended = line.text.trim_end().ends_with('.');
    let calls = count <= CALL_WORDS && !ended || (line.links && (!ended || count <= CALL_LINKED));
    if calls && page_words(language, |furniture| furniture.follow).any(|p| begins(&p)) {
        return Some(Reason::Sharing);
    }
    None
}

/// Maximum number of words of a field's value, with the colon.
const VALUE_WORDS: usize = 7;

/// Maximum number of words of a notice of the site.
const NOTICE_WORDS: usize = 40;

/// Maximum number of words of a line of rights.
const LABEL_LINE: usize = 12;

fn says_rights(text: &str, language: &Language) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphabetic() && c != '©');
    let rights = page_words(language, |furniture| furniture.rights);
    bare.starts_with('©')
        || rights
            .into_iter()
            .any(|phrase| rest_after(bare, phrase, language).is_some() || bare.ends_with(*phrase))
}

/// Whether a line begins as the path of sections does that leads from the front page to this one. Its last
/// part may be the headline.
fn leads_from_home(text: &str, language: &Language) -> bool {
    page_words(language, |furniture| furniture.home).any(|home| {
        let rest = rest_after(text, home, language).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(['/', '\\', '>', '»', '›', '«', '‹', '|', '←']))
    })
}

/// Whether a line says on which site a text appeared first.
fn states_origin(text: &str, language: &Language) -> bool {
    [language, TARGET].into_iter().any(|language| {
        let mut forms = language.furniture.origin.iter();
        forms.any(|(begin, rest)| {
            rest_after(text, begin, language).is_some_and(|behind| behind.contains(*rest))
        })
    })
}

/// Whether a line is nothing but labels of the page, with counts, or the field of a label and its
/// value.
pub(super) fn is_labels(text: &str, language: &Language) -> bool {
    let mut rest = text;
    loop {
        let words = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        if words.is_empty() {
            // A number alone is text.
            return rest.len() < text.len();
        }
        let field = page_words(language, |furniture| furniture.fields)
            .find_map(|phrase| rest_after(words, phrase, language));
        let short = |value: &str| count_words(value) <= VALUE_WORDS;
        if field.is_some_and(|value| value.trim_start().starts_with([':', '：']) && short(value)) {
            return true;
        }
        let label = page_words(language, |furniture| furniture.labels)
            .filter_map(|phrase| rest_after(words, phrase, language))
            .min_by_key(|rest| rest.len());
        match label {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
}

/// Whether a line is the link at the end of a teaser.
pub(super) fn is_read_more(text: &str, language: &Language) -> bool {
    page_words(language, |furniture| furniture.read_more).any(|phrase| {
        rest_after(text, phrase, language).is_some_and(|rest| !rest.contains(char::is_alphanumeric))
    })
}

/// Whether a line is the heading of a list beside a story, and nothing else.
pub(super) fn heads_list(text: &str, language: &Language) -> bool {
    page_words(language, |furniture| furniture.lists).any(|phrase| {
        rest_after(text, phrase, language).is_some_and(|rest| !rest.contains(char::is_alphanumeric))
    })
}

/// Whether a short text is what pages show in place of an article: it names an error, and names
/// another or speaks to the reader.
pub(super) fn tells_error(text: &str, language: &Language) -> bool {
    let lower = lower_case(text);
    let count = |list: fn(&Furniture) -> &'static [&'static str]| {
        let phrases = page_words(language, list);
        phrases.filter(|phrase| lower.contains(**phrase)).count()
    };
    // A number of the protocol is an error only if it stands alone: the news are full of numbers.
    let is_status =
        |line: &str| matches!(line.trim(), "403" | "404" | "410" | "500" | "502" | "503");
    let errors =
        count(|furniture| furniture.errors) + lower.lines().filter(|l| is_status(l)).count();
    errors > 1 || (errors == 1 && count(|furniture| furniture.apologies) > 0)
}

/// Whether the words before a time say that it is that of a change.
pub(super) fn says_updated(before: &str, language: &Language) -> bool {
    let lower = lower_case(before);
    page_words(language, |furniture| furniture.updated)
        .any(|phrase| lower.contains(&lower_case(phrase)))
}

/// Whether a line is the heading of readers' comments: the words, and perhaps a number.
pub(super) fn heads_comments(text: &str, language: &Language) -> bool {
    page_words(language, |furniture| furniture.comments).any(|phrase| {
        rest_after(text, phrase, language).is_some_and(|rest| !rest.contains(char::is_alphabetic))
    })
}

/// The rest of a text that begins with a phrase, apart from signs before it, marks and letter
/// variants; `None` if it does not, or if the phrase ends within a word.
fn rest_after<'t>(text: &'t str, phrase: &str, language: &Language) -> Option<&'t str> {
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    // Letter by letter: most phrases end at the first one, and a page can have a million lines.
    for c in phrase.chars().flat_map(lower_case_of) {
        let mut found = text.chars();
        let mut next = found.next()?;
        while language.is_mark(next) {
            text = found.as_str();
            next = found.next()?;
        }
        if c == ' ' {
            if !next.is_whitespace() {
                return None;
            }
            text = text.trim_start();
            continue;
        }
        let same = lower_case_of(next).all(|next| language.fold(next) == language.fold(c));
        if !same {
            return None;
        }
        text = found.as_str();
    }
    let rest = text.trim_start_matches(|c| language.is_mark(c));
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
#[path = "furniture_tests.rs"]
mod tests;
