//! The words of units of measure and of currencies in Spanish.

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
        ("por ciento, porciento", &[Percent]),
        ("punto porcentual, puntos porcentuales", &[Point]),
        ("dólar, dólares", &[Dollar]),
        ("euro, euros", &[Euro]),
        ("libra, libras", &[Pound, PoundWeight]),
        ("lira, liras", &[Lira]),
        ("dinar, dinares", &[Dinar]),
        ("dirham, dirhams, dírham, dírhams", &[Dirham]),
        ("rial, riales, riyal, riyales, reales", &[Rial]),
        ("shekel, shekels, séquel, séqueles", &[Shekel]),
        ("rupia, rupias", &[Rupee]),
        ("yuan, yuanes", &[Yuan]),
        ("yen, yenes", &[Yen]),
        ("rublo, rublos", &[Ruble]),
        ("grivna, grivnas, hryvnia, hryvnias", &[Hryvnia]),
        ("corona, coronas", &[Krone]),
        ("franco, francos", &[Franc]),
        ("peso, pesos", &[Peso]),
        ("rand, rands", &[Rand]),
        ("zloty, zlotys, esloti, eslotis", &[Zloty]),
        ("segundos", &[Second]),
        ("minuto, minutos", &[Minute]),
        ("hora, horas", &[Hour]),
        ("día, días", &[Day]),
        ("semana, semanas", &[Week]),
        ("mes, meses", &[Month]),
        ("año, años", &[Year]),
        ("milímetro, milímetros, mm", &[Millimetre]),
        ("centímetro, centímetros, cm", &[Centimetre]),
        ("metro, metros", &[Metre]),
        ("kilómetro, kilómetros, km", &[Kilometre]),
        ("milla, millas", &[Mile, NauticalMile]),
        ("yarda, yardas", &[Yard]),
        ("pie, pies", &[Foot]),
        ("pulgada, pulgadas", &[Inch]),
        ("nudo, nudos", &[Knot]),
        ("hectárea, hectáreas", &[Hectare]),
        ("acre, acres", &[Acre]),
        ("gramo, gramos", &[Gram]),
        ("kilogramo, kilogramos, kilo, kilos, kg", &[Kilogram]),
        ("tonelada, toneladas", &[Ton]),
        ("onza, onzas", &[Ounce]),
        ("litro, litros", &[Litre]),
        ("galón, galones", &[Gallon]),
        ("barril, barriles", &[Barrel]),
        ("grado, grados", &[Celsius, Degree]),
        (
            "grado celsius, grados celsius, grado centígrado, grados centígrados, ° c",
            &[Celsius],
        ),
        ("grado fahrenheit, grados fahrenheit, ° f", &[Fahrenheit]),
        ("kilovatio, kilovatios, kw, kwh", &[Kilowatt]),
        ("megavatio, megavatios, mw, mwh", &[Megawatt]),
        ("gigavatio, gigavatios, gw, gwh", &[Gigawatt]),
        ("centavo, centavos, céntimo, céntimos", &[Cent]),
        (
            "punto básico, puntos básicos, punto base, puntos base",
            &[BasisPoint],
        ),
        ("por mil", &[PerMille]),
    ],
    loose: &[
        (
            "porcentaje, porcentajes, punto, puntos, porcentual*",
            &[Percent],
        ),
        ("real", &[Rial]),
        ("won, wones", &[Won]),
        ("segundo", &[Second]),
        ("noche, noches, jornada, jornadas, diario*", &[Day]),
        ("quincena, semanal*", &[Week]),
        ("mensual*, trimestre*, semestre*", &[Month]),
        ("anual*, temporada*", &[Year]),
    ],
    perhaps: &[
        ("década*, decenio*", &[Decade]),
        ("siglo*", &[Century]),
        ("m", &[Metre]),
        ("g", &[Gram]),
        ("t", &[Ton]),
        ("l", &[Litre]),
        ("ha", &[Hectare]),
    ],
    between: "de",
    per_second: &[("metro por segundo, metros por segundo, m/s", &[Metre])],
    powers: &[
        ("cuadrado, cuadrados, cuadrada, cuadradas", 2),
        ("cúbico, cúbicos, cúbica, cúbicas", 3),
    ],
    below_zero: "menos, bajo",
    is_number_word: |word| numbers::READER.is_number_word(word),
    ..Words::EMPTY
};

/// The reader of the units.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));
