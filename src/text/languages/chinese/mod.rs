//! Chinese in simplified and traditional characters. This folder owns the tables
//! and the number reader of its profile.

mod calendar;
mod furniture;
mod months;
mod news;
mod number_words;
mod numbers;
mod sentences;
#[cfg(test)]
mod tests;
mod units;

use crate::text::Script;
use crate::text::language::{Dates, Language, LengthRatio, NumberReader, Spelling};

/// The profile of Chinese.
pub(crate) static LANGUAGE: Language = Language {
    code: "zh",
    name: "Chinese",
    script: Some(Script::Han),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 59 pairs of news sentences, translated for this, lie between 1.31 and 5.67.
    length: Some(LengthRatio {
        from: 8,
        sentence: (1.0, 7.0),
        fragment: (0.5, 12.0),
        short: (10, 20),
    }),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    units: Some(units::read),
    calendar: Some(calendar::read),
    ..Language::UNKNOWN
};

const SPELLING: Spelling = Spelling {
    keeps_joiners: false,
    // NFKC makes ASCII of the full-width letters, digits and signs.
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["年"],
    weekdays: &[
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
        "星期天",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "週一",
        "週二",
        "週三",
        "週四",
        "週五",
        "週六",
        "週日",
        "礼拜一",
        "礼拜二",
        "礼拜三",
        "礼拜四",
        "礼拜五",
        "礼拜六",
        "礼拜天",
    ],
    words: &[
        "年",
        "日",
        "号",
        "號",
        "时",
        "時",
        "点",
        "點",
        "分",
        "秒",
        "上午",
        "下午",
        "中午",
        "凌晨",
        "晚上",
        "晚",
        "早",
        "星期",
        "农历",
        "農曆",
        "北京时间",
        "北京時間",
        "当地时间",
        "當地時間",
        "今日",
        "今天",
        "昨日",
        "昨天",
        "〇",
    ],
    ..Dates::UNKNOWN
};
