//! `docker/env.sh`, which is `make env`: what it says of an engine that knows this and that.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::harness::Project;

/// An engine: from which folders a compose project's containers were started, and its volumes.
#[derive(Default)]
struct Engine {
    containers: Vec<(&'static str, String)>,
    volumes: Vec<String>,
    /// The version of Compose that it has, beside the newest.
    compose: Option<&'static str>,
}

/// What came of it: the exit code, the line that is to stand in `.env`, and what was said.
type Said = (Option<i32>, String, String);

fn asked(project: &Project, engine: &Engine, place: &str) -> Said {
    let programs = project.sandbox().join("programs");
    fs::create_dir_all(&programs).unwrap();
    let containers = engine.containers.iter();
    let containers =
        containers.map(|(name, folder)| format!("ps*project={name}\\ *) echo '{folder}' ;;\n"));
    let name = |volume: &String| volume.split('_').next().unwrap_or_default().to_owned();
    let volumes = engine.volumes.iter();
    let volumes = volumes.map(|volume| format!("*ls*project={}) echo {volume} ;;\n", name(volume)));
    let names: Vec<String> = engine.volumes.iter().map(name).collect();
    let script = [
        "#!/bin/sh\ncase \"$*\" in\nversion*) ;;\n".to_owned(),
        format!(
            "compose*) echo {} ;;\n",
            engine.compose.unwrap_or("v2.26.1-4")
        ),
        containers.collect::<Vec<_>>().concat(),
        volumes.collect::<Vec<_>>().concat(),
        format!(
            "\"volume ls\"*Label*) printf '%s\\n' {} ;;\n",
            names.join(" ")
        ),
        "*inspect*) echo 2020-01-01T00:00:00Z ;;\nesac\n".to_owned(),
    ]
    .concat();
    let docker = programs.join("docker");
    fs::write(&docker, script).unwrap();
    fs::set_permissions(&docker, Permissions::from_mode(0o755)).unwrap();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/docker/env.sh");
    let before = decided(project);
    project.write(".env.sample", "");
    let mut command = project.command("sh", &project.root);
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", programs.display()));
    if !place.is_empty() {
        command.env("PLACE", place);
    }
    let output = command
        .args([source, ".env", "shop-dev", "shop-prod"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let decided = decided(project);
    let line = if decided == before {
        String::new()
    } else {
        decided
    };
    (output.status.code(), line, said)
}

/// The line of `.env` that names the place.
fn decided(project: &Project) -> String {
    let env = fs::read_to_string(project.path(".env")).unwrap_or_default();
    let line = env.lines().find(|line| line.starts_with("STACK_PLACE="));
    line.map(|line| format!("{line}\n")).unwrap_or_default()
}

fn project(env: &str) -> Project {
    let project = Project::polls();
    if !env.is_empty() {
        project.write(".env", env);
    }
    project
}

fn here(project: &Project) -> String {
    project.root.display().to_string()
}

/// Another project's folder, which stands.
fn elsewhere(project: &Project) -> String {
    let folder = project.sandbox().join("elsewhere");
    fs::create_dir_all(&folder).unwrap();
    folder.display().to_string()
}

#[test]
fn the_first_has_the_bare_names() {
    for env in ["", "A=b\n"] {
        let project = project(env);
        let (code, line, said) = asked(&project, &Engine::default(), "");
        assert_eq!((code, line.as_str()), (Some(0), "STACK_PLACE=\n"), "{said}");
    }
    // What stands in a folder of it is its own too.
    let project = project("STACK_PLACE=\n");
    fs::create_dir(project.path("registry")).unwrap();
    let engine = Engine {
        containers: vec![("shop-dev", project.path("registry").display().to_string())],
        ..Engine::default()
    };
    let (code, line, said) = asked(&project, &engine, "");
    assert_eq!((code, line.as_str(), said.as_str()), (Some(0), "", ""));
    // It stays so, wherever its folder is moved.
    let engine = Engine {
        containers: vec![("shop-dev", "/nowhere/any/more".to_owned())],
        volumes: vec!["shop-dev_rows".to_owned()],
        ..Engine::default()
    };
    let (code, line, said) = asked(&project, &engine, "");
    assert_eq!((code, line.as_str(), said.as_str()), (Some(0), "", ""));
}

#[test]
fn a_further_one_gets_a_suffix() {
    for env in ["", "A=b\n"] {
        let project = project(env);
        let engine = Engine {
            containers: vec![("shop-prod", elsewhere(&project))],
            volumes: vec!["shop-prod_rows".to_owned()],
            ..Engine::default()
        };
        let (code, line, said) = asked(&project, &engine, "");
        assert_eq!(code, Some(0), "{said}");
        assert!(line.starts_with("STACK_PLACE=-") && line.len() == "STACK_PLACE=-abcd\n".len());
    }
}

#[test]
fn secrets_of_another_place_are_refused() {
    let project = project("STACK_PLACE=\n");
    let engine = Engine {
        containers: vec![("shop-dev", elsewhere(&project))],
        ..Engine::default()
    };
    let (code, line, said) = asked(&project, &engine, "");
    assert_eq!((code, line.as_str()), (Some(1), ""));
    assert!(said.contains("make env PLACE=new"), "{said}");
    assert_eq!(asked(&project, &engine, "here").0, Some(1));
    assert_eq!(asked(&project, &engine, "new").0, Some(0));
}

#[test]
fn no_password_is_invented_for_data_that_knows_another() {
    let lost = project("");
    for containers in [Vec::new(), vec![("shop-dev", here(&lost))]] {
        let engine = Engine {
            containers,
            volumes: vec!["shop-dev_rows".to_owned()],
            ..Engine::default()
        };
        let (code, line, said) = asked(&lost, &engine, "");
        assert_eq!((code, line.as_str()), (Some(1), ""), "{said}");
        assert!(
            said.contains("shop-dev_rows") && said.contains("PLACE=here"),
            "{said}"
        );
        assert!(!lost.has(".env"));
        let (code, line, _) = asked(&lost, &engine, "here");
        assert_eq!((code, line.as_str()), (Some(0), "STACK_PLACE=\n"));
        fs::remove_file(lost.path(".env")).unwrap();
    }
    // Its own containers speak for a file that stands: it is of a former djdock.
    let standing = project("A=b\n");
    let engine = Engine {
        containers: vec![("shop-dev", here(&standing))],
        volumes: vec!["shop-dev_rows".to_owned()],
        ..Engine::default()
    };
    assert_eq!(asked(&standing, &engine, "").1, "STACK_PLACE=\n");
}

#[test]
fn a_further_place_that_lost_its_secrets_is_not_forgotten() {
    let project = project("");
    let mut engine = Engine {
        containers: vec![("shop-dev", elsewhere(&project))],
        ..Engine::default()
    };
    let (_, line, _) = asked(&project, &engine, "");
    let suffix = line.trim().trim_start_matches("STACK_PLACE=").to_owned();
    fs::remove_file(project.path(".env")).unwrap();
    engine.volumes = vec!["shop-dev_rows".to_owned(), format!("shop-dev{suffix}_rows")];
    let (code, line, said) = asked(&project, &engine, "");
    assert_eq!((code, line.as_str()), (Some(1), ""), "{said}");
    assert!(said.contains(&format!("make env PLACE={suffix}")), "{said}");
    let (_, line, _) = asked(&project, &engine, &suffix);
    assert_eq!(line, format!("STACK_PLACE={suffix}\n"));
    // What another one runs is that one's.
    fs::remove_file(project.path(".env")).unwrap();
    engine.containers = vec![
        ("shop-dev", elsewhere(&project)),
        ("shop-dev-ab12", elsewhere(&project)),
    ];
    assert_eq!(asked(&project, &engine, "-ab12").0, Some(1));
    assert_eq!(asked(&project, &engine, "new").0, Some(0));
}

#[test]
fn an_old_compose_is_refused() {
    for (compose, code) in [
        ("2.20.1", 1),
        ("1.29.2", 1),
        ("2.20.2", 0),
        ("v3.0.0", 0),
        ("", 1),
    ] {
        let engine = Engine {
            compose: Some(compose),
            ..Engine::default()
        };
        let (found, _, said) = asked(&project(""), &engine, "");
        assert_eq!(found, Some(code), "{compose}: {said}");
    }
}

#[test]
fn a_work_tree_is_no_further_place() {
    let project = project("STACK_PLACE=\nA=b\n");
    let tree = project.copied();
    fs::remove_dir_all(&tree.root).unwrap();
    let line = format!("worktree add --quiet --detach {}", tree.root.display());
    project.git(&line);
    let engine = Engine {
        containers: vec![("shop-dev", here(&project))],
        volumes: vec!["shop-dev_rows".to_owned()],
        ..Engine::default()
    };
    let (code, line, said) = asked(&tree, &engine, "");
    assert_eq!((code, line.as_str()), (Some(0), "STACK_PLACE=\n"), "{said}");
    assert_eq!(tree.read(".env"), project.read(".env"));
}
