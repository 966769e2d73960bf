//! BART-shaped models on the CPU: one thread, no padding, no copies of caches.
//!
//! Matrix products run in oneDNN through libtorch; the rest are loops over slices. The source's
//! keys and values are computed once for a sentence and read by all its beams. The decoder's own
//! keys and values stay where the step that made them left them: each row remembers which row of
//! each earlier step it descends from, so beams are reordered, and finished rows dropped, by
//! copying row numbers.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::Arc;

use tch::{Device, Tensor};

use super::kernels::{
    Attention, Element, Norm, Scratch, add_and_norm, attend, elements, elements_mut, norm_only,
};
use super::linear::Linear;
use super::packed::Packed;
use super::select::select;
use super::weights::{FeedForward, Weights};
use super::{Candidate, EngineError, Seq2Seq, Spec, Step};

struct Sentence {
    /// Keys and values of the sources that were encoded together: for each decoder layer
    /// `[tokens, 2 d]`.
    memory: Vec<Tensor>,
    /// Its tokens in the memory.
    start: usize,
    length: usize,
}

#[derive(Clone)]
struct Row {
    /// The step that began it.
    start: usize,
    /// For each step since: the row of that step's tensors that holds its key and value.
    history: Vec<u32>,
}

/// A replica: shared weights and the sentences that are being decoded.
pub(crate) struct CpuModel<T> {
    weights: Arc<Weights<Packed>>,
    sentences: Vec<Sentence>,
    rows: Vec<Row>,
    width: usize,
    /// For each step and decoder layer: queries, keys and values, `[rows, 3 d]`.
    steps: VecDeque<Vec<Tensor>>,
    /// Number of the first step in `steps`.
    first_step: usize,
    scratch: Scratch,
    element: PhantomData<T>,
}

impl<T: Element> CpuModel<T> {
    pub(crate) fn new(weights: Arc<Weights<Packed>>) -> Self {
        Self {
            weights,
            sentences: Vec::new(),
            rows: Vec::new(),
            width: 1,
            steps: VecDeque::new(),
            first_step: 0,
            scratch: Scratch::default(),
            element: PhantomData,
        }
    }

    /// Keys and values of the sources for each decoder layer.
    fn encode(&self, sources: &[&[u32]]) -> Result<Vec<Tensor>, EngineError> {
        let states = self.encoder_states(sources)?;
        self.weights
            .decoder
            .iter()
            .map(|l| l.cross.memory.forward(&states))
            .collect()
    }

    /// The encoder's output, `[tokens, d]`, one source after the other.
    pub(super) fn encoder_states(&self, sources: &[&[u32]]) -> Result<Tensor, EngineError> {
        let w = &*self.weights;
        let d = w.width;
        let count: usize = sources.iter().map(|s| s.len()).sum();
        let mut state = vec![0.0f32; count * d];
        let positions = sources
            .iter()
            .flat_map(|source| source.iter().copied().enumerate());
        for ((position, token), row) in positions.zip(state.chunks_exact_mut(d)) {
            w.source.write(token, position, row);
        }
        let mut x = self.tensor(count, d);
        enter(
            &mut state,
            w.source.norm.as_ref(),
            elements_mut::<T>(&mut x),
        );
        for layer in &w.encoder {
            let qkv = layer.attention.qkv.forward(&x)?;
            let context = attend_sources(&qkv, sources, w.encoder_heads)?;
            let block = &layer.attention;
            close::<T>((&block.out, &block.norm), &context, &mut state, &mut x)?;
            feed_forward::<T>(&layer.feed_forward, &mut state, &mut x)?;
        }
        Ok(x)
    }

    fn tensor(&self, rows: usize, columns: usize) -> Tensor {
        Tensor::empty([rows as i64, columns as i64], (T::KIND, Device::Cpu))
    }

    /// Logits of the rows' next tokens in f32, `[rows, vocabulary]`.
    pub(super) fn logits(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let x = self.decode(tokens)?;
        Ok(self
            .weights
            .output
            .forward(&x)?
            .f_to_kind(tch::Kind::Float)?)
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(super) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.weights)
            .expect("tests own their weights")
            .spec
    }

    /// The decoder's output states for the rows' next tokens, `[rows, d]`.
    fn decode(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let weights = self.weights.clone();
        let w = &*weights;
        let d = w.width;
        let mut state = vec![0.0f32; tokens.len() * d];
        for ((row, &token), out) in self.rows.iter().zip(tokens).zip(state.chunks_exact_mut(d)) {
            w.target.write(token, row.history.len(), out);
        }
        let mut x = self.tensor(tokens.len(), d);
        enter(
            &mut state,
            w.target.norm.as_ref(),
            elements_mut::<T>(&mut x),
        );
        for (number, row) in self.rows.iter_mut().enumerate() {
            row.history.push(number as u32);
        }
        self.steps.push_back(Vec::with_capacity(w.decoder.len()));
        for (index, layer) in w.decoder.iter().enumerate() {
            let qkv = layer.attention.qkv.forward(&x)?;
            self.steps
                .back_mut()
                .expect("a step was just pushed: else a bug")
                .push(qkv);
            let context = self.attend_history(index, w.decoder_heads);
            let block = &layer.attention;
            close::<T>((&block.out, &block.norm), &context, &mut state, &mut x)?;

            let query = layer.cross.query.forward(&x)?;
            let context = self.attend_memory(index, &query, w.decoder_heads);
            let block = &layer.cross;
            close::<T>((&block.out, &block.norm), &context, &mut state, &mut x)?;

            feed_forward::<T>(&layer.feed_forward, &mut state, &mut x)?;
        }
        Ok(x)
    }

    fn attend_history(&mut self, layer: usize, heads: usize) -> Tensor {
        let d = self.weights.width;
        let mut context = self.tensor(self.rows.len(), d);
        let steps: Vec<&[T]> = self
            .steps
            .iter()
            .map(|step| elements::<T>(&step[layer]))
            .collect();
        let newest = steps[steps.len() - 1];
        let mut memory = Vec::new();
        let rows = self
            .rows
            .iter()
            .zip(newest.chunks_exact(3 * d))
            .zip(elements_mut::<T>(&mut context).chunks_exact_mut(d));
        for ((row, qkv), out) in rows {
            memory.clear();
            memory.extend(
                row.history
                    .iter()
                    .zip(&steps[row.start - self.first_step..])
                    .map(|(&at, step)| {
                        let at = at as usize * 3 * d;
                        (&step[at + d..at + 2 * d], &step[at + 2 * d..at + 3 * d])
                    }),
            );
            attend(Attention {
                query: &qkv[..d],
                memory: &memory,
                heads,
                out,
                scratch: &mut self.scratch,
            });
        }
        context
    }

    fn attend_memory(&mut self, layer: usize, query: &Tensor, heads: usize) -> Tensor {
        let d = self.weights.width;
        let mut context = self.tensor(self.rows.len(), d);
        let queries = elements::<T>(query).chunks_exact(d);
        let mut memory = Vec::new();
        for (number, (query, out)) in queries
            .zip(elements_mut::<T>(&mut context).chunks_exact_mut(d))
            .enumerate()
        {
            if number % self.width == 0 {
                let sentence = &self.sentences[number / self.width];
                let all = elements::<T>(&sentence.memory[layer]);
                let own = &all[sentence.start * 2 * d..(sentence.start + sentence.length) * 2 * d];
                memory.clear();
                memory.extend(own.chunks_exact(2 * d).map(|kv| kv.split_at(d)));
            }
            attend(Attention {
                query,
                memory: &memory,
                heads,
                out,
                scratch: &mut self.scratch,
            });
        }
        context
    }
}

/// The first layer norm of a side, where it has one, and the copy for the first layer.
fn enter<T: Element>(state: &mut [f32], norm: Option<&Norm>, out: &mut [T]) {
    if let Some(norm) = norm {
        norm_only(state, norm, out);
    } else {
        for (o, s) in out.iter_mut().zip(state) {
            *o = T::put(*s);
        }
    }
}

fn feed_forward<T: Element>(
    layer: &FeedForward<Packed>,
    state: &mut [f32],
    x: &mut Tensor,
) -> Result<(), EngineError> {
    let inner = layer.inner.forward(x)?;
    close::<T>((&layer.outer, &layer.norm), &inner, state, x)
}

/// Ends a block: `state = norm(state + linear(inner))`, and the copy for the next one in `x`.
fn close<T: Element>(
    (linear, norm): (&Linear, &Norm),
    inner: &Tensor,
    state: &mut [f32],
    x: &mut Tensor,
) -> Result<(), EngineError> {
    let out = linear.forward(inner)?;
    add_and_norm(state, elements::<T>(&out), norm, elements_mut::<T>(x));
    Ok(())
}

/// Self-attention of each source over itself; `qkv` is `[tokens, 3 d]` without padding.
fn attend_sources(qkv: &Tensor, sources: &[&[u32]], heads: usize) -> Result<Tensor, EngineError> {
    let d = qkv.size()[1] / 3;
    let heads = heads as i64;
    let mut parts = Vec::with_capacity(sources.len());
    let mut start = 0;
    for source in sources {
        let length = source.len() as i64;
        let own = qkv
            .f_narrow(0, start, length)?
            .f_view([1, length, 3, heads, d / heads])?
            .f_permute([2, 0, 3, 1, 4])?;
        let (q, k, v) = (own.f_get(0)?, own.f_get(1)?, own.f_get(2)?);
        let out = Tensor::f_scaled_dot_product_attention(
            &q,
            &k,
            &v,
            None::<Tensor>,
            0.0,
            false,
            None,
            false,
        )?;
        parts.push(out.f_transpose(1, 2)?.f_reshape([length, d])?);
        start += length;
    }
    Ok(Tensor::f_cat(&parts, 0)?)
}

impl<T: Element> Seq2Seq for CpuModel<T> {
    fn spec(&self) -> &Spec {
        &self.weights.spec
    }

    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        let memory = self.encode(sources)?;
        self.width = width;
        let mut start = 0;
        for source in sources {
            let memory = memory.iter().map(Tensor::shallow_clone).collect();
            self.sentences.push(Sentence {
                memory,
                start,
                length: source.len(),
            });
            start += source.len();
        }
        let row = Row {
            start: self.first_step + self.steps.len(),
            history: Vec::new(),
        };
        self.rows
            .resize(self.rows.len() + sources.len() * width, row);
        Ok(())
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let mut logits = self.logits(step.tokens)?;
        let spec = &self.weights.spec;
        let vocabulary = logits.size()[1] as usize;
        let rows = elements_mut::<f32>(&mut logits)
            .chunks_exact_mut(vocabulary)
            .zip(step.rules);
        Ok(rows
            .map(|(row, rules)| select(row, rules, spec, (step.k, step.scoring)))
            .collect())
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.rows = rows.iter().map(|&row| self.rows[row].clone()).collect();
        let mut index = 0;
        let mut kept = sentences.iter().peekable();
        self.sentences.retain(|_| {
            index += 1;
            kept.next_if(|&&s| s == index - 1).is_some()
        });
        let oldest = self
            .rows
            .iter()
            .map(|r| r.start)
            .min()
            .unwrap_or(self.first_step + self.steps.len());
        while self.first_step < oldest {
            self.steps.pop_front();
            self.first_step += 1;
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.sentences.clear();
        self.rows.clear();
        self.steps.clear();
        self.first_step = 0;
    }
}
