//! Loops of the decoder step that libtorch has no good operator for: attention of single rows
//! over scattered keys, layer norm with its residual. One thread, plain slices, vectorised by
//! the compiler for each processor generation.

use tch::{Kind, Tensor};

use super::select::fast_exp;

/// An element type that activations are stored in.
pub(crate) trait Element: Copy + Send + Sync + 'static {
    /// Its name in libtorch.
    const KIND: Kind;
    fn get(self) -> f32;
    fn put(value: f32) -> Self;
}

impl Element for f32 {
    const KIND: Kind = Kind::Float;
    #[inline(always)]
    fn get(self) -> f32 {
        self
    }
    #[inline(always)]
    fn put(value: f32) -> Self {
        value
    }
}

/// The bits of a bfloat16.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Bf16(u16);

impl Element for Bf16 {
    const KIND: Kind = Kind::BFloat16;
    #[inline(always)]
    fn get(self) -> f32 {
        f32::from_bits(u32::from(self.0) << 16)
    }
    /// Rounds to nearest, ties to even.
    #[inline(always)]
    fn put(value: f32) -> Self {
        let bits = value.to_bits();
        Self(((bits + 0x7fff + ((bits >> 16) & 1)) >> 16) as u16)
    }
}

/// The elements of a contiguous CPU tensor.
pub(crate) fn elements<T: Element>(tensor: &Tensor) -> &[T] {
    assert!(
        tensor.kind() == T::KIND && tensor.is_contiguous(),
        "a kernel got a tensor of another layout: a bug"
    );
    // SAFETY: contiguous, of this element type, and alive as long as the reference.
    unsafe { std::slice::from_raw_parts(tensor.data_ptr().cast(), tensor.numel()) }
}

/// The elements of a contiguous CPU tensor that nothing else refers to.
pub(crate) fn elements_mut<T: Element>(tensor: &mut Tensor) -> &mut [T] {
    assert!(
        tensor.kind() == T::KIND && tensor.is_contiguous(),
        "a kernel got a tensor of another layout: a bug"
    );
    // SAFETY: as above; callers pass tensors that they created and did not share.
    unsafe { std::slice::from_raw_parts_mut(tensor.data_ptr().cast(), tensor.numel()) }
}

/// Defines a function in three versions and picks the best that the processor runs.
macro_rules! dispatched {
    ($(#[$doc:meta])* $name:ident / $body:ident < $t:ident > ( $($arg:ident : $ty:ty),* )) => {
        $(#[$doc])*
        pub(crate) fn $name<$t: Element>($($arg: $ty),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma,bmi2")]
                fn avx2<$t: Element>($($arg: $ty),*) { $body($($arg),*) }
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,fma,bmi2")]
                fn avx512<$t: Element>($($arg: $ty),*) { $body($($arg),*) }
                if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq") {
                    // SAFETY: the features were just detected.
                    return unsafe { avx512($($arg),*) };
                }
                if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                    // SAFETY: the features were just detected.
                    return unsafe { avx2($($arg),*) };
                }
            }
            $body($($arg),*)
        }
    };
}

const LANES: usize = 16;

#[inline(always)]
fn dot<T: Element>(a: &[f32], b: &[T]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = a_chunks
        .remainder()
        .iter()
        .zip(b_chunks.remainder())
        .map(|(x, y)| x * y.get())
        .sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for i in 0..LANES {
            lanes[i] += x[i] * y[i].get();
        }
    }
    sum(lanes) + rest
}

#[inline(always)]
fn sum(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn add_scaled<T: Element>(to: &mut [f32], scale: f32, values: &[T]) {
    for (t, v) in to.iter_mut().zip(values) {
        *t += scale * v.get();
    }
}

/// Turns scores into probabilities, in place.
#[inline(always)]
fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for s in scores.iter_mut() {
        *s = fast_exp(*s - max);
        total += *s;
    }
    let scale = 1.0 / total;
    for s in scores {
        *s *= scale;
    }
}

/// Keys and values of one row, one pair for each position.
pub(crate) struct Attention<'a, T> {
    /// The query of the row, `[heads * size]`.
    pub(crate) query: &'a [T],
    /// Key and value of each position, `[heads * size]` each.
    pub(crate) memory: &'a [(&'a [T], &'a [T])],
    /// Number of heads.
    pub(crate) heads: usize,
    /// Output, `[heads * size]`.
    pub(crate) out: &'a mut [T],
    /// Working space, kept between calls to save allocations.
    pub(crate) scratch: &'a mut Scratch,
}

/// Working space of [`attend`].
#[derive(Default)]
pub(crate) struct Scratch {
    query: Vec<f32>,
    scores: Vec<f32>,
    sum: Vec<f32>,
}

dispatched! {
    /// Multi-head scaled dot-product attention of one row over its memory.
    attend / attend_body<T>(a: Attention<'_, T>)
}

#[inline(always)]
fn attend_body<T: Element>(a: Attention<'_, T>) {
    let width = a.query.len();
    let size = width / a.heads;
    let positions = a.memory.len();
    let scale = 1.0 / (size as f32).sqrt();
    let Scratch { query, scores, sum } = a.scratch;
    query.clear();
    query.extend(a.query.iter().map(|q| q.get() * scale));
    scores.clear();
    scores.resize(positions * a.heads, 0.0);
    for (t, (key, _)) in a.memory.iter().enumerate() {
        for h in 0..a.heads {
            scores[h * positions + t] = dot(
                &query[h * size..(h + 1) * size],
                &key[h * size..(h + 1) * size],
            );
        }
    }
    for head in scores.chunks_exact_mut(positions) {
        softmax(head);
    }
    sum.clear();
    sum.resize(width, 0.0);
    for (t, (_, value)) in a.memory.iter().enumerate() {
        for h in 0..a.heads {
            let range = h * size..(h + 1) * size;
            add_scaled(
                &mut sum[range.clone()],
                scores[h * positions + t],
                &value[range],
            );
        }
    }
    for (o, s) in a.out.iter_mut().zip(sum.iter()) {
        *o = T::put(*s);
    }
}

/// One layer norm's parameters.
pub(crate) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub(crate) fn new(weight: &Tensor, bias: &Tensor) -> Self {
        Self {
            weight: elements::<f32>(&weight.contiguous()).to_vec(),
            bias: elements::<f32>(&bias.contiguous()).to_vec(),
        }
    }
}

const EPSILON: f32 = 1e-5;

dispatched! {
    /// `state = norm(state + added)`, row by row, and a copy of it in `out` for the next layer.
    add_and_norm / add_and_norm_body<T>(state: &mut [f32], added: &[T], norm: &Norm, out: &mut [T])
}

#[inline(always)]
fn add_and_norm_body<T: Element>(state: &mut [f32], added: &[T], norm: &Norm, out: &mut [T]) {
    let width = norm.weight.len();
    let rows = state
        .chunks_exact_mut(width)
        .zip(added.chunks_exact(width))
        .zip(out.chunks_exact_mut(width));
    for ((state, added), out) in rows {
        for (s, a) in state.iter_mut().zip(added) {
            *s += a.get();
        }
        normalise(state, norm);
        for (o, s) in out.iter_mut().zip(state.iter()) {
            *o = T::put(*s);
        }
    }
}

#[inline(always)]
fn normalise(row: &mut [f32], norm: &Norm) {
    let mut lanes = [0.0f32; LANES];
    for chunk in row.chunks(LANES) {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l += v;
        }
    }
    let mean = sum(lanes) / row.len() as f32;
    let mut lanes = [0.0f32; LANES];
    for chunk in row.chunks(LANES) {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l += (v - mean) * (v - mean);
        }
    }
    let scale = 1.0 / (sum(lanes) / row.len() as f32 + EPSILON).sqrt();
    for ((v, w), b) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
        *v = (*v - mean) * scale * w + b;
    }
}

dispatched! {
    /// `state = norm(state)`, row by row.
    norm_only / norm_only_body<T>(state: &mut [f32], norm: &Norm, out: &mut [T])
}

#[inline(always)]
fn norm_only_body<T: Element>(state: &mut [f32], norm: &Norm, out: &mut [T]) {
    for (row, out) in state
        .chunks_exact_mut(norm.weight.len())
        .zip(out.chunks_exact_mut(norm.weight.len()))
    {
        normalise(row, norm);
        for (o, s) in out.iter_mut().zip(row.iter()) {
            *o = T::put(*s);
        }
    }
}
