//! A draft → files, commits and branches: all, or none.

use crate::apply::{self, EnvChange, EnvEntry, Receipt};
use crate::branches::BranchPlan;
use crate::compose::ENV_FILE;
use crate::error::Error;
use crate::plan::Plan;

use super::draft::Draft;
use super::env_entries::env_entries;
use super::workspace::{DEV_KEY, PROD_KEY, Workspace};

/// A draft of which nothing but the moment can stand in the way: what is shown and asked about.
pub struct Writable<'run> {
    draft: &'run Draft,
    place: &'run Workspace,
    env: EnvChange,
    /// What git leaves alone in this clone: the secrets, where there are any, and people's data.
    excluded: Vec<String>,
}

impl Draft {
    /// Refuses what could not be written, and writes nothing. `former` are the secrets of services that go.
    pub fn check<'run>(
        &'run self,
        place: &'run Workspace,
        former: &[String],
    ) -> Result<Writable<'run>, Error> {
        let (repository, root) = (place.repository.as_ref(), place.work.root());
        let entries = self.env_entries(place)?;
        let env_file = self.env_file();
        let is_needed =
            |key: &String| entries.iter().any(|entry| entry.key == *key) || self.names(key);
        let mut former = former.to_vec();
        former.retain(|key| !is_needed(key));
        let env = match apply::env_change(repository, root, env_file, &entries, &former) {
            // Without a key of its own, no file can stand in the way.
            Err(_) if entries.is_empty() => EnvChange::default(),
            env => env?,
        };
        let files = env.write.as_slice();
        if let (Some(plan), Some(repository)) = (&self.commits, repository) {
            apply::check_branches(repository, &plan.commits, &plan.updates, files)?;
        } else {
            apply::check_folder(repository, root, &self.folder_plan(), files)?;
        }
        Ok(Writable {
            draft: self,
            place,
            env,
            excluded: self.excluded(!entries.is_empty()),
        })
    }

    /// Whether a file that is written names a key: the user has a use for it too.
    fn names(&self, key: &str) -> bool {
        let changes = self.outcomes().flat_map(|outcome| &outcome.plan.changes);
        let mut texts = changes.filter_map(|change| change.after.as_ref());
        texts.any(|file| file.text.contains(key))
    }

    /// What changes in the work tree, in the single layout.
    fn folder_plan(&self) -> Plan {
        let plan = self.parts.first().map(|part| part.outcome.plan.clone());
        plan.unwrap_or_default()
    }

    /// What later commands and `git merge` find in git's own configuration.
    fn configuration(&self) -> Vec<(&str, &str)> {
        if self.commits.is_none() {
            return Vec::new();
        }
        let mut settings = apply::MERGE_DRIVER.to_vec();
        let names = [
            (DEV_KEY, &self.answers.dev_branch),
            (PROD_KEY, &self.answers.prod_branch),
        ];
        let is_here = |name: &str| {
            let mut parts = self.parts.iter();
            parts.any(|part| part.branch.as_deref() == Some(name))
        };
        let here = names.into_iter().filter(|(_, name)| is_here(name));
        settings.extend(here.map(|(key, name)| (key, name.as_str())));
        settings
    }

    /// The file of the stack's secrets, from the root.
    pub(super) fn env_file(&self) -> &str {
        let mut stacks = self.outcomes().flat_map(|outcome| &outcome.stacks);
        stacks.next().map_or(ENV_FILE, |stack| &stack.env_file)
    }

    /// What git is to leave alone in this clone, whatever branch is checked out.
    fn excluded(&self, has_secrets: bool) -> Vec<String> {
        let mut stacks = self.outcomes().flat_map(|outcome| &outcome.stacks);
        let Some(stack) = stacks.next().filter(|_| has_secrets) else {
            return Vec::new();
        };
        let secrets = format!("/{}", stack.env_file);
        let data = stack.excluded.iter().filter(|_| stack.extends.is_none());
        std::iter::once(secrets).chain(data.cloned()).collect()
    }

    fn env_entries(&self, place: &Workspace) -> Result<Vec<EnvEntry>, Error> {
        let stacks = self.outcomes().flat_map(|outcome| &outcome.stacks);
        env_entries(&stacks.collect::<Vec<_>>(), place)
    }
}

impl Writable<'_> {
    /// Whether there is nothing to write, secrets included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.is_empty() && self.env.write.is_none()
    }

    /// The secrets in the file of secrets that become comments.
    #[must_use]
    pub fn aside(&self) -> &[String] {
        &self.env.aside
    }

    /// Writes everything, or nothing.
    pub fn write(self) -> Result<Receipt, Error> {
        let Self {
            draft,
            place,
            env,
            excluded,
        } = self;
        let repository = place.repository.as_ref();
        let mut files = Vec::new();
        if let Some(repository) = repository {
            if !excluded.is_empty() {
                // Before the secrets themselves, so that they are never a moment in git's sight.
                files.extend(apply::exclude(repository, &excluded)?);
            }
            files.extend(apply::configure(repository, &draft.configuration())?);
        }
        files.extend(env.write);
        if let (Some(plan), Some(repository)) = (&draft.commits, repository) {
            let BranchPlan {
                commits, updates, ..
            } = plan;
            return Ok(apply::write_branches(
                repository,
                commits,
                updates,
                &files,
                &draft.verb,
            )?);
        }
        let root = place.work.root();
        Ok(apply::write_folder(
            repository,
            root,
            &draft.folder_plan(),
            &files,
        )?)
    }
}
