//! The words of units of measure and of currencies in Sorani Kurdish.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Barrel, Celsius, Centimetre, Century, Day, Decade, Degree, Dinar, Dirham, Dollar, Dunam, Euro,
    Fahrenheit, Foot, Gallon, Gigawatt, Gram, Hectare, Hour, Inch, Kilogram, Kilometre, Kilowatt,
    Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute, Month, NauticalMile, Ounce, Percent,
    Pound, PoundWeight, Rial, Ruble, Rupee, Second, Toman, Ton, Week, Year, Yen, Yuan,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("دۆلار*", &[Dollar]),
        ("یۆرۆ*", &[Euro]),
        ("پاوەند*, پاوند*", &[Pound, PoundWeight]),
        ("لیرە*", &[Lira, Pound]),
        ("دینار*", &[Dinar]),
        ("درهەم*", &[Dirham]),
        ("ڕیال*, ریال*", &[Rial]),
        ("تمەن*, تومەن*", &[Toman]),
        ("ڕۆپیە*, ڕوپیە*", &[Rupee]),
        ("یوان", &[Yuan]),
        ("یەن", &[Yen]),
        ("ڕۆبڵ*, ڕوبڵ*, رۆبڵ*", &[Ruble]),
        ("چرکە*", &[Second]),
        ("خولەک*, دەقە, دەقیقە*", &[Minute]),
        ("کاتژمێر*, کاژێر*, سەعات*", &[Hour]),
        ("ڕۆژ, ڕۆژە, ڕۆژی, ڕۆژێک, رۆژ, رۆژە, رۆژی", &[Day]),
        ("هەفتە, هەفتەی, هەفتەیە", &[Week]),
        ("مانگ, مانگە, مانگی, مانگێک", &[Month]),
        ("ساڵ, ساڵە, ساڵی, ساڵێک, سال, سالە", &[Year]),
        ("میلیمەتر*, ملیمەتر*, ملم", &[Millimetre]),
        ("سانتیمەتر*, سانتیمتر*, سم", &[Centimetre]),
        ("مەتر, مەترە, مەتری, مەترێک", &[Metre]),
        ("کیلۆمەتر*, کیلۆمتر*, کم", &[Kilometre]),
        ("میل, میلی", &[Mile, NauticalMile]),
        ("ئینج, ئینجی", &[Inch]),
        ("هێکتار*, هیکتار*", &[Hectare]),
        ("دۆنم*, دۆنمێک", &[Dunam]),
        ("گرام, گرامی, گرامە", &[Gram]),
        ("کیلۆگرام*, کیلۆ, کیلۆی, کگم", &[Kilogram]),
        ("تۆن, تۆنی, تۆنە", &[Ton]),
        ("ئۆنسە*, ئۆنس", &[Ounce]),
        ("لیتر, لیتری, لیترە", &[Litre]),
        ("گاڵۆن*", &[Gallon]),
        ("بەرمیل*", &[Barrel]),
        ("پلە, پلەی, پلەیە", &[Celsius, Degree]),
        (
            "پلەی سیلیزی, پلەی سەدی, پلەی سلیزی, پلەی سیلیزیە",
            &[Celsius],
        ),
        ("پلەی فەهرەنهایت, پلەی فارێنهایت", &[Fahrenheit]),
        ("کیلۆوات*", &[Kilowatt]),
        ("مێگاوات*, مەگاوات*", &[Megawatt]),
        ("گێگاوات*, گیگاوات*", &[Gigawatt]),
    ],
    codes: &[(
        "لەسەد, لەسەدە, لەسەدی, لەسەدا, لەسەدای, لە سەد, لە سەدا, لە سەدای",
        &[Percent],
    )],
    loose: &[
        ("ڕێژە*, رێژە*, بەش*, سەدا", &[Percent]),
        ("سەنت", &[Dollar]),
        ("شەو*, ڕۆژان*, ڕۆژانە, رۆژانە", &[Day]),
        ("هەفتانە", &[Week]),
        ("مانگانە, وەرز*", &[Month]),
        ("ساڵان*, ساڵیدا, تەمەن*, ساڵانە", &[Year]),
        ("سیلیزی", &[Celsius]),
        ("فەهرەنهایت", &[Fahrenheit]),
    ],
    perhaps: &[
        ("دەیە, دەیەی", &[Decade]),
        ("سەدە, سەدەی", &[Century]),
        ("پێ", &[Foot]),
        ("تەن", &[Ton]),
    ],
    powers: &[("دووجا, چوارگۆشە, چوارگۆشەیە", 2), ("سێجا", 3)],
    below_zero: "ژێر, سفر",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));

#[cfg(test)]
mod tests {
    use super::*;

    /// The likeliest number and the text of each measure.
    fn measures(text: &str) -> Vec<(String, String)> {
        let units = READER.read(text, &numbers::READER.read(text));
        let measures = units.measures.into_iter();
        measures
            .map(|measure| (measure.values[0].clone(), measure.text))
            .collect()
    }

    #[test]
    fn numbers_belong_to_the_units_beside_them() {
        for (text, value, written) in [
            ("بەرزی بەنداوەکە 145 مەترە.", "145", "145 مەترە"),
            ("120 کیلۆمەتر لە کاتژمێرێکدا", "120", "120 کیلۆمەتر"),
            ("بیست دۆلار", "20", "بیست دۆلار"),
            ("حەفتا لەسەدی دانیشتووان", "70", "حەفتا لەسەدی"),
            ("40 لە سەد", "40", "40 لە سەد"),
            ("لە سەدا 40", "40", "لە سەدا 40"),
        ] {
            let expected = [(value.to_owned(), written.to_owned())];
            assert_eq!(measures(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_and_dangers_measure_nothing() {
        for text in ["ساڵی 2023", "دوو مەترسی", "کاتژمێر 12"] {
            assert!(measures(text).is_empty(), "{text}: {:?}", measures(text));
        }
    }
}
