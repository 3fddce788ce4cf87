//! Settings modules that are named outside Python: by container files, process files and the configuration of tools.

use crate::environment::Environment;
use crate::tree::{EntryKind, Tree, TreeError, join};

/// A settings module that a file names.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) module: String,
    /// The environment that the file is for, where its name says so.
    pub(super) environment: Option<Environment>,
    /// The file and line that say so: `file:line`.
    pub(super) by: String,
}

/// Files that name settings only for want of anything else: the tools that run tests and checks.
const TOOLS: [&str; 4] = ["pyproject.toml", "setup.cfg", "pytest.ini", "tox.ini"];
/// Longer files are not read.
const MAX_LENGTH: u64 = 256 * 1024;

/// What the files that deploy the project name.
pub(super) fn mentions(tree: &dyn Tree, folder: &str) -> Result<Vec<Mention>, TreeError> {
    let mut found = Vec::new();
    for (path, environment) in files(tree, folder)? {
        read(tree, &path, environment, &mut found)?;
    }
    Ok(found)
}

/// What application servers serve.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Served {
    /// ASGI: websockets too.
    Asgi,
    /// WSGI.
    Wsgi,
}

/// What the files that deploy the project have served, and where; those for production count first. `None` where they
/// say nothing, or several things.
pub(super) fn served(tree: &dyn Tree, folder: &str) -> Result<Option<(Served, String)>, TreeError> {
    let mut found: Vec<(Option<Environment>, Served, String)> = Vec::new();
    for (path, environment) in files(tree, folder)? {
        let Some(bytes) = tree.read_prefix(&path, MAX_LENGTH)? else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().enumerate();
        found.extend(lines.filter_map(|(index, line)| {
            let served = Some(line)
                .filter(|line| !is_aside(line))
                .and_then(served_in)?;
            Some((environment, served, format!("{path}:{}", index + 1)))
        }));
    }
    for environment in [Some(Environment::Prod), None, Some(Environment::Dev)] {
        let mut here = found.iter().filter(|(for_it, _, _)| *for_it == environment);
        if let Some((_, served, at)) = here.next() {
            let is_one = here.all(|(_, other, _)| other == served);
            return Ok(is_one.then(|| (*served, at.clone())));
        }
    }
    Ok(None)
}

/// The interface of the application in a line, as servers take it: `mysite.asgi:application`, `mysite.wsgi`.
fn served_in(line: &str) -> Option<Served> {
    let is_word = |character: char| {
        character.is_alphanumeric() || matches!(character, '_' | '.' | ':' | '/' | '-')
    };
    let mut words = line.split(|character| !is_word(character));
    words.find_map(|word| {
        let module = word.split(':').next().unwrap_or(word);
        let (package, last) = module.rsplit_once('.')?;
        let is_module = !package.is_empty() && !module.contains(['/', '-']);
        match last {
            "asgi" if is_module => Some(Served::Asgi),
            "wsgi" if is_module => Some(Served::Wsgi),
            _ => None,
        }
    })
}

/// The files that deploy the project: in the root, in `manage.py`'s folder, in `docker` and `deploy`; each with the
/// environment that its name says.
fn files(tree: &dyn Tree, folder: &str) -> Result<Vec<(String, Option<Environment>)>, TreeError> {
    let mut folders = vec![String::new(), folder.to_owned()];
    folders
        .extend(["docker", ".docker", ".devcontainer", "deploy", "deployment"].map(str::to_owned));
    folders.dedup();
    let mut found = Vec::new();
    for folder in folders {
        for entry in tree.list(&folder)? {
            if !matches!(entry.kind, EntryKind::File { .. }) {
                continue;
            }
            let environment = match purpose(&entry.name) {
                Purpose::Environment(environment) => Some(environment),
                Purpose::Any => None,
                Purpose::None => continue,
            };
            found.push((join(&folder, &entry.name), environment));
        }
    }
    Ok(found)
}

/// What the tools' configuration names, settings of tests left out.
pub(super) fn of_tools(tree: &dyn Tree, folder: &str) -> Result<Vec<Mention>, TreeError> {
    let mut found = Vec::new();
    for folder in if folder.is_empty() {
        vec![""]
    } else {
        vec![folder, ""]
    } {
        for name in TOOLS {
            read(tree, &join(folder, name), None, &mut found)?;
        }
    }
    found.retain(|mention| !is_test(&mention.module));
    Ok(found)
}

/// What a file is for.
enum Purpose {
    Environment(Environment),
    /// The project, in any environment.
    Any,
    /// Neither an environment nor the project.
    None,
}

/// What a file is for, by its name.
fn purpose(name: &str) -> Purpose {
    let lower = name.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['.', '-', '_']).collect();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    let compose = parts.contains(&"compose") && has(&["yml", "yaml"]);
    let container = compose || parts.contains(&"dockerfile");
    let script = parts.last() == Some(&"sh");
    let platform = parts[0] == "procfile"
        || matches!(
            &*lower,
            "heroku.yml"
                | "app.json"
                | "fly.toml"
                | "render.yaml"
                | "app.yaml"
                | "nixpacks.toml"
                | "railway.json"
                | "railway.toml"
                | "zappa_settings.json"
        );
    let live = (container || script) && has(&["prod", "production", "deploy", "live"]);
    if has(&["test", "tests", "ci"]) {
        Purpose::None
    } else if platform || live {
        Purpose::Environment(Environment::Prod)
    } else if compose
        || parts.contains(&"devcontainer")
        || (container && has(&["dev", "development", "local", "devel"]))
    {
        // A compose file that does not say what it is for is run by developers.
        Purpose::Environment(Environment::Dev)
    } else if container || script {
        Purpose::Any
    } else {
        Purpose::None
    }
}

pub(super) fn read(
    tree: &dyn Tree,
    path: &str,
    environment: Option<Environment>,
    found: &mut Vec<Mention>,
) -> Result<(), TreeError> {
    let Some(bytes) = tree.read_prefix(path, MAX_LENGTH)? else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(&bytes);
    for (index, line) in text.lines().enumerate() {
        if let Some(module) = Some(line)
            .filter(|line| !is_aside(line))
            .and_then(module_in)
            && !found
                .iter()
                .any(|known| known.module == module && known.environment == environment)
        {
            found.push(Mention {
                module,
                environment,
                by: format!("{path}:{}", index + 1),
            });
        }
    }
    Ok(())
}

/// Whether a line is a comment, or a step of a build rather than what the project runs with.
fn is_aside(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['#', ';'])
        || line.starts_with("RUN ")
        || [
            "collectstatic",
            "compress",
            "compilemessages",
            "manage.py test",
            "pytest ",
        ]
        .iter()
        .any(|step| line.contains(step))
}

/// The module in `DJANGO_SETTINGS_MODULE=…`, `DJANGO_SETTINGS_MODULE: …`, `--settings=…`.
fn module_in(line: &str) -> Option<String> {
    let after = [
        "DJANGO_SETTINGS_MODULE",
        "django_settings_module",
        "--settings",
        "--ds",
    ]
    .iter()
    .find_map(|name| line.split_once(name))?
    .1;
    // A shell's default value.
    let after = after.find(":-").map_or(after, |index| &after[index..]);
    let start = after.trim_start_matches(['"', '\'', ' ', '\t', ':', '=', '{', '[', ',', ']', '-']);
    let module: String = start
        .chars()
        .take_while(|character| character.is_alphanumeric() || matches!(character, '_' | '.'))
        .collect();
    let named = module.split('.').all(|part| {
        part.chars()
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
    });
    (named && start.len() < after.len()).then_some(module)
}

/// Whether a module's name says that it is for tests.
pub(super) fn is_test(module: &str) -> bool {
    module.split('.').any(|part| {
        part.split('_')
            .any(|word| matches!(word, "test" | "tests" | "testing" | "ci"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Served, module_in, served_in};

    #[test]
    fn applications_in_lines() {
        for (line, expected) in [
            (
                "web: daphne -b 0.0.0.0 mysite.asgi:application",
                Some(Served::Asgi),
            ),
            (
                r#"CMD ["uvicorn", "config.asgi:application"]"#,
                Some(Served::Asgi),
            ),
            (
                "exec gunicorn config.asgi -k uvicorn.workers.UvicornWorker",
                Some(Served::Asgi),
            ),
            ("web: gunicorn mysite.wsgi --log-file -", Some(Served::Wsgi)),
            (
                "command: gunicorn 'a.b.wsgi:application'",
                Some(Served::Wsgi),
            ),
            ("COPY mysite/asgi.py /x/", None),
            ("web: python manage.py runserver", None),
            ("web: serve asgi", None),
        ] {
            assert_eq!(served_in(line), expected, "{line}");
        }
    }

    #[test]
    fn modules_in_lines() {
        for line in [
            "ENV DJANGO_SETTINGS_MODULE=a.prod DEBUG=off",
            "      DJANGO_SETTINGS_MODULE: \"a.prod\"",
            "      - DJANGO_SETTINGS_MODULE=a.prod",
            "DJANGO_SETTINGS_MODULE = a.prod",
            "web: gunicorn --env DJANGO_SETTINGS_MODULE='a.prod' a.wsgi",
            "release: python manage.py migrate --settings=a.prod",
            "export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-a.prod}",
        ] {
            assert_eq!(module_in(line).as_deref(), Some("a.prod"), "{line}");
        }
        for line in [
            "DJANGO_SETTINGS_MODULE=$OTHER",
            "unset DJANGO_SETTINGS_MODULE",
            "PATH=a.b",
        ] {
            assert_eq!(module_in(line), None, "{line}");
        }
    }
}
