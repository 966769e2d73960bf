//! The words of units of measure and of currencies in Ukrainian.

use std::sync::LazyLock;

use super::numbers::is_number_word;
use crate::text::numbers::Numbers;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia,
    Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rial, Ruble, Rupee, Second, Shekel, Ton, Week, Won, Yard, Year, Yen, Yuan, Zloty,
};
use crate::text::units::{Reader, Units, Words};

static WORDS: Words = Words {
    names: &[
        ("відсот*, процент*", &[Percent]),
        (
            "відсотковий пункт*, відсоткового пункт*, відсоткових пункт*, відсоткові пункт*, \
             процентний пункт*, процентного пункт*, процентних пункт*, процентні пункт*",
            &[Point],
        ),
        ("долар*", &[Dollar]),
        ("євро", &[Euro]),
        ("фунт*", &[Pound, PoundWeight]),
        ("ліра, ліри, лір, лірам", &[Lira]),
        ("динар*", &[Dinar]),
        ("дирхам*, дирхем*", &[Dirham]),
        ("ріал*, реал, реала, реалів", &[Rial]),
        ("шекел*", &[Shekel]),
        ("рупія, рупії, рупій", &[Rupee]),
        ("юань, юаня, юанів, юані", &[Yuan]),
        ("єна, єни, єн, ієна, ієни, ієн", &[Yen]),
        ("рубл*, руб", &[Ruble]),
        ("гривн*, гривень, грн", &[Hryvnia]),
        ("крона, крони, крон", &[Krone]),
        ("франк, франка, франків, франки", &[Franc]),
        ("песо", &[Peso]),
        ("злотий, злотих, злотого", &[Zloty]),
        ("секунд*", &[Second]),
        ("хвилин*", &[Minute]),
        (
            "година, години, годин, годину, годинам, годинами, годинах, годинн*",
            &[Hour],
        ),
        (
            "день, дня, днів, дні, дням, днями, днях, доба, доби, діб, добу, добою, денн*, добов*",
            &[Day],
        ),
        (
            "тиждень, тижня, тижні, тижнів, тижням, тижнями, тижнях",
            &[Week],
        ),
        (
            "місяць, місяця, місяці, місяців, місяцям, місяцями, місяцях, місячн*",
            &[Month],
        ),
        ("рік, року, роки, років, рокам, роками, роках, літ", &[Year]),
        ("міліметр*, мм", &[Millimetre]),
        ("сантиметр*, см", &[Centimetre]),
        (
            "метр, метра, метрів, метри, метрам, метрами, метрах",
            &[Metre],
        ),
        ("кілометр*, км", &[Kilometre]),
        ("миля, милі, миль, милям", &[Mile, NauticalMile]),
        ("ярд, ярда, ярдів, ярди", &[Yard]),
        ("фут, фута, футів, фути", &[Foot]),
        ("дюйм*", &[Inch]),
        ("вузол, вузла, вузлів, вузли", &[Knot]),
        ("гектар*, га", &[Hectare]),
        ("акр, акра, акрів, акри", &[Acre]),
        ("грам, грама, грамів, грами", &[Gram]),
        ("кілограм*, кг, кіло", &[Kilogram]),
        ("тонна, тонни, тонн, тонну, тоннам, тоннами, тоннах", &[Ton]),
        ("унція, унції, унцій", &[Ounce]),
        ("літр, літра, літрів, літри", &[Litre]),
        ("галон*", &[Gallon]),
        ("барел*", &[Barrel]),
        ("градус*", &[Celsius, Degree]),
        (
            "градуса цельсія, градуси цельсія, градусів цельсія, градусів за цельсієм, ° c, ° с",
            &[Celsius],
        ),
        (
            "градусів фаренгейта, градусів за фаренгейтом, ° f",
            &[Fahrenheit],
        ),
        ("кіловат*, квт", &[Kilowatt]),
        ("мегават*, мвт", &[Megawatt]),
        ("гігават*, гвт", &[Gigawatt]),
        (
            "цент, цента, центів, центи, копійка, копійки, копійок",
            &[Cent],
        ),
        (
            "базисний пункт, базисного пункту, базисні пункти, базисних пунктів",
            &[BasisPoint],
        ),
        ("проміле", &[PerMille]),
    ],
    loose: &[
        ("вона, вони, вон", &[Won]),
        ("ніч, ночі, ночей, щоден*", &[Day]),
        ("щомісяч*, півроку", &[Month]),
        ("річн*, щоріч*, сезон*", &[Year]),
        ("цельсі*", &[Celsius]),
        ("фаренгейт*", &[Fahrenheit]),
        ("пункт*", &[Percent, Point]),
    ],
    perhaps: &[
        ("десятиліт*, десятиріч*", &[Decade]),
        ("століт*, сторіч*", &[Century]),
        ("м", &[Metre]),
        ("г", &[Gram]),
        ("т", &[Ton]),
        ("л", &[Litre]),
    ],
    between: "морських, американських, канадських, турецьких",
    cubed: &[("кубометр*", &[Metre])],
    per_second: &[(
        "метр на секунду, метра на секунду, метри на секунду, метрів на секунду, м/с",
        &[Metre],
    )],
    powers: &[
        (
            "квадратний, квадратного, квадратному, квадратні, квадратних, квадратними, квадратна, квадратної, кв",
            2,
        ),
        ("кубічний, кубічного, кубічні, кубічних, кубічними, куб", 3),
    ],
    ones: "доба, доби, добу, добою",
    below_zero: "мінус, морозу, нижче",
    is_number_word,
    ..Words::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));

/// Reads the units of a text with these numbers.
pub(super) fn read(text: &str, numbers: &Numbers) -> Units {
    READER.read(text, numbers)
}
