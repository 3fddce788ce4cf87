//! The one terminal: standard output is data, standard error is talk.

mod diff;
mod interrupt;
pub mod prompt;
pub mod report;
mod shell;
mod table;

use std::io::{self, IsTerminal as _, Write as _};

use console::{Style, StyledObject};

use crate::answers::{Defaults, Prompter};
use crate::cli::{ColorWhen, Global};
use crate::commands::audience::{Audience, Event};
use crate::error::Error;
use crate::text::visible_lines;
use prompt::Terminal;
use report::{Format, Item, Output, Page};

/// How much is said.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Level {
    Quiet,
    Normal,
    Verbose,
}

/// The one terminal: what is said and printed goes through it, with or without colours. What a project makes of it, such as
/// an escape in a path, is shown by symbols.
#[derive(Clone, Debug)]
pub struct Ui {
    level: Level,
    interactive: bool,
    /// Whether the defaults are to be taken.
    yes: bool,
    format: Format,
}

impl Default for Ui {
    /// The terminal where no option says what it is like.
    fn default() -> Self {
        Self {
            level: Level::Normal,
            interactive: false,
            yes: false,
            format: Format::Text,
        }
    }
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
        let format = if options.json {
            Format::Json
        } else {
            Format::Text
        };
        Self {
            level,
            interactive,
            yes: options.yes,
            format,
        }
    }

    /// Prints a command's result in the format that was asked for: the only place that prints one.
    ///
    /// Fails where standard output cannot be written. A reader that has gone away is no error.
    pub fn print(&self, result: &dyn Output) -> Result<(), Error> {
        self.show(Page::of(result, self.format))
    }

    fn show(&self, page: Page) -> Result<(), Error> {
        for item in page.items {
            match item {
                Item::Data(text) => write_data(&visible_lines(&text)).map_err(Error::Output)?,
                Item::Shown(text) => write_data(&text).map_err(Error::Output)?,
                Item::Say(line) => self.say(line),
                Item::SayShown(text) if self.level >= Level::Normal => line(&text),
                Item::SayShown(_) => {}
                Item::Detail(line) => self.detail(line),
                Item::Warn(line) => self.warn(line),
                Item::Hint(line) => self.hint(line),
            }
        }
        Ok(())
    }

    /// Says a line on standard error, unless `--quiet` is given.
    pub fn say(&self, text: impl AsRef<str>) {
        if self.level >= Level::Normal {
            line(&visible_lines(text.as_ref()));
        }
    }

    /// Says a line to those who want to know more.
    pub fn detail(&self, text: impl AsRef<str>) {
        if self.level >= Level::Verbose {
            line(&visible_lines(text.as_ref()));
        }
    }

    /// Says a line, also if they asked for quiet: what belongs to an error.
    pub fn always(&self, text: impl AsRef<str>) {
        line(&visible_lines(text.as_ref()));
    }

    /// Says what the user should know, also if they asked for quiet.
    pub fn warn(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().yellow().bold();
        labelled(&label.apply_to("warning:"), text.as_ref());
    }

    /// Says what went wrong.
    pub fn error(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().red().bold();
        labelled(&label.apply_to("error:"), text.as_ref());
    }

    /// Says what can be typed next.
    pub fn hint(&self, text: impl AsRef<str>) {
        let label = Style::new().for_stderr().cyan();
        labelled(&label.apply_to("hint:"), text.as_ref());
    }
}

fn set_colors(on: bool) {
    console::set_colors_enabled(on);
    console::set_colors_enabled_stderr(on);
}

impl Audience for Ui {
    fn is_interactive(&self) -> bool {
        self.interactive
    }

    fn prompter(&self) -> Box<dyn Prompter> {
        if self.interactive {
            Box::new(Terminal::new(self.clone()))
        } else {
            Box::new(Defaults { yes: self.yes })
        }
    }

    fn hear(&self, event: &Event<'_>) -> Result<(), Error> {
        let mut page = report::heard(event);
        if self.format == Format::Json {
            page.keep_talk();
        }
        self.show(page)
    }
}

/// Prints help, the version, or what is wrong with a command line, each where it belongs.
///
/// Fails where standard output cannot be written.
pub(crate) fn print_answer(answer: &clap::Error) -> Result<(), Error> {
    if answer.use_stderr() {
        let _ = answer.print();
        return Ok(());
    }
    let printed = answer.print().and_then(|()| io::stdout().flush());
    readable(printed).map_err(Error::Output)
}

/// Writes and flushes: the last line would fail in silence when the program ends.
fn write_data(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    readable(written.and_then(|()| stdout.flush()))
}

/// A reader that has gone away is no error.
fn readable(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A line that begins with a word in colour.
fn labelled(label: &StyledObject<&str>, text: &str) {
    line(&format!("{label} {}", visible_lines(text)));
}

fn line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
