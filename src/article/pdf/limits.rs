//! What a document may ask of the library that reads it, which keeps the width of each letter that a
//! font states: a range of a few bytes can stand for billions.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Object};

/// Maximum number of letters whose widths the fonts state; one font has at most 65,536.
const MAX_WIDTHS: f64 = 4_000_000.0;

/// Maximum depth at which dictionaries lie in each other where fonts are looked for.
const MAX_DEPTH: usize = 8;

/// Whether the fonts of a document state widths for a number of letters that fonts can have.
pub(super) fn has_sane_fonts(pdf: &Pdf) -> bool {
    let mut widths = 0.0;
    for object in pdf.objects() {
        add(&object, MAX_DEPTH, &mut widths);
        if widths > MAX_WIDTHS {
            return false;
        }
    }
    true
}

fn add(object: &Object<'_>, depth: usize, widths: &mut f64) {
    if depth == 0 {
        return;
    }
    match object {
        Object::Dict(dict) => {
            for name in ["W", "W2"] {
                *widths += dict
                    .get::<Array<'_>>(name)
                    .map_or(0.0, |ranges| letters(&ranges));
            }
            within(dict, depth, widths);
        }
        Object::Stream(stream) => within(stream.dict(), depth, widths),
        Object::Array(array) => {
            for inner in array.raw_iter() {
                if let MaybeRef::NotRef(inner) = inner {
                    add(&inner, depth - 1, widths);
                }
            }
        }
        _ => {}
    }
}

fn within(dict: &Dict<'_>, depth: usize, widths: &mut f64) {
    for (_, value) in dict.entries() {
        if let MaybeRef::NotRef(inner) = value {
            add(&inner, depth - 1, widths);
        }
    }
}

/// The number of letters in ranges as a font states them: `first last width`, or `first [width …]`.
fn letters(ranges: &Array<'_>) -> f64 {
    let mut letters = 0.0;
    let mut first: Option<f64> = None;
    for item in ranges.iter::<Object<'_>>() {
        match (item, first) {
            (Object::Number(number), None) => first = Some(number.as_f64()),
            (Object::Number(last), Some(begin)) => {
                letters += (last.as_f64() - begin).max(0.0);
                first = None;
            }
            (_, _) => first = None,
        }
    }
    letters
}
