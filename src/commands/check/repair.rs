//! `djdock check --fix`: what is safe to put right, in one piece.

use crate::apply;
use crate::check::{Repair, Repairs};
use crate::compose::Secret;
use crate::error::Error;
use crate::files::{File, Mode};
use crate::plan::{Change, Plan};
use crate::tree::{EntryKind, Tree as _};

use super::checked::Checked;

impl Checked<'_> {
    /// Puts right what is safe to, and tells what that was; only tells it where nothing is to be written.
    pub(super) fn repair(&self, dry_run: bool) -> Result<Vec<Repair>, Error> {
        let repairs = Repairs::of(&self.findings);
        let env = &self.subject.env;
        let (text, mut done) = repairs.env_text(env, &self.entries);
        let touches_env = !done.is_empty();
        done.extend(repairs.others());
        if dry_run || done.is_empty() {
            return Ok(done);
        }
        let (repository, root) = (self.place.repository.as_ref(), self.place.work.root());
        let mut files = Vec::new();
        if let Some(repository) = repository {
            if repairs.ignore || touches_env {
                // Before that file itself, so that it is never a moment in git's sight.
                files.extend(apply::exclude(repository, &[format!("/{}", env.path)])?);
            }
            if repairs.merge_driver {
                files.extend(apply::configure(repository, &apply::MERGE_DRIVER)?);
            }
        }
        if touches_env {
            let before = env.text.as_ref().map(Secret::expose);
            files.push(apply::rewrite_env(
                repository,
                root,
                &env.path,
                before,
                text,
                repairs.close,
            )?);
        }
        let plan = self.scripts(&repairs.scripts)?;
        apply::write_folder(repository, root, &plan, &files)?;
        Ok(done)
    }

    /// The scripts of the work tree, with the line endings of a shell's.
    fn scripts(&self, paths: &[String]) -> Result<Plan, Error> {
        let work = &self.place.work;
        let mut plan = Plan::default();
        for path in paths {
            let Some(text) = work.read_text(path)? else {
                continue;
            };
            let mode = match work.kind(path)? {
                Some(EntryKind::File { executable: true }) => Mode::Executable,
                _ => Mode::Regular,
            };
            let clean = text.replace("\r\n", "\n");
            plan.changes.push(Change {
                path: path.clone(),
                before: Some(File { text, mode }),
                after: Some(File { text: clean, mode }),
            });
        }
        Ok(plan)
    }
}
