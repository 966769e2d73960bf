use super::types::{LanguageTables, NumberSign};

/// For languages without tables of their own: nothing that could be wrong in any of them.
pub(crate) static TABLES: LanguageTables = LanguageTables {
    code: "",
    script: None,
    marks: &[],
    keeps_joiners: true,
    zeros: &['\u{660}', '\u{6F0}'],
    number_signs: &[
        NumberSign {
            from: '\u{66C}',
            to: ',',
            between: true,
        },
        NumberSign {
            from: '\u{66B}',
            to: '.',
            between: true,
        },
        NumberSign {
            from: '\u{66A}',
            to: '%',
            between: false,
        },
    ],
    months: &[],
    year_words: &[],
    clitics: &[],
    folds: &[],
    search_dropped: &[],
    abbreviations: &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sen", "Rep", "Gen", "No", "vs", "Inc",
    ],
    and: None,
    semicolons: &[';', '؛', '；'],
    commas: &[',', '،', '，', '、'],
    conjunctions: &[],
    not_conjunctions: &[],
    places: &[],
    agencies: &["Reuters", "AFP", "AP", "dpa", "Xinhua", "EFE"],
    dateline_words: &[],
};
