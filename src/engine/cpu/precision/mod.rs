//! Number formats on processors: how activations are stored, what goes into a product and what
//! comes out. A model is written once over [`arithmetic::Arithmetic`].

pub(crate) mod arithmetic;
pub(crate) mod element;
pub(crate) mod int8;
pub(crate) mod onednn;
pub(crate) mod product;
pub(crate) mod vnni_gemm;
