use super::super::markdown::tests::{names, sample, sample_without_doubts};
use super::super::wording::NO_DOUBTS;
use super::*;
use crate::brief::{Flag, FlagKind};

/// The page without its head.
fn body(brief: &Brief) -> String {
    let page = html(brief);
    let (_, body) = page.split_once("<main>\n").unwrap();
    let (body, data) = body.split_once("<script").unwrap();
    assert!(data.starts_with(" type=\"application/json\" id=\"brief\">{\"id\":\"id1\""));
    body.to_owned()
}

#[test]
fn a_brief_becomes_this_page() {
    let expected = r##"<header>
<h1>The dam is full</h1>
<p class="own" lang="ar" dir="rtl">السد يمتلئ</p>
<p class="meta"><bdi>news/dam.txt</bdi> <bdi>2023-05-04</bdi> <a href="https://example.org/a_b" rel="noopener noreferrer">https://example.org/a_b</a></p>
<p class="verdict care"><strong>Read with care</strong>: 1 of 3 sentences is not translated.</p>
</header>
<section class="summary">
<h2>Summary</h2>
<ul>
<li>The dam is full.</li>
<li>Rain fell.</li>
</ul>
</section>
<section id="to-check">
<h2>To check</h2>
<ul>
<li id="c2"><a href="#s2">[2]</a> The number 108 is missing in English. <bdi class="quote" lang="en" dir="ltr">The dam was opened.</bdi></li>
<li id="c3"><a href="#s3">[3]</a> The model gave no text. <bdi class="quote" lang="ar" dir="rtl">نص.</bdi></li>
</ul>
</section>
<section>
<h2>Translation</h2>
<div class="pair">
<h3 lang="en" dir="ltr"><span class="sentence" data-sentence="1">The dam is full</span></h3>
<h3 lang="ar" dir="rtl"><span class="sentence" data-sentence="1">السد يمتلئ</span></h3>
</div>
<div class="pair">
<p lang="en" dir="ltr"><span class="sentence" data-sentence="2"><mark class="flagged" id="s2"><a class="number" href="#c2">[2]</a> The dam was opened.</mark></span> <span class="why">⚠ The number 108 is missing in English.</span> <span class="sentence" data-sentence="3"><mark class="failed" id="s3"><a class="number" href="#c3">[3]</a> <bdi lang="ar" dir="rtl">نص.</bdi></mark></span> <span class="why">⚠ (not translated: The model gave no text)</span></p>
<p lang="ar" dir="rtl"><span class="sentence" data-sentence="2"><mark class="flagged">افتتح السد <em class="evidence">108</em> مرات.</mark></span> <span class="sentence" data-sentence="3"><mark class="failed">نص.</mark></span></p>
</div>
</section>
<section class="about">
<h2>About this brief</h2>
<ul>
<li>The headline is the article&#39;s own, translated.</li>
<li>The summary consists of sentences of the translation.</li>
<li>Translator: opus-ar-en, revision r1, BLAKE3 fedcba987654, licence Apache-2.0.</li>
<li>Computed on cpu in f32 by mujaz 0.1.0.</li>
<li>Settings: beams = 4.</li>
<li>Source: txt, windows-1256, 321 bytes, language ar, BLAKE3 0123456789ab.</li>
<li>Time: 0.01 s reading, 1.50 s translating, 0.00 s summarizing.</li>
</ul>
</section>
</main>
"##;
    // No line ends after the sign.
    let expected = expected.replace("⚠ ", "⚠\u{a0}");
    assert_eq!(body(&sample()), expected);
}

/// The sample with names of two kinds.
fn named() -> Brief {
    let mut brief = sample();
    brief.names = names();
    brief
}

#[test]
fn names_stand_with_their_spellings_in_the_source() {
    let expected = "<section class=\"names\">\n<h2>Names</h2>\n<ul>\n\
        <li>People: Ahmed &lt;b&gt; (<bdi lang=\"ar\" dir=\"rtl\">أحمد &lt;b&gt;</bdi>)</li>\n\
        <li>Places: Baghdad (<bdi lang=\"ar\" dir=\"rtl\">بغداد</bdi>, \
        <bdi lang=\"ar\" dir=\"rtl\">بغدادَ</bdi>), Basra</li>\n</ul>\n</section>\n\
        <section class=\"about\">";
    let page = body(&named());
    assert!(page.contains(expected), "{page}");
    let expected = "\n## Names\n\n\
        - People: Ahmed \\<b\\> (\u{2068}أحمد\u{2069} \\<b\\>)\n\
        - Places: Baghdad (\u{2068}بغداد\u{2069}, \u{2068}بغدادَ\u{2069}), Basra\n\n## About";
    let page = crate::brief::markdown::markdown(&named());
    assert!(page.contains(expected), "{page}");
}

#[test]
fn the_page_allows_its_own_style_and_script_and_loads_nothing() {
    let page = html(&sample());
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">\n<head>\n"));
    let policy = page.split("content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    let sources: Vec<&str> = policy.split("; ").collect();
    assert_eq!(sources[0], "default-src 'none'");
    assert!(sources[1].starts_with("style-src 'sha256-") && sources[1].ends_with("='"));
    assert!(sources[2].starts_with("script-src 'sha256-") && sources[2].ends_with("='"));
    assert_eq!(sources[3..], ["base-uri 'none'", "form-action 'none'"]);
    for forbidden in ["<link", "<img", "<iframe", "<script src", "url(", "@import"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn article_text_never_becomes_markup() {
    let mut brief = sample();
    let attack = "</title></style><script>alert('1')</script>\" onclick=\"x & y\u{202E}";
    brief.headline.text = attack.to_owned();
    brief.source.title = Some(format!("t{attack}"));
    brief.source.path = attack.to_owned();
    brief.source.date = Some(attack.to_owned());
    brief.source.url = Some(format!("https://x/{attack}"));
    brief.summary.sentences = vec![attack.to_owned()];
    brief.flags = vec![Flag::new(FlagKind::Number, attack).with_evidence([format!("e{attack}")])];
    brief.provenance.device = attack.to_owned();
    brief.source.language = attack.to_owned();
    for paragraph in &mut brief.paragraphs {
        for segment in &mut paragraph.segments {
            segment.source = attack.to_owned();
            segment.translation = attack.to_owned();
            segment.flags = vec![Flag::new(FlagKind::Failure, attack)];
        }
    }
    let page = html(&brief);
    assert!(page.contains("<h1>&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(&#39;1&#39;)"));
    assert_eq!(page.matches("</title>").count(), 1);
    assert_eq!(page.matches("</style>").count(), 1);
    // The data and the script of the page itself.
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    let (text, data) = page.split_once("<script").unwrap();
    for forbidden in ["</script", "\" onclick", "x & y", "\u{202E}"] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    let data = data.split_once('>').unwrap().1;
    let data = data.split_once("</script").unwrap().0;
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["path"], attack);
    assert!(page.contains("<p class=\"own\" lang=\"und\" dir=\"auto\">"));
}

#[test]
fn only_web_addresses_become_links() {
    for (url, expected) in [
        ("javascript:alert(1)", " <bdi>javascript:alert(1)</bdi></p>"),
        ("data:text/html,x", " <bdi>data:text/html,x</bdi></p>"),
        ("//example.org", " <bdi>//example.org</bdi></p>"),
        (
            "http://a/?b=1&c=2",
            " <a href=\"http://a/?b=1&amp;c=2\" rel=\"noopener noreferrer\">http://a/?b=1&amp;c=2</a></p>",
        ),
    ] {
        let mut brief = sample();
        brief.source.url = Some(url.to_owned());
        let page = html(&brief);
        assert!(page.contains(expected), "{url}");
    }
}

#[test]
fn the_direction_follows_the_language() {
    assert_eq!(source_attributes("ar"), "lang=\"ar\" dir=\"rtl\"");
    assert_eq!(source_attributes("fa-IR"), "lang=\"fa-IR\" dir=\"rtl\"");
    assert_eq!(source_attributes("fr"), "lang=\"fr\" dir=\"ltr\"");
    assert_eq!(source_attributes(""), "lang=\"und\" dir=\"auto\"");
    assert_eq!(source_attributes("a\"b"), "lang=\"und\" dir=\"auto\"");
}

#[test]
fn an_english_article_and_english_paragraphs_stand_once_and_others_have_their_language() {
    let mut brief = sample();
    brief.paragraphs[1].language = Some("fr".to_owned());
    assert!(body(&brief).contains("<p lang=\"fr\" dir=\"ltr\">"));
    brief.paragraphs[1].language = Some("en".to_owned());
    let page = body(&brief);
    assert_eq!(page.matches("The dam was opened.").count(), 2, "{page}");
    assert!(!page.contains("افتتح السد"), "{page}");
    let mut english = sample_without_doubts();
    english.source.language = "en".to_owned();
    english.provenance.translator = None;
    let page = body(&english);
    assert!(
        page.contains("<h2>Article</h2>") && !page.contains("Translator"),
        "{page}"
    );
    assert!(page.contains("nothing was translated"), "{page}");
}

#[test]
fn without_doubts_the_page_says_so_and_reminds_of_the_machine() {
    let page = body(&sample_without_doubts());
    assert!(page.contains(&format!(
        "<h2>To check</h2>\n<p>{NO_DOUBTS}</p>\n</section>\n"
    )));
    assert!(!page.contains("<mark"));
}

#[test]
fn an_article_without_text_still_is_a_page() {
    let mut brief = sample();
    brief.paragraphs.clear();
    brief.summary.sentences.clear();
    let page = body(&brief);
    assert!(page.contains("<p>There is no summary.</p>\n"));
    assert!(page.contains("<h2>Translation</h2>\n<p>The article has no text.</p>\n</section>\n"));
}
