//! What is rendered for texts that are syntax somewhere: the formats' own tools read it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Linters;
use super::configuration::base_of_nginx;
use crate::harness::engine::{self, docker};
use crate::harness::run::Run;
use crate::places::PLACES;
use crate::sandbox::Sandbox;
use crate::world::{Files, World};

/// One of each kind that a format can hold, or that djdock refuses.
const TEXTS: [&str; 6] = [
    "my uploads",
    "it's \"so\"",
    "pa$w0rd${X}",
    "#x [1] !",
    "m: x, - y",
    "$(touch PROOF); `touch PROOF`",
];

/// Each file that differs is read once.
pub(super) fn is_read(linters: &Linters) {
    let sandbox = Sandbox::new("hostile");
    let world = World::get();
    let mut seen = BTreeSet::new();
    let mut read = 0;
    for place in PLACES {
        for text in TEXTS {
            let Ok(files) = world.files(&place.project(text)) else {
                continue;
            };
            let story = format!("{}: {text:?}", place.name);
            for environment in ["dev", "prod"] {
                let folder = sandbox.sandbox().join(environment);
                let _ = fs::remove_dir_all(&folder);
                write(&files, environment, &folder);
                for path in of(&files, environment) {
                    let text = &files[&format!("{environment}/{path}")];
                    if seen.insert((environment, path.to_owned(), text.clone())) {
                        accept(linters, &folder, path, &story);
                        read += 1;
                    }
                }
                assert!(!folder.join("PROOF").exists(), "{story}");
            }
        }
    }
    assert!(read > 100, "{read} files are few");
}

fn of<'f>(files: &'f Files, environment: &str) -> Vec<&'f str> {
    let start = format!("{environment}/");
    let paths = files.keys().filter_map(|path| path.strip_prefix(&start));
    paths.collect()
}

fn write(files: &Files, environment: &str, folder: &Path) {
    for path in of(files, environment) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("it is made");
        fs::write(file, &files[&format!("{environment}/{path}")]).expect("it is written");
    }
}

/// Has the tool of a file's format read it.
fn accept(linters: &Linters, folder: &Path, path: &str, story: &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let run = match name {
        "Makefile" => Run::new("make").args(["-pn", "help"]),
        "Dockerfile" => linters.run("hadolint").arg(path),
        "docker-compose.yml" if name == path => {
            let sample = fs::read_to_string(folder.join(".env.sample")).expect("it is rendered");
            let keys = sample.lines().filter(|line| !line.starts_with('#'));
            let keys: Vec<String> = keys
                .map(|line| match line.strip_suffix('=') {
                    Some(key) => format!("{key}=known\n"),
                    None => format!("{line}\n"),
                })
                .collect();
            fs::write(folder.join(".env"), keys.concat()).expect("it is written");
            docker(["compose", "--env-file", ".env", "config", "--quiet"])
        }
        "projet.conf" => {
            let compose = fs::read_to_string(folder.join("docker-compose.yml"));
            let compose = compose.expect("it is rendered");
            let image = base_of_nginx(&compose);
            engine::image(image);
            let mount = format!(
                "{}:/etc/nginx/conf.d/default.conf:ro",
                folder.join(path).display()
            );
            let options = ["run", "--rm", "--network", "none", "--volume", &mount];
            docker(options).args([image, "nginx", "-t"])
        }
        _ if Path::new(name).extension().is_some_and(|end| end == "sh") => {
            Run::new("dash").args(["-n", path])
        }
        _ => return,
    };
    let ran = run.dir(folder).run();
    assert_eq!(ran.code, Some(0), "{story}: {path}: {}", ran.story());
}
