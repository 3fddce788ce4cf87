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

/// Files of a plan as lines. Where so many come or go together in a folder below another one, they are one line:
/// `create  docker/import/ (6 files)`.
pub(crate) fn summary_lines(files: &[PlannedFile], stream: Stream) -> Vec<String> {
    const MANY: usize = 4;
    let folder = |file: &PlannedFile| {
        let (folder, _) = file.path.rsplit_once('/')?;
        let whole = file.change != ChangeKind::Edit && folder.contains('/');
        whole.then(|| (format!("{folder}/"), file.change))
    };
    let together = |file: &PlannedFile| {
        let (folder, change) = folder(file)?;
        let inside: Vec<_> = files
            .iter()
            .filter(|it| it.path.starts_with(&folder))
            .collect();
        let whole = inside.len() >= MANY && inside.iter().all(|it| it.change == change);
        whole.then_some((folder, inside.len()))
    };
    let mut lines = Vec::new();
    for file in files {
        let line = match together(file) {
            Some((folder, count)) => {
                let folder = PlannedFile {
                    path: folder,
                    change: file.change,
                };
                format!("{} ({count} files)", summary_line(&folder, stream))
            }
            None => summary_line(file, stream),
        };
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(paths: &[(&str, ChangeKind)]) -> Vec<String> {
        let files = paths.iter().map(|(path, change)| PlannedFile {
            path: (*path).to_owned(),
            change: *change,
        });
        let files: Vec<_> = files.collect();
        let lines = summary_lines(&files, Stream::Talk);
        lines.iter().map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn a_folder_that_comes_is_a_line() {
        use ChangeKind::{Create, Edit};
        let many = ["a/b/1", "a/b/2", "a/b/3", "a/b/4"];
        let mut paths: Vec<_> = many.iter().map(|path| (*path, Create)).collect();
        paths.push(("a/c", Create));
        assert_eq!(lines(&paths), ["create  a/b/ (4 files)", "create  a/c"]);
        // What a person edited is shown by its name, and so is what stands beside it.
        paths[1].1 = Edit;
        assert_eq!(lines(&paths).len(), 5);
        assert_eq!(lines(&paths[2..4]).len(), 2);
    }
}
