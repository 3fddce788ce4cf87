//! Which services of a file run the project.

use super::error::ComposeError;
use super::service::Service;
use crate::compose::Command;

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
        let Some(build) = self.container.build() else {
            let image = self.container.image()?;
            return Some(Origin::Image(image.to_owned()));
        };
        let plain = |path: &str| {
            let path = path.trim_end_matches('/');
            path.strip_prefix("./").unwrap_or(path).to_owned()
        };
        Some(Origin::Build {
            context: match plain(build.context) {
                empty if empty.is_empty() => ".".to_owned(),
                context => context,
            },
            dockerfile: build
                .inline
                .map_or_else(|| plain(build.dockerfile), str::to_owned),
            target: build.target.map(str::to_owned),
        })
    }

    fn builds(&self) -> bool {
        self.container.build().is_some()
    }

    /// The texts of its command and its entrypoint.
    fn started(&self) -> Vec<&str> {
        let commands = [self.container.command(), self.container.entrypoint()];
        let commands = commands.into_iter().flatten();
        commands.flat_map(Command::texts).collect()
    }

    /// Whether what it runs names one of some programs.
    fn runs(&self, programs: &[&str]) -> bool {
        let mut texts = self.started().into_iter();
        texts.any(|text| programs.iter().any(|program| names(text, program)))
    }

    /// Whether it runs a server for what may be Django: `main:app` is not.
    fn serves(&self) -> bool {
        let texts = self.started().into_iter();
        let other = texts.flat_map(str::split_whitespace).any(|word| {
            let (module, name) = word.split_once(':').unwrap_or_default();
            let other = ["app", "api", "create_app"].contains(&name.trim_end_matches("()"));
            other && !module.ends_with("sgi")
        });
        self.runs(&SERVERS) && !other
    }

    fn runs_django(&self) -> bool {
        let variables = self.container.environment();
        variables.contains_key("DJANGO_SETTINGS_MODULE") || self.runs(&DJANGO)
    }

    /// Whether it runs the code of another service: built the same, or from the image that is built there.
    fn shares_code(&self, other: &Self) -> bool {
        let image = self.container.image();
        let same_image = image.is_some() && image == other.container.image();
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
