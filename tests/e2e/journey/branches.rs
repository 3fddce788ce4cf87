//! Code goes from dev to prod by plain git, and both stacks run side by side.

use super::{Trees, World};

/// What tells prod from dev, or stands on both branches.
const STACK: [&str; 9] = [
    "Dockerfile",
    "docker-compose.yml",
    "Makefile",
    ".dockerignore",
    ".env.sample",
    "entrypoint.sh",
    "docker",
    "nginx",
    "djdock.lock",
];

pub(super) fn steps(world: &World) {
    let (project, prod) = (&world.project, &world.prod);
    world.steps.must(
        "git: a commit on dev reaches prod by `git switch prod && git merge dev`",
        || {
            project.commit(&project.folder);
            let before = stack_files(world, "prod");
            match world.trees {
                Trees::One => project.git("switch -q prod"),
                Trees::Two => project.git("worktree add -q ../prod prod"),
            };
            project.git_in(&prod.folder, "merge -q --no-edit dev");
            assert_eq!(
                stack_files(world, "prod"),
                before,
                "prod's own files changed"
            );
            assert_eq!(project.git_in(&prod.folder, "status --porcelain"), "");
            let read =
                |path: &str| std::fs::read_to_string(prod.folder.join(path)).expect("merged");
            assert!(read("polls/templates/polls/index.html").contains("Toutes les questions"));
            assert!(read("Makefile").starts_with("# djdock: prod"));
        },
    );
    if world.trees == Trees::One {
        world.step(
            "git: dev goes on answering while prod is checked out",
            || {
                // runserver restarts, because git wrote the settings anew.
                world.dev.site().wait("/polls/", |page| page.status == 200);
            },
        );
    }
}

/// Later commits go the same way, in whichever work tree stands where.
pub(super) fn commit_on_dev(world: &World, change: impl FnOnce()) {
    let (project, prod) = (&world.project, &world.prod);
    let before = stack_files(world, "prod");
    if world.trees == Trees::One {
        project.git("switch -q dev");
    }
    change();
    project.commit(&project.folder);
    if world.trees == Trees::One {
        project.git("switch -q prod");
    }
    project.git_in(&prod.folder, "merge -q --no-edit dev");
    assert_eq!(
        stack_files(world, "prod"),
        before,
        "prod's own files changed"
    );
}

/// dev and prod have run at the same time all along.
pub(super) fn both_answer(world: &World) {
    world.step("git: dev and prod answer at the same time", || {
        world.dev.site().wait("/polls/", |page| page.status == 200);
        world.prod.site().get("/polls/").is(200);
    });
}

fn stack_files(world: &World, branch: &str) -> Vec<String> {
    let tree = |path: &str| world.project.git(&format!("ls-tree -r {branch} -- {path}"));
    STACK.iter().map(|path| tree(path)).collect()
}
