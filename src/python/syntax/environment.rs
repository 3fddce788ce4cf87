//! Which expressions read the environment: through `os.environ`, a library, or a function of the module's own.

use std::collections::BTreeMap;

use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt, StmtImportFrom};

use super::names::Environment;

/// Variables of the operating system, which say nothing about the project.
const SYSTEM: [&str; 8] = [
    "HOME",
    "USER",
    "PATH",
    "PWD",
    "TMPDIR",
    "TEMP",
    "HOSTNAME",
    "VIRTUAL_ENV",
];

/// Calls that only convert what they are given.
const CONVERSIONS: [&str; 16] = [
    "bool",
    "int",
    "str",
    "float",
    "list",
    "tuple",
    "set",
    "filter",
    "map",
    "sorted",
    "Path",
    "loads",
    "strtobool",
    "literal_eval",
    "Csv",
    "parse",
];

/// How sure it is that a name reads the environment.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Trust {
    Known,
    /// By its name, or because a function's body mentions the environment: only upper-case variables count.
    Likely,
    Not,
}

/// The names of a module through which the environment is read.
pub(super) struct Readers {
    names: BTreeMap<String, Trust>,
}

impl Readers {
    /// Reads a module's imports, assignments and functions.
    pub(super) fn of(body: &[Stmt], known: &[&str]) -> Self {
        let mut readers = Self {
            names: BTreeMap::new(),
        };
        for statement in body {
            readers.visit_stmt(statement);
        }
        for name in known {
            readers.names.insert((*name).to_owned(), Trust::Known);
        }
        readers
    }

    /// What an expression reads.
    pub(super) fn environment(&self, expression: &Expr) -> Environment {
        let mut names: Vec<String> = Vec::new();
        any_over_expr(expression, |part| {
            if let Some(name) = self.variable(part)
                && !names.contains(&name)
                && !SYSTEM.contains(&name.as_str())
            {
                names.push(name);
            }
            false
        });
        let whole = !names.is_empty() && self.is_whole(expression);
        Environment { names, whole }
    }

    /// The variable that a call, subscript or `in` names.
    fn variable(&self, expression: &Expr) -> Option<String> {
        let (reader, key) = match expression {
            Expr::Call(call) => (&*call.func, call.arguments.args.first()?),
            Expr::Subscript(subscript) => (&*subscript.value, &*subscript.slice),
            Expr::Compare(compare) => (compare.comparators.first()?, &*compare.left),
            _ => return None,
        };
        let name = key.as_string_literal_expr()?.value.to_str();
        let letters = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
        let upper = !name.contains(|letter: char| letter.is_ascii_lowercase());
        let named = !name.is_empty() && name.chars().all(letters);
        let trusted = match self.trust(reader) {
            Trust::Known => named,
            Trust::Likely => named && upper,
            Trust::Not => false,
        };
        trusted.then(|| name.to_owned())
    }

    /// Whether an expression is something through which variables are read.
    fn trust(&self, expression: &Expr) -> Trust {
        match expression {
            Expr::Name(name) => match self.names.get(name.id.as_str()) {
                Some(trust) => *trust,
                None => trust_name(&name.id),
            },
            Expr::Attribute(attribute) => match trust_name(&attribute.attr) {
                Trust::Known => Trust::Known,
                _ => self.trust(&attribute.value),
            },
            _ => Trust::Not,
        }
    }

    /// Whether a value comes from the environment as a whole, converted, compared or with another to fall back on.
    fn is_whole(&self, expression: &Expr) -> bool {
        if self.variable(expression).is_some() {
            return true;
        }
        match expression {
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if self.is_whole(&method.value) => true,
                Expr::Attribute(_) | Expr::Name(_) => {
                    last_name(&call.func).is_some_and(|name| CONVERSIONS.contains(&name))
                        && call.arguments.args.iter().any(|part| self.is_whole(part))
                }
                _ => false,
            },
            Expr::Subscript(subscript) => self.is_whole(&subscript.value),
            Expr::Compare(compare) => {
                self.is_whole(&compare.left)
                    || compare.comparators.iter().any(|part| self.is_whole(part))
            }
            Expr::BoolOp(operation) => operation.values.iter().any(|part| self.is_whole(part)),
            Expr::UnaryOp(operation) => self.is_whole(&operation.operand),
            Expr::If(choice) => [&choice.test, &choice.body, &choice.orelse]
                .iter()
                .any(|part| self.is_whole(part)),
            Expr::ListComp(list) => list.generators.iter().any(|part| self.is_whole(&part.iter)),
            Expr::Generator(list) => list.generators.iter().any(|part| self.is_whole(&part.iter)),
            _ => false,
        }
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let module = import.module.as_deref().unwrap_or_default();
        for alias in &import.names {
            let trust = match (module, alias.name.as_str()) {
                ("decouple" | "prettyconf", "config") => Trust::Known,
                (_, name) => trust_name(name),
            };
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.names.insert(bound.to_string(), trust);
        }
    }

    /// What an assigned value makes of its name.
    fn trust_value(&self, value: &Expr) -> Trust {
        let factories = ["Env", "FileAwareEnv", "Config", "AutoConfig"];
        match value {
            Expr::Call(call)
                if last_name(&call.func).is_some_and(|name| factories.contains(&name)) =>
            {
                Trust::Known
            }
            // `os.environ.copy()`
            Expr::Call(call) if call.arguments.is_empty() => self.trust(&call.func),
            _ => self.trust(value),
        }
    }

    fn mentions(&self, body: &[Stmt]) -> bool {
        ruff_python_ast::helpers::any_over_body(body, |part| {
            !matches!(part, Expr::Call(_)) && self.trust(part) != Trust::Not
        })
    }
}

impl<'a> Visitor<'a> for Readers {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                let trust = if self.mentions(&function.body) {
                    Trust::Likely
                } else {
                    Trust::Not
                };
                self.names.insert(function.name.to_string(), trust);
            }
            Stmt::ClassDef(_) => {}
            Stmt::Assign(assignment) => {
                let trust = self.trust_value(&assignment.value);
                for target in &assignment.targets {
                    if let Expr::Name(name) = target {
                        self.names.insert(name.id.to_string(), trust);
                    }
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    if matches!(alias.name.as_str(), "decouple" | "prettyconf") {
                        let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                        self.names.insert(bound.to_string(), Trust::Known);
                    }
                }
            }
            Stmt::ImportFrom(import) => self.import_from(import),
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// What a name alone says.
fn trust_name(name: &str) -> Trust {
    if matches!(name, "environ" | "environb" | "getenv") {
        return Trust::Known;
    }
    let words = || name.split('_').map(str::to_ascii_lowercase);
    if words().any(|word| matches!(word.as_str(), "env" | "environ" | "getenv" | "config")) {
        Trust::Likely
    } else {
        Trust::Not
    }
}

fn last_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}
