//! The words of units of measure and of currencies in Russian.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia,
    Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rand, Rial, Ruble, Rupee, Second, Shekel, Ton, Week, Won, Yard, Year, Yen, Yuan,
    Zloty,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("процент*", &[Percent]),
        (
            "процентный пункт*, процентного пункт*, процентных пункт*, процентные пункт*, п п",
            &[Point],
        ),
        ("доллар*", &[Dollar]),
        ("евро", &[Euro]),
        ("фунт*", &[Pound, PoundWeight]),
        ("лира, лиры, лир, лирам, лирами, лирах", &[Lira]),
        ("динар*", &[Dinar]),
        ("дирхам*", &[Dirham]),
        ("риал*, реал, реала, реалов", &[Rial]),
        ("шекел*", &[Shekel]),
        ("рупия, рупии, рупий, рупиям, рупиями", &[Rupee]),
        ("юань, юаня, юаней, юани, юаням", &[Yuan]),
        ("иена, иены, иен, йена, йены, йен", &[Yen]),
        ("рубл*, руб", &[Ruble]),
        ("гривн*, гривен", &[Hryvnia]),
        ("крона, кроны, крон, кронам", &[Krone]),
        ("франк, франка, франков, франки", &[Franc]),
        ("песо", &[Peso]),
        ("рэнд, рэнда, рэндов", &[Rand]),
        ("злотый, злотых, злотого", &[Zloty]),
        ("секунд*", &[Second]),
        ("минут*", &[Minute]),
        (
            "час, часа, часов, часам, часами, часах, часово*, часовы*, часовая, часовую",
            &[Hour],
        ),
        (
            "день, дня, дней, дни, дням, днями, днях, сутки, суток, суткам, дневн*, суточн*",
            &[Day],
        ),
        ("недел*", &[Week]),
        (
            "месяц, месяца, месяцев, месяцы, месяцам, месяцами, месяцах, месячн*",
            &[Month],
        ),
        ("год, года, лет, годы, годам, годами, годах, летн*", &[Year]),
        ("миллиметр*, мм", &[Millimetre]),
        ("сантиметр*, см", &[Centimetre]),
        (
            "метр, метра, метров, метры, метрам, метрами, метрах",
            &[Metre],
        ),
        ("километр*, км", &[Kilometre]),
        ("миля, мили, миль, милям, милях", &[Mile, NauticalMile]),
        ("ярд, ярда, ярдов", &[Yard]),
        ("фут, фута, футов, футы, футах", &[Foot]),
        ("дюйм*", &[Inch]),
        ("узел, узла, узлов", &[Knot]),
        ("гектар*, га", &[Hectare]),
        ("акр, акра, акров", &[Acre]),
        ("грамм, грамма, граммов, граммы", &[Gram]),
        ("килограмм*, кг, кило", &[Kilogram]),
        ("тонна, тонны, тонн, тонну, тоннам, тоннами, тоннах", &[Ton]),
        ("унция, унции, унций", &[Ounce]),
        ("литр, литра, литров, литры, литрам", &[Litre]),
        ("галлон*", &[Gallon]),
        ("баррел*", &[Barrel]),
        ("градус*", &[Celsius, Degree]),
        (
            "градус цельсия, градуса цельсия, градусов цельсия, градусов по цельсию, ° c, ° с",
            &[Celsius],
        ),
        (
            "градуса фаренгейта, градусов фаренгейта, градусов по фаренгейту, ° f",
            &[Fahrenheit],
        ),
        ("киловатт*, квт", &[Kilowatt]),
        ("мегаватт*, мвт", &[Megawatt]),
        ("гигаватт*, гвт", &[Gigawatt]),
        (
            "цент, цента, центов, центы, копейка, копейки, копеек",
            &[Cent],
        ),
        (
            "базисный пункт, базисного пункта, базисных пункта, базисных пунктов",
            &[BasisPoint],
        ),
        ("промилле", &[PerMille]),
    ],
    loose: &[
        ("вона, воны, вон", &[Won]),
        ("ночь, ночи, ночей, ежедневн*", &[Day]),
        ("ежемесячн*, полгода", &[Month]),
        ("году, годовой, годовых, ежегодн*, сезон*", &[Year]),
        ("цельси*", &[Celsius]),
        ("фаренгейт*", &[Fahrenheit]),
        ("пункт*", &[Percent, Point]),
    ],
    perhaps: &[
        ("десятилет*", &[Decade]),
        ("век, века, веков, столет*", &[Century]),
        ("м", &[Metre]),
        ("г", &[Gram]),
        ("т", &[Ton]),
        ("л", &[Litre]),
    ],
    between: "морских, американских, канадских, турецких",
    cubed: &[("кубометр*", &[Metre])],
    per_second: &[(
        "метр в секунду, метра в секунду, метров в секунду, м/с",
        &[Metre],
    )],
    powers: &[
        (
            "квадратный, квадратного, квадратном, квадратные, квадратных, квадратными, квадратная, квадратной, кв",
            2,
        ),
        (
            "кубический, кубического, кубические, кубических, кубическими, куб",
            3,
        ),
    ],
    ones: "сутки, суток",
    below_zero: "минус, мороза, ниже",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
