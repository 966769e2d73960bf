use crate::document::Role;
use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts, sentences,
};
use crate::text::{Language, SegmentKind, is_agencies, segment};

#[test]
fn stops_end_sentences_without_a_space_and_those_of_names_and_numbers_do_not() {
    assert_sentences(
        "zh",
        &[
            &[
                "公司营收为12.4亿元，增长3.2%。",
                "2023年利润为1亿元。",
                "股价上涨！",
                "iPhone卖得好吗？",
            ],
            &["房价还会涨吗?", "问题已经解决.", "观众不买账."],
            &[
                "约翰·P.米勒和T. S. 艾略特、Dr.王见了Apple Inc. 的代表。",
                "第3.4条见form2.docx。",
            ],
            &[
                "会议决定：1.扩建道路；2. 修建天桥；3.植树。",
                "工程秋季开工。",
            ],
            &[
                "（作者是学者。）",
                "最近呼声越来越高。",
                "世卫组织（WHO）呼吁监测。",
            ],
        ],
    );
}

#[test]
fn reporting_clauses_continue_the_sentence() {
    assert_sentences(
        "zh",
        &[
            &["“我们绝不答应！”另一人喊道。", "官员没有回应。"],
            &["「這是我們的責任。」市長在記者會上說。", "他承諾改善。"],
            &["“我们没有地方可回了。”", "71岁的王桂兰这样形容自己的处境。"],
            &[
                "他说：“好。”",
                "大家都笑了。",
                "“我不知道该说什么……”教练说。",
            ],
            &["“我等了三十年。", "现在什么都没有了。”", "房子倒塌了。"],
            &[
                "他沉默了片刻……然后继续发言。",
                "《你好吗？》这部电影上映了。",
            ],
        ],
    );
    assert_eq!(
        sentences("zh", "“谁批准的？”他大声问道。"),
        ["“谁批准的？”他大声问道。"]
    );
}

#[test]
fn datelines_end_with_a_word() {
    assert_datelines(
        "zh",
        "外交部发言人周一主持例行记者会。",
        &[
            ("新华社北京5月3日电（记者张三、李四）", ""),
            ("中新网5月3日电", " "),
            ("（新华社北京5月3日电）", ""),
            ("本报讯（记者 王五）", ""),
            ("【环球网报道 记者赵六】", ""),
            ("中央社台北3日電", "　"),
            ("据新华社报道", "："),
        ][..6],
    );
    assert_eq!(sentences("zh", "据新华社报道，会议结束。").len(), 1);
    assert!(is_agencies("新华社、路透社", Language::of("zh")));
}

#[test]
fn full_width_forms_become_ascii() {
    assert_normalized(
        "zh",
        &[
            (
                "２０２３年，增长１２．５％（ＷＨＯ）",
                "2023年,增长12.5%(WHO)",
            ),
            ("5月\u{200B}3日", "5月3日"),
        ],
    );
}

#[test]
fn long_sentences_are_divided_without_spaces() {
    assert_eq!(
        parts(
            "zh",
            "市政府公布了新的规划，但是居民担心，施工会加重拥堵",
            16
        ),
        ["市政府公布了新的规划，", "但是居民担心，施工会加重拥堵"]
    );
    assert_eq!(
        parts("zh", "代表团访问了柏林、巴黎、罗马、马德里", 10),
        ["代表团访问了柏林、", "巴黎、罗马、马德里"]
    );
    assert_eq!(
        parts("zh", "他们增加了投资因此企业利润大幅下降", 12),
        ["他们增加了投资", "因此企业利润大幅下降"]
    );
    assert_eq!(
        parts("zh", "价格为2，000元的商品，2023年停售", 13),
        ["价格为2，000元的商品，", "2023年停售"]
    );
}

#[test]
fn two_characters_count_as_a_word() {
    let kind = |text: &str| {
        let found = segment(text, 0..text.len(), Role::Body, Language::of("zh"));
        found[0].kind
    };
    assert_eq!(kind("市政府公布了新的规划"), SegmentKind::Sentence);
    assert_eq!(kind("新规划"), SegmentKind::Fragment);
}
