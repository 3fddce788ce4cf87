//! Whether answers are sound: each of its form, and none in another's way.

use crate::version;

use super::{Answers, AskError, Layout};

/// Checks every answer, whoever gave it.
pub(super) fn check(answers: &Answers) -> Result<(), AskError> {
    for domain in &answers.domain {
        check_domain(domain).map_err(|reason| AskError::Malformed {
            flag: "domain",
            value: domain.clone(),
            reason,
        })?;
    }
    for (flag, name) in [
        ("dev-branch", &answers.dev_branch),
        ("prod-branch", &answers.prod_branch),
    ] {
        check_branch(flag, name)?;
    }
    for (flag, port) in [
        ("dev-port", answers.dev_port),
        ("prod-port", answers.prod_port),
    ] {
        check_port(&port.to_string()).map_err(|reason| AskError::Malformed {
            flag,
            value: port.to_string(),
            reason,
        })?;
    }
    check_name(&answers.name)?;
    check_python(&answers.python)?;
    if answers.dev_branch == answers.prod_branch && answers.layout == Layout::Branches {
        return Err(AskError::Same("dev-branch", "prod-branch"));
    }
    if answers.dev_port == answers.prod_port {
        return Err(AskError::Same("dev-port", "prod-port"));
    }
    Ok(())
}

/// git's own rule for branch names.
pub(crate) fn check_branch(flag: &'static str, name: &str) -> Result<(), AskError> {
    if git2::Branch::name_is_valid(name).unwrap_or(false) {
        return Ok(());
    }
    Err(AskError::Malformed {
        flag,
        value: name.to_owned(),
        reason: "a branch name that git allows".to_owned(),
    })
}

/// Compose's own rule for project names.
fn check_name(name: &str) -> Result<(), AskError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if starts && name.chars().all(allowed) {
        return Ok(());
    }
    Err(AskError::Malformed {
        flag: "name",
        value: name.to_owned(),
        reason: "lower-case letters, digits, - and _, a letter or digit first".to_owned(),
    })
}

fn check_python(python: &str) -> Result<(), AskError> {
    let numbers = version::numbers(python);
    if numbers.len() == 2 && version::minor(python) == python && numbers[0] == 3 {
        return Ok(());
    }
    Err(AskError::Malformed {
        flag: "python",
        value: python.to_owned(),
        reason: "major and minor, as in 3.13".to_owned(),
    })
}

/// A port of the host: 0 would be another one at every start.
pub(super) fn check_port(text: &str) -> Result<u16, String> {
    match text.parse::<u16>() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err("a number from 1 to 65535".to_owned()),
    }
}

/// A host name or address as `ALLOWED_HOSTS` takes it: it ends up in YAML and in nginx.
pub(super) fn check_domain(domain: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if !domain.is_empty() && domain.chars().all(allowed) && !domain.contains("://") {
        return Ok(());
    }
    Err("a host name, as in example.org: no scheme, no path".to_owned())
}
