//! These tables hold the Ukrainian names of the months.

use crate::text::language::Month;

/// The nominatives.
pub(super) const MONTHS: &[Month] = &[
    Month::new("січень", &[]),
    Month::new("лютий", &[]),
    Month::new("березень", &[]),
    Month::new("квітень", &[]),
    Month::new("травень", &[]),
    Month::new("червень", &[]),
    Month::new("липень", &[]),
    Month::new("серпень", &[]),
    Month::new("вересень", &[]),
    Month::new("жовтень", &[]),
    Month::new("листопад", &[]),
    Month::new("грудень", &[]),
];

/// The other cases, and abbreviations. A date keeps its case in the text for the model.
pub(super) const FORMS: &[&str] = &[
    "січня січню січнем січні січ",
    "лютого лютому лютим лютім лют",
    "березня березню березнем березні бер",
    "квітня квітню квітнем квітні квіт",
    "травня травню травнем травні трав",
    "червня червню червнем червні черв",
    "липня липню липнем липні лип",
    "серпня серпню серпнем серпні серп",
    "вересня вересню вереснем вересні вер верес",
    "жовтня жовтню жовтнем жовтні жовт",
    "листопада листопаду листопадом листопаді листопадові",
    "грудня грудню груднем грудні груд",
    // A sheet too.
    "лист",
];
