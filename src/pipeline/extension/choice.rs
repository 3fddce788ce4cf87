//! What the choices mean where there is no stack of djdock's: which services, which environment's, and which databases.

use super::ComposeExtension;
use crate::answers::{Answers, PartialAnswers};
use crate::catalog::{DATABASE, Service};
use crate::environment::Environment;
use crate::stack::Theirs;

impl ComposeExtension<'_> {
    /// The services that were chosen: the database counts only where it is a container.
    pub(super) fn services(&self, answers: &Answers) -> Vec<String> {
        let database = Some(answers.db.clone()).filter(|db| Some(db) != self.fileless().as_ref());
        database.into_iter().chain(answers.with.clone()).collect()
    }

    /// The choices with the services of the user's own among them, which provide what these need.
    pub(super) fn beside(&self, mut given: PartialAnswers, theirs: &[Theirs]) -> PartialAnswers {
        for own in theirs {
            if self.provides_database(&own.service) {
                given.db.get_or_insert_with(|| own.service.clone());
            } else {
                let with = given.with.get_or_insert_default();
                with.push(own.service.clone());
            }
        }
        given.db = given.db.or_else(|| self.fileless());
        given
    }

    /// The choices without those.
    pub(super) fn without(&self, mut answers: Answers, theirs: &[Theirs]) -> Answers {
        let is_theirs = |name: &String| theirs.iter().any(|own| own.service == *name);
        answers.with.retain(|name| !is_theirs(name));
        answers.implied.retain(|name| !is_theirs(name));
        if is_theirs(&answers.db) {
            answers.db = self.fileless().unwrap_or_default();
        }
        answers
    }

    /// The same choices with them again, and those of a stack that has them alone.
    pub(super) fn compared(&self, answers: &Answers, theirs: &[Theirs]) -> [Answers; 2] {
        let mut bare = Answers {
            db: self.fileless().unwrap_or_default(),
            with: Vec::new(),
            ..answers.clone()
        };
        let mut with = answers.clone();
        for own in theirs {
            for answers in [&mut with, &mut bare] {
                if self.provides_database(&own.service) {
                    answers.db.clone_from(&own.service);
                } else {
                    answers.with.push(own.service.clone());
                }
            }
        }
        [with, bare]
    }

    pub(super) fn environment(&self, services: &[String]) -> Environment {
        let mut services = services
            .iter()
            .filter_map(|name| self.catalog.service(name));
        if services.all(|service| service.is_in(Environment::Dev)) {
            Environment::Dev
        } else {
            Environment::Prod
        }
    }

    pub(super) fn provides_database(&self, name: &str) -> bool {
        let service = self.catalog.service(name);
        service.is_some_and(|service| service.provides(DATABASE))
    }

    /// The database without a container: what a stack has that adds nothing.
    pub(super) fn fileless(&self) -> Option<String> {
        let mut databases = self.catalog.providers(DATABASE);
        let bare = databases.find(|service| images(service).next().is_none());
        bare.map(|service| service.name.clone())
    }

    /// The names of the databases' images, without owner and tag.
    pub(super) fn database_images(&self) -> Vec<String> {
        let images = self.catalog.providers(DATABASE).flat_map(images);
        let names = images.filter_map(|image| image.rsplit('/').next()?.split(':').next());
        names.map(str::to_owned).collect()
    }
}

fn images(service: &Service) -> impl Iterator<Item = &String> {
    let releases = service.manifest.releases.iter();
    releases.filter_map(|release| release.image.as_ref())
}
