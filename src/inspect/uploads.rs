//! Whether the project is known to keep no uploads, so that settings about them would say nothing.

use super::dependencies::read_lossy;
use super::evaluations::Evaluations;
use super::facts;
use super::missing::code;
use super::project::Project;
use crate::python::{Evaluation, Sources, Value};
use crate::tree::{TreeError, join};

/// What code that keeps files mentions, in lower case. A word too many costs two lines of settings.
const SIGNS: [&str; 8] = [
    "upload",
    "filefield",
    "imagefield",
    ".files",
    "storage",
    "media_",
    "photo",
    "avatar",
];

/// What has one of these in its name and keeps no files of visitors, in lower case.
const OTHERS: [&str; 11] = [
    "storages = {",
    "staticfiles_storage",
    "staticfiles.storage",
    "staticfilesstorage",
    "whitenoise.storage",
    "messages.storage",
    "message_storage",
    "sessionstorage",
    "localstorage",
    "cookiestorage",
    "fallbackstorage",
];

/// Other people's apps that keep none: beginnings of dotted names.
const HARMLESS: [&str; 41] = [
    "allauth",
    "anymail",
    "axes",
    "bootstrap4",
    "bootstrap5",
    "channels",
    "compressor",
    "corsheaders",
    "crispy_bootstrap4",
    "crispy_bootstrap5",
    "crispy_forms",
    "daphne",
    "debug_toolbar",
    "dj_rest_auth",
    "django",
    "django_bootstrap5",
    "django_browser_reload",
    "django_celery_beat",
    "django_celery_results",
    "django_crontab",
    "django_extensions",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_vite",
    "djoser",
    "drf_spectacular",
    "drf_yasg",
    "guardian",
    "health_check",
    "knox",
    "mptt",
    "oauth2_provider",
    "phonenumber_field",
    "rest_framework",
    "rest_framework_simplejwt",
    "rosetta",
    "silk",
    "taggit",
    "whitenoise",
    "widget_tweaks",
];

/// Notes it where it is known.
pub(super) fn fill(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &mut Project,
) -> Result<(), TreeError> {
    let (files, is_all) = code(sources.tree(), folder)?;
    if !is_all {
        return Ok(());
    }
    let names = |evaluation| apps(evaluation);
    let Some(apps) = evaluations
        .all()
        .iter()
        .map(names)
        .collect::<Option<Vec<_>>>()
    else {
        return Ok(());
    };
    let is_clear = |app: &String| {
        let top = app.split('.').next().unwrap_or_default();
        let is_own = |from: &String| {
            let own = format!("{}/", join(from, top));
            files.iter().any(|file| file.starts_with(&own))
        };
        HARMLESS.contains(&top) || sources.path(folder).iter().any(is_own)
    };
    let is_set = |evaluation: &Evaluation| {
        let mut names = ["MEDIA_ROOT", "MEDIA_URL"].into_iter();
        names.any(|name| facts::setting(evaluation, name).is_some())
    };
    if !apps.iter().flatten().all(is_clear) || evaluations.all().iter().any(is_set) {
        return Ok(());
    }
    for file in &files {
        let text = read_lossy(sources.tree(), file)?.unwrap_or_default();
        let others = OTHERS.iter();
        let text = others.fold(text.to_lowercase(), |text, other| text.replace(other, ""));
        if SIGNS.iter().any(|sign| text.contains(sign)) {
            return Ok(());
        }
    }
    project.no_uploads = true;
    Ok(())
}

/// The names of the installed apps; `None` where some of them cannot be told.
fn apps(evaluation: &Evaluation) -> Option<Vec<String>> {
    let term = facts::settled(&evaluation.get("INSTALLED_APPS")?)?;
    let Value::Sequence(sequence) = &term.value else {
        return None;
    };
    let name = |item| facts::text(&facts::settled(item)?);
    let names: Option<Vec<String>> = sequence.items.iter().map(name).collect();
    names.filter(|_| !sequence.open)
}
