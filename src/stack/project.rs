//! The project, as the templates see it.

use serde::Serialize;

use crate::answers::Answers;
use crate::inspect::Project;
use crate::{tree, version};

/// Where the repository stands in the containers.
const APP: &str = "/app";

/// The project, as the templates see it.
#[derive(Clone, Debug, Serialize)]
pub struct StackProject {
    /// The folder of `manage.py`, from the root; empty for the root itself.
    pub folder: String,
    /// The same folder in the containers.
    pub workdir: String,
    /// The settings module.
    pub settings: String,
    /// The WSGI application as servers take it, `mysite.wsgi:application`; empty if none.
    pub wsgi: String,
    /// The ASGI application, likewise.
    pub asgi: String,
    /// The path below which nginx serves static files; empty if they are served from elsewhere.
    pub static_path: String,
    /// The same for uploads.
    pub media_path: String,
    /// `MEDIA_ROOT` of the project from the root; empty if it has none.
    pub media_root: String,
    /// Whether static files carry their hash in the name.
    pub hashed_static: bool,
    /// The requirements file, from the root.
    pub requirements: String,
    /// That file and those that it includes.
    pub requirement_files: Vec<String>,
    /// The sqlite file, from the root; empty if there is none.
    pub sqlite: String,
}

pub(super) fn stack_project(project: &Project, answers: &Answers) -> StackProject {
    let folder = tree::parent(&answers.manage_py).to_owned();
    let database = project.databases.get("default");
    StackProject {
        workdir: tree::join(APP, &folder).trim_end_matches('/').to_owned(),
        folder,
        settings: answers.settings.clone(),
        wsgi: application(project.wsgi_application.as_deref()),
        asgi: application(project.asgi_application.as_deref()),
        static_path: url_path(project.static_url.as_deref(), "/static/"),
        media_path: url_path(project.media_url.as_deref(), "/media/"),
        media_root: project.media_root.clone().unwrap_or_default(),
        hashed_static: project.hashed_static,
        requirements: requirements(project),
        requirement_files: requirement_files(project),
        sqlite: database
            .filter(|database| database.engine.as_deref() == Some("sqlite3"))
            .and_then(|database| database.name.clone())
            .unwrap_or_default(),
    }
}

/// The requirements file that the image is built from: the project's own, or the one to create.
fn requirements(project: &Project) -> String {
    let file = project.dependencies.files.first();
    file.cloned()
        .unwrap_or_else(|| "requirements.txt".to_owned())
}

fn requirement_files(project: &Project) -> Vec<String> {
    if project.dependencies.files.is_empty() {
        return vec![requirements(project)];
    }
    project.dependencies.files.clone()
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

/// Django ≥ 4.0 compares with the scheme, before with the host alone.
pub(super) fn trusted_origins(project: &Project, answers: &Answers) -> Vec<String> {
    let django = project.django_version().unwrap_or("4.0");
    let scheme = if version::compare(django, "4.0").is_ge() {
        "https://"
    } else {
        ""
    };
    let domains = answers.domain.iter();
    domains.map(|domain| format!("{scheme}{domain}")).collect()
}
