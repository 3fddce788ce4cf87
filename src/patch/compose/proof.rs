//! The proof that an extended file means what it should: all that was there, and the addition.

use std::collections::BTreeMap;

use super::definition::Definition;
use super::error::{ComposeError, Unsound};
use super::wiring::Wiring;
use crate::yaml::Value;

/// What a file should mean afterwards.
pub(super) struct Expected<'a> {
    /// What it meant before.
    pub(super) before: &'a Value,
    pub(super) services: &'a [&'a Definition<'a>],
    pub(super) networks: &'a [String],
    pub(super) volumes: &'a [&'a String],
    pub(super) wiring: &'a Wiring,
}

impl Expected<'_> {
    /// Compares it with what a text means.
    pub(super) fn prove(&self, text: &str) -> Result<(), ComposeError> {
        let unsound = |found| Err(ComposeError::Unsound { found });
        let after = match Value::parse(text) {
            Ok(after) => after,
            Err(error) => return unsound(Unsound::Unreadable(error)),
        };
        let (Value::Mapping(before), Value::Mapping(mut after)) = (self.before, after) else {
            return unsound(Unsound::TopLevel);
        };
        let [services, volumes] = ["services", "volumes"].map(Value::text);
        if after.remove(&services) != Some(self.services(before.get(&services))) {
            return unsound(Unsound::Services);
        }
        if !self.same_volumes(before.get(&volumes), after.remove(&volumes)) {
            return unsound(Unsound::Volumes);
        }
        for (key, value) in before {
            if *key == services || *key == volumes {
                continue;
            }
            // What only anchors hold grows where it is extended for the services.
            let anchors = key.as_text().is_some_and(|key| key.starts_with("x-"));
            let same = after
                .remove(key)
                .is_some_and(|after| after == *value || anchors && after.contains(value));
            if !same {
                let key = key.as_text().unwrap_or_default();
                return unsound(Unsound::Key(key.to_owned()));
            }
        }
        if after.is_empty() {
            Ok(())
        } else {
            unsound(Unsound::Grown)
        }
    }

    /// The services, with those that are added and what is wired.
    fn services(&self, before: Option<&Value>) -> Value {
        let mut services = match before {
            Some(Value::Mapping(services)) => services.clone(),
            _ => BTreeMap::new(),
        };
        for ((service, section), entries) in &self.wiring.wired {
            if let Some(Value::Mapping(service)) = services.get_mut(&Value::text(service)) {
                let section = service.entry(Value::text(*section)).or_insert(Value::Null);
                for entry in entries {
                    entry.add_to(section);
                }
            }
        }
        for definition in self.services {
            let value = definition.on(self.networks);
            services.insert(Value::text(definition.name), value);
        }
        Value::Mapping(services)
    }

    /// Whether the volumes are those from before and the added ones.
    fn same_volumes(&self, before: Option<&Value>, after: Option<Value>) -> bool {
        if self.volumes.is_empty() {
            return after.as_ref() == before;
        }
        let Some(Value::Mapping(mut after)) = after else {
            return false;
        };
        for name in self.volumes {
            match after.remove(&Value::text(*name)) {
                Some(Value::Null) => {}
                Some(Value::Mapping(settings)) if settings.is_empty() => {}
                _ => return false,
            }
        }
        match before {
            Some(Value::Mapping(before)) => after == *before,
            _ => after.is_empty(),
        }
    }
}
