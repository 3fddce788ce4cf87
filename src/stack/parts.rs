//! What is itself a template in the manifests: commands, values, compose fragments.

use tera::Context;

use crate::catalog::{Catalog, Service, Tool};
use crate::environment::Environment;

use super::{Stack, StackError};

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
    for variable in &mut stack.variables {
        if let Some(value) = &mut variable.value {
            *value = catalog.templates.render_str(value, &context, false)?;
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
        let template = service.file("compose.yml.tera");
        if catalog.has_template(&template) {
            part.compose = block(&catalog.templates.render(&template, &context)?);
        }
        for line in &service.manifest.next {
            let line = catalog.templates.render_str(line, &context, false)?;
            part.next.extend(Some(line).filter(|line| !line.is_empty()));
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

/// A block of lines; nothing where there are none.
fn block(text: &str) -> String {
    let text = text.trim_start_matches('\n').trim_end();
    if text.trim().is_empty() {
        return String::new();
    }
    format!("{text}\n")
}
