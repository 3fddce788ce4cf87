//! The facts of a project as a person reads them: what, and where it says so.

mod row;
mod variables;

use std::fmt::Write as _;

use super::super::{Output, Page, security, unwritable};
use super::json;
use crate::commands::inspect::Inspected;
use crate::environment::Environment;
use crate::inspect::{Database, FrontEnd, Interface, Project, Source};
use crate::text::visible;
use crate::ui::table::{padded, widest_within};
use row::{Row, row};
use variables::variables;

impl Output for Inspected {
    fn text(&self, page: &mut Page) {
        for end in &self.ends {
            page.warn(security(end));
        }
        page.data(text(&self.project));
    }

    fn json(&self) -> serde_json::Value {
        json(&self.project)
    }
}

/// All facts, by section.
pub(super) fn text(project: &Project) -> String {
    let sections = [
        ("Project", start(project)),
        ("Databases", databases(project)),
        ("Files", files(project)),
        ("Uses", uses(project)),
        ("Environment variables", variables(project)),
        ("Likely, but not said", guesses(project)),
        ("Left undecided", undecided(project)),
    ];
    let mut text = String::new();
    for (title, rows) in sections {
        if rows.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(title);
        text.push('\n');
        for line in lines(&rows) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// The rows in columns; a long value does not push the others' places away. Each is one line, whatever it holds.
fn lines(rows: &[Row]) -> Vec<String> {
    let one_line = |row: &Row| Row {
        name: visible(&row.name).into_owned(),
        value: visible(&row.value).into_owned(),
        place: visible(&row.place).into_owned(),
    };
    let rows: Vec<Row> = rows.iter().map(one_line).collect();
    let names = widest_within(rows.iter().map(|row| row.name.as_str()), 40);
    let values = widest_within(rows.iter().map(|row| row.value.as_str()), 48);
    let line = |row: &Row| {
        let (name, value) = (padded(&row.name, names), padded(&row.value, values));
        let line = format!("  {name}  {value}  {}", row.place);
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn known(value: Option<&String>) -> String {
    value.map_or_else(|| "unknown".to_owned(), String::clone)
}

fn start(project: &Project) -> Vec<Row> {
    let manage_py = match &project.manage_py {
        Some(path) => path.clone(),
        None => "none".to_owned(),
    };
    let settings = &project.settings;
    let mut rows = vec![
        row(project, "manage_py", "manage.py", manage_py),
        row(project, "settings.module", "settings", &settings.module),
    ];
    for environment in Environment::ALL {
        let Some(module) = settings.environments.get(&environment) else {
            continue;
        };
        let class = settings.configurations.get(&environment);
        let class = class.map(|class| format!(", class {class}"));
        if *module != settings.module || class.is_some() {
            let fact = format!("settings.environments.{environment}");
            let value = format!("{module}{}", class.unwrap_or_default());
            rows.push(row(project, &fact, &format!("  for {environment}"), value));
        }
    }
    let (wsgi, asgi) = (&project.wsgi_application, &project.asgi_application);
    rows.push(row(
        project,
        "wsgi_application",
        "WSGI",
        known(wsgi.as_ref()),
    ));
    rows.push(row(
        project,
        "asgi_application",
        "ASGI",
        known(asgi.as_ref()),
    ));
    if let Some(interface) = project.interface {
        let value = match interface {
            Interface::Asgi => "by ASGI",
            Interface::Either | Interface::Unready => "perhaps by ASGI",
        };
        rows.push(row(project, "interface", "served", value));
    }
    let hosts = project.hosts.allowed.join(", ");
    if !hosts.is_empty() {
        rows.push(row(project, "hosts.allowed", "hosts", hosts));
    }
    for (name, version) in [("python", &project.python), ("django", &project.django)] {
        let value = version.version.as_ref().or(version.requires.as_ref());
        rows.push(row(project, &format!("{name}.version"), name, known(value)));
    }
    let dependencies = &project.dependencies;
    let tool = serde_json::to_value(dependencies.tool).unwrap_or_default();
    let tool = tool.as_str().unwrap_or_default();
    let value = format!("{tool} {}", dependencies.files.join(", "));
    rows.push(row(
        project,
        "dependencies.tool",
        "dependencies",
        value.trim(),
    ));
    for package in &dependencies.missing {
        let fact = format!("dependencies.missing.{package}");
        rows.push(row(project, &fact, "  missing", package));
    }
    rows
}

fn databases(project: &Project) -> Vec<Row> {
    let all = project.databases.iter();
    all.map(|(alias, database)| {
        let fact = format!("databases.{alias}.engine");
        row(project, &fact, alias, described(database))
    })
    .collect()
}

fn described(database: &Database) -> String {
    let mut value = known(database.engine.as_ref());
    if let Some(name) = &database.name {
        let _ = write!(value, " {name}");
    }
    match database.from {
        Some(Source::Literal) | None => {}
        Some(Source::Env) => value.push_str(", from the environment"),
        Some(Source::Url) => value.push_str(", from a URL in the environment"),
        Some(Source::Mixed) => value.push_str(", may come from the environment"),
    }
    if !database.alternatives.is_empty() {
        let _ = write!(value, "; or {}", database.alternatives.join(", "));
    }
    value
}

fn files(project: &Project) -> Vec<Row> {
    let facts = [
        ("static_url", "STATIC_URL", &project.static_url),
        ("static_root", "STATIC_ROOT", &project.static_root),
        ("media_url", "MEDIA_URL", &project.media_url),
        ("media_root", "MEDIA_ROOT", &project.media_root),
    ];
    let mut rows: Vec<Row> = facts
        .iter()
        .map(|(fact, name, value)| {
            let value = value.as_deref().unwrap_or("not known");
            row(project, fact, name, value)
        })
        .collect();
    if project.hashed_static {
        rows.push(row(project, "hashed_static", "names", "with a hash"));
    }
    if project.tracks_env {
        rows.push(row(project, "tracks_env", ".env", "tracked by git"));
    }
    for path in &project.existing {
        rows.push(row(project, path, "stands already", path));
    }
    rows
}

fn uses(project: &Project) -> Vec<Row> {
    let all = project.uses.iter();
    let mut rows: Vec<Row> = all
        .map(|name| row(project, &format!("uses.{name}"), name, ""))
        .collect();
    if let Some(celery) = &project.celery {
        if let Some(application) = &celery.application {
            let value = format!("celery -A {application}");
            rows.push(row(project, "celery.application", "worker", value));
        }
        if celery.beat {
            let scheduler = celery.scheduler.as_deref().unwrap_or("its own scheduler");
            rows.push(row(project, "celery.beat", "schedule", scheduler));
        }
    }
    for (index, front_end) in project.front_ends.iter().enumerate() {
        let fact = format!("front_ends.{index}.script");
        rows.push(row(project, &fact, "front end", built(front_end)));
    }
    for package in &project.apt.build {
        rows.push(row(
            project,
            &format!("apt.build.{package}"),
            "builds with",
            package,
        ));
    }
    for package in &project.apt.runtime {
        rows.push(row(
            project,
            &format!("apt.runtime.{package}"),
            "runs with",
            package,
        ));
    }
    rows
}

fn built(front_end: &FrontEnd) -> String {
    let (work, relation) = match front_end.script.as_str() {
        "" => ("install".to_owned(), "for"),
        script => (format!("run {script}"), "into"),
    };
    let mut value = format!("{} {work}", front_end.tool);
    if !front_end.folder.is_empty() {
        let _ = write!(value, " in {}", front_end.folder);
    }
    let folders: Vec<&str> = front_end
        .output
        .iter()
        .chain(&front_end.also)
        .map(String::as_str)
        .collect();
    if !folders.is_empty() {
        let _ = write!(value, ", {relation} {}", folders.join(", "));
    }
    value
}

/// What was found and is not taken.
fn undecided(project: &Project) -> Vec<Row> {
    let all = project.unwritable.iter();
    all.map(|unwritable| Row {
        name: unwritable::name(unwritable).into_owned(),
        value: format!("{}: {}", unwritable::why(unwritable.why), unwritable.found),
        place: unwritable.at.clone(),
    })
    .collect()
}

fn guesses(project: &Project) -> Vec<Row> {
    let all = project.guesses.iter();
    all.map(|(fact, guess)| Row {
        name: fact.clone(),
        value: guess.value.clone(),
        place: guess.why.clone(),
    })
    .collect()
}
