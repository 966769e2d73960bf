//! Numbers that English says in other words than its source, right ones and wrong ones.

use crate::brief::FlagKind;
use crate::quality::{Pair, check};
use crate::text::Language;

/// The doubts about numbers.
fn doubts(code: &str, source: &str, translation: &str) -> Vec<String> {
    let flags = check(&Pair {
        from: Language::of(code),
        ..Pair::sentence(source, translation)
    });
    let numbers = flags.into_iter();
    let numbers = numbers.filter(|flag| flag.kind == FlagKind::Number);
    numbers.map(|flag| flag.message).collect()
}

/// A language, a sentence in it, its translation and the doubts about numbers.
pub(super) type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

pub(super) fn assert_doubts(rows: &[Row]) {
    for (code, source, translation, expected) in rows {
        assert_eq!(
            doubts(code, source, translation),
            *expected,
            "{source} | {translation}"
        );
    }
}

/// Counts that begin like the number of a conversion, or are the same.
const BESIDE_CONVERSIONS: &[Row] = &[
    (
        "ar",
        "وصل مدنيون إلى بلدة على بعد 100 كيلومتر.",
        "About six civilians reached a town sixty miles away.",
        &["The number six is not in the source."],
    ),
    (
        "ar",
        "وصل مدنيون إلى بلدة على بعد 100 كيلومتر.",
        "Civilians reached a town sixty miles away.",
        &[],
    ),
    (
        "de",
        "Zivilisten kamen nach 14 Tagen an.",
        "Two civilians arrived two weeks later.",
        &["The number Two is not in the source."],
    ),
    (
        "de",
        "Zivilisten gingen 10 Kilometer.",
        "About six civilians walked six miles.",
        &["The number six is not in the source."],
    ),
    (
        "de",
        "Zivilisten gingen 10 Kilometer.",
        "Civilians walked six miles.",
        &[],
    ),
];

#[test]
fn a_conversion_stands_for_no_count_elsewhere() {
    assert_doubts(BESIDE_CONVERSIONS);
}

/// Parts of a million and of a billion.
const PARTS_OF_MAGNITUDES: &[Row] = &[
    (
        "ar",
        "دفع 500 ألف دولار.",
        "He paid half a million dollars.",
        &[],
    ),
    ("ar", "دفع 250 ألف دولار.", "He paid $0.25 million.", &[]),
    (
        "ar",
        "دفع 250 ألف دولار.",
        "He paid a quarter of a million dollars.",
        &[],
    ),
    (
        "ar",
        "نزح 750 ألف شخص.",
        "Three quarters of a million people were displaced.",
        &[],
    ),
    (
        "ar",
        "دفع 200 ألف دولار.",
        "He paid a quarter of a million dollars.",
        &[
            "The number 200 is missing in English.",
            "Millions are not in the source.",
        ],
    ),
    (
        "es",
        "Costó 500 mil dólares.",
        "It cost half a million dollars.",
        &[],
    ),
];

#[test]
fn parts_of_a_million_are_numbers() {
    assert_doubts(PARTS_OF_MAGNITUDES);
}

/// Percentages that are shares and multiples in English.
const PERCENTAGES: &[Row] = &[
    (
        "ar",
        "صوت 25 في المئة من الناخبين لصالح الاتفاق.",
        "One in four voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 20 في المئة من الناخبين لصالح الاتفاق.",
        "One in five voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 20 في المئة من الناخبين لصالح الاتفاق.",
        "A fifth of voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 66 في المئة من الناخبين لصالح الاتفاق.",
        "Two-thirds of voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 80 في المئة من الناخبين لصالح الاتفاق.",
        "Four in five voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 80 في المئة من الناخبين لصالح الاتفاق.",
        "Eight out of ten voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 70 في المئة من الناخبين لصالح الاتفاق.",
        "Seven in 10 voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 18.2 في المئة من الناخبين لصالح الاتفاق.",
        "Nearly a fifth of voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "صوت 52 في المئة من الناخبين لصالح الاتفاق.",
        "More than half of voters backed the deal.",
        &[],
    ),
    (
        "ar",
        "ارتفعت الأسعار بنسبة 100 في المئة.",
        "Prices doubled.",
        &[],
    ),
    (
        "ar",
        "ارتفعت الأسعار بنسبة 200 في المئة.",
        "Prices tripled.",
        &[],
    ),
    (
        "ar",
        "انخفض الإنتاج بنسبة 50 في المئة.",
        "Output halved.",
        &[],
    ),
    (
        "fr",
        "20 % des Français sont pauvres.",
        "One in five French people is poor.",
        &[],
    ),
    (
        "ar",
        "صوت 20 في المئة من الناخبين لصالح الاتفاق.",
        "One in four voters backed the deal.",
        &[
            "The number 20 is missing in English.",
            "The number four is not in the source.",
        ],
    ),
    (
        "ar",
        "صوت 20 في المئة من الناخبين لصالح الاتفاق.",
        "A quarter of voters backed the deal.",
        &[
            "The number 20 is missing in English.",
            "The number quarter is not in the source.",
        ],
    ),
    (
        "ar",
        "ارتفعت الأسعار بنسبة 100 في المئة.",
        "Prices tripled.",
        &["The number 100 is missing in English."],
    ),
    // What is no percentage is no share.
    (
        "ar",
        "عاد 20 رجلا.",
        "One in five men returned.",
        &[
            "The number 20 is missing in English.",
            "The number five is not in the source.",
        ],
    ),
];

#[test]
fn percentages_may_be_shares_and_multiples() {
    assert_doubts(PERCENTAGES);
}

/// Scores in words.
const SCORES: &[Row] = &[
    ("ar", "فاز الأهلي بثلاثية نظيفة.", "Al-Ahly won 3-0.", &[]),
    ("ar", "فاز الأهلي بهدفين دون رد.", "Al-Ahly won 2-0.", &[]),
    ("ar", "فاز الأهلي بهدفين نظيفين.", "Al-Ahly won 2-0.", &[]),
    ("ar", "فاز الأهلي بهدف دون رد.", "Al-Ahly won 1-0.", &[]),
    (
        "ar",
        "تعادل الفريقان بهدف لمثله.",
        "The teams drew 1-1.",
        &[],
    ),
    ("ar", "تعادل الفريقان سلبا.", "The teams drew 0-0.", &[]),
    (
        "ar",
        "انتهت المباراة بالتعادل السلبي.",
        "The match ended 0-0.",
        &[],
    ),
    ("ar", "فاز بثلاثة أهداف مقابل هدف.", "It won 3-1.", &[]),
    (
        "ar",
        "فاز الأهلي بثلاثية نظيفة.",
        "Al-Ahly won 4-0.",
        &["The number 4 is not in the source."],
    ),
    (
        "ar",
        "فاز الأهلي بثلاثية نظيفة.",
        "Al-Ahly won 3-1.",
        &["The number 1 is not in the source."],
    ),
    (
        "ar",
        "صوت واحد من كل أربعة ناخبين لصالح الاتفاق.",
        "25% of voters backed the deal.",
        &[],
    ),
];

#[test]
fn scores_may_be_words_in_the_source() {
    assert_doubts(SCORES);
}

/// Numbers in two words, and others that are only a part of them.
const COMPOUNDS: &[Row] = &[
    (
        "ar",
        "وصل 20 رجلا.",
        "Twenty-one men arrived.",
        &[
            "The number 20 is missing in English.",
            "The number Twenty-one is not in the source.",
        ],
    ),
    (
        "ar",
        "قتل خمسة وعشرون شخصا.",
        "20 people were killed.",
        &[
            "The number خمسة وعشرون is missing in English.",
            "The number 20 is not in the source.",
        ],
    ),
    (
        "ar",
        "قتل خمسة وعشرون شخصا.",
        "Twenty-five people were killed.",
        &[],
    ),
    (
        "ar",
        "بين خمسة وعشرين كيلومترا.",
        "Between 5 and 20 kilometres.",
        &[],
    ),
];

#[test]
fn a_part_of_a_number_in_words_is_no_other_number() {
    assert_doubts(COMPOUNDS);
}

/// Numbers in abbreviations and in lakhs, and centuries of few years.
const ABBREVIATED: &[Row] = &[
    ("ar", "دفع 500 ألف روبية.", "He paid Rs 5 lakh.", &[]),
    (
        "ar",
        "دفع 100 مليون روبية.",
        "He paid 10 crore rupees.",
        &[],
    ),
    (
        "ar",
        "دفع 10 مليارات روبية.",
        "He paid 1,000 crore rupees.",
        &[],
    ),
    (
        "ar",
        "دفع 50 ألف روبية.",
        "He paid Rs 5 lakh.",
        &[
            "The number 50 is missing in English.",
            "The number 5 is not in the source.",
        ],
    ),
    ("ar", "أنتجت 20 مليار متر مكعب.", "It produced 20 bcm.", &[]),
    ("ar", "أنتجت 90 مليون برميل.", "It produced 90 mb/d.", &[]),
    (
        "ar",
        "بني المسجد في القرن الثامن.",
        "The mosque was built in the 700s.",
        &[],
    ),
    (
        "ar",
        "بني المسجد في القرن الثامن.",
        "The mosque was built in the 800s.",
        &["The number 800 is not in the source."],
    ),
    ("ar", "قتل 12 شخصا.", "A dozen people were killed.", &[]),
    ("ar", "قبل عشرين عاما.", "A score of years ago.", &[]),
    (
        "ar",
        "قتلوا خلال 24 ساعة.",
        "They were killed over the past day.",
        &[],
    ),
];

#[test]
fn abbreviated_numbers_are_read() {
    assert_doubts(ABBREVIATED);
}

const TWO_THIRDS: &[Row] = &[
    (
        "de",
        "Zwei Drittel der Wähler sind dafür.",
        "67 percent of voters are in favour.",
        &[],
    ),
    (
        "de",
        "Ein Drittel der Wähler ist dafür.",
        "67 percent of voters are in favour.",
        &["The number 67 is not in the source."],
    ),
    (
        "fr",
        "Les deux tiers des électeurs sont pour.",
        "66% of voters are in favour.",
        &[],
    ),
    (
        "ru",
        "Две трети избирателей за.",
        "33% of voters are in favour.",
        &["The number 33 is not in the source."],
    ),
    (
        "fa",
        "دو سوم رأی‌دهندگان موافقند.",
        "67% of voters are in favour.",
        &[],
    ),
    (
        "es",
        "Un tercio de los votantes.",
        "33 percent of voters.",
        &[],
    ),
];

#[test]
fn two_thirds_are_not_one() {
    assert_doubts(TWO_THIRDS);
}

const HIJRI: &[Row] = &[
    (
        "ar",
        "صدر المرسوم في 3/7/1441هـ.",
        "The decree was issued on 3 Rajab 1441.",
        &[],
    ),
    (
        "ar",
        "صدر المرسوم في 3/7/1441هـ.",
        "The decree was issued on 3 Ramadan 1441.",
        &["The number 7 is missing in English."],
    ),
];

#[test]
fn months_of_the_hijri_calendar_are_the_numbers_of_dates() {
    assert_doubts(HIJRI);
}
