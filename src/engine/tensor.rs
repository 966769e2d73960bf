//! BART-shaped models as libtorch operators on one device: few launches, no copies of caches
//! but to reorder beams, one copy back to the processor in each step.
//!
//! All rows write the same column of the decoder's caches in a step. A row that joined later
//! begins at a later column, and a mask hides the columns before it.

use std::sync::Arc;

use tch::{Kind, Tensor};

use super::placed::Placed;
use super::rank::rank;
use super::weights::{FeedForward, Weights};
use super::{Candidate, EngineError, Seq2Seq, Spec, Step};

/// Columns of the caches at first.
const COLUMNS: i64 = 32;
/// Lengths are multiples of this, as fused attention wants its masks aligned.
const ALIGNMENT: i64 = 8;

/// A replica: shared weights and the sentences that are being decoded.
pub(crate) struct TensorModel {
    weights: Arc<Weights<Placed>>,
    /// Source tokens of each sentence.
    lengths: Vec<i64>,
    /// Keys and values of the sources for each decoder layer,
    /// `[2, sentences, heads, length, size]`.
    memory: Vec<Tensor>,
    /// Hides the padding of the sources, `[sentences, 1, 1, length]`.
    memory_mask: Option<Tensor>,
    width: usize,
    /// The column at which each row began.
    starts: Vec<i64>,
    /// Keys and values of the targets for each decoder layer,
    /// `[2, rows, heads, columns, size]`, zero where nothing was written.
    caches: Vec<Tensor>,
    /// The column that the next step writes.
    column: i64,
    /// Ids that the model never says, `[tokens]`.
    suppressed: Option<Tensor>,
}

fn aligned(length: i64) -> i64 {
    (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT
}

impl TensorModel {
    pub(crate) fn new(weights: Arc<Weights<Placed>>) -> Self {
        Self {
            weights,
            lengths: Vec::new(),
            memory: Vec::new(),
            memory_mask: None,
            width: 1,
            starts: Vec::new(),
            caches: Vec::new(),
            column: 0,
            suppressed: None,
        }
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(super) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.weights)
            .expect("tests own their weights")
            .spec
    }

    fn put(&self, values: &[i64]) -> Result<Tensor, EngineError> {
        Ok(Tensor::f_from_slice(values)?.f_to_device(self.weights.backend.device)?)
    }

    /// Negative infinity where `hidden`, else zero, of the same shape and the model's kind.
    fn mask(&self, hidden: &Tensor) -> Result<Tensor, EngineError> {
        let Placed { device, kind } = self.weights.backend;
        Ok(Tensor::f_zeros(hidden.size(), (kind, device))?
            .f_masked_fill(hidden, f64::NEG_INFINITY)?)
    }

    /// Hides what lies after the end of each source, `[sentences, 1, 1, length]`.
    fn source_mask(&self, lengths: &[i64], length: i64) -> Result<Tensor, EngineError> {
        let device = self.weights.backend.device;
        let columns = Tensor::f_arange(length, (Kind::Int64, device))?;
        // A text without tokens sees one column of padding: attention to nothing is not a number.
        let ends: Vec<i64> = lengths.iter().map(|&n| n.max(1)).collect();
        let ends = self.put(&ends)?.f_view([-1, 1, 1, 1])?;
        self.mask(&columns.f_ge_tensor(&ends)?)
    }

    /// The encoder's output, `[sources, length, d]` with padding after each source, and the
    /// mask that hides the padding.
    pub(super) fn encoder_states(
        &self,
        sources: &[&[u32]],
    ) -> Result<(Tensor, Tensor), EngineError> {
        let w = &*self.weights;
        let longest = sources.iter().map(|s| s.len()).max().unwrap_or(0).max(1) as i64;
        let limit = w.spec.max_source as i64;
        let length = aligned(longest).min(limit.max(longest));
        let (count, d) = (sources.len() as i64, w.width as i64);
        let vocabulary = w.source.tokens.size2()?.0;
        let mut tokens = Vec::with_capacity((count * length) as usize);
        for source in sources {
            tokens.extend(source.iter().map(|&t| i64::from(t).min(vocabulary - 1)));
            let padding = i64::from(w.spec.pad).min(vocabulary - 1);
            tokens.resize(tokens.len() + length as usize - source.len(), padding);
        }
        let tokens = self.put(&tokens)?.f_view([count, length])?;
        let positions = Tensor::f_arange(length, (Kind::Int64, w.backend.device))?;
        let lengths: Vec<i64> = sources.iter().map(|s| s.len() as i64).collect();
        let mask = self.source_mask(&lengths, length)?;

        let heads = w.encoder_heads as i64;
        let (mut state, mut x) = w.source.forward(&tokens, &positions, w.backend.kind)?;
        for layer in &w.encoder {
            let qkv = layer
                .attention
                .qkv
                .forward(&x)?
                .f_view([count, length, 3, heads, d / heads])?
                .f_permute([2, 0, 3, 1, 4])?;
            let context = attend((&qkv.f_get(0)?, &qkv.f_get(1)?, &qkv.f_get(2)?), &mask)?
                .f_transpose(1, 2)?
                .f_reshape([count, length, d])?;
            let out = layer.attention.out.forward(&context)?;
            x = layer.attention.norm.close(&mut state, &out)?;
            x = feed_forward(&layer.feed_forward, &mut state, &x)?;
        }
        Ok((x, mask))
    }

    /// Logits of the rows' next tokens in f32, `[rows, vocabulary]`.
    pub(super) fn logits(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let x = self.decode(tokens)?;
        Ok(self.weights.output.forward(&x)?.f_to_kind(Kind::Float)?)
    }

    /// The decoder's output states for the rows' next tokens, `[rows, d]`.
    fn decode(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        self.make_room()?;
        let weights = self.weights.clone();
        let w = &*weights;
        let (rows, d, heads) = (tokens.len() as i64, w.width as i64, w.decoder_heads as i64);
        let (size, width) = (d / heads, self.width as i64);
        let column = self.column;
        let visible = aligned(column + 1);

        let (vocabulary, last) = (
            w.target.tokens.size2()?.0,
            w.target.positions.size2()?.0 - 1,
        );
        let mut input: Vec<i64> = tokens
            .iter()
            .map(|&t| i64::from(t).min(vocabulary - 1))
            .collect();
        input.extend(self.starts.iter().map(|start| (column - start).min(last)));
        input.extend(&self.starts);
        let input = self.put(&input)?.f_view([3, rows])?;
        let columns = Tensor::f_arange(visible, (Kind::Int64, w.backend.device))?;
        let hidden = columns
            .f_lt_tensor(&input.f_get(2)?.f_view([rows, 1, 1, 1])?)?
            .f_logical_or(&columns.f_gt(column)?)?;
        let mask = self.mask(&hidden)?;
        let memory_mask = self
            .memory_mask
            .as_ref()
            .ok_or_else(|| EngineError::Torch("a step without sentences: a bug".into()))?;

        let (mut state, mut x) =
            w.target
                .forward(&input.f_get(0)?, &input.f_get(1)?, w.backend.kind)?;
        for ((layer, cache), memory) in w.decoder.iter().zip(&self.caches).zip(&self.memory) {
            let qkv = layer
                .attention
                .qkv
                .forward(&x)?
                .f_view([rows, 3, heads, size])?
                .f_permute([1, 0, 2, 3])?
                .f_unsqueeze(3)?;
            cache
                .f_narrow(3, column, 1)?
                .f_copy_(&qkv.f_narrow(0, 1, 2)?)?;
            let past = cache.f_narrow(3, 0, visible)?;
            let context = attend((&qkv.f_get(0)?, &past.f_get(0)?, &past.f_get(1)?), &mask)?
                .f_reshape([rows, d])?;
            let out = layer.attention.out.forward(&context)?;
            x = layer.attention.norm.close(&mut state, &out)?;

            let query = layer
                .cross
                .query
                .forward(&x)?
                .f_view([rows / width, width, heads, size])?
                .f_transpose(1, 2)?;
            let context = attend((&query, &memory.f_get(0)?, &memory.f_get(1)?), memory_mask)?
                .f_transpose(1, 2)?
                .f_reshape([rows, d])?;
            let out = layer.cross.out.forward(&context)?;
            x = layer.cross.norm.close(&mut state, &out)?;
            x = feed_forward(&layer.feed_forward, &mut state, &x)?;
        }
        self.column += 1;
        Ok(x)
    }

    /// Makes the caches have a column for the next step.
    fn make_room(&mut self) -> Result<(), EngineError> {
        let Some(columns) = self.caches.first().map(|c| c.size()[3]) else {
            return Ok(());
        };
        if self.column < columns {
            return Ok(());
        }
        let unused = self.starts.iter().copied().min().unwrap_or(0);
        // A shift costs as much as the caches are large: only for room for many steps.
        let shift = if unused * 4 >= columns { unused } else { 0 };
        let grown = if shift > 0 { columns } else { columns * 2 };
        for cache in &mut self.caches {
            let kept = cache.f_narrow(3, shift, columns - shift)?;
            *cache = kept.f_constant_pad_nd([0, 0, 0, grown - (columns - shift)])?;
        }
        self.column -= shift;
        self.starts.iter_mut().for_each(|start| *start -= shift);
        Ok(())
    }

    /// Empty caches for `rows` rows of one layer.
    fn empty(&self, rows: i64) -> Result<Tensor, EngineError> {
        let w = &*self.weights;
        let heads = w.decoder_heads as i64;
        let columns = self.caches.first().map_or(COLUMNS, |c| c.size()[3]);
        let size = w.width as i64 / heads;
        let Placed { device, kind } = w.backend;
        Ok(Tensor::f_zeros(
            [2, rows, heads, columns, size],
            (kind, device),
        )?)
    }

    fn forget(&mut self) {
        self.lengths.clear();
        self.memory.clear();
        self.memory_mask = None;
        self.starts.clear();
        self.caches.clear();
        self.column = 0;
    }
}

/// Attention of queries `[batch, heads, queries, size]` over keys and values
/// `[batch, heads, keys, size]`; the result has the queries' shape.
fn attend(
    (query, key, value): (&Tensor, &Tensor, &Tensor),
    mask: &Tensor,
) -> Result<Tensor, EngineError> {
    Ok(Tensor::f_scaled_dot_product_attention(
        query,
        key,
        value,
        Some(mask),
        0.0,
        false,
        None,
        false,
    )?)
}

fn feed_forward(
    layer: &FeedForward<Placed>,
    state: &mut Tensor,
    x: &Tensor,
) -> Result<Tensor, EngineError> {
    let out = layer.outer.forward(&layer.inner.forward(x)?)?;
    layer.norm.close(state, &out)
}

/// Appends zeros to the last dimension but one until it has `length`.
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
        let weights = self.weights.clone();
        let (states, mask) = self.encoder_states(sources)?;
        let (count, length, d) = states.size3()?;
        let heads = weights.decoder_heads as i64;
        let running = self.memory.first().map(|m| m.size()[3]);
        let longest = running.map_or(length, |r| r.max(length));
        let rows = count * width as i64;
        for (index, layer) in weights.decoder.iter().enumerate() {
            let new = layer
                .cross
                .memory
                .forward(&states)?
                .f_view([count, length, 2, heads, d / heads])?
                .f_permute([2, 0, 3, 1, 4])?
                .f_contiguous()?;
            let empty = self.empty(rows)?;
            if running.is_some() {
                let (old, new) = (pad(&self.memory[index], longest)?, pad(&new, longest)?);
                self.memory[index] = Tensor::f_cat(&[old, new], 1)?;
                self.caches[index] = Tensor::f_cat(&[&self.caches[index], &empty], 1)?;
            } else {
                self.memory.push(new);
                self.caches.push(empty);
            }
        }
        self.lengths.extend(sources.iter().map(|s| s.len() as i64));
        self.memory_mask = Some(if running.is_some() {
            self.source_mask(&self.lengths, longest)?
        } else {
            mask
        });
        self.width = width;
        self.starts
            .resize(self.starts.len() + rows as usize, self.column);
        Ok(())
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let logits = self.logits(step.tokens)?;
        let vocabulary = logits.size2()?.1;
        if self.suppressed.is_none() && !self.weights.spec.suppressed.is_empty() {
            let listed = self.weights.spec.suppressed.iter().map(|&t| i64::from(t));
            let known: Vec<i64> = listed.filter(|&t| t < vocabulary).collect();
            self.suppressed = Some(self.put(&known)?);
        }
        rank(logits, step, &self.weights.spec, self.suppressed.as_ref())
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        if rows.is_empty() {
            self.forget();
            return Ok(());
        }
        if rows.len() != self.starts.len() || !rows.iter().copied().eq(0..rows.len()) {
            let index: Vec<i64> = rows.iter().map(|&r| r as i64).collect();
            let index = self.put(&index)?;
            for cache in &mut self.caches {
                *cache = cache.f_index_select(1, &index)?;
            }
            self.starts = rows.iter().map(|&r| self.starts[r]).collect();
        }
        if sentences.len() != self.lengths.len() {
            self.lengths = sentences.iter().map(|&s| self.lengths[s]).collect();
            let longest = self.lengths.iter().copied().max().unwrap_or(1);
            let index: Vec<i64> = sentences.iter().map(|&s| s as i64).collect();
            let index = self.put(&index)?;
            let mut length = 0;
            for memory in &mut self.memory {
                length = aligned(longest.max(1)).min(memory.size()[3]);
                *memory = memory.f_narrow(3, 0, length)?.f_index_select(1, &index)?;
            }
            self.memory_mask = Some(self.source_mask(&self.lengths, length)?);
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.forget();
    }
}
