//! The project's Celery application and schedule.

use super::entry::{dotted, module_file, owners, packages};
use super::error::InspectError;
use super::evaluations::Evaluations;
use super::facts::{is_something, setting, text};
use super::project::{Celery, Project};
use super::signs::Signs;
use super::uses::Named;
use crate::python::{Sources, read_python};
use crate::tree::{Tree, TreeError, join};

/// Settings that hold a schedule.
const SCHEDULES: [&str; 3] = [
    "CELERY_BEAT_SCHEDULE",
    "CELERYBEAT_SCHEDULE",
    "BEAT_SCHEDULE",
];
/// Settings that name a scheduler.
const SCHEDULERS: [&str; 3] = [
    "CELERY_BEAT_SCHEDULER",
    "CELERYBEAT_SCHEDULER",
    "BEAT_SCHEDULER",
];
/// What a schedule looks like in the application's own file.
const SIGNS: [&str; 4] = [
    "beat_schedule",
    "add_periodic_task",
    "BEAT_SCHEDULE",
    "periodic_task(",
];

/// The package of the scheduler that keeps its schedule in the database, and its app.
const IN_DATABASE: [&str; 2] = ["django-celery-beat", "django_celery_beat"];

/// The application and the schedule, where there are any. An application may come after its schedule.
pub(super) fn celery(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    named: &Named<'_>,
    project: &mut Project,
) -> Result<Option<Celery>, InspectError> {
    let mut celery = Celery::default();
    let (mut file, mut code) = (String::new(), String::new());
    if let Some((module, path)) = module(sources, folder, &project.settings.module)? {
        code = read_python(sources.tree(), &path)?.unwrap_or_default();
        project.evidence.insert(
            "celery.application".to_owned(),
            format!("{path}:{}", line(&code, "Celery(")),
        );
        // `celery -A mysite` looks for mysite.celery itself.
        let application = module.strip_suffix(".celery").unwrap_or(&module);
        celery.application = Some(application.to_owned());
        file = path;
    }
    schedule(&mut celery, &file, &code, evaluations, named, project);
    Ok((celery != Celery::default()).then_some(celery))
}

fn schedule(
    celery: &mut Celery,
    file: &str,
    code: &str,
    evaluations: &Evaluations,
    named: &Named<'_>,
    project: &mut Project,
) {
    let mut place = None;
    for evaluation in evaluations.all() {
        for name in SCHEDULERS {
            if let Some(term) = setting(evaluation, name)
                && let Some(scheduler) = text(&term)
            {
                let fact = "celery.scheduler".to_owned();
                project.evidence.insert(fact, term.at.to_string());
                celery.scheduler = Some(scheduler);
            }
        }
        for name in SCHEDULES {
            let term = evaluation.get(name).filter(|term| {
                term.alternatives()
                    .iter()
                    .any(|term| term.usual().as_ref().is_some_and(is_something))
            });
            place = place.or(term.map(|term| term.at.to_string()));
        }
    }
    let sign = SIGNS.iter().find(|sign| {
        code.lines()
            .any(|line| line.contains(**sign) && !line.trim_start().starts_with('#'))
    });
    place = place.or(sign.map(|sign| format!("{file}:{}", line(code, sign))));
    if let Some(at) = in_database(named) {
        place.get_or_insert(at);
        celery
            .scheduler
            .get_or_insert_with(|| "django_celery_beat.schedulers:DatabaseScheduler".to_owned());
    }
    celery.beat = place.is_some();
    if let Some(place) = place {
        project.evidence.insert("celery.beat".to_owned(), place);
    }
}

/// Where the scheduler that keeps its schedule in the database shows.
fn in_database(named: &Named<'_>) -> Option<String> {
    let [package, module] = IN_DATABASE.map(|name| vec![name.to_owned()]);
    let signs = Signs {
        packages: package,
        modules: module,
        ..Signs::default()
    };
    named.package(&signs).or_else(|| named.setting(&signs))
}

/// The module that makes the application, and its file: near the settings first, then in any package.
fn module(
    sources: &Sources,
    folder: &str,
    settings: &str,
) -> Result<Option<(String, String)>, InspectError> {
    let tree = sources.tree();
    let path = sources.path(folder);
    // Each with the folder on `sys.path` that it is found from.
    let mut places: Vec<(&String, String)> = Vec::new();
    for from in &path {
        places.extend(
            owners(from, settings)
                .into_iter()
                .map(|owner| (from, owner)),
        );
    }
    for from in &path {
        places.extend(packages(tree, from)?.into_iter().map(|owner| (from, owner)));
        places.push((from, from.clone()));
    }
    let mut seen: Vec<&String> = Vec::new();
    for (from, owner) in &places {
        if seen.contains(&owner) {
            continue;
        }
        seen.push(owner);
        for name in names(tree, owner)? {
            let module = dotted(from, &join(owner, &name));
            if let Some(file) = module_file(sources, folder, &module)?
                && makes_application(sources, folder, &module, &file)
            {
                return Ok(Some((module, file)));
            }
        }
    }
    Ok(None)
}

/// Modules of a folder that are named for Celery; those most usual first.
fn names(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let entries = tree.list(folder)?;
    let stems = entries
        .iter()
        .map(|entry| entry.name.strip_suffix(".py").unwrap_or(&entry.name));
    let mut names: Vec<String> = stems
        .filter(|name| name.starts_with("celery") || matches!(*name, "worker" | "tasks"))
        .map(str::to_owned)
        .collect();
    names.sort_by_key(|name| (name != "celery", !name.starts_with("celery"), name.clone()));
    names.dedup();
    Ok(names)
}

fn makes_application(sources: &Sources, folder: &str, module: &str, file: &str) -> bool {
    let code = read_python(sources.tree(), file)
        .ok()
        .flatten()
        .unwrap_or_default();
    if !code.contains("Celery(") {
        return false;
    }
    let evaluation = sources.evaluate(folder, module, None);
    evaluation.is_ok_and(|evaluation| evaluation.binds("celery.Celery()"))
}

/// The first line, from 1, that holds a text.
fn line(code: &str, text: &str) -> usize {
    code.lines()
        .position(|line| line.contains(text) && !line.trim_start().starts_with('#'))
        .map_or(1, |index| index + 1)
}
