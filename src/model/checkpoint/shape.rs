//! The shapes that tensors of a file may have. A header may claim any shape; this file owns which
//! ones are believed, so that nothing is allocated or computed for the others.

/// Most dimensions of a tensor; those of networks have at most four. Some operators of libtorch take
/// the square of their number in time.
const DIMENSIONS: usize = 8;

/// Most elements of a tensor, and the largest distance between two of its elements. No file is as
/// large, and products with the size of an element cannot overflow.
pub(super) const MOST: i64 = 1 << 48;

/// The number of elements of a tensor of this shape, where a dimension of size 0 counts as one of
/// size 1; `None` for a shape that no tensor has.
pub(super) fn elements(shape: &[i64]) -> Option<u64> {
    if shape.len() > DIMENSIONS {
        return None;
    }
    let all = shape.iter().try_fold(1i64, |all, &n| {
        let size = (n >= 0).then_some(n.max(1))?;
        all.checked_mul(size).filter(|&all| all <= MOST)
    });
    all.map(i64::cast_unsigned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_that_no_tensor_has_are_told() {
        assert_eq!(elements(&[]), Some(1));
        assert_eq!(elements(&[2, 3, 5]), Some(30));
        assert_eq!(elements(&[0, 7]), Some(7));
        assert_eq!(elements(&[1 << 24, 1 << 24]), Some(1 << 48));
        assert_eq!(elements(&[1 << 24, 1 << 25]), None);
        // The product is 0, and libtorch would still overflow on the way.
        assert_eq!(elements(&[0, i64::MAX, i64::MAX]), None);
        assert_eq!(elements(&[2, -1]), None);
        assert_eq!(elements(&[i64::MIN, 0]), None);
        assert_eq!(elements(&[1; 8]), Some(1));
        assert_eq!(elements(&[1; 9]), None);
    }
}
