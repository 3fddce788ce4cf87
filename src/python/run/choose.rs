//! `match`: cases that compare with plain values are followed, as `if` is.

use ruff_python_ast::{MatchCase, Pattern, Singleton, StmtMatch};

use crate::python::run::machine::{Flow, Machine};
use crate::python::values::alternatives::truth;
use crate::python::values::equality::equals;
use crate::python::values::value::{Term, Value};

impl Machine<'_> {
    pub(crate) fn choose(&mut self, node: &StmtMatch) -> Flow {
        let subject = self.term(&node.subject);
        if node
            .cases
            .iter()
            .all(|case| case.guard.is_none() && is_plain(&case.pattern))
        {
            return self.cases(&subject, &node.cases);
        }
        for case in &node.cases {
            self.forget_pattern(case);
            self.forget(&case.body);
        }
        Flow::Next
    }

    fn cases(&mut self, subject: &Term, cases: &[MatchCase]) -> Flow {
        let Some((case, rest)) = cases.split_first() else {
            return Flow::Next;
        };
        if !self.may_descend() {
            for case in cases {
                self.forget_pattern(case);
                self.forget(&case.body);
            }
            return Flow::Next;
        }
        self.depth += 1;
        let matched = self.matches(subject, &case.pattern);
        let answer = truth(&matched);
        let flow = match answer.always {
            Some(true) => self.case(subject, case),
            Some(false) => self.cases(subject, rest),
            None => self.fork(
                answer.usually,
                Some(&matched),
                |machine| machine.case(subject, case),
                |machine| machine.cases(subject, rest),
            ),
        };
        self.depth -= 1;
        flow
    }

    fn case(&mut self, subject: &Term, case: &MatchCase) -> Flow {
        if let Pattern::MatchAs(node) = &case.pattern
            && let Some(name) = &node.name
        {
            self.bind(name, subject.clone());
        }
        self.run(&case.body)
    }

    fn matches(&mut self, subject: &Term, pattern: &Pattern) -> Term {
        let at = subject.at.clone();
        let value = match pattern {
            Pattern::MatchAs(_) => Value::Bool(true),
            Pattern::MatchSingleton(node) => {
                let wanted = match node.value {
                    Singleton::None => Value::None,
                    Singleton::True => Value::Bool(true),
                    Singleton::False => Value::Bool(false),
                };
                self.equal(subject, &Term::new(wanted, at.clone()))
            }
            Pattern::MatchValue(node) => {
                let wanted = self.term(&node.value);
                self.equal(subject, &wanted)
            }
            Pattern::MatchOr(node) => {
                let mut found = Term::new(Value::Bool(false), at.clone());
                for pattern in &node.patterns {
                    let next = self.matches(subject, pattern);
                    let terms = [found, next];
                    let value = self.lift(&terms, &at, &mut |_, terms| either_of(terms));
                    found = Term::new(value, at.clone());
                }
                return found;
            }
            _ => Value::unknown("…"),
        };
        Term::new(value, at)
    }

    fn equal(&mut self, subject: &Term, wanted: &Term) -> Value {
        let terms = [subject.clone(), wanted.clone()];
        self.lift(
            &terms,
            &subject.at,
            &mut |_, terms| match equals(&terms[0], &terms[1]).known() {
                Some(answer) => Value::Bool(answer),
                None => Value::unknown("…"),
            },
        )
    }

    fn forget_pattern(&mut self, case: &MatchCase) {
        for name in crate::python::run::scan::bound_by(&case.pattern, &self.source) {
            let unknown = Term::new(Value::unknown("…"), name.at);
            self.bind(&name.name, unknown);
        }
    }
}

fn either_of(terms: &[Term]) -> Value {
    let answers = terms.iter().map(|term| truth(term).always);
    let answers: Vec<Option<bool>> = answers.collect();
    if answers.contains(&Some(true)) {
        Value::Bool(true)
    } else if answers.iter().all(|answer| *answer == Some(false)) {
        Value::Bool(false)
    } else {
        Value::unknown("…")
    }
}

fn is_plain(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => true,
        Pattern::MatchAs(node) => node.pattern.is_none(),
        Pattern::MatchOr(node) => node.patterns.iter().all(is_plain),
        _ => false,
    }
}
