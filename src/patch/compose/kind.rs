//! Services that run what is to be added, under another name.

use super::ComposeAddition;
use super::definition::Definition;
use super::error::{ComposeError, ComposeStep};
use super::service::{Service, named};
use crate::compose::Container;
use crate::yaml::Value;

/// The services with the image of an added one, as a hint; of a database, there is one in all.
pub(super) fn twins(
    services: &[Service],
    wanted: &[Definition],
    addition: &ComposeAddition,
) -> Result<Vec<ComposeStep>, ComposeError> {
    let added = wanted.iter();
    let added: Vec<&str> = added.filter_map(|it| image(&it.container)).collect();
    let is_one = |image: &str| addition.once.iter().any(|once| once == image);
    let single = added.iter().any(|image| is_one(image));
    let mut steps = Vec::new();
    for service in services {
        let Some(image) = image(&service.container) else {
            continue;
        };
        let (name, line, image) = (service.name.clone(), service.line, image.to_owned());
        if single && is_one(&image) {
            return Err(ComposeError::OneMore {
                service: name,
                line,
                image,
            });
        }
        if added.contains(&image.as_str()) {
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
pub(super) fn taken(
    error: ComposeError,
    file: &Value,
    wanted: &[Definition],
    addition: &ComposeAddition,
) -> ComposeError {
    let ComposeError::NameTaken { service, line } = &error else {
        return error;
    };
    let once = |container: &Container| {
        let image = image(container)?;
        let once = addition.once.iter().any(|once| once == image);
        once.then(|| image.to_owned())
    };
    let present = named(file, service).and_then(|present| once(&present));
    let wanted = wanted.iter().find(|wanted| wanted.name == service);
    let wanted = wanted.and_then(|wanted| once(&wanted.container));
    match present.filter(|_| wanted.is_some()) {
        Some(image) => ComposeError::OneMore {
            service: service.clone(),
            line: *line,
            image,
        },
        None => error,
    }
}

/// The name of a container's image, without registry, owner and tag.
fn image(container: &Container) -> Option<&str> {
    let name = container.image()?.split('@').next()?.rsplit('/').next()?;
    name.split(':').next()
}
