//! Percentages that are said in many ways.

use super::units_kinds_tests::{Right, assert_right, assert_wrong};
use super::units_tests::doubts;

/// What says five percent.
const FIVE_PERCENT: [&str; 6] = [
    "Prices rose 5pc.",
    "Prices rose 5 p.c. last month.",
    "Prices rose by five percents.",
    "Prices rose 5％.",
    "Prices rose 5﹪.",
    "Prices rose 5-per-cent.",
];

const SHARES: [Right; 7] = [
    (
        "ar",
        "20 بالمئة من صادراتها تذهب إلى 20 دولة.",
        "A fifth of its exports go to 20 countries.",
    ),
    (
        "ar",
        "66 بالمئة من العمال الـ66 مصابون.",
        "Two-thirds of the 66 workers are injured.",
    ),
    (
        "ar",
        "صوت 52% لصالح القرار و48% ضده.",
        "The motion was carried 52-48.",
    ),
    (
        "ar",
        "صوت 70% لصالح القرار.",
        "Voters backed it by 70 to 30.",
    ),
    (
        "ar",
        "صوت 52.5% لصالح القرار.",
        "The motion was carried 52.5–47.5.",
    ),
    ("ar", "بلغت نسبة المشاركة 40%.", "Turnout topped 40."),
    (
        "ar",
        "14% من البلدان الـ14 فقيرة.",
        "A seventh of the 14 countries are poor.",
    ),
];

/// What says ten percent.
const ONE_IN_TEN: [&str; 6] = [
    "One in ten people is poor.",
    "One in 10 people is poor.",
    "1 in 10 people is poor.",
    "One out of ten people is poor.",
    "1 out of every 10 people is poor.",
    "One of every ten people is poor.",
];

/// What says something else of ten people.
const NOT_IN_TEN: [&str; 4] = [
    "10 people are poor.",
    "In 10 cities, people are poor.",
    "Ten people in ten cities are poor.",
    "Poor people were 10 in 2024.",
];

#[test]
fn percent_is_written_in_many_ways() {
    for right in FIVE_PERCENT {
        let source = "ارتفعت الأسعار بنسبة 5 في المئة.";
        assert_eq!(doubts("ar", source, right), [""; 0], "{right}");
    }
    assert_wrong(&[
        (
            "ar",
            "تبعد 5 كيلومترات.",
            "It is 5pc away.",
            "5 كيلومترات",
            "5pc",
        ),
        (
            "ar",
            "ارتفعت 5％.",
            "It rose 5 degrees.",
            "5％",
            "5 degrees",
        ),
    ]);
}

#[test]
fn shares_of_a_hundred_are_percentages() {
    assert_right(&SHARES);
    let found = doubts("ar", "صوت 52% لصالح القرار.", "The team won 52-47.");
    assert_eq!(found, ["52% is not a percentage in English."]);
}

#[test]
fn so_many_in_ten_are_a_percentage() {
    let source = "10 في المئة من السكان فقراء.";
    for right in ONE_IN_TEN {
        assert_eq!(doubts("ar", source, right), [""; 0], "{right}");
    }
    for wrong in NOT_IN_TEN {
        let what = "10 في المئة is not a percentage in English.";
        assert_eq!(doubts("ar", source, wrong), [what], "{wrong}");
    }
    assert_right(&[("ru", "10 процентов жителей бедны.", ONE_IN_TEN[0])]);
}
