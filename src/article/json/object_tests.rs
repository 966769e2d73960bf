#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

fn article_of_object(value: &Value) -> Result<Extracted, Refusal> {
    article_of(value, Language::of("ar"))
}

fn marked(extracted: &Extracted) -> Vec<(Role, &str)> {
    extracted
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.role, &extracted.text[paragraph.span.clone()]))
        .collect()
}

#[test]
fn common_field_names_are_understood_in_any_case() {
    let record = json!({
        "Headline": "عنوان الخبر", "ArticleBody": "نص أول.\r\n\r\nنص ثان.",
        "description": "تمهيد\nإضاءة", "datePublished": "2021-07-12", "Link": "https://a.b/c",
        "LANG": "ar-SA", "author": {"@type": "Person", "name": "محمد أحمد"}
    });
    let found = article_of_object(&record).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "عنوان الخبر"),
            (Role::Standfirst, "تمهيد"),
            (Role::Standfirst, "إضاءة"),
            (Role::Byline, "محمد أحمد"),
            (Role::Body, "نص أول."),
            (Role::Body, "نص ثان."),
        ]
    );
    assert_eq!(found.title.as_deref(), Some("عنوان الخبر"));
    assert_eq!(found.date.as_deref(), Some("2021-07-12"));
    assert_eq!(found.url.as_deref(), Some("https://a.b/c"));
    assert_eq!(found.language.as_deref(), Some("ar"));
}

#[test]
fn a_post_of_reddit_has_its_text() {
    let post = json!({
        "id": "eiaz8x", "name": "t3_eiaz8x", "title": "عنوان", "selftext": "نص أول.", "author": "سلمى",
        "created_utc": 1577836800, "subreddit": "iraq", "url": "https://www.reddit.com/r/iraq/"
    });
    let found = article_of_object(&post).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "عنوان"),
            (Role::Byline, "سلمى"),
            (Role::Body, "نص أول."),
        ]
    );
    assert_eq!(found.date.as_deref(), Some("2020-01-01T00:00:00Z"));
    let link = json!({"title": "عنوان", "selftext": "", "url": "https://a.example/b"});
    assert_eq!(
        article_of_object(&link).unwrap_err(),
        Refusal::Skipped("there is no text in the field \"selftext\"".to_owned())
    );
    for (field, text) in [("selftext", "[removed]"), ("body", " [deleted] ")] {
        let reason = format!("its text was removed: {}", text.trim());
        assert_eq!(
            article_of_object(&json!({"title": "عنوان", field: text})).unwrap_err(),
            Refusal::Skipped(reason)
        );
    }
    let quoted = json!({"title": "عنوان", "selftext": "[removed] نص أول."});
    assert!(article_of_object(&quoted).is_ok());
}

#[test]
fn the_text_may_be_html_or_a_list() {
    let record = json!({"title": "عنوان", "content": "<h1>عنوان</h1><p>نص <b>أول</b>.</p>ذيل"});
    let found = article_of_object(&record).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "عنوان"),
            (Role::Body, "نص أول."),
            (Role::Body, "ذيل")
        ]
    );
    let record = json!({"title": "عنوان", "body": ["نص أول.", "", {"text": "<p>نص ثان.</p>"}]});
    let found = article_of_object(&record).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "عنوان"),
            (Role::Body, "نص أول."),
            (Role::Body, "نص ثان.")
        ]
    );
}

#[test]
fn what_the_text_repeats_is_said_once() {
    let record = json!({
        "title": "عنوان", "summary": "نص أول طويل...", "text": "عنوان\nنص أول طويل جدا.\nنص ثان."
    });
    let found = article_of_object(&record).unwrap();
    assert_eq!(
        found
            .paragraphs
            .iter()
            .filter(|p| p.role == Role::Title)
            .count(),
        1
    );
    let record = json!({"summary": "نص أول...", "text": "نص أول طويل جدا.\nنص ثان."});
    assert_eq!(
        marked(&article_of_object(&record).unwrap()),
        [(Role::Body, "نص أول طويل جدا."), (Role::Body, "نص ثان.")]
    );
}

#[test]
fn without_a_title_field_the_text_may_bring_its_own() {
    let record = json!({"text": "عنوان الخبر\n\nنص أول.", "title": null});
    assert_eq!(
        marked(&article_of_object(&record).unwrap()),
        [(Role::Title, "عنوان الخبر"), (Role::Body, "نص أول.")]
    );
}

#[test]
fn refusals_name_the_fields() {
    let refusal = article_of_object(&json!({"id": 7, "title": "عنوان"})).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Failed(
            "no text: looked for the fields text, body, content, articleBody, …; found id, title; \
             name the one with the text by --field text=NAME"
                .to_owned()
        )
    );
    let refusal = article_of_object(&json!({"text": " ", "id": 1})).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Skipped("there is no text in the field \"text\"".to_owned())
    );
    let refusal = article_of_object(&json!("نص")).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Failed("this is a string, not an object".to_owned())
    );
}

#[test]
fn an_empty_text_field_gives_way_to_the_next() {
    let found = article_of_object(&json!({"text": "", "body": "نص."})).unwrap();
    assert_eq!(marked(&found), [(Role::Body, "نص.")]);
}

#[test]
fn tags_and_entities_are_no_part_of_titles() {
    let record = json!({
        "title": "<b>عاجل:</b> &quot;عنوان&quot; &#8211; AT&T", "text": "نص&nbsp;أول."
    });
    let found = article_of_object(&record).unwrap();
    assert_eq!(found.title.as_deref(), Some("عاجل: \"عنوان\" – AT&T"));
}

#[test]
fn values_that_say_nothing_are_none() {
    let record = json!({"title": "nan", "text": "نص أول.", "author": null});
    let found = article_of_object(&record).unwrap();
    assert_eq!((found.title, found.paragraphs.len()), (None, 1));
    let refusal = article_of_object(&json!({"title": "عنوان", "text": "NaN"})).unwrap_err();
    assert!(matches!(refusal, Refusal::Skipped(_)));
}

#[test]
fn a_whole_text_is_preferred_to_one_that_was_cut_off() {
    let record = json!({"content": "نص أول … [+600 chars]", "full_text": "نص أول.\n\nنص ثان."});
    let found = article_of_object(&record).unwrap();
    assert_eq!((found.paragraphs.len(), found.left_out.words), (2, 0));
    let record = json!({"content": "نص أول … [+600 chars]"});
    assert_eq!(article_of_object(&record).unwrap().left_out.words, 100);
}

#[test]
fn the_name_of_the_source_behind_a_title_is_no_part_of_it() {
    let title = |title: &str| {
        let record =
            json!({"title": title, "text": "نص.", "source": {"id": null, "name": "الخبر"}});
        article_of_object(&record).unwrap().title
    };
    assert_eq!(title("السد ممتلئ - الخبر").as_deref(), Some("السد ممتلئ"));
    assert_eq!(title("السد ممتلئ | الخبر").as_deref(), Some("السد ممتلئ"));
    for whole in ["وصل الخبر", "السد ممتلئ - المرفأ", "سبق-الخبر"] {
        assert_eq!(title(whole).as_deref(), Some(whole));
    }
}

#[test]
fn the_number_of_an_author_is_no_name() {
    let record = json!({"title": "عنوان", "text": "نص.", "author": 3});
    let found = article_of_object(&record).unwrap();
    assert_eq!(
        marked(&found),
        [(Role::Title, "عنوان"), (Role::Body, "نص.")]
    );
}
