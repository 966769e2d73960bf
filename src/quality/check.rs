//! All checks of one translation, run in order. This file owns which checks there are; each check
//! has a file of its own.

use std::borrow::Cow;

use crate::brief::{Flag, FlagKind};
use crate::text::{script_of_language, usual_letters};

use super::coverage::{Coverage, LONGEST, UNCOVERED};
use super::estimate::{MODEL, unrelated};
use super::pair::Pair;
use super::source_spellings::Links;
use super::{
    addition, calendar, confidence, empty, language, length, magnitude, names, negation, numbers,
    repetition, residue, units,
};

/// Content words of a source from which a comparison word by word means something.
const CONTENT_WORDS: usize = 4;

/// Maximum number of words that a flag lists.
const LISTED: usize = 8;

/// What the checks say about a translation.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// All doubts, ordered by kind; empty if no check objects.
    pub flags: Vec<Flag>,
    /// The probability that the translation is materially wrong, 0 to 1; absent without a lexicon
    /// of the two languages.
    pub estimate: Option<f64>,
    /// Content words of the source without a counterpart in the translation, likewise.
    pub uncovered: Vec<String>,
    /// Which words gave which, likewise; absent too where the source is not in its usual letters.
    pub links: Option<Links>,
}

/// All doubts about a translation, ordered by kind; an empty list means that no check objects.
pub fn check(pair: &Pair<'_>) -> Vec<Flag> {
    judge(pair).flags
}

/// The doubts about a translation into a language from which it is translated further, ordered by kind.
/// Only the checks that know nothing of that language are run: the others compare the source with the
/// English in the end. `to` is its ISO 639-1 code; it need not have a profile.
pub fn check_intermediate(pair: &Pair<'_>, to: &str) -> Vec<Flag> {
    let source = usual_letters(pair.source, pair.from);
    let pair = &Pair {
        source: &source,
        ..*pair
    };
    if let Some(flag) = empty::check(pair) {
        return vec![flag];
    }
    let has_own_script = script_of_language(to) != pair.from.script;
    let residue = has_own_script.then(|| residue::check(pair)).flatten();
    let flags = [repetition::check(pair), residue, confidence::check(pair)];
    flags.into_iter().flatten().collect()
}

/// Runs all checks.
///
/// An empty translation gets only that flag, because everything else that is missing follows from
/// it.
pub fn judge(pair: &Pair<'_>) -> Judgement {
    let source = usual_letters(pair.source, pair.from);
    let pair = &Pair {
        source: &source,
        ..*pair
    };
    let mut judgement = Judgement {
        flags: Vec::new(),
        estimate: None,
        uncovered: Vec::new(),
        links: None,
    };
    if let Some(flag) = empty::check(pair) {
        judgement.flags.push(flag);
        judgement.estimate = pair.judging.lexicon.map(|_| 1.0);
        return judgement;
    }
    let flags = &mut judgement.flags;
    flags.extend(repetition::check(pair));
    flags.extend(residue::check(pair));
    flags.extend(length::check(pair));
    let longest = pair.source.len().max(pair.translation.len());
    let mut agreed: [Vec<String>; 2] = Default::default();
    let mut implied = Vec::new();
    let mut agree = |found: [Vec<&str>; 2]| {
        for (agreed, found) in agreed.iter_mut().zip(found) {
            agreed.extend(found.into_iter().map(str::to_owned));
        }
    };
    if let Some(mut numbers) = numbers::read(pair) {
        let units = (longest <= LONGEST).then(|| units::read(pair, &numbers));
        let units = units.flatten();
        if let Some(units) = &units {
            numbers::permit_conversions(units, &mut numbers);
            numbers::permit_shares(units, &mut numbers.1);
        }
        flags.extend(numbers::check(&numbers, pair.to.name));
        flags.extend(magnitude::check(&numbers, pair.to.name));
        if let Some(units) = &units {
            flags.extend(units::check(units, &numbers.1, pair.to.name));
            agree(units::agreed(units));
            implied = units::implied(pair.source, units);
        }
        agree(numbers::agreed(&numbers));
    }
    flags.extend(calendar::check(pair));
    flags.extend(confidence::check(pair));
    let compare = |lexicon| Coverage::of(pair.source, pair.translation, lexicon);
    if let Some(mut coverage) = pair.judging.lexicon.and_then(compare) {
        coverage.agree(&agreed);
        coverage.imply(&implied);
        word_by_word(pair, &coverage, &mut judgement);
        if matches!(source, Cow::Borrowed(_)) {
            judgement.links = Some(Links::of(&coverage));
        }
    }
    judgement.flags.sort_by_key(|flag| flag.kind);
    judgement
}

/// The estimate, and the checks that compare words. A sentence in another language or of another
/// meaning gets only that flag, because everything that it lacks follows from it.
fn word_by_word(pair: &Pair<'_>, coverage: &Coverage, judgement: &mut Judgement) {
    let content = || coverage.source.iter().filter(|word| word.weight > 0.0);
    if content().count() == 0 {
        return;
    }
    let score = pair
        .score
        .filter(|score| pair.judging.calibrated && score.is_finite());
    let estimate = MODEL.estimate(coverage, score);
    judgement.estimate = Some(estimate);
    let open = content().filter(|word| word.cover < UNCOVERED);
    judgement.uncovered = open.map(|word| word.spelling.clone()).collect();
    if content().count() < CONTENT_WORDS {
        return;
    }
    let limits = &MODEL.thresholds;
    let target = pair.to.name;
    let flags = &mut judgement.flags;
    if language::is_foreign(coverage) {
        let what = format!("The translation does not seem to be in {target}.");
        flags.push(Flag::new(FlagKind::Language, what));
        return;
    }
    if unrelated(coverage) > limits.other {
        let what = "This seems to be the translation of another sentence.";
        flags.push(Flag::new(FlagKind::Meaning, what));
        return;
    }
    if language::is_partly_foreign(coverage) {
        let what = format!("A part of the translation does not seem to be in {target}.");
        flags.push(Flag::new(FlagKind::Language, what));
    } else {
        flags.extend(addition::check(coverage, pair.translation));
    }
    flags.extend(negation::check(coverage));
    let omission = omission(coverage, target);
    let limit = match score {
        Some(_) => limits.estimator_with_score,
        None => limits.estimator,
    };
    if estimate > limit {
        let mut what = "This translation is probably wrong.".to_owned();
        let mut words = judgement.uncovered.clone();
        words.truncate(LISTED);
        // The flag of a missing part lists them already.
        if omission.is_none() && !words.is_empty() {
            what += &nothing_corresponds(&words, target);
        }
        flags.push(Flag::new(FlagKind::Meaning, what).with_evidence(words));
    }
    flags.extend(omission);
    let dated = flags.iter().filter(|flag| flag.kind == FlagKind::Date);
    let dated: Vec<String> = dated.flat_map(|flag| flag.evidence.clone()).collect();
    flags.extend(names::check(pair, coverage, &dated));
}

fn omission(coverage: &Coverage, target: &str) -> Option<Flag> {
    let (missing, mut words) = MODEL.missing(coverage);
    if missing <= MODEL.thresholds.missing || words.is_empty() {
        return None;
    }
    words.truncate(LISTED);
    let what = format!(
        "A part is probably missing.{}",
        nothing_corresponds(&words, target)
    );
    Some(Flag::new(FlagKind::Omission, what).with_evidence(words))
}

fn nothing_corresponds(words: &[String], target: &str) -> String {
    let words = each_once(words).join(", ");
    format!(" Nothing in {target} corresponds to: {words}.")
}

/// The words in their order, those that stand in the text several times once.
pub(super) fn each_once(words: &[String]) -> Vec<&str> {
    let mut once: Vec<&str> = Vec::new();
    for word in words {
        if !once.contains(&word.as_str()) {
            once.push(word.as_str());
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::{Judging, Lexicon};
    use crate::text::Language;

    #[test]
    fn a_good_translation_has_no_flags() {
        let pair = Pair::sentence(
            "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.",
            "The ministry announced yesterday the opening of 12 new schools.",
        );
        assert_eq!(check(&pair), Vec::<Flag>::new());
    }

    #[test]
    fn flags_come_in_the_order_of_their_kinds() {
        let pair = Pair {
            score: Some(-3.0),
            ..Pair::sentence(
                "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.",
                "The ministry announced the افتتاح of 13 new schools.",
            )
        };
        let kinds: Vec<FlagKind> = check(&pair).iter().map(|flag| flag.kind).collect();
        assert_eq!(
            kinds,
            [
                FlagKind::Residue,
                FlagKind::Number,
                FlagKind::Number,
                FlagKind::Confidence
            ]
        );
    }

    fn by_words() -> Judging {
        Judging {
            lexicon: Lexicon::between("ar", "en"),
            calibrated: false,
        }
    }

    /// The doubts of a sentence about a prime minister and salaries, word by word.
    fn of(verb: &str, translation: &str) -> Vec<String> {
        let source = format!(
            "أعلن رئيس الوزراء العراقي مصطفى الكاظمي يوم الثلاثاء أن حكومته {verb} رواتب \
             الموظفين قبل نهاية الشهر."
        );
        let pair = Pair {
            judging: by_words(),
            ..Pair::sentence(&source, translation)
        };
        let flags = judge(&pair).flags;
        flags.into_iter().map(|flag| flag.message).collect()
    }

    #[test]
    fn a_word_that_stands_in_the_text_twice_is_named_once() {
        let words = ["تلال", "بلدة", "تلال", "وسط"].map(str::to_owned);
        assert_eq!(each_once(&words), ["تلال", "بلدة", "وسط"]);
        assert_eq!(
            nothing_corresponds(&words, "English"),
            " Nothing in English corresponds to: تلال, بلدة, وسط."
        );
    }

    #[test]
    fn doubts_name_the_words_that_they_are_about() {
        let good = "Iraqi Prime Minister Mustafa al-Kadhimi announced on Tuesday that his \
                    government would pay the salaries of employees before the end of the month.";
        assert_eq!(of("ستدفع", good), Vec::<String>::new());
        assert_eq!(
            of("لن تدفع", good),
            ["A negation of the source may be lost: لن."]
        );
        assert_eq!(
            of("ستدفع", &good.replace("Mustafa al-Kadhimi", "Barham Salih")),
            [
                "Nothing in the source is like the names Barham, Salih.",
                "A name may be missing in English: مصطفى, الكاظمي."
            ]
        );
        assert_eq!(
            of("ستدفع", &good.replace(" Mustafa al-Kadhimi", "")),
            ["A name may be missing in English: مصطفى, الكاظمي."]
        );
        assert_eq!(
            of("ستدفع", &good.replace("Tuesday", "Friday")),
            [
                "Tuesday is missing in English.",
                "Friday is not in the source."
            ]
        );
    }

    #[test]
    fn numbers_and_measures_cover_their_words() {
        for (source, translation, open) in [
            (
                "قتل مئة وثلاثة وعشرون شخصا.",
                "123 people were killed.",
                false,
            ),
            (
                "قتل مئة وثلاثة وعشرون شخصا.",
                "124 people were killed.",
                true,
            ),
            (
                "قيمة العقد 10 ملايين ريال سعودي.",
                "The contract is worth SAR 10m.",
                false,
            ),
            (
                "قيمة العقد 10 ملايين ريال سعودي.",
                "The contract is worth 10m.",
                true,
            ),
        ] {
            let pair = Pair {
                judging: by_words(),
                ..Pair::sentence(source, translation)
            };
            let open_words = judge(&pair).uncovered;
            let is_open = ["وثلاثة", "ريال"]
                .iter()
                .any(|word| open_words.contains(&(*word).to_owned()));
            assert_eq!(is_open, open, "{source} {translation} {open_words:?}");
        }
    }

    #[test]
    fn endless_words_and_sentences_take_no_endless_time() {
        let of = |source: &str, translation: &str| {
            judge(&Pair {
                judging: by_words(),
                ..Pair::sentence(source, translation)
            })
        };
        let word = of(&"كتبت".repeat(2_000), &"Zabcd".repeat(3_000));
        assert!(word.estimate.is_some());
        let sentence = of(&"كتب الرجل ".repeat(100_000), &"Men wrote ".repeat(100_000));
        assert_eq!(sentence.estimate, None);
        // Each word that may be a name is compared with each word of the source.
        let names = |times: usize| of(&"كرتش ".repeat(200), &"Mnl ".repeat(times));
        assert!(names(500).estimate.is_some());
        assert_eq!(names(501).estimate, None);
    }

    #[test]
    fn what_is_wrong_as_a_whole_is_said_as_a_whole() {
        let other = "Heavy rain closed the road to the airport and schools stayed shut.";
        assert_eq!(
            of("ستدفع", other),
            [
                "Tuesday is missing in English.",
                "This seems to be the translation of another sentence."
            ]
        );
        let german = "Der irakische Ministerpräsident kündigte am Dienstag an, dass seine \
                      Regierung die Gehälter bis Ende des Monats zahlen werde.";
        assert!(
            of("ستدفع", german)
                .contains(&"The translation does not seem to be in English.".to_owned())
        );
        let half = "The Iraqi prime minister announced on Tuesday.";
        let doubts = of("ستدفع", half).join(" ");
        assert!(doubts.contains("A part is probably missing. Nothing in English corresponds to:"));
        assert!(doubts.contains("رواتب, الموظفين"), "{doubts}");
    }

    #[test]
    fn a_judgement_has_links_where_the_source_was_compared_as_it_stands() {
        let links = |source: &str, judging| {
            let translation = "The minister arrived in Baghdad.";
            let pair = Pair {
                judging,
                ..Pair::sentence(source, translation)
            };
            judge(&pair).links
        };
        let source = "وصل الوزير إلى بغداد.";
        let lexicon = Lexicon::between("ar", "en").expect("a lexicon");
        let coverage = Coverage::of(source, "The minister arrived in Baghdad.", lexicon).unwrap();
        assert_eq!(links(source, by_words()), Some(Links::of(&coverage)));
        assert_eq!(links("وصل الوزير إلى بغـداد.", by_words()), None);
        assert_eq!(links(source, Judging::default()), None);
    }

    #[test]
    fn a_text_on_its_way_to_english_is_checked_without_a_profile_of_its_language() {
        let source = "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.";
        let kinds = |translation: &str, to: &str| -> Vec<FlagKind> {
            let pair = Pair {
                to: Language::of(to),
                score: Some(-3.0),
                ..Pair::sentence(source, translation)
            };
            let flags = check_intermediate(&pair, to);
            flags.iter().map(|flag| flag.kind).collect()
        };
        // The number is compared with the English in the end.
        let left = "Bakanlık الوزارة 13 okul açtı.";
        assert_eq!(kinds(left, "tr"), [FlagKind::Residue, FlagKind::Confidence]);
        // Pashto and Urdu are written in the letters of the source.
        for language in ["ps", "ur"] {
            let looping = "وزارت وزارت وزارت وزارت";
            assert_eq!(
                kinds(looping, language),
                [FlagKind::Repetition, FlagKind::Confidence]
            );
        }
        assert_eq!(kinds(" . ", "tr"), [FlagKind::Empty]);
    }

    #[test]
    fn an_empty_translation_gets_only_that_flag() {
        let pair = Pair::sentence("افتتحت الوزارة 12 مدرسة جديدة في المدينة.", " . ");
        let kinds: Vec<FlagKind> = check(&pair).iter().map(|flag| flag.kind).collect();
        assert_eq!(kinds, [FlagKind::Empty]);
    }
}
