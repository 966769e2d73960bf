//! Which capitalised English words are no names.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::words::stem;
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

/// All of them in lower case, and their stems.
static FORMS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let months = MONTHS.iter().flat_map(|month| month.names());
    let words = NO_NAMES.iter().chain(WEEKDAYS).copied().chain(months);
    let forms = words.flat_map(|word| [word.to_lowercase(), stem(word)]);
    forms.collect()
});

/// Whether a capitalised word, or a stem, may be a name that is transcribed.
pub(super) fn may_be_name(word: &str) -> bool {
    !FORMS.contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_dates_are_no_names() {
        assert!(may_be_name("Kadhimi"));
        assert!(
            !["President", "Sept", "Friday", "UTC", "januari", "olympic"]
                .into_iter()
                .any(may_be_name)
        );
    }
}
