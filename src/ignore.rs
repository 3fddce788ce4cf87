//! `.dockerignore` and `.gitignore`: what stays out of a build, and out of a repository.

/// The rules, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ignore {
    rules: Vec<Rule>,
    /// Whether git's rules hold, to which a closing slash means a folder.
    is_git: bool,
}

#[derive(Clone, Debug)]
struct Rule {
    segments: Vec<Segment>,
    keeps: bool,
    /// Whether it is for folders alone, and so for what lies in them.
    folders: bool,
}

/// What one part of a path must be.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Segment {
    /// `**`: any parts, or none.
    Folders,
    /// One part, by its letters.
    Name(Vec<Glyph>),
}

/// What one letter of a name must be.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Glyph {
    /// `*`: any letters, or none.
    Letters,
    /// A `?`: any one letter of a name.
    Any,
    /// `[a-z]`, without the brackets.
    Class(Vec<char>),
    Letter(char),
}

impl Ignore {
    /// Reads a `.dockerignore`: every pattern starts at the root.
    pub(crate) fn of_docker(text: &str) -> Self {
        Self::parse(text, false)
    }

    /// Reads a `.gitignore` of the root: a name alone is one at any depth, and with a closing slash a folder's.
    pub(crate) fn of_git(text: &str) -> Self {
        Self::parse(text, true)
    }

    fn parse(text: &str, is_git: bool) -> Self {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let rules = lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| {
                let (keeps, pattern) = match line.strip_prefix('!') {
                    Some(pattern) => (true, pattern.trim()),
                    None => (false, line),
                };
                let segments = pattern
                    .split('/')
                    .filter(|segment| !matches!(*segment, "" | "."));
                let mut segments: Vec<Segment> = segments.map(segment).collect();
                if segments.is_empty() {
                    return None;
                }
                if is_git && !pattern.trim_end_matches('/').contains('/') {
                    segments.insert(0, Segment::Folders);
                }
                Some(Rule {
                    segments,
                    keeps,
                    folders: pattern.ends_with('/'),
                })
            });
        Self {
            rules: rules.collect(),
            is_git,
        }
    }

    /// Whether a file of the context stays out: the last rule counts that fits it, or a folder above it.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        let path: Vec<Vec<char>> = path.split('/').map(|part| part.chars().collect()).collect();
        let fits = |rule: &&Rule| {
            let ends = 1..=path.len() - usize::from(rule.folders && self.is_git);
            ends.into_iter()
                .any(|end| fits(&rule.segments, &path[..end]))
        };
        let last = self.rules.iter().rev().find(fits);
        last.is_some_and(|rule| !rule.keeps)
    }
}

fn segment(text: &str) -> Segment {
    if text == "**" {
        return Segment::Folders;
    }
    let letters: Vec<char> = text.chars().collect();
    let last = letters.iter().rposition(|letter| *letter == ']');
    let mut rest = letters.as_slice();
    let mut glyphs = Vec::new();
    while let Some((first, after)) = rest.split_first() {
        let closes = last.is_some_and(|last| last >= letters.len() - after.len());
        let class = (*first == '[' && closes)
            .then(|| after.iter().position(|letter| *letter == ']'))
            .flatten();
        rest = after;
        glyphs.push(match (first, class) {
            ('*', _) => Glyph::Letters,
            ('?', _) => Glyph::Any,
            (_, Some(end)) => {
                rest = &after[end + 1..];
                Glyph::Class(after[..end].to_vec())
            }
            (letter, _) => Glyph::Letter(*letter),
        });
    }
    Segment::Name(glyphs)
}

fn fits(pattern: &[Segment], path: &[Vec<char>]) -> bool {
    let one = |segment: &Segment, name: &Vec<char>| match segment {
        Segment::Folders => true,
        Segment::Name(glyphs) => fits_name(glyphs, name),
    };
    fits_all(pattern, path, &Segment::Folders, one)
}

fn fits_name(pattern: &[Glyph], name: &[char]) -> bool {
    let one = |glyph: &Glyph, letter: &char| match glyph {
        Glyph::Letters | Glyph::Any => true,
        Glyph::Class(class) => in_class(class, *letter),
        Glyph::Letter(own) => own == letter,
    };
    fits_all(pattern, name, &Glyph::Letters, one)
}

/// Whether a pattern fits a whole text, where `any` stands for any part of it. Only the last such place is ever tried
/// anew, for what an earlier one could take more the last one can take as well: the steps are at most as many as the
/// pattern's length times the text's.
fn fits_all<P: PartialEq, T>(
    pattern: &[P],
    text: &[T],
    any: &P,
    one: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut anew = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some(part) if part == any => {
                anew = Some((at + 1, seen));
                at += 1;
            }
            Some(part) if one(part, &text[seen]) => {
                (at, seen) = (at + 1, seen + 1);
            }
            _ => {
                let Some((behind, from)) = anew else {
                    return false;
                };
                anew = Some((behind, from + 1));
                (at, seen) = (behind, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|part| part == any)
}

/// Whether `[a-z_]`, or `[^a-z_]`, has a letter.
fn in_class(class: &[char], letter: char) -> bool {
    let (negated, class) = match class.split_first() {
        Some(('^' | '!', class)) => (true, class),
        _ => (false, class),
    };
    let mut found = false;
    let mut rest = class;
    while let Some((first, after)) = rest.split_first() {
        if let ['-', last, beyond @ ..] = after {
            found |= (*first..=*last).contains(&letter);
            rest = beyond;
        } else {
            found |= *first == letter;
            rest = after;
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_that_fits_counts() {
        for (rules, path, excluded) in [
            ("", ".env", false),
            (".env", ".env", true),
            (".env*", ".env", true),
            ("**/.env*", ".env", true),
            ("**/.env*", "conf/.env", true),
            ("/.env", ".env", true),
            ("*.sqlite3", "db.sqlite3", true),
            ("*.sqlite3", "data/db.sqlite3", false),
            ("**/*.sqlite3", "data/db.sqlite3", true),
            ("data", "data/db.sqlite3", true),
            ("data/\n!data/db.sqlite3", "data/db.sqlite3", false),
            ("*\n!src", ".env", true),
            ("*\n!.env", ".env", false),
            ("[._]env", ".env", true),
            ("[a-z]env", ".env", false),
            ("# .env", ".env", false),
            ("a**/b", "abc/b", true),
            ("**/a/**/b", "x/a/a/y/b", true),
            ("**/a/**/b", "x/a/b/y", true),
            ("**/a/**/b", "x/b/a", false),
            ("?*[", "ab[", true),
            ("a*b*c", "abcbc", true),
            ("a*b*c", "abcb", false),
        ] {
            assert_eq!(
                Ignore::of_docker(rules).excludes(path),
                excluded,
                "{rules} {path}"
            );
        }
    }

    #[test]
    fn a_name_alone_is_one_at_any_depth_for_git() {
        for (rules, path, excluded) in [
            (".env", ".env", true),
            (".env*", ".env", true),
            ("*.env", ".env", true),
            ("/.env", "conf/.env", false),
            (".env", "conf/.env", true),
            (".env/", ".env", false),
            (".env/", ".env/x", true),
            (".env*\n!.env", ".env", false),
            (".env*\n!.env.sample", ".env", true),
            ("conf/.env", "x/conf/.env", false),
            ("# .env", ".env", false),
        ] {
            let ignore = Ignore::of_git(rules);
            assert_eq!(ignore.excludes(path), excluded, "{rules} {path}");
        }
    }

    /// Each star tried at every place for each place of the ones before it, this would take longer than the sun has.
    #[test]
    fn many_stars_are_no_work() {
        let stars = format!("{}c", "*".repeat(200));
        let apart = format!("{}c", "a*".repeat(100));
        let folders = format!("{}c", "**/a/".repeat(60));
        let (name, path) = ("a".repeat(200), "a/".repeat(200) + "b");
        let ignore = Ignore::of_docker(&format!("{stars}\n{apart}\n{folders}\n"));
        assert!(!ignore.excludes(&name) && !ignore.excludes(&path));
        assert!(ignore.excludes(&format!("{name}c")));
        assert!(ignore.excludes(&format!("{}c", "a/".repeat(200))));
    }
}
