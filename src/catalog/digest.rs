//! The digest of a pack. The build script has this file too, for the pack that is built in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A digest of every path and text: `sha256:` and 64 hexadecimal digits.
pub(crate) fn digest<T: AsRef<str>>(files: &BTreeMap<String, T>) -> String {
    let mut hasher = Sha256::new();
    for (path, text) in files {
        for part in [path, text.as_ref()] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    format!("sha256:{}", hexadecimal(&hasher.finalize()))
}

/// Whether a folder is never a pack's own: git's, and what Python leaves where a script was run.
pub(crate) fn is_left_out(folder: &str) -> bool {
    folder == ".git" || folder == "__pycache__"
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
