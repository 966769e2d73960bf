//! The decoding settings in a checkpoint's files, by key. This file owns which file counts, and which
//! settings of transformers mujaz does not follow.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::fields::{Fields, NO_FLAG};
use crate::model::ModelError;

/// The settings for one use of a checkpoint. A setting is taken from the task of
/// `task_specific_params` that it is used for, else from `generation_config.json`, else from
/// `config.json`.
pub(in crate::model) struct Settings<'a> {
    pub(in crate::model) config: &'a Fields,
    pub(in crate::model) generation: &'a Map<String, Value>,
    pub(in crate::model) task: Option<&'a Map<String, Value>>,
}

impl<'a> Settings<'a> {
    /// The value of a setting; `None` if it is null or no file has it.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        let maps = [self.task, Some(self.generation), Some(&self.config.map)];
        maps.into_iter()
            .flatten()
            .filter_map(|map| map.get(key))
            .find(|value| !value.is_null())
    }

    /// Whether any file has a setting, be it null.
    pub(super) fn names(&self, key: &str) -> bool {
        self.task.is_some_and(|task| task.contains_key(key))
            || self.generation.contains_key(key)
            || self.config.map.contains_key(key)
    }

    /// A token; the first of several. A number below zero names none, and one too large a token that
    /// no vocabulary has.
    pub(super) fn token(&self, key: &str) -> Result<Option<u32>, ModelError> {
        let named = self.get(key).and_then(|value| match value {
            Value::Array(several) => several.first(),
            one => Some(one),
        });
        let Some(named) = named else {
            return Ok(None);
        };
        let token = named.as_i64().ok_or_else(|| self.bad(key, "is no token"))?;
        Ok((token >= 0).then(|| u32::try_from(token).unwrap_or(u32::MAX)))
    }

    /// A number of tokens, beams or the like. A negative number counts as 0.
    pub(super) fn count(&self, key: &str) -> Result<Option<usize>, ModelError> {
        self.read(key, "is no number", |value| match value.as_u64() {
            Some(number) => Some(usize::try_from(number).unwrap_or(usize::MAX)),
            None => value.as_f64().map(|number| number as usize),
        })
    }

    pub(super) fn decimal(&self, key: &str) -> Result<Option<f32>, ModelError> {
        let number = self.read(key, "is no number", Value::as_f64)?;
        Ok(number.map(|number| number as f32))
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, ModelError> {
        let flag = self.read(key, NO_FLAG, Value::as_bool)?;
        Ok(flag.unwrap_or(false))
    }

    /// The value of a setting, unless it is null or no file has it. One of another type is refused:
    /// with a default in its place the search would be another one.
    fn read<T>(
        &self,
        key: &str,
        otherwise: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, ModelError> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let value = read(value).ok_or_else(|| self.bad(key, otherwise))?;
        Ok(Some(value))
    }

    /// A list of tokens; empty if no file has it.
    pub(super) fn tokens(&self, key: &str) -> Result<Vec<u32>, ModelError> {
        let tokens = self.read(key, "is no list", ids)?;
        Ok(tokens.unwrap_or_default())
    }

    /// A list of lists of tokens; empty if no file has it.
    pub(super) fn sequences(&self, key: &str) -> Result<Vec<Vec<u32>>, ModelError> {
        let sequences = self.read(key, "is no list of lists", lists)?;
        Ok(sequences.unwrap_or_default())
    }

    /// The settings that ask for something other than what mujaz does, by key.
    pub(super) fn unheeded(&self) -> Vec<&'static str> {
        let asked = UNHEEDED
            .into_iter()
            .filter(|(key, asks)| self.get(key).is_some_and(*asks));
        asked.map(|(key, _)| key).collect()
    }

    /// The error of a setting that no search can follow.
    pub(super) fn bad(&self, key: &str, what: &str) -> ModelError {
        ModelError::BadConfig {
            path: self.file_of(key),
            reason: format!("`{key}` {what}"),
        }
    }

    fn file_of(&self, key: &str) -> PathBuf {
        let has = |map: &Map<String, Value>| map.get(key).is_some_and(|value| !value.is_null());
        if !self.task.is_some_and(has) && has(self.generation) {
            return self.config.path.with_file_name("generation_config.json");
        }
        self.config.path.clone()
    }
}

/// The tokens of each list of a list; `None` if it is something else.
fn lists(value: &Value) -> Option<Vec<Vec<u32>>> {
    value.as_array()?.iter().map(ids).collect()
}

/// The tokens of a list; `None` if it is none. What is no token becomes one that no vocabulary has.
fn ids(list: &Value) -> Option<Vec<u32>> {
    let id = |value: &Value| {
        let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
        number.unwrap_or(u32::MAX)
    };
    Some(list.as_array()?.iter().map(id).collect())
}

/// Whether a value of a setting asks for a change.
type AsksForChange = fn(&Value) -> bool;

/// The settings of transformers that change outputs and that mujaz does not follow, with whether a value
/// asks for a change. Those of sampling count only with `do_sample`; that of groups of beams only with
/// several groups.
const UNHEEDED: [(&str, AsksForChange); 12] = [
    ("do_sample", is_true),
    ("dola_layers", is_given),
    ("encoder_repetition_penalty", is_not_one),
    ("eos_token_id", is_of_several),
    ("exponential_decay_length_penalty", is_given),
    ("force_words_ids", is_given),
    ("guidance_scale", is_not_one),
    ("num_beam_groups", is_above_one),
    ("penalty_alpha", is_above_zero),
    ("sequence_bias", is_given),
    ("stop_strings", is_given),
    ("watermarking_config", is_given),
];

fn is_true(value: &Value) -> bool {
    value.as_bool() == Some(true)
}

fn is_given(value: &Value) -> bool {
    value.as_array().is_none_or(|list| !list.is_empty())
}

fn is_of_several(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() > 1)
}

fn is_not_one(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number != 1.0)
}

fn is_above_one(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number > 1.0)
}

fn is_above_zero(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number > 0.0)
}
