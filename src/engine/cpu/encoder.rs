//! The encoder on processors. Sources of different lengths are encoded together without padding.

use tch::{Device, Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::attention::bias::{Bias, Window};
use crate::engine::cpu::attention::kv_cell::{Cached, CellRows};
use crate::engine::cpu::attention::paging::{PageRef, PageRows, pages, places};
use crate::engine::cpu::attention::rows::{Attention, attend};
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::attention::vnni_pages::{HeadPage, PagedAttention, attend as attend_pages};
use crate::engine::cpu::kernels::{enter, split};
use crate::engine::cpu::layers::{close, feed_forward, scale};
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::element::{Element, elements, elements_mut};
use crate::engine::cpu::precision::product::{Plain, Product, Rows};
use crate::engine::cpu::weights::Packed;
use crate::engine::weights::layout::{Heads, Weights};

/// Sources with more tokens than this compute their attention with libtorch's matrix products,
/// which are blocked for the caches, unless keys and values lie in [`HeadPage`]s.
const LONG: usize = 128;

/// Encodes sources. Returns the output, `[tokens, d]` with one source after the other, in f32 and
/// as the input of the decoder's layers.
pub(crate) fn encode<A: Arithmetic>(
    w: &Weights<Packed<A>>,
    scratch: &mut Scratch,
    sources: &[&[u32]],
) -> Result<(Vec<f32>, A::Input), EngineError> {
    let d = w.width;
    let count: usize = sources.iter().map(|s| s.len()).sum();
    let mut state = vec![0.0f32; count * d];
    let positions = sources
        .iter()
        .flat_map(|source| source.iter().copied().enumerate());
    for ((position, token), row) in positions.zip(state.chunks_exact_mut(d)) {
        w.source.write(token, position, row);
    }
    let mut x = A::input(count, d);
    enter(&mut state, d, &w.source.norms, A::rows(&mut x));
    let (heads, width) = (w.encoder_heads.count, w.encoder_heads.width());
    let scale = scale(w.encoder_heads);
    let last = sources.iter().map(|source| source.len()).max().unwrap_or(0);
    let last = last.saturating_sub(1);
    let window = w.encoder_bias.as_ref();
    let window = window.map(|bias| Window::new(bias, last, last));
    let places = places(sources);
    let mut memory = Memory::new::<A>(sources, w.encoder_heads);
    let mut queries = vec![0.0f32; count * width];
    for layer in &w.encoder {
        let block = &layer.attention;
        match &mut memory {
            Memory::Rows(rows) => {
                // SAFETY: `Memory::new` created the tensor, and no view of it outlives
                // `attend_sources`, so nothing else refers to its memory here.
                let cells = unsafe { elements_mut::<A::Element>(rows) };
                let mut rows = CellRows { cells, heads };
                project::<A>(&block.qkv, &x, scale, &mut queries, &mut rows)?;
            }
            Memory::Pages(pages) => {
                let pages = pages.chunks_exact_mut(heads).map(PageRef::Heads);
                let mut rows = PageRows::<A::Cached> {
                    pages: pages.collect(),
                    heads,
                    places: &places,
                };
                project::<A>(&block.qkv, &x, scale, &mut queries, &mut rows)?;
            }
        }
        let mut context = A::input(count, width);
        let attention = Sources {
            queries: &queries,
            memory: &memory,
            bias: window.as_ref().map(Window::of_successive_queries),
            heads: w.encoder_heads,
        };
        attend_sources::<A>(attention, sources, scratch, &mut A::rows(&mut context))?;
        close::<A>(&block.out, &block.norm, &context, &mut state, &mut x)?;
        feed_forward::<A>(&layer.feed_forward, count, &mut state, &mut x)?;
    }
    Ok((state, x))
}

/// Computes the queries, and writes keys and values to `memory`.
fn project<A: Arithmetic>(
    qkv: &A::Linear,
    x: &A::Input,
    scale: f32,
    queries: &mut [f32],
    memory: &mut impl Rows,
) -> Result<(), EngineError> {
    A::multiply(qkv, x, |product| split(product, scale, queries, memory))
}

/// The keys and values of one encoder layer.
enum Memory {
    /// `[tokens, 2 width]`.
    Rows(Tensor),
    /// `[pages, heads]`; each source begins with a page of its own.
    Pages(Vec<HeadPage>),
}

impl Memory {
    fn new<A: Arithmetic>(sources: &[&[u32]], heads: Heads) -> Self {
        if A::Cached::in_head_pages(heads.size) {
            let pages: usize = sources.iter().map(|source| pages(source.len())).sum();
            return Self::Pages(vec![HeadPage::EMPTY; pages * heads.count]);
        }
        let tokens: usize = sources.iter().map(|source| source.len()).sum();
        let size = [tokens as i64, 2 * heads.width() as i64];
        Self::Rows(Tensor::empty(size, (A::Element::KIND, Device::Cpu)))
    }
}

/// What the self-attention of sources reads.
struct Sources<'a> {
    /// `[tokens, width]`.
    queries: &'a [f32],
    memory: &'a Memory,
    bias: Option<Bias<'a>>,
    heads: Heads,
}

/// Computes attention of each source over itself.
fn attend_sources<A: Arithmetic>(
    Sources {
        queries,
        memory,
        bias,
        heads: shape,
    }: Sources<'_>,
    sources: &[&[u32]],
    scratch: &mut Scratch,
    out: &mut A::Rows<'_>,
) -> Result<(), EngineError> {
    let (heads, d) = (shape.count, shape.width());
    let (mut row, mut page) = (0, 0);
    for source in sources {
        let range = row * d..(row + source.len()) * d;
        let queries = &queries[range.clone()];
        match memory {
            Memory::Pages(all) => {
                let last = page + pages(source.len());
                let own = &all[page * heads..last * heads];
                let attention = PagedAttention {
                    queries,
                    pages: &own.chunks_exact(heads).collect::<Vec<_>>(),
                    next: &[],
                    length: source.len(),
                    bias,
                    row,
                    scratch: &mut *scratch,
                };
                attend_pages(attention, out);
                page = last;
            }
            Memory::Rows(memory) if source.len() > LONG => {
                let context = attend_long::<A::Element>((queries, bias), memory, row, heads)?;
                let context = Plain {
                    values: elements::<A::Element>(&context),
                    width: d,
                };
                let mut values = vec![0.0f32; d];
                for number in 0..source.len() {
                    context.read(number, 0, &mut values);
                    out.put(row + number, &values);
                }
            }
            Memory::Rows(memory) => {
                let own = &elements::<A::Element>(memory)[2 * range.start..2 * range.end];
                let attention = Attention {
                    queries,
                    memory: &own.chunks_exact(2 * d).collect::<Vec<_>>(),
                    own: &[],
                    bias,
                    width: d,
                    heads,
                    row,
                    scratch: &mut *scratch,
                };
                attend(attention, out);
            }
        }
        row += source.len();
    }
    Ok(())
}

/// Computes attention of a long source over itself, `[length, d]`. Its keys and values begin at row
/// `row` of `memory`, `[tokens, 2 d]`; `queries` come with the biases of their scores.
fn attend_long<T: Element>(
    (queries, bias): (&[f32], Option<Bias<'_>>),
    memory: &Tensor,
    row: usize,
    heads: usize,
) -> Result<Tensor, EngineError> {
    let d = memory.size()[1] / 2;
    let length = queries.len() as i64 / d;
    let heads = heads as i64;
    let own = memory.f_narrow(0, row as i64, length)?;
    let own = own.f_view([length, 2, heads, d / heads])?;
    let own = own.f_permute([1, 2, 0, 3])?.f_contiguous()?;
    let keys = own.f_get(0)?.f_to_kind(Kind::Float)?;
    let values = own.f_get(1)?;
    let queries = Tensor::f_from_slice(queries)?;
    let queries = queries.f_view([length, heads, d / heads])?;
    let queries = queries.f_transpose(0, 1)?.f_contiguous()?;
    // Head by head, because libtorch's fused attention takes half as long again in bf16.
    let heads = (0..heads).map(|head| {
        let mut scores = queries.f_get(head)?.f_mm(&keys.f_get(head)?.f_tr()?)?;
        if let Some(bias) = bias {
            // SAFETY: the product was just computed, so nothing else refers to its memory.
            let scores = unsafe { elements_mut::<f32>(&mut scores) };
            for (query, row) in scores.chunks_exact_mut(length as usize).enumerate() {
                for (score, value) in row.iter_mut().zip(bias.of(head as usize, query)) {
                    *score += value;
                }
            }
        }
        let weights = scores.f_softmax(-1, Kind::Float)?.f_to_kind(T::KIND)?;
        Ok(weights.f_mm(&values.f_get(head)?)?)
    });
    let heads = heads.collect::<Result<Vec<_>, EngineError>>()?;
    Ok(Tensor::f_cat(&heads, 1)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::cpu::precision::arithmetic::Floats;
    use crate::engine::cpu::precision::element::Bf16;
    use crate::engine::weights::relative::PositionBias;

    /// The largest difference between the attention for long and for short sources, on a source of
    /// 150 positions with 3 heads, with or without biases.
    fn difference<T: Element>(biased: bool) -> f32 {
        crate::engine::device::hardware::set_threads();
        let _no_grad = tch::no_grad_guard();
        let (length, heads, d) = (150, 3, 24);
        let number = |i: usize| ((i * 7919) % 1000) as f32 / 250.0 - 2.0;
        let queries: Vec<f32> = (0..length * d).map(|i| number(i) / 3.0).collect();
        let cells: Vec<T> = (0..length * 2 * d)
            .map(|i| T::put(number(i * 3 + 1)))
            .collect();
        let size = [length as i64, 2 * d as i64];
        let mut memory = Tensor::empty(size, (T::KIND, Device::Cpu));
        // SAFETY: the tensor was just created, so nothing else refers to its memory.
        unsafe { elements_mut::<T>(&mut memory) }.copy_from_slice(&cells);
        let biases = PositionBias::for_tests(heads, 40, |i| number(i * 11) / 2.0);
        let window = Window::new(&biases, 160, 149);
        let bias = biased.then(|| window.of_successive_queries());
        let long = attend_long::<T>((&queries, bias), &memory, 0, heads).unwrap();

        let mut short = Floats::<f32>::input(length, d);
        let positions: Vec<&[T]> = cells.chunks_exact(2 * d).collect();
        let attention = Attention {
            queries: &queries,
            memory: &positions,
            own: &[],
            bias,
            width: d,
            heads,
            row: 0,
            scratch: &mut Scratch::default(),
        };
        attend(attention, &mut Floats::<f32>::rows(&mut short));
        let (long, short) = (elements::<T>(&long), elements::<f32>(&short));
        let pairs = long.iter().zip(short);
        pairs.fold(0.0, |most, (a, b)| (Element::get(*a) - b).abs().max(most))
    }

    #[test]
    fn long_sources_have_the_attention_of_short_ones() {
        for biased in [false, true] {
            let (exact, rounded) = (difference::<f32>(biased), difference::<Bf16>(biased));
            assert!(exact < 1e-5, "{exact}");
            assert!(rounded < 1e-2, "{rounded}");
        }
    }
}
