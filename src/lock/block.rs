//! Texts as one block: compressed, in lines of letters. The same texts make the same block on every machine.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// How hard the compressor tries, from 0 to 10.
const LEVEL: u8 = 9;

/// How many bytes a block may hold: a lock comes with a stranger's repository.
const LIMIT: usize = 64 * 1024 * 1024;

/// The letters of a line.
const WIDTH: usize = 240;

/// Texts by path, as a block.
pub(super) fn pack(texts: &BTreeMap<&str, &str>) -> String {
    // A map of texts cannot fail to be JSON.
    let json = serde_json::to_vec(texts).unwrap_or_default();
    let letters = STANDARD.encode(compress_to_vec_zlib(&json, LEVEL));
    let mut block = String::with_capacity(letters.len() + letters.len() / WIDTH + 1);
    for (index, letter) in letters.chars().enumerate() {
        if index > 0 && index % WIDTH == 0 {
            block.push('\n');
        }
        block.push(letter);
    }
    block.push('\n');
    block
}

/// The texts of a block; `None` where it is no whole one.
pub(super) fn unpack(block: &str) -> Option<BTreeMap<String, String>> {
    let letters: String = block.split_ascii_whitespace().collect();
    let packed = STANDARD.decode(letters).ok()?;
    let json = decompress_to_vec_zlib_with_limit(&packed, LIMIT).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(texts: BTreeMap<String, String>) {
            let borrowed = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let block = pack(&borrowed.collect());
            prop_assert!(block.lines().all(|line| line.len() <= WIDTH));
            prop_assert_eq!(unpack(&block), Some(texts));
        }

        #[test]
        fn nothing_else_is_taken(block in "[A-Za-z0-9+/=\n ]{0,200}") {
            prop_assert_eq!(unpack(&block), None);
        }
    }

    /// On every machine, and with every version of the compressor: a lock is not to change by itself.
    #[test]
    fn the_same_texts_are_the_same_block() {
        let block = pack(&BTreeMap::from([("Makefile", "run:\n\t@true\n")]));
        assert_eq!(
            block,
            "eNqrVvJNzE5Ny8xJVbJSKirNs4rJiylxKCkqTY3JU6oFAKOuCsw=\n"
        );
    }

    #[test]
    fn a_bomb_is_refused() {
        let json = format!("{{\"a\":\"{}\"}}", "a".repeat(LIMIT));
        let block = STANDARD.encode(compress_to_vec_zlib(json.as_bytes(), 1));
        assert_eq!(unpack(&block), None);
    }
}
