//! Reading the JSON files of a checkpoint field by field. This file owns the errors, which name
//! the file and the field.

use std::path::Path;

use rust_bert::Activation;
use serde_json::{Map, Value};

use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// The object in a JSON file.
pub(in crate::model) fn read_object(path: &Path) -> Result<Map<String, Value>, ModelError> {
    let text =
        regular_file::read_text(path).map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    object(&text, path)
}

/// The object in the text of a JSON file.
pub(in crate::model) fn object(text: &str, path: &Path) -> Result<Map<String, Value>, ModelError> {
    serde_json::from_str(text).map_err(|e| ModelError::BadConfig {
        path: path.into(),
        reason: e.to_string(),
    })
}

/// The fields of a `config.json`.
pub(in crate::model) struct Fields {
    pub(in crate::model) path: std::path::PathBuf,
    pub(in crate::model) map: Map<String, Value>,
}

impl Fields {
    pub(in crate::model) fn optional(&self, key: &str) -> Option<i64> {
        self.map.get(key).and_then(Value::as_i64)
    }

    pub(in crate::model) fn number(&self, key: &str) -> Result<i64, ModelError> {
        match (self.map.get(key), self.optional(key)) {
            (_, Some(n)) if (1..=1 << 24).contains(&n) => Ok(n),
            (Some(Value::Number(n)), _) => {
                Err(self.bad(format!("`{key}` is {n}, which no model has")))
            }
            (None | Some(Value::Null), _) => Err(self.bad(format!("`{key}` is missing"))),
            (Some(_), _) => Err(self.bad(format!("`{key}` is no number"))),
        }
    }

    /// A number with a default, for a field that is missing or null.
    pub(in crate::model) fn number_or(&self, key: &str, default: i64) -> Result<i64, ModelError> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(default),
            Some(_) => self.number(key),
        }
    }

    pub(in crate::model) fn flag(&self, key: &str, default: bool) -> bool {
        self.map
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(default)
    }

    pub(in crate::model) fn text(&self, key: &str) -> Option<String> {
        self.map.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    pub(in crate::model) fn activation(&self, default: &str) -> Result<Activation, ModelError> {
        match self
            .text("activation_function")
            .as_deref()
            .unwrap_or(default)
        {
            "swish" | "silu" => Ok(Activation::swish),
            "relu" => Ok(Activation::relu),
            "gelu" => Ok(Activation::gelu),
            other => Err(self.unsupported(format!("the activation {other:?}"))),
        }
    }

    pub(in crate::model) fn unsupported(&self, what: String) -> ModelError {
        ModelError::Unsupported {
            path: self.path.clone(),
            what,
        }
    }

    pub(in crate::model) fn bad(&self, reason: String) -> ModelError {
        ModelError::BadConfig {
            path: self.path.clone(),
            reason,
        }
    }
}
