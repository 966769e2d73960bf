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
        ("وقع عند منتصف الليل.", "It was at 12 a.m."),
        ("وقع عند الساعة الثانية عشرة ليلا.", "It was at midnight."),
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
            "وقع عند الساعة الثانية عشرة ليلا.",
            "It was at 10 p.m.",
            "10",
        ),
    ] {
        let doubts = doubts("ar", source, translation);
        let what = format!("The number {other} is not in the source.");
        assert_eq!(doubts, [what], "{source} | {translation}");
    }
}
