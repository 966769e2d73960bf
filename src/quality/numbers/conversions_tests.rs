//! Measures in other units than those of the source, right ones and wrong ones.

use crate::brief::FlagKind;
use crate::quality::{Pair, check};
use crate::text::Language;

/// The doubts about numbers and units.
pub(super) fn doubts(code: &str, source: &str, translation: &str) -> Vec<String> {
    let flags = check(&Pair {
        from: Language::of(code),
        ..Pair::sentence(source, translation)
    });
    let numbers = flags.into_iter();
    let numbers = numbers.filter(|flag| flag.kind == FlagKind::Number);
    numbers.map(|flag| flag.message).collect()
}

/// Arabic, and English that converts its measures.
const RIGHT: &[(&str, &str)] = &[
    (
        "على بعد 20 كيلومترا.",
        "It is 20 kilometres (12 miles) away.",
    ),
    ("على بعد 20 كيلومترا.", "It is 20 km (12.4 mi) away."),
    ("على بعد 20 كيلومترا.", "It is 12 miles away."),
    ("على بعد 20 كيلومترا.", "It is twelve miles away."),
    ("على بعد عشرين كيلومترا.", "It is 12 miles away."),
    ("على بعد 2 كيلومتر.", "It is 1.2 miles away."),
    ("على بعد 3 كيلومترات.", "It is 2 miles away."),
    ("على بعد 25 كيلومترا.", "It is 15 miles away."),
    ("على بعد 300 كيلومتر.", "It is some 200 miles away."),
    ("ما بين 10 و15 كيلومترا.", "It is 6 to 9 miles away."),
    ("على بعد 2400 متر.", "It is a mile and a half away."),
    ("على بعد 800 متر.", "It is half a mile away."),
    ("على بعد 1600 متر.", "It is a mile away."),
    ("على بعد 4 كيلومترات.", "It is two and a half miles away."),
    ("على ارتفاع 3000 متر.", "At an altitude of 10,000 feet."),
    ("على بعد 100 متر.", "It is 110 yards away."),
    ("طوله متران.", "It is 6 feet long."),
    ("طوله 180 سنتيمترا.", "It is 71 inches long."),
    ("تبعد 15 ميلا بحريا.", "It is 28 km away."),
    ("على بعد 22 كيلومترا.", "It is 12 nautical miles away."),
    ("بسرعة 100 كيلومتر في الساعة.", "At 62 mph."),
    ("بسرعة 37 كيلومترا في الساعة.", "At 20 knots."),
    ("تزن 50 كيلوغراما.", "It weighs 110 pounds."),
    ("يزن 5 أطنان.", "It weighs 11,000 pounds."),
    ("يحتوي على 28 غراما.", "It contains one ounce."),
    ("سعته 100 لتر.", "It holds 26 gallons."),
    ("استهلك 2000 لتر.", "It used two cubic metres."),
    ("على مساحة 100 هكتار.", "On 247 acres."),
    ("على مساحة 100 هكتار.", "On one square kilometre."),
    ("مساحته 300 كيلومتر مربع.", "It covers 116 square miles."),
    ("مساحته 50 مترا مربعا.", "It has 538 sq. ft."),
    (
        "مساحتها 5 ملايين فدان.",
        "It covers 21,000 square kilometres.",
    ),
    ("بلغت الحرارة 35 درجة مئوية.", "It was 95°F."),
    ("بلغت الحرارة 35 درجة.", "It was 95 degrees Fahrenheit."),
    ("انخفضت 10 درجات مئوية تحت الصفر.", "It fell to 14F."),
    ("بعد 14 يوما.", "After two weeks."),
    ("بعد أسبوعين.", "After 14 days."),
    ("بعد 15 يوما.", "After two weeks."),
    ("بعد 24 شهرا.", "After two years."),
    ("بعد 18 شهرا.", "After a year and a half."),
    ("بعد 30 شهرا.", "After two years and a half."),
    ("استمر 36 ساعة.", "It lasted a day and a half."),
    ("استمر 48 ساعة.", "It lasted two days."),
    ("استمر 7 أيام.", "It lasted a week."),
    ("استمر 30 دقيقة.", "It lasted half an hour."),
    ("منذ 30 عاما.", "For three decades."),
    ("منذ 50 عاما.", "For half a century."),
    ("طوله 180 سنتيمترا.", "He is 5 feet 11 inches tall."),
    (
        "طوله 180 سنتيمترا.",
        "He is 180 centimetres (5 feet, 11 inches) tall.",
    ),
    ("طوله 180 سنتيمترا.", "He is 5'11\" tall."),
    ("طوله 180 سنتيمترا.", "He is 5-foot-11."),
    ("طوله 180 سنتيمترا.", "He is 5 feet 11."),
    ("طوله 190 سنتيمترا.", "He is 6ft 3in tall."),
    ("يزن 2.8 كيلوغرام.", "It weighs 6 pounds 4 ounces."),
    ("يزن 30 طنا.", "It weighs 30 tonnes (33 US tons)."),
    ("استمر 90 دقيقة.", "It lasted 1 hour 30 minutes."),
    ("استمر 90 دقيقة.", "It lasted an hour and 30 minutes."),
    ("بعد 18 شهرا.", "After 1 year and 6 months."),
    ("بلغت الحرارة 45 درجة مئوية.", "It was 113 degrees."),
];

#[test]
fn conversions_are_no_other_numbers() {
    for (source, translation) in RIGHT {
        let doubts = doubts("ar", source, translation);
        assert_eq!(doubts, [""; 0], "{source} | {translation}");
    }
}

/// Arabic, English with a wrong measure, the numbers that are missing, and those that were added.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "على بعد 20 كيلومترا.",
        "It is 20 km (32 miles) away.",
        "",
        "32",
    ),
    (
        "على بعد 20 كيلومترا.",
        "It is 20 km (13 miles) away.",
        "",
        "13",
    ),
    (
        "على بعد 20 كيلومترا.",
        "It is 20 km (12 euros) away.",
        "",
        "12",
    ),
    (
        "على بعد 20 كيلومترا.",
        "It is 20 km (12 kilograms) away.",
        "",
        "12",
    ),
    (
        "على بعد 20 كيلومترا.",
        "It is 20 km (12 acres) away.",
        "",
        "12",
    ),
    ("على بعد 20 كيلومترا.", "It is 21 miles away.", "20", "21"),
    (
        "على بعد 20 كيلومترا.",
        "It is 12 kilometres away.",
        "20",
        "12",
    ),
    (
        "على بعد 20 كيلومترا.",
        "It is twenty-one miles away.",
        "20",
        "twenty-one",
    ),
    ("على بعد 20 كيلومترا.", "It is half a mile away.", "20", ""),
    (
        "تبعد 240 كيلومترا (149 ميلا).",
        "It is 241 kilometres (149 miles) away.",
        "240",
        "241",
    ),
    (
        "تبعد 240 كيلومترا (149 ميلا).",
        "It is 240 kilometres (148 miles) away.",
        "149",
        "148",
    ),
    (
        "تبعد 240 كيلومترا (149 ميلا).",
        "It is 149 miles away.",
        "240",
        "",
    ),
    ("دفع 100 دولار.", "He paid 92 euros.", "100", "92"),
    ("على ارتفاع 3000 متر.", "At 13,000 feet.", "3000", "13,000"),
    ("بسرعة 100 كيلومتر في الساعة.", "At 72 mph.", "100", "72"),
    ("تزن 50 كيلوغراما.", "It weighs 120 pounds.", "50", "120"),
    ("سعته 100 لتر.", "It holds 32 gallons.", "100", "32"),
    ("على مساحة 100 هكتار.", "On 347 acres.", "100", "347"),
    // The square of a length is not converted like the length.
    (
        "مساحته 300 كيلومتر مربع.",
        "It covers 186 square miles.",
        "300",
        "186",
    ),
    ("بلغت الحرارة 35 درجة مئوية.", "It was 99°F.", "35", "99"),
    (
        "بلغت الحرارة 35 درجة مئوية.",
        "It was 63 degrees Celsius.",
        "35",
        "63",
    ),
    ("بعد 14 يوما.", "After three weeks.", "14", ""),
    ("بعد أسبوعين.", "After 13 days.", "", "13"),
    ("بعد 18 شهرا.", "After two years and a half.", "18", ""),
    ("استمر 10 أيام.", "It lasted a week.", "10", ""),
    ("استمر 40 دقيقة.", "It lasted half an hour.", "40", ""),
    (
        "طوله 180 سنتيمترا.",
        "He is 6 feet 11 inches tall.",
        "",
        "11",
    ),
    ("طوله 180 سنتيمترا.", "He is 6'11\" tall.", "", "11"),
    ("طوله 180 سنتيمترا.", "He is 6-foot-11.", "", "11"),
    ("طوله 190 سنتيمترا.", "He is 6ft 8in tall.", "", "8"),
    ("يزن 30 طنا.", "It weighs 30 tonnes (36 US tons).", "", "36"),
    (
        "استمر 90 دقيقة.",
        "It lasted an hour and 20 minutes.",
        "90",
        "20",
    ),
    (
        "استمر 90 دقيقة.",
        "An hour later it lasted 30 minutes.",
        "90",
        "30",
    ),
    (
        "بلغت الحرارة 45 درجة مئوية.",
        "It was 131 degrees.",
        "45",
        "131",
    ),
];

fn missing_and_added(missing: &str, added: &str) -> Vec<String> {
    let missing =
        (!missing.is_empty()).then(|| format!("The number {missing} is missing in English."));
    let added = (!added.is_empty()).then(|| format!("The number {added} is not in the source."));
    missing.into_iter().chain(added).collect()
}

#[test]
fn what_is_no_conversion_is_doubted_like_any_other_number() {
    for (source, translation, missing, added) in WRONG {
        assert_eq!(
            doubts("ar", source, translation),
            missing_and_added(missing, added),
            "{source} | {translation}"
        );
    }
}

#[test]
fn a_conversion_excuses_only_its_own_numbers() {
    let source = "قتل 20 شخصا على بعد 20 كيلومترا.";
    assert_eq!(
        doubts("ar", source, "He killed 12 people 12 miles away."),
        [
            "The number 12 is not in the source.",
            "The number 20 is there twice in the source and once in English."
        ]
    );
    assert_eq!(
        doubts("ar", source, "He killed 20 people 12 miles away."),
        [""; 0]
    );
    let acres = "مساحتها 5 ملايين فدان.";
    assert_eq!(
        doubts("ar", acres, "It covers 12,000 square kilometres."),
        [
            "The number 5 is missing in English.",
            "The number 12,000 is not in the source.",
            "Millions are missing in English."
        ]
    );
}

/// A language, a sentence in it, a right conversion and a wrong one.
const OTHER_LANGUAGES: &[(&str, &str, &str, &str)] = &[
    (
        "de",
        "Der Tunnel ist 57 Kilometer lang.",
        "The tunnel is 35 miles long.",
        "The tunnel is 45 miles long.",
    ),
    (
        "de",
        "Er wiegt 80 Kilogramm.",
        "He weighs 80 kg (176 pounds).",
        "He weighs 80 kg (196 pounds).",
    ),
    (
        "de",
        "Er blieb 2 Wochen.",
        "He stayed for a fortnight.",
        "He stayed for three weeks.",
    ),
    (
        "fr",
        "Il a marché 10 kilomètres.",
        "He walked six miles.",
        "He walked nine miles.",
    ),
    (
        "es",
        "La finca tiene 40 hectáreas.",
        "The farm covers 100 acres.",
        "The farm covers 150 acres.",
    ),
    (
        "ru",
        "Высота 5000 метров.",
        "It is 16,400 feet high.",
        "It is 15,400 feet high.",
    ),
    (
        "uk",
        "Через 14 днів.",
        "After two weeks.",
        "After four weeks.",
    ),
    (
        "tr",
        "Yol 120 kilometre uzunluğunda.",
        "The road is 75 miles long.",
        "The road is 65 miles long.",
    ),
    (
        "fa",
        "این جاده ۳۴۰ کیلومتر است.",
        "The road is 211 miles long.",
        "The road is 231 miles long.",
    ),
    (
        "ur",
        "سڑک 340 کلومیٹر لمبی ہے۔",
        "The road is 340 kilometres (211 miles) long.",
        "The road is 340 kilometres (112 miles) long.",
    ),
    (
        "he",
        "הוא רץ 10 קילומטרים.",
        "He ran 6.2 miles.",
        "He ran 2.6 miles.",
    ),
];

#[test]
fn measures_of_other_languages_are_converted_too() {
    for (code, source, right, wrong) in OTHER_LANGUAGES {
        assert_eq!(doubts(code, source, right), [""; 0], "{source} | {right}");
        assert_ne!(doubts(code, source, wrong), [""; 0], "{source} | {wrong}");
    }
}

/// Units of Kurdish and Chinese, and those of German adjectives, converted.
const CONVERTED: &[(&str, &str, &str)] = &[
    (
        "ku",
        "بەرزی بەنداوەکە 145 مەترە.",
        "The dam is 476 feet high.",
    ),
    (
        "ku",
        "حەفتا لەسەدی دانیشتووان هەژارن.",
        "Seven in ten residents are poor.",
    ),
    ("zh", "大坝高145米。", "The dam is 476 feet high."),
    (
        "zh",
        "这座城市距边境约50公里。",
        "The city is about 30 miles from the border.",
    ),
    (
        "zh",
        "公园占地三千六百亩。",
        "The park covers 240 hectares.",
    ),
    (
        "zh",
        "该管道全长一千六百多公里。",
        "The pipeline is more than 1,000 miles long.",
    ),
    (
        "zh",
        "百分之七十的人口贫困。",
        "Seven in ten people are poor.",
    ),
    (
        "de",
        "Die 48-stündige Frist läuft ab.",
        "The two-day deadline expires.",
    ),
    (
        "de",
        "Nach 14-tägigen Verhandlungen gab es eine Einigung.",
        "There was a deal after two weeks of negotiations.",
    ),
];

#[test]
fn units_of_kurdish_chinese_and_german_adjectives_may_be_converted() {
    for (code, source, translation) in CONVERTED {
        assert_eq!(doubts(code, source, translation), [""; 0], "{source}");
    }
}
