//! This file owns what each Arabic number word stands for and which prefixes it may carry. How
//! words combine into a number is decided in `numbers`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::arabic_script::spelled;

/// A word spelled as in the tables below: without vowel marks and tatweel, with one form of alif,
/// of ya and of ta marbuta.
pub(super) fn normalised(word: &str) -> String {
    spelled(word, |c| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        other => other,
    })
}

/// Conjunctions, prepositions and the article, which Arabic writes together with the next word.
const PREFIXES: [&str; 14] = [
    "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "كال", "لل", "ول", "وب", "ولل",
];

/// The possible splits of a normalised word into a prefix and a rest; first the word itself.
pub(super) fn stems(word: &str) -> impl Iterator<Item = (&'static str, &str)> {
    let stripped = move |prefix: &'static str| Some((prefix, word.strip_prefix(prefix)?));
    std::iter::once(("", word)).chain(PREFIXES.into_iter().filter_map(stripped))
}

/// The power of ten of a magnitude word, given in its normalised form without prefixes.
pub(super) fn magnitude(word: &str) -> Option<usize> {
    Some(match word {
        "مئه" | "مائه" => 2,
        "الف" | "الفا" | "الاف" => 3,
        "مليون" | "مليونا" | "ملايين" => 6,
        "مليار" | "مليارا" | "مليارات" | "بليون" | "بلايين" => 9,
        "تريليون" | "تريليونا" | "تريليونات" | "ترليون" | "ترليونات" => {
            12
        }
        _ => return None,
    })
}

/// The value of a cardinal or ordinal number word, given in its normalised form without prefixes.
pub(super) fn value(word: &str) -> Option<u64> {
    if let Some(places) = magnitude(word) {
        return Some(10u64.pow(u32::try_from(places).ok()?));
    }
    if let Some(unit) = word
        .strip_suffix("مائه")
        .or_else(|| word.strip_suffix("مئه"))
    {
        return units(unit).map(|value| value * 100);
    }
    units(word)
        .or_else(|| tens(word))
        .or_else(|| large(word))
        .or_else(|| accusative(word))
}

/// The value of a unit or a ten with the ending of the accusative, as in "five and forty minutes".
fn accusative(word: &str) -> Option<u64> {
    let word = word.strip_suffix('ا')?;
    let ten = || matches!(word, "عشر" | "عاشر").then_some(10);
    units(word).or_else(ten)
}

/// Number words that rank things or describe them, such as "third" and "threefold", in their
/// normalised form.
const RANKS: &[&str] = &[
    "اول",
    "اولي",
    "اوائل",
    "حادي",
    "حاديه",
    "ثاني",
    "ثانيه",
    "ثان",
    "ثنائي",
    "ثنائيه",
    "ثالث",
    "ثالثه",
    "ثلاثي",
    "ثلاثيه",
    "رابع",
    "رابعه",
    "رباعي",
    "رباعيه",
    "خامس",
    "خامسه",
    "خماسي",
    "خماسيه",
    "سادس",
    "سادسه",
    "سداسي",
    "سداسيه",
    "سابع",
    "سابعه",
    "سباعي",
    "سباعيه",
    "ثامن",
    "ثامنه",
    "تاسع",
    "تاسعه",
    "عاشر",
    "عاشره",
];

/// Whether a number word is no count: given as for [`value`].
pub(super) fn is_rank(word: &str) -> bool {
    RANKS.contains(&word.strip_suffix('ا').unwrap_or(word))
}

fn units(word: &str) -> Option<u64> {
    Some(match word {
        "واحد" | "واحده" | "احد" | "احدي" | "اول" | "اولي" | "اوائل" | "حادي" | "حاديه" => {
            1
        }
        "اثنان" | "اثنين" | "اثنا" | "اثني" | "اثنتان" | "اثنتين" | "اثنتا" | "اثنتي" => {
            2
        }
        "ثاني" | "ثانيه" | "ثان" | "ثنائي" | "ثنائيه" => 2,
        "ثلاث" | "ثلاثه" | "ثالث" | "ثالثه" | "ثلاثي" | "ثلاثيه" => 3,
        "اربع" | "اربعه" | "رابع" | "رابعه" | "رباعي" | "رباعيه" => 4,
        "خمس" | "خمسه" | "خامس" | "خامسه" | "خماسي" | "خماسيه" => 5,
        "ست" | "سته" | "سادس" | "سادسه" | "سداسي" | "سداسيه" => 6,
        "سبع" | "سبعه" | "سابع" | "سابعه" | "سباعي" | "سباعيه" => 7,
        "ثمان" | "ثماني" | "ثمانيه" | "ثامن" | "ثامنه" => 8,
        "تسع" | "تسعه" | "تاسع" | "تاسعه" => 9,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<u64> {
    let fixed = match word {
        "عشر" | "عشره" | "عاشر" | "عاشره" | "عقد" => 10,
        "دزينه" => 12,
        "عقدان" | "عقدين" => 20,
        _ => 0,
    };
    if fixed > 0 {
        return Some(fixed);
    }
    // Twenty and above, and the decades formed from them.
    let endings = ["ينيات", "ينات", "ون", "ين"];
    let stem = endings
        .iter()
        .find_map(|ending| word.strip_suffix(*ending))?;
    Some(match stem {
        "عشر" => 20,
        "ثلاث" => 30,
        "اربع" => 40,
        "خمس" => 50,
        "ست" => 60,
        "سبع" => 70,
        "ثمان" => 80,
        "تسع" => 90,
        _ => return None,
    })
}

fn large(word: &str) -> Option<u64> {
    Some(match word {
        "مئات" => 100,
        "مئتان" | "مئتين" | "مئتا" | "مئتي" | "مائتان" | "مائتين" | "مائتا" | "مائتي" => {
            200
        }
        "الوف" => 1_000,
        "الفان" | "الفين" | "الفي" => 2_000,
        "مليونان" | "مليونين" | "مليوني" => 2_000_000,
        "ملياران" | "مليارين" | "ملياري" => 2_000_000_000,
        _ => return None,
    })
}

/// The values that a fraction word may stand for, with a pronoun behind it or without: "half of
/// them".
pub(super) fn fraction(word: &str) -> &'static [&'static str] {
    let pronouns = ["ها", "هم", "هن", "ه"].into_iter();
    let owned = pronouns
        .filter_map(|pronoun| word.strip_suffix(pronoun))
        .find(|rest| matches!(*rest, "نصف" | "ربع" | "ثلث" | "ثلثا" | "ثلثي"));
    match owned.unwrap_or(word) {
        "نصف" => &["0.5", "1", "2", "50", "1.5"],
        "ربع" => &["0.25", "1", "4", "25"],
        "ارباع" => &["0.75", "4", "75"],
        "ثلث" => &["1", "3", "33"],
        "ثلثا" | "ثلثي" | "ثلثان" | "ثلثين" => &["2", "3", "66", "67"],
        "اخماس" => &["5"],
        "سدس" | "اسداس" => &["6"],
        "اسباع" => &["7"],
        "اعشار" => &["10"],
        "زوج" | "ضعف" | "مزدوج" | "مزدوجه" | "كلا" | "كلتا" => &["2"],
        _ => &[],
    }
}

/// The minutes of a part of an hour.
pub(super) fn minutes(word: &str) -> Option<u64> {
    match word {
        "ربع" => Some(15),
        "ثلث" => Some(20),
        "نصف" => Some(30),
        "ارباع" => Some(45),
        _ => None,
    }
}

/// By how much a fraction word divides a magnitude behind it: half a million, a quarter of a
/// million.
pub(super) fn divisor(word: &str) -> Option<u64> {
    match word {
        "نصف" => Some(2),
        "ربع" => Some(4),
        _ => None,
    }
}

/// The years of a period that is counted: three decades, four centuries.
pub(super) fn years(word: &str) -> Option<u64> {
    match word {
        "عقود" | "عقدا" => Some(10),
        "قرون" | "قرنا" => Some(100),
        _ => None,
    }
}

/// Twice a magnitude, whose dual before a noun is spelled like its accusative.
pub(super) fn doubled(word: &str) -> Option<u64> {
    match word {
        "الفا" => Some(2_000),
        "مليونا" => Some(2_000_000),
        "مليارا" => Some(2_000_000_000),
        _ => None,
    }
}

/// Whether a normalised word may be a dual ("two years" is one word), which permits a 2.
pub(super) fn may_be_dual(word: &str) -> bool {
    let dual = ["ين", "ان", "تي", "تا"]
        .iter()
        .any(|ending| word.ends_with(*ending));
    dual && word.chars().count() >= 4
}

/// The months, from 1, by the normalised first word of their names. The two-word names of the
/// Levant differ in their second word, so their first word stands for two months.
static MONTHS_BY_WORD: LazyLock<BTreeMap<String, Vec<u32>>> = LazyLock::new(|| {
    let mut months: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, month) in (1..).zip(MONTHS) {
        for first in month.names().filter_map(|name| name.split(' ').next()) {
            let found = months.entry(normalised(first)).or_default();
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    months
});

/// The months that a normalised word may stand for, from 1.
pub(super) fn months(word: &str) -> &'static [u32] {
    MONTHS_BY_WORD.get(word).map_or(&[], Vec::as_slice)
}

/// Whether a word is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    stems(&normalised(word)).any(|(_, stem)| value(stem).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_are_one() {
        assert_eq!(normalised("أَلْـف"), "الف");
        assert_eq!(normalised("مئة"), "مئه");
        assert_eq!(normalised("إحدى"), "احدي");
    }

    #[test]
    fn number_words_have_their_values() {
        let values: Vec<Option<u64>> = [
            "ثماني",
            "عشره",
            "عشرين",
            "تسعينيات",
            "ثلاثمئه",
            "خمسمائه",
            "مئتي",
            "الفين",
            "ملايين",
        ]
        .into_iter()
        .map(value)
        .collect();
        let expected = [8, 10, 20, 90, 300, 500, 200, 2_000, 1_000_000].map(Some);
        assert_eq!(values, expected);
        assert_eq!(value("بيت"), None);
    }

    #[test]
    fn accusatives_have_values_and_ranks_are_no_counts() {
        let values = ["واحدا", "تسعا", "عشرا", "سادسا", "كتابا"].map(value);
        assert_eq!(values, [Some(1), Some(9), Some(10), Some(6), None]);
        let ranks = ["سادسا", "ثالثه", "سته", "تسعا"].map(is_rank);
        assert_eq!(ranks, [true, true, false, false]);
    }

    #[test]
    fn fractions_may_have_an_owner() {
        assert_eq!(fraction("ربعهم"), fraction("ربع"));
        assert_eq!(fraction("ثلثاها"), ["2", "3", "66", "67"]);
        assert!(fraction("زوجها").is_empty());
    }

    #[test]
    fn prefixes_come_off() {
        let stems: Vec<(&str, &str)> = stems("والثالث").collect();
        assert_eq!(stems, [("", "والثالث"), ("و", "الثالث"), ("وال", "ثالث")]);
    }
}
