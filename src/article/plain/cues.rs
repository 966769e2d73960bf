//! The kind of a line of a news text: a credit, a byline, a date or a dateline. This file owns the
//! patterns; the words are those of the article's language. It never looks at more than one line.

use crate::text::{
    Language, Script, TARGET, count_words, dash_at, has_at_least, is_agencies, is_place_and_date,
    lower_case, page_words,
};

use super::lines::{ends_with_stop, is_blank};

/// Maximum number of words of a line in another script above a headline, and of a field's value.
const FOREIGN_WORDS: usize = 6;

/// The colons of Latin and of Chinese print.
pub(in crate::article) const COLONS: [char; 2] = [':', '：'];

/// Maximum number of words of a section in a path.
const PATH_WORDS: usize = 3;

/// Whether a line is a credit wherever it stands: `المصدر: …`, names of agencies, a date alone.
pub(in crate::article) fn is_credit(line: &str, language: &Language) -> bool {
    let Some(words) = short(line) else {
        return false;
    };
    is_labelled(line, language.news.credit_labels, language)
        || is_agencies(line, language)
        || is_date(&words, language)
}

/// Whether a line is a byline if it stands between headline and story: a credit,
/// `بقلم …`, `كتب …`, or a place, a dash and a name.
pub(in crate::article) fn is_byline(line: &str, language: &Language) -> bool {
    let Some(words) = short(line) else {
        return false;
    };
    let news = &language.news;
    let first = words.first().copied().unwrap_or_default();
    let count = count_words(line);
    is_credit(line, language)
        || (count <= 6 && is_labelled(line, news.work_labels, language))
        || (count <= 8 && is_one_of(first, news.by, language))
        || (count <= 5 && is_one_of(first, news.wrote, language))
        || is_place_and_name(line, language)
}

/// Whether a line above the headline is none: a number or a date in digits, an address, or the path
/// of sections that leads to the article.
pub(in crate::article) fn is_label(line: &str, language: &Language) -> bool {
    let line = line.trim_matches(is_blank);
    let mut words = line.split_whitespace();
    let is_address =
        |word: &str| word.contains("://") || word.starts_with("www.") || word.contains('@');
    let address = words.next().is_some_and(is_address) && words.next().is_none();
    // A line without a letter of the script is a code of an agency, a name of a sender.
    let own = |c: char| match language.script {
        Some(script) => Script::of(c) == Some(script),
        None => c.is_alphabetic(),
    };
    let foreign = !line.contains(own) && !has_at_least(line, FOREIGN_WORDS + 1);
    address
        || foreign
        || is_path(line, language)
        || is_opening(line, language)
        || (line.contains(char::is_numeric) && is_place_and_date(line, language))
}

/// Whether a line is one of the words that stand above headlines, a field of the article and its
/// value, or a line of rights.
fn is_opening(line: &str, language: &Language) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let same = |a: &str, b: &str| language.same_word(&lower_case(a), &lower_case(b));
    let mut openings = page_words(language, |furniture| furniture.openings);
    let is_word = openings.any(|opening| same(bare, opening));
    let is_field = |label: &str, value: &str| {
        let mut fields = page_words(language, |furniture| furniture.fields);
        fields.any(|field| same(label.trim(), field)) && count_words(value) <= FOREIGN_WORDS
    };
    let numbered = bare.find(char::is_numeric).map(|at| bare.split_at(at));
    is_word
        || line
            .split_once(COLONS)
            .is_some_and(|(label, value)| is_field(label, value))
        || numbered.is_some_and(|(label, _)| is_field(label, ""))
        || (bare.starts_with('©') && !ends_with_stop(line))
}

/// Whether a line is a path of sections: `الرئيسية / محليات / خدمات`.
pub(in crate::article) fn is_path(line: &str, language: &Language) -> bool {
    let signs = ['/', '\\', '|', '>', '»', '›', '«', '‹', '←', '→', '•'];
    let parts: Vec<&str> = line
        .split(signs)
        .map(|part| part.trim_matches(is_blank))
        .collect();
    let short = |part: &&str| (1..=PATH_WORDS).contains(&count_words(part));
    let is_home = |part: &str| {
        let part = lower_case(part);
        let mut homes = page_words(language, |furniture| furniture.home);
        homes.any(|home| language.same_word(&part, &lower_case(home)))
    };
    // Without the word for the front page, only signs that point forward make a path.
    let points = line.matches(['>', '»', '›', '←', '→']).count();
    let home = parts.first().is_some_and(|first| is_home(first));
    parts.len() > 1
        && parts.iter().all(short)
        && !ends_with_stop(line)
        && (home || (points >= 2 && points + 1 == parts.len()))
}

/// Whether a line begins with one of the labels and a colon.
fn is_labelled(line: &str, labels: &[&str], language: &Language) -> bool {
    line.split_once(COLONS)
        .is_some_and(|(label, _)| is_one_of(label.trim_matches(is_blank), labels, language))
}

fn is_one_of(word: &str, words: &[&str], language: &Language) -> bool {
    words.iter().any(|listed| language.same_word(word, listed))
}

/// Whether a paragraph begins with a place or an agency: `بغداد - `, `(رويترز)`,
/// `القاهرة (أ ف ب) –`.
pub(in crate::article) fn starts_with_dateline(line: &str, language: &Language) -> bool {
    let line = line.trim_start_matches(is_blank);
    let end = line
        .char_indices()
        .nth(100)
        .map_or(line.len(), |(at, _)| at);
    let head = &line[..end];
    if let Some((open, rest)) = head.split_once('(')
        && let Some((agency, _)) = rest.split_once(')')
        && count_words(open) <= 4
        && is_agencies(agency, language)
    {
        return true;
    }
    let mut before = ' ';
    for (at, c) in head.char_indices() {
        let dash = dash_at(head, at);
        if dash > 0 && (is_blank(before) || before == ')') {
            let rest = &line[at + dash..];
            return is_place(&head[..at], language) && has_at_least(rest, 5);
        }
        before = c;
    }
    false
}

/// Whether a text is one to four words of letters, apart from brackets.
fn is_place(text: &str, language: &Language) -> bool {
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
    let first = outside.split_whitespace().next();
    let letters = |c: char| c.is_alphabetic() || is_blank(c) || matches!(c, '،' | ',' | '/');
    matches!(count_words(&outside), 1..=4)
        && outside.chars().all(letters)
        && !first.is_some_and(|word| language.news.speech_verbs.contains(&word))
}

fn is_place_and_name(line: &str, language: &Language) -> bool {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let dash = dash_at(line, at);
        if dash > 0 && is_blank(before) {
            let name = &line[at + dash..];
            let letters = |c: char| c.is_alphabetic() || is_blank(c) || c == '.';
            return is_place(&line[..at], language)
                && count_words(&line[..at]) <= 3
                && matches!(count_words(name), 1..=4)
                && name.starts_with(is_blank)
                && name.chars().all(letters);
        }
        before = c;
    }
    false
}

/// The words of a line that is short enough to be a byline and does not end a sentence.
fn short(line: &str) -> Option<Vec<&str>> {
    let fits = line.chars().take(101).count() <= 100 && matches!(count_words(line), 1..=12);
    (fits && !ends_with_stop(line)).then(|| line.split_whitespace().collect())
}

/// Whether words are only parts of a date, with a number, and with a month or a numeric date.
fn is_date(words: &[&str], language: &Language) -> bool {
    let dates = &language.dates;
    // Pages in Arabic and other languages also write their date in the target language.
    let months = || dates.month_names().chain(TARGET.dates.month_names());
    let (mut digits, mut named) = (false, false);
    for part in words
        .iter()
        .flat_map(|word| word.split(['،', ',', '，', '(', ')', '（', '）', '|']))
    {
        let unmarked: String = part.chars().filter(|&c| !language.is_mark(c)).collect();
        let part = lower_case(&unmarked);
        // Words of dates are also shortened: "Okt.", "г.".
        let bare = part.strip_suffix('.').unwrap_or(&part);
        let is = |name: &str| {
            let name = lower_case(name);
            language.same_word(&part, &name) || language.same_word(bare, &name)
        };
        if part.is_empty()
            || dates
                .weekdays
                .iter()
                .chain(dates.words)
                .any(|word| is(word))
        {
            continue;
        }
        let part = language.without_date_ending(&part);
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
        } else if bare.split('/').all(|part| {
            let is = |name: &str| language.same_word(part, &lower_case(name));
            let first = |name: &'static str| name.split(' ').next().unwrap_or(name);
            dates.other_months.iter().any(|word| is(word)) || months().any(|name| is(first(name)))
        }) {
            named = true;
        } else if let Some(month) = without_spaces(part, language) {
            digits = true;
            named |= month;
        } else {
            return false;
        }
    }
    digits && named
}

/// Whether a date that is written in one word, such as `2024年5月3日`, names a month; `None` if it
/// has anything but digits and words of dates, or if the language separates words by spaces.
fn without_spaces(part: &str, language: &Language) -> Option<bool> {
    let dates = &language.dates;
    if language.sentences.spaced || !part.contains(char::is_numeric) {
        return None;
    }
    let (mut rest, mut month) = (part, false);
    while let Some(c) = rest.chars().next() {
        let longest = |words: &mut dyn Iterator<Item = &'static str>| {
            let found = words.filter(|word| rest.starts_with(word));
            found.map(str::len).max().unwrap_or(0)
        };
        let name = longest(&mut dates.month_names());
        let word = longest(&mut dates.words.iter().chain(dates.weekdays).copied());
        let sign = c.is_numeric() || matches!(c, ':' | '：' | '-' | '/' | '.');
        month |= name > word;
        rest = match name.max(word) {
            0 if sign => &rest[c.len_utf8()..],
            0 => return None,
            known => &rest[known..],
        };
    }
    Some(month)
}

#[cfg(test)]
mod tests {
    use crate::text::Language;

    #[test]
    fn lines_with_dates_and_credits_of_other_languages_are_credits() {
        for (code, line) in [
            ("de", "Montag, 3. Okt. 2024, 14.30 Uhr"),
            ("ru", "3 октября 2024 г., 14:30"),
            ("uk", "3 жовтня 2024, 14:30"),
            ("fr", "Publié le 3 févr. 2024 à 14:30"),
            ("es", "3 de octubre de 2024"),
            ("tr", "3 Ekim 2024 Perşembe 14:30"),
            ("zh", "2024年10月3日 14:30"),
            ("zh", "2024年10月3日星期四"),
            ("zh", "来源：新华社"),
            ("tr", "KAYNAK: AA"),
            ("fr", "Crédit photo : AFP"),
        ] {
            assert!(super::is_credit(line, Language::of(code)), "{line}");
        }
        for (code, line) in [
            ("de", "Drei Tote bei Unfall am 3. Oktober"),
            ("ru", "Автор теракта задержан"),
            ("zh", "5月3日会议"),
            ("zh", "五月天演唱会"),
        ] {
            assert!(!super::is_credit(line, Language::of(code)), "{line}");
        }
        assert!(super::is_byline("Von Anna Schmidt", Language::of("de")));
        assert!(super::is_label("ÖZEL HABER", Language::of("tr")));
        assert!(super::is_path(
            "Anasayfa > Gündem > İstanbul",
            Language::of("tr")
        ));
    }

    #[test]
    fn lines_without_spaces_are_as_long_as_others() {
        let chinese = Language::of("zh");
        let dateline = |line: &str| super::starts_with_dateline(line, chinese);
        assert!(dateline("北京 - 外交部发言人昨天回答了记者的提问"));
        assert!(!dateline("外交部发言人昨天回答了提问 - 记者又问了别的问题"));
        assert!(super::is_byline("北京 - 王毅", chinese));
        assert!(!super::is_byline(
            "外交部发言人昨天回答提问 - 王毅",
            chinese
        ));
    }

    fn is_credit(line: &str) -> bool {
        super::is_credit(line, Language::of("ar"))
    }

    fn is_byline(line: &str) -> bool {
        super::is_byline(line, Language::of("ar"))
    }

    fn starts_with_dateline(line: &str) -> bool {
        super::starts_with_dateline(line, Language::of("ar"))
    }

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
    fn credits_and_dates_are_known_in_every_language_of_the_profiles() {
        for (code, line) in [
            ("fa", "سه\u{200C}شنبه ۵ خرداد ۱۴۰۳ - ۱۰:۳۰"),
            ("fa", "۲۱ اوت ۲۰۲۱"),
            ("fa", "عکس: ایسنا"),
            ("fa", "رویترز - ایرنا"),
            ("ur", "بروز جمعرات، 15 مارچ 2019ء"),
            ("ur", "5 مئی 2022 شام 6:30 بجے"),
            ("ur", "بشکریہ: بی بی سی"),
            ("ku", "٥ی ئایاری ٢٠٢٣"),
            ("ku", "دووشەممە، ١٢ی دیسەمبەر ٢٠٢٢"),
            ("ku", "سەرچاوە: ڕووداو"),
            ("he", "יום שלישי, 5 במאי 2024, 10:30"),
            ("he", "צילום: רויטרס"),
        ] {
            assert!(super::is_credit(line, Language::of(code)), "{line}");
        }
        for (code, line) in [
            ("fa", "نوشتهٔ علی رضایی"),
            ("ur", "تحریر احمد ندیم"),
            ("ku", "نووسینی ئازاد قادر"),
            ("he", "מאת דני כהן"),
        ] {
            assert!(super::is_byline(line, Language::of(code)), "{line}");
        }
        for (code, line) in [
            ("fa", "از تهران تا نیویورک"),
            ("ur", "12 افراد ہلاک"),
            ("ku", "١٢ کەس بریندار بوون"),
            ("he", "12 נפצעו בתאונה"),
        ] {
            assert!(!super::is_byline(line, Language::of(code)), "{line}");
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
    fn numbers_addresses_and_paths_are_labels() {
        let is_label = |line: &str| super::is_label(line, Language::of("ar"));
        for line in [
            "2024",
            "٢٠٢٤/٣/٥",
            "30.4",
            "https://example.test/a",
            "الرئيسية / محليات / خدمات",
            "الصفحة الرئيسية > رياضة",
            "Home » أخبار",
            "محليات > خدمات > مياه",
            "بسم الله الرحمن الرحيم",
            "عاجل",
            "رقم الخبر: 48213",
            "العدد 1245 - السنة الثالثة",
            "© 2024 صحيفة المرفأ",
            "بيروت، 5 آذار 2024",
            "info@example.test",
            "ARB0123 4 SPO 0210",
            "- 1 -",
        ] {
            assert!(is_label(line), "{line}");
        }
        for line in [
            "30.4 مليار دولار لمشاريع المياه",
            "2024 عام التحولات",
            "بغداد",
            "عاجل: مقتل 12 شخصا",
            "فوز / خسارة / تعادل",
            "قراءة في https://example.test",
            "الرئيسية / كل ما تحتاج إلى معرفته عن الانتخابات",
        ] {
            assert!(!is_label(line), "{line}");
        }
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
