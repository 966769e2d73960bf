//! The backend for libtorch operators: weights as tensors on a device, in one kind.

use std::ffi::{c_char, c_void};
use std::ops::Range;

use rust_bert::Activation;
use tch::{Device, Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::device::operators::owned;
use crate::engine::weights::layout::{Backend, Embedding, NormWay, Residual, no_fused_layer};
use crate::engine::weights::relative::PositionBias;
use crate::engine::weights::vocabulary::OutputVocabulary;

/// The output layer has a multiple of this many columns, so that the best of a row can be found
/// block by block; the columns after the vocabulary score negative infinity.
pub(crate) const COLUMN_BLOCK: i64 = 128;

/// The backend that moves weights to a device and a kind.
pub(crate) struct Placed {
    pub(crate) device: Device,
    /// The kind of weights and activations.
    pub(crate) kind: Kind,
}

impl Placed {
    /// Copies integers to the device, `[values]`.
    pub(crate) fn put(&self, values: &[i64]) -> Result<Tensor, EngineError> {
        let Device::Cuda(number) = self.device else {
            return Ok(Tensor::f_from_slice(values)?);
        };
        unsafe extern "C" {
            fn mujaz_put(
                values: *const i64,
                count: i64,
                device: i64,
                error: *mut *mut c_char,
            ) -> *mut c_void;
        }
        let mut error = std::ptr::null_mut();
        // SAFETY: the function reads `count` values before it returns. The result is a new tensor
        // that passes to the caller, or null with an error text, as `owned` requires.
        unsafe {
            let count = values.len() as i64;
            let result = mujaz_put(values.as_ptr(), count, number as i64, &raw mut error);
            owned(result, error)
        }
    }

    fn place(&self, tensor: &Tensor) -> Result<Tensor, EngineError> {
        // Converted first, so that fewer bytes travel.
        Ok(tensor
            .f_to_kind(self.kind)?
            .f_to_device(self.device)?
            .f_contiguous()?)
    }
}

/// A linear layer: `activation(x · weightᵀ + bias)`.
pub(crate) struct Dense {
    weight: Tensor,
    bias: Option<Tensor>,
    activation: Activation,
}

impl Dense {
    /// Computes the layer. `x` is `[.., in]`, the result `[.., out]`.
    pub(crate) fn forward(&self, x: &Tensor) -> Result<Tensor, EngineError> {
        let out = x.f_linear(&self.weight, self.bias.as_ref())?;
        Ok(match self.activation {
            Activation::swish => out.f_silu()?,
            Activation::relu => out.f_relu()?,
            Activation::gelu => out.f_gelu("none")?,
            _ => out,
        })
    }
}

/// A layer norm.
pub(crate) struct LayerNorm {
    weight: Tensor,
    /// `None` for an RMS norm, which subtracts no mean either.
    bias: Option<Tensor>,
    way: NormWay,
}

impl LayerNorm {
    /// Computes the norm of `x`; both are `[.., d]`.
    fn forward(&self, x: &Tensor) -> Result<Tensor, EngineError> {
        let size = self.weight.size();
        let (weight, epsilon) = (Some(&self.weight), self.way.epsilon);
        Ok(match &self.bias {
            Some(bias) => x.f_layer_norm(&size[..], weight, Some(bias), epsilon, true)?,
            None => x.f_rms_norm(&size[..], weight, epsilon)?,
        })
    }

    /// Returns the norm of `state`, which also replaces `state` if it is [`Residual::Normalised`].
    fn apply(&self, state: &mut Tensor) -> Result<Tensor, EngineError> {
        let x = self.forward(state)?;
        if self.way.residual == Residual::Normalised {
            *state = x.shallow_clone();
        }
        Ok(x)
    }

    /// Ends a block: adds `added` to `state`, and returns its norm, the input of the next block.
    pub(crate) fn close(&self, state: &mut Tensor, added: &Tensor) -> Result<Tensor, EngineError> {
        *state = state.f_add(added)?;
        self.apply(state)
    }
}

/// The biases of a side's attention scores.
pub(crate) struct Biases {
    /// By the position of the key less that of the query, from `-reach` to `reach`,
    /// `[heads, 2 * reach + 1]`.
    values: Tensor,
    reach: i64,
}

impl Biases {
    /// The biases of queries at the positions `queries` over keys from position 0 on,
    /// `[1, heads, queries, keys]`, in memory of their own.
    pub(crate) fn of(&self, queries: Range<i64>, keys: i64) -> Result<Tensor, EngineError> {
        let place = (Kind::Int64, self.values.device());
        let count = queries.end - queries.start;
        let queries = Tensor::f_arange_start(queries.start, queries.end, place)?.f_view([-1, 1])?;
        let offsets = Tensor::f_arange(keys, place)?.f_sub(&queries)?;
        let offsets = offsets.f_clamp(-self.reach, self.reach)?;
        let index = offsets.f_add_scalar(self.reach)?.f_view([-1])?;
        let values = self.values.f_index_select(1, &index)?;
        Ok(values.f_view([1, -1, count, keys])?)
    }
}

// SAFETY: all types are tensors that nothing writes after loading; libtorch's reference counts are
// atomic, and its operators do not write to their inputs.
unsafe impl Backend for Placed {
    type Linear = Dense;
    type Output = Dense;
    type Norm = LayerNorm;
    /// `[rows, d]`, in f32 for a more exact sum of token and position.
    type Table = Tensor;
    type Bias = Biases;

    fn linear(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Dense, EngineError> {
        match activation {
            Activation::swish | Activation::relu | Activation::gelu | Activation::identity => {}
            other => return Err(no_fused_layer(other)),
        }
        Ok(Dense {
            weight: self.place(weight)?,
            bias: bias.map(|b| self.place(b)).transpose()?,
            activation,
        })
    }

    fn output(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        vocabulary: &OutputVocabulary,
        _: bool,
    ) -> Result<Dense, EngineError> {
        let (mut weight, mut bias) = (weight.shallow_clone(), bias.map(Tensor::shallow_clone));
        if let Some(tokens) = vocabulary.tokens() {
            weight = weight.f_index_select(0, &tokens)?;
            bias = bias.map(|b| b.f_index_select(0, &tokens)).transpose()?;
        }
        let columns = weight.size2()?.0;
        let missing = (COLUMN_BLOCK - columns % COLUMN_BLOCK) % COLUMN_BLOCK;
        if missing > 0 {
            weight = weight.f_constant_pad_nd([0, 0, 0, missing])?;
            let zeros = || Tensor::f_zeros([columns], (Kind::Float, Device::Cpu));
            let never = Tensor::f_full([missing], f64::NEG_INFINITY, (Kind::Float, Device::Cpu))?;
            let known = bias.map_or_else(zeros, |b| b.f_to_kind(Kind::Float))?;
            bias = Some(Tensor::f_cat(&[known, never], 0)?);
        }
        self.linear(&weight, bias.as_ref(), Activation::identity)
    }

    fn norm(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        way: NormWay,
    ) -> Result<LayerNorm, EngineError> {
        Ok(LayerNorm {
            way,
            weight: self.place(weight)?,
            bias: bias.map(|bias| self.place(bias)).transpose()?,
        })
    }

    fn table(&self, table: &Tensor, scale: f32) -> Result<Tensor, EngineError> {
        let table = table.f_to_kind(Kind::Float)?.f_to_device(self.device)?;
        if scale == 1.0 {
            return Ok(table);
        }
        Ok(table.f_mul_scalar(f64::from(scale))?)
    }

    fn bias(&self, bias: PositionBias) -> Result<Biases, EngineError> {
        let (values, reach) = bias.all();
        let values = self.place(&values)?;
        Ok(Biases { values, reach })
    }
}

impl Embedding<Placed> {
    /// Returns the embeddings of `tokens` at `positions` (integers, of shapes that broadcast to
    /// `[..]`) as state and as input of the first block, both `[.., d]` of the model's kind.
    pub(crate) fn forward(
        &self,
        tokens: &Tensor,
        positions: &Tensor,
        kind: Kind,
    ) -> Result<(Tensor, Tensor), EngineError> {
        let tokens = Tensor::f_embedding(&self.tokens, tokens, -1, false, false)?;
        let sum = match &self.positions {
            Some(table) => {
                tokens.f_add(&Tensor::f_embedding(table, positions, -1, false, false)?)?
            }
            None => tokens,
        };
        let mut state = sum.f_to_kind(kind)?;
        let mut x = state.shallow_clone();
        for norm in &self.norms {
            x = norm.apply(&mut state)?;
        }
        Ok((state, x))
    }
}
