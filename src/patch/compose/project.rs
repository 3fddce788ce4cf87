//! Which services of a file run the project.

use super::error::ComposeError;
use super::service::Service;
use crate::yaml::Value;

/// What starts Django itself.
const DJANGO: [&str; 3] = ["manage.py", "django-admin", "runserver"];

/// What serves Python applications.
const SERVERS: [&str; 8] = [
    "gunicorn",
    "uvicorn",
    "daphne",
    "hypercorn",
    "granian",
    "uwsgi",
    "waitress-serve",
    "mod_wsgi-express",
];

/// What a service's code comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Origin {
    Build {
        context: String,
        dockerfile: String,
        target: Option<String>,
    },
    Image(String),
}

impl Service {
    fn origin(&self) -> Option<Origin> {
        let Some(build) = self.in_full.get("build") else {
            let image = self.in_full.get("image")?.as_text()?;
            return Some(Origin::Image(image.to_owned()));
        };
        let part = |key: &str| build.get(key).and_then(Value::as_text);
        let context = build.as_text().or(part("context")).unwrap_or(".");
        let plain = |path: &str| {
            let path = path.trim_end_matches('/');
            path.strip_prefix("./").unwrap_or(path).to_owned()
        };
        let inline = part("dockerfile_inline");
        Some(Origin::Build {
            context: match plain(context) {
                empty if empty.is_empty() => ".".to_owned(),
                context => context,
            },
            dockerfile: inline.map_or_else(
                || plain(part("dockerfile").unwrap_or("Dockerfile")),
                str::to_owned,
            ),
            target: part("target").map(str::to_owned),
        })
    }

    fn builds(&self) -> bool {
        self.in_full.get("build").is_some()
    }

    /// Whether what it runs names one of some programs.
    fn runs(&self, programs: &[&str]) -> bool {
        let commands = ["command", "entrypoint"].map(|key| self.in_full.get(key));
        commands.into_iter().flatten().any(|command| {
            let parts = command.items().iter().chain(std::iter::once(command));
            parts
                .filter_map(Value::as_text)
                .any(|text| programs.iter().any(|program| names(text, program)))
        })
    }

    /// Whether it runs a server for what may be Django: `main:app` is not.
    fn serves(&self) -> bool {
        let command = ["command", "entrypoint"].map(|key| {
            let command = self.in_full.get(key).into_iter();
            let parts =
                command.flat_map(|command| command.items().iter().chain(std::iter::once(command)));
            parts
                .filter_map(Value::as_text)
                .collect::<Vec<_>>()
                .join(" ")
        });
        let other = command.join(" ").split_whitespace().any(|word| {
            let (module, name) = word.split_once(':').unwrap_or_default();
            let other = ["app", "api", "create_app"].contains(&name.trim_end_matches("()"));
            other && !module.ends_with("sgi")
        });
        self.runs(&SERVERS) && !other
    }

    fn runs_django(&self) -> bool {
        let environment = self.in_full.get("environment");
        let variables = environment.map(Value::names).unwrap_or_default();
        let configured = variables
            .iter()
            .any(|name| name.split('=').next() == Some("DJANGO_SETTINGS_MODULE"));
        configured || self.runs(&DJANGO)
    }

    /// Whether it runs the code of another service: built the same, or from the image that is built there.
    fn shares_code(&self, other: &Self) -> bool {
        let image = |service: &Self| {
            let image = service.in_full.get("image").and_then(Value::as_text);
            image.map(str::to_owned)
        };
        let same_image = image(self).is_some() && image(self) == image(other);
        match (self.origin(), other.origin()) {
            (
                Some(Origin::Build {
                    context,
                    dockerfile,
                    target,
                }),
                Some(Origin::Build {
                    context: context2,
                    dockerfile: dockerfile2,
                    target: target2,
                }),
            ) => {
                let python = self.runs_django() || self.runs(&SERVERS);
                context == context2 && dockerfile == dockerfile2 && (target == target2 || python)
            }
            _ => same_image,
        }
    }
}

/// Whether a command names a program as a word of its own, or as the last part of a path.
fn names(command: &str, program: &str) -> bool {
    let split = |letter: char| letter.is_whitespace() || "/'\"`;&|()=".contains(letter);
    command.split(split).any(|word| word == program)
}

/// The services that run the project, in the order of the file; those that may, where it is not known.
pub(super) fn project<'a>(
    services: &'a [Service],
    web: Option<&str>,
) -> Result<Result<Vec<&'a Service>, Vec<&'a Service>>, ComposeError> {
    if let Some(web) = web.filter(|web| services.iter().all(|service| service.name != *web)) {
        return Err(ComposeError::NoSuchService {
            service: web.to_owned(),
            known: services
                .iter()
                .map(|service| service.name.clone())
                .collect(),
        });
    }
    let built = || services.iter().filter(|service| service.builds());
    let found: Vec<&Service> = match web {
        Some(web) => services
            .iter()
            .filter(|service| service.name == web)
            .collect(),
        None => [
            built().filter(|service| service.runs_django()).collect(),
            built().filter(|service| service.serves()).collect(),
            built().collect(),
            services
                .iter()
                .filter(|service| service.runs_django())
                .collect::<Vec<_>>(),
        ]
        .into_iter()
        .find(|found: &Vec<&Service>| !found.is_empty())
        .unwrap_or_default(),
    };
    let one = found.first().filter(|first| {
        let others = &found[1..];
        others.iter().all(|other| other.shares_code(first))
    });
    Ok(match one {
        Some(first) => Ok(services
            .iter()
            .filter(|service| service.name == first.name || service.shares_code(first))
            .collect()),
        None if found.is_empty() => Err(built().collect()),
        None => Err(found),
    })
}
