//! Conditions: both arms are followed where it cannot be told which one runs.

use ruff_python_ast::{ElifElseClause, Expr, Stmt, StmtIf};
use ruff_text_size::{Ranged, TextRange};

use crate::python::modules::state::State;
use crate::python::run::machine::{Flow, Machine};
use crate::python::values::alternatives::truth;
use crate::python::values::value::{Term, Text};

impl Machine<'_> {
    pub(crate) fn condition(&mut self, node: &StmtIf) -> Flow {
        let place = node.range();
        self.arms(place, Some(&node.test), &node.body, &node.elif_else_clauses)
    }

    /// The arms of the condition at a place, from one on.
    fn arms(
        &mut self,
        place: TextRange,
        test: Option<&Expr>,
        body: &[Stmt],
        rest: &[ElifElseClause],
    ) -> Flow {
        let Some(test) = test else {
            return self.straight(place, |machine| machine.run(body));
        };
        let tested = self.term(test);
        let truth = truth(&tested);
        match truth.always {
            Some(true) => self.straight(place, |machine| machine.run(body)),
            Some(false) => self.otherwise(place, rest),
            None => self.fork(
                truth.usually,
                Some(&tested),
                |machine| machine.run(body),
                |machine| machine.otherwise(place, rest),
            ),
        }
    }

    fn otherwise(&mut self, place: TextRange, rest: &[ElifElseClause]) -> Flow {
        let Some((clause, rest)) = rest.split_first() else {
            return Flow::Next;
        };
        if !self.may_descend() {
            self.forget(&clause.body);
            for clause in rest {
                self.forget(&clause.body);
            }
            return Flow::Next;
        }
        self.depth += 1;
        let flow = self.arms(place, clause.test.as_ref(), &clause.body, rest);
        self.depth -= 1;
        flow
    }

    /// Follows two arms and joins what they leave. `usual` is whether the first is the usual one, `tested` what
    /// decides.
    pub(crate) fn fork(
        &mut self,
        usual: Option<bool>,
        tested: Option<&Term>,
        first: impl FnOnce(&mut Self) -> Flow,
        second: impl FnOnce(&mut Self) -> Flow,
    ) -> Flow {
        let names = tested.map(Term::names).unwrap_or_default();
        let by = tested.map(Term::ties).unwrap_or_default();
        self.decided.extend_from_slice(&by);
        self.forked();
        let before = self.state.clone();
        let one = self.under(usual, first);
        let state = std::mem::replace(&mut self.state, before);
        let two = self.under(usual.map(|usual| !usual), second);
        self.merge([one, two], state, usual, (&names, &by))
    }

    /// Goes on after two arms: the first left `state`, the second what stands.
    fn merge(
        &mut self,
        flows: [Flow; 2],
        state: State,
        usual: Option<bool>,
        (names, by): (&[Text], &[Text]),
    ) -> Flow {
        let [one, two] = flows;
        if one != two {
            self.may_end();
        }
        let opposite = usual.map(|usual| !usual);
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
                let path = self.path_term();
                self.state = state.join(&self.state, usual, by);
                self.keep_path(path);
                self.charge(self.state.weight());
                self.loose |= one != two;
                if one == two { one } else { Flow::Next }
            }
        }
    }

    /// The rest runs only where the arm that raises did not: what it tests is required if it usually does.
    fn raised(&mut self, usual: Option<bool>, names: &[Text]) {
        self.risk.maybe = true;
        if usual == Some(true) {
            for name in names {
                self.require(name);
            }
        }
    }

    /// The rest runs only where the arm that returns did not.
    pub(crate) fn returned(&mut self, usual: Option<bool>) {
        self.usual = match (self.usual, usual) {
            (before, Some(false)) => before,
            (_, Some(true)) | (Some(false), None) => Some(false),
            (_, None) => None,
        };
    }
}
