//! The words of units of measure and of currencies in Urdu.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Acre, Barrel, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar, Dirham, Dollar,
    Euro, Fahrenheit, Foot, Gallon, Gigawatt, Gram, Hectare, Hour, Inch, Kilogram, Kilometre,
    Kilowatt, Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute, Month, NauticalMile, Percent,
    Pound, PoundWeight, Rial, Ruble, Rupee, Second, Ton, Week, Year, Yen, Yuan,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("فیصد, فی صد", &[Percent]),
        ("ڈالر*", &[Dollar]),
        ("یورو", &[Euro]),
        ("پاؤنڈ*", &[Pound, PoundWeight]),
        ("لیرا", &[Lira]),
        ("دینار", &[Dinar]),
        ("درہم", &[Dirham]),
        ("ریال", &[Rial]),
        ("روپے, روپیہ, روپیے, روپوں", &[Rupee]),
        ("یوآن", &[Yuan]),
        ("روبل", &[Ruble]),
        ("سیکنڈ*", &[Second]),
        ("منٹ*", &[Minute]),
        ("گھنٹے, گھنٹہ, گھنٹوں", &[Hour]),
        ("دن, دنوں, روز, روزہ", &[Day]),
        ("ہفتے, ہفتوں", &[Week]),
        ("ماہ, مہینے, مہینوں, مہینہ", &[Month]),
        ("سال, سالہ, سالوں, برس, برسوں", &[Year]),
        ("ملی میٹر", &[Millimetre]),
        ("سینٹی میٹر, سنٹی میٹر", &[Centimetre]),
        ("میٹر*", &[Metre]),
        ("کلومیٹر*, کلو میٹر*", &[Kilometre]),
        ("میل, میلوں", &[Mile, NauticalMile]),
        ("فٹ", &[Foot]),
        ("انچ", &[Inch]),
        ("ہیکٹر*", &[Hectare]),
        ("ایکڑ*", &[Acre]),
        ("گرام", &[Gram]),
        ("کلوگرام*, کلو گرام, کلو", &[Kilogram]),
        ("ٹن", &[Ton]),
        ("لیٹر*", &[Litre]),
        ("گیلن", &[Gallon]),
        ("بیرل*", &[Barrel]),
        ("ڈگری", &[Celsius, Degree]),
        ("ڈگری سینٹی گریڈ, ڈگری سیلسیس", &[Celsius]),
        ("ڈگری فارن ہائیٹ", &[Fahrenheit]),
        ("کلوواٹ, کلو واٹ", &[Kilowatt]),
        ("میگاواٹ, میگا واٹ", &[Megawatt]),
        ("گیگاواٹ, گیگا واٹ", &[Gigawatt]),
        ("سینٹ", &[Cent]),
    ],
    loose: &[
        ("شرح, حصہ", &[Percent]),
        ("ین", &[Yen]),
        ("رات, راتوں, روزانہ", &[Day]),
        ("ہفتہ, ہفتہ وار", &[Week]),
        ("ماہانہ", &[Month]),
        ("سالانہ, عمر", &[Year]),
        ("سینٹی گریڈ", &[Celsius]),
        ("فارن ہائیٹ", &[Fahrenheit]),
    ],
    perhaps: &[("دہائی*, عشرے", &[Decade]), ("صدی, صدیوں", &[Century])],
    between: "امریکی, کینیڈین",
    powers: &[("مربع", 2), ("مکعب", 3)],
    below_zero: "منفی",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
