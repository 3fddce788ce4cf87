//! The catalogue of services.

use super::super::{Output, Page};
use super::json;
use crate::catalog::DATABASE;
use crate::commands::services::{Catalogue, ListedService};
use crate::ui::table::{padded, widest};

impl Output for Catalogue {
    /// One line a service, those that are installed with a mark; below it what there is to choose.
    fn text(&self, page: &mut Page) {
        let width = widest(self.0.iter().map(|service| service.name.as_str()));
        let is_database = |service: &&ListedService| {
            let mut provides = service.provides.iter();
            provides.any(|capability| capability == DATABASE)
        };
        let (databases, others): (Vec<_>, Vec<_>) = self.0.iter().partition(is_database);
        for (heading, services) in [
            ("Databases, of which a stack has one:", databases),
            ("Services:", others),
        ] {
            let lines = services.into_iter().flat_map(|it| lines(it, width));
            let lines: Vec<String> = lines.collect();
            page.data(format!("{heading}\n{}\n", lines.concat()));
        }
        page.data("* is installed. `djdock add SERVICE`, `djdock remove SERVICE`.\n");
    }

    fn json(&self) -> serde_json::Value {
        json(self)
    }
}

fn lines(service: &ListedService, width: usize) -> Vec<String> {
    let mark = if service.installed { "*" } else { " " };
    let only = match service.environments.as_slice() {
        [environment] => format!(" ({environment} only)"),
        _ => String::new(),
    };
    let needs = match service.needs.as_slice() {
        [] => String::new(),
        needs => format!(" [needs: {}]", needs.join(", ")),
    };
    let (name, summary) = (padded(&service.name, width), &service.summary);
    let line = format!("{mark} {name}  {summary}{only}{needs}\n");
    let choices = service.choices.iter().map(|choice| {
        let (key, default, prompt) = (&choice.key, &choice.default, &choice.prompt);
        let name = &service.name;
        format!(
            "  {:width$}    --set {name}.{key}={default}  {prompt}\n",
            ""
        )
    });
    std::iter::once(line).chain(choices).collect()
}
