#![allow(clippy::unwrap_used)]

use super::super::dom::Page;
use super::*;

fn found(html: &str, title: Option<&str>) -> Found {
    let page = Page::parse(html);
    let outline = Outline::of(page.events(), false);
    let content = page.main_part().unwrap_or_default();
    let main_part = Outline::of(&content, true).blocks;
    let known = Known {
        title,
        is_article: false,
        language: Language::of("ar"),
    };
    of_page(outline, &main_part, known)
}

fn story(html: &str) -> (Vec<String>, LeftOut) {
    match found(html, Some("عنوان الخبر")) {
        Found::Story(blocks, left_out) => (
            blocks.into_iter().map(|block| block.text).collect(),
            left_out,
        ),
        other => panic!("{other:?} in {html}"),
    }
}

/// A sentence of fifteen words that no other number has.
fn sentence(number: usize) -> String {
    let words: Vec<String> = (0..14)
        .map(|word| format!("كلمة{}", number * 14 + word))
        .collect();
    format!("قال {}.", words.join(" "))
}

fn paragraphs(numbers: std::ops::Range<usize>) -> String {
    numbers
        .map(|number| format!("<p>{}</p>", sentence(number)))
        .collect()
}

/// What stands around stories, none of it text of the story.
const FURNITURE: [&str; 12] = [
    "<nav><ul><li><a href=/>الرئيسية</a></li><li><a href=/s>رياضة</a></li></ul></nav>",
    "<div class=related><h3>مواضيع ذات صلة</h3><p>خبر آخر لا صلة له بهذا الخبر على الإطلاق هنا.</p></div>",
    "<ul><li><a href=/1>خبر أول في قائمة الروابط</a></li><li><a href=/2>خبر ثان في القائمة</a></li></ul>",
    "<div><h4><a href=/3>عنوان خبر آخر</a></h4><p>تمهيد الخبر الآخر في سطر واحد لا غير هنا.</p></div>",
    "<p>اقرأ أيضا: <a href=/4>خبر ثالث في الصفحة</a></p>",
    "<p>تابعونا على <a href=/t>تلغرام</a></p>",
    "<div id=comments><p>سالم: تعليق طويل من قارئ لا علاقة له بالخبر ولا بكاتبه إطلاقا.</p></div>",
    "<div class=cookie-bar><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك على الموقع.</p></div>",
    "<p style='display:none'>نص مخفي لا يراه أحد من القراء في هذه الصفحة أبدا.</p>",
    "<aside><p>عمود جانبي فيه نص قصير عن الصحيفة وتاريخها في المدينة.</p></aside>",
    "<script>var a = 'نص';</script><style>p { color: red }</style><noscript><p>نص</p></noscript>",
    "<footer><p>جميع الحقوق محفوظة لصحيفة المرفأ منذ سنة ألفين وعشرة.</p></footer>",
];

#[test]
fn the_frames_of_page_builders_and_the_header_of_a_story_are_read() {
    let widget = |n: usize| {
        format!(
            "<div class='elementor-widget elementor-widget-text-editor'>{}</div>",
            paragraphs(n..n + 1)
        )
    };
    let widgets: String = (0..4).map(widget).collect();
    assert_eq!(story(&widgets).0.len(), 4);
    let html = format!(
        "<div class=post><header><h1>عنوان الخبر</h1><p>{}</p></header>{}</div>",
        sentence(7),
        paragraphs(0..3)
    );
    assert!(story(&html).0.contains(&sentence(7)));
    // A subheading about comments heads no list of them if most of the story follows.
    let html = format!(
        "<div>{}<h2>تعليقات</h2>{}</div>",
        paragraphs(0..1),
        paragraphs(1..5)
    );
    assert_eq!(story(&html).0.len(), 6);
}

/// The ways in which pages part a story of eight paragraphs.
fn layouts() -> Vec<String> {
    let p = |range| paragraphs(range);
    let divs: String = (0..8)
        .map(|n| format!("<div>{}</div>", sentence(n)))
        .collect();
    let breaks: Vec<String> = (0..8).map(sentence).collect();
    vec![
        format!("<article>{}</article>", p(0..8)),
        format!(
            "<article>{}</article><article>{}</article>",
            p(0..4),
            p(4..8)
        ),
        format!(
            "<article>{}</article><article>{}</article>",
            p(0..7),
            p(7..8)
        ),
        format!(
            "<article>{}</article><div class=x>{}</div>",
            p(0..2),
            p(2..8)
        ),
        format!("<div id=a>{}</div><section>{}</section>", p(0..5), p(5..8)),
        format!(
            "<main><section>{}</section><section>{}</section></main>",
            p(0..2),
            p(2..8)
        ),
        format!("<div><div><div>{}</div>{}</div></div>", p(0..3), p(3..8)),
        format!("<div>{}</div>{}", p(0..7), p(7..8)),
        format!("<div class=post>{divs}</div>"),
        format!("<td>{}</td>", breaks.join("<br><br>")),
        format!(
            "<table><tr><td>{}</td></tr><tr><td>{}</td></tr></table>",
            p(0..4),
            p(4..8)
        ),
        format!(
            "<div class=has-sidebar><div class=social-affairs>{}</div></div>",
            p(0..8)
        ),
        format!(
            "<form>{}<blockquote>{}</blockquote>{}</form>",
            p(0..3),
            p(3..4),
            p(4..8)
        ),
        (0..4)
            .map(|n| format!("<section><h2>باب {n}</h2>{}</section>", p(n * 2..n * 2 + 2)))
            .collect(),
    ]
}

#[test]
fn no_paragraph_of_a_story_is_lost_and_no_furniture_is_read_whatever_the_layout() {
    let expected: Vec<String> = (0..8).map(sentence).collect();
    for layout in layouts() {
        for (number, furniture) in FURNITURE.iter().enumerate() {
            let other = FURNITURE[(number + 5) % FURNITURE.len()];
            let html = format!("<body>{other}<h1>عنوان الخبر</h1>{layout}{furniture}</body>");
            let (mut texts, _) = story(&html);
            texts.retain(|text| text != "عنوان الخبر" && !text.starts_with("باب "));
            assert_eq!(texts, expected, "{html}");
        }
    }
}

/// A sequence of numbers that looks random and is always the same (Knuth's MMIX generator).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// A story of some sentences in elements that nest at most so deep.
fn nested(sequence: &mut Sequence, depth: usize, sentences: std::ops::Range<usize>) -> String {
    if sentences.len() == 1 && (depth == 0 || sequence.below(2) == 0) {
        let text = sentence(sentences.start);
        return match sequence.below(4) {
            0 => format!("<p>{text}</p>"),
            1 => format!("<div>{text}</div>"),
            2 => format!("<p><span>{text}</span></p>"),
            _ => format!("<div><p>{text}</p></div>"),
        };
    }
    if depth == 0 {
        return sentences
            .map(|number| nested(sequence, 0, number..number + 1))
            .collect();
    }
    let count = 1 + sequence.below(sentences.len().min(3));
    let cut = |part: usize| sentences.start + sentences.len() * part / count;
    let parts: Vec<String> = (0..count)
        .map(|part| nested(sequence, depth - 1, cut(part)..cut(part + 1)))
        .collect();
    let each = |before: &str, after: &str| -> String {
        let parts = parts.iter();
        parts.map(|part| format!("{before}{part}{after}")).collect()
    };
    let all = parts.concat();
    match sequence.below(9) {
        0 => format!("<div>{all}</div>"),
        1 => format!("<section>{all}</section>"),
        2 => each("<article>", "</article>"),
        3 => format!("<blockquote>{all}</blockquote>"),
        4 => format!("<table>{}</table>", each("<tr><td>", "</td></tr>")),
        5 => format!("<details open>{all}</details>"),
        6 => format!("<ul>{}</ul>", each("<li>", "</li>")),
        7 => format!("<dl>{}</dl>", each("<dd>", "</dd>")),
        _ => format!("<figure>{all}</figure>"),
    }
}

#[test]
fn no_paragraph_is_lost_however_elements_nest() {
    for seed in 0..60 {
        let mut sequence = Sequence(seed);
        let count = 4 + sequence.below(9);
        let depth = 1 + sequence.below(5);
        let html = format!(
            "<h1>عنوان الخبر</h1>{}",
            nested(&mut sequence, depth, 0..count)
        );
        let (mut texts, left_out) = story(&html);
        texts.retain(|text| text != "عنوان الخبر");
        let expected: Vec<String> = (0..count).map(sentence).collect();
        assert_eq!(texts, expected, "seed {seed}: {html}");
        assert_eq!(left_out.words, 0, "seed {seed}: {html}");
    }
}

#[test]
fn furniture_inside_a_story_is_left_out_and_the_story_goes_on() {
    let expected: Vec<String> = (0..8).map(sentence).collect();
    for furniture in FURNITURE {
        let html = format!(
            "<h1>عنوان الخبر</h1><div class=body>{}{furniture}{}</div>",
            paragraphs(0..5),
            paragraphs(5..8)
        );
        let (mut texts, _) = story(&html);
        texts.retain(|text| text != "عنوان الخبر");
        assert_eq!(texts, expected, "{html}");
    }
}

#[test]
fn paragraphs_between_others_are_the_story_whatever_their_class() {
    let around = |element: &str| {
        let html = format!(
            "<h1>عنوان الخبر</h1><article>{}{element}{}</article>",
            paragraphs(0..3),
            paragraphs(3..6)
        );
        let (mut texts, _) = story(&html);
        texts.retain(|text| text != "عنوان الخبر");
        texts
    };
    let own = sentence(9);
    for class in [
        "share-text",
        "ad-wrapper",
        "modal",
        "promo",
        "widget",
        "nav-target",
    ] {
        let expected: Vec<String> = (0..3).chain([9]).chain(3..6).map(sentence).collect();
        assert_eq!(
            around(&format!("<div class={class}><p>{own}</p></div>")),
            expected
        );
        assert_eq!(around(&format!("<p class={class}>{own}</p>")), expected);
        let nested = format!("<div class=widget><div><div class={class}>{own}</div></div></div>");
        assert_eq!(around(&nested), expected);
    }
    // A link, a few words, or a name that no paragraph of a story has says that it is something else.
    let expected: Vec<String> = (0..6).map(sentence).collect();
    for element in [
        format!("<div class=promo><p>{own} <a href=/1>إلى العرض الخاص.</a></p></div>"),
        "<div class=share><p>شارك هذا الخبر الجديد مع كل أصدقائك اليوم.</p></div>".to_owned(),
        format!("<div class='promo newsletter'><p>{own}</p></div>"),
        format!("<aside class=widget><p>{own}</p></aside>"),
        format!("<div class=related><div class=share><p>{own}</p></div></div>"),
        format!("<div class=ad><h3>عرض</h3><p>{own}</p></div>"),
    ] {
        assert_eq!(around(&element), expected, "{element}");
    }
    // Below the story it may be anything.
    let html = format!(
        "<h1>عنوان الخبر</h1><article>{}<div class=promo><p>{own}</p></div></article>",
        paragraphs(0..6)
    );
    assert!(!story(&html).0.contains(&own));
}

#[test]
fn what_is_left_out_is_counted_by_kind() {
    let html = format!(
        "<h1>عنوان الخبر</h1><article>{}</article><ul><li><a href=/1>خبر أول</a></li></ul>\
         <div id=comments><p>تعليق من خمس كلمات هنا.</p></div><nav>قائمة</nav>\
         <p hidden>مخفي</p>",
        paragraphs(0..3)
    );
    let (_, left_out) = story(&html);
    assert_eq!((left_out.words, left_out.blocks, left_out.prose), (7, 2, 0));
    assert_eq!(left_out.kinds, [Reason::Comments, Reason::Links]);
    assert_eq!(left_out.in_words(), "comments, links");
    let html = format!(
        "<main><h1>عنوان الخبر</h1><article>{}</article></main><div><p>{}</p></div>",
        paragraphs(0..3),
        sentence(9)
    );
    let (_, left_out) = story(&html);
    assert_eq!(
        (left_out.prose, left_out.kinds),
        (15, vec![Reason::Elsewhere])
    );
}

#[test]
fn an_index_of_teasers_or_links_is_no_story() {
    let teaser = |n: usize| {
        format!(
            "<div><h3><a href=/{n}>عنوان {n}</a></h3><p>{}</p></div>",
            sentence(n)
        )
    };
    let teasers: String = (0..4).map(teaser).collect();
    assert_eq!(
        found(&format!("<h1>صحيفة</h1>{teasers}"), None),
        Found::Index(4)
    );
    let links: String = (0..9)
        .map(|n| format!("<div><a href=/{n}>عنوان خبر طويل رقم {n}</a></div>"))
        .collect();
    assert_eq!(found(&links, None), Found::Index(9));
    // Subheadings that only point into the page are no links.
    let sections: String = (0..4)
        .map(|n| format!("<h3><a href=#{n}>باب {n}</a></h3>{}", paragraphs(n..n + 1)))
        .collect();
    assert!(matches!(found(&sections, None), Found::Story(blocks, _) if blocks.len() == 8));
    assert_eq!(found("<nav>قائمة</nav>", None), Found::Nothing);
}

#[test]
fn a_story_is_read_once_and_a_refrain_as_often_as_it_stands_there() {
    let copy = |class: &str| {
        format!(
            "<div class={class}><h1>عنوان الخبر</h1>{}</div>",
            paragraphs(0..3)
        )
    };
    let (texts, _) = story(&format!("{}{}", copy("wide"), copy("narrow")));
    assert_eq!(texts.len(), 4);
    let song = "<div><p>يا مطر الليل تعال</p><p>خذ من تعب النهار</p></div>\
                <div><p>يا مطر الليل تعال</p><p>واغسل وجه المدينة</p></div>";
    assert_eq!(story(song).0.len(), 4);
}

#[test]
fn hidden_text_is_read_only_if_there_is_no_other() {
    let html = format!(
        "<article style='visibility: hidden'>{}</article>",
        paragraphs(0..3)
    );
    assert_eq!(story(&html).0.len(), 3);
    let html = format!(
        "<article><div hidden>{}</div>{}</article>",
        paragraphs(0..3),
        paragraphs(3..5)
    );
    assert_eq!(story(&html).0, [sentence(3), sentence(4)]);
}

#[test]
fn a_link_among_items_of_text_is_an_item_too() {
    let list = |items: &str| {
        let html = format!("{}<ul>{items}</ul>{}", paragraphs(0..2), paragraphs(2..4));
        story(&html).0
    };
    let kept =
        list("<li>السردين: ثلاثة دنانير</li><li><a href=/t>التونة</a></li><li>الجمبري غال</li>");
    assert_eq!(
        kept,
        [
            sentence(0).as_str(),
            &sentence(1),
            "السردين: ثلاثة دنانير",
            "التونة",
            "الجمبري غال",
            &sentence(2),
            &sentence(3),
        ]
    );
    let menu = list("<li>الخبر</li><li><a href=/1>سياسة</a></li><li><a href=/2>رياضة</a></li>");
    assert!(!menu.iter().any(|text| text == "سياسة" || text == "رياضة"));
    let teasers = list("<li><a href=/1>خبر آخر هنا</a><p>تمهيد الخبر الآخر.</p></li>");
    assert!(!teasers.iter().any(|text| text == "خبر آخر هنا"));
}

#[test]
fn a_first_paragraph_that_also_stands_above_the_story_is_read_once() {
    let html = format!(
        "<p class=lead>{}</p><div class=text>{}</div>",
        sentence(0),
        paragraphs(0..3)
    );
    assert_eq!(story(&html).0, [sentence(0), sentence(1), sentence(2)]);
    // What a text itself repeats, it repeats.
    let refrain = format!("<div>{}{}</div>", paragraphs(0..1), paragraphs(0..2));
    assert_eq!(story(&refrain).0, [sentence(0), sentence(0), sentence(1)]);
}
