//! No secret in git, in an image, in a log.

use super::World;
use crate::harness::engine::docker;

/// The secrets of an .env: its longer values that nobody could guess.
pub(super) fn of(env: &str) -> Vec<String> {
    let pairs = env.lines().filter_map(|line| line.split_once('='));
    let secrets: Vec<_> = pairs
        .filter(|(name, _)| name.ends_with("PASSWORD") || name.ends_with("KEY"))
        .map(|(_, value)| value.to_owned())
        .collect();
    assert!(!secrets.is_empty(), "no secret in .env");
    let is_random = |secret: &String| {
        secret.len() >= 32
            && secret
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    assert!(
        secrets.iter().all(is_random),
        "a secret is short, or has odd characters"
    );
    secrets
}

pub(super) fn steps(world: &World) {
    let (project, prod) = (&world.project, &world.prod);
    let read = |folder: &std::path::Path| {
        std::fs::read_to_string(folder.join(".env")).expect("it is there")
    };
    let secrets: Vec<_> = [of(&read(&project.folder)), of(&read(&prod.folder))].concat();
    let check = |name: &str, text: &str| {
        for secret in &secrets {
            assert!(!text.contains(secret), "a secret of .env is in {name}");
        }
    };
    world.step("secrets: SECRET_KEY has at least 50 characters", || {
        let env = read(&project.folder);
        let key = env
            .lines()
            .find_map(|line| line.strip_prefix("SECRET_KEY="));
        assert!(key.is_some_and(|key| key.len() >= 50));
    });
    world.step(
        "secrets: none in an image's history, environment or labels",
        || {
            for service in ["web", "nginx"] {
                let image = prod.image(service);
                check(
                    "history",
                    &docker(["history", "--no-trunc", &image]).ok().out,
                );
                check("image", &docker(["image", "inspect", &image]).ok().out);
            }
        },
    );
    world.step("secrets: none in a log", || {
        check(
            "prod's logs",
            &prod.compose(["logs", "--no-color"]).ok().all(),
        );
        let dev = prod.compose(["-p", &world.dev.name, "logs", "--no-color"]);
        check("dev's logs", &dev.ok().all());
    });
    world.step("secrets: none in git", || {
        let commits = project.git("rev-list --all").replace('\n', " ");
        for secret in &secrets {
            let found = project
                .run("git")
                .args(["grep", "--quiet", "--fixed-strings", "-e", secret])
                .args(commits.split(' '))
                .run();
            assert_eq!(found.code, Some(1), "a secret is in a commit");
        }
    });
    if world.has_server() {
        world.step(
            "secrets: web does not know the database's root password",
            || {
                let env = prod.exec("web", &["env"]).out;
                let root = env.lines().find(|line| line.contains("ROOT_PASSWORD"));
                assert!(root.is_none_or(|line| line.ends_with('=')));
            },
        );
    }
}
