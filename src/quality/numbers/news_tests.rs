//! Numbers as news agencies say them, in right translations and in some with one error.

use super::wordings_tests::{Row, assert_doubts};

/// Names, times and periods that only one of two texts has with a number.
const SAID_WITHOUT: &[Row] = &[
    (
        "ru",
        "Заболеваемость коронавирусом выросла на 15,4%.",
        "COVID-19 cases rose by 15.4%.",
        &[],
    ),
    (
        "fa",
        "۱۸ بیمار مبتلا به کووید-۱۹ جان باختند.",
        "Eighteen coronavirus patients have died.",
        &[],
    ),
    (
        "de",
        "Corona-Fälle nehmen zu.",
        "COVID-18 cases are on the rise.",
        &["The number 18 is not in the source."],
    ),
    (
        "ar",
        "سجل هدفين في الدقيقتين 34 و90+2.",
        "He scored twice, in the 34th minute and two minutes into stoppage time.",
        &[],
    ),
    (
        "ar",
        "سيعقد المجلس جلسة (14,00 ت غ).",
        "The council will meet at 1400 GMT.",
        &[],
    ),
    (
        "ar",
        "سيعقد المجلس جلسة (14,00 ت غ).",
        "The council will meet at 1500 GMT.",
        &[
            "The number 14,00 is missing in English.",
            "The number 1500 is not in the source.",
        ],
    ),
    (
        "uk",
        "Лікарня працює цілодобово.",
        "The hospital is open 24 hours a day.",
        &[],
    ),
    (
        "ru",
        "Открыта круглосуточная горячая линия.",
        "A 24-hour hotline has been opened.",
        &[],
    ),
    (
        "zh",
        "医院实行24小时值班。",
        "The hospital is staffed around the clock.",
        &[],
    ),
    (
        "he",
        "במהלך 14 הימים האחרונים נהרגו שישה חיילים.",
        "Six soldiers have been killed in the past two weeks.",
        &[],
    ),
    (
        "ru",
        "Писатель скончался на 88-м году жизни.",
        "The writer has died at the age of 87.",
        &[],
    ),
    (
        "ru",
        "Писатель скончался на 88-м году жизни.",
        "The writer has died at the age of 86.",
        &[
            "The number 88 is missing in English.",
            "The number 86 is not in the source.",
        ],
    ),
    (
        "uk",
        "Помер на дев'яносто першому році життя.",
        "He has died at the age of 90.",
        &[],
    ),
];

/// Dates of other calendars, which a translation converts or leaves out.
const DATES: &[Row] = &[
    (
        "ar",
        "أعلنت الوزارة في 15 محرم 1446 هجرية الموافق 21 يوليو 2024 بدء التسجيل.",
        "The ministry announced on 21 July 2024 that registration would begin.",
        &[],
    ),
    (
        "fa",
        "نمایشگاه از ۱۹ تا ۲۹ اردیبهشت برگزار می‌شود.",
        "The fair will be held from May 8 to 18.",
        &[],
    ),
    (
        "fa",
        "نمایشگاه از ۱۹ تا ۲۹ اردیبهشت برگزار می‌شود.",
        "The fair will be held from May 5 to 18.",
        &[
            "The number ۱۹ is missing in English.",
            "The number 5 is not in the source.",
        ],
    ),
    (
        "fa",
        "تورم در مهرماه به ۳۱.۶ درصد رسید.",
        "Inflation reached 31.6 percent in the month of Mehr (September 23-October 22).",
        &[],
    ),
    (
        "fa",
        "اعتراضات آبان ۹۸ صدها کشته بر جای گذاشت.",
        "The November 2019 protests left hundreds dead.",
        &[],
    ),
    (
        "fa",
        "در دهه شصت و در سال هزار و سیصد و پنجاه و هفت.",
        "In the 1980s and in 1979.",
        &[],
    ),
    (
        "fa",
        "بیست و پنجم خرداد سالگرد راهپیمایی است.",
        "June 15 is the anniversary of the march.",
        &[],
    ),
];

/// Large numbers in other words.
const MAGNITUDES: &[Row] = &[
    (
        "de",
        "Die Kosten betragen eine halbe Milliarde Euro.",
        "It will cost half a billion euros.",
        &[],
    ),
    (
        "uk",
        "Вартість — понад пів мільярда гривень.",
        "It will cost more than half a billion hryvnias.",
        &[],
    ),
    (
        "ru",
        "В школу пошли 1,7 млн первоклассников.",
        "Some 1.7 million first-graders started school.",
        &[],
    ),
];

/// Numbers of the source in words that are lost.
const LOST_WORDS: &[Row] = &[
    (
        "ar",
        "انقطعت الكهرباء عن مليون ونصف المليون منزل.",
        "One million homes are without power.",
        &["The number مليون ونصف المليون is missing in English."],
    ),
    (
        "ar",
        "انقطعت الكهرباء عن مليون ونصف المليون منزل.",
        "One and a half million homes are without power.",
        &[],
    ),
    (
        "ru",
        "Двадцать пять грузовиков прибыли в порт.",
        "Trucks arrived in the port.",
        &["The number Двадцать пять is missing in English."],
    ),
    (
        "es",
        "Un millón y medio de hogares se quedaron sin luz.",
        "Half a million homes were without power.",
        &["The number Un millón y medio is missing in English."],
    ),
    (
        "fr",
        "Il y a quinze jours, vingt maires avaient démissionné.",
        "Twenty mayors had resigned a fortnight ago.",
        &[],
    ),
    (
        "fr",
        "Il habite ici depuis vingt ans.",
        "He has lived here for two decades.",
        &[],
    ),
    (
        "fr",
        "Les cent premiers jours du président.",
        "The president's first 100 days.",
        &[],
    ),
    (
        "ru",
        "За сто первых дней президент подписал указы.",
        "In his first hundred days the president signed decrees.",
        &[],
    ),
    (
        "es",
        "Los veinte primeros minutos.",
        "The first 20 minutes.",
        &[],
    ),
    (
        "zh",
        "他被判处十八个月徒刑。",
        "He got a year and a half.",
        &[],
    ),
    (
        "zh",
        "百分之二十的居民离开了。",
        "A fifth of residents have left.",
        &[],
    ),
    (
        "zh",
        "二十五名船员被困。",
        "Crew members are trapped.",
        &["The number 二十五 is missing in English."],
    ),
    (
        "tr",
        "Ayın on beşinde otuz beş ülke bir araya geldi.",
        "Thirty-five countries met on the 15th of the month.",
        &[],
    ),
    (
        "ur",
        "اجلاس رات ساڑھے نو بجے ختم ہوا۔",
        "The session ended at 9:30 at night.",
        &[],
    ),
];

/// Decades, growth and tenths in words that other languages have and English has in digits.
const IN_DIGITS: &[Row] = &[
    (
        "tr",
        "Nüfus iki binin altına düştü.",
        "The population fell below two thousand.",
        &[],
    ),
    (
        "ru",
        "Экспорт вырос в полтора раза.",
        "Exports rose by 50%.",
        &[],
    ),
    (
        "ru",
        "Экспорт вырос в полтора раза.",
        "Exports rose by 60%.",
        &["The number 60 is not in the source."],
    ),
    (
        "uk",
        "Експорт зріс у півтора раза.",
        "Exports rose by 50%.",
        &[],
    ),
    (
        "ru",
        "В конце восьмидесятых тысячи семей уехали.",
        "In the late 1980s thousands of families left.",
        &[],
    ),
    (
        "es",
        "En los años ochenta miles de familias se fueron.",
        "In the 1980s thousands of families left.",
        &[],
    ),
    (
        "es",
        "Creció dos décimas más que en marzo.",
        "It grew 0.2 points more than in March.",
        &[],
    ),
    (
        "es",
        "Creció dos décimas más que en marzo.",
        "It grew 0.3 points more than in March.",
        &["The number 0.3 is not in the source."],
    ),
    (
        "ku",
        "قوتابخانەکان لە ١٠ی ئەیلوولەوە دەکرێنەوە.",
        "Schools will open from September 10.",
        &[],
    ),
    (
        "he",
        "המדד עלה ב-3.5% ב-12 החודשים האחרונים.",
        "The index rose 3.5% over the past year.",
        &[],
    ),
    (
        "ar",
        "وافق ثلثا المساهمين على الاندماج.",
        "Two-thirds of shareholders approved the merger.",
        &[],
    ),
    (
        "ar",
        "وافق ثلثا المساهمين على الاندماج.",
        "A third of shareholders approved the merger.",
        &["The number ثلثا is missing in English."],
    ),
    (
        "ar",
        "أقر المجلس القانون بأغلبية الثلثين.",
        "The council passed the law by a two-thirds majority.",
        &[],
    ),
    ("zh", "利润增长四分之一。", "Profit rose by 25%.", &[]),
    (
        "zh",
        "利润增长四分之一。",
        "Profit rose by 35%.",
        &["The number 35 is not in the source."],
    ),
    (
        "ar",
        "يعيش سبعون بالمئة من السكان تحت خط الفقر.",
        "Seven in ten residents live below the poverty line.",
        &[],
    ),
];

#[test]
fn what_one_text_says_without_a_number_is_no_doubt() {
    assert_doubts(SAID_WITHOUT);
}

#[test]
fn dates_of_other_calendars_may_be_converted_or_left_out() {
    assert_doubts(DATES);
}

#[test]
fn large_numbers_may_be_said_in_other_words() {
    assert_doubts(MAGNITUDES);
}

#[test]
fn numbers_in_words_must_not_be_lost() {
    assert_doubts(LOST_WORDS);
}

#[test]
fn percentage_points_are_no_percentages() {
    assert_doubts(&[
        (
            "de",
            "Die EZB senkte den Zins um 0,25 Prozentpunkte auf 3,25 Prozent.",
            "The ECB cut the rate by 0.25 percent to 3.25 percent.",
            &["The unit of 0,25 Prozentpunkte is another one in English: 0.25 percent."],
        ),
        (
            "ru",
            "Ставка выросла на 2 процентных пункта, до 21 процента.",
            "The rate rose by two percentage points to 21 percent.",
            &[],
        ),
        (
            "ar",
            "رفع البنك سعر الفائدة 0,5 نقطة مئوية إلى 5 بالمئة.",
            "The bank raised its rate by 50 basis points to 5 percent.",
            &[],
        ),
        (
            "fr",
            "Il mène avec une avance de 5 %.",
            "He leads by five percentage points.",
            &[],
        ),
        (
            "fr",
            "Une hausse de 0,3 point de pourcentage.",
            "A rise of 0.3 points.",
            &[],
        ),
    ]);
}

#[test]
fn words_may_be_decades_growth_and_tenths() {
    assert_doubts(IN_DIGITS);
}
