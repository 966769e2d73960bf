//! Models on processors: one thread for each replica, no padding, and no copying of key-value
//! caches.
//!
//! Matrix products run in oneDNN through libtorch, or in
//! [`vnni_gemm`](super::precision::vnni_gemm); the rest are loops over slices. A source's keys and
//! values are computed once per sentence and read by all its beams. The decoder's own keys and
//! values stay where the step that computed them stored them: each row remembers which row of each
//! earlier step it descends from, so that beams are reordered, and finished rows dropped, by
//! copying row numbers.

use std::sync::Arc;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::{Candidate, Seq2Seq, Spec, Step};
use crate::engine::cpu::attention::PAGE;
use crate::engine::cpu::attention::batch::{attend_all, one_by_one};
use crate::engine::cpu::attention::bias::Window;
use crate::engine::cpu::attention::kv_cell::{Cached, CellRows};
use crate::engine::cpu::attention::paging::{Page, PageRows, pages, places};
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::attention::vnni_pages::{PagedAttention, attend as attend_pages};
use crate::engine::cpu::beams::{Beams, Row};
use crate::engine::cpu::encoder::encode;
use crate::engine::cpu::history::History;
use crate::engine::cpu::kernels::{Cells, copy, enter, recur, split, transfer};
use crate::engine::cpu::layers::{close, feed_forward, scale};
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::product::{Plain, Product};
use crate::engine::cpu::sentence::{List, Sentence};
use crate::engine::cpu::shortlisted_output::{ListedLayer, score};
use crate::engine::cpu::topk::{Choice, Logits};
use crate::engine::cpu::weights::{OutputLayer, Packed};
use crate::engine::weights::layout::{Heads, Past, Weights};

/// Maximum number of source tokens that are encoded together (a longer source alone): enough for
/// full speed, few enough for the caches.
const ENCODED_TOGETHER: usize = 768;
/// Fewest positions of a target that biases are laid out for.
const FEWEST_BIASES: usize = 64;

/// A replica: shared weights, and the state of the sentences that are being decoded.
pub(crate) struct CpuModel<A: Arithmetic> {
    weights: Arc<Weights<Packed<A>>>,
    sentences: Vec<Sentence<A::Cached>>,
    /// Pages of finished sentences, to be reused.
    spare_pages: Vec<Page<A::Cached>>,
    beams: Beams,
    history: History<A::Cached>,
    /// The cells of the decoder's recurrent units, `[recurrent layers, rows, d]`, of the last step and
    /// of the one before it; empty if the decoder has none.
    cells: [Vec<f32>; 2],
    /// The biases of the decoder's self-attention, if the model has them, for as many positions as
    /// were needed so far.
    past_bias: Window,
    queries: Vec<f32>,
    scratch: Scratch,
    /// Scratch logits for one row of one output block.
    logits: Logits,
}

impl<A: Arithmetic> CpuModel<A> {
    pub(crate) fn new(weights: Arc<Weights<Packed<A>>>) -> Self {
        let heads = weights.decoder_heads;
        Self {
            weights,
            sentences: Vec::new(),
            spare_pages: Vec::new(),
            beams: Beams::new(),
            history: History::new(A::Cached::cells(heads.width(), heads.count)),
            cells: [Vec::new(), Vec::new()],
            past_bias: Window::default(),
            queries: Vec::new(),
            scratch: Scratch::default(),
            logits: Logits::default(),
        }
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(crate) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.weights)
            .expect("tests own their weights")
            .spec
    }

    /// Encodes sources as [`encode`] does.
    pub(crate) fn encode(
        &mut self,
        sources: &[&[u32]],
    ) -> Result<(Vec<f32>, A::Input), EngineError> {
        encode::<A>(&self.weights, &mut self.scratch, sources)
    }

    /// Encodes sources and stores their keys and values for each decoder layer.
    fn remember(&mut self, sources: &[&[u32]]) -> Result<(), EngineError> {
        let (_, states) = self.encode(sources)?;
        let weights = self.weights.clone();
        let heads = weights.decoder_heads.count;
        let layers = weights.decoder.len();
        let first = self.sentences.len();
        for source in sources {
            let new = || Page::new(layers, weights.decoder_heads.width(), heads);
            let pages = (0..pages(source.len()))
                .map(|_| self.spare_pages.pop().unwrap_or_else(new))
                .collect();
            self.sentences.push(Sentence {
                pages,
                length: source.len(),
                list: weights
                    .shortlist
                    .as_ref()
                    .map(|shortlist| List::new(shortlist.tokens(source), &weights.vocabulary)),
            });
        }
        let places = places(sources);
        for (index, layer) in weights.decoder.iter().enumerate() {
            let new = self.sentences[first..].iter_mut();
            let pages = new.flat_map(|sentence| &mut sentence.pages);
            let pages = pages.map(|page| page.layer_mut(index, layers));
            let mut rows = PageRows {
                pages: pages.collect(),
                heads,
                places: &places,
            };
            A::multiply(&layer.cross.memory, &states, |product| {
                transfer(product, &mut rows);
            })?;
        }
        Ok(())
    }

    /// Computes the logits of the rows' next tokens in f32, `[rows * vocabulary]`.
    #[cfg(test)]
    pub(crate) fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, EngineError> {
        let x = self.decode(tokens, &[])?;
        let OutputLayer::Blocks(output) = &self.weights.output else {
            unreachable!("tests of logits load no shortlist")
        };
        let mut computed =
            vec![Vec::new(); self.beams.parts().last().map_or(0, |part| part.rows.end)];
        for block in output {
            A::multiply(block, &x, |product| {
                for row in product.rows() {
                    let logits = &mut computed[row];
                    let from = logits.len();
                    logits.resize(from + product.width(), 0.0);
                    product.read(row, 0, &mut logits[from..]);
                }
            })?;
        }
        Ok(self.beams.all_rows(computed).concat())
    }

    /// Runs the decoder's layers for the rows that the step computes, of which `live` gives the number
    /// for each sentence as in [`Step`]; returns their output states, `[rows, d]`.
    fn decode(&mut self, tokens: &[u32], live: &[usize]) -> Result<A::Input, EngineError> {
        let weights = self.weights.clone();
        let w = &*weights;
        let (d, heads) = (w.width, w.decoder_heads);
        let (width, scale) = (heads.width(), scale(heads));
        let computed = self.beams.begin(tokens, live);
        let count = computed.len();
        let last = computed.iter().map(|&(_, position)| position).max();
        self.reach_back(last.unwrap_or(0));
        let mut state = vec![0.0f32; count * d];
        for ((token, position), row) in computed.into_iter().zip(state.chunks_exact_mut(d)) {
            w.target.write(token, position, row);
        }
        let mut x = A::input(count, d);
        enter(&mut state, d, &w.target.norms, A::rows(&mut x));
        let recurrent = w.recurrent_layers();
        self.history.begin(w.decoder.len() - recurrent, count);
        self.queries.resize(count * width, 0.0);
        let origins = self.beams.origins();
        self.cells.swap(0, 1);
        self.cells[0].resize(recurrent * count * d, 0.0);
        for (number, layer) in w.decoder_layers() {
            let of_kind = number.of_kind;
            match &layer.past {
                Past::Attention(block) => {
                    let mut rows = CellRows {
                        cells: self.history.newest(of_kind),
                        heads: heads.count,
                    };
                    A::multiply(&block.qkv, &x, |product| {
                        split(product, scale, &mut self.queries, &mut rows);
                    })?;
                    let mut context = A::input(count, width);
                    self.attend_history(of_kind, heads, &mut A::rows(&mut context));
                    close::<A>(&block.out, &block.norm, &context, &mut state, &mut x)?;
                }
                Past::Ssru(block) => {
                    let [now, before] = &mut self.cells;
                    let rows = before.len() / (recurrent * d);
                    let mut cells = Cells {
                        from: &origins,
                        before: &before[of_kind * rows * d..(of_kind + 1) * rows * d],
                        now: &mut now[of_kind * count * d..(of_kind + 1) * count * d],
                    };
                    let mut next = A::input(count, d);
                    let mut out = A::rows(&mut next);
                    A::multiply(&block.fused, &x, |product| {
                        recur(&mut state, product, &mut cells, &block.norm, &mut out);
                    })?;
                    drop(out);
                    x = next;
                }
            }

            let block = &layer.cross;
            let queries = &mut self.queries;
            A::multiply(&block.query, &x, |product| copy(product, scale, queries))?;
            let mut context = A::input(count, width);
            self.attend_memory(number.layer, heads, &mut A::rows(&mut context));
            close::<A>(&block.out, &block.norm, &context, &mut state, &mut x)?;

            feed_forward::<A>(&layer.feed_forward, count, &mut state, &mut x)?;
        }
        Ok(x)
    }

    /// Makes sure that the biases of self-attention, if the model has them, reach from `position`
    /// back to the first position.
    fn reach_back(&mut self, position: usize) {
        if let Some(bias) = &self.weights.decoder_bias
            && position >= self.past_bias.reach()
        {
            let room = (position + 1).next_power_of_two().max(FEWEST_BIASES);
            self.past_bias = Window::new(bias, room - 1, 0);
        }
    }

    /// Chooses the best next tokens of each row from all that the output layer scores.
    fn choose(
        &mut self,
        blocks: &[A::Linear],
        x: &A::Input,
        step: &Step<'_>,
    ) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let w = &*self.weights;
        let rules = || self.beams.rules(step).flatten();
        let mut choices: Vec<Choice> = rules()
            .map(|rules| Choice::new(rules, &w.spec, &w.vocabulary, step.k))
            .collect();
        let mut from = 0;
        for block in blocks {
            let mut width = 0;
            A::multiply(block, x, |product| {
                width = product.width();
                for row in product.rows() {
                    choices[row].take((product, row), from, &mut self.logits);
                }
            })?;
            from += width;
        }
        let asked = (&w.vocabulary, step.scoring);
        Ok(choices
            .into_iter()
            .zip(rules())
            .map(|(choice, rules)| choice.candidates(rules, &w.spec, asked))
            .collect())
    }

    /// Chooses the best next tokens of each row from its sentence's shortlist.
    fn choose_listed(
        &mut self,
        layer: &ListedLayer<A::Cached>,
        x: &A::Input,
        step: &Step<'_>,
    ) -> Vec<Vec<Candidate>> {
        let w = &*self.weights;
        let mut chosen = Vec::with_capacity(step.rules.len());
        let (mut states, mut scores) = (Vec::new(), Vec::new());
        let sentences = self.sentences.iter().zip(self.beams.parts());
        for ((sentence, part), rules) in sentences.zip(self.beams.rules(step)) {
            let list = sentence.list.as_ref();
            let list = list.expect("every sentence got a list: else a bug");
            states.resize(part.rows.len() * layer.width(), 0.0);
            for (row, state) in part
                .rows
                .clone()
                .zip(states.chunks_exact_mut(layer.width()))
            {
                A::read(x, row, &mut state[..w.width]);
            }
            let width = list.rows.len();
            scores.resize(part.rows.len() * width, 0.0);
            score(layer, &list.rows, &states, &mut scores);
            for (values, rules) in scores.chunks_exact(width).zip(rules) {
                let mut choice = Choice::new(rules, &w.spec, &list.vocabulary, step.k);
                choice.take((Plain { values, width }, 0), 0, &mut self.logits);
                let asked = (&list.vocabulary, step.scoring);
                chosen.push(choice.candidates(rules, &w.spec, asked));
            }
        }
        chosen
    }

    /// Computes self-attention of each row over its history, in the layer of this number among those
    /// with self-attention.
    fn attend_history(&mut self, layer: usize, heads: Heads, out: &mut A::Rows<'_>) {
        let cells = A::Cached::cells(heads.width(), heads.count);
        let (first, steps) = (self.history.first(), self.history.of_layer(layer));
        let beams = &self.beams;
        let bias = self.weights.decoder_bias.as_ref();
        let bias = bias.map(|_| &self.past_bias);
        let queries = (&self.queries[..], heads.count);
        attend_all(
            beams.parts(),
            queries,
            &mut self.scratch,
            out,
            |number, seen| {
                let (part, rows) = (&beams.parts()[number], beams.of(number));
                let steps = &steps[rows[0].start - first..];
                let position = |at: usize, row: &Row| {
                    let from = row.history[at] as usize * cells;
                    &steps[at][from..from + cells]
                };
                let shared = (0..part.shared).map(|at| position(at, &rows[0]));
                seen.shared.extend(shared);
                let last = rows[0].history.len() - 1;
                seen.bias = bias.map(|window| window.of_queries_at(last));
                for row in rows {
                    let own = part.shared..row.history.len();
                    seen.own.extend(own.map(|at| position(at, row)));
                }
            },
        );
    }

    /// Computes cross-attention of each sentence's rows over its source.
    fn attend_memory(&mut self, layer: usize, heads: Heads, out: &mut A::Rows<'_>) {
        let (heads, d, size) = (heads.count, heads.width(), heads.size);
        if A::Cached::in_head_pages(size) {
            let see = |number: usize, pages: &mut Vec<_>| {
                pages.clear();
                let all = self.sentences[number].pages.iter();
                pages.extend(all.map(|page| page.heads(layer, heads)));
            };
            let parts = self.beams.parts();
            one_by_one(parts.len(), see, |number, pages, next| {
                let rows = parts[number].rows.clone();
                let attention = PagedAttention {
                    queries: &self.queries[rows.start * d..rows.end * d],
                    pages,
                    next,
                    length: self.sentences[number].length,
                    bias: None,
                    row: rows.start,
                    scratch: &mut self.scratch,
                };
                attend_pages(attention, out);
            });
            return;
        }
        let cells = A::Cached::cells(d, heads);
        let queries = (&self.queries[..], heads);
        attend_all(
            self.beams.parts(),
            queries,
            &mut self.scratch,
            out,
            |number, seen| {
                let sentence = &self.sentences[number];
                let positions = sentence.pages.iter().flat_map(|page| {
                    let page = page.cells(layer, PAGE * cells);
                    page.chunks_exact(cells)
                });
                seen.shared.extend(positions.take(sentence.length));
            },
        );
    }
}

/// Number of sources to encode together, from the first on; at least one.
fn fitting(sources: &[&[u32]]) -> usize {
    let mut tokens = 0;
    let fits = |source: &&&[u32]| {
        tokens += source.len();
        tokens <= ENCODED_TOGETHER
    };
    sources.iter().take_while(fits).count().max(1)
}

impl<A: Arithmetic> Seq2Seq for CpuModel<A> {
    fn spec(&self) -> &Spec {
        &self.weights.spec
    }

    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        let mut rest = sources;
        while !rest.is_empty() {
            let (group, others) = rest.split_at(fitting(rest));
            self.remember(group)?;
            rest = others;
        }
        let step = self.history.following();
        self.beams.admit(sources.len(), width, step);
        Ok(())
    }

    fn allow(&mut self, sentence: usize, tokens: &[u32]) {
        let vocabulary = &self.weights.vocabulary;
        if let Some(sentence) = self.sentences.get_mut(sentence) {
            let list = sentence.list.take();
            sentence.list = list.map(|list| list.with(tokens, vocabulary));
        }
    }

    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let x = self.decode(step.tokens, step.live)?;
        let weights = self.weights.clone();
        let computed = match &weights.output {
            OutputLayer::Blocks(blocks) => self.choose(blocks, &x, step)?,
            OutputLayer::Listed(layer) => self.choose_listed(layer, &x, step),
        };
        Ok(self.beams.all_rows(computed))
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.beams.gather(rows);
        let mut index = 0;
        let mut kept = sentences.iter().peekable();
        let spare = &mut self.spare_pages;
        self.sentences.retain_mut(|sentence| {
            index += 1;
            let stays = kept.next_if(|&&s| s == index - 1).is_some();
            if !stays {
                spare.append(&mut sentence.pages);
            }
            stays
        });
        let next = self.history.following();
        let oldest = self.beams.oldest().unwrap_or(next);
        self.history.forget_before(oldest);
        Ok(())
    }

    fn clear(&mut self) {
        for mut sentence in self.sentences.drain(..) {
            self.spare_pages.append(&mut sentence.pages);
        }
        self.beams.clear();
        self.history.clear();
    }
}
