//! Servers of the developer's own machine that the stack has a service for.

use serde::Serialize;
use tera::Context;

use super::StackError;
use crate::catalog::{Addresses, Catalog, Service};
use crate::environment::Environment;
use crate::inspect::{Address, AddressParts, Project};

/// A setting that names such a server literally, and the variable by which it names the service.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    /// The setting's own name: `CACHES`.
    pub name: String,
    /// The keys below it: `default`, `LOCATION`.
    pub keys: Vec<String>,
    /// Whether the address stands in a list.
    pub list: bool,
    /// The name of the variable.
    pub variable: String,
    /// Its value, where this environment's settings have the address; else empty.
    pub value: String,
}

/// The service that takes the place of a server, and its address.
pub(super) fn addresses<'s>(
    services: &[&'s Service],
    address: &AddressParts,
) -> Option<&'s Addresses> {
    services
        .iter()
        .find_map(|service| service.replaced(address))
}

/// The address inside the stack.
pub(super) fn value(
    addresses: &Addresses,
    parts: &AddressParts,
    list: bool,
    catalog: &Catalog,
) -> Result<String, tera::Error> {
    let mut address = serde_json::to_value(parts).unwrap_or_default();
    address["list"] = list.into();
    let mut context = Context::new();
    context.insert("address", &address);
    catalog
        .templates
        .render_str(&addresses.value, &context, true)
}

/// Every setting that moves. A variable of the same name that the project reads otherwise stands in the way.
pub(super) fn moved(
    project: &Project,
    services: &[&Service],
    catalog: &Catalog,
    environment: Environment,
) -> Result<Vec<Moved>, StackError> {
    let mut moved = Vec::new();
    for address in &project.addresses {
        let Some(parts) = AddressParts::parse(&address.address) else {
            continue;
        };
        let variable = address.setting.to_uppercase().replace(['.', '-'], "_");
        // No environment has another name: such an entry stays as it is.
        let named = variable
            .chars()
            .all(|part| part == '_' || part.is_ascii_alphanumeric());
        let taken = !named || project.environment.iter().any(|own| own.name == variable);
        let Some(addresses) = addresses(services, &parts).filter(|_| !taken) else {
            continue;
        };
        let value = match (is_here(address, environment), address.host_only) {
            (false, _) => String::new(),
            (true, true) => addresses.host.clone(),
            (true, false) => value(addresses, &parts, address.list, catalog)?,
        };
        let mut keys = address.setting.split('.').map(ToOwned::to_owned);
        moved.push(Moved {
            name: keys.next().unwrap_or_default(),
            keys: keys.collect(),
            list: address.list,
            variable,
            value,
        });
    }
    Ok(moved)
}

fn is_here(address: &Address, environment: Environment) -> bool {
    address.environments.is_empty() || address.environments.contains(&environment)
}
