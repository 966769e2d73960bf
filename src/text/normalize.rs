//! Normalisation of a text for the model. This file owns the order of the steps and counts the
//! changes; the characters and words concerned are in the language's profile.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::characters::{
    digit, is_fraction, is_invisible, is_joiner, is_letter, is_letter_or_digit,
    is_presentation_form, is_superscript,
};
use super::dash::{TATWEEL, dash_at};
use super::language::Language;
use super::months;
use super::script::{Direction, Script};
use super::sentence_signs::ends_sentence;

/// A text as the model reads it, and the changes made to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    /// The text: NFKC, single spaces, none at the ends.
    pub text: String,
    /// The number of changes.
    pub changes: Changes,
}

/// How many characters, or month names, were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Optional marks removed: in Arabic, tashkeel and tatweel.
    pub marks: usize,
    /// Bidirectional, zero-width and other control characters removed or replaced by a space.
    pub controls: usize,
    /// Tatweel that stood for a dash replaced by one, and a final stop moved from the front.
    pub signs: usize,
    /// Letters of another keyboard or script replaced by the same letters of this language.
    pub letters: usize,
    /// Presentation forms replaced by the letters they stand for.
    pub presentation_forms: usize,
    /// Digits and signs of numbers replaced by ASCII.
    pub digits: usize,
    /// Month names replaced by the usual Gregorian one.
    pub months: usize,
}

/// One pass nearly always reaches the fixed point, and a second one confirms it. The bound only
/// limits what hostile text can cost.
const MAX_PASSES: usize = 8;

/// The text as the model reads it: compatibility forms composed (NFKC), marks, controls and
/// repeated white space removed, digits in ASCII, one Gregorian name for each month. Normalising
/// the result again changes nothing.
pub fn normalize(text: &str, language: &Language) -> Normalized {
    let mut changes = Changes::default();
    let mut current = pass(text, language, &mut changes);
    for _ in 1..MAX_PASSES {
        let next = pass(&current, language, &mut changes);
        if next == current {
            break;
        }
        current = next;
    }
    Normalized {
        text: current,
        changes,
    }
}

/// The text in the language's usual letters, for comparing: presentation forms and letters of other
/// keyboards replaced, tatweel as a dash where it was typed as one. Marks, digits and white space
/// stay.
pub(crate) fn usual_letters<'t>(text: &'t str, language: &Language) -> Cow<'t, str> {
    let is_usual =
        |c: char| c != TATWEEL && !is_presentation_form(c) && language.own_letter(c) == c;
    if text.chars().all(is_usual) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_presentation_form(c) {
            out.extend(c.nfkc());
        } else {
            out.push(language.own_letter(c));
        }
    }
    Cow::Owned(with_dashes(out, &mut Changes::default()))
}

fn pass(text: &str, language: &Language, changes: &mut Changes) -> String {
    // Controls are removed first, because between a letter and its mark they keep NFKC from
    // composing.
    let visible = without_controls(text, language, changes);
    let visible = with_dashes(visible, changes);
    let composed = with_sequences(visible.nfkc().collect(), language, changes);
    let mut chars: Vec<char> = Vec::with_capacity(composed.len());
    for c in composed.chars() {
        let own = language.own_letter(c);
        if own != c {
            changes.letters += 1;
            chars.push(own);
        } else if language.is_mark(c) {
            changes.marks += 1;
        } else if let Some(digit) = language.ascii_digit(c) {
            changes.digits += 1;
            chars.push(digit);
        } else {
            chars.push(c);
        }
    }
    replace_number_signs(&mut chars, language, changes);
    replace_lookalikes(&mut chars, language, changes);
    replace_letters_at_end(&mut chars, language, changes);
    let spaced = with_single_spaces(&chars);
    let spaced = with_final_stop(spaced, language, changes);
    match months::unify(&spaced, language) {
        Some((unified, count)) => {
            changes.months += count;
            unified
        }
        None => spaced,
    }
}

/// The text with the language's own letters for those that are typed as several characters, and its
/// own signs inside words.
fn with_sequences(mut text: String, language: &Language, changes: &mut Changes) -> String {
    for (typed, own) in language.spelling.sequences {
        let found = text.matches(typed).count();
        if found > 0 {
            changes.letters += found;
            text = text.replace(typed, own);
        }
    }
    for (typed, own) in language.spelling.inner_signs {
        if !text.contains(typed) {
            continue;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once(typed) {
            out.push_str(before);
            let inside = out.ends_with(is_letter) && behind.starts_with(is_letter);
            out.push_str(if inside { own } else { typed });
            changes.letters += usize::from(inside);
            rest = behind;
        }
        out.push_str(rest);
        text = out;
    }
    text
}

/// Replaces the letters that are typed for others at the end of words.
fn replace_letters_at_end(chars: &mut [char], language: &Language, changes: &mut Changes) {
    if language.spelling.typed_at_end.is_empty() {
        return;
    }
    for i in 1..chars.len() {
        let meant = language.spelling.typed_at_end.iter().find(|letter| {
            letter.typed == chars[i]
                && chars[i - 1].is_alphabetic()
                && !letter.not_after.contains(&chars[i - 1])
        });
        // A joiner or a tatweel behind it shows that the letter itself is meant.
        let ends = chars
            .get(i + 1)
            .is_none_or(|&next| !is_letter_or_digit(next) && !is_joiner(next));
        if let Some(letter) = meant
            && ends
        {
            chars[i] = letter.own;
            changes.letters += 1;
        }
    }
}

fn without_controls(text: &str, language: &Language, changes: &mut Changes) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            out.push(' ');
        } else if c.is_control() {
            changes.controls += 1;
            out.push(' ');
        } else if is_joiner(c) && language.spelling.keeps_joiners {
            out.push(c);
        } else if is_invisible(c) {
            changes.controls += 1;
        } else {
            if is_presentation_form(c) && c.nfkc().ne([c]) {
                changes.presentation_forms += 1;
            }
            // NFKC would join these to the number before them: 3½ is not 31/2, and 10² is not 102.
            if out.ends_with(|c: char| digit(c).is_some()) {
                if is_fraction(c) {
                    out.push(' ');
                } else if is_superscript(c) {
                    out.push('^');
                }
            }
            // NFKC turns ½ into 1⁄2, with a fraction slash that few tokenizers know.
            if is_fraction(c) || c == '\u{2044}' {
                out.extend(
                    c.nfkc()
                        .map(|part| if part == '\u{2044}' { '/' } else { part }),
                );
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// The text with a dash for each run of tatweel that was typed as one.
fn with_dashes(text: String, changes: &mut Changes) -> String {
    if !text.contains(TATWEEL) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let dash = if c == TATWEEL { dash_at(&text, at) } else { 0 };
        if dash > 0 {
            changes.signs += 1;
            out.push('-');
            at += dash;
        } else {
            // A run that is no dash is none at its other places either.
            let run = &text[at..];
            let run = run.len() - run.trim_start_matches(c).len();
            let run = if c == TATWEEL { run } else { c.len_utf8() };
            out.push_str(&text[at..at + run]);
            at += run;
        }
    }
    out
}

/// The text with its final stop at the end, where programs that take a line from right to left for
/// one from left to right have put it in front.
fn with_final_stop(text: String, language: &Language, changes: &mut Changes) -> String {
    // A language without a single script, such as Kurdish, has no direction of its own.
    if language.direction() != Direction::LeftToRight
        && let Some(stop) = stop_in_front(&text)
        && !text.ends_with(ends_sentence)
    {
        changes.signs += 1;
        return format!("{}{stop}", &text[stop.len_utf8()..]);
    }
    text
}

/// The stop directly before the first word of a text from right to left, if there is one.
pub(crate) fn stop_in_front(text: &str) -> Option<char> {
    let stop = text.chars().next().filter(|&c| ends_sentence(c))?;
    let next = text[stop.len_utf8()..].chars().next()?;
    let runs = Script::of(next)?.direction();
    (runs == Direction::RightToLeft).then_some(stop)
}

fn replace_number_signs(chars: &mut [char], language: &Language, changes: &mut Changes) {
    for i in 0..chars.len() {
        let Some(sign) = language
            .spelling
            .number_signs
            .iter()
            .find(|sign| sign.from == chars[i])
        else {
            continue;
        };
        let before = chars[..i].last().is_some_and(char::is_ascii_digit);
        let after = chars.get(i + 1).is_some_and(char::is_ascii_digit);
        let applies = if sign.between {
            before && after
        } else {
            before || after || spaced_digit(&chars[..i])
        };
        if applies {
            chars[i] = sign.to;
            changes.digits += 1;
        }
    }
}

/// Replaces letters of another script in words that are otherwise of the language's script.
fn replace_lookalikes(chars: &mut [char], language: &Language, changes: &mut Changes) {
    let lookalikes = language.spelling.lookalikes;
    if lookalikes.is_empty() {
        return;
    }
    let own = |c: char| {
        let found = lookalikes.iter().find(|(foreign, _)| *foreign == c);
        found.map(|&(_, own)| own)
    };
    for word in chars.split_mut(|c| !is_letter(*c)) {
        let is_own = |c: &char| Script::of(*c) == language.script;
        let foreign = word.iter().filter(|c| !is_own(c)).count();
        let all = word.iter().all(|c| is_own(c) || own(*c).is_some());
        // A word in capitals with an ending of this language: "TOPовый".
        let capitals = word
            .iter()
            .filter(|c| !is_own(c) && c.is_uppercase())
            .count();
        if foreign == 0 || !all || foreign * 2 > word.len() || capitals > 1 {
            continue;
        }
        for c in word {
            if let Some(letter) = own(*c) {
                *c = letter;
                changes.letters += 1;
            }
        }
    }
}

/// Whether a digit and one space stand before a position.
fn spaced_digit(before: &[char]) -> bool {
    matches!(before, [.., digit, ' '] if digit.is_ascii_digit())
}

fn with_single_spaces(chars: &[char]) -> String {
    let mut out = String::with_capacity(chars.len() * 2);
    let mut gap = false;
    for &c in chars {
        if c.is_whitespace() {
            gap = true;
        } else {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::text::random::random_texts;

    fn arabic(text: &str) -> Normalized {
        normalize(text, Language::of("ar"))
    }

    #[test]
    fn tashkeel_and_tatweel_are_removed_and_counted() {
        let result = arabic("قَالَ محمــد هٰذا");
        assert_eq!(result.text, "قال محمد هذا");
        assert_eq!(
            result.changes,
            Changes {
                marks: 5,
                ..Changes::default()
            }
        );
    }

    #[test]
    fn letters_that_are_composed_of_two_keep_their_hamza_and_madda() {
        assert_eq!(arabic("ا\u{653}سيا").text, "آسيا");
        assert_eq!(arabic("ا\u{200D}\u{654}مل").text, "أمل");
    }

    #[test]
    fn controls_are_removed_or_become_a_space() {
        let result = arabic("\u{FEFF}نص\u{200F} \u{202B}آخر\u{202C}\u{7}ثم\u{200C}");
        assert_eq!(result.text, "نص آخر ثم");
        assert_eq!(
            result.changes,
            Changes {
                controls: 6,
                ..Changes::default()
            }
        );
    }

    #[test]
    fn joiners_stay_in_languages_that_spell_with_them() {
        assert_eq!(
            normalize("می\u{200C}شود", Language::of("fa")).text,
            "می\u{200C}شود"
        );
    }

    #[test]
    fn a_tatweel_between_numbers_is_a_dash_and_one_in_words_is_nothing() {
        assert_eq!(arabic("فاز 3ـ1 في 2010ـ2011").text, "فاز 3-1 في 2010-2011");
        assert_eq!(arabic("تعادل 2 ـ 2").text, "تعادل 2 - 2");
        assert_eq!(arabic("القرن الـ20 الجســر").text, "القرن ال20 الجسر");
    }

    #[test]
    fn letters_of_a_persian_keyboard_become_arabic_ones() {
        let result = arabic("تکلفة 45 ملیون");
        assert_eq!(result.text, "تكلفة 45 مليون");
        assert_eq!(result.changes.letters, 2);
        assert_eq!(normalize("ملیون", Language::of("fa")).text, "ملیون");
    }

    #[test]
    fn a_stop_in_front_is_moved_to_the_end() {
        assert_eq!(arabic(".وصل الوفد").text, "وصل الوفد.");
        assert_eq!(arabic("؟هل وصل").text, "هل وصل؟");
        assert_eq!(arabic(".NET نظام").text, ".NET نظام");
        assert_eq!(arabic("...ثم وصل").text, "...ثم وصل");
    }

    #[test]
    fn presentation_forms_become_letters() {
        let result = arabic("\u{FEE3}\u{FEBC}\u{FEAE} \u{FEFB}");
        assert_eq!(result.text, "مصر لا");
        assert_eq!(result.changes.presentation_forms, 4);
    }

    #[test]
    fn digits_and_their_signs_become_ascii() {
        let result = arabic("١٬٢٣٤٫٥ و ۶۷ و ٥٠٪ و ٥٠ ٪");
        assert_eq!(result.text, "1,234.5 و 67 و 50% و 50 %");
        assert_eq!(result.changes.digits, 15);
        assert_eq!(arabic("علامة ٪ وحدها").text, "علامة ٪ وحدها");
        assert_eq!(arabic("كلمة٫ كلمة").text, "كلمة٫ كلمة");
    }

    #[test]
    fn fractions_and_powers_do_not_run_into_the_number_before_them() {
        assert_eq!(arabic("3½ ساعة").text, "3 1/2 ساعة");
        assert_eq!(arabic("٣½").text, "3 1/2");
        assert_eq!(arabic("10² متر").text, "10^2 متر");
        assert_eq!(arabic("كم²").text, "كم2");
    }

    #[test]
    fn white_space_runs_become_one_space() {
        assert_eq!(
            arabic(" \n نص\u{A0}\u{A0}آخر\t\r\nثالث\u{2003}").text,
            "نص آخر ثالث"
        );
        assert_eq!(arabic(" \n ").text, "");
    }

    #[test]
    fn normalising_twice_changes_nothing_more_and_the_result_is_nfkc() {
        let mut texts: Vec<String> = [
            "في الثالث من أغسطس/اب القادم",
            "يوليو/تموز/يوليو/تموز",
            "١\u{200F}٬\u{200F}٢",
            "ﷺ ﷽ \u{FE76}ا\u{64E}\u{653}",
            "7\u{64B}½",
            "٪٥٪ ٫٫١٫١",
            "5 آب/ 6 تموز (يوليو)الماضي",
        ]
        .into_iter()
        .map(String::from)
        .collect();
        let pool = "اأآ\u{653}\u{654}\u{64E}\u{200D}\u{200F}ـ١٢٬٫٪½² \u{A0}\u{7}/()يوليوتموزABC\u{FEFB}é\u{301}";
        texts.extend(random_texts(pool, 7, 40).take(500));
        for text in &texts {
            let once = arabic(text);
            let twice = arabic(&once.text);
            assert_eq!(twice.text, once.text, "{text:?}");
            assert_eq!(twice.changes, Changes::default(), "{text:?}");
            assert!(unicode_normalization::is_nfkc(&once.text), "{text:?}");
        }
    }

    #[test]
    fn normalising_twice_changes_nothing_more_in_any_language() {
        let pool =
            "هەيىكیکۓۀة\u{654}\u{650}\u{65A}\u{64E}\u{200C}\u{200D}ـ¬۔.١5 لرو\u{5B8}שָׁצה״”’'׳־ /()";
        let mut texts = random_texts(pool, 11, 30);
        for language in Language::all() {
            for text in texts.by_ref().take(300) {
                let once = normalize(&text, language);
                let twice = normalize(&once.text, language);
                assert_eq!(twice.text, once.text, "{} {text:?}", language.code);
                assert_eq!(
                    twice.changes,
                    Changes::default(),
                    "{} {text:?}",
                    language.code
                );
            }
        }
    }
}
