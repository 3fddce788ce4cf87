//! nginx's configuration.

use std::fs;

use super::Linters;
use super::once::once;
use super::rendered::Rendered;
use crate::harness::engine::{self, docker};

const CONFIGURATION: &str = "nginx/projet.conf";

fn configurations(stack: &Rendered) -> Vec<String> {
    if stack.is_prod {
        vec![CONFIGURATION.to_owned()]
    } else {
        Vec::new()
    }
}

/// In the image that serves it, without a network: no name may be needed at start.
pub(super) fn nginx(stacks: &[Rendered]) {
    for met in once(stacks, configurations) {
        let stack = met.stack;
        engine::images_of(&stack.folder.join("nginx"));
        let dockerfile = stack.read("nginx/Dockerfile");
        let image = dockerfile
            .lines()
            .find_map(|line| line.strip_prefix("FROM "));
        let mount = format!("{}:/etc/nginx/conf.d/default.conf:ro", met.path().display());
        let image = image.expect("it starts from an image");
        stack.accepts(
            docker(["run", "--rm", "--network", "none", "--volume", &mount])
                .args([image, "nginx", "-t"]),
        );
    }
}

/// As a part of nginx.conf, which is what it is.
pub(super) fn gixy(linters: &Linters, stacks: &[Rendered]) {
    for met in once(stacks, configurations) {
        let whole = met.stack.scratch("nginx.conf");
        let part = met.path();
        let text = format!(
            "events {{}}\nhttp {{\n    include {};\n}}\n",
            part.display()
        );
        fs::write(&whole, text).expect("it is written");
        met.stack.accepts(linters.run("gixy").arg(&whole));
    }
}
