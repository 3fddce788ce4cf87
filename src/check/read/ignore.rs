//! `.dockerignore`: what stays out of a build.

/// The rules, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ignore {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    segments: Vec<String>,
    keeps: bool,
}

impl Ignore {
    pub(crate) fn parse(text: &str) -> Self {
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
                let segments: Vec<String> = segments.map(ToOwned::to_owned).collect();
                (!segments.is_empty()).then_some(Rule { segments, keeps })
            });
        Self {
            rules: rules.collect(),
        }
    }

    /// Whether a file of the context stays out: the last rule counts that fits it, or a folder above it.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        let fits = |rule: &&Rule| (1..=path.len()).any(|end| fits(&rule.segments, &path[..end]));
        let last = self.rules.iter().rev().find(fits);
        last.is_some_and(|rule| !rule.keeps)
    }
}

fn fits(pattern: &[String], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first == "**" => {
            fits(rest, path)
                || path
                    .split_first()
                    .is_some_and(|(_, below)| fits(pattern, below))
        }
        (Some((first, rest)), Some((name, below))) => {
            let (first, name): (Vec<char>, Vec<char>) =
                (first.chars().collect(), name.chars().collect());
            fits_name(&first, &name) && fits(rest, below)
        }
        _ => false,
    }
}

fn fits_name(pattern: &[char], name: &[char]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) => {
            fits_name(rest, name)
                || name
                    .split_first()
                    .is_some_and(|(_, below)| fits_name(pattern, below))
        }
        (Some(('?', rest)), Some((_, below))) => fits_name(rest, below),
        (Some(('[', rest)), Some((letter, below))) => match rest.iter().position(|c| *c == ']') {
            Some(end) => in_class(&rest[..end], *letter) && fits_name(&rest[end + 1..], below),
            None => *letter == '[' && fits_name(rest, below),
        },
        (Some((own, rest)), Some((letter, below))) => own == letter && fits_name(rest, below),
        _ => false,
    }
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
        ] {
            assert_eq!(
                Ignore::parse(rules).excludes(path),
                excluded,
                "{rules} {path}"
            );
        }
    }
}
