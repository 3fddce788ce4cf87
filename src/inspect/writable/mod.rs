//! What no file of a stack can hold is left undecided, and said. What a file can hold, its own writer escapes.

mod kind;

use std::collections::BTreeMap;

use super::InspectError;
use super::project::{Celery, FrontEnd, Install, Project, Unwritable, Variable};
use super::spelling::Spelling;
use crate::text::{cut, visible};
use kind::Kind;

/// As much of a text as is told.
const TOLD: usize = 60;

/// Takes out of the facts what no file can hold, and notes it.
///
/// # Errors
///
/// It is what the project is started by.
pub(super) fn keep_writable(project: &mut Project) -> Result<(), InspectError> {
    // What cannot be left out comes first: its evidence is still there.
    start(project)?;
    let mut facts = std::mem::take(project);
    let mut keeper = Keeper {
        evidence: &facts.evidence.clone(),
        unwritable: Vec::new(),
    };
    keeper.served(&mut facts);
    keeper.databases(&mut facts);
    keeper.dependencies(&mut facts);
    keeper.running(&mut facts);
    keeper.variables(&mut facts);
    facts.unwritable = keeper.unwritable;
    for unwritable in &facts.unwritable {
        facts.guesses.remove(&unwritable.fact);
    }
    let environment = &facts.environment;
    let is_gone = |fact: &str| match fact.strip_prefix("environment.") {
        Some(name) => !environment.iter().any(|variable| variable.name == name),
        None => Kind::Line.unfit(fact).is_some(),
    };
    facts.evidence.retain(|fact, _| !is_gone(fact));
    *project = facts;
    Ok(())
}

/// Looks at the names that the project is started by.
fn start(project: &Project) -> Result<(), InspectError> {
    let mut keeper = Keeper {
        evidence: &project.evidence,
        unwritable: Vec::new(),
    };
    let settings = &project.settings;
    if let Some(path) = &project.manage_py {
        keeper.fits(Kind::Path, "manage_py", path);
    }
    keeper.fits(Kind::Dotted, "settings.module", &settings.module);
    for (environment, module) in &settings.environments {
        let fact = format!("settings.environments.{environment}");
        keeper.fits(Kind::Dotted, &fact, module);
    }
    for file in settings.files.iter().chain(&settings.prod_files) {
        keeper.fits(Kind::Path, "settings.files", file);
    }
    let first = keeper.unwritable.into_iter().next();
    first.map_or(Ok(()), |first| {
        Err(InspectError::Unwritable(Box::new(first)))
    })
}

/// Looks at texts, and notes those that do not fit.
struct Keeper<'run> {
    evidence: &'run BTreeMap<String, String>,
    unwritable: Vec<Unwritable>,
}

impl Keeper<'_> {
    /// Whether a text is one of its kind; where it is not, that is noted.
    fn fits(&mut self, kind: Kind, fact: &str, text: &str) -> bool {
        let place = || {
            let known = ["", ".0", ".engine", ".script"].into_iter();
            let mut known = known.filter_map(|end| self.evidence.get(&format!("{fact}{end}")));
            let known = known.next().or_else(|| {
                // What a file declares is known by the file.
                let declared = fact.starts_with("dependencies.");
                let tool = declared.then(|| self.evidence.get("dependencies.tool"));
                tool.flatten()
            });
            known.map_or(text, String::as_str)
        };
        let Some(why) = kind.unfit(text) else {
            return true;
        };
        let unwritable = Unwritable {
            fact: visible(fact).into_owned(),
            found: cut(&visible(text), TOLD).into_owned(),
            at: visible(place()).into_owned(),
            why,
        };
        if !self.unwritable.contains(&unwritable) {
            self.unwritable.push(unwritable);
        }
        false
    }

    fn one(&mut self, kind: Kind, fact: &str, text: &mut Option<String>) {
        if text
            .as_ref()
            .is_some_and(|text| !self.fits(kind, fact, text))
        {
            *text = None;
        }
    }

    fn all(&mut self, kind: Kind, fact: &str, texts: &mut Vec<String>) {
        texts.retain(|text| self.fits(kind, fact, text));
    }

    /// What servers name: applications, and where files are.
    fn served(&mut self, facts: &mut Project) {
        for (environment, class) in std::mem::take(&mut facts.settings.configurations) {
            let fact = format!("settings.configurations.{environment}");
            if self.fits(Kind::Dotted, &fact, &class) {
                facts.settings.configurations.insert(environment, class);
            }
        }
        self.one(
            Kind::Dotted,
            "wsgi_application",
            &mut facts.wsgi_application,
        );
        self.one(
            Kind::Dotted,
            "asgi_application",
            &mut facts.asgi_application,
        );
        self.all(Kind::Line, "hosts.allowed", &mut facts.hosts.allowed);
        self.all(Kind::Path, "python_path", &mut facts.python_path);
        self.one(Kind::Url, "static_url", &mut facts.static_url);
        self.one(Kind::Path, "static_root", &mut facts.static_root);
        self.one(Kind::Url, "media_url", &mut facts.media_url);
        self.one(Kind::Path, "media_root", &mut facts.media_root);
        self.all(Kind::Path, "written_folders", &mut facts.written_folders);
    }

    fn databases(&mut self, facts: &mut Project) {
        facts.databases.retain(|alias, database| {
            let fact = format!("databases.{alias}");
            self.one(
                Kind::Dotted,
                &format!("{fact}.engine"),
                &mut database.engine,
            );
            self.all(
                Kind::Dotted,
                &format!("{fact}.alternatives"),
                &mut database.alternatives,
            );
            self.one(Kind::Path, &format!("{fact}.name"), &mut database.name);
            self.fits(Kind::Line, &fact, alias)
        });
    }

    fn dependencies(&mut self, facts: &mut Project) {
        let dependencies = &mut facts.dependencies;
        self.all(Kind::Path, "dependencies.files", &mut dependencies.files);
        self.all(Kind::Path, "dependencies.local", &mut dependencies.local);
        self.one(Kind::Path, "dependencies.lock", &mut dependencies.lock);
        self.all(
            Kind::Line,
            "dependencies.missing",
            &mut dependencies.missing,
        );
        dependencies.packages.retain(|name, version| {
            let fact = format!("dependencies.packages.{name}");
            self.fits(Kind::Line, &fact, name) && self.fits(Kind::Line, &fact, version)
        });
        for (environment, install) in &mut dependencies.install {
            let fact = format!("dependencies.install.{environment}");
            let Install {
                files,
                groups,
                extras,
                requirements,
            } = install;
            self.all(Kind::Path, &format!("{fact}.files"), files);
            self.all(Kind::Word, &format!("{fact}.groups"), groups);
            self.all(Kind::Word, &format!("{fact}.extras"), extras);
            self.all(Kind::Line, &format!("{fact}.requirements"), requirements);
        }
        for (name, version) in [("python", &mut facts.python), ("django", &mut facts.django)] {
            let fact = format!("{name}.version");
            self.one(Kind::Word, &fact, &mut version.version);
            self.one(
                Kind::Line,
                &format!("{name}.requires"),
                &mut version.requires,
            );
            if let Some(guess) = facts.guesses.get(&fact)
                && !self.fits(Kind::Word, &fact, &guess.value)
            {
                facts.guesses.remove(&fact);
            }
        }
    }

    /// What runs or is built beside Django.
    fn running(&mut self, facts: &mut Project) {
        if let Some(celery) = &mut facts.celery {
            let application = &mut celery.application;
            self.one(Kind::Dotted, "celery.application", application);
            self.one(Kind::Dotted, "celery.scheduler", &mut celery.scheduler);
        }
        facts.celery = facts.celery.take().filter(|it| *it != Celery::default());
        let mut index = 0;
        facts.front_ends.retain_mut(|front_end| {
            let fact = format!("front_ends.{index}");
            index += 1;
            self.front_end(&fact, front_end)
        });
        facts.addresses.retain(|address| {
            let fact = format!("addresses.{}", address.setting);
            self.fits(Kind::Line, &fact, &address.setting)
                && self.fits(Kind::Line, &fact, &address.address)
        });
    }

    fn front_end(&mut self, fact: &str, front_end: &mut FrontEnd) -> bool {
        self.one(Kind::Path, fact, &mut front_end.output);
        self.all(Kind::Path, fact, &mut front_end.also);
        self.one(Kind::Path, fact, &mut front_end.lock);
        self.all(Kind::Path, fact, &mut front_end.configuration);
        self.one(Kind::Word, fact, &mut front_end.node);
        self.fits(Kind::Path, fact, &front_end.folder)
            && self.fits(Kind::Word, fact, &front_end.tool)
            && (front_end.script.is_empty() || self.fits(Kind::Word, fact, &front_end.script))
    }

    fn variables(&mut self, facts: &mut Project) {
        facts.environment.retain_mut(|variable| {
            let fact = format!("environment.{}", variable.name);
            let Variable {
                name,
                default,
                settings,
                ..
            } = variable;
            self.all(Kind::Line, &fact, settings);
            self.one(Kind::Text, &fact, default);
            self.fits(Kind::Variable, &fact, name)
        });
        let known = |name: &String| facts.environment.iter().any(|it| it.name == *name);
        facts.spellings.retain(|name, spelling| {
            let fact = format!("environment.{name}");
            let Spelling {
                yes, no, separator, ..
            } = &*spelling;
            let mut texts = [yes, no, separator].into_iter().flatten();
            known(name) && texts.all(|text| self.fits(Kind::Text, &fact, text))
        });
        for spelling in facts.spellings.values_mut() {
            spelling.plain.retain(|it| Kind::Line.unfit(it).is_none());
        }
        self.all(
            Kind::Path,
            "environment_files",
            &mut facts.environment_files,
        );
    }
}
