//! The prose of what stops the pipeline, from a tree to its plan, and of what it leaves to the user.

use crate::catalog::{EscapeError, FormatError};
use crate::compose::{FormKind, FragmentFault};
use crate::lock::{self, LockError};
use crate::patch::{PatchError, Step};
use crate::pipeline::PipelineError;
use crate::stack::StackError;

use super::{Report, compose, inspect, newer, tree};

/// The characters of a text that are shown.
const SHOWN: usize = 60;

/// The prose of an error of the pipeline.
pub(super) fn report(error: &PipelineError) -> Report {
    match error {
        PipelineError::Tree(error) => tree(error),
        PipelineError::Inspect(error) => inspect::report(error),
        PipelineError::Stack(error) => stack(error),
        PipelineError::Lock(error) => lock(error, None),
        PipelineError::Unmerged { paths } => {
            Report::new(format!("git's conflict markers stand in {}", paths.join(", ")))
                .hint("settle them, commit, and run `djdock update`; `djdock.lock` may keep its own")
        }
        PipelineError::Template(error) => template(error),
        PipelineError::Patch { path, source } => patch(path, source),
        PipelineError::Requirements {
            path,
            line,
            missing,
        } => Report::new(format!(
            "`{path}`, line {line} asks for hashes, which only your own tool can add"
        ))
        .detail(format!("missing: {}", missing.join(", ")))
        .hint(format!(
            "add them to the file that `{path}` is compiled from, compile, commit, run this again"
        )),
        PipelineError::Offered { path, otherwise } => Report::new(format!(
            "`{path}` is a file of yours, where djdock would write one"
        ))
        .detail(otherwise.clone()),
        PipelineError::MountTaken { path } => Report::new(format!(
            "`{path}` is a file of yours, where the new container would mount one of djdock's"
        ))
        .hint("rename yours, and run this again"),
        PipelineError::Compose { path, source } => compose::refused(path, source),
        PipelineError::OtherPack { pack } => Report::new(format!(
            "this stack was rendered by another djdock, or another state of the template pack `{pack}`"
        ))
        .hint("`djdock update` brings it up to this one; then run this again"),
        PipelineError::Malformed { path, line, reason } => {
            let line = line.map_or_else(String::new, |line| format!(", line {line}"));
            Report::new(format!("what would be written to `{path}` cannot be read{line}: {reason}"))
                .detail("nothing was written")
                .bug()
        }
        PipelineError::Contradiction { path } => {
            Report::new(format!("dev and prod want different texts for `{path}`")).bug()
        }
    }
}

/// The prose of a lock that cannot be used, in the work tree or as a branch holds it.
pub(super) fn lock(error: &LockError, branch: Option<&str>) -> Report {
    if let LockError::Version(found) = error {
        return newer("djdock.lock", *found, lock::VERSION);
    }
    let report = Report::new("`djdock.lock` cannot be read").details(error.to_string().lines());
    match branch {
        None => report.hint("take it as djdock wrote it: `git checkout HEAD -- djdock.lock`"),
        Some(branch) => report
            .hint(format!("`git log {branch} -- djdock.lock` shows the commits that changed it"))
            .hint(format!(
                "take it from one before: `git switch {branch} && git checkout COMMIT -- djdock.lock`, commit, \
                 and run this again"
            )),
    }
}

fn stack(error: &StackError) -> Report {
    match error {
        StackError::NoService(name) => {
            Report::new(format!("the template pack has no service `{name}`"))
        }
        StackError::NoPreviousDatabase(name) => Report::new(format!(
            "`previous-db = \"{name}\"` in djdock.toml names no database from which rows could be carried over"
        ))
        .hint("take the line out"),
        StackError::SeveralProvide {
            capability,
            services,
        } => Report::new(format!(
            "a stack has one {capability}: {}",
            services.join(", ")
        ))
        .hint("name one of them; `djdock remove NAME` takes out one that is there"),
        StackError::Unmet {
            service,
            capability,
            providers,
        } => Report::new(format!(
            "{service} needs a {capability}, and no service of the stack is one"
        ))
        .hint(format!("these are: {}", providers.join(", "))),
        StackError::Lacks { service, otherwise } => Report::new(format!("{service}: {otherwise}")),
        StackError::NoPython(python) => Report::new(format!(
            "the template pack has no image for Python {python}"
        ))
        .hint("name another with --python"),
        StackError::NoTool { tool, file } => Report::new(format!(
            "dependencies come from {} (`{file}`), which the template pack cannot install",
            format!("{tool:?}").to_lowercase()
        ))
        .hint("export them to a requirements.txt, or use a pack that has a tools/ folder for it"),
        StackError::NoServer(name) => {
            Report::new(format!("the template pack has no server `{name}`"))
        }
        StackError::NoApplication { server, setting } => Report::new(format!(
            "{server} needs an application, and none was found ({setting})"
        )),
        StackError::NoFact(fact) => {
            Report::new(format!("the template pack offers a fact `{fact}`, which there is not")).bug()
        }
        StackError::NotAlone(name) => Report::new(format!(
            "{name} runs in the project's own image, or changes files of djdock's: a compose file of your own cannot be extended by it"
        ))
        .hint("`djdock init` makes a stack of djdock's own, and keeps your files beside it"),
        StackError::Fragment {
            template,
            line,
            fault,
        } => fragment(template, *line, fault),
        StackError::Template(error) => template(error),
    }
}

/// The prose of a template that fails: the project has a text that no file can hold, or the pack is wrong.
fn template(error: &tera::Error) -> Report {
    let Some(FormatError {
        text,
        format,
        fault,
    }) = FormatError::of(error)
    else {
        return Report::new("a template fails")
            .details(error.to_string().lines())
            .bug();
    };
    let fault = match fault {
        EscapeError::Hidden(character) => format!("`{}` in it", character.escape_unicode()),
        EscapeError::Character(character) => format!("`{character}` in it"),
        EscapeError::Edge(character) => format!("`{character}` at its start or end"),
    };
    let place = match error.kind() {
        tera::ErrorKind::RenderingError(report) => report.filename().to_owned(),
        _ => String::new(),
    };
    let shown: String = text.escape_debug().take(SHOWN).collect();
    Report::new(format!(
        "the project has a text that no file of the stack can hold: `{shown}`"
    ))
    .detail(
        format!("{fault}, as {format} in {place}")
            .trim_end_matches(" in ")
            .to_owned(),
    )
    .hint("change it in the project; `djdock inspect` says where it was read")
}

/// The prose of a service's template that makes no containers.
fn fragment(template: &str, line: Option<usize>, fault: &FragmentFault) -> Report {
    let place = line.map_or_else(String::new, |line| format!(", line {line}"));
    let found = match fault {
        FragmentFault::Yaml(error) => error.words(),
        FragmentFault::NoContainers => {
            "containers stand there as in a compose file: each name on a line of its own".to_owned()
        }
        FragmentFault::Form { container, form } if form.key.is_empty() => {
            format!("`{container}` must be {}", kinds(form.expected))
        }
        FragmentFault::Form { container, form } => {
            let expected = kinds(form.expected);
            format!("`{}` of `{container}` must be {expected}", form.key)
        }
    };
    Report::new(format!(
        "`{template}`{place}: that part of the compose file cannot be read"
    ))
    .detail(found)
    .hint("mend it in the template pack, and run this again")
}

fn kinds(kinds: &[FormKind]) -> String {
    let kinds = kinds.iter().map(|kind| match kind {
        FormKind::Text => "a text",
        FormKind::List => "a list",
        FormKind::Mapping => "a mapping",
        FormKind::Null => "nothing",
    });
    kinds.collect::<Vec<_>>().join(" or ")
}

fn patch(path: &str, error: &PatchError) -> Report {
    let report = |why: String| Report::new(format!("`{path}` cannot be patched: {why}"));
    match error {
        PatchError::Syntax {
            line,
            column,
            message,
        } => report(format!("line {line}, column {column}: {message}")),
        PatchError::SharedLine { line } => report(format!(
            "line {line} goes on after a docstring or a future import"
        )),
        PatchError::Pack { part, name } => {
            report(format!("the pack's {part} {name} is not valid")).bug()
        }
        PatchError::Unsound { line, message } => report(format!(
            "the patched module is not valid at line {line}: {message}"
        ))
        .bug(),
    }
}

/// What a person must do in a settings file that djdock could not.
pub(super) fn step(step: &Step) -> String {
    match step {
        Step::NotAlwaysBound { name, line } => {
            format!(
                "{name} is set on some paths only (line {line}): the environment counts on these alone"
            )
        }
        Step::ReadEarly { name, line } => {
            format!(
                "line {line} reads {name} before the environment's value is there: move it below"
            )
        }
        Step::InClass { name, line } => {
            format!(
                "{name} is an attribute of a class (line {line}): read it from the environment there"
            )
        }
        Step::Replaced { names, line } => {
            format!(
                "line {line} puts values that it loads in place of this file's: have it read {} from the environment",
                names.join(", ")
            )
        }
        Step::Unbound { name, source } => {
            format!("{name} is not set in this file; after it, add:\n{source}")
        }
    }
}
