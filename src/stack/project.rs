//! The project, as the templates see it.

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::{Service, UPLOADS};
use crate::environment::Environment;
use crate::inspect::{
    Celery, Database, Dependencies, FrontEnd, Install, Project, Tool, at_root, names,
};
use crate::python::{is_djangos, kind, path};
use crate::tree;
use crate::version;

/// Where the repository stands in the containers.
const APP: &str = "/app";

/// The Node version of a front end that names none.
const NODE: &str = "22";

/// The file that a project without any gets.
const REQUIREMENTS: &str = "requirements.txt";

/// The project, as the templates see it.
#[derive(Clone, Debug, Serialize)]
pub struct StackProject {
    /// The folder of `manage.py`, from the root; empty for the root itself.
    pub folder: String,
    /// The folder of `manage.py` as an absolute path in the containers.
    pub workdir: String,
    /// The settings module of the environment, as a dotted path.
    pub settings: String,
    /// Django's version, `2.2.28`; empty if it is not known.
    pub django: String,
    /// The class of it that holds the settings (django-configurations); empty if none does.
    pub configuration: String,
    /// The WSGI application as servers take it, `mysite.wsgi:application`; empty if none.
    pub wsgi: String,
    /// The ASGI application, likewise.
    pub asgi: String,
    /// The path below which nginx serves static files; empty if they are served from elsewhere.
    pub static_path: String,
    /// The path below which nginx serves uploads; empty if they are served from elsewhere.
    pub media_path: String,
    /// `MEDIA_ROOT` of the project from the root; empty if it has none.
    pub media_root: String,
    /// Whether it may have uploads.
    pub uploads: bool,
    /// Folders of the repository that settings have files written into, as absolute paths in the containers.
    pub written_inside: Vec<String>,
    /// Likewise those outside the repository.
    pub written_outside: Vec<String>,
    /// Whether static files carry their hash in the name.
    pub hashed_static: bool,
    /// The requirements file that the stack's own packages are added to, where they are added to the project's.
    pub requirements: String,
    /// The files that the project's dependencies are installed from, from the root.
    pub dependency_files: Vec<String>,
    /// The folder of the first, from the root; `.` for the root itself.
    pub dependency_folder: String,
    /// What is installed of the repository itself beside them: folders and archives, from the root, which is `.`.
    pub local: Vec<String>,
    /// The folder from which these are named, as an absolute path in the containers; empty where there are none.
    pub local_workdir: String,
    /// The files, and what is installed of the repository, each once.
    pub copied: Vec<Copied>,
    /// The lock file among them; empty if there is none.
    pub lock: String,
    /// What this environment installs of them.
    pub install: Install,
    /// Where Python finds the project's own modules beside `manage.py`'s folder, as absolute paths in the containers; empty
    /// where it need not look.
    pub python_path: Vec<String>,
    /// Of these, the folders that the project puts on `sys.path` itself, from the root.
    #[serde(skip)]
    pub found_in: Vec<String>,
    /// Front ends whose build writes a folder that is known; each with a version of Node.
    pub front_ends: Vec<StackFrontEnd>,
    /// What it uses beside Django.
    pub uses: Vec<String>,
    /// Its Celery application, if it has one.
    pub celery: Option<Celery>,
    /// The sqlite file, from the root; empty if there is none.
    pub sqlite: String,
    /// The kinds of database for which the default one has `OPTIONS`, or an engine that is none of Django's (its own for
    /// maps are).
    pub own_databases: Vec<String>,
}

/// A front end, and what its packages are installed from.
#[derive(Clone, Debug, Serialize)]
pub struct StackFrontEnd {
    /// The facts, with a version of Node.
    #[serde(flatten)]
    pub front_end: FrontEnd,
    /// The words of the `COPY` that comes before: files from the root, and where they go.
    pub copied: Vec<String>,
}

/// What is copied into an image before the dependencies are installed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Copied {
    /// The path from the root, which is `.`.
    pub from: String,
    /// The same below the folder that it is copied to; empty for the root.
    pub to: String,
}

pub(super) fn stack_project(
    project: &Project,
    answers: &Answers,
    services: &[&Service],
    environment: Environment,
) -> StackProject {
    let dependencies = &project.dependencies;
    let dependency_files = dependency_files(dependencies);
    let folder = tree::parent(&answers.manage_py).to_owned();
    let database = project.databases.get("default");
    let (written_inside, written_outside) = written(project);
    StackProject {
        written_inside,
        written_outside,
        workdir: tree::join(APP, &folder).trim_end_matches('/').to_owned(),
        folder,
        settings: match environment {
            Environment::Dev => answers.settings.clone(),
            Environment::Prod => answers.prod_settings.clone(),
        },
        django: project.django_version().unwrap_or_default().to_owned(),
        configuration: project
            .settings
            .configurations
            .get(&environment)
            .cloned()
            .unwrap_or_default(),
        wsgi: application(project.wsgi_application.as_deref()),
        asgi: application(project.asgi_application.as_deref()),
        static_path: url_path(project.static_url.as_deref(), "/static/"),
        media_path: url_path(project.media_url.as_deref(), "/media/"),
        media_root: project.media_root.clone().unwrap_or_default(),
        uploads: !project.no_uploads || services.iter().any(|it| it.provides(UPLOADS)),
        hashed_static: project.hashed_static,
        requirements: requirements(dependencies),
        dependency_folder: dependency_folder(&dependency_files),
        local: dependencies.local.clone(),
        local_workdir: local_workdir(dependencies),
        copied: copied(&dependency_files, &dependencies.local),
        dependency_files,
        lock: dependencies.lock.clone().unwrap_or_default(),
        install: install(dependencies, environment),
        python_path: python_path(project),
        found_in: project.python_path.clone(),
        front_ends: front_ends(project),
        uses: project.uses.clone(),
        celery: project.celery.clone(),
        sqlite: database
            .filter(|database| database.engine.as_deref() == Some("sqlite3"))
            .and_then(|database| database.name.clone())
            .unwrap_or_default(),
        own_databases: database.map_or_else(Vec::new, own_databases),
    }
}

fn own_databases(database: &Database) -> Vec<String> {
    let engines = database.engine.iter().chain(&database.alternatives);
    let own = engines.filter(|engine| database.options || !is_djangos(engine));
    let mut kinds: Vec<String> = own
        .filter_map(|engine| kind(engine))
        .map(str::to_owned)
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// The requirements file that packages are added to: the project's own, or the one to create.
fn requirements(dependencies: &Dependencies) -> String {
    let files = install(dependencies, Environment::Prod).files;
    files.into_iter().next_back().unwrap_or_default()
}

fn dependency_files(dependencies: &Dependencies) -> Vec<String> {
    let files = match dependencies.tool {
        Tool::None => vec![REQUIREMENTS.to_owned()],
        _ => dependencies.files.clone(),
    };
    // An odd project lists what it does not hold.
    if files.is_empty() {
        return vec![REQUIREMENTS.to_owned()];
    }
    files
}

fn dependency_folder(files: &[String]) -> String {
    match files.first().map(|file| tree::parent(file)) {
        None | Some("") => ".".to_owned(),
        Some(folder) => folder.to_owned(),
    }
}

/// Where a tool runs that installs folders of the repository.
fn local_workdir(dependencies: &Dependencies) -> String {
    if dependencies.local.is_empty() {
        return String::new();
    }
    workdir(dependencies)
}

fn workdir(dependencies: &Dependencies) -> String {
    let folder = tree::join(APP, &dependencies.local_folder);
    folder.trim_end_matches('/').to_owned()
}

/// The folders that settings have files written into: in the repository, and outside it.
fn written(project: &Project) -> (Vec<String>, Vec<String>) {
    let folders = project.written_folders.iter();
    let folders = folders.map(|folder| path::normalize(&path::join(APP, folder)));
    let folders = folders.filter(|folder| folder != APP);
    folders.partition(|folder| tree::is_within(folder, APP))
}

/// The files outside the folders that are copied whole, then these.
fn copied(files: &[String], local: &[String]) -> Vec<Copied> {
    let whole = |file: &String| {
        let mut folders = local.iter();
        folders.any(|folder| folder == "." || tree::is_within(file, folder))
    };
    let files = files.iter().filter(|file| !whole(file));
    let paths = files.chain(local).cloned();
    let copied = paths.map(|from| Copied {
        to: if from == "." {
            String::new()
        } else {
            from.clone()
        },
        from,
    });
    copied.collect()
}

/// What an environment installs; where the facts do not say, the first file.
fn install(dependencies: &Dependencies, environment: Environment) -> Install {
    let mut install = dependencies
        .install
        .get(&environment)
        .cloned()
        .unwrap_or_default();
    if install.files.is_empty() {
        install.files = dependency_files(dependencies);
        install.files.truncate(1);
    }
    for requirement in &mut install.requirements {
        *requirement = at_root(requirement, &workdir(dependencies));
    }
    install
}

/// The front ends whose output can be copied. Where no version is named, Node is the oldest that is still looked after.
fn front_ends(project: &Project) -> Vec<StackFrontEnd> {
    let known = |front_end: &&FrontEnd| front_end.output.is_some();
    let front_ends = project.front_ends.iter().filter(known);
    let whole = |front_end: &FrontEnd| {
        let manifest = tree::join(&front_end.folder, "package.json");
        let mut copied = vec![manifest];
        copied.extend(front_end.lock.clone());
        copied.extend(front_end.configuration.iter().cloned());
        copied.push("./".to_owned());
        StackFrontEnd {
            front_end: FrontEnd {
                node: front_end.node.clone().or_else(|| Some(NODE.to_owned())),
                ..front_end.clone()
            },
            copied,
        }
    };
    front_ends.map(whole).collect()
}

/// What `manage.py` puts on `sys.path`, since servers start Django without it; and a package that is not installed is
/// imported from where it lies.
fn python_path(project: &Project) -> Vec<String> {
    let absolute = |folder: &str| tree::join(APP, folder).trim_end_matches('/').to_owned();
    let own = project.python_path.iter().map(|folder| absolute(folder));
    let mut path: Vec<String> = own.collect();
    let dependencies = &project.dependencies;
    if dependencies.package {
        let folder = dependency_folder(&dependency_files(dependencies));
        let root = absolute(folder.trim_start_matches('.'));
        let package = [format!("{root}/src"), root];
        path.extend(package.into_iter().filter(|folder| {
            !project
                .python_path
                .iter()
                .any(|own| absolute(own) == *folder)
        }));
    }
    path
}

/// `mysite.wsgi.application` as servers take it: `mysite.wsgi:application`.
fn application(dotted: Option<&str>) -> String {
    dotted
        .and_then(|dotted| dotted.rsplit_once('.'))
        .map(|(module, name)| format!("{module}:{name}"))
        .unwrap_or_default()
}

/// The path of a URL setting: the default where Django's own leaves it empty, nothing for another host.
fn url_path(url: Option<&str>, default: &str) -> String {
    match url {
        None | Some("" | "/") => default.to_owned(),
        Some(url) if url.starts_with('/') && !url.starts_with("//") => url.to_owned(),
        Some(_) => String::new(),
    }
}

/// The hosts that prod answers to: its domains, and those that its settings name.
pub(super) fn hosts(project: &Project, answers: &Answers) -> Vec<String> {
    let own = project.hosts.allowed.iter();
    let own = own.filter(|host| !answers.domain.contains(host));
    answers.domain.iter().chain(own).cloned().collect()
}

/// The first domain that the settings do not name; where they name all, this machine, which they never do.
pub(super) fn host(project: &Project, answers: &Answers) -> String {
    let own = names(&project.hosts.allowed);
    let mut domains = answers.domain.iter();
    let other = domains.find(|domain| !own.contains(domain));
    other.map_or_else(|| "localhost".to_owned(), String::clone)
}

/// Django ≥ 4.0 compares with the scheme, before with the host alone. Where the settings have some of their own, and nobody
/// names another domain than they do, theirs stay.
pub(super) fn trusted_origins(project: &Project, answers: &Answers) -> Vec<String> {
    let own = names(&project.hosts.allowed);
    let mut domains = answers.domain.iter();
    if project.hosts.trusts_origins && domains.all(|domain| own.contains(domain)) {
        return Vec::new();
    }
    let django = project.django_version().unwrap_or("4.0");
    let scheme = if version::compare(django, "4.0").is_ge() {
        "https://"
    } else {
        ""
    };
    let domains = answers.domain.iter();
    domains.map(|domain| format!("{scheme}{domain}")).collect()
}
