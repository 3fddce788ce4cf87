//! Settings as a command leaves them, or as they stand, judged with the variables of the stack's containers.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::catalog::{Catalog, Scope};
use crate::check::{ComposeFile, is_compose, is_told_elsewhere, serving, variables};
use crate::compose::{ENV_FILE, EnvFile, Lookup};
use crate::error::Error;
use crate::pipeline::{Outcome, PipelineError};
use crate::python::Sources;
use crate::render;
use crate::stack::Stack;
use crate::tree::{OverlayTree, Tree};
use crate::verify::{ACCEPT, Judging, Verdict, placeholder};

/// Judges the settings that an outcome leaves on its tree; `work` has the secrets. What reads as in `sources` is not
/// parsed again.
pub(super) fn of_outcome(
    tree: &dyn Tree,
    sources: &Sources<'_>,
    outcome: &Outcome,
    catalog: &Catalog,
    work: &dyn Tree,
) -> Result<Vec<Verdict>, Error> {
    let changes = outcome.plan.changes.iter();
    let files: BTreeMap<String, Option<String>> = changes
        .map(|change| {
            let after = change.after.as_ref();
            (change.path.clone(), after.map(|file| file.text.clone()))
        })
        .collect();
    let after = sources.beside(Rc::new(OverlayTree::new(tree, files)));
    let env_file = outcome.stacks.first().map_or(ENV_FILE, |it| &it.env_file);
    let env = work.read_text(env_file).ok().flatten();
    let env = env.map(|text| EnvFile::parse(&text, &|_| None));
    let mut verdicts = Vec::new();
    for stack in &outcome.stacks {
        let compose: Vec<ComposeFile> = compose(after.tree(), stack)?.into_iter().collect();
        verdicts.extend(on_compose(
            &after,
            stack,
            catalog,
            &compose,
            env.as_ref(),
            &|_| None,
        )?);
    }
    Ok(verdicts)
}

/// Judges the settings in the files of a tree whose stack has these compose files.
pub(super) fn on_compose(
    sources: &Sources<'_>,
    stack: &Stack,
    catalog: &Catalog,
    compose: &[ComposeFile],
    env: Option<&EnvFile>,
    shell: Lookup<'_>,
) -> Result<Vec<Verdict>, Error> {
    let set = |name: &str| {
        let env = || env?.get(name).map(|value| value.expose().to_owned());
        shell(name).or_else(env).filter(|value| !value.is_empty())
    };
    let made = |name: &str| {
        let mut variables = stack.variables_in(Scope::Env);
        variables.find(|it| it.key == name).map(placeholder)
    };
    let lookup = |name: &str| set(name).or_else(|| made(name));
    let own = stack.extends.as_ref();
    let web = own.map_or(&[][..], |own| &own.web);
    let Some(container) = serving(compose, web) else {
        return Ok(Vec::new());
    };
    let mut variables = variables(container, &stack.env_file, env, &lookup);
    // The containers of a compose file of the user's own need not get all of it.
    if let Some(accepted) = set(ACCEPT) {
        variables.entry(ACCEPT.to_owned()).or_insert(accepted);
    }
    let patch = match own {
        Some(own) => own.settings.clone(),
        None => render::settings_patch(stack, catalog).map_err(PipelineError::from)?,
    };
    let judging = Judging {
        sources,
        stack,
        patch: &patch,
        variables: &variables,
    };
    let mut verdicts = judging.verdicts()?;
    // What is absent here may be there.
    if own.is_some() && is_told_elsewhere(container, &stack.env_file) {
        for verdict in &mut verdicts {
            verdict.hinders = false;
        }
    }
    Ok(verdicts)
}

/// The stack's compose file.
fn compose(tree: &dyn Tree, stack: &Stack) -> Result<Option<ComposeFile>, Error> {
    let mut files = stack.files.iter();
    let found = files.find(|(usual, _)| !usual.contains('/') && is_compose(usual));
    let own = stack.extends.as_ref().map(|own| &own.path);
    let Some(path) = own.or(found.map(|(_, path)| path)) else {
        return Ok(None);
    };
    let text = tree.read_text(path)?;
    // One that cannot be read is told by whoever writes or checks it.
    Ok(text.and_then(|text| ComposeFile::parse(path, &text).ok()))
}
