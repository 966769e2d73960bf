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

/// What a licence asks, by its SPDX name.
fn of_name(licence: &str) -> Restriction {
    const SAME: [&str; 4] = ["MPL", "GPL", "EUPL", "-SA"];
    let licence = licence.to_ascii_uppercase();
    if forbids_commerce(&licence) {
        Restriction::SomeUses
    } else if SAME.iter().any(|part| licence.contains(part)) {
        Restriction::SameLicence
    } else {
        Restriction::Credit
    }
}

/// Whether a licence forbids commercial use, by its SPDX name.
pub(super) fn forbids_commerce(licence: &str) -> bool {
    licence.to_ascii_uppercase().contains("-NC")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(of_name("MPL-2.0"), Restriction::SameLicence);
        assert!(Restriction::SameLicence < Restriction::Unknown);
        assert!(Restriction::Unknown < Restriction::SomeUses);
    }
}
