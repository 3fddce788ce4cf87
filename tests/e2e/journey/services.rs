//! A cache, a worker and a clock whose addresses stand in the project's settings, over restarts: prod, on PostgreSQL.

use crate::harness::engine;
use crate::harness::project::Project;
use crate::harness::stack::{KILLED, Stack};
use crate::harness::steps::Steps;

#[test]
#[ignore = "needs a Docker engine"]
fn a_project_has_its_cache_its_worker_and_its_clock() {
    let Some(steps) = Steps::new("restarts") else {
        return;
    };
    let project = Project::of("tests/fixtures/services", "postgres");
    let prod = project.prod(&project.folder).with_suffix(".prod");
    steps.watch(&prod.name);
    steps.must("`djdock init` finds them", || {
        let ran = project.init().args(["--layout", "single"]).ok();
        assert!(ran.all().contains("Celery needs a broker: Redis."));
        engine::images_of(&project.folder);
    });
    let started = steps.must("prod: `make run`", || prod.make(["run"]).ok().seconds);
    steps.figure("seconds from nothing to healthy", format!("{started:.1}"));
    steps.step("the cache is Redis's, and outlives web", || cache(&prod));
    steps.step("the worker does a task, and its result is read", || {
        let site = prod.site();
        let seconds = site.wait("/total/", |page| page.text() == "5");
        steps.figure("seconds of a task", format!("{seconds:.2}"));
        assert!(prod.log("celery").contains("succeeded"));
    });
    steps.step("a queued task waits for the worker, over a restart", || {
        queue(&prod);
    });
    steps.step("a second clock is refused, a second worker is not", || {
        let scaled = ["up", "-d", "--no-build", "--wait", "--scale"];
        prod.compose(scaled).arg("celery-beat=2").fails();
        prod.compose(scaled).arg("celery=2").ok();
        assert_eq!(prod.ids("celery").len(), 2);
    });
    steps.step("the worker stops in time", || {
        let seconds = prod.stop("celery");
        steps.figure("seconds to stop", format!("{seconds:.1}"));
        let code = prod.inspect("celery", "{{.State.ExitCode}}");
        assert_ne!(code, KILLED);
    });
    steps.finish();
}

fn cache(prod: &Stack) {
    let first: u32 = prod.site().get("/count/").is(200).text().parse().unwrap();
    prod.compose(["restart", "web"]).ok();
    let path = "/count/";
    prod.site()
        .wait(path, |page| page.text() == (first + 1).to_string());
    let keys = prod.exec("redis", &["redis-cli", "-n", "1", "keys", "*count"]);
    assert!(keys.out.contains("count"), "{}", keys.story());
}

/// A task that is sent while nobody works is done later, also where the queue's server was restarted in between.
fn queue(prod: &Stack) {
    prod.compose(["stop", "celery", "celery-beat"]).ok();
    let send = "from mysite.tasks import add; print(add.delay(20, 22).id)";
    let id = prod.manage(&["shell", "-c", send]).out;
    let id = id.lines().last().unwrap_or_default().to_owned();
    prod.compose(["restart", "redis"]).ok();
    prod.compose(["start", "celery", "celery-beat"]).ok();
    let read = format!(
        "from celery.result import AsyncResult; print(AsyncResult('{id}').get(timeout=30))"
    );
    let result = prod.manage(&["shell", "-c", &read]).out;
    assert_eq!(result.lines().last(), Some("42"));
}
