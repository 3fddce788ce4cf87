//! Names and versions of packages.

/// PEP 503: `Django_Redis` is `django-redis`.
pub(in crate::inspect) fn normalize(name: &str) -> String {
    let mut normalized = String::new();
    for character in name.chars() {
        if "-_.".contains(character) {
            if !normalized.ends_with('-') {
                normalized.push('-');
            }
        } else {
            normalized.push(character.to_ascii_lowercase());
        }
    }
    normalized
}

/// The version that a specifier pins, as precisely as it does: `==5.2.8`, `~=5.2.1`, `==4.2.*`, `>=6.0,<6.1`.
pub(in crate::inspect) fn declared_version(specifier: &str) -> Option<String> {
    let clauses: Vec<&str> = specifier.split(',').map(str::trim).collect();
    for clause in &clauses {
        if let Some(version) = clause
            .strip_prefix("===")
            .or_else(|| clause.strip_prefix("=="))
        {
            return digits(version.trim().trim_end_matches(".*"));
        }
        if let Some(version) = clause
            .strip_prefix("~=")
            .or_else(|| clause.strip_prefix('~'))
        {
            let parts: Vec<&str> = version.trim().split('.').collect();
            // `~=5.2` allows 5.9; Poetry's `~5.2` does not.
            if parts.len() >= 3 || (parts.len() == 2 && !clause.starts_with("~=")) {
                return digits(&parts[..2].join("."));
            }
        }
    }
    if let [clause] = &*clauses
        && clause.starts_with(|first: char| first.is_ascii_digit())
    {
        // Poetry's and Pipenv's bare version.
        return digits(clause.trim_end_matches(".*"));
    }
    between(&clauses)
}

/// `>=6.0,<6.1` leaves only 6.0.
fn between(clauses: &[&str]) -> Option<String> {
    let lower = clauses
        .iter()
        .find_map(|clause| clause.strip_prefix(">="))?;
    let upper = clauses.iter().find_map(|clause| {
        clause
            .strip_prefix('<')
            .filter(|rest| !rest.starts_with('='))
    })?;
    let (lower, upper) = (numbers(lower)?, numbers(upper)?);
    let minor = |version: &[u32]| version.get(1).copied().unwrap_or(0);
    let next_minor = upper.first() == lower.first() && minor(&upper) == minor(&lower) + 1;
    let exact = upper.len() <= 2 || upper[2..].iter().all(|part| *part == 0);
    (next_minor && exact && lower.len() >= 2).then(|| format!("{}.{}", lower[0], lower[1]))
}

/// The version that a specifier pins to the letter, pre-releases too: `==1.0rc1`, Pipenv's and Poetry's `1.0`.
pub(super) fn exact(specifier: &str) -> Option<String> {
    let version = specifier.trim().trim_start_matches('=').trim();
    let plain = version.starts_with(|first: char| first.is_ascii_digit())
        && version
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".+!-_".contains(letter));
    plain.then(|| version.to_owned())
}

fn numbers(version: &str) -> Option<Vec<u32>> {
    version
        .trim()
        .split('.')
        .map(|part| part.parse().ok())
        .collect()
}

/// A version of digits and dots only, two parts at least.
fn digits(version: &str) -> Option<String> {
    let version = version.trim().trim_start_matches('v');
    let plain = version.contains('.')
        && version
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pins_are_versions() {
        let cases = [
            ("==5.2.8", Some("5.2.8")),
            ("==2.2.*", Some("2.2")),
            ("~=5.2.1", Some("5.2")),
            ("~=5.2", None),
            ("~5.2", Some("5.2")),
            (">=6.0,<6.1", Some("6.0")),
            (">=4.2,<5", None),
            (">=4.2", None),
            ("^4.1.7", None),
            ("4.1.7", Some("4.1.7")),
            ("*", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(declared_version(text).as_deref(), expected, "{text}");
        }
    }
}
