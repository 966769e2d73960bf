//! What a pickle asks for by name. This file owns which calls are carried out, and which types of data
//! are read.

use tch::Kind;

use super::spec::Spec;
use super::value::{Value, short};

/// The storage that a persistent id names: ("storage", class, key, place, size).
pub(super) fn storage(id: Value) -> Result<Value, String> {
    let Value::Tuple(parts) = id else {
        return Err("has a storage without a description".into());
    };
    let [
        Value::Text(what),
        Value::Global(class),
        Value::Text(key),
        ..,
    ] = &parts[..]
    else {
        return Err("has a storage without a description".into());
    };
    let kind = match class.as_str() {
        "torch FloatStorage" => Kind::Float,
        "torch HalfStorage" => Kind::Half,
        "torch BFloat16Storage" => Kind::BFloat16,
        "torch DoubleStorage" => Kind::Double,
        "torch LongStorage" => Kind::Int64,
        other => return Err(format!("has tensors of {}", short(other))),
    };
    // The key is only ever used as a name inside the archive.
    if what != "storage" {
        Err("has a storage without a description".into())
    } else {
        Ok(Value::Storage(key.clone(), kind))
    }
}

/// Carries out the few functions that tables of tensors call.
pub(super) fn call(function: Value, arguments: Value) -> Result<Value, String> {
    let (Value::Global(name), Value::Tuple(arguments)) = (function, arguments) else {
        return Err("calls what is no function".into());
    };
    let numbers = |value: &Value| match value {
        Value::Tuple(items) => items
            .iter()
            .map(|i| {
                if let Value::Int(n) = i {
                    Ok(*n)
                } else {
                    Err("has a shape that is no number".to_owned())
                }
            })
            .collect(),
        _ => Err("has a tensor without a shape".to_owned()),
    };
    match (name.as_str(), &arguments[..]) {
        ("collections OrderedDict", []) => Ok(Value::Dict(Vec::new())),
        (
            "torch._utils _rebuild_tensor_v2",
            [
                Value::Storage(key, kind),
                Value::Int(offset),
                shape,
                strides,
                ..,
            ],
        ) => Ok(Value::Tensor(Spec {
            key: key.clone(),
            kind: *kind,
            offset: *offset,
            shape: numbers(shape)?,
            strides: numbers(strides)?,
        })),
        ("torch._utils _rebuild_parameter", [tensor @ Value::Tensor(_), ..]) => Ok(tensor.clone()),
        (other, _) => Err(format!(
            "calls {}, which a table of tensors does not need",
            short(other)
        )),
    }
}
