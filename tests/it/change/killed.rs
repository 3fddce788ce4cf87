//! Two runs at once: one waits, or refuses; none undoes the other.

use std::process::Stdio;

use super::on_dev;

#[test]
fn two_at_once_leave_one_sound_stack() {
    for _ in 0..5 {
        let project = on_dev("");
        let djdock = env!("CARGO_BIN_EXE_djdock");
        let start = |service: &str| {
            let mut command = project.command(djdock, &project.root);
            command.args(["add", "--quiet", service]);
            command
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let runs = [start("redis"), start("memcached")];
        let codes = runs.map(|run| {
            let output = run.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            (output.status.code(), said)
        });
        let done = codes.iter().filter(|(code, _)| *code == Some(0)).count();
        assert!(done >= 1, "{codes:?}");
        assert!(
            codes.iter().all(|(code, _)| matches!(code, Some(0 | 1))),
            "{codes:?}"
        );
        project.djdock("status").ok();
        project.git("fsck --strict");
        assert_eq!(project.git("status --porcelain"), "");
        let toml = project.read("djdock.toml");
        let there = ["redis", "memcached"]
            .iter()
            .filter(|name| toml.contains(**name));
        assert_eq!(there.count(), done, "{codes:?}\n{toml}");
        // Whoever was refused is served now.
        project.djdock("add redis memcached").ok();
    }
}
