//! The arguments of `setup()`: literals, names of literals, and files that are read.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall, ModModule, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use crate::python::source::tree;

/// What setup files say, each text with its place.
#[derive(Default)]
pub(crate) struct Setup {
    pub(crate) requires: Vec<SetupText>,
    pub(crate) extras: Vec<(String, Vec<SetupText>)>,
    pub(crate) python: Option<SetupText>,
    pub(crate) classifiers: Vec<SetupText>,
    /// Requirements files that `install_requires` is read from.
    pub(crate) files: Vec<String>,
}

/// A text of a setup file, and `file:line` of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetupText {
    pub(crate) text: String,
    pub(crate) at: String,
}

/// What `setup.py` gives to `setup()`; `None` where it calls no `setup` with dependencies, or is not parsed.
pub(crate) fn setup(path: &str, text: &str) -> Option<Setup> {
    Some(Arguments::read(path, text)?.setup())
}

/// The arguments and what their names stand for.
struct Arguments<'a> {
    path: &'a str,
    text: &'a str,
    module: Rc<Parsed<ModModule>>,
}

impl<'a> Arguments<'a> {
    /// `None` where the file calls no `setup`, or is not Python.
    fn read(path: &'a str, text: &'a str) -> Option<Self> {
        let named = ["install_requires", "python_requires", "extras_require"];
        if !named.iter().any(|name| text.contains(name)) {
            return None;
        }
        let module = tree(text).ok()?;
        Some(Self { path, text, module })
    }

    /// The arguments of `setup()` that the file's text tells.
    fn setup(&self) -> Setup {
        let mut calls = Calls::default();
        calls.visit_body(&self.module.syntax().body);
        let names = self.names();
        let mut setup = Setup::default();
        for call in calls.setups {
            for keyword in &call.arguments.keywords {
                let value = resolved(&keyword.value, &names);
                match keyword
                    .arg
                    .as_ref()
                    .map(ruff_python_ast::Identifier::as_str)
                {
                    Some("install_requires") => {
                        setup.requires.extend(self.texts(value, &names));
                        if setup.requires.is_empty() {
                            setup.files.extend(Self::files(value, &names));
                        }
                    }
                    Some("python_requires") => setup.python = self.texts(value, &names).pop(),
                    Some("classifiers") => setup.classifiers = self.texts(value, &names),
                    Some("extras_require") => setup.extras = self.extras(value, &names),
                    _ => {}
                }
            }
        }
        setup
    }

    /// What the module assigns at its top level.
    fn names(&self) -> BTreeMap<&str, &Expr> {
        let mut names = BTreeMap::new();
        for statement in &self.module.syntax().body {
            if let Stmt::Assign(assign) = statement {
                for target in &assign.targets {
                    if let Expr::Name(name) = target {
                        names.insert(name.id.as_str(), &*assign.value);
                    }
                }
            }
        }
        names
    }

    /// The strings of a literal, a list of literals, or a sum of these.
    fn texts(&self, value: &Expr, names: &BTreeMap<&str, &Expr>) -> Vec<SetupText> {
        match resolved(value, names) {
            Expr::StringLiteral(text) => vec![self.at(value, text.value.to_str())],
            Expr::List(list) => list
                .elts
                .iter()
                .flat_map(|item| self.texts(item, names))
                .collect(),
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .flat_map(|item| self.texts(item, names))
                .collect(),
            Expr::BinOp(sum) => {
                let mut texts = self.texts(&sum.left, names);
                texts.extend(self.texts(&sum.right, names));
                texts
            }
            _ => Vec::new(),
        }
    }

    fn extras(&self, value: &Expr, names: &BTreeMap<&str, &Expr>) -> Vec<(String, Vec<SetupText>)> {
        let Expr::Dict(dict) = value else {
            return Vec::new();
        };
        let entries = dict
            .items
            .iter()
            .filter_map(|item| match item.key.as_ref()? {
                Expr::StringLiteral(name) => {
                    Some((name.value.to_string(), self.texts(&item.value, names)))
                }
                _ => None,
            });
        entries.collect()
    }

    /// Requirements files that an expression names, as `open("requirements.txt").read()` does.
    fn files(value: &Expr, names: &BTreeMap<&str, &Expr>) -> Vec<String> {
        let mut calls = Calls::default();
        calls.visit_expr(value);
        for name in std::mem::take(&mut calls.names) {
            if let Some(value) = names.get(name.as_str()) {
                calls.visit_expr(value);
            }
        }
        let is_file = |text: &String| text.contains("require") && !text.contains(['\n', ' ']);
        calls.strings.into_iter().filter(is_file).collect()
    }

    fn at(&self, node: &Expr, text: &str) -> SetupText {
        let before = &self.text[..node.range().start().to_usize()];
        let line = before.matches('\n').count() + 1;
        let at = format!("{}:{line}", self.path);
        SetupText {
            text: text.to_owned(),
            at,
        }
    }
}

fn resolved<'a>(value: &'a Expr, names: &BTreeMap<&str, &'a Expr>) -> &'a Expr {
    let mut value = value;
    // A name may stand for a name; for itself, it does not end.
    for _ in 0..8 {
        match value {
            Expr::Name(name) => match names.get(name.id.as_str()) {
                Some(assigned) => value = assigned,
                None => return value,
            },
            _ => return value,
        }
    }
    value
}

/// The calls of `setup`, and the strings and names within an expression.
#[derive(Default)]
struct Calls<'a> {
    setups: Vec<&'a ExprCall>,
    strings: Vec<String>,
    names: Vec<String>,
}

impl<'a> Visitor<'a> for Calls<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) if is_setup(&call.func) => self.setups.push(call),
            Expr::StringLiteral(text) => self.strings.push(text.value.to_string()),
            Expr::Name(name) => self.names.push(name.id.to_string()),
            _ => {}
        }
        visitor::walk_expr(self, expression);
    }
}

fn is_setup(function: &Expr) -> bool {
    match function {
        Expr::Name(name) => name.id.as_str() == "setup",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "setup",
        _ => false,
    }
}
