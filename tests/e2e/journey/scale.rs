//! Several web containers.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{World, branches};
use crate::harness::request::Request;
use crate::harness::site::Site;

/// A migration whose second run would show.
const MIGRATION: &str = "from django.db import migrations


def once(apps, schema_editor):
    apps.get_model('journal', 'Place').objects.create(name='une seule fois')


class Migration(migrations.Migration):
    dependencies = [('journal', '0002_first_tag')]
    operations = [migrations.RunPython(once, migrations.RunPython.noop)]
";

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    world.step(
        "scale: `up --scale web=3` runs a new migration once",
        || {
            branches::commit_on_dev(world, || {
                let file = world.dev.folder.join("journal/migrations/0003_once.py");
                std::fs::write(&file, MIGRATION).expect("it is written");
                world.project.user.own(&file);
            });
            prod.up(&["--scale", "web=3"]);
            assert_eq!(prod.ids("web").len(), 3);
            assert_eq!(prod.ids("prepare").len(), 1);
            let log = prod.log("prepare");
            assert_eq!(
                log.matches("Applying journal.0003_once").count(),
                1,
                "{log}"
            );
            let rows = prod.rows();
            let made = rows
                .of("journal_place")
                .into_iter()
                .filter(|row| row.contains("une seule fois"));
            assert_eq!(made.count(), 1);
            let applied = prod.manage(&["showmigrations", "journal"]).out;
            assert!(applied.contains("[X] 0003_once"), "{applied}");
        },
    );
    world.step("scale: all three are asked", || {
        for _ in 0..30 {
            prod.site().get("/polls/").is(200);
        }
        let log = prod.compose(["logs", "--no-color", "web"]).ok().out;
        for number in 1..=3 {
            let name = format!("web-{number}");
            let asked = |line: &str| line.starts_with(&name) && line.contains("GET /polls/");
            assert!(log.lines().any(asked), "{name} got no request");
        }
    });
    world.step("scale: back to one, every answer on the way is 200", || {
        let (done, port) = (AtomicBool::new(false), prod.port);
        let answers = thread::scope(|scope| {
            let asking = scope.spawn(|| ask_until(&done, port));
            let down = prod
                .compose(["up", "-d", "--wait", "--scale", "web=1"])
                .run();
            // Longer than nginx remembers addresses.
            thread::sleep(Duration::from_secs(4));
            done.store(true, Ordering::Relaxed);
            assert_eq!(down.code, Some(0), "{}", down.story());
            asking.join().expect("asking does not panic")
        });
        assert_eq!(prod.ids("web").len(), 1);
        let (count, bad) = answers;
        world
            .steps
            .figure("prod: answers while scaling down", count);
        assert!(bad.is_empty(), "{} of {count}: {bad:?}", bad.len());
    });
}

/// Asks without a pause; returns how often, and what was not 200.
fn ask_until(done: &AtomicBool, port: u16) -> (usize, Vec<String>) {
    let site = Site::new(port);
    let (mut count, mut bad) = (0, Vec::new());
    while !done.load(Ordering::Relaxed) {
        count += 1;
        match site.attempt(&Request::get("/polls/")) {
            Ok(answer) if answer.status == 200 => {}
            Ok(answer) => bad.push(answer.status.to_string()),
            Err(error) => bad.push(error.to_string()),
        }
        thread::sleep(Duration::from_millis(20));
    }
    (count, bad)
}
