//! Classes of the repository and their instances. Their attributes live in the state, as a module's names do, so
//! that conditions join them and changes in place reach them.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef};

use crate::python::modules::state::Scope;
use crate::python::run::call::Args;
use crate::python::run::lineage::{Ancestor, Kind, field_names, is_inert};
use crate::python::run::machine::{Flow, Machine};
use crate::python::values::value::{At, Term, Text, Value};

/// A class that the settings' own code defines.
#[derive(Debug)]
pub(crate) struct Class {
    /// The name of its attributes' scope.
    pub(crate) scope: Text,
    pub(crate) bases: Vec<Term>,
    /// Its annotated names in order, and their annotations.
    pub(crate) fields: Vec<(Text, Text)>,
    /// Whether calling it binds the fields: `@dataclass`.
    pub(crate) record: bool,
}

/// An instance of such a class.
#[derive(Debug)]
pub(crate) struct Object {
    /// The name of its attributes' scope.
    pub(crate) scope: Text,
    pub(crate) class: Rc<Class>,
}

/// `super()`: an instance or a class as the classes after `owner` see it.
#[derive(Debug)]
pub(crate) struct Parents {
    pub(crate) owner: Rc<Class>,
    pub(crate) receiver: Term,
}

impl Machine<'_> {
    /// Binds the name of `class Name(Base): …` to the class.
    pub(crate) fn define_class(&mut self, node: &StmtClassDef) -> Flow {
        let at = self.at(node);
        let arguments = node.arguments.as_deref();
        let bases: &[Expr] = arguments.map_or(&[], |arguments| &arguments.args);
        let bases: Vec<Term> = bases.iter().map(|base| self.term(base)).collect();
        let keywords = arguments.is_some_and(|arguments| !arguments.keywords.is_empty());
        let record = self.is_record(node);
        if keywords || record.is_none() || bases.iter().any(is_opaque) {
            let unknown = self.unknown(&node.name);
            self.bind(&node.name, Term::new(unknown, at));
            return Flow::Next;
        }
        if self.are_settings() {
            self.mark_bases(&bases);
        }
        let frame = Scope {
            class: true,
            ..Scope::default()
        };
        let depth = self.state.frames.len();
        self.state.frames.push(frame);
        let flow = self.run(&node.body);
        let mut names = self.state.frames.pop().unwrap_or_default();
        self.state.frames.truncate(depth);
        names.class = false;
        let scope: Text = format!("{}:{}", node.name, self.id()).into();
        self.state.modules.insert(scope.clone(), names);
        let class = Class {
            scope,
            bases,
            fields: self.fields(&node.body),
            record: record == Some(true),
        };
        self.bind(&node.name, Term::new(Value::Class(Rc::new(class)), at));
        if flow == Flow::Raise {
            flow
        } else {
            Flow::Next
        }
    }

    /// The files of classes that have settings are settings too.
    fn mark_bases(&mut self, bases: &[Term]) {
        for base in bases {
            let Value::Class(class) = &base.value else {
                continue;
            };
            let upper = |name: &Text| !name.starts_with('_') && **name == name.to_uppercase();
            let scope = self.state.modules.get(&class.scope);
            if scope.is_some_and(|scope| scope.names.iter().any(|(name, _)| upper(name))) {
                let of_class = |(file, _): &&mut (Text, bool)| *file == base.at.file;
                if let Some(file) = self.files.iter_mut().find(of_class) {
                    file.1 = true;
                }
            }
        }
    }

    /// Whether decorators make it a record; `None` where they may replace it.
    fn is_record(&mut self, node: &StmtClassDef) -> Option<bool> {
        let mut record = false;
        for decorator in &node.decorator_list {
            let expression = match &decorator.expression {
                Expr::Call(call) => &*call.func,
                expression => expression,
            };
            match self.term(expression).value {
                Value::Named(name) if &*name == "dataclasses.dataclass" => record = true,
                _ => return None,
            }
        }
        Some(record)
    }

    fn fields(&self, body: &[Stmt]) -> Vec<(Text, Text)> {
        let annotated = body.iter().filter_map(|statement| match statement {
            Stmt::AnnAssign(node) => match &*node.target {
                Expr::Name(name) => Some((
                    name.id.as_str().into(),
                    self.source.snippet(&*node.annotation),
                )),
                _ => None,
            },
            _ => None,
        });
        annotated.collect()
    }

    /// A new, empty instance.
    pub(crate) fn object(&mut self, class: &Rc<Class>, open: bool) -> Rc<Object> {
        let scope: Text = format!("object:{}", self.id()).into();
        let names = Scope {
            open,
            ..Scope::default()
        };
        self.state.modules.insert(scope.clone(), names);
        Rc::new(Object {
            scope,
            class: class.clone(),
        })
    }

    /// What calling a class gives: an instance, once its `__init__` has run.
    pub(crate) fn instantiate(&mut self, class: &Rc<Class>, args: &Args, at: &At) -> Value {
        let lineage = Self::lineage(class);
        let kind = Self::kind_of(&lineage);
        let foreign =
            |ancestor: &Ancestor| matches!(ancestor, Ancestor::Foreign(name) if !is_inert(name));
        let object = self.object(class, lineage.iter().any(foreign));
        let value = Value::Object(object.clone());
        match kind {
            Kind::Settings => self.read_fields(&lineage, &object, args, at),
            Kind::Record => self.bind_fields(&lineage, &object, args),
            Kind::Plain => {
                let receiver = Term::new(value.clone(), at.clone());
                if self.call_member(&receiver, "__init__", args, at).is_none() {
                    self.escape(args);
                }
            }
        }
        value
    }

    /// `NamedTuple`, `@dataclass`: the arguments are the attributes.
    fn bind_fields(&mut self, lineage: &[Ancestor], object: &Object, args: &Args) {
        let names = field_names(lineage);
        let Some(scope) = self.state.modules.get_mut(&object.scope) else {
            return;
        };
        scope.open |= args.open;
        for ((name, _), term) in names.iter().zip(&args.positional) {
            scope.set(name, term.clone());
        }
        for (name, term) in &args.keywords {
            scope.set(name, term.clone());
        }
    }
}

/// The class of a class or an instance.
pub(crate) fn class_of(value: &Value) -> Option<Rc<Class>> {
    match value {
        Value::Class(class) => Some(class.clone()),
        Value::Object(object) => Some(object.class.clone()),
        _ => None,
    }
}

/// A base whose metaclass makes something else of the attributes.
fn is_opaque(base: &Term) -> bool {
    match &base.value {
        Value::Named(name) => ["Enum", "Flag", "Choices", "Model", "type"]
            .iter()
            .any(|end| name.ends_with(end) && !name.ends_with("BaseModel")),
        _ => false,
    }
}
