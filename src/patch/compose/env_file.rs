//! The files that `env_file` names: what they set, `environment` would hide.

use super::Surroundings;
use super::error::Obstacle;
use super::service::Service;
use crate::compose::EnvFile;

/// Why a variable that `environment` does not name is not put there.
pub(super) fn hidden(
    service: &Service,
    key: &str,
    value: &str,
    around: &Surroundings<'_>,
) -> Option<Obstacle> {
    if is_itself(key, value) {
        return None;
    }
    let (mut set, mut unseen) = (None, None);
    for file in service.container.env_files() {
        let file = file.path.to_owned();
        match (around.file)(&file) {
            None => unseen = Some(file),
            Some(text) => {
                let variables = EnvFile::parse(&text, &|_| None);
                let found = variables.entry(key).filter(|entry| entry.assigned);
                if let Some(found) = found {
                    set = Some((file, found.value.expose() != value));
                }
            }
        }
    }
    match (set, unseen) {
        (Some((file, differs)), _) => differs.then_some(Obstacle::SetIn { file }),
        (None, Some(file)) => (around.is_read)(key).then_some(Obstacle::Unseen { file }),
        (None, None) => None,
    }
}

/// Whether a value is `${KEY…}`: the same variable.
fn is_itself(key: &str, value: &str) -> bool {
    let rest = value
        .strip_prefix("${")
        .and_then(|rest| rest.strip_prefix(key));
    rest.is_some_and(|rest| rest.starts_with([':', '}', '?', '-', '+']))
}
