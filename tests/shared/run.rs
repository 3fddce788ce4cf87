//! One run of a program: what it printed, and how it ended.

use std::fmt;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a program printed, and its exit code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Run {
    line: String,
    pub(crate) code: Option<i32>,
    pub(crate) signal: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end. The sandbox's path is hidden in what it printed.
    pub(crate) fn of(line: &str, command: &mut Command, sandbox: &Path) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        let hidden = |bytes: &[u8]| {
            let sandbox = sandbox.to_string_lossy();
            String::from_utf8_lossy(bytes).replace(&*sandbox, "[SANDBOX]")
        };
        Self {
            line: line.to_owned(),
            code: status.code(),
            signal: status.signal(),
            stdout: hidden(&stdout),
            stderr: hidden(&stderr),
        }
    }

    /// The same run, which must have gone well.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{self}");
        self
    }

    /// What a refused command says; it must have printed no data.
    #[track_caller]
    pub(crate) fn refused(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self}");
        assert_eq!(self.stdout, "", "{self}");
        self.stderr
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "$ {}", self.line)?;
        match (self.code, self.signal) {
            (Some(code), _) => writeln!(formatter, "exit {code}")?,
            (None, signal) => writeln!(formatter, "signal {}", signal.unwrap_or_default())?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(formatter, "--- {name}\n{text}")?;
            }
        }
        Ok(())
    }
}
