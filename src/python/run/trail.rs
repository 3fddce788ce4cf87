//! Which statements leave values that depend on environment variables, and what each needs to run again. With that it
//! is followed what a variable's text does to a setting: only the statements run that the setting comes from.
//!
//! A statement is one of a module's own, or of an arm that is taken in every environment. One that is not told apart
//! (it runs in a loop, a call, an arm that may not be taken) belongs to the statement around it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange};

use crate::python::modules::state::State;
use crate::python::run::machine::{Flow, Machine};
use crate::python::run::made::{Made, Makers};
use crate::python::run::variables::Variables;
use crate::python::source::Source;
use crate::python::values::equality::is_same;
use crate::python::values::value::{Term, Text, Value};

/// Statements that are kept; what others make is not followed.
const MAX_STEPS: usize = 5_000;

/// A statement that has run and left what depends on variables.
#[derive(Debug)]
pub(crate) struct Step {
    /// The variables, also those of the values that it found.
    pub(crate) variables: Variables,
    /// What it bound or changed, as modules and names.
    pub(crate) changed: Vec<(Text, Text)>,
    /// What it needs to run again; `None` where it cannot.
    pub(crate) start: Option<Start>,
}

/// A statement and what stood before it.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) source: Rc<Source>,
    pub(crate) place: TextRange,
    pub(crate) module: Text,
    pub(crate) state: State,
}

/// The statements of one evaluation on whose values variables have a say.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Whether the next statement is one of its own.
    pub(crate) open: bool,
    /// The one that runs.
    pub(crate) current: Option<Current>,
    /// The number of each variable.
    pub(crate) numbers: BTreeMap<Text, usize>,
    pub(crate) steps: Vec<Step>,
    /// Variables that may decide whether the rest of a module runs, or that the code sets itself.
    pub(crate) gates: Variables,
    /// Classes and instances that a later statement changed: the number of the first that did, and the variables that had
    /// a say in it.
    pub(crate) stirred: BTreeMap<Text, (usize, Variables)>,
    /// Where values come from that depend on variables.
    pub(crate) makers: Makers,
}

/// The statement that runs.
#[derive(Debug)]
pub(crate) struct Current {
    source: Rc<Source>,
    place: TextRange,
    /// What stood before it, where anything may depend on that.
    state: Option<State>,
    variables: Variables,
    /// It cannot run again by itself.
    lost: bool,
    /// More than one way through it was followed.
    forked: bool,
    /// Not all ways through it lead to the next statement.
    ends: bool,
}

impl Current {
    fn depends(&self) -> bool {
        self.lost || !self.variables.is_empty()
    }
}

impl Trail {
    /// The names of the variables of a set.
    pub(crate) fn named(&self, variables: &Variables) -> Vec<Text> {
        let numbers = self.numbers.iter();
        let within = numbers.filter(|(_, number)| variables.contains(**number));
        within.map(|(name, _)| name.clone()).collect()
    }

    /// The number of a variable.
    fn number(&mut self, name: &Text) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(name.clone()).or_insert(next)
    }
}

impl Machine<'_> {
    /// Runs a statement, and keeps it where variables have a say in what it leaves.
    pub(crate) fn step(&mut self, statement: &Stmt) -> Flow {
        // What an imported module runs are statements of its own.
        if !self.trail.open || matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_)) {
            return self.dispatch(statement);
        }
        self.trail.open = false;
        self.trail.current = Some(Current {
            source: self.source.clone(),
            place: statement.range(),
            state: None,
            variables: Variables::default(),
            lost: false,
            forked: false,
            ends: false,
        });
        if is_compound(statement) {
            self.prepare();
        }
        let flow = self.dispatch(statement);
        if let Some(current) = self.trail.current.take()
            && current.depends()
        {
            self.keep(current, flow);
        }
        self.trail.open = true;
        flow
    }

    /// Runs the arm of a condition at a place that is taken in every environment: its statements are ones of their own.
    pub(crate) fn straight(
        &mut self,
        place: TextRange,
        run: impl FnOnce(&mut Self) -> Flow,
    ) -> Flow {
        let own = self.trail.current.take_if(|current| {
            current.place == place
                && Rc::ptr_eq(&current.source, &self.source)
                && !current.forked
                && !current.depends()
        });
        self.trail.open |= own.is_some();
        let flow = run(self);
        self.trail.open &= own.is_none();
        flow
    }

    /// More than one way through the statement that runs is followed.
    pub(crate) fn forked(&mut self) {
        self.prepare();
        if let Some(current) = &mut self.trail.current {
            current.forked |= self.state.frames.is_empty();
        }
    }

    /// Not all ways through the statement that runs lead to the next one.
    pub(crate) fn may_end(&mut self) {
        if let Some(current) = &mut self.trail.current {
            current.ends |= self.state.frames.iter().all(|frame| frame.class);
        }
    }

    /// Keeps what stands before the statement that runs, before anything is changed.
    pub(crate) fn prepare(&mut self) {
        if let Some(current) = &mut self.trail.current
            && current.state.is_none()
        {
            current.lost |= !self.state.frames.is_empty();
            current.state = Some(self.state.clone());
        }
    }

    /// The statement that runs reads a variable.
    pub(crate) fn heed(&mut self, name: &Text) {
        self.prepare();
        if self.trail.current.is_some() {
            let number = self.trail.number(name);
            if let Some(current) = &mut self.trail.current {
                current.variables.insert(number);
            }
        }
    }

    /// The code sets or removes a variable itself, so that it is not followed.
    pub(crate) fn unfollow(&mut self, name: &Text) {
        let number = self.trail.number(name);
        self.trail.gates.insert(number);
    }

    /// The term of a module's name that the code comes upon.
    pub(crate) fn in_module(&mut self, module: &str, name: &str) -> Option<Term> {
        let bound = self.state.modules.get(module)?.names.bound(name)?;
        if bound.made.is_none() && !varies(&bound.term) {
            return Some(bound.term.clone());
        }
        self.meet(module, name);
        self.state.modules.get(module)?.get(name).cloned()
    }

    /// The code comes upon a name of a module: where variables have a say in its value, they have one in what follows.
    pub(crate) fn meet(&mut self, module: &str, name: &str) {
        if self.again.is_some() {
            self.renew(module, name);
        } else if self.trail.current.is_some() {
            self.note_met(module, name);
        }
    }

    fn note_met(&mut self, module: &str, name: &str) {
        let scope = self.state.modules.get(module);
        let Some(bound) = scope.and_then(|scope| scope.names.bound(name)) else {
            return;
        };
        let (made, ties) = match &bound.made {
            Some(made) => (Some(made.step), Vec::new()),
            None if varies(&bound.term) && !self.is_new(module, name, &bound.term) => {
                (None, bound.term.ties())
            }
            None => return,
        };
        self.prepare();
        for name in &ties {
            self.heed(name);
        }
        let step = made.map(|step| &self.trail.steps[step]);
        let Some(current) = &mut self.trail.current else {
            return;
        };
        match step {
            Some(step) => current.variables.extend(&step.variables),
            None => current.lost = true,
        }
    }

    /// Whether the statement that runs has itself given a name its value.
    fn is_new(&self, module: &str, name: &str, term: &Term) -> bool {
        let before = self.trail.current.as_ref();
        let Some(before) = before.and_then(|current| current.state.as_ref()) else {
            return false;
        };
        let scope = before.modules.get(module);
        let old = scope.and_then(|scope| scope.get(name));
        !old.is_some_and(|old| is_same(&old.value, &term.value))
    }

    /// Keeps a statement that has run, and notes on each name that it changed that the value comes from there.
    fn keep(&mut self, current: Current, flow: Flow) {
        let before = current.state.unwrap_or_default();
        let number = self.trail.steps.len();
        if current.ends || flow != Flow::Next {
            self.trail.gates.extend(&current.variables);
        }
        let (mut changed, mut new) = (Vec::new(), BTreeSet::new());
        for (module, scope, old) in self.state.modules.beside(&before.modules) {
            if old.is_some_and(|old| old.names.is(&scope.names)) {
                continue;
            }
            if is_object(module) {
                // What holds a new one is new too; what is read of an older one is not told apart.
                if old.is_some() {
                    let stirred = self.trail.stirred.entry(module.clone());
                    let (_, variables) = stirred.or_insert((number, Variables::default()));
                    variables.extend(&current.variables);
                } else {
                    new.insert(module.clone());
                }
                continue;
            }
            let names = match old {
                Some(old) => scope.names.changed(&old.names),
                None => scope.names.sorted(),
            };
            changed.extend(names.into_iter().map(|name| (module.clone(), name)));
        }
        for (module, name) in &changed {
            self.note_made(number, module, name, &new);
        }
        let whole = !current.lost && flow == Flow::Next && number < MAX_STEPS;
        let start = whole.then(|| Start {
            source: current.source,
            place: current.place,
            module: self.module.clone(),
            state: before,
        });
        self.trail.steps.push(Step {
            variables: current.variables,
            changed,
            start,
        });
    }

    /// Notes that a name's value was changed through another name, by a statement that knows nothing of variables.
    pub(crate) fn lose(&mut self, lost: Vec<(Text, Text, usize)>) {
        for (module, name, step) in lost {
            let variables = self.trail.steps[step].variables.clone();
            let made = Made {
                step: self.trail.steps.len(),
                module: module.clone(),
                name: name.clone(),
                attribute: None,
            };
            self.trail.steps.push(Step {
                variables,
                changed: Vec::new(),
                start: None,
            });
            if let Some(scope) = self.state.modules.get_mut(&module) {
                scope.mark(&name, Rc::new(made));
            }
        }
    }
}

/// Whether a scope is that of a class or an instance.
pub(crate) fn is_object(scope: &str) -> bool {
    scope.contains(':')
}

/// Statements that hold others, of which more than one way may be followed; an `if` says so itself.
fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::For(_)
            | Stmt::While(_)
            | Stmt::Try(_)
            | Stmt::With(_)
            | Stmt::ClassDef(_)
            | Stmt::Match(_)
    )
}

/// Whether variables have a say in a value, as far as it shows without a look inside.
pub(crate) fn varies(term: &Term) -> bool {
    match &term.value {
        Value::Read(read) => !read.names.is_empty() || !read.by.is_empty(),
        Value::Either(either) => !either.by.is_empty() || either.terms.iter().any(varies),
        _ => false,
    }
}
