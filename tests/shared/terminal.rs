//! The binary at a terminal: `script` (bsdutils) makes one.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a prompt may take; far longer than it does, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program at a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keys: ChildStdin,
    output: Receiver<Vec<u8>>,
    /// What has been shown so far, and how much of it has been waited for.
    pub(crate) shown: String,
    seen: usize,
}

impl Terminal {
    /// Runs a shell's line at a terminal.
    pub(crate) fn open(mut script: Command, line: &str) -> Self {
        script
            .args([
                "--quiet",
                "--return",
                "--flush",
                "--command",
                line,
                "/dev/null",
            ])
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut child = script.spawn().expect("`script`, of bsdutils");
        let keys = child.stdin.take().expect("a pipe");
        let mut stdout = child.stdout.take().expect("a pipe");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = stdout.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keys,
            output,
            shown: String::new(),
            seen: 0,
        }
    }

    /// Waits until a text is shown behind the last one that was waited for.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = self.shown[self.seen..].find(text) {
                self.seen += found + text.len();
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("`{text}` was never shown ({error}):\n{}", self.shown),
            }
        }
    }

    /// Types.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .expect("an open terminal");
        self.keys.flush().expect("an open terminal");
    }

    /// Waits for the end; tells the exit code and everything that was shown.
    #[track_caller]
    pub(crate) fn close(mut self) -> (Option<i32>, String) {
        // `script` ends with its child; its own standard input must stay open until then.
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    // With the terminal goes what runs at it.
                    let _ = self.child.kill();
                    panic!("it did not end:\n{}", self.shown);
                }
            }
        }
        let status = self.child.wait().expect("an end");
        (status.code(), self.shown)
    }
}
