//! The words of units of measure and of currencies in Turkish.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Degree, Dinar, Dirham, Dollar,
    Dunam, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia, Inch,
    Kilogram, Kilometre, Kilowatt, Krone, Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute,
    Month, NauticalMile, Ounce, Percent, Peso, Pound, PoundWeight, Rial, Ruble, Rupee, Second,
    Shekel, Toman, Ton, Week, Won, Year, Yen, Yuan, Zloty,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("dolar*", &[Dollar]),
        ("euro*, avro*", &[Euro]),
        ("sterlin*", &[Pound]),
        ("pound, poundluk", &[Pound, PoundWeight]),
        ("lira*, tl", &[Lira, Pound]),
        ("dinar*", &[Dinar]),
        ("dirhem*", &[Dirham]),
        ("riyal*, rial*, reali", &[Rial]),
        ("tümen", &[Toman]),
        ("şekel*", &[Shekel]),
        ("rupi, rupisi, rupilik", &[Rupee]),
        ("yuan, yuanlık, yuanı", &[Yuan]),
        ("yen, yenlik", &[Yen]),
        ("ruble*", &[Ruble]),
        ("grivna*, hrivna*", &[Hryvnia]),
        ("kron, kronluk, kronu", &[Krone]),
        ("frank, franklık, frangı", &[Franc]),
        ("peso, pesoluk, pesosu", &[Peso]),
        ("zloti*", &[Zloty]),
        ("saniye*", &[Second]),
        ("dakika*", &[Minute]),
        (
            "saat, saatlik, saatte, saate, saati, saattir, saatten, saatin",
            &[Hour],
        ),
        (
            "gün, günlük, günde, güne, günü, gündür, günden, günün",
            &[Day],
        ),
        (
            "hafta, haftalık, haftada, haftaya, haftadır, haftadan, haftanın, haftayı",
            &[Week],
        ),
        ("ay, aylık, ayda, aydır, aydan, ayın", &[Month]),
        (
            "yıl, yıllık, yılda, yıla, yılı, yıldır, yıldan, yılın, sene, senelik, senedir",
            &[Year],
        ),
        ("milimetre*, mm", &[Millimetre]),
        ("santimetre*, santim*, cm", &[Centimetre]),
        ("metre*", &[Metre]),
        ("kilometre*, km", &[Kilometre]),
        ("mil, millik", &[Mile, NauticalMile]),
        ("fit, fitlik", &[Foot]),
        ("inç, inçlik", &[Inch]),
        ("hektar*", &[Hectare]),
        ("dönüm*", &[Dunam]),
        ("gram, gramlık, gramı", &[Gram]),
        ("kilogram*, kilo, kiloluk, kg", &[Kilogram]),
        ("ton, tonluk, tonu, tona, tondan", &[Ton]),
        ("ons", &[Ounce]),
        ("litre*", &[Litre]),
        ("galon*", &[Gallon]),
        ("varil*", &[Barrel]),
        ("derece*", &[Celsius, Degree]),
        ("santigrat derece, derece santigrat, ° c", &[Celsius]),
        ("fahrenhayt derece, ° f", &[Fahrenheit]),
        ("kilovat*, kilowatt*, kw", &[Kilowatt]),
        ("megavat*, megawatt*, mw", &[Megawatt]),
        ("gigavat*, gigawatt*, gw", &[Gigawatt]),
        ("sent, cent, kuruş*", &[Cent]),
        ("baz puan*", &[BasisPoint]),
    ],
    before: &[("yüzde", &[Percent])],
    loose: &[
        ("puan*, yüzde*, oran*", &[Percent]),
        ("won", &[Won]),
        ("gece*, günlük*, gündüz*", &[Day]),
        ("haftalık*", &[Week]),
        ("aylık*, çeyrek*", &[Month]),
        ("yaş*, yıllık*, sezon*, yılında", &[Year]),
        ("santigrat", &[Celsius]),
        ("fahrenhayt", &[Fahrenheit]),
    ],
    perhaps: &[
        ("asır, yüzyıl*", &[Century]),
        ("m", &[Metre]),
        ("g, gr", &[Gram]),
        ("t", &[Ton]),
        ("l, lt", &[Litre]),
        ("ha", &[Hectare]),
    ],
    between: "abd, amerikan, kanada, türk, mısır, suriye, iran, metrik",
    squared: &[("metrekare*", &[Metre]), ("kilometrekare*", &[Kilometre])],
    cubed: &[("metreküp*", &[Metre])],
    per_second: &[("metre/saniye, m/s", &[Metre])],
    powers: &[("kare", 2), ("küp", 3)],
    below_zero: "eksi, sıfırın",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
