//! Another database takes the place of the one that is there, and the rows come along: prod, side by side.

use std::fs;

use crate::harness::engine::{self, docker};
use crate::harness::project::Project;
use crate::harness::rows::Rows;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

#[test]
#[ignore = "needs a Docker engine"]
fn another_database_takes_the_rows_over() {
    let Some(steps) = Steps::new("carry") else {
        return;
    };
    let project = Project::new("sqlite");
    let prod = project.prod(&project.folder).with_suffix(".prod");
    steps.watch(&prod.name);
    steps.must("a site on sqlite has rows", || {
        project.init().args(["--layout", "single"]).ok();
        engine::images_of(&project.folder);
        prod.make(["run"]).ok();
        prod.manage(&["seed"]);
        old_file(&project, &prod);
    });
    let source = prod.rows();
    steps.step("sqlite to PostgreSQL", || {
        let said = carry(&steps, &project, &prod, "postgres", &source);
        let waits = "Started without rows; `make carry-data` brings those of sqlite.";
        assert!(said.contains(waits), "{said}");
        prod.site().get("/media/pieces-jointes/plan.svg").is(200);
    });
    steps.step("a second time is refused, and the site stays up", || {
        let before = prod.ids("web");
        let said = prod.make(["carry-data"]).fails().all();
        assert!(said.contains("FORCE=1"), "{said}");
        assert_eq!(prod.ids("web"), before);
        prod.site().get("/polls/").is(200);
    });
    steps.step("an old data/db.json is no first content", || {
        project.djdock().args(["remove", "sqlite"]).ok();
        project.djdock().args(["add", "mariadb"]).ok();
        engine::images_of(&project.folder);
        prod.make(["env"]).ok();
        let up = ["up", "--no-start", "--build"];
        prod.compose(up).ok();
        let said = prod.compose(["run", "--rm", "prepare"]).ok().all();
        let refused = "/data/db.json was written for sqlite: started without rows.";
        assert!(said.contains(refused), "{said}");
        project.djdock().args(["add", "postgres"]).ok();
    });
    steps.step("PostgreSQL to MariaDB", || {
        carry(&steps, &project, &prod, "mariadb", &source);
    });
    steps.step("the former one is dropped for good", || {
        let said = project.djdock().args(["remove", "postgres"]).ok().all();
        let volume = format!("{}_postgres-data", prod.name);
        assert!(said.contains(&volume), "{said}");
        docker(["volume", "rm", &volume]).ok();
    });
    steps.step("MariaDB to PostgreSQL", || {
        carry(&steps, &project, &prod, "postgres", &source);
    });
    steps.finish();
}

const ONE_MORE: &str = "from journal.models import Tag; Tag.objects.create(name='nouveau')";

/// What an import has left behind some time ago: fewer rows than there are by now.
fn old_file(project: &Project, prod: &Stack) {
    let dump = [
        "python",
        "/app/docker/import/transfer.py",
        "dump",
        "-",
        "--into",
        "sqlite",
    ];
    let text = prod.exec("web", &dump).out;
    let file = project.folder.join("data/db.json");
    fs::write(&file, text).expect("the folder is there");
    project.user.own(&file);
    prod.manage(&["shell", "-c", ONE_MORE]);
}

/// Replaces the database and carries the rows over; the former one has them still.
fn carry(steps: &Steps, project: &Project, prod: &Stack, to: &str, source: &Rows) -> String {
    project.djdock().args(["add", to, "--import-data"]).ok();
    engine::images_of(&project.folder);
    let carried = prod.make(["carry-data"]).ok();
    steps.figure(
        "seconds of `make carry-data`",
        format!("{:.1}", carried.seconds),
    );
    prod.site().get("/polls/").is(200);
    prod.rows().are(source);
    let read = ["run", "--rm", "-T", "carry", "python", "manage.py"];
    let former = prod.compose(read).args(["fingerprint", "--rows"]).ok();
    Rows::parse(&former.out).are(source);
    let remove = ["--profile", "carry", "rm", "--stop", "--force"];
    prod.compose(remove).arg("former-db").run();
    assert!(!project.folder.join("data/carry.json").exists());
    let said = carried.all();
    let compared = said
        .lines()
        .any(|it| it.contains("polls.question") && it.contains("equal"));
    assert!(compared, "{said}");
    said
}
