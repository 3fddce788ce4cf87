//! Conditions and `try`: both arms are followed where it cannot be told which one runs.

use ruff_python_ast::{ElifElseClause, ExceptHandler, Expr, Stmt, StmtIf, StmtTry};

use super::alternatives::truth;
use super::machine::{Flow, Machine};
use super::value::Text;

impl Machine<'_> {
    pub(super) fn condition(&mut self, node: &StmtIf) -> Flow {
        self.arms(Some(&node.test), &node.body, &node.elif_else_clauses)
    }

    fn arms(&mut self, test: Option<&Expr>, body: &[Stmt], rest: &[ElifElseClause]) -> Flow {
        let Some(test) = test else {
            return self.run(body);
        };
        let tested = self.term(test);
        let truth = truth(&tested);
        match truth.always {
            Some(true) => self.run(body),
            Some(false) => self.otherwise(rest),
            None => self.fork(
                truth.usually,
                &tested.names(),
                |machine| machine.run(body),
                |machine| machine.otherwise(rest),
            ),
        }
    }

    fn otherwise(&mut self, rest: &[ElifElseClause]) -> Flow {
        let Some((clause, rest)) = rest.split_first() else {
            return Flow::Next;
        };
        if !self.may_descend() {
            self.forget(&clause.body);
            rest.iter().for_each(|clause| self.forget(&clause.body));
            return Flow::Next;
        }
        self.depth += 1;
        let flow = self.arms(clause.test.as_ref(), &clause.body, rest);
        self.depth -= 1;
        flow
    }

    /// Follows two arms and joins what they leave. `usual` is whether the first is the usual one.
    fn fork(
        &mut self,
        usual: Option<bool>,
        names: &[Text],
        first: impl FnOnce(&mut Self) -> Flow,
        second: impl FnOnce(&mut Self) -> Flow,
    ) -> Flow {
        let before = self.state.clone();
        let one = self.under(usual, first);
        let state = std::mem::replace(&mut self.state, before);
        let opposite = usual.map(|usual| !usual);
        let two = self.under(opposite, second);
        match (one, two) {
            (Flow::Raise, _) if two != Flow::Raise => {
                self.raised(usual, names);
                two
            }
            (_, Flow::Raise) if one != Flow::Raise => {
                self.state = state;
                self.raised(opposite, names);
                one
            }
            (Flow::Return, Flow::Next) => {
                self.returned(usual);
                Flow::Next
            }
            (Flow::Next, Flow::Return) => {
                self.state = state;
                self.returned(opposite);
                Flow::Next
            }
            _ => {
                self.state = state.join(&self.state, usual);
                self.charge(self.state.weight());
                if one != two {
                    self.loose = true;
                    return Flow::Next;
                }
                one
            }
        }
    }

    /// The rest runs only where the arm that raises did not: what it tests is required if it usually does.
    fn raised(&mut self, usual: Option<bool>, names: &[Text]) {
        self.risk.maybe = true;
        if usual == Some(true) {
            names.iter().for_each(|name| self.require(name));
        }
    }

    /// The rest runs only where the arm that returns did not.
    fn returned(&mut self, usual: Option<bool>) {
        self.usual = match (self.usual, usual) {
            (before, Some(false)) => before,
            (_, Some(true)) => Some(false),
            (Some(false), None) => Some(false),
            (_, None) => None,
        };
    }

    pub(super) fn attempt(&mut self, node: &StmtTry) -> Flow {
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
        if !risk.maybe && !risk.usually {
            return flow;
        }
        if risk.usually {
            self.unlikely_returns(returned);
        }
        self.join_handlers(node, before, flow, risk.usually, &pending)
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
        before: super::state::State,
        flow: Flow,
        usually: bool,
        pending: &[Text],
    ) -> Flow {
        // The handler may find any part of the body done.
        let partial = match node.body.len() {
            1 => before,
            _ => before.join(&self.state, None),
        };
        let after = std::mem::replace(&mut self.state, partial);
        let handled = self.under(Some(usually), |machine| {
            machine.handle(&node.handlers, pending)
        });
        match (flow, handled) {
            (Flow::Next | Flow::Return, Flow::Raise) => {
                self.state = after;
                flow
            }
            (Flow::Return, Flow::Next) => {
                self.returned(Some(!usually));
                Flow::Next
            }
            (Flow::Next, Flow::Return) => {
                self.state = after;
                self.returned(Some(usually));
                Flow::Next
            }
            _ => {
                self.state = after.join(&self.state, Some(!usually));
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
            let unknown = super::value::Term::new(self.unknown(handler), self.at(handler));
            self.bind(name, unknown);
        }
        let flow = if rest.is_empty() {
            self.run(&handler.body)
        } else {
            self.fork(
                None,
                &[],
                |machine| machine.run(&handler.body),
                |machine| machine.handle(rest, &[]),
            )
        };
        if flow == Flow::Raise {
            self.risk.usually = true;
            pending.iter().for_each(|name| self.require(name));
        }
        flow
    }
}
