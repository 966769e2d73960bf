//! This file owns what each Chinese number word stands for. How words combine into a number is
//! decided in `text::numbers`.

use crate::text::numbers::lexicon::Row;
use crate::text::numbers::lexicon::Sense::{Add, Also, AndHalf, Times};

/// The endings of words that have none of their own.
pub(super) const ENDINGS: &str = "-";

/// Numerals and other words, in both scripts.
pub(super) const WORDS: &[Row] = &[
    ("每", "-", Also(&["1"])),
    ("零 〇 无", "-", Also(&["0"])),
    ("一 壹 首 单", "-", Add(1)),
    ("二 两 兩 贰", "-", Add(2)),
    ("双 雙 倍 对", "-", Also(&["2"])),
    ("三 叁", "-", Add(3)),
    ("四", "-", Add(4)),
    ("五", "-", Add(5)),
    ("六", "-", Add(6)),
    ("七", "-", Add(7)),
    ("八", "-", Add(8)),
    ("九", "-", Add(9)),
    ("十 拾", "-", Times(10)),
    ("廿", "-", Add(20)),
    ("百", "-", Times(100)),
    ("千 仟", "-", Times(1_000)),
    ("万 萬", "-", Times(10_000)),
    ("亿 億", "-", Times(100_000_000)),
    ("兆", "-", Times(1_000_000_000_000)),
    ("打", "-", Times(12)),
    ("半", "-", AndHalf),
    ("刻", "-", Also(&["0.25", "15", "45"])),
    ("季", "-", Also(&["3", "4"])),
    ("正午 中午", "-", Also(&["12"])),
    ("午夜 零点", "-", Also(&["0", "12", "24"])),
];

/// The value of a plain digit.
pub(super) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a character multiplies the number before it.
pub(super) fn is_magnitude(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '萬' | '亿' | '億' | '兆')
}
