//! Temperatures, shares and small money with another unit, the same number twice, and words that only look
//! like units.

use super::units_kinds_tests::{Right, Wrong, assert_right, assert_wrong};
use super::units_tests::doubts;

const OTHER_DEGREES: [Wrong; 4] = [
    (
        "tr",
        "Hava 38 derece.",
        "It was 38 degrees Fahrenheit.",
        "38 derece",
        "38 degrees Fahrenheit",
    ),
    (
        "ar",
        "بلغت الحرارة 48 درجة مئوية.",
        "It was 48F.",
        "48 درجة مئوية",
        "48F",
    ),
    (
        "ar",
        "وصلت درجة الحرارة إلى 48 درجة مئوية.",
        "It was 48 degrees Fahrenheit.",
        "48 درجة مئوية",
        "48 degrees Fahrenheit",
    ),
    (
        "es",
        "Hará 40 grados en Sevilla.",
        "It will be 40F in Seville.",
        "40 grados",
        "40F",
    ),
];

const DEGREES: [Right; 3] = [
    ("tr", "Hava 38 derece.", "It was 38 degrees Celsius."),
    ("ar", "بلغت الحرارة 48 درجة مئوية.", "It was 48C."),
    ("ar", "بلغت الحرارة 48°.", "It was 48 degrees."),
];

/// Words of time that name no length of it.
const NO_LENGTHS: [Wrong; 6] = [
    (
        "ar",
        "أعلن يوم الاثنين تمديد الهدنة 10 أسابيع.",
        "He said on Monday that the truce would last 10 more days.",
        "10 أسابيع",
        "10 more days",
    ),
    (
        "ar",
        "قال اليوم إنه بقي 10 أسابيع.",
        "He said today he stayed 10 days.",
        "10 أسابيع",
        "10 days",
    ),
    (
        "ar",
        "في عام 2024 سجن 5 أشهر.",
        "In 2024 he was jailed for five years.",
        "5 أشهر",
        "five years",
    ),
    (
        "ar",
        "خلال شهر رمضان بقي 10 أيام.",
        "During Ramadan he stayed 10 months.",
        "10 أيام",
        "10 months",
    ),
    (
        "ar",
        "عند الساعة التاسعة قال إنه بقي 10 أيام.",
        "At nine he said he stayed 10 hours.",
        "10 أيام",
        "10 hours",
    ),
    (
        "ar",
        "عقد اجتماعا استمر 10 ساعات.",
        "He held a meeting that lasted 10 decades.",
        "10 ساعات",
        "10 decades",
    ),
];

const TWICE: [Wrong; 2] = [
    (
        "ar",
        "طوله 20 مترا.",
        "It is 20 metres (20 feet) long.",
        "20 مترا",
        "20 feet",
    ),
    (
        "ar",
        "قطع 100 كيلومتر ودفع 62 دولارا.",
        "He drove 62 miles and paid 62 euros.",
        "62 دولارا",
        "62 euros",
    ),
];

const ONCE: [Right; 3] = [
    ("ar", "طوله 20 مترا.", "It is 20 metres (66 feet) long."),
    (
        "ar",
        "طوله 20 مترا وعرضه 20 قدما.",
        "It is 20 metres (20 feet wide) long.",
    ),
    ("ar", "وزنه 20 طنا.", "It weighs 20 tonnes (20 tons)."),
];

const SMALL: [Wrong; 4] = [
    (
        "ar",
        "تبلغ الغرامة 75 سنتا.",
        "The fine is $75.",
        "75 سنتا",
        "$75",
    ),
    (
        "ar",
        "سعر الرغيف 20 قرشا.",
        "A loaf costs 20 pounds.",
        "20 قرشا",
        "20 pounds",
    ),
    (
        "ar",
        "رفع البنك الفائدة 25 نقطة أساس.",
        "The bank raised rates by 25%.",
        "25 نقطة أساس",
        "25%",
    ),
    (
        "ru",
        "Скорость ветра была 25 м/с.",
        "Winds reached 25 mph.",
        "25 м/с",
        "25 mph",
    ),
];

const SMALL_TOO: [Right; 4] = [
    ("ar", "تبلغ الغرامة 75 سنتا.", "The fine is 75c."),
    ("ar", "تبلغ الغرامة 75 سنتا.", "The fine is 75 cents."),
    (
        "ar",
        "رفع البنك الفائدة 25 نقطة أساس.",
        "The bank raised rates by 25 basis points.",
    ),
    ("de", "Er zahlte 75 Cent.", "He paid 75 cents."),
];

/// Units of Kurdish and Chinese, and those of German adjectives.
const OF_OTHER_LANGUAGES: [Wrong; 4] = [
    (
        "ku",
        "بەرزی بەنداوەکە 145 مەترە.",
        "The dam is 145 feet high.",
        "145 مەترە",
        "145 feet",
    ),
    (
        "zh",
        "这座城市距边境50公里。",
        "The city is 50 miles from the border.",
        "50公里",
        "50 miles",
    ),
    (
        "zh",
        "重5千克。",
        "It weighs 5 tonnes.",
        "5千克",
        "5 tonnes",
    ),
    (
        "de",
        "Die 48-stündige Frist läuft ab.",
        "The 48-day deadline expires.",
        "48-stündige",
        "48-day",
    ),
];

#[test]
fn units_are_compared_in_kurdish_and_chinese_and_in_german_adjectives() {
    assert_wrong(&OF_OTHER_LANGUAGES);
}

#[test]
fn bare_degrees_are_celsius_in_other_languages() {
    assert_wrong(&OTHER_DEGREES);
    assert_right(&DEGREES);
}

#[test]
fn days_and_years_with_a_name_are_no_lengths_of_time() {
    assert_wrong(&NO_LENGTHS);
}

#[test]
fn the_same_number_in_brackets_is_no_conversion() {
    assert_wrong(&TWICE);
    assert_right(&ONCE);
}

#[test]
fn parts_of_currencies_and_of_percents_are_units_of_their_own() {
    assert_wrong(&SMALL);
    assert_right(&SMALL_TOO);
}

#[test]
fn percent_may_stand_before_a_number_in_words() {
    let found = doubts(
        "tr",
        "Fiyatlar yüzde yirmi arttı.",
        "Prices rose by twenty people.",
    );
    assert_eq!(found, ["yüzde yirmi is not a percentage in English."]);
    let right = "Prices rose by twenty percent.";
    assert_eq!(doubts("tr", "Fiyatlar yüzde yirmi arttı.", right), [""; 0]);
}
