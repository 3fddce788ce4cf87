//! The only randomness: secrets, which go to `.env` alone.

use rand::seq::IndexedRandom as _;

/// Characters that need no quoting in a shell, a compose file, a URL or a `.env` file.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A random text of so many characters of `[A-Za-z0-9_-]`; the first is a letter or a digit, so that no
/// program takes it for an option.
#[must_use]
pub fn secret(length: usize) -> String {
    let mut random = rand::rng();
    (0..length)
        .map(|index| {
            let alphabet = if index == 0 {
                &ALPHABET[..62]
            } else {
                ALPHABET
            };
            alphabet
                .choose(&mut random)
                .map_or('0', |byte| char::from(*byte))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_plain_and_different() {
        let (a, b) = (secret(50), secret(50));
        assert_eq!(a.len(), 50);
        assert!(a.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert!(!a.starts_with(['-', '_']));
        assert_ne!(a, b);
    }
}
