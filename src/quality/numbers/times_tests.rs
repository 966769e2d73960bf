//! Times of day that the source says in words.

use super::conversions_tests::doubts;

#[test]
fn times_in_words_may_be_in_digits() {
    for (source, translation) in [
        ("وقع في الثالثة إلا ربعا بعد الظهر.", "It was at 2:45 pm."),
        ("وقع في الثالثة والثلث فجرا.", "It was at 3:20 a.m."),
        ("وقع في السابعة والنصف صباحا.", "It was at 7:30 am."),
        ("وقع في السابعة والنصف صباحا.", "It was at half past seven."),
        ("وقع في الثامنة وعشر دقائق مساء.", "It was at 20:10."),
        ("وقع عند الواحدة إلا خمس دقائق.", "It was at 12:55."),
        ("وقع في الرابعة إلا عشر دقائق عصرا.", "It was at 3:50 p.m."),
        ("وقع عند منتصف الليل.", "It was at 12 a.m."),
        ("وقع عند الساعة الثانية عشرة ليلا.", "It was at midnight."),
        ("وقع عند الساعة 12 ظهرا.", "It was at noon."),
        ("وقع عند الساعة 12:00.", "It was at midday."),
        ("وقع عند الساعة 24:00.", "It was at midnight."),
        ("وقع عند منتصف الليل.", "It was at 0000 GMT."),
        ("وقع عند الساعة 12:00 بتوقيت غرينتش.", "It was at 1200 GMT."),
        ("وقع في الثالثة إلا ربعا.", "It was at a quarter to three."),
        ("وقع عند الساعة 3:45.", "It was at a quarter to four."),
        ("وقع عند الساعة 16,30.", "It was at half past four."),
        ("وقع عند الساعة 16,30 بتوقيت غرينتش.", "It was at 1630 GMT."),
        ("وقع عند الساعة 4 والنصف.", "It was at half past four."),
        (
            "وقع بعد منتصف الليل بنصف ساعة.",
            "It was at half past midnight.",
        ),
    ] {
        assert_eq!(
            doubts("ar", source, translation),
            [""; 0],
            "{source} | {translation}"
        );
    }
}

#[test]
fn other_times_are_no_parts_of_them() {
    for (source, translation, other) in [
        (
            "وقع في الثالثة إلا ربعا بعد الظهر.",
            "It was at 3:15 pm.",
            "3:15",
        ),
        (
            "وقع في الثالثة والربع بعد الظهر.",
            "It was at 3:45 pm.",
            "3:45",
        ),
        (
            "وقع في الرابعة إلا ثلثا فجرا.",
            "It was at 4:03 a.m.",
            "4:03",
        ),
        (
            "وقع عند الساعة الثانية عشرة ليلا.",
            "It was at 10 p.m.",
            "10",
        ),
        (
            "وقع عند الساعة الثالثة.",
            "It was at half past four.",
            "half past four",
        ),
        (
            "وقع في الثالثة إلا ربعا.",
            "It was at a quarter to four.",
            "quarter to four",
        ),
        (
            "وقع في الثالثة والربع.",
            "It was at quarter past four.",
            "quarter past four",
        ),
        (
            "اجتمع الناس عند منتصف الليل.",
            "1200 people met at midnight.",
            "1200",
        ),
    ] {
        let doubts = doubts("ar", source, translation);
        let what = format!("The number {other} is not in the source.");
        assert_eq!(doubts, [what], "{source} | {translation}");
    }
}

#[test]
fn noon_and_midnight_are_no_counts() {
    for (source, translation, lost) in [
        ("اجتمع 12 شخصا ظهرا.", "People met at noon.", "12"),
        ("اجتمع 1200 شخص ليلا.", "People met at midnight.", "1200"),
    ] {
        let doubts = doubts("ar", source, translation);
        let what = format!("The number {lost} is missing in English.");
        assert_eq!(doubts, [what], "{source} | {translation}");
    }
}

#[test]
fn times_in_the_words_of_other_languages_are_left_to_the_reader() {
    for (code, source, translation) in [
        (
            "de",
            "Um halb fünf begann es.",
            "It began at half past four.",
        ),
        (
            "ru",
            "В половине пятого началось.",
            "It began at half past four.",
        ),
        ("fr", "Vers 12 heures.", "Around noon."),
        ("es", "A las 12 del mediodía.", "At noon."),
        ("es", "A las doce del mediodía.", "At noon."),
        ("fr", "Vers vingt-quatre heures.", "Around midnight."),
        ("zh", "会议于中午十二点开始。", "The meeting began at noon."),
    ] {
        assert_eq!(doubts(code, source, translation), [""; 0], "{source}");
    }
}

#[test]
fn hours_and_minutes_in_words_are_times_in_all_languages() {
    for (code, source, translation) in [
        (
            "ar",
            "تبدأ عند الثالثة والنصف عصرا.",
            "It starts at three thirty.",
        ),
        (
            "ar",
            "تأخر الإقلاع حتى التاسعة وعشرين دقيقة مساء.",
            "It was delayed until twenty past nine in the evening.",
        ),
        (
            "fr",
            "La réunion débutera à quinze heures trente.",
            "The meeting will begin at three thirty.",
        ),
        (
            "fr",
            "Coup d'envoi à vingt heures quarante-cinq.",
            "Kick-off is at 8.45pm.",
        ),
        (
            "es",
            "Empezará a las tres y media de la tarde.",
            "It will begin at three thirty in the afternoon.",
        ),
        (
            "fa",
            "نشست ساعت سه و نیم بعدازظهر برگزار می‌شود.",
            "The meeting will be held at three thirty in the afternoon.",
        ),
        (
            "fa",
            "بازی ساعت یک ربع به هشت شب آغاز می‌شود.",
            "The match kicks off at 7.45pm.",
        ),
        (
            "ru",
            "Рейс задержали до двадцати минут десятого.",
            "The flight was delayed until twenty past nine.",
        ),
        (
            "ru",
            "Матч начнется без пятнадцати восемь.",
            "The match kicks off at 7.45pm.",
        ),
        (
            "uk",
            "Потяг затримали до двадцяти хвилин на десяту.",
            "The train was delayed until twenty past nine.",
        ),
        (
            "de",
            "Anpfiff ist um zehn vor acht.",
            "Kick-off is at ten to eight.",
        ),
    ] {
        assert_eq!(doubts(code, source, translation), [""; 0], "{source}");
    }
    for (code, source, translation, doubt) in [
        (
            "ar",
            "تأخر الإقلاع حتى التاسعة وعشرين دقيقة مساء.",
            "It was delayed until twenty past eight in the evening.",
            "The number التاسعة وعشرين is missing in English.",
        ),
        (
            "tr",
            "Toplantı üç buçukta başlayacak.",
            "The meeting will begin at five past two.",
            "The number five past two is not in the source.",
        ),
    ] {
        let doubts = doubts(code, source, translation);
        assert!(doubts.contains(&doubt.to_owned()), "{source}: {doubts:?}");
    }
}

#[test]
fn noon_is_no_midnight() {
    for (code, source, right, wrong, other) in [
        (
            "ar",
            "يبدأ وقف النار ظهر غد الخميس.",
            "The truce begins at noon tomorrow, Thursday.",
            "The truce begins at midnight tomorrow, Thursday.",
            "midnight",
        ),
        (
            "ar",
            "أقلعت المروحيات قبل منتصف الليل.",
            "The helicopters took off before midnight.",
            "The helicopters took off before noon.",
            "noon",
        ),
        (
            "fr",
            "La trêve débute jeudi à midi.",
            "The truce begins at noon on Thursday.",
            "The truce begins at midnight on Thursday.",
            "midnight",
        ),
        (
            "ru",
            "Взрывы прогремели после полуночи.",
            "Explosions rang out after midnight.",
            "Explosions rang out after noon.",
            "noon",
        ),
        (
            "tr",
            "Gece yarısından sonra patlama oldu.",
            "There was an explosion after midnight.",
            "There was an explosion after midday.",
            "midday",
        ),
        (
            "zh",
            "停火将于周四中午生效。",
            "The ceasefire takes effect at noon on Thursday.",
            "The ceasefire takes effect at midnight on Thursday.",
            "midnight",
        ),
    ] {
        assert_eq!(doubts(code, source, right), [""; 0], "{source}");
        let what = format!("The number {other} is not in the source.");
        assert_eq!(doubts(code, source, wrong), [what], "{source}");
    }
    for (code, source, translation) in [
        ("fr", "De midi à minuit.", "From noon to midnight."),
        ("fa", "از ظهر تا ساعت ۱۲ شب.", "From noon to midnight."),
        ("de", "Es war 24 Uhr.", "It was midnight."),
        (
            "ru",
            "Совещание началось днем.",
            "The meeting began at noon.",
        ),
    ] {
        assert_eq!(doubts(code, source, translation), [""; 0], "{source}");
    }
}
