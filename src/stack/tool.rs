//! How the project's dependencies are installed.

use serde::Serialize;

use crate::catalog::{Adds, Tool};

/// How the project's dependencies are installed.
#[derive(Clone, Debug, Serialize)]
pub struct StackTool {
    /// Its folder's name in the pack.
    pub name: String,
    /// What is installed for that, as pip takes it; nothing for pip itself.
    pub requirements: Vec<String>,
    /// Where the stack's own packages are named.
    pub adds: Adds,
}

pub(super) fn stack_tool(tool: &Tool, python: &str) -> StackTool {
    let release = tool.release(python);
    StackTool {
        name: tool.name.clone(),
        requirements: release
            .map(|release| release.requirements.clone())
            .unwrap_or_default(),
        adds: tool.manifest.adds,
    }
}
