//! Modules whose settings are the attributes of a class: django-configurations.

use std::collections::BTreeMap;

use crate::python::modules::state::Scope;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// The names in `django.conf.global_settings`, of Django 2.2 to 6.1.
const GLOBAL_SETTINGS: &str = include_str!("global_settings.txt");

impl Machine<'_> {
    /// Gives a module the settings of one of its classes, as django-configurations does.
    pub(crate) fn configure(&mut self, module: &str, class: &str) {
        let scope = self.state.modules.get(module);
        let Some(found) = scope.and_then(|scope| scope.get(class)).cloned() else {
            return;
        };
        let Value::Class(class) = &found.value else {
            self.blur_module(module);
            return;
        };
        let none = Args::default();
        for hook in ["pre_setup", "setup"] {
            self.call_member(&found, hook, &none, &found.at);
        }
        let value = self.instantiate(class, &none, &found.at);
        let object = Term::new(value, found.at.clone());
        let Some(names) = self.attribute_names(&object.value) else {
            self.blur_module(module);
            return;
        };
        self.default_settings(module);
        for name in names {
            let upper = name.chars().any(char::is_uppercase) && *name == name.to_uppercase();
            if !upper || name.starts_with('_') {
                continue;
            }
            let Some(mut term) = self.own_member(&object, &name, &found.at) else {
                continue;
            };
            if let Value::Method(..) = term.value
                && let Some(value) = self.call_member(&object, &name, &none, &found.at)
            {
                term.value = value;
            }
            if let Some(scope) = self.state.modules.get_mut(module) {
                scope.set(&name, term);
            }
        }
    }

    /// Every class has Django's own settings, with their defaults: what the module says of these does not count.
    fn default_settings(&mut self, module: &str) {
        if let Some(scope) = self.state.modules.get_mut(module) {
            for name in GLOBAL_SETTINGS.lines() {
                scope.remove(name);
            }
        }
    }

    /// The classes of a module that hold settings, and their places.
    pub(crate) fn classes_of_settings(&self, scope: &Scope) -> BTreeMap<Text, At> {
        let of_settings = |term: &Term| match &term.value {
            Value::Class(class) => self
                .inherited(&Self::lineage(class), "INSTALLED_APPS")
                .is_some(),
            _ => false,
        };
        let names = scope.names.iter().filter(|(_, term)| of_settings(term));
        names
            .map(|(name, term)| (name.clone(), term.at.clone()))
            .collect()
    }

    fn blur_module(&mut self, module: &str) {
        if let Some(scope) = self.state.modules.get_mut(module) {
            scope.blur();
        }
    }
}
