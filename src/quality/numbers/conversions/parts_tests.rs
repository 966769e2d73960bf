//! Measures that the source says without a number, with a half or in two units, and squares, temperatures and
//! speeds.

use super::super::conversions_tests::doubts;

/// A language, a sentence in it, and English that converts its measures.
type Pair = (&'static str, &'static str, &'static str);

fn assert_right(pairs: &[Pair]) {
    for (code, source, translation) in pairs {
        let found = doubts(code, source, translation);
        assert_eq!(found, [""; 0], "{source} | {translation}");
    }
}

fn assert_wrong(pairs: &[Pair]) {
    for (code, source, translation) in pairs {
        let found = doubts(code, source, translation);
        assert_ne!(found, [""; 0], "{source} | {translation}");
    }
}

const PARTS: &[Pair] = &[
    ("ru", "За трое суток.", "In 72 hours."),
    ("ru", "За сутки погибли люди.", "People died in 24 hours."),
    ("uk", "За добу загинули люди.", "People died in 24 hours."),
    (
        "fa",
        "بودجه ۵ میلیارد تومان است.",
        "The budget is 50 billion rials.",
    ),
    ("ar", "أعطاهم مهلة أسبوع.", "He gave them seven days."),
    ("ar", "سجن سنة.", "He was jailed for 12 months."),
    ("ar", "على بعد كيلومتر واحد.", "It is 0.6 miles away."),
    ("ar", "سجن سنتين ونصف.", "He was jailed for 30 months."),
    ("ar", "استمرت ثلاثة أعوام ونصف.", "It lasted 3.5 years."),
    ("ar", "يزن 3 كيلوغرامات ونصف.", "It weighs 3.5 kg."),
    ("ar", "على بعد كيلومتر ونصف.", "It is 1,500 metres away."),
    ("ar", "سجن سنة وثلاثة أشهر.", "He was jailed for 15 months."),
    ("ar", "طوله متر و80 سنتيمترا.", "He is 1.80 metres tall."),
    ("ar", "طوله متر و80 سنتيمترا.", "He is 180 cm tall."),
    (
        "ar",
        "يزن 3 كيلوغرامات و200 غرام.",
        "It weighs 3.2 kilograms.",
    ),
    ("ar", "بعد يومين و12 ساعة.", "After 60 hours."),
    (
        "ar",
        "بين 10 و15 كيلومترا.",
        "It is six to nine miles away.",
    ),
    (
        "ar",
        "يزن 3.2 كيلوغرامات.",
        "It weighs 3 kilograms and 200 grams.",
    ),
];

const OTHER_PARTS: &[Pair] = &[
    ("ru", "За трое суток.", "In 48 hours."),
    ("ru", "За сутки погибли люди.", "People died in 48 hours."),
    (
        "fa",
        "بودجه ۵ میلیارد تومان است.",
        "The budget is 500 billion rials.",
    ),
    ("ar", "أعطاهم مهلة أسبوع.", "He gave them 10 days."),
    ("ar", "سجن سنتين ونصف.", "He was jailed for 32 months."),
    ("ar", "استمرت ثلاثة أعوام ونصف.", "It lasted 4.5 years."),
    ("ar", "سجن سنة وثلاثة أشهر.", "He was jailed for 18 months."),
    ("ar", "طوله متر و80 سنتيمترا.", "He is 1.90 metres tall."),
    (
        "ar",
        "بين 10 و15 كيلومترا.",
        "It is two to nine miles away.",
    ),
];

const SQUARES: &[Pair] = &[
    (
        "ar",
        "مساحتها 20 كيلومترا مربعا.",
        "It covers 8 square miles.",
    ),
    ("ar", "سعته 2 متر مكعب.", "It holds 2,000 litres."),
    ("fr", "Un appartement de 50 m2.", "A 540-square-foot flat."),
    (
        "fr",
        "Une maison de 50 mètres carrés.",
        "A house of 540 square feet.",
    ),
    (
        "es",
        "Una casa de 50 metros cuadrados.",
        "A house of 540 square feet.",
    ),
    (
        "de",
        "Ein Haus mit 50 Quadratmetern.",
        "A house of 538 square feet.",
    ),
    (
        "ru",
        "Дом в 50 квадратных метров.",
        "A house of 538 square feet.",
    ),
    ("uk", "Площа 50 кв. км.", "An area of 19 square miles."),
    (
        "tr",
        "Alan 50 kilometrekare.",
        "The area is 19 square miles.",
    ),
    (
        "fa",
        "مساحت ۵۰ کیلومتر مربع است.",
        "The area is 19 square miles.",
    ),
    ("he", "השטח 50 קמ\"ר.", "The area is 19 square miles."),
    (
        "ur",
        "رقبہ 50 مربع کلومیٹر ہے۔",
        "The area is 19 square miles.",
    ),
];

const OTHER_SQUARES: &[Pair] = &[
    (
        "ar",
        "مساحتها 20 كيلومترا مربعا.",
        "It covers 20 square kilometres (12 miles).",
    ),
    ("ar", "طوله 20 كيلومترا.", "It is 8 square miles long."),
    (
        "fr",
        "Une maison de 50 mètres carrés.",
        "A house of 164 feet.",
    ),
    (
        "tr",
        "Alan 50 kilometrekare.",
        "The area is 31 square miles.",
    ),
];

const TEMPERATURES: &[Pair] = &[
    ("ar", "بلغت الحرارة 35 درجة.", "It was 95 degrees."),
    ("ar", "ارتفعت الحرارة 2 درجة مئوية.", "It warmed by 3.6F."),
    (
        "ar",
        "بلغت الحرارة ناقص 20 درجة مئوية.",
        "It was -20C (-4F).",
    ),
    (
        "ru",
        "Температура упала до −30 °C.",
        "It fell to -30°C (-22°F).",
    ),
    (
        "ru",
        "Было 30 градусов мороза.",
        "It was minus 22 Fahrenheit.",
    ),
    (
        "es",
        "Hará 40 grados en Sevilla.",
        "It will be 104 degrees in Seville.",
    ),
];

const OTHER_TEMPERATURES: &[Pair] = &[
    (
        "ar",
        "بلغت الحرارة 35 درجة مئوية.",
        "It was 35 degrees Celsius (63 Fahrenheit).",
    ),
    (
        "ar",
        "بلغت الحرارة 35 درجة مئوية.",
        "It was 35 degrees Celsius (31 F).",
    ),
    (
        "ru",
        "Температура упала до −30 °C.",
        "It fell to -30°C (-86°F).",
    ),
];

const SPEEDS: &[Pair] = &[
    ("ru", "Скорость ветра была 25 м/с.", "Winds reached 56 mph."),
    (
        "ru",
        "Скорость 25 метров в секунду.",
        "Winds reached 90 km/h.",
    ),
    ("ar", "بسرعة 25 مترا في الثانية.", "At 56 mph."),
    ("ru", "Он прошел 25 м с лишним.", "He walked over 82 feet."),
];

const SHARES_AND_CENTS: &[Pair] = &[
    ("ar", "تبلغ الغرامة 75 سنتا.", "The fine is $0.75."),
    (
        "ar",
        "رفع البنك الفائدة 25 نقطة أساس.",
        "The bank raised rates by 0.25%.",
    ),
];

#[test]
fn a_source_may_say_a_measure_in_parts() {
    assert_right(PARTS);
    assert_wrong(OTHER_PARTS);
}

#[test]
fn squares_are_no_lengths() {
    assert_right(SQUARES);
    assert_wrong(OTHER_SQUARES);
}

#[test]
fn a_difference_is_small_and_a_temperature_below_zero_is_said_to_be() {
    assert_right(TEMPERATURES);
    assert_wrong(OTHER_TEMPERATURES);
}

#[test]
fn speeds_in_a_second_are_more_in_an_hour() {
    assert_right(SPEEDS);
    assert_wrong(&[("ru", "Скорость ветра была 25 м/с.", "Winds reached 25 mph.")]);
}

#[test]
fn cents_and_basis_points_are_converted() {
    assert_right(SHARES_AND_CENTS);
}
