//! Words of numbers and measures that a translation has in digits or as a sign, and words of others.

use super::check::judge;
use super::coverage::Coverage;
use super::pair::Pair;
use super::{Judging, Lexicon};

/// Arabic, a translation, and the Arabic words of which none has a counterpart in it.
type Row = (&'static str, &'static str, &'static [&'static str]);

fn assert_open(among: &[&str], rows: &[Row]) {
    for (source, translation, expected) in rows {
        let pair = Pair {
            judging: Judging {
                lexicon: Lexicon::between("ar", "en"),
                calibrated: false,
            },
            ..Pair::sentence(source, translation)
        };
        let mut open = judge(&pair).uncovered;
        open.retain(|word| among.contains(&word.as_str()));
        assert_eq!(open, *expected, "{source} | {translation}");
    }
}

const TIMES: &[Row] = &[
    (
        "يبدأ الاجتماع في الساعة الخامسة مساء.",
        "The meeting begins at 5 p.m.",
        &[],
    ),
    (
        "يبدأ الاجتماع في الساعة الخامسة مساء.",
        "The meeting begins at 6 a.m.",
        &["الساعة", "الخامسة", "مساء"],
    ),
    (
        "يبدأ الاجتماع في الساعة 5 مساء.",
        "The meeting begins at 5 p.m.",
        &[],
    ),
    (
        "يبدأ الاجتماع في السابعة والنصف صباحا.",
        "The meeting starts at 7:30 am.",
        &[],
    ),
    (
        "يبدأ الاجتماع في السابعة والنصف صباحا.",
        "The meeting starts at 8:30 pm.",
        &["والنصف", "صباحا"],
    ),
    (
        "وقع الانفجار في الثالثة إلا ربعا بعد الظهر.",
        "The explosion occurred at 2:45 pm.",
        &[],
    ),
];

const NUMBERS: &[Row] = &[
    (
        "في ستينات القرن العشرين بني السد.",
        "The dam was built in the 1960s.",
        &[],
    ),
    (
        "في ستينات القرن العشرين بني السد.",
        "The dam was built in the 1970s.",
        &["ستينات", "القرن", "العشرين"],
    ),
    (
        "عام ألف وتسعمئة وثمانية وأربعين هجر السكان.",
        "In 1948 the inhabitants were displaced.",
        &[],
    ),
    (
        "عام ألف وتسعمئة وثمانية وأربعين هجر السكان.",
        "In 1984 the inhabitants were displaced.",
        &["ألف", "وتسعمئة", "وثمانية", "وأربعين"],
    ),
    ("فاز الأهلي بثلاثية نظيفة.", "Al-Ahly won 3-0.", &[]),
    ("فاز الأهلي بثلاثية نظيفة.", "Al-Ahly won 3-1.", &["نظيفة"]),
    ("المادة الخامسة من القانون.", "Article 5 of the law.", &[]),
];

const UNITS: &[Row] = &[
    (
        "قيمة العقد 10 ملايين ريال سعودي.",
        "The contract is worth SR10 million.",
        &[],
    ),
    (
        "قيمة العقد 10 ملايين ريال سعودي.",
        "The contract is worth 10 million riyals.",
        &["سعودي"],
    ),
    (
        "قيمة العقد 10 ملايين ريال سعودي.",
        "The contract is worth QAR 10m.",
        &["سعودي"],
    ),
    (
        "قيمة العقد 3 ملايين درهم إماراتي.",
        "The contract is worth Dh3 million.",
        &[],
    ),
    ("دفع خمسين ألف دينار عراقي.", "He paid IQD 50,000.", &[]),
    (
        "تنتج الشركة 100 ألف برميل يوميا.",
        "The company produces 100,000 bpd.",
        &[],
    ),
    (
        "قال الوزير السعودي إن العقد يكلف 10 ملايين ريال.",
        "The minister said that the contract costs SR10 million.",
        &["السعودي"],
    ),
];

#[test]
fn codes_and_abbreviations_say_a_country_or_a_day() {
    let among = [
        "سعودي",
        "السعودي",
        "إماراتي",
        "دينار",
        "عراقي",
        "برميل",
        "يوميا",
    ];
    assert_open(&among, UNITS);
}

#[test]
fn times_cover_their_words() {
    let among = [
        "الساعة",
        "الخامسة",
        "والنصف",
        "الثالثة",
        "ربعا",
        "مساء",
        "صباحا",
    ];
    assert_open(&among, TIMES);
}

#[test]
fn numbers_in_digits_cover_their_words() {
    let among = [
        "ستينات",
        "القرن",
        "العشرين",
        "ألف",
        "وتسعمئة",
        "وثمانية",
        "وأربعين",
        "بثلاثية",
        "نظيفة",
        "الخامسة",
    ];
    assert_open(&among, NUMBERS);
}

#[test]
fn words_are_shown_as_the_sentence_spells_them() {
    let lexicon = Lexicon::between("ar", "en").unwrap();
    let shown = |source: &str| -> Vec<String> {
        let words = Coverage::of(source, "", lexicon).unwrap().source;
        words.into_iter().map(|word| word.spelling).collect()
    };
    assert_eq!(
        shown("قالَ «رئيس الوزراء/مصطفى» في 3.5 أيّام، و(U.S)"),
        [
            "قالَ",
            "رئيس",
            "الوزراء",
            "مصطفى",
            "في",
            "3.5",
            "أيّام",
            "و",
            "U",
            "S"
        ]
    );
}
