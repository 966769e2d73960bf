//! `mujaz schema`: prints the JSON Schema of what mujaz writes as JSON. The schemas are in the folder
//! `schemas`; nothing here knows what they say.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::Exit;

const EXAMPLES: &str = "\
Examples:
  mujaz schema brief > brief.schema.json
  mujaz schema index | jq '.\"$defs\".WithBrief.properties | map_values(.description)'

Each schema is one file without references to others, in JSON Schema draft 2020-12.";

/// Print the JSON Schema of what mujaz writes as JSON
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SchemaArgs {
    /// The JSON that the schema describes
    #[arg(value_enum, value_name = "JSON")]
    schema: Schema,
}

/// A schema, named by what it describes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Schema {
    /// A brief: a .json file below OUT/briefs
    Brief,
    /// A line of OUT/index.jsonl
    Index,
    /// The record of a run: OUT/run.json
    Run,
    /// A line that mujaz filter writes
    Filter,
    /// A line that mujaz check --json prints
    Check,
    /// A line that mujaz search --json prints
    Search,
}

impl Schema {
    /// Its text, which ends with a line break.
    fn text(self) -> &'static str {
        match self {
            Self::Brief => include_str!("../../schemas/brief.schema.json"),
            Self::Index => include_str!("../../schemas/index.schema.json"),
            Self::Run => include_str!("../../schemas/run.schema.json"),
            Self::Filter => include_str!("../../schemas/filter.schema.json"),
            Self::Check => include_str!("../../schemas/check.schema.json"),
            Self::Search => include_str!("../../schemas/search.schema.json"),
        }
    }
}

/// Runs the subcommand.
pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    out.write_all(args.schema.text().as_bytes())?;
    Ok(Exit::Success)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_has_the_name_that_it_is_asked_for_by() {
        for schema in Schema::value_variants() {
            let name = schema.to_possible_value().expect("a name");
            let text: serde_json::Value = serde_json::from_str(schema.text()).expect("JSON");
            assert_eq!(text["$id"], format!("{}.schema.json", name.get_name()));
            assert!(schema.text().ends_with("}\n"));
        }
    }
}
