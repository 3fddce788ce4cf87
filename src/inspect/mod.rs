//! Tree → Project: reads what a repository says about its Django project. Nothing of it is run.

mod project;

pub use project::{
    Apt, Database, Dependencies, Project, Settings, Source, Tool, Variable, Version,
};
