//! What was found, in one sentence.

use crate::check::{Reach, Role, What};
use crate::environment::Environment;

use super::super::settings;
use super::place;

/// The words for what was found, in one sentence.
pub(crate) fn finding(what: &What) -> String {
    of_env(what)
        .or_else(|| of_secrets(what))
        .or_else(|| of_ports(what))
        .or_else(|| of_files(what))
        .unwrap_or_else(|| of_tools(what))
}

fn of_env(what: &What) -> Option<String> {
    Some(match what {
        What::NoEnvFile => "it is not there, and the stack takes its secrets from it".to_owned(),
        What::NoFile { path } => format!("`env_file:` needs `{path}`, which is not there"),
        What::EnvFileBroken => "Compose cannot read this line, and so none of the file".to_owned(),
        What::EnvFileGrows => {
            "its values, put into one another, pass 128 KiB in one variable or 8 MiB in all here: no process can be given them"
                .to_owned()
        }
        What::EnvFileOpen { mode } => {
            format!("others on this machine can read its secrets (mode {mode:04o})")
        }
        What::EnvFileTracked => "git tracks it, and keeps every secret in it for ever".to_owned(),
        What::EnvFileNotIgnored => "nothing keeps it out of the next `git add .`".to_owned(),
        What::Key {
            key,
            empty: false,
            by,
        } => format!("{key} is not set, and {} needs it", place(by)),
        What::Key {
            key,
            empty: true,
            by,
        } => format!("{key} is empty, and {} needs it", place(by)),
        What::NotInSample { key } => {
            format!(
                "{key} is needed here, and .env.sample lacks it: `make env` does not make it on another machine"
            )
        }
        _ => return None,
    })
}

fn of_secrets(what: &What) -> Option<String> {
    Some(match what {
        What::Dollar { key, breaks } => {
            let key = key.as_deref().unwrap_or("the value");
            let then = if *breaks {
                "cannot read it, and refuses the file"
            } else {
                "and containers get another value than the one written here"
            };
            format!("Compose takes a $ in {key} for a variable, {then}")
        }
        What::FormerSecret { key, service } => format!(
            "{key} is a secret of {service}, which is no part of the stack: the project's containers get it"
        ),
        What::SecretKeyPublished { variable, .. } => format!(
            "{variable} is a django-insecure key: it was published with the source, and prod does not start with it"
        ),
        What::SecretKeyWeak { variable, .. } => {
            format!(
                "{variable} has fewer than 50 characters, or fewer than 5 different ones: it can be guessed"
            )
        }
        What::PasswordWeak { key } => format!(
            "{key} is easily guessed: short, well known, a name of this file, or the sample's"
        ),
        What::SecretWritten { key } => {
            format!("{key} holds a secret that is written here, where git keeps it")
        }
        What::Debug {
            variable,
            stops: true,
        } => {
            format!(
                "{variable} is on: strangers would see settings and code, and the entrypoint does not start"
            )
        }
        What::Debug {
            variable,
            stops: false,
        } => format!("{variable} is on: strangers see settings and code"),
        What::SettingOther { verdict } => {
            let then = if verdict.stops() {
                ": `prepare` does not start on it"
            } else {
                ""
            };
            format!("{}{then}", settings::other(verdict))
        }
        What::SettingsUntold {
            environment,
            settings,
            by,
        } => {
            let by = by.as_ref().map_or_else(String::new, |by| {
                format!("; {by} hands all of them to a library")
            });
            let by_whom = environment.map_or("the stack", Environment::name);
            format!(
                "what {by_whom} makes of these could not be told from the code: {}{by}",
                settings.join(", ")
            )
        }
        What::Accepted { settings } => {
            format!("{settings} may be other than the stack's: this line says that it is meant")
        }
        What::AnyHost { variable } => {
            format!(
                "{variable} has *: whoever asks for a made-up host gets it into links and mails"
            )
        }
        What::NoTls => "TLS is off: passwords and sessions can be read on the way".to_owned(),
        _ => return None,
    })
}

fn of_ports(what: &What) -> Option<String> {
    Some(match what {
        What::PortTaken {
            service, port, by, ..
        } => {
            let by = by
                .as_ref()
                .map_or_else(String::new, |by| format!(" by the container {by}"));
            format!("port {port} of {service} is taken on this machine{by}")
        }
        What::AddressElsewhere { service, address } => {
            format!("{service} is published on {address}, which is no address of this machine")
        }
        What::PortTwice {
            service,
            port,
            other,
        } => {
            format!(
                "{service} publishes port {port}, and so does {}",
                place(other)
            )
        }
        What::PortShared { port, other, .. } => {
            format!(
                "port {port} is that of {} too: only one of the two stacks can run",
                place(other)
            )
        }
        What::Published {
            service,
            port,
            role,
            reach,
            ..
        } => {
            let role = of_role(*role);
            let reach = match reach {
                Reach::Everyone => "on every address of this machine, past ufw",
                Reach::Machine => "on this machine alone",
                Reach::Nobody => "in vain: its networks have no way in",
            };
            format!("{service}{role} publishes port {port} {reach}")
        }
        What::Rights { service, by } => {
            format!("{service} has rights over the whole machine: {by}")
        }
        What::HostFolder {
            service,
            path,
            system: true,
        } => format!("{service} sees {path} of the machine itself"),
        What::HostFolder { service, path, .. } => {
            format!("{service} sees {path}, which is no part of the project")
        }
        What::OtherBranch { branch, .. } => format!(
            "{branch} is checked out: dev's containers serve that, on the database that its own settings name"
        ),
        What::OtherPlace { project, folder } => format!(
            "{folder}, another project or clone, runs the stack {project}: started from here, it would take over its containers and data"
        ),
        What::Socket { service, .. } => {
            format!(
                "{service} may use Docker's socket: whoever gets into it is root on this machine"
            )
        }
        What::HostNetwork { service, role } => {
            format!(
                "{service}{} has the network of the machine: every port of it is open",
                of_role(*role)
            )
        }
        _ => return None,
    })
}

fn of_role(role: Role) -> &'static str {
    match role {
        Role::Database => ", a database,",
        Role::Private => ", which is for other containers alone,",
        Role::Other => "",
    }
}

fn of_files(what: &What) -> Option<String> {
    Some(match what {
        What::CarriageReturns { runs: true } => {
            "its lines end in CR LF, and a container runs it: the shell takes the CR for a part of each command".to_owned()
        }
        What::CarriageReturns { runs: false } => {
            "its lines end in CR LF: a shell takes the CR for a part of each command".to_owned()
        }
        What::NotExecutable { by } => format!("{} starts it by itself, and it is not executable", place(by)),
        What::MountRefused { image, path, .. } => {
            format!("{image} does not start with a volume on {path}: since that release its data lies elsewhere")
        }
        What::DataOutside { service, image, path } => {
            format!("{service} ({image}) keeps its data in {path}, where no volume is: it goes with the container")
        }
        What::Unpinned { image, .. } => format!("{image} is another release with each pull"),
        What::EnvFileCopied { file } => {
            format!("this copies {file} into the image: whoever has the image has its secrets")
        }
        What::NotIgnored { files, ignore } => {
            format!("this copies everything into the image, and {ignore} does not leave out {}", files.join(", "))
        }
        What::VolumeLetter { volume } => format!("Compose takes the volume {volume} for a drive of Windows"),
        What::ComposeVersion => "`version:` is no longer read, and Compose warns of it".to_owned(),
        What::ComposeFirst => "there is no `services:`: Compose 2 refuses files of Compose 1".to_owned(),
        What::ComposeUnreadable { message } => format!("Compose cannot read it: {message}"),
        What::ComposeVariable => "Compose cannot read the ${…} here, and refuses the file".to_owned(),
        What::NoComposeFile => "there is no compose file".to_owned(),
        What::Shadowed { by, beside: true } => format!("Compose adds {by} to it by itself"),
        What::Shadowed { by, beside: false } => format!("{} reads {by} instead", reader(by)),
        What::OneProject => {
            "COMPOSE_PROJECT_NAME gives dev and prod one name: they share containers and volumes"
                .to_owned()
        }
        What::OtherFiles => "COMPOSE_FILE has Compose read other files than the stack's".to_owned(),
        What::ForeignFile { environment } => format!("this is {environment}'s: a merge brought it here"),
        What::KeptByGit { rows: true } => {
            "git keeps it, so whoever has the repository has the rows in it".to_owned()
        }
        What::KeptByGit { rows: false } => {
            "git keeps an environment of Python, which fits no other machine".to_owned()
        }
        What::Interrupted => {
            "an earlier djdock was stopped while it wrote: files may be half changed".to_owned()
        }
        What::AnswersDiffer => {
            "it differs between dev and prod: the stacks are not of the same choices".to_owned()
        }
        What::RowsOpen { mode } => format!("everybody on this machine can read the rows in it (mode {mode:04o})"),
        _ => return None,
    })
}

/// The tool that takes a file of this name for its own.
fn reader(path: &str) -> &'static str {
    if path.ends_with("makefile") {
        "make"
    } else if path.ends_with(".dockerignore") {
        "a build"
    } else {
        "Compose"
    }
}

fn of_tools(what: &What) -> String {
    match what {
        What::NoDocker => "there is no `docker` command".to_owned(),
        What::EngineSilent { denied: true } => "you may not talk to the Docker engine".to_owned(),
        What::EngineSilent { denied: false } => "the Docker engine does not answer".to_owned(),
        What::EngineOld { found, needed } => {
            format!("Docker Engine {found} is too old: the stack needs {needed}")
        }
        What::NoCompose => "there is no Docker Compose 2".to_owned(),
        What::ComposeOld { found, needed } => {
            format!("Docker Compose {found} is too old: the stack needs {needed}")
        }
        What::NoMergeDriver { edited } => {
            let edited = match edited.as_slice() {
                [] => String::new(),
                edited => format!(" (edited there: {})", edited.join(", ")),
            };
            format!(
                "this clone lacks djdock's merge driver: `git merge` may bring dev's edits of stack files to prod{edited}"
            )
        }
        _ => String::new(),
    }
}
