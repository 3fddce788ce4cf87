//! Inserted lines that the user has edited since: where they stand, and the text as the patch left it.

use std::ops::Range;

use super::edit::Splices;
use super::undo::{adapted, occurrences};
use crate::text::lines;

impl Splices {
    /// A text in which the user edited lines that the patch inserted, with these as the patch wrote them: what the user's
    /// edits are edits of. Blocks by indentation alone, as YAML has them, are found again; what is gone altogether stays so.
    #[must_use]
    pub fn as_written(&self, text: &str) -> String {
        let mut written = text.to_owned();
        for splice in &self.splices {
            let splice = adapted(splice, &written);
            if !splice.before.is_empty() || !occurrences(&written, &splice.after).is_empty() {
                continue;
            }
            if let Some(region) = region(&written, &splice.after) {
                written.replace_range(region, &splice.after);
            }
        }
        written
    }
}

/// One line of a text, and where it starts.
struct Line<'t> {
    text: &'t str,
    start: usize,
}

impl Line<'_> {
    /// The column of its first character; `None` for a blank line or a comment.
    fn indent(&self) -> Option<usize> {
        let own = self.text.trim_start_matches(' ');
        let empty = own.trim().is_empty() || own.starts_with('#');
        (!empty).then(|| self.text.len() - own.len())
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn placed(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let placed = lines(text).map(|text| {
        let line = Line { text, start };
        start += text.len();
        line
    });
    placed.collect()
}

/// Where the blocks of a text stand in another one, edited: those that begin with the same lines at the same depth. `None`
/// where they do not, or most of what is there is other lines.
fn region(text: &str, wanted: &str) -> Option<Range<usize>> {
    let wanted = placed(wanted);
    let head = wanted.iter().position(|line| line.indent().is_some())?;
    let depth = wanted[head].indent()?;
    let heads: Vec<&str> = wanted
        .iter()
        .filter(|line| line.indent() == Some(depth))
        .map(|line| line.text.trim_end())
        .collect();
    let there = placed(text);
    let starts = there.iter().enumerate();
    let mut starts = starts.filter(|(_, line)| line.text.trim_end() == heads[0]);
    let (first, _) = starts.next()?;
    if starts.next().is_some() {
        return None;
    }
    let mut heads = heads.into_iter().skip(1).peekable();
    let mut last = first;
    for (index, line) in there.iter().enumerate().skip(first + 1) {
        match line.indent() {
            None => continue,
            Some(indent) if indent > depth => {}
            Some(indent) if indent == depth && heads.peek() == Some(&line.text.trim_end()) => {
                heads.next();
            }
            Some(_) => break,
        }
        last = index;
    }
    if heads.peek().is_some() {
        return None;
    }
    let mut start = first;
    // What the patch wrote above the first block: its comments, a blank line.
    for above in wanted[..head].iter().rev() {
        if start > 0 && there[start - 1].text == above.text {
            start -= 1;
        }
    }
    let found = &there[first..=last];
    let same = found.iter().filter(|line| {
        let mut wanted = wanted.iter();
        wanted.any(|wanted| wanted.text.trim_end() == line.text.trim_end())
    });
    let most = same.count() * 2 >= found.len();
    let tail = wanted
        .iter()
        .rev()
        .take_while(|line| line.indent().is_none());
    for below in tail.collect::<Vec<_>>().into_iter().rev() {
        if there
            .get(last + 1)
            .is_some_and(|line| line.text == below.text)
        {
            last += 1;
        }
    }
    most.then(|| there[start].start..there[last].end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::{Splice, undo_intact};

    const BLOCK: &str = "  redis:\n    image: redis:8.2\n    command: [a]\n    networks: [b]\n";

    fn written(text: &str, after: &str) -> String {
        let splices = Splices {
            splices: vec![Splice {
                before: String::new(),
                after: after.to_owned(),
                joined: false,
            }],
            ..Splices::default()
        };
        splices.as_written(text)
    }

    #[test]
    fn an_edited_block_is_found_again() {
        let text =
            |block: &str| format!("services:\n  web:\n    build: .\n{block}\nvolumes:\n  data:\n");
        let whole = text(BLOCK);
        for edited in [
            BLOCK.replace("8.2", "7.4"),
            BLOCK.replace("[a]", "[a]\n    restart: always"),
            BLOCK.replace("    command: [a]\n", ""),
            BLOCK.replace("    command", "    # mine\n\n    command"),
        ] {
            assert_eq!(written(&text(&edited), BLOCK), whole, "{edited}");
        }
        assert_eq!(written(&whole, BLOCK), whole);
        // Gone, or another one's of this name.
        for other in ["", "  redis:\n    build: ./redis\n    x: y\n    z: a\n"] {
            let text = text(other);
            assert_eq!(written(&text, BLOCK), text, "{other}");
        }
    }

    #[test]
    fn several_blocks_are_one_region() {
        let both = format!("{BLOCK}  worker:\n    build: .\n\n");
        let edited = both.replace("8.2", "7.4").replace("build: .", "build: ./x");
        let text = |both: &str| format!("services:\n{both}  last:\n    image: a\n");
        assert_eq!(written(&text(&edited), &both), text(&both));
        let splices = [Splice {
            before: String::new(),
            after: both.clone(),
            joined: false,
        }];
        assert_eq!(
            undo_intact(&written(&text(&edited), &both), &splices),
            text("")
        );
    }
}
