//! File systems of a test's own.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something mounted over a folder, until it is dropped.
pub(crate) struct Mount {
    folder: PathBuf,
}

impl Mount {
    /// The folder itself, not to be written to.
    pub(crate) fn read_only(folder: &Path) -> io::Result<Self> {
        let path = folder.to_string_lossy().into_owned();
        mount(&["--bind", &path, &path])?;
        let mounted = Self {
            folder: folder.to_owned(),
        };
        mount(&["--options", "remount,bind,ro", &path])?;
        Ok(mounted)
    }

    /// An empty file system of so many bytes.
    pub(crate) fn small(folder: &Path, bytes: usize) -> io::Result<Self> {
        let path = folder.to_string_lossy();
        let options = format!("size={bytes}");
        mount(&["--types", "tmpfs", "--options", &options, "tmpfs", &path])?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The bytes that are free.
    pub(crate) fn free(&self) -> usize {
        let line = ["--output=avail", "--block-size=1"];
        let output = Command::new("df").args(line).arg(&self.folder).output();
        let output = output.expect("`df`").stdout;
        let text = String::from_utf8_lossy(&output);
        let number = text
            .lines()
            .last()
            .and_then(|line| line.trim().parse().ok());
        number.expect("a number of bytes")
    }
}

fn mount(arguments: &[&str]) -> io::Result<()> {
    let output = Command::new("mount").args(arguments).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.folder).status();
    }
}
