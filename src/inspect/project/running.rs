//! What runs or is built beside Django.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The project's Celery application and schedule.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Celery {
    /// What `celery -A` takes, from `manage.py`'s folder: `mysite`, `config.celery_app`. A schedule alone has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// Whether it has a schedule.
    pub beat: bool,
    /// `DatabaseScheduler` and its like, as `celery beat --scheduler` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
}

/// A front end that Node builds into files that Django serves as static, or packages of npm that it serves as they are.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct FrontEnd {
    /// The folder of `package.json`, from the root; empty for the root itself.
    pub folder: String,
    /// npm, yarn, pnpm or bun.
    pub tool: String,
    /// Its lock file, from the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<String>,
    /// Files beside `package.json` that the tool reads, from the root.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub configuration: Vec<String>,
    /// Whether it is Yarn 2 or newer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_berry: bool,
    /// Whether installing needs more of the code than `package.json` and these.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub needs_code: bool,
    /// Whether packages for development are served too; for those that are not built.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub development: bool,
    /// The script of `package.json` that builds for production; empty where packages are served as they are.
    pub script: String,
    /// The folder that it writes, from the root, where Django's settings name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// What else Django's settings name of what it writes: folders and files, from the root.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Node's version, where the project names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
}
