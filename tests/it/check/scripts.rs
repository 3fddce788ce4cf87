//! Scripts: line endings, and permissions.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::{Stack, provoked};
use crate::harness::Project;

fn with_carriage_returns(project: &Project, path: &str) {
    let text = project.read(path).replace('\n', "\r\n");
    project.write(path, &text);
}

/// Commits what a script is, whatever attributes say.
fn as_it_is(project: &Project) {
    project.write(".gitattributes", "");
}

#[test]
fn each() {
    let base = Stack::new("");
    provoked(
        "scripts",
        &base,
        &[
            ("committed with CR LF", &|stack| {
                stack.change("prod", |project| {
                    as_it_is(project);
                    with_carriage_returns(project, "entrypoint.sh");
                });
            }),
            ("one of the user's", &|stack| {
                stack.change("dev", |project| {
                    as_it_is(project);
                    project.write("scripts/load.sh", "#!/bin/sh\r\necho\r\n");
                });
            }),
            ("in the work tree alone", &|stack| {
                stack.project.git("switch --quiet dev");
                with_carriage_returns(&stack.project, "entrypoint.sh");
            }),
            ("in the work tree, edited", &|stack| {
                stack.project.git("switch --quiet dev");
                stack.project.append("entrypoint.sh", "# mine\n");
                with_carriage_returns(&stack.project, "entrypoint.sh");
            }),
            ("not executable, and started by itself", &|stack| {
                stack.change("prod", |project| {
                    let text = project.read("Dockerfile");
                    let text = text.replace(
                        "ENTRYPOINT [\"sh\", \"/app/entrypoint.sh\"]",
                        "ENTRYPOINT [\"/app/entrypoint.sh\"]",
                    );
                    project.write("Dockerfile", &text);
                    fs::set_permissions(
                        project.path("entrypoint.sh"),
                        Permissions::from_mode(0o644),
                    )
                    .unwrap();
                });
            }),
            ("made executable by the Dockerfile", &|stack| {
                stack.change("prod", |project| {
                    let text = project.read("Dockerfile");
                    let entry =
                        "RUN chmod +x /app/entrypoint.sh\nENTRYPOINT [\"/app/entrypoint.sh\"]";
                    project.write(
                        "Dockerfile",
                        &text.replace("ENTRYPOINT [\"sh\", \"/app/entrypoint.sh\"]", entry),
                    );
                    fs::set_permissions(
                        project.path("entrypoint.sh"),
                        Permissions::from_mode(0o644),
                    )
                    .unwrap();
                });
            }),
            ("not executable, and started by a compose file", &|stack| {
                stack.change("dev", |project| {
                    project.write("scripts/wait.sh", "#!/bin/sh\n");
                    let text = project.read("docker-compose.yml");
                    project.write(
                        "docker-compose.yml",
                        &text.replace(
                            "    command: [prepare]\n",
                            "    command: [./scripts/wait.sh]\n",
                        ),
                    );
                });
            }),
        ],
    );
}

#[test]
fn side_by_side() {
    let stack = Stack::single();
    with_carriage_returns(&stack.project, "entrypoint.sh");
    crate::harness::accepted("check/scripts-single", &stack.shown());
}
