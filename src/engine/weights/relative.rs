//! Relative position biases (Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a
//! Unified Text-to-Text Transformer"): a number for each head and each distance between a query and
//! a key, which is added to their score.

use tch::Tensor;

use crate::engine::contract::error::EngineError;

/// Which distances share a bias: small ones have one each, larger ones share one in steps that grow
/// with the distance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buckets {
    /// Number of biases.
    pub(crate) count: usize,
    /// From this distance on, all have the last bias.
    pub(crate) distance: usize,
    /// Whether keys after the query have a half of the biases for themselves. Otherwise there are
    /// no such keys.
    pub(crate) both_ways: bool,
}

impl Buckets {
    /// The bucket of a key that stands `offset` positions after its query.
    fn of(self, offset: i64) -> usize {
        let distance = offset.unsigned_abs() as usize;
        let (count, first) = match (self.both_ways, offset > 0) {
            (true, later) => (self.count / 2, if later { self.count / 2 } else { 0 }),
            (false, true) => return 0,
            (false, false) => (self.count, 0),
        };
        let exact = count / 2;
        if distance < exact {
            return first + distance;
        }
        // In single precision, as in transformers, because rounding decides at some distances.
        let part = (distance as f32 / exact as f32).ln();
        let whole = (self.distance as f64 / exact as f64).ln() as f32;
        let beyond = (part / whole * (count - exact) as f32) as usize;
        first + (exact + beyond).min(count - 1)
    }
}

/// The biases of a side's self-attention.
pub(crate) struct PositionBias {
    /// `[heads, 2 * reach + 1]`, by the position of the key less that of the query, from `-reach`
    /// to `reach`.
    values: Vec<f32>,
    heads: usize,
    /// Positions that are farther apart have the bias of this distance.
    reach: usize,
}

impl PositionBias {
    /// Reads the biases from a checkpoint's `table`, `[buckets, heads]` in f32.
    ///
    /// # Errors
    /// [`EngineError`] if the tensor cannot be read.
    pub(crate) fn new(table: &Tensor, buckets: Buckets) -> Result<Self, EngineError> {
        let heads = table.size2()?.1 as usize;
        let table = Vec::<f32>::try_from(table.f_contiguous()?.f_view([-1])?)?;
        let reach = buckets.distance;
        let offsets = || -(reach as i64)..=reach as i64;
        let values = (0..heads)
            .flat_map(|head| offsets().map(move |offset| buckets.of(offset) * heads + head))
            .map(|place| table[place])
            .collect();
        Ok(Self {
            values,
            heads,
            reach,
        })
    }

    /// The biases of keys from `before` positions before a query to `after` positions after it,
    /// `[heads, before + 1 + after]`.
    pub(crate) fn around(&self, before: usize, after: usize) -> Vec<f32> {
        let mut around = Vec::with_capacity(self.heads * (before + 1 + after));
        for head in self.values.chunks_exact(2 * self.reach + 1) {
            let earlier = (1..=before)
                .rev()
                .map(|back| self.reach - back.min(self.reach));
            let later = (0..=after).map(|ahead| self.reach + ahead.min(self.reach));
            around.extend(earlier.chain(later).map(|at| head[at]));
        }
        around
    }

    /// The biases of all distances that differ, `[heads, 2 * reach + 1]`, and `reach`.
    pub(crate) fn all(&self) -> (Tensor, i64) {
        let values = Tensor::from_slice(&self.values).view([self.heads as i64, -1]);
        (values, self.reach as i64)
    }
}

#[cfg(test)]
impl PositionBias {
    /// Biases of both ways in 8 buckets for distances up to `distance`, from a table,
    /// `[buckets, heads]`, whose numbers `number` tells.
    pub(crate) fn for_tests(heads: usize, distance: usize, number: impl Fn(usize) -> f32) -> Self {
        const COUNT: usize = 8;
        let numbers: Vec<f32> = (0..COUNT * heads).map(number).collect();
        let table = Tensor::from_slice(&numbers).view([COUNT as i64, heads as i64]);
        let buckets = Buckets {
            count: COUNT,
            distance,
            both_ways: true,
        };
        Self::new(&table, buckets).unwrap_or_else(|e| panic!("{e}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Values of `T5Attention._relative_position_bucket` in transformers, with its usual 32 buckets
    /// for distances up to 128.
    #[test]
    fn buckets_are_those_of_transformers() {
        let buckets = |both_ways: bool, offsets: &[i64]| -> Vec<usize> {
            let buckets = Buckets {
                count: 32,
                distance: 128,
                both_ways,
            };
            offsets.iter().map(|&offset| buckets.of(offset)).collect()
        };
        let back = [
            0, -1, -7, -8, -11, -12, -15, -16, -31, -32, -63, -64, -127, -128, -999,
        ];
        let expected: [usize; 15] = [0, 1, 7, 8, 8, 9, 9, 10, 11, 12, 13, 14, 15, 15, 15];
        assert_eq!(buckets(true, &back), expected);
        let ahead: Vec<i64> = back[1..].iter().map(|offset| -offset).collect();
        let later: Vec<usize> = expected[1..].iter().map(|bucket| bucket + 16).collect();
        assert_eq!(buckets(true, &ahead), later);

        let back = [3, 0, -1, -15, -16, -18, -19, -21, -31, -64, -128, -999];
        let expected: [usize; 12] = [0, 0, 1, 15, 16, 16, 17, 18, 21, 26, 31, 31];
        assert_eq!(buckets(false, &back), expected);
    }

    #[test]
    fn biases_around_a_query_begin_with_the_farthest_key_before_it() {
        // Buckets 0 and 1 lie at the query and before it, 2 and 3 after it (2 is never used);
        // the second head has ten times the numbers of the first.
        let table =
            Tensor::from_slice(&[0.0f32, 0.0, 1.0, 10.0, 2.0, 20.0, 3.0, 30.0]).view([4, 2]);
        let buckets = Buckets {
            count: 4,
            distance: 3,
            both_ways: true,
        };
        let bias = PositionBias::new(&table, buckets).unwrap();
        let expected: [f32; 8] = [1.0, 1.0, 0.0, 3.0, 10.0, 10.0, 0.0, 30.0];
        assert_eq!(bias.around(2, 1), expected);
        assert_eq!(bias.around(0, 0), [0.0, 0.0]);
        let (all, reach) = bias.all();
        assert_eq!((all.size(), reach), (vec![2, 7], 3));
        // Beyond the reach there is nothing new.
        let far = bias.around(5, 0);
        assert_eq!(far[..6], [1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    }
}
