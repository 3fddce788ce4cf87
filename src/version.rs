//! Version numbers compared as numbers: 3.10 is newer than 3.9.

mod range;

pub use range::allows;

use std::cmp::Ordering;

/// The leading numbers of a version: `5.2rc1` is 5, 2.
#[must_use]
pub fn numbers(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map_while(|part| {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
        .collect()
}

/// Compares two versions; what one leaves out counts as 0.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    let (a, b) = (numbers(a), numbers(b));
    let part = |version: &[u32], index: usize| version.get(index).copied().unwrap_or(0);
    (0..a.len().max(b.len()))
        .map(|index| part(&a, index).cmp(&part(&b, index)))
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Major and minor: `3.13.2` is `3.13`.
#[must_use]
pub fn minor(version: &str) -> String {
    let numbers = numbers(version);
    let parts: Vec<String> = numbers.iter().take(2).map(ToString::to_string).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert_eq!(compare("3.10", "3.9"), Ordering::Greater);
        assert_eq!(compare("5.2", "5.2.0"), Ordering::Equal);
        assert_eq!(compare("6.0rc1", "6.1"), Ordering::Less);
        assert_eq!(minor("3.13.2"), "3.13");
    }
}
