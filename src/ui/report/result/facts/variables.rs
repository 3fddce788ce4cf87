//! Environment variables as a person reads them.

use std::fmt::Write as _;

use super::row::{Row, row};
use crate::inspect::{Project, Variable};

pub(super) fn variables(project: &Project) -> Vec<Row> {
    let all = project.environment.iter();
    let mut rows: Vec<Row> = all
        .map(|variable| {
            let fact = format!("environment.{}", variable.name);
            row(project, &fact, &variable.name, summary(variable))
        })
        .collect();
    let read = project.evidence.iter();
    for (_, place) in read.filter(|(fact, _)| fact.starts_with("environment_files.")) {
        rows.push(Row {
            name: "also from".to_owned(),
            value: place.split(',').next().unwrap_or_default().to_owned(),
            place: place.rsplit(' ').next().unwrap_or_default().to_owned(),
        });
    }
    rows
}

fn summary(variable: &Variable) -> String {
    let mut parts = Vec::new();
    if variable.required {
        parts.push("required".to_owned());
    }
    parts.extend(variable.cast.clone());
    match &variable.default {
        // Even a placeholder may have become somebody's key.
        Some(default) if !default.is_empty() && is_secret(&variable.name, default) => {
            parts.push("has a default".to_owned());
        }
        Some(default) if default.is_empty() => parts.push("default empty".to_owned()),
        Some(default) => parts.push(format!("default {default}")),
        None => {}
    }
    for environment in &variable.environments {
        parts.push(format!("{environment} only"));
    }
    let mut summary = parts.join(", ");
    if !variable.settings.is_empty() {
        let _ = write!(summary, " → {}", variable.settings.join(", "));
    }
    summary.trim().to_owned()
}

/// Whether a variable's name says that its value is a secret, or a URL holds a password.
fn is_secret(name: &str, value: &str) -> bool {
    let words = [
        "SECRET",
        "PASS",
        "TOKEN",
        "KEY",
        "CREDENTIAL",
        "DSN",
        "SALT",
    ];
    let name = name.to_ascii_uppercase();
    words.iter().any(|word| name.contains(word)) || (value.contains("://") && value.contains('@'))
}
