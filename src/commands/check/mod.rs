//! `djdock check`: what would stop the stack or weaken it, each with its fix.

mod checked;
mod repair;

use crate::check::{Finding, Level, Repair, ThisMachine};
use crate::cli::CheckArgs;
use crate::error::Error;

use super::audience::Audience;
use super::change::pack_of;
use super::workspace::Workspace;
use checked::Checked;
pub(super) use checked::stacks;

/// What was found, and what was done about it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was found, what stops the stack first: what is left of it, where something was put right.
    pub(crate) found: Vec<Finding>,
    /// What `--fix` put right, or would put right; `None` without it.
    pub(crate) repairs: Option<Vec<Repair>>,
    /// Whether nothing was to be written.
    pub(crate) dry_run: bool,
    /// The file of the stack's secrets, from the root.
    pub(crate) env_file: String,
}

impl Findings {
    /// Whether something stops or weakens the stack.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        let mut findings = self.found.iter();
        findings.any(|finding| finding.level() != Level::Note)
    }
}

/// Runs `djdock check`: looks at a stack and its machine, and puts right what `--fix` may.
pub fn run(args: &CheckArgs, dry_run: bool, audience: &dyn Audience) -> Result<Findings, Error> {
    let place = Workspace::find(&args.place.path, None)?;
    if !args.fix {
        let (findings, ()) = place.whole(look(args, &place, |_| Ok(())))?;
        return Ok(findings);
    }
    if !dry_run {
        place.recover(audience)?;
    }
    let (mut findings, repairs) = look(args, &place, |checked| checked.repair(dry_run))?;
    if !dry_run {
        // git's own configuration is read anew.
        let place = Workspace::find(&args.place.path, None)?;
        (findings, ()) = look(args, &place, |_| Ok(()))?;
    }
    Ok(Findings {
        repairs: Some(repairs),
        dry_run,
        ..findings
    })
}

fn look<T>(
    args: &CheckArgs,
    place: &Workspace,
    then: impl FnOnce(&Checked<'_>) -> Result<T, Error>,
) -> Result<(Findings, T), Error> {
    let standing = place.standing_of_dev()?;
    let catalog = pack_of(&args.place, place, &standing.answers)?;
    let checked = Checked::new(place, &standing, &catalog, &ThisMachine)?;
    let done = then(&checked)?;
    let findings = Findings {
        env_file: checked.subject.env.path.clone(),
        found: checked.findings,
        repairs: None,
        dry_run: false,
    };
    Ok((findings, done))
}
