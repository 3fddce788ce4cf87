//! What there is to know and to type after a command that wrote.

use super::super::{Page, compose_steps, security, step};
use crate::answers::{Answers, Layout};
use crate::commands::changed::Provided;
use crate::commands::next::{Chosen, EmptyDatabase, Ending, Next, Rows, Start};
use crate::commands::unheeded::Unheeded;
use crate::ui::shell::word;
use crate::ui::table::padded;

/// The target that builds and starts.
const RUN: &str = "run";
/// The target that carries rows from one database to another.
const CARRY: &str = "carry-data";
/// The column behind which a command says what it is for.
const COMMANDS: usize = 30;

/// Says what was written and what comes next.
pub(super) fn say(next: &Next, answers: &Answers, page: &mut Page) {
    provided(&next.provided, page);
    for line in next.chosen.iter().filter_map(chosen) {
        page.say(line);
    }
    for warning in warnings(next) {
        page.warn(warning);
    }
    fill_in(next, page);
    for warning in in_compose(next) {
        page.warn(warning);
    }
    ending(next, answers, page);
    for line in &next.services {
        page.say(format!("  {line}"));
    }
    if !next.aside.is_empty() {
        page.say(format!(
            "In {}, for the day when the service comes back: `# removed: {}=…`",
            next.env_file,
            next.aside.join("=…`, `# removed: ")
        ));
    }
}

/// Who gets what it needs from whom.
pub(super) fn provided(all: &[Provided], page: &mut Page) {
    for it in all {
        let (service, need, provider) = (&it.service, &it.need, &it.provider);
        page.say(format!("{service} needs a {need}: {provider}."));
    }
}

/// What is left to the user, a sentence each.
pub(super) fn by_hand(next: &Next) -> Vec<String> {
    let mut all = published(next);
    all.extend(steps(next));
    all.extend(next.chosen.iter().filter_map(doubted));
    all.extend(in_compose(next));
    all
}

/// What the project's own files decided.
fn chosen(chosen: &Chosen) -> Option<String> {
    match chosen {
        Chosen::Database { title, why } => Some(format!("The database is {title}: {why}.")),
        Chosen::Asgi { server, at } => Some(format!("prod is served by {server}, as ASGI: {at}.")),
        Chosen::Hosts { hosts, at } => {
            let hosts = hosts.join(", ");
            Some(format!("prod answers to {hosts} too, as {at} says."))
        }
        Chosen::Wsgi { .. } => None,
    }
}

/// What they could not decide.
fn doubted(chosen: &Chosen) -> Option<String> {
    let Chosen::Wsgi {
        server,
        at,
        unready,
    } = chosen
    else {
        return None;
    };
    Some(match unready {
        None => format!(
            "prod is served by WSGI, without websockets, though some of it speaks for ASGI ({at}): `djdock init --server {server}` \
             has it served so"
        ),
        Some(application) => format!(
            "prod is served by WSGI, without websockets, though some of it speaks for ASGI ({at}): no server can start with \
             {application}, for its module does not call get_asgi_application(). Once it does, `djdock init --server {server}`"
        ),
    })
}

/// That secrets in git are everybody's.
fn published(next: &Next) -> Vec<String> {
    let warning = format!(
        "git tracks .env, so whoever has the repository can read what is secret in it. The stack reads {0} alone: its own \
         secrets are new; what else .env had is copied there, and is to be renewed where it comes from",
        next.env_file
    );
    next.published.then_some(warning).into_iter().collect()
}

fn steps(next: &Next) -> Vec<String> {
    let steps = next.steps.iter();
    steps
        .map(|(path, left)| format!("{path}: {}", step(left)))
        .collect()
}

fn warnings(next: &Next) -> Vec<String> {
    let mut all = published(next);
    all.extend(steps(next));
    all.extend(next.chosen.iter().filter_map(doubted));
    all.extend(next.ends.iter().map(security));
    let left = next.left.iter().map(|(path, branch)| {
        let branch = branch.as_deref();
        let branch = branch.map_or_else(String::new, |name| format!(" on {name}"));
        format!("`{path}`{branch} is yours now: you edited it, so it stays")
    });
    all.extend(left);
    all.extend(unheeded(&next.unheeded));
    all
}

/// What git would have done to the commits.
pub(super) fn unheeded(unheeded: &Unheeded) -> Vec<String> {
    let mut all = Vec::new();
    let Unheeded { unsigned, hooks } = unheeded;
    if *unsigned {
        all.push(
            "these commits are not signed, as commit.gpgsign wants it: git alone can do that"
                .to_owned(),
        );
    }
    if !hooks.is_empty() {
        let hooks = hooks.join(", ");
        all.push(format!(
            "no hook of git's has looked at these commits: {hooks}"
        ));
    }
    all
}

/// What a compose file of the user's own needs.
fn in_compose(next: &Next) -> Vec<String> {
    let compose = &next.compose;
    let mut all = compose_steps(&compose.steps);
    if !compose.requirements.is_empty() {
        let requirements = compose.requirements.join(", ");
        all.push(format!("add to your dependencies: {requirements}"));
    }
    if !compose.image_packages.is_empty() {
        let packages = compose.image_packages.join(" ");
        all.push(format!(
            "to install what was added, a slim image needs these Debian packages too: {packages}"
        ));
    }
    all
}

/// What the stack does not start without, and only the owner knows.
fn fill_in(next: &Next, page: &mut Page) {
    if next.missing.is_empty() {
        return;
    }
    page.warn(format!(
        "your settings read these, without a default. Fill them in in {} before the first start:",
        next.env_file
    ));
    for variable in &next.missing {
        let place = variable.place.as_ref();
        let place = place.map_or_else(String::new, |place| format!("   # {place}"));
        page.say(format!("  {}={place}", variable.name));
    }
    page.say("");
}

fn ending(next: &Next, answers: &Answers, page: &mut Page) {
    let env = &next.env_file;
    match &next.ending {
        Ending::Made(start) => {
            page.say(format!(
                "Done. Secrets are in {env}, which git ignores. Next:"
            ));
            page.say("");
            say_start(*start, RUN, answers, page);
        }
        Ending::Changed(start) => {
            page.say("Done. Next:");
            page.say("");
            say_start(*start, RUN, answers, page);
        }
        Ending::Removed { start, volumes } => {
            page.say("Done. Next:");
            page.say("");
            say_start(*start, RUN, answers, page);
            if !volumes.is_empty() {
                page.say("");
                page.say("The data stays in volumes. To delete it for good:");
                page.say(format!("  docker volume rm {}", volumes.join(" ")));
            }
        }
        Ending::Replaced {
            former,
            start,
            rows: Rows::Carried,
            ..
        } => carried(former, *start, answers, page),
        Ending::Replaced {
            former,
            start,
            rows,
            volumes,
        } => {
            let is_back = *rows == Rows::Back;
            replaced(former, is_back, &answers.db, page);
            say_start(*start, RUN, answers, page);
            page.say("");
            if !is_back {
                page.say("To carry the rows over after all:");
                let db = &answers.db;
                page.say(format!(
                    "  djdock add {former} && djdock add {db} --import-data"
                ));
            }
            if !volumes.is_empty() {
                page.say(format!("To delete what {former} holds, for good:"));
                page.say(format!("  docker volume rm {}", volumes.join(" ")));
            }
        }
        Ending::Extended { file, empty } => extended(file.as_deref(), empty, page),
        Ending::Reduced => {
            page.say("Done. The data stays in volumes (`docker volume ls`).");
        }
    }
}

fn carried(former: &str, start: Start, answers: &Answers, page: &mut Page) {
    page.say(format!(
        "Done. {} starts empty. The rows come over from {former} once, compared:",
        answers.db
    ));
    page.say("");
    say_start(start, CARRY, answers, page);
    page.say("");
    page.say(format!(
        "{former} and its volume stay until you say: djdock remove {former}"
    ));
}

fn replaced(former: &str, is_back: bool, db: &str, page: &mut Page) {
    page.say(if is_back {
        format!("Done. {db} is back, with the rows that it had. Next:")
    } else {
        format!("Done. {db} starts empty; the rows stay with {former}. Next:")
    });
    page.say("");
}

fn extended(file: Option<&str>, empty: &[EmptyDatabase], page: &mut Page) {
    page.say("Done. Next:");
    page.say("");
    let file = file.map_or_else(String::new, |path| format!(" -f {path}"));
    let compose = format!("docker compose{file}");
    page.say(format!("  {compose} up -d --build"));
    for EmptyDatabase { title, web } in empty {
        page.say(format!(
            "  {compose} exec {web} python manage.py migrate  # {title} starts empty"
        ));
    }
}

/// How each environment is started: by `target`, and on dev perhaps with the rows of the project's own file.
fn say_start(start: Start, target: &str, answers: &Answers, page: &mut Page) {
    let [dev, prod] = match answers.layout {
        Layout::Branches => [
            format!("git switch {} && make {target}", word(&answers.dev_branch)),
            format!("git switch {} && make {target}", word(&answers.prod_branch)),
        ],
        Layout::Single => [
            format!("make {target}"),
            format!("make -f Makefile.prod {target}"),
        ],
    };
    let width = console::measure_text_width(&prod).max(COMMANDS);
    let mut line = |command: &str, what: &str| {
        page.say(format!("  {}  # {what}", padded(command, width)));
    };
    line(&dev, &local(answers.dev_port));
    if start.import_data {
        line("make import-data", "your rows and uploads, once");
    }
    let host = answers.domain.first().map_or("localhost", String::as_str);
    let url = if start.tls {
        format!("https://{host}/")
    } else {
        local(answers.prod_port)
    };
    line(&prod, &url);
}

fn local(port: u16) -> String {
    match port {
        80 => "http://localhost/".to_owned(),
        port => format!("http://localhost:{port}/"),
    }
}
