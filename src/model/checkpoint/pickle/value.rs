//! What a pickle builds. A small one may ask for something large; this file owns how much each value
//! takes.

use tch::Kind;

use super::spec::Spec;

/// Bytes of a text that take as much of a budget as a value.
pub(super) const TEXT: usize = 32;

/// The most characters of a text that an error shows.
const SHOWN: usize = 100;

/// A value of a pickle.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Int(i64),
    Text(String),
    Tuple(Vec<Value>),
    Dict(Vec<(Value, Value)>),
    Global(String),
    Storage(String, Kind),
    Tensor(Spec),
    Mark,
}

impl Value {
    /// What it takes of a budget.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Self::Nothing | Self::Int(_) | Self::Mark => 0,
            Self::Text(text) | Self::Global(text) | Self::Storage(text, _) => text.len() / TEXT,
            Self::Tuple(values) => values.iter().map(Self::size).sum(),
            Self::Dict(items) => items.iter().map(|(k, v)| k.size() + v.size()).sum(),
            Self::Tensor(spec) => spec.key.len() / TEXT + spec.shape.len() + spec.strides.len(),
        }
    }

    /// Whether values lie at most `depth` deep in it. Deeper ones could not even be dropped, which
    /// takes a call for each.
    pub(super) fn is_flat(&self, depth: usize) -> bool {
        let inside = |value: &Self| depth > 0 && value.is_flat(depth - 1);
        match self {
            Self::Tuple(values) => values.iter().all(inside),
            Self::Dict(items) => items.iter().all(|(k, v)| inside(k) && inside(v)),
            _ => true,
        }
    }
}

/// The beginning of a text, for errors: a file may name something as long as itself.
pub(super) fn short(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
