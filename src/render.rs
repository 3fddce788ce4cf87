//! Stack → `FileSet`: the owned files of one environment.

mod trial;

pub use trial::prove;

use std::borrow::Cow;

use tera::Context;

use crate::catalog::{ADDRESS, Catalog};
use crate::compose::OWN_ENV_FILE;
use crate::files::{File, FileSet};
use crate::patch::{Fragment, Setting, SettingsPatch};
use crate::stack::{Moved, Stack};
use crate::version;

/// Renders every file that the pack has for the stack's environment.
pub fn render(stack: &Stack, catalog: &Catalog) -> Result<FileSet, tera::Error> {
    let context = Context::from_serialize(stack)?;
    let mut files = FileSet::new();
    let services: Vec<&str> = stack
        .services
        .iter()
        .chain(stack.previous_database.iter().map(|former| &former.service))
        .map(|service| service.name.as_str())
        .collect();
    let Some(tool) = catalog.tool(&stack.tool.name) else {
        return Ok(files);
    };
    let rendered = catalog.files(&services, tool);
    for file in rendered.filter(|file| file.environments.contains(&stack.environment)) {
        let Some(path) = stack.files.get(&file.path) else {
            continue;
        };
        let text = if let Some(text) = catalog.verbatim.get(&file.template) {
            text.clone()
        } else {
            let context = context_of(&file.template, stack, catalog, &context);
            catalog.templates.render(&file.template, &context)?
        };
        let text = match stack.env_file.as_str() {
            OWN_ENV_FILE => catalog.manifest.missing.beside(&text, &stack.make),
            _ => text,
        };
        let mode = file.mode;
        files.insert(path.clone(), File { text, mode });
    }
    Ok(files)
}

/// A file that a service brings is rendered with the service beside the stack.
fn context_of<'a>(
    template: &str,
    stack: &Stack,
    catalog: &Catalog,
    context: &'a Context,
) -> Cow<'a, Context> {
    let owns = |name: &str| {
        let service = catalog.service(name);
        service.is_some_and(|service| template.starts_with(&service.file("")))
    };
    let mut services = stack.services.iter();
    let Some(service) = services.find(|service| owns(&service.name)) else {
        return Cow::Borrowed(context);
    };
    let mut context = context.clone();
    context.insert("service", service);
    Cow::Owned(context)
}

/// The settings patch of a stack: the pack's, and the fragments of its services.
pub fn settings_patch(stack: &Stack, catalog: &Catalog) -> Result<SettingsPatch, tera::Error> {
    let mut context = Context::from_serialize(stack)?;
    let mut patch = catalog.settings.clone();
    patch
        .fragments
        .retain(|fragment| is_needed(fragment, &stack.project.django));
    if !stack.project.uploads {
        patch.fragments.retain(|fragment| !fragment.uploads);
        let uploads = patch.settings.iter_mut().filter(|setting| setting.uploads);
        uploads.for_each(|setting| (setting.otherwise, setting.alone) = (None, None));
    }
    let former = stack.previous_database.iter().map(|former| &former.service);
    for part in stack.services.iter().chain(former) {
        let Some(service) = catalog.service(&part.name) else {
            continue;
        };
        let mut own = service.settings.clone();
        own.fragments
            .retain(|fragment| is_needed(fragment, &stack.project.django));
        patch.add(own);
        let template = service.file("settings.py.tera");
        if catalog.has_template(&template) {
            context.insert("service", part);
            let source = catalog.templates.render(&template, &context)?;
            if source.trim().is_empty() {
                continue;
            }
            patch.fragments.push(Fragment {
                after: service.manifest.settings_after.clone(),
                when_bound: service.manifest.settings_bound,
                source,
                ..Fragment::default()
            });
        }
    }
    for moved in &stack.moved {
        add_moved(&mut patch, moved, catalog)?;
    }
    Ok(patch)
}

/// A setting that is an address gets it from the environment by itself, an entry of one by a statement after it.
fn add_moved(
    patch: &mut SettingsPatch,
    moved: &Moved,
    catalog: &Catalog,
) -> Result<(), tera::Error> {
    let variable = moved.variable.clone();
    if moved.keys.is_empty() && !moved.list {
        if !patch.settings.iter().any(|known| known.name == moved.name) {
            patch.settings.push(Setting {
                name: moved.name.clone(),
                expression: format!("os.environ.get(\"{variable}\") or {{value}}"),
                variable,
                ..Setting::default()
            });
        }
        return Ok(());
    }
    let mut context = Context::new();
    context.insert("moved", moved);
    patch.fragments.push(Fragment {
        after: Some(moved.name.clone()),
        when_bound: true,
        source: catalog.templates.render(ADDRESS, &context)?,
        ..Fragment::default()
    });
    Ok(())
}

fn is_needed(fragment: &Fragment, django: &str) -> bool {
    fragment
        .before_django
        .as_ref()
        .is_none_or(|limit| !django.is_empty() && version::compare(django, limit).is_lt())
}
