//! Reading the numbers of a Chinese text. This file owns what only Chinese has: a text without
//! spaces, full-width digits, numerals in a row, tenths and parts of a hundred. The meanings of the
//! numerals are in `number_words`, and how they combine is decided in `text::numbers`.

use std::sync::LazyLock;

use super::number_words::{ENDINGS, WORDS, digit, is_magnitude};
use crate::text::numbers::context::word_length;
use crate::text::numbers::key::{Key, canonical, shifted};
use crate::text::numbers::lexicon::{Grammar, Placed};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::scan::{Number, clean, scan_as};
use crate::text::numbers::spoken::Reader;
use crate::text::numbers::{Claim, Keys, Numbers};

static GRAMMAR: Grammar = Grammar {
    notation: Notation::POINT,
    fold: str::to_owned,
    word: magnitude_length,
    words: characters,
    table: WORDS,
    endings: ENDINGS,
    prefixes: &["多", "余", "餘", "来", "几", "幾"],
    compounds: true,
    and: &["零", "〇", "又"],
    hours: &["时", "点", "時", "點"],
    decades: &["年代*", "世纪*"],
    roman: true,
    claims: true,
    // A dozen, and to strike; "in case" and words for very many.
    unclaimed: &[
        "打",
        "万一",
        "萬一",
        "百十",
        "千百",
        "千百万",
        "千百萬",
        "万千",
        "萬千",
        "亿万",
        "億萬",
    ],
    noon: &["中午", "正午"],
    midnight: &["午夜", "半 夜", "子 夜", "零 点", "零 點", "零 时", "零 時"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Chinese text.
pub(super) fn read(text: &str) -> Numbers {
    let text = half_width(&clean(text));
    let mut digits = scan_as(&text, &GRAMMAR.notation);
    for number in &mut digits {
        read_sign(&text, number);
    }
    read_decades(&text, &mut digits);
    let mut numbers = READER.read_numbers(&text, digits);
    read_numerals(&text, &mut numbers.keys);
    numbers
        .claims
        .retain(|claim| !is_said_otherwise(&text, claim));
    if text
        .windows(2)
        .any(|pair| matches!(pair, ['富', '翁' | '豪']))
    {
        numbers.magnitudes_perhaps.extend([6, 9]);
    }
    numbers
}

/// Whether English may say a number in other ways, not all of which are read: 18 months are a year and a half, 20
/// percent a fifth.
fn is_said_otherwise(text: &[char], claim: &Claim) -> bool {
    let (before, rest) = text.split_at(claim.place.min(text.len()));
    let behind = rest.get(claim.text.chars().count()..).unwrap_or(&[]);
    let is_share = matches!(before, [.., '百', '分', '之']);
    let is_length = matches!(
        behind,
        ['小', '时' | '時', ..] | ['个' | '個', '小', '时' | '時', ..] | ['个' | '個', '月', ..]
    );
    is_share || is_length
}

/// Whether a word is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| digit(c).is_some() || is_magnitude(c))
}

/// A text with ASCII digits for full-width ones, and with ASCII signs between digits.
fn half_width(text: &[char]) -> Vec<char> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other,
    };
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|&c| narrow(c).is_ascii_digit())
    };
    let each = text.iter().enumerate();
    each.map(|(at, &c)| {
        let sign = match c {
            '．' => '.',
            '：' | '∶' => ':',
            '／' => '/',
            '－' => '-',
            other => return narrow(other),
        };
        let inside = is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if inside { sign } else { c }
    })
    .collect()
}

/// The length of a magnitude with which a text begins, with a word such as "more than" before it.
fn magnitude_length(text: &[char]) -> usize {
    let about = usize::from(matches!(
        text.first(),
        Some('多' | '余' | '餘' | '来' | '几' | '幾')
    ));
    let rest = text.get(about..).unwrap_or(&[]);
    let is_part = |at: &usize| is_magnitude(rest[*at]) && !is_unit(&rest[*at..]);
    match (0..rest.len()).take_while(is_part).count() {
        0 => 0,
        length => about + length,
    }
}

/// Whether a text begins with a unit such as the kilowatt, whose first character is a numeral too.
fn is_unit(text: &[char]) -> bool {
    let units = ['瓦', '赫', '伏', '帕', '焦', '字', '比', '卡'];
    match text {
        ['千' | '兆' | '百', unit, ..] if units.contains(unit) => true,
        ['千', '米' | '克', ..] | ['百', '分', ..] => true,
        _ => false,
    }
}

/// Whether a hundred million without a number before it is part of a name.
fn is_name(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| text[at]);
    let counts = before.is_some_and(|c| {
        let about = [
            '数', '上', '几', '幾', '过', '近', '超', '逾', '余', '多', '半', '来', ' ',
        ];
        c.is_ascii_digit() || digit(c).is_some() || is_magnitude(c) || about.contains(&c)
    });
    matches!(text[at], '亿' | '億' | '兆') && !counts
}

/// The characters of a text as its words, and runs of other letters whole. What only looks like a
/// numeral, as in "per cent", belongs to a word of several characters.
fn characters(text: &[char]) -> Vec<Placed> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = match &text[at..] {
            ['百' | '千', '分', ..]
            | ['百', '姓', ..]
            | ['正' | '中', '午', ..]
            | ['午', '夜', ..] => 2,
            ['千', '万', '别' | '不' | '要' | '小', ..] => 3,
            [_, _, ..] if is_name(text, at) => 2,
            ['千' | '兆' | '百', next, ..]
                if is_unit(&text[at..]) && !['米', '克'].contains(next) =>
            {
                2
            }
            [c, ..] if c.is_ascii_alphabetic() => text[at..]
                .iter()
                .take_while(|c| c.is_ascii_alphabetic())
                .count(),
            rest => word_length(&rest[..1]),
        };
        if length > 0 {
            words.push((at, at + length, text[at..at + length].iter().collect()));
        }
        at += length.max(1);
    }
    words
}

/// Adds what the signs behind a number in digits make of it: months, tenths, discounts.
fn read_sign(text: &[char], number: &mut Number) {
    let Some(value) = number.value().map(str::to_owned) else {
        return;
    };
    match text.get(number.end..).unwrap_or(&[]) {
        ['月', ..] => {
            if let Some(month @ 1..=12) = number.plain() {
                number.also(Key::Month(month));
            }
        }
        ['千', '米' | '克', ..] => number.also(Key::Value(shifted(&value, 3))),
        ['成', ..] => number.also(Key::Value(shifted(&value, 1))),
        ['倍', ..] => {
            if let Some(times) = number.plain() {
                for key in grown(u64::from(times)) {
                    number.also(key);
                }
            }
        }
        ['折', ..] => {
            if let Some(tenths @ 1..=9) = number.plain() {
                number.also(Key::of(u64::from(100 - tenths * 10)));
            }
        }
        _ => {}
    }
}

/// What "so many times more" may be in English: times as much as before, and in per cent.
fn grown(times: u64) -> [Key; 2] {
    [Key::of(times + 1), Key::of(times * 100)]
}

/// Reads the 90s of the 20th century as the 1990s, which say the century already.
fn read_decades(text: &[char], numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (century, decade) = (&mut left[at - 1], &mut right[0]);
        if text.get(century.end..decade.start) == Some(&['世', '纪'])
            && let (Some(c @ 1..=30), Some(d @ 0..=99)) = (century.plain(), decade.plain())
        {
            century.optional = true;
            decade.also(Key::of(u64::from((c - 1) * 100 + d)));
        }
    }
}

/// Adds what numerals mean that are read in a row, as in the number of a year, behind a point, or
/// before the sign of a tenth or a month.
fn read_numerals(text: &[char], keys: &mut Keys) {
    let mut at = 0;
    while at < text.len() {
        let run: String = digits_from(text, at);
        let length = run.chars().count();
        let end = at + length;
        if length > 1 {
            keys.insert(Key::Value(canonical(&run, "")), at);
        }
        if length > 0 {
            read_behind(text, (at, end), &run, keys);
        } else if text[at] == '十' {
            let ones = digits_from(text, at + 1);
            if let Ok(ones) = format!("0{ones}").parse::<u32>()
                && text.get(at + 1 + usize::from(ones > 0)) == Some(&'月')
            {
                keys.insert(Key::Month(10 + ones), at);
            }
        } else if matches!(&text[at..], ['半', '个' | '個', '月', ..]) {
            keys.insert(Key::of(15), at);
        }
        at += length.max(1);
    }
}

fn read_behind(text: &[char], (at, end): (usize, usize), run: &str, keys: &mut Keys) {
    match text.get(end..).unwrap_or(&[]) {
        ['点' | '點', rest @ ..] => {
            let fraction = digits_from(rest, 0);
            if !fraction.is_empty() {
                let value = canonical(run, &fraction);
                let behind = rest.get(fraction.chars().count()..).unwrap_or(&[]);
                let places = match behind {
                    ['万', '亿', ..] => 12,
                    ['万' | '萬', ..] => 4,
                    ['亿' | '億', ..] => 8,
                    _ => 0,
                };
                keys.insert(Key::Value(shifted(&value, places)), at);
            }
        }
        ['成', rest @ ..] => {
            let ones = digits_from(rest, 0);
            let value = canonical(&format!("{run}{ones:0<1}"), "");
            keys.insert(Key::Value(value), at);
        }
        ['折', ..] => {
            if let Ok(tenths @ 1..=9) = run.parse::<u64>() {
                keys.insert(Key::of(100 - tenths * 10), at);
            }
        }
        ['月', ..] => {
            if let Ok(month @ 1..=9) = run.parse::<u32>() {
                keys.insert(Key::Month(month), at);
            }
        }
        ['倍', ..] => {
            if let Ok(times @ 1..=99) = run.parse::<u64>() {
                for key in grown(times) {
                    keys.insert(key, at);
                }
            }
        }
        ['旬', ..] => {
            // A decade of somebody's age.
            if let Ok(decades @ 1..=9) = run.parse::<u64>() {
                keys.insert(Key::of(decades * 10), at);
            }
        }
        ['分', '之', rest @ ..] => {
            let parts = digits_from(rest, 0).parse::<u64>();
            if let (Ok(all @ 2..=9), Ok(parts)) = (run.parse::<u64>(), parts)
                && (1..all).contains(&parts)
            {
                // In percent, cut off and rounded.
                keys.insert(Key::of(100 * parts / all), at);
                keys.insert(Key::of((200 * parts + all) / (2 * all)), at);
            }
        }
        ['番', ..] if matches!(&text[..at], [.., '翻'] | [.., '翻', '了']) => {
            if let Ok(doublings @ 1..=9) = run.parse::<u32>() {
                keys.insert(Key::of(2u64.pow(doublings)), at);
            }
        }
        _ => {}
    }
}

/// The plain digits from a place on, as ASCII.
fn digits_from(text: &[char], at: usize) -> String {
    text.get(at..)
        .unwrap_or(&[])
        .iter()
        .map_while(|&c| char::from_digit(digit(c)?, 10))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("zh").say(&[
            ("3.5万人", "35000"),
            ("１．５亿", "150000000"),
            ("1,487.3万", "14873000"),
            ("3万亿元", "3000000000000"),
            ("30多万人", "300000"),
            ("5千万吨", "50000000"),
            ("1.05億", "105000000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("zh").permit(&[
            ("三千五百万", &[35_000_000]),
            ("一亿二千万", &[120_000_000]),
            ("二〇二四年", &[2_024]),
            ("两三百人", &[200, 300]),
            ("三至五万人", &[30_000, 50_000]),
            ("百分之二十", &[20]),
            ("三成", &[30]),
            ("七成五", &[75]),
            ("十五", &[15]),
            ("一百零五", &[105]),
            ("第十九届", &[19]),
            ("打八折", &[20]),
            ("五月", &[5]),
            ("四分之一", &[25]),
            ("三分之二", &[66, 67]),
        ]);
        NumbersOf("zh").do_not_permit(&[("三分之一", &[66])]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("zh").do_not_permit(&[
            ("三千五百万", &[35]),
            ("三千五百万", &[3_500]),
            ("百分之二十", &[100]),
        ]);
    }

    #[test]
    fn units_and_names_that_begin_with_a_numeral_are_no_magnitudes() {
        NumbersOf("zh").say(&[
            ("5千米", "5"),
            ("300兆瓦", "300"),
            ("50万千瓦", "500000"),
            ("5千人", "5000"),
        ]);
        assert!(read("亿纬公司千万别忘记").magnitudes.is_empty());
        assert_eq!(read("数亿人").magnitudes, [2, 6].into());
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("14时30分").keys.contains(&Key::Time(2, 30)));
        assert!(read("下午2点30分").keys.contains(&Key::Time(2, 30)));
    }
}
