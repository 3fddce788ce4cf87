//! Whether answers, each of them sound, stand in one another's way.

use crate::catalog::Form;

use super::{Answers, AskError, Layout, Question};

/// Checks the answers together, whoever gave them.
pub(super) fn check(answers: &Answers) -> Result<(), AskError> {
    if answers.dev_branch == answers.prod_branch && answers.layout == Layout::Branches {
        return Err(AskError::Same("dev-branch", "prod-branch"));
    }
    if answers.dev_port == answers.prod_port {
        return Err(AskError::Same("dev-port", "prod-port"));
    }
    Ok(())
}

/// Checks a branch's name before anything is asked: branches are looked for by it.
pub(crate) fn check_branch(flag: &'static str, name: &str) -> Result<(), AskError> {
    Question::text(Form::Branch, "")
        .named(flag, flag)
        .check(name)
}
