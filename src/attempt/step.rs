//! The steps of an attempt.

use std::time::Duration;

/// One step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The stack is copied to a folder of its own, with secrets of its own.
    Copy,
    /// Its images are built.
    Build,
    /// Its containers start, until each is ready.
    Start,
    /// The first page.
    Site,
    /// The admin, with its style sheets.
    Admin,
    /// The address of an uploaded file.
    Upload,
    /// A websocket.
    Websocket,
    /// Django's own checks.
    Check,
    /// Everything is taken away.
    TakeDown,
}

impl Step {
    /// What is asked of a stack that runs.
    pub(super) const QUESTIONS: [Self; 5] = [
        Self::Site,
        Self::Admin,
        Self::Upload,
        Self::Websocket,
        Self::Check,
    ];

    /// Its name in results.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Build => "build",
            Self::Start => "start",
            Self::Site => "page",
            Self::Admin => "admin",
            Self::Upload => "upload",
            Self::Websocket => "websocket",
            Self::Check => "check",
            Self::TakeDown => "down",
        }
    }
}

/// What a step came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It went well; what was seen: a path and its status, names, or a number.
    Held(String),
    /// It went wrong.
    Failed,
    /// There was nothing to ask.
    Skipped(Skipped),
}

/// Why a question was not asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Skipped {
    /// The project has none.
    Absent,
    /// Files go to a storage outside the stack.
    Elsewhere,
    /// No address of one can be made up.
    Unknown,
    /// Only prod serves it.
    OnDev,
    /// No service of the stack is called web.
    NoWeb,
}

impl Skipped {
    /// From the word of the one who asks.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "elsewhere" => Self::Elsewhere,
            "unknown" => Self::Unknown,
            _ => Self::Absent,
        }
    }
}

/// A step that was taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Done {
    /// Which one.
    pub step: Step,
    /// What it came to.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
}
