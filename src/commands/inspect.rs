//! `djdock inspect`: the facts, each with its file and line.

use crate::cli::{Global, InspectArgs};
use crate::error::Error;
use crate::inspect::{self, Hints};
use crate::pipeline;
use crate::ui::Ui;

use super::place::Place;

/// Runs the command. The work tree is read, uncommitted changes included.
pub fn run(args: InspectArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let place = Place::find(&args.path.path, None)?;
    let hints = Hints {
        manage_py: args.manage_py,
        settings: args.settings,
        prod_settings: None,
    };
    let restored = pipeline::restored(&place.work)?;
    let project = inspect::inspect(&restored, &place.work, &hints)?;
    let value = serde_json::to_value(&project).unwrap_or_default();
    if global.json {
        ui.data(&format!("{value:#}\n"));
        return Ok(());
    }
    let mut lines = Vec::new();
    flatten("", &value, &mut lines);
    for (name, text) in lines {
        let evidence = project.evidence.get(&name);
        let evidence = evidence
            .map(|place| format!("  ({place})"))
            .unwrap_or_default();
        ui.data(&format!("{name} = {text}{evidence}\n"));
    }
    Ok(())
}

/// A fact per line: `databases.default.engine = sqlite3`.
fn flatten(prefix: &str, value: &serde_json::Value, lines: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| *name != "evidence") {
                let path = if prefix.is_empty() {
                    name.clone()
                } else {
                    format!("{prefix}.{name}")
                };
                flatten(&path, value, lines);
            }
        }
        serde_json::Value::Null => lines.push((prefix.to_owned(), "unknown".to_owned())),
        serde_json::Value::String(text) => lines.push((prefix.to_owned(), text.clone())),
        other => lines.push((prefix.to_owned(), other.to_string())),
    }
}
