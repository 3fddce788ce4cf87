//! What a variable's text does to a setting: the statements that the setting comes from run again with the variable
//! set, each in the state in which it ran, and nothing else does.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange};

use crate::python::Evaluation;
use crate::python::modules::state::{Scope, State};
use crate::python::run::machine::{Flow, Machine};
use crate::python::run::trail::{Start, Trail, is_object, varies};
use crate::python::run::variables::Variables;
use crate::python::sources::Sources;
use crate::python::values::value::{At, Id, Term, Text, Value};

/// Statements of which one needs the next that are followed.
const MAX_CHAIN: u32 = 40;
/// The identities of new objects: none of the evaluation that is followed has one of them.
const FIRST_ID: Id = Id::MAX / 2;

/// Variables with a text each, and what the statements leave with them.
#[derive(Debug)]
pub(crate) struct Following {
    trail: Rc<Trail>,
    folder: String,
    texts: Vec<(Text, Term)>,
    variables: Variables,
    /// What stands after a statement that ran again; `None` where it cannot be followed.
    after: RefCell<HashMap<usize, Option<Rc<State>>>>,
    next_id: Cell<Id>,
    chain: Cell<u32>,
}

impl Following {
    /// Follows an evaluation of a process that starts in `folder`, with variables set.
    pub(crate) fn new(trail: Rc<Trail>, folder: &str, set: &[(&str, &str)]) -> Rc<Self> {
        let mut variables = Variables::default();
        for (name, _) in set {
            if let Some(number) = trail.numbers.get(*name) {
                variables.insert(*number);
            }
        }
        Rc::new(Self {
            trail,
            folder: folder.to_owned(),
            texts: given(set).collect(),
            variables,
            after: RefCell::default(),
            next_id: Cell::new(FIRST_ID),
            chain: Cell::new(0),
        })
    }

    /// Whether the variables have a say in what a statement leaves.
    pub(crate) fn concerns(&self, step: usize) -> bool {
        self.trail.steps[step].variables.meets(&self.variables)
    }

    fn sets(&self, names: &[Text]) -> bool {
        let set = |name: &Text| self.texts.iter().any(|(set, _)| set == name);
        names.iter().any(set)
    }

    /// Whether the variables had a say in how a statement before another changed a class or an instance.
    fn stirs(&self, scope: &str, before: usize) -> bool {
        let stirred = self.trail.stirred.get(scope);
        stirred
            .is_some_and(|(first, variables)| *first < before && variables.meets(&self.variables))
    }

    /// What stands after a statement; `None` where it cannot be followed.
    pub(crate) fn after(self: &Rc<Self>, sources: &Sources, step: usize) -> Option<Rc<State>> {
        if let Some(known) = self.after.borrow().get(&step) {
            return known.clone();
        }
        if self.chain.get() >= MAX_CHAIN {
            return None;
        }
        self.chain.set(self.chain.get() + 1);
        let state = self.run(sources, step).map(Rc::new);
        self.chain.set(self.chain.get() - 1);
        self.after.borrow_mut().insert(step, state.clone());
        state
    }

    fn run(self: &Rc<Self>, sources: &Sources, number: usize) -> Option<State> {
        let step = &self.trail.steps[number];
        let start = step.start.as_ref()?;
        let parsed = sources.file(&start.source.path).ok()??.ok()?;
        if !Rc::ptr_eq(&parsed.source, &start.source) {
            return None;
        }
        let statement = find(parsed.body(), start.place)?;
        let mut machine = self.machine(sources, start, number);
        for (module, name) in &step.changed {
            machine.renew(module, name);
        }
        let flow = machine.statement(statement);
        self.next_id.set(machine.id());
        let astray = machine.again.as_ref().is_none_or(|again| again.astray);
        let whole = flow == Flow::Next && !astray && !machine.is_spent();
        whole.then_some(machine.state)
    }

    /// An evaluator that stands before a statement.
    fn machine<'a>(
        self: &Rc<Self>,
        sources: &'a Sources<'a>,
        start: &Start,
        step: usize,
    ) -> Machine<'a> {
        let variables = &self.trail.steps[step].variables;
        let mut machine = Machine::new(sources, &self.folder, &[]);
        machine.state = start.state.clone();
        let texts = self.texts.iter().filter(|(name, _)| {
            let number = self.trail.numbers.get(name);
            number.is_some_and(|number| variables.contains(*number))
        });
        machine.state.environ.extend(texts.cloned());
        machine.module = start.module.clone();
        machine.source = start.source.clone();
        machine.begin_ids(self.next_id.get());
        machine.again = Some(Again {
            following: self.clone(),
            step,
            astray: false,
        });
        machine
    }
}

/// The terms of environment variables that are set from outside, each a name and its text.
pub(crate) fn given(set: &[(&str, &str)]) -> impl Iterator<Item = (Text, Term)> {
    let terms = set.iter();
    terms.map(|(name, text)| ((*name).into(), Term::new(Value::str(text), At::nowhere())))
}

/// What is followed as a statement runs again.
#[derive(Debug)]
pub(crate) struct Again {
    following: Rc<Following>,
    /// The number of the statement.
    step: usize,
    /// Whether it came upon a value that cannot be told with the variables set.
    astray: bool,
}

/// What a module leaves with variables set: of each setting, as far as it can be followed.
pub(crate) struct Followed<'s> {
    pub(crate) sources: &'s Sources<'s>,
    pub(crate) evaluation: &'s Evaluation,
    pub(crate) following: Rc<Following>,
}

impl Followed<'_> {
    /// The term of a setting in which the variables have a say; `None` where it cannot be followed.
    pub(crate) fn get(&self, name: &str) -> Option<Term> {
        let made = self.evaluation.made.get(name)?;
        if !self.following.concerns(made.step) {
            return None;
        }
        let after = self.following.after(self.sources, made.step)?;
        made.term(&after)
    }
}

impl Machine<'_> {
    /// Where a statement that runs again comes upon a class or an instance that the variables changed, it is not known how
    /// that stood there.
    pub(crate) fn stray(&mut self, scope: &str) {
        if let Some(again) = &mut self.again {
            again.astray |= again.following.stirs(scope, again.step);
        }
    }

    /// Gives a name, before it is used, the value that it has with the variables that are followed.
    pub(crate) fn renew(&mut self, module: &str, name: &str) {
        let Some(again) = &mut self.again else {
            return;
        };
        let following = again.following.clone();
        let scope = self.state.modules.get(module);
        let Some(bound) = scope.and_then(|scope| scope.names.bound(name)) else {
            return;
        };
        let Some(made) = bound.made.clone() else {
            again.astray |= varies(&bound.term) && following.sets(&bound.term.ties());
            return;
        };
        if !following.concerns(made.step) {
            return;
        }
        let Some(after) = following.after(self.sources, made.step) else {
            again.astray = true;
            return;
        };
        // Classes and instances that the statement made.
        let made_new = |(key, scope, own): (&Text, &Scope, Option<&Scope>)| {
            (own.is_none() && is_object(key)).then(|| (key.clone(), scope.clone()))
        };
        let beside = after.modules.beside(&self.state.modules);
        let objects: Vec<(Text, Scope)> = beside.filter_map(made_new).collect();
        for (key, scope) in objects {
            self.state.modules.insert(key, scope);
        }
        let term = made.term(&after);
        again.astray |= term.is_none() && made.attribute.is_some();
        let Some(scope) = self.state.modules.get_mut(module) else {
            return;
        };
        match term {
            Some(term) => scope.set(name, term),
            None => scope.remove(name),
        }
    }
}

/// The statement at a place: of a module, or of an arm of a condition.
fn find(body: &[Stmt], place: TextRange) -> Option<&Stmt> {
    let index = body.partition_point(|statement| statement.end() <= place.start());
    let statement = body.get(index)?;
    if statement.range() == place {
        return Some(statement);
    }
    let Stmt::If(node) = statement else {
        return None;
    };
    let clauses = node.elif_else_clauses.iter().map(|clause| &clause.body);
    let mut bodies = std::iter::once(&node.body).chain(clauses);
    bodies.find_map(|body| find(body, place))
}
