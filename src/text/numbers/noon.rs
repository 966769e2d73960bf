//! Noon and midnight in words. A translation that has the other one is doubted; where a text may say twelve in
//! another way, or says both, neither is.

use super::Keys;
use super::heard::Heard;
use super::key::Key;
use super::lexicon::{Grammar, Placed};
use super::scan::Number;

/// The hours of both in digits.
const TWELVE: [&str; 7] = ["0", "00", "12", "24", "0000", "1200", "2400"];

/// The same in words, in hundredths.
const TWELVE_IN_WORDS: [u64; 2] = [1_200, 2_400];

/// Leaves noon and midnight to the reader where the words of a text do not say one of them alone.
pub(super) fn read(
    words: &[Placed],
    heard: &[Heard],
    grammar: &Grammar,
    (numbers, keys): (&[Number], &mut Keys),
) {
    let folded = words.iter().map(|(.., word)| (grammar.fold)(word));
    let folded: Vec<String> = folded.collect();
    let says = |phrases: &[&str]| {
        let mut phrases = phrases
            .iter()
            .map(|phrase| phrase.split(' ').map(grammar.fold));
        phrases.any(|phrase| has_phrase(&folded, &phrase.collect::<Vec<String>>()))
    };
    let in_words = heard.iter().filter_map(|heard| heard.values.first());
    let mut in_words = in_words.filter(|value| TWELVE_IN_WORDS.contains(value));
    if in_words.next().is_some() || has_twelve(numbers) {
        excuse(keys, false, false);
    } else {
        excuse(keys, says(grammar.noon), says(grammar.midnight));
    }
}

/// Leaves noon and midnight to the reader, unless a text says just one of them.
pub(crate) fn excuse(keys: &mut Keys, says_noon: bool, says_midnight: bool) {
    for (says_other, after) in [(says_midnight, true), (says_noon, false)] {
        if !says_other || says_noon == says_midnight {
            keys.excuse(Key::AfterNoon(after));
        }
    }
}

/// Whether digits may say twelve o'clock.
pub(crate) fn has_twelve(numbers: &[Number]) -> bool {
    let mut hours = numbers.iter().filter_map(|number| number.groups.first());
    hours.any(|hour| TWELVE.contains(&hour.as_str()))
}

/// Whether the words of a phrase stand side by side.
fn has_phrase(words: &[String], phrase: &[String]) -> bool {
    words.windows(phrase.len()).any(|run| run == phrase)
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::text::Language;

    #[test]
    fn only_one_of_both_is_excused_where_words_say_it() {
        for (code, text, noon, midnight) in [
            ("ar", "غدا الخميس ظهرا", true, false),
            ("ar", "ظهر غد الخميس", true, false),
            ("ar", "قبل منتصف ليل الجمعة", false, true),
            ("ar", "ظهر الرئيس في القصر", true, true),
            ("ar", "من ظهر اليوم حتى الساعة 12 ليلا", true, true),
            ("fa", "از ظهر روز پنجشنبه", true, false),
            ("fa", "ساعت ۱۲ شب", true, true),
            ("ur", "آدھی رات کے بعد", false, true),
            ("ku", "نیوەڕۆی ڕۆژی پێنجشەممە", true, false),
            ("he", "ביום חמישי בצהריים", true, false),
            ("he", "בחצות היום", true, true),
            ("tr", "gece yarısından sonra", false, true),
            ("ru", "вскоре после полуночи", false, true),
            ("uk", "невдовзі після півночі", false, true),
            ("uk", "на півночі країни", true, true),
            ("fr", "de midi à minuit", true, true),
            ("fr", "jeudi à midi", true, false),
            (
                "es",
                "hasta las doce de la noche, desde mediodía",
                true,
                true,
            ),
            ("de", "um zwölf Uhr mittags", true, true),
            ("de", "kurz nach Mitternacht", false, true),
            ("zh", "周四中午", true, false),
            ("zh", "零点开始", false, true),
        ] {
            let reader = Language::of(code).numbers.expect("a reader of numbers");
            let keys = (reader.read)(text).keys;
            let excused = [true, false].map(|after| keys.excused.contains(&Key::AfterNoon(after)));
            assert_eq!(excused, [noon, midnight], "{text}");
        }
    }
}
