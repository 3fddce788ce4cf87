//! `djdock check --fix`: what is safe to put right, in one piece.

use crate::apply;
use crate::check::Repairs;
use crate::cli::Global;
use crate::compose::Secret;
use crate::error::Error;
use crate::files::{File, Mode};
use crate::plan::{Change, Plan};
use crate::tree::{EntryKind, Tree as _};
use crate::ui::{Ui, report};

use super::checked::Checked;

impl Checked<'_> {
    /// Puts right what is safe to, and says what was done.
    pub(super) fn repair(&self, global: &Global, ui: &Ui) -> Result<(), Error> {
        let repairs = Repairs::of(&self.findings);
        let env = &self.subject.env;
        let (text, mut done) = repairs.env_text(env, &self.entries);
        let touches_env = !done.is_empty();
        done.extend(repairs.others());
        for repair in &done {
            ui.say(report::repair(repair, global.dry_run));
        }
        if done.is_empty() {
            ui.say("Nothing here can be put right without you.");
        }
        if global.dry_run || done.is_empty() {
            return Ok(());
        }
        let (repository, root) = (self.place.repository.as_ref(), self.place.work.root());
        let mut files = Vec::new();
        if let Some(repository) = repository {
            if repairs.ignore || touches_env {
                // Before .env itself, so that it is never a moment in git's sight.
                files.extend(apply::exclude_env(repository)?);
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
                before,
                text,
                repairs.close,
            )?);
        }
        let plan = self.scripts(&repairs.scripts)?;
        apply::write_folder(repository, root, &plan, &files)?;
        Ok(())
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
