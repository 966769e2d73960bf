//! This file owns what each French number word stands for, in France, Belgium and Switzerland. How
//! words combine into a number is decided in `text::numbers`.

use crate::text::numbers::lexicon::Row;
use crate::text::numbers::lexicon::Sense::{Add, Also, Half, Quarter, Span, Third, Times};

/// The endings of verbs for "multiply by".
const MULTIPLIED: &str = "e é ée és ées er ent";

/// Number words in lower case.
pub(super) const WORDS: &[Row] = &[
    ("chaque", "-", Also(&["1"])),
    ("zéro aucun aucune nul", "-", Also(&["0"])),
    ("un une uns", "-", Add(1)),
    // "The hundred first days" are no 101; the twenty-first is another word.
    ("premier première premiers premières", "-", Also(&["1"])),
    ("unième", "-", Add(1)),
    ("seul seule", "-", Also(&["1"])),
    (
        "deux deuxième deuxièmes second seconde seconds secondes",
        "-",
        Add(2),
    ),
    (
        "double doubler doublé doublée doublés paire couple duo jumeaux jumelles",
        "-",
        Also(&["2"]),
    ),
    ("trois troisième troisièmes", "-", Add(3)),
    ("triple triplé triplée triplés trio", "-", Also(&["3"])),
    ("quatre quatrième quatrièmes", "-", Add(4)),
    ("quadrupl", MULTIPLIED, Also(&["4"])),
    ("quintupl", MULTIPLIED, Also(&["5"])),
    ("sextupl", MULTIPLIED, Also(&["6"])),
    ("décupl", MULTIPLIED, Also(&["10"])),
    ("cinq cinquième cinquièmes", "-", Add(5)),
    ("six sixième sixièmes", "-", Add(6)),
    ("sept septième septièmes", "-", Add(7)),
    ("huit huitième huitièmes", "-", Add(8)),
    ("neuf neuvième neuvièmes", "-", Add(9)),
    ("dix dixième dixièmes dizaine dizaines", "-", Add(10)),
    ("onz", "e ième ièmes aine", Add(11)),
    ("douz", "e ième ièmes", Add(12)),
    ("douzaine douzaines", "-", Times(12)),
    ("treiz", "e ième ièmes", Add(13)),
    ("quatorz", "e ième ièmes", Add(14)),
    ("quinz", "e ième ièmes aine aines", Add(15)),
    ("quinzaine", "-", Also(&["2", "14"])),
    ("seiz", "e ième ièmes", Add(16)),
    ("vingt", "- s ième ièmes aine aines", Add(20)),
    ("trent", "e ième ièmes aine aines", Add(30)),
    ("quarant", "e ième ièmes aine aines", Add(40)),
    ("cinquant", "e ième ièmes aine aines", Add(50)),
    ("soixant", "e ième ièmes aine aines", Add(60)),
    ("septant", "e ième", Add(70)),
    ("octant huitant", "e ième", Add(80)),
    ("nonant", "e ième", Add(90)),
    ("cent", "", Times(100)),
    ("centaine centaines", "-", Times(100)),
    ("mill", "e ième ièmes ier iers", Times(1_000)),
    ("mil", "-", Times(1_000)),
    ("million", "", Times(1_000_000)),
    ("milliard", "", Times(1_000_000_000)),
    ("billion", "", Times(1_000_000_000_000)),
    ("billiard", "", Times(1_000_000_000_000_000)),
    ("demi demie mi", "-", Half),
    ("moitié moitiés", "-", Also(&["0.5", "50"])),
    ("quart quarts", "-", Quarter),
    ("tiers", "-", Third),
    ("quinquennat quinquennal quinquennale", "-", Also(&["5"])),
    ("septennat septennats", "-", Also(&["7"])),
    ("trimestre trimestres", "-", Also(&["3"])),
    ("semestre semestres", "-", Also(&["6"])),
    ("décennie décennies", "-", Span(10)),
    ("siècle siècles centenaire", "-", Also(&["100"])),
    ("cinquantenaire", "-", Also(&["50"])),
    ("bicentenaire", "-", Also(&["200"])),
    ("tricentenaire", "-", Also(&["300"])),
    ("millénaire", "-", Also(&["1000"])),
    ("midi", "-", Also(&["12"])),
    ("minuit", "-", Also(&["0", "12", "24"])),
    ("trentenaire", "- s", Also(&["30"])),
    ("quadragénaire", "- s", Also(&["40"])),
    ("quinquagénaire", "- s", Also(&["50"])),
    ("sexagénaire", "- s", Also(&["60"])),
    ("septuagénaire", "- s", Also(&["70"])),
    ("octogénaire", "- s", Also(&["80"])),
    ("nonagénaire", "- s", Also(&["90"])),
];

/// The endings of words that have none of their own.
pub(super) const ENDINGS: &str = "- s ième ièmes";
