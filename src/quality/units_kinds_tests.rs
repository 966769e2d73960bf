//! Units beside years and other numbers, in ages, and under names that mean something else too.

use super::units_tests::doubts;

/// A language, a sentence in it, and an English one that is right.
pub(super) type Right = (&'static str, &'static str, &'static str);

/// The same with one that is wrong, and what in each has another unit than in the other.
pub(super) type Wrong = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

pub(super) fn assert_right(pairs: &[Right]) {
    for (code, source, translation) in pairs {
        let found = doubts(code, source, translation);
        assert_eq!(found, [""; 0], "{source} | {translation}");
    }
}

pub(super) fn assert_wrong(pairs: &[Wrong]) {
    for (code, source, translation, own, other) in pairs {
        let what = format!("The unit of {own} is another one in English: {other}.");
        let found = doubts(code, source, translation);
        assert_eq!(found, [what], "{source} | {translation}");
    }
}

const YEARS: [Right; 7] = [
    (
        "ru",
        "В марте 2024 года было выделено 5 миллионов долларов.",
        "In March 2024 $5 million was allocated.",
    ),
    (
        "uk",
        "У березні 2024 року виділили 5 мільйонів гривень.",
        "In March 2024 UAH 5 million was allocated.",
    ),
    (
        "tr",
        "2024 yılı bütçesinden 5 milyar dolar harcandı.",
        "In 2024 $5 billion was spent.",
    ),
    (
        "fa",
        "۱۰ ماه مه ۵ میلیون دلار پرداخت شد.",
        "On May 10 $5 million was paid.",
    ),
    (
        "ar",
        "وفي 2019 قدم البنك 5 ملايين دولار.",
        "In 2019 $5 million was given by the bank.",
    ),
    (
        "ar",
        "بعد 20 يوما دفعت 5 ملايين يورو.",
        "On June 20 €5 million was paid.",
    ),
    (
        "ar",
        "في عام 2024 %33 من السكان فقراء.",
        "In 2024 a third of the people were poor.",
    ),
];

const OTHERS_BESIDE_YEARS: [Wrong; 3] = [
    (
        "ar",
        "في عام 2024 أنفقت 5 ملايين يورو.",
        "In 2024 $5 million was spent.",
        "5 ملايين يورو",
        "$5 million",
    ),
    (
        "ar",
        "في عام 2024 أنفقت 5 ملايين يورو.",
        "In 2024 $ 5 million was spent.",
        "5 ملايين يورو",
        "$ 5 million",
    ),
    (
        "ar",
        "في عام 2024 أنفقت 5 ملايين يورو.",
        "In 2024 USD 5 million was spent.",
        "5 ملايين يورو",
        "USD 5 million",
    ),
];

/// Units that changed places, which is named at the first number and at the second.
const SWAPPED: [(&str, &str, [[&str; 2]; 2]); 3] = [
    (
        "دفع 5 يورو و10 دولارات.",
        "He paid 5 dollars and 10 euros.",
        [["5 يورو", "5 dollars"], ["10 دولارات", "10 euros"]],
    ),
    (
        "أنفق 5 ملايين دولار (18 مليون درهم).",
        "It spent 5 million dirhams ($18 million).",
        [
            ["5 ملايين دولار", "5 million dirhams"],
            ["18 مليون درهم", "$18 million"],
        ],
    ),
    (
        "بعد 3 أيام من 5 أشهر من الحرب.",
        "3 months after 5 days of war.",
        [["3 أيام", "3 months"], ["5 أشهر", "5 days"]],
    ),
];

/// Two units each, which have their numbers, converted ones among them.
const UNSWAPPED: [Right; 4] = [
    (
        "ar",
        "دفع 5 يورو و10 دولارات.",
        "He paid 10 dollars and 5 euros.",
    ),
    (
        "ar",
        "أنفق 5 ملايين دولار (18 مليون درهم).",
        "It spent 18 million dirhams ($5 million).",
    ),
    (
        "ar",
        "قطع 20 كيلومترا في 12 ساعة.",
        "He went 12 miles (20 km) in 12 hours.",
    ),
    (
        "ar",
        "قطع 20 كيلومترا و20 يوما.",
        "He went 12 miles in 20 days.",
    ),
];

const AGES: [Right; 8] = [
    (
        "ru",
        "7-летнего мальчика похоронили через 7 дней.",
        "The 7-year-old boy was buried a week later.",
    ),
    (
        "ru",
        "Семилетнего мальчика нашли через семь дней.",
        "The seven-year-old boy was found a week later.",
    ),
    (
        "de",
        "Ein Siebenjähriger wurde nach sieben Tagen gefunden.",
        "A seven-year-old was found a week later.",
    ),
    (
        "ar",
        "عاد ابن الثلاثين بعد 30 يوما.",
        "The 30-year-old returned a month later.",
    ),
    (
        "ar",
        "عاد ابن الثلاثين بعد 30 يوما.",
        "He was 30 years old and returned a month later.",
    ),
    (
        "ar",
        "عاد الفتى ذو الـ12 ربيعا بعد 12 يوما.",
        "The boy, aged 12, returned in 12 days.",
    ),
    ("ru", "Это был 5-дневный визит.", "It was a five-day visit."),
    ("uk", "Це був 5-денний візит.", "It was a five-day visit."),
];

const DEFINITE: [Wrong; 2] = [
    (
        "ar",
        "لم يحدث شيء خلال الساعات الـ48 الماضية.",
        "Nothing happened in the past 48 minutes.",
        "الساعات الـ48",
        "48 minutes",
    ),
    (
        "ar",
        "لم يحدث شيء خلال الأيام ال 10 الماضية.",
        "Nothing happened in the past 10 weeks.",
        "الأيام ال 10",
        "10 weeks",
    ),
];

const OTHER_AGES: [Wrong; 5] = [
    (
        "ar",
        "قتل الفتى البالغ من العمر 16 عاما.",
        "The 16-month-old boy was killed.",
        "16 عاما",
        "16-month-old",
    ),
    (
        "ar",
        "عاد بعد 30 يوما.",
        "He returned 30 years later.",
        "30 يوما",
        "30 years",
    ),
    (
        "ar",
        "ذو الـ12 ربيعا.",
        "He is 12 weeks there.",
        "12 ربيعا",
        "12 weeks",
    ),
    (
        "ru",
        "Это был 5-дневный визит.",
        "It was a 5-hour visit.",
        "5-дневный",
        "5-hour",
    ),
    (
        "uk",
        "Це був 5-годинний візит.",
        "It was a 5-day visit.",
        "5-годинний",
        "5-day",
    ),
];

const REALS: [Right; 3] = [
    (
        "ar",
        "بلغت المبيعات 5 ملايين ريال برازيلي.",
        "Sales reached R$5 million.",
    ),
    (
        "ar",
        "بلغت المبيعات 5 ملايين ريال برازيلي.",
        "In 2024 sales were R$ 5 million.",
    ),
    (
        "de",
        "Der Umsatz betrug R$ 5 Millionen.",
        "Sales reached 5 million reais.",
    ),
];

const NATIONAL: [Right; 5] = [
    (
        "ar",
        "دفع 5000 ليرة لبنانية.",
        "He paid 5,000 Lebanese pounds.",
    ),
    (
        "ar",
        "دفع 5000 ليرة لبنانية.",
        "He paid 5,000 Lebanese lira.",
    ),
    ("ar", "دفع 500 دينار كويتي.", "He paid 500 Kuwaiti dinars."),
    ("ar", "دفع 300 ريال عماني.", "He paid 300 Omani rials."),
    (
        "ru",
        "Он заплатил 500 сирийских фунтов.",
        "He paid 500 Syrian pounds.",
    ),
];

const OTHER_NATIONAL: [Wrong; 2] = [
    (
        "ar",
        "دفع 5000 ليرة لبنانية.",
        "He paid 5,000 Lebanese dollars.",
        "5000 ليرة",
        "5,000 Lebanese dollars",
    ),
    (
        "ar",
        "دفع 500 دينار كويتي.",
        "He paid 500 Kuwaiti dirhams.",
        "500 دينار",
        "500 Kuwaiti dirhams",
    ),
];

const DECADES: [Right; 5] = [
    (
        "ar",
        "بدأت الحرب منذ 3 عقود.",
        "The war began 30 years ago.",
    ),
    ("ar", "استمرت 5 قرون.", "It lasted 500 years."),
    (
        "ar",
        "بدأت الحرب منذ 30 عاما.",
        "The war began 3 decades ago.",
    ),
    (
        "ar",
        "وقعت الشركة 3 عقود لمدة 3 سنوات.",
        "The company signed 3 contracts for 3 years.",
    ),
    (
        "ru",
        "Война идет 3 десятилетия.",
        "The war has gone on for 3 decades.",
    ),
];

const OTHER_DECADES: [Wrong; 3] = [
    (
        "ar",
        "استمرت ثلاثة عقود.",
        "It lasted three years.",
        "ثلاثة عقود",
        "three years",
    ),
    (
        "ar",
        "استمرت 5 قرون.",
        "It lasted 5 decades.",
        "5 قرون",
        "5 decades",
    ),
    (
        "ar",
        "بدأت الحرب منذ 3 عقود.",
        "The war began 3 years ago.",
        "3 عقود",
        "3 years",
    ),
];

const HOMONYMS: [Right; 4] = [
    (
        "ar",
        "أصدرت 10 قواعد خلال 10 أيام.",
        "It issued 10 SEC rules in less than a fortnight.",
    ),
    (
        "ar",
        "قتل 5 جنود مشاة خلال 5 أيام.",
        "Within a week, 5 foot soldiers were killed.",
    ),
    (
        "fr",
        "Il a lu 10 livres en une décennie.",
        "He read 10 books in 10 years.",
    ),
    ("fr", "Il a payé 10 livres sterling.", "He paid 10 pounds."),
];

const OTHER_HOMONYMS: [Wrong; 2] = [
    (
        "fr",
        "Il a payé 10 livres sterling.",
        "He paid 10 euros.",
        "10 livres sterling",
        "10 euros",
    ),
    (
        "ar",
        "بلغ ارتفاعه 5 أمتار.",
        "It was 5 foot high.",
        "5 أمتار",
        "5 foot",
    ),
];

#[test]
fn a_year_is_no_number_of_the_sign_behind_it() {
    assert_right(&YEARS);
    assert_wrong(&OTHERS_BESIDE_YEARS);
}

#[test]
fn swapped_units_are_named() {
    for (source, translation, [first, second]) in SWAPPED {
        let what = [first, second]
            .map(|[own, other]| format!("The unit of {own} is another one in English: {other}."));
        assert_eq!(doubts("ar", source, translation), what, "{source}");
    }
    assert_right(&UNSWAPPED);
}

#[test]
fn an_age_is_no_wrong_length_of_time() {
    assert_right(&AGES);
    assert_wrong(&OTHER_AGES);
}

#[test]
fn a_number_with_an_article_has_the_unit_before_it() {
    assert_wrong(&DEFINITE);
}

#[test]
fn the_sign_of_the_real_is_no_dollar() {
    assert_right(&REALS);
    assert_wrong(&[(
        "ar",
        "بلغت المبيعات 5 ملايين دولار.",
        "Sales reached R$5 million.",
        "5 ملايين دولار",
        "R$5 million",
    )]);
}

#[test]
fn a_country_may_stand_before_a_currency() {
    assert_right(&NATIONAL);
    assert_wrong(&OTHER_NATIONAL);
}

#[test]
fn decades_and_centuries_have_numbers() {
    assert_right(&DECADES);
    assert_wrong(&OTHER_DECADES);
}

#[test]
fn names_of_units_that_mean_something_else_have_no_number() {
    assert_right(&HOMONYMS);
    assert_wrong(&OTHER_HOMONYMS);
}
