//! The language of an article and of its paragraphs. This file owns what counts where a text alone
//! does not show its language, and when a part is taken to be in another one.

use super::characters::is_letter;
use super::frequent_words::{by_frequent_words, has_frequent_words};
use super::identify::{FEW_LETTERS, LEAST_SHARE, identify, in_arabic_script, share_of};
use super::language_names::{code_of, known_languages};
use super::languages::{TARGET, script_of_language};
use super::script::Script;
use super::words::is_address;

/// The smallest number of letters in another script that are more than a sign.
const SOME_LETTERS: usize = 4;

/// The smallest number of words in capitals that are more than a name, and of those among them that are too long for
/// acronyms.
const CAPITAL_WORDS: (usize, usize) = (4, 3);

/// The largest number of letters of usual acronyms.
const ACRONYM_LETTERS: usize = 4;

/// Scripts of whose letters few say much.
const DENSE: [Script; 3] = [Script::Han, Script::Kana, Script::Hangul];

/// The number of Latin letters that say as much as one of these.
const LETTERS_OF_ONE: usize = 3;

/// The smallest number of letters of a paragraph whose language whatlang is asked for, where letters do
/// not tell it. That of shorter ones is looked for by frequent words.
const PART_LETTERS: usize = 80;

/// The language that an article is most probably in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// ISO 639-1 code.
    pub code: &'static str,
    /// Whether it is more than the likeliest of several.
    pub sure: bool,
}

/// The language of an article. What it says of itself, `declared`, counts only where its text does
/// not show its language; it may be empty.
///
/// # Errors
/// A clause for a report, if there are no letters, or too few to guess by.
pub fn guess(text: &str, declared: &str) -> Result<Guess, String> {
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    if letters == 0 {
        return Err("it has no letters".to_owned());
    }
    let sure = |code| Guess { code, sure: true };
    let dense = main_script(text).filter(|script| DENSE.contains(script));
    // Fewer letters say as much as more of another script.
    let own: Option<String> = dense.map(|_| {
        let is_dense = |&c: &char| !matches!(Script::of(c), Some(other) if !DENSE.contains(&other));
        text.chars().filter(is_dense).collect()
    });
    let text = own.as_deref().unwrap_or(text);
    let found = identify(text);
    if !found.code.is_empty() {
        // Translators of Kurdish know Sorani, which is written in Arabic letters.
        let is_kurmanji = found.code == "ku" && found.arabic_share < LEAST_SHARE;
        return Ok(Guess {
            code: found.code,
            sure: !is_kurmanji,
        });
    }
    let fits = |code: &&'static str| match script_of_language(code) {
        Some(script) => share_of(text, script) >= LEAST_SHARE,
        None => letters >= FEW_LETTERS,
    };
    let declared = declared.split(['-', '_']).next().unwrap_or_default();
    let declared = declared.to_ascii_lowercase();
    let named = known_languages().find(|code| *code == declared);
    if let Some(code) = named.filter(fits) {
        // A text that is long enough should have shown its language itself.
        let sure = letters < FEW_LETTERS;
        return Ok(Guess { code, sure });
    }
    if found.arabic_share >= LEAST_SHARE {
        let code = in_arabic_script(text);
        return Ok(Guess {
            code,
            sure: code == "ar",
        });
    }
    let likeliest = whatlang::detect(text).map(|info| code_of(info.lang()));
    match likeliest.filter(|code| !code.is_empty()) {
        Some(code) if has_own_script(code) => Ok(sure(code)),
        Some(code) if letters >= FEW_LETTERS => Ok(Guess { code, sure: false }),
        _ => Err("its language cannot be told; name it with --from".to_owned()),
    }
}

/// Whether few other languages are written in the script of this one, so that a word shows it.
fn has_own_script(code: &str) -> bool {
    matches!(
        script_of_language(code),
        Some(Script::Greek | Script::Hebrew | Script::Han | Script::Hangul)
    )
}

/// The language of a part of an article that is in the language `own`, if it is clearly another
/// one. Letters that neither `own` nor the language of briefs has are always of another.
pub(crate) fn language_of_part(text: &str, own: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    let code = identify(text).code;
    let script = main_script(text);
    let foreign = script.is_some()
        && script != script_of_language(own)
        && script_of_language(own).is_some()
        && script != TARGET.script;
    if foreign && letters >= FEW_LETTERS {
        let guessed = || guess(text, "").ok().map(|guess| guess.code);
        let seen = Some(code).filter(|code| !code.is_empty()).or_else(guessed);
        return seen.filter(|code| *code != own);
    }
    let is_latin = |script: Option<Script>| script == Some(Script::Latin);
    if (letters < PART_LETTERS || code.is_empty())
        && letters >= FEW_LETTERS
        && (code.is_empty() || has_frequent_words(code))
        && is_latin(script)
        && let Some(own_script) = script_of_language(own)
    {
        // In an article in other letters, most of what is in Latin ones is English.
        let beside = match own_script {
            Script::Latin => own,
            _ => TARGET.code,
        };
        return by_frequent_words(text, beside);
    }
    if code.is_empty() || code == own {
        return None;
    }
    let by_letters = has_own_script(code)
        || matches!(
            script_of_language(code),
            Some(Script::Arabic | Script::Cyrillic)
        );
    let enough = if by_letters {
        FEW_LETTERS
    } else {
        PART_LETTERS
    };
    (letters >= enough).then_some(code)
}

/// Whether a text is mostly in letters that neither a language nor that of briefs has, so that
/// it cannot stay as it is without a word.
pub(crate) fn is_in_other_letters(text: &str, own: &str) -> bool {
    let letters = text.chars().filter(|&c| Script::of(c).is_some()).count();
    let script = main_script(text);
    let known = [script_of_language(own), TARGET.script];
    letters >= SOME_LETTERS && script.is_some() && !known.contains(&script)
}

/// The script that most letters of a text are in, if that is not the one of its language and the text
/// has words there that are no names: they begin with a small letter, or several are in capitals. Addresses are no
/// words.
pub(crate) fn script_of_foreign_words(text: &str, own: &str) -> Option<Script> {
    let words = text.split_whitespace().filter(|word| !is_address(word));
    let words = words.map(|word| word.trim_start_matches(|c: char| !is_letter(c)));
    let small = words
        .clone()
        .filter(|word| word.starts_with(char::is_lowercase));
    let letters = small.flat_map(str::chars).filter(|&c| is_letter(c)).count();
    let (script, own) = (main_script(text)?, script_of_language(own)?);
    let has_words = letters >= SOME_LETTERS || has_capital_words(words);
    (has_words && script != own).then_some(script)
}

/// Whether the words in capitals are more than a name or acronyms.
fn has_capital_words<'t>(words: impl Iterator<Item = &'t str>) -> bool {
    let in_capitals = |word: &'t str| {
        let letters = word.chars().filter(|&c| is_letter(c));
        letters
            .clone()
            .all(char::is_uppercase)
            .then(|| letters.count())
    };
    let lengths = words.filter_map(in_capitals).filter(|&letters| letters > 0);
    let lengths: Vec<usize> = lengths.collect();
    let long = lengths.iter().filter(|&&letters| letters > ACRONYM_LETTERS);
    let (all, of_these) = CAPITAL_WORDS;
    lengths.len() >= all && long.count() >= of_these
}

/// The script that most letters of a text are in; `None` without letters.
pub(crate) fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(Script::of) {
        let weight = match script {
            script if DENSE.contains(&script) => LETTERS_OF_ONE,
            _ => 1,
        };
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += weight,
            None => counts.push((script, weight)),
        }
    }
    let most = counts.into_iter().max_by_key(|&(_, count)| count);
    most.map(|(script, _)| script)
}

#[cfg(test)]
mod tests {
    use super::super::identify::tests::{ARABIC, PERSIAN};
    use super::*;

    #[test]
    fn a_paragraph_is_taken_to_be_in_another_language_only_if_it_clearly_is() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let text = std::fs::read_to_string(folder.join("languages/paragraphs.tsv"));
        let text = text.unwrap_or_else(|error| panic!("{error}"));
        let (mut count, mut alarms, mut seen, mut foreign) = (0.0, Vec::new(), 0.0, 0.0);
        for line in text.lines() {
            let (label, text) = line.split_once('\t').unwrap_or_default();
            let label = if label == "ckb" { "ku" } else { label };
            count += 1.0;
            if let Some(other) = language_of_part(text, label) {
                alarms.push((label, other, text));
            }
            for own in ["ar", "en", "es", "uk"] {
                if own != label {
                    foreign += 1.0;
                    seen += f64::from(u8::from(language_of_part(text, own) == Some(label)));
                }
            }
        }
        eprintln!(
            "{} of {count} false, {seen} of {foreign} seen",
            alarms.len()
        );
        assert!((alarms.len() as f64) < 0.005 * count, "{alarms:?}");
        assert!(seen / foreign > 0.95, "{seen} of {foreign}");
        let credit = "Photo: John Smith, Reuters";
        assert_eq!(language_of_part(credit, "ar"), None);
        assert_eq!(
            language_of_part("قال الوزير إن الاجتماع كان مثمرا", "en"),
            Some("ar")
        );
    }

    #[test]
    fn a_short_quotation_is_told_by_its_frequent_words() {
        for (text, code) in [
            ("We will not leave until the last bus has gone.", "en"),
            ("Nous ne partirons pas avant la fin de la pluie.", "fr"),
            ("Bu benim için çok zor bir gece oldu, dedi.", "tr"),
        ] {
            assert_eq!(language_of_part(text, "de"), Some(code), "{text}");
            assert_eq!(language_of_part(text, code), None, "{text}");
            // Nothing is known of the words of this language.
            assert_eq!(language_of_part(text, "sw"), None, "{text}");
            // English stays as it is in an article in other letters.
            let beside_arabic = Some(code).filter(|code| *code != "en");
            assert_eq!(language_of_part(text, "ar"), beside_arabic, "{text}");
        }
        for own in ["fr", "ar"] {
            assert_eq!(language_of_part("Foto: Anna und Jan Weber, dpa", own), None);
        }
    }

    #[test]
    fn letters_tell_languages_in_cyrillic_apart_and_chinese_ones_weigh_more() {
        let russian = "Из Москвы они уехали в Казань, но вернулись в Москву.";
        assert_eq!(identify(russian).code, "ru");
        let ukrainian = "З Києва вони поїхали до Львова, але повернулися ввечері.";
        assert_eq!(identify(ukrainian).code, "uk");
        for own in ["ar", "en", "fr", "zh"] {
            assert_eq!(language_of_part(russian, own), Some("ru"), "{own}");
            assert!(is_in_other_letters("Москва", own));
        }
        assert!(!is_in_other_letters("Reuters", "ar") && !is_in_other_letters("Москва", "uk"));
        let chinese = "泉州古码头修复工程提前三个月完工，当地居民表示欢迎。";
        let mixed = format!("{chinese}\nThe harbour was repaired early, residents said.");
        assert_eq!(
            guess(&mixed, ""),
            Ok(Guess {
                code: "zh",
                sure: true
            })
        );
    }

    #[test]
    fn words_in_another_script_are_told_from_names_and_addresses() {
        for text in [
            "Heyet geldi",
            "\"heyet\" geldi, AFP",
            "ناتو: the alliance agreed",
            "DELEGATION ARRIVED IN BAGHDAD",
        ] {
            assert_eq!(script_of_foreign_words(text, "fa"), Some(Script::Latin));
            assert_eq!(script_of_foreign_words(text, "tr"), None, "{text}");
            assert_eq!(script_of_foreign_words(text, "sw"), None, "{text}");
        }
        for text in [
            "NATO",
            "Associated Press",
            "ASSOCIATED PRESS",
            "MUSTAFA KEMAL ATATÜRK",
            "BBC, CNN, NATO, UNESCO, UNICEF",
            "Mohammed bin Rashid",
            "12:30",
            "https://example.org/a-long-page reuters@example.org",
            "قالت وكالة أنباء محلية إن the bank",
        ] {
            assert_eq!(script_of_foreign_words(text, "fa"), None, "{text}");
        }
    }

    #[test]
    fn an_article_has_the_language_of_its_text_before_the_one_it_names() {
        let sure = |code| Ok(Guess { code, sure: true });
        assert_eq!(guess(ARABIC, "fr"), sure("ar"));
        assert_eq!(guess(PERSIAN, ""), sure("fa"));
        // Too short to tell, so what a page says of itself counts if its letters fit.
        assert_eq!(guess("Oui, merci.", "fr-FR"), sure("fr"));
        assert_eq!(guess("رئیس جمهور", "fa"), sure("fa"));
        let kurmanji = "Partiyê ji bo hilbijartinên herêmî namzetên xwe eşkere kirin.";
        assert!(guess(kurmanji, "").is_ok_and(|guess| guess.code == "ku" && !guess.sure));
        assert_eq!(guess("עכשיו", ""), sure("he"));
        assert_eq!(guess("خبر عاجل", "fr"), sure("ar"));
        assert!(guess("Oui, merci.", "").is_err());
        assert!(guess("Oui, merci.", "tlh").is_err());
        assert!(guess("12:30 — 14:00", "ar").is_err());
        let unsure = guess("Il ministro ha visitato", "");
        assert!(
            matches!(unsure, Ok(Guess { sure: false, .. })),
            "{unsure:?}"
        );
    }
}
