//! Activations: elementwise functions on the rows of a product, alone or as gates of other values.

use rust_bert::Activation;

use crate::engine::cpu::precision::product::{Product, Rows};
use crate::engine::simd::dispatch::dispatched;
use crate::engine::simd::lanes::{Has, LANES, Lanes};

dispatched! {
    /// Applies an activation to a product and writes the next layer's input to `out`.
    activate / activate_body [Lanes, P: Product, R: Rows]
    (product: P, activation: Activation, out: &mut R)
}

#[inline(always)]
fn activate_body<L: Lanes, P: Product, R: Rows>(
    has: Has<L>,
    product: P,
    activation: Activation,
    out: &mut R,
) {
    let mut values = vec![0.0f32; product.width()];
    for row in product.rows() {
        product.read(row, 0, &mut values);
        match activation {
            Activation::swish => change::<L, Swish>(has, &mut values),
            Activation::relu => change::<L, Relu>(has, &mut values),
            Activation::gelu => change::<L, Gelu>(has, &mut values),
            _ => {}
        }
        out.put(row, &values);
    }
}

dispatched! {
    /// Writes the first half of each of a product's rows, after GELU by its approximation with
    /// tanh, times the second half to `out`.
    gate / gate_body [Lanes, P: Product, R: Rows]
    (product: P, out: &mut R)
}

#[inline(always)]
fn gate_body<L: Lanes, P: Product, R: Rows>(has: Has<L>, product: P, out: &mut R) {
    let mut values = vec![0.0f32; product.width()];
    for row in product.rows() {
        product.read(row, 0, &mut values);
        let (gates, others) = values.split_at_mut(product.width() / 2);
        change::<L, TanhGelu>(has, gates);
        for (gate, other) in gates.iter_mut().zip(others) {
            *gate *= *other;
        }
        out.put(row, &values[..product.width() / 2]);
    }
}

/// An elementwise function. It is a type because a closure would be compiled without the
/// instructions that the enclosing function enables.
pub(crate) trait Elementwise {
    fn of<L: Lanes>(has: Has<L>, x: L) -> L;
}

/// Applies a function to each value.
#[inline(always)]
pub(crate) fn change<L: Lanes, F: Elementwise>(has: Has<L>, values: &mut [f32]) {
    let (lanes, rest) = values.as_chunks_mut::<LANES>();
    for lanes in lanes {
        F::of(has, has.load(lanes)).store(lanes);
    }
    if !rest.is_empty() {
        let mut last = [0.0; LANES];
        last[..rest.len()].copy_from_slice(rest);
        F::of(has, has.load(&last)).store(&mut last);
        rest.copy_from_slice(&last[..rest.len()]);
    }
}

struct Relu;

impl Elementwise for Relu {
    #[inline(always)]
    fn of<L: Lanes>(has: Has<L>, x: L) -> L {
        x.max(has.zero())
    }
}

pub(crate) struct Sigmoid;

impl Elementwise for Sigmoid {
    #[inline(always)]
    fn of<L: Lanes>(has: Has<L>, x: L) -> L {
        let (one, minus) = (has.splat(1.0), has.splat(-1.0));
        // Bounded, so that the exponential stays finite; below -87 the quotient is almost 0 anyway.
        let e = x.max(has.splat(-87.0)).mul_add(minus, has.zero()).exp();
        one.divided_by(e.mul_add(one, one))
    }
}

struct Swish;

impl Elementwise for Swish {
    #[inline(always)]
    fn of<L: Lanes>(has: Has<L>, x: L) -> L {
        x.mul_add(Sigmoid::of(has, x), has.zero())
    }
}

/// GELU with the error function of Abramowitz and Stegun, formula 7.1.26, which is exact to 1.5e-7.
struct Gelu;

impl Elementwise for Gelu {
    #[inline(always)]
    fn of<L: Lanes>(has: Has<L>, x: L) -> L {
        let (one, minus, zero) = (has.splat(1.0), has.splat(-1.0), has.zero());
        let size = x.mul_add(minus, zero).max(x);
        let z = size.mul_add(has.splat(std::f32::consts::FRAC_1_SQRT_2), zero);
        let t = one.divided_by(z.mul_add(has.splat(0.327_591_1), one));
        let p = has.splat(1.061_405_4);
        let p = p.mul_add(t, has.splat(-1.453_152_1));
        let p = p.mul_add(t, has.splat(1.421_413_8));
        let p = p.mul_add(t, has.splat(-0.284_496_72));
        let p = p.mul_add(t, has.splat(0.254_829_6));
        let e = z.mul_add(z, zero).mul_add(minus, zero).exp();
        let erf = p.mul_add(t, zero).mul_add(e, zero).mul_add(minus, one);
        // The error function is odd: x times that of x equals |x| times that of |x|.
        size.mul_add(erf, x).mul_add(has.splat(0.5), zero)
    }
}

/// The approximation of GELU by tanh, `x * (1 + tanh(z)) / 2` with `z = sqrt(2 / pi) * (x + 0.044715
/// x^3)`, which is `x * sigmoid(2 z)`.
struct TanhGelu;

impl Elementwise for TanhGelu {
    #[inline(always)]
    fn of<L: Lanes>(has: Has<L>, x: L) -> L {
        const FACTOR: f32 = std::f32::consts::FRAC_2_SQRT_PI * std::f32::consts::SQRT_2;
        let zero = has.zero();
        let square = x.mul_add(x, zero);
        let cubic = square.mul_add(has.splat(0.044_715 * FACTOR), has.splat(FACTOR));
        x.mul_add(Sigmoid::of(has, x.mul_add(cubic, zero)), zero)
    }
}

#[cfg(test)]
mod tests {
    use tch::Tensor;

    use super::*;
    use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
    use crate::engine::cpu::precision::element::elements;
    use crate::engine::cpu::precision::product::Plain;

    #[test]
    fn activations_are_those_of_libtorch() {
        // The number of values is not a multiple of the lanes.
        let values: Vec<f32> = (-401..=401).map(|i| i as f32 / 20.0).collect();
        let tensor = Tensor::from_slice(&values);
        let check = |activation: Activation, theirs: Tensor| {
            let size = [1, values.len() as i64];
            let mut out = Tensor::empty(size, (tch::Kind::Float, tch::Device::Cpu));
            let product = Plain {
                values: &values[..],
                width: values.len(),
            };
            activate(product, activation, &mut Floats::<f32>::rows(&mut out));
            let found = elements::<f32>(&out).iter().zip(elements::<f32>(&theirs));
            for (x, (found, right)) in values.iter().zip(found) {
                assert!(
                    (found - right).abs() <= 2e-6 * right.abs().max(1.0),
                    "{x}: {found} for {right}"
                );
            }
        };
        check(Activation::swish, tensor.silu());
        check(Activation::gelu, tensor.gelu("none"));
        check(Activation::relu, tensor.relu());
    }

    #[test]
    fn gates_are_gelu_by_tanh_and_multiply_the_other_half() {
        // The number of values is not a multiple of the lanes.
        let gates: Vec<f32> = (-401..=401).map(|i| i as f32 / 20.0).collect();
        let others: Vec<f32> = (0..gates.len()).map(|i| (i % 7) as f32 - 3.0).collect();
        let both = [&gates[..], &others[..]].concat();
        let mut out = Floats::<f32>::input(1, gates.len());
        let product = Plain {
            values: &both[..],
            width: both.len(),
        };
        gate(product, &mut Floats::<f32>::rows(&mut out));
        let theirs = Tensor::from_slice(&gates).gelu("tanh");
        let theirs = elements::<f32>(&theirs).iter().zip(&others);
        for (found, (gelu, other)) in elements::<f32>(&out).iter().zip(theirs) {
            let right = gelu * other;
            let error = (found - right).abs();
            assert!(error <= 4e-6 * right.abs().max(1.0), "{found} for {right}");
        }
    }
}
