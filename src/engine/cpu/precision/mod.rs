//! The number formats of models on processors: how activations are stored, and the matrix products
//! that read and write them. The model is written once, over [`arithmetic::Arithmetic`].

pub(crate) mod arithmetic;
pub(crate) mod element;
pub(crate) mod int8;
pub(crate) mod onednn;
pub(crate) mod product;
pub(crate) mod vnni_gemm;
