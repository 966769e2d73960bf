//! The words of units of measure and of currencies in Persian.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Barrel, Celsius, Centimetre, Century, Day, Decade, Degree, Dinar, Dirham, Dollar, Euro,
    Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Inch, Kilogram, Kilometre,
    Kilowatt, Krone, Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute, Month, NauticalMile,
    Ounce, Percent, Peso, Pound, PoundWeight, Rial, Ruble, Rupee, Second, Toman, Ton, Week, Won,
    Year, Yen, Yuan,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("درصد, درصدی", &[Percent]),
        ("دلار*", &[Dollar]),
        ("یورو*", &[Euro]),
        ("پوند*", &[Pound, PoundWeight]),
        ("لیر, لیره", &[Lira, Pound]),
        ("دینار*", &[Dinar]),
        ("درهم*", &[Dirham]),
        ("ریال*", &[Rial]),
        ("تومان*", &[Toman]),
        ("روپیه*", &[Rupee]),
        ("یوان", &[Yuan]),
        ("ین", &[Yen]),
        ("روبل*", &[Ruble]),
        ("کرون", &[Krone]),
        ("فرانک", &[Franc]),
        ("پزو", &[Peso]),
        ("ثانیه*", &[Second]),
        ("دقیقه*", &[Minute]),
        ("ساعت, ساعته", &[Hour]),
        ("روز, روزه", &[Day]),
        ("هفته, هفته‌ای", &[Week]),
        ("ماه, ماهه", &[Month]),
        ("سال, ساله", &[Year]),
        ("میلی‌متر*, میلی متر", &[Millimetre]),
        ("سانتی‌متر*, سانتی متر", &[Centimetre]),
        ("متر, متری", &[Metre]),
        ("کیلومتر*, کیلو متر", &[Kilometre]),
        ("مایل, مایلی", &[Mile, NauticalMile]),
        ("اینچ", &[Inch]),
        ("هکتار*", &[Hectare]),
        ("گرم", &[Gram]),
        ("کیلوگرم*, کیلو گرم, کیلو", &[Kilogram]),
        ("اونس", &[Ounce]),
        ("لیتر*", &[Litre]),
        ("گالن", &[Gallon]),
        ("بشکه*", &[Barrel]),
        ("درجه", &[Celsius, Degree]),
        ("درجه سانتی‌گراد, درجه سانتی گراد, درجه سلسیوس", &[Celsius]),
        ("درجه فارنهایت", &[Fahrenheit]),
        ("کیلووات*", &[Kilowatt]),
        ("مگاوات*", &[Megawatt]),
        ("گیگاوات*", &[Gigawatt]),
    ],
    loose: &[
        ("صدم, نسبت, سهم", &[Percent]),
        ("سنت", &[Dollar]),
        ("وون", &[Won]),
        ("شب, شبانه, روزانه", &[Day]),
        ("هفتگی", &[Week]),
        ("ماهانه", &[Month]),
        ("سالانه, سالگی, سالگرد, فصل", &[Year]),
        ("ساعات", &[Hour]),
        ("روزها*", &[Day]),
        ("سال‌ها*", &[Year]),
        ("ماه‌ها*", &[Month]),
        ("سانتی‌گراد", &[Celsius]),
        ("فارنهایت", &[Fahrenheit]),
    ],
    perhaps: &[
        ("دهه", &[Decade]),
        ("قرن, سده", &[Century]),
        ("فوت, پا", &[Foot]),
        ("تن, تنی", &[Ton]),
    ],
    squared: &[
        ("مترمربع, مترمربعی", &[Metre]),
        ("کیلومترمربع, کیلومترمربعی", &[Kilometre]),
    ],
    cubed: &[("مترمکعب", &[Metre])],
    powers: &[("مربع, مربعی", 2), ("مکعب", 3)],
    below_zero: "منفی, صفر",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
