//! Functions of the repository: a call runs the body with its arguments bound.

use std::rc::Rc;

use ruff_python_ast::{Decorator, Expr, ExprLambda, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use crate::python::modules::state::Scope;
use crate::python::run::call::Args;
use crate::python::run::machine::{Flow, Machine};
use crate::python::source::Source;
use crate::python::values::alternatives::either_by;
use crate::python::values::value::{At, Shape, Term, Text, Value};

/// Calls that may be under way at once.
const MAX_CALLS: usize = 12;

/// A function of the repository.
#[derive(Debug)]
pub(crate) struct Function {
    module: Text,
    source: Rc<Source>,
    code: Rc<Code>,
    /// The defaults, evaluated where the function was defined.
    defaults: Vec<(Text, Term)>,
    /// The names of the call in which it was defined.
    closure: Option<Scope>,
    /// How a class gives it.
    pub(crate) binding: Binding,
}

/// How a class gives a function that is defined in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Binding {
    /// With the instance as the first argument.
    Plain,
    /// Called at once: `@property`.
    Property,
    /// With the class: `@classmethod`.
    Class,
    /// As it is: `@staticmethod`.
    Static,
}

/// A function as it is written.
#[derive(Debug)]
pub(crate) struct Code {
    parameters: Parameters,
    body: Body,
}

/// What a function runs.
#[derive(Debug)]
enum Body {
    Statements(Vec<Stmt>),
    /// The expression of a `lambda`.
    Expression(Expr),
}

impl Machine<'_> {
    pub(crate) fn define(&mut self, node: &StmtFunctionDef) {
        let at = self.at(node);
        let binding = self.binding_of(&node.decorator_list);
        let value = match binding {
            Some(binding) if !node.is_async => {
                let code = self.source.code(node.range(), || plain_code(node));
                match code {
                    Some(code) => self.function(code, binding),
                    None => self.unknown(&node.name),
                }
            }
            _ => self.unknown(&node.name),
        };
        self.bind(&node.name, Term::new(value, at));
    }

    pub(crate) fn lambda(&mut self, node: &ExprLambda) -> Value {
        let code = self.source.code(node.range(), || {
            Some(Code {
                parameters: node.parameters.as_deref().cloned().unwrap_or_default(),
                body: Body::Expression((*node.body).clone()),
            })
        });
        match code {
            Some(code) => self.function(code, Binding::Plain),
            None => self.unknown(node),
        }
    }

    /// What decorators make of a function; `None` where they may replace it.
    fn binding_of(&mut self, decorators: &[Decorator]) -> Option<Binding> {
        let mut binding = Binding::Plain;
        for decorator in decorators {
            let expression = match &decorator.expression {
                Expr::Call(call) => &*call.func,
                expression => expression,
            };
            let Value::Named(name) = self.term(expression).value else {
                return None;
            };
            match &*name {
                "builtins.property"
                | "functools.cached_property"
                | "django.utils.functional.cached_property" => binding = Binding::Property,
                "builtins.classmethod" => binding = Binding::Class,
                "builtins.staticmethod" => binding = Binding::Static,
                "functools.cache" | "functools.lru_cache" | "functools.wraps" => {}
                _ => return None,
            }
        }
        Some(binding)
    }

    fn function(&mut self, code: Rc<Code>, binding: Binding) -> Value {
        let mut defaults = Vec::new();
        for parameter in code.parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                defaults.push((parameter.name().as_str().into(), self.term(default)));
            }
        }
        Value::Function(Rc::new(Function {
            module: self.module.clone(),
            source: self.source.clone(),
            code,
            defaults,
            // A class's body is no scope of its methods.
            closure: self
                .state
                .frames
                .last()
                .filter(|frame| !frame.class)
                .cloned(),
            binding,
        }))
    }

    pub(crate) fn call_function(&mut self, function: &Function, args: &Args, at: &At) -> Value {
        let followed = self.state.frames.len() < MAX_CALLS && self.may_descend();
        let frame = if followed {
            self.frame(function, args, at)
        } else {
            None
        };
        let Some(frame) = frame else {
            self.escape(args);
            return Value::unknown("…");
        };
        let module = std::mem::replace(&mut self.module, function.module.clone());
        let source = std::mem::replace(&mut self.source, function.source.clone());
        let decided = self.decided.len();
        let certain = self.certain;
        self.certain = certain && self.usual == Some(true);
        let usual = self.usual.replace(true);
        let depth = self.state.frames.len();
        self.state.frames.push(frame);
        self.returns.push(Vec::new());
        self.run_body(&function.code.body, at);
        let returns = self.returns.pop().unwrap_or_default();
        self.state.frames.truncate(depth);
        self.module = module;
        self.source = source;
        self.certain = certain;
        self.usual = usual;
        returned(returns, at, &self.decided_since(decided))
    }

    fn run_body(&mut self, body: &Body, at: &At) {
        let term = match body {
            Body::Expression(expression) => self.term(expression),
            Body::Statements(statements) => match self.run(statements) {
                Flow::Next => Term::new(Value::None, at.clone()),
                Flow::Raise => {
                    self.risk.usually = true;
                    return;
                }
                _ => return,
            },
        };
        let usual = self.usual;
        if let Some(returns) = self.returns.last_mut() {
            returns.push((term, usual));
        }
    }

    /// The names of a call: its arguments; `None` where they cannot be matched.
    fn frame(&mut self, function: &Function, args: &Args, at: &At) -> Option<Scope> {
        if args.open {
            return None;
        }
        let mut frame = function.closure.clone().unwrap_or_default();
        for (name, default) in &function.defaults {
            frame.set(name, default.clone());
        }
        let parameters = &function.code.parameters;
        let places = parameters.posonlyargs.iter().chain(&parameters.args);
        let names: Vec<&str> = places.map(|parameter| parameter.name().as_str()).collect();
        for (name, term) in names.iter().zip(&args.positional) {
            frame.set(name, term.clone());
        }
        let extra = args.positional.get(names.len()..).unwrap_or(&[]);
        match &parameters.vararg {
            Some(parameter) => {
                let items = self.sequence(Shape::Tuple, extra.to_vec(), false);
                frame.set(&parameter.name, Term::new(items, at.clone()));
            }
            None if !extra.is_empty() => return None,
            None => {}
        }
        self.bind_keywords(&mut frame, parameters, args, at)?;
        let bound = |name: &&str| frame.get(name).is_some();
        names.iter().all(bound).then_some(frame)
    }

    fn bind_keywords(
        &mut self,
        frame: &mut Scope,
        parameters: &Parameters,
        args: &Args,
        at: &At,
    ) -> Option<()> {
        let mut rest = Vec::new();
        for (name, term) in &args.keywords {
            let mut known = parameters.iter_non_variadic_params();
            if known.any(|parameter| parameter.name().as_str() == &**name) {
                frame.set(name, term.clone());
            } else {
                let key = Term::new(Value::Str(name.clone()), at.clone());
                rest.push((key, term.clone()));
            }
        }
        match &parameters.kwarg {
            Some(parameter) => {
                let entries = self.dict(rest, false);
                frame.set(&parameter.name, Term::new(entries, at.clone()));
                Some(())
            }
            None => rest.is_empty().then_some(()),
        }
    }
}

/// The code of a function; `None` for a generator.
fn plain_code(node: &StmtFunctionDef) -> Option<Code> {
    (!crate::python::run::scan::yields(&node.body)).then(|| Code {
        parameters: (*node.parameters).clone(),
        body: Body::Statements(node.body.to_vec()),
    })
}

/// What a call gives: the first return that usually happens, among all. `by` are the variables that its conditions
/// depend on.
fn returned(returns: Vec<(Term, Option<bool>)>, at: &At, by: &[Text]) -> Value {
    let usual = returns
        .iter()
        .find(|(_, usual)| *usual != Some(false))
        .filter(|(_, usual)| *usual == Some(true))
        .map(|(term, _)| term.clone());
    let terms: Vec<Term> = returns.into_iter().map(|(term, _)| term).collect();
    if terms.is_empty() {
        return Value::unknown("…");
    }
    either_by(terms, usual, at, by).value
}
