//! What a stack writes into a project that lacks a fact on which a service builds.

use serde_json::Value;
use tera::{Context, Tera};

use crate::answers::Answers;
use crate::catalog::{Catalog, Offer, OfferedText, Service, Variable};
use crate::inspect::{Home, Project};

use super::StackError;

/// The code that a project gets for its services.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// Files of the project's own that are made whole.
    pub files: Vec<OfferedFile>,
    /// Statements for Python modules.
    pub statements: Vec<OfferedStatements>,
    /// The environment variables that go with them.
    pub variables: Vec<Variable>,
    /// What is said about them, by service.
    pub next: Vec<(String, String)>,
}

/// A file of the project's own.
#[derive(Clone, Debug)]
pub struct OfferedFile {
    /// Its path from the root.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// Whether the project has the fact without it: what stands there is the user's.
    pub held: bool,
    /// What is missing if something else stands there.
    pub otherwise: String,
}

/// Statements for a Python module.
#[derive(Clone, Debug)]
pub struct OfferedStatements {
    /// Its path from the root.
    pub path: String,
    /// The modules that they need.
    pub imports: Vec<String>,
    /// The statements as they are inserted, in Python.
    pub source: String,
}

/// The offers of the services that are taken: the project as it is with them, and what is written.
pub(super) fn offered(
    project: &Project,
    answers: &Answers,
    services: &[&Service],
    catalog: &Catalog,
) -> Result<(Project, Offered), StackError> {
    let home = Home::of(project, &answers.settings, &answers.prod_settings);
    let mut project = project.clone();
    let mut offered = Offered::default();
    for service in services {
        for offer in &service.manifest.offers {
            let lacks_home = offer.writes() && home.is_none();
            if lacks_home || !answers.takes(service, offer) {
                continue;
            }
            let texts = Texts {
                service,
                templates: &catalog.templates,
                context: context(home.as_ref()),
            };
            let value = texts.value(&offer.value)?;
            let fact = project.fact(&offer.fact);
            if fact.as_ref().is_some_and(|fact| *fact != value) {
                continue;
            }
            texts.write(offer, fact.is_some(), &mut offered)?;
            let unknown = |_| StackError::NoFact(offer.fact.clone());
            project = project.with_fact(&offer.fact, value).map_err(unknown)?;
        }
    }
    Ok((project, offered))
}

/// What the texts of an offer know.
fn context(home: Option<&Home>) -> Context {
    let mut context = Context::new();
    if let Some(home) = home {
        context.insert("home", home);
    }
    context
}

/// The templates of a service's offer.
struct Texts<'run> {
    service: &'run Service,
    templates: &'run Tera,
    context: Context,
}

impl Texts<'_> {
    fn value(&self, value: &Value) -> Result<Value, tera::Error> {
        match value {
            Value::String(text) => Ok(Value::String(self.line(text)?)),
            value => Ok(value.clone()),
        }
    }

    fn line(&self, text: &str) -> Result<String, tera::Error> {
        self.templates.render_str(text, &self.context, false)
    }

    fn text(&self, text: &OfferedText) -> Result<(String, String), tera::Error> {
        let template = self.service.file(&text.template);
        let path = self.line(&text.path)?;
        Ok((path, self.templates.render(&template, &self.context)?))
    }

    fn write(&self, offer: &Offer, held: bool, offered: &mut Offered) -> Result<(), tera::Error> {
        let mut requires = self.service.manifest.requires.iter();
        let requirement = requires.find(|requirement| requirement.fact == offer.fact);
        let otherwise = requirement.map(|requirement| requirement.otherwise.clone());
        for file in &offer.files {
            let (path, text) = self.text(file)?;
            offered.files.push(OfferedFile {
                path,
                text,
                held,
                otherwise: otherwise.clone().unwrap_or_default(),
            });
        }
        for statements in &offer.statements {
            let (path, source) = self.text(statements)?;
            let imports = statements.imports.clone();
            offered.statements.push(OfferedStatements {
                path,
                imports,
                source,
            });
        }
        offered.variables.extend(offer.variables.iter().cloned());
        for line in offer.next.iter().filter(|_| !held) {
            let service = self.service.name.clone();
            offered.next.push((service, self.line(line)?));
        }
        Ok(())
    }
}
