//! What was rendered is read again, by the reader of its language, before anything of it is written: a text of the project
//! that became syntax, or a mistake of a pack, goes no further.

use crate::catalog::Catalog;
use crate::files::FileSet;
use crate::python::syntax::is_python;
use crate::yaml::{Tree, YamlError};

use super::PipelineError;

/// Refuses a rendered file that is not of its language. Files that a pack has as they are were never rendered.
pub(super) fn prove(files: &FileSet, catalog: &Catalog) -> Result<(), PipelineError> {
    for (path, file) in files {
        let end = path.rsplit('.').next().unwrap_or_default();
        let as_it_is = || catalog.verbatim.values().any(|text| *text == file.text);
        if !["yml", "yaml", "py", "toml", "json"].contains(&end) || as_it_is() {
            continue;
        }
        if let Err((line, reason)) = read(end, &file.text) {
            let path = path.clone();
            return Err(PipelineError::Malformed { path, line, reason });
        }
    }
    Ok(())
}

/// Reads a text of a language; the line where it stops being of that, where that is known, and why.
fn read(end: &str, text: &str) -> Result<(), (Option<usize>, String)> {
    match end {
        "yml" | "yaml" => {
            let read = Tree::parse(text).map(drop);
            read.map_err(|error: YamlError| (error.line(), error.words()))
        }
        "py" => is_python(text).map_err(|error| (None, error.to_string())),
        "toml" => {
            let read: Result<toml::Table, _> = toml::from_str(text);
            read.map(drop).map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                let line = text[..start.min(text.len())].matches('\n').count() + 1;
                (Some(line), error.message().to_owned())
            })
        }
        _ => {
            let read: Result<serde_json::Value, _> = serde_json::from_str(text);
            read.map(drop)
                .map_err(|error| (Some(error.line()), error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_of_its_language_is_told_with_its_line() {
        for (end, right, wrong, line) in [
            ("yml", "a: b\n", "a: b\nc: d: e\n", Some(2)),
            ("py", "a = 1\n", "a = 1\nb = (\n", None),
            ("toml", "a = 1\n", "a = 1\nb = \n", Some(2)),
            ("json", "{\"a\": 1}\n", "{\"a\": 1,\n}\n", Some(2)),
        ] {
            assert_eq!(read(end, right), Ok(()), "{end}");
            let found = read(end, wrong).expect_err(end);
            assert_eq!(found.0, line, "{end}: {}", found.1);
        }
    }
}
