use super::*;
use crate::engine::cpu::attention::SMALLEST;
use crate::engine::cpu::attention::bias::Window;
use crate::engine::cpu::attention::kv_cell::Byte;
use crate::engine::cpu::attention::paging::{Page, PageRef, PageRows, pages, places};
use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
use crate::engine::cpu::precision::element::elements;
use crate::engine::weights::relative::PositionBias;

const HEADS: usize = 3;
const WIDTH: usize = HEADS * HEAD;

fn value(i: usize) -> f32 {
    ((i * 7919) % 1009) as f32 / 500.0 - 1.0
}

/// A head's numbers after quantization to bytes, multiplied by their scale again.
fn rounded(numbers: &[f32]) -> Vec<f64> {
    let most = numbers.iter().fold(0.0f32, |most, v| v.abs().max(most));
    let most = most.max(SMALLEST);
    let scale = f64::from(most / 127.0);
    let rounded = |v: &f32| f64::from((v * (127.0 / most)).round_ties_even()) * scale;
    numbers.iter().map(rounded).collect()
}

/// Attention by its definition, in f64, of queries over positions, `[2 WIDTH]` each. `bias` is asked
/// for a query, a head and a position.
fn defined(
    queries: &[f32],
    memory: &[Vec<f32>],
    bias: impl Fn(usize, usize, usize) -> f32,
) -> Vec<f64> {
    let mut all = Vec::new();
    for (n, query) in queries.chunks_exact(WIDTH).enumerate() {
        for head in 0..HEADS {
            let range = head * HEAD..(head + 1) * HEAD;
            let query = rounded(&query[range.clone()]);
            let score = |position: &Vec<f32>| -> f64 {
                let key = rounded(&position[range.clone()]);
                query.iter().zip(key).map(|(q, k)| q * k).sum()
            };
            let scores: Vec<f64> = memory
                .iter()
                .enumerate()
                .map(|(at, position)| score(position) + f64::from(bias(n, head, at)))
                .collect();
            let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let total: f64 = scores.iter().map(|s| (s - most).exp()).sum();
            let mut sums = vec![0.0; HEAD];
            for (position, score) in memory.iter().zip(scores) {
                let value = rounded(&position[WIDTH..][range.clone()]);
                for (sum, value) in sums.iter_mut().zip(value) {
                    *sum += (score - most).exp() / total * value;
                }
            }
            all.extend(sums);
        }
    }
    all
}

/// Writes each position's key and value to the pages.
fn write<'a>(
    pages: impl Iterator<Item = PageRef<'a, Byte>>,
    sources: &[&[u32]],
    of: impl Fn(usize) -> Vec<f32>,
) {
    let places = places(sources);
    let mut rows = PageRows {
        pages: pages.collect(),
        heads: HEADS,
        places: &places,
    };
    (0..places.len()).for_each(|row| rows.put(row, &of(row)));
}

/// Pages for two layers that hold large numbers, as after an earlier use.
fn used_pages(length: usize) -> Vec<Page<Byte>> {
    let mut all: Vec<_> = (0..pages(length))
        .map(|_| Page::<Byte>::new(2, WIDTH, HEADS))
        .collect();
    let source = vec![0; all.len() * super::PAGE];
    for layer in 0..2 {
        let layers = all.iter_mut().map(|page| page.layer_mut(layer, 2));
        write(layers, &[&source], |_| vec![9000.0; 2 * WIDTH]);
    }
    all
}

#[test]
fn attention_over_pages_is_as_defined() {
    over_pages(false);
}

#[test]
fn attention_over_pages_takes_biases_of_successive_queries() {
    over_pages(true);
}

fn over_pages(biased: bool) {
    if !suits(HEAD) {
        eprintln!("SKIPPED: this processor has no VNNI");
        return;
    }
    const FAR: usize = 200;
    let biases = PositionBias::for_tests(HEADS, 12, |i| value(i * 3) * 2.0);
    let far = biases.around(FAR, FAR);
    let bias = |query: usize, head: usize, at: usize| match biased {
        true => far[head * (2 * FAR + 1) + FAR + at - query],
        false => 0.0,
    };
    for length in [1, 3, 15, 16, 17, 33, 64, 150] {
        // Not wider than it must be, so that the last page must not be read to its end.
        let window = Window::new(&biases, 12, length - 1);
        for sharpness in [0.02, 1.0, 30.0] {
            // A key, then its value.
            let position = |number: usize| -> Vec<f32> {
                let numbers = (0..2 * WIDTH).map(|i| value(number * 2 * WIDTH + i));
                let size = 1.0 + (number % 5) as f32;
                numbers.map(|v| v * size).collect()
            };
            let memory: Vec<Vec<f32>> = (0..length).map(position).collect();
            let mut all = used_pages(length);
            let source = vec![0; length];
            let layers = all.iter_mut().map(|page| page.layer_mut(1, 2));
            write(layers, &[&source], |number| memory[number].clone());
            let heads: Vec<_> = all.iter().map(|page| page.heads(1, HEADS)).collect();
            for count in 1..=13 {
                let queries = (0..count * WIDTH).map(|i| value(i + 5) * sharpness / 8.0);
                let queries: Vec<f32> = queries.collect();
                let mut out = Floats::<f32>::input(count + 1, WIDTH);
                let attention = PagedAttention {
                    queries: &queries,
                    pages: &heads,
                    next: &heads[..1],
                    length,
                    bias: biased.then(|| window.of_successive_queries()),
                    row: 1,
                    scratch: &mut Scratch::default(),
                };
                attend(attention, &mut Floats::<f32>::rows(&mut out));
                let found = &elements::<f32>(&out)[WIDTH..];
                let right = defined(&queries, &memory, bias);
                assert_eq!(found.len(), right.len());
                for (found, right) in found.iter().zip(right) {
                    // About a ten-thousandth of the largest value.
                    assert!(
                        (f64::from(*found) - right).abs() < 5e-4,
                        "{count} queries, {length} positions, {sharpness}: {found} for {right}"
                    );
                }
            }
        }
    }
}

#[test]
fn sources_that_are_written_together_begin_with_pages_of_their_own() {
    if !suits(HEAD) {
        eprintln!("SKIPPED: this processor has no VNNI");
        return;
    }
    let mut all = vec![HeadPage::EMPTY; 3 * HEADS];
    let (first, second) = ([0; 17], [0; 2]);
    let pages = all.chunks_exact_mut(HEADS).map(PageRef::<Byte>::Heads);
    let numbers = |row: usize| vec![row as f32 + 1.0; 2 * WIDTH];
    write(pages, &[&first, &second], numbers);
    let scale = |page: usize, at: usize| (all[page * HEADS].value_scales[at] * 127.0).round();
    assert_eq!(scale(0, 0), 1.0);
    assert_eq!([scale(1, 0), scale(1, 1)], [17.0, 0.0]);
    assert_eq!([scale(2, 0), scale(2, 1), scale(2, 2)], [18.0, 19.0, 0.0]);
}
