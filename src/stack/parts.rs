//! What is itself a template in the manifests: commands, values, compose fragments.

use tera::Context;

use crate::catalog::{Catalog, Older, Service, Tool};
use crate::compose::Fragment;
use crate::environment::Environment;

use super::{Stack, StackError};

/// The column of the services' names in the pack's own compose files.
const NAMES: usize = 2;

/// Renders them, each with what was rendered before it.
pub(super) fn render_parts(
    stack: &mut Stack,
    services: &[&Service],
    tool: &Tool,
    catalog: &Catalog,
) -> Result<(), StackError> {
    let context = Context::from_serialize(&*stack)?;
    for word in &mut stack.server.command {
        *word = catalog.templates.render_str(word, &context, false)?;
    }
    stack.server.command.retain(|word| !word.is_empty());
    for variable in &mut stack.variables {
        if let Some(value) = &mut variable.value {
            *value = catalog.templates.render_str(value, &context, true)?;
        }
    }
    stack.ask_owner();
    let mut context = Context::from_serialize(&*stack)?;
    render_slots(stack, services, catalog, &mut context)?;
    for (service, part) in services.iter().zip(&mut stack.services) {
        if !service.is_in(stack.environment) {
            continue;
        }
        context.insert("service", part);
        let template = service.fragment();
        if catalog.has_template(&template) {
            let text = catalog.templates.render(&template, &context)?;
            part.compose = if catalog.built_in {
                block(&text)
            } else {
                checked(&text, &template, &context, catalog)?
            };
        }
        part.next = said(&service.manifest.next, &context, catalog)?;
        for Older { without, next } in &service.manifest.older {
            let next = said(next, &context, catalog)?;
            let without = without.clone();
            part.older.push(Older { without, next });
        }
    }
    // Only the environment's own pip, in a stage that is kept: dev's.
    let pip = match stack.environment {
        Environment::Dev => "pip",
        Environment::Prod => &stack.base.pip,
    };
    context.insert("pip", pip);
    let install = catalog.templates.render(&tool.install(), &context)?;
    install.trim_end().clone_into(&mut stack.install);
    if let Some(database) = stack.services.first() {
        stack.database = database.clone();
    }
    Ok(())
}

/// What a service has to say: of lines that are templates, those that do not come to nothing.
fn said(lines: &[String], context: &Context, catalog: &Catalog) -> Result<Vec<String>, StackError> {
    let lines = lines.iter();
    let lines = lines.map(|line| catalog.templates.render_str(line, context, false));
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().filter(|line| !line.is_empty()).collect())
}

/// What services put into other files: those of the pack, and each other's. From then on the context has it too.
fn render_slots(
    stack: &mut Stack,
    services: &[&Service],
    catalog: &Catalog,
    context: &mut Context,
) -> Result<(), StackError> {
    for (service, part) in services.iter().zip(&stack.services) {
        if !service.is_in(stack.environment) {
            continue;
        }
        context.insert("service", part);
        for (slot, template) in catalog.slots(service) {
            let text = block(&catalog.templates.render(template, context)?);
            if !text.is_empty() {
                let texts = stack.slots.entry(slot.to_owned()).or_default();
                texts.push(text);
            }
        }
    }
    context.insert("slots", &stack.slots);
    Ok(())
}

/// A service's containers, if they can be read, with their names where the pack's own compose files have them.
fn checked(
    text: &str,
    template: &str,
    context: &Context,
    catalog: &Catalog,
) -> Result<String, StackError> {
    let fragment = Fragment::parse(&block(text)).map_err(|error| {
        let above = text.len() - text.trim_start_matches('\n').len();
        let line = error.line.map(|line| line + above);
        let line = line.and_then(|line| catalog.line_of(template, context, text, line));
        let (template, fault) = (template.to_owned(), error.fault);
        StackError::Fragment {
            template,
            line,
            fault,
        }
    })?;
    Ok(fragment.moved_to(NAMES).text().to_owned())
}

/// A block of lines; nothing where there are none.
fn block(text: &str) -> String {
    let text = text.trim_start_matches('\n').trim_end();
    if text.trim().is_empty() {
        return String::new();
    }
    format!("{text}\n")
}
