//! `WSGI_APPLICATION` and `ASGI_APPLICATION`.

use super::entry::module_file;
use super::facts::{setting, text};
use super::project::Project;
use crate::python::Evaluation;
use crate::tree::{Tree, TreeError};

/// Fills in the applications whose module exists: the setting's, else the one that `startproject` makes.
pub(super) fn fill(
    tree: &dyn Tree,
    folder: &str,
    evaluation: &Evaluation,
    modules: &[String],
    project: &mut Project,
) -> Result<(), TreeError> {
    for (name, interface) in [("WSGI_APPLICATION", "wsgi"), ("ASGI_APPLICATION", "asgi")] {
        let mut found = None;
        if let Some(term) = setting(evaluation, name)
            && let Some(application) = text(&term)
            && let Some((module, _)) = application.rsplit_once('.')
            && module_file(tree, folder, module)?.is_some()
        {
            found = Some((application, term.at.to_string()));
        }
        if found.is_none()
            && let Some(module) = only(modules, interface, project)
            && let Some(file) = module_file(tree, folder, module)?
        {
            found = Some((format!("{module}.application"), format!("{file}:1")));
        }
        if let Some((application, place)) = found {
            let fact = format!("{interface}_application");
            project.evidence.insert(fact, place);
            match interface {
                "wsgi" => project.wsgi_application = Some(application),
                _ => project.asgi_application = Some(application),
            }
        }
    }
    Ok(())
}

/// The module of an interface: beside the settings, else the only one.
fn only<'a>(modules: &'a [String], interface: &str, project: &Project) -> Option<&'a String> {
    let of_interface = |module: &&String| module.rsplit('.').next() == Some(interface);
    let package = |module: &str| module.split('.').next().map(str::to_owned);
    let own = package(&project.settings.module);
    let mut found = modules.iter().filter(of_interface);
    let beside = found.clone().find(|module| package(module) == own);
    let first = found.next()?;
    beside.or_else(|| found.next().is_none().then_some(first))
}
