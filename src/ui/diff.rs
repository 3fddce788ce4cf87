//! Plans and changes as a person reads them: in colour. What comes from a project is made visible before it is coloured,
//! so that no escape in it is taken for djdock's.

use console::Style;

use crate::plan::{ChangeKind, ChangedLine, PlannedFile, Sign};
use crate::text::{visible, visible_lines};

/// Where a coloured text goes: each stream has colours, or has not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stream {
    /// Standard output, which has results.
    Data,
    /// Standard error, which has talk.
    Talk,
}

impl Stream {
    fn style(self) -> Style {
        match self {
            Self::Data => Style::new().for_stdout(),
            Self::Talk => Style::new().for_stderr(),
        }
    }
}

/// A file of a plan as one line: `create  Dockerfile`.
pub(crate) fn summary_line(file: &PlannedFile, stream: Stream) -> String {
    let style = stream.style();
    let (verb, style) = match file.change {
        ChangeKind::Create => ("create", style.green()),
        ChangeKind::Delete => ("delete", style.red()),
        ChangeKind::Edit => ("edit", style.yellow()),
    };
    let verb = style.apply_to(format!("{verb:>8}"));
    format!("{verb}  {}", visible(&file.path))
}

/// A line that goes or comes: `  12 + DEBUG = False`.
pub(crate) fn changed_line(line: &ChangedLine) -> String {
    let sign = match line.sign {
        Sign::Minus => '-',
        Sign::Plus => '+',
    };
    format!("{:>4} {sign} {}", line.number, visible_lines(&line.text))
}

/// A unified diff in colour.
pub(crate) fn colored(unified: &str, stream: Stream) -> String {
    let lines = unified.lines();
    lines.map(|line| colored_line(line, stream)).collect()
}

fn colored_line(line: &str, stream: Stream) -> String {
    let style = stream.style();
    let style = match line.as_bytes().first() {
        Some(b'+') => style.green(),
        Some(b'-') => style.red(),
        Some(b'@') => style.cyan(),
        _ => style,
    };
    format!("{}\n", style.apply_to(visible_lines(line)))
}
