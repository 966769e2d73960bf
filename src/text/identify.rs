//! The language of a text. This file owns how languages in Arabic script are told apart and when a
//! text is refused; the letters and words it looks for are in the tables of `languages`.

use whatlang::{Detector, Lang};

use super::characters::{is_letter, is_letter_or_digit};
use super::language::Language;
use super::language_names::{code_of, language_name};
use super::languages::{
    ARABIC_ARTICLE, ARABIC_WORDS, BELARUSIAN_U, KURMANJI_LETTERS, KURMANJI_WORDS,
    LETTERS_OF_RIVALS, PERSIAN_LETTERS, PERSIAN_WORDS, RUSSIAN_LETTERS, RUSSIAN_WORDS, SHARED_I,
    UKRAINIAN_LETTERS, UKRAINIAN_WORDS, script_of_language,
};
use super::normalize::usual_letters;
use super::script::Script;
use super::words::is_address;

/// Below this number of letters only the script can be told, not the language.
pub(super) const FEW_LETTERS: usize = 20;

/// The smallest share of letters that must be in the expected script.
pub(super) const LEAST_SHARE: f32 = 0.4;

/// The smallest share of a rival language's own letters that identifies it.
const RIVAL_SHARE: f32 = 0.02;

/// The smallest share of Persian letters that makes a text a candidate for Persian.
const PERSIAN_SHARE: f32 = 0.01;

/// The smallest share of the letters of Kurmanji, and of its frequent words among all words, that
/// identify it.
const KURMANJI_SHARES: (f32, f32) = (0.02, 0.2);

/// The smallest number of words that show a text to be written backwards.
const BACKWARD_WORDS: usize = 2;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identified {
    /// ISO 639-1 code; empty if the language is not known.
    pub code: &'static str,
    /// Share of letters in Arabic script among all letters, 0 to 1.
    pub arabic_share: f32,
}

/// The most probable language of a text. Languages in Arabic script are told apart by their own
/// letters and frequent words, the others by whatlang (trigrams), if it is sure.
pub fn identify(text: &str) -> Identified {
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    let arabic_share = share_of(text, Script::Arabic);
    let code = if letters < FEW_LETTERS {
        ""
    } else if arabic_share >= LEAST_SHARE {
        in_arabic_script(text)
    } else if is_kurmanji(text) {
        "ku"
    } else {
        by_whatlang(text).unwrap_or_default()
    };
    Identified { code, arabic_share }
}

/// Checks that a text in a language can be read.
///
/// # Errors
/// A clause for a report, if it has no letters or its words are written backwards.
pub(crate) fn legible(text: &str, language: &Language) -> Result<(), String> {
    if !text.contains(is_letter) {
        return Err("it has no letters".to_owned());
    }
    if is_backwards(text, language) {
        return Err("its words are written backwards, as some PDF programs write them".to_owned());
    }
    Ok(())
}

/// Checks that a text is in the expected language, given by its ISO 639-1 code.
///
/// # Errors
/// A clause for a report that says what was found instead: "it looks like Persian, not Arabic". A
/// text of fewer than 20 letters is refused only for its script.
pub(crate) fn check(text: &str, expected: &str) -> Result<(), String> {
    legible(text, Language::of(expected))?;
    if let Some(script) = script_of_language(expected) {
        let share = share_of(text, script);
        if share < LEAST_SHARE {
            let percent = (share * 100.0).round();
            let own = language_name(expected);
            let of = if own == script.name() {
                String::new()
            } else {
                format!(", as in {own}")
            };
            return Err(format!(
                "only {percent}% of its letters are {}{of}",
                script.name()
            ));
        }
    }
    let seen = identify(text).code;
    if seen.is_empty() || seen == expected {
        return Ok(());
    }
    Err(format!(
        "it looks like {}, not {}",
        language_name(seen),
        language_name(expected)
    ))
}

/// Whether there is anything to translate: a letter of the source script outside addresses and
/// handles. Numbers, punctuation and names in another script are kept as they are.
pub(crate) fn is_translatable(text: &str, language: &Language) -> bool {
    text.split_whitespace()
        .filter(|word| !is_address(word))
        .flat_map(str::chars)
        .any(|c| match language.script {
            Some(script) => Script::of(c) == Some(script) && !language.is_mark(c),
            None => is_letter(c),
        })
}

/// Whether the letters of words stand in reverse order: letters that only end words begin most of
/// the words that have them.
pub(crate) fn is_backwards(text: &str, language: &Language) -> bool {
    let finals = language.spelling.finals;
    let text = usual_letters(text, language);
    let (mut first, mut last) = (0, 0);
    for word in text.split(|c: char| !is_letter_or_digit(c) && !language.is_mark(c)) {
        let whole = word.chars().nth(2).is_some();
        first += usize::from(whole && word.starts_with(finals));
        last += usize::from(word.ends_with(finals));
    }
    first >= BACKWARD_WORDS && first > last
}

/// The share of a script among the letters of a text; 0 if it has no letters.
pub(super) fn share_of(text: &str, script: Script) -> f32 {
    let (mut letters, mut own) = (0_u32, 0_u32);
    for seen in text.chars().filter_map(Script::of) {
        letters += 1;
        own += u32::from(seen == script);
    }
    ratio(own, letters)
}

fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

pub(super) fn in_arabic_script(text: &str) -> &'static str {
    let letters: Vec<char> = text
        .chars()
        .filter(|&c| Script::of(c) == Some(Script::Arabic))
        .collect();
    let share = |own: &[char]| {
        let count = letters.iter().filter(|c| own.contains(c)).count();
        ratio(count as u32, letters.len() as u32)
    };
    for &(code, own) in LETTERS_OF_RIVALS {
        if share(own) >= RIVAL_SHARE {
            return code;
        }
    }
    if share(PERSIAN_LETTERS) < PERSIAN_SHARE {
        return "ar";
    }
    let (arabic, persian) = evidence(text);
    if arabic == persian {
        let allowed = vec![Lang::Ara, Lang::Pes, Lang::Urd];
        return match Detector::with_allowlist(allowed).detect_lang(text) {
            Some(Lang::Pes) => "fa",
            Some(Lang::Urd) => "ur",
            _ => "ar",
        };
    }
    if persian > arabic { "fa" } else { "ar" }
}

/// The number of words that indicate Arabic, and of those that indicate Persian.
fn evidence(text: &str) -> (usize, usize) {
    let language = Language::of("ar");
    let (mut arabic, mut persian) = (0, 0);
    for word in text.split(|c: char| !is_letter(c)) {
        // Persian keyboards have other letters for ya and kaf.
        let plain: String = word
            .chars()
            .filter(|&c| !language.is_mark(c))
            .map(|c| language.own_letter(c))
            .collect();
        let has_article = plain.starts_with(ARABIC_ARTICLE) && plain.chars().count() > 4;
        if has_article || ARABIC_WORDS.contains(&plain.as_str()) {
            arabic += 1;
        } else if PERSIAN_WORDS.contains(&plain.as_str()) {
            persian += 1;
        }
    }
    (arabic, persian)
}

/// Whether a text is Kurmanji, the Kurdish that is written in Latin letters. It needs both its
/// letters and its words, because French has the letters and Turkish and others some of the words.
fn is_kurmanji(text: &str) -> bool {
    let (mut letters, mut own) = (0, 0);
    for c in text.chars().filter(|c| is_letter(*c)) {
        letters += 1;
        own += u32::from(c.to_lowercase().all(|c| KURMANJI_LETTERS.contains(&c)));
    }
    if ratio(own, letters) < KURMANJI_SHARES.0 {
        return false;
    }
    let (mut words, mut known) = (0, 0);
    for word in text.split(|c: char| !is_letter(c)) {
        words += u32::from(!word.is_empty());
        known += u32::from(KURMANJI_WORDS.contains(&word.to_lowercase().as_str()));
    }
    ratio(known, words) >= KURMANJI_SHARES.1
}

fn by_whatlang(text: &str) -> Option<&'static str> {
    let info = whatlang::detect(text)?;
    let code = code_of(info.lang());
    if share_of(text, Script::Cyrillic) >= LEAST_SHARE
        && let Some(code) = in_cyrillic(text)
    {
        return Some(code);
    }
    info.is_reliable().then_some(code)
}

/// The language of a text in Cyrillic letters, if they tell it, or some of its words where no letter does.
fn in_cyrillic(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let has = |letters: &[char]| text.contains(letters);
    let (russian, i) = (has(RUSSIAN_LETTERS), text.contains(SHARED_I));
    match (has(UKRAINIAN_LETTERS), russian, i) {
        _ if text.contains(BELARUSIAN_U) => None,
        (true, false, _) | (false, false, true) => Some("uk"),
        (false, true, false) => Some("ru"),
        (false, false, false) => by_cyrillic_words(&text),
        _ => None,
    }
}

/// The language of a text in lower case that has no letter by which those in Cyrillic script are told
/// apart.
fn by_cyrillic_words(text: &str) -> Option<&'static str> {
    let has = |listed: &[&str]| {
        let mut words = text.split(|c| !is_letter(c));
        words.any(|word| listed.contains(&word))
    };
    match (has(RUSSIAN_WORDS), has(UKRAINIAN_WORDS)) {
        (true, false) => Some("ru"),
        (false, true) => Some("uk"),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::text) const ARABIC: &str =
        "قال وزير الخارجية إن الاجتماع الذي عقد في العاصمة أمس كان مثمرا.";
    const EGYPTIAN: &str = "احنا مش عارفين ايه اللي حصل امبارح في الچيم بس الناس كلها زعلانة.";
    const GULF: &str = "وش تبي مني اليوم گلت لك ما ابي اروح معاهم للسوق عشان الجو حر";
    pub(in crate::text) const PERSIAN: &str =
        "رئیس جمهور ایران گفت که این گفتگوها برای کشور بسیار مهم است و پیش می رود.";
    const URDU: &str = "پاکستان کے وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرے گی۔";
    const KURDISH: &str = "سەرۆکی هەرێمی کوردستان لەگەڵ وەزیری دەرەوە کۆبوونەوەیەکی گرنگی کرد.";
    const ENGLISH: &str =
        "The minister said on Monday that the meeting in the capital had gone well.";

    #[test]
    fn languages_in_arabic_script_are_told_apart() {
        for (text, code) in [
            (ARABIC, "ar"),
            (EGYPTIAN, "ar"),
            (GULF, "ar"),
            (PERSIAN, "fa"),
            (URDU, "ur"),
            (KURDISH, "ku"),
        ] {
            assert_eq!(identify(text).code, code, "{text}");
            assert_eq!(identify(text).arabic_share, 1.0, "{text}");
        }
    }

    /// The share of the fixture's texts whose language is found, and of those that are taken for
    /// another one.
    fn shares(file: &str) -> (f64, f64) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let text = std::fs::read_to_string(folder.join("languages").join(file));
        let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
        let (mut count, mut right, mut wrong) = (0.0, 0.0, 0.0);
        for line in text.lines() {
            let (label, text) = line.split_once('\t').unwrap_or_default();
            let text = text.split('\t').next().unwrap_or_default();
            // Sorani Kurdish has no two-letter code of its own.
            let label = if label == "ckb" { "ku" } else { label };
            let found = identify(text).code;
            count += 1.0;
            right += f64::from(u8::from(found == label));
            wrong += f64::from(u8::from(found != label && !found.is_empty()));
        }
        (right / count, wrong / count)
    }

    #[test]
    fn sixteen_languages_are_told_apart_by_paragraphs_and_seldom_confused_by_sentences() {
        let (right, wrong) = shares("paragraphs.tsv");
        assert!(right >= 0.99 && wrong <= 0.005, "{right} {wrong}");
        let (right, wrong) = shares("sentences.tsv");
        assert!(right >= 0.83 && wrong <= 0.02, "{right} {wrong}");
    }

    #[test]
    fn kurdish_in_latin_letters_is_kurdish() {
        for text in [
            "Ev roman ji aliyê nivîskarê kurd ve hatiye nivîsandin û îsal li Stenbolê hat çapkirin.",
            "Partiyê ji bo hilbijartinên herêmî namzetên xwe eşkere kirin.",
            "Li gorî daxuyaniya wezareta tenduristiyê, sê kes ji ber nexweşiyê mirin.",
        ] {
            assert_eq!(identify(text).code, "ku", "{text}");
            assert_eq!(check(text, "ku"), Ok(()));
        }
        for text in [
            "Même dès la fête de la forêt, il a dû être sûr de lui et de ne pas être prêt.",
            "Cumhurbaşkanı ve bakan her iki ülke de görüşmeye ne zaman başlayacak dedi.",
        ] {
            assert_ne!(identify(text).code, "ku", "{text}");
        }
    }

    #[test]
    fn words_tell_russian_and_ukrainian_where_no_letter_does() {
        for (text, code) in [
            ("Никто не спросил нас, что делать.", "ru"),
            ("Кто так говорит, не знает положения.", "ru"),
            ("Здесь больше нечего взять.", "ru"),
            ("Без води тут не виживе жодне дерево.", "uk"),
            ("Вона не говорила про те, чого бракує.", "uk"),
        ] {
            assert_eq!(identify(text).code, code, "{text}");
        }
        // Bulgarian, Serbian, Macedonian, and Russian without any of the words.
        for text in [
            "Никой не ни попита какво да правим.",
            "Нико нас није питао шта да радимо.",
            "Никој не праша што да правиме.",
            "Суд отложил процесс до января.",
        ] {
            assert_eq!(in_cyrillic(text), None, "{text}");
        }
    }

    #[test]
    fn words_written_backwards_are_refused() {
        let text = "قررت بلدية المدينة القديمة فتح القاعة الكبرى إلى منتصف الليل.";
        assert_eq!(check(text, "ar"), Ok(()));
        let backwards: String = text.chars().rev().collect();
        let reason = check(&backwards, "ar").unwrap_err();
        assert!(reason.contains("backwards"), "{reason}");
    }

    #[test]
    fn arabic_typed_on_a_persian_keyboard_is_arabic() {
        let text = ARABIC.replace('ي', "ی").replace('ك', "ک");
        assert_eq!(identify(&text).code, "ar");
    }

    #[test]
    fn a_refusal_names_what_is_seen() {
        assert_eq!(check(ARABIC, "ar"), Ok(()));
        assert_eq!(
            check(PERSIAN, "ar"),
            Err("it looks like Persian, not Arabic".to_owned())
        );
        assert_eq!(
            check(URDU, "ar"),
            Err("it looks like Urdu, not Arabic".to_owned())
        );
        assert_eq!(
            check(KURDISH, "ar"),
            Err("it looks like Kurdish, not Arabic".to_owned())
        );
        assert_eq!(
            check(ENGLISH, "ar"),
            Err("only 0% of its letters are Arabic".to_owned())
        );
        assert_eq!(
            check("abcd عر abcd", "ar"),
            Err("only 20% of its letters are Arabic".to_owned())
        );
        assert_eq!(check("12. 34", "ar"), Err("it has no letters".to_owned()));
    }

    #[test]
    fn a_short_text_is_checked_for_its_script_only() {
        assert_eq!(check("گفت که", "ar"), Ok(()));
        assert_eq!(identify("گفت که").code, "");
        assert_eq!(
            check("The end", "ar"),
            Err("only 0% of its letters are Arabic".to_owned())
        );
    }

    #[test]
    fn other_languages_are_checked_too() {
        assert_eq!(check(ENGLISH, "en"), Ok(()));
        assert_eq!(check(PERSIAN, "fa"), Ok(()));
        assert_eq!(
            check(ARABIC, "fa"),
            Err("it looks like Arabic, not Persian".to_owned())
        );
        assert_eq!(
            check(ARABIC, "en"),
            Err("only 0% of its letters are Latin, as in English".to_owned())
        );
        let russian = "Министр сказал в понедельник, что встреча в столице прошла успешно.";
        assert_eq!(check(russian, "ru"), Ok(()));
    }

    #[test]
    fn numbers_addresses_and_other_scripts_need_no_translation() {
        let language = Language::of("ar");
        for text in [
            "2015",
            "***",
            "",
            "Reuters",
            "https://موقع.مثال/خبر",
            "@وزارة 12",
            "\u{64B}",
        ] {
            assert!(!is_translatable(text, language), "{text}");
        }
        for text in ["نص", "CNN عربية", "#السعودية", "و"] {
            assert!(is_translatable(text, language), "{text}");
        }
        assert!(is_translatable("Reuters", Language::of("fr")));
    }
}
