//! `try`: the handlers run where the body may raise.

use ruff_python_ast::{ExceptHandler, Expr, StmtTry};

use crate::python::modules::state::State;
use crate::python::run::machine::{Flow, Machine, Risk};
use crate::python::values::value::{Term, Text};

impl Machine<'_> {
    pub(crate) fn attempt(&mut self, node: &StmtTry) -> Flow {
        let flow = if node.handlers.is_empty() {
            self.run(&node.body)
        } else {
            self.guard(node)
        };
        match self.run(&node.finalbody) {
            Flow::Next => flow,
            last => last,
        }
    }

    fn guard(&mut self, node: &StmtTry) -> Flow {
        let before = self.state.clone();
        let decided = self.decided.len();
        let outer = std::mem::take(&mut self.risk);
        let outer_pending = std::mem::take(&mut self.pending);
        let returned = self.returns.last().map_or(0, Vec::len);
        self.guarded += 1;
        let mut flow = self.run(&node.body);
        self.guarded -= 1;
        let risk = std::mem::replace(&mut self.risk, outer);
        let pending = std::mem::replace(&mut self.pending, outer_pending);
        if flow == Flow::Raise {
            return self.handle(&node.handlers, &pending);
        }
        if flow == Flow::Next {
            flow = self.run(&node.orelse);
        }
        let risk = self.caught(risk, &node.handlers, &pending);
        if risk.usually {
            self.unlikely_returns(returned);
        }
        // The handler runs usually, or not, or that cannot be told.
        let handled = match risk {
            Risk { usually: true, .. } => Some(true),
            Risk { maybe: true, .. } => None,
            Risk { import: true, .. } => Some(false),
            _ => return flow,
        };
        let by = self.decided_since(decided);
        self.join_handlers(node, (before, by), flow, handled, &pending)
    }

    /// The part of a risk that the handlers catch; the rest is passed on.
    fn caught(&mut self, risk: Risk, handlers: &[ExceptHandler], pending: &[Text]) -> Risk {
        if !handlers.iter().all(catches_imports_only) {
            return risk;
        }
        self.risk.maybe |= risk.maybe;
        self.risk.usually |= risk.usually;
        if risk.usually {
            for name in pending {
                self.require(name);
            }
        }
        Risk {
            import: risk.import,
            ..Risk::default()
        }
    }

    /// What was returned before something raises is not what is usually returned.
    fn unlikely_returns(&mut self, from: usize) {
        if let Some(returns) = self.returns.last_mut() {
            for (_, usual) in returns.iter_mut().skip(from) {
                *usual = Some(false);
            }
        }
    }

    fn join_handlers(
        &mut self,
        node: &StmtTry,
        (before, by): (State, Vec<Text>),
        flow: Flow,
        usual: Option<bool>,
        pending: &[Text],
    ) -> Flow {
        // The handler may find any part of the body done.
        let partial = match node.body.len() {
            1 => before,
            _ => before.join(&self.state, None, &by),
        };
        let after = std::mem::replace(&mut self.state, partial);
        let handled = self.under(usual, |machine| machine.handle(&node.handlers, pending));
        if flow != handled {
            self.may_end();
        }
        match (flow, handled) {
            (Flow::Next | Flow::Return, Flow::Raise) => {
                self.state = after;
                flow
            }
            (Flow::Return, Flow::Next) => {
                self.returned(usual.map(|usual| !usual));
                Flow::Next
            }
            (Flow::Next, Flow::Return) => {
                self.state = after;
                self.returned(usual);
                Flow::Next
            }
            _ => {
                self.state = after.join(&self.state, usual.map(|usual| !usual), &by);
                self.loose |= flow != handled;
                if flow == handled { flow } else { Flow::Next }
            }
        }
    }

    /// Runs the handlers, any of which may be the one.
    fn handle(&mut self, handlers: &[ExceptHandler], pending: &[Text]) -> Flow {
        let Some((ExceptHandler::ExceptHandler(handler), rest)) = handlers.split_first() else {
            return Flow::Raise;
        };
        if let Some(name) = &handler.name {
            let unknown = Term::new(self.unknown(handler), self.at(handler));
            self.bind(name, unknown);
        }
        let flow = if rest.is_empty() {
            self.run(&handler.body)
        } else {
            self.fork(
                None,
                None,
                |machine| machine.run(&handler.body),
                |machine| machine.handle(rest, &[]),
            )
        };
        if flow == Flow::Raise {
            self.risk.usually = true;
            for name in pending {
                self.require(name);
            }
        }
        flow
    }
}

fn catches_imports_only(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let is_import = |name: &Expr| {
        matches!(name, Expr::Name(name)
            if matches!(name.id.as_str(), "ImportError" | "ModuleNotFoundError"))
    };
    match handler.type_.as_deref() {
        Some(Expr::Tuple(names)) => names.elts.iter().all(is_import),
        Some(name) => is_import(name),
        None => false,
    }
}
