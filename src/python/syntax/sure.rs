//! The names that statements bind on every path.

use std::collections::BTreeSet;

use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtIf, StmtTry, StmtWith};

type Names = BTreeSet<String>;

/// The names that are bound after all of a body, however it ran.
pub(super) fn sure(body: &[Stmt]) -> Names {
    body.iter().flat_map(statement).collect()
}

fn statement(statement: &Stmt) -> Names {
    let mut names = Names::new();
    match statement {
        Stmt::Assign(assignment) => {
            for part in &assignment.targets {
                target(part, &mut names);
            }
        }
        Stmt::AnnAssign(assignment) if assignment.value.is_some() => {
            target(&assignment.target, &mut names);
        }
        // Changing an unbound name raises.
        Stmt::AugAssign(assignment) => target(&assignment.target, &mut names),
        Stmt::Import(import) => {
            names.extend(import.names.iter().map(|alias| match &alias.asname {
                Some(name) => name.to_string(),
                None => alias.name.split('.').next().unwrap_or_default().to_owned(),
            }));
        }
        Stmt::ImportFrom(import) => {
            let bound = |alias: &ruff_python_ast::Alias| {
                alias.asname.as_ref().unwrap_or(&alias.name).to_string()
            };
            names.extend(import.names.iter().map(bound));
        }
        Stmt::FunctionDef(function) => names.extend([function.name.to_string()]),
        Stmt::ClassDef(class) => names.extend([class.name.to_string()]),
        Stmt::With(with) => names = with_of(with),
        Stmt::If(choice) => names = choice_of(choice),
        Stmt::Try(attempt) => names = attempt_of(attempt),
        _ => {}
    }
    names
}

fn target(expression: &Expr, names: &mut Names) {
    match expression {
        Expr::Name(name) => names.extend([name.id.to_string()]),
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(|part| target(part, names)),
        Expr::List(list) => list.elts.iter().for_each(|part| target(part, names)),
        Expr::Starred(starred) => target(&starred.value, names),
        _ => {}
    }
}

fn with_of(with: &StmtWith) -> Names {
    let mut names = sure(&with.body);
    for item in &with.items {
        let targets = item.optional_vars.iter();
        targets.for_each(|part| target(part, &mut names));
    }
    names
}

fn choice_of(choice: &StmtIf) -> Names {
    let clauses = &choice.elif_else_clauses;
    if clauses.last().is_none_or(|clause| clause.test.is_some()) {
        return Names::new();
    }
    let bodies = clauses.iter().map(|clause| &clause.body[..]);
    on_every_path(std::iter::once(&choice.body[..]).chain(bodies))
}

fn attempt_of(attempt: &StmtTry) -> Names {
    let mut names = sure(&attempt.finalbody);
    let mut succeeded = sure(&attempt.body);
    succeeded.extend(sure(&attempt.orelse));
    for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
        if !leaves(&handler.body) {
            let failed = sure(&handler.body);
            succeeded.retain(|name| failed.contains(name));
        }
    }
    names.extend(succeeded);
    names
}

fn on_every_path<'a>(bodies: impl Iterator<Item = &'a [Stmt]>) -> Names {
    bodies
        .filter(|body| !leaves(body))
        .map(sure)
        .reduce(|first, second| first.intersection(&second).cloned().collect())
        .unwrap_or_default()
}

/// Whether nothing runs after a body.
fn leaves(body: &[Stmt]) -> bool {
    matches!(body.last(), Some(Stmt::Raise(_)))
}
