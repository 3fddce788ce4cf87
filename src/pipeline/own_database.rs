//! Settings that make the stack's database of variables of their own are left alone: those variables are set.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::patches::patched_settings;
use super::{Pipeline, PipelineError, Read};
use crate::environment::Environment;
use crate::inspect::Variable;
use crate::patch::SettingsPatch;
use crate::render;
use crate::stack::{self, Stack};
use crate::tree::OverlayTree;
use crate::verify::{Judging, given};

const DATABASES: &str = "DATABASES";

impl Pipeline<'_> {
    /// What the stack wants of settings, without what they do about the database by themselves.
    pub(super) fn settings_patch(
        &self,
        read: &Read<'_>,
        stack: &Stack,
    ) -> Result<SettingsPatch, PipelineError> {
        let whole = render::settings_patch(stack, self.catalog)?;
        let project = &read.project;
        let feeds = |variable: &Variable| {
            let mut settings = variable.settings.iter();
            settings.any(|setting| stack::feeds_database(setting))
        };
        // Rows that are to be carried over come from a database that those variables do not name.
        let is_asked = project.environment.iter().any(feeds) && stack.previous_database.is_none();
        if !is_asked {
            return Ok(whole);
        }
        let mut left = whole.clone();
        let is_databases = |name: Option<&str>| name == Some(DATABASES);
        left.fragments
            .retain(|fragment| !is_databases(fragment.after.as_deref()));
        left.guards
            .retain(|guard| !is_databases(Some(&guard.setting)));
        let patched = patched_settings(&read.restored, project, &left)?;
        let files: BTreeMap<String, Option<String>> = patched
            .into_iter()
            .map(|(path, patched)| (path, Some(patched.text)))
            .collect();
        let sources = read.restored.sources();
        let after = sources.beside(Rc::new(OverlayTree::new(sources.tree(), files)));
        for environment in Environment::ALL {
            let stack = stack::resolve(project, self.answers, self.catalog, environment)?;
            let judging = Judging {
                sources: &after,
                stack: &stack,
                patch: &whole,
                variables: &given(&stack, &whole),
            };
            if !judging.has_database()? {
                return Ok(whole);
            }
        }
        Ok(left)
    }
}
