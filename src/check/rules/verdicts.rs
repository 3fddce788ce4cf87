//! Settings as they will run, evaluated with the variables of the stack's containers.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::spot::Spot;
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::verify::{ACCEPT, Found, Verdict};

pub(super) fn rules(subject: &Subject, _: &dyn Machine, found: &mut Vec<Finding>) {
    accepted(subject, found);
    for facts in &subject.environments {
        let is_untold = |verdict: &&Verdict| matches!(verdict.found, Found::Untold(_));
        let (untold, known): (Vec<_>, Vec<_>) = facts.settings.iter().partition(is_untold);
        found.extend(known.into_iter().map(|verdict| other(verdict, facts)));
        if let Some(first) = untold.first() {
            let what = What::SettingsUntold {
                environment: first.environment,
                settings: untold.iter().map(|it| it.setting.clone()).collect(),
                by: match &first.found {
                    Found::Untold(by) => by.clone(),
                    _ => None,
                },
            };
            found.push(Finding::new(what, facts.spot.file(&first.file)));
        }
    }
}

fn other(verdict: &Verdict, facts: &EnvironmentFacts) -> Finding {
    let verdict = verdict.clone();
    let line = usize::try_from(verdict.line).unwrap_or_default();
    let spot = facts.spot.at(&verdict.file, line);
    Finding::new(What::SettingOther { verdict }, spot)
}

/// What is meant to be otherwise is listed all the same.
fn accepted(subject: &Subject, found: &mut Vec<Finding>) {
    let entry = subject.env.file.as_ref().and_then(|env| env.entry(ACCEPT));
    let Some(entry) = entry.filter(|entry| !entry.value.is_empty()) else {
        return;
    };
    let settings = entry.value.expose().to_owned();
    let what = What::Accepted { settings };
    found.push(Finding::new(
        what,
        Spot::shared(&subject.env.path, entry.line),
    ));
}
