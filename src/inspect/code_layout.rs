//! How the project's own formatters write code: what their configuration says of lines and quotes.

use toml::{Table, Value};

use super::dependencies::read_lossy;
use crate::python::CodeLayout;
use crate::tree::{self, Tree, TreeError, join};

/// The columns of a formatter's lines where nothing says another number.
const USUAL: usize = 88;

/// Files of ini sections in which flake8 is configured.
const FLAKE8: [&str; 3] = [".flake8", "setup.cfg", "tox.ini"];

/// What counts for a file: of the folders above it, the nearest in which a formatter is configured.
pub(crate) fn code_layout(tree: &dyn Tree, path: &str) -> Result<CodeLayout, TreeError> {
    let mut folder = tree::parent(path);
    loop {
        if let Some(layout) = of_formatters(tree, folder)? {
            return Ok(layout);
        }
        if folder.is_empty() {
            break;
        }
        folder = tree::parent(folder);
    }
    // Whoever has a checker alone wants no longer lines than it bears, nor longer ones than formatters write.
    for name in FLAKE8 {
        let width = read_lossy(tree, name)?.and_then(|text| max_line_length(&text));
        if let Some(width) = width {
            let width = Some(width.min(USUAL));
            return Ok(CodeLayout { width, quote: None });
        }
    }
    Ok(CodeLayout::default())
}

fn of_formatters(tree: &dyn Tree, folder: &str) -> Result<Option<CodeLayout>, TreeError> {
    let read = |name: &str| -> Result<Option<Table>, TreeError> {
        let text = read_lossy(tree, &join(folder, name))?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    let project = read("pyproject.toml")?.unwrap_or_default();
    let tool = |name: &str| project.get("tool").and_then(|tool| tool.get(name)).cloned();
    let mut ruff = tool("ruff");
    for name in ["ruff.toml", ".ruff.toml"] {
        ruff = read(name)?.map(Value::Table).or(ruff);
    }
    let black = tool("black");
    if ruff.is_none() && black.is_none() {
        return Ok(None);
    }
    let width = |tool: &Option<Value>| {
        let width = tool.as_ref()?.get("line-length")?.as_integer()?;
        usize::try_from(width).ok()
    };
    let style = ruff.as_ref().and_then(|ruff| ruff.get("format"));
    let style = style.and_then(|format| format.get("quote-style"));
    let quote = match style.and_then(Value::as_str) {
        Some("single") => Some('\''),
        Some("double") => Some('"'),
        _ => None,
    };
    Ok(Some(CodeLayout {
        width: width(&black).or_else(|| width(&ruff)),
        quote,
    }))
}

/// `max-line-length` of the section `flake8`.
fn max_line_length(text: &str) -> Option<usize> {
    let section = text
        .lines()
        .skip_while(|line| line.trim() != "[flake8]")
        .skip(1);
    let mut section = section.take_while(|line| !line.starts_with('['));
    section.find_map(|line| {
        let (key, value) = line.split_once(['=', ':'])?;
        let is_it = key.trim().replace('_', "-") == "max-line-length";
        value.trim().parse().ok().filter(|_| is_it)
    })
}
