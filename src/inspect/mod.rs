//! Tree → Project: reads what a repository says about its Django project. Nothing of it is run.

mod address;
mod addresses;
mod apt;
mod celery;
mod code_layout;
mod databases;
mod dependencies;
mod deployment;

mod entry;
mod environments;
mod error;
mod evaluations;
mod existing;
mod facts;
mod front_end;
mod frozen;
mod home;
mod hosts;
mod inspection;
mod locate;
mod missing;
mod package;
mod project;
mod search_path;
mod servers;
mod settings;
mod signs;
mod spelling;
mod sqlite;
mod uploads;
mod uses;
mod variables;
mod versions;
mod writable;
mod written;

pub use address::{Address, AddressParts};
pub(crate) use code_layout::code_layout;
pub use databases::SERVER;
pub(crate) use dependencies::at_root;
pub use error::{Found, InspectError};
pub use home::Home;
pub use hosts::names;
pub use inspection::Inspection;
pub use missing::package_of;
pub use project::{
    Apt, Bound, Celery, Database, Dependencies, FrontEnd, Frozen, Guess, Hosts, Install, Interface,
    Project, Settings, Source, Tool, Unfit, Unportable, Unwritable, Variable, Version,
};
pub use signs::{Signs, Uses};
pub use spelling::Spelling;
pub use sqlite::{SqliteFile, sqlite_file, sqlite_tables};
pub use versions::{EndOfLife, ends};

use crate::compose::ENV_FILE;
use crate::environment::Environment;
use crate::python::{Evaluation, Sources};
use crate::tree::{Tree, TreeError};
use dependencies::Declared;
use evaluations::Evaluations;
use servers::Servers;
use settings::Chosen;
use uses::Named;

/// What looks for `.env` in every folder above the settings, also where nobody names the file.
const DECOUPLE: &str = "python-decouple";

/// What the user said by flag.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// What `--manage-py` says: the path from the root.
    pub manage_py: Option<String>,
    /// What `--settings` says: the dotted path of dev's module.
    pub settings: Option<String>,
    /// What `--prod-settings` says: the dotted path of prod's module.
    pub prod_settings: Option<String>,
    /// The folder that was named, from the root: it decides between several projects.
    pub folder: String,
}

/// Reads the facts of the project in `tree`. `evidence` is the work tree: it alone holds files that git ignores. `uses`
/// is what the project may use beside Django, and how it shows: a pack adds its services there.
pub fn inspect(
    tree: &dyn Tree,
    evidence: &dyn Tree,
    hints: &Hints,
    uses: &Uses,
) -> Result<Project, InspectError> {
    Inspection::new(Sources::new(tree), evidence, uses).project(hints)
}

/// Reads everything but where the project starts and which settings it has: `project` says that.
fn read(
    sources: &Sources,
    evidence: &dyn Tree,
    uses: &Uses,
    folder: &str,
    chosen: &Chosen,
    mut project: Project,
) -> Result<Project, InspectError> {
    let tree = sources.tree();
    let evaluations = Evaluations::new(sources, folder, &project.settings)?;
    let evaluation = evaluations.main();
    project.settings.files = settings::files(evaluation, &chosen.file);
    let declared = dependencies::declared(tree, folder)?;
    read_settings(sources, &evaluations, folder, &mut project);
    let named = Named::new(&evaluations, &declared);
    uses::fill(uses, &named, &mut project);
    project.addresses = addresses::addresses(&evaluations, uses, &mut project.evidence);
    project.spellings = spelling::spellings(sources, folder, &evaluations, &project);
    project.hashed_static = hashed_static(evaluations.of(Environment::Prod), &mut project);
    project.settings.hidden = evaluations.all().iter().any(Evaluation::is_open);
    project.settings.prod_files = prod_files(sources, folder, &evaluations, &project.settings)?;
    written::fill(&evaluations, folder, &mut project);
    let servers = Servers {
        sources,
        folder,
        evaluations: &evaluations,
        declared: &declared,
        modules: &chosen.servers,
    };
    servers.fill(&mut project)?;
    hosts::fill(sources, folder, &evaluations, &mut project)?;
    if let Some(guess) = databases::likely(&evaluations, &declared, &project.databases) {
        project.guesses.insert(SERVER.to_owned(), guess);
    }
    project.celery = celery::celery(sources, folder, &evaluations, &named, &mut project)?;
    project.front_ends = front_end::front_ends(tree, folder, &evaluations, &mut project)?;
    versions::fill(tree, &chosen.file, folder, &declared, &mut project)?;
    project.existing = existing::existing(tree, evidence)?;
    if tree.is_shared(ENV_FILE)? {
        project.tracks_env = true;
        let at = ENV_FILE.to_owned();
        project.evidence.insert("tracks_env".to_owned(), at);
    }
    keep_dependencies(&declared, &mut project);
    add_decouple(&declared, &mut project);
    missing::fill(sources, folder, &evaluations, &declared, &mut project)?;
    uploads::fill(sources, folder, &evaluations, &mut project)?;
    apt::fill(tree, folder, evaluation, &declared, &mut project)?;
    keep_frozen(tree, &mut project)?;
    Ok(project)
}

/// The files of prod's module, where it is another.
fn prod_files(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    settings: &Settings,
) -> Result<Vec<String>, InspectError> {
    let module = &settings.environments[&Environment::Prod];
    if *module == settings.module {
        return Ok(Vec::new());
    }
    let file = entry::module_file(sources, folder, module)?;
    let evaluation = evaluations.of(Environment::Prod);
    Ok(file.map_or_else(Vec::new, |file| settings::files(evaluation, &file)))
}

/// The JSON Schema of `djdock inspect --json`; `docs/inspect.schema.json` is its text.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Project).to_value()
}

fn keep_dependencies(declared: &Declared, project: &mut Project) {
    let fact = "dependencies.tool".to_owned();
    if let Some(first) = declared.files.first() {
        project.evidence.insert(fact.clone(), format!("{first}:1"));
    }
    if let Some(why) = &declared.why {
        let value = serde_json::to_value(declared.tool).unwrap_or_default();
        let value = value.as_str().unwrap_or_default().to_owned();
        let why = why.clone();
        project.guesses.insert(fact, Guess { value, why });
    }
    project.dependencies = Dependencies {
        packages: declared.installed(),
        tool: declared.tool,
        files: declared.files.clone(),
        lock: declared.lock.clone(),
        package: declared.package,
        install: declared.install.clone(),
        unportable: declared.local.unportable.clone(),
        ..Dependencies::default()
    };
    for (index, (path, at)) in declared.local.paths.iter().enumerate() {
        let path = if path.is_empty() { "." } else { path };
        project.dependencies.local.push(path.to_owned());
        let fact = format!("dependencies.local.{index}");
        project.evidence.insert(fact, at.clone());
    }
    if !declared.local.paths.is_empty() {
        let folder = &declared.local.folder;
        folder.clone_into(&mut project.dependencies.local_folder);
    }
}

/// decouple reads a `.env` that stands above the settings, whether or not there is one yet.
fn add_decouple(declared: &Declared, project: &mut Project) {
    if let Some(decouple) = declared.package(DECOUPLE)
        && !project.environment_files.iter().any(|file| file == ".env")
    {
        let at = format!(".env, found by the package of {}", decouple.at);
        project.evidence.insert("environment_files".to_owned(), at);
        project.environment_files.push(".env".to_owned());
    }
}

fn keep_frozen(tree: &dyn Tree, project: &mut Project) -> Result<(), TreeError> {
    if let Some((why, at)) = frozen::frozen(tree, &project.dependencies)? {
        let fact = "dependencies.frozen".to_owned();
        project.evidence.insert(fact, at);
        project.dependencies.frozen = Some(why);
    }
    Ok(())
}

fn read_settings(
    sources: &Sources,
    evaluations: &Evaluations,
    folder: &str,
    project: &mut Project,
) {
    let evaluation = evaluations.main();
    let evidence = &mut project.evidence;
    project.databases = databases::databases(evaluations, folder, evidence);
    project.environment = variables::variables(evaluations, evidence);
    for (index, (path, at)) in evaluations.env_files().enumerate() {
        evidence.insert(
            format!("environment_files.{index}"),
            format!("{path}, read at {at}"),
        );
        project.environment_files.push(path.to_owned());
    }
    if let Some(manage_py) = &project.manage_py {
        for path in entry::environment_files(sources, manage_py) {
            if !project.environment_files.contains(&path) {
                project.environment_files.push(path);
            }
        }
    }
    let mut fact =
        |setting: &str, name: &str, read: &dyn Fn(&crate::python::Term) -> Option<String>| {
            let term = facts::setting(evaluation, setting)?;
            let value = read(&term)?;
            evidence.insert(name.to_owned(), term.at.to_string());
            Some(value)
        };
    let path = |term: &crate::python::Term| facts::path(term, folder);
    project.static_url = fact("STATIC_URL", "static_url", &facts::url);
    project.static_root = fact("STATIC_ROOT", "static_root", &path);
    project.media_url = fact("MEDIA_URL", "media_url", &facts::url);
    project.media_root = fact("MEDIA_ROOT", "media_root", &path);
}

/// Whether the storage of static files puts a hash into their names.
fn hashed_static(evaluation: &Evaluation, project: &mut Project) -> bool {
    let new = facts::setting(evaluation, "STORAGES");
    let new = new.and_then(|term| facts::entry(&term, &["staticfiles", "BACKEND"]));
    let Some(term) = new.or_else(|| facts::setting(evaluation, "STATICFILES_STORAGE")) else {
        return false;
    };
    let name = facts::text(&term).unwrap_or_default();
    let class = name.rsplit('.').next().unwrap_or_default();
    let hashed = class.contains("Manifest") || class.contains("Cached");
    if hashed {
        let place = term.at.to_string();
        project.evidence.insert("hashed_static".to_owned(), place);
    }
    hashed
}
