//! `djdock services`: the catalogue, and what is installed.

use serde_json::json;

use crate::answers::{PartialAnswers, TAKEN};
use crate::catalog::{Catalog, DATABASE, Service};
use crate::cli::{Global, ListArgs};
use crate::error::Error;
use crate::ui::Ui;

use super::change::pack_of;
use super::place::Place;

/// Runs the command. Without a stack nothing is installed, which is no error.
pub fn run(args: &ListArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let place = Place::find(&args.path, None)?;
    let answers = match place.standing() {
        Ok(standing) => Some(standing.answers),
        Err(Error::NoStack) => None,
        Err(error) => return Err(error),
    };
    let answers = answers.unwrap_or_default();
    let catalog = pack_of(args, &place, &answers)?;
    if global.json {
        let services: Vec<_> = catalog
            .services
            .iter()
            .map(|service| to_json(service, &answers))
            .collect();
        ui.data(&format!("{:#}\n", serde_json::Value::from(services)));
    } else {
        ui.data(&text(&catalog, &answers));
    }
    Ok(())
}

fn is_installed(service: &Service, answers: &PartialAnswers) -> bool {
    let mut names = answers.with.iter().flatten().chain(&answers.db);
    names.any(|name| *name == service.name)
}

fn to_json(service: &Service, answers: &PartialAnswers) -> serde_json::Value {
    let manifest = &service.manifest;
    let questions = manifest.questions.iter();
    let questions = questions.map(|question| (&question.key, question.default.as_str()));
    let offers = manifest.offers.iter();
    let offers = offers.filter_map(|offer| Some((&offer.question.as_ref()?.key, TAKEN[0])));
    let options: serde_json::Map<_, _> = questions
        .chain(offers)
        .map(|(key, default)| (key.clone(), default.into()))
        .collect();
    json!({
        "name": service.name,
        "title": manifest.title,
        "summary": manifest.summary,
        "installed": is_installed(service, answers),
        "environments": manifest.environments,
        "provides": manifest.provides,
        "needs": manifest.needs,
        "options": options,
    })
}

/// One line a service, those that are installed with a mark; below it what there is to choose.
fn text(catalog: &Catalog, answers: &PartialAnswers) -> String {
    let names = catalog.services.iter().map(|service| service.name.len());
    let width = names.max().unwrap_or_default();
    let mut text = String::new();
    let (databases, others): (Vec<&Service>, Vec<&Service>) = catalog
        .services
        .iter()
        .partition(|service| service.provides(DATABASE));
    for (heading, services) in [
        ("Databases, of which a stack has one:", databases),
        ("Services:", others),
    ] {
        text.push_str(heading);
        text.push('\n');
        for service in services {
            text.push_str(&line(service, is_installed(service, answers), width));
        }
        text.push('\n');
    }
    text.push_str("* is installed. `djdock add SERVICE`, `djdock remove SERVICE`.\n");
    text
}

fn line(service: &Service, installed: bool, width: usize) -> String {
    let manifest = &service.manifest;
    let mark = if installed { "*" } else { " " };
    let only = match manifest.environments.as_slice() {
        [environment] => format!(" ({environment} only)"),
        _ => String::new(),
    };
    let needs = match manifest.needs.as_slice() {
        [] => String::new(),
        needs => format!(" [needs: {}]", needs.join(", ")),
    };
    let line = format!(
        "{mark} {:width$}  {}{only}{needs}",
        service.name, manifest.summary
    );
    let questions = manifest.questions.iter();
    let questions = questions.map(|it| (&it.key, it.default.as_str(), &it.prompt));
    let offers = manifest.offers.iter();
    let offers = offers.filter_map(|offer| offer.question.as_ref());
    let offers = offers.map(|it| (&it.key, TAKEN[0], &it.prompt));
    let choices = questions.chain(offers).map(|(key, default, prompt)| {
        let name = &service.name;
        format!("  {:width$}    --set {name}.{key}={default}  {prompt}", "")
    });
    let lines: Vec<String> = std::iter::once(line).chain(choices).collect();
    lines.join("\n") + "\n"
}
