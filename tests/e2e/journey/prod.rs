//! prod comes up with every row, and nginx serves what is beside Django.

use super::{Trees, World, data};
use crate::harness::engine;
use crate::harness::project::mode;
use crate::harness::request::Request;
use crate::harness::response::Response;

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    if world.trees == Trees::Two {
        world.steps.must(
            "prod: a second work tree gets .env by `make env`, and dev's data/",
            || carry(world),
        );
    }
    let up = world.steps.must(
        "prod: `docker compose up -d --build --wait`, and the first answer is the page",
        || {
            engine::images_of(&prod.folder);
            prod.up(&[])
        },
    );
    world.steps.figure(
        "prod: seconds of the first `up --build --wait`",
        format!("{:.1}", up.seconds),
    );
    world.step("prod: every row arrived, identical", || {
        prod.rows().are(&world.source);
        data::shows_every_row(prod);
    });
    world.step("prod: an upload is served back", || {
        data::serves_uploads(&world.project, prod);
    });
    world.step(
        "prod: the admin's style sheet is compressed and cacheable",
        || style_sheets(world),
    );
    world.step("prod: a page is compressed", || {
        let page = compressed(world, "/polls/");
        assert!(page.unpacked() > page.body.len());
    });
    world.step("prod: unknown pages are 404, and show no traceback", || {
        let page = prod.site().get("/no-such-page/").is(404).text();
        assert!(
            !page.contains("DEBUG") && !page.contains("urlpatterns"),
            "{page}"
        );
    });
    let again = world
        .steps
        .must("prod: up again with nothing changed", || prod.up(&[]));
    world.steps.figure(
        "prod: seconds of `up --build --wait` with nothing changed",
        format!("{:.1}", again.seconds),
    );
    world.step("prod: a later start loads nothing", || {
        let log = prod.log("prepare");
        assert!(log.contains("The rows were loaded before."), "{log}");
        prod.rows().are(&world.source);
    });
}

/// What git does not carry into a second work tree.
fn carry(world: &World) {
    let (project, prod) = (&world.project, &world.prod);
    prod.make(["env"]).ok();
    assert_eq!(mode(&prod.folder.join(".env")), "600");
    for name in ["data/db.json", "data/media"] {
        let copy = project.run("cp").args(["-a", name]);
        copy.arg(prod.folder.join("data")).ok();
    }
}

fn compressed(world: &World, path: &str) -> Response {
    let request = Request::get(path).header("Accept-Encoding", "gzip");
    let answer = world.prod.site().send(&request).is(200);
    assert_eq!(
        answer.header("content-encoding"),
        Some("gzip"),
        "{:?}",
        answer.headers
    );
    assert!(
        answer
            .header("vary")
            .is_some_and(|vary| vary.contains("Accept-Encoding"))
    );
    answer
}

/// 200, compressed, and asked for again without its body.
fn style_sheets(world: &World) {
    let site = world.prod.site();
    let login = site.get("/admin/login/").is(200).text();
    let path = "/static/admin/css/base.css";
    assert!(login.contains(path), "{login}");
    let style = compressed(world, path);
    assert_eq!(style.header("content-type"), Some("text/css"));
    assert!(style.unpacked() > style.body.len());
    let cache = style
        .header("cache-control")
        .expect("it says how it is cached");
    assert!(
        cache.contains("no-cache") || cache.contains("max-age"),
        "{cache}"
    );
    let etag = style.header("etag").expect("it can be validated");
    site.send(&Request::get(path).header("If-None-Match", etag))
        .is(304);
    site.get("/static/polls/style.css").is(200);
}
