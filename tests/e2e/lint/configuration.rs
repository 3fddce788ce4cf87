//! The configuration of the servers before the project's own: nginx, and what may stand before it.

use std::fs;
use std::path::Path;

use super::Linters;
use super::once::{Met, named, once};
use super::rendered::Rendered;
use crate::harness::engine::{self, docker};
use crate::harness::run::Run;

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
        let compose = stack.read(&stack.compose_file());
        let image = base_of_nginx(&compose);
        engine::image(image);
        let mut mounts = certificate(&met);
        mounts.push(mount(&met.path(), "/etc/nginx/conf.d/default.conf"));
        let mounts = mounts.iter().flat_map(|mount| ["--volume", mount]);
        let run = docker(["run", "--rm", "--network", "none"]).args(mounts);
        stack.accepts(run.args([image, "nginx", "-t"]));
    }
}

/// The image that a compose file's nginx is made from.
pub(super) fn base_of_nginx(compose: &str) -> &str {
    let (_, nginx) = compose.split_once("\n  nginx:\n").expect("prod has nginx");
    let mut lines = nginx.lines().map(str::trim);
    let image = lines.find_map(|line| line.strip_prefix("FROM "));
    image.expect("it starts from an image")
}

fn mount(file: &Path, place: &str) -> String {
    format!("{}:{place}:ro", file.display())
}

/// Where nginx ends TLS, it reads a certificate and a key when it starts: a pair, where the configuration says.
fn certificate(met: &Met<'_>) -> Vec<String> {
    let named = |directive: &str| {
        let mut lines = met.text.lines().filter_map(|line| line.split_once(' '));
        let (_, path) = lines.find(|(name, _)| *name == directive)?;
        Some(path.trim().trim_end_matches(';'))
    };
    let places = named("ssl_certificate").zip(named("ssl_certificate_key"));
    let Some((certificate, key)) = places else {
        return Vec::new();
    };
    let [signed, secret] = ["signed.pem", "secret.pem"].map(|name| met.stack.scratch(name));
    let request =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=lint";
    let openssl = Run::new("openssl").args(request.split(' '));
    let openssl = openssl.arg("-keyout").arg(&secret).arg("-out").arg(&signed);
    openssl.ok();
    vec![mount(&signed, certificate), mount(&secret, key)]
}

/// In the image that a file beside it names, without a network.
pub(super) fn caddy(stacks: &[Rendered]) {
    const PLACE: &str = "/etc/caddy/Caddyfile";
    for met in once(stacks, |stack| named(stack, |name| name == "Caddyfile")) {
        let folder = met.file.trim_end_matches("Caddyfile");
        let beside = met.stack.files.iter().filter(|it| it.starts_with(folder));
        let beside: String = beside.map(|it| met.stack.read(it)).collect();
        let mut words = beside.split_whitespace();
        let image = words.find(|word| word.starts_with("caddy:"));
        let image = image.unwrap_or_else(|| panic!("{}: whose is it?", met.file));
        engine::image(image);
        let mount = mount(&met.path(), PLACE);
        let run = docker([
            "run",
            "--rm",
            "--network",
            "none",
            "--volume",
            &mount,
            image,
        ]);
        let validate = ["validate", "--config", PLACE, "--adapter", "caddyfile"];
        met.stack.accepts(run.arg("caddy").args(validate));
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
