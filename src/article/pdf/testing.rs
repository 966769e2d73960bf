//! Letters for the tests of this folder.

use super::glyphs::{Atom, Sight};

/// Letters that are half as wide as high; the text begins at `left`, with as much between its words as
/// there are spaces.
pub(super) fn drawn(left: f64, y: f64, size: f64, text: &str) -> Vec<Atom> {
    let places = (0_u32..).map(|at| left + size / 2.0 * f64::from(at));
    let letters = places.zip(text.chars()).map(|(origin, c)| Atom {
        text: c.to_string(),
        sight: Sight::Shown,
        origin,
        left: origin,
        right: origin + if c == ' ' { 0.0 } else { size / 2.0 },
        y,
        size,
    });
    letters.collect()
}
