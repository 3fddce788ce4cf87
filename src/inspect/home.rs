//! Where code belongs that the whole project shares.

use serde::Serialize;

use super::Project;
use crate::tree;

/// The package that is imported before the settings, in either environment.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Home {
    /// Its dotted name: `mysite`.
    pub package: String,
    /// Its folder from the root.
    pub folder: String,
    /// The settings module of dev, as a dotted path.
    pub settings: String,
    /// Whether a class holds the settings (django-configurations).
    pub configurations: bool,
}

impl Home {
    /// The package of the WSGI or ASGI application, or else the nearest one around the settings; none where the
    /// settings lie in no package.
    #[must_use]
    pub fn of(project: &Project, settings: &str, prod_settings: &str) -> Option<Self> {
        let shared: Vec<&str> = packages(settings)
            .filter(|package| packages(prod_settings).any(|other| other == *package))
            .collect();
        let applications = [&project.wsgi_application, &project.asgi_application];
        let mut servers = applications.into_iter().flatten();
        // mysite.wsgi.application
        let served = servers.find_map(|dotted| {
            let package = dotted.rsplitn(3, '.').nth(2)?;
            shared.iter().find(|shared| **shared == package)
        });
        let nearest = || {
            let mut named = shared.iter();
            named.find(|package| !package.ends_with("settings"))
        };
        let package = served.or_else(nearest).or_else(|| shared.last())?;
        Some(Self {
            folder: tree::join(&root(project), &package.replace('.', "/")),
            package: (*package).to_owned(),
            settings: settings.to_owned(),
            configurations: !project.settings.configurations.is_empty(),
        })
    }
}

/// The packages of a module, the innermost first.
fn packages(module: &str) -> impl Iterator<Item = &str> {
    let mut rest = module;
    std::iter::from_fn(move || {
        rest = rest.rsplit_once('.')?.0;
        Some(rest)
    })
}

/// The folder from which the settings module is imported.
fn root(project: &Project) -> String {
    let settings = &project.settings;
    let module = settings.module.replace('.', "/");
    let of_file = settings.files.first().and_then(|file| {
        let module_file = file.strip_suffix(".py")?;
        let module_file = module_file.strip_suffix("/__init__").unwrap_or(module_file);
        module_file.strip_suffix(&module)
    });
    let manage = || tree::parent(project.manage_py.as_deref().unwrap_or_default());
    let root = of_file.unwrap_or_else(manage);
    root.trim_end_matches('/').to_owned()
}
