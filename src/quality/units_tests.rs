//! Units on translations that are right, many of which say them in another way, and on wrong ones.

use super::numbers;
use super::pair::Pair;
use super::units::{check, read};
use crate::text::Language;

/// What the check says of a pair in the language with this code and in English.
pub(super) fn doubts(code: &str, source: &str, translation: &str) -> Vec<String> {
    let pair = Pair {
        from: Language::of(code),
        ..Pair::sentence(source, translation)
    };
    let numbers = numbers::read(&pair).expect("a reader of numbers");
    let units = read(&pair, &numbers);
    let flags = units.map_or_else(Vec::new, |units| check(&units, &numbers.1, pair.to.name));
    flags.into_iter().map(|flag| flag.message).collect()
}

/// Arabic, English, and what in each has another unit than in the other.
const OTHER_UNITS: [(&str, &str, &str, &str); 20] = [
    (
        "بلغت قيمة الصفقة خمسة ملايين دولار.",
        "The deal was worth five million euros.",
        "خمسة ملايين دولار",
        "five million euros",
    ),
    (
        "بلغت قيمة الصفقة 5 ملايين دولار.",
        "The deal was worth €5 million.",
        "5 ملايين دولار",
        "€5 million",
    ),
    (
        "دفع 300 ريال غرامة.",
        "He paid a fine of 300 dirhams.",
        "300 ريال",
        "300 dirhams",
    ),
    (
        "خصصت الحكومة 20 مليار دينار للمشروع.",
        "The government allocated 20 billion dollars to the project.",
        "20 مليار دينار",
        "20 billion dollars",
    ),
    (
        "على بعد 20 كيلومترا من المدينة.",
        "It is 20 miles from the city.",
        "20 كيلومترا",
        "20 miles",
    ),
    (
        "استمرت المحادثات ثلاثة أيام.",
        "The talks lasted three weeks.",
        "ثلاثة أيام",
        "three weeks",
    ),
    (
        "استمرت المحادثات خمسا وأربعين دقيقة.",
        "The talks lasted 45 hours.",
        "خمسا وأربعين دقيقة",
        "45 hours",
    ),
    (
        "سجن ستة أشهر.",
        "He was jailed for six years.",
        "ستة أشهر",
        "six years",
    ),
    (
        "تعمل منذ 15 سنة.",
        "It has worked for 15 months.",
        "15 سنة",
        "15 months",
    ),
    (
        "في السنوات الخمس الماضية.",
        "In the past five months.",
        "السنوات الخمس",
        "five months",
    ),
    (
        "غادر بعد يومين.",
        "He left two weeks later.",
        "يومين",
        "two weeks",
    ),
    (
        "صدرت 40 طنا من القمح.",
        "It exported 40 kilograms of wheat.",
        "40 طنا",
        "40 kilograms",
    ),
    (
        "يزن 70 كيلوغراما.",
        "It weighs 70 pounds.",
        "70 كيلوغراما",
        "70 pounds",
    ),
    (
        "على مساحة 500 متر مربع.",
        "On an area of 500 hectares.",
        "500 متر",
        "500 hectares",
    ),
    (
        "تنتج 3 ملايين برميل يوميا.",
        "It produces 3 million gallons a day.",
        "3 ملايين برميل",
        "3 million gallons",
    ),
    (
        "بلغت الحرارة 45 درجة مئوية.",
        "It was 45 degrees Fahrenheit.",
        "45 درجة مئوية",
        "45 degrees Fahrenheit",
    ),
    (
        "انخفضت بنسبة 35 في المئة.",
        "It fell by 35 degrees.",
        "35 في المئة",
        "35 degrees",
    ),
    (
        "بطاقة 250 ميغاواط.",
        "With a capacity of 250 kW.",
        "250 ميغاواط",
        "250 kW",
    ),
    // The conversion of the source is no measure with the same number.
    (
        "تبعد 240 كيلومترا (149 ميلا).",
        "It is 240 miles (149 miles) away.",
        "240 كيلومترا",
        "240 miles",
    ),
    (
        "قاد 40 ميلا في 3 ساعات.",
        "He drove 40 miles in 3 days.",
        "3 ساعات",
        "3 days",
    ),
];

#[test]
fn another_unit_of_the_same_number_is_named() {
    for (source, translation, own, other) in OTHER_UNITS {
        let what = format!("The unit of {own} is another one in English: {other}.");
        assert_eq!(doubts("ar", source, translation), [what], "{source}");
    }
}

#[test]
fn a_percentage_must_not_become_a_count() {
    let source = "صوت 46 في المئة لصالحه.";
    assert_eq!(
        doubts("ar", source, "46 people voted for him."),
        ["46 في المئة is not a percentage in English."]
    );
    assert_eq!(
        doubts(
            "ar",
            "صوت ثمانية عشر في المئة لصالحه.",
            "Eighteen people voted for him."
        ),
        ["ثمانية عشر في المئة is not a percentage in English."]
    );
    for right in [
        "46% voted for him.",
        "Forty-six per cent voted for him.",
        "Its share of the vote was 46.",
        "46 of every 100 voted for him.",
        "Almost half voted for him.",
    ] {
        assert_eq!(doubts("ar", source, right), [""; 0], "{right}");
    }
}

/// Arabic, and English that is right.
const RIGHT: [(&str, &str); 60] = [
    (
        "على بعد 200 متر من الحدود.",
        "It is 200 yards from the border.",
    ),
    ("يزن الحوت 30 طنا.", "The whale weighs 30 short tons."),
    ("على بعد 20 كيلومترا.", "It is 20 km (12 miles) away."),
    ("على بعد 20 كيلومترا.", "It is 12 miles away."),
    ("على بعد 20 كيلومترا.", "It is 20-kilometre-long."),
    ("على بعد 20 كيلو مترا.", "It is 20 kilometers away."),
    ("بسرعة 80 كيلومترا في الساعة.", "At 80 kph."),
    ("بسرعة 80 كم/ساعة (50 ميل/ساعة).", "At 80 km/h (50 mph)."),
    ("بسرعة 50 ميلا في الساعة (80 كم).", "At 50 mph (80 kmh)."),
    ("بلغت 5 يورو.", "It was €5."),
    ("بلغت 5 ملايين يورو.", "It was EUR 5 million."),
    ("بلغت خمسة ملايين دولار.", "It was US$5 million."),
    ("بلغت خمسة ملايين دولار.", "It was $5m."),
    (
        "بلغت خمسة ملايين دولار أمريكي.",
        "It was 5 million U.S. dollars.",
    ),
    ("بلغت 5 ملايين دولار كندي.", "It was C$5 million."),
    (
        "بلغت 5 ملايين دولار (4 ملايين يورو).",
        "It was $5 million (4 million euros).",
    ),
    ("بلغت 20 مليون جنيه.", "It was 20 million Egyptian pounds."),
    ("بلغت 20 مليون جنيه.", "It was EGP 20 million."),
    ("بلغت 20 مليون جنيه إسترليني.", "It was £20 million."),
    ("بلغت 500 ليرة.", "It was 500 Syrian pounds."),
    ("بلغت 500 ليرة.", "It was 500 lira."),
    ("بلغت 300 ريال.", "It was SR300."),
    ("بلغت 300 ريال.", "It was 300 Brazilian reais."),
    ("بلغت 300 روبية.", "It was 300 Indonesian rupiah."),
    ("بلغت 300 كرونة.", "It was 300 kronor."),
    ("بلغت 90 يوان.", "It was 90 renminbi."),
    ("بلغت 90 شيكلا.", "It was 90 new shekels."),
    ("انخفضت 35 في المئة.", "It fell 35 per cent."),
    ("انخفضت 35%.", "It fell by 35 percentage points."),
    ("انخفضت %35.", "It fell 35 pct."),
    ("انخفضت خمسين في المئة.", "It fell by half."),
    ("استمرت أسبوعين.", "It lasted 14 days."),
    ("استمرت أسبوعين.", "It lasted a fortnight."),
    ("استمرت 24 ساعة.", "It lasted a day."),
    ("استمرت 48 ساعة.", "It lasted two days."),
    ("استمرت 18 شهرا.", "It lasted a year and a half."),
    ("استمرت سنة ونصف السنة.", "It lasted 18 months."),
    ("استمرت 1.5 سنة.", "It lasted 18 months."),
    ("استمرت عشر سنوات.", "It lasted a decade."),
    ("استمرت ثلاثة عقود.", "It lasted thirty years."),
    ("استمرت ثلاثين عاما.", "It lasted three decades."),
    ("استمرت قرنين.", "It lasted two centuries."),
    ("استمرت مئة عام.", "It lasted a century."),
    ("استمرت ثلاثة أشهر.", "It lasted a quarter."),
    (
        "استمرت سبعة أيام وسبعة أسابيع.",
        "It lasted seven days and seven weeks.",
    ),
    ("عمره 20 عاما.", "He is aged 20 and served 20 days."),
    (
        "التقيا في يوم 5 مايو لمدة 5 ساعات.",
        "They met for 5 hours on the 5th.",
    ),
    ("يزن 20 طنا.", "It weighs 20 tonnes."),
    ("يزن 20 رطلا.", "It weighs 20 lbs."),
    ("على مساحة 5 فدادين.", "On five acres."),
    ("على مساحة 5 أفدنة.", "On five feddans."),
    ("على مساحة 20 كيلومترا مربعا.", "On 20 square kilometres."),
    ("بلغت الحرارة 35 درجة.", "It was 35 degrees Celsius."),
    ("بلغت الحرارة 35 درجة مئوية.", "It was 35°C (95°F)."),
    (
        "بلغت الحرارة 35 درجة مئوية.",
        "It was 95 degrees Fahrenheit.",
    ),
    (
        "نال 3 درجات علمية في 3 سنوات.",
        "He earned 3 degrees in 3 years.",
    ),
    (
        "سجلت محاضر الاجتماع 5 دقائق.",
        "The minutes of the meeting show 5 minutes.",
    ),
    ("تنتج 3 ملايين برميل يوميا.", "It produces 3 million bpd."),
    (
        "وصل في الساعة 5 يوم الجمعة.",
        "He arrived at 5 o'clock on Friday.",
    ),
    ("غادر بعد يوم واحد.", "He left one week later."),
];

#[test]
fn right_translations_say_units_in_many_ways() {
    for (source, translation) in RIGHT {
        assert_eq!(
            doubts("ar", source, translation),
            [""; 0],
            "{source} | {translation}"
        );
    }
}

/// A language, a sentence in it, and a right and a wrong translation.
const OTHER_LANGUAGES: [(&str, &str, &str, &str); 17] = [
    (
        "de",
        "Der Schaden beträgt 5,5 Millionen Euro.",
        "The damage is put at €5.5 million.",
        "The damage is put at $5.5 million.",
    ),
    (
        "de",
        "Die Sitzung dauerte drei Stunden.",
        "The meeting lasted three hours.",
        "The meeting lasted three days.",
    ),
    (
        "fr",
        "Le groupe a perdu 4 millions d'euros.",
        "The group lost 4 million euros.",
        "The group lost 4 million dollars.",
    ),
    (
        "fr",
        "Il marche depuis 12 jours.",
        "He has been walking for 12 days.",
        "He has been walking for 12 hours.",
    ),
    (
        "es",
        "La obra costará 20 millones de dólares.",
        "The work will cost $20 million.",
        "The work will cost €20 million.",
    ),
    (
        "es",
        "Caminó 12 kilómetros.",
        "He walked 12 km.",
        "He walked 12 miles.",
    ),
    (
        "ru",
        "Ущерб оценили в 600 тыс. евро.",
        "The damage was put at 600,000 euros.",
        "The damage was put at 600,000 rubles.",
    ),
    (
        "ru",
        "Операция длилась восемь часов.",
        "The operation lasted eight hours.",
        "The operation lasted eight days.",
    ),
    (
        "uk",
        "Ремонт триватиме 18 місяців.",
        "The repairs will take 18 months.",
        "The repairs will take 18 years.",
    ),
    (
        "uk",
        "Збитки сягнули 3 млрд гривень.",
        "The losses came to 3 billion hryvnias.",
        "The losses came to 3 billion dollars.",
    ),
    (
        "tr",
        "Faiz yüzde 35 oldu.",
        "The rate was 35 percent.",
        "The rate was 35 degrees.",
    ),
    (
        "tr",
        "Yol 120 kilometre uzunluğunda.",
        "The road is 120 kilometres long.",
        "The road is 120 miles long.",
    ),
    (
        "fa",
        "این جاده ۳۴۰ کیلومتر است.",
        "The road is 340 kilometres long.",
        "The road is 340 miles long.",
    ),
    (
        "fa",
        "آتش پس از شش ساعت مهار شد.",
        "The fire was contained after six hours.",
        "The fire was contained after six days.",
    ),
    (
        "ur",
        "سڑک 340 کلومیٹر لمبی ہے۔",
        "The road is 340 kilometres long.",
        "The road is 340 miles long.",
    ),
    (
        "he",
        "הוא חזר כעבור שבועיים.",
        "He came back two weeks later.",
        "He came back two months later.",
    ),
    (
        "he",
        "הוא שילם 300 ש\"ח.",
        "He paid 300 shekels.",
        "He paid 300 dollars.",
    ),
];

#[test]
fn other_languages_have_units_too() {
    for (code, source, right, wrong) in OTHER_LANGUAGES {
        assert_eq!(doubts(code, source, right), [""; 0], "{source} | {right}");
        assert_eq!(doubts(code, source, wrong).len(), 1, "{source} | {wrong}");
    }
}
