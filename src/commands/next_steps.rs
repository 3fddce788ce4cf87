//! What the user types after a command that wrote.

use crate::answers::Layout;
use crate::catalog::TLS;
use crate::environment::Environment;
use crate::inspect::{self, EndOfLife};
use crate::pipeline;
use crate::stack::Missing;
use crate::ui::Ui;

use super::change::Change;
use super::draft::Draft;
use super::replace::say_moved;

/// The target that builds and starts.
pub(super) const RUN: &str = "run";

/// Says what was written and what comes next.
pub(super) fn say(draft: &Draft, ui: &Ui) {
    let answers = &draft.answers;
    for (path, step) in draft.outcomes().flat_map(|outcome| &outcome.steps) {
        ui.warn(format!("{path}: {}", crate::ui::report::step(step)));
    }
    let project = draft.outcomes().map(|outcome| &outcome.project).next();
    let ends =
        project.map(|project| inspect::ends(Some(&answers.python), project.django_version()));
    for EndOfLife {
        name,
        release,
        since,
    } in ends.unwrap_or_default()
    {
        ui.warn(format!(
            "{name} {release} gets no security fixes since {since}"
        ));
    }
    fill_in(draft, ui);
    ui.say("Done. Secrets are in .env, which git ignores. Next:");
    ui.say("");
    start(draft, RUN, answers.import_data, ui);
    say_services(draft, &[], ui);
}

/// What services have to say, of those that were not there before: about themselves, and about the code that the
/// project has got for them.
fn say_services(draft: &Draft, before: &[String], ui: &Ui) {
    let is_new = |name: &String| !before.contains(name);
    let stacks = || draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let services = stacks().flat_map(|stack| &stack.services);
    let own = services
        .filter(|service| is_new(&service.name))
        .flat_map(|service| &service.next);
    // dev's, which may hold what is not yet on prod.
    let of_dev = draft.outcomes().take(1).flat_map(|it| &it.stacks);
    let offered = of_dev
        .flat_map(|stack| &stack.offered.next)
        .filter(|(service, _)| is_new(service))
        .map(|(_, line)| line);
    let mut said: Vec<&String> = Vec::new();
    for line in own.chain(offered) {
        if !said.contains(&line) {
            ui.say(format!("  {line}"));
            said.push(line);
        }
    }
}

/// What comes after `add` and `update`.
pub(super) fn say_added(draft: &Draft, change: &Change<'_>, ui: &Ui) {
    for (path, step) in draft.outcomes().flat_map(|outcome| &outcome.steps) {
        ui.warn(format!("{path}: {}", crate::ui::report::step(step)));
    }
    say_left(draft, ui);
    fill_in(draft, ui);
    if change.standing.own.is_some() {
        say_own(draft, change, ui);
        return;
    }
    let former = change.standing.answers.db.as_ref();
    let former = former.filter(|former| **former != draft.answers.db);
    if let Some(former) = former {
        say_moved(former, draft, change, ui);
        return;
    }
    ui.say("Done. Next:");
    ui.say("");
    start(draft, RUN, false, ui);
    say_services(draft, &change.installed(), ui);
}

/// What comes after a change of a compose file of the user's own.
fn say_own(draft: &Draft, change: &Change<'_>, ui: &Ui) {
    for outcome in draft.outcomes() {
        for step in crate::ui::report::compose_steps(&outcome.compose_steps) {
            ui.warn(step);
        }
    }
    for outcome in draft.outcomes().filter(|it| !it.requirements.is_empty()) {
        let requirements = outcome.requirements.join(", ");
        ui.warn(format!("add to your dependencies: {requirements}"));
    }
    for outcome in draft.outcomes().filter(|it| !it.image_packages.is_empty()) {
        let packages = outcome.image_packages.join(" ");
        ui.warn(format!(
            "to install what was added, a slim image needs these Debian packages too: {packages}"
        ));
    }
    ui.say("Done. Next:");
    ui.say("");
    let compose = format!("docker compose{}", named(change));
    ui.say(format!("  {compose} up -d --build"));
    let installed = change.installed();
    for outcome in draft.outcomes() {
        let databases = outcome.stacks.iter().map(|stack| &stack.database);
        let mut empty =
            databases.filter(|it| !it.image.is_empty() && !installed.contains(&it.name));
        if let (Some(database), Some(web)) = (empty.next(), outcome.runs_project.first()) {
            let title = &database.title;
            ui.say(format!(
                "  {compose} exec {web} python manage.py migrate  # {title} starts empty"
            ));
        }
    }
    say_services(draft, &installed, ui);
}

/// The flag that names a compose file of the user's own, where Compose would read another one, or none.
fn named(change: &Change<'_>) -> String {
    let own = change.standing.own.as_ref();
    let path = own.map_or("", |own| own.path.as_str());
    let read = pipeline::own_compose_file(&change.place.work, "", None);
    if read.ok().flatten().as_deref() == Some(path) {
        return String::new();
    }
    format!(" -f {path}")
}

/// What comes after `remove`.
pub(super) fn say_removed(gone: &[String], draft: &Draft, change: &Change<'_>, ui: &Ui) {
    say_left(draft, ui);
    if change.standing.own.is_some() {
        ui.say("Done. The data stays in volumes (`docker volume ls`), and the keys in .env.");
        return;
    }
    ui.say("Done. Next:");
    ui.say("");
    start(draft, RUN, false, ui);
    let volumes = volumes(gone, draft, change);
    if !volumes.is_empty() {
        ui.say("");
        ui.say("The data stays in volumes, and the keys in .env. To delete the data for good:");
        ui.say(format!("  docker volume rm {}", volumes.join(" ")));
    }
}

/// Files that are no part of the stack any longer, and that the user edited.
fn say_left(draft: &Draft, ui: &Ui) {
    for part in &draft.parts {
        for path in &part.outcome.left {
            let branch = part.branch.as_deref();
            let branch = branch.map_or_else(String::new, |name| format!(" on {name}"));
            ui.warn(format!(
                "`{path}`{branch} is yours now: you edited it, so it stays"
            ));
        }
    }
}

/// The volumes of some services, as Docker names them.
pub(super) fn volumes(services: &[String], draft: &Draft, change: &Change<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for service in services
        .iter()
        .filter_map(|name| change.catalog.service(name))
    {
        for environment in Environment::ALL.into_iter().filter(|it| service.is_in(*it)) {
            let volumes = service.volumes_in(environment);
            names.extend(
                volumes.map(|volume| format!("{}-{environment}_{volume}", draft.answers.name)),
            );
        }
    }
    names
}

/// How each environment is started: by `target`, and on dev perhaps with the rows of the project's own file.
pub(super) fn start(draft: &Draft, target: &str, import_data: bool, ui: &Ui) {
    let answers = &draft.answers;
    let url = |port: u16| match port {
        80 => "http://localhost/".to_owned(),
        port => format!("http://localhost:{port}/"),
    };
    let [dev, prod] = match answers.layout {
        Layout::Branches => [
            format!("git switch {} && make {target}", answers.dev_branch),
            format!("git switch {} && make {target}", answers.prod_branch),
        ],
        Layout::Single => [
            format!("make {target}"),
            format!("make -f Makefile.prod {target}"),
        ],
    };
    let width = prod.len().max(30);
    ui.say(format!("  {dev:<width$}  # {}", url(answers.dev_port)));
    if import_data {
        let import = "make import-data";
        ui.say(format!("  {import:<width$}  # your rows and uploads, once"));
    }
    let mut stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let host = answers.domain.first().map_or("localhost", String::as_str);
    let url = if stacks.any(|stack| stack.provides.iter().any(|it| it == TLS)) {
        format!("https://{host}/")
    } else {
        url(answers.prod_port)
    };
    ui.say(format!("  {prod:<width$}  # {url}"));
}

/// What the stack does not start without, and only the owner knows.
fn fill_in(draft: &Draft, ui: &Ui) {
    let stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let mut missing: Vec<&Missing> = stacks.flat_map(|stack| &stack.own.missing).collect();
    missing.sort_by_key(|variable| &variable.name);
    missing.dedup_by_key(|variable| &variable.name);
    if missing.is_empty() {
        return;
    }
    ui.warn(
        "your settings read these, without a default. Fill them in in .env before the first start:",
    );
    for variable in missing {
        let place = draft.outcomes().find_map(|outcome| {
            let fact = format!("environment.{}", variable.name);
            outcome.project.evidence.get(&fact)
        });
        let place = place.map_or_else(String::new, |place| format!("   # {place}"));
        ui.say(format!("  {}={place}", variable.name));
    }
    ui.say("");
}
