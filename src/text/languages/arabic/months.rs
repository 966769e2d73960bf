//! This table holds the Arabic names of the Gregorian months, by region.

use crate::text::language::{Month, When};

/// Gregorian names as most news write them, with the names used in the Levant, Iraq and the
/// Maghreb.
pub(super) const MONTHS: &[Month] = &[
    Month {
        name: "يناير",
        variants: &[],
        regional: &[
            ("كانون الثاني", When::Near),
            ("كانون ثاني", When::Near),
            ("كانون ثان", When::Near),
            ("جانفي", When::Near),
        ],
    },
    Month {
        name: "فبراير",
        variants: &[],
        regional: &[("شباط", When::Near), ("فيفري", When::Near)],
    },
    Month {
        name: "مارس",
        variants: &[],
        regional: &[("آذار", When::Near), ("اذار", When::Near)],
    },
    Month {
        name: "أبريل",
        variants: &["إبريل"],
        regional: &[
            ("نيسان", When::Day),
            ("أفريل", When::Near),
            ("افريل", When::Near),
        ],
    },
    Month {
        name: "مايو",
        variants: &[],
        regional: &[
            ("أيار", When::Near),
            ("ايار", When::Near),
            ("ماي", When::DayOrYear),
        ],
    },
    Month {
        name: "يونيو",
        variants: &["يونية", "يونيه"],
        regional: &[("حزيران", When::Near), ("جوان", When::DayOrYear)],
    },
    Month {
        name: "يوليو",
        variants: &["يولية", "يوليه"],
        regional: &[
            ("تموز", When::Near),
            ("جويلية", When::Near),
            ("يوليوز", When::Near),
        ],
    },
    Month {
        name: "أغسطس",
        variants: &[],
        regional: &[
            ("آب", When::DayOrYear),
            ("اب", When::Day),
            ("أوت", When::DayOrYear),
            ("اوت", When::DayOrYear),
            ("غشت", When::Near),
        ],
    },
    Month {
        name: "سبتمبر",
        variants: &[],
        regional: &[
            ("أيلول", When::Near),
            ("ايلول", When::Near),
            ("شتنبر", When::Near),
        ],
    },
    Month {
        name: "أكتوبر",
        variants: &[],
        regional: &[
            ("تشرين الأول", When::Near),
            ("تشرين الاول", When::Near),
            ("تشرين أول", When::Near),
        ],
    },
    Month {
        name: "نوفمبر",
        variants: &[],
        regional: &[
            ("تشرين الثاني", When::Near),
            ("تشرين ثاني", When::Near),
            ("تشرين ثان", When::Near),
            ("نونبر", When::Near),
        ],
    },
    Month {
        name: "ديسمبر",
        variants: &[],
        regional: &[
            ("كانون الأول", When::Near),
            ("كانون الاول", When::Near),
            ("كانون أول", When::Near),
            ("دجنبر", When::Near),
        ],
    },
];
