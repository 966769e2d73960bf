//! Linear layers of oneDNN, called through libtorch, with weights packed once for this processor.

use std::ffi::{CStr, c_char, c_void};

use rust_bert::Activation;
use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::device::operators::owned;
use crate::engine::weights::layout::no_fused_layer;

unsafe extern "C" {
    fn mujaz_pack(weight: *const c_void, error: *mut *mut c_char) -> *mut c_void;
    fn mujaz_linear(
        x: *const c_void,
        weight: *const c_void,
        bias: *const c_void,
        activation: *const c_char,
        error: *mut *mut c_char,
    ) -> *mut c_void;
    pub(crate) fn mujaz_int8_pack(weight: *const c_void, error: *mut *mut c_char) -> *mut c_void;
    pub(crate) fn mujaz_int8_linear(
        x: *const c_void,
        weight: *const c_void,
        scales: *const c_void,
        zeros: *const c_void,
        error: *mut *mut c_char,
    ) -> *mut c_void;
}

/// A linear layer on the CPU: `activation(x · weightᵀ + bias)`.
pub(crate) struct Linear {
    packed: Tensor,
    bias: Option<Tensor>,
    activation: &'static CStr,
}

impl Linear {
    /// Packs `weight`, `[out, in]`, and `bias`, `[out]`, in the given kind.
    pub(crate) fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        kind: Kind,
    ) -> Result<Self, EngineError> {
        let weight = weight.f_to_kind(kind)?.f_contiguous()?;
        let mut error = std::ptr::null_mut();
        // SAFETY: `weight` is a live tensor. The result is a new tensor that passes to the caller,
        // or null with an error text, as `owned` requires.
        let packed = unsafe { owned(mujaz_pack(weight.as_ptr().cast(), &raw mut error), error)? };
        let bias = bias
            .map(|bias| bias.f_to_kind(kind)?.f_contiguous())
            .transpose()?;
        Ok(Self {
            packed,
            bias,
            activation: c"none",
        })
    }

    /// Fuses an activation into the layer.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] for an activation that oneDNN does not fuse.
    pub(crate) fn then(mut self, activation: Activation) -> Result<Self, EngineError> {
        self.activation = match activation {
            Activation::swish => c"swish",
            Activation::relu => c"relu",
            Activation::gelu => c"gelu",
            Activation::identity => c"none",
            other => return Err(no_fused_layer(other)),
        };
        Ok(self)
    }

    /// Computes the layer. `x` is `[rows, in]`, contiguous, of the layer's kind; the result is
    /// `[rows, out]`, contiguous.
    pub(crate) fn forward(&self, x: &Tensor) -> Result<Tensor, EngineError> {
        let bias = self
            .bias
            .as_ref()
            .map_or(std::ptr::null(), |b| b.as_ptr().cast());
        let mut error = std::ptr::null_mut();
        // SAFETY: the tensors are live, `bias` may be null, and `activation` is a C string. The
        // result is a new tensor that passes to the caller, or null with an error text, as `owned`
        // requires.
        unsafe {
            let result = mujaz_linear(
                x.as_ptr().cast(),
                self.packed.as_ptr().cast(),
                bias,
                self.activation.as_ptr(),
                &raw mut error,
            );
            owned(result, error)
        }
    }
}
