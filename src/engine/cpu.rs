//! BART-shaped models on the CPU: one thread, no padding, no copies of caches.
//!
//! Matrix products run in oneDNN through libtorch; the rest are loops over slices. The source's
//! keys and values are computed once for a sentence and read by all its beams. The decoder's own
//! keys and values stay where the step that made them left them: each row remembers which row of
//! each earlier step it descends from, so beams are reordered, and finished rows dropped, by
//! copying row numbers.

use std::collections::VecDeque;
use std::sync::Arc;

use super::arithmetic::{Arithmetic, Plain, Product};
use super::attention::{Attention, Scratch, attend, warm};
use super::blocks::{close, feed_forward, scale};
use super::cached::Cached;
use super::encoder::encode;
use super::kernels::{copy, enter, keep, split};
use super::listed::{ListedLayer, score};
use super::packed::{OutputLayer, Packed};
use super::select::{Choice, Logits};
use super::vocabulary::OutputVocabulary;
use super::weights::Weights;
use super::{Candidate, EngineError, Seq2Seq, Spec, Step};

/// Source tokens that are encoded together: enough for full speed, few enough for the caches.
const ENCODED_TOGETHER: usize = 768;

/// Source positions of a page. Pages are of one size, so that those of finished sentences serve
/// new ones of any length.
const PAGE: usize = 16;

struct Sentence<T> {
    /// The source's positions, each page `[layers, PAGE, cells]`.
    pages: Vec<Vec<T>>,
    length: usize,
    /// What it may say, where the model has a shortlist.
    list: Option<List>,
}

/// Tokens, and their rows in the output layer.
struct List {
    vocabulary: OutputVocabulary,
    rows: Vec<u32>,
}

#[derive(Clone)]
struct Row {
    /// The step that began it.
    start: usize,
    /// For each step since: the row of that step that holds its key and value.
    history: Vec<u32>,
}

/// The positions that a step made, `[layers, rows, cells]`.
struct StepMemory<T> {
    cells: Vec<T>,
    rows: usize,
}

/// A replica: shared weights and the sentences that are being decoded.
pub(crate) struct CpuModel<A: Arithmetic> {
    weights: Arc<Weights<Packed<A>>>,
    sentences: Vec<Sentence<A::Cached>>,
    /// Pages of sentences that are gone.
    spare_pages: Vec<Vec<A::Cached>>,
    rows: Vec<Row>,
    width: usize,
    steps: VecDeque<StepMemory<A::Cached>>,
    /// Number of the first step in `steps`.
    first_step: usize,
    /// Space of steps that no row needs any more.
    spare: Vec<Vec<A::Cached>>,
    queries: Vec<f32>,
    scratch: Scratch,
    /// Those of one row and one block of the output layer.
    logits: Logits,
}

impl<A: Arithmetic> CpuModel<A> {
    pub(crate) fn new(weights: Arc<Weights<Packed<A>>>) -> Self {
        Self {
            weights,
            sentences: Vec::new(),
            spare_pages: Vec::new(),
            rows: Vec::new(),
            width: 1,
            steps: VecDeque::new(),
            first_step: 0,
            spare: Vec::new(),
            queries: Vec::new(),
            scratch: Scratch::default(),
            logits: Logits::default(),
        }
    }

    /// The special tokens, for tests that decode with other settings than the checkpoint's.
    #[cfg(test)]
    pub(super) fn spec_for_tests(&mut self) -> &mut Spec {
        &mut Arc::get_mut(&mut self.weights)
            .expect("tests own their weights")
            .spec
    }

    /// The encoder's output, as [`encode`] gives it.
    pub(super) fn encode(
        &mut self,
        sources: &[&[u32]],
    ) -> Result<(Vec<f32>, A::Input), EngineError> {
        encode::<A>(&self.weights, &mut self.scratch, sources)
    }

    /// Encodes sources and keeps their keys and values for each decoder layer.
    fn remember(&mut self, sources: &[&[u32]]) -> Result<(), EngineError> {
        let (_, states) = self.encode(sources)?;
        let weights = self.weights.clone();
        let heads = weights.decoder_heads;
        let layer_size = PAGE * A::Cached::cells(weights.width, heads);
        let page_size = weights.decoder.len() * layer_size;
        let first = self.sentences.len();
        for source in sources {
            let new = || vec![A::Cached::default(); page_size];
            let pages = (0..source.len().div_ceil(PAGE))
                .map(|_| self.spare_pages.pop().unwrap_or_else(new))
                .collect();
            self.sentences.push(Sentence {
                pages,
                length: source.len(),
                list: weights.shortlist.as_ref().map(|shortlist| {
                    let mut tokens = shortlist.tokens(source);
                    let row = |&token: &u32| weights.vocabulary.row(token);
                    tokens.retain(|token| row(token).is_some());
                    List {
                        rows: tokens.iter().filter_map(row).map(|r| r as u32).collect(),
                        vocabulary: OutputVocabulary::Listed(tokens),
                    }
                }),
            });
        }
        for (index, layer) in weights.decoder.iter().enumerate() {
            let all = A::multiply(&layer.cross.memory, &states)?;
            let all = A::product(&layer.cross.memory, &states, &all);
            let mut row = 0;
            for sentence in &mut self.sentences[first..] {
                let mut left = sentence.length;
                for page in &mut sentence.pages {
                    let used = left.min(PAGE);
                    let start = index * layer_size;
                    let end = start + used * layer_size / PAGE;
                    keep(all, row, heads, &mut page[start..end]);
                    row += used;
                    left -= used;
                }
            }
        }
        Ok(())
    }

    /// Logits of the rows' next tokens in f32, `[rows * vocabulary]`.
    #[cfg(test)]
    pub(super) fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, EngineError> {
        let x = self.decode(tokens)?;
        let OutputLayer::Blocks(output) = &self.weights.output else {
            unreachable!("tests of logits load no shortlist")
        };
        let results = output
            .iter()
            .map(|block| A::multiply(block, &x))
            .collect::<Result<Vec<_>, _>>()?;
        let mut logits = Vec::new();
        for row in 0..tokens.len() {
            for (block, result) in output.iter().zip(&results) {
                let product = A::product(block, &x, result);
                let from = logits.len();
                logits.resize(from + product.width(), 0.0);
                product.read(row, 0, &mut logits[from..]);
            }
        }
        Ok(logits)
    }

    /// The decoder's output states for the rows' next tokens, `[rows, d]`.
    fn decode(&mut self, tokens: &[u32]) -> Result<A::Input, EngineError> {
        let weights = self.weights.clone();
        let w = &*weights;
        let (d, count) = (w.width, tokens.len());
        let mut state = vec![0.0f32; count * d];
        for ((row, &token), out) in self.rows.iter().zip(tokens).zip(state.chunks_exact_mut(d)) {
            w.target.write(token, row.history.len(), out);
        }
        let mut x = A::input(count, d);
        enter(&mut state, d, &w.target.norms, A::rows(&mut x));
        for (number, row) in self.rows.iter_mut().enumerate() {
            row.history.push(number as u32);
        }
        let layer_size = count * A::Cached::cells(d, w.decoder_heads);
        let mut cells = self.spare.pop().unwrap_or_default();
        cells.resize(w.decoder.len() * layer_size, A::Cached::default());
        self.steps.push_back(StepMemory { cells, rows: count });
        self.queries.resize(count * d, 0.0);
        let scale = scale(d, w.decoder_heads);
        for (index, layer) in w.decoder.iter().enumerate() {
            let block = &layer.attention;
            let fused = A::multiply(&block.qkv, &x)?;
            let step = self
                .steps
                .back_mut()
                .expect("a step was just pushed: else a bug");
            split(
                A::product(&block.qkv, &x, &fused),
                scale,
                w.decoder_heads,
                &mut self.queries,
                &mut step.cells[index * layer_size..(index + 1) * layer_size],
            );
            let mut context = A::input(count, d);
            self.attend_history(index, w.decoder_heads, &mut A::rows(&mut context));
            close::<A>(&block.out, &block.norm, &context, &mut state, &mut x)?;

            let block = &layer.cross;
            let query = A::multiply(&block.query, &x)?;
            copy(
                A::product(&block.query, &x, &query),
                0,
                scale,
                &mut self.queries,
            );
            let mut context = A::input(count, d);
            self.attend_memory(index, w.decoder_heads, &mut A::rows(&mut context));
            close::<A>(&block.out, &block.norm, &context, &mut state, &mut x)?;

            feed_forward::<A>(&layer.feed_forward, &mut state, &mut x)?;
        }
        Ok(x)
    }

    /// The best next tokens of all that the output layer scores.
    fn choose(
        &mut self,
        blocks: &[A::Linear],
        x: &A::Input,
        step: &Step<'_>,
    ) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let w = &*self.weights;
        let mut choices: Vec<Choice> = step
            .rules
            .iter()
            .map(|rules| Choice::new(rules, &w.spec, &w.vocabulary, step.k))
            .collect();
        let mut from = 0;
        for block in blocks {
            let result = A::multiply(block, x)?;
            let product = A::product(block, x, &result);
            for (row, choice) in choices.iter_mut().enumerate() {
                choice.take((product, row), from, &mut self.logits);
            }
            from += product.width();
        }
        let asked = (&w.vocabulary, step.scoring);
        Ok(choices
            .into_iter()
            .zip(step.rules)
            .map(|(choice, rules)| choice.candidates(rules, &w.spec, asked))
            .collect())
    }

    /// The best next tokens of those that each sentence may say.
    fn choose_listed(
        &mut self,
        layer: &ListedLayer<A::Cached>,
        x: &A::Input,
        step: &Step<'_>,
    ) -> Vec<Vec<Candidate>> {
        let w = &*self.weights;
        let mut chosen = Vec::with_capacity(step.rules.len());
        let mut states = vec![0.0; self.width * layer.width()];
        let mut scores = Vec::new();
        let lists = self.sentences.iter().map(|s| s.list.as_ref());
        for (list, rules) in lists.zip(step.rules.chunks(self.width)) {
            let list = list.expect("every sentence got a list: else a bug");
            for (row, state) in (chosen.len()..).zip(states.chunks_exact_mut(layer.width())) {
                A::read(x, row, &mut state[..w.width]);
            }
            let width = list.rows.len();
            scores.resize(self.width * width, 0.0);
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

    /// Attention of each row over its own past.
    fn attend_history(&mut self, layer: usize, heads: usize, out: &mut A::Rows<'_>) {
        let d = self.weights.width;
        let cells = A::Cached::cells(d, heads);
        let steps: Vec<&[A::Cached]> = self
            .steps
            .iter()
            .map(|step| &step.cells[layer * step.rows * cells..(layer + 1) * step.rows * cells])
            .collect();
        let rows = &self.rows;
        let fill = |memory: &mut Vec<_>, number: usize| {
            memory.clear();
            let Some(row) = rows.get(number) else { return };
            let steps = &steps[row.start - self.first_step..];
            let positions = row.history.iter().zip(steps);
            memory.extend(
                positions.map(|(&at, step)| &step[at as usize * cells..(at as usize + 1) * cells]),
            );
        };
        let (mut memory, mut next) = (Vec::new(), Vec::new());
        fill(&mut next, 0);
        for number in 0..rows.len() {
            std::mem::swap(&mut memory, &mut next);
            fill(&mut next, number + 1);
            warm(&next);
            let attention = Attention {
                queries: &self.queries[number * d..(number + 1) * d],
                memory: &memory,
                width: d,
                heads,
                row: number,
                scratch: &mut self.scratch,
            };
            attend(attention, out);
        }
    }

    /// Attention of each sentence's rows over its source.
    fn attend_memory(&mut self, layer: usize, heads: usize, out: &mut A::Rows<'_>) {
        let d = self.weights.width;
        let cells = A::Cached::cells(d, heads);
        let sentences = &self.sentences;
        let fill = |memory: &mut Vec<_>, number: usize| {
            memory.clear();
            let Some(sentence) = sentences.get(number) else {
                return;
            };
            let own = sentence.pages.iter().flat_map(|page| {
                let page = &page[layer * PAGE * cells..(layer + 1) * PAGE * cells];
                page.chunks_exact(cells)
            });
            memory.extend(own.take(sentence.length));
        };
        let (mut memory, mut next) = (Vec::new(), Vec::new());
        fill(&mut next, 0);
        for number in 0..sentences.len() {
            std::mem::swap(&mut memory, &mut next);
            fill(&mut next, number + 1);
            warm(&next);
            let row = number * self.width;
            let attention = Attention {
                queries: &self.queries[row * d..(row + self.width) * d],
                memory: &memory,
                width: d,
                heads,
                row,
                scratch: &mut self.scratch,
            };
            attend(attention, out);
        }
    }
}

/// How many of the first sources are encoded together; at least one.
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
        self.width = width;
        let mut rest = sources;
        while !rest.is_empty() {
            let (group, others) = rest.split_at(fitting(rest));
            self.remember(group)?;
            rest = others;
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
        let x = self.decode(step.tokens)?;
        let weights = self.weights.clone();
        match &weights.output {
            OutputLayer::Blocks(blocks) => self.choose(blocks, &x, step),
            OutputLayer::Listed(layer) => Ok(self.choose_listed(layer, &x, step)),
        }
    }

    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.rows = rows.iter().map(|&row| self.rows[row].clone()).collect();
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
        let oldest = self
            .rows
            .iter()
            .map(|r| r.start)
            .min()
            .unwrap_or(self.first_step + self.steps.len());
        while self.first_step < oldest {
            self.spare.extend(self.steps.pop_front().map(|s| s.cells));
            self.first_step += 1;
        }
        Ok(())
    }

    fn clear(&mut self) {
        for mut sentence in self.sentences.drain(..) {
            self.spare_pages.append(&mut sentence.pages);
        }
        self.rows.clear();
        self.spare.extend(self.steps.drain(..).map(|s| s.cells));
        self.first_step = 0;
    }
}
