//! Facts by their dotted names, as a template pack knows them.

use serde_json::{Map, Value};

use super::Project;

impl Project {
    /// The fact of a dotted name; none where it is unknown, or `false`.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<Value> {
        let facts = serde_json::to_value(self).ok()?;
        let path = format!("/{}", name.replace('.', "/"));
        let fact = facts.pointer(&path)?;
        (!matches!(fact, Value::Null | Value::Bool(false))).then(|| fact.clone())
    }

    /// The project with another fact.
    ///
    /// # Errors
    ///
    /// There is no such fact, or it has no such values.
    pub fn with_fact(&self, name: &str, value: Value) -> Result<Self, serde_json::Error> {
        let mut facts = serde_json::to_value(self)?;
        let mut place = &mut facts;
        for part in name.split('.') {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[part];
        }
        *place = value;
        serde_json::from_value(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_there_or_not() {
        let project = Project::default();
        assert_eq!(project.fact("celery.application"), None);
        assert_eq!(project.fact("hashed_static"), None);
        let with = project.with_fact("celery.application", "mysite".into());
        let with = with.expect("a fact of that name");
        assert_eq!(with.fact("celery.application"), Some("mysite".into()));
        assert_eq!(with.fact("celery.beat"), None);
        let with = with.with_fact("celery.beat", true.into()).expect("a fact");
        assert_eq!(with.fact("celery.application"), Some("mysite".into()));
        assert_eq!(with.fact("celery.beat"), Some(true.into()));
        assert!(project.with_fact("celery.beat", "perhaps".into()).is_err());
    }
}
