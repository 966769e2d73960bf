//! The results of the functions in `operators.cc`, which are operators of libtorch that `tch` does not bind.

use std::ffi::{CStr, c_char, c_void};

use tch::Tensor;

use crate::engine::contract::error::EngineError;

unsafe extern "C" {
    fn mujaz_free(text: *mut c_char);
}

/// Takes the result of a function in `operators.cc`: the tensor, or its error text as an
/// [`EngineError`].
///
/// # Safety
/// `result` is null or a tensor that the caller owns; `error` is null or a text that `operators.cc`
/// allocated and nothing else refers to. Neither may be used afterwards.
pub(crate) unsafe fn owned(result: *mut c_void, error: *mut c_char) -> Result<Tensor, EngineError> {
    if !result.is_null() {
        // SAFETY: `result` is not null, so by contract it is a tensor that the caller owns.
        return Ok(unsafe { Tensor::from_ptr(result.cast()) });
    }
    let text = if error.is_null() {
        "no reason given".to_owned()
    } else {
        // SAFETY: `error` is not null, so by contract it is a C string from `operators.cc`.
        let text = unsafe { CStr::from_ptr(error) }
            .to_string_lossy()
            .into_owned();
        // SAFETY: `operators.cc` allocated the text, which was copied and is not used again.
        unsafe { mujaz_free(error) };
        text
    };
    Err(tch::TchError::Torch(text).into())
}
