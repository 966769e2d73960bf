//! The negations of an Arabic sentence. All words are folded.

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
    "استحاله",
    "افتقار",
    "اقل",
    "الا",
    "امتنع",
    "انتفا",
    "انعدام",
    "انكر",
    "انما",
    "اي",
    "بالا",
    "بالكاد",
    "بدون",
    "بلا",
    "تجنب",
    "ترفض",
    "تعذر",
    "تفتقر",
    "تنفي",
    "توقف",
    "حال",
    "حرم",
    "حظر",
    "خارج",
    "خال",
    "خاليه",
    "خلو",
    "دون",
    "رفض",
    "رفضت",
    "سلبي",
    "سوي",
    "عجز",
    "عدم",
    "غياب",
    "غير",
    "فشل",
    "فشلت",
    "فقدان",
    "قبل",
    "قط",
    "قلما",
    "قليل",
    "كلا",
    "لا",
    "لااحد",
    "لاي",
    "لكن",
    "لولا",
    "ما",
    "محظور",
    "مستحيل",
    "ممنوع",
    "منع",
    "نادرا",
    "نفت",
    "نفي",
    "نقص",
    "والا",
    "يتعذر",
    "يرفض",
    "يستحيل",
    "يعجز",
    "يفتقر",
    "يفشل",
    "يمنع",
    "ينفي",
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
    "شك",
    "محاله",
    "جرم",
    "غير",
    "سوي",
];

/// Finds the negations among the words of a sentence.
pub(super) fn negations(words: &[String]) -> Negations {
    let mut found = Negations::default();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    for at in 0..words.len() {
        let (own, next) = (word(at), word(at + 1));
        if matches!(own, "الا" | "سوي" | "والا") {
            found.except.push(at);
        }
        if matches!(own, "حتي" | "بعد") {
            found.until.push(at);
        }
        let no = matches!(own, "لا" | "ولا" | "فلا");
        let negates = no || is_negation(own);
        // "Still", literally "does not cease".
        let ceases = |next: &str| {
            let rest = next.strip_prefix(['ي', 'ت']);
            rest.is_some_and(|rest| rest.starts_with("زال"))
        };
        let only = next == "مجرد" || (at + 1..at + 4).any(|at| word(at) == "فقط");
        let without = matches!(own, "عدم" | "بعدم" | "لعدم" | "وعدم" | "بدون" | "وبدون")
            && !matches!(next, "طيار" | "طيارين");
        if no && (ceases(next) || AFTER_NO.contains(&next)) || negates && only {
            found.perhaps.push(at);
        } else if negates || without {
            found.surely.push(at);
        } else if may_negate(own) {
            found.perhaps.push(at);
        }
    }
    found
}

fn is_negation(word: &str) -> bool {
    ["", "و", "ف", "ا", "او", "ب", "ل"]
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix))
        .any(|rest| NEGATIONS.contains(&rest))
}

fn may_negate(word: &str) -> bool {
    ["", "و", "ف", "ب", "ل", "ال", "وال", "بال"]
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
    }
}
