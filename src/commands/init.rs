//! `djdock init`: a Django project → two stacks.

use crate::answers::{PartialAnswers, options_given};
use crate::cli::{Global, InitArgs};
use crate::error::Error;
use crate::pipeline::Facts;

use super::audience::{Audience, Event};
use super::changed::{Changed, Provided};
use super::draft::DraftRequest;
use super::next::Next;
use super::settle::{Settling, catalog};
use super::workspace::{Workspace, answers_file};

/// Runs `djdock init`: reads the project, asks, renders both stacks and writes them.
pub fn run(args: InitArgs, global: &Global, audience: &dyn Audience) -> Result<Changed, Error> {
    let place = Workspace::find(&args.path.path, args.answers.layout)?;
    if !global.dry_run {
        place.recover(audience)?;
    }
    let file = answers_file(global.answers.as_deref())?;
    let pack = args.pack.clone().or_else(|| place.pack(&file));
    let catalog = catalog(pack.as_deref())?;
    let named = args.answers.dev_branch.is_some() || args.answers.prod_branch.is_some();
    let on_conflict = args.on_conflict;
    let mut given = given(args).or(file);
    given.pack = pack.and_then(|folder| place.inside(&folder)).or(given.pack);
    let request = DraftRequest {
        branches_named: named || given.dev_branch.is_some() || audience.is_interactive(),
        on_conflict,
        ..DraftRequest::new(&place, &catalog, "init", Facts::Inspected)
    };
    let mut prompter = audience.prompter();
    let draft = request.draft(given, &mut *prompter)?;
    let provided = Provided::of(&draft, &catalog);
    audience.hear(&Event::Provided(&provided))?;
    let settling = Settling {
        place: &place,
        global,
        audience,
        prompter,
        former: Vec::new(),
    };
    let next = Next::made(&draft, &place, &catalog);
    settling.settle(&draft, next)
}

/// The flags as answers.
fn given(args: InitArgs) -> PartialAnswers {
    let existing = args.existing;
    PartialAnswers {
        existing: (!existing.is_empty()).then(|| existing.into_iter().collect()),
        set: options_given(args.set),
        ..args.answers.into()
    }
}
