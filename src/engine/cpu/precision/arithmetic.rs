//! The number formats that a model computes in on the CPU: what goes into a linear layer, what
//! comes out, and how it is read and written row by row.

use std::marker::PhantomData;

use rust_bert::Activation;
use tch::{Device, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::attention::kv_cell::Cached;
use crate::engine::cpu::precision::element::{Element, elements, elements_mut};
use crate::engine::cpu::precision::onednn::Linear;
use crate::engine::cpu::precision::product::{Plain, PlainRows, Product, Rows};

/// A number format.
///
/// # Safety
/// Threads share layers: multiplying by one [`Arithmetic::Linear`] from several threads at once, and
/// dropping it in another thread than made it, must be sound. An [`Arithmetic::Input`] must own its
/// memory.
pub(crate) unsafe trait Arithmetic: Send + Sync + 'static {
    /// The number format of embedding tables, and of keys and values in the encoder.
    type Element: Element;
    /// The number format of keys and values in the decoder, and of output-layer rows that are read
    /// one by one.
    type Cached: Cached;
    /// A linear layer with packed weights.
    type Linear;
    /// Rows that a linear layer takes.
    type Input;
    /// The output of a linear layer.
    type Product<'a>: Product;
    /// An input that is being written.
    type Rows<'a>: Rows;

    /// Packs `weight` `[out, in]` and `bias` `[out]`, in f32.
    fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Self::Linear, EngineError>;

    /// Space for an input, `[rows, width]`.
    fn input(rows: usize, width: usize) -> Self::Input;
    fn rows(input: &mut Self::Input) -> Self::Rows<'_>;

    /// Multiplies. `take` gets all rows of the product in their order, as many at a time as
    /// were fastest made; where there are none it may get nothing.
    fn multiply(
        layer: &Self::Linear,
        x: &Self::Input,
        take: impl FnMut(Self::Product<'_>),
    ) -> Result<(), EngineError>;

    /// The rows of `weight` `[rows, d]`, in f32, and what each is to be multiplied by.
    fn by_rows(weight: &Tensor) -> Result<(Vec<Self::Cached>, Vec<f32>), EngineError>;

    /// Writes a row of an input to `out`.
    fn read(x: &Self::Input, row: usize, out: &mut [f32]);

    /// The layer with its activation, as the next layer's input.
    fn activated(layer: &Self::Linear, x: &Self::Input) -> Result<Self::Input, EngineError>;
}

/// Floats throughout: weights, activations, keys and values are of one type.
pub(crate) struct Floats<T>(PhantomData<T>);

// SAFETY: a layer is tensors that nothing writes after packing, and an input a tensor that was made
// for it alone.
unsafe impl<T: Element> Arithmetic for Floats<T> {
    type Element = T;
    type Cached = T;
    type Linear = Linear;
    type Input = Tensor;
    type Product<'a> = Plain<'a, T>;
    type Rows<'a> = PlainRows<'a, T>;

    fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Linear, EngineError> {
        Linear::pack(weight, bias, T::KIND)?.then(activation)
    }

    fn input(rows: usize, width: usize) -> Tensor {
        Tensor::empty([rows as i64, width as i64], (T::KIND, Device::Cpu))
    }

    fn rows(input: &mut Tensor) -> PlainRows<'_, T> {
        let width = input.size()[1] as usize;
        PlainRows {
            // SAFETY: an input owns its memory.
            values: unsafe { elements_mut(input) },
            width,
        }
    }

    fn multiply(
        layer: &Linear,
        x: &Tensor,
        mut take: impl FnMut(Plain<'_, T>),
    ) -> Result<(), EngineError> {
        let result = layer.forward(x)?;
        take(Plain {
            values: elements(&result),
            width: result.size()[1] as usize,
        });
        Ok(())
    }

    fn by_rows(weight: &Tensor) -> Result<(Vec<T>, Vec<f32>), EngineError> {
        let rows = weight.size()[0] as usize;
        let values = weight.f_to_kind(T::KIND)?.f_contiguous()?;
        Ok((elements(&values).to_vec(), vec![1.0; rows]))
    }

    fn read(x: &Tensor, row: usize, out: &mut [f32]) {
        let values = &elements::<T>(x)[row * out.len()..];
        for (o, v) in out.iter_mut().zip(values) {
            *o = v.get();
        }
    }

    fn activated(layer: &Linear, x: &Tensor) -> Result<Tensor, EngineError> {
        layer.forward(x)
    }
}
