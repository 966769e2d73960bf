//! Percentages that a translation gives in other words: one in five, a third, doubled. Their numbers stand for
//! the percentage of the source.

use crate::text::numbers::{Key, Numbers};
use crate::text::units::{Measure, Units};

/// The most percentages of a text that are looked at: no sentence has more, and each is compared with each.
const MOST: usize = 100;

/// Lets shares and multiples of a translation mean the percentages of the source that they are. Where the
/// translation has the percentage too, the share only stands beside it.
pub(in crate::quality) fn permit((source, translation): &(Units, Units), numbers: &mut Numbers) {
    let shares = std::mem::take(&mut numbers.shares);
    for own in percentages(source) {
        let count = |units| {
            let same = percentages(units).filter(|other| own.has_number_of(other));
            same.count()
        };
        let stands_alone = count(translation) < count(source);
        for share in shares.iter().take(MOST) {
            let Some(value) = own.values.iter().find(|value| share.is(value)) else {
                continue;
            };
            let key = Key::Value(value.clone());
            for &place in &share.places {
                numbers.also(place, &key);
            }
            if stands_alone && let [first, ..] = share.places.as_slice() {
                numbers.keys.insert(key, *first);
            }
        }
    }
    numbers.shares = shares;
}

fn percentages(units: &Units) -> impl Iterator<Item = &Measure> {
    let percentages = units.possible();
    percentages
        .filter(|measure| measure.is_percentage())
        .take(MOST)
}
