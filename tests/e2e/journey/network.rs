//! Who reaches whom.

use serde_json::Value;

use super::World;
use crate::harness::stack::Stack;

pub(super) fn steps(world: &World) {
    world.step("network: only nginx is published by prod", || {
        let published = published(&world.prod);
        assert!(!published.is_empty());
        assert!(
            published.iter().all(|(service, _)| service == "nginx"),
            "{published:?}"
        );
    });
    world.step(
        "network: only web is published by dev, on this machine alone",
        || {
            let expected = [("web".to_owned(), "127.0.0.1".to_owned())];
            assert_eq!(published_of(world), expected);
        },
    );
    if world.has_server() {
        world.step(
            "network: nginx cannot open the database's port, web can",
            || database_port(world),
        );
    }
    world.step("network: web keeps its way out", || {
        let internal = world.prod.inspect(
            "web",
            "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}",
        );
        assert!(internal.contains("_front"), "{internal}");
    });
}

/// dev's containers by label: in one work tree its compose file is not checked out now.
fn published_of(world: &World) -> Vec<(String, String)> {
    let listing = world
        .dev
        .compose(["-p", &world.dev.name, "ps", "--format", "json"])
        .ok()
        .out;
    pairs(
        listing
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object per line")),
    )
}

fn published(stack: &Stack) -> Vec<(String, String)> {
    pairs(stack.containers().into_iter())
}

/// Service and address of everything that is published.
fn pairs(containers: impl Iterator<Item = Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for container in containers {
        let publishers = container["Publishers"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for port in publishers.iter().filter(|port| port["PublishedPort"] != 0) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            pairs.push((text(&container["Service"]), text(&port["URL"])));
        }
    }
    pairs
}

fn database_port(world: &World) {
    let prod = &world.prod;
    let port = if world.project.database == "postgres" {
        "5432"
    } else {
        "3306"
    };
    let address = prod.inspect(
        "db",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
    );
    let open = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)";
    for host in ["db", address.as_str()] {
        prod.exec("web", &["python", "-c", open, host, port]);
        let url = format!("telnet://{host}:{port}");
        let curl = [
            "exec",
            "-T",
            "nginx",
            "curl",
            "--silent",
            "--show-error",
            "--connect-timeout",
            "3",
            "--max-time",
            "4",
        ];
        let ran = prod.compose(curl).arg(&url).fails();
        // 6: no such name; 7: refused; 28: too late, here while connecting.
        let end = ran.err.contains("resolve")
            || ran.err.contains("connect")
            || ran.err.contains("Connection timed out");
        assert!(end, "{}", ran.story());
    }
}
