//! The one terminal: standard output is data, standard error is talk.

pub mod diff;
pub mod facts;
mod interrupt;
pub mod prompt;
pub mod report;

use std::io::{self, IsTerminal as _, Write as _};

use console::Style;

use crate::cli::{ColorWhen, Global};

/// How much is said.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Level {
    Quiet,
    Normal,
    Verbose,
}

/// The terminal.
#[derive(Clone, Debug)]
pub struct Ui {
    level: Level,
    interactive: bool,
}

impl Ui {
    /// The terminal as the options want it.
    #[must_use]
    pub fn new(options: &Global) -> Self {
        match options.color {
            ColorWhen::Auto => {}
            ColorWhen::Always => set_colors(true),
            ColorWhen::Never => set_colors(false),
        }
        let level = match (options.quiet, options.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        let interactive = terminal && !options.yes;
        Self { level, interactive }
    }

    /// Whether a person can be asked.
    #[must_use]
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Prints data. A reader that has gone away is no error.
    pub fn data(&self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Says a line.
    pub fn say(&self, text: impl AsRef<str>) {
        if self.level >= Level::Normal {
            line(text.as_ref());
        }
    }

    /// Says a line to those who want to know more.
    pub fn detail(&self, text: impl AsRef<str>) {
        if self.level >= Level::Verbose {
            line(text.as_ref());
        }
    }

    /// Says a line, also if they asked for quiet: what belongs to an error.
    pub fn always(&self, text: impl AsRef<str>) {
        line(text.as_ref());
    }

    /// Says what the user should know, also if they asked for quiet.
    pub fn warn(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().yellow().bold();
        line(&format!("{} {}", label.apply_to("warning:"), text.as_ref()));
    }

    /// Says what went wrong.
    pub fn error(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().red().bold();
        line(&format!("{} {}", label.apply_to("error:"), text.as_ref()));
    }

    /// Says what can be typed next.
    pub fn hint(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().cyan();
        line(&format!("{} {}", label.apply_to("hint:"), text.as_ref()));
    }
}

fn set_colors(on: bool) {
    console::set_colors_enabled(on);
    console::set_colors_enabled_stderr(on);
}

fn line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
