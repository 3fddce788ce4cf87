//! What an evaluation carries along: the tree, the state, the bounds, and the environment variables met.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use crate::python::modules::state::{Scope, State};
use crate::python::run::class::Parents;
use crate::python::run::follow::Again;
use crate::python::run::origin::Origins;
use crate::python::run::trail::Trail;
use crate::python::source::{Source, SyntaxError};
use crate::python::sources::Sources;
use crate::python::values::value::{At, Dict, Id, Sequence, Shape, Term, Text, Value};
use crate::tree::{Tree, TreeError};

/// Expressions, statements and copied values that one evaluation may cost.
const MAX_STEPS: u32 = 200_000;
/// Expressions, statements and calls that may be nested.
const MAX_DEPTH: u32 = 120;

/// What ends a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Flow {
    /// Nothing: the next statement follows.
    Next,
    /// A `return` was reached; the function ends.
    Return,
    /// An exception, or the end of the process.
    Raise,
    /// A `break` was reached; the loop ends.
    Break,
    /// A `continue` was reached; the loop goes on with the next item.
    Continue,
}

/// Whether an exception may have been raised since it was reset.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Risk {
    /// A package that is not in the repository may be missing.
    pub(crate) import: bool,
    /// Something that cannot be followed may raise.
    pub(crate) maybe: bool,
    /// It raises while no environment variable is set.
    pub(crate) usually: bool,
}

/// One environment variable, as the code reads it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) required: bool,
    /// What its text is turned into; `None` for a string.
    pub(crate) cast: Option<&'static str>,
    pub(crate) default: Option<Term>,
    pub(crate) at: At,
}

/// What ends an evaluation at once.
#[derive(Debug)]
pub(crate) enum Stop {
    Tree(TreeError),
    Syntax(String, SyntaxError),
}

/// The evaluator. Its parts are in the files beside this one, by kind of node.
pub(crate) struct Machine<'a> {
    pub(crate) tree: &'a dyn Tree,
    /// The tree's files, parsed.
    pub(crate) sources: &'a Sources<'a>,
    /// The folder that the process runs in.
    pub(crate) folder: String,
    pub(crate) state: State,
    /// The module whose code runs: its dotted name and source.
    pub(crate) module: Text,
    pub(crate) source: Rc<Source>,
    pub(crate) readings: BTreeMap<Text, Reading>,
    /// The file of every module that was evaluated, and whether its names are settings (`import *`).
    pub(crate) files: Vec<(Text, bool)>,
    pub(crate) risk: Risk,
    /// `try` blocks around the statement.
    pub(crate) guarded: u32,
    /// Variables whose absence the `try` around may catch.
    pub(crate) pending: Vec<Text>,
    /// Whether this runs while no environment variable is set, as far as the call under way can tell.
    pub(crate) usual: Option<bool>,
    /// Whether the call under way is itself reached so.
    pub(crate) certain: bool,
    /// What the calls under way return so far.
    pub(crate) returns: Vec<Vec<(Term, Option<bool>)>>,
    /// A `break` or `continue` that depends on what cannot be told was met.
    pub(crate) loose: bool,
    /// The methods under way: what `super()` stands for.
    pub(crate) members: Vec<Rc<Parents>>,
    /// Files of the environment (`.env`) that the code reads, and where it does.
    pub(crate) env_files: Vec<(String, At)>,
    /// What assignments read from the environment.
    pub(crate) origins: Origins,
    /// A library that is not followed was told the module's name; and the first statement in which one was.
    pub(crate) named: bool,
    pub(crate) replaced: Option<At>,
    /// The variables that conditions depended on, and those that were read where a failure may be caught, as the code
    /// came to them.
    pub(crate) decided: Vec<Text>,
    /// The statements on whose values variables have a say.
    pub(crate) trail: Trail,
    /// What is followed, where this runs a statement again.
    pub(crate) again: Option<Again>,
    pub(crate) stop: Option<Stop>,
    pub(crate) depth: u32,
    steps: u32,
    next_id: Id,
}

impl<'a> Machine<'a> {
    /// An evaluator for a project whose process starts in `folder`, which is on `sys.path`; so are `others` after it.
    pub(crate) fn new(sources: &'a Sources<'a>, folder: &str, others: &[String]) -> Self {
        let mut machine = Self {
            tree: sources.tree(),
            sources,
            folder: folder.to_owned(),
            state: State::default(),
            module: "".into(),
            source: Rc::new(Source::empty()),
            readings: BTreeMap::new(),
            files: Vec::new(),
            risk: Risk::default(),
            guarded: 0,
            pending: Vec::new(),
            usual: Some(true),
            certain: true,
            returns: Vec::new(),
            loose: false,
            members: Vec::new(),
            env_files: Vec::new(),
            origins: Origins::default(),
            named: false,
            replaced: None,
            decided: Vec::new(),
            trail: Trail::default(),
            again: None,
            stop: None,
            depth: 0,
            steps: 0,
            next_id: 0,
        };
        let mut path = vec![folder.to_owned()];
        path.extend_from_slice(others);
        machine.begin_path(&path);
        machine
    }

    /// Counts work; `false` once the bounds are reached, from where on everything is unknown.
    pub(crate) fn charge(&mut self, steps: u32) -> bool {
        self.steps = self.steps.saturating_add(steps);
        !self.is_spent()
    }

    /// Whether the bounds are reached or an error stops the evaluation.
    pub(crate) fn is_spent(&self) -> bool {
        self.steps > MAX_STEPS || self.stop.is_some()
    }

    /// Whether the steps alone are used up.
    pub(crate) fn is_out_of_steps(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// Whether one more level may be entered.
    pub(crate) fn may_descend(&self) -> bool {
        self.depth < MAX_DEPTH
    }

    /// The variables that decided since the log had a length, each once.
    pub(crate) fn decided_since(&self, length: usize) -> Vec<Text> {
        let names: BTreeSet<&Text> = self.decided[length..].iter().collect();
        names.into_iter().cloned().collect()
    }

    /// Where a failure may be caught, what the code comes upon decides whether it fails.
    pub(crate) fn note_guarded(&mut self, term: &Term) {
        if self.guarded > 0 {
            self.decided.extend(term.ties());
        }
    }

    /// The identities of new objects come after this one.
    pub(crate) fn begin_ids(&mut self, id: Id) {
        self.next_id = id;
    }

    pub(crate) fn id(&mut self) -> Id {
        self.next_id += 1;
        self.next_id
    }

    pub(crate) fn at(&self, node: &impl Ranged) -> At {
        self.source.at(node)
    }

    pub(crate) fn unknown(&self, node: &impl Ranged) -> Value {
        Value::Unknown(self.source.snippet(node))
    }

    /// A new list, tuple or set.
    pub(crate) fn sequence(&mut self, shape: Shape, items: Vec<Term>, open: bool) -> Value {
        let id = self.id();
        self.charge(u32::try_from(items.len()).unwrap_or(u32::MAX));
        Sequence::value(shape, id, items, open)
    }

    /// A dict with an identity of its own; `open` tells that it may have more entries.
    pub(crate) fn dict(&mut self, entries: Vec<(Term, Term)>, open: bool) -> Value {
        let id = self.id();
        self.charge(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        Dict::value(id, entries, open)
    }

    /// The names of the module whose code runs.
    pub(crate) fn globals(&mut self) -> &mut Scope {
        let module = self.module.clone();
        self.state.scope(module)
    }

    /// Binds a name where assignments go: the call under way, or the module.
    pub(crate) fn bind(&mut self, name: &str, term: Term) {
        match self.state.frames.last_mut() {
            Some(frame) if !frame.global.iter().any(|global| **global == *name) => {
                frame.set(name, term);
            }
            _ => self.globals().set(name, term),
        }
    }

    /// The term of a name, if it is bound.
    pub(crate) fn look_up(&mut self, name: &str) -> Option<Term> {
        if let Some(term) = self.state.frames.last().and_then(|frame| frame.get(name)) {
            return Some(term.clone());
        }
        let module = self.module.clone();
        self.in_module(&module, name)
    }

    /// Evaluates under another premise about the usual run.
    pub(crate) fn under<T>(
        &mut self,
        usually: Option<bool>,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.usual;
        self.usual = match (before, usually) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        let result = run(self);
        self.usual = before;
        result
    }

    /// Runs the statements of a block until one of them ends it.
    pub(crate) fn run(&mut self, body: &[Stmt]) -> Flow {
        for statement in body {
            if !self.charge(1) {
                return Flow::Raise;
            }
            let flow = self.statement(statement);
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    /// The value of an expression at its place.
    pub(crate) fn term(&mut self, expression: &Expr) -> Term {
        let at = self.at(expression);
        if !self.charge(1) || !self.may_descend() {
            self.risk.maybe = true;
            return Term::new(self.unknown(expression), at);
        }
        self.depth += 1;
        let term = self.traced(expression, at);
        self.depth -= 1;
        term
    }
}
