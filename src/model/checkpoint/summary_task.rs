//! How a checkpoint summarizes, where its `task_specific_params` say so.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::settings::Settings;
use crate::model::{Generation, ModelError};

/// The use of a checkpoint for summaries (`task_specific_params` in `config.json`).
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryTask {
    /// The prefix of every text.
    pub prefix: String,
    /// The settings that the checkpoint's author decodes summaries with.
    pub generation: Generation,
}

impl SummaryTask {
    /// Reads the task, if the checkpoint has it. `defaults` are those of [`Generation::of`].
    pub(in crate::model) fn of(
        defaults: &[(&str, u32)],
        config: &Fields,
        generation: &Map<String, Value>,
    ) -> Result<Option<Self>, ModelError> {
        let tasks = config.map.get("task_specific_params");
        let task = tasks.and_then(|tasks| tasks.get("summarization"));
        let Some(task) = task.filter(|task| !task.is_null()) else {
            return Ok(None);
        };
        let of_another_type = |what: &str| config.bad(format!("`summarization` {what}"));
        let task = task
            .as_object()
            .ok_or_else(|| of_another_type("is no object"))?;
        let settings = Settings {
            config,
            generation,
            task: Some(task),
        };
        let prefix = match task.get("prefix") {
            None | Some(Value::Null) => "",
            Some(prefix) => prefix
                .as_str()
                .ok_or_else(|| of_another_type("has a `prefix` that is no text"))?,
        };
        Ok(Some(Self {
            prefix: prefix.to_owned(),
            generation: Generation::of(defaults, &settings)?,
        }))
    }
}
