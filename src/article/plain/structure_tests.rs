use super::*;

use super::super::markdown;
use crate::article::Format;

fn paragraphs_of(text: &str, format: Format) -> Vec<Paragraph> {
    let language = Language::of("ar");
    match format {
        Format::Md => markdown::paragraphs(text, language),
        _ => paragraphs(text, language),
    }
}

fn marked(text: &str, format: Format) -> Vec<(Role, &str)> {
    paragraphs_of(text, format)
        .into_iter()
        .map(|paragraph| (paragraph.role, &text[paragraph.span]))
        .collect()
}

fn plain(text: &str) -> Vec<(Role, &str)> {
    marked(text, Format::Txt)
}

#[test]
fn a_headline_is_a_short_first_line_before_something() {
    let text = "هاتف ينفجر في وجه صاحبه؟\n\nأراد شاب إجراء مكالمة. ثم حدث ما حدث.\n";
    assert_eq!(
        plain(text),
        [
            (Role::Title, "هاتف ينفجر في وجه صاحبه؟"),
            (Role::Body, "أراد شاب إجراء مكالمة. ثم حدث ما حدث."),
        ]
    );
    assert_eq!(plain("سطر وحيد"), [(Role::Body, "سطر وحيد")]);
    assert_eq!(plain("جملة كاملة.\n\nأخرى.")[0].0, Role::Body);
    let long = "كلمة ".repeat(21) + "\n\nنص.";
    assert_eq!(plain(&long)[0].0, Role::Body);
    assert!(plain("").is_empty());
    assert!(plain(" \n\u{200f}\n").is_empty());
}

#[test]
fn a_headline_without_spaces_is_as_short() {
    let first = |line: &str| {
        let text = format!("{line}\n\n市政府昨天公布了新的规划。");
        paragraphs(&text, Language::of("zh"))[0].role
    };
    assert_eq!(first(&"规划".repeat(20)), Role::Title);
    assert_eq!(first(&"规划".repeat(21)), Role::Body);
}

#[test]
fn lines_between_headline_and_dateline_stand_alone() {
    let text = "عنوان الخبر\n\nجملة تمهيدية طويلة بعض الشيء.\nإضاءة أولى\nإضاءة ثانية\n\n\
                بغداد - قال مسؤول عراقي اليوم إن الأمر انتهى.\n\nوأضاف المسؤول أن العمل مستمر.";
    assert_eq!(
        plain(text),
        [
            (Role::Title, "عنوان الخبر"),
            (Role::Standfirst, "جملة تمهيدية طويلة بعض الشيء."),
            (Role::Standfirst, "إضاءة أولى"),
            (Role::Standfirst, "إضاءة ثانية"),
            (Role::Body, "بغداد - قال مسؤول عراقي اليوم إن الأمر انتهى."),
            (Role::Body, "وأضاف المسؤول أن العمل مستمر."),
        ]
    );
}

#[test]
fn a_single_deck_is_known_by_the_dateline_after_it() {
    let text = "عنوان\n\nتمهيد للخبر\n\nالقاهرة (أ ف ب) – قال مسؤول.\n\nتفاصيل.";
    let roles: Vec<Role> = plain(text).iter().map(|(role, _)| *role).collect();
    assert_eq!(
        roles,
        [Role::Title, Role::Standfirst, Role::Body, Role::Body]
    );
    let without = "عنوان\n\nنص الخبر يبدأ هنا\n\nوهذه تتمته.";
    let roles: Vec<Role> = plain(without).iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [Role::Title, Role::Body, Role::Body]);
}

#[test]
fn bylines_are_known_before_and_after_the_story() {
    let text = "12 يوليو 2021\n\nعنوان\n\nكتب: محمد أحمد\n\nنص الخبر.\n\nالمصدر: وكالات";
    assert_eq!(
        plain(text),
        [
            (Role::Byline, "12 يوليو 2021"),
            (Role::Title, "عنوان"),
            (Role::Byline, "كتب: محمد أحمد"),
            (Role::Body, "نص الخبر."),
            (Role::Byline, "المصدر: وكالات"),
        ]
    );
}

#[test]
fn wrapped_prose_is_one_paragraph() {
    let first = "كلمة ".repeat(11) + "كلمة";
    let second = "أخرى ".repeat(11) + "آخر";
    let block = format!("{first}\n{second}\nنهاية.");
    let text = format!("عنوان\n\n{block}\n\n{block}\n");
    assert_eq!(
        plain(&text),
        [
            (Role::Title, "عنوان"),
            (Role::Body, block.as_str()),
            (Role::Body, block.as_str())
        ]
    );
}

#[test]
fn wrapped_prose_may_follow_a_headline_at_once() {
    let first = "كلمة ".repeat(11) + "كلمة";
    let second = "أخرى ".repeat(11) + "آخر";
    let block = format!("{first}\n{second}\nنهاية.");
    assert_eq!(
        plain(&format!("عنوان\n{block}")),
        [(Role::Title, "عنوان"), (Role::Body, block.as_str())]
    );
}

#[test]
fn prose_in_narrow_columns_is_joined_and_a_verse_is_not() {
    let first = "كلمة ".repeat(7) + "كلمة";
    let second = "أخرى ".repeat(7) + "آخر";
    let block = format!("{first}\n{second}\nنهاية.");
    assert_eq!(
        plain(&format!("عنوان\n\n{block}\n\n{block}")),
        [
            (Role::Title, "عنوان"),
            (Role::Body, block.as_str()),
            (Role::Body, block.as_str())
        ]
    );
    let text = format!("عنوان\n\nنص أول في سطر.\n\n{block}\n\nنص ثان في سطر.");
    let lines: Vec<&str> = plain(&text).into_iter().map(|(_, line)| line).collect();
    assert_eq!(
        lines,
        [
            "عنوان",
            "نص أول في سطر.",
            first.as_str(),
            second.as_str(),
            "نهاية.",
            "نص ثان في سطر."
        ]
    );
}

#[test]
fn without_blank_lines_every_line_is_a_paragraph() {
    let long = "كلمة ".repeat(40) + "نهاية.";
    let text = format!("عنوان الخبر\n{long}\n{long}");
    assert_eq!(
        plain(&text),
        [
            (Role::Title, "عنوان الخبر"),
            (Role::Body, long.as_str()),
            (Role::Body, long.as_str()),
        ]
    );
}

#[test]
fn list_items_lose_their_bullets_only() {
    let text = "نص أول.\n\n- بند أول\n  تتمته\n• بند ثان\n١- بند ثالث\nسطر عادي";
    assert_eq!(
        plain(text),
        [
            (Role::Body, "نص أول."),
            (Role::Item, "بند أول\n  تتمته"),
            (Role::Item, "بند ثان"),
            (Role::Item, "بند ثالث"),
            (Role::Body, "سطر عادي"),
        ]
    );
}

#[test]
fn spans_are_trimmed_ordered_and_never_empty() {
    let text = "\u{feff} a \u{a0}\n\n * \n---\n- x\n\u{2028}\u{200f}ب\u{200f}\n\r\t.\n1. \n# ";
    for format in [Format::Txt, Format::Md] {
        let mut end = 0;
        for paragraph in paragraphs_of(text, format) {
            assert!(paragraph.span.start >= end && paragraph.span.start < paragraph.span.end);
            assert_eq!(
                text[paragraph.span.clone()].trim(),
                &text[paragraph.span.clone()]
            );
            end = paragraph.span.end;
        }
        assert!(end > 0);
    }
}

#[test]
fn the_reference_article_has_its_structure() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/articles/iran-minister-baghdad.txt"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {path} is absent");
        return;
    };
    let found = plain(&text);
    let roles: Vec<Role> = found.iter().map(|(role, _)| *role).collect();
    let mut expected = vec![Role::Title];
    expected.extend([Role::Standfirst; 5]);
    expected.extend([Role::Body; 15]);
    assert_eq!(roles, expected);
    assert_eq!(found[0].1.chars().count(), 50);
    assert_eq!(found[6].1.chars().count(), 443);
    assert!(found[6].1.starts_with("بغداد - "));
}

#[test]
fn the_newspaper_articles_have_a_headline_and_a_story() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles/saudi-2015");
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("skipped: {folder} is absent");
        return;
    };
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let roles: Vec<Role> = plain(&text).iter().map(|(role, _)| *role).collect();
        assert_eq!(
            roles,
            [Role::Title, Role::Body],
            "{}",
            entry.path().display()
        );
    }
}
