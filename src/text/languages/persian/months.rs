//! The months that Persian news name: the Gregorian ones in the spellings of Iran and Afghanistan,
//! and first words of those of the solar and the lunar calendar.

use crate::text::language::{Month, When};

/// Gregorian names as Iranian news write them, from French, with those of Afghanistan, from English.
/// `می` (May) is left out, because the prefix of verbs that follow numbers is written in the same
/// way.
pub(super) const MONTHS: &[Month] = &[
    Month {
        name: "ژانویه",
        variants: &["ژانویهٔ", "ژانویۀ"],
        regional: &[("جنوری", When::Near), ("جنیوری", When::Near)],
    },
    Month {
        name: "فوریه",
        variants: &["فوریهٔ", "فوریۀ"],
        regional: &[("فبروری", When::Near), ("فبرواری", When::Near)],
    },
    Month {
        name: "مارس",
        variants: &[],
        regional: &[("مارچ", When::Near)],
    },
    Month {
        name: "آوریل",
        variants: &["اوریل"],
        regional: &[("اپریل", When::Near), ("آپریل", When::Near)],
    },
    Month {
        name: "مه",
        variants: &["مهٔ"],
        regional: &[("مئی", When::Near)],
    },
    Month {
        name: "ژوئن",
        variants: &["ژوین"],
        regional: &[("جون", When::DayOrYear)],
    },
    Month {
        name: "ژوئیه",
        variants: &["ژوئیهٔ", "ژوییه", "ژوئیۀ"],
        regional: &[
            ("جولای", When::Near),
            ("جولائی", When::Near),
            ("جوالی", When::Near),
            ("ژولای", When::Near),
        ],
    },
    Month {
        name: "اوت",
        variants: &["آوت"],
        regional: &[
            ("اگست", When::Near),
            ("آگوست", When::Near),
            ("اگوست", When::Near),
            ("آگست", When::Near),
        ],
    },
    Month {
        name: "سپتامبر",
        variants: &[],
        regional: &[("سپتمبر", When::Near), ("سپتامبور", When::Near)],
    },
    Month {
        name: "اکتبر",
        variants: &[],
        regional: &[
            ("اکتوبر", When::Near),
            ("آکتوبر", When::Near),
            ("اوکتوبر", When::Near),
        ],
    },
    Month {
        name: "نوامبر",
        variants: &[],
        regional: &[("نومبر", When::Near), ("نوومبر", When::Near)],
    },
    Month {
        name: "دسامبر",
        variants: &[],
        regional: &[
            ("دسمبر", When::Near),
            ("دیسمبر", When::Near),
            ("دیسامبر", When::Near),
        ],
    },
];

/// First words of the months of the solar calendar, by their Iranian and their Afghan names, and of
/// the lunar one.
pub(super) const OTHER_MONTHS: &[&str] = &[
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "امرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
    "فروردین\u{200C}ماه",
    "اردیبهشت\u{200C}ماه",
    "خردادماه",
    "تیرماه",
    "مردادماه",
    "شهریورماه",
    "مهرماه",
    "آبان\u{200C}ماه",
    "آبانماه",
    "آذرماه",
    "دی\u{200C}ماه",
    "دیماه",
    "بهمن\u{200C}ماه",
    "بهمنماه",
    "اسفندماه",
    "حمل",
    "ثور",
    "جوزا",
    "سرطان",
    "اسد",
    "سنبله",
    "میزان",
    "عقرب",
    "قوس",
    "جدی",
    "دلو",
    "حوت",
    "محرم",
    "صفر",
    "ربیع",
    "ربیع\u{200C}الاول",
    "ربیع\u{200C}الثانی",
    "جمادی",
    "جمادی\u{200C}الاول",
    "جمادی\u{200C}الثانی",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذی",
    "ذی\u{200C}القعده",
    "ذی\u{200C}قعده",
    "ذیقعده",
    "ذی\u{200C}الحجه",
    "ذی\u{200C}حجه",
    "ذیحجه",
];
