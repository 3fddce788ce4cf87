//! A pack on trial: what each of its services puts into a compose file is rendered and read, whoever chooses it.

use std::path::Path;

use tera::Context;

use crate::answers::{Answers, Defaults, PartialAnswers, Situation, ask};
use crate::catalog::{Catalog, DATABASE, Service};
use crate::compose::{Fragment, FragmentError};
use crate::environment::Environment;
use crate::inspect::{Celery, Project};
use crate::stack::{Stack, StackError, resolve};

use super::render;

/// Renders each service's stack, with the services that it needs, for a project that has every fact, and reads it.
///
/// # Errors
/// [`StackError::Fragment`] where a service's part of a compose file, or what it puts into another part, cannot be read.
/// What comes to no stack here is left to who chooses it: the project's own facts may make one of it.
pub fn prove(catalog: &Catalog) -> Result<(), StackError> {
    let project = project();
    for service in &catalog.services {
        let Some(answers) = answers(service, &project, catalog) else {
            continue;
        };
        for environment in Environment::ALL {
            match resolve(&project, &answers, catalog, environment) {
                Ok(stack) => read(&stack, catalog)?,
                Err(error @ StackError::Fragment { .. }) => return Err(error),
                Err(_) => {}
            }
        }
    }
    Ok(())
}

/// A project with the facts that services build on.
fn project() -> Project {
    let mut project = Project {
        manage_py: Some("manage.py".to_owned()),
        wsgi_application: Some("mysite.wsgi.application".to_owned()),
        asgi_application: Some("mysite.asgi.application".to_owned()),
        celery: Some(Celery {
            application: Some("mysite".to_owned()),
            beat: true,
            scheduler: None,
        }),
        ..Project::default()
    };
    "mysite.settings".clone_into(&mut project.settings.module);
    project
}

/// The answers that choose a service, and what it needs.
fn answers(service: &Service, project: &Project, catalog: &Catalog) -> Option<Answers> {
    let others = Some(service).into_iter();
    let others = others.filter(|service| !service.provides(DATABASE));
    let given = PartialAnswers {
        db: database(service, catalog),
        with: Some(others.map(|it| it.name.clone()).collect()),
        domain: Some(vec!["example.org".to_owned()]),
        ..PartialAnswers::default()
    };
    let situation = Situation::default();
    let mut defaults = Defaults { yes: true };
    ask(given, project, &situation, catalog, &mut defaults).ok()
}

/// The database of a service's stack, where not the pack's usual one: itself, or the one that it needs.
fn database(service: &Service, catalog: &Catalog) -> Option<String> {
    if service.provides(DATABASE) {
        return Some(service.name.clone());
    }
    let usual = catalog.service(&catalog.manifest.default_database);
    let needs = service.manifest.needs.iter();
    let mut needs = needs.filter(|need| !usual.is_some_and(|usual| usual.provides(need)));
    needs.find_map(|need| {
        let mut providers = catalog.providers(need);
        let database = providers.find(|provider| provider.provides(DATABASE));
        database.map(|database| database.name.clone())
    })
}

/// Reads the services' parts, and the compose files that they are rendered into.
fn read(stack: &Stack, catalog: &Catalog) -> Result<(), StackError> {
    for service in &stack.services {
        service.fragment()?;
    }
    // A template that fails may do so for want of a fact.
    let Ok(files) = render(stack, catalog) else {
        return Ok(());
    };
    for file in catalog.every_file() {
        let here = file.environments.contains(&stack.environment);
        let path = stack.files.get(&file.path);
        let path = path.filter(|path| here && is_yaml(path));
        let Some(rendered) = path.and_then(|path| files.get(path)) else {
            continue;
        };
        let template = &file.template;
        if let Err(error) = Fragment::of_file(&rendered.text) {
            return Err(blamed(&rendered.text, error, template, stack, catalog));
        }
    }
    Ok(())
}

fn is_yaml(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|it| it == "yml" || it == "yaml")
}

/// The error of a rendered file as one of the template whose text stands there: what a service put into a slot, or the
/// file's own.
fn blamed(
    rendered: &str,
    error: FragmentError,
    template: &str,
    stack: &Stack,
    catalog: &Catalog,
) -> StackError {
    let Ok(context) = Context::from_serialize(stack) else {
        return fault(template, None, error);
    };
    let Some(line) = error.line else {
        return fault(template, None, error);
    };
    for service in &stack.services {
        let Some(known) = catalog.service(&service.name) else {
            continue;
        };
        let mut context = context.clone();
        context.insert("service", service);
        for (_, slot) in catalog.slots(known) {
            let text = catalog.templates.render(slot, &context).unwrap_or_default();
            if let Some(within) = line_within(rendered, line, &text) {
                let line = catalog.line_of(slot, &context, &text, within);
                return fault(slot, line, error);
            }
        }
    }
    let line = catalog.line_of(template, &context, rendered, line);
    fault(template, line, error)
}

fn fault(template: &str, line: Option<usize>, error: FragmentError) -> StackError {
    StackError::Fragment {
        template: template.to_owned(),
        line,
        fault: error.fault,
    }
}

/// The line of a part (both from 1) that a line of the whole is, or comes right behind: a parser often stops there. The
/// part may be indented otherwise in the whole.
fn line_within(whole: &str, line: usize, part: &str) -> Option<usize> {
    let whole: Vec<&str> = whole.lines().map(str::trim).collect();
    let above = part.lines().take_while(|line| line.trim().is_empty());
    let above = above.count();
    let part: Vec<&str> = part.trim().lines().map(str::trim).collect();
    if part.is_empty() {
        return None;
    }
    let mut starts = (0..whole.len()).filter(|start| whole[*start..].starts_with(&part));
    let start = starts.find(|start| (*start + 1..=*start + 1 + part.len()).contains(&line))?;
    Some(above + (line - start).min(part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_stands_the_trial() {
        let catalog = Catalog::embedded().unwrap();
        prove(&catalog).unwrap();
        let project = project();
        for service in &catalog.services {
            let answers = answers(service, &project, &catalog).expect(&service.name);
            for environment in Environment::ALL {
                let stack = resolve(&project, &answers, &catalog, environment);
                assert!(stack.is_ok(), "{}: {:?}", service.name, stack.err());
            }
        }
    }
}
