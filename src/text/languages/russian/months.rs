//! These tables hold the Russian names of the months.

use crate::text::language::Month;

/// The nominatives.
pub(super) const MONTHS: &[Month] = &[
    Month::new("январь", &[]),
    Month::new("февраль", &[]),
    Month::new("март", &[]),
    Month::new("апрель", &[]),
    Month::new("май", &[]),
    Month::new("июнь", &[]),
    Month::new("июль", &[]),
    Month::new("август", &[]),
    Month::new("сентябрь", &[]),
    Month::new("октябрь", &[]),
    Month::new("ноябрь", &[]),
    Month::new("декабрь", &[]),
];

/// The other cases, and abbreviations. A date keeps its case in the text for the model.
pub(super) const FORMS: &[&str] = &[
    "января январю январём январем январе янв",
    "февраля февралю февралём февралем феврале фев февр",
    "марта марту мартом марте мар",
    "апреля апрелю апрелем апреле апр",
    "мая маю маем мае",
    "июня июню июнем июне июн",
    "июля июлю июлем июле июл",
    "августа августу августом августе авг",
    "сентября сентябрю сентябрём сентябрем сентябре сен сент",
    "октября октябрю октябрём октябрем октябре окт",
    "ноября ноябрю ноябрём ноябрем ноябре ноя нояб",
    "декабря декабрю декабрём декабрем декабре дек",
];
