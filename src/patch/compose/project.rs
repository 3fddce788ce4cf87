//! Which services of a file run the project.

use super::Surroundings;
use super::error::ComposeError;
use super::runs::Runs;
use super::service::Service;

/// What people call the service that runs the project.
const NAMES: [&str; 6] = ["web", "django", "app", "backend", "server", "api"];

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

    /// Whether it runs the code of another service: built the same, or from the image that is built there.
    fn shares_code(&self, runs: &Runs, other: &Self) -> bool {
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
                let python = runs.django || runs.python;
                context == context2 && dockerfile == dockerfile2 && (target == target2 || python)
            }
            _ => same_image,
        }
    }
}

/// A service that may run the project.
#[derive(Clone, Copy)]
struct Candidate<'a, 'r> {
    service: &'a Service,
    runs: &'r Runs,
}

impl Candidate<'_, '_> {
    fn shares_code(self, other: Self) -> bool {
        self.service.shares_code(self.runs, other.service)
    }

    fn is_named(self) -> bool {
        NAMES.contains(&self.service.name.as_str())
    }

    /// Whether a part of its name is one that people give it: `shop-web`.
    fn is_partly_named(self) -> bool {
        let mut parts = self.service.name.split(['-', '_', '.']);
        parts.any(|part| NAMES.contains(&part))
    }
}

/// A fact about a candidate.
type Fact = fn(Candidate<'_, '_>) -> bool;

/// Who may run the project, the surest first: those of the first kind that there are any of.
const KINDS: [Fact; 6] = [
    |it| it.runs.built && it.runs.django,
    |it| it.runs.built && it.runs.serves,
    |it| it.runs.built && it.runs.holds,
    |it| it.runs.built,
    |it| it.runs.django,
    |it| it.runs.holds && it.runs.serves,
];

/// What tells one of several from the others, in this order.
const MARKS: [Fact; 4] = [
    |it| !it.runs.works,
    |it| it.runs.holds,
    |it| it.is_named(),
    |it| it.is_partly_named(),
];

/// The services that run the project, in the order of the file; those that may, where it is not known.
pub(super) fn project<'a>(
    services: &'a [Service],
    around: &Surroundings<'_>,
) -> Result<Result<Vec<&'a Service>, Vec<&'a Service>>, ComposeError> {
    let web = around.web;
    if let Some(web) = web.filter(|web| services.iter().all(|service| service.name != *web)) {
        return Err(ComposeError::NoSuchService {
            service: web.to_owned(),
            known: services
                .iter()
                .map(|service| service.name.clone())
                .collect(),
        });
    }
    let runs: Vec<Runs> = services.iter().map(|it| Runs::of(it, around)).collect();
    let all = services.iter().zip(&runs);
    let all: Vec<Candidate<'a, '_>> = all
        .map(|(service, runs)| Candidate { service, runs })
        .collect();
    let found = candidates(&all, web);
    let of = |first: Candidate<'a, '_>| {
        let same = |it: &&Candidate<'a, '_>| {
            it.service.name == first.service.name || it.shares_code(first)
        };
        all.iter().filter(same).map(|it| it.service).collect()
    };
    Ok(match one(&found) {
        Some(first) => Ok(of(first)),
        None if found.is_empty() => {
            let built = all.iter().filter(|it| it.runs.built);
            Err(built.map(|it| it.service).collect())
        }
        None => Err(found.iter().map(|it| it.service).collect()),
    })
}

/// The services of the surest kind, as few of them as can be told from the others.
fn candidates<'a, 'r>(all: &[Candidate<'a, 'r>], web: Option<&str>) -> Vec<Candidate<'a, 'r>> {
    let among = |fact: &dyn Fn(Candidate<'a, 'r>) -> bool| -> Vec<Candidate<'a, 'r>> {
        all.iter().copied().filter(|it| fact(*it)).collect()
    };
    if let Some(web) = web {
        return among(&|it| it.service.name == web);
    }
    let kinds = KINDS.iter();
    let kinds = kinds.map(|kind| among(&|it| kind(it) && !it.runs.foreign));
    let mut found = kinds
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    for mark in MARKS {
        if one(&found).is_some() {
            break;
        }
        let marked: Vec<Candidate<'a, 'r>> = found.iter().copied().filter(|it| mark(*it)).collect();
        if !marked.is_empty() {
            found = marked;
        }
    }
    found
}

/// The first of services that run the same code.
fn one<'a, 'r>(found: &[Candidate<'a, 'r>]) -> Option<Candidate<'a, 'r>> {
    let (first, others) = found.split_first()?;
    let same = others.iter().all(|other| other.shares_code(*first));
    same.then_some(*first)
}
