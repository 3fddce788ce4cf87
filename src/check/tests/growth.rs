//! Files of thousands of lines: four times as many lines are about four times the work.

use super::*;

#[path = "../../../tests/shared/growth.rs"]
mod work;

/// One line for each number.
fn lines(many: usize, line: impl Fn(usize) -> String) -> String {
    (0..many).map(line).collect()
}

fn of(what: &str, size: usize, files: impl Fn(usize) -> (String, String)) {
    let machine = Paper::default();
    work::is_linear(what, size, files, |(compose, env)| {
        ids(compose, env, &machine);
    });
}

#[test]
fn env_files() {
    let of_env = |what: &str, size: usize, line: fn(usize) -> String| {
        of(what, size, |size| {
            (COMPOSE.to_owned(), format!("{ENV}{}", lines(size, line)))
        });
    };
    of_env("keys", 4000, |i| format!("KEY_{i}=value-{i}\n"));
    of_env("passwords", 2000, |i| {
        format!("K{i}_PASSWORD=correct-horse-{i}\n")
    });
    of_env("one key", 4000, |_| "K=v\n".to_owned());
    of_env("one line", 4000, |_| "K=\"v\"".to_owned());
    of_env("each in the next", 4000, |i| format!("K{}=$K{i}\n", i + 1));
}

#[test]
fn values_that_grow_out_of_one_another_are_refused() {
    let grow = lines(40, |i| format!("V{}=$V{i}$V{i}$V{i}$V{i}\n", i + 1));
    let many = lines(100_000, |i| format!("W{i}=$V8\n"));
    for env in [
        format!("V0=x\n{grow}"),
        format!(
            "V0=x\n{}{many}",
            lines(8, |i| format!("V{}=$V{i}$V{i}$V{i}$V{i}\n", i + 1))
        ),
    ] {
        assert!(ids(COMPOSE, &env, &Paper::default()).contains(&"env-too-long"));
    }
}

#[test]
fn compose_files() {
    let of_compose = |what: &str, size: usize, line: fn(usize) -> String| {
        of(what, size, |size| {
            (format!("{COMPOSE}{}", lines(size, line)), ENV.to_owned())
        });
    };
    of_compose("services", 300, |i| {
        format!(
            "  s{i}:\n    image: x:1.{i}\n    ports: [\"{i}:80\"]\n    depends_on: [web]\n    environment: {{A: \"${{K{i}:-x}}\"}}\n"
        )
    });
    of("variables", 1000, |size| {
        let text = lines(size, |i| format!("      K{i}: ${{K{i}:?why}}\n"));
        let service = "  more:\n    image: x:1.0\n    environment:\n";
        (format!("{COMPOSE}{service}{text}"), ENV.to_owned())
    });
    of_compose("blocks", 500, |i| {
        format!("  b{i}:\n    image: x:1.0\n    command: |\n      run\n")
    });
}

#[test]
fn what_is_merged_many_times_is_looked_at_once() {
    let merged = lines(14, |i| {
        let many = vec![format!("*m{i}"); 9].join(", ");
        format!("x-{i}: &m{}\n  <<: [{many}]\n", i + 1)
    });
    let text = format!("x: &m0\n  image: x:1.0\n{merged}{COMPOSE}  more:\n    <<: *m14\n");
    assert!(!ids(&text, ENV, &Paper::default()).contains(&"compose-unreadable"));
}
