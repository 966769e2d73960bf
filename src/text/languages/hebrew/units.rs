//! The words of units of measure and of currencies in Hebrew.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Acre, Barrel, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar, Dirham, Dollar,
    Dunam, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Kilogram,
    Kilometre, Kilowatt, Krone, Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute, Month,
    NauticalMile, Percent, Peso, Pound, PoundWeight, Rial, Ruble, Rupee, Second, Shekel, Ton, Week,
    Year, Yen, Yuan,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("אחוז, אחוזים, אחוזי", &[Percent]),
        ("דולר, דולרים", &[Dollar]),
        ("אירו, יורו", &[Euro]),
        ("לירה, לירות", &[Lira, Pound, PoundWeight]),
        ("דינר, דינרים", &[Dinar]),
        ("דירהם, דירהמים", &[Dirham]),
        ("ריאל, ריאלים", &[Rial]),
        ("שקל, שקלים, ש ח, שח", &[Shekel]),
        ("רופי, רופיות, רופיה", &[Rupee]),
        ("יואן", &[Yuan]),
        ("ין", &[Yen]),
        ("רובל, רובלים", &[Ruble]),
        ("פרנק, פרנקים", &[Franc]),
        ("פזו", &[Peso]),
        ("שניות", &[Second]),
        ("דקה, דקות", &[Minute]),
        ("שעה, שעות, השעות", &[Hour]),
        ("יום, ימים, ימי, הימים", &[Day]),
        ("שבוע, שבועות, השבועות", &[Week]),
        ("חודש, חודשים, חודשי, החודשים", &[Month]),
        ("שנה, שנים, שנות, השנים", &[Year]),
        ("מילימטר, מילימטרים, מ מ", &[Millimetre]),
        ("סנטימטר, סנטימטרים, ס מ", &[Centimetre]),
        ("מטר, מטרים", &[Metre]),
        ("קילומטר, קילומטרים, ק מ, קמ", &[Kilometre]),
        ("מייל, מיילים", &[Mile, NauticalMile]),
        ("דונם, דונמים", &[Dunam]),
        ("הקטר, הקטרים", &[Hectare]),
        ("אקר, אקרים", &[Acre]),
        ("גרם, גרמים", &[Gram]),
        ("קילוגרם, קילוגרמים, קילו, ק ג, קג", &[Kilogram]),
        ("טון, טונות", &[Ton]),
        ("ליטר, ליטרים", &[Litre]),
        ("גלון, גלונים", &[Gallon]),
        ("חבית, חביות", &[Barrel]),
        ("מעלה, מעלות", &[Celsius, Degree]),
        ("מעלות צלזיוס", &[Celsius]),
        ("מעלות פרנהייט", &[Fahrenheit]),
        ("מגוואט, מגה ואט, מגה וואט", &[Megawatt]),
        ("קילוואט, קילו ואט", &[Kilowatt]),
        ("גיגה ואט, גיגה וואט", &[Gigawatt]),
        ("סנט, סנטים, אגורה, אגורות", &[Cent]),
    ],
    twos: &[
        ("שעתיים", &[Hour]),
        ("יומיים", &[Day]),
        ("שבועיים", &[Week]),
        ("חודשיים", &[Month]),
        ("שנתיים", &[Year]),
    ],
    loose: &[
        ("נקודה, נקודות, שיעור", &[Percent]),
        ("שנייה, שניה", &[Second]),
        ("לילה, לילות, יומי, יומית", &[Day]),
        ("שבועי, שבועית", &[Week]),
        ("רבעון, חודשית", &[Month]),
        ("עונה, עונות, שנתי, שנתית, גיל, בן, בת", &[Year]),
        ("שנות", &[Decade]),
        ("מאה, מאות", &[Century]),
        ("קרונה, קרונות", &[Krone]),
        ("קילו", &[Kilometre]),
        ("צלזיוס", &[Celsius]),
        ("פרנהייט", &[Fahrenheit]),
    ],
    perhaps: &[
        ("עשור, עשורים", &[Decade]),
        ("מ", &[Metre]),
        ("רגל, רגליים", &[Foot]),
    ],
    prefixes: super::SPELLING.search_prefixes,
    squared: &[("מ ר", &[Metre]), ("קמ ר", &[Kilometre])],
    cubed: &[("מ ק", &[Metre])],
    powers: &[("רבוע, רבועים, מרובע, מרובעים", 2), ("מעוקב, מעוקבים", 3)],
    below_zero: "מינוס, לאפס",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
