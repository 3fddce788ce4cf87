//! The modules that a Python file needs as soon as it is imported.

use memchr::memmem;
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry};

use crate::python::source::Parsed;
use crate::python::values::value::At;

/// Dotted names of absolute imports, and their lines. What a function imports when it is called, what only a type
/// checker sees, and what may fail (`try` … `except ImportError`) is not among them.
pub(crate) fn imports(parsed: &Parsed) -> Vec<(String, At)> {
    let mut found = Vec::new();
    walk(parsed.body(), &mut |name, statement| {
        found.push((name, parsed.source.at(statement)));
    });
    found
}

/// Every dotted name that stands where an import would have a module: among them are all that the file imports. It is
/// told without parsing.
pub(crate) fn mentioned(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (offset, word) in occurrences(text, "import").chain(occurrences(text, "from")) {
        let rest = &text[offset + word.len()..];
        if !may_start(&text[..offset]) || rest.starts_with(is_part) {
            continue;
        }
        for module in logical_line(rest).split([',', ';']) {
            let module =
                module.trim_start_matches(|start: char| start.is_whitespace() || start == '\\');
            let end = module.find(|part| !is_part(part)).unwrap_or(module.len());
            found.push(&module[..end]);
        }
    }
    found
}

fn occurrences<'t>(
    text: &'t str,
    word: &'static str,
) -> impl Iterator<Item = (usize, &'static str)> + 't {
    memmem::find_iter(text.as_bytes(), word).map(move |offset| (offset, word))
}

/// Whether a statement may start after a text: at the start of a line, or after another statement or the head of a
/// block.
fn may_start(before: &str) -> bool {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or(before);
    let line = line.trim_start_matches('\u{feff}').trim_end();
    line.is_empty() || line.ends_with([';', ':'])
}

/// Whether a character may stand in a dotted name.
fn is_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.')
}

/// A text up to the end of its first line that no backslash joins to the next.
fn logical_line(text: &str) -> &str {
    let ends = text.match_indices('\n').map(|(offset, _)| offset);
    let mut ends = ends.filter(|end| !text[..*end].trim_end_matches('\r').ends_with('\\'));
    &text[..ends.next().unwrap_or(text.len())]
}

fn walk(body: &[Stmt], found: &mut impl FnMut(String, &Stmt)) {
    for statement in body {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    found(alias.name.to_string(), statement);
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                if let Some(module) = &import.module {
                    found(module.to_string(), statement);
                }
            }
            Stmt::If(branch) if !is_for_types(&branch.test) => {
                walk(&branch.body, found);
                for clause in &branch.elif_else_clauses {
                    walk(&clause.body, found);
                }
            }
            Stmt::Try(attempt) if !catches_imports(attempt) => walk(&attempt.body, found),
            Stmt::With(block) => walk(&block.body, found),
            Stmt::ClassDef(class) => walk(&class.body, found),
            _ => {}
        }
    }
}

/// Whether a test is `TYPE_CHECKING`, so that what is below it does not run.
fn is_for_types(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

/// Whether one of its handlers is for a module that is not there.
fn catches_imports(attempt: &StmtTry) -> bool {
    let caught = |name: &Expr| match name {
        Expr::Name(name) => matches!(
            name.id.as_str(),
            "ImportError" | "ModuleNotFoundError" | "Exception"
        ),
        _ => false,
    };
    attempt.handlers.iter().any(|handler| {
        let ExceptHandler::ExceptHandler(handler) = handler;
        match handler.type_.as_deref() {
            None => true,
            Some(Expr::Tuple(names)) => names.elts.iter().any(caught),
            Some(name) => caught(name),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::mentioned;
    use crate::python::source::{SyntaxError, parse};

    fn imports(text: &str) -> Result<Vec<String>, SyntaxError> {
        let found = super::imports(&parse("a.py", text.to_owned())?).into_iter();
        Ok(found.map(|(name, _)| name).collect())
    }

    #[test]
    fn what_a_file_needs_at_once() {
        let text = "import os, requests\nfrom PIL import Image\nfrom . import models\n\
            try:\n    import magic\nexcept ImportError:\n    magic = None\n\
            if TYPE_CHECKING:\n    import pandas\nelse:\n    import numpy\n\
            def view():\n    import celery\n";
        assert_eq!(imports(text).unwrap(), ["os", "requests", "PIL"]);
        assert!(imports("import (").is_err());
        assert!(imports(&format!("import os\nx = {}1", "-".repeat(200_000))).is_err());
        assert!(imports(&format!("import os\nx = {}1", "1 + ".repeat(250_000))).is_err());
    }

    #[test]
    fn what_is_imported_is_mentioned() {
        let texts = [
            "import os, requests\nfrom PIL import Image\nfrom . import models\n",
            "import os as o, \\\n  requests.adapters as r\n",
            "import \\\n  os\nfrom \\\n  PIL import (\n  Image,\n  ImageDraw)\n",
            "x = 1; import magic; from a.b import c\n",
            "with open('f'): import numpy\nclass A: from pandas import *\n",
            "import\tos\nimport os;import re\r\nimport os, \\\r\n  re2\n",
            "try:\n    import é, ok\nfinally: pass\n",
            "\u{feff}import os\n",
            "x = 1\r\nif x:\timport os ; from re import sub\n",
            "if x: \\\n  from os import *\n",
        ];
        for text in texts {
            let mentioned = mentioned(text);
            for name in imports(text).unwrap_or_default() {
                assert!(mentioned.contains(&name.as_str()), "{name} of {text}");
            }
        }
        assert!(mentioned("important = reimport = x.fromage\n# taken from docs\n").is_empty());
    }
}
