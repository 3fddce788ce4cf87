//! The environment variables of a stack: the pack's and its services', as far as this stack has them.

use tera::Context;

use crate::catalog::{Catalog, Scope, Service, Variable};
use crate::environment::Environment;
use crate::inspect::Project;

use super::choice::all;
use super::{Missing, Offered, Stack, StackError, VariableValue};

/// The variables of every environment. A variable that several services have comes once, unless each is for an
/// environment of its own.
pub(super) fn variables(
    project: &Project,
    services: &[&Service],
    offered: &Offered,
    catalog: &Catalog,
    env_file: &str,
) -> Vec<Variable> {
    let own = catalog.manifest.variables.iter().cloned();
    let theirs = all(services, |service| &service.manifest.variables);
    let mut variables: Vec<Variable> = Vec::new();
    for variable in own.chain(theirs).chain(offered.variables.iter().cloned()) {
        let known = |known: &Variable| {
            let mut both = variable.environments.iter();
            known.name == variable.name && both.any(|environment| known.is_in(*environment))
        };
        if !variables.iter().any(known) {
            variables.push(variable);
        }
    }
    let loads = project
        .environment_files
        .iter()
        .any(|file| file == env_file);
    for variable in &mut variables {
        let beside = variable.key_beside.take().filter(|_| loads);
        variable.key = beside.unwrap_or_else(|| variable.name.clone());
    }
    variables
}

impl Stack {
    /// Drops the variables that are not there with these choices; their `when` is a template.
    pub(super) fn drop_variables(&mut self, catalog: &Catalog) -> Result<(), StackError> {
        let context = Context::from_serialize(&*self)?;
        let mut kept = Vec::new();
        for variable in self.variables.drain(..) {
            let when = variable.when.as_deref();
            let shown = when.map(|when| catalog.templates.render_str(when, &context, false));
            if shown
                .transpose()?
                .is_none_or(|text| !text.trim().is_empty())
            {
                kept.push(variable);
            }
        }
        self.variables = kept;
        Ok(())
    }

    /// What moves is set like the project's own variables, and what the project settles needs no fallback. A literal
    /// is there for its own environment; `.env` is the same for both.
    pub(super) fn settle_variables(&mut self) {
        let values = &mut self.project_variables.values;
        for moved in self.moved.iter().filter(|moved| !moved.value.is_empty()) {
            values.push(VariableValue::new(&moved.variable, moved.value.clone()));
        }
        let set = |name: &str| values.iter().any(|own| own.name == name);
        let set = |variable: &Variable| variable.fallback && set(&variable.name);
        let here = self.environment;
        let gone = |variable: &Variable| variable.scope == Scope::Compose && !variable.is_in(here);
        self.variables
            .retain(|variable| !set(variable) && !gone(variable));
    }

    /// What only the owner knows, and has not said.
    pub(super) fn ask_owner(&mut self) {
        let here = self.environment;
        let mut kept = Vec::new();
        for mut variable in self.variables.drain(..) {
            if variable.scope != Scope::Owner {
                kept.push(variable);
            } else if variable.value.as_ref().is_some_and(|it| !it.is_empty()) {
                variable.scope = Scope::Compose;
                kept.extend(Some(variable).filter(|variable| variable.is_in(here)));
            } else {
                self.project_variables.missing.push(Missing {
                    here: variable.is_in(here),
                    name: variable.name,
                    settings: Vec::new(),
                    comment: variable.comment,
                    emptied: false,
                });
            }
        }
        for missing in &mut self.project_variables.missing {
            let elsewhere = !missing.here && !missing.comment.is_empty();
            missing.emptied = elsewhere && !sets(&kept, &missing.name, here);
        }
        self.variables = kept;
    }

    /// Whether a variable of that name is the stack's to set, whatever the project's own `.env` says.
    #[must_use]
    pub fn sets(&self, name: &str) -> bool {
        let mut values = self.project_variables.values.iter();
        let known = self.reserved.contains(name) || sets(&self.variables, name, self.environment);
        known || values.any(|own| own.name == name)
    }

    /// The variables that a scope keeps.
    pub fn variables_in(&self, scope: Scope) -> impl Iterator<Item = &Variable> {
        self.variables
            .iter()
            .filter(move |variable| variable.scope == scope)
    }
}

/// Whether a stack sets a variable in an environment.
pub(super) fn sets(variables: &[Variable], name: &str, environment: Environment) -> bool {
    let mut variables = variables.iter();
    variables.any(|variable| variable.name == name && variable.is_in(environment))
}
