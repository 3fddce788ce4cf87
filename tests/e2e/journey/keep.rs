//! What was added by hand stays.

use super::{World, login};
use crate::harness::rows::Rows;

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    let before = prod.rows();
    world.step("keep: the row added by hand is there to be lost", || {
        assert!(
            before
                .of("polls_question")
                .iter()
                .any(|row| row.contains(login::QUESTION))
        );
    });
    world.step("keep: `docker compose restart` keeps it", || {
        let ran = prod.compose(["restart"]).ok();
        world.steps.figure(
            "prod: seconds of `docker compose restart`",
            format!("{:.1}", ran.seconds),
        );
        let seconds = prod.site().wait("/polls/", |page| page.status == 200);
        world.steps.figure(
            "prod: seconds until the page is back",
            format!("{seconds:.1}"),
        );
        prod.rows().are(&before);
    });
    world.step("keep: `up --force-recreate` keeps it", || {
        prod.up(&["--force-recreate"]);
        keeps(world, &before);
    });
    world.step("keep: `down` and `up` keep it", || {
        prod.compose(["down"]).ok();
        prod.up(&[]);
        keeps(world, &before);
    });
    world.step("keep: an idle web stops at SIGTERM, in peace", || {
        let seconds = prod.stop("web");
        let figure = "prod: seconds from SIGTERM until web ended";
        world.steps.figure(figure, format!("{seconds:.1}"));
        assert_eq!(prod.inspect("web", "{{.State.ExitCode}}"), "0");
    });
    world.step(
        "keep: nginx survives a stopped web, and finds it again",
        || {
            let status = prod.site().get("/polls/").status;
            assert!([502, 503, 504].contains(&status), "{status}");
            prod.compose(["start", "web"]).ok();
            prod.site().wait("/polls/", |page| page.status == 200);
        },
    );
    if world.has_server() {
        world.step(
            "keep: a killed database heals by `docker compose start db`",
            || {
                prod.compose(["kill", "db"]).ok();
                let status = prod.site().get("/polls/").status;
                assert!(status >= 500, "{status} without a database");
                assert!(status != 504, "the visitor waits until nginx gives up");
                prod.compose(["start", "db"]).ok();
                let seconds = prod.site().wait("/polls/", |page| page.status == 200);
                world
                    .steps
                    .figure("prod: seconds until it healed", format!("{seconds:.1}"));
                prod.rows().are(&before);
            },
        );
    }
}

fn keeps(world: &World, before: &Rows) {
    world.prod.rows().are(before);
    let upload = world.prod.site().get("/media/pieces-jointes/essai.txt");
    upload.is(200);
}
