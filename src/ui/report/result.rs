//! Results of commands, for a person and for a script.

mod changed;
mod drift;
mod facts;
mod findings;
mod heard;
mod next;
mod services;
mod tried;
mod undone;

pub(in crate::ui) use heard::heard;

use serde::Serialize;
use serde_json::Value;

use crate::commands::services::Catalogue;
use crate::commands::status::Drift;
use crate::inspect;

/// The JSON Schema of what each command prints with `--json`, by the name of its file in `docs`.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("change", schemars::schema_for!(changed::Told).to_value()),
        (
            "check",
            schemars::schema_for!(Vec<findings::Told>).to_value(),
        ),
        ("inspect", inspect::schema()),
        ("services", schemars::schema_for!(Catalogue).to_value()),
        ("status", schemars::schema_for!(Drift).to_value()),
        ("try", schemars::schema_for!(tried::Told).to_value()),
        ("undo", schemars::schema_for!(undone::Told).to_value()),
    ]
}

/// A value of djdock's own as JSON, which has no map with other keys than text.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
