//! The words of units of measure and of currencies in Arabic.

use std::sync::LazyLock;

use super::DATES;
use super::number_words::{is_number_word, months, normalised, value};
use super::words::SEARCH_PREFIXES;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Dunam, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour,
    Hryvnia, Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rand, Rial, Ruble, Rupee, Second, Shekel, Toman, Ton, Week, Won, Yard, Year, Yen,
    Yuan, Zloty,
};
use crate::text::units::{Reader, Unit, Words};

static WORDS: Words = Words {
    names: &[
        (
            "في المئة, في المائة, في المية, بالمئة, بالمائة, بالمية",
            &[Percent],
        ),
        ("نقطة مئوية, نقاط مئوية", &[Point]),
        ("دولار, دولارا, دولارات", &[Dollar]),
        ("يورو", &[Euro]),
        ("جنيه, جنيها, جنيهات", &[Pound]),
        ("ليرة, ليرات", &[Lira, Pound]),
        ("دينار, دينارا, دنانير", &[Dinar]),
        ("درهم, درهما, دراهم", &[Dirham]),
        ("ريال, ريالا, ريالات", &[Rial]),
        ("تومان, تومانا", &[Toman]),
        ("شيكل, شيكلا, شيكلات, شيقل, شيقلا, شواكل, شواقل", &[Shekel]),
        ("روبية, روبيات", &[Rupee]),
        ("يوان, يوانا", &[Yuan]),
        ("ين, ينا", &[Yen]),
        ("روبل, روبلا, روبلات", &[Ruble]),
        ("هريفنيا, هريفنا, غريفنا", &[Hryvnia]),
        ("كرونة, كرونات, كرون", &[Krone]),
        ("فرنك, فرنكا, فرنكات", &[Franc]),
        ("بيزو, بيزوات", &[Peso]),
        ("وون", &[Won]),
        ("راند", &[Rand]),
        ("زلوتي", &[Zloty]),
        ("ثانية, ثوان, ثواني", &[Second]),
        ("دقيقة, دقائق", &[Minute]),
        ("ساعة, ساعات", &[Hour]),
        ("يوم, يوما, أيام", &[Day]),
        ("أسبوع, أسبوعا, أسابيع", &[Week]),
        ("شهر, شهرا, أشهر, شهور", &[Month]),
        ("سنة, سنوات, عام, عاما, أعوام, ربيعا", &[Year]),
        ("عقود", &[Decade]),
        ("قرون", &[Century]),
        ("مليمتر, مليمترا, مليمترات, ملليمتر, ملم, مم", &[Millimetre]),
        ("سنتيمتر, سنتيمترا, سنتيمترات, سنتمتر, سم", &[Centimetre]),
        ("متر, مترا, أمتار", &[Metre]),
        (
            "كيلومتر, كيلومترا, كيلومترات, كيلو متر, كيلو مترا, كيلو مترات, كم, كلم",
            &[Kilometre],
        ),
        ("ميل, ميلا, أميال", &[Mile, NauticalMile]),
        ("ياردة, ياردات", &[Yard]),
        ("قدم, قدما, أقدام", &[Foot]),
        ("بوصة, بوصات, إنش, إنشا", &[Inch]),
        ("عقدة, عقد بحرية", &[Knot]),
        ("هكتار, هكتارا, هكتارات", &[Hectare]),
        ("فدان, فدانا", &[Acre]),
        ("دونم, دونما, دونمات", &[Dunam]),
        ("غرام, غراما, غرامات, جرام, جراما, جرامات", &[Gram]),
        (
            "كيلوغرام, كيلوغراما, كيلوغرامات, كيلوجرام, كيلوجراما, كيلوجرامات, كيلو غرام, كيلو غراما, \
             كيلو جرام, كيلو جراما, كغ, كغم, كجم, كلغ",
            &[Kilogram],
        ),
        ("طن, طنا, أطنان", &[Ton]),
        ("رطل, رطلا, أرطال, باوند", &[PoundWeight]),
        ("أوقية, أوقيات, أونصة, أونصات", &[Ounce]),
        ("لتر, لترا, لترات, ليتر, ليترا, ليترات", &[Litre]),
        ("غالون, غالونا, غالونات, جالون, جالونا, جالونات", &[Gallon]),
        ("برميل, برميلا, براميل", &[Barrel]),
        ("درجة, درجات", &[Celsius, Degree]),
        ("درجة مئوية, درجات مئوية, ° م, ° س", &[Celsius]),
        ("درجة فهرنهايت, درجات فهرنهايت, ° ف", &[Fahrenheit]),
        ("كيلوواط, كيلو واط", &[Kilowatt]),
        ("ميغاواط, ميجاواط, ميغا واط, ميجا واط", &[Megawatt]),
        ("غيغاواط, جيجاواط, غيغا واط, جيجا واط", &[Gigawatt]),
        ("سنت, سنتا, سنتات, قرش, قرشا, قروش, هللة, هللات", &[Cent]),
        ("نقطة أساس, نقاط أساس", &[BasisPoint]),
        ("في الألف, بالألف", &[PerMille]),
    ],
    per_second: &[
        (
            "متر في الثانية, مترا في الثانية, أمتار في الثانية, م/ث",
            &[Metre],
        ),
        (
            "كيلومتر في الثانية, كيلومترا في الثانية, كيلومترات في الثانية, كم/ث",
            &[Kilometre],
        ),
    ],
    numbered: &[
        ("الثواني", &[Second]),
        ("الدقائق", &[Minute]),
        ("الساعات", &[Hour]),
        ("الأيام", &[Day]),
        ("الأسابيع", &[Week]),
        ("الأشهر, الشهور", &[Month]),
        ("السنوات, الأعوام", &[Year]),
        ("الأمتار", &[Metre]),
        ("الكيلومترات", &[Kilometre]),
        ("الأميال", &[Mile, NauticalMile]),
    ],
    article: Some("ال"),
    twos: &[
        ("دولارين, دولاران", &[Dollar]),
        ("دينارين, ديناران", &[Dinar]),
        ("درهمين, درهمان", &[Dirham]),
        ("ريالين, ريالان", &[Rial]),
        ("ثانيتين, ثانيتان", &[Second]),
        ("دقيقتين, دقيقتان", &[Minute]),
        ("ساعتين, ساعتان", &[Hour]),
        ("يومين, يومان", &[Day]),
        ("أسبوعين, أسبوعان", &[Week]),
        ("شهرين, شهران", &[Month]),
        ("سنتين, سنتان, عامين, عامان", &[Year]),
        ("مترين, متران", &[Metre]),
        ("كيلومترين, كيلومتران", &[Kilometre]),
        ("ميلين, ميلان", &[Mile, NauticalMile]),
        ("طنين, طنان", &[Ton]),
        (
            "كيلوغرامين, كيلوغرامان, كيلوجرامين, كيلوجرامان",
            &[Kilogram],
        ),
        ("لترين, لتران", &[Litre]),
        ("برميلين, برميلان", &[Barrel]),
    ],
    ones: "ثانية, دقيقة, ساعة, يوم, يوما, أسبوع, أسبوعا, شهر, شهرا, سنة, عام, عاما, متر, مترا, كيلومتر, كيلومترا, \
           ميل, ميلا, هكتار, هكتارا, فدان, فدانا, دونم, دونما, غرام, غراما, كيلوغرام, كيلوغراما, كيلوجرام, \
           كيلوجراما, طن, طنا, رطل, رطلا, لتر, لترا, برميل, برميلا",
    fractions: &[("ونصف", "5"), ("وربع", "25")],
    is_named,
    below_zero: "ناقص, سالب, الصفر",
    loose: &[
        // The temperature, today, and between, which is written like "in yen".
        (
            "درجة الحرارة, درجات الحرارة, درجة حرارة, درجات حرارة, اليوم, بين",
            &[],
        ),
        ("مئوية, نسبة, نسبته, نقطة, نقاط", &[Percent]),
        ("إسترليني", &[Pound]),
        ("لحظة, لحظات", &[Second]),
        ("ليلة, ليال, ليالي, نهار", &[Day]),
        (
            "سنين, سنوي, سنوية, سنويا, عمره, عمرها, العمر, موسم, مواسم",
            &[Year],
        ),
        ("شهري, شهرية, شهريا", &[Month]),
        ("أسبوعي, أسبوعية, أسبوعيا", &[Week]),
        ("يومي, يومية, يوميا", &[Day]),
        ("كيلو, كيلوهات", &[Kilogram, Kilometre]),
        ("واط", &[Gigawatt, Kilowatt, Megawatt]),
        ("فهرنهايت, ف", &[Fahrenheit]),
        ("سلسيوس, سيليزية", &[Celsius]),
    ],
    perhaps: &[
        ("عقد, عقدا, عقدين, عقدان", &[Decade, Knot]),
        ("قرن, قرنا, قرنين, قرنان", &[Century]),
        ("م", &[Metre]),
        ("فدادين, أفدنة", &[Acre]),
        ("غ, جم, غم", &[Gram]),
    ],
    prefixes: &SEARCH_PREFIXES,
    powers: &[("مربع, مربعا, مربعة", 2), ("مكعب, مكعبا, مكعبة", 3)],
    is_number_word,
    ..Words::EMPTY
};

/// Whether the word behind a unit names one of it: a weekday, a month or an hour.
fn is_named(unit: Unit, word: &str) -> bool {
    let word = normalised(word);
    let is_word = |name: &&str| normalised(name) == word;
    match unit {
        Day => DATES.weekdays.iter().any(is_word),
        Month => !months(&word).is_empty() || DATES.other_months.iter().any(is_word),
        Hour => word
            .strip_prefix("ال")
            .is_some_and(|hour| value(hour).is_some()),
        _ => false,
    }
}

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
