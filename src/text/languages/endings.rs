//! The readings of an inflected word, by a table of the endings of its language. This file owns how a
//! table is applied; the tables are in the folders of the languages.

use crate::text::fold_for_search;
use crate::text::terms::TermForm;

/// Which terms a reading may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Any; names too, where they have the ending.
    Case,
    /// No name: plurals, possessives.
    Noun,
    /// Only a word before another one of the same term, with which it agrees.
    Attribute,
}

/// Endings, and what stands in their place in terms.
#[derive(Debug)]
pub(super) struct Ending {
    /// What words of a text end with.
    pub(super) ends: &'static [&'static str],
    /// What the words of terms may end with instead.
    pub(super) own: &'static [&'static str],
    /// Which terms it may be of.
    pub(super) of: Reach,
}

/// Endings that names have too.
pub(super) const fn case(ends: &'static [&'static str], own: &'static [&'static str]) -> Ending {
    let of = Reach::Case;
    Ending { ends, own, of }
}

/// Endings that only other nouns have.
pub(super) const fn noun(ends: &'static [&'static str], own: &'static [&'static str]) -> Ending {
    let of = Reach::Noun;
    Ending { ends, own, of }
}

/// Endings with which a word agrees with one behind it.
pub(super) const fn attribute(
    ends: &'static [&'static str],
    own: &'static [&'static str],
) -> Ending {
    let of = Reach::Attribute;
    Ending { ends, own, of }
}

/// The readings of a word: as it stands, by its folded form, and by its letters with each of the
/// endings that it has replaced, if `least` letters are before it. Names have the endings of cases only
/// if `names`.
pub(super) fn readings(
    key: &str,
    word: &str,
    endings: &[Ending],
    least: usize,
    names: bool,
) -> Vec<TermForm> {
    let mut forms = vec![TermForm::plain(key)];
    for ending in endings {
        let stems = ending.ends.iter().filter_map(|end| {
            let stem = word.strip_suffix(*end)?;
            (stem.chars().count() >= least).then_some(stem)
        });
        for stem in stems {
            for own in ending.own {
                let form = TermForm {
                    inflected: ending.of != Reach::Case || !names,
                    attributive: ending.of == Reach::Attribute,
                    ..TermForm::plain(fold_for_search(&format!("{stem}{own}")))
                };
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
    }
    forms
}
