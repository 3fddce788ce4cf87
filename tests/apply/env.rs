//! `.env`: what stands in it stays, byte for byte; what is missing comes.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};

use djdock::apply::{
    ApplyError, EnvChange, EnvEntry, env_change, exclude, merge_env, write_folder,
};
use djdock::plan::Plan;
use proptest::prelude::*;

use crate::sandbox::Sandbox;

fn entry(key: &str, value: &str) -> EnvEntry {
    EnvEntry {
        key: key.to_owned(),
        value: value.to_owned(),
        comment: String::new(),
    }
}

fn merged(existing: &str, keys: &[&str]) -> String {
    let entries: Vec<EnvEntry> = keys.iter().map(|key| entry(key, "new")).collect();
    merge_env(Some(existing), &entries).expect("a text that Compose reads")
}

#[test]
fn a_new_file_says_what_each_key_is() {
    let mut secret = entry("SECRET_KEY", "abc");
    secret.comment = "Signs sessions.\n\nNever share it.".to_owned();
    let text = merge_env(None, &[secret, entry("HOST_UID", "1000")]).unwrap();
    assert_eq!(
        text,
        "# Signs sessions.\n#\n# Never share it.\nSECRET_KEY=abc\nHOST_UID=1000\n"
    );
}

#[test]
fn what_sets_a_key_is_recognised() {
    for existing in [
        "A=1\n",
        "A=\n",
        "A\n",
        "A = 1\n",
        "A: 1\n",
        "  A=1\n",
        "export A=1\n",
        "export\tA=1",
        "\u{feff}A=1\n",
        "# x\nA='1'\n",
        "A=\"1\"\r\n",
        "B=\"x\nC=y\"\nA=1\n",
        "B=\"\\\"\nx\"\nA=1\n",
        "B=it's\nA=1\n",
    ] {
        assert_eq!(merged(existing, &["A"]), existing);
    }
}

#[test]
fn what_does_not_set_a_key_is_not_taken_for_it() {
    for existing in [
        "#A=1\n",
        "# A=1\n",
        "AA=1\n",
        "B=A=1\n",
        "B=\"\nA=1\n\"\n",
        "B='\nA=1\n'\n",
        "exportA=1\n",
    ] {
        assert_eq!(merged(existing, &["A"]), format!("{existing}\nA=new\n"));
    }
}

#[test]
fn what_compose_cannot_read_is_refused_with_its_line() {
    for (existing, line) in [
        ("A='C:\\dir\\'\nSECRET_KEY=x\n", 1),
        ("A=1\nB='never closed\nA=1\n", 2),
        ("A B=1\n", 1),
        ("B=1\n\nA=${B\n", 3),
    ] {
        let error = merge_env(Some(existing), &[entry("A", "new")]).expect_err(existing);
        assert_eq!(error, line);
    }
    // What a shell may set, or not, is no fault of the file.
    assert_eq!(merged("A=${B:?why}$C\n", &["A"]), "A=${B:?why}$C\n");
}

#[test]
fn keys_are_added_in_the_files_own_manner() {
    assert_eq!(merged("B=1", &["A"]), "B=1\n\nA=new\n");
    assert_eq!(merged("B=1\r\nC=2", &["A"]), "B=1\r\nC=2\r\n\r\nA=new\r\n");
    assert_eq!(merged("", &["A"]), "A=new\n");
    assert_eq!(merged("\n", &["A"]), "\nA=new\n");
    assert_eq!(merged("B=1\n", &["A", "B", "A"]), "B=1\n\nA=new\n");
}

#[test]
fn values_are_quoted_where_compose_would_read_something_else() {
    let text = |value: &str| merge_env(None, &[entry("A", value)]).unwrap();
    assert_eq!(text("a-Z_0.9/+=:@%,"), "A=a-Z_0.9/+=:@%,\n");
    assert_eq!(text(""), "A=\n");
    assert_eq!(text("a b #c $d"), "A='a b #c $d'\n");
    assert_eq!(text("it's $5 \\ \"\n"), "A=\"it's \\$5 \\\\ \\\"\\n\"\n");
}

proptest! {
    #[test]
    fn merging_keeps_the_text_adds_every_key_and_settles(
        existing in "([ABC#= \"'\n\r\\\\:]|export ){0,40}",
        keys in proptest::collection::vec("[A-D]", 0..4),
    ) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let entries: Vec<EnvEntry> = keys.iter().map(|key| entry(key, "new")).collect();
        match merge_env(Some(&existing), &entries) {
            Ok(once) => {
                prop_assert!(once.starts_with(&existing));
                prop_assert_eq!(merged(&once, &keys), once);
            }
            // Refused for what stands in it, and not for what is missing.
            Err(_) => prop_assert!(merge_env(Some(&existing), &[]).is_err()),
        }
    }
}

fn change(sandbox: &Sandbox) -> Result<EnvChange, ApplyError> {
    let entries = [entry("SECRET_KEY", "new"), entry("HOST_UID", "1000")];
    env_change(
        Some(&sandbox.repository()),
        sandbox.root(),
        ".env",
        &entries,
        &["ROOT_PASSWORD".to_owned()],
    )
}

#[test]
fn a_new_file_is_private_and_excluded_at_once() {
    let sandbox = Sandbox::new();
    let repository = sandbox.repository();
    let env = change(&sandbox).unwrap();
    assert_eq!(env.added, ["SECRET_KEY", "HOST_UID"]);
    let files: Vec<_> = exclude(&repository, &["/.env".to_owned()])
        .unwrap()
        .into_iter()
        .chain(env.write)
        .collect();
    write_folder(Some(&repository), sandbox.root(), &Plan::default(), &files).unwrap();
    let mode = fs::metadata(sandbox.path(".env"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        sandbox.git(["status", "--porcelain", "--untracked-files=all"]),
        ""
    );
    assert_eq!(sandbox.read(".git/info/exclude"), "/.env\n");
    assert_eq!(exclude(&repository, &["/.env".to_owned()]).unwrap(), None);
    assert_eq!(change(&sandbox).unwrap().write, None);
}

#[test]
fn a_former_secret_is_set_aside_and_comes_back() {
    let sandbox = Sandbox::new();
    let kept = "SECRET_KEY=a\nHOST_UID=1\n";
    let several = "MULTI='a\nROOT_PASSWORD=b'\n";
    for (line, aside) in [
        (
            "ROOT_PASSWORD=a=b # c\n",
            "# removed: ROOT_PASSWORD=a=b # c\n",
        ),
        (
            "ROOT_PASSWORD='a b'\r\n",
            "# removed: ROOT_PASSWORD='a b'\r\n",
        ),
        (
            "ROOT_PASSWORD=a\nROOT_PASSWORD=b\n",
            "# removed: ROOT_PASSWORD=a\n# removed: ROOT_PASSWORD=b\n",
        ),
        // Whatever the user has made of it is the user's.
        ("ROOT_PASSWORD='a\nb'\n", "ROOT_PASSWORD='a\nb'\n"),
        ("OTHER_ROOT_PASSWORD=a\n", "OTHER_ROOT_PASSWORD=a\n"),
        ("#ROOT_PASSWORD=a\n", "#ROOT_PASSWORD=a\n"),
        (several, several),
    ] {
        let with = format!("{kept}{line}");
        sandbox.write(".env", &with);
        let env = change(&sandbox).unwrap();
        let without = match env.write {
            Some(write) => String::from_utf8(write.after.unwrap()).unwrap(),
            None => with.clone(),
        };
        assert_eq!(without, format!("{kept}{aside}"));
        if without.contains("# removed: ") {
            let back = merge_env(Some(&without), &[entry("ROOT_PASSWORD", "new")]);
            // Of several, the one that counted.
            let back = back.unwrap();
            assert_eq!(
                back.replace("# removed: ROOT_PASSWORD=a\n", "ROOT_PASSWORD=a\n"),
                with
            );
        }
    }
}

#[test]
fn the_users_exclude_file_is_kept() {
    let sandbox = Sandbox::new();
    sandbox.write(".git/info/exclude", "*.log");
    let write = exclude(&sandbox.repository(), &["/.env".to_owned()])
        .unwrap()
        .unwrap();
    assert_eq!(write.after.unwrap(), b"*.log\n/.env\n");
}

#[test]
fn an_open_file_keeps_its_permissions_and_is_told_of() {
    let sandbox = Sandbox::new();
    sandbox.write(".env", "SECRET_KEY=mine\n");
    fs::set_permissions(sandbox.path(".env"), Permissions::from_mode(0o640)).unwrap();
    let env = change(&sandbox).unwrap();
    assert!(env.readable_by_others);
    assert_eq!(env.added, ["HOST_UID"]);
    let files: Vec<_> = env.write.into_iter().collect();
    let repository = sandbox.repository();
    write_folder(Some(&repository), sandbox.root(), &Plan::default(), &files).unwrap();
    assert_eq!(sandbox.read(".env"), "SECRET_KEY=mine\n\nHOST_UID=1000\n");
    let mode = fs::metadata(sandbox.path(".env"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_tracked_linked_or_unreadable_file_is_refused() {
    let sandbox = Sandbox::new();
    symlink("elsewhere", sandbox.path(".env")).unwrap();
    assert!(matches!(
        change(&sandbox),
        Err(ApplyError::SymbolicLink { .. })
    ));
    fs::remove_file(sandbox.path(".env")).unwrap();
    fs::write(sandbox.path(".env"), b"A=\xff\n").unwrap();
    assert!(matches!(change(&sandbox), Err(ApplyError::NotUtf8 { .. })));
    sandbox.git(["add", "-f", ".env"]);
    assert!(matches!(
        change(&sandbox),
        Err(ApplyError::EnvTracked { .. })
    ));
    sandbox.git(["commit", "-q", "-m", "Secret"]);
    sandbox.git(["rm", "-q", "--cached", ".env"]);
    assert!(matches!(
        change(&sandbox),
        Err(ApplyError::EnvTracked { .. })
    ));
}
