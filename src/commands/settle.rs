//! A draft is refused, shown, asked about, and written: the last steps of every command that writes.

use std::path::Path;

use crate::answers::{Existing, Layout, Prompter, Question};
use crate::catalog::{self, Catalog, CatalogError, Pack};
use crate::cli::Global;
use crate::error::Error;
use crate::inspect::Uses;
use crate::pipeline::PipelineError;
use crate::render;
use crate::verify::Verdict;

use super::audience::{Audience, Event};
use super::changed::Changed;
use super::draft::Draft;
use super::next::Next;
use super::workspace::Workspace;

/// The pack of that folder, or the built-in one.
fn pack(folder: Option<&Path>) -> Result<Pack, CatalogError> {
    Ok(match folder {
        Some(folder) => Pack::from_folder(folder)?,
        None => Pack::embedded(),
    })
}

/// Everything that the pack of that folder, or the built-in one, offers. A pack of the user's is proven first.
pub(super) fn catalog(folder: Option<&Path>) -> Result<Catalog, Error> {
    let catalog = Catalog::load(&pack(folder)?)?;
    // The built-in one is proven once, by a test.
    if !catalog.built_in {
        render::prove(&catalog).map_err(PipelineError::from)?;
    }
    Ok(catalog)
}

/// The uses alone that such a pack knows the signs of.
pub(super) fn uses(folder: Option<&Path>) -> Result<Uses, Error> {
    Ok(catalog::uses(&pack(folder)?)?)
}

/// What a draft is settled with.
pub(super) struct Settling<'run> {
    pub(super) place: &'run Workspace,
    pub(super) global: &'run Global,
    pub(super) audience: &'run dyn Audience,
    /// Who says whether it is written. Gone when it is: from then on Ctrl-C is too late.
    pub(super) prompter: Box<dyn Prompter>,
    /// The secrets of services that go.
    pub(super) former: Vec<String>,
}

impl Settling<'_> {
    /// Writes a draft, if nothing stands in the way and nobody says no.
    pub(super) fn settle(mut self, draft: &Draft, mut next: Next) -> Result<Changed, Error> {
        if draft.answers.layout == Layout::Branches {
            next.unheeded = self.place.unheeded();
        }
        self.audience.hear(&Event::Read(&draft.facts))?;
        refuse(draft)?;
        let writable = draft.check(self.place, &self.former)?;
        next.aside = writable.aside().to_vec();
        let mut changed = Changed::planned(draft, self.global.diff, next);
        changed.unseen = draft.unseen(self.place)?;
        self.audience.hear(&Event::Planned(&changed))?;
        if self.global.dry_run || writable.is_empty() {
            return Ok(changed);
        }
        if self.audience.is_interactive() && !self.prompter.confirm(&write_question(draft))? {
            return Err(Error::Cancelled);
        }
        drop(self.prompter);
        writable.write()?;
        changed.written = true;
        Ok(changed)
    }
}

/// What must not be written over.
fn refuse(draft: &Draft) -> Result<(), Error> {
    let conflicts: Vec<_> = draft
        .outcomes()
        .flat_map(|outcome| &outcome.notes.conflicts)
        .map(|conflict| (conflict.path.clone(), conflict.markers.clone()))
        .collect();
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(conflicts));
    }
    let wrong: Vec<Verdict> = draft.verdicts().filter(|it| it.hinders).cloned().collect();
    // What goes weakens nothing.
    if !wrong.is_empty() && !draft.verb.starts_with("remove") {
        return Err(Error::Settings(wrong));
    }
    let mut files: Vec<String> = draft
        .outcomes()
        .flat_map(|outcome| &outcome.notes.existing)
        .filter(|(_, existing)| *existing == Existing::Refuse)
        .map(|(path, _)| path.clone())
        .collect();
    files.sort();
    files.dedup();
    if !files.is_empty() {
        return Err(Error::Existing(files));
    }
    Ok(())
}

fn write_question(draft: &Draft) -> Question {
    let prompt = match draft.answers.layout {
        Layout::Branches => "Write these commits?",
        Layout::Single => "Write these files?",
    };
    Question::yes_no(true).named("yes", "yes").asking(prompt)
}
