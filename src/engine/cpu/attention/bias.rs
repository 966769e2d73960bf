//! Numbers that are added to the scores of an attention, by the distance of a key from its query.

use crate::engine::weights::relative::PositionBias;

/// The biases of keys around a query, laid out so that those of successive keys lie side by side.
#[derive(Default)]
pub(crate) struct Window {
    /// `[heads, distances]`, by rising position of the key.
    values: Vec<f32>,
    distances: usize,
    /// Number of positions before a query.
    before: usize,
}

impl Window {
    /// Lays out the biases from `before` positions before a query to `after` positions after it.
    pub(crate) fn new(bias: &PositionBias, before: usize, after: usize) -> Self {
        Self {
            values: bias.around(before, after),
            distances: before + 1 + after,
            before,
        }
    }

    /// Number of successive positions, up to that of the query, that the window has biases for.
    pub(crate) fn reach(&self) -> usize {
        match self.distances {
            0 => 0,
            _ => self.before + 1,
        }
    }

    /// The biases of queries that all stand at position `at`, over keys from position 0 on.
    pub(crate) fn of_queries_at(&self, at: usize) -> Bias<'_> {
        Bias {
            values: &self.values,
            distances: self.distances,
            first: self.before - at,
            step: 0,
            query: 0,
        }
    }

    /// The biases of queries at successive positions from 0 on, over keys from position 0 on.
    pub(crate) fn of_successive_queries(&self) -> Bias<'_> {
        Bias {
            values: &self.values,
            distances: self.distances,
            first: self.before,
            step: 1,
            query: 0,
        }
    }
}

/// The biases of some queries over successive keys, a part of a [`Window`].
#[derive(Clone, Copy)]
pub(crate) struct Bias<'a> {
    /// `[heads, distances]`.
    values: &'a [f32],
    distances: usize,
    /// The index in a head's row of the first query's first key.
    first: usize,
    /// Number of positions from one query to the next.
    step: usize,
    /// The number of the query that counts as the first.
    query: usize,
}

impl<'a> Bias<'a> {
    /// The biases of one head for query `query`, one for each key.
    #[inline(always)]
    pub(crate) fn of(self, head: usize, query: usize) -> &'a [f32] {
        let head = &self.values[head * self.distances..(head + 1) * self.distances];
        &head[self.first - (self.query + query) * self.step..]
    }

    /// The same without the first `queries` queries.
    #[inline(always)]
    pub(crate) fn after(self, queries: usize) -> Self {
        Self {
            query: self.query + queries,
            ..self
        }
    }
}
