//! What nginx tells Django about a request.

use serde_json::Value;

use super::World;
use crate::harness::request::Request;

pub(super) fn steps(world: &World) {
    let seen = |headers: &[(&str, &str)]| -> Value {
        let request = Request::get("/polls/request/");
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        world.prod.site().send(&request).is(200).json()
    };
    world.step(
        "headers: Django sees the browser's host, port and address",
        || {
            let request = seen(&[]);
            let host = world.prod.site().authority();
            assert_eq!(request["host"], host.as_str(), "{request}");
            assert_eq!(request["scheme"], "http", "{request}");
            assert_eq!(request["headers"]["X-Forwarded-Proto"], "http", "{request}");
            let from = request["headers"]["X-Forwarded-For"]
                .as_str()
                .expect("an address");
            assert_eq!(request["headers"]["X-Real-IP"], from, "{request}");
        },
    );
    world.step("headers: an outer proxy's are kept", || {
        let request = seen(&[
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-For", "203.0.113.7"),
        ]);
        assert_eq!(
            request["headers"]["X-Forwarded-Proto"], "https",
            "{request}"
        );
        let from = request["headers"]["X-Forwarded-For"]
            .as_str()
            .expect("addresses");
        assert!(from.starts_with("203.0.113.7, "), "{request}");
    });
    world.step(
        "headers: with TLS=0 nobody makes Django believe in https",
        || {
            let request = seen(&[("X-Forwarded-Proto", "https")]);
            assert_eq!(request["is_secure"], false, "{request}");
        },
    );
    world.step("headers: a websocket's upgrade arrives", || {
        let request = seen(&[
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]);
        let headers = &request["headers"];
        assert_eq!(headers["Upgrade"], "websocket", "{request}");
        let connection = headers["Connection"].as_str().unwrap_or_default();
        assert!(connection.eq_ignore_ascii_case("upgrade"), "{request}");
        assert_eq!(
            headers["Sec-WebSocket-Key"], "dGhlIHNhbXBsZSBub25jZQ==",
            "{request}"
        );
    });
    world.step("headers: another host name is refused", || {
        let request = Request::get("/polls/").header("Host", "evil.example.net");
        world.prod.site().send(&request).is(400);
    });
}
