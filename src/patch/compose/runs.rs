//! What a service runs: as the file says it, as its image does, and as the scripts do that these name.

use super::Surroundings;
use super::service::Service;
use crate::compose::{Build, Command, Container, Dockerfile, Stage};
use crate::tree::join;

/// What starts Django itself.
const DJANGO: [&str; 3] = ["manage.py", "django-admin", "runserver"];

/// What serves Python applications.
const SERVERS: [&str; 8] = [
    "gunicorn",
    "uvicorn",
    "daphne",
    "hypercorn",
    "granian",
    "uwsgi",
    "waitress-serve",
    "mod_wsgi-express",
];

/// What works in the project's code beside the server, as commands say it: `… worker`, `… beat`, `crond -f`.
const WORKERS: [&str; 13] = [
    "worker",
    "beat",
    "scheduler",
    "rqworker",
    "rqscheduler",
    "dramatiq",
    "huey_consumer",
    "huey_consumer.py",
    "run_huey",
    "cron",
    "crond",
    "crontab",
    "supercronic",
];

/// What makes a site's scripts and styles.
const BUNDLERS: [&str; 14] = [
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "bun",
    "node",
    "vite",
    "webpack",
    "esbuild",
    "rollup",
    "parcel",
    "gulp",
    "sass",
    "tailwindcss",
];

/// Images of Docker's own in which a project is installed: Python's, and those of operating systems. The others that have
/// no owner in their names are a program's.
const GROUNDS: [&str; 18] = [
    "python",
    "pypy",
    "debian",
    "ubuntu",
    "alpine",
    "fedora",
    "centos",
    "rockylinux",
    "almalinux",
    "amazonlinux",
    "oraclelinux",
    "archlinux",
    "photon",
    "mageia",
    "buildpack-deps",
    "clearlinux",
    "scratch",
    "unit",
];

/// What is known of the code that a service runs.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Runs {
    /// Whether its image is built.
    pub(super) built: bool,
    /// Whether it starts Django, or is told of its settings.
    pub(super) django: bool,
    /// Whether it runs a server for what may be Django: `main:app` is not.
    pub(super) serves: bool,
    /// Whether it runs a server of Python's at all.
    pub(super) python: bool,
    /// Whether what it is built from, or what is mounted in it, holds the project.
    pub(super) holds: bool,
    /// Whether it works in the project's code beside the server.
    pub(super) works: bool,
    /// Whether it is known to be something else: its image is another program's, or it makes the site's scripts.
    pub(super) foreign: bool,
}

impl Runs {
    pub(super) fn of(service: &Service, around: &Surroundings<'_>) -> Self {
        let container = &service.container;
        let build = container.build();
        let file = build.as_ref().and_then(|build| dockerfile(build, around));
        let stage = match (&build, &file) {
            (Some(build), Some(file)) => file.stage(build.target, &arguments(build)),
            _ => None,
        };
        let mut started = started(container, stage.as_ref());
        if let Some(build) = &build {
            let scripts = scripts(&started, build, file.as_ref(), around);
            started.extend(scripts);
        }
        let names = |programs: &[&str]| {
            let names = |text: &String| programs.iter().any(|program| names(text, program));
            started.iter().any(names)
        };
        let settings = "DJANGO_SETTINGS_MODULE";
        let in_image = stage.iter().flat_map(|stage| &stage.variables);
        let told = container.environment().contains_key(settings)
            || in_image.into_iter().any(|name| name == settings);
        let django = names(&DJANGO) || told;
        let other = started.iter().any(|text| serves_other(text));
        let python = names(&SERVERS);
        let foreign = names(&BUNDLERS) || stage.is_some_and(|stage| is_program(&stage.image));
        let context = build.as_ref().map(|build| build.context);
        let mounted = container.mounts();
        let mounted = mounted.iter().map(|mount| mount.source);
        let mounted = mounted.filter(|source| source.starts_with('.'));
        Self {
            built: build.is_some(),
            django,
            serves: python && !other,
            python,
            holds: context.into_iter().chain(mounted).any(around.holds),
            works: names(&WORKERS) && !python,
            foreign: foreign && !django && !python,
        }
    }
}

impl Runs {
    /// Whether a command starts Django or its server itself.
    pub(super) fn starts_the_project(texts: &[&str]) -> bool {
        let programs = DJANGO.iter().chain(&SERVERS);
        let mut programs = programs.copied();
        programs.any(|program| texts.iter().any(|text| names(text, program)))
    }
}

/// The Dockerfile of a build, where it can be read.
fn dockerfile(build: &Build<'_>, around: &Surroundings<'_>) -> Option<Dockerfile> {
    let text = match build.inline {
        Some(text) => text.to_owned(),
        None => (around.file)(&join(build.context, build.dockerfile))?,
    };
    Some(Dockerfile::parse(&text))
}

fn arguments(build: &Build<'_>) -> Vec<(String, String)> {
    let arguments = build.args.iter();
    let known = arguments.filter_map(|(name, value)| Some((*name, (*value)?)));
    known
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The texts of what a container is started with. An entrypoint of the file's leaves out the image's command.
fn started(container: &Container, stage: Option<&Stage>) -> Vec<String> {
    let texts = |command: Option<Command<'_>>| -> Option<Vec<String>> {
        let texts = command?.texts();
        Some(texts.into_iter().map(str::to_owned).collect())
    };
    let entrypoint = texts(container.entrypoint());
    let command = texts(container.command());
    let of_image = |part: fn(&Stage) -> &Vec<String>| stage.map(part).cloned().unwrap_or_default();
    let is_own = entrypoint.is_some();
    let mut started = entrypoint.unwrap_or_else(|| of_image(|stage| &stage.entrypoint));
    started.extend(command.unwrap_or_else(|| {
        if is_own {
            Vec::new()
        } else {
            of_image(|stage| &stage.command)
        }
    }));
    started
}

/// The texts of scripts that are started, without their comments.
fn scripts(
    started: &[String],
    build: &Build<'_>,
    file: Option<&Dockerfile>,
    around: &Surroundings<'_>,
) -> Vec<String> {
    let copied: Vec<String> = file
        .into_iter()
        .flat_map(Dockerfile::copied)
        .map(|copied| copied.source)
        .collect();
    let words = started.iter().flat_map(|text| text.split_whitespace());
    let paths = words.filter(|word| is_script(word));
    let mut texts = Vec::new();
    for path in paths {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let copied = copied.iter().filter(|source| {
            let own = source.rsplit('/').next().unwrap_or(source);
            !name.is_empty() && own == name
        });
        let mut sources: Vec<String> = copied.cloned().collect();
        // `/app/start.sh`, where the context is copied to `/app`.
        while !parts.is_empty() {
            sources.push(parts.join("/"));
            parts.remove(0);
        }
        let mut found = sources
            .iter()
            .filter_map(|source| (around.file)(&join(build.context, source)));
        let Some(text) = found.next() else {
            continue;
        };
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        texts.extend(lines.map(str::to_owned));
    }
    texts
}

/// Whether a word of a command may be the path of a shell's script: `./start`, `entrypoint.sh`.
fn is_script(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    match name.rsplit_once('.') {
        Some((_, end)) => ["sh", "bash"].contains(&end),
        None => word.contains('/'),
    }
}

/// Whether a command names a program as a word of its own, or as the last part of a path.
fn names(command: &str, program: &str) -> bool {
    let split = |letter: char| letter.is_whitespace() || "/'\"`;&|()=".contains(letter);
    command.split(split).any(|word| word == program)
}

/// Whether a command serves an application of another framework: `main:app`.
fn serves_other(command: &str) -> bool {
    command.split_whitespace().any(|word| {
        let (module, name) = word.split_once(':').unwrap_or_default();
        let other = ["app", "api", "create_app"].contains(&name.trim_end_matches("()"));
        other && !module.ends_with("sgi")
    })
}

/// Whether an image of Docker's own is a program's, into which no project is installed.
fn is_program(image: &str) -> bool {
    let image = image.split(['@', ':']).next().unwrap_or(image);
    let hubs = ["docker.io/library/", "library/"];
    let mut hubs = hubs.iter();
    let image = hubs
        .find_map(|hub| image.strip_prefix(hub))
        .unwrap_or(image);
    !image.is_empty() && !image.contains(['/', '$']) && !GROUNDS.contains(&image)
}
