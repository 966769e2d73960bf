//! Dividing sentences that are too long for the model. This file owns where a sentence is divided;
//! the caller says what a part costs. No character but white space is ever lost.

use std::ops::Range;

use super::characters::{is_letter, is_letter_or_digit};
use super::dash::{TATWEEL, is_dash};
use super::enclosures::{is_closer, is_double_quote, is_opener};
use super::language::Language;
use super::segment::trimmed;
use super::sentence_signs::ends_sentence;

/// The quality of a place for dividing a sentence, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// After a semicolon, or after a sentence within the sentence.
    Semicolon,
    Colon,
    /// After a comma that a conjunction follows, or after a dash.
    Clause,
    Comma,
    /// Before a conjunction.
    Conjunction,
    Word,
}

/// The classes that are used only if neither side gets too short.
const BALANCED: [Class; 5] = [
    Class::Semicolon,
    Class::Colon,
    Class::Clause,
    Class::Comma,
    Class::Conjunction,
];

/// The smallest share of a text, in percent of its bytes, that a side of such a cut may have.
const LEAST_SHARE: usize = 20;

/// How far from the middle of a word, in characters, a letter is looked for. No letter has as many
/// marks; a word that has is divided between them, or it would be divided once for each.
const MARKS: usize = 32;

/// A place between two parts: the end of the left one and the start of the right one.
struct Boundary {
    end: usize,
    start: usize,
    class: Class,
}

/// Divides one sentence into parts, as byte ranges in order, each with `cost(part) <= budget` if
/// any division achieves that. A sentence that fits is one part. Between parts there is only white
/// space, if anything.
///
/// A text that is too long is divided at the best kind of boundary that leaves both sides a fair
/// share, nearest to the middle; then its halves are divided in the same way. `cost` is asked once
/// for each part and for each text that was divided.
pub(crate) fn split_long(
    text: &str,
    budget: usize,
    cost: &dyn Fn(&str) -> usize,
    language: &Language,
) -> Vec<Range<usize>> {
    let whole = trimmed(text, 0..text.len());
    let mut parts = Vec::new();
    if whole.is_empty() {
        return parts;
    }
    if cost(&text[whole.clone()]) <= budget {
        parts.push(whole);
        return parts;
    }
    let boundaries = boundaries(text, &whole, language);
    let splitter = Splitter {
        text,
        budget,
        cost,
        boundaries,
    };
    splitter.divide(whole, &mut parts);
    parts
}

struct Splitter<'t> {
    text: &'t str,
    budget: usize,
    cost: &'t dyn Fn(&str) -> usize,
    boundaries: Vec<Boundary>,
}

impl Splitter<'_> {
    /// Divides a text that exceeds the budget.
    fn divide(&self, range: Range<usize>, parts: &mut Vec<Range<usize>>) {
        let Some((end, start)) = self.place(&range) else {
            parts.push(range);
            return;
        };
        for half in [range.start..end, start..range.end] {
            if (self.cost)(&self.text[half.clone()]) <= self.budget {
                parts.push(half);
            } else {
                self.divide(half, parts);
            }
        }
    }

    /// Where to divide a range; `None` for a single character.
    fn place(&self, range: &Range<usize>) -> Option<(usize, usize)> {
        let from = self.boundaries.partition_point(|b| b.end <= range.start);
        let to = self.boundaries.partition_point(|b| b.start < range.end);
        let inside = self.boundaries.get(from..to).unwrap_or_default();
        let size = range.len();
        let is_fair = |b: &&Boundary| {
            (b.end - range.start).min(range.end - b.start) * 100 >= size * LEAST_SHARE
        };
        // Twice the distance from the middle, so that the numbers stay whole.
        let distance = |b: &&Boundary| (b.end + b.start).abs_diff(range.start + range.end);
        BALANCED
            .iter()
            .find_map(|&class| {
                let fair = inside.iter().filter(|b| b.class == class).filter(is_fair);
                fair.min_by_key(distance)
            })
            .or_else(|| inside.iter().min_by_key(distance))
            .map(|b| (b.end, b.start))
            .or_else(|| self.between_characters(range).map(|at| (at, at)))
    }

    /// Where to divide a word: near its middle, if possible not between a letter and its marks.
    fn between_characters(&self, range: &Range<usize>) -> Option<usize> {
        let word = &self.text[range.clone()];
        let begins_letter = |at: &usize| {
            let c = word[*at..].chars().next();
            c.is_some_and(|c| !unicode_normalization::char::is_combining_mark(c))
        };
        let starts = |bytes: Range<usize>| bytes.filter(move |&at| word.is_char_boundary(at));
        let middle = word.len() / 2;
        let behind = || starts(middle.max(1)..word.len());
        let before = || starts(1..middle).rev();
        let at = behind()
            .take(MARKS)
            .find(begins_letter)
            .or_else(|| before().take(MARKS).find(begins_letter))
            .or_else(|| behind().next())
            .or_else(|| before().next())?;
        Some(range.start + at)
    }
}

/// All places between words where a text may be divided, in order.
fn boundaries(text: &str, whole: &Range<usize>, language: &Language) -> Vec<Boundary> {
    let mut boundaries = Vec::new();
    let mut gap: Option<usize> = None;
    let mut previous: Option<char> = None;
    for (at, c) in text[whole.clone()].char_indices() {
        let at = whole.start + at;
        if c.is_whitespace() {
            gap.get_or_insert(at);
            continue;
        }
        if let Some(end) = gap.take() {
            let class = class_of(&text[..end], &text[at..], language);
            boundaries.push(Boundary {
                end,
                start: at,
                class,
            });
        } else if previous.is_some_and(|p| is_clause_sign(p, language))
            && is_word_behind(c, &text[whole.start..at], language)
        {
            // A clause sign whose space was forgotten.
            let class = class_of(&text[..at], &text[at..], language);
            boundaries.push(Boundary {
                end: at,
                start: at,
                class,
            });
        } else if !language.sentences.spaced
            && at > whole.start
            && begins_clause(&text[at..], language)
        {
            boundaries.push(Boundary {
                end: at,
                start: at,
                class: Class::Conjunction,
            });
        }
        previous = Some(c);
    }
    boundaries
}

/// Whether a sign separates words even without a space; ASCII signs also occur inside numbers and
/// addresses.
fn is_clause_sign(c: char, language: &Language) -> bool {
    !c.is_ascii()
        && (language.sentences.semicolons.contains(&c)
            || language.sentences.commas.contains(&c)
            || language.sentences.list_commas.contains(&c)
            || (!language.sentences.spaced && (c == '：' || (ends_sentence(c) && c != '…'))))
}

/// Whether a character after a clause sign begins a word, by the text before it. In languages
/// without spaces, no sign that closes or continues may follow, and no number may be cut.
fn is_word_behind(c: char, before: &str, language: &Language) -> bool {
    if language.sentences.spaced {
        return is_letter(c) && ends_in_word(before);
    }
    let digit = before.chars().rev().nth(1).is_some_and(char::is_numeric);
    let closes = is_closer(c) || matches!(c, '”' | '’' | '"' | '\'');
    !closes
        && (is_letter_or_digit(c) || is_opener(c) || matches!(c, '“' | '‘'))
        && !(digit && c.is_numeric())
}

/// Whether the character before the last one is a letter and not a digit.
fn ends_in_word(text: &str) -> bool {
    text.chars().rev().nth(1).is_some_and(is_letter)
}

fn class_of(before: &str, after: &str, language: &Language) -> Class {
    let closed = |c: &char| is_closer(*c) || is_double_quote(*c);
    let Some(sign) = before.chars().rev().take(8).find(|c| !closed(c)) else {
        return Class::Word;
    };
    let conjunction = begins_clause(after, language);
    if language.sentences.semicolons.contains(&sign) || (ends_sentence(sign) && sign != '.') {
        Class::Semicolon
    } else if matches!(sign, ':' | '：') {
        Class::Colon
    } else if language.sentences.commas.contains(&sign) {
        if conjunction {
            Class::Clause
        } else {
            Class::Comma
        }
    } else if (is_dash(sign) || sign == TATWEEL)
        && before.chars().rev().nth(1).is_some_and(char::is_whitespace)
    {
        Class::Clause
    } else if conjunction || language.sentences.list_commas.contains(&sign) {
        Class::Conjunction
    } else {
        Class::Word
    }
}

/// Whether a text begins with a conjunction, as a separate word or written together with one.
fn begins_clause(after: &str, language: &Language) -> bool {
    let after = after.trim_start_matches(|c: char| is_opener(c) || is_double_quote(c));
    let is_listed = language.sentences.conjunctions.iter().any(|phrase| {
        after.strip_prefix(phrase).is_some_and(|rest| {
            !(language.sentences.spaced && rest.starts_with(is_letter_or_digit))
        })
    });
    if is_listed {
        return true;
    }
    language.sentences.and.is_some_and(|and| {
        after.starts_with(and)
            && !language
                .sentences
                .not_conjunctions
                .iter()
                .any(|word| after.starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::text::Language;
    use crate::text::random::random_texts;

    fn words(text: &str) -> usize {
        text.split_whitespace().count()
    }

    fn parts(text: &str, budget: usize) -> Vec<&str> {
        split_long(text, budget, &words, Language::of("ar"))
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_text_within_the_budget_is_one_part() {
        assert_eq!(parts("كلمة، كلمة؛ كلمة", 3), ["كلمة، كلمة؛ كلمة"]);
        assert_eq!(parts("", 3), Vec::<&str>::new());
        assert_eq!(parts(" ", 0), Vec::<&str>::new());
    }

    #[test]
    fn a_semicolon_comes_before_a_colon_and_a_colon_before_a_comma() {
        assert_eq!(
            parts("aa bb، cc: dd؛ ee ff gg", 4),
            ["aa bb، cc: dd؛", "ee ff gg"]
        );
        assert_eq!(
            parts("aa bb: cc dd، ee ff gg", 5),
            ["aa bb:", "cc dd، ee ff gg"]
        );
    }

    #[test]
    fn a_comma_before_a_conjunction_comes_before_other_commas() {
        assert_eq!(
            parts("كتب حسن، ولعب سعد، لعب زيد", 4),
            ["كتب حسن،", "ولعب سعد، لعب زيد"]
        );
        assert_eq!(
            parts("كتب حسن، لعب سعد، بينما نام", 4),
            ["كتب حسن، لعب سعد،", "بينما نام"]
        );
        assert_eq!(
            parts("كتب حسن، لعب سعد، في حين نام", 4),
            ["كتب حسن، لعب سعد،", "في حين نام"]
        );
    }

    #[test]
    fn without_signs_a_conjunction_is_the_boundary_but_not_a_noun_that_looks_like_one() {
        assert_eq!(
            parts("كتب حسن كتابا ولعب سعد", 3),
            ["كتب حسن كتابا", "ولعب سعد"]
        );
        assert_eq!(
            parts("aaaaaa وزير bbbb cccc", 2),
            ["aaaaaa وزير", "bbbb cccc"]
        );
    }

    #[test]
    fn words_are_divided_in_the_middle_rather_than_leaving_a_tail() {
        assert_eq!(parts("aa bb cc dd ee ff", 5), ["aa bb cc", "dd ee ff"]);
        assert_eq!(
            parts("aa، bb cc dd ee ff gg hh", 7),
            ["aa، bb cc dd", "ee ff gg hh"]
        );
        assert_eq!(
            parts("aa bb cc dd ee ff gg hh", 2),
            ["aa bb", "cc dd", "ee ff", "gg hh"]
        );
    }

    #[test]
    fn a_comma_without_space_behind_it_is_a_boundary_between_words_only() {
        assert_eq!(parts("قال حسن،وقال سعد", 2), ["قال حسن،", "وقال سعد"]);
        assert_eq!(parts("1،000 2،000", 1), ["1،000", "2،000"]);
    }

    #[test]
    fn a_word_over_the_budget_is_divided_between_characters() {
        let letters = |text: &str| text.chars().count();
        let language = Language::of("ar");
        assert_eq!(
            split_long("abcdefgh", 2, &letters, language),
            [0..2, 2..4, 4..6, 6..8]
        );
        assert_eq!(split_long("ابجد", 2, &letters, language), [0..4, 4..8]);
        assert_eq!(split_long("ab", 0, &letters, language), [0..1, 1..2]);
    }

    #[test]
    fn nothing_is_lost_and_every_part_is_within_the_budget() {
        let texts = random_texts("ابوف،؛:.,  \u{64B}«»-aé東😀", 3, 120);
        let letters = |text: &str| text.chars().count();
        for (budget, text) in (1..40).zip(texts) {
            let mut at = 0;
            for part in split_long(&text, budget, &letters, Language::of("ar")) {
                assert_eq!(text[at..part.start].trim(), "", "{text:?}");
                assert!(letters(&text[part.clone()]) <= budget, "{text:?}");
                assert!(!part.is_empty());
                at = part.end;
            }
            assert_eq!(text[at..].trim(), "");
        }
    }

    #[test]
    fn a_word_over_the_budget_is_not_divided_between_a_letter_and_its_marks() {
        let letters = |text: &str| text.chars().count();
        let marked = |text| split_long(text, 3, &letters, Language::of("ar"));
        // Behind the middle there are only marks, so that the cut is before it.
        assert_eq!(marked("ab\u{301}\u{301}"), [0..1, 1..6]);
        // The middle is within the marks of the first letter.
        assert_eq!(marked("a\u{301}\u{301}bc"), [0..5, 5..7]);
        assert_eq!(marked("a\u{301}\u{301}\u{301}"), [0..3, 3..7]);
    }

    #[test]
    fn the_cost_is_asked_for_few_texts() {
        let text = "كلمة ".repeat(1024);
        let asked = Cell::new(0_usize);
        let cost = |part: &str| {
            asked.set(asked.get() + part.len());
            words(part)
        };
        let found = split_long(&text, 16, &cost, Language::of("ar"));
        assert_eq!(found.len(), 64);
        assert!(asked.get() < 8 * text.len(), "{}", asked.get());
    }

    #[test]
    fn a_letter_with_thousands_of_marks_is_divided_in_halves() {
        let text = format!("ا{}", "\u{301}".repeat(4095));
        let asked = Cell::new(0_usize);
        let cost = |part: &str| {
            asked.set(asked.get() + part.len());
            part.chars().count()
        };
        let found = split_long(&text, 16, &cost, Language::of("ar"));
        // Halved eight times, and each time all of it is asked for.
        assert_eq!(found.len(), 256);
        assert!(found.iter().all(|part| part.len() == 32));
        assert_eq!(asked.get(), 9 * text.len());
    }
}
