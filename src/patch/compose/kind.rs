//! Services that run what is to be added, under another name.

use super::ComposeAddition;
use super::error::{ComposeError, ComposeStep};
use super::service::Service;
use crate::yaml::Value;

/// The services with the image of an added one, as a hint; of a database, there is one in all.
pub(super) fn twins(
    services: &[Service],
    addition: &ComposeAddition,
) -> Result<Vec<ComposeStep>, ComposeError> {
    let added = addition.services.iter();
    let added = added.filter_map(|service| Value::parse(&service.definition).ok());
    let added: Vec<String> = added.filter_map(|value| image(&value)).collect();
    let single = added.iter().any(|image| addition.once.contains(image));
    let mut steps = Vec::new();
    for service in services {
        let Some(image) = image(&service.in_full) else {
            continue;
        };
        let (name, line) = (service.name.clone(), service.line);
        if single && addition.once.contains(&image) {
            return Err(ComposeError::OneMore {
                service: name,
                line,
                image,
            });
        }
        if added.contains(&image) {
            steps.push(ComposeStep::Twin {
                service: name,
                line,
                image,
            });
        }
    }
    Ok(steps)
}

/// A name that is taken by a database, of which there is one in all, is no matter of names.
pub(super) fn taken(error: ComposeError, file: &Value, addition: &ComposeAddition) -> ComposeError {
    let ComposeError::NameTaken { service, line } = &error else {
        return error;
    };
    let present = file.get("services").and_then(|all| all.get(service));
    let mut added = addition.services.iter();
    let wanted = added.find(|added| added.name == *service);
    let wanted = wanted.and_then(|added| image(&Value::parse(&added.definition).ok()?));
    let once = |image: &String| addition.once.contains(image);
    match present.and_then(image) {
        Some(image) if once(&image) && wanted.is_some_and(|it| once(&it)) => {
            ComposeError::OneMore {
                service: service.clone(),
                line: *line,
                image,
            }
        }
        _ => error,
    }
}

/// The name of an image, without registry, owner and tag.
fn image(service: &Value) -> Option<String> {
    let image = service.get("image")?.as_text()?;
    let name = image.split('@').next()?.rsplit('/').next()?;
    Some(name.split(':').next()?.to_owned())
}
