use super::*;
use crate::text::Language;

/// The comparison of an Arabic text with its English translation.
fn compare(source: &str, translation: &str) -> Comparison {
    let numbers = |code, text| (Language::of(code).numbers.expect("a reader").read)(text);
    super::compare(&numbers("ar", source), &numbers("en", translation))
}

fn check(pair: &Pair<'_>) -> Vec<Flag> {
    super::check(&read(pair).expect("readers of both"), pair.to.name)
}

fn agree(source: &str, translation: &str) {
    assert_eq!(
        compare(source, translation),
        Comparison::default(),
        "{source} | {translation}"
    );
}

fn missing(source: &str, translation: &str) -> Vec<String> {
    compare(source, translation).missing
}

fn added(source: &str, translation: &str) -> Vec<String> {
    compare(source, translation).added
}

#[test]
fn a_lost_number_and_a_new_one_are_both_named() {
    let expected = Comparison {
        missing: vec!["١٠٨".to_owned()],
        added: vec!["180".to_owned()],
        ..Comparison::default()
    };
    assert_eq!(compare("قُتل ١٠٨ أشخاص", "180 people were killed"), expected);
}

#[test]
fn the_spelling_of_a_number_does_not_matter() {
    agree("حضر ٢٬٥٠٠ شخص", "2,500 people came");
    agree("حضر 10 آلاف شخص", "Ten thousand people came");
    agree("حضر 10 آلاف شخص", "10,000 people came");
    agree("حضر 10 آلاف شخص", "10 thousand people came");
    agree("بقيمة 2,3 مليار دولار", "worth $2.3bn");
    agree("بقيمة 1500 مليون دولار", "worth $1.5 billion");
    agree("في 7 مدن", "in seven cities");
    agree("المركز 37", "the 37th place");
    agree("بنسبة 50٪", "by half");
}

#[test]
fn a_changed_magnitude_is_a_changed_number() {
    assert_eq!(missing("بقيمة 3 ملايين دولار", "worth $3 billion"), ["3"]);
    assert_eq!(added("بقيمة 3 ملايين دولار", "worth $3 billion"), ["3"]);
    assert_eq!(missing("حضر 10 آلاف شخص", "10 people came"), ["10"]);
}

#[test]
fn ranges_share_their_magnitude() {
    agree("بين 340 و500 مليون", "between 340 million and 500 million");
    agree("من 10 إلى 15 ألفا", "10,000 to 15,000");
    agree("موسم 1995-96", "the 1995-1996 season");
    agree("فاز 3-1", "won 3-1");
}

#[test]
fn times_are_compared_over_twelve_hours() {
    agree("الساعة 14:30", "at 2:30 pm");
    agree("الساعة 9:30 مساء", "at 21:30");
    agree("الساعة 11:00", "at 11 o'clock");
    agree("الساعة 10 مساء", "at 22:00");
    agree("الساعة 11:20", "at 1120 hours");
    assert_eq!(missing("الساعة 14:30", "at 2:40 pm"), ["14:30"]);
    assert_eq!(added("الساعة 14:30", "at 3:30 pm"), ["3:30"]);
}

#[test]
fn months_may_change_between_names_and_numbers() {
    agree("في 15/7/2021", "on July 15, 2021");
    agree("في 7/2021", "in July 2021");
    agree("في 15 تموز 2021", "on 15/7/2021");
    assert_eq!(missing("في 15/7/2021", "on 15 August 2021"), ["7"]);
}

#[test]
fn words_of_the_source_permit_digits() {
    agree("القرن الثامن عشر", "the 18th century");
    agree("منذ عامين", "for 2 years");
    agree("خمسة وعشرون شخصا", "25 people");
    agree("في التسعينيات", "in the 1990s");
    agree("ثلث الشركات", "1/3 of the companies");
    assert_eq!(added("خمسة وعشرون شخصا", "26 people"), ["26"]);
}

#[test]
fn counts_in_words_must_be_in_both_texts() {
    agree("قتل سبعة مدنيين", "Seven civilians were killed");
    agree("قتل سبعة مدنيين", "7 civilians were killed");
    let changed = compare("قتل سبعة مدنيين", "Eight civilians were killed");
    let expected = Comparison {
        missing: vec!["سبعة".to_owned()],
        added: vec!["Eight".to_owned()],
        ..Comparison::default()
    };
    assert_eq!(changed, expected);
    assert_eq!(
        missing("قتل سبعة مدنيين", "Civilians were killed"),
        ["سبعة"]
    );
    assert_eq!(
        added("القرن التاسع عشر", "the eighteenth century"),
        ["eighteenth"]
    );
}

#[test]
fn numbers_in_words_and_digits_are_one() {
    agree(
        "تضرر مليون و200 ألف شخص",
        "1.2 million people were affected",
    );
    agree("تضرر مليون و 200 ألف شخص", "1,200,000 people were affected");
    agree("بقيمة مليار و300 مليون دولار", "worth $1.3 billion");
    agree("خسر ثلاثة ملايين و200 ألف دولار", "lost $3.2 million");
    agree(
        "بلغ العدد 25 مليون و300 ألف نسمة",
        "The number reached 25.3 million",
    );
    assert_eq!(
        added(
            "تضرر مليون و200 ألف شخص",
            "1.3 million people were affected"
        ),
        ["1.3"]
    );
}

#[test]
fn words_that_only_look_like_counts_are_none() {
    agree("ولست متأكدا من ذلك", "And I am not sure of it");
    agree("قاعة تسع 500 شخص", "a hall that seats 500 people");
    agree("سيارة تسع خمسة أشخاص", "a car that seats five people");
    agree(
        "عقد آلاف العمال اجتماعا",
        "Thousands of workers held a meeting",
    );
    agree("بعد عقد ألف اتفاق", "after a thousand deals were made");
    agree(
        "أصيب ثلاثة، عشرة منهم هنا",
        "Three were wounded, ten of them here",
    );
    agree("قال إريك تين هاغ ذلك", "Erik ten Hag said so");
    agree("التشكيلة الأساسية", "the starting eleven");
    agree("في اللحظات الأخيرة", "at the eleventh hour");
    agree("إلى ثمن النهائي", "to the round of sixteen");
}

#[test]
fn words_that_only_permit_a_number_demand_nothing() {
    agree(
        "قال أحد الشهود إن الرجال الثلاثة هربوا",
        "A witness said that the men fled",
    );
    // Arabic has a dual, with more endings than one.
    agree("وصل نجلا الرئيس", "The president's two sons arrived");
    // A name is no count.
    agree(
        "زار سيكس فلاجز أمس",
        "He visited the park Six Flags yesterday",
    );
}

#[test]
fn parts_of_an_hour_may_be_minutes() {
    agree("استمر نصف ساعة", "It lasted 30 minutes");
    agree("استمر ربع ساعة", "It lasted fifteen minutes");
    agree("استمر 30 دقيقة", "It lasted half an hour");
    agree("استمر 15 دقيقة", "It lasted a quarter of an hour");
    agree("استمر 90 دقيقة", "It lasted an hour and a half");
    assert_eq!(missing("استمر 40 دقيقة", "It lasted half an hour"), ["40"]);
}

#[test]
fn bullets_and_powers_of_units_are_excused() {
    agree("1. بدأت القمة", "The summit began");
    agree("مساحته 300 كم2", "It covers 300 square kilometres");
    assert_eq!(missing("بدأت 1. القمة", "The summits began"), ["1"]);
}

#[test]
fn unsupported_numbers_of_a_summary_are_found_in_digits_and_words() {
    let article = "The blast killed 12 people and injured thirty others in 2019.";
    assert!(unsupported("Twelve died and 30 were injured in 2019.", article).is_empty());
    assert_eq!(
        unsupported("13 died, forty were hurt.", article),
        ["13", "forty"]
    );
}

#[test]
fn messages_name_the_numbers() {
    let flags = check(&Pair::sentence("عاد 14 رجلا", "108 men returned"));
    let expected = [
        Flag::new(FlagKind::Number, "The number 14 is missing in English.")
            .with_evidence(["14".to_owned()]),
        Flag::new(FlagKind::Number, "The number 108 is not in the source.")
            .with_evidence(["108".to_owned()]),
    ];
    assert_eq!(flags, expected);
    let many = check(&Pair::sentence("31 32 33 34 35 36 37", "none of them"));
    assert_eq!(
        many[0].message,
        "The numbers 31, 32, 33, 34, 35 and 2 more are missing in English."
    );
    let two = check(&Pair::sentence("31 32", "none of them"));
    assert_eq!(
        two[0].message,
        "The numbers 31 and 32 are missing in English."
    );
}

fn uneven(number: &str, source: usize, translation: usize) -> Vec<Uneven> {
    vec![Uneven {
        number: number.to_owned(),
        source,
        translation,
    }]
}

#[test]
fn a_number_that_is_repeated_less_often_is_named_with_its_counts() {
    let expected = |fewer| Comparison {
        fewer,
        ..Comparison::default()
    };
    assert_eq!(
        compare("قتل 5 وأصيب 5", "5 killed"),
        expected(uneven("5", 2, 1))
    );
    assert_eq!(
        compare("بلغت 12 ثم 15 ثم 12 درجة", "It was 12 and then 15 degrees"),
        expected(uneven("12", 2, 1))
    );
    assert_eq!(
        compare("وصل 12 وعاد 12 وبقي 12 رجلا", "12 men came and twelve left"),
        expected(uneven("12", 3, 2))
    );
    assert_eq!(
        compare("في 2.5 متر ثم 2.5 متر", "at 2.5 metres"),
        expected(uneven("2.5", 2, 1))
    );
    assert_eq!(
        compare("الساعة 14:30 ثم الساعة 14:30", "at 2:30 pm"),
        expected(uneven("14:30", 2, 1))
    );
}

#[test]
fn repetitions_in_any_form_agree() {
    agree("قتل 5 وأصيب 5", "Five were killed and 5 injured");
    agree("بقيمة 2 مليون ثم 2 مليون", "worth 2m and then two million");
    agree("الساعة 14:30 ثم 14:30", "at 2:30 pm and 14:30");
    agree("في 7/7/2021", "on 7 July 2021");
    agree("قتل خمسة وأصيب 5", "5 killed");
}

#[test]
fn a_number_beside_itself_may_be_named_once() {
    agree("تعادلا 5-5", "They drew five all");
    agree("من 10 إلى 10", "at 10");
    agree("سجلا 5 و5 أهداف", "They scored five goals each");
    agree("في 11/11/2021", "in November 2021");
}

#[test]
fn only_long_numbers_that_english_repeats_far_more_often_are_doubted() {
    agree("عاد 12 رجلا", "12 men, all 12, returned");
    agree("عاد 5 رجال", "5 men, all 5, the 5, returned");
    let found = compare("عاد 12 رجلا", "12 men and 12 men and 12 men");
    let expected = Comparison {
        more: uneven("12", 1, 3),
        ..Comparison::default()
    };
    assert_eq!(found, expected);
}

#[test]
fn messages_count_repetitions() {
    let message = |source, translation| {
        let flags = check(&Pair::sentence(source, translation));
        assert_eq!(flags.len(), 1);
        flags[0].message.clone()
    };
    assert_eq!(
        message("قتل 5 وأصيب 5", "5 killed"),
        "The number 5 is there twice in the source and once in English."
    );
    assert_eq!(
        message("عاد 12 رجلا", "12 men and 12 men and 12 men"),
        "The number 12 is there once in the source and 3 times in English."
    );
    assert_eq!(
        message("قتل 5 ثم 6 وأصيب 5 ثم 6", "5 killed, 6 hurt"),
        "The numbers 5 and 6 are there more often in the source than in English."
    );
}
