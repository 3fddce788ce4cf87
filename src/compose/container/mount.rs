//! What is mounted in a container.

use super::split::parts;
use crate::yaml::Value;

/// One mount, in the words of the compose file: variables are not expanded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mount<'a> {
    /// A named volume, or a path of the host; empty for a volume without a name, or memory.
    pub source: &'a str,
    /// The path in the container.
    pub target: &'a str,
    /// Whether the container may only read it.
    pub read_only: bool,
    /// `bind`, `volume`, `tmpfs` and the like, where it is said; the short form leaves it to the source.
    pub kind: Option<&'a str>,
}

impl<'a> Mount<'a> {
    /// An item of `volumes:`; `None` where it mounts nothing anywhere.
    pub(crate) fn of(item: &'a Value) -> Option<Self> {
        match item.as_text() {
            Some(text) => Self::short(text),
            None => Self::long(item),
        }
    }

    /// Reads the short form: `source:target:ro`.
    fn short(text: &'a str) -> Option<Self> {
        let mut parts = parts(text).into_iter();
        let mut first = parts.next()?;
        let mut second = parts.next();
        // `C:\data:/data`.
        if let Some(rest) = second.filter(|rest| is_drive(first, rest)) {
            first = &text[..first.len() + 1 + rest.len()];
            second = parts.next();
        }
        let (source, target) = second.map_or(("", first), |second| (first, second));
        let mut options = parts.flat_map(|options| options.split(','));
        (!target.is_empty()).then(|| Self {
            source,
            target,
            read_only: options.any(|option| option == "ro"),
            kind: None,
        })
    }

    fn long(item: &'a Value) -> Option<Self> {
        let part = |key: &str| item.get(key).and_then(Value::as_text);
        Some(Self {
            source: part("source").unwrap_or_default(),
            target: part("target")?,
            read_only: part("read_only") == Some("true"),
            kind: part("type"),
        })
    }

    /// The path below the compose file's folder that is mounted, without `./`; `None` for anything else.
    #[must_use]
    pub fn below(&self) -> Option<&'a str> {
        let bind = self.kind.is_none_or(|kind| kind == "bind");
        let path = self.source.strip_prefix("./").filter(|_| bind)?;
        Some(path.trim_end_matches('/'))
    }

    /// The named volume that is mounted; `None` for anything else.
    #[must_use]
    pub fn volume(&self) -> Option<&'a str> {
        let path = self.source.starts_with(['.', '/', '~', '$']) || self.source.contains('\\');
        let volume = match self.kind {
            Some(kind) => kind == "volume",
            None => !path,
        };
        (volume && !self.source.is_empty()).then_some(self.source)
    }
}

/// Whether a colon stands behind the letter of a drive.
fn is_drive(first: &str, rest: &str) -> bool {
    let letter = first.len() == 1 && first.starts_with(|it: char| it.is_ascii_alphabetic());
    letter && rest.starts_with(['\\', '/'])
}
