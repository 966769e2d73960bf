//! The words of units of measure and of currencies in Chinese, in both scripts, and how they are found in a text
//! without spaces.

use std::sync::LazyLock;

use super::numbers::is_number_word;
use crate::text::numbers::Numbers;
use crate::text::numbers::context::word_length;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Centimetre, Century, Day, Decade, Degree, Dinar, Dirham,
    Dollar, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour, Hryvnia, Inch,
    Kilogram, Kilometre, Kilowatt, Krone, Lira, Litre, Megawatt, Metre, Mile, Millimetre, Minute,
    Month, Mu, NauticalMile, Ounce, Percent, Peso, Point, Pound, PoundWeight, Rial, Ruble, Rupee,
    Second, Shekel, Ton, Week, Won, Year, Yen, Yuan,
};
use crate::text::units::{Reader, Units, Words};

static WORDS: Words = Words {
    names: &[
        ("成", &[Percent]),
        ("个百分点, 個百分點, 百分点, 百分點", &[Point]),
        ("个基点, 個基點, 基点, 基點", &[BasisPoint]),
        // In Taiwan, Hong Kong and Singapore it is a dollar.
        ("元, 块钱, 塊錢", &[Yuan, Dollar]),
        (
            "美元, 美金, 港元, 港币, 港幣, 澳元, 加元, 新元, 新台币, 新台幣, 新臺幣",
            &[Dollar],
        ),
        ("欧元, 歐元", &[Euro]),
        ("英镑, 英鎊", &[Pound]),
        ("日元, 日圆, 日圓", &[Yen]),
        ("韩元, 韓元, 韩圆, 韓圓", &[Won]),
        ("卢布, 盧布", &[Ruble]),
        ("卢比, 盧比", &[Rupee]),
        ("里拉", &[Lira]),
        ("法郎", &[Franc]),
        ("比索", &[Peso]),
        ("克朗", &[Krone]),
        ("第纳尔, 第納爾", &[Dinar]),
        ("迪拉姆", &[Dirham]),
        ("里亚尔, 里亞爾, 里亞爾", &[Rial]),
        ("谢克尔, 謝克爾", &[Shekel]),
        ("格里夫纳, 格里夫納", &[Hryvnia]),
        ("秒, 秒钟, 秒鐘", &[Second]),
        ("分钟, 分鐘", &[Minute]),
        ("小时, 小時, 钟头, 鐘頭", &[Hour]),
        ("天", &[Day]),
        ("周, 週, 星期, 礼拜, 禮拜", &[Week]),
        ("个月, 個月", &[Month]),
        ("年", &[Year]),
        ("毫米", &[Millimetre]),
        ("厘米, 公分", &[Centimetre]),
        ("米, 公尺", &[Metre]),
        ("公里, 千米", &[Kilometre]),
        ("英里", &[Mile]),
        ("海里, 浬", &[NauticalMile, Mile]),
        ("英尺, 英呎", &[Foot]),
        ("英寸, 英吋", &[Inch]),
        ("公顷, 公頃", &[Hectare]),
        ("英亩, 英畝", &[Acre]),
        ("亩, 畝", &[Mu]),
        ("克", &[Gram]),
        ("公斤, 千克", &[Kilogram]),
        ("吨, 噸, 公吨, 公噸", &[Ton]),
        ("磅", &[PoundWeight, Pound]),
        ("盎司", &[Ounce]),
        ("公升", &[Litre]),
        ("加仑, 加侖", &[Gallon]),
        ("桶", &[Barrel]),
        ("摄氏度, 攝氏度", &[Celsius]),
        ("华氏度, 華氏度", &[Fahrenheit]),
        ("千瓦, 千瓦时, 千瓦時", &[Kilowatt]),
        ("兆瓦, 兆瓦时, 兆瓦時", &[Megawatt]),
        ("吉瓦", &[Gigawatt]),
    ],
    squared: &[
        ("平方米, 平方公尺, 平米", &[Metre]),
        ("平方公里, 平方千米", &[Kilometre]),
        ("平方英里", &[Mile]),
    ],
    cubed: &[("立方米, 立方公尺", &[Metre])],
    per_second: &[("米/秒, 米每秒", &[Metre])],
    before: &[("百分之", &[Percent])],
    loose: &[
        ("比例, 占比, 份额, 份額, 分之", &[Percent]),
        ("人民币, 人民幣", &[Yuan]),
        ("刻, 点, 點", &[Minute, Hour]),
        ("时, 時, 昼夜, 晝夜", &[Hour, Day]),
        ("日, 夜, 晚, 号, 號, 星期天, 礼拜天", &[Day]),
        ("周末, 週末, 周期, 週期", &[Week]),
        ("月, 季度, 季", &[Month]),
        (
            "岁, 歲, 周岁, 週歲, 周年, 週年, 年级, 年級, 年度, 年龄, 年齡, 年会, 年會",
            &[Year],
        ),
        ("年代", &[Decade]),
        ("斤, 市斤", &[Kilogram]),
    ],
    perhaps: &[
        ("世纪, 世紀", &[Century]),
        ("度", &[Celsius, Degree]),
        ("升", &[Litre]),
    ],
    fractions: &[("半", "5")],
    below_zero: "零下",
    between: "多, 余, 餘, 来, 來, 个, 個",
    is_number_word,
    length,
    ..Words::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));

/// The names of units that are found in a text, as characters.
static PHRASES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let phrases = WORDS
        .phrases()
        .chain(WORDS.fractions.iter().map(|row| row.0));
    phrases.map(|phrase| phrase.chars().collect()).collect()
});

/// Reads the units of a text with these numbers.
pub(super) fn read(text: &str, numbers: &Numbers) -> Units {
    READER.read(text, numbers)
}

/// The length of the longest name with which a text begins, of Latin letters, or of one character.
fn length(text: &[char]) -> usize {
    let latin = text.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    if latin > 0 {
        return latin;
    }
    let found = PHRASES.iter().filter(|phrase| text.starts_with(phrase));
    let longest = found.map(Vec::len).max();
    longest.unwrap_or_else(|| word_length(text).min(1))
}

#[cfg(test)]
mod tests {
    use super::super::numbers;
    use super::*;

    /// The likeliest number and the text of each measure.
    fn measures(text: &str) -> Vec<(String, String)> {
        let units = read(text, &numbers::read(text)).measures.into_iter();
        units
            .map(|measure| (measure.values[0].clone(), measure.text))
            .collect()
    }

    #[test]
    fn units_are_found_in_a_text_without_spaces() {
        for (text, value, written) in [
            ("距边境约50公里。", "50", "50公里"),
            ("全长一千六百多公里。", "1600", "一千六百多公里"),
            ("面积3.5万平方公里", "35000", "3.5万平方公里"),
            ("占地三千六百亩", "3600", "三千六百亩"),
            ("重5千克", "5", "5千克"),
            ("装机300兆瓦", "300", "300兆瓦"),
            ("价值35亿美元", "3500000000", "35亿美元"),
            ("大火持续了二十多个小时", "20", "二十多个小时"),
            ("百分之七十的人口", "70", "百分之七十"),
        ] {
            let expected = [(value.to_owned(), written.to_owned())];
            assert_eq!(measures(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_and_other_words_measure_nothing() {
        for text in [
            "2024年10月5日",
            "五年级学生",
            "成立公司",
            "周三开会",
            "70周年",
        ] {
            assert!(measures(text).is_empty(), "{text}: {:?}", measures(text));
        }
    }
}
