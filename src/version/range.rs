//! Which versions a range allows, in the spellings of PEP 440, Poetry and Pipenv.

use std::cmp::Ordering;

use super::{compare, numbers};

/// Whether a range leaves room for a minor release, `3.12`, in the newest patch release that it may ever have.
///
/// What cannot be read forbids nothing.
#[must_use]
pub fn allows(range: &str, minor: &str) -> bool {
    range
        .split("||")
        .any(|alternative| clauses(alternative).all(|clause| clause_allows(&clause, minor)))
}

/// `>=3.8, <4` and `>=3.8 <4`, clause by clause; a space behind an operator separates nothing.
fn clauses(range: &str) -> impl Iterator<Item = String> {
    let mut clauses: Vec<String> = Vec::new();
    for part in range.split([',', ' ']).map(str::trim) {
        match clauses.last_mut() {
            _ if part.is_empty() => {}
            Some(last) if last.ends_with(['<', '>', '=', '~', '^', '!']) => last.push_str(part),
            _ => clauses.push(part.to_owned()),
        }
    }
    clauses.into_iter()
}

const OPERATORS: [&str; 10] = ["===", "==", "!=", "~=", ">=", "<=", ">", "<", "^", "~"];

fn clause_allows(clause: &str, minor: &str) -> bool {
    let found = OPERATORS
        .iter()
        .find_map(|operator| Some((*operator, clause.strip_prefix(operator)?)));
    let (operator, version) = found.unwrap_or(("==", clause));
    let version = version.trim().trim_start_matches('v');
    let wanted = numbers(version.trim_end_matches(".*"));
    if wanted.is_empty() {
        return true;
    }
    let newest = format!("{minor}.9999");
    let against = |bound: &str| compare(&newest, bound);
    match operator {
        ">=" | ">" => against(version) == Ordering::Greater,
        "<" => {
            against(version) == Ordering::Less || (wanted.len() > 2 && same_minor(minor, &wanted))
        }
        "<=" => against(version) == Ordering::Less || same_minor(minor, &wanted),
        "!=" => !(version.ends_with(".*") && starts_with(&newest, &wanted)),
        "^" => against(version) == Ordering::Greater && starts_with(&newest, &wanted[..1]),
        "~=" | "~" => {
            // `~=3.8` allows 3.9; Poetry's `~3.8` does not.
            let fixed = match (operator, wanted.len()) {
                ("~=", length) => length.saturating_sub(1),
                (_, length) => length.min(2),
            };
            against(version) == Ordering::Greater && starts_with(&newest, &wanted[..fixed])
        }
        _ => starts_with(&newest, &wanted[..wanted.len().min(2)]),
    }
}

fn same_minor(minor: &str, wanted: &[u32]) -> bool {
    wanted.len() >= 2 && numbers(minor).starts_with(&wanted[..2])
}

fn starts_with(version: &str, prefix: &[u32]) -> bool {
    numbers(version).starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_every_spelling() {
        let cases = [
            (">=3.8", "3.12", true),
            (">=3.12.4", "3.12", true),
            (">=3.13", "3.12", false),
            (">=3.8,<3.11", "3.11", false),
            (">= 3.8, < 4", "3.12", true),
            (">=3.8 <3.12", "3.12", false),
            ("^3.10", "3.13", true),
            ("^3.10", "3.9", false),
            ("~3.10", "3.11", false),
            ("~=3.10", "3.11", true),
            ("~=3.10.2", "3.11", false),
            ("==3.9.*", "3.9", true),
            ("3.9", "3.9", true),
            ("3.9.1", "3.10", false),
            ("3.*", "3.10", true),
            ("*", "3.10", true),
            ("!=3.9.*,>=3.8", "3.9", false),
            ("!=3.9.1", "3.9", true),
            ("<=3.11", "3.11", true),
            ("<3.12.4", "3.12", true),
            (">=2.7,<3.0 || >=3.6", "3.6", true),
            ("", "3.6", true),
            ("nonsense", "3.6", true),
        ];
        for (range, version, expected) in cases {
            assert_eq!(allows(range, version), expected, "{range} {version}");
        }
    }
}
