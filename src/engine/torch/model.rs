//! Models as libtorch operators on one device. A decode step has few kernel launches and one copy
//! back to the processor; keys and values are copied only if rows are reordered, added or removed,
//! or if a cache grows.
//!
//! In a step, all rows write the same column of the decoder's caches. A row that joined later
//! begins at a later column, and a mask hides the columns before it. Finished sentences stay in
//! memory, and are computed in vain, until they are an eighth of all or others join.

use std::sync::Arc;

use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::{Candidate, Seq2Seq, Spec, Step};
use crate::engine::torch::encoder::{encode, source_mask};
use crate::engine::torch::layers::{attend, biased, feed_forward, mask};
use crate::engine::torch::topk::{Scored, rank, suppressed};
use crate::engine::torch::weights::Placed;
use crate::engine::weights::layout::{Past, Weights};

/// Number of columns of the caches at first.
const COLUMNS: i64 = 32;
/// Finished sentences are removed from memory once they are one in this many.
const FINISHED_SHARE: usize = 8;

/// A replica: shared weights, and the state of the sentences that are being decoded.
pub(crate) struct TensorModel {
    weights: Arc<Weights<Placed>>,
    /// Number of source tokens of each sentence in memory.
    lengths: Vec<i64>,
    /// The places in memory of the sentences that are still decoded, rising.
    active: Vec<usize>,
    /// Number of rows of each sentence.
    width: usize,
    /// Keys and values of the sources for each decoder layer,
    /// `[2, sentences, heads, length, size]`.
    memory: Vec<Tensor>,
    /// The mask that hides the padding of the sources, `[sentences, 1, 1, length]`, if there is
    /// any.
    memory_mask: Option<Tensor>,
    /// The column at which each sentence in memory began.
    starts: Vec<i64>,
    /// Keys and values of the targets for each decoder layer with self-attention, `[columns, 2, rows,
    /// width]`, where the width is that of all heads: zeros in the columns before a row began,
    /// undefined in those that are yet to be written.
    caches: Vec<Tensor>,
    /// The cells of each recurrent decoder layer, `[rows, d]` in f32: zeros in rows that are yet to
    /// begin.
    cells: Vec<Tensor>,
    /// The mask that hides the columns before a row began, `[rows, 1, 1, columns]`, if there are
    /// any.
    past_mask: Option<Tensor>,
    /// The column that the next step writes.
    column: i64,
    /// Columns of the output layer that are never chosen, `[columns]`.
    suppressed: Option<Tensor>,
}

/// Whether each index equals its own place.
fn unchanged(index: &[usize]) -> bool {
    index.iter().copied().eq(0..index.len())
}

impl TensorModel {
    pub(crate) fn new(weights: Arc<Weights<Placed>>) -> Self {
        Self {
            weights,
            lengths: Vec::new(),
            active: Vec::new(),
            width: 1,
            memory: Vec::new(),
            memory_mask: None,
            starts: Vec::new(),
            caches: Vec::new(),
            cells: Vec::new(),
            past_mask: None,
            column: 0,
            suppressed: None,
        }
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(crate) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.weights)
            .expect("tests own their weights")
            .spec
    }

    fn put(&self, values: &[i64]) -> Result<Tensor, EngineError> {
        self.weights.backend.put(values)
    }

    /// Copies indices to the device, `[indices]`.
    fn index(&self, places: &[usize]) -> Result<Tensor, EngineError> {
        let places: Vec<i64> = places.iter().map(|&place| place as i64).collect();
        self.put(&places)
    }

    /// Computes [`TensorModel::past_mask`] anew from `starts` and the number of columns of the
    /// caches.
    fn hide_past(&mut self) -> Result<(), EngineError> {
        self.past_mask = None;
        let columns = self.caches.first().map(|c| c.size()[0]);
        let (Some(columns), true) = (columns, self.starts.iter().any(|&start| start > 0)) else {
            return Ok(());
        };
        let starts = self.starts.iter();
        let starts: Vec<i64> = starts
            .flat_map(|&start| std::iter::repeat_n(start, self.width))
            .collect();
        let starts = self.put(&starts)?.f_view([-1, 1, 1, 1])?;
        let all = Tensor::f_arange(columns, (Kind::Int64, starts.device()))?;
        let hidden = all.f_lt_tensor(&starts)?;
        self.past_mask = Some(mask(&hidden, &self.weights.backend)?);
        Ok(())
    }

    /// The rows in memory of the sentences that are still decoded.
    fn active_rows(&self) -> Vec<usize> {
        let rows = |&place: &usize| place * self.width..(place + 1) * self.width;
        self.active.iter().flat_map(rows).collect()
    }

    /// Encodes sources as [`encode`] does.
    pub(crate) fn encoder_states(
        &self,
        sources: &[&[u32]],
    ) -> Result<(Tensor, Option<Tensor>), EngineError> {
        encode(&self.weights, sources)
    }

    /// Computes the logits of the active rows' next tokens, `[rows, columns]`.
    pub(crate) fn logits(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let rows = self.active_rows();
        let pad = self.weights.spec.pad;
        let mut inputs = vec![pad; self.lengths.len() * self.width];
        for (&row, &token) in rows.iter().zip(tokens) {
            inputs[row] = token;
        }
        let mut x = self.decode(&inputs)?;
        if rows.len() < inputs.len() {
            x = x.f_index_select(0, &self.index(&rows)?)?;
        }
        self.weights.output.forward(&x)
    }

    /// Runs the decoder's layers for all rows in memory; returns their output states, `[rows, d]`.
    fn decode(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        self.make_room()?;
        let weights = self.weights.clone();
        let w = &*weights;
        let (rows, d) = (tokens.len() as i64, w.width as i64);
        let (heads, size) = (w.decoder_heads.count as i64, w.decoder_heads.size as i64);
        let (all, scaled) = (heads * size, w.decoder_heads.scaled);
        let width = self.width as i64;
        let column = self.column;
        let visible = column + 1;

        let vocabulary = w.target.tokens.size2()?.0;
        let last = match &w.target.positions {
            Some(table) => table.size2()?.0 - 1,
            None => 0,
        };
        let mut input: Vec<i64> = tokens
            .iter()
            .map(|&t| i64::from(t).min(vocabulary - 1))
            .collect();
        for start in &self.starts {
            input.extend(std::iter::repeat_n((column - start).min(last), self.width));
        }
        let input = self.put(&input)?.f_view([2, rows])?;
        let mask = self.past_mask.as_ref();
        let mask = mask.map(|m| m.f_narrow(3, 0, visible)).transpose()?;
        // Distances are the same in all rows, whatever the columns at which they began.
        let mask = match &w.decoder_bias {
            Some(bias) => Some(biased(bias, column..visible, visible, mask.as_ref())?),
            None => mask,
        };

        let (mut state, mut x) =
            w.target
                .forward(&input.f_get(0)?, &input.f_get(1)?, w.backend.kind)?;
        for ((number, layer), memory) in w.decoder_layers().zip(&self.memory) {
            x = match &layer.past {
                Past::Attention(block) => {
                    let cache = &self.caches[number.of_kind];
                    let qkv = block.qkv.forward(&x)?.f_view([rows, 3, all])?;
                    cache
                        .f_get(column)?
                        .f_copy_(&qkv.f_narrow(1, 1, 2)?.f_transpose(0, 1)?)?;
                    let query = qkv.f_select(1, 0)?.f_view([rows, heads, 1, size])?;
                    // Keys and values, `[2, rows, heads, columns, size]`.
                    let past = cache
                        .f_narrow(0, 0, visible)?
                        .f_view([visible, 2, rows, heads, size])?
                        .f_permute([1, 2, 3, 0, 4])?;
                    let past = (&query, &past.f_get(0)?, &past.f_get(1)?);
                    let context = attend(past, mask.as_ref(), scaled)?.f_reshape([rows, all])?;
                    block
                        .norm
                        .close(&mut state, &block.out.forward(&context)?)?
                }
                Past::Ssru(block) => {
                    let fused = block.fused.forward(&x)?.f_to_kind(Kind::Float)?;
                    let (candidate, gate) = (fused.f_narrow(1, 0, d)?, fused.f_narrow(1, d, d)?);
                    let cells = &mut self.cells[number.of_kind];
                    *cells = candidate.f_lerp_tensor(cells, &gate.f_sigmoid()?)?;
                    let out = cells.f_relu()?.f_to_kind(w.backend.kind)?;
                    block.norm.close(&mut state, &out)?
                }
            };

            let query = layer
                .cross
                .query
                .forward(&x)?
                .f_view([rows / width, width, heads, size])?
                .f_transpose(1, 2)?;
            let context = attend(
                (&query, &memory.f_get(0)?, &memory.f_get(1)?),
                self.memory_mask.as_ref(),
                scaled,
            )?
            .f_transpose(1, 2)?
            .f_reshape([rows, all])?;
            let out = layer.cross.out.forward(&context)?;
            x = layer.cross.norm.close(&mut state, &out)?;
            x = feed_forward(&layer.feed_forward, &mut state, &x)?;
        }
        self.column += 1;
        Ok(x)
    }

    /// Makes sure that the caches have a column for the next step.
    fn make_room(&mut self) -> Result<(), EngineError> {
        let Some(columns) = self.caches.first().map(|c| c.size()[0]) else {
            return Ok(());
        };
        if self.column < columns {
            return Ok(());
        }
        let unused = self.starts.iter().copied().min().unwrap_or(0);
        // A shift copies whole caches, so it must make room for many steps.
        let shift = if unused * 4 >= columns { unused } else { 0 };
        let grown = if shift > 0 { columns } else { columns * 2 };
        let rows = (self.lengths.len() * self.width) as i64;
        for index in 0..self.caches.len() {
            let wider = self.unwritten(rows, grown)?;
            let kept = self.caches[index].f_narrow(0, shift, columns - shift)?;
            wider.f_narrow(0, 0, columns - shift)?.f_copy_(&kept)?;
            self.caches[index] = wider;
        }
        self.column -= shift;
        self.starts.iter_mut().for_each(|start| *start -= shift);
        self.hide_past()
    }

    /// Creates a cache of one layer for `rows` rows, `[columns, 2, rows, width]`, with undefined
    /// contents.
    fn unwritten(&self, rows: i64, columns: i64) -> Result<Tensor, EngineError> {
        let Placed { device, kind } = self.weights.backend;
        let width = self.weights.decoder_heads.width() as i64;
        // libtorch's attention counts the numbers before a column in 32 bits.
        if columns * 2 * rows * width > i64::from(i32::MAX) {
            return Err(EngineError::OutOfMemory(format!(
                "keys and values of {rows} rows and {columns} tokens are more than attention takes"
            )));
        }
        Ok(Tensor::f_empty([columns, 2, rows, width], (kind, device))?)
    }

    /// The cells of `rows` rows that begin, `[rows, d]`.
    fn no_cells(&self, rows: i64) -> Result<Tensor, EngineError> {
        let place = (Kind::Float, self.weights.backend.device);
        Ok(Tensor::f_zeros([rows, self.weights.width as i64], place)?)
    }

    /// Reorders the rows of the caches and cells: new row `i` is old row `rows[i]`.
    fn take_rows(&mut self, rows: &[usize]) -> Result<(), EngineError> {
        if rows.len() == self.lengths.len() * self.width && unchanged(rows) {
            return Ok(());
        }
        let index = self.index(rows)?;
        for position in 0..self.caches.len() {
            let columns = self.caches[position].size()[0];
            let taken = self.unwritten(rows.len() as i64, columns)?;
            if self.column > 0 {
                let written = self.caches[position].f_narrow(0, 0, self.column)?;
                let _ =
                    written.f_index_select_out(&taken.f_narrow(0, 0, self.column)?, 2, &index)?;
            }
            self.caches[position] = taken;
        }
        for cells in &mut self.cells {
            *cells = cells.f_index_select(0, &index)?;
        }
        Ok(())
    }

    /// Removes the finished sentences from memory. The caller has already removed their rows from
    /// the caches.
    fn remove_finished(&mut self) -> Result<(), EngineError> {
        let index = self.index(&self.active)?;
        self.lengths = self.active.iter().map(|&s| self.lengths[s]).collect();
        self.starts = self.active.iter().map(|&s| self.starts[s]).collect();
        self.active = (0..self.active.len()).collect();
        let longest = self.lengths.iter().copied().max().unwrap_or(1).max(1);
        for memory in &mut self.memory {
            *memory = memory.f_narrow(3, 0, longest)?.f_index_select(1, &index)?;
        }
        self.memory_mask = source_mask(&self.lengths, longest, &self.weights.backend)?;
        self.hide_past()
    }

    fn forget(&mut self) {
        self.lengths.clear();
        self.active.clear();
        self.memory.clear();
        self.memory_mask = None;
        self.starts.clear();
        self.caches.clear();
        self.cells.clear();
        self.past_mask = None;
        self.column = 0;
    }
}

/// Pads the last dimension but one with zeros to `length`.
fn pad(memory: &Tensor, length: i64) -> Result<Tensor, EngineError> {
    let missing = length - memory.size()[3];
    if missing == 0 {
        return Ok(memory.shallow_clone());
    }
    Ok(memory.f_constant_pad_nd([0, 0, 0, missing])?)
}

impl Seq2Seq for TensorModel {
    fn spec(&self) -> &Spec {
        &self.weights.spec
    }

    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        if sources.is_empty() {
            return Ok(());
        }
        if self.active.len() < self.lengths.len() {
            self.take_rows(&self.active_rows())?;
            self.remove_finished()?;
        }
        let weights = self.weights.clone();
        let (states, mask) = self.encoder_states(sources)?;
        let (count, length, _) = states.size3()?;
        let heads = weights.decoder_heads.count as i64;
        let size = weights.decoder_heads.size as i64;
        let running = self.memory.first().map(|m| m.size()[3]);
        let longest = running.map_or(length, |r| r.max(length));
        let old_rows = (self.lengths.len() * width) as i64;
        let rows = old_rows + count * width as i64;
        for (number, layer) in weights.decoder_layers() {
            let (index, of_kind) = (number.layer, number.of_kind);
            let new = layer
                .cross
                .memory
                .forward(&states)?
                .f_view([count, length, 2, heads, size])?
                .f_permute([2, 0, 3, 1, 4])?
                .f_contiguous()?;
            if running.is_none() {
                self.memory.push(new);
                if layer.is_recurrent() {
                    self.cells.push(self.no_cells(rows)?);
                } else {
                    self.caches.push(self.unwritten(rows, COLUMNS)?);
                }
                continue;
            }
            let (old, new) = (pad(&self.memory[index], longest)?, pad(&new, longest)?);
            self.memory[index] = Tensor::f_cat(&[old, new], 1)?;
            if layer.is_recurrent() {
                let new = self.no_cells(rows - old_rows)?;
                self.cells[of_kind] = Tensor::f_cat(&[&self.cells[of_kind], &new], 0)?;
                continue;
            }
            let old = &self.caches[of_kind];
            let wider = self.unwritten(rows, old.size()[0])?;
            if self.column > 0 {
                let written = wider.f_narrow(0, 0, self.column)?;
                let kept = old.f_narrow(0, 0, self.column)?;
                written.f_narrow(2, 0, old_rows)?.f_copy_(&kept)?;
                let _ = written.f_narrow(2, old_rows, rows - old_rows)?.f_zero_()?;
            }
            self.caches[of_kind] = wider;
        }
        let first = self.lengths.len();
        self.lengths.extend(sources.iter().map(|s| s.len() as i64));
        self.active.extend(first..self.lengths.len());
        self.starts.resize(self.lengths.len(), self.column);
        self.width = width;
        self.memory_mask = match running {
            Some(_) => source_mask(&self.lengths, longest, &weights.backend)?,
            None => mask,
        };
        self.hide_past()
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let logits = self.logits(step.tokens)?;
        let w = &*self.weights;
        if self.suppressed.is_none() && !w.spec.suppressed.is_empty() {
            let place = (logits.size2()?.1, logits.device());
            self.suppressed = suppressed(&w.spec, &w.vocabulary, place)?;
        }
        let scored = Scored {
            spec: &w.spec,
            vocabulary: &w.vocabulary,
            suppressed: self.suppressed.as_ref(),
        };
        rank(&logits, step, &scored)
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        if rows.is_empty() {
            self.forget();
            return Ok(());
        }
        let width = self.width;
        // Maps a row of the sentences that were decoded to its row in memory.
        let place = |row: usize| self.active[row / width] * width + row % width;
        let active: Vec<usize> = sentences.iter().map(|&s| self.active[s]).collect();
        let finished = self.lengths.len() - active.len();
        if finished * FINISHED_SHARE >= self.lengths.len() && finished > 0 {
            let rows: Vec<usize> = rows.iter().map(|&row| place(row)).collect();
            self.take_rows(&rows)?;
            self.active = active;
            return self.remove_finished();
        }
        let mut taken: Vec<usize> = (0..self.lengths.len() * width).collect();
        for (number, &row) in rows.iter().enumerate() {
            taken[active[number / width] * width + number % width] = place(row);
        }
        self.take_rows(&taken)?;
        self.active = active;
        Ok(())
    }

    fn clear(&mut self) {
        self.forget();
    }
}
