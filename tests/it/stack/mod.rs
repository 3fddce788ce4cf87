//! What the default pack renders, for every service that provides a database: a new folder in
//! `templates/services` is tested because it is there.

mod backups;
mod catalogue;
mod changes;
#[path = "../../shared/combinations.rs"]
mod combinations;
mod compose;
mod drawn;
mod former;
mod own;
mod rendered;
mod services;
mod settings;
mod tools;

use djdock::catalog::{Catalog, DATABASE};

/// The services that can be a project's database.
fn databases() -> Vec<String> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let names = catalog
        .providers(DATABASE)
        .map(|service| service.name.clone());
    names.collect()
}
