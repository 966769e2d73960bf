//! Linear layers with weights packed once for this processor.

use std::ffi::{CStr, c_char, c_void};

use rust_bert::Activation;
use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;

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
    fn mujaz_free(text: *mut c_char);
}

/// `activation(x · weightᵀ + bias)` on the CPU.
pub(crate) struct Linear {
    packed: Tensor,
    bias: Option<Tensor>,
    activation: &'static CStr,
}

impl Linear {
    /// Packs `weight` `[out, in]` (and `bias` `[out]`) in the given kind.
    pub(crate) fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        kind: Kind,
    ) -> Result<Self, EngineError> {
        let weight = weight.to_kind(kind).contiguous();
        let mut error = std::ptr::null_mut();
        // SAFETY: the pointer is a live tensor's; the result is a new tensor that we own, or null with an error.
        let packed = unsafe { owned(mujaz_pack(weight.as_ptr().cast(), &raw mut error), error)? };
        let bias = bias.map(|b| b.to_kind(kind).contiguous());
        Ok(Self {
            packed,
            bias,
            activation: c"none",
        })
    }

    /// The same layer with its activation fused.
    pub(crate) fn then(mut self, activation: Activation) -> Result<Self, EngineError> {
        self.activation = match activation {
            Activation::swish => c"swish",
            Activation::relu => c"relu",
            Activation::gelu => c"gelu",
            Activation::identity => c"none",
            other => {
                return Err(EngineError::Unavailable(format!(
                    "no fused layer for the activation {other:?}"
                )));
            }
        };
        Ok(self)
    }

    /// `x` is `[rows, in]`, contiguous, of the layer's kind; the result `[rows, out]`, contiguous.
    pub(crate) fn forward(&self, x: &Tensor) -> Result<Tensor, EngineError> {
        let bias = self
            .bias
            .as_ref()
            .map_or(std::ptr::null(), |b| b.as_ptr().cast());
        let mut error = std::ptr::null_mut();
        // SAFETY: all pointers are live tensors' or null; ownership of the result passes to us.
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

/// # Safety
/// `result` is null or a tensor that the caller owns; `error` is null or a text from `operators.cc`.
pub(crate) unsafe fn owned(result: *mut c_void, error: *mut c_char) -> Result<Tensor, EngineError> {
    if !result.is_null() {
        // SAFETY: by contract.
        return Ok(unsafe { Tensor::from_ptr(result.cast()) });
    }
    let text = if error.is_null() {
        "no reason given".to_owned()
    } else {
        // SAFETY: by contract a C string, freed once.
        let text = unsafe { CStr::from_ptr(error) }
            .to_string_lossy()
            .into_owned();
        // SAFETY: as above.
        unsafe { mujaz_free(error) };
        text
    };
    Err(tch::TchError::Torch(text).into())
}
