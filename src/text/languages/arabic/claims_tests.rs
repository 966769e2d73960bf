use super::super::numbers::read;
use crate::text::TARGET;

#[test]
fn days_of_months_and_lengths_of_time_are_claimed() {
    for (text, claimed) in [
        ("في السابع من تشرين الأول، انفصل محرك", "السابع"),
        ("مساء التاسع من آب", "التاسع"),
        ("في الحادي والعشرين من شهر مايو", "الحادي والعشرين"),
        ("لمدة عشر سنوات", "عشر"),
        ("في الأشهر الثمانية الماضية", "الثمانية"),
        ("في السنوات الخمسة عشر الأخيرة", "الخمسة عشر"),
        ("قبل خمسة وثلاثين عاماً", "خمسة وثلاثين"),
        ("خلال أربعة أيام", "أربعة"),
        ("أمضى سبعاً وعشرين سنة في السجن", "سبعاً وعشرين"),
        ("استمر الاجتماع خمسا و أربعين ساعة", "خمسا و أربعين"),
        ("يوم الأحد العاشر من أكتوبر", "العاشر"),
        ("الاثنين، العشرين من أيار", "العشرين"),
        ("يوم الأحد الحادي عشر من مايو", "الحادي عشر"),
        ("بين الخامس والعاشر من حزيران", "والعاشر"),
        ("يومي التاسع والعاشر من أيلول", "والعاشر"),
        ("أول عشرين دقيقة", "عشرين"),
        ("استمرت الجولة الثالثة أربعين دقيقة", "أربعين"),
    ] {
        let claims = read(text).claims;
        let claims: Vec<&str> = claims.iter().map(|claim| claim.text.as_str()).collect();
        assert_eq!(claims, [claimed], "{text}");
    }
}

#[test]
fn counts_of_three_and_more_and_half_a_million_are_claimed() {
    for (text, claimed, right, wrong) in [
        ("قتل سبعة مدنيين", "سبعة", "7 civilians", "eight civilians"),
        (
            "وأصيب ثلاثة عشر آخرون",
            "ثلاثة عشر",
            "thirteen others",
            "three others",
        ),
        (
            "ألفين وخمسمئة شخص",
            "ألفين وخمسمئة",
            "2,500 people",
            "25,000 people",
        ),
        (
            "واحدا وخمسين مليون زبون",
            "واحدا وخمسين مليون",
            "51 million clients",
            "15 million clients",
        ),
        (
            "نصف مليون شخص",
            "نصف مليون",
            "half a million people",
            "a million people",
        ),
        (
            "مليون ونصف المليون شخص",
            "مليون ونصف المليون",
            "1.5 million people",
            "a million people",
        ),
    ] {
        let found = read(text);
        let claims: Vec<&str> = found.claims.iter().map(|own| own.text.as_str()).collect();
        assert_eq!(claims, [claimed], "{text}");
        let english = TARGET.numbers.map(|reader| reader.read).expect("English");
        let missing = |translation| found.claims_without(&english(translation).keys).len();
        assert_eq!((missing(right), missing(wrong)), (0, 1), "{text}");
    }
}

#[test]
fn the_name_of_a_month_is_not_its_day_and_a_quarter_is_three_of_them() {
    let english = TARGET.numbers.map(|reader| reader.read).expect("English");
    for (text, right, wrong) in [
        (
            "متاحا في 1 يناير",
            "available on Jan. 1",
            "available on Jan.",
        ),
        ("يوم 10 من أكتوبر", "on October 10th", "in October"),
        ("العاشر من أكتوبر", "the tenth of October", "in October"),
        ("السادس من أكتوبر 2010", "2010-10-06", "October 2010"),
        (
            "في الأشهر الثلاثة الماضية",
            "in the last quarter",
            "in the last months",
        ),
    ] {
        let claims = read(text);
        let missing = |translation| claims.claims_without(&english(translation).keys).len();
        assert_eq!((missing(right), missing(wrong)), (0, 1), "{text}");
    }
    for text in ["10 أشهر", "في 1990 مايو", "1.5 مايو", "في 5، مايو"] {
        assert!(read(text).claims.is_empty(), "{text}");
    }
}

#[test]
fn what_english_may_say_in_another_way_is_not() {
    for text in [
        "في الأسبوع الأول من مارس",
        "المركز الرابع عام 2010",
        "أربع وعشرين ساعة",
        "ثلاث سنوات ونصف",
        "سبعة أيام",
        "الساعة الثالثة",
        "الوزراء الثلاثة",
        "وزيران",
        "خمس السكان",
        "خمسة بالمئة",
        "خمسة في المئة",
        "ثلاثة عقود",
        "أربعة أضعاف",
        "ثلاثة ملايين ونصف",
        "مئات الآلاف",
        "مليون شخص",
        "عقد اجتماعا",
        "لست هنا",
        "في عام ألف وتسعمئة",
        "مئات السنوات",
        "ستة أشهر",
        "أول ثلاثين دقيقة",
        "استمر اللقاء الثنائي ثلاثين دقيقة",
        "أربعاً وعشرين ساعة",
        "خمساً وأربعين دقيقة",
        "واحداً وعشرين يوماً",
        "مئة وخمساً وعشرين سنة",
        "واحد من كل أربعة ناخبين",
        "بين خمسة وعشرين كيلومترا",
    ] {
        assert!(
            read(text).claims.is_empty(),
            "{text}: {:?}",
            read(text).claims
        );
    }
}
