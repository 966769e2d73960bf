//! The words of units of measure and of currencies in German.

use std::sync::LazyLock;

use super::numbers::is_number_word;
use crate::text::numbers::Numbers;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia,
    Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rand, Rial, Ruble, Rupee, Second, Shekel, Toman, Ton, Week, Won, Yard, Year, Yen,
    Yuan, Zloty,
};
use crate::text::units::{Reader, Units, Words};

static WORDS: Words = Words {
    names: &[
        ("prozent", &[Percent]),
        ("prozentpunkt, prozentpunkte, prozentpunkten", &[Point]),
        ("dollar, dollars", &[Dollar]),
        ("euro, euros", &[Euro]),
        ("pfund", &[Pound, PoundWeight]),
        ("lira, lire", &[Lira]),
        ("dinar, dinare, dinaren", &[Dinar]),
        ("dirham", &[Dirham]),
        ("rial, riyal, riyals, reais", &[Rial]),
        ("toman", &[Toman]),
        ("schekel", &[Shekel]),
        ("rupie, rupien", &[Rupee]),
        ("yuan", &[Yuan]),
        ("yen", &[Yen]),
        ("rubel", &[Ruble]),
        ("hrywnja, hrywnia, griwna", &[Hryvnia]),
        ("krone, kronen", &[Krone]),
        ("franken, francs", &[Franc]),
        ("peso, pesos", &[Peso]),
        ("rand", &[Rand]),
        ("zloty, złoty", &[Zloty]),
        ("sekunde, sekunden", &[Second]),
        ("minute, minuten", &[Minute]),
        ("stunde, stunden", &[Hour]),
        ("tag, tage, tagen", &[Day]),
        ("woche, wochen", &[Week]),
        ("monat, monate, monaten", &[Month]),
        ("jahr, jahre, jahren", &[Year]),
        // Behind a hyphen, as in "14-tägig".
        ("sekündig*", &[Second]),
        ("minütig*", &[Minute]),
        ("stündig*", &[Hour]),
        ("tägig*", &[Day]),
        ("wöchig*", &[Week]),
        ("monatig*", &[Month]),
        ("jährig*", &[Year]),
        ("millimeter, millimetern, mm", &[Millimetre]),
        ("zentimeter, zentimetern, cm", &[Centimetre]),
        ("meter, metern", &[Metre]),
        (
            "kilometer, kilometern, km, stundenkilometer, stundenkilometern",
            &[Kilometre],
        ),
        ("meile, meilen, seemeilen", &[Mile, NauticalMile]),
        ("yard, yards", &[Yard]),
        ("fuß, fuss", &[Foot]),
        ("zoll", &[Inch]),
        ("knoten", &[Knot]),
        ("hektar", &[Hectare]),
        ("acre, acres", &[Acre]),
        ("gramm", &[Gram]),
        ("kilogramm, kilo, kg", &[Kilogram]),
        ("tonne, tonnen", &[Ton]),
        ("unze, unzen", &[Ounce]),
        ("liter, litern", &[Litre]),
        ("gallone, gallonen", &[Gallon]),
        ("barrel", &[Barrel]),
        ("grad", &[Celsius, Degree]),
        ("grad celsius, ° c", &[Celsius]),
        ("grad fahrenheit, ° f", &[Fahrenheit]),
        ("kilowatt, kw, kilowattstunde, kilowattstunden", &[Kilowatt]),
        ("megawatt, mw, megawattstunde, megawattstunden", &[Megawatt]),
        ("gigawatt, gw, gigawattstunde, gigawattstunden", &[Gigawatt]),
        ("cent, cents", &[Cent]),
        ("basispunkt, basispunkte, basispunkten", &[BasisPoint]),
        ("promille", &[PerMille]),
    ],
    loose: &[
        ("punkt, punkte, punkten", &[Percent, Point]),
        ("prozentual*, anteil*", &[Percent]),
        ("won", &[Won]),
        ("real", &[Rial]),
        ("stündlich*", &[Hour]),
        ("tages, nacht, nächte*, täglich*", &[Day]),
        ("wöchentlich*", &[Week]),
        ("monats, monatlich*, quartal*", &[Month]),
        ("jahres, jährlich*, saison*", &[Year]),
    ],
    perhaps: &[
        ("jahrzehnt*", &[Decade]),
        ("jahrhundert*", &[Century]),
        ("m", &[Metre]),
        ("g", &[Gram]),
        ("t", &[Ton]),
        ("l", &[Litre]),
        ("fass, fässer*", &[Barrel]),
    ],
    between: "us",
    squared: &[
        ("quadratmeter, quadratmetern, qm", &[Metre]),
        ("quadratkilometer, quadratkilometern, qkm", &[Kilometre]),
        ("quadratmeile, quadratmeilen", &[Mile]),
    ],
    cubed: &[("kubikmeter, kubikmetern", &[Metre])],
    per_second: &[("meter pro sekunde, metern pro sekunde, m/s", &[Metre])],
    below_zero: "minus, null",
    is_number_word,
    ..Words::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));

/// Reads the units of a text with these numbers.
pub(super) fn read(text: &str, numbers: &Numbers) -> Units {
    READER.read(text, numbers)
}
