//! The words of units of measure and of currencies in French.

use std::sync::LazyLock;

use super::numbers;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia,
    Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rand, Rial, Ruble, Rupee, Second, Shekel, Toman, Ton, Week, Won, Year, Yen, Yuan,
    Zloty,
};
use crate::text::units::{Reader, Words};

static WORDS: Words = Words {
    names: &[
        ("pour cent, pourcent", &[Percent]),
        ("point de pourcentage, points de pourcentage", &[Point]),
        ("dollar, dollars", &[Dollar]),
        ("euro, euros", &[Euro]),
        (
            "livre sterling, livres sterling, livre turque, livres turques, livre égyptienne, livres égyptiennes, \
             livre syrienne, livres syriennes, livre libanaise, livres libanaises, livre soudanaise, \
             livres soudanaises",
            &[Lira, Pound],
        ),
        ("dinar, dinars", &[Dinar]),
        ("dirham, dirhams", &[Dirham]),
        ("riyal, riyals, rial, rials, reais", &[Rial]),
        ("toman, tomans", &[Toman]),
        ("shekel, shekels", &[Shekel]),
        ("roupie, roupies", &[Rupee]),
        ("yuan, yuans", &[Yuan]),
        ("yen, yens", &[Yen]),
        ("rouble, roubles", &[Ruble]),
        ("hryvnia, hryvnias", &[Hryvnia]),
        ("couronne, couronnes", &[Krone]),
        ("franc, francs", &[Franc]),
        ("peso, pesos", &[Peso]),
        ("rand, rands", &[Rand]),
        ("zloty, zlotys", &[Zloty]),
        ("seconde, secondes", &[Second]),
        ("minute, minutes", &[Minute]),
        ("heure, heures", &[Hour]),
        ("jour, jours, journée, journées", &[Day]),
        ("semaine, semaines", &[Week]),
        ("mois", &[Month]),
        ("an, ans, année, années", &[Year]),
        ("millimètre, millimètres, mm", &[Millimetre]),
        ("centimètre, centimètres, cm", &[Centimetre]),
        ("mètre, mètres", &[Metre]),
        ("kilomètre, kilomètres, km", &[Kilometre]),
        ("mile, miles", &[Mile, NauticalMile]),
        ("pied, pieds", &[Foot]),
        ("pouce, pouces", &[Inch]),
        ("nœud, nœuds, noeud, noeuds", &[Knot]),
        ("hectare, hectares", &[Hectare]),
        ("acre, acres", &[Acre]),
        ("gramme, grammes", &[Gram]),
        ("kilogramme, kilogrammes, kilo, kilos, kg", &[Kilogram]),
        ("tonne, tonnes", &[Ton]),
        ("once, onces", &[Ounce]),
        ("litre, litres", &[Litre]),
        ("gallon, gallons", &[Gallon]),
        ("baril, barils", &[Barrel]),
        ("degré, degrés", &[Celsius, Degree]),
        ("degré celsius, degrés celsius, ° c", &[Celsius]),
        ("degré fahrenheit, degrés fahrenheit, ° f", &[Fahrenheit]),
        ("kilowatt, kilowatts, kw, kwh", &[Kilowatt]),
        ("mégawatt, mégawatts, mw, mwh", &[Megawatt]),
        ("gigawatt, gigawatts, gw, gwh", &[Gigawatt]),
        ("centime, centimes", &[Cent]),
        ("point de base, points de base", &[BasisPoint]),
        ("pour mille", &[PerMille]),
    ],
    loose: &[
        ("pourcentage, pourcentages", &[Percent]),
        ("point, points", &[Percent, Point]),
        ("lires, lire", &[Lira]),
        // Books too.
        ("livre, livres", &[Lira, Pound, PoundWeight]),
        ("won, wons", &[Won]),
        ("real, reals", &[Rial]),
        ("h", &[Hour]),
        ("nuit, nuits, quotidien*", &[Day]),
        ("quinzaine, hebdomadaire*", &[Week]),
        ("mensuel*, trimestre*, semestre*", &[Month]),
        ("annuel*, saison*", &[Year]),
        ("mille, milles, nautique*", &[Mile, NauticalMile]),
    ],
    perhaps: &[
        ("décennie*", &[Decade]),
        ("siècle*", &[Century]),
        ("m", &[Metre]),
        ("g", &[Gram]),
        ("t", &[Ton]),
        ("l", &[Litre]),
        ("ha", &[Hectare]),
    ],
    between: "de, d, us",
    per_second: &[("mètre par seconde, mètres par seconde, m/s", &[Metre])],
    powers: &[("carré, carrés, carrée, carrées", 2), ("cube, cubes", 3)],
    below_zero: "moins, dessous",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
