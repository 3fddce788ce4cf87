//! What the containers of a stack get, as far as it is known before its compose file is written.

use super::Variables;
use crate::catalog::{Scope, Variable};
use crate::compose::Template;
use crate::patch::SettingsPatch;
use crate::stack::Stack;

/// The variables of the project's containers. A value that is yet to be made has a text in its place.
pub(crate) fn given(stack: &Stack, patch: &SettingsPatch) -> Variables {
    let here = stack.environment;
    let made = |key: &str| {
        let mut variables = stack.variables_in(Scope::Env);
        variables.find(|it| it.key == key).map(placeholder)
    };
    let wanted = patch.settings.iter().filter_map(|setting| {
        let value = setting.wanted.get(&here)?;
        Some((setting.variable.clone(), value.clone()))
    });
    let variables = stack.variables.iter();
    let variables = variables.filter(|it| it.is_in(here) && !it.private && it.host.is_none());
    let variables = variables.map(|it| (it.name.clone(), placeholder(it)));
    let own = stack.project_variables.values.iter().filter_map(|own| {
        let text: String = serde_json::from_str(&own.value).ok()?;
        Some((own.name.clone(), Template::parse(&text).expand(&made).text))
    });
    wanted.chain(variables).chain(own).collect()
}

/// What stands for a value that is yet to be made.
pub(crate) fn placeholder(variable: &Variable) -> String {
    let value = variable.value.clone().filter(|value| !value.is_empty());
    value.unwrap_or_else(|| format!("made-for-{}", variable.key))
}
