//! What is in prod's image, and what is not.

use super::World;
use crate::harness::engine::{docker, size};
use crate::harness::run::Run;

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    world.step(
        "image: it holds the code, and no secret, rows, history or compiler",
        || {
            is_clean(&prod.image("web"));
        },
    );
    world.step("image: its user is not root", || {
        let user = docker([
            "image",
            "inspect",
            "--format",
            "{{.Config.User}}",
            &prod.image("web"),
        ])
        .ok();
        assert!(
            !["", "root", "0"].contains(&user.out.trim()),
            "{}",
            user.out
        );
        assert_ne!(prod.exec("web", &["id", "-u"]).out.trim(), "0");
    });
    world.step("image: the program's processes hold no capability", || {
        let status = prod.exec("web", &["cat", "/proc/1/status"]).out;
        for set in ["CapEff", "CapBnd"] {
            assert!(
                status.contains(&format!("{set}:\t0000000000000000")),
                "{status}"
            );
        }
    });
    world.step("image: its size above its base is known", || {
        for service in ["web", "nginx"] {
            let file = if service == "web" {
                "Dockerfile"
            } else {
                "docker-compose.yml"
            };
            let above = size(&prod.image(service)) - size(&base(world, file));
            let megabytes = format!("{} MB", (above + 500_000) / 1_000_000);
            world
                .steps
                .figure(&format!("prod: {service} image above its base"), &megabytes);
            assert!(above < 200_000_000, "{megabytes}");
        }
    });
}

/// Ends the test unless the image holds the code and nothing unwanted.
pub(super) fn is_clean(image: &str) {
    let files = files(image);
    let has_code = files.iter().any(|file| file == "app/manage.py");
    assert!(has_code, "no code: {} files", files.len());
    let bad: Vec<_> = files.iter().filter(|file| is_unwanted(file)).collect();
    assert!(bad.is_empty(), "{bad:?}");
}

/// The image of the last stage's FROM.
fn base(world: &World, file: &str) -> String {
    let text = std::fs::read_to_string(world.prod.folder.join(file)).expect("rendered");
    let lines = text.lines().map(str::trim);
    let mut from = lines.filter_map(|line| line.strip_prefix("FROM "));
    from.next_back().expect("a stage").to_owned()
}

/// Every path in an image.
fn files(image: &str) -> Vec<String> {
    let id = docker(["create", image]).ok().out;
    let id = id.trim();
    let list = Run::new("sh")
        .args(["-c", "docker export \"$0\" | tar -t", id])
        .run();
    docker(["rm", id]).ok();
    assert_eq!(list.code, Some(0), "{}", list.err);
    list.out.lines().map(str::to_owned).collect()
}

fn is_unwanted(path: &str) -> bool {
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let secret = name == ".env" || name.starts_with(".env.") || name.contains(".sqlite3");
    let history = name == ".git" || path.starts_with("app/djdock.") || name == "db.json";
    let stack = [
        "app/Dockerfile",
        "app/docker-compose.yml",
        "app/Makefile",
        "app/nginx/",
    ]
    .contains(&path);
    let compiler =
        path.contains("bin/") && ["gcc", "cc", "g++", "c++", "make", "ld", "as"].contains(&name);
    let rows = path.starts_with("app/media/") || path.starts_with("app/data/media");
    secret || history || stack || compiler || rows
}
