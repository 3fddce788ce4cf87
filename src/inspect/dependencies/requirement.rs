//! One requirement: a line of a requirements file, or a PEP 508 string.

use super::specifier::normalize;
use super::spot::{Spot, is_of_windows};

/// The parts of one requirement, as PEP 508 or pip writes it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Requirement {
    /// Normalised as PEP 503 says; empty where only an address is given that does not tell.
    pub(super) name: String,
    /// What stands in brackets, lower case.
    pub(super) extras: Vec<String>,
    /// What versions are asked for, as written; empty for any.
    pub(super) specifier: String,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// Where it lies, if no network brings it.
    pub(super) spot: Option<Spot>,
}

/// Where a package comes from.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Origin {
    /// A package index, by name and version.
    #[default]
    Index,
    /// A git repository, at a URL.
    Git,
    /// A folder of this repository.
    Folder,
    /// A file, here or behind a URL.
    Archive,
}

/// Reads a requirement: `Django[argon2]>=5.2,<6 ; marker`, `name @ git+https://…`, `-e git+…#egg=name`, `./lib`.
///
/// `None` for what is none, and for what its marker keeps away from Linux.
pub(super) fn parse(line: &str) -> Option<Requirement> {
    let line = ["-e", "--editable"]
        .iter()
        .find_map(|option| line.strip_prefix(option)?.strip_prefix([' ', '\t', '=']))
        .unwrap_or(line)
        .trim();
    let (body, marker) = split_marker(line);
    if marker.is_some_and(excludes_linux) {
        return None;
    }
    if is_address(body) {
        return Some(of_address(body));
    }
    named(body)
}

/// `; marker`: in an address only behind a space.
fn split_marker(line: &str) -> (&str, Option<&str>) {
    let separator = if line.contains("://") { " ;" } else { ";" };
    match line.split_once(separator) {
        Some((body, marker)) => (body.trim(), Some(marker)),
        None => (line, None),
    }
}

fn named(body: &str) -> Option<Requirement> {
    let end = body
        .find(|character: char| !(character.is_ascii_alphanumeric() || "-_.".contains(character)))
        .unwrap_or(body.len());
    let (name, rest) = body.split_at(end);
    if !name.starts_with(|character: char| character.is_ascii_alphanumeric()) {
        return None;
    }
    let (extras, rest) = split_extras(rest.trim_start())?;
    let mut requirement = Requirement {
        name: normalize(name),
        extras,
        ..Requirement::default()
    };
    if let Some(address) = rest.strip_prefix('@') {
        requirement.origin = origin(address.trim());
        requirement.spot = Spot::of(address);
        return Some(requirement);
    }
    if !rest.is_empty() && !rest.starts_with(['=', '<', '>', '~', '!', '(']) {
        return None;
    }
    let specifier = rest.trim_matches(['(', ')']).trim();
    specifier.clone_into(&mut requirement.specifier);
    Some(requirement)
}

/// `[argon2, bcrypt]` and what follows.
fn split_extras(text: &str) -> Option<(Vec<String>, &str)> {
    let Some(inner) = text.strip_prefix('[') else {
        return Some((Vec::new(), text));
    };
    let (extras, rest) = inner.split_once(']')?;
    let extras = extras.split(',').map(|extra| extra.trim().to_lowercase());
    let extras = extras.filter(|extra| !extra.is_empty()).collect();
    Some((extras, rest.trim_start()))
}

fn is_address(text: &str) -> bool {
    let file = text.split(['#', '?']).next().unwrap_or(text);
    // As pip does it: what has a slash is no name.
    let path = !text.contains(['@', ' ']) && file.contains('/');
    let local = text.starts_with(['.', '/']) || text.starts_with("file:") || path;
    let local = local || is_of_windows(text);
    let archive = [".whl", ".tar.gz", ".zip", ".tgz"];
    let remote = text
        .split_once("://")
        .is_some_and(|(scheme, _)| !scheme.contains(['@', ' ']));
    let file = !file.contains('@') && archive.iter().any(|ending| file.ends_with(ending));
    local || remote || file
}

fn origin(address: &str) -> Origin {
    let git = ["git+", "git:"];
    if git.iter().any(|scheme| address.starts_with(scheme)) || is_repository(address) {
        Origin::Git
    } else if !address.contains(':') && !is_file(address) {
        Origin::Folder
    } else {
        Origin::Archive
    }
}

/// Whether a URL names a repository itself: `https://example.org/name.git`.
fn is_repository(address: &str) -> bool {
    address
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "git")
}

fn is_file(address: &str) -> bool {
    [".whl", ".gz", ".zip", ".tgz"]
        .iter()
        .any(|ending| address.ends_with(ending))
}

/// The name is in `#egg=`, or in the last part of the address: of a wheel, an archive, a repository.
fn of_address(address: &str) -> Requirement {
    let origin = origin(address.split(['#', '?']).next().unwrap_or(address));
    let egg = address
        .split_once("egg=")
        .map(|(_, egg)| egg.split('&').next().unwrap_or(egg));
    if let Some(requirement) = egg.and_then(named) {
        return Requirement {
            origin,
            spot: Spot::of(address),
            ..requirement
        };
    }
    let path = address.split(['#', '?']).next().unwrap_or(address);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let name = match origin {
        Origin::Git => last
            .split('@')
            .next()
            .unwrap_or(last)
            .trim_end_matches(".git"),
        // A folder is not named for what is in it.
        Origin::Folder | Origin::Index => "",
        Origin::Archive => before_version(last),
    };
    Requirement {
        name: normalize(name),
        origin,
        spot: Spot::of(address),
        ..Requirement::default()
    }
}

/// The name before the version in the name of a distribution's file: of `django_bar-1.0-py3-none-any.whl`,
/// `django_bar`.
fn before_version(file: &str) -> &str {
    let digit = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    let end = file
        .match_indices('-')
        .find(|(at, _)| digit(&file[at + 1..]))
        .map_or(0, |(at, _)| at);
    &file[..end]
}

/// Whether a marker is false on every Linux. Only the comparisons that say so are read, the rest may be true.
fn excludes_linux(marker: &str) -> bool {
    let marker = marker.replace(['(', ')', ' '], "").replace('"', "'");
    marker
        .split("'or")
        .all(|alternative| alternative.split("'and").any(is_false_on_linux))
}

fn is_false_on_linux(clause: &str) -> bool {
    let Some((name, value)) = clause.split_once("==").or_else(|| clause.split_once("!=")) else {
        return false;
    };
    let linux = match name {
        "sys_platform" => "linux",
        "platform_system" => "Linux",
        "os_name" => "posix",
        _ => return false,
    };
    (value.trim_matches('\'') == linux) == clause.contains("!=")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(line: &str) -> Option<(String, String, String, Origin)> {
        let found = parse(line)?;
        Some((
            found.name,
            found.extras.join(","),
            found.specifier,
            found.origin,
        ))
    }

    #[test]
    fn requirements_are_split() {
        use Origin::{Archive, Folder, Git, Index};
        let cases = [
            ("Django==5.2.8", "django", "", "==5.2.8", Index),
            (
                "Django[argon2]>=5.2,<6 ; python_version > '3.8'",
                "django",
                "argon2",
                ">=5.2,<6",
                Index,
            ),
            ("psycopg[binary, pool]", "psycopg", "binary,pool", "", Index),
            ("django_redis", "django-redis", "", "", Index),
            ("django (>=4.2)", "django", "", ">=4.2", Index),
            (
                "uvloop; sys_platform != 'win32' and python_version > '3'",
                "uvloop",
                "",
                "",
                Index,
            ),
            (
                "a; sys_platform == 'win32' or sys_platform == 'linux'",
                "a",
                "",
                "",
                Index,
            ),
            ("pkg @ git+https://example.com/pkg", "pkg", "", "", Git),
            (
                "pkg[x] @ https://example.com/pkg.zip",
                "pkg",
                "x",
                "",
                Archive,
            ),
            (
                "git+https://example.com/owner/pkg.git@v1",
                "pkg",
                "",
                "",
                Git,
            ),
            (
                "-e git+ssh://git@example.com/pkg#egg=Other_Name&subdirectory=x",
                "other-name",
                "",
                "",
                Git,
            ),
            (
                "https://example.com/django_bar-1.0-py3-none-any.whl#sha256=0",
                "django-bar",
                "",
                "",
                Archive,
            ),
            ("vendor/my-lib-2.1.tar.gz", "my-lib", "", "", Archive),
            ("-e .", "", "", "", Folder),
            ("./libs/local", "", "", "", Folder),
        ];
        for (line, name, extras, specifier, origin) in cases {
            let expected = (
                name.to_owned(),
                extras.to_owned(),
                specifier.to_owned(),
                origin,
            );
            assert_eq!(shown(line), Some(expected), "{line}");
        }
        let none = [
            "",
            "--index-url https://example.com",
            "-i https://example.com/simple",
            "pywin32==300; sys_platform == 'win32'",
            "a ; platform_system == \"Darwin\" and python_version > '3'",
            "<<<<<<< HEAD",
            "two words",
            "name[open",
        ];
        for line in none {
            assert_eq!(shown(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(line in "\\PC{0,40}") {
            let _ = parse(&line);
        }

        #[test]
        fn odd_pieces(parts in proptest::collection::vec(
            prop::sample::select(vec!["-e", " ", "git+", "https://", "a", "Ä", "[", "]", "@", ";", "#egg=", "==", "'", "or", "and",
                "sys_platform", "-1", ".whl", "/", ".", "(", ")"]), 0..12)) {
            let found = parse(&parts.concat());
            if let Some(found) = found {
                prop_assert_eq!(normalize(&found.name), found.name);
            }
        }
    }
}
