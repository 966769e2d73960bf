//! The decoder's own keys and values, where the steps that computed them stored them. Rows remember
//! which row of each step they descend from; a step is kept as long as one descends from it.

use std::collections::VecDeque;

/// The keys and values of the steps that rows still descend from. Steps are numbered from 0 on.
pub(crate) struct History<T> {
    /// Number of cells of a position in one layer.
    cells: usize,
    steps: VecDeque<Computed<T>>,
    /// The number of the first step in `steps`.
    first: usize,
    /// Buffers of steps that no row descends from any more, to be reused.
    spare: Vec<Vec<T>>,
}

/// What a step computed, `[layers, rows, cells]`.
struct Computed<T> {
    values: Vec<T>,
    rows: usize,
}

impl<T: Clone + Default> History<T> {
    /// No steps yet, with so many `cells` of a position in one layer.
    pub(crate) fn new(cells: usize) -> Self {
        Self {
            cells,
            steps: VecDeque::new(),
            first: 0,
            spare: Vec::new(),
        }
    }

    /// The number of the first step that is kept.
    pub(crate) fn first(&self) -> usize {
        self.first
    }

    /// The number that the next step gets.
    pub(crate) fn following(&self) -> usize {
        self.first + self.steps.len()
    }

    /// Begins the next step, with room for the keys and values of so many layers and rows.
    pub(crate) fn begin(&mut self, layers: usize, rows: usize) {
        let mut values = self.spare.pop().unwrap_or_default();
        values.resize(layers * rows * self.cells, T::default());
        self.steps.push_back(Computed { values, rows });
    }

    /// The cells of a layer in the step that was begun last, `[rows, cells]`.
    pub(crate) fn newest(&mut self, layer: usize) -> &mut [T] {
        let step = self.steps.back_mut().expect("a step was begun: else a bug");
        let size = step.rows * self.cells;
        &mut step.values[layer * size..(layer + 1) * size]
    }

    /// The cells of a layer in each step, `[rows, cells]`.
    pub(crate) fn of_layer(&self, layer: usize) -> Vec<&[T]> {
        let steps = self.steps.iter();
        let cells = steps.map(|step| {
            let size = step.rows * self.cells;
            &step.values[layer * size..(layer + 1) * size]
        });
        cells.collect()
    }

    /// Forgets the steps before the one with this number.
    pub(crate) fn forget_before(&mut self, step: usize) {
        while self.first < step {
            self.spare
                .extend(self.steps.pop_front().map(|step| step.values));
            self.first += 1;
        }
    }

    /// Forgets all steps; the next one is number 0 again.
    pub(crate) fn clear(&mut self) {
        self.spare
            .extend(self.steps.drain(..).map(|step| step.values));
        self.first = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_found_by_their_numbers_until_they_are_forgotten() {
        let mut history = History::new(2);
        for (step, rows) in [3, 1, 2].into_iter().enumerate() {
            assert_eq!(history.following(), step);
            history.begin(2, rows);
            for layer in 0..2 {
                history.newest(layer).fill(10 * step + layer);
            }
        }
        assert_eq!(history.of_layer(0), [&[0; 6][..], &[10; 2], &[20; 4]]);
        assert_eq!(history.of_layer(1), [&[1; 6][..], &[11; 2], &[21; 4]]);
        history.forget_before(1);
        assert_eq!((history.first(), history.following()), (1, 3));
        assert_eq!(history.of_layer(1), [&[11; 2][..], &[21; 4]]);
        // The buffer of the forgotten step is larger than the next one needs.
        history.begin(2, 1);
        assert_eq!(history.newest(1).len(), 2);
        history.clear();
        assert_eq!((history.first(), history.following()), (0, 0));
        assert!(history.of_layer(0).is_empty());
    }
}
