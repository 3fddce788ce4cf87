//! The lines of a requirements file, as pip joins and strips them.

/// Lines with their number, continued ones joined, comments left out.
pub(super) fn logical(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        let (number, mut joined) = open.take().unwrap_or((index + 1, String::new()));
        let line = without_comment(line);
        if let Some(part) = line.trim_end().strip_suffix('\\') {
            joined.push_str(part);
            open = Some((number, joined));
        } else {
            joined.push_str(line);
            lines.push((number, joined.trim().to_owned()));
        }
    }
    lines.extend(open.map(|(number, joined)| (number, joined.trim().to_owned())));
    lines
}

/// A `#` begins a comment at the start of a line and behind a space: in an address it is a fragment.
fn without_comment(line: &str) -> &str {
    let starts = line.match_indices('#').map(|(at, _)| at);
    let mut comments =
        starts.filter(|at| line[..*at].is_empty() || line[..*at].ends_with(char::is_whitespace));
    comments.next().map_or(line, |at| &line[..at])
}

/// What a file is included for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// `-r`: its packages are installed.
    Requirements,
    /// `-c`: its versions hold for what is installed.
    Constraints,
}

/// The file of `-r FILE` or `-c FILE`, and what it is included for.
pub(super) fn included(line: &str) -> Option<(&str, Role)> {
    let options = [
        ("--requirement", Role::Requirements),
        ("-r", Role::Requirements),
        ("--constraint", Role::Constraints),
        ("-c", Role::Constraints),
    ];
    let mut options = options.into_iter();
    let (rest, role) =
        options.find_map(|(option, role)| Some((line.strip_prefix(option)?, role)))?;
    let file = rest
        .trim_start_matches(['=', ' ', '\t'])
        .trim_matches(['"', '\'']);
    (!file.is_empty()).then_some((file, role))
}

/// The folder or page of `--find-links PLACE`.
pub(super) fn links(line: &str) -> Option<&str> {
    let mut options = ["--find-links", "-f"].iter();
    let rest = options.find_map(|option| line.strip_prefix(option))?;
    let place = rest.trim_start_matches(['=', ' ', '\t']);
    let place = place.trim_matches(['"', '\'']);
    (!place.is_empty()).then_some(place)
}

/// A requirement without `--hash=…` and other options behind it.
pub(super) fn without_options(line: &str) -> &str {
    let end = line.find(" --").unwrap_or(line.len());
    line[..end].trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_as_pip_reads_them() {
        let text = "# a comment\nDjango==5.2 \\\n  --hash=sha256:00 # why\n\ngit+https://example.com/x#egg=x\n-r more.txt";
        let lines: Vec<_> = logical(text)
            .into_iter()
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let expected = [
            (2, "Django==5.2   --hash=sha256:00"),
            (5, "git+https://example.com/x#egg=x"),
            (6, "-r more.txt"),
        ];
        assert_eq!(
            lines,
            expected.map(|(number, line)| (number, line.to_owned()))
        );
        assert_eq!(without_options(&lines[0].1), "Django==5.2");
        assert_eq!(
            included("-r more.txt"),
            Some(("more.txt", Role::Requirements))
        );
        assert_eq!(
            included("--constraint='c.txt'"),
            Some(("c.txt", Role::Constraints))
        );
    }

    proptest! {
        /// Whatever stands in a file, its lines keep their order, and none is read twice.
        #[test]
        fn in_order(text in "([a-z#\\\\ é\r\n-]{0,12}\n){0,8}") {
            let lines = logical(&text);
            prop_assert!(lines.is_sorted_by(|(one, _), (other, _)| one < other));
            for (_, line) in lines {
                let _ = included(without_options(&line));
            }
        }
    }
}
