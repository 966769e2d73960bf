//! Messages as JSON Lines, for programs that collect logs. This file owns the form of their lines.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, Command};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::output::raw_stderr;
use super::plain::shortened;
use crate::brief::json_line;
use crate::environment::yes_or_no;

/// Whether messages are JSON Lines.
static JSON: AtomicBool = AtomicBool::new(false);

/// The arguments for messages and counters that other programs read.
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Write messages as JSON Lines: objects with `time`, `level`, `event` and what belongs to it
    #[arg(long, env = "MUJAZ_LOG_JSON", value_parser = yes_or_no)]
    log_json: bool,
    /// Keep counters in this file, in the text format of Prometheus, written anew every ten seconds
    #[arg(long, value_name = "FILE", env = "MUJAZ_METRICS")]
    pub(super) metrics: Option<PathBuf>,
}

impl LogArgs {
    /// Has all messages of this process written as asked for.
    pub(super) fn begin(&self) {
        JSON.store(self.log_json, Ordering::Relaxed);
    }
}

/// Has messages written as a command line asks for before it is parsed, because it may be wrong.
pub(super) fn begin_unparsed(command: &Command, arguments: &[OsString]) {
    JSON.store(asks_for_json(command, arguments), Ordering::Relaxed);
}

/// Whether a command line has the option for JSON, or the environment for a command that has it.
fn asks_for_json(command: &Command, arguments: &[OsString]) -> bool {
    let name = arguments.get(1).and_then(|name| name.to_str());
    let subcommand = name.and_then(|name| command.find_subcommand(name));
    let option = subcommand.and_then(|subcommand| {
        let mut options = subcommand.get_arguments();
        options.find(|option| option.get_long() == Some("log-json"))
    });
    let Some(option) = option else {
        return false;
    };
    let mut options = arguments.iter().skip(2).take_while(|word| *word != "--");
    let value = option.get_env().and_then(std::env::var_os);
    // What is wrong with a value is told when the line is parsed.
    let is_on = |value: &OsString| yes_or_no(&value.to_string_lossy()).unwrap_or(false);
    options.any(|word| word == "--log-json") || value.as_ref().is_some_and(is_on)
}

/// Whether messages are JSON Lines.
pub(super) fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// The severity of a message.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Info,
    Warning,
    Error,
}

#[derive(Serialize)]
struct Message<'a> {
    time: String,
    level: Level,
    event: &'a str,
    #[serde(flatten)]
    content: Value,
}

/// Writes a message: the name of what happened, and an object with what belongs to it.
pub(super) fn write(level: Level, event: &str, content: Value) {
    let line = line(level, event, content);
    // At once, because other processes may write there too. Nobody can be told that nobody can be
    // told.
    let _ = raw_stderr().write_all(line.as_bytes());
}

/// A message as a line. Of long texts in it, as of a file that is quoted, the middle is left out.
pub(super) fn line(level: Level, event: &str, mut content: Value) -> String {
    shorten(&mut content);
    let now = OffsetDateTime::now_utc();
    // Nanoseconds would only make the lines longer.
    let now = now.replace_nanosecond(0).unwrap_or(now);
    let message = Message {
        time: now.format(&Rfc3339).unwrap_or_default(),
        level,
        event,
        content,
    };
    json_line(&message).unwrap_or_default() + "\n"
}

fn shorten(value: &mut Value) {
    match value {
        Value::String(text) => *text = shortened(text).into_owned(),
        Value::Array(values) => values.iter_mut().for_each(shorten),
        Value::Object(fields) => fields.values_mut().for_each(shorten),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use clap::Arg;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped_and_read_as_it_was() {
        let path = "سد\u{202e}\u{1b}[31m\u{9b}\u{2066}\u{e0041}\n";
        let line = line(Level::Info, "failed", json!({ "path": path }));
        let told = r#""path":"سد\u202e\u001b[31m\u009b\u2066\udb40\udc41\n""#;
        assert!(line.contains(told), "{line}");
        let read: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["path"], path);
    }

    #[test]
    fn long_texts_are_cut_wherever_they_stand() {
        let long = "ب".repeat(20_000);
        let content = json!({ "reasons": [{ "text": long }], "count": 1 });
        let line = line(Level::Error, "failed", content);
        let read: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["reasons"][0]["text"], *shortened(&long));
        assert_eq!(read["count"], 1);
        assert!(line.len() < 15_000);
    }

    #[test]
    fn a_command_line_asks_for_json_where_its_command_has_the_option() {
        let with_option = Command::new("run").arg(Arg::new("log_json").long("log-json"));
        let command = Command::new("mujaz").subcommands([with_option, Command::new("search")]);
        let asks = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            asks_for_json(&command, &words)
        };
        assert!(asks("mujaz run in --log-json"));
        assert!(asks("mujaz run --log-json --wrong"));
        for line in [
            "mujaz run in",
            "mujaz run -- --log-json",
            "mujaz search --log-json",
            "mujaz --log-json",
            "mujaz",
        ] {
            assert!(!asks(line), "{line}");
        }
    }
}
