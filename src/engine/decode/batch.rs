//! Batching: the order of waiting requests, and the rule that cuts it into batches. It depends on
//! nothing but the requests.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::engine::contract::params::Request;

/// The limits of one batch on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Padded source tokens: rows times the longest source.
    pub tokens: usize,
    /// Rows: requests times the rows that each mostly has.
    pub rows: usize,
}

/// Number of rows below which a batch hardly gets faster with fewer.
const FEW_ROWS: usize = 64;

/// The sort key: window, beams, source length, request key.
type Place = (usize, Reverse<usize>, Reverse<usize>, u64);

/// Waiting requests, sorted by beams (most first), source length (longest first) and key. So
/// batches hold sources of similar length, and the long ones, which take the most steps, start
/// first. The order applies within windows of a fixed number of source tokens, and only the oldest
/// window is taken from, so that neither a short source nor a retry waits for the end of a long
/// run.
#[derive(Debug)]
pub struct Waiting {
    ordered: BTreeMap<Place, Request>,
    tokens: usize,
    window: usize,
    /// Source tokens of all requests that were ever added.
    seen: usize,
}

impl Waiting {
    /// Creates an empty queue with windows of `window` source tokens.
    pub fn new(window: usize) -> Self {
        Self {
            ordered: BTreeMap::new(),
            tokens: 0,
            window: window.max(1),
            seen: 0,
        }
    }

    /// Adds a request, whose key must differ from those of the others that wait.
    pub fn push(&mut self, request: Request) {
        let length = request.source.len();
        let order = (
            self.seen / self.window,
            Reverse(request.params.beams),
            Reverse(length),
            request.key,
        );
        self.tokens += length;
        self.seen += length;
        if let Some(replaced) = self.ordered.insert(order, request) {
            self.tokens -= replaced.source.len();
            debug_assert!(false, "two requests with key {} wait at once", replaced.key);
        }
    }

    /// Whether no request waits.
    pub fn is_empty(&self) -> bool {
        self.ordered.is_empty()
    }

    /// Number of waiting requests.
    pub fn len(&self) -> usize {
        self.ordered.len()
    }

    /// Source tokens of the waiting requests.
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// Removes and returns the next batch: requests of one beam width from the front of the order,
    /// as many as fit. It takes at most half of `share`, so that a replica that finishes early can
    /// pick up the remainder; small shares are taken whole. A request that alone exceeds the budget
    /// is a batch by itself.
    pub fn take(&mut self, budget: Budget, share: usize) -> Vec<Request> {
        let first = self.ordered.values().next();
        let few = FEW_ROWS.div_ceil(first.map_or(1, |request| request.params.usual_rows()));
        self.take_beside(budget, share.div_ceil(2).max(few).min(share), None)
    }

    /// Removes and returns up to `most` requests that join a running batch, whose beam width and
    /// number of rows are `running`. A group of less than a quarter of the running rows joins only
    /// if no other request of this width waits in the window, because encoding is efficient only in
    /// groups.
    pub fn join(&mut self, budget: Budget, most: usize, running: (usize, usize)) -> Vec<Request> {
        self.take_beside(budget, most, Some(running))
    }

    fn take_beside(
        &mut self,
        budget: Budget,
        most: usize,
        running: Option<(usize, usize)>,
    ) -> Vec<Request> {
        let Some((&(window, first, _, _), _)) = self.ordered.first_key_value() else {
            return Vec::new();
        };
        let (width, taken) = running.map_or((first.0, 0), |(width, rows)| (width, rows / width));
        let from: Place = (window, Reverse(width), Reverse(usize::MAX), 0);
        let mut keys = Vec::new();
        let mut longest = 0;
        for (key, request) in self.ordered.range(from..) {
            if (key.0, key.1.0) != (window, width) {
                break;
            }
            longest = longest.max(request.source.len());
            let rows = (taken + keys.len() + 1) * request.params.usual_rows();
            let fits = rows <= budget.rows && rows * longest <= budget.tokens;
            let alone = taken == 0 && keys.is_empty();
            if keys.len() >= most || !(fits || alone) {
                if keys.len() * 4 < taken {
                    return Vec::new();
                }
                break;
            }
            keys.push(*key);
        }
        keys.iter()
            .filter_map(|key| self.ordered.remove(key))
            .inspect(|request| self.tokens -= request.source.len())
            .collect()
    }

    /// Removes and returns all requests.
    pub fn drain(&mut self) -> Vec<Request> {
        self.tokens = 0;
        std::mem::take(&mut self.ordered).into_values().collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::contract::params::DecodeParams;

    fn waiting(lengths: &[usize], beams: usize) -> Waiting {
        let params = Arc::new(DecodeParams {
            beams,
            ..DecodeParams::default()
        });
        let mut waiting = Waiting::new(1000);
        for (key, &length) in lengths.iter().enumerate() {
            waiting.push(Request {
                key: key as u64,
                source: vec![5; length].into(),
                params: params.clone(),
            });
        }
        waiting
    }

    fn batches(mut waiting: Waiting, tokens: usize, rows: usize) -> Vec<Vec<u64>> {
        std::iter::from_fn(|| {
            let batch = waiting.take(Budget { tokens, rows }, usize::MAX);
            (!batch.is_empty()).then(|| batch.iter().map(|r| r.key).collect())
        })
        .collect()
    }

    #[test]
    fn the_longest_come_first_and_similar_lengths_together() {
        assert_eq!(
            batches(waiting(&[3, 10, 4, 9, 3, 8], 1), 30, 100),
            [vec![1, 3, 5], vec![2, 0, 4]]
        );
    }

    #[test]
    fn padded_tokens_and_rows_both_bound_a_batch() {
        assert_eq!(
            batches(waiting(&[5, 5, 5, 5], 1), 10, 100),
            [vec![0, 1], vec![2, 3]]
        );
        assert_eq!(
            batches(waiting(&[5, 5, 5, 5], 1), 100, 3),
            [vec![0, 1, 2], vec![3]]
        );
        assert_eq!(
            batches(waiting(&[5, 5, 5, 5], 2), 20, 100),
            [vec![0, 1], vec![2, 3]]
        );
    }

    #[test]
    fn a_request_larger_than_the_budget_runs_alone() {
        assert_eq!(
            batches(waiting(&[2, 50, 2], 1), 10, 100),
            [vec![1], vec![0, 2]]
        );
    }

    #[test]
    fn no_more_are_taken_than_asked_for() {
        let budget = Budget {
            tokens: 100,
            rows: 100,
        };
        let mut waiting = waiting(&[3, 4, 5, 6, 7], 1);
        assert_eq!(waiting.take(budget, 3).len(), 3);
        assert!(waiting.join(budget, 0, (1, 1)).is_empty());
        assert_eq!(waiting.join(budget, 1, (1, 1)).len(), 1);
        assert_eq!(waiting.len(), 1);
    }

    #[test]
    fn a_share_is_taken_by_halves_down_to_few_rows() {
        let budget = Budget {
            tokens: 4000,
            rows: 400,
        };
        let sizes = |beams, share| waiting(&[5; 300], beams).take(budget, share).len();
        assert_eq!(
            [300, 150, 128, 100, 20].map(|s| sizes(1, s)),
            [150, 75, 64, 64, 20]
        );
        assert_eq!([80, 40, 30, 9].map(|s| sizes(4, s)), [40, 20, 16, 9]);
    }

    #[test]
    fn a_running_batch_waits_for_room_for_a_quarter_of_it() {
        let budget = Budget {
            tokens: 1000,
            rows: 10,
        };
        let mut waiting = waiting(&[5; 9], 1);
        assert!(waiting.join(budget, 9, (1, 9)).is_empty(), "room for one");
        assert!(waiting.join(budget, 1, (1, 5)).is_empty(), "one allowed");
        assert_eq!(waiting.join(budget, 9, (1, 8)).len(), 2);
        assert_eq!(waiting.join(budget, 6, (1, 1)).len(), 6);
        assert_eq!(waiting.join(budget, 9, (1, 9)).len(), 1, "the last one");
    }

    #[test]
    fn an_older_window_goes_before_longer_sources() {
        let params = Arc::new(DecodeParams::default());
        let mut waiting = Waiting::new(10);
        for (key, length) in [5, 6, 50].into_iter().enumerate() {
            waiting.push(Request {
                key: key as u64,
                source: vec![5; length].into(),
                params: params.clone(),
            });
        }
        assert_eq!(batches(waiting, 20, 100), [vec![1, 0], vec![2]]);
    }

    #[test]
    fn other_beam_widths_of_a_window_are_not_put_off_by_newer_windows() {
        let of = |beams| {
            Arc::new(DecodeParams {
                beams,
                ..DecodeParams::default()
            })
        };
        let mut waiting = Waiting::new(10);
        for (key, beams) in [1, 4, 1, 1].into_iter().enumerate() {
            waiting.push(Request {
                key: key as u64,
                source: vec![5; 5].into(),
                params: of(beams),
            });
        }
        let budget = Budget {
            tokens: 100,
            rows: 8,
        };
        assert_eq!(
            waiting.join(budget, 9, (1, 1)).len(),
            1,
            "the one of the oldest window"
        );
        assert!(
            waiting.join(budget, 9, (1, 1)).is_empty(),
            "the wide one goes before the next window"
        );
        assert_eq!(waiting.take(budget, 9)[0].key, 1);
        assert_eq!(waiting.take(budget, 9).len(), 2);
    }

    #[test]
    fn searches_around_the_greedy_output_count_half_of_their_rows() {
        let params = Arc::new(DecodeParams {
            beams: 3,
            around_greedy: true,
            ..DecodeParams::default()
        });
        let mut waiting = Waiting::new(1000);
        for key in 0..100 {
            waiting.push(Request {
                key,
                source: vec![5; 5].into(),
                params: params.clone(),
            });
        }
        let budget = Budget {
            tokens: 100,
            rows: 400,
        };
        assert_eq!(
            waiting.take(budget, 100).len(),
            10,
            "two rows of five tokens"
        );
        assert_eq!(waiting.join(budget, 100, (3, 15)).len(), 5);
        let wide = Budget {
            tokens: 4000,
            rows: 400,
        };
        assert_eq!(waiting.take(wide, 40).len(), 32);
    }

    #[test]
    fn a_running_batch_is_joined_only_by_what_fits_beside_it() {
        let mut waiting = waiting(&[50, 4, 4, 4], 1);
        let budget = Budget {
            tokens: 40,
            rows: 8,
        };
        assert!(
            waiting.join(budget, 9, (1, 7)).is_empty(),
            "the long one comes first and waits"
        );
        assert_eq!(waiting.take(budget, 9).len(), 1);
        assert_eq!(waiting.join(budget, 9, (1, 6)).len(), 2);
        assert!(
            waiting.join(budget, 9, (4, 4)).is_empty(),
            "another beam width"
        );
        assert_eq!(waiting.tokens(), 4);
    }
}
