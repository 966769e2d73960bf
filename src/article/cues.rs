//! Words and shapes that tell what a line of a news text is: credits, bylines, dates and
//! datelines. This file owns the tables; it never looks at more than one line.

use super::lines::{ends_with_stop, is_blank};

/// Labels before a colon. `مصدر` is not among them: headlines begin with it.
const CREDITS: [&str; 16] = [
    "كتب",
    "كتبت",
    "كتبه",
    "بقلم",
    "إعداد",
    "اعداد",
    "ترجمة",
    "تصوير",
    "المصدر",
    "المراسل",
    "تحرير",
    "نشر في",
    "تاريخ النشر",
    "آخر تحديث",
    "الكاتب",
    "المحرر",
];

/// Labels before a colon that also begin headlines.
const WORKS: [&str; 5] = ["تقرير", "حوار", "متابعة", "متابعات", "نشر"];

const AGENCIES: [&str; 32] = [
    "وكالات",
    "الوكالات",
    "رويترز",
    "أ ف ب",
    "أ.ف.ب",
    "ا ف ب",
    "ا.ف.ب",
    "أف ب",
    "أ ب",
    "أ.ب",
    "د ب أ",
    "د.ب.أ",
    "د ب ا",
    "فرانس برس",
    "أسوشيتد برس",
    "أسوشييتد برس",
    "الأناضول",
    "الاناضول",
    "واس",
    "وام",
    "كونا",
    "قنا",
    "بترا",
    "سانا",
    "واع",
    "أ ش أ",
    "أ.ش.أ",
    "سبوتنيك",
    "شينخوا",
    "الفرنسية",
    "وفا",
    "إفي",
];

/// Months, with ا for every hamza carrier.
const MONTHS: [&str; 52] = [
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين",
    "جانفي",
    "فيفري",
    "افريل",
    "ماي",
    "جوان",
    "جويلية",
    "اوت",
    "محرم",
    "صفر",
    "ربيع",
    "جمادى",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "القعدة",
    "الحجة",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "جوييه",
];

/// Other words that a date may hold, written in the same way.
const DATE_WORDS: [&str; 27] = [
    "السبت",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعة",
    "الاول",
    "الثاني",
    "الاخر",
    "الاخرة",
    "ذو",
    "ذي",
    "هـ",
    "ه",
    "م",
    "ص",
    "الموافق",
    "الساعة",
    "صباحا",
    "مساء",
    "بتوقيت",
    "غرينتش",
    "جرينتش",
    "يوم",
    "gmt",
    "من",
];

/// Verbs before a parenthetical dash, which is no dateline.
const SPEECH: [&str; 12] = [
    "قال",
    "وقال",
    "قالت",
    "وقالت",
    "أكد",
    "وأكد",
    "أضاف",
    "وأضاف",
    "أوضح",
    "وأوضح",
    "ذكر",
    "وذكر",
];

const DASHES: [char; 3] = ['-', '–', '—'];

/// A line that is a credit wherever it stands: `المصدر: …`, names of agencies, a date alone.
pub(super) fn is_credit(line: &str) -> bool {
    let Some(words) = short(line) else {
        return false;
    };
    let label = line
        .split_once(':')
        .map(|(label, _)| label.trim_matches(is_blank));
    label.is_some_and(|label| CREDITS.contains(&label)) || is_agencies(line) || is_date(&words)
}

/// A line that is a byline if it stands between headline and story: a credit, `بقلم …`,
/// `كتب …`, or a place, a dash and a name.
pub(super) fn is_byline(line: &str) -> bool {
    let Some(words) = short(line) else {
        return false;
    };
    let first = words.first().copied().unwrap_or_default();
    let label = line
        .split_once(':')
        .map(|(label, _)| label.trim_matches(is_blank));
    is_credit(line)
        || (words.len() <= 6 && label.is_some_and(|label| WORKS.contains(&label)))
        || (first == "بقلم" && words.len() <= 8)
        || (matches!(first, "كتب" | "كتبت") && words.len() <= 5)
        || is_place_and_name(line)
}

/// A paragraph that begins with a place or an agency: `بغداد - `, `(رويترز)`,
/// `القاهرة (أ ف ب) –`.
pub(super) fn starts_with_dateline(line: &str) -> bool {
    let line = line.trim_start_matches(is_blank);
    let end = line
        .char_indices()
        .nth(100)
        .map_or(line.len(), |(at, _)| at);
    let head = &line[..end];
    if let Some((open, rest)) = head.split_once('(')
        && let Some((agency, _)) = rest.split_once(')')
        && open.split_whitespace().count() <= 4
        && is_agencies(agency)
    {
        return true;
    }
    let mut before = ' ';
    for (at, c) in head.char_indices() {
        if DASHES.contains(&c) && (is_blank(before) || before == ')') {
            let rest = &line[at + c.len_utf8()..];
            return is_place(&head[..at]) && rest.split_whitespace().take(5).count() == 5;
        }
        before = c;
    }
    false
}

/// One to four words of letters, what stands in brackets aside.
fn is_place(text: &str) -> bool {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = outside.split_whitespace().collect();
    let letters = |c: char| c.is_alphabetic() || is_blank(c) || matches!(c, '،' | ',' | '/');
    matches!(words.len(), 1..=4)
        && outside.chars().all(letters)
        && !words.first().is_some_and(|word| SPEECH.contains(word))
}

fn is_place_and_name(line: &str) -> bool {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if DASHES.contains(&c) && is_blank(before) {
            let name = &line[at + c.len_utf8()..];
            let letters = |c: char| c.is_alphabetic() || is_blank(c) || c == '.';
            return is_place(&line[..at])
                && line[..at].split_whitespace().count() <= 3
                && matches!(name.split_whitespace().count(), 1..=4)
                && name.starts_with(is_blank)
                && name.chars().all(letters);
        }
        before = c;
    }
    false
}

/// The words of a line that is short enough to be a byline and does not end a sentence.
fn short(line: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = line.split_whitespace().take(13).collect();
    let fits = matches!(words.len(), 1..=12) && line.chars().take(101).count() <= 100;
    (fits && !ends_with_stop(line)).then_some(words)
}

fn is_agencies(line: &str) -> bool {
    let separators = ['/', '-', '–', '—', '،', ',', '|', '+', '(', ')'];
    let mut names = line
        .split(separators)
        .map(|name| name.trim_matches(is_blank))
        .filter(|name| !name.is_empty())
        .peekable();
    names.peek().is_some()
        && names.all(|name| {
            AGENCIES.contains(&name)
                || name
                    .strip_prefix('و')
                    .is_some_and(|name| AGENCIES.contains(&name))
        })
}

/// Only parts of a date, among them a number, and a month or a numeric date.
fn is_date(words: &[&str]) -> bool {
    let (mut digits, mut named) = (false, false);
    for part in words
        .iter()
        .flat_map(|word| word.split(['،', ',', '(', ')', '|']))
    {
        let part: String = part
            .chars()
            .map(|c| {
                if matches!(c, 'أ' | 'إ' | 'آ') {
                    'ا'
                } else {
                    c
                }
            })
            .filter(|c| !matches!(c, '\u{64b}'..='\u{652}'))
            .flat_map(char::to_lowercase)
            .collect();
        if part.is_empty() || DATE_WORDS.contains(&part.as_str()) {
            continue;
        }
        if part
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '/' | '-' | '.' | ':' | '–'))
        {
            digits |= part.chars().any(char::is_numeric);
            let separators = part
                .chars()
                .filter(|c| matches!(c, '/' | '-' | '.'))
                .count();
            named |= separators == 2 && part.chars().any(char::is_numeric);
        } else if part.split('/').all(|month| MONTHS.contains(&month)) {
            named = true;
        } else {
            return false;
        }
    }
    digits && named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_agencies_and_dates_are_bylines() {
        for line in [
            "كتب: محمد أحمد",
            "كتب محمد أحمد",
            "بقلم سعاد علي",
            "المصدر: وكالات",
            "وكالات",
            "رويترز - أ ف ب",
            "الرياض – محمد العتيبي",
            "الخميس 15 يوليو/تموز 2021",
            "١٢ أغسطس ٢٠٢١",
            "12/07/2021",
            "2021-07-12 10:30",
        ] {
            assert!(is_byline(line), "{line}");
        }
    }

    #[test]
    fn headlines_and_sentences_are_no_bylines() {
        for line in [
            "كتب الأطفال تعود إلى رفوف المكتبات في العاصمة",
            "مقتل 12 شخصا في حادث سير",
            "2021",
            "انتهى الاجتماع.",
            "الفيصلي يفوز على الاتحاد",
            "",
        ] {
            assert!(!is_byline(line), "{line}");
        }
        assert!(!is_credit("كتب محمد أحمد"));
        assert!(!is_credit("تقرير: أسعار النفط ترتفع"));
        assert!(!is_byline("مصدر: المفاوضات تستأنف غدا"));
    }

    #[test]
    fn datelines_are_places_and_agencies() {
        for line in [
            "بغداد - تتسابق طهران وواشنطن إلى بغداد في زيارات",
            "القاهرة (أ ف ب) – قال مسؤول مصري إن المفاوضات مستمرة",
            "(رويترز) قال مسؤول",
            "عين اليوم – القاهرة صدر اليوم بيان مشترك بين البلدين",
        ] {
            assert!(starts_with_dateline(line), "{line}");
        }
        for line in [
            "وقال - وهو يبتسم - إن الأمر انتهى تماما اليوم",
            "بلغ عدد الضحايا 12 - بحسب مصدر طبي في المدينة",
            "الرياض - محمد",
            "نص عادي (بين قوسين) بلا شرطة",
            "",
        ] {
            assert!(!starts_with_dateline(line), "{line}");
        }
    }
}
