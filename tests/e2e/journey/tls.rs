//! TLS=0 and TLS=1, the second behind an outer proxy that ends TLS, as a server's own nginx would.

use std::fs;
use std::path::PathBuf;

use super::{World, login};
use crate::harness::engine::docker;
use crate::harness::free_port;
use crate::harness::run::Run;
use crate::harness::site::Site;

pub(super) fn steps(world: &World) {
    world.step(
        "tls: with TLS=0 `check --deploy` warns of what TLS would mend, and of nothing else",
        || {
            assert_eq!(warnings(world), ["W004", "W008", "W012", "W016"]);
        },
    );
    world.steps.must(
        "tls: TLS=1 in .env is taken up by `docker compose up`",
        || set_tls(world, true),
    );
    world.step("tls: with TLS=1 `check --deploy` is silent", || {
        assert_eq!(warnings(world), [""; 0]);
    });
    world.step("tls: plain http is sent to https", || {
        let answer = world.prod.site().get("/polls/").is(301);
        let target = format!("https://{}/polls/", world.prod.site().authority());
        assert_eq!(answer.header("location"), Some(target.as_str()));
    });
    world.step(
        "tls: a login by form post works behind an outer TLS proxy, with secure cookies",
        || {
            let outer = OuterProxy::start(world);
            let site = outer.site();
            site.wait("/polls/", |page| page.status == 200);
            login::sign_in(&site).is(302);
            site.get("/admin/").is(200);
            assert_eq!(site.is_secure("sessionid"), Some(true));
            assert_eq!(site.is_secure("csrftoken"), Some(true));
            let page = site.get("/polls/request/").is(200);
            assert_eq!(
                page.header("strict-transport-security"),
                Some("max-age=3600")
            );
            assert_eq!(page.json()["is_secure"], true);
            assert_eq!(page.json()["host"], site.authority());
        },
    );
    world
        .steps
        .must("tls: and back to TLS=0", || set_tls(world, false));
}

/// The numbers of the security warnings, in order.
fn warnings(world: &World) -> Vec<String> {
    let printed = world.prod.manage(&["check", "--deploy"]).all();
    let found = printed.split("(security.").skip(1);
    let mut numbers: Vec<_> = found.map(|rest| rest.chars().take(4).collect()).collect();
    numbers.sort();
    let findings = printed.lines().filter(|line| line.contains(": (")).count();
    assert_eq!(findings, numbers.len(), "another finding: {printed}");
    numbers
}

fn set_tls(world: &World, on: bool) {
    let file = world.prod.folder.join(".env");
    let text = fs::read_to_string(&file).expect("it is there");
    let others: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with("TLS="))
        .collect();
    let line = if on { "TLS=1\n" } else { "" };
    fs::write(&file, format!("{}\n{line}", others.join("\n"))).expect("it is written");
    world.prod.compose(["up", "-d", "--wait"]).ok();
    world
        .prod
        .site()
        .get("/polls/")
        .is(if on { 301 } else { 200 });
}

/// An nginx on the host's network, with a certificate of its own.
struct OuterProxy {
    container: String,
    port: u16,
    folder: PathBuf,
}

impl OuterProxy {
    fn start(world: &World) -> Self {
        let outer = Self {
            container: format!("{}-outer", world.project.name),
            port: free_port(),
            folder: world.project.path("outer"),
        };
        fs::create_dir_all(&outer.folder).expect("a new folder");
        Run::new("openssl")
            .args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split(' '))
            .args(["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"])
            .dir(&outer.folder)
            .ok();
        let text = CONFIGURATION
            .replace("OUTER", &outer.port.to_string())
            .replace("INNER", &world.prod.port.to_string());
        fs::write(outer.folder.join("nginx.conf"), text).expect("it is written");
        let mount = format!("{}:/outer:ro", outer.folder.display());
        docker([
            "run",
            "--detach",
            "--rm",
            "--network",
            "host",
            "--name",
            &outer.container,
        ])
        .args([
            "--volume",
            &mount,
            "--entrypoint",
            "nginx",
            &world.prod.image("nginx"),
        ])
        .args(["-c", "/outer/nginx.conf", "-g", "daemon off;"])
        .ok();
        outer
    }

    fn site(&self) -> Site {
        Site::tls("localhost", self.port, self.folder.join("cert.pem"))
    }
}

impl Drop for OuterProxy {
    fn drop(&mut self) {
        docker(["rm", "--force", &self.container]).run();
    }
}

const CONFIGURATION: &str = "
events {}
http {
    server {
        listen 127.0.0.1:OUTER ssl;
        ssl_certificate /outer/cert.pem;
        ssl_certificate_key /outer/key.pem;
        location / {
            proxy_pass http://127.0.0.1:INNER;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }
    }
}
";
