//! Statements.

use ruff_python_ast::{Expr, Stmt, StmtFor, StmtReturn};

use crate::python::run::machine::{Flow, Machine};
use crate::python::run::scan;
use crate::python::values::value::{Term, Value};

/// Rounds of one loop that are followed.
const MAX_ROUNDS: usize = 500;

impl Machine<'_> {
    pub(crate) fn statement(&mut self, statement: &Stmt) -> Flow {
        if !self.may_descend() {
            self.forget(std::slice::from_ref(statement));
            return Flow::Next;
        }
        self.depth += 1;
        let flow = self.step(statement);
        if std::mem::take(&mut self.named) {
            let at = self.at(statement);
            self.replaced.get_or_insert(at);
        }
        self.depth -= 1;
        flow
    }

    pub(crate) fn dispatch(&mut self, statement: &Stmt) -> Flow {
        match statement {
            Stmt::Expr(node) => self.expression_statement(&node.value),
            Stmt::If(node) => self.condition(node),
            Stmt::Try(node) => self.attempt(node),
            Stmt::For(node) => self.repeat(node),
            Stmt::With(node) => self.with(&node.items, &node.body),
            Stmt::Import(node) => self.import(&node.names, statement),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::ClassDef(node) => self.define_class(node),
            Stmt::Match(node) => self.choose(node),
            Stmt::Return(node) => self.give_back(node),
            Stmt::Raise(_) => Flow::Raise,
            Stmt::Break(_) => Flow::Break,
            Stmt::Continue(_) => Flow::Continue,
            _ => {
                self.binding(statement);
                Flow::Next
            }
        }
    }

    /// Statements that only bind names.
    fn binding(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Assign(node) => {
                let term = self.term(&node.value);
                self.record_origin(node, &node.value, &term);
                for target in &node.targets {
                    self.assign(target, &term);
                }
            }
            Stmt::AnnAssign(node) => {
                if let Some(value) = &node.value {
                    let term = self.term(value);
                    self.record_origin(node, value, &term);
                    self.assign(&node.target, &term);
                }
            }
            Stmt::AugAssign(node) => self.augment(node),
            Stmt::Delete(node) => {
                for target in &node.targets {
                    self.delete(target);
                }
            }
            Stmt::FunctionDef(node) => self.define(node),
            Stmt::Global(node) => {
                if let Some(frame) = self.state.frames.last_mut() {
                    let names = node.names.iter().map(|name| name.as_str().into());
                    frame.global.extend(names);
                }
            }
            Stmt::While(_) | Stmt::Nonlocal(_) => {
                self.forget(std::slice::from_ref(statement));
            }
            _ => {}
        }
    }

    fn give_back(&mut self, node: &StmtReturn) -> Flow {
        let term = match &node.value {
            Some(value) => self.term(value),
            None => Term::new(Value::None, self.at(node)),
        };
        let usual = self.usual;
        if let Some(returns) = self.returns.last_mut() {
            returns.push((term, usual));
        }
        Flow::Return
    }

    fn expression_statement(&mut self, expression: &Expr) -> Flow {
        let term = self.term(expression);
        match &term.value {
            Value::Named(name) if &**name == "sys.exit()" => Flow::Raise,
            _ => Flow::Next,
        }
    }

    /// Whatever the statements assign or change in place cannot be told any more.
    pub(crate) fn forget(&mut self, body: &[Stmt]) {
        self.risk.maybe = true;
        if let Some(place) = scan::first_return(body, &self.source)
            && let Some(returns) = self.returns.last_mut()
        {
            returns.push((Term::new(Value::unknown("…"), place), None));
        }
        for touched in scan::touched(body, &self.source) {
            if let Some(term) = self.look_up(&touched.name) {
                self.taint(&term);
            }
            if touched.stored {
                let unknown = Term::new(Value::unknown("…"), touched.at);
                self.bind(&touched.name, unknown);
            }
        }
    }

    fn with(&mut self, items: &[ruff_python_ast::WithItem], body: &[Stmt]) -> Flow {
        for item in items {
            let opened = self.term(&item.context_expr);
            self.risk.maybe = true;
            if let Some(target) = &item.optional_vars {
                let term = match &opened.value {
                    Value::File(_) => opened,
                    _ => Term::new(self.unknown(&item.context_expr), self.at(item)),
                };
                self.assign(target, &term);
            }
        }
        self.run(body)
    }

    fn repeat(&mut self, node: &StmtFor) -> Flow {
        let iterable = self.term(&node.iter);
        self.need(&iterable);
        let Some(items) = iterable.items().filter(|items| items.len() <= MAX_ROUNDS) else {
            self.forget(&node.body);
            self.forget(&node.orelse);
            self.forget_target(&node.target);
            return Flow::Next;
        };
        let loose = std::mem::replace(&mut self.loose, false);
        let mut broken = false;
        for item in items {
            self.assign(&node.target, &item);
            match self.run(&node.body) {
                Flow::Next | Flow::Continue => {}
                Flow::Break => {
                    broken = true;
                    break;
                }
                flow => {
                    self.loose = loose;
                    return flow;
                }
            }
        }
        if std::mem::replace(&mut self.loose, loose) {
            self.forget(&node.body);
            self.forget(&node.orelse);
            return Flow::Next;
        }
        if broken {
            Flow::Next
        } else {
            self.run(&node.orelse)
        }
    }

    fn forget_target(&mut self, target: &Expr) {
        let unknown = Term::new(Value::unknown("…"), self.at(target));
        self.assign(target, &unknown);
    }

    /// Binds a target to a value, taking tuples apart.
    pub(crate) fn assign(&mut self, target: &Expr, term: &Term) {
        match target {
            Expr::Name(name) => self.bind(&name.id, term.clone()),
            Expr::Tuple(node) => self.unpack(&node.elts, term),
            Expr::List(node) => self.unpack(&node.elts, term),
            Expr::Starred(node) => self.assign(&node.value, term),
            Expr::Subscript(node) => self.store_item(node, term),
            Expr::Attribute(node) => self.store_attribute(node, term),
            _ => {}
        }
    }

    fn unpack(&mut self, targets: &[Expr], term: &Term) {
        self.need(term);
        let starred = targets
            .iter()
            .any(|target| matches!(target, Expr::Starred(_)));
        let items = term
            .items()
            .filter(|items| !starred && items.len() == targets.len());
        for (index, target) in targets.iter().enumerate() {
            let item = match &items {
                Some(items) => items[index].clone(),
                None => Term::new(Value::unknown("…"), term.at.clone()),
            };
            self.assign(target, &item);
        }
    }

    fn delete(&mut self, target: &Expr) {
        match target {
            Expr::Name(name) => match self.state.frames.last_mut() {
                Some(frame) => frame.remove(&name.id),
                None => self.globals().remove(&name.id),
            },
            Expr::Subscript(node) => self.remove_item(node),
            _ => {}
        }
    }
}
