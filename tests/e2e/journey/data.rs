//! The rows and uploads of the sqlite file arrive, once, and identical; what the server refuses is named.

use std::fs;

use super::World;
use crate::harness::project::Project;
use crate::harness::stack::Stack;

/// A row that points at nothing, which the sqlite file itself must not have.
const DELETE_ORPHAN: &str = "import sqlite3; c = sqlite3.connect('db.sqlite3'); c.execute('DELETE FROM polls_choice WHERE id = 34'); c.commit()";

/// The parts of `/polls/` that are easily lost on the way: accents, emoji, quotes.
const TEXTS: [&str; 4] = [
    "Quel jour pour la fête de la médiathèque ?",
    "Café, thé ou chocolat à la récréation ? ☕",
    "Un atelier « cœur à l’ouvrage »",
    "Chocolat 🍫",
];

/// Fills the sqlite file; beside it lies one with rows that a server refuses.
pub(super) fn seed(project: &Project) {
    let move_to = |name: &str| {
        fs::rename(project.folder.join("db.sqlite3"), project.path(name))
            .expect("the file is there");
    };
    project.manage(&["seed", "--refused"]);
    move_to("orphan.sqlite3");
    replace(project, "orphan.sqlite3");
    project.python(&["-c", DELETE_ORPHAN]);
    move_to("refused.sqlite3");
    project.manage(&["seed"]);
    fs::copy(
        project.folder.join("db.sqlite3"),
        project.path("good.sqlite3"),
    )
    .expect("a copy");
}

/// Puts another sqlite file in the project's place.
fn replace(project: &Project, name: &str) {
    let file = project.folder.join("db.sqlite3");
    fs::copy(project.path(name), &file).expect("a copy");
    project.user.own(&file);
}

pub(super) fn steps(world: &World) {
    let (project, dev) = (&world.project, &world.dev);
    if world.has_server() {
        world.step(
            "data: rows that the server refuses are named, and nothing is loaded",
            || refused(world),
        );
        replace(project, "good.sqlite3");
    }
    let import = world
        .steps
        .must("data: `make import-data` carries every row over", || {
            let ran = dev.make(["import-data"]).ok();
            dev.rows().are(&world.source);
            ran
        });
    world.steps.figure("data: rows", world.source.count());
    world.steps.figure(
        "data: seconds of `make import-data`",
        format!("{:.1}", import.seconds),
    );
    if world.has_server() {
        world.step(
            "data: what arrived is compared per table, and printed",
            || {
                let line = |table: &str| {
                    import
                        .out
                        .lines()
                        .any(|l| l.contains(table) && l.contains("equal"))
                };
                for table in ["polls.question", "journal.comment", "auth.user"] {
                    assert!(line(table), "no {table}: {}", import.out);
                }
            },
        );
    }
    world.step("data: /polls/ shows every row", || shows_every_row(dev));
    world.step("data: an upload is served", || serves_uploads(project, dev));
    world.step(
        "data: a second `make import-data` refuses, and says how it is forced",
        || {
            let second = dev.make(["import-data"]).fails();
            assert!(second.all().contains("force"), "{}", second.story());
            dev.rows().are(&world.source);
        },
    );
    world.step("data: git does not see the dump", || {
        assert!(project.folder.join("data/db.json").exists());
        assert_eq!(project.git("status --porcelain"), "");
    });
}

/// The user repairs the sqlite file row by row, as the refusals say.
fn refused(world: &World) {
    let (project, dev) = (&world.project, &world.dev);
    let before = dev.rows();
    replace(project, "orphan.sqlite3");
    let orphan = dev.make(["import-data"]).fails().all();
    assert!(orphan.contains("polls.choice 34"), "{orphan}");
    assert!(!project.folder.join("data/db.json").exists());

    replace(project, "refused.sqlite3");
    let listed = dev.make(["import-data"]).fails().all();
    let expected: &[&str] = match project.database.as_str() {
        "postgres" => &["journal.chapter 32", "journal.place 33"],
        _ => &["journal.chapter 32", "journal.tag 30", "journal.tag 31"],
    };
    for row in expected {
        assert!(listed.contains(row), "no {row}: {listed}");
    }
    dev.rows().are(&before);
}

/// `/polls/` has an article for each question, and the texts as they were written.
pub(super) fn shows_every_row(stack: &Stack) {
    let page = stack.site().get("/polls/").is(200).text();
    assert_eq!(page.matches("<article id=\"question-").count(), 6, "{page}");
    for text in TEXTS {
        assert!(page.contains(text), "no «{text}»: {page}");
    }
}

/// The two files that came with the rows are the bytes that they were.
pub(super) fn serves_uploads(project: &Project, stack: &Stack) {
    let media = project.folder.join("media/pieces-jointes");
    for (name, url) in [
        ("plan.svg", "plan.svg"),
        ("programme-été.txt", "programme-%C3%A9t%C3%A9.txt"),
    ] {
        let served = stack
            .site()
            .get(&format!("/media/pieces-jointes/{url}"))
            .is(200);
        let file = fs::read(media.join(name)).expect("the upload is beside the sqlite file");
        assert!(served.body == file, "{name}: {}", served.text());
    }
}
