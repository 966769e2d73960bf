//! Where a tensor lies in the data of an archive, as its pickle says.

use tch::Kind;

use crate::model::checkpoint::shape;

/// The place of a tensor's elements.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spec {
    /// The name of its data in the archive.
    pub(super) key: String,
    pub(super) kind: Kind,
    /// Index of its first element in the data.
    pub(super) offset: i64,
    pub(super) shape: Vec<i64>,
    pub(super) strides: Vec<i64>,
}

impl Spec {
    /// The index after the last element, if the numbers make sense.
    pub(super) fn end(&self) -> Option<u64> {
        let mut last = self.offset;
        if self.shape.len() != self.strides.len() || self.offset < 0 {
            return None;
        }
        for (&n, &stride) in self.shape.iter().zip(&self.strides) {
            if n < 0 || !(0..=shape::MOST).contains(&stride) {
                return None;
            }
            last = last.checked_add((n - 1).max(0).checked_mul(stride)?)?;
        }
        Some(last.checked_add(1)?.cast_unsigned())
    }

    /// The number of its elements, as [`shape::elements`] counts them.
    pub(super) fn elements(&self) -> Option<u64> {
        shape::elements(&self.shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(shape: &[i64], strides: &[i64]) -> Spec {
        Spec {
            key: "0".into(),
            kind: Kind::Float,
            offset: 0,
            shape: shape.into(),
            strides: strides.into(),
        }
    }

    #[test]
    fn the_end_of_a_tensor_is_after_its_last_element() {
        assert_eq!(spec(&[2, 3], &[3, 1]).end(), Some(6));
        assert_eq!(spec(&[], &[]).end(), Some(1));
        assert_eq!(spec(&[1 << 20, 1 << 20], &[0, 0]).end(), Some(1));
        let last = Spec {
            offset: i64::MAX,
            ..spec(&[], &[])
        };
        assert_eq!(last.end(), None);
    }

    #[test]
    fn numbers_that_make_no_sense_have_no_end() {
        assert_eq!(spec(&[i64::MAX, 2], &[i64::MAX, 1]).end(), None);
        assert_eq!(spec(&[1 << 40, 2], &[1 << 40, 1]).end(), None);
        assert_eq!(spec(&[1], &[i64::MAX]).end(), None);
        assert_eq!(spec(&[2, -1], &[1, 1]).end(), None);
        assert_eq!(spec(&[2, 2], &[1, -1]).end(), None);
        assert_eq!(spec(&[2, 2], &[1]).end(), None);
    }
}
