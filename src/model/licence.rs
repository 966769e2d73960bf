//! What the licences of models forbid, as far as their names tell.

use super::Located;

/// What a licence asks of those who use a model, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restriction {
    /// To name the authors.
    Credit,
    /// To give changes to the model on under the same licence.
    SameLicence,
    /// Nobody knows.
    Unknown,
    /// To leave some uses, such as commercial ones.
    SomeUses,
}

/// What the licence of a model on this machine asks.
pub fn restriction(located: &Located) -> Restriction {
    let entry = located.entry.as_ref();
    if entry.is_some_and(|entry| entry.needs_licence) {
        return Restriction::SomeUses;
    }
    located.licence().map_or(Restriction::Unknown, of_name)
}

/// What a licence asks, by its SPDX name or that of a hub. A name that is not known may stand for anything.
fn of_name(licence: &str) -> Restriction {
    const SOME_USES: [&str; 2] = ["-ND", "RAIL"];
    const SAME: [&str; 4] = ["MPL", "GPL", "EUPL", "-SA"];
    let licence = licence.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| licence.contains(part));
    if forbids_commerce(&licence) || has(&SOME_USES) {
        Restriction::SomeUses
    } else if has(&SAME) {
        Restriction::SameLicence
    } else if asks_credit_only(&licence) {
        Restriction::Credit
    } else {
        Restriction::Unknown
    }
}

/// Whether a licence asks no more than to name the authors, by its name in capital letters.
fn asks_credit_only(licence: &str) -> bool {
    const NAMES: [&str; 8] = [
        "MIT",
        "MIT-0",
        "ISC",
        "UNLICENSE",
        "BSD",
        "0BSD",
        "BSD-2-CLAUSE",
        "BSD-3-CLAUSE",
    ];
    const BEFORE_VERSIONS: [&str; 3] = ["APACHE-", "CC0-", "CC-BY-"];
    let mut versions = BEFORE_VERSIONS
        .iter()
        .filter_map(|name| licence.strip_prefix(*name));
    let is_digit = |c: char| c == '.' || c.is_ascii_digit();
    NAMES.contains(&licence) || versions.any(|version| version.chars().all(is_digit))
}

/// Whether a licence forbids commercial use, by its SPDX name.
pub(super) fn forbids_commerce(licence: &str) -> bool {
    licence.to_ascii_uppercase().contains("-NC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_asks_what_its_name_says_and_one_with_another_name_anything() {
        let known: [(Restriction, &[&str]); 4] = [
            (
                Restriction::Credit,
                &["Apache-2.0", "MIT", "bsd-3-clause", "CC0-1.0", "CC-BY-4.0"],
            ),
            (
                Restriction::SameLicence,
                &["MPL-2.0", "agpl-3.0", "CC-BY-SA-4.0"],
            ),
            (
                Restriction::SomeUses,
                &["openrail", "CC-BY-ND-4.0", "cc-by-nc-4.0"],
            ),
            (
                Restriction::Unknown,
                &["other", "llama3", "MIT with exceptions", "apache-2.0-but"],
            ),
        ];
        for (asked, names) in known {
            for name in names {
                assert_eq!(of_name(name), asked, "{name}");
            }
        }
    }

    #[test]
    fn licences_are_in_the_order_of_what_they_ask() {
        let names = ["Apache-2.0", "CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"];
        let found = names.map(of_name);
        let expected = [
            Restriction::Credit,
            Restriction::SameLicence,
            Restriction::SomeUses,
        ];
        assert_eq!(found, expected);
        assert!(Restriction::SameLicence < Restriction::Unknown);
        assert!(Restriction::Unknown < Restriction::SomeUses);
    }
}
