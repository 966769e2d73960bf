#![allow(clippy::unwrap_used)]

use super::*;

fn extract_html(html: &str) -> Result<Extracted, Refusal> {
    extract(html, Language::of("ar"))
}

fn marked(extracted: &Extracted) -> Vec<(Role, &str)> {
    extracted
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.role, &extracted.text[paragraph.span.clone()]))
        .collect()
}

const FIRST: &str = "قال رئيس الوزراء العراقي، في كلمة ألقاها مساء الخميس، إن المفاوضات التي \
                     طال انتظارها ستبدأ قريبا، وإن حكومته مستعدة لها، بعد شهور من التحضير.";
const SECOND: &str = "وأضاف أن الوفد سيصل إلى العاصمة في الأسبوع المقبل، وأن جدول الأعمال يشمل \
                      الأمن والاقتصاد والمياه، وهي ملفات عالقة منذ سنوات طويلة بين البلدين.";
const THIRD: &str = "ويرى مراقبون، تحدثوا قبل الكلمة، أن الطريق ما زال طويلا، وأن الاتفاق النهائي \
                     يحتاج إلى تنازلات من الطرفين، لا تبدو قريبة في الوقت الحاضر.";

#[test]
fn an_article_is_found_among_navigation_and_related_links() {
    let html = format!(
        "<!doctype html><html lang=ar><head><title>بغداد تستعد للمفاوضات - موقع الأخبار</title>\
         <meta property='article:published_time' content='2021-07-15T10:00:00Z'>\
         <link rel=canonical href='https://example.org/a/1'><style>p {{ color: red }}</style>\
         </head><body><nav><ul><li><a href=/>الرئيسية</a></li><li><a href=/w>العالم</a></li></ul>\
         </nav><div class=content><h1>بغداد تستعد للمفاوضات</h1><p>{FIRST}</p><p>{SECOND}</p>\
         <script>track('نص');</script><p>{THIRD}</p></div><div class='related sidebar'>\
         <ul><li><a href=/2>خبر آخر لا صلة له</a></li></ul></div>\
         <footer><p>جميع الحقوق محفوظة</p></footer></body></html>"
    );
    let found = extract_html(&html).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "بغداد تستعد للمفاوضات"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
            (Role::Body, THIRD),
        ]
    );
    assert_eq!(found.title.as_deref(), Some("بغداد تستعد للمفاوضات"));
    assert_eq!(found.date.as_deref(), Some("2021-07-15T10:00:00Z"));
    assert_eq!(found.url.as_deref(), Some("https://example.org/a/1"));
    assert_eq!(found.language.as_deref(), Some("ar"));
}

#[test]
fn a_deep_page_is_read_without_overflow() {
    let html = format!(
        "{}<p>{FIRST}</p>{}",
        "<div>".repeat(10_000),
        "</div>".repeat(10_000)
    );
    let found = extract_html(&html).unwrap();
    assert_eq!(marked(&found), [(Role::Body, FIRST)]);
    assert_eq!(found.title, None);
}

#[test]
fn three_hundred_thousand_nested_elements_lose_no_text() {
    let html = format!(
        "<html lang=ar><title>عنوان الخبر</title>{}<p>{FIRST}</p>أ &amp; ب<br>ج{}<p>{SECOND}</p>",
        "<div>".repeat(300_000),
        "</div>".repeat(300_000)
    );
    let found = extract_html(&html).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "عنوان الخبر"),
            (Role::Body, FIRST),
            (Role::Body, "أ & ب"),
            (Role::Body, "ج"),
            (Role::Body, SECOND),
        ]
    );
    assert_eq!(found.language.as_deref(), Some("ar"));
}

#[test]
fn a_hundred_thousand_unclosed_formatting_elements_lose_no_text() {
    for tag in ["<b>", "<font color=red>", "<p><b>"] {
        let html = format!("<p>{FIRST}</p>{}{SECOND}<p>{THIRD}", tag.repeat(100_000));
        let expected = [
            (Role::Body, FIRST),
            (Role::Body, SECOND),
            (Role::Body, THIRD),
        ];
        assert_eq!(marked(&extract_html(&html).unwrap()), expected);
        let (blocks, _) = fragment(&html, Language::of("ar"));
        let texts: Vec<String> = blocks.into_iter().map(|b| b.text).collect();
        assert_eq!(texts, [FIRST, SECOND, THIRD]);
    }
}

#[test]
fn a_short_page_keeps_all_its_paragraphs() {
    let html = "<title>خبر قصير</title><article><h1>خبر قصير</h1><p>سطر أول.</p><p>سطر ثان.</p>\
                </article>";
    assert_eq!(
        marked(&extract_html(html).unwrap()),
        [
            (Role::Title, "خبر قصير"),
            (Role::Body, "سطر أول."),
            (Role::Body, "سطر ثان.")
        ]
    );
}

#[test]
fn lines_between_headline_and_story_are_standfirst_and_byline() {
    let html = format!(
        "<h1>عنوان</h1><h2>تمهيد</h2><ul><li>إضاءة</ul><p>كتب: محمد</p><p>{FIRST}</p>\
         <h2>فرعي</h2><ul><li>بند</ul>"
    );
    let (blocks, _) = fragment(&html, Language::of("ar"));
    let mut found = Extracted::default();
    push_blocks(&mut found, &blocks, Some("عنوان"), Language::of("ar"));
    assert_eq!(
        marked(&found),
        [
            (Role::Standfirst, "تمهيد"),
            (Role::Standfirst, "إضاءة"),
            (Role::Byline, "كتب: محمد"),
            (Role::Body, FIRST),
            (Role::Heading, "فرعي"),
            (Role::Item, "بند"),
        ]
    );
}

#[test]
fn a_text_in_the_metadata_is_read_if_it_is_that_of_this_page() {
    let page = |headline: &str| {
        let text = format!("<p style='a'>{FIRST}</p>\n<p>{SECOND}&nbsp;</p>");
        let linked = serde_json::json!({
            "@type": "NewsArticle", "headline": headline, "articleBody": text
        });
        format!(
            "<title>عنوان الخبر</title><script type='application/ld+json'>{linked}</script>\
             <article><h1>عنوان الخبر</h1><p>سطر أول.</p></article>"
        )
    };
    let found = extract_html(&page("عنوان الخبر")).unwrap();
    let title = (Role::Title, "عنوان الخبر");
    assert_eq!(
        marked(&found),
        [title, (Role::Body, FIRST), (Role::Body, SECOND)]
    );
    let found = extract_html(&page("خبر آخر")).unwrap();
    assert_eq!(marked(&found), [title, (Role::Body, "سطر أول.")]);
}

#[test]
fn pages_without_text_are_refused() {
    let empty = extract_html("<html><body><script>1</script></body></html>");
    assert_eq!(
        empty,
        Err(Refusal::Skipped("there is no text in it".to_owned()))
    );
    let only_title = extract_html("<title>عنوان الصفحة هنا</title><div id=app></div>");
    let reason = "the page has a headline but no article text".to_owned();
    assert_eq!(only_title, Err(Refusal::Failed(reason)));
    assert!(extract_html("").is_err());
}

#[test]
fn labels_around_a_headline_stand_between_it_and_the_story() {
    let own = "وفد يصل إلى العاصمة اليوم";
    let read = |head: &str| {
        let html = format!("<title>{own} | الموقع</title>{head}<p>{FIRST}</p><p>{SECOND}</p>");
        let found = extract_html(&html).unwrap();
        let marked = marked(&found);
        assert_eq!(marked[0], (Role::Title, own));
        assert!(marked.contains(&(Role::Body, FIRST)) && marked.contains(&(Role::Body, SECOND)));
        let beside = marked.into_iter().filter(|(role, _)| *role != Role::Body);
        let beside: Vec<(Role, String)> = beside
            .skip(1)
            .map(|(role, text)| (role, text.to_owned()))
            .collect();
        beside
    };
    let standfirst = |text: &str| vec![(Role::Standfirst, text.to_owned())];
    assert_eq!(
        read(&format!("<h1><span class=kicker>عاجل</span> {own}</h1>")),
        standfirst("عاجل")
    );
    assert_eq!(
        read(&format!("<h1><b>عاجل |</b> {own}</h1>")),
        standfirst("عاجل")
    );
    assert_eq!(
        read(&format!(
            "<h1>{own}<small>ثلاثة أيام من المحادثات</small></h1>"
        )),
        standfirst("ثلاثة أيام من المحادثات")
    );
    assert!(read(&format!("<h1>{own}</h1>")).is_empty());
    // A heading that is only longer than the title stays whole.
    let longer = format!("{own} ومعه رسالة");
    assert_eq!(read(&format!("<h2>{longer}</h2>")), standfirst(&longer));
    assert_eq!(
        read(&format!("<p>عاجل</p><h1>{own}</h1>")),
        [(Role::Byline, "عاجل".to_owned())]
    );
}

#[test]
fn the_rest_of_a_heading_whose_title_is_cut_within_a_word_is_no_label() {
    let (cut, whole) = ("وفد يصل إلى العاص", "وفد يصل إلى العاصمة يوم 3 أيار");
    let html = format!(
        "<meta property=og:title content='{cut}'><h2>{whole}</h2><p>{FIRST}</p><p>{SECOND}</p>"
    );
    assert_eq!(
        marked(&extract_html(&html).unwrap()),
        [
            (Role::Title, cut),
            (Role::Standfirst, whole),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
}

#[test]
fn a_page_of_frames_is_no_article() {
    let page = "<html><head><title>جريدة</title></head><frameset><frame src=a.html>\
                <noframes><body>متصفحك لا يعرض الإطارات</body></noframes></frameset></html>";
    let reason = "it is a page that only shows other pages in frames; store those";
    assert_eq!(extract_html(page), Err(Refusal::Skipped(reason.to_owned())));
}

#[test]
fn a_page_that_a_script_draws_has_the_text_of_its_data() {
    let data = serde_json::json!({"props": {"pageProps": {"post": {
        "title": "بغداد تستعد للمفاوضات", "body": format!("<p>{FIRST}</p><p>{SECOND}</p>"),
        "publishedAt": "2021-07-15"
    }}}});
    let script = format!("<script id=__NEXT_DATA__ type='application/json'>{data}</script>");
    let page = |shown: &str| {
        format!("<title>بغداد تستعد للمفاوضات | الموقع</title><div id=__next>{shown}</div>{script}")
    };
    for shown in [
        "",
        "<ul><li><a href=/>الرئيسية</a></li></ul><p>جار التحميل</p>",
    ] {
        let found = extract_html(&page(shown)).unwrap();
        assert_eq!(
            marked(&found),
            [
                (Role::Title, "بغداد تستعد للمفاوضات"),
                (Role::Body, FIRST),
                (Role::Body, SECOND),
            ]
        );
        assert_eq!(found.date.as_deref(), Some("2021-07-15"));
    }
    // What the page shows itself is read as it is shown.
    let shown = format!("<h1>بغداد تستعد للمفاوضات</h1><p>{FIRST}</p><p>{THIRD}</p>");
    let found = extract_html(&page(&shown)).unwrap();
    assert_eq!(
        marked(&found),
        [
            (Role::Title, "بغداد تستعد للمفاوضات"),
            (Role::Body, FIRST),
            (Role::Body, THIRD),
        ]
    );
}

#[test]
fn what_react_sends_behind_the_frame_of_a_page_is_seen() {
    let html = format!(
        "<title>بغداد تستعد للمفاوضات</title><main><template id=\"B:0\"></template></main>\
         <footer><p>{THIRD}</p></footer><div hidden id=\"S:0\"><article><h1>بغداد تستعد للمفاوضات</h1>\
         <p>{FIRST}</p><p>{SECOND}</p></article></div><script>$RC(\"B:0\",\"S:0\")</script>"
    );
    assert_eq!(
        marked(&extract_html(&html).unwrap()),
        [
            (Role::Title, "بغداد تستعد للمفاوضات"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
}

#[test]
fn a_headline_below_the_first_paragraph_is_read_once() {
    let html =
        format!("<article><p>{FIRST}</p><h1>بغداد تستعد للمفاوضات</h1><p>{SECOND}</p></article>");
    assert_eq!(
        marked(&extract_html(&html).unwrap()),
        [
            (Role::Title, "بغداد تستعد للمفاوضات"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
}
