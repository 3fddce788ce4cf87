//! What a container may do to the machine, and who else runs the stack there.

use super::{DOCKER, Stack, provoked};

const COMPOSE: &str = "docker-compose.yml";

/// Lines that prod's web gets.
fn web(stack: &Stack, lines: &str) {
    let own = "\n  web:\n    <<: *app\n";
    stack.edit("prod", COMPOSE, own, &format!("{own}{lines}"));
}

#[test]
fn rights_over_the_machine() {
    let base = Stack::new("--with portainer");
    provoked(
        "machine",
        &base,
        &[
            ("djdock's own socket", &|_| {}),
            ("every right", &|stack| {
                web(
                    stack,
                    "    privileged: true\n    pid: host\n    ipc: host\n",
                );
            }),
            ("capabilities", &|stack| {
                web(
                    stack,
                    "    cap_add: [NET_BIND_SERVICE, CAP_SYS_ADMIN]\n    devices: [/dev/kvm]\n",
                );
            }),
            ("a profile that lets everything through", &|stack| {
                web(stack, "    privileged: false\n");
                stack.edit(
                    "prod",
                    COMPOSE,
                    "security_opt: [\"no-new-privileges:true\"]",
                    "security_opt: [\"seccomp:unconfined\"]",
                );
            }),
            ("the whole machine, and Docker's socket", &|stack| {
                web(
                    stack,
                    "    volumes: [\"/:/host\", /var/run/docker.sock:/var/run/docker.sock]\n",
                );
            }),
            ("a folder of the machine, and its clock", &|stack| {
                web(
                    stack,
                    "    volumes: [\"${UPLOADS:-/srv/uploads}:/srv/media\", /etc/localtime:/etc/localtime:ro]\n",
                );
            }),
        ],
    );
}

#[test]
fn another_project_of_this_name() {
    let stack = Stack::new("");
    let other = stack.project.sandbox().join("other");
    let listing = |folder: &std::path::Path| {
        let answer = format!("\"ps --all\") echo {} ;;\n*)", folder.display());
        DOCKER.replace("*)", &answer)
    };
    stack.docker(&listing(&other));
    assert!(stack.shown().ends_with("exit 0\n"), "gone: it was moved");
    std::fs::create_dir(&other).unwrap();
    let shown = stack.shown();
    assert!(shown.contains("runs the stack"), "{shown}");
    assert!(shown.contains("make env PLACE=new"), "{shown}");
    assert!(shown.ends_with("exit 1\n"), "{shown}");
    // A second work tree of the repository is the same place.
    let second = stack.project.sandbox().join("second");
    let line = format!("worktree add --quiet {} prod", second.display());
    stack.project.git(&line);
    stack.docker(&listing(&second));
    assert!(stack.shown().ends_with("exit 0\n"), "{}", stack.shown());
}

#[test]
fn dev_serves_a_branch_without_a_stack() {
    let stack = Stack::new("--name shop");
    assert!(!stack.shown().contains("main is checked out"));
    stack.docker(&DOCKER.replace(
        "\"ps --format\" |",
        "\"ps --format\") printf 'web\\tshop-dev\\t\\n' ;;\n",
    ));
    let shown = stack.shown();
    let told = "main is checked out: dev's containers serve that";
    assert!(
        shown.contains(told) && shown.ends_with("exit 0\n"),
        "{shown}"
    );
    stack.project.git("switch --quiet dev");
    assert!(!stack.shown().contains("is checked out"));
}
