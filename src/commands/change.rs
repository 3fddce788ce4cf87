//! A stack that stands, with other choices: what `add`, `remove` and `update` have in common.

use crate::answers::{PartialAnswers, options_given};
use crate::catalog::{Catalog, Service};
use crate::cli::{ChangeArgs, Global, ListArgs};
use crate::error::{ChangeError, Error};
use crate::pipeline::{Facts, Restore};

use super::audience::Audience;
use super::changed::Changed;
use super::draft::{Draft, DraftRequest};
use super::next::Next;
use super::settle::{Settling, catalog};
use super::standing::{Named, Standing};
use super::workspace::Workspace;

/// A stack, and what it may be made of.
pub(super) struct Change<'run> {
    pub(super) place: Workspace,
    pub(super) standing: Standing,
    pub(super) catalog: Catalog,
    /// Which files come back that the user deleted.
    pub(super) restore: Restore,
    args: ChangeArgs,
    global: &'run Global,
    pub(super) audience: &'run dyn Audience,
}

impl<'run> Change<'run> {
    /// Finds the stack and its pack. Finishes what a killed djdock left behind first.
    pub(super) fn find(
        args: ChangeArgs,
        global: &'run Global,
        audience: &'run dyn Audience,
    ) -> Result<Self, Error> {
        let place = Workspace::find(&args.place.path, None)?;
        if !global.dry_run {
            place.recover(audience)?;
        }
        let named = Named {
            compose: args.compose.as_deref(),
            manage_py: args.manage_py.as_deref(),
        };
        let mut standing = place.standing_or_extended(named, args.place.pack.as_deref())?;
        if let Some(own) = &mut standing.own {
            own.web = args.web.clone().or(own.web.take());
        }
        let catalog = pack_of(&args.place, &place, &standing.answers)?;
        Ok(Self {
            place,
            standing,
            catalog,
            restore: Restore::Nothing,
            args,
            global,
            audience,
        })
    }

    /// Renders the stack with these choices, and writes it. `next` tells what is left to the user then.
    pub(super) fn make(
        &self,
        verb: &str,
        facts: Facts,
        given: PartialAnswers,
        next: impl FnOnce(&Draft) -> Next,
    ) -> Result<Changed, Error> {
        let flags = PartialAnswers {
            set: options_given(self.args.set.clone()),
            domain: self.args.domain.clone(),
            ..PartialAnswers::default()
        };
        let given = flags.or(given);
        let request = DraftRequest {
            on_conflict: self.args.on_conflict,
            restore: &self.restore,
            ..DraftRequest::new(&self.place, &self.catalog, verb, facts)
        };
        let mut prompter = self.audience.prompter();
        let draft = request.redraft(&self.standing, given, &mut *prompter)?;
        self.check_restored(&draft)?;
        let settling = Settling {
            place: &self.place,
            global: self.global,
            audience: self.audience,
            prompter,
            former: self.former_secrets(&draft),
        };
        settling.settle(&draft, next(&draft))
    }

    /// The secrets of services that the stack had and has no longer.
    fn former_secrets(&self, draft: &Draft) -> Vec<String> {
        let stacks = || draft.outcomes().flat_map(|outcome| &outcome.stacks);
        let stays = |name: &String| {
            stacks().any(|stack| {
                let mut services = stack.services.iter();
                let previous = stack.previous_database.as_ref();
                services.any(|service| service.name == *name)
                    || previous.is_some_and(|previous| previous.service.name == *name)
            })
        };
        let mut before = self.standing.installed(&self.catalog);
        before.extend(self.standing.answers.previous_db.clone());
        let gone = before.iter().filter(|name| !stays(name));
        let gone = gone.filter_map(|name| self.catalog.service(name));
        let keys = gone.flat_map(|service| service.secrets().map(|it| it.name.clone()));
        keys.collect()
    }

    /// Refuses to restore what stands, or what the stack does not have.
    fn check_restored(&self, draft: &Draft) -> Result<(), ChangeError> {
        let Restore::Files(files) = &self.restore else {
            return Ok(());
        };
        for path in files {
            let mut outcomes = draft.outcomes();
            if outcomes.any(|outcome| outcome.notes.restored.contains(path)) {
                continue;
            }
            let path = path.clone();
            let mut stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
            let known = stacks.any(|stack| stack.files.values().any(|file| *file == path));
            return Err(if known {
                ChangeError::NothingToRestore { path }
            } else {
                ChangeError::NoFileOfTheStack { path }
            });
        }
        Ok(())
    }

    /// The service of a name that was typed.
    pub(super) fn service(&self, name: &str) -> Result<&Service, ChangeError> {
        let all = self.catalog.services.iter();
        let known = || all.map(|service| service.name.clone()).collect();
        self.catalog
            .service(name)
            .ok_or_else(|| ChangeError::UnknownService {
                name: name.to_owned(),
                known: known(),
            })
    }
}

/// The pack that was named by flag, or by the stack's `djdock.toml`: there from the repository's root.
pub(super) fn pack_of(
    args: &ListArgs,
    place: &Workspace,
    answers: &PartialAnswers,
) -> Result<Catalog, Error> {
    let own = answers.pack.as_ref();
    let own = own.map(|folder| place.work.root().join(folder));
    catalog(args.pack.clone().or(own).as_deref())
}
