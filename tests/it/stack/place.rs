//! `docker/place.sh`, which `make env` asks: what it says of an engine that knows this and that.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::harness::Project;

/// An engine: from which folders a compose project's containers were started, and its volumes.
#[derive(Default)]
struct Engine {
    containers: Vec<(&'static str, String)>,
    volumes: Vec<&'static str>,
}

/// What came of it: the exit code, the line that is to stand in `.env`, and what was said.
type Said = (Option<i32>, String, String);

fn asked(project: &Project, engine: &Engine, place: &str) -> Said {
    let programs = project.sandbox().join("programs");
    fs::create_dir_all(&programs).unwrap();
    let containers = engine.containers.iter();
    let containers =
        containers.map(|(name, folder)| format!("ps*project={name}\\ *) echo '{folder}' ;;\n"));
    let name = |volume: &&'static str| volume.split('_').next().unwrap_or_default();
    let volumes = engine.volumes.iter();
    let volumes = volumes.map(|volume| format!("*ls*project={}) echo {volume} ;;\n", name(volume)));
    let names: Vec<&str> = engine.volumes.iter().map(name).collect();
    let script = [
        "#!/bin/sh\ncase \"$*\" in\nversion*) ;;\n".to_owned(),
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
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/docker/place.sh");
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
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
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
        volumes: vec!["shop-dev_rows"],
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
            volumes: vec!["shop-prod_rows"],
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
    assert_eq!(asked(&project, &engine, "new").0, Some(0));
    assert_eq!(asked(&project, &engine, "here").0, Some(1));
}

#[test]
fn no_password_is_invented_for_data_that_knows_another() {
    let lost = project("");
    for containers in [Vec::new(), vec![("shop-dev", here(&lost))]] {
        let engine = Engine {
            containers,
            volumes: vec!["shop-dev_rows"],
        };
        let (code, line, said) = asked(&lost, &engine, "");
        assert_eq!((code, line.as_str()), (Some(1), ""), "{said}");
        assert!(
            said.contains("shop-dev_rows") && said.contains("PLACE=here"),
            "{said}"
        );
        let (code, line, _) = asked(&lost, &engine, "here");
        assert_eq!((code, line.as_str()), (Some(0), "STACK_PLACE=\n"));
    }
    // Its own containers speak for a file that stands: it is of a former djdock.
    let standing = project("A=b\n");
    let engine = Engine {
        containers: vec![("shop-dev", here(&standing))],
        volumes: vec!["shop-dev_rows"],
    };
    assert_eq!(asked(&standing, &engine, "").1, "STACK_PLACE=\n");
}

#[test]
fn a_further_place_that_lost_its_secrets_is_not_forgotten() {
    let project = project("");
    let engine = Engine {
        containers: vec![("shop-dev", elsewhere(&project))],
        volumes: vec!["shop-dev_rows", "shop-dev-ab12_rows"],
    };
    let (code, line, said) = asked(&project, &engine, "");
    assert_eq!((code, line.as_str()), (Some(1), ""), "{said}");
    assert!(said.contains("make env PLACE=-ab12"), "{said}");
    assert_eq!(asked(&project, &engine, "-ab12").1, "STACK_PLACE=-ab12\n");
    // What another one runs is that one's.
    let taken = Engine {
        containers: vec![
            ("shop-dev", elsewhere(&project)),
            ("shop-dev-ab12", elsewhere(&project)),
        ],
        ..engine
    };
    assert_eq!(asked(&project, &taken, "").0, Some(0));
    assert_eq!(asked(&project, &taken, "-ab12").0, Some(1));
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
        volumes: vec!["shop-dev_rows"],
    };
    let (code, line, said) = asked(&tree, &engine, "");
    assert_eq!((code, line.as_str()), (Some(0), ""), "{said}");
    assert_eq!(tree.read(".env"), project.read(".env"));
}
