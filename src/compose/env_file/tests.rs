//! `.env` files, and what `docker compose config` 2.26 makes of them.

use super::*;

fn read(text: &str) -> EnvFile {
    EnvFile::parse(text, &|name| (name == "SHELL_KEY").then(|| "s".to_owned()))
}

/// What `docker compose config` 2.26 makes of the same.
#[test]
fn values_are_read_as_compose_does() {
    for (line, value) in [
        ("K=abc$def", "abc"),
        ("K=abc$1def", "abc$1def"),
        ("K=abc$$def", "abc$def"),
        ("K='abc$def'", "abc$def"),
        (r"K='ab\'cd$x'", "ab'cd$x"),
        (r"K='ab\cd'", r"ab\cd"),
        (r#"K="abc$def""#, "abc"),
        (r#"K="abc\$def""#, "abc$def"),
        (r"K=ab\$def", r"ab\"),
        ("K=a#b c #d", "a#b c"),
        ("K = x y ", "x y"),
        ("export K=1", "1"),
        ("K: yaml", "yaml"),
        ("A=1\nK=$A$B", "1"),
        ("K=it's$x", "it's"),
        ("K=", ""),
        ("SHELL_KEY\nK=$SHELL_KEY", "s"),
        ("K-B=1\nK=2\r\n", "2"),
        ("K=1\nK=2", "2"),
        ("K='a\nb' # why", "a\nb"),
        ("K=${B:-d$e}x", "dx"),
        ("\u{feff}K=1", "1"),
    ] {
        let file = read(line);
        let found = file.get("K").map(Secret::expose);
        assert_eq!((found, file.broken), (Some(value), None), "{line}");
    }
}

#[test]
fn what_compose_refuses_is_told_with_its_line() {
    for (text, line) in [
        ("A=1\nK=ab${c", 2),
        ("\n\nK B=1", 3),
        ("K=\"open\nL=1", 1),
        ("=1", 1),
        ("K=${A:?}", 1),
    ] {
        assert_eq!(read(text).broken, Some(line), "{text}");
    }
}

#[test]
fn a_dollar_is_told_apart() {
    let dollar = |line: &str| read(line).entries[0].dollar;
    assert_eq!(dollar("K=a$1"), Dollar::default());
    assert_eq!(dollar("K='a$b'"), Dollar::default());
    assert_eq!(dollar(r#"K="a\$b""#), Dollar::default());
    assert!(dollar("K=a$b").unset && dollar("K=a$b").expands);
    assert!(dollar("K=a$$b").expands && !dollar("K=a$$b").unset);
    assert!(dollar("K=a$SHELL_KEY").expands && !dollar("K=a$SHELL_KEY").unset);
    assert!(dollar("K=a${").broken);
}

#[test]
fn what_may_be_a_part_of_a_value_is_no_name() {
    let names = |text: &str| -> Vec<bool> {
        let file = read(text);
        file.entries
            .iter()
            .map(|entry| entry.name().is_some())
            .collect()
    };
    assert_eq!(names("K=1\nexport L=2\n  M=3"), [true, true, true]);
    assert_eq!(names("K=\"\"PART:x"), [true, false]);
    assert_eq!(names("KEY=-----\nMIIEowIBAAKC=="), [true, false]);
}

#[test]
fn a_value_is_never_shown() {
    assert!(!format!("{:?}", read("K=hunter2")).contains("hunter2"));
}
