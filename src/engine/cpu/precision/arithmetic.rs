//! The number formats that a model computes in on processors: the inputs and outputs of linear
//! layers, and how their rows are read and written.

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
/// Threads share layers: multiplying by one [`Arithmetic::Linear`] on several threads at once, and
/// dropping it on another thread than the one that made it, must be sound. An [`Arithmetic::Input`]
/// must own its memory.
pub(crate) unsafe trait Arithmetic: Send + Sync + 'static {
    /// The number format of embedding tables, and of keys and values in the encoder.
    type Element: Element;
    /// The format of the decoder's keys and values, and of output-layer rows that are read one by
    /// one.
    type Cached: Cached;
    /// A linear layer with packed weights.
    type Linear;
    /// The input of a linear layer, `[rows, in]`.
    type Input;
    /// Rows of a linear layer's output.
    type Product<'a>: Product;
    /// A writer for the rows of an input.
    type Rows<'a>: Rows;

    /// Packs `weight`, `[out, in]`, and `bias`, `[out]`, both in f32.
    fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Self::Linear, EngineError>;

    /// Creates an input, `[rows, width]`, that must be written before it is read.
    fn input(rows: usize, width: usize) -> Self::Input;
    /// A writer for the rows of `input`.
    fn rows(input: &mut Self::Input) -> Self::Rows<'_>;

    /// Computes the layer for `x`. `take` gets the rows of the result in order, in groups of the
    /// size that is fastest to compute; if there are no rows, it may not be called.
    fn multiply(
        layer: &Self::Linear,
        x: &Self::Input,
        take: impl FnMut(Self::Product<'_>),
    ) -> Result<(), EngineError>;

    /// Converts `weight`, `[rows, d]` in f32, to rows that are read one by one; returns them and
    /// the factor of each row.
    fn by_rows(weight: &Tensor) -> Result<(Vec<Self::Cached>, Vec<f32>), EngineError>;

    /// Writes a row of an input to `out`, in f32.
    fn read(x: &Self::Input, row: usize, out: &mut [f32]);

    /// Computes the layer with its activation, as the next layer's input.
    fn activated(layer: &Self::Linear, x: &Self::Input) -> Result<Self::Input, EngineError>;
}

/// A float format: weights, activations, keys and values all have the type `T`.
pub(crate) struct Floats<T>(PhantomData<T>);

// SAFETY: a layer consists of tensors that nothing writes after packing, and libtorch's reference
// counts are atomic. An input is a tensor that `input` created for it alone.
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
            // SAFETY: an input owns its memory, by the contract of `Arithmetic`.
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
