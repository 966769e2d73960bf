#![allow(clippy::unwrap_used)]

use super::*;

fn marked(text: &str) -> Vec<(Role, &str)> {
    paragraphs(text, Language::of("ar"))
        .into_iter()
        .map(|paragraph| (paragraph.role, &text[paragraph.span]))
        .collect()
}

#[test]
fn the_first_heading_is_the_title() {
    let text = "# عنوان **مهم** #\n\nكتب: محمد أحمد\n\nنص أول\nتتمته.\n\n## فرعي\n\n> اقتباس\n\n\
                - بند\n  تتمة\n- [رابط](http://a.b)\n\n***\n\nختام\n====\n";
    assert_eq!(
        marked(text),
        [
            (Role::Title, "عنوان **مهم**"),
            (Role::Byline, "كتب: محمد أحمد"),
            (Role::Body, "نص أول\nتتمته."),
            (Role::Heading, "فرعي"),
            (Role::Body, "اقتباس"),
            (Role::Item, "بند\n  تتمة"),
            (Role::Item, "[رابط](http://a.b)"),
            (Role::Heading, "ختام"),
        ]
    );
}

#[test]
fn what_is_no_text_is_left_out() {
    let text = "نص أول.\n\n```rust\nlet x = 1;\n```\n![صورة](a.png)\n<!-- ملاحظة\nأخرى --> \n\
                [1]: http://a.b\n#وسم في النص.\n";
    assert_eq!(
        marked(text),
        [(Role::Body, "نص أول."), (Role::Body, "#وسم في النص.")]
    );
    for text in [
        "[![صورة](a.png)](b) وقال الوزير نعم (أمس)",
        "[المصدر]: http://a.b وقال الوزير نعم",
    ] {
        assert_eq!(marked(text), [(Role::Body, text)]);
    }
    assert_eq!(marked("[![صورة](a.png)](http://b)"), []);
}

#[test]
fn each_footnote_is_a_paragraph_without_its_mark() {
    let text =
        "نص أول[^1] وتتمته.\n\n[^1]: حاشية أولى\nوتتمتها.\n[^b]:حاشية ثانية.\n[^2 : ليست حاشية.\n";
    assert_eq!(
        marked(text),
        [
            (Role::Body, "نص أول[^1] وتتمته."),
            (Role::Body, "حاشية أولى\nوتتمتها."),
            (Role::Body, "حاشية ثانية."),
            (Role::Body, "[^2 : ليست حاشية."),
        ]
    );
}

#[test]
fn an_open_fence_or_comment_loses_no_more_than_it_must() {
    let text = "نص أول.\n\n```\nنص ثان.\n\n```` \nنص ثالث.\n\n<!-- أ --> نص رابع.\n";
    assert_eq!(
        marked(text),
        [
            (Role::Body, "نص أول."),
            (Role::Body, "نص ثالث."),
            (Role::Body, "نص رابع.")
        ]
    );
    let open = "نص أول.\n\n```\nنص ثان.\n";
    assert_eq!(
        marked(open),
        [(Role::Body, "نص أول."), (Role::Body, "نص ثان.")]
    );
}

#[test]
fn breaks_and_cells_part_a_text() {
    let text = "نص أول<br>نص ثان<BR />\nنص ثالث\n\n| أ | ب \\| ج |\n|---|:--|\n| 1 | |\n\nد | هـ\n--|--\nو | ز\n";
    assert_eq!(
        marked(text),
        [
            (Role::Title, "نص أول"),
            (Role::Body, "نص ثان"),
            (Role::Body, "نص ثالث"),
            (Role::Body, "أ"),
            (Role::Body, "ب \\| ج"),
            (Role::Body, "1"),
            (Role::Body, "د"),
            (Role::Body, "هـ"),
            (Role::Body, "و"),
            (Role::Body, "ز"),
        ]
    );
}

#[test]
fn front_matter_is_read_and_its_title_is_the_title() {
    let text = "---\ntitle: \"عنوان الملف\"\ndate: 2021-07-12\nurl: https://a.b/c\nlang: ar-IQ\n\
                tags:\n  - x\n---\n# عنوان الملف\n\nنص.\n";
    let front = front_matter(text).unwrap();
    assert_eq!(&text[front.title.clone().unwrap()], "عنوان الملف");
    assert_eq!(front.date.as_deref(), Some("2021-07-12"));
    assert_eq!(front.url.as_deref(), Some("https://a.b/c"));
    assert_eq!(front.language.as_deref(), Some("ar"));
    assert!(text[front.body..].starts_with("# "));
    assert_eq!(
        marked(text),
        [(Role::Title, "عنوان الملف"), (Role::Body, "نص.")]
    );
}

#[test]
fn lines_that_are_sentences_are_paragraphs() {
    assert_eq!(
        marked("جملة أولى.\nجملة ثانية."),
        [(Role::Body, "جملة أولى."), (Role::Body, "جملة ثانية.")]
    );
}
