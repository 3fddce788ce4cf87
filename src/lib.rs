//! djdock gives an existing Django project a Docker deployment that runs.
//!
//! One pipeline serves every command:
//!
//! ```text
//! Tree ─inspect▶ Project ─ask▶ Answers ─resolve▶ Stack ─render▶ FileSet ─plan▶ Plan ─apply▶ Receipt
//!        facts          djdock.toml      pure          virtual tree   vs Tree + lock  the only writer
//! ```
//!
//! Everything is read first, decided in pure code, and written last. Answers are one; from there on the
//! pipeline runs once per [`environment::Environment`], on that environment's own tree.

pub mod apply;
pub mod environment;
pub mod files;
pub mod inspect;
pub mod merge;
pub mod patch;
pub mod plan;
pub mod tree;
