use super::*;
use crate::engine::cpu::attention::bias::Window;
use crate::engine::cpu::attention::kv_cell::Byte;
use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
use crate::engine::cpu::precision::element::{Bf16, elements};
use crate::engine::simd::lanes::Portable;
use crate::engine::weights::relative::PositionBias;

/// Attention by its definition, in f64, over the numbers that the cells represent. `bias` is asked
/// for a query, a head and the place of a position among those that the query attends to.
fn defined<T: Cached>(
    queries: &[f32],
    memories: &[Vec<&[T]>],
    (width, heads): (usize, usize),
    bias: impl Fn(usize, usize, usize) -> f32,
) -> Vec<f64> {
    let size = width / heads;
    let number = |cells: &[T], half: Half, head: usize, at: usize| {
        let place = half as usize * width + head * size + at;
        f64::from(cells[place].get()) * f64::from(T::scale(cells, width, heads, (half, head)))
    };
    let mut all = Vec::new();
    for (n, (query, memory)) in queries.chunks_exact(width).zip(memories).enumerate() {
        for head in 0..heads {
            let part = &query[head * size..][..size];
            let score = |cells: &&[T]| -> f64 {
                let products = part.iter().enumerate();
                products
                    .map(|(at, q)| f64::from(*q) * number(cells, Half::Key, head, at))
                    .sum()
            };
            let weights: Vec<f64> = memory
                .iter()
                .enumerate()
                .map(|(at, cells)| (score(cells) + f64::from(bias(n, head, at))).exp())
                .collect();
            let total: f64 = weights.iter().sum();
            for at in 0..size {
                let values = memory.iter().zip(&weights);
                let sum: f64 = values
                    .map(|(cells, w)| w * number(cells, Half::Value, head, at))
                    .sum();
                all.push(sum / total);
            }
        }
    }
    all
}

/// The positions of the queries among the positions that they attend to.
#[derive(Clone, Copy)]
enum Placed {
    /// Nowhere: scores have no bias.
    Nowhere,
    /// At successive positions from the first on, as in an encoder.
    Successive,
    /// All at the last position, as in a decoder.
    Last,
}

fn check<T: Cached>(
    placed: Placed,
    attend: impl Fn(Attention<'_, T>, &mut <Floats<f32> as Arithmetic>::Rows<'_>),
) {
    const FAR: usize = 200;
    let value = |i: usize| ((i * 7919) % 1009) as f32 / 500.0 - 1.0;
    for (size, heads) in [(8, 3), (24, 2), (32, 2), (64, 2), (80, 1)] {
        let width = size * heads;
        let position = |number: usize| {
            let numbers: Vec<f32> = (0..2 * width)
                .map(|i| value(number * 2 * width + i))
                .collect();
            let mut cells = vec![T::default(); T::cells(width, heads)];
            T::keep(&numbers, heads, &mut cells);
            cells
        };
        let biases = PositionBias::for_tests(heads, 12, |i| ((i * 31) % 17) as f32 / 8.0 - 1.0);
        let far = biases.around(FAR, FAR);
        let all: Vec<Vec<T>> = (0..150).map(position).collect();
        let cells: Vec<&[T]> = all.iter().map(Vec::as_slice).collect();
        let seen = [(1, 0), (3, 0), (15, 0), (16, 0), (17, 0), (33, 0)];
        let partly = [(0, 1), (0, 5), (1, 3), (3, 20), (14, 2), (17, 1)];
        for (shared, own) in seen.into_iter().chain(partly) {
            for count in 1..8 {
                let queries: Vec<f32> = (0..count * width).map(|i| value(i + 5) / 2.0).collect();
                let mut out = Floats::<f32>::input(count, width);
                let (memory, rest) = cells.split_at(shared);
                let last = shared + own - 1;
                // Wider than it must be: more positions before and after.
                let window = Window::new(&biases, count.max(last) + 2, last + 1);
                let attention = Attention {
                    queries: &queries,
                    memory,
                    own: &rest[..count * own],
                    bias: match placed {
                        Placed::Nowhere => None,
                        Placed::Successive => Some(window.of_successive_queries()),
                        Placed::Last => Some(window.of_queries_at(last)),
                    },
                    width,
                    heads,
                    row: 0,
                    scratch: &mut Scratch::default(),
                };
                attend(attention, &mut Floats::<f32>::rows(&mut out));
                let memories: Vec<Vec<&[T]>> = (0..count)
                    .map(|n| [memory, &rest[n * own..(n + 1) * own]].concat())
                    .collect();
                let bias = |query: usize, head: usize, at: usize| match placed {
                    Placed::Nowhere => 0.0,
                    Placed::Successive => far[head * (2 * FAR + 1) + FAR + at - query],
                    Placed::Last => far[head * (2 * FAR + 1) + FAR + at - last],
                };
                let right = defined(&queries, &memories, (width, heads), bias);
                for (ours, right) in elements::<f32>(&out).iter().zip(right) {
                    assert!(
                        (f64::from(*ours) - right).abs() < 1e-5,
                        "{count} queries, {shared} and {own} positions, heads of {size}: {ours} for {right}"
                    );
                }
            }
        }
    }
}

/// Checks the level that is used on this processor, and the portable one.
fn check_levels<T: Cached>() {
    for placed in [Placed::Nowhere, Placed::Successive, Placed::Last] {
        check::<T>(placed, |attention, out| attend(attention, out));
        check::<T>(placed, |attention, out| {
            attend_body::<Portable, T, _>(Has::everywhere(), attention, out)
        });
    }
}

#[test]
fn attention_is_as_defined_for_heads_of_any_size_with_biases_and_without() {
    check_levels::<f32>();
    check_levels::<Bf16>();
    check_levels::<Byte>();
}
