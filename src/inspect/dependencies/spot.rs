//! Where a package lies that no network brings.

use toml::Value;

/// How tools write the folder of the project itself: PDM, and Hatch.
const HERE: [&str; 3] = [
    "file:///${PROJECT_ROOT}",
    "file://${PROJECT_ROOT}",
    "{root:uri}",
];

/// A requirement whose path from the project itself, as tools write it, is one from an absolute folder.
pub(crate) fn at_root(requirement: &str, folder: &str) -> String {
    let url = format!("file://{folder}");
    let mut requirement = requirement.to_owned();
    for here in HERE {
        requirement = requirement.replace(here, &url);
    }
    requirement
}

/// Where something lies, as it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::inspect) enum Spot {
    /// A path from the folder in which the tool runs.
    Relative(String),
    /// An absolute path, which one machine has.
    Machine(String),
}

impl Spot {
    /// What an address names without a network: a path, or a URL of the scheme `file`.
    pub(super) fn of(address: &str) -> Option<Self> {
        let path = address.split(['#', '?']).next()?.trim();
        let path = match path.rsplit_once('[') {
            // `.[extra]`
            Some((path, extras)) if extras.ends_with(']') => path,
            _ => path,
        };
        if let Some(rest) = HERE.iter().find_map(|here| path.strip_prefix(here)) {
            return Some(Self::Relative(format!(".{rest}")));
        }
        let url = path.strip_prefix("file:");
        let path = url.map_or(path, |path| {
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.strip_prefix("localhost/").unwrap_or(path);
            // file:///C:/work
            let drive = path.strip_prefix('/');
            drive.filter(|it| is_of_windows(it)).unwrap_or(path)
        });
        if path.is_empty() || path.contains('$') {
            None
        } else if path.starts_with(['/', '~', '\\']) || is_of_windows(path) {
            Some(Self::Machine(path.to_owned()))
        } else if path.contains(':') {
            None
        } else {
            Some(Self::Relative(path.to_owned()))
        }
    }

    /// The same of a tool's table, `{ path = "lib/x" }`, or the first of a list of tables that has it.
    pub(super) fn of_table(value: &Value) -> Option<Self> {
        if let Some(several) = value.as_array() {
            return several.iter().find_map(Self::of_table);
        }
        let path = value.get("path").or_else(|| value.get("file"))?;
        Self::of(path.as_str()?)
    }
}

/// A folder in which pip or uv look for archives.
#[derive(Clone, Debug)]
pub(in crate::inspect) struct Link {
    pub(super) spot: Spot,
    /// The folder of the file that names it, where it is looked for first.
    pub(super) folder: String,
    pub(super) at: String,
}

/// Whether a path begins with a drive: `C:\\work`, `c:/work`.
pub(super) fn is_of_windows(path: &str) -> bool {
    let mut start = path.chars();
    let drive = start.next().is_some_and(|it| it.is_ascii_alphabetic());
    drive && start.next() == Some(':') && matches!(start.next(), Some('/' | '\\'))
}

/// A path from a folder of the tree; `None` outside the tree.
pub(super) fn inside(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!path.starts_with('/')).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_address_leads() {
        let relative = |path: &str| Some(Spot::Relative(path.to_owned()));
        let machine = |path: &str| Some(Spot::Machine(path.to_owned()));
        let cases = [
            (".", relative(".")),
            (".[dev,test]", relative(".")),
            ("./lib/x#egg=x", relative("./lib/x")),
            (
                "lib/x-1.0-py3-none-any.whl",
                relative("lib/x-1.0-py3-none-any.whl"),
            ),
            ("file:./lib/x", relative("./lib/x")),
            ("file:///${PROJECT_ROOT}/lib/x", relative("./lib/x")),
            ("{root:uri}/lib/x", relative("./lib/x")),
            ("../x", relative("../x")),
            ("/home/me/x", machine("/home/me/x")),
            ("file:///home/me/x", machine("/home/me/x")),
            ("file:///C:/b/work/certifi", machine("C:/b/work/certifi")),
            (r"c:\users\me\x", machine(r"c:\users\me\x")),
            ("~/x", machine("~/x")),
            ("https://example.com/x.whl", None),
            ("git+ssh://git@example.com/x", None),
            ("git@example.com:owner/x", None),
            ("${HOME}/x", None),
            ("", None),
        ];
        for (address, spot) in cases {
            assert_eq!(Spot::of(address), spot, "{address}");
        }
    }
}
