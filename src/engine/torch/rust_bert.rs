//! Adapts models that rust-bert defines to [`Seq2Seq`].
//!
//! rust-bert's caches are tensors with one length for all rows, so rows that began at different
//! steps cannot share a forward pass. Sentences that were admitted together form a group with
//! caches of its own; a step runs the groups one after the other, and a group is dropped with its
//! last sentence.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use rust_bert::t5::LayerState;
use tch::{Device, TchError, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::contract::error::panic_text;
use crate::engine::contract::seq2seq::{Candidate, Seq2Seq, Spec, Step};
use crate::engine::cpu::precision::element::elements;
use crate::engine::cpu::precision::product::Plain;
use crate::engine::cpu::topk::{Choice, Logits};
use crate::engine::torch::longt5::{Caches, Network};
use crate::engine::torch::topk::{Scored, rank, suppressed};
use crate::engine::weights::vocabulary::OutputVocabulary;

/// Sentences that were admitted together.
struct Group {
    /// Number of source tokens of each sentence.
    lengths: Vec<i64>,
    /// The encoder's output, `[sentences, length, width]`, until the first step.
    states: Option<Tensor>,
    /// The mask of the sources, 1 for tokens and 0 for padding: `[sentences, length]` before the
    /// first step, `[rows, length]` after it.
    mask: Tensor,
    /// Keys and values, from the first step on.
    caches: Caches,
}

/// A replica: shared weights, and the state of the sentences that are being decoded.
pub(crate) struct Adapter {
    network: Arc<Network>,
    /// The groups in the order of their sentences.
    groups: Vec<Group>,
    width: usize,
    /// A placeholder for the encoder's output, `[1, 1, width]`, where only its cached keys and
    /// values are read.
    blank: Option<Tensor>,
    /// Ids that are never chosen, `[tokens]`, for devices other than the processor.
    suppressed: Option<Tensor>,
}

impl Adapter {
    pub(crate) fn new(network: Arc<Network>) -> Self {
        Self {
            network,
            groups: Vec::new(),
            width: 1,
            blank: None,
            suppressed: None,
        }
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(crate) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.network)
            .expect("tests own their weights")
            .spec
    }

    /// Number of groups that are being decoded.
    #[cfg(test)]
    pub(crate) fn groups_for_tests(&self) -> usize {
        self.groups.len()
    }

    fn put(&self, values: &[i64]) -> Result<Tensor, EngineError> {
        Ok(Tensor::f_from_slice(values)?.f_to_device(self.network.device)?)
    }

    /// The id of a token, limited to the rows of the embedding table.
    fn known(&self, token: u32) -> i64 {
        i64::from(token).min(self.network.vocabulary - 1)
    }

    /// Encodes sources. Returns the output, `[sources, length, width]`, and the mask of its
    /// padding, `[sources, length]`.
    pub(crate) fn encoder_states(
        &self,
        sources: &[&[u32]],
    ) -> Result<(Tensor, Tensor), EngineError> {
        let longest = sources.iter().map(|s| s.len()).max().unwrap_or(0).max(1);
        let mut tokens = Vec::with_capacity(sources.len() * longest);
        let mut mask = Vec::with_capacity(sources.len() * longest);
        let padding = self.known(self.network.spec.pad);
        for source in sources {
            tokens.extend(source.iter().map(|&token| self.known(token)));
            mask.resize(tokens.len(), 1);
            tokens.resize(tokens.len() + longest - source.len(), padding);
            mask.resize(tokens.len(), 0);
        }
        let shape = [sources.len() as i64, longest as i64];
        let (tokens, mask) = (
            self.put(&tokens)?.f_view(shape)?,
            self.put(&mask)?.f_view(shape)?,
        );
        let states = guarded(|| Ok(self.network.encode(&tokens, &mask)))?;
        Ok((states, mask))
    }

    /// Computes the logits of the rows' next tokens in f32, `[rows, vocabulary]`, contiguous.
    pub(crate) fn logits(&mut self, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let mut groups = std::mem::take(&mut self.groups);
        let mut rest = tokens;
        let mut logits = Vec::with_capacity(groups.len());
        for group in &mut groups {
            let (own, others) = rest.split_at(group.lengths.len() * self.width);
            logits.push(self.advance(group, own)?);
            rest = others;
        }
        self.groups = groups;
        Ok(Tensor::f_cat(&logits, 0)?)
    }

    /// Runs one step of a group; returns the logits of its rows.
    fn advance(&mut self, group: &mut Group, tokens: &[u32]) -> Result<Tensor, EngineError> {
        let Some(states) = group.states.take() else {
            let blank = self
                .blank()?
                .f_expand([tokens.len() as i64, 1, -1], false)?;
            let caches = std::mem::take(&mut group.caches);
            let (logits, caches) =
                self.decode(tokens.iter(), (&blank, &group.mask), Some(caches))?;
            group.caches = caches;
            return Ok(logits);
        };
        // All beams of a sentence begin with the start token, so one row is computed for all.
        let firsts = tokens.iter().step_by(self.width);
        let (logits, caches) = self.decode(firsts, (&states, &group.mask), None)?;
        group.caches = caches;
        if self.width == 1 {
            return Ok(logits);
        }
        let sentences = 0..group.lengths.len() as i64;
        let index: Vec<i64> = sentences
            .flat_map(|sentence| std::iter::repeat_n(sentence, self.width))
            .collect();
        let index = self.put(&index)?;
        for (target, source) in &mut group.caches {
            pick(target, &index)?;
            pick(source, &index)?;
        }
        group.mask = group.mask.f_index_select(0, &index)?;
        Ok(logits.f_index_select(0, &index)?)
    }

    fn decode<'a>(
        &self,
        tokens: impl Iterator<Item = &'a u32>,
        source: (&Tensor, &Tensor),
        caches: Option<Caches>,
    ) -> Result<(Tensor, Caches), EngineError> {
        let tokens: Vec<i64> = tokens.map(|&token| self.known(token)).collect();
        let tokens = self.put(&tokens)?.f_view([-1, 1])?;
        guarded(|| self.network.decode(&tokens, source, caches))
    }

    fn blank(&mut self) -> Result<Tensor, EngineError> {
        let Network {
            width,
            kind,
            device,
            ..
        } = *self.network;
        if self.blank.is_none() {
            self.blank = Some(Tensor::f_zeros([1, 1, width], (kind, device))?);
        }
        let blank = self.blank.as_ref().expect("it was just made: else a bug");
        Ok(blank.shallow_clone())
    }

    /// Keeps the given sentences and rows of a group, both counted within the group.
    fn keep(
        &self,
        group: &mut Group,
        sentences: &[usize],
        rows: &[i64],
    ) -> Result<(), EngineError> {
        let old_rows = (group.lengths.len() * self.width) as i64;
        if sentences.len() < group.lengths.len() {
            group.lengths = sentences.iter().map(|&s| group.lengths[s]).collect();
            let longest = group.lengths.iter().copied().max().unwrap_or(1).max(1);
            let width = if group.states.is_some() {
                1
            } else {
                self.width
            };
            let index: Vec<i64> = sentences
                .iter()
                .flat_map(|&s| s * width..(s + 1) * width)
                .map(|row| row as i64)
                .collect();
            let index = self.put(&index)?;
            group.mask = group
                .mask
                .f_narrow(1, 0, longest)?
                .f_index_select(0, &index)?;
            if let Some(states) = &mut group.states {
                *states = states.f_narrow(1, 0, longest)?.f_index_select(0, &index)?;
            }
            // The beams of a sentence attend to the same source, so reordering them does not
            // concern its keys and values.
            for state in group.caches.iter_mut().filter_map(|c| c.1.as_mut()) {
                for part in [&mut state.prev_key, &mut state.prev_value] {
                    *part = part.f_narrow(2, 0, longest)?.f_index_select(0, &index)?;
                }
            }
        }
        if !rows.iter().copied().eq(0..old_rows) {
            let index = self.put(rows)?;
            for (target, _) in &mut group.caches {
                pick(target, &index)?;
            }
        }
        Ok(())
    }
}

/// Reorders, repeats or drops the rows of a cache.
fn pick(state: &mut Option<LayerState>, index: &Tensor) -> Result<(), EngineError> {
    if let Some(state) = state {
        for part in [&mut state.prev_key, &mut state.prev_value] {
            *part = part.f_index_select(0, index)?;
        }
    }
    Ok(())
}

/// Runs a forward pass of rust-bert, which panics if libtorch fails. Too little memory is returned
/// as an error, because the replica answers it with smaller batches; other panics are resumed.
fn guarded<T>(forward: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(forward)).unwrap_or_else(|panic| {
        match EngineError::from(TchError::Torch(panic_text(panic.as_ref()))) {
            error @ EngineError::OutOfMemory(_) => Err(error),
            _ => resume_unwind(panic),
        }
    })
}

impl Seq2Seq for Adapter {
    fn spec(&self) -> &Spec {
        &self.network.spec
    }

    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        if sources.is_empty() {
            return Ok(());
        }
        let (states, mask) = self.encoder_states(sources)?;
        self.width = width;
        self.groups.push(Group {
            lengths: sources.iter().map(|s| s.len() as i64).collect(),
            states: Some(states),
            mask,
            caches: Caches::new(),
        });
        Ok(())
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        if step.tokens.is_empty() {
            return Ok(Vec::new());
        }
        let logits = self.logits(step.tokens)?;
        let network = self.network.clone();
        let vocabulary = logits.size2()?.1;
        let all = OutputVocabulary::default();
        if network.device == Device::Cpu {
            let product = Plain {
                values: elements::<f32>(&logits),
                width: vocabulary as usize,
            };
            let mut row_logits = Logits::default();
            let spec = &network.spec;
            let rows = step.rules.iter().enumerate();
            return Ok(rows
                .map(|(row, rules)| {
                    let mut choice = Choice::new(rules, spec, &all, step.k);
                    choice.take((product, row), 0, &mut row_logits);
                    choice.candidates(rules, spec, (&all, step.scoring))
                })
                .collect());
        }
        if self.suppressed.is_none() && !network.spec.suppressed.is_empty() {
            let place = (vocabulary, network.device);
            self.suppressed = suppressed(&network.spec, &all, place)?;
        }
        let scored = Scored {
            spec: &network.spec,
            vocabulary: &all,
            suppressed: self.suppressed.as_ref(),
        };
        rank(&logits, step, &scored)
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        let (mut sentences, mut rows) = (sentences, rows);
        let mut start = 0;
        let mut kept = Vec::with_capacity(self.groups.len());
        for mut group in std::mem::take(&mut self.groups) {
            let end = start + group.lengths.len();
            let count = sentences.partition_point(|&sentence| sentence < end);
            let (own, other_sentences) = sentences.split_at(count);
            let (own_rows, other_rows) = rows.split_at(count * self.width);
            if count > 0 {
                let own: Vec<usize> = own.iter().map(|sentence| sentence - start).collect();
                let first = start * self.width;
                let own_rows: Vec<i64> = own_rows.iter().map(|row| (row - first) as i64).collect();
                self.keep(&mut group, &own, &own_rows)?;
                kept.push(group);
            }
            (sentences, rows, start) = (other_sentences, other_rows, end);
        }
        self.groups = kept;
        Ok(())
    }

    fn clear(&mut self) {
        self.groups.clear();
    }
}
