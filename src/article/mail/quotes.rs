//! What a mail in plain text holds besides its own text: the mail that it answers, and a signature.

use crate::article::LeftOut;
use crate::article::Reason;
use crate::article::markup::line_of;
use crate::article::plain::{COLONS, Field, ends_sentence, mail_field};
use crate::text::{Furniture, Language, count_words, is_invisible, page_words};

/// The line before a signature (RFC 3676, section 4.3), without the space that some mail programs drop, and with it.
const SIGNATURE: &str = "--";
const WHOLE_SIGNATURE: &str = "-- ";

/// Minimum length of the line that mailing lists draw above their footer.
const RULE: usize = 20;

/// Maximum number of lines and of words of a signature.
const SIGNATURE_LINES: usize = 10;
const SIGNATURE_WORDS: usize = 60;

/// Maximum number of signatures: that of the sender, and that of a mailing list.
const SIGNATURES: usize = 2;

/// What wrote a mail, in the line that it puts below: "Sent from my iPhone", in any language.
const DEVICES: [&str; 7] = [
    "iPhone",
    "iPad",
    "Android",
    "Galaxy",
    "Outlook",
    "BlackBerry",
    "Yahoo Mail",
];

/// Maximum number of words of that line, and of a line above the header of a mail that is passed on.
const LABEL_WORDS: usize = 8;

/// Minimum number of fields that the header of a quoted mail has, and maximum number of those that are looked
/// at: a text may consist of such lines.
const FIELDS: usize = 3;
const MOST_FIELDS: usize = 64;

/// Own text with fewer words than this may only pass on what is quoted.
const FEW: usize = 10;

/// It does if the quotation has this many times its words.
const FEW_SHARE: usize = 5;

/// The text of a mail without what it quotes and without its signature, and what was left out. A
/// mail that is quoted as a whole, or passes a quotation on with a few words, is read with it.
pub(super) fn without_quotes(text: &str, language: &Language) -> (String, LeftOut) {
    let lines: Vec<&str> = text.lines().collect();
    let mut end = lines.len();
    for _ in 0..SIGNATURES {
        end = signature(&lines[..end], language).unwrap_or(end);
    }
    let (mut own, mut quoted, mut around) = (Vec::new(), Vec::new(), Vec::<&str>::new());
    // All lines but those around what is quoted.
    let mut whole = Vec::new();
    let mut at = 0;
    // Outlook quotes a mail below its header, without a mark in front of the lines.
    let mut below_header = false;
    while at < end {
        let line = lines[at];
        let header = header(&lines[at..end], language);
        below_header |= header.is_some();
        let introduction = header.or_else(|| introduction(&lines[at..end], language));
        if let Some(length) = introduction {
            around.extend(&lines[at..at + length]);
            at += length;
            continue;
        }
        whole.push(line);
        if below_header || is_quoted(line) {
            quoted.push(line);
        } else {
            own.push(line);
        }
        at += 1;
    }
    let sent_from = device(&own).map(|at| {
        let line = own[at];
        own.truncate(at);
        line
    });
    let few = words(&own) < FEW && words(&quoted) >= words(&own) * FEW_SHARE;
    let passes_on = few && (around.is_empty() || below_header || words(&own) == 0);
    if let Some(sent_from) = sent_from {
        whole.retain(|line| *line != sent_from);
        around.push(sent_from);
    }
    around.extend(&lines[end..]);
    if passes_on && whole.iter().any(|line| is_quoted(line)) {
        // What stands behind the marks may begin with the header of the mail that is passed on.
        let whole: Vec<&str> = whole.into_iter().map(unquoted).collect();
        let (own, mut left_out) = without_quotes(&whole.join("\n"), language);
        left_out.add(counted(&around));
        return (own, left_out);
    }
    if passes_on {
        own = whole;
        quoted.clear();
    }
    let mut left_out = counted(&quoted);
    left_out.prose = left_out.words;
    left_out.add(counted(&around));
    (own.join("\n"), left_out)
}

/// What marks, in a page, the header of a quoted mail: in Outlook on the web, in new and old programs.
const QUOTED_PAGE: [&str; 4] = [
    "id=\"divRplyFwdMsg\"",
    "id=\"x_divRplyFwdMsg\"",
    "border-top:solid #E1E1E1",
    "border-top:solid #B5C4DF",
];

/// And a signature.
const SIGNED_PAGE: &str = "id=\"Signature\"";

/// A mail that is a page, without the mail that Outlook quotes in it and without its signature, and what
/// was left out. Other programs quote in elements that are known in every page.
pub(super) fn without_quoted_page(page: &str, language: &Language) -> (String, LeftOut) {
    let words_of = |page: &str| words(&[&line_of(page, language)]);
    // The tag that a mark stands in begins before it.
    let place = |mark: &str| page[..page.find(mark)?].rfind('<');
    let quoted = QUOTED_PAGE.iter().filter_map(|mark| place(mark)).min();
    let end = quoted.unwrap_or(page.len());
    let signed = place(SIGNED_PAGE)
        .filter(|&signed| signed < end && words_of(&page[signed..end]) <= SIGNATURE_WORDS);
    let cut = signed.unwrap_or(end);
    let (own, rest) = page.split_at(cut);
    if words_of(own) >= FEW {
        let mut left_out = counted(&[&line_of(rest, language)]);
        left_out.prose = words_of(&page[end..]);
        return (own.to_owned(), left_out);
    }
    let Some(header) = quoted else {
        return (page.to_owned(), LeftOut::default());
    };
    // The mail passes another one on, which is read without its header.
    let below = page[header..]
        .find("</div>")
        .map_or(header, |at| header + at);
    let left_out = counted(&[&line_of(&page[header..below], language)]);
    (
        format!("{}<div>{}", &page[..header], &page[below..]),
        left_out,
    )
}

/// The place of the mark before a signature: a few lines end the text, which are no sentences unless the mark is whole.
/// Below the line that a mailing list draws stands an address.
fn signature(lines: &[&str], language: &Language) -> Option<usize> {
    let is_rule = |line: &str| line.len() >= RULE && line.bytes().all(|byte| byte == b'_');
    let is_mark = |line: &&str| line.trim_end() == SIGNATURE || is_rule(line.trim_end());
    let mark = lines.iter().rposition(is_mark)?;
    let after = lines[mark + 1..].iter().copied();
    let after: Vec<&str> = after.filter(|line| !line.trim().is_empty()).collect();
    let is_short = after.len() <= SIGNATURE_LINES && words(&after) <= SIGNATURE_WORDS;
    let tells = || after.iter().any(|line| ends_sentence(line));
    let is_signature = match lines[mark] {
        WHOLE_SIGNATURE => true,
        line if line.trim_end() == SIGNATURE => !tells(),
        _ => {
            let is_address = |line: &&str| line.contains('@') || line.contains("://");
            let first = after.first()?;
            mail_field(first, language).is_none() && after.iter().any(is_address) && !tells()
        }
    };
    (is_short && is_signature).then_some(mark)
}

/// The place of the last line of a text, if it stands alone and says on what the mail was written.
fn device(lines: &[&str]) -> Option<usize> {
    let at = lines.iter().rposition(|line| !line.trim().is_empty())?;
    let line = lines[at];
    let is_alone = at == 0 || lines[at - 1].trim().is_empty();
    let names = DEVICES.iter().any(|device| line.contains(device));
    let is_label = words(&[line]) <= LABEL_WORDS && !line.contains(": ") && !ends_sentence(line);
    (is_alone && names && is_label).then_some(at)
}

/// The number of lines of the header of a quoted mail, with the line above it that is drawn or ends with a colon
/// ("Begin forwarded message:"), if the lines begin with one. Fields of other things, such as dates of an event, have
/// neither a subject nor an address.
fn header(lines: &[&str], language: &Language) -> Option<usize> {
    let is_drawn = |line: &str| {
        let line = line.trim();
        line.starts_with("--") && line.ends_with("--") || line.starts_with("____")
    };
    let field = |line: &&str| {
        let line =
            line.trim_start_matches(|c: char| c == '*' || c.is_whitespace() || is_invisible(c));
        mail_field(line, language).map(|field| field == Field::Subject || line.contains('@'))
    };
    let introduces = |line: &str| {
        ends_with_colon(line)
            && words(&[line]) <= LABEL_WORDS
            && mail_field(line, language).is_none()
    };
    let is_drawn = is_drawn(lines[0]);
    let is_below = is_drawn || introduces(lines[0]);
    let blank = |line: &&&str| is_below && line.trim().is_empty();
    let above = usize::from(is_below);
    let above = above + lines[above..].iter().take_while(blank).count();
    let fields = lines[above..].iter().take(MOST_FIELDS);
    let fields: Vec<bool> = fields.map_while(field).collect();
    let is_mail = is_drawn || fields.contains(&true);
    (is_mail && fields.len() >= FIELDS).then_some(above + fields.len())
}

/// The number of lines of an introduction to a quotation, if the lines begin with one: a line, or a
/// line that was broken, with quoted lines under it. It begins and says as introductions do, or has the
/// address of the sender between angle brackets.
fn introduction(lines: &[&str], language: &Language) -> Option<usize> {
    let says = |list: fn(&Furniture) -> &'static [&'static str], said: &dyn Fn(&str) -> bool| {
        page_words(language, list).any(|phrase| said(phrase))
    };
    let start = lines[0].trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let begins = says(|furniture| furniture.quote_begins, &|phrase| {
        let rest = start.strip_prefix(phrase);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    let is_addressed = lines[0].contains('<') && lines[0].contains('@');
    if !begins && !is_addressed {
        return None;
    }
    let most = if begins { 2 } else { 1 };
    let length = (1..=most.min(lines.len())).find(|&length| {
        let is_said = |line: &&str| {
            line.contains('@')
                || says(|furniture| furniture.quote_verbs, &|verb| {
                    line.split_whitespace()
                        .any(|word| word.trim_end_matches(COLONS) == verb)
                })
        };
        ends_with_colon(lines[length - 1]) && lines[..length].iter().any(is_said)
    })?;
    let mut below = lines[length..].iter();
    let below = below.find(|line| !line.trim().is_empty())?;
    is_quoted(below).then_some(length)
}

fn ends_with_colon(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c));
    end.ends_with(COLONS)
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn unquoted(line: &str) -> &str {
    if is_quoted(line) {
        line.trim_start_matches(|c: char| c == '>' || c.is_whitespace())
    } else {
        line
    }
}

fn words(lines: &[&str]) -> usize {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    words.filter(is_word).map(count_words).sum()
}

fn counted(lines: &[&str]) -> LeftOut {
    let blocks = lines.iter().filter(|line| words(&[line]) > 0).count();
    if blocks == 0 {
        return LeftOut::default();
    }
    LeftOut {
        words: words(lines),
        blocks,
        prose: 0,
        kinds: vec![Reason::Quoted],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mail: &str) -> (String, LeftOut) {
        without_quotes(mail, Language::of("ar"))
    }

    #[test]
    fn quotations_and_signatures_are_counted_and_left_out() {
        let mail = "نص أول.\n\nفي الأحد، 3 مارس كتب مازن <m@x.org>:\n> نص مقتبس.\n> آخر.\n\nنص ثان.\n-- \nسلمى";
        let (text, left_out) = read(mail);
        assert_eq!(text, "نص أول.\n\n\nنص ثان.");
        assert_eq!((left_out.words, left_out.prose), (7 + 3 + 1, 3));
        assert_eq!(left_out.kinds, [Reason::Quoted]);
        // Gmail puts marks of direction around names.
        let (text, _) =
            read("نص أول.\n\u{202b}في الأحد كتب مازن <m@x.org>\u{200f}:\u{202c}\n> نص مقتبس.");
        assert_eq!(text, "نص أول.");
        let (text, _) =
            read("Hello.\nOn Mon, 4 Mar 2024 at 10:00, Mazen\n<m@x.org> wrote:\n\n> a\n");
        assert_eq!(text, "Hello.\n");
    }

    #[test]
    fn what_is_passed_on_is_read() {
        let release = "> نص أول في الخبر.\n> نص ثان في الخبر.\n> نص ثالث في الخبر.";
        let plain = "نص أول في الخبر.\nنص ثان في الخبر.\nنص ثالث في الخبر.";
        assert_eq!(read(release), (plain.to_owned(), LeftOut::default()));
        let mail = format!("للنشر.\n{release}");
        assert_eq!(read(&mail).0, format!("للنشر.\n{plain}"));
        // Below a line of the telephone, and with white space in front of the marks.
        let indented = format!("\t{}", release.replace('\n', "\n\t"));
        let mail = format!("للنشر.\n\nSent from my iPhone\n\n{indented}");
        assert_eq!(read(&mail).0, format!("للنشر.\n\n\n{plain}"));
        // Nothing but a quotation, with its introduction.
        let mail = format!("في الأحد كتب مازن:\n{release}");
        assert_eq!(read(&mail).0, plain);
        // An answer of a few words says whom it answers.
        let mail = format!("شكرا.\nفي الأحد كتب مازن:\n{release}");
        assert_eq!(read(&mail).0, "شكرا.");
    }

    #[test]
    fn mails_below_their_header_are_quoted() {
        let story = "نص أول في الخبر.\nنص ثان في الخبر.\nنص ثالث في الخبر.";
        let english =
            "-----Original Message-----\n\nFrom: A <a@b.org>\nSent: Monday\nTo: B\nSubject: C\n\n";
        let arabic = "\u{200f}من: أ [mailto:a@b.org]\n\u{200f}تاريخ الإرسال: الاثنين\n\u{200f}إلى: ب\n\u{200f}الموضوع: ج\n\n";
        for header in [english, arabic] {
            let mail = format!("{story}\n{story}\n\n{header}نص مقتبس.\n{header}نص أقدم.");
            let (text, left_out) = read(&mail);
            assert_eq!(text, format!("{story}\n{story}\n"));
            assert_eq!(left_out.prose, 4);
            let (text, _) = read(&format!("للنشر.\n{header}{story}"));
            assert_eq!(text, format!("للنشر.\n\n{story}"));
        }
    }

    #[test]
    fn a_text_of_fields_without_end_takes_no_endless_time() {
        let mail = "From: A\n".repeat(20_000);
        assert_eq!(
            read(&mail),
            (mail.trim_end().to_owned(), LeftOut::default())
        );
    }

    #[test]
    fn pages_of_outlook_are_read_without_what_they_quote() {
        let own = format!("<p>{}</p>", "كلمة ".repeat(FEW));
        let signed = "<div id=\"Signature\">سالم</div>";
        let quoted = "<hr><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>From: a</p></div><p>نص مقتبس</p>";
        let read = |page: &str| without_quoted_page(page, Language::of("ar"));
        let (text, left_out) = read(&format!("{own}{signed}{quoted}"));
        assert_eq!((text, left_out.words, left_out.prose), (own.clone(), 5, 4));
        assert_eq!(read(&format!("{own}{signed}")).0, own);
        let (text, left_out) = read(&format!("<p>للنشر</p>{quoted}"));
        assert_eq!(text, "<p>للنشر</p><hr><div></div><p>نص مقتبس</p>");
        assert_eq!(left_out.words, 2);
        assert_eq!(read(&own), (own.clone(), LeftOut::default()));
    }

    #[test]
    fn paragraphs_of_what_is_passed_on_stay_apart() {
        let header = "-----Original Message-----\n\nFrom: A <a@b.org>\nSent: Monday\nSubject: C\n";
        let story = "نص أول في\nالخبر.\n\nنص ثان في الخبر.\n\nنص ثالث.";
        assert_eq!(read(&format!("{header}\n{story}")).0.trim(), story);
    }

    #[test]
    fn introductions_are_known_by_the_address_in_them() {
        for line in [
            "вс, 3 мар. 2024 г. в 09:00, Иван <i@e.org>:",
            "Ali <a@e.org>, 3 Mar 2024 Paz, 09:00 tarihinde şunu yazdı:",
            "王伟 <w@e.org> 于2024年3月3日周日 09:00写道：",
        ] {
            let (text, left_out) = read(&format!("نص أول.\n\n{line}\n\n> نص مقتبس.\n"));
            assert_eq!(
                (text.as_str(), left_out.prose),
                ("نص أول.\n\n", 2),
                "{line}"
            );
        }
        let own = "للتواصل <a@e.org>:\nنص.";
        assert_eq!(read(own).0, own);
    }

    #[test]
    fn headers_are_left_out_with_the_line_above_and_behind_marks_of_quotation() {
        let story = "نص أول في الخبر.\n\nنص ثان في الخبر.\n\nنص ثالث في الخبر.";
        let header = "From: A <a@b.org>\nSubject: C\nDate: Monday\nTo: B\n\n";
        let mail = format!("Begin forwarded message:\n\n{header}{story}");
        let (text, left_out) = read(&mail);
        assert_eq!((text.trim(), left_out.words), (story, 3 + 3 + 2 + 2 + 2));
        let quoted: Vec<String> = format!("{header}{story}")
            .lines()
            .map(|line| format!("> {line}"))
            .collect();
        let mail = format!("Begin forwarded message:\n\n{}", quoted.join("\n"));
        assert_eq!(read(&mail).0.trim(), story);
        let chinese =
            "发件人：王伟 <w@e.org>\n发送时间：2024年3月3日\n主题：问题\n\n水渠什么时候完工？";
        let own = "水务局周四宣布，灌溉石榴园的老水渠修复工程已经全部完工。";
        let (text, _) = without_quotes(&format!("{own}\n\n{chinese}"), Language::of("zh"));
        assert_eq!(text.trim(), own);
    }

    #[test]
    fn what_lists_and_devices_put_below_a_mail_is_left_out() {
        let text = "نص أول.\n\nنص ثان.";
        for below in [
            "Sent from my iPhone",
            "أُرسلت من الـ iPhone",
            "-- \nسلمى\n-- \nYou received this message because you are subscribed.",
            "_______________________________________________\nPress mailing list\nPress@lists.e.org",
        ] {
            let (read, left_out) = read(&format!("{text}\n\n{below}\n"));
            assert_eq!(read.trim(), text, "{below}");
            assert_eq!(left_out.kinds, [Reason::Quoted]);
        }
        for own in [
            "كلفته مثل ثمن هاتف iPhone.",
            "المصدر: iPhone Islam",
            "____________________\nنص ثالث",
        ] {
            let mail = format!("{text}\n\n{own}");
            assert_eq!(read(&mail), (mail.clone(), LeftOut::default()));
        }
    }

    #[test]
    fn own_text_stays() {
        for mail in [
            "في بغداد قال الوزير:\nنص.",
            "نص أول.\nDate: Monday\nFrom: 9:00\nTo: 17:00\nنص ثان.",
            "نص -- نص",
            "نص\n--- \nنص",
            "نص أول.\n--\nنص ثان.",
            &format!("نص أول.\n--\n{}", "خبر طويل ".repeat(40).trim()),
        ] {
            assert_eq!(read(mail), (mail.to_owned(), LeftOut::default()));
        }
    }
}
