//! What the default pack renders for every service that provides a database: a new folder in `templates/services` is
//! tested because it is there.

mod compose;
mod rendered;
mod settings;

use std::sync::{Arc, LazyLock};

use djdock::catalog::{Catalog, DATABASE};
use libtest_mimic::Trial;

use crate::harness::Project;
use crate::test;

/// A project on a database, in both layouts.
struct Rendered {
    database: String,
    branches: Project,
    single: Project,
}

/// What holds of each.
type Law = fn(&Rendered);

const LAWS: [(&str, Law); 12] = [
    ("branches", rendered::on_the_branches),
    ("single", rendered::side_by_side),
    (
        "no_template_is_left",
        rendered::no_template_is_left_in_a_file,
    ),
    (
        "line_ends",
        rendered::every_text_ends_with_one_line_break_and_no_line_with_a_blank,
    ),
    ("marks", rendered::every_file_that_differs_says_whose_it_is),
    ("yaml", compose::each_is_one_yaml_document_with_services),
    ("keys", compose::no_key_stands_twice),
    ("apart", compose::dev_and_prod_share_no_name_volume_or_port),
    ("volumes", compose::volumes_have_names_of_more_than_a_letter),
    (
        "one_patch",
        settings::both_branches_have_the_same_settings_and_requirements,
    ),
    ("undone", settings::what_was_patched_can_be_undone),
    (
        "undone_side_by_side",
        settings::what_was_patched_side_by_side_can_be_undone,
    ),
];

pub(crate) fn tests() -> Vec<Trial> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let names = catalog
        .providers(DATABASE)
        .map(|service| service.name.clone());
    let each = names.collect::<Vec<_>>().into_iter().flat_map(|database| {
        let name = database.clone();
        let rendered = Arc::new(LazyLock::new(move || Rendered::of(name)));
        LAWS.map(|(law, holds)| {
            let rendered = Arc::clone(&rendered);
            test(format!("databases::{database}::{law}"), move || {
                holds(&rendered);
            })
        })
    });
    each.collect()
}

impl Rendered {
    fn of(database: String) -> Self {
        let line = format!("init --yes --db {database} --domain example.org");
        let (branches, single) = (Project::polls(), Project::outside_git("examples/polls"));
        branches.djdock(&line).ok();
        single.djdock(&line).ok();
        Self {
            database,
            branches,
            single,
        }
    }
}
