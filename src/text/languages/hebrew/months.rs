//! The months that Hebrew news name: the Gregorian ones, and those of the Hebrew calendar.

use crate::text::language::Month;

/// Gregorian names; there is only one for each, with a few spellings.
pub(super) const MONTHS: &[Month] = &[
    month("ינואר", &["ינו'", "ינו"]),
    month("פברואר", &["פבר'", "פבר"]),
    month("מרץ", &["מרס", "מארס", "מרצ"]),
    month("אפריל", &["אפר'"]),
    month("מאי", &[]),
    month("יוני", &[]),
    month("יולי", &[]),
    month("אוגוסט", &["אבגוסט", "אוג'"]),
    month("ספטמבר", &["ספט'", "ספטמ'"]),
    month("אוקטובר", &["אוק'", "אוקט'"]),
    month("נובמבר", &["נוב'"]),
    month("דצמבר", &["דצמ'"]),
];

const fn month(name: &'static str, variants: &'static [&'static str]) -> Month {
    Month {
        name,
        variants,
        regional: &[],
    }
}

/// The months of the Hebrew calendar, and those of both calendars behind a preposition, as they
/// stand in dates: "in May".
pub(super) const OTHER_MONTHS: &[&str] = &[
    "תשרי",
    "חשוון",
    "חשון",
    "מרחשוון",
    "מרחשון",
    "כסלו",
    "כסליו",
    "טבת",
    "שבט",
    "אדר",
    "ניסן",
    "אייר",
    "סיוון",
    "סיון",
    "תמוז",
    "אב",
    "אלול",
    "בתשרי",
    "בחשוון",
    "בחשון",
    "במרחשוון",
    "בכסלו",
    "בטבת",
    "בשבט",
    "באדר",
    "בניסן",
    "באייר",
    "בסיוון",
    "בסיון",
    "בתמוז",
    "באב",
    "מנחם",
    "באלול",
    "בינואר",
    "בפברואר",
    "במרץ",
    "במרס",
    "באפריל",
    "במאי",
    "ביוני",
    "ביולי",
    "באוגוסט",
    "בספטמבר",
    "באוקטובר",
    "בנובמבר",
    "בדצמבר",
];
