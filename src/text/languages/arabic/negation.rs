//! The negations of an Arabic sentence. All words are folded.

use super::number_words::is_number_word;
use crate::text::negation::Negations;

/// Words that negate and nothing else; `لا` has rules of its own.
const NEGATIONS: &[&str] = &[
    "لست",
    "لستم",
    "لسنا",
    "لم",
    "لن",
    "ليس",
    "ليسا",
    "ليست",
    "ليسوا",
];

/// Words that may negate, or that may be translated by a negation.
const PERHAPS: &[&str] = &[
    "ابدا",
    "استحال",
    "استبعد",
    "استبعدت",
    "استحاله",
    "افتقار",
    "اقل",
    "الا",
    "امتناع",
    "امتنع",
    "امتنعت",
    "انتفا",
    "انعدام",
    "انكر",
    "انما",
    "بالا",
    "بالكاد",
    "بدون",
    "بلا",
    "تجنب",
    "ترفض",
    "تستبعد",
    "تستعصي",
    "تعجز",
    "تعذر",
    "تفتقد",
    "تفتقر",
    "تفشل",
    "تمتنع",
    "تنفي",
    "تنقص",
    "توقف",
    "حال",
    "حرم",
    "حظر",
    "خارج",
    "خال",
    "خالي",
    "خاليه",
    "خلو",
    "دون",
    "رفض",
    "رفضت",
    "رفضه",
    "رفضها",
    "رفضهم",
    "رفضوا",
    "سلبي",
    "سوي",
    "عجز",
    "عجزت",
    "عدم",
    "عديم",
    "عديمه",
    "غياب",
    "غير",
    "فشل",
    "فشلت",
    "فشلنا",
    "فشلوا",
    "فقدان",
    "قط",
    "قلما",
    "قليل",
    "كلا",
    "لا",
    "لااحد",
    "لاتحتاج",
    "لاتريد",
    "لاتزال",
    "لاتستطيع",
    "لاتعرف",
    "لاتمكن",
    "لاتملك",
    "لاتوجد",
    "لايتم",
    "لايجوز",
    "لايحتاج",
    "لايريد",
    "لايزال",
    "لايستطيع",
    "لايعرف",
    "لايعني",
    "لايمكن",
    "لايمكنه",
    "لايملك",
    "لايوجد",
    "لكن",
    "لولا",
    "ما",
    "متوقف",
    "متوقفه",
    "محظور",
    "مستحيل",
    "ممنوع",
    "منع",
    "نادرا",
    "نفت",
    "نفوا",
    "نفي",
    "نقص",
    "والا",
    "يتعذر",
    "يرفض",
    "يرفضون",
    "يستبعد",
    "يستحيل",
    "يعجز",
    "يفتقد",
    "يفتقر",
    "يفشل",
    "يفقد",
    "يمتنع",
    "يمنع",
    "ينفون",
    "ينفي",
    "ينقص",
];

/// Words that make no negation of a `لا` before them: "especially", "inevitably", "no more than".
const AFTER_NO: &[&str] = &[
    "سيما",
    "بد",
    "باس",
    "يقل",
    "تقل",
    "تتجاوز",
    "يتجاوز",
    "يزيد",
    "تزيد",
    "يتعدي",
    "تتعدي",
    "شك",
    "محاله",
    "جرم",
    "غير",
    "سوي",
];

/// Verbs that deny, refuse or fail. English has some negation for them, in one place or another.
const VERBS: &[&str] = &[
    "امتنع",
    "امتنعت",
    "ترفض",
    "تعجز",
    "تفشل",
    "تمتنع",
    "تنفي",
    "رفض",
    "رفضت",
    "رفضوا",
    "عجزت",
    "فشل",
    "فشلت",
    "فشلوا",
    "نفت",
    "نفوا",
    "نفي",
    "يرفض",
    "يرفضون",
    "يعجز",
    "يفشل",
    "يمتنع",
    "ينفون",
    "ينفي",
];

/// Words that look like a negation with a prefix and are other words: six, water.
const OTHER_WORDS: &[&str] = &["الست", "الما", "بالما", "والما"];

/// Words behind `دون` with which it is no "without": under an age, below a level, none but him.
const AFTER_WITHOUT: &[&str] = &[
    "سن",
    "مستوي",
    "المستوي",
    "خط",
    "غيره",
    "غيرها",
    "غيرهم",
    "سواه",
    "سواها",
    "سواهم",
    "طيار",
    "طيارين",
    // Expressions that English has without a negation: certainly, in vain, around the clock, by far, "two
    // goals to nil", below expectations, below average.
    "ادني",
    "انقطاع",
    "توقعات",
    "توقف",
    "جدوي",
    "رد",
    "ريب",
    "شك",
    "الصفر",
    "كلل",
    "المامول",
    "المتوسط",
    "المتوقع",
    "المطلوب",
    "المعدل",
    "مقابل",
    "ملل",
    "منازع",
    "هواده",
    "التوقعات",
    // Names: Don Quixote, Don Juan.
    "خوان",
    "كيشوت",
];

/// Finds the negations among the words of a sentence.
pub(super) fn negations(words: &[String]) -> Negations {
    let mut found = Negations::default();
    for (at, own) in words.iter().enumerate() {
        let own = own.as_str();
        if matches!(own, "الا" | "سوي" | "والا") {
            found.except.push(at);
        }
        if matches!(own, "حتي" | "بعد") {
            found.until.push(at);
        }
        if negates(words, at) {
            found.surely.push(at);
        } else if is_negation(own) || may_negate(own) {
            found.perhaps.push(at);
        }
        // At the beginning `غير` is mostly the verb: "changed".
        let is_verb = at == 0 && own == "غير";
        if !is_verb && is_weak(own, words.get(at + 1).map_or("", String::as_str)) {
            found.weak.push(at);
        }
    }
    found
}

/// Whether the word at a place negates and nothing else.
fn negates(words: &[String], at: usize) -> bool {
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", String::as_str);
    let (before, own, next) = (word(at.checked_sub(1)), &*words[at], word(Some(at + 1)));
    let bare = without_and(own);
    match bare {
        "عدم" | "بعدم" | "لعدم" | "بدون" => {
            return !matches!(next, "طيار" | "طيارين");
        }
        "دون" | "بلا" => return is_without(before, next),
        _ => {}
    }
    let only = next == "مجرد" || (at + 1..at + 4).any(|at| word(Some(at)) == "فقط");
    if only {
        return false;
    }
    if bare == "لا" {
        // "Still", literally "does not cease".
        let ceases = next
            .strip_prefix(['ي', 'ت', 'ا', 'ن'])
            .is_some_and(|rest| rest.starts_with("زال"));
        // "Or not", "yes/no".
        let alternative = next.is_empty() || matches!(before, "ام" | "نعم");
        return !(ceases || alternative || AFTER_NO.contains(&next));
    }
    // "Unless", and "still" in the past; "did not" as a question is spelled like "pain".
    let other_sense = before == "ما" || matches!(next, "يزل" | "تزل" | "ازل" | "نزل");
    is_negation(own) && own != "الم" && !(bare == "لم" && other_sense)
}

/// Whether `دون` or `بلا` between two words is "without". It is not in "prevented", "below two hours" and
/// "under fifteen".
fn is_without(before: &str, next: &str) -> bool {
    let before = without_and(before);
    let prevented = ["حال", "يحول", "تحول", "حيل"]
        .iter()
        .any(|verb| before.starts_with(verb));
    let below = matches!(before, "ما" | "الي")
        || next.starts_with(|c: char| c.is_ascii_digit())
        || is_number_word(next);
    !prevented && !below && !AFTER_WITHOUT.contains(&next)
}

/// Whether a word negates the next one only, as a prefix does in English, or denies, refuses or
/// fails.
fn is_weak(own: &str, next: &str) -> bool {
    let bare = without_and(own);
    let otherwise = matches!(next, "" | "ان" | "انه" | "انها" | "انهم" | "ذلك");
    (matches!(bare, "غير" | "بغير") && !otherwise) || VERBS.contains(&own) || VERBS.contains(&bare)
}

/// A word without the conjunction that is written with it.
fn without_and(word: &str) -> &str {
    word.strip_prefix(['و', 'ف'])
        .filter(|rest| rest.chars().count() > 1)
        .unwrap_or(word)
}

fn is_negation(word: &str) -> bool {
    !OTHER_WORDS.contains(&word)
        && ["", "و", "ف", "ا", "او", "ب", "ل"]
            .iter()
            .filter_map(|prefix| word.strip_prefix(prefix))
            .any(|rest| NEGATIONS.contains(&rest))
}

fn may_negate(word: &str) -> bool {
    !OTHER_WORDS.contains(&word)
        && ["", "و", "ف", "ب", "ل", "ال", "وال", "بال"]
            .iter()
            .filter_map(|prefix| word.strip_prefix(prefix))
            .any(|rest| PERHAPS.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::arabic::words::words;

    fn surely(text: &str) -> Vec<usize> {
        negations(&words(text)).surely
    }

    #[test]
    fn negations_are_told_from_what_only_looks_like_them() {
        assert_eq!(surely("لم يحضر الوزير ولن يحضر"), [0, 3]);
        assert_eq!(surely("لا يعرف أحد"), [0]);
        assert_eq!(surely("لا يزال الوضع صعبا، لا سيما هنا"), Vec::<usize>::new());
        assert_eq!(surely("ليس فقط الوزير"), Vec::<usize>::new());
        assert_eq!(surely("طائرة بدون طيار"), Vec::<usize>::new());
        for text in [
            "في الدول الست",
            "كان به ألم",
            "لا أزال هنا",
            "لم يزل هنا",
            "ما لم يحضر",
            "سواء حضر أم لا",
            "الإجابة (نعم/لا)",
            "لا يزيد على مئة",
        ] {
            assert_eq!(surely(text), Vec::<usize>::new(), "{text}");
        }
    }

    #[test]
    fn without_is_told_from_below_and_from_what_was_prevented() {
        assert_eq!(surely("غادر دون أن يتكلم"), [1]);
        assert_eq!(surely("من دون سابق إنذار"), [1]);
        assert_eq!(surely("وبلا سبب"), [0]);
        for text in [
            "حال دون وقوعه",
            "أطفال دون الخامسة",
            "من هم دون سن العمل",
            "دون 18 عاما",
            "إلى ما دون الساعتين",
            "فاز بهدفين دون رد",
            "جاءت النتائج دون التوقعات",
            "ستستمر بلا شك",
            "طائرة بلا طيار",
            "رواية دون كيشوت",
        ] {
            assert_eq!(surely(text), Vec::<usize>::new(), "{text}");
        }
    }

    #[test]
    fn words_that_negate_their_neighbour_and_verbs_that_deny_are_weak() {
        let weak = |text: &str| negations(&words(text)).weak;
        assert_eq!(weak("بطريقة غير قانونية"), [1]);
        assert_eq!(weak("ونفى الوزير ذلك"), [0]);
        assert_eq!(weak("غير أن الوزير حضر"), Vec::<usize>::new());
        assert_eq!(weak("غير الرئيس موقفه"), Vec::<usize>::new());
    }

    #[test]
    fn water_and_what_comes_before_are_no_negations() {
        let found = negations(&words("شرب الماء قبل أي شيء"));
        assert_eq!(found, Negations::default());
    }
}
