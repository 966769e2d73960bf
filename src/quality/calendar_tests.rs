//! Months and weekdays of each language: on right translations, on some with another month or
//! weekday, and on words that only look like one.

use crate::brief::FlagKind;
use crate::quality::{Pair, check};
use crate::text::Language;

/// "He arrived on Tuesday, August 5" in each language.
const ARRIVALS: [(&str, &str); 11] = [
    ("de", "Er kam am Dienstag, dem 5. August, an."),
    ("es", "Llegó el martes 5 de agosto."),
    ("fa", "او سه\u{200C}شنبه ۵ اوت رسید."),
    ("fr", "Il est arrivé mardi 5 août."),
    ("he", "הוא הגיע ביום שלישי, 5 באוגוסט."),
    ("ku", "ئەو سێشەممە ٥ی ئاب گەیشت."),
    ("ru", "Он приехал во вторник, 5 августа."),
    ("tr", "5 Ağustos Salı günü geldi."),
    ("uk", "Він приїхав у вівторок, 5 серпня."),
    ("ur", "وہ منگل کے روز 5 اگست کو پہنچے۔"),
    ("zh", "他8月5日星期二抵达。"),
];

/// Right translations, in which a name of the source is another word or the other way round.
const OTHER_WORDS: [(&str, &str, &str); 33] = [
    (
        "de",
        "August Macke malte das Bild.",
        "The picture is by Macke.",
    ),
    ("de", "Frau März sagte ab.", "She declined."),
    (
        "de",
        "Das stand in der Welt am Sonntag.",
        "It was in the paper.",
    ),
    (
        "de",
        "Das Freitagsgebet fiel aus.",
        "Friday prayers were cancelled.",
    ),
    (
        "es",
        "Julio y Domingo llegaron tarde.",
        "They arrived late.",
    ),
    ("es", "Es el primero de mayo.", "It is May Day."),
    ("fa", "مه غلیظ راه را بست.", "Thick fog blocked the road."),
    ("fa", "امام جمعه سخن گفت.", "The prayer leader spoke."),
    ("fa", "۱۵ آبان آغاز شد.", "It began in November."),
    (
        "fa",
        "تا پایان سال ۱۴۰۵ وصل می‌شوند.",
        "They will be connected by the end of the year (March 2027).",
    ),
    (
        "fa",
        "در مهر مدرسه باز شد.",
        "The school opened in October.",
    ),
    (
        "fr",
        "La sonde tourne autour de Mars.",
        "The probe orbits the planet.",
    ),
    ("fr", "Avril est venue seule.", "She came alone."),
    ("fr", "Le mardi gras fut gai.", "The carnival was merry."),
    (
        "he",
        "זה יום שני ברציפות של חום.",
        "It is a second day of heat in a row.",
    ),
    ("he", "יוני דיבר במרץ.", "He spoke with vigour."),
    ("he", "בשבת נחו.", "They rested on Saturday."),
    ("ku", "ئازاری زۆر بوو.", "The pain was great."),
    ("ku", "ڕۆژی پێنج شەممە", "On Thursday"),
    (
        "ru",
        "Марта любит природную среду.",
        "She loves the natural environment.",
    ),
    (
        "ru",
        "В среду прошла встреча.",
        "The meeting was held on Wednesday.",
    ),
    (
        "tr",
        "Taş ocakları ve pazar kapandı.",
        "The quarries and the market closed.",
    ),
    (
        "tr",
        "Üç ay aralık verildi.",
        "There was a gap of three months.",
    ),
    ("tr", "Cuma Bey konuştu.", "He spoke."),
    ("tr", "Ekim ayında başladı.", "It began in October."),
    (
        "uk",
        "Лютий холод і листопад у парку.",
        "Fierce cold and falling leaves in the park.",
    ),
    ("uk", "Грудні діти мерзнуть.", "Infants are cold."),
    (
        "ur",
        "لانگ مارچ ہفتے بھر چلا۔",
        "The procession lasted a week.",
    ),
    ("ur", "پیر صاحب آئے۔", "The saint came."),
    (
        "zh",
        "他每周一次锻炼，三个月后停止。",
        "He exercised once a week and stopped after three months.",
    ),
    (
        "zh",
        "农历八月十五是节日。",
        "The 15th day of the eighth lunar month is a feast.",
    ),
    ("zh", "五一假期开始。", "The May Day holiday has begun."),
    ("zh", "十一月份开始。", "It begins in November."),
];

fn doubts(code: &str, source: &str, translation: &str) -> Vec<String> {
    let flags = check(&Pair {
        from: Language::of(code),
        ..Pair::sentence(source, translation)
    });
    let dates = flags.into_iter().filter(|flag| flag.kind == FlagKind::Date);
    dates.map(|flag| flag.message).collect()
}

#[test]
fn another_month_or_weekday_is_noticed_in_every_language() {
    for (code, source) in ARRIVALS {
        let right = doubts(code, source, "He arrived on Tuesday, August 5.");
        assert!(right.is_empty(), "{code}: {right:?}");
        assert_eq!(
            doubts(code, source, "He arrived on Monday, April 5."),
            [
                "August is missing in English.",
                "April is not in the source.",
                "Tuesday is missing in English.",
                "Monday is not in the source."
            ],
            "{code}"
        );
    }
}

#[test]
fn every_month_of_a_profile_is_known_by_its_name() {
    for language in Language::all() {
        let Some(read) = language.calendar else {
            continue;
        };
        for (number, month) in (1..).zip(language.dates.months) {
            let text = format!("5 {} 2020", month.name);
            assert!(
                read(&text).months.perhaps.contains(&number),
                "{}: {text}",
                language.code
            );
        }
    }
}

#[test]
fn words_that_are_others_too_raise_no_doubt() {
    for (code, source, translation) in OTHER_WORDS {
        let found = doubts(code, source, translation);
        assert!(found.is_empty(), "{source}: {found:?}");
    }
}
