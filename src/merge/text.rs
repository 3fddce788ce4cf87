//! A text as lines without their endings, and what its endings are.

/// A text, taken apart.
pub(super) struct Text<'a> {
    /// Its lines, without what ends them.
    pub(super) lines: Vec<&'a str>,
    shape: Shape,
}

/// How the lines of a text end.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) struct Shape {
    /// Whether every line ends in CRLF, as git's conversion leaves it.
    windows: bool,
    /// Whether the last line ends at all.
    closed: bool,
}

impl<'a> Text<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let ends = text.matches('\n').count();
        let windows = ends > 0 && text.matches("\r\n").count() == ends;
        let mut lines: Vec<&str> = text.split('\n').collect();
        let closed = lines.pop_if(|last| last.is_empty()).is_some();
        if windows {
            for line in &mut lines {
                *line = line.strip_suffix('\r').unwrap_or(line);
            }
        }
        let shape = Shape { windows, closed };
        Self { lines, shape }
    }

    /// The shape of a merge in which this text is the user's: it is the user's, but for a last line's end that the
    /// other side alone changes.
    pub(super) fn shape_beside(&self, base: &Self, theirs: &Self) -> Shape {
        let closed = if self.shape.closed == base.shape.closed {
            theirs.shape.closed
        } else {
            self.shape.closed
        };
        Shape {
            windows: self.shape.windows,
            closed,
        }
    }
}

impl Shape {
    pub(super) fn join(self, lines: &[&str]) -> String {
        let end = if self.windows { "\r\n" } else { "\n" };
        let mut text = lines.join(end);
        if self.closed && !lines.is_empty() {
            text.push_str(end);
        }
        text
    }
}
