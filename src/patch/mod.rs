//! Edits of the user's files: a parser locates, text is spliced, the result is parsed again.

mod again;
mod compose;
mod edit;
mod edited;
mod ignored;
mod lines;
mod record;
mod requirements;
mod settings;
mod taken_out;
mod undo;
mod whole;

pub use crate::text::{Edit, apply_edits};
pub use again::patch_again;
pub use compose::{
    ComposeAddition, ComposeError, ComposeService, ComposeStep, Obstacle, PatchedCompose,
    Surroundings, Unsound, included_file, other_file, patch_compose,
};
pub use edit::{PatchedText, Splice, SpliceError, Splices};
pub use ignored::not_ignored;
pub use lines::patch_lines;
pub use record::record;
pub use requirements::{Package, RequirementsError, patch_requirements};
pub use settings::{
    Brought, Fragment, Function, Guard, Part, PatchError, Patched, Setting, SettingsChain,
    SettingsPatch, Step, patch_files, patch_settings, share_settings,
};
pub use taken_out::TakenOut;
pub use undo::{undo, undo_intact, unpatch};
pub use whole::create_file;

pub use crate::python::{CodeLayout, EvaluateError, Fault, FileReads, Origin, Reads, SyntaxError};
