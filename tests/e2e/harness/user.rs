//! Whom the project belongs to.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::run::Run;

/// The developer who runs djdock, make and compose. Where root runs the tests it is somebody else, so that a file that a
/// container wrote as root is seen.
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Where root stands in for the user: the user's own folder, and the group that may speak to the engine.
    stand_in: Option<(PathBuf, u32)>,
}

const SOMEBODY: u32 = 12345;

impl User {
    /// The developer, with `home` where the caller's own cannot be read.
    pub(crate) fn developer(home: &Path) -> Self {
        let me = fs::metadata("/proc/self").expect("Linux");
        if me.uid() != 0 {
            return Self {
                uid: me.uid(),
                gid: me.gid(),
                stand_in: None,
            };
        }
        let socket = fs::metadata("/var/run/docker.sock").map_or(0, |socket| socket.gid());
        Self {
            uid: SOMEBODY,
            gid: SOMEBODY,
            stand_in: Some((home.to_owned(), socket)),
        }
    }

    /// A command of the developer's, in a shell without the caller's own settings.
    pub(crate) fn run(&self, program: &str) -> Run {
        let run = match &self.stand_in {
            None => Run::new(program).env_only(|name| is_general(name) || name == "HOME"),
            Some((home, group)) => Run::new("setpriv")
                .arg(format!("--reuid={}", self.uid))
                .arg(format!("--regid={}", self.gid))
                .arg(format!("--groups={group}"))
                .arg(program)
                .env_only(is_general)
                .env("HOME", home),
        };
        run.env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "e2e")
            .env("GIT_AUTHOR_EMAIL", "e2e@example.org")
            .env("GIT_COMMITTER_NAME", "e2e")
            .env("GIT_COMMITTER_EMAIL", "e2e@example.org")
            .env("BUILDKIT_PROGRESS", "plain")
    }

    /// Hands a folder that the test filled over to the developer.
    pub(crate) fn own(&self, path: &Path) {
        if self.stand_in.is_some() {
            Run::new("chown")
                .args(["-R", &self.to_string()])
                .arg(path)
                .ok();
        }
    }
}

impl std::fmt::Display for User {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.uid, self.gid)
    }
}

fn is_general(name: &str) -> bool {
    ["PATH", "LANG", "LC_ALL", "TMPDIR"].contains(&name) || name.starts_with("DOCKER_")
}
