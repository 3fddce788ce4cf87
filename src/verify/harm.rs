//! Which other values keep a stack from working. The rest does it no harm, and is listed.

use crate::environment::Environment;
use crate::python::{Evaluation, Sequence, Term, Value};
use crate::stack::Stack;

use super::compare::{Entry, entry, matches_host};

/// Django's storage of files, under its two names.
const FILES: [&str; 2] = [
    "django.core.files.storage.FileSystemStorage",
    "django.core.files.storage.filesystem.FileSystemStorage",
];

/// Whether a stack does not work where a setting is known to have another value than the wanted one. `own` is that
/// value, `None` where nothing binds the setting; `found` has the other settings.
pub(super) fn hinders(
    stack: &Stack,
    found: &Evaluation,
    name: &str,
    own: Option<&Term>,
    wanted: &Term,
) -> bool {
    let is_wanted = !matches!(wanted.value, Value::Bool(false) | Value::None);
    match name {
        "DATABASES" | "DEBUG" => true,
        // On dev nobody's sessions are worth a key.
        "SECRET_KEY" => stack.environment == Environment::Prod,
        "ALLOWED_HOSTS" => shuts_out(stack, own, wanted),
        // `prepare` collects for nginx whatever the setting says; web looks there for the names with a hash.
        "STATIC_ROOT" => stack.project.hashed_static || is_on(found, "COMPRESS_OFFLINE"),
        // nginx has the uploads from one volume, and what lies elsewhere goes with the container.
        "MEDIA_ROOT" => own.is_some() && keeps_files(found),
        "MEDIA_URL" => own.is_some_and(is_path) && keeps_files(found),
        // Over plain http a page is a redirect to where nobody listens, and a login has no cookie.
        "SECURE_SSL_REDIRECT" | "SESSION_COOKIE_SECURE" | "CSRF_COOKIE_SECURE" => !is_wanted,
        // Without it Django takes https for http, and redirects for ever.
        "SECURE_PROXY_SSL_HEADER" => is_wanted,
        "CSRF_TRUSTED_ORIGINS"
        | "DEFAULT_FROM_EMAIL"
        | "SECURE_HSTS_SECONDS"
        | "SERVER_EMAIL"
        | "SILENCED_SYSTEM_CHECKS" => false,
        // A project that has none does without what a service is for.
        _ => own.is_some(),
    }
}

/// Whether a setting is known to be on.
fn is_on(found: &Evaluation, name: &str) -> bool {
    let value = found.get(name).and_then(|term| term.usual());
    value.is_some_and(|term| matches!(term.value, Value::Bool(true)))
}

/// Whether nobody gets an answer under a name that the stack is asked by: its domain, or on dev this machine. Without a
/// domain, prod's hosts are the owner's to name, but one of them there must be.
fn shuts_out(stack: &Stack, own: Option<&Term>, wanted: &Term) -> bool {
    let hosts = own.and_then(|own| match &own.value {
        Value::Sequence(items) => Some(items),
        _ => None,
    });
    let is_empty = hosts.is_none_or(|hosts| hosts.items.is_empty() && !hosts.open);
    match stack.environment {
        // With DEBUG and no host, Django answers this machine.
        Environment::Dev => !is_empty,
        Environment::Prod if stack.domains.is_empty() => is_empty,
        Environment::Prod => hosts.is_none_or(|hosts| !has_host(hosts, wanted)),
    }
}

fn has_host(hosts: &Sequence, wanted: &Term) -> bool {
    let Value::Sequence(wanted) = &wanted.value else {
        return false;
    };
    let first = wanted.items.first().and_then(|host| host.value.text());
    let mut hosts = hosts.items.iter().filter_map(|host| host.value.text());
    hosts.any(|pattern| first.is_none_or(|host| matches_host(pattern, host)))
}

/// Whether uploads are known to be kept as files, in `MEDIA_ROOT`.
fn keeps_files(found: &Evaluation) -> bool {
    let of = |name: &str, keys: &[&str]| match found.get(name).map(|term| entry(&term, keys)) {
        None | Some(Entry::Absent) => true,
        Some(Entry::Is(term)) => term.value.text().is_some_and(|text| FILES.contains(&text)),
        Some(Entry::Untold) => false,
    };
    of("STORAGES", &["default", "BACKEND"]) && of("DEFAULT_FILE_STORAGE", &[])
}

/// Whether a URL is one of this site, and not of another host.
fn is_path(url: &Term) -> bool {
    let url = url.usual();
    let url = url.as_ref().and_then(|url| url.value.text());
    url.is_some_and(|url| !url.contains("//"))
}
