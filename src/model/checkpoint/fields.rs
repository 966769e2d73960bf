//! Reading the JSON files of a checkpoint field by field. This file owns the errors, which name
//! the file and the field.

use std::path::Path;

use rust_bert::Activation;
use serde_json::{Map, Value};

use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// What is said of a field that should be a truth value.
pub(super) const NO_FLAG: &str = "is neither true nor false";

/// The object in a JSON file.
pub(in crate::model) fn read_object(path: &Path) -> Result<Map<String, Value>, ModelError> {
    let text =
        regular_file::read_text(path).map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    object(&text, path)
}

/// The object in a JSON file that a model need not have; an empty one without it.
pub(in crate::model) fn read_object_if_there(
    path: &Path,
) -> Result<Map<String, Value>, ModelError> {
    if regular_file::is_there(path)? {
        read_object(path)
    } else {
        Ok(Map::new())
    }
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

    /// A number with a fraction, with a default for a field that is missing or null.
    pub(in crate::model) fn decimal_or(&self, key: &str, default: f64) -> Result<f64, ModelError> {
        let number = self.read(key, "is no number", Value::as_f64)?;
        Ok(number.unwrap_or(default))
    }

    /// A truth value with a default, for a field that is missing or null.
    pub(in crate::model) fn flag(&self, key: &str, default: bool) -> Result<bool, ModelError> {
        let flag = self.read(key, NO_FLAG, Value::as_bool)?;
        Ok(flag.unwrap_or(default))
    }

    /// A text; `None` for a field that is missing or null.
    pub(in crate::model) fn text(&self, key: &str) -> Result<Option<String>, ModelError> {
        let text = self.read(key, "is no text", Value::as_str)?;
        Ok(text.map(str::to_owned))
    }

    /// The value of a field, unless it is missing or null. One of another type is refused: with a
    /// default in its place the model would be another one.
    fn read<'a, T>(
        &'a self,
        key: &str,
        otherwise: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, ModelError> {
        let Some(value) = self.map.get(key).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let value = read(value).ok_or_else(|| self.bad(format!("`{key}` {otherwise}")))?;
        Ok(Some(value))
    }

    pub(in crate::model) fn activation(&self, default: &str) -> Result<Activation, ModelError> {
        let named = self.text("activation_function")?;
        match named.as_deref().unwrap_or(default) {
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
