//! Which capitalised English words are no names.

use super::{MONTHS, WEEKDAYS};

/// Capitalised words that are translated rather than transcribed, besides months and weekdays.
const NO_NAMES: &[&str] = &[
    "ad",
    "am",
    "bc",
    "ce",
    "cup",
    "dr",
    "earth",
    "east",
    "eastern",
    "gmt",
    "god",
    "ii",
    "iii",
    "internet",
    "king",
    "lady",
    "lord",
    "minister",
    "moon",
    "mr",
    "mrs",
    "new",
    "north",
    "northern",
    "olympic",
    "olympics",
    "pm",
    "president",
    "prime",
    "queen",
    "saint",
    "sir",
    "south",
    "southern",
    "st",
    "sun",
    "university",
    "utc",
    "war",
    "west",
    "western",
    "world",
];

/// Whether a capitalised word may be a name that is transcribed.
pub(super) fn may_be_name(word: &str) -> bool {
    let months = MONTHS.iter().flat_map(|month| month.names());
    let mut others = NO_NAMES.iter().chain(WEEKDAYS).copied().chain(months);
    !others.any(|other| word.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_dates_are_no_names() {
        assert!(may_be_name("Kadhimi"));
        assert!(
            !["President", "Sept", "Friday", "UTC"]
                .into_iter()
                .any(may_be_name)
        );
    }
}
