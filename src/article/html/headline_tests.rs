use super::super::dom::events;
use super::super::page_meta::PageMeta;
use crate::text::Language;

fn title(html: &str) -> Option<String> {
    PageMeta::of(&events(html), Language::of("ar")).title()
}

#[test]
fn the_confirmed_heading_is_the_title() {
    let html = "<title>عنوان الخبر الأول - موقع الأخبار</title><h1>موقع الأخبار</h1>\
                <h1>عنوان <b>الخبر</b> الأول</h1>";
    assert_eq!(title(html).as_deref(), Some("عنوان الخبر الأول"));
}

#[test]
fn a_heading_that_says_more_than_the_title_is_not_cut() {
    let html = "<title>محمد صلاح يسجل اليوم | الموقع</title><h1>محمد صلاح يسجل اليوم هدفين</h1>";
    assert_eq!(title(html).as_deref(), Some("محمد صلاح يسجل اليوم هدفين"));
    let html = "<h1>الرئيس يزور <a class=tag>مصر</a> غدا الثلاثاء</h1>";
    assert_eq!(title(html).as_deref(), Some("الرئيس يزور مصر غدا الثلاثاء"));
}

#[test]
fn without_a_heading_titles_lose_the_name_of_the_site() {
    let html = "<title>عنوان الخبر الأول | الموقع</title>";
    assert_eq!(title(html).as_deref(), Some("عنوان الخبر الأول"));
    let html = "<meta property=og:title content='خبر - الموقع'>\
                <meta property=og:site_name content='الموقع'><title>غيره</title>";
    assert_eq!(title(html).as_deref(), Some("خبر"));
    let html = "<meta property=og:title content='عنوان الخبر الأول - الموقع'>\
                <title>عنوان الخبر الأول - الموقع</title>";
    assert_eq!(title(html).as_deref(), Some("عنوان الخبر الأول"));
    let html = "<meta property=og:title content='عنوان الخبر الأول | الموقع'><title>عنوان الخبر الأول</title>";
    assert_eq!(title(html).as_deref(), Some("عنوان الخبر الأول"));
    let html = "<meta property=og:title content='فوز كبير للفريق - بالصور'>\
                <meta property=og:site_name content='الموقع'><title>فوز كبير للفريق - بالصور</title>";
    assert_eq!(title(html).as_deref(), Some("فوز كبير للفريق - بالصور"));
    let html = "<meta property=og:title content='وزير الخارجية يزور بغداد - مباحثات حول النفط'>\
                <title>وزير الخارجية يزور بغداد - مباحثات حول النفط</title>";
    let own = "وزير الخارجية يزور بغداد - مباحثات حول النفط";
    assert_eq!(title(html).as_deref(), Some(own));
    let html = "<meta property=og:title content='فوز - وخسارة - في يوم'>";
    assert_eq!(title(html).as_deref(), Some("فوز - وخسارة - في يوم"));
    assert_eq!(title("<p>نص</p>"), None);
}

#[test]
fn titles_without_spaces_lose_the_name_of_the_site_too() {
    let events = events("<title>北京举行新闻发布会介绍情况 - 新华网</title><p>正文</p>");
    let title = PageMeta::of(&events, Language::of("zh")).title();
    assert_eq!(title.as_deref(), Some("北京举行新闻发布会介绍情况"));
}

#[test]
fn signs_without_spaces_part_the_name_of_the_site_too() {
    for end in [
        "|الموقع",
        "::الموقع",
        " ~ الموقع",
        "_موقع الأخبار",
        "_新浪新闻_新浪网",
    ] {
        let html = format!("<title>وفد يصل إلى العاصمة اليوم{end}</title><p>نص</p>");
        assert_eq!(
            title(&html).as_deref(),
            Some("وفد يصل إلى العاصمة اليوم"),
            "{end}"
        );
    }
    for whole in [
        "حملة جديدة لدعم #سوق_الحرف",
        "تطوير لقاح جديد ضد covid_19",
        "الوزير « لن نتراجع عن القرار » قالها أمس",
        "سامسونغ_غالاكسي يطرح في الأسواق",
        "تفاعل واسع مع وسم أنقذوا_حي_الشيخ_جراح",
        "شاهد فيديو لقاء الأهلي_والزمالك",
    ] {
        let html = format!("<title>{whole}</title><p>نص</p>");
        assert_eq!(title(&html).as_deref(), Some(whole));
    }
    let events = events("<title>国务院部署推进防汛抗旱工作_新浪新闻_新浪网</title><p>正文</p>");
    let title = PageMeta::of(&events, Language::of("zh")).title();
    assert_eq!(title.as_deref(), Some("国务院部署推进防汛抗旱工作"));
}

#[test]
fn labels_in_a_heading_are_no_part_of_the_headline() {
    let own = "وفد يصل إلى العاصمة اليوم";
    for heading in [
        format!("<h1><span class=kicker>عاجل</span> {own}</h1>"),
        format!("<h1><span class='post-label'>حصري</span>{own}</h1>"),
        format!("<h1><span class='section-title'>سياسة</span> {own}</h1>"),
        format!("<h1><span class='headline-tag'>سياسة</span> {own}</h1>"),
        format!("<h1><time>3 مايو 2026</time> {own}</h1>"),
        format!("<h1>{own}<small>بقلم ليلى حسن</small></h1>"),
        format!("<title>{own} | الموقع</title><h1><span>سياسة</span><span>{own}</span></h1>"),
        format!("<title>{own} | الموقع</title><h1><a href=/p>سياسة</a> {own}</h1>"),
    ] {
        assert_eq!(title(&heading).as_deref(), Some(own), "{heading}");
    }
    let half = format!("<h1><span class='title-section'>السلطات تعلن أن</span> {own}</h1>");
    let joined = format!("السلطات تعلن أن {own}");
    let marked = half.replace("title-section", "label");
    for (heading, whole) in [
        (half, joined.as_str()),
        (
            format!("<title>{joined} | الموقع</title>{marked}"),
            joined.as_str(),
        ),
        (marked, own),
        (format!("<h1><span class=label>{own}</span></h1>"), own),
        (format!("<h1><b>{own}</b></h1>"), own),
        (
            "<h1><span class=topic>وفد يصل</span> اليوم</h1>".to_owned(),
            "وفد يصل اليوم",
        ),
    ] {
        assert_eq!(title(&heading).as_deref(), Some(whole), "{heading}");
    }
}

#[test]
fn the_name_of_the_site_is_no_headline() {
    let site = "<meta property=og:site_name content='صحيفة المرفأ'>";
    for html in [
        "<title>عنوان الخبر الأول - صحيفة المرفأ</title><h1>صحيفة المرفأ</h1><h2>عنوان الخبر الأول</h2>",
        "<title>عنوان الخبر الأول | صحيفة المرفأ</title><h1><a href=/>صحيفة المرفأ</a></h1><h2>عنوان الخبر الأول</h2>",
        "<title>عنوان الخبر الأول | صحيفة المرفأ</title><h1><a href=/>صحيفة المرفأ</a></h1>",
    ] {
        assert_eq!(title(html).as_deref(), Some("عنوان الخبر الأول"), "{html}");
    }
    for page in [
        "صحيفة المرفأ | عنوان الخبر الأول",
        "عنوان الخبر الأول-صحيفة المرفأ",
        "عنوان الخبر الأول / صحيفة المرفأ",
        "عنوان الخبر الأول ‹ صحيفة المرفأ",
        "صحيفة المرفأ » ثقافة » عنوان الخبر الأول",
        "عنوان الخبر الأول | ثقافة | صحيفة المرفأ",
    ] {
        let html = format!("<title>{page}</title>{site}<p>نص</p>");
        assert_eq!(title(&html).as_deref(), Some("عنوان الخبر الأول"), "{page}");
    }
    let html = format!("<title>صحيفة المرفأ تفوز بجائزة</title>{site}<p>نص</p>");
    assert_eq!(title(&html).as_deref(), Some("صحيفة المرفأ تفوز بجائزة"));
}

#[test]
fn a_first_heading_that_all_pages_of_the_site_have_is_no_headline() {
    let own = "وفد يصل إلى العاصمة اليوم";
    let shared = format!("<meta property=og:title content='{own}'>");
    let with_site = format!("<meta property=og:title content='{own} - صحيفة المرفأ'>");
    let linked = format!(
        "<script type=application/ld+json>{{\"@type\": \"NewsArticle\", \"headline\": \"{own}\"}}</script>"
    );
    for stated in [shared.as_str(), &with_site, &linked] {
        for same in ["صحيفة المرفأ", "ثقافة", "صحيفة المرفأ | أخبار"]
        {
            let html = format!("<title>{same}</title>{stated}<h1>{same}</h1><h2>{own}</h2>");
            assert_eq!(title(&html).as_deref(), Some(own), "{html}");
        }
    }
    // A title for sharing that is no heading, or a shorter one, says nothing against the first.
    let first = "وفد كبير يصل إلى العاصمة بعد ظهر اليوم";
    for below in ["<h2>صحيفة المرفأ</h2>", "<p>وفد يصل إلى العاصمة اليوم</p>"]
    {
        let html = format!(
            "<title>{first}</title>{shared}<h1>{first}</h1>{below}<h2>وفد يصل إلى العاصمة اليوم</h2>"
        );
        assert_eq!(title(&html).as_deref(), Some(first), "{below}");
    }
}
