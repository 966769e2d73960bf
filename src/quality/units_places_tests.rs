//! What stands between a number and its unit or before both, and what a text without an end would cost.

use std::time::{Duration, Instant};

use super::units_kinds_tests::{Right, Wrong, assert_right, assert_wrong};
use super::units_tests::doubts;

/// Words that may stand between a number and its unit stand before the number.
const BEFORE_THE_NUMBER: [Wrong; 8] = [
    (
        "fr",
        "Il a payé une amende de 300 euros.",
        "He paid a fine of 300 dollars.",
        "300 euros",
        "300 dollars",
    ),
    (
        "fr",
        "Elle a duré plus de 20 ans.",
        "It lasted more than 20 days.",
        "20 ans",
        "20 days",
    ),
    (
        "fr",
        "Elle a coûté plus de 300 millions d'euros.",
        "It cost more than 300 million dollars.",
        "300 millions d'euros",
        "300 million dollars",
    ),
    (
        "es",
        "Pagó una multa de 300 euros.",
        "He paid a fine of 300 dollars.",
        "300 euros",
        "300 dollars",
    ),
    (
        "es",
        "Duró más de 20 años.",
        "It lasted more than 20 days.",
        "20 años",
        "20 days",
    ),
    (
        "tr",
        "Suriye 20 kilometre yol yaptı.",
        "Syria built 20 miles of road.",
        "20 kilometre",
        "20 miles",
    ),
    (
        "ar",
        "استمرت 7 أيام كاملة.",
        "It lasted a full 7 weeks.",
        "7 أيام",
        "7 weeks",
    ),
    (
        "ar",
        "طريق جديد طوله 20 كيلومترا.",
        "A new 20-mile road.",
        "20 كيلومترا",
        "20-mile",
    ),
];

const BETWEEN_TOO: [Right; 3] = [
    (
        "fr",
        "Elle a coûté plus de 4 millions d'euros.",
        "It cost more than 4 million euros.",
    ),
    (
        "es",
        "Costó más de 20 millones de dólares.",
        "It cost more than 20 million US dollars.",
    ),
    ("ar", "استمرت 7 أيام كاملة.", "It lasted seven full days."),
];

const LATER_DECADES: [Right; 10] = [
    ("ar", "بعد 20 عاما.", "Two decades later."),
    ("ar", "بعد 30 عاما.", "3 decades later."),
    ("ar", "بعد ثلاثين عاما.", "Three decades later."),
    ("ar", "بعد مئتي عام.", "Two centuries later."),
    ("ar", "بعد ثلاثة عقود.", "Thirty years later."),
    ("ar", "بعد ثلاثة عقود.", "Three decades later."),
    ("fr", "Vingt ans plus tard.", "Two decades later."),
    ("fr", "30 ans plus tard.", "Three decades later."),
    ("fr", "Deux cents ans plus tard.", "Two centuries later."),
    ("ru", "Тридцать лет спустя.", "Three decades later."),
];

const OTHER_LATER_DECADES: [Wrong; 3] = [
    (
        "ar",
        "بعد 20 عاما.",
        "Twenty decades later.",
        "20 عاما",
        "Twenty decades",
    ),
    (
        "ar",
        "بعد ثلاثة أعوام.",
        "Three decades later.",
        "ثلاثة أعوام",
        "Three decades",
    ),
    (
        "fr",
        "Vingt ans plus tard.",
        "Twenty centuries later.",
        "Vingt ans",
        "Twenty centuries",
    ),
];

#[test]
fn a_word_before_the_number_is_none_between_it_and_its_unit() {
    assert_wrong(&BEFORE_THE_NUMBER);
    assert_right(&BETWEEN_TOO);
}

#[test]
fn decades_are_counted_and_not_their_years() {
    assert_right(&LATER_DECADES);
    assert_wrong(&OTHER_LATER_DECADES);
}

#[test]
fn thousands_of_measures_are_compared_soon() {
    let source: String = (1000..2200).map(|n| format!("{n} km ")).collect();
    let translation = "2199 km ".repeat(2400);
    let start = Instant::now();
    assert_eq!(doubts("fr", &source, &translation), [""; 0]);
    assert!(start.elapsed() < Duration::from_secs(20), "not so soon");
}
