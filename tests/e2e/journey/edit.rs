//! Writing code on dev.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::{World, data};
use crate::harness::stack::KILLED;

const MIGRATION: &str = "polls/migrations/0003_question_closed.py";

pub(super) fn steps(world: &World) {
    let (project, dev) = (&world.project, &world.dev);
    world.step("dev: an edited view shows at once", || {
        world.edit(
            dev,
            "polls/views.py",
            "'scheme': request.scheme,",
            "'edited': 'oui', 'scheme': request.scheme,",
        );
        let seconds = dev
            .site()
            .wait("/polls/request/", |page| page.text().contains("edited"));
        world.steps.figure(
            "dev: seconds until an edited view shows",
            format!("{seconds:.1}"),
        );
    });
    world.step("dev: an edited template shows at once", || {
        world.edit(
            dev,
            "polls/templates/polls/index.html",
            "Les questions posées",
            "Toutes les questions",
        );
        dev.site().wait("/polls/", |page| {
            page.text().contains("Toutes les questions")
        });
    });
    world.step("dev: makemigrations writes files of the user's, and migrate applies them", || {
        let field = "closed = models.BooleanField('close', default=False)\n\n    class Meta:\n        verbose_name = 'question'";
        world.edit(dev, "polls/models.py", "class Meta:\n        verbose_name = 'question'", field);
        dev.site().wait("/polls/request/", |page| page.status == 200);
        dev.make(["makemigrations"]).ok();
        let migration = project.folder.join(MIGRATION);
        assert!(migration.exists(), "{:?}", list(&project.folder.join("polls/migrations")));
        dev.make(["migrate"]).ok();
        dev.site().wait("/polls/", |page| page.status == 200);
        let others = not_owned(&project.folder, project.user.uid);
        assert!(others.is_empty(), "{others:?}");
        // The dump that prod loads is of the tables as they were.
        dev.make(["manage", "c=migrate polls 0002"]).ok();
        fs::remove_file(migration).expect("it is there");
        project.git("checkout -q polls/models.py");
    });
    world.step("dev: `make test` passes", || {
        let ran = dev.make(["test"]).ok();
        assert!(ran.all().contains("\nOK"), "{}", ran.story());
    });
    world.step("dev: `make check` finds nothing", || {
        dev.make(["check"]).ok();
    });
    world.step("dev: an idle web stops at SIGTERM", || {
        let seconds = dev.stop("web");
        let figure = "dev: seconds from SIGTERM until web ended";
        world.steps.figure(figure, format!("{seconds:.1}"));
        let code = dev.inspect("web", "{{.State.ExitCode}}");
        assert_ne!(code, KILLED);
    });
    world.step("dev: `make down && make run` keeps the rows", || {
        dev.compose(["start", "web"]).ok();
        dev.site().wait("/polls/", |page| page.status == 200);
        let before = dev.rows();
        dev.make(["down"]).ok();
        let ran = dev.make(["run"]).ok();
        world.steps.figure(
            "dev: seconds of a later `make run`",
            format!("{:.1}", ran.seconds),
        );
        dev.site().get("/polls/").is(200);
        dev.rows().are(&before);
        data::shows_every_row(dev);
        data::serves_uploads(&world.project, dev);
    });
}

fn list(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}

/// The files under a folder that belong to somebody else.
fn not_owned(folder: &Path, owner: u32) -> Vec<String> {
    let mut others = Vec::new();
    for name in list(folder) {
        let path = folder.join(&name);
        let facts = fs::symlink_metadata(&path).expect("the file is there");
        if facts.uid() != owner {
            others.push(path.display().to_string());
        }
        if facts.is_dir() {
            others.extend(not_owned(&path, owner));
        }
    }
    others
}
