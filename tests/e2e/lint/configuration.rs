//! nginx's configuration.

use std::fs;

use super::Linters;
use super::rendered::Rendered;
use crate::harness::engine::{self, docker};

const CONFIGURATION: &str = "nginx/projet.conf";

/// In the image that serves it, without a network: no name may be needed at start.
pub(super) fn nginx(stack: &Rendered) {
    if !stack.is_prod {
        return;
    }
    engine::images_of(&stack.folder);
    let dockerfile = stack.read("nginx/Dockerfile");
    let image = dockerfile
        .lines()
        .find_map(|line| line.strip_prefix("FROM "));
    let mount = format!(
        "{}:/etc/nginx/conf.d/default.conf:ro",
        stack.folder.join(CONFIGURATION).display()
    );
    let image = image.expect("it starts from an image");
    stack.accepts(docker([
        "run",
        "--rm",
        "--network",
        "none",
        "--volume",
        &mount,
        image,
        "nginx",
        "-t",
    ]));
}

/// As a part of nginx.conf, which is what it is.
pub(super) fn gixy(linters: &Linters, stack: &Rendered) {
    if !stack.is_prod {
        return;
    }
    let whole = stack.scratch("nginx.conf");
    let part = stack.folder.join(CONFIGURATION);
    let text = format!(
        "events {{}}\nhttp {{\n    include {};\n}}\n",
        part.display()
    );
    fs::write(&whole, text).expect("it is written");
    stack.accepts(linters.run("gixy").arg(&whole));
}
