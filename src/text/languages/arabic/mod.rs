//! Modern Standard Arabic as newspapers from Morocco to Iraq write it. This folder owns the tables
//! and the number reader of its profile.

mod calendar;
mod claims;
mod clock;
mod compounds;
mod function_words;
mod furniture;
mod hijri;
mod months;
mod negation;
mod news;
mod number_words;
mod numbers;
mod said;
mod scores;
mod terms;
mod units;
mod words;

use super::arabic_script::MARKS;
use crate::text::Script;
use crate::text::language::{
    Dates, Language, LengthRatio, NumberReader, Sentences, Spelling, WordForms,
};

/// The profile of Arabic.
pub(crate) static LANGUAGE: Language = Language {
    code: "ar",
    name: "Arabic",
    script: Some(Script::Arabic),
    spelling: SPELLING,
    dates: DATES,
    sentences: SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    calendar: Some(calendar::read),
    term_forms: Some(terms::forms),
    words: Some(WordForms {
        words: words::words,
        stems: words::stems,
        is_function_word: words::is_function_word,
        negations: negation::negations,
        consonants: words::consonants,
        variants: words::variants,
        may_be_name: words::may_be_name,
    }),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: number_words::is_number_word,
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    // The ratios of all but one in a thousand human translations of FLORES lie between 0.63 and
    // 1.95.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.5, 2.4),
        fragment: (0.25, 4.0),
        short: (4, 20),
    }),
    stop_words: &[],
};

const SPELLING: Spelling = Spelling {
    marks: MARKS,
    keeps_joiners: false,
    // Letters of Persian, Urdu and Kurdish keyboards that look like Arabic ones.
    typed: &[
        ('ی', 'ي'),
        ('ک', 'ك'),
        ('ڪ', 'ك'),
        ('ہ', 'ه'),
        ('ھ', 'ه'),
        ('ە', 'ه'),
        ('ۃ', 'ة'),
    ],
    finals: &['ة', 'ى'],
    clitics: &['و', 'ف', 'ب', 'ل', 'ك'],
    folds: &[
        ('أ', 'ا'),
        ('إ', 'ا'),
        ('آ', 'ا'),
        ('ٱ', 'ا'),
        ('ى', 'ي'),
        ('ئ', 'ي'),
        ('ی', 'ي'),
        ('ؤ', 'و'),
        ('ة', 'ه'),
        ('ک', 'ك'),
    ],
    search_dropped: &['ء'],
    search_prefixes: &words::SEARCH_PREFIXES,
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    other_months: &[
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
    ],
    year_words: &["عام", "سنة", "العام", "لعام", "لسنة"],
    weekdays: &[
        "السبت",
        "الأحد",
        "الاثنين",
        "الثلاثاء",
        "الأربعاء",
        "الخميس",
        "الجمعة",
    ],
    words: &[
        "الأول",
        "الثاني",
        "الآخر",
        "الآخرة",
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
    ],
    ..Dates::UNKNOWN
};

const SENTENCES: Sentences = Sentences {
    abbreviations: &[
        "هـ", "ه", "م", "د", "أ", "ا", "ص", "ج", "ط", "ت", "س", "ق.م", "أ.د", "ا.د", "ص.ب", "م.م",
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "U.S", "U.K", "No", "vs", "Inc",
    ],
    time_units: &["هـ", "ه", "م", "ص", "ق.م"],
    time_words: &["الساعة", "ساعة", "عند"],
    prepositions: &[
        "في",
        "منذ",
        "خلال",
        "بحلول",
        "قبل",
        "بعد",
        "حتى",
        "من",
        "عام",
        "سنة",
        "منتصف",
        "أواخر",
        "أوائل",
        "مطلع",
        "نهاية",
        "بداية",
    ],
    clauses: &[
        "البند",
        "بند",
        "المادة",
        "مادة",
        "الفقرة",
        "فقرة",
        "القسم",
        "قسم",
        "الفصل",
        "فصل",
        "النقطة",
        "الباب",
        "الجدول",
        "الشكل",
        "الملحق",
        "الفرع",
    ],
    and: Some('و'),
    semicolons: &['؛', ';'],
    commas: &['،', ','],
    conjunctions: &[
        "لكن",
        "ولكن",
        "لكنه",
        "لكنها",
        "بينما",
        "حيث",
        "فيما",
        "كما",
        "إذ",
        "اذ",
        "في حين",
        "في الوقت",
        "ثم",
        "أو",
        "او",
        "الذي",
        "التي",
        "الذين",
        "اللذين",
        "مما",
        "ما أدى",
        "بعدما",
        "بعد أن",
        "قبل أن",
        "عندما",
        "حين",
        "حتى",
        "رغم",
        "على الرغم",
        "لأن",
        "لأنه",
        "بل",
        "أما",
        "إلا أن",
        "غير أن",
        "فقد",
        "فإن",
        "فإنه",
        "إضافة",
        "خلال",
        "بهدف",
        "بحسب",
    ],
    // Nouns, names and "in" that begin with the letter of "and".
    not_conjunctions: &[
        "وزير",
        "وزار",
        "وزراء",
        "وكال",
        "وكيل",
        "واشنطن",
        "وسط",
        "وسائل",
        "وسيل",
        "وسيط",
        "وقت",
        "وفق",
        "وفد",
        "وفاة",
        "وفود",
        "ولاي",
        "ولي",
        "وجه",
        "وجود",
        "وحد",
        "وحيد",
        "واحد",
        "وصول",
        "وطن",
        "وثيق",
        "وثائق",
        "وراء",
        "وضع",
        "واقع",
        "واجب",
        "والد",
        "وقوع",
        "وقف",
        "ورق",
        "وعد",
        "وعي",
        "ودي",
        "ورش",
        "واسع",
        "وديع",
        "وليد",
        "وائل",
    ],
    ..Sentences::UNKNOWN
};
